"""Questions made from the run: which segment comes next, which state? Wrong choices are what students really think."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tcpanim.explain.typeset import host_in_text, typeset
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import spoken_at
from tcpanim.tcp.states import TRANSITIONS, State
from tcpanim.trace.events import Flight, StateChange
from tcpanim.trace.trace import Trace
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FIN, RST, SYN, Segment

WRONG = 2
"""So many wrong choices stand beside the right one."""
Namings = Mapping[str, Naming]
"""How things are written, by language; with one language the question has that one only."""


def ask_segment(trace: Trace, t: int, namings: Namings) -> Ask | None:
    """What does the next segment after ``t`` look like? None where no host sends any more."""
    flight = next((one for one in trace.flights[trace.sent_count(t) :] if one.sender and not one.injected
                   and one.copy_of is None), None)  # fmt: skip
    if flight is None or flight.sender is None:
        return None
    found: list[Flight] = [flight]
    heard = _last_heard(trace, flight)
    ack_base = heard.seq_base if flight.ack_base is None and heard is not None else flight.ack_base
    for segment in _misread(flight, heard, _last_said(trace, flight)):
        other = flight._replace(segment=segment, ack_base=ack_base)
        if all(naming.label(other) not in {naming.label(one) for one in found} for naming in namings.values()):
            found.append(other)
        if len(found) > WRONG:
            break
    answer = flight.id % len(found)
    choices = [*found[1 : answer + 1], flight, *found[answer + 1 :]]
    return Ask(
        _text(namings, lambda one: one.say("quiz.segment", host=_host(one, flight.sender or ""))),
        tuple(_text(namings, lambda one, shown=shown: one.label(shown)) for shown in choices),
        answer + 1,
        _why(trace, flight.sent, namings),
    )


def ask_state(trace: Trace, t: int, namings: Namings) -> Ask | None:
    """Which state is entered next after ``t``, and by whom? None where none is."""
    change = next((one for one in trace.states if one.t > t and one.after is not one.before), None)
    if change is None:
        return None
    # A host may go on at once: a SYN that finds TIME-WAIT ends it, and is answered. On the stage that is one step.
    way = [one.after for one in trace.states if one.t == change.t and one.host == change.host]
    wrong = _elsewhere(trace, change, way)
    answer = change.event % (len(wrong) + 1)
    choices = [*wrong[:answer], way[-1], *wrong[answer:]]
    return Ask(
        _text(
            namings,
            lambda one: one.say("quiz.state", host=_host(one, change.host), state=one.state(change.before)),
        ),
        tuple(_text(namings, lambda one, state=state: one.state(state)) for state in choices),
        answer + 1,
        _why(trace, change.t, namings),
    )


def _text(namings: Namings, write: object) -> Text:
    assert callable(write)
    said = {language: typeset(write(naming), language) for language, naming in namings.items()}
    return Text(said.get("en"), said.get("zh"))


def _host(naming: Naming, host: str) -> str:
    return host_in_text(naming.host(host), naming.language)


def _why(trace: Trace, t: int, namings: Namings) -> Text:
    """What will be said there: the reason where there is one."""
    spoken = {language: spoken_at(trace, t, naming) for language, naming in namings.items()}
    said = {language: one.why or one.what for language, one in spoken.items()}
    return Text(said.get("en"), said.get("zh"))


# ---- misconceptions about segments, the most usual ones first


def _misread(flight: Flight, heard: Flight | None, said: Flight | None) -> Iterator[Segment]:
    """What the segment would look like if something were as students think it is."""
    segment = flight.segment
    if segment.flags & ACK and heard is not None:
        if heard.segment.length:  # it acknowledges the number that came, not the next one
            yield replace(segment, ack=heard.segment.seq)
        if heard.segment.flags & (SYN | FIN):  # SYN and FIN use up no number
            yield replace(segment, ack=seq.add(segment.ack, -1))
    if said is not None and said.segment.length:  # what was sent before has used up nothing
        yield replace(segment, seq=said.segment.seq)
    if segment.flags & SYN and segment.flags & ACK:
        yield replace(segment, flags=segment.flags & ~SYN)  # confirming and opening take two segments
        yield replace(segment, flags=segment.flags & ~ACK, ack=0)
    if segment.flags & FIN:
        yield replace(segment, flags=segment.flags & ~FIN)  # the FIN comes by itself later
        yield replace(segment, seq=seq.add(segment.seq, 1))
    elif not segment.length and segment.flags & ACK and not segment.flags & (SYN | RST):
        yield replace(segment, seq=seq.add(segment.seq, 1))  # a pure ACK uses up a number
        yield replace(segment, flags=segment.flags | FIN)
    if segment.flags & RST:
        expected = seq.add(heard.segment.seq, heard.segment.length) if heard is not None else 0
        ack = segment.ack if segment.flags & ACK else expected
        yield replace(segment, flags=(segment.flags & ~RST) | FIN | ACK, ack=ack)  # an orderly end
    if segment.data:
        yield replace(segment, seq=seq.add(segment.seq, len(segment.data) - 1))  # seq is that of the last byte
    yield replace(segment, seq=seq.add(segment.seq, 1))
    if segment.flags & SYN and not segment.flags & ACK:
        yield replace(segment, flags=segment.flags | ACK, ack=0)
    yield replace(segment, ack=seq.add(segment.ack, 1))


def _last_heard(trace: Trace, flight: Flight) -> Flight | None:
    """What reached the sender last before it sent this."""
    came = [one for one in trace.flights[: flight.id - 1] if one.receiver == flight.sender and one.arrived is not None
            and one.arrived <= flight.sent]  # fmt: skip
    return max(came, key=lambda one: one.ended, default=None)


def _last_said(trace: Trace, flight: Flight) -> Flight | None:
    """What the sender sent before in the same connection."""
    before = map(trace.flight, range(flight.id - 1, 0, -1))
    return next((one for one in before if (one.sender, one.seq_base) == (flight.sender, flight.seq_base)), None)


_ENDED = {State.LISTEN, State.CLOSED}
"""When an opening fails, its connection is CLOSED and the server in LISTEN as before: both are right."""


def _elsewhere(trace: Trace, change: StateChange, way: list[State]) -> list[State]:
    """Where students think that it goes instead: another edge from there, the peer's state; ``way``: where it goes."""
    others = [edge.after for edge in TRANSITIONS if edge.before is change.before]
    peer = trace.state(trace.peer(change.host).name, change.t)
    usual = [*others, peer, State.ESTABLISHED, State.CLOSED, State.TIME_WAIT, State.CLOSE_WAIT]
    right = {change.before, *way}
    if change.before is State.SYN_RECEIVED and right & _ENDED:
        right |= _ENDED
    return [state for state in dict.fromkeys(usual) if state not in right][:WRONG]
