"""Why something happened: the walk back along the causes in the trace, to a call of an application or to a loss."""

from __future__ import annotations

from tcpanim.explain.happening import Happening, happenings
from tcpanim.explain.narrate import Sentence, main_sentence, origin_sentence
from tcpanim.explain.values import Duration, HostName, SegmentLabel, StateName
from tcpanim.i18n import Message
from tcpanim.trace.events import Event, EventKind, Fate, Flight, Sample, TimerRun
from tcpanim.trace.trace import STIMULI, Trace
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK

LONGEST = 8
"""So many links are told; what lies farther back explains little."""

_ENDS = (EventKind.CALL, EventKind.SKIPPED, EventKind.LOST, EventKind.DISCARDED, EventKind.CRASH, EventKind.BOOT)


def because(trace: Trace, event_id: int, most: int = LONGEST) -> tuple[Sentence, ...]:
    """The chain of causes of an event, one sentence a link, the nearest first.

    For a segment that was sent, the first link is the rule that made it leave. A repetition is led back to the loss
    behind it where there was one, everything else to the call of an application. With ``most`` links or a few more the
    walk ends.
    """
    event = trace.event(event_id)
    links: list[Sentence] = []
    seen: set[int] = set()
    by_rule = event.kind is EventKind.SENT and event.reason is not None and event.row is not None
    # Of a timeout's repetition the timer's own sentences tell more than the rule by itself.
    if by_rule and event.reason != "retransmission-timeout":
        links.append(_rule_of(trace, event))
    at: Event | None = event
    asked: str | None = None
    while at is not None and len(links) < most:
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
        if one.timer is not None and one.timer.timer == "retransmission":
            repetition = _repetition(trace, one)
            links += repetition
            if repetition and _ends_there(trace, repetition[-1]):
                break
            if repetition:
                at = trace.event(root.cause) if root.cause is not None else None
                continue
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


def _repetition(trace: Trace, one: Happening) -> list[Sentence]:
    """Why a retransmission timer sent something again: it ran out, it had been started, nothing stopped it."""
    repeated = next((flight for flight in one.sent if flight.retransmission), None)
    run = one.timer
    if repeated is None or run is None:
        return []
    links = [main_sentence(one), _start_of(trace, run, repeated)]
    earlier = _earlier_transmission(trace, repeated)
    lost = earlier if earlier is not None and earlier.fate is not Fate.DELIVERED else None
    if earlier is not None and lost is None:
        lost = next(iter(_lost_answers(trace, earlier, repeated)), None)
    end = _end_of(trace, lost) if lost is not None else None
    if lost is None or end is None:
        return links
    links.append(_loss(lost, end, itself=lost is earlier))
    return links


def _start_of(trace: Trace, run: TimerRun, repeated: Flight) -> Sentence:
    """When and why the timer was started that has run out."""
    begun = trace.event(run.event)
    root = _stimulus(trace, begun)
    earlier = _earlier_transmission(trace, repeated)
    rules: tuple[str, ...]
    if root.kind is EventKind.FIRED:
        before = _happening(trace, root)
        fired = before.timer if before is not None else None
        if fired is not None and run.deadline - run.armed < 2 * (fired.deadline - fired.armed):
            key, rules = "why.timer-again", ("RFC 6298 §2.5", "RFC 6298 §5.6")
        else:
            key, rules = "why.timer-doubled", ("RFC 6298 §5.5", "RFC 6298 §5.6")
    elif earlier is not None and earlier.sent == run.armed:
        key, rules = "why.timer-started", ("RFC 6298 §5.1",)
    else:
        key, rules = "why.timer-restarted", ("RFC 6298 §5.3",)
    args = {"host": HostName(run.host), "elapsed": Duration(run.deadline - run.armed)}
    return Sentence(Message(key, args), Message(f"{key}-why"), rules, run.host, (run.event,))


def _loss(lost: Flight, end: Event, *, itself: bool) -> Sentence:
    """What was lost so that nothing stopped the timer."""
    assert lost.sender is not None
    args = {"segment": SegmentLabel(lost.id), "host": HostName(lost.sender)}
    what = "itself" if itself else "answer"
    happened = "lost" if end.kind is EventKind.LOST else str(lost.fate)
    why = "why.pure-ack" if not itself and lost.segment.kind == "ACK" else "why.nobody-told"
    if happened != "lost":
        why = "why.as-if-lost"
    return Sentence(Message(f"why.{what}-{happened}", args), Message(why, args), (), None, (end.id,), (lost.id,))


def _ends_there(trace: Trace, link: Sentence) -> bool:
    return trace.event(link.events[0]).kind in (EventKind.LOST, EventKind.DISCARDED)


# ---- why a timer runs, why a state or a value holds ---------------------------------------------------------------


def because_timer(trace: Trace, run: TimerRun) -> tuple[Sentence, ...]:
    """Why a timer runs: what it is for, and what started it."""
    args = {
        "host": HostName(run.host),
        "timer": Message(f"why.name-{run.timer}"),
        "length": Duration(run.deadline - run.armed),
    }
    first = Sentence(
        Message("why.runs", args), Message(f"why.timer-{run.timer}"), _TIMER_RULES[run.timer], run.host, (run.event,)
    )
    return (first, *_from(trace, run.event))


_TIMER_RULES = {
    "retransmission": ("RFC 6298 §5",),
    "delayed-ack": ("RFC 9293 §3.8.6.3",),
    "persist": ("RFC 9293 §3.8.6.1",),
    "keep-alive": ("RFC 9293 §3.8.4",),
    "user-timeout": ("RFC 9293 §3.9.1.1",),
    "time-wait": ("RFC 9293 §3.6.1",),
    "fin-wait-2": ("RFC 9293 §3.6.1",),
    "tlp": ("RFC 8985 §7",),
    "reorder": ("RFC 8985 §6.2",),
}


def because_state(trace: Trace, host: str, t: int) -> tuple[Sentence, ...]:
    """Why a host is in its state at ``t``; () while it is still CLOSED as in the beginning."""
    newest = trace.newest_connection(host, t)
    rows = [row for row in trace.states if row.t <= t and row.host == host and row.connection == newest]
    if not rows:
        return ()
    row = rows[-1]
    args = {"host": HostName(host), "state": StateName(row.after), "before": StateName(row.before, gloss=False)}
    rules = (row.rule,) if row.rule else ()
    return (Sentence(Message("why.state", args), None, rules, host, (row.event,)), *_from(trace, row.event))


def because_value(trace: Trace, host: str, name: str, t: int) -> tuple[Sentence, ...]:
    """Why a variable (a field of TcbSnapshot) has its value at ``t``: what set it last; () before there is any.

    Where the engine has judged about this very number, its rule comes second.
    """
    newest = trace.newest_connection(host, t)
    found: Sample | None = None
    for sample in trace.samples:
        if sample.t > t:
            break
        mine = sample.host == host and sample.connection == newest
        if mine and (found is None or getattr(found.tcb, name) != getattr(sample.tcb, name)):
            found = sample
    if found is None:
        return ()
    args = {"host": HostName(host), "name": Message(f"numbers.{name}")}
    first = Sentence(Message("why.value", args), None, (), host, (found.event,))
    return (first, *_verdict_on(trace, name, found), *_from(trace, found.event))[:LONGEST]


# What verdicts call a variable that they do not call by its name.
_CALLED = {
    "backoff": "repetitions",
    "ca_state": "cwnd",
    "dupacks": "duplicates",
    "rcv_nxt": "expected",
    "rcv_wnd": "buffer",
    "reordering": "distance",
    "snd_una": "acknowledged",
    "snd_wnd": "window",
}


def _verdict_on(trace: Trace, name: str, sample: Sample) -> tuple[Sentence, ...]:
    """The last verdict on the variable ``name`` in the step that ended with ``sample``; () where there was none."""
    one = _happening(trace, _stimulus(trace, trace.event(sample.event)))
    called = _CALLED.get(name, name)
    for event in reversed(one.events if one is not None else ()):
        numbers = (number.rpartition("_")[0] for number in event.numbers or ())
        if event.kind is EventKind.JUDGED and called in numbers:
            rules = () if event.rule is None else (event.rule,)
            return (Sentence(Message(f"reason.{event.reason}"), None, rules, event.host, (event.id,)),)
    return ()


def _from(trace: Trace, event_id: int) -> tuple[Sentence, ...]:
    """The chain behind the stimulus that ``event_id`` follows from."""
    return because(trace, _stimulus(trace, trace.event(event_id)).id)[: LONGEST - 1]


def _stimulus(trace: Trace, event: Event) -> Event:
    """The stimulus at the same instant from which ``event`` follows; the event itself where there is none."""
    while event.kind not in STIMULI and event.cause is not None and trace.event(event.cause).t == event.t:
        event = trace.event(event.cause)
    return event


def _happening(trace: Trace, root: Event) -> Happening | None:
    return next((one for one in happenings(trace, root.t) if one.root.id == root.id), None)


def _loss_behind(trace: Trace, one: Happening) -> Event | None:
    """What was lost when something is sent again: the segment that is repeated, or its acknowledgment."""
    repeated = next((flight for flight in one.sent if flight.retransmission), None)
    if repeated is None:
        return None
    earlier = _earlier_transmission(trace, repeated)
    if earlier is None:
        return None
    if earlier.fate is not Fate.DELIVERED:
        return _end_of(trace, earlier)
    if one.root.kind is not EventKind.FIRED:
        return None
    return next((_end_of(trace, flight) for flight in _lost_answers(trace, earlier, repeated)), None)


def _earlier_transmission(trace: Trace, repeated: Flight) -> Flight | None:
    """The transmission before ``repeated`` of the same numbers."""
    for flight in map(trace.flight, range(repeated.id - 1, 0, -1)):
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
