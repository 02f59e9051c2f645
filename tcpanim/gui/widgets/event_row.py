"""Paints a row of the event list: time, host, what happened, why."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import draw_text
from tcpanim.gui.theme import MEDIUM, REGULAR, SEMIBOLD, SMALL
from tcpanim.gui.widgets.event_model import CHOSEN_ROLE, NOW_ROLE, TIME_ROLE, TOLD_ROLE, Index
from tcpanim.gui.widgets.parts import unbroken
from tcpanim.scene.event_rows import Told

WIDE = 780
"""From this width on (px at scale 1) what and why stand side by side."""


def draw_lines(painter: QPainter, area: QRectF, text: str, font: QFont, most: int) -> None:
    """``text`` wrapped over at most ``most`` lines, with … where it is longer, in the painter's pen."""
    metrics = QFontMetrics(font)
    layout = QTextLayout(unbroken(text), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    painter.setFont(font)
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(area.width())
        start = line.textStart()
        shown = layout.text()[start : start + line.textLength()]
        if number == most - 1 and start + line.textLength() < len(layout.text()):
            shown = metrics.elidedText(layout.text()[start:], Qt.TextElideMode.ElideRight, int(area.width()))
        place = area.top() + metrics.ascent() + number * metrics.lineSpacing()
        painter.drawText(QPointF(area.left(), place), shown)
    layout.endLayout()


class RowPainter(QStyledItemDelegate):
    """Uniform rows: three lines where the view is narrow, two where it is wide."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.look: Look | None = None
        self.wide = False

    def height(self) -> int:
        """As many lines as there may be, in pixels."""
        if self.look is None:
            return 60
        line = QFontMetrics(self.look.theme.prose(SMALL, SEMIBOLD)).lineSpacing()
        return line * (2 if self.wide else 3) + self.look.theme.px(14)

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
        inner = area.adjusted(theme.px(12), theme.px(6), -theme.px(10), -theme.px(4))
        mono = theme.font(SMALL - 1, mono=True)
        clock = str(index.data(TIME_ROLE))
        column = QFontMetrics(mono).horizontalAdvance("000.000 s") + theme.px(14)
        line = QFontMetrics(theme.prose(SMALL, SEMIBOLD)).lineSpacing()
        draw_text(
            painter,
            QRectF(inner.left(), inner.top(), column, line),
            clock,
            mono,
            theme.colour("ink2" if now else "ink3"),
        )
        self._host(painter, QRectF(inner.left(), inner.top() + line, column - theme.px(6), line), told)
        texts = inner.adjusted(column, 0, 0, 0)
        what = theme.prose(SMALL, SEMIBOLD if now else MEDIUM)
        why = theme.prose(SMALL, REGULAR)
        if self.wide:
            half = texts.width() * 0.52
            painter.setPen(theme.colour("ink"))
            draw_lines(painter, QRectF(texts.left(), texts.top(), half - theme.px(24), 0), told.what, what, 2)
            painter.setPen(theme.colour("ink2"))
            draw_lines(painter, QRectF(texts.left() + half, texts.top(), texts.width() - half, 0), told.why, why, 2)
        else:
            painter.setPen(theme.colour("ink"))
            used = 2 if QFontMetrics(what).horizontalAdvance(told.what) > texts.width() or not told.why else 1
            draw_lines(painter, texts, told.what, what, used if told.why else 3)
            painter.setPen(theme.colour("ink2"))
            draw_lines(painter, texts.adjusted(0, used * line, 0, 0), told.why, why, 3 - used)
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
