"""The side panel's page with the variables and timers of both hosts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.explain.typeset import typeset
from tcpanim.gui.look import Look
from tcpanim.gui.theme import LEAD, MEDIUM, SEMIBOLD, SMALL
from tcpanim.scene.endpoint import TimerDial
from tcpanim.scene.variables import Cell, Group, Numbers, numbers_at
from tcpanim.trace.trace import Trace

_ROW, _HEAD, _TIMER = 27, 40, 46


class NumbersPanel(QWidget):
    """A table: one row per variable, one column per host; what this step changed has a dot."""

    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._numbers: Numbers | None = None
        self._height = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._show()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._trace, self._t = trace, 0
        self._show()

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._t = t
        self._show()

    def set_selection(self, segment: int | None) -> None:
        """The numbers are those of the moment, whatever is chosen."""

    def _show(self) -> None:
        look, trace = self._look, self._trace
        numbers = None
        if look is not None and trace is not None and look.fits(trace) and look.naming is not None:
            numbers = numbers_at(trace, self._t, look.naming, look.detail)
        if numbers != self._numbers or look is not None:
            self._numbers = numbers
            self.setAccessibleName(self.description())
            self._measure()
            self.update()

    def description(self) -> str:
        """The table as one text, for screen readers."""
        if self._numbers is None:
            return ""
        assert self._look is not None
        say = self._look.catalogue.text
        numbers = self._numbers
        pairs = list(zip(numbers.hosts, numbers.states, strict=True))
        for group in numbers.groups:
            for row in group.rows:
                pairs += [
                    (f"{host} {row.name}", cell.text)
                    for host, cell in zip(numbers.hosts, (row.left, row.right), strict=True)
                ]
        for host, dials in zip(numbers.hosts, numbers.timers, strict=True):
            pairs += [(f"{host} {dial.label}", dial.remaining) for dial in dials]
        whole = say("list.gap").join(say("list.pair", name=name, value=value) for name, value in pairs)
        return typeset(whole, self._look.catalogue.language)

    def _measure(self) -> None:
        if self._look is None or self._numbers is None:
            height = 0
        else:
            px = self._look.theme.px
            rows = sum(len(group.rows) for group in self._numbers.groups)
            timers = max(1, *(len(dials) for dials in self._numbers.timers))
            height = px(72) + (len(self._numbers.groups) + 1) * px(_HEAD) + rows * px(_ROW) + timers * px(_TIMER)
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both hosts with their states, group by group, then the timers."""
        if self._look is None or self._numbers is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        top = self._paint_hosts(painter, theme.px(12))
        for group in self._numbers.groups:
            top = self._paint_group(painter, group, top)
        top = self._paint_heading(painter, self._look.catalogue.text("numbers.timers"), top)
        half = self._width() / 2
        for index, dials in enumerate(self._numbers.timers):
            area = QRectF(index * half, top, half - theme.px(8), theme.px(_TIMER))
            if not dials:
                painter.setFont(theme.font(SMALL))
                painter.setPen(theme.colour("ink3"))
                painter.drawText(
                    QPointF(area.left(), area.top() + theme.px(24)), self._look.catalogue.text("numbers.no-timer")
                )
            for row, dial in enumerate(dials):
                self._paint_timer(painter, dial, area.translated(0, row * area.height()), ("left", "right")[index])
        painter.end()

    def _width(self) -> int:
        return self.contentsRect().width()

    def _columns(self) -> tuple[float, float]:
        """The right edges of the two columns of values."""
        assert self._look is not None
        right = self._width() - self._look.theme.px(2)
        return right - (self._width() * 0.31), right

    def _paint_hosts(self, painter: QPainter, top: int) -> int:
        assert self._look is not None
        assert self._numbers is not None
        theme = self._look.theme
        half = (self._width() - theme.px(12)) / 2
        for index, side in enumerate(("left", "right")):
            left = index * (half + theme.px(12))
            chip = QRectF(left, top, half, theme.px(56))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"{side}_tint"))
            painter.drawRoundedRect(chip, theme.px(8), theme.px(8))
            painter.setPen(theme.colour("ink2"))
            painter.setFont(theme.font(SMALL))
            inner = chip.adjusted(theme.px(10), theme.px(5), -theme.px(4), -theme.px(5))
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop, self._numbers.hosts[index])
            painter.setPen(theme.colour(side))
            font = theme.font(LEAD, SEMIBOLD)
            if QFontMetrics(font).horizontalAdvance(self._numbers.states[index]) > inner.width():
                font = theme.font(SMALL, SEMIBOLD)
            painter.setFont(font)
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, self._numbers.states[index])
        return top + theme.px(60)

    def _paint_heading(self, painter: QPainter, text: str, top: int) -> int:
        assert self._look is not None
        theme = self._look.theme
        painter.setFont(theme.font(SMALL, SEMIBOLD))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QPointF(0, top + theme.px(_HEAD - 12)), text)
        painter.setPen(QPen(theme.colour("line"), 1))
        base = top + theme.px(_HEAD - 4) + 0.5
        painter.drawLine(QPointF(0, base), QPointF(self._width(), base))
        return top + theme.px(_HEAD)

    def _paint_group(self, painter: QPainter, group: Group, top: int) -> int:
        assert self._look is not None
        theme = self._look.theme
        top = self._paint_heading(painter, group.title, top)
        columns = self._columns()
        for row in group.rows:
            base = top + theme.px(19)
            named = row.name != row.words
            font = theme.font(SMALL, mono=True) if named else theme.font(SMALL)
            painter.setFont(font)
            painter.setPen(theme.colour("ink2"))
            painter.drawText(QPointF(0, base), row.name)
            for cell, right, side in zip((row.left, row.right), columns, ("left", "right"), strict=True):
                self._paint_cell(painter, cell, right, base, side)
            top += theme.px(_ROW)
        return top

    def _paint_cell(self, painter: QPainter, cell: Cell, right: float, base: float, side: str) -> None:
        assert self._look is not None
        theme = self._look.theme
        font = theme.font(SMALL, 700 if cell.changed else MEDIUM, mono=True)
        width = QFontMetrics(font).horizontalAdvance(cell.text)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QPointF(right - width, base), cell.text)
        if cell.changed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(side))
            radius = theme.px(3)
            painter.drawEllipse(QPointF(right - width - theme.px(9), base - theme.px(4.5)), radius, radius)

    def _paint_timer(self, painter: QPainter, dial: TimerDial, area: QRectF, side: str) -> None:
        assert self._look is not None
        theme = self._look.theme
        radius = theme.px(12)
        ring = QRectF(area.left() + 2, area.center().y() - radius, 2 * radius, 2 * radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("line"), theme.px(3)))
        painter.drawEllipse(ring)
        painter.setPen(QPen(theme.colour(side), theme.px(3)))
        painter.drawArc(ring, 90 * 16, round(dial.left * 360 * 16))
        left = ring.right() + theme.px(9)
        painter.setFont(theme.font(SMALL, MEDIUM))
        painter.setPen(theme.colour("ink"))
        room = int(area.right() - left)
        painter.drawText(
            QPointF(left, area.center().y() - theme.px(3)),
            QFontMetrics(painter.font()).elidedText(dial.label, Qt.TextElideMode.ElideRight, room),
        )
        painter.setFont(theme.font(SMALL, mono=True))
        painter.setPen(theme.colour("ink2"))
        painter.drawText(QPointF(left, area.center().y() + theme.px(14)), dial.remaining)
