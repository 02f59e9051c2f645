"""Sentences on the audience's screen: wrapped between words and names, measured before they are drawn."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from tcpanim.gui.painting.shapes import draw_text
from tcpanim.gui.widgets.parts import unbroken

LEADING = 1.32
"""From line to line, as a factor on the type's size."""
ORPHAN = 0.2
"""A last line shorter than that share of the width gets company from the lines above, where none is added by that."""


class Prose:
    """One paragraph at a width; ``lines``: so many at most, with … where there are more."""

    def __init__(self, text: str, font: QFont, width: float, lines: int = 99) -> None:
        self.text = unbroken(text)
        self.font = font
        self.width = max(width, 1.0)
        self.lines = lines

    @property
    def pitch(self) -> float:
        """How far lines are apart."""
        return self.font.pixelSize() * LEADING

    @cached_property
    def _broken(self) -> tuple[str, ...]:
        found = self._balanced(self._lines_at(self.width))
        metrics = QFontMetricsF(self.font)
        if len(found) > self.lines:
            rest = " ".join(found[self.lines - 1 :])
            found[self.lines - 1 :] = [metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width)]
        return tuple(found)

    def _balanced(self, found: list[str]) -> list[str]:
        """As many lines, the last one with company enough, where that can be."""
        if not 1 < len(found) <= self.lines or self._stands(found):
            return found
        for share in (0.94, 0.88, 0.82, 0.76):
            lines = self._lines_at(self.width * share)
            if len(lines) == len(found) and self._stands(lines):
                return lines
        return found

    def _stands(self, lines: list[str]) -> bool:
        return QFontMetricsF(self.font).horizontalAdvance(lines[-1]) >= ORPHAN * self.width

    def _lines_at(self, width: float) -> list[str]:
        layout = QTextLayout(self.text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found: list[str] = []
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            found.append(self.text[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return found

    @property
    def count(self) -> int:
        """How many lines it takes."""
        return len(self._broken) if self.text else 0

    @property
    def reach(self) -> float:
        """How wide its longest line is."""
        metrics = QFontMetricsF(self.font)
        return max((metrics.horizontalAdvance(line) for line in self._broken), default=0.0)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.text or not self._broken[-1].endswith("…") or self.text.endswith("…")

    @property
    def height(self) -> float:
        """The height it takes."""
        return self.count * self.pitch

    def draw(self, painter: QPainter, left: float, top: float, colour: QColor) -> float:
        """Draw it with its upper left corner there; returns where it ends."""
        if self.text:
            for line in self._broken:
                box = QRectF(QPointF(left, top), QPointF(left + self.width + self.font.pixelSize(), top + self.pitch))
                draw_text(painter, box, line, self.font, colour)
                top += self.pitch
        return top
