"""Where segments lie when several are under way in one lane: which row, and how much detail there is room for.

A function of the trace alone, so that a card keeps its row for the whole of its flight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.scene.way import RAMP, Way, gone_at, way_of
from tcpanim.trace.events import Flight
from tcpanim.trace.trace import Trace

# From much detail to little: a card with two lines, a slip with one, a chip with its mark alone. The numbers say which
# share of a card's width it takes.
SIZES = ("card", "slip", "chip")
SLIP = 0.55
_WIDTH = {"card": 1.0, "slip": SLIP, "chip": 0.12}
LOOKS = 16
"""So often it is looked whether one that gets lost, or lies there, and another come to meet."""
FAN = 2
"""Where chips need more rows than fit, they are fanned: so many times as many, of which each is covered in part."""
SEEN = 0.5
"""So much of a chip is seen of those that left at the same time in one row."""


class Slot(NamedTuple):
    """A segment's place in its lane: its row of ``rows`` (0 the uppermost), and its size.

    ``behind``: so many times its own width it stands back, where it would cover one that left at the same time.
    """

    row: int
    rows: int
    size: str
    behind: float = 0.0


SINGLE = Slot(0, 1, "card")


MOST_WAYS = 2000  # so many are remembered
CHUNK = 256  # segments that are looked at together; in longer bursts the rows begin anew


class Slots:
    """The slots of a trace's segments, found when they are asked for.

    ``share``: the width of a card as a share of the lane's length; ``fitting``: how many rows of each of SIZES fit into
    a lane; ``slip``: the width of a slip as a share of a card's.
    """

    def __init__(
        self, trace: Trace, time: StoryMap, share: float, fitting: Mapping[str, int], slip: float = SLIP
    ) -> None:
        self._trace = trace
        self._time = time
        self._shares = {size: share * (slip if size == "slip" else width) for size, width in _WIDTH.items()}
        self._fitting = fitting
        self._chunks: dict[int, dict[int, Slot]] = {}
        self._ways: dict[int, Way] = {}

    def of(self, flight: int) -> Slot:
        """The slot of the segment with that id."""
        self.find(flight)
        return self._chunks[(flight - 1) // CHUNK].get(flight, SINGLE)

    def find(self, flight: int) -> bool:
        """Find a segment's slot, with those around it; says whether there was anything to do."""
        number = (flight - 1) // CHUNK
        if number in self._chunks:
            return False
        self._chunks[number] = self._assign(tuple(self._trace.flights[number * CHUNK : (number + 1) * CHUNK]))
        return True

    def way(self, flight: Flight) -> Way:
        """How that segment goes along its lane; it is asked for with every frame."""
        found = self._ways.get(flight.id)
        if found is None:
            if len(self._ways) >= MOST_WAYS:
                self._ways.clear()
            found = self._ways[flight.id] = way_of(flight, self._time)
        return found

    def _assign(self, flights: tuple[Flight, ...]) -> dict[int, Slot]:
        slots: dict[int, Slot] = {}
        first = self._trace.hosts[0].name
        lanes: dict[bool, list[_Span]] = {True: [], False: []}
        for flight in flights:
            forward = flight.sender == first or (flight.sender is None and flight.receiver != first)
            way = way_of(flight, self._time)
            gone = max(way.lands, gone_at(self._trace, flight, self._time))
            lanes[forward].append(_Span(flight.id, way.start, max(way.lands, way.ended), gone, way))
        way_of_card = _way(self._shares["card"])
        for spans in lanes.values():
            group: list[_Span] = []
            last: _Span | None = None
            for span in spans:
                # A lane counts as free again once all before are gone.
                if last is not None and _over(last, span, way_of_card):
                    slots.update(_slots(group, self._shares, self._fitting))
                    group, last = [], None
                group.append(span)
                last = span if last is None else max(last, span, key=_Span.end)
            slots.update(_slots(group, self._shares, self._fitting))
        return slots


class _Span(NamedTuple):
    """When a segment is in its lane; after ``stop`` it lies there, if at all, until it is ``gone``."""

    flight: int
    start: float
    stop: float
    gone: float
    way: Way

    @property
    def arrives(self) -> bool:
        """Whether it is gone once it has arrived; what nobody took lies there until the next step."""
        return self.gone == self.stop

    def end(self) -> tuple[float, bool]:
        """By which it is told which one of several is the last in the lane."""
        return self.gone, self.arrives

    @property
    def plain(self) -> bool:
        """Whether it comes through, and is gone then."""
        return self.arrives and self.way.lost is None and not self.way.enters


def _over(before: _Span, span: _Span, way: float) -> bool:
    """Whether the first one is gone before the second leaves.

    One that arrives is seen at that very moment: there none that is longer than half the lane may leave.
    """
    if before.arrives and way > 1:
        return span.start > before.gone
    return span.start >= before.gone


def _slots(group: list[_Span], shares: Mapping[str, float], fitting: Mapping[str, int]) -> dict[int, Slot]:
    """The slots of segments that are under way together: the greatest detail for which the rows suffice."""
    if len(group) < 2:
        return {}
    for size in SIZES:
        apart, way, fitting_in = _apart(shares[size]), _way(shares[size]), fitting[size]
        rows = _rows(group, apart, way, fitting_in)
        if rows is None and size == "slip":  # rather than lose their numbers, slips pass below what lies there lost
            rows = _rows(group, apart, way, fitting_in, below=True)
        if rows is not None:
            used = max(rows) + 1
            if used == 1 and size == "card":
                return {}
            return {span.flight: Slot(row, used, size) for span, row in zip(group, rows, strict=True)}
    return _crowd(group, _way(shares[SIZES[-1]]), fitting[SIZES[-1]])


def _crowd(group: list[_Span], way: float, few: int) -> dict[int, Slot]:
    """Chips that come close to each other where they leave and arrive; more of them are fanned, and stand back."""
    apart = way * (1 - RAMP)
    rows = _rows(group, apart, way, FAN * few)
    most = FAN * few if rows is None else max(few, max(rows) + 1)
    last: list[float] = [-math.inf] * most  # when the last one of each row left
    behind = [0.0] * most
    slots: dict[int, Slot] = {}
    for span in group:
        width = max(apart * (span.stop - span.start), 1e-9)
        back = [
            max(0.0, before + SEEN - (span.start - left) / width) for before, left in zip(behind, last, strict=True)
        ]
        row = min(range(most), key=lambda row: (back[row], last[row]))
        behind[row], last[row] = back[row], span.start
        slots[span.flight] = Slot(row, most, SIZES[-1], behind[row])
    return slots


def _way(share: float) -> float:
    """A card's width as a share of the way that its middle goes: it lies within the lane from end to end."""
    return share / max(1 - share, 0.1)


def _apart(share: float) -> float:
    """How far apart two cards of that share of the lane must leave, as a share of their flight's time.

    A card leaves slowly, so that the next one comes closer to it there than on the rest of the way.
    """
    way = _way(share)
    if way < RAMP / 2 / (1 - RAMP):
        return math.sqrt(way * 2 * RAMP * (1 - RAMP))
    return min(1.0, way * (1 - RAMP) + RAMP / 2)


def _rows(group: list[_Span], apart: float, way: float, most: int, *, below: bool = False) -> list[int] | None:
    """A row for each segment so that none covers another in its row; None: ``most`` rows do not suffice.

    ``apart``: how far apart they must leave, as a share of their time; ``way``: a card's width as a share of their way;
    ``below``: where no row is free, one may pass below those that are lost.
    """
    last: list[_Span] = []
    rows: list[int] = []
    for span in group:
        row = next((row for row, before in enumerate(last) if _clear(before, span, apart, way)), None)
        if row is None and len(last) < most:
            row = len(last)
            last.append(span)
        if row is None and below:
            row = next((row for row, before in enumerate(last) if _behind(before, span, apart)), None)
        if row is None:
            return None
        last[row] = span
        rows.append(row)
    return rows


def _clear(before: _Span, span: _Span, apart: float, way: float) -> bool:
    """Whether two cards never meet: the second one stays behind until the first is gone."""
    if span.start >= before.gone:
        return _over(before, span, way)
    if before.plain and span.plain:
        return _behind(before, span, apart)
    # From the last stop on both lie still.
    last = min(before.gone, span.gone, max(before.stop, span.stop))
    moments = (span.start + (last - span.start) * look / LOOKS for look in range(LOOKS + 1))
    return all(before.way.place(now) - span.way.place(now) >= way for now in moments)


def _behind(before: _Span, span: _Span, apart: float) -> bool:
    """Whether, if both come through, the second one stays behind."""
    gap = apart * min(span.stop - span.start, before.stop - before.start)
    return span.start >= before.stop or (span.start - before.start >= gap and span.stop - before.stop >= gap)
