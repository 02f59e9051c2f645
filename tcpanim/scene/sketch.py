"""A run's ladder in the small, for the card of a scenario: what is sent, what is lost, where time is shortened."""

from __future__ import annotations

from typing import NamedTuple

from tcpanim.scene.ladder import Ladder, LadderLine
from tcpanim.tcp.states import State

MOST_LINES = 10
"""A card shows no more segments than these: those around what the scenario is about."""
_BEFORE = 3  # so many of them before the first that is lost, resets, or begins the close
_FOOT = 0.3  # units below the last arrival, to see the state it led to
_SILENCE = 0.7  # units that a shortened silence keeps


class SketchLine(NamedTuple):
    """A segment from (x0, y0) to (x1, y1): x from 0 (left lifeline) to 1, y from 0 (top) to 1; see LadderLine."""

    side: str
    kind: str
    x0: float
    y0: float
    x1: float
    y1: float
    end: str
    again: bool


class Sketch(NamedTuple):
    """``bars``: (side, y0, y1) where a side is ESTABLISHED; ``hatches``: (y0, y1).

    ``begins``, ``ends``: whether the run's first and last segment are among the lines.
    """

    lines: tuple[SketchLine, ...]
    bars: tuple[tuple[str, float, float], ...]
    hatches: tuple[tuple[float, float], ...]
    begins: bool
    ends: bool


class _Squeeze:
    """From ladder units to 0 … 1, silences being cut short."""

    def __init__(self, ladder: Ladder, start: float, end: float) -> None:
        self._cuts = [(h.y0, h.y1) for h in ladder.hatches if h.y1 - h.y0 > _SILENCE and start <= h.y0 < end]
        self._start = start
        self._length = max(self._down(end) - start, 1e-6)

    def _down(self, y: float) -> float:
        gone = sum(max(0.0, min(y, y1) - y0) * (1 - _SILENCE / (y1 - y0)) for y0, y1 in self._cuts if y > y0)
        return y - gone

    def __call__(self, y: float) -> float:
        return min(max((self._down(y) - self._start) / self._length, 0.0), 1.0)


def sketch_of(ladder: Ladder, *, closing: bool = False) -> Sketch:
    """The small picture of a run; ``closing``: it is about how the connection ends."""
    flights = ladder.trace.flights
    lines = [ladder.line(flight) for flight in flights]
    first = max(min(_focus(lines, closing=closing) - _BEFORE, len(lines) - MOST_LINES), 0)
    shown = lines[first : first + MOST_LINES]
    start = shown[0].y0 if first else min((line.y0 for line in shown), default=0.0)
    end = max((line.y1 for line in shown), default=1.0) + _FOOT
    down = _Squeeze(ladder, start, end)
    hatches = tuple((down(h.y0), down(h.y1)) for h in ladder.hatches if start <= h.y0 and h.y1 <= end)
    bars = tuple(
        (side, down(bar.y0), down(bar.y1))
        for side in ("left", "right")
        for bar in ladder.bars[side]
        if bar.state is State.ESTABLISHED and bar.y0 < end and bar.y1 > start
    )
    drawn = tuple(
        SketchLine(one.side, one.kind, one.x0, down(one.y0), one.x1, down(one.y1), one.end, one.again) for one in shown
    )
    return Sketch(drawn, bars, hatches, not first, first + MOST_LINES >= len(lines))


def _focus(lines: list[LadderLine], *, closing: bool) -> int:
    """Which segment the run is about: the first that goes wrong or resets; where it closes, the first FIN."""
    for index, line in enumerate(lines):
        if line.end in ("lost", "discarded") or line.kind == "RST" or line.copy or (closing and line.kind == "FIN"):
            return index
    return 0
