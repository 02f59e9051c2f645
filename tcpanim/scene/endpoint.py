"""What an endpoint shows of itself at t."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tcpanim.scene.backlog import Backlog, backlogs
from tcpanim.scene.clock import StoryMap, short_time
from tcpanim.scene.names import NOTHING, Naming
from tcpanim.scene.same_call import calls_of_step, is_made
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State
from tcpanim.trace.events import CallRow, EventKind
from tcpanim.trace.trace import Trace

TURN_SECONDS = 0.16  # how long before its state changes the chip begins to turn away


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A variable: its name in the RFC, its name in words, its value as shown, whether this step changed it."""

    name: str
    words: str
    value: str
    changed: bool


@dataclass(frozen=True, slots=True)
class TimerDial:
    """A running timer: the share of its time that is left (1 to 0), and the times in words."""

    timer: str
    label: str
    left: float
    remaining: str
    total: str


@dataclass(frozen=True, slots=True)
class EndpointView:
    """One endpoint at one moment.

    ``side``: left or right. ``before``: the spelling of the state it had before this step, "" if it kept it. ``turn``:
    how far the chip has turned away from the reader, 0 to 1 just before its other side shows the next state.
    ``calls``: what the application calls in this step, or leaves out (``idle``: it leaves out all of them); ``error``:
    what it is told in this step. ``down``: the host has crashed. ``unread``, ``unsent``: bytes in its buffers.
    ``hidden``: masked; only its name and address are known. ``backlogs``: the listener's queues.
    """

    host: str
    side: str
    label: str
    address: str
    state: State
    state_text: str
    gloss: str
    before: str
    turn: float
    rows: tuple[NumberRow, ...]
    timers: tuple[TimerDial, ...]
    calls: tuple[str, ...]
    error: str
    down: bool
    unread: int
    unsent: int
    idle: bool = False
    hidden: bool = False
    backlogs: tuple[Backlog, ...] = ()


# Variables by level: (field, name, words' key). Those of the peer's numbers are marked.
_NUMBERS = {
    "snd_una": ("SND.UNA", "variable.snd_una", False),
    "snd_nxt": ("SND.NXT", "variable.snd_nxt", False),
    "rcv_nxt": ("RCV.NXT", "variable.rcv_nxt", True),
}
_SIZES = {"snd_wnd": ("SND.WND", "variable.snd_wnd"), "rcv_wnd": ("RCV.WND", "variable.rcv_wnd")}
LEVELS = {
    "first": ("snd_nxt", "rcv_nxt"),
    "course": ("snd_una", "snd_nxt", "rcv_nxt", "rcv_wnd"),
    "advanced": ("snd_una", "snd_nxt", "snd_wnd", "rcv_nxt", "rcv_wnd"),
}

_ORDER = ("snd_una", "snd_nxt", "snd_wnd", "rcv_nxt", "rcv_wnd")


def number_rows(trace: Trace, host: str, t: int, naming: Naming, detail: str) -> tuple[NumberRow, ...]:
    """The variables of ``host`` at ``t`` for a level of detail (first, course, advanced).

    A window that limits somebody is among them on every level, at both ends.
    """
    now, before = trace.sample(host, t), trace.sample_before(host, t)
    rows = []
    fields = LEVELS[detail]
    limits, limited = host in naming.small_windows, trace.peer(host).name in naming.small_windows
    extra = {"rcv_wnd": limits, "snd_wnd": limited}
    fields = tuple(field for field in _ORDER if field in fields or extra.get(field, False))
    for field in fields:
        name, key = (_NUMBERS[field] if field in _NUMBERS else _SIZES[field])[:2]
        value = _value(trace, host, t, field, now.tcb if now else None, naming)
        changed = now is not None and (before is None or getattr(before.tcb, field) != getattr(now.tcb, field))
        rows.append(NumberRow(name, naming.say(key), value, changed and value != NOTHING))
    return tuple(rows)


def _value(trace: Trace, host: str, t: int, field: str, tcb: TcbSnapshot | None, naming: Naming) -> str:
    if tcb is None or tcb.state in (State.CLOSED, State.LISTEN):
        return NOTHING
    value: int | None = getattr(tcb, field)
    if field in _SIZES:
        return NOTHING if value is None else str(value)
    of_peer = _NUMBERS[field][2]
    owner = trace.peer(host).name if of_peer else host
    return naming.variable(value, owner, tcb.irs if of_peer else tcb.iss, host, t)


def timer_dials(trace: Trace, host: str, t: int, naming: Naming) -> tuple[TimerDial, ...]:
    """The timers that run at ``host``, the next to fire first."""
    dials = []
    for run in trace.running_timers(host, t):
        total = max(run.deadline - run.armed, 1)
        left = max(run.deadline - t, 0)
        label = naming.timer(run.timer)
        dials.append(TimerDial(run.timer, label, left / total, short_time(left), naming.duration(total)))
    return tuple(dials)


def endpoint_view(trace: Trace, host: str, t: int, naming: Naming, time: StoryMap, detail: str) -> EndpointView:
    """``host`` at ``t``."""
    info = trace.host(host)
    state = trace.state(host, t)
    step = trace.step_at(t)
    since = trace.moments[step - 1] if step else 0
    before = trace.state(host, since - 1)
    changed = before is not state
    sample = trace.sample(host, t)
    events = trace.events_at(t)
    told = [event for event in events if event.kind is EventKind.ERROR and event.host == host]
    rows = [trace.errors[event.row] for event in told if event.row is not None]
    error = naming.say("stage.error", error=naming.error(rows[-1].error)) if rows else ""
    calls = [row for row in calls_of_step(trace, t) if row.host == host]
    return EndpointView(
        host,
        "left" if info is trace.hosts[0] else "right",
        naming.host(host),
        f"{info.address}:{info.port}" if ":" not in info.address else f"[{info.address}]:{info.port}",
        state,
        naming.state(state),
        naming.gloss(state),
        naming.state(before) if changed else "",
        turn(trace, host, t, time),
        number_rows(trace, host, t, naming, detail),
        timer_dials(trace, host, t, naming),
        _said_once(call_text(trace, row, naming) for row in calls),
        error,
        trace.is_down(host, t),
        sample.tcb.unread if sample else 0,
        sample.tcb.unsent if sample else 0,
        idle=bool(calls) and not any(map(is_made, calls)),
        backlogs=backlogs(trace, host, t, naming),
    )


def endpoint_later(trace: Trace, view: EndpointView, t: int, naming: Naming, time: StoryMap) -> EndpointView:
    """``view`` as it is at ``t``, in the same step: timers have run on, the chip may have begun to turn."""
    turned, timers = turn(trace, view.host, t, time), timer_dials(trace, view.host, t, naming)
    if turned == view.turn and timers == view.timers:
        return view
    return replace(view, turn=turned, timers=timers)


def _said_once(calls: Iterable[str]) -> tuple[str, ...]:
    """The same call several times over is said once, with its count."""
    counts = Counter(calls)
    return tuple(text if count == 1 else f"{text} ×{count}" for text, count in counts.items())


def turn(trace: Trace, host: str, t: int, time: StoryMap) -> float:
    """How far the state's chip has turned: it begins shortly before a change, so that the change itself is exact."""
    changes = trace.state_changes(host)
    index = bisect_right(changes, t, key=lambda change: change[0])
    if index == len(changes) or time.shortened_at(t) is not None:
        return 0.0
    ahead = time.to_screen(changes[index][0]) - time.to_screen(t)
    return max(0.0, 1 - ahead / TURN_SECONDS)


def _state_at(trace: Trace, row: CallRow) -> State:
    """The state of the connection that is called, when the call comes; more may have happened at that instant."""
    state = State.CLOSED
    for change in trace.states:
        if change.event >= row.event:
            break
        if change.host == row.host and change.connection == row.connection:
            state = change.after
    return state


_MARKS = frozenset({"listen", "unlisten", "accept", "open", "exit", "abort", "crash", "boot"})


def call_text(trace: Trace, row: CallRow, naming: Naming) -> str:
    """A call of an application in words; of one that is left out they say so."""
    words = call_words(trace, row, naming)
    return words if is_made(row) else naming.say("call.skipped", call=words)


def call_words(trace: Trace, row: CallRow, naming: Naming) -> str:
    """A call of an application in words, whether it is made or not."""
    name, argument = row.call, row.argument
    if name == "close":
        # The books' names for it depend on who comes first.
        passive = _state_at(trace, row) is State.CLOSE_WAIT
        return naming.say("call.close_passive" if passive else "call.close_active")
    if name == "send":
        return naming.say("call.send", size=f"{_bytes(argument)} B")
    if name in ("read", "receive"):
        if argument in ("on", "off"):
            return naming.say(f"call.read_{argument}")
        if isinstance(argument, int):
            return naming.say("call.read", size=f"{argument} B")
        return naming.say("call.read_all")
    if name == "set":
        option = next(iter(argument)) if isinstance(argument, dict) else argument
        return naming.say("call.set", option=str(option))
    return naming.say(f"call.{name}") if name in _MARKS else name


def _bytes(argument: object) -> int:
    """How many bytes a send hands over; the record has their number or the text itself."""
    if isinstance(argument, int):
        return argument
    return len(argument.encode()) if isinstance(argument, str) else 0
