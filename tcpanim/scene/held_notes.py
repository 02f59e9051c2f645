"""What of a lecturer's notes still holds in a run that is another one than that which they were written for."""

from __future__ import annotations

from collections import defaultdict

from tcpanim.explain.narrate import narrate
from tcpanim.lesson import Teaching, View
from tcpanim.trace.events import Flight, NoteRow
from tcpanim.trace.trace import Trace

Told = tuple[object, ...]


def held_notes(trace: Trace, written: Trace) -> tuple[NoteRow, ...]:
    """The notes of ``trace``, a run with what-if edits of the run as it was ``written``.

    A note speaks of one moment: its words, its lines for the speaker and its right answer are true where the same is
    told of it, and both hosts are in the same states: nothing is asked of a peer that is down. A host also comes to
    CLOSED by a crash: there a lecture still stops, and is shown as the author wanted, but nothing of what the author
    says is said; where nothing at all happens any more there is no stop either. A note on a segment goes with it: it is
    another number's where one more is sent before. A note whose moment comes only with the edits was written for them.
    """
    of_run = {id(row.teaching): row for row in written.notes}
    found: list[NoteRow] = []
    strayed: list[tuple[NoteRow, NoteRow]] = []
    for row in trace.notes:
        original = of_run.get(id(row.teaching))
        if original is None or _told(trace, row.t) == _told(written, original.t):
            found.append(row)
        elif original.segment is None:
            found += _silent(trace, row)
        else:
            strayed.append((row, original))
    found += _followed(trace, written, strayed)
    return tuple(sorted(found, key=lambda row: row.t))


def _followed(trace: Trace, written: Trace, strayed: list[tuple[NoteRow, NoteRow]]) -> list[NoteRow]:
    """Notes on segments that have other numbers now, where the same is told of the same segment."""
    if not strayed:
        return []
    flights: defaultdict[Told, list[Flight]] = defaultdict(list)
    wanted = {_sent(written.flight(original.segment or 1)) for _, original in strayed}
    for flight in trace.flights:
        if (sent := _sent(flight)) in wanted:
            flights[sent].append(flight)
    return [note for row, original in strayed for note in _follow(trace, written, row, original, flights)]


def _follow(
    trace: Trace, written: Trace, row: NoteRow, original: NoteRow, flights: dict[Told, list[Flight]]
) -> tuple[NoteRow, ...]:
    told = _told(written, original.t)
    for flight in flights.get(_sent(written.flight(original.segment or 1)), ()):
        if _told(trace, flight.sent) == told:
            return (NoteRow(flight.sent, flight.id, row.teaching),)
    return _silent(trace, row)


def _silent(trace: Trace, row: NoteRow) -> tuple[NoteRow, ...]:
    """What is left of a note of which nothing may be said: a stop, where there is something to see."""
    if all(event.t != row.t for event in trace.events_at(row.t)) and row.teaching.show == View():
        return ()
    return (row._replace(teaching=Teaching(show=row.teaching.show, pause=row.teaching.pause)),)


def _told(trace: Trace, t: int) -> Told:
    """What happens in the step at ``t``, apart from when, and the states in which it leaves the hosts."""
    states = tuple(trace.state(host.name, t) for host in trace.hosts)
    return states, *(
        (
            one.what.key,
            one.why.key if one.why is not None else "",
            one.host,
            tuple(_sent(trace.flight(number)) for number in one.flights),
        )
        for one in narrate(trace, t)
    )


def _sent(flight: Flight) -> Told:
    segment = flight.segment
    return flight.sender, segment.flags, segment.seq, segment.ack, len(segment.data), segment.window
