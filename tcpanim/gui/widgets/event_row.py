"""Paints a row of the event list: time, host, what happened, why."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import draw_text
from tcpanim.gui.theme import MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.event_model import CHOSEN_ROLE, NOW_ROLE, TIME_ROLE, TOLD_ROLE, Index
from tcpanim.gui.widgets.parts import lines_of
from tcpanim.scene.event_rows import Told

WIDE = 780
"""From this width on (px at scale 1) what and why stand side by side."""
HALF = 0.52
"""What's share of the width there."""
KEPT = 200
"""So many rows remember how their words break over lines: they are measured, and then painted again and again."""


def draw_lines(painter: QPainter, left: float, top: float, lines: list[str], font: QFont) -> None:
    """One below the other, in the painter's pen."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    for number, line in enumerate(lines):
        painter.drawText(QPointF(left, top + metrics.ascent() + number * metrics.lineSpacing()), line)


class RowPainter(QStyledItemDelegate):
    """A row is as high as its words need: what above why where the view is narrow, side by side where it is wide."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.look: Look | None = None
        self.wide = False
        self._broken: dict[tuple[Told, float], tuple[list[str], list[str]]] = {}

    def set_look(self, look: Look, *, wide: bool) -> None:
        """Rows in ``look``; ``wide``: what and why side by side."""
        if look is not self.look or wide != self.wide:
            self.look, self.wide = look, wide
            self._broken.clear()

    def height(self) -> int:
        """What most rows need, in pixels."""
        return self._height_for(2 if self.wide else 4) if self.look is not None else 60

    def height_of(self, told: Told, width: int) -> int:
        """What this row needs where it is ``width`` px wide."""
        if self.look is None:
            return 60
        what, why = self._words(told, width - self._left() - self._right())
        return self._height_for(max(2, len(what), len(why)) if self.wide else max(2, len(what) + len(why)))

    def _height_for(self, lines: int) -> int:
        assert self.look is not None
        return self._line() * lines + self.look.theme.px(14)

    def _line(self) -> int:
        return QFontMetrics(self._what()).lineSpacing()

    def _what(self, *, now: bool = True) -> QFont:
        assert self.look is not None
        return self.look.theme.prose(SMALL, SEMIBOLD if now else MEDIUM)

    def _left(self) -> int:
        """From a row's left end to its sentences."""
        assert self.look is not None
        clock = QFontMetrics(self.look.theme.font(SMALL - 1, mono=True))
        return self.look.theme.px(12) + clock.horizontalAdvance("000.000 s") + self.look.theme.px(14)

    def _right(self) -> int:
        assert self.look is not None
        return self.look.theme.px(10)

    def _words(self, told: Told, width: float) -> tuple[list[str], list[str]]:
        """What happened and why in lines, for sentences ``width`` px wide; as bold as the present step's are."""
        assert self.look is not None
        found = self._broken.get((told, width))
        if found is None:
            half = width * HALF
            what = lines_of(told.what, self._what(), half - self.look.theme.px(24) if self.wide else width)
            why = lines_of(told.why, self.look.theme.prose(SMALL), width - half if self.wide else width)
            if len(self._broken) >= KEPT:
                self._broken.clear()
            found = self._broken[told, width] = what, why if told.why else []
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        told = index.data(TOLD_ROLE)
        if self.look is None or not isinstance(told, Told):
            return
        theme = self.look.theme
        area = QRectF(option.rect).adjusted(0, 1, 0, -1)
        now = bool(index.data(NOW_ROLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, area, option.state, told, now=now, chosen=bool(index.data(CHOSEN_ROLE)))
        left, top, line = area.left() + theme.px(12), area.top() + theme.px(6), self._line()
        column = self._left() - theme.px(12)
        mono = theme.font(SMALL - 1, mono=True)
        ink = theme.colour("ink2" if now else "ink3")
        draw_text(painter, QRectF(left, top, column, line), str(index.data(TIME_ROLE)), mono, ink)
        self._host(painter, QRectF(left, top + line, column - theme.px(6), line), told)
        left, width = left + column, area.width() - self._left() - self._right()
        what, why = self._words(told, width)
        painter.setPen(theme.colour("ink"))
        draw_lines(painter, left, top, what, self._what(now=now))
        painter.setPen(theme.colour("ink2"))
        beside = (left + width * HALF, top) if self.wide else (left, top + len(what) * line)
        draw_lines(painter, *beside, why, theme.prose(SMALL))
        painter.restore()

    def _ground(
        self, painter: QPainter, area: QRectF, state: QStyle.StateFlag, told: Told, *, now: bool, chosen: bool
    ) -> None:
        assert self.look is not None
        theme = self.look.theme
        corner = theme.px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        if now:
            painter.setBrush(theme.colour(f"{told.side}_tint" if told.side in ("left", "right") else "sunken"))
            painter.drawRoundedRect(area, corner, corner)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("lane"))
            painter.drawRoundedRect(area, corner, corner)
        if chosen:
            painter.setBrush(theme.colour("ink"))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 4, theme.px(3), area.height() - 8), 1.5, 1.5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("left"), max(2.0, 2 * theme.scale)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), corner, corner)

    def _host(self, painter: QPainter, area: QRectF, told: Told) -> None:
        """A dot and the host's name in its colour."""
        assert self.look is not None
        theme = self.look.theme
        role = told.side if told.side in ("left", "right") else "wire"
        radius = theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(role))
        painter.drawEllipse(QPointF(area.left() + radius, area.center().y()), radius, radius)
        text = area.adjusted(radius * 2 + theme.px(6), 0, 0, 0)
        ink = theme.colour(told.side if told.side in ("left", "right") else "ink3")
        draw_text(painter, text, told.host, theme.font(SMALL - 1), ink)
