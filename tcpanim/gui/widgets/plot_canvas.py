"""A plot and the playhead across it; press or drag to go there, turn the wheel to look closer."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.plot_frame import PlotFrame
from tcpanim.gui.painting.shapes import CENTRE, draw_text, pen, text_width
from tcpanim.gui.theme import MEDIUM, TINY
from tcpanim.gui.widgets.zoomed import Zoomed
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.figure import Figure
from tcpanim.scene.plot import Range, in_unit, in_view
from tcpanim.units import US

NEAR = 7
"""So many px from a segment's bar it is meant."""
LEAST = (80, 60)
"""In px at scale 1: axis and numbers need that much; with less, pyqtgraph would draw at a size below zero."""
_PALE = 205


class PlotCanvas(Zoomed):
    """Shows a figure up to the playhead; what comes later is pale."""

    range_changed = Signal(bool)
    """Whether all of the figure is in view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = PlotFrame(self)
        self._look: Look | None = None
        self._figure: Figure | None = None
        self._t = 0
        self._selection: int | None = None
        self._picture: QPixmap | None = None
        self._line = True
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    # ---- what it is told

    def set_figure(self, figure: Figure, look: Look) -> None:
        """Show another figure whole, or the same one in another look."""
        if figure is not self._figure:
            same = self._figure is not None and bool(figure.rounds) == bool(self._figure.rounds) and not self.whole
            self._figure = figure
            if not same:
                self._in_view.reset()
        self._look = look
        self._redraw()

    def clear(self) -> None:
        """Show nothing, and keep nothing of what was shown."""
        self._figure = self._look = self._picture = None
        self._frame.clear()
        self.update()

    def set_line(self, shown: bool) -> None:
        """Whether the playhead is drawn, and what comes later is pale."""
        self._line = shown
        self.update()

    def show_at(self, t: int) -> None:
        """Show the moment ``t``: only the stretch between the old line and the new one is painted."""
        figure, before, self._t = self._figure, self._t, t
        if figure is None:
            return
        if self._in_view.follow(self._share(figure.x_of(t))):
            self._redraw()
        if self._picture is None:
            return
        if self._covered(before) != self._covered(t):  # words come or go as a whole
            self.update()
            return
        first, last = sorted((self._line_at(before), self._line_at(t)))
        reach = self._reach
        self.update(QRectF(first - reach, 0, last - first + 2 * reach, self.height()).toAlignedRect())

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        self.update()

    @property
    def whole(self) -> bool:
        """Whether all of the figure is in view."""
        return self._in_view.whole

    @property
    def stretch(self) -> tuple[float, float]:
        """What is in view of the figure's x."""
        if self._figure is None:
            return 0.0, 1.0
        first, last = self._figure.span
        if self.whole:
            return first, last
        wide = last - first
        return first + wide * self._in_view.first, first + wide * self._in_view.last

    def _share(self, x: float) -> float:
        """The place of a value across in the whole figure."""
        assert self._figure is not None
        first, last = self._figure.span
        return (x - first) / (last - first)

    def _place_now(self) -> float | None:
        return self._share(self._figure.x_of(self._t)) if self._figure is not None else None

    @property
    def _closest(self) -> float:
        assert self._figure is not None
        first, last = self._figure.span
        return min((2.0 if self._figure.rounds else 20.0 * US) / (last - first), 1.0)

    @property
    def _ends(self) -> tuple[float, float]:
        return self._frame.area.left(), self._frame.area.right()

    # ---- geometry

    @property
    def _reach(self) -> float:
        """How far what belongs to the playhead reaches: below it its time, beside that what this has taken away."""
        return 150.0 * (self._look.theme.scale if self._look else 1.0)

    def _line_at(self, t: int) -> float:
        assert self._figure is not None
        area = self._frame.area
        return min(max(self._frame.x(self._figure.x_of(t)), area.left()), area.right())

    def _range(self) -> Range:
        assert self._figure is not None
        return in_view(self._figure, *self.stretch)

    def time_at(self, x: float) -> int | None:
        """The moment at ``x`` px."""
        if self._figure is None or self._picture is None:
            return None
        first, last = self._figure.span
        return max(0, self._figure.time_at(min(max(self._frame.value_at(x), first), last)))

    def segment_at(self, point: QPointF) -> tuple[int, int] | None:
        """The segment whose bar is near ``point``, as (id, time of departure)."""
        if self._figure is None or self._picture is None:
            return None
        near: list[tuple[float, int, int]] = []
        for layer in self._figure.layers:
            if not layer.flights or layer.top is None:
                continue
            low, high = (self._frame.value_at(point.x() + by) for by in (-NEAR, NEAR))
            for index in range(*_rows(layer.x, low, high)):
                top, bottom = self._frame.y(layer.top[index]) - NEAR, self._frame.y(layer.y[index]) + NEAR
                if top <= point.y() <= bottom:
                    away = abs(self._frame.x(layer.x[index]) - point.x())
                    near.append((away, layer.flights[index], int(layer.x[index])))
        return min(near)[1:] if near else None

    # ---- painting

    def _redraw(self) -> None:
        self._picture = None
        self.range_changed.emit(self.whole)
        self.update()

    def _drawn(self) -> QPixmap | None:
        """The picture of all that stands still, made anew where it does not fit any more."""
        if self._figure is None or self._look is None:
            return None
        least_width, least_height = (self._look.theme.px(side) for side in LEAST)
        if self.width() < least_width or self.height() < least_height:
            return None
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._frame.lay_out(self._figure, self._look, self._range(), self.size(), ratio)
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._look.theme.colour("surface"))
            painter = QPainter(picture)
            self._frame.render(painter)
            painter.end()
            self._picture = picture
        return self._picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = self._drawn()
        if picture is None:
            painter.fillRect(self.rect(), self._look.theme.colour("surface") if self._look else Qt.GlobalColor.white)
            return
        ratio, part = picture.devicePixelRatio(), event.rect()
        source = QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio)
        painter.drawPixmap(QRectF(part), picture, source)
        self._paint_over(painter, QRectF(part))

    def _paint_over(self, painter: QPainter, part: QRectF) -> None:
        """The pale or hidden future, the selected segment and the playhead, in that part of it."""
        assert self._look is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, area = self._look.theme, self._frame.area
        x = self._line_at(self._t)
        if not self._line:
            self._frame.draw_titles(painter, part)
            self._paint_selection(painter)
            return
        later = QRectF(x, area.top() - theme.px(20), area.right() - x + theme.px(10), area.height() + theme.px(19))
        if x < area.right():
            # An audience is asked what comes, so it must not see it yet.
            if self._look.present:  # marks on the axis reach below it
                later.setBottom(area.bottom() + theme.px(4))
            painter.fillRect(later, theme.colour("surface", 255 if self._look.present else _PALE))
            if self._look.present:
                painter.setPen(pen(theme.colour("wire"), 1))
                painter.drawLine(QPointF(x, area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5))
        if x < area.right() or self._look.present:
            self._frame.draw_flags(painter, until=x, part=part)  # a name reaches over its moment
        self._paint_selection(painter)
        painter.setPen(pen(theme.colour("ink"), max(1.4, 1.6 * theme.scale)))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        half = theme.px(5)
        painter.setBrush(theme.colour("ink"))
        top = area.top()  # above stand the names of moments
        painter.drawPolygon(QPolygonF([QPointF(x - half, top), QPointF(x + half, top), QPointF(x, top + half)]))
        self._paint_time(painter, part)

    def _pill(self, t: int) -> tuple[str, QRectF]:
        """The moment ``t`` (ns) in words, and where they stand: below its line, over the axis."""
        assert self._look is not None
        assert self._look.naming is not None
        theme, area = self._look.theme, self._frame.area
        words = clock_time(t, base_delay(self._look.naming.trace))
        wide = text_width(words, theme.font(TINY, MEDIUM, mono=True)) + theme.px(12)
        left = self._line_at(t) - wide / 2
        left = min(max(left, area.left()), self.width() - wide - 1)  # beside it stands the upright axis' number
        return words, QRectF(left, area.bottom() + theme.px(4), wide, theme.px(18))

    def _covered(self, t: int) -> tuple[object, ...]:
        """The words below the axis that make room at the moment ``t`` (ns)."""
        pill = self._pill(t)[1]
        return self._frame.covered((pill.left(), pill.right()))

    def _paint_time(self, painter: QPainter, part: QRectF) -> None:
        """The moment below the line, and the axes' titles."""
        assert self._look is not None
        theme, font = self._look.theme, self._look.theme.font(TINY, MEDIUM, mono=True)
        words, pill = self._pill(self._t)
        self._frame.draw_titles(painter, part, (pill.left(), pill.right()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        painter.drawRoundedRect(pill, theme.px(4), theme.px(4))
        draw_text(painter, pill, words, font, theme.colour("surface"), CENTRE)

    def _paint_selection(self, painter: QPainter) -> None:
        assert self._look is not None
        assert self._figure is not None
        theme = self._look.theme
        for layer in self._figure.layers:
            if self._selection is None or self._selection not in layer.flights or layer.top is None:
                continue
            index = layer.flights.index(self._selection)
            x, half = self._frame.x(layer.x[index]), theme.px(6)
            if not self._frame.area.left() - half <= x <= self._frame.area.right() + half:
                continue
            top, bottom = self._frame.y(layer.top[index]), self._frame.y(layer.y[index])
            painter.setPen(pen(theme.colour("ink"), max(1.4, theme.px(1.6))))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(x - half, top - half / 2, 2 * half, bottom - top + half), 3, 3)

    # ---- what the user does

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture = None

    def _press(self, event: QMouseEvent) -> None:
        """A segment is chosen where one is near."""
        found = self.segment_at(event.position())
        if found is not None:
            self.selected.emit(found[0])
            self.seek_requested.emit(found[1])
        else:
            self._seek(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.zoom_by(0.0)

    def event(self, event: QEvent) -> bool:
        """Say what a bar stands for, or which values meet under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _words_at(self, point: QPointF) -> str:
        look, figure = self._look, self._figure
        moment = self.time_at(point.x())
        if look is None or look.naming is None or figure is None or moment is None:
            return ""
        time = clock_time(moment, base_delay(look.naming.trace))
        found = self.segment_at(point)
        if found is not None:
            return f"{time} · {look.naming.label(look.naming.trace.flight(found[0]))}"
        area = self._frame.area
        share = (area.bottom() - point.y()) / max(1.0, area.height())
        shown = self._range()
        value = shown.bottom + min(max(share, 0.0), 1.0) * (shown.top - shown.bottom)
        return f"{time} · {in_unit(figure, value, look.naming)}"

    # ---- pictures

    def draw(self, painter: QPainter) -> None:
        """The plot as it is seen, with another painter."""
        if self._drawn() is not None and self._figure is not None and self._look is not None:
            ratio = painter.device().devicePixelRatioF()
            self._frame.lay_out(self._figure, self._look, self._range(), self.size(), ratio)
            self._frame.render(painter)
            self._paint_over(painter, QRectF(self.rect()))


def _rows(x: array[float], low: float, high: float) -> tuple[int, int]:
    return bisect_left(x, low), bisect_right(x, high)
