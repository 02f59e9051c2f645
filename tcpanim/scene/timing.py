"""How a host came to its retransmission timeout: RFC 6298's formulas with this run's numbers; and the books' timers."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tcpanim.scene.endpoint import TimerDial, timer_dials
from tcpanim.scene.names import Naming
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.rto import GRANULARITY
from tcpanim.tcp.states import State
from tcpanim.trace.events import Event
from tcpanim.trace.trace import Trace
from tcpanim.units import MS

TEXTBOOK = ("retransmission", "persist", "keep-alive", "time-wait")
"""The four timers of the textbooks."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A line: what is computed, with the numbers filled in, and the rule that says so."""

    name: str
    text: str
    rule: str
    changed: bool


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer of both hosts; None: it is not armed there."""

    timer: str
    label: str
    left: TimerDial | None
    right: TimerDial | None


def timer_rows(trace: Trace, t: int, naming: Naming) -> tuple[TimerRow, ...]:
    """The four timers of the textbooks, whether armed or not, and behind them whatever else is armed."""
    left, right = ({dial.timer: dial for dial in timer_dials(trace, host.name, t, naming)} for host in trace.hosts)
    names = [*TEXTBOOK, *(name for name in dict.fromkeys((*left, *right)) if name not in TEXTBOOK)]
    return tuple(TimerRow(name, naming.timer(name), left.get(name), right.get(name)) for name in names)


# ---- RFC 6298


def formulas(trace: Trace, host: str, t: int, naming: Naming) -> tuple[Formula, ...]:
    """How the RTO of ``host`` at ``t`` came about; nothing where it has no connection."""
    sample, connection = trace.sample(host, t), trace.newest_connection(host, t)
    if sample is None or connection is None or sample.tcb.state in (State.CLOSED, State.LISTEN):
        return ()
    config, tcb = trace.host(host).config, sample.tcb
    events = trace.measurements.get((host, connection), ())
    count = bisect_right(events, t, key=lambda event: event.t)
    since = trace.moments[trace.step_at(t) - 1] if trace.step_at(t) else 0
    say = naming.say
    if not count:
        lines = [Formula("RTO", say("timing.initial", rto=naming.duration(config.rto_initial)), "RFC 6298 §2.1", False)]
        reached = min(config.rto_initial, config.rto_max)
    else:
        now, before = events[count - 1], events[count - 2] if count > 1 else None
        lines = list(_computed(now, before, config, naming, changed=now.t == since))
        reached = _number(now, "rto_ns", tcb.rto)
    if tcb.backoff and tcb.rto != reached:
        text = say("timing.doubled", n=tcb.backoff, rto=naming.duration(tcb.rto))
        earlier = trace.sample_before(host, t)
        changed = earlier is not None and earlier.tcb.backoff != tcb.backoff
        lines.append(Formula("RTO", text, "RFC 6298 §5.5", changed))
    return tuple(lines)


def _number(event: Event, name: str, otherwise: int) -> int:
    value = (event.numbers or {}).get(name)
    return value if isinstance(value, int) else otherwise


def _computed(
    now: Event, before: Event | None, config: TcpConfig, naming: Naming, *, changed: bool
) -> tuple[Formula, ...]:
    rtt, srtt, rttvar = (_number(now, f"{name}_ns", 0) for name in ("rtt", "srtt", "rttvar"))
    lines = [("R", naming.say("timing.measured", rtt=naming.duration(rtt)), "RFC 6298 §2")]
    linux = config.rto_floor == "variance"
    if before is None:
        lines.append(("SRTT", f"R = {_ms(srtt)} ms", "RFC 6298 §2.2"))
        if not linux:
            lines.append(("RTTVAR", f"R / 2 = {_ms(rttvar)} ms", "RFC 6298 §2.2"))
    elif linux:
        old = _number(before, "srtt_ns", 0)
        lines.append(("SRTT", f"7/8 × {_ms(old)} + 1/8 × {_ms(rtt)} = {_ms(srtt)} ms", "RFC 6298 §2.3"))
    else:
        old, deviation = _number(before, "srtt_ns", 0), _number(before, "rttvar_ns", 0)
        beta, alpha = 4 * _expected(rtt, srtt, old), 8 * _expected(rtt, srtt, old)
        lines.append((
            "RTTVAR",
            f"{beta - 1}/{beta} × {_ms(deviation)} + 1/{beta} × |{_ms(old)} − {_ms(rtt)}| = {_ms(rttvar)} ms",
            "RFC 6298 §2.3",
        ))  # fmt: skip
        lines.append((
            "SRTT",
            f"{alpha - 1}/{alpha} × {_ms(old)} + 1/{alpha} × {_ms(rtt)} = {_ms(srtt)} ms",
            "RFC 6298 §2.3",
        ))  # fmt: skip
    if linux:
        lines.append(("RTTVAR", naming.say("timing.largest", rttvar=naming.duration(rttvar)), "RFC 6298 §2.3"))
    floor = config.rto_min if linux else GRANULARITY
    variance = max(floor, 4 * rttvar)
    rto = srtt + variance
    lines.append(("RTO", f"{_ms(srtt)} + max({_ms(floor)}, 4 × {_ms(rttvar)}) = {_ms(rto)} ms", "RFC 6298 §2.3"))
    if not linux and rto < config.rto_min:
        lines.append(("RTO", naming.say("timing.at-least", rto=naming.duration(config.rto_min)), "RFC 6298 §2.4"))
    elif rto > config.rto_max:
        lines.append(("RTO", naming.say("timing.at-most", rto=naming.duration(config.rto_max)), "RFC 6298 §2.5"))
    return tuple(Formula(name, text, rule, changed) for name, text, rule in lines)


def _expected(rtt: int, srtt: int, old: int) -> int:
    """How many samples a round trip gives: alpha and beta are divided by it where timestamps measure often."""
    for count in range(1, 129):
        if ((8 * count - 1) * old + rtt) // (8 * count) == srtt:
            return count
    return 1


def _ms(ns: int) -> str:
    """A time in ms, without its unit, in as few digits as say it."""
    return f"{ns / MS:.3f}".rstrip("0").rstrip(".")
