"""Faults that a lecturer has up the sleeve: what goes wrong next, chosen live, unseen until it happens.

Each is edits of what lies ahead of the moment shown, so that the run up to there stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tcpanim.scenario import edits
from tcpanim.scenario.edits import Edit
from tcpanim.scene.clock import base_delay
from tcpanim.scene.same_segment import key_of
from tcpanim.scene.what_if import copy_after, is_up
from tcpanim.sim.damage import wire_size
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.units import S

NAMES = ("lose-ack", "lose-data", "swap", "duplicate", "delay", "crash", "reboot", "cut", "close")
"""In the order of their keys, Ctrl+1 and so on."""
DOWN = S
"""A host that reboots is away for so long (ns)."""


def sleeve_edits(trace: Trace, t: int, name: str) -> tuple[Edit, ...]:
    """The edits that make that happen after ``t``; () where nothing is left for it to happen to."""
    return _MADE[name](trace, t)


def _ahead(trace: Trace, t: int) -> Iterator[Flight]:
    """What hosts send after ``t`` and would arrive."""
    for flight in trace.flights[trace.sent_count(t) :]:
        if flight.copy_of is None and not flight.injected and flight.fate is not Fate.DROPPED:
            yield flight


def _losable(trace: Trace, t: int) -> Iterator[Flight]:
    """What can be lost after ``t``: first what is under way then, as long as it has not come to where it would be."""
    for flight in sorted(trace.in_flight(t)):
        loss = (flight.left + flight.due) // 2
        ours = flight.copy_of is None and not flight.injected and flight.by is None and flight.fate is Fate.DELIVERED
        if ours and loss > t and _is_regular(trace, flight):
            yield flight
    yield from _ahead(trace, t)


def _is_regular(trace: Trace, flight: Flight) -> bool:
    """Whether it takes as long as each of its size: so does one that is lost, and an audience must see no jump."""
    rate = trace.wire.rate.get(flight.sender or "")
    size = wire_size(flight.segment, flight.src.host)
    takes = -(-size * 8 * S // rate) if rate is not None else 0
    return flight.due == flight.left + takes + trace.wire.delay_at(flight.sender or "", flight.sent)


def _of(trace: Trace, flight: Flight | None, make: Callable[[str, int], Edit]) -> tuple[Edit, ...]:
    key = key_of(trace, flight.id) if flight is not None else None
    return (make(key.sender, key.nth),) if key is not None else ()


def _lose_ack(trace: Trace, t: int) -> tuple[Edit, ...]:
    return _of(trace, next((one for one in _losable(trace, t) if one.segment.kind == "ACK"), None), edits.drop)


def _lose_data(trace: Trace, t: int) -> tuple[Edit, ...]:
    return _of(trace, next((one for one in _losable(trace, t) if one.segment.data), None), edits.drop)


def _swap(trace: Trace, t: int) -> tuple[Edit, ...]:
    """The first of two that follow each other closely from the same host comes in behind the second."""
    delay = base_delay(trace)
    ahead = list(_ahead(trace, t))
    for index, first in enumerate(ahead):
        second = next((one for one in ahead[index + 1 :] if one.sender == first.sender), None)
        if second is not None and second.sent - first.sent < delay:
            by = second.left - first.left + delay // 4
            return _of(trace, first, lambda host, nth, by=by: edits.delay(host, nth, by))  # type: ignore[misc]
    return ()


def _duplicate(trace: Trace, t: int) -> tuple[Edit, ...]:
    after = copy_after(trace)
    return _of(trace, next(_ahead(trace, t), None), lambda host, nth: edits.duplicate(host, nth, after))


def _delay(trace: Trace, t: int) -> tuple[Edit, ...]:
    by = 3 * base_delay(trace)
    return _of(trace, next(_ahead(trace, t), None), lambda host, nth: edits.delay(host, nth, by))


def _soon(trace: Trace, t: int) -> int:
    """A little later: what is in flight is still on its way."""
    return t + base_delay(trace) // 3


def _victim(trace: Trace, t: int) -> str | None:
    """The host that can go down: the one on the right, the server, where it is up."""
    return next((host.name for host in reversed(trace.hosts) if is_up(trace, host.name, t)), None)


def _crash(trace: Trace, t: int) -> tuple[Edit, ...]:
    host = _victim(trace, t)
    return (edits.call(_soon(trace, t), host, "crash"),) if host is not None else ()


def _reboot(trace: Trace, t: int) -> tuple[Edit, ...]:
    host = _victim(trace, t)
    if host is None:
        return ()
    soon = _soon(trace, t)
    return edits.call(soon, host, "crash"), edits.call(soon + DOWN, host, "boot")


def _cut(trace: Trace, t: int) -> tuple[Edit, ...]:
    soon = _soon(trace, t)
    return (edits.cut(soon),) if next(_ahead(trace, soon), None) is not None else ()


def _close(trace: Trace, t: int) -> tuple[Edit, ...]:
    for host in trace.hosts:
        if trace.state(host.name, t) in (State.ESTABLISHED, State.CLOSE_WAIT):
            return (edits.call(_soon(trace, t), host.name, "close"),)
    return ()


_MADE: dict[str, Callable[[Trace, int], tuple[Edit, ...]]] = {
    "lose-ack": _lose_ack,
    "lose-data": _lose_data,
    "swap": _swap,
    "duplicate": _duplicate,
    "delay": _delay,
    "crash": _crash,
    "reboot": _reboot,
    "cut": _cut,
    "close": _close,
}
