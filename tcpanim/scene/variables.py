"""All that a host knows at t, group by group, for the panel of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.scene.names import NOTHING, Naming
from tcpanim.scene.timing import Formula, TimerRow, formulas, timer_rows
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State
from tcpanim.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as shown, and whether this step changed it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of both hosts: the RFC's name, what it means, and the value left and right."""

    field: str
    name: str
    words: str
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class Group:
    """Variables under one heading."""

    key: str
    title: str
    rows: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Both hosts at one moment. ``formulas``: how each came to its RTO, from the level course on."""

    hosts: tuple[str, str]
    states: tuple[str, str]
    groups: tuple[Group, ...]
    timers: tuple[TimerRow, ...]
    formulas: tuple[tuple[Formula, ...], tuple[Formula, ...]]


_NAMES = {
    "snd_una": "SND.UNA",
    "snd_nxt": "SND.NXT",
    "snd_wnd": "SND.WND",
    "iss": "ISS",
    "flight": "FlightSize",
    "unsent": "",
    "rcv_nxt": "RCV.NXT",
    "rcv_wnd": "RCV.WND",
    "irs": "IRS",
    "unread": "",
    "delivered": "",
    "rto": "RTO",
    "srtt": "SRTT",
    "rttvar": "RTTVAR",
    "backoff": "",
    "snd_mss": "SMSS",
    "cwnd": "cwnd",
    "ssthresh": "ssthresh",
    "recover": "recover",
    "dupacks": "",
    "ca_state": "",
    "sacked": "",
    "lost": "",
    "snd_wl1": "SND.WL1",
    "snd_wl2": "SND.WL2",
}
_GROUPS = {
    "sending": ("snd_una", "snd_nxt", "snd_wnd", "snd_wl1", "snd_wl2", "flight", "unsent", "iss"),
    "receiving": ("rcv_nxt", "rcv_wnd", "unread", "delivered", "irs"),
    "timing": ("rto", "srtt", "rttvar", "backoff", "snd_mss"),
    "congestion": ("cwnd", "ssthresh", "dupacks", "ca_state", "recover", "sacked", "lost"),
}
_FIRST = frozenset({"snd_nxt", "unsent", "rcv_nxt", "unread", "delivered"})
_ADVANCED = frozenset({"snd_wl1", "snd_wl2", "ca_state", "recover", "sacked", "lost"})
# Shown only where they are in use.
_CONGESTION = frozenset({"cwnd", "ssthresh", "dupacks", "ca_state"})
_RECOVERY = frozenset({"recover", "sacked", "lost"})
_OWN = frozenset({"snd_una", "snd_nxt", "iss", "snd_wl2", "recover"})
_PEERS = frozenset({"rcv_nxt", "irs", "snd_wl1"})
_TIMES = frozenset({"rto", "srtt", "rttvar"})
_UNMET = (State.CLOSED, State.LISTEN)
# What a host that has no peer knows; and what it knows only until it has met one.
_ALWAYS = frozenset({"unsent", "unread", "delivered"})
_BEFORE = frozenset({"snd_mss", "rto"})


def numbers_at(trace: Trace, t: int, naming: Naming, detail: str = "course") -> Numbers:
    """Both hosts at ``t``, in a level of detail (first, course, advanced)."""
    left, right = trace.hosts
    groups = []
    for key, fields in _GROUPS.items():
        rows = tuple(
            _row(trace, t, field, naming, by_words=detail == "first")
            for field in fields
            if _belongs(field, detail, trace, t)
        )
        if rows:
            groups.append(Group(key, naming.say(f"numbers.{key}"), rows))
    return Numbers(
        (naming.host(left.name), naming.host(right.name)),
        (naming.state(trace.state(left.name, t)), naming.state(trace.state(right.name, t))),
        tuple(groups),
        timer_rows(trace, t, naming),
        ((), ()) if detail == "first" else _formulas(trace, t, naming),
    )


def _formulas(trace: Trace, t: int, naming: Naming) -> tuple[tuple[Formula, ...], tuple[Formula, ...]]:
    left, right = (formulas(trace, host.name, t, naming) for host in trace.hosts)
    return left, right


def _belongs(field: str, detail: str, trace: Trace, t: int) -> bool:
    """Whether a level shows a variable; those of congestion control only where there is any."""
    if detail == "first":
        return field in _FIRST
    if field in _ADVANCED and detail != "advanced":
        return False
    if field not in _CONGESTION and field not in _RECOVERY:
        return True
    samples = [sample for host in trace.hosts if (sample := trace.sample(host.name, t)) is not None]
    if field in _CONGESTION:
        return any(sample.tcb.cwnd is not None for sample in samples)
    return any(getattr(sample.tcb, field) for sample in samples)


def _row(trace: Trace, t: int, field: str, naming: Naming, *, by_words: bool) -> Variable:
    left, right = (_cell(trace, host.name, t, field, naming) for host in trace.hosts)
    words = naming.say(f"numbers.{field}")
    return Variable(field, words if by_words else _NAMES[field] or words, words, left, right)


def _cell(trace: Trace, host: str, t: int, field: str, naming: Naming) -> Cell:
    step = trace.step_at(t)
    before = trace.moments[step - 1] - 1 if step else -1
    now, earlier = (_value(trace, host, moment, field, naming) for moment in (t, before))
    return Cell(now, now not in (earlier, NOTHING))


def _is_over(trace: Trace, host: str, t: int) -> bool:
    """Whether a host that is CLOSED at ``t`` had a connection before, of which nothing is left."""
    if trace.state(host, t) is not State.CLOSED:
        return False
    return any(state not in _UNMET for at, state in trace.state_changes(host) if at <= t)


def _value(trace: Trace, host: str, t: int, field: str, naming: Naming) -> str:
    if field == "delivered":
        return f"{trace.delivered(host, t)} B"
    sample = trace.sample(host, t)
    if sample is None:
        return NOTHING
    tcb: TcbSnapshot = sample.tcb
    if tcb.state in _UNMET and field not in _ALWAYS and (field not in _BEFORE or _is_over(trace, host, t)):
        return NOTHING
    if field == "ca_state":
        return naming.say(f"ca.{tcb.ca_state}") if tcb.cwnd is not None else NOTHING
    value: int | None = getattr(tcb, field)
    if field in _OWN or field in _PEERS:
        owner = host if field in _OWN else trace.peer(host).name
        return naming.variable(value, owner, tcb.iss if field in _OWN else tcb.irs, host, t)
    if value is None:
        return NOTHING
    if field in _TIMES:
        return naming.duration(value)
    return str(value) if field in ("backoff", "dupacks") else f"{value} B"
