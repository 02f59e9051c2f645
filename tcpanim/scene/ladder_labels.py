"""Where the words along the ladder's lines stand, so that none covers another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tcpanim.scene.ladder import Ladder, LadderLine
from tcpanim.scene.text_widths import text_width

CHUNK = 64
WARM_UP = 16  # lines before a chunk that are placed with it, so that its first labels know their neighbours
SHARES = (0.5, 0.34, 0.66, 0.24, 0.76)


class Label(NamedTuple):
    """Words along a line: their middle lies at ``share`` of the line, above or below it. ``shown``: there is room."""

    text: str
    share: float
    above: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class _Strip:
    """The strip that a label takes up: from x0 to x1 (px), its upper edge at y0 there and y1 here, ``height`` tall."""

    x0: float
    x1: float
    y0: float
    y1: float
    height: float

    def y(self, x: float) -> float:
        span = self.x1 - self.x0
        return self.y0 if span <= 0 else self.y0 + (self.y1 - self.y0) * (x - self.x0) / span

    def meets(self, other: _Strip) -> bool:
        """Whether two strips cover each other anywhere."""
        first, last = max(self.x0, other.x0), min(self.x1, other.x1)
        if first >= last:
            return False
        gaps = [other.y(x) - self.y(x) for x in (first, last)]
        if gaps[0] * gaps[1] <= 0:
            return True
        if gaps[0] > 0:
            return min(gaps) < self.height
        return min(-gap for gap in gaps) < other.height

    def crossed_by(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether a line runs through the strip."""
        if x1 < x0:
            x0, y0, x1, y1 = x1, y1, x0, y0
        first, last = max(self.x0, x0), min(self.x1, x1)
        if first >= last or x1 <= x0:
            return False
        depths = [y0 + (y1 - y0) * (x - x0) / (x1 - x0) - self.y(x) for x in (first, last)]
        return not (max(depths) <= 1 or min(depths) >= self.height - 1)


class Labels:
    """The labels of a ladder ``width`` px wide between its lifelines, at ``unit`` px per unit and type of ``px``."""

    def __init__(self, ladder: Ladder, width: float, unit: float, px: float) -> None:
        self._ladder = ladder
        self._width = width
        self._unit = unit
        self._px = px
        self._chunks: dict[int, dict[int, Label]] = {}

    def of(self, flight: int) -> Label:
        """The label of a segment's line."""
        number = (flight - 1) // CHUNK
        if number not in self._chunks:
            if len(self._chunks) > 256:
                self._chunks.clear()
            self._chunks[number] = self._place(number)
        return self._chunks[number][flight]

    def strip(self, line: LadderLine, label: Label) -> _Strip:
        """The room that a label takes, in px."""
        return self._strip(line, label.text, label.share, label.above)

    def _place(self, number: int) -> dict[int, Label]:
        flights = self._ladder.trace.flights[max(0, number * CHUNK - WARM_UP) : (number + 1) * CHUNK]
        lines = [self._ladder.line(flight) for flight in flights]
        placed: list[_Strip] = []
        labels: dict[int, Label] = {}
        for index, line in enumerate(lines):
            text = self._ladder.label(line)
            near = lines[max(0, index - WARM_UP) : index + WARM_UP]
            best: tuple[int, Label, _Strip] | None = None
            for above in (True, False):
                for share in SHARES:
                    strip = self._strip(line, text, share, above)
                    if any(strip.meets(other) for other in placed[-2 * WARM_UP :]):
                        continue
                    cost = 4 * sum(self._crosses(strip, other) for other in near if other is not line)
                    cost += SHARES.index(share) + (0 if above else 3)
                    if best is None or cost < best[0]:
                        best = cost, Label(text, share, above, True), strip
            if best is None:
                labels[line.flight] = Label(text, 0.5, True, False)
            else:
                labels[line.flight] = best[1]
                placed.append(best[2])
        return labels

    def _crosses(self, strip: _Strip, line: LadderLine) -> bool:
        width, unit = self._width, self._unit
        return strip.crossed_by(line.x0 * width, line.y0 * unit, line.x1 * width, line.y1 * unit)

    def _strip(self, line: LadderLine, text: str, share: float, above: bool) -> _Strip:
        width, unit = self._width, self._unit
        x0, x1 = sorted((line.x0 * width, line.x1 * width))
        slope = (line.y1 - line.y0) * unit / max(1.0, x1 - x0) * (1 if line.x1 >= line.x0 else -1)
        room = text_width(text, self._px, mono=True) + (self._px * 1.2 if line.again else 0)
        middle = line.x0 * width + (line.x1 - line.x0) * width * share
        # A lost segment's line is short: its words may go on past its end, but not out of the ladder.
        half = room / 2 + 4
        middle = min(max(middle, half + 6), max(half + 6, width - half - 6))
        y = line.y0 * unit + slope * (middle - line.x0 * width)
        height = self._px * 1.25
        top = y - height - 2 if above else y + 2
        return _Strip(middle - half, middle + half, top - slope * half, top + slope * half, height)
