"""Which of the due timers led to which effect."""

from __future__ import annotations

from tcpanim.tcp.io import Arm, Disarm, Judged, Timer, Transmit
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.stack import Tagged
from tcpanim.trace.builder import TraceBuilder

# Where two timers of one connection run out at one instant, these effects tell which of them is at work.
_SIGNS = {
    Reason.RETRANSMISSION_TIMEOUT: Timer.RETRANSMISSION,
    Reason.ACK_DELAY_OVER: Timer.DELAYED_ACK,
    Reason.WINDOW_PROBE: Timer.PERSIST,
    Reason.TIME_WAIT_OVER: Timer.TIME_WAIT,
    Reason.KEEP_ALIVE_PROBE: Timer.KEEP_ALIVE,
    Reason.KEEP_ALIVE_GAVE_UP: Timer.KEEP_ALIVE,
    Reason.USER_TIMEOUT_OVER: Timer.USER_TIMEOUT,
    Reason.FIN_WAIT_2_OVER: Timer.FIN_WAIT_2,
}


def fire(builder: TraceBuilder, host: str, tagged: tuple[Tagged, ...], now: int) -> list[int]:
    """Record that the due timers of ``host`` ran out; for each effect the event of the timer that led to it.

    A due timer that another one stopped just before its turn did not run out; one that ran out and was then started
    and stopped again did.
    """
    first: dict[tuple[int | None, str], type] = {}
    for connection, effect in tagged:
        if isinstance(effect, Arm | Disarm):
            first.setdefault((connection, effect.timer.value), type(effect))
    stopped = {key for key, kind in first.items() if kind is Disarm}
    events: dict[int, dict[str, int]] = {}
    for index in builder.due(now, host):
        run = builder.timers[index]
        if (run.connection, run.timer) not in stopped:
            events.setdefault(run.connection, {})[run.timer] = builder.fired(now, index)
    at_work = {connection: next(iter(fired.values())) for connection, fired in events.items()}
    causes = []
    for connection, effect in tagged:
        assert connection is not None
        if isinstance(effect, Judged | Transmit) and effect.reason in _SIGNS:
            at_work[connection] = events[connection].get(_SIGNS[effect.reason].value, at_work[connection])
        causes.append(at_work[connection])
    return causes
