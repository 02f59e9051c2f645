"""The teaching points of a run: where a lecturer stops to speak. From the scenario's notes, else found in the trace."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tcpanim.lesson import Ask, Teaching, View
from tcpanim.trace.events import Event, EventKind
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.wire.segment import RST

LEAST, MOST = 5, 12
"""So many points are made from a trace without notes, where it has so many steps."""
WORTH = 4.0
"""What is worth less is taken only where there would be too few."""
STALE = 0.55
"""What has been seen before is worth this share of what it was worth then."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where to stop: a moment (ns), and what the lecturer's notes say there (none for one found in the trace)."""

    t: int
    notes: tuple[Teaching, ...] = ()

    @property
    def ask(self) -> Ask | None:
        """The question that belongs to it."""
        return next((note.ask for note in self.notes if note.ask is not None), None)

    @property
    def show(self) -> View:
        """How it wants to be shown; a later note of the same moment overrules an earlier one."""
        return merged(note.show for note in self.notes)

    def speaker(self, language: str) -> str:
        """What only the lecturer reads; a paragraph per note."""
        return "\n\n".join(note.speaker.pick(language) for note in self.notes if note.speaker)


def merged(views: Iterator[View]) -> View:
    """What holds after one view after the other has been asked for; a view or panels asked for later are in front."""
    names = View.__dataclass_fields__
    held: dict[str, object] = {}
    for view in views:
        if view.view is not None:
            held.pop("panels", None)
        elif view.panels is not None:
            held.pop("view", None)
        held |= {name: value for name in names if (value := getattr(view, name)) is not None}
    return View(**held)  # type: ignore[arg-type]  # each value comes from the field of that name


@dataclass(frozen=True)
class Course:
    """The points in order, and the places where one can stand: at a point, or before the first and after the last.

    ``stops`` are the moments of those places. Before the first point stands the beginning of the run, and after the
    last one its end, each only where something lies in between.
    """

    points: tuple[Point, ...]
    end: int

    @cached_property
    def times(self) -> tuple[int, ...]:
        """The moments of the points."""
        return tuple(point.t for point in self.points)

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """All moments at which Next stops."""
        times = self.times or (0,)
        first = () if times[0] <= 0 else (0,)
        last = () if times[-1] >= self.end else (self.end,)
        return (*first, *times, *last)

    def number(self, t: int) -> int:
        """How many points lie at or before ``t``."""
        return bisect_right(self.times, t)

    def at(self, t: int) -> Point | None:
        """The point that stands exactly at ``t``."""
        number = self.number(t)
        return self.points[number - 1] if number and self.times[number - 1] == t else None

    def last(self, t: int) -> Point | None:
        """The newest point at or before ``t``."""
        number = self.number(t)
        return self.points[number - 1] if number else None

    def after(self, t: int) -> int | None:
        """The stop after ``t``, None behind the last."""
        index = bisect_right(self.stops, t)
        return self.stops[index] if index < len(self.stops) else None

    def before(self, t: int) -> int | None:
        """The stop before ``t``, None before the first."""
        index = bisect_left(self.stops, t)
        return self.stops[index - 1] if index else None

    def shown(self, t: int) -> View:
        """What all notes up to ``t`` together ask to be shown."""
        return merged(point.show for point in self.points[: self.number(t)])


def course_of(trace: Trace) -> Course:
    """The course that ``trace`` is taught in."""
    noted = _from_notes(trace)
    return Course(noted or _from_trace(trace), trace.end)


def course_from(trace: Trace, since: int, prepared: Trace) -> Course:
    """The course of a run that has become another than the ``prepared`` one after ``since``.

    What comes after is worth a stop too; where a fault that is new strikes, there is one in any case.
    """
    noted = _from_notes(trace) or tuple(point for point in _from_trace(prepared) if point.t <= since)
    times = {point.t for point in noted}
    found = {point.t for point in _from_trace(trace, since)} | set(_struck(trace, since, prepared))
    return Course(tuple(sorted((*noted, *map(Point, found - times)), key=lambda point: point.t)), trace.end)


def _struck(trace: Trace, since: int, prepared: Trace) -> Iterator[int]:
    """When what the network was told to do with a segment comes about, where it was not told so before."""
    known = set(columns(prepared.flights, "by"))
    for by, ended in columns(trace.flights, "by", "ended"):
        if by is not None and by.startswith("fault ") and by not in known and ended > since:
            yield ended


def _from_notes(trace: Trace) -> tuple[Point, ...]:
    notes: dict[int, list[Teaching]] = {}
    for row in trace.notes:
        notes.setdefault(row.t, []).append(row.teaching)
    return tuple(Point(t, tuple(notes[t])) for t in sorted(notes))


# ---- found in the trace


def _from_trace(trace: Trace, since: int | None = None) -> tuple[Point, ...]:
    """What is new in a run is worth a sentence; what comes again the fewer the more often it has come.

    ``since``: only what comes after, however little that is.
    """
    seen: Counter[object] = Counter()
    worth: dict[int, float] = {}
    for t, items in _steps(trace):
        if since is None or t > since:
            worth[t] = max(value * STALE ** seen[what] for what, value in items.items())
        seen.update(items.keys())
    best = sorted(worth, key=lambda t: (-worth[t], t))
    many = sum(value >= WORTH for value in worth.values())
    least = LEAST if since is None else 0
    return tuple(Point(t) for t in sorted(best[: min(max(many, least), MOST)]))


def _steps(trace: Trace) -> Iterator[tuple[int, dict[object, float]]]:
    """Each step with what happens in it: by what it is told from others, how much it is worth."""
    items: dict[object, float] = {}
    t: int | None = None
    for event in trace.events:
        if t is not None and event.t != t:
            yield t, items
            items = {}
        t = event.t
        what, value = _worth(trace, event)
        items[what] = max(items.get(what, 0.0), value)
    if t is not None:
        yield t, items


_PLAIN = {
    EventKind.LOST: 11.0,
    EventKind.DISCARDED: 11.0,
    EventKind.CRASH: 9.0,
    EventKind.BOOT: 8.0,
    EventKind.ERROR: 8.0,
    EventKind.CALL: 2.0,
    EventKind.SKIPPED: 8.0,
    EventKind.DELIVERED: 2.0,
    EventKind.ARRIVED: 1.5,
}
_TIMERS = {"retransmission": 8.0, "persist": 8.0, "keep-alive": 7.0}


def _worth(trace: Trace, event: Event) -> tuple[object, float]:
    """What an event is, apart from its moment, and how much the first of its kind is worth."""
    kind, row = event.kind, event.row
    if kind is EventKind.STATE and row is not None:
        return (kind, event.host, trace.states[row].after), 10.0
    if kind is EventKind.FIRED and row is not None:
        timer = trace.timers[row].timer
        return (kind, timer), _TIMERS.get(timer, 4.0)
    if kind is EventKind.SENT and row is not None:
        flight = trace.flights[row]
        segment = flight.segment
        if segment.flags & RST:
            return (kind, "RST"), 8.0
        if flight.injected or flight.copy_of is not None:
            return (kind, "strange"), 8.0
        if flight.retransmission:
            return (kind, "again"), 6.0
        if segment.window == 0:
            return (kind, "window"), 6.0
        return (kind, event.host, segment.kind), 5.0 if segment.data else 3.0
    if kind is EventKind.JUDGED:
        return (kind, event.reason), 4.5
    return (kind, event.host), _PLAIN.get(kind, 1.0)
