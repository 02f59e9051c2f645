"""The ladder diagram: time runs down, segments slope from one lifeline to the other, states stand along both.

Lengths are in ladder units: a unit down is one second of screen time, a unit across is the way between the lifelines.
Nothing is computed before it is asked for, so that a run of any length opens at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.scene.endpoint import call_text
from tcpanim.scene.names import Naming
from tcpanim.scene.same_call import CallKey, is_made, key_of_call
from tcpanim.scene.way import ENTRY_PLACE, ENTRY_SECONDS, LOSS_PLACE
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace

MOST_LINES = 2000  # so many are remembered
ROW = 0.44  # segments that leave or arrive at one instant stand this far apart


class LadderLine(NamedTuple):
    """A segment's line from (x0, y0) to (x1, y1); x is 0 at the left lifeline and 1 at the right one.

    ``end``: arrow, lost (✕ in the network), discarded (✕ at the receiver), open (the run stopped before).
    """

    flight: int
    side: str
    kind: str
    x0: float
    y0: float
    x1: float
    y1: float
    end: str
    again: bool
    copy: bool
    foreign: bool


class StateBar(NamedTuple):
    """A stretch of a lifeline in one state."""

    side: str
    y0: float
    y1: float
    state: State
    text: str
    gloss: str


class CallMark(NamedTuple):
    """A call of the application beside its lifeline; ``made`` False: it is left out there."""

    side: str
    y: float
    text: str
    key: CallKey
    made: bool = True


class Hatch(NamedTuple):
    """Shortened time: a silence with its true length in words."""

    y0: float
    y1: float
    text: str


class _Way(NamedTuple):
    """Of a segment what says where its line begins and ends."""

    id: int
    sender: str | None
    receiver: str | None
    left: int
    ended: int
    fate: Fate


class LadderMap:
    """Where a moment stands on the ladder.

    Screen time downwards, with a little room added at instants at which several segments leave or arrive together: they
    would lie upon each other. Instants keep their order and lines of one burst stay parallel.
    """

    def __init__(self, trace: Trace, time: StoryMap) -> None:
        self._time = time
        crowds: dict[int, int] = {}
        self._ranks: dict[tuple[int, bool], int] = {}  # (flight, at its end) where it is not 0
        ways = [_Way._make(way) for way in columns(trace.flights, *_Way._fields)]
        left, ended = attrgetter("left"), attrgetter("ended")
        self._crowds(crowds, ways, left, False)
        self._crowds(crowds, sorted(ways, key=ended), ended, True)
        # Instants with added room: their times, where the room begins, and how much there is up to its end.
        self._crowded = sorted(crowds)
        self._added: list[float] = []
        added = 0.0
        for t in self._crowded:
            added += crowds[t] * ROW
            self._added.append(added)

    def _crowds(self, crowds: dict[int, int], ways: Sequence[_Way], when: Callable[[_Way], int], at_end: bool) -> None:
        """Find the instants at which several meet; most segments are alone, and are passed over quickly."""
        before, first = -1, 0
        for index, t in enumerate(map(when, ways)):
            if t != before:
                if index - first > 1:
                    self._crowd(crowds, before, ways[first:index], at_end)
                before, first = t, index
        if len(ways) - first > 1:
            self._crowd(crowds, before, ways[first:], at_end)

    def _crowd(self, crowds: dict[int, int], t: int, group: Sequence[_Way], at_end: bool) -> None:
        counts: dict[tuple[str | None, str | None], int] = {}
        for way in group:
            if at_end and way.fate is Fate.DROPPED:
                continue
            key = (way.sender, way.receiver)
            rank = counts.get(key, 0)
            counts[key] = rank + 1
            if rank:
                self._ranks[way.id, at_end] = rank
        most = max(counts.values(), default=1) - 1
        if most:
            crowds[t] = max(crowds.get(t, 0), most)

    def _room(self, index: int) -> float:
        return self._added[index - 1] if index else 0.0

    def top(self, t: int) -> float:
        """Where the instant ``t`` begins."""
        return self._time.to_screen(t) + self._room(bisect_left(self._crowded, t))

    def to_y(self, t: int) -> float:
        """Where ``t`` is over: below all that happens at it."""
        return self._time.to_screen(t) + self._room(bisect_right(self._crowded, t))

    def to_time(self, y: float) -> int:
        """The moment (ns) that stands at ``y``."""
        low = bisect_right(self._crowded, y, key=self.top)
        if low and y <= self.to_y(self._crowded[low - 1]):
            return self._crowded[low - 1]
        return self._time.to_virtual(y - self._room(low))

    def departure(self, flight: Flight) -> float:
        """Where a segment leaves."""
        return self.top(flight.left) + self._ranks.get((flight.id, False), 0) * ROW

    def arrival(self, flight: Flight) -> float:
        """Where a segment arrives."""
        return self.top(flight.ended) + self._ranks.get((flight.id, True), 0) * ROW


class Ladder:
    """The ladder of one trace; its parts are asked for by the stretch that is visible."""

    def __init__(self, trace: Trace, naming: Naming, time: StoryMap) -> None:
        self.trace = trace
        self.naming = naming
        self.time = time
        self._sides = {trace.hosts[0].name: "left", trace.hosts[1].name: "right"}
        self._lines: dict[int, LadderLine] = {}  # asked for with every frame

    @cached_property
    def map(self) -> LadderMap:
        """Where moments stand."""
        return LadderMap(self.trace, self.time)

    @cached_property
    def height(self) -> float:
        """The whole length in units."""
        return self.map.to_y(self.trace.end)

    def line(self, flight: Flight) -> LadderLine:
        """A segment's line, whole."""
        found = self._lines.get(flight.id)
        if found is None:
            if len(self._lines) >= MOST_LINES:
                self._lines.clear()
            found = self._lines[flight.id] = self._line(flight)
        return found

    def _line(self, flight: Flight) -> LadderLine:
        sender = flight.sender
        if sender is None and flight.receiver is not None:
            sender = self.trace.peer(flight.receiver).name
        side = self._sides.get(sender or "", "left")
        start, way = (0.0, 1.0) if side == "left" else (1.0, -1.0)
        y0, x1, end = self.map.departure(flight), start + way, "arrow"
        x0 = start
        if flight.fate is Fate.DROPPED:
            # Where it is lost nobody knows: always in the middle.
            x1, end = start + way * LOSS_PLACE, "lost"
            y1 = y0 + max(self.map.top(flight.ended) - self.map.top(flight.left), ROW / 2)
        elif flight.fate is Fate.UNFINISHED:
            y1, end = self.map.arrival(flight), "open"
            whole = self.time.to_screen(flight.due) - self.time.to_screen(flight.left)
            gone = self.time.to_screen(flight.ended) - self.time.to_screen(flight.left)
            x1 = start + way * min(1.0, gone / whole if whole else 1.0)
        else:
            y1 = self.map.arrival(flight)
            if flight.injected:
                x0, y0 = start + way * ENTRY_PLACE, max(0.0, y1 - ENTRY_SECONDS)
            if flight.fate is not Fate.DELIVERED:
                end = "discarded"
        return LadderLine(
            flight.id, side, flight.segment.kind, x0, y0, x1, y1, end, flight.retransmission,
            flight.copy_of is not None, flight.injected,
        )  # fmt: skip

    def flights_between(self, y0: float, y1: float) -> tuple[Flight, ...]:
        """The segments whose lines touch the stretch from ``y0`` to ``y1``, in sending order."""
        first, last = self.map.to_time(y0), self.map.to_time(y1 + ENTRY_SECONDS)
        under_way = self.trace.in_flight(first, linger=1)
        start = self.trace.sent_count(first)
        return (*(f for f in under_way if f.sent <= first), *self.trace.flights[start : self.trace.sent_count(last)])

    def labels(self, line: LadderLine) -> tuple[str, ...]:
        """The words along a line, the longest first: what is said where there is room, and where there is little."""
        flight, naming = self.trace.flight(line.flight), self.naming
        text, window, short = naming.label(flight), naming.window(flight), naming.short_label(flight)
        note = ""
        if line.copy or line.foreign:
            note = f" · {naming.say('ladder.copy' if line.copy else 'ladder.injected')}"
        if window and flight.segment.kind == "ACK":
            return f"{text}{window}{note}", f"{short}{window}", short
        return f"{text}{window}{note}", short

    @cached_property
    def bars(self) -> dict[str, tuple[StateBar, ...]]:
        """The states along the lifelines, by side, from top to bottom."""
        table = {}
        for host in self.trace.hosts:
            side = self._sides[host.name]
            changes = [(0, State.CLOSED)]
            for t, state in self.trace.state_changes(host.name):
                if changes[-1][0] == t:
                    changes.pop()  # passed through within an instant
                changes.append((t, state))
            bars = []
            for index, (t, state) in enumerate(changes):
                until = self.map.top(changes[index + 1][0]) if index + 1 < len(changes) else self.height
                texts = self.naming.state(state), self.naming.gloss(state)
                bars.append(StateBar(side, self.map.top(t), until, state, *texts))
            table[side] = tuple(bars)
        return table

    @cached_property
    def calls(self) -> dict[str, tuple[CallMark, ...]]:
        """The applications' calls, by side, in order; reading as data comes is not worth a mark."""
        table: dict[str, list[CallMark]] = {"left": [], "right": []}
        for row in sorted((*self.trace.calls, *self.trace.skipped), key=lambda row: row.event):
            if row.call in ("read", "receive") and not isinstance(row.argument, bool):
                continue
            side = self._sides[row.host]
            words = call_text(self.trace, row, self.naming)
            table[side].append(CallMark(side, self.map.top(row.t), words, key_of_call(row), is_made(row)))
        return {side: tuple(marks) for side, marks in table.items()}

    @cached_property
    def hatches(self) -> tuple[Hatch, ...]:
        """The shortened silences."""
        return tuple(
            Hatch(self.map.to_y(s.start), self.map.top(s.end), self.naming.length(s.length_ns))
            for s in self.time.shortened
        )

    def hatches_between(self, y0: float, y1: float) -> tuple[Hatch, ...]:
        """The shortened silences that touch a stretch."""
        first = bisect_left(self.hatches, y0, key=lambda hatch: hatch.y1)
        last = bisect_right(self.hatches, y1, key=lambda hatch: hatch.y0)
        return self.hatches[first:last]

    def bars_between(self, side: str, y0: float, y1: float) -> tuple[StateBar, ...]:
        """The states that touch a stretch."""
        bars = self.bars[side]
        return bars[bisect_left(bars, y0, key=lambda bar: bar.y1) : bisect_right(bars, y1, key=lambda bar: bar.y0)]
