"""What happens at a moment, in sentences: what, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tcpanim.explain.case import ALL, FIRST, RULE, Case
from tcpanim.explain.cases import case_of
from tcpanim.explain.happening import Happening, happenings
from tcpanim.explain.values import (
    Duration,
    HostName,
    InitialNumber,
    SegmentLabel,
    SeqNumber,
    Size,
    StateName,
)
from tcpanim.i18n import Message
from tcpanim.tcp.config import KNOBS
from tcpanim.trace.events import EventKind, Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.units import format_time
from tcpanim.wire import seq
from tcpanim.wire.segment import SYN

# Cases that are told once, with their number, when one instant has several of them at one host.
TOGETHER = {
    "data": "data.many",
    "data-out-of-order": "data-out-of-order.many",
    "acked": "acked.many",
    "acked-part": "acked.many",
    "acked-sends": "acked-sends.many",
    "acked-sends-many": "acked-sends.many",
    "ack-duplicate": "ack-duplicate.many",
    "stray": "stray.many",
    "lost-data": "lost.many",
    "lost-queue": "lost-queue.many",
    "lost-cut": "lost-cut.many",
    "lost-ack": "lost.many",
}

MOST = 6
"""So many things are told of one instant; nobody reads more."""


@dataclass(frozen=True)
class Sentence:
    """One thing that happens. ``what`` is always shown, ``why`` on demand; ``rules`` are RFC sections.

    ``host``: whose doing it is, None for the network's. ``events`` and ``flights`` are the ids of what it speaks of.
    """

    what: Message
    why: Message | None
    rules: tuple[str, ...]
    host: str | None
    events: tuple[int, ...] = ()
    flights: tuple[int, ...] = ()


def narrate(trace: Trace, t: int) -> tuple[Sentence, ...]:
    """The sentences of the last step at or before ``t``, in the order in which it happened."""
    told: list[Sentence] = []
    found = happenings(trace, t)
    if not found:
        return (Sentence(Message("say.start"), None, (), None),)
    index = things = 0
    while index < len(found):
        if things == MOST:
            told.append(Sentence(Message("say.more", {"n": len(found) - index}), None, (), None))
            break
        things += 1
        one = found[index]
        case = case_of(one)
        same = _run_of_same(found, index, case)
        if case is not None and len(same) > 1:
            told.append(_together(same, case))
        else:
            told.extend(_tell(one, case))
        index += len(same)
    return tuple(told)


def main_sentence(one: Happening) -> Sentence:
    """The one sentence that says most about a happening."""
    return _main(one, case_of(one), arguments(one))


def _run_of_same(found: tuple[Happening, ...], index: int, case: Case | None) -> tuple[Happening, ...]:
    """The happenings from ``index`` on that can be told together."""
    first = found[index]
    if case is None or case.key not in TOGETHER or first.changes:
        return (first,)
    end = index + 1
    while end < len(found) and found[end].host == first.host and not found[end].changes:
        other = case_of(found[end])
        if other is None or TOGETHER.get(other.key) != TOGETHER[case.key]:
            break
        end += 1
    return found[index:end]


def _together(same: tuple[Happening, ...], case: Case) -> Sentence:
    args = arguments(same[-1])
    sizes = (len(one.flight.segment.data) for one in same if one.flight is not None)
    sent = sum(one.sent_bytes for one in same)
    args |= {"n": len(same), "bytes": Size(sum(sizes)), "sent_bytes": Size(sent)}
    last = case_of(same[-1]) or case
    why = _why(same[-1], last, args)
    return Sentence(
        Message(f"say.{TOGETHER[case.key]}", args),
        why,
        _rules(same[-1], last),
        same[-1].actor,
        tuple(event.id for one in same for event in one.events),
        tuple(number for one in same for number in _flights(one)),
    )


def _tell(one: Happening, case: Case | None) -> tuple[Sentence, ...]:
    args = arguments(one)
    origin = origin_sentence(one)
    told = [_main(one, case, args)] if origin is None else [origin, _main(one, case, args)]
    if case is not None:
        rest = () if case.tells == ALL else one.sent[1:] if case.tells == FIRST else one.sent
        if rest:
            told.append(_also(one, rest, args))
    if case is not None and "sends-DATA" in case.needs and {"sends-FIN", "moves"} & one.marks == {"sends-FIN"}:
        told.append(_further(one, "fin-too", args))  # the sentence about the data has not spoken of it
    if "r1-reached" in one.marks:
        told.append(_further(one, "r1-reached", args))
    if "buffer-grown" in one.marks:
        told.append(_further(one, "buffer-grown", args))
    if "scale-agreed" in one.marks:
        told.append(_further(one, "scale-agreed", args | _shifts_of(one)))
    if one.errors and not (case is not None and case.told):
        told.append(_further(one, "told", args))
    return tuple(told)


def _main(one: Happening, case: Case | None, args: dict[str, Any]) -> Sentence:
    what = Message(f"say.{case.key}" if case is not None else f"say.event-{one.root.kind}", args)
    why = _why(one, case, args) if case is not None else None
    events = tuple(event.id for event in one.events)
    return Sentence(what, why, _rules(one, case), one.actor, events, _flights(one))


def _why(one: Happening, case: Case, args: dict[str, Any]) -> Message | None:
    """What stands behind it: the words of the case, or the rule of the engine that decided."""
    if case.why == RULE:
        told = [reason for reason in one.reasons if reason in case.needs] or one.reasons
        return Message(f"reason.{told[0]}", args) if told else None
    return Message(f"why.{case.why}", args) if case.why else None


def origin_sentence(one: Happening) -> Sentence | None:
    """What is odd about an arriving segment: that it was injected, doubled, or damaged and not found out."""
    flight = one.flight
    if flight is None or one.root.kind is not EventKind.ARRIVED:
        return None
    args = arguments(one)
    if flight.injected or flight.copy_of is not None:
        key = "injected" if flight.injected else "copied"
        why = Message(f"why.{key}", args)
    elif flight.received is not None and flight.received.ecn != flight.segment.ecn:
        key, why = "marked", Message("why.marked", args)
    elif flight.received is not None:
        key, why = "corrupted-accepted", None
    else:
        return None
    return Sentence(Message(f"say.{key}", args), why, (), one.host, (one.root.id,), (flight.id,))


def _also(one: Happening, rest: tuple[Flight, ...], args: dict[str, Any]) -> Sentence:
    args = args | {"segment": SegmentLabel(rest[0].id), "n": len(rest)}
    key = "also-sends" if len(rest) == 1 else "also-sends-many"
    return Sentence(
        Message(f"say.{key}", args),
        None,
        (),
        one.host,
        tuple(flight.event for flight in rest),
        tuple(flight.id for flight in rest),
    )


def _further(one: Happening, key: str, args: dict[str, Any]) -> Sentence:
    rules = tuple(event.rule for event in one.events if event.reason == key and event.rule)
    return Sentence(Message(f"say.{key}", args), None, rules, one.host, tuple(event.id for event in one.events))


def _shifts_of(one: Happening) -> dict[str, Any]:
    """By how much each side's window field is shifted from now on, as factors."""
    numbers = next(event.numbers for event in one.events if event.reason == "scale-agreed") or {}
    return {"own_factor": 1 << numbers["own_count"], "peer_factor": 1 << numbers["peer_count"]}


def _flights(one: Happening) -> tuple[int, ...]:
    own = () if one.flight is None else (one.flight.id,)
    return own + tuple(flight.id for flight in one.sent)


def _rules(one: Happening, case: Case | None) -> tuple[str, ...]:
    """The clauses behind it, at most two, each once.

    Of the changes of state, of what was sent and the verdicts that the sentence speaks of; else of the first verdict.
    What a mechanism's own RFC says tells more than RFC 9293, and that more than POSIX.
    """
    changed = [change.rule for change in one.changes]
    judged = [event for event in one.events if event.kind is EventKind.JUDGED]
    told = [event.rule for event in judged if case is not None and event.reason in case.needs]
    sent = [event.rule for event in one.events if event.kind is EventKind.SENT]
    first = [event.rule for event in judged[:1]]
    if one.root.kind is EventKind.DISCARDED and one.flight is not None and one.flight.fate is Fate.CORRUPTED:
        told.append("RFC 9293 §3.1")
    found = [rule for rule in changed + sent + told or first if rule]
    found.sort(key=lambda rule: (not rule.startswith("RFC "), rule.startswith("RFC 9293 ")))
    return tuple(dict.fromkeys(found))[:2]


def arguments(one: Happening) -> dict[str, Any]:
    """Everything that a sentence about ``one`` may speak of, by the names that the catalogues use."""
    args: dict[str, Any] = {
        "host": HostName(one.host),
        "peer": HostName(one.peer),
        "state": StateName(one.after),
        "before": StateName(one.before, gloss=False),
        "peer_state": StateName(one.peer_state, gloss=False),
        "port": one.trace.host(one.host).port,
        "n": len(one.sent),
        "bytes": Size(_size(one)),
        "sent_bytes": Size(one.sent_bytes),
        "delivered": Size(one.delivered),
        "mss": Size(_mss(one)),
        "window": Size(_window(one.trace, one.sent[-1]) if one.sent else 0),
        "rest": Size(one.sample.tcb.unsent if one.sample is not None else 0),
        "outstanding": Size(one.data_outstanding),
        "cwnd": Size(one.sample.tcb.cwnd or 0 if one.sample is not None else 0),
        "ssthresh": Size(one.sample.tcb.ssthresh or 0 if one.sample is not None else 0),
        "wait": Duration(one.armed.deadline - one.armed.armed if one.armed is not None else 0),
        "elapsed": Duration(one.timer.deadline - one.timer.armed if one.timer is not None else 0),
    }
    if one.timer is not None:
        args["timer"] = Message(f"timer-name.{one.timer.timer}")
    if one.errors:
        args["error"] = Message(f"error.{one.errors[0].name.lower()}")
    args |= _of_the_call(one) | _of_the_arrival(one) | _of_what_is_sent(one)
    return args


def _of_the_call(one: Happening) -> dict[str, Any]:
    call = one.call or one.skipped
    if call is None:
        return {}
    args: dict[str, Any] = {"call": Message(f"call-name.{call.call}")}
    if isinstance(call.result, int):
        args["taken"] = Size(call.result)
    if call.call == "set" and isinstance(call.argument, dict):
        name, value = next(iter(call.argument.items()))
        args["option"], args["value"] = name, _setting(name, value)
    return args


def _setting(name: str, value: Any) -> Any:
    """A value of the configuration as people write it; in traces it is a plain number."""
    kind = KNOBS[name]["kind"] if name in KNOBS else ""
    if value is None:
        return "off"
    if kind == "time":
        return Duration(value)
    if kind == "size":
        return Size(value)
    if kind == "share":
        return f"{value / 10_000:g} %"
    if kind == "keepalive":
        idle, interval, probes = value
        return f"{format_time(idle)} + {probes} × {format_time(interval)}"
    if kind == "challenge-limit":
        acks, per = value
        return f"{acks} / {format_time(per)}"
    return str(value)


def _of_the_arrival(one: Happening) -> dict[str, Any]:
    flight = one.flight
    if flight is None:
        return {}
    args: dict[str, Any] = {
        "arrived": SegmentLabel(flight.id),
        "arrived_numbers": SegmentLabel(flight.id, size=False),
        "got_window": Size(_window(one.trace, flight)),
        "address": flight.dst.host,
        "got_ack": SeqNumber(flight.receiver or one.host, flight.segment.ack, flight.id),
    }
    if flight.segment.flags & SYN:
        args["got_isn"] = InitialNumber(flight.id)
    return args


def _of_what_is_sent(one: Happening) -> dict[str, Any]:
    if not one.sent:
        return {}
    first, last = one.sent[0], one.sent[-1]
    end = seq.add(last.segment.seq, last.segment.length)
    args: dict[str, Any] = {
        "segment": SegmentLabel(first.id),
        "numbers": SegmentLabel(first.id, size=False),
        "last": SegmentLabel(last.id),
        "seq": SeqNumber(one.host, first.segment.seq, first.id),
        "next_seq": SeqNumber(one.host, end, last.id),
        "ack": SeqNumber(one.peer, first.segment.ack, first.id),
    }
    syn = next((flight for flight in one.sent if flight.segment.flags & SYN), None)
    if syn is not None:
        args["isn"] = InitialNumber(syn.id)
    if one.closing_ack is not None:
        args["since"] = SeqNumber(one.host, one.closing_ack.segment.seq, one.closing_ack.id)
        args["since_count"] = one.bytes_since
    return args


def _size(one: Happening) -> int:
    """The data that this is about: what the application writes, what arrives or is lost, else what is sent."""
    if one.call is not None:
        return one.asked
    if one.flight is not None:
        return len(one.flight.segment.data)
    return one.sent_bytes


def _mss(one: Happening) -> int:
    return one.sample.tcb.snd_mss if one.sample is not None else one.trace.host(one.peer).config.mss


def _window(trace: Trace, flight: Flight) -> int:
    """The window that a segment announces, scaled as both SYNs have said (RFC 7323 §2)."""
    window = flight.segment.window
    if flight.sender is None or flight.segment.flags & SYN or None in _shifts(trace):
        return window
    shift: int | None = None
    for other in trace.with_syn:
        if other.id > flight.id:
            break
        if other.injected or "window_scale" not in other.segment.options:
            continue
        if (other.src, other.dst) == (flight.src, flight.dst):
            shift = other.segment.options["window_scale"]
        elif (other.dst, other.src) == (flight.src, flight.dst) and shift is not None:
            break
    return window << (shift or 0)


def _shifts(trace: Trace) -> tuple[int | None, ...]:
    return tuple(host.config.window_scale for host in trace.hosts)
