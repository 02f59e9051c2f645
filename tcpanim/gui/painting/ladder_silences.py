"""Shortened time on the ladder: hatched bands, and how long each really is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from tcpanim.gui.painting.ladder_lines import Lines
from tcpanim.gui.painting.shapes import draw_silence_label, hatch_brush, silence_pill
from tcpanim.scene.ladder import LadderLine


class Silences:
    """Those of one ladder. Their lengths are said where the words along its ``lines`` leave room."""

    def __init__(self, lines: Lines, font: QFont, ratio: float) -> None:
        self._lines, self._font, self._ratio = lines, font, ratio
        self._ladder, self._look, self._at = lines.ladder, lines.look, lines.at

    def paint(self, painter: QPainter, first: float, last: float, now: float) -> None:
        """Those from ``first`` to ``last`` (units), as far as they have passed ``now``."""
        theme = self._look.theme
        inset = 9 * self._at.scale
        for hatch in self._ladder.hatches_between(first, last):
            top, bottom = self._at.head + hatch.y0 * self._at.unit, self._at.head + min(hatch.y1, now) * self._at.unit
            pad = 13 * self._at.scale
            if bottom - top < 2 * pad:
                continue
            width = self._at.width - 2 * inset
            band = QRectF(self._at.left + inset, top + pad, width, bottom - top - 2 * pad)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hatch_brush(theme, self._at.scale, self._ratio))
            painter.setBrushOrigin(QPointF(0, self._at.head + hatch.y0 * self._at.unit))
            painter.drawRect(band)
            if band.height() > 24 * self._at.scale:
                middle = QPointF(band.center().x(), (top + self._at.head + hatch.y1 * self._at.unit) / 2)
                whole = (hatch.y1 - hatch.y0) * self._at.unit - 2 * pad
                place = self._free_of_labels(middle, whole, hatch.text)
                if place is not None and place.y() + 10 * self._at.scale <= band.bottom():
                    draw_silence_label(painter, place, hatch.text, self._font, theme)

    def _free_of_labels(self, middle: QPointF, high: float, text: str) -> QPointF | None:
        """Where a silence's length stands beside the words of segments that are under way through it; None: nowhere.

        In the middle of the band, which is so many px ``high``, else at its foot or its top.
        """
        for away in (0.0, 0.5, -0.5):
            place = self._free_beside(middle + QPointF(0, away * max(0.0, high - 21 * self._at.scale)), text)
            if place is not None:
                return place
        return None

    def _free_beside(self, middle: QPointF, text: str) -> QPointF | None:
        """The same at one height, where the fewest lines pass."""
        pill = silence_pill(middle, text, self._font)
        top, bottom = pill.top() - self._at.head, pill.bottom() - self._at.head
        around = max(0.0, (top - self._lines.reach) / self._at.unit), (bottom + self._lines.reach) / self._at.unit
        lines = [self._ladder.line(flight) for flight in self._ladder.flights_between(*around)]
        labels = [(line, self._lines.labels.of(line.flight)) for line in lines if not self._lines.crowded(line.flight)]
        strips = [self._lines.labels.strip(line, label) for line, label in labels if label.shown]
        # Where only one side is shown, the fog hides the middle.
        places = {"left": (-0.38,), "right": (0.38,)}.get(self._look.side, (0.0, -0.27, 0.27, -0.38, 0.38, -0.14, 0.14))
        width = self._at.width
        most = max(0.0, (width - pill.width()) / 2 - 8 * self._at.scale)  # beside the lifelines
        best: tuple[int, QPointF] | None = None
        for away in places:
            centre = middle + QPointF(min(max(away * width, -most), most), 0)
            first, last = (centre.x() + sign * pill.width() / 2 - self._at.left for sign in (-1, 1))
            if any(strip.reaches(first, last, top, bottom) for strip in strips):
                continue
            through = sum(self._passes(line, first, last, top, bottom) for line in lines)
            if best is None or through < best[0]:
                best = through, centre
        return best[1] if best is not None else None

    def _passes(self, line: LadderLine, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Whether a line passes between these (px right of the left lifeline, and below the head)."""
        width, across = self._at.width, line.x1 - line.x0
        ends = line.x0 * width, line.x1 * width
        first, last = max(x0, min(ends)), min(x1, max(ends))
        if first >= last:
            return False
        at = [(line.y0 + (line.y1 - line.y0) * (x / width - line.x0) / across) * self._at.unit for x in (first, last)]
        return min(at) < y1 and max(at) > y0
