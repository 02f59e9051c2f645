"""Sentences on the audience's screen: wrapped between words and names, measured before they are drawn."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from tcpanim.gui.painting.shapes import draw_text
from tcpanim.gui.widgets.parts import unbroken

LEADING = 1.32
"""From line to line, as a factor on the type's size."""
ORPHAN = 0.2
"""A last line shorter than that share of the width gets company from the lines above, where none is added by that."""
SHARES = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76)
"""Of the width: where lines may end instead, to be read more easily."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
"""A line that ends between two of these ends, as likely as not, inside a word; after a mark or a space it does not."""


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
    def _filled(self) -> list[str]:
        """Its lines, each as full as it can be."""
        return self._lines_at(self.width)

    @cached_property
    def _broken(self) -> tuple[str, ...]:
        found = self._balanced(self._filled)
        metrics = QFontMetricsF(self.font)
        if len(found) > self.lines:
            rest = " ".join(found[self.lines - 1 :])
            found = [
                *found[: self.lines - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width)
            ]  # fmt: skip
        return tuple(found)

    def _balanced(self, found: list[str]) -> list[str]:
        """As many lines; where that can be, the last one with company enough, and no line ends inside a word."""
        if not 1 < len(found) <= self.lines:
            return found
        standing = None
        for share in SHARES:
            lines = found if share == 1 else self._lines_at(self.width * share)
            if len(lines) > len(found):
                break
            if self._stands(lines):
                if not any(_HAN.match(line[-1:]) and _HAN.match(after) for line, after in pairwise(lines)):
                    return lines
                standing = standing or lines
        return standing or found

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
        return min(len(self._filled), self.lines) if self.text else 0

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
