"""Where segments lie when several are under way in one lane: which row, and how much detail there is room for.

Fixed once per trace, so that a card keeps its row for the whole of its flight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.trace.trace import Trace

# From much detail to little: a card with two lines, a slip with one, a chip with its mark alone. The numbers say which
# share of a card's width it takes.
SIZES = ("card", "slip", "chip")
_WIDTH = {"card": 1.0, "slip": 0.55, "chip": 0.12}


class Slot(NamedTuple):
    """A segment's place in its lane: its row of ``rows`` (0 the one nearest the lane's middle), and its size."""

    row: int
    rows: int
    size: str


SINGLE = Slot(0, 1, "card")


def assign_slots(trace: Trace, time: StoryMap, share: float, fitting: Mapping[str, int]) -> Mapping[int, Slot]:
    """The slots of all segments that do not fly alone, by id; for the others SINGLE holds.

    ``share``: the width of a card as a share of the lane's length; ``fitting``: how many rows of each
    of SIZES fit into a lane.
    """
    slots: dict[int, Slot] = {}
    for host in trace.hosts:
        group: list[_Span] = []
        last = -1.0
        for flight in trace.flights:
            if flight.sender != host.name and (flight.sender is not None or flight.receiver == host.name):
                continue
            start, stop = time.to_screen(flight.left), time.to_screen(max(flight.due, flight.ended))
            # A lane counts as free again once the segment before has made room for a whole card.
            if group and start >= last and start - group[-1].start >= share * (group[-1].stop - group[-1].start):
                slots.update(_slots(group, share, fitting))
                group = []
            group.append(_Span(flight.id, start, stop))
            last = max(last, stop) if len(group) > 1 else stop
        slots.update(_slots(group, share, fitting))
    return slots


class _Span(NamedTuple):
    flight: int
    start: float
    stop: float


def _slots(group: list[_Span], share: float, fitting: Mapping[str, int]) -> dict[int, Slot]:
    """The slots of segments that are under way together: the greatest detail for which the rows suffice."""
    if len(group) < 2:
        return {}
    for size in SIZES:
        most = fitting[size]
        rows = _rows(group, share * _WIDTH[size], most if size != SIZES[-1] else None)
        if rows is not None:
            break
    assert rows is not None
    used = max(rows) + 1
    if used == 1 and size == "card":
        return {}
    # With more rows than fit even so, the chips share rows, in turn.
    count = min(used, most)
    return {span.flight: Slot(row % count, count, size) for span, row in zip(group, rows, strict=True)}


def _rows(group: list[_Span], share: float, most: int | None) -> list[int] | None:
    """A row for each segment so that none covers another in its row; None if more than ``most`` would be needed."""
    last: list[_Span] = []
    rows: list[int] = []
    for span in group:
        for row, before in enumerate(last):
            gap = share * min(span.stop - span.start, before.stop - before.start)
            if span.start >= before.stop or (span.start - before.start >= gap and span.stop - before.stop >= gap):
                last[row] = span
                rows.append(row)
                break
        else:
            if most is not None and len(last) == most:
                return None
            if most is None and len(last) >= 64:
                rows.append(len(rows) % 64)
                continue
            last.append(span)
            rows.append(len(last) - 1)
    return rows
