"""Why something happened: the walk back along the causes in the trace, to a call of an application or to a loss."""

from __future__ import annotations

from tcpanim.explain.happening import Happening, happenings
from tcpanim.explain.narrate import Sentence, main_sentence, origin_sentence
from tcpanim.i18n import Message
from tcpanim.trace.events import Event, EventKind, Fate, Flight
from tcpanim.trace.trace import STIMULI, Trace
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK

LONGEST = 8
"""So many links are told; what lies farther back explains little."""

_ENDS = (EventKind.CALL, EventKind.LOST, EventKind.DISCARDED, EventKind.CRASH, EventKind.BOOT)


def because(trace: Trace, event_id: int) -> tuple[Sentence, ...]:
    """The chain of causes of an event, one sentence a link, the nearest first.

    For a segment that was sent, the first link is the rule that made it leave. A repetition is led back to the loss
    behind it where there was one, everything else to the call of an application. At most LONGEST links.
    """
    event = trace.event(event_id)
    links: list[Sentence] = []
    seen: set[int] = set()
    if event.kind is EventKind.SENT and event.reason is not None and event.row is not None:
        links.append(_rule_of(trace, event))
    at: Event | None = event
    asked: str | None = None
    while at is not None and len(links) < LONGEST:
        root = _stimulus(trace, at)
        if root.id in seen:
            break
        seen.add(root.id)
        one = _happening(trace, root)
        if one is None:
            break
        if one.timer is not None and one.timer.timer == asked and root.cause is not None:
            at = trace.event(root.cause)  # the same question was asked before: once is enough
            continue
        asked = one.timer.timer if one.timer is not None and one.timer.timer == "keep-alive" else None
        links.append(main_sentence(one))
        origin = origin_sentence(one)
        if origin is not None:
            links.append(origin)
        if root.kind in _ENDS or (one.flight is not None and one.flight.injected):
            break
        loss = _loss_behind(trace, one)
        at = loss if loss is not None else trace.event(root.cause) if root.cause is not None else None
    return tuple(links)


def _rule_of(trace: Trace, event: Event) -> Sentence:
    """The rule by which a segment left; a copy was made by the network."""
    assert event.row is not None
    flight = trace.flights[event.row]
    if flight.copy_of is not None:
        return Sentence(Message("reason.copied"), None, (), flight.sender, (event.id,), (flight.id,))
    rules = () if event.rule is None else (event.rule,)
    return Sentence(Message(f"reason.{event.reason}"), None, rules, flight.sender, (event.id,), (flight.id,))


def _stimulus(trace: Trace, event: Event) -> Event:
    """The stimulus at the same instant from which ``event`` follows; the event itself where there is none."""
    while event.kind not in STIMULI and event.cause is not None and trace.event(event.cause).t == event.t:
        event = trace.event(event.cause)
    return event


def _happening(trace: Trace, root: Event) -> Happening | None:
    return next((one for one in happenings(trace, root.t) if one.root.id == root.id), None)


def _loss_behind(trace: Trace, one: Happening) -> Event | None:
    """What was lost when a retransmission timer runs out: the segment that is repeated, or its acknowledgment."""
    repeated = next((flight for flight in one.sent if flight.retransmission), None)
    if repeated is None or one.root.kind is not EventKind.FIRED:
        return None
    earlier = _earlier_transmission(trace, repeated)
    if earlier is None:
        return None
    if earlier.fate is not Fate.DELIVERED:
        return _end_of(trace, earlier)
    return next((_end_of(trace, flight) for flight in _lost_answers(trace, earlier, repeated)), None)


def _earlier_transmission(trace: Trace, repeated: Flight) -> Flight | None:
    """The transmission before ``repeated`` of the same numbers."""
    for flight in reversed(trace.flights[: repeated.id - 1]):
        if (
            flight.sender == repeated.sender
            and flight.connection == repeated.connection
            and flight.segment.seq == repeated.segment.seq
            and flight.segment.length
            and flight.copy_of is None
        ):
            return flight
    return None


def _lost_answers(trace: Trace, earlier: Flight, repeated: Flight) -> list[Flight]:
    """The acknowledgments of ``earlier`` that were lost before ``repeated`` left."""
    end = seq.add(earlier.segment.seq, earlier.segment.length)
    return [
        flight
        for flight in trace.flights[earlier.id : repeated.id]
        if flight.sender == earlier.receiver
        and flight.segment.flags & ACK
        and seq.ge(flight.segment.ack, end)
        and flight.fate is not Fate.DELIVERED
        and flight.ended <= repeated.sent
    ]


def _end_of(trace: Trace, flight: Flight) -> Event | None:
    """The event in which a segment was lost or discarded."""
    for event in trace.events_between(flight.ended - 1, flight.ended):
        if event.kind in (EventKind.LOST, EventKind.DISCARDED) and event.row == flight.id - 1:
            return event
    return None
