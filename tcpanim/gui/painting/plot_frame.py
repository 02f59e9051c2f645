"""A figure drawn with pyqtgraph: axes, grid, curves, marks, flags. Loaded when plots are first shown, not before.

It draws what stands still; the playhead lies over the finished picture, so that moving it costs next to nothing.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting import plot_reduce as reduce
from tcpanim.gui.painting.plot_marks import sign
from tcpanim.gui.painting.shapes import LEFT, RIGHT, draw_text, hatch_brush, pen, text_width
from tcpanim.gui.theme import MEDIUM, SEMIBOLD, SMALL, TINY
from tcpanim.scene.figure import Figure, Layer
from tcpanim.scene.plot import (
    DASHES,
    FILLED,
    FLAG_ROLES,
    SIGNS,
    TICK_ROOM,
    Range,
    Ticks,
    axis_words,
    ticks_across,
    ticks_upwards,
    under_time,
    unit_across,
)

FEW = 2_000
"""Up to so many points in view lines are thick and marks are drawn as vectors."""
_OVER = 20  # px at scale 1


class PlotFrame:
    """One figure at a size and a range; ``area`` is where its curves are, in px."""

    def __init__(self, parent: QWidget) -> None:
        self._across, self._up = _Axis("bottom"), _Axis("left")
        self._widget = pg.GraphicsView(parent, background=None)
        self._widget.setFrameShape(QFrame.Shape.NoFrame)
        self._widget.hide()
        for action in self._widget.scene().contextMenu:  # in English only, and out of reach
            action.setParent(None)
        self._widget.scene().contextMenu = []
        # Not pyqtgraph's PlotItem: it brings menus and windows of its own, which nobody here can reach.
        self._layout = pg.GraphicsLayout()
        self._layout.layout.setSpacing(0)
        self._view = pg.ViewBox(enableMenu=False, enableMouse=False)
        self._layout.addItem(self._up, 0, 0)
        self._layout.addItem(self._view, 0, 1)
        self._layout.addItem(self._across, 1, 1)
        for axis in (self._up, self._across):
            axis.linkToView(self._view)
            axis.setZValue(-1000)  # the grid lies below what is drawn on it
        self._widget.setCentralItem(self._layout)
        self._look: Look | None = None
        self._figure: Figure | None = None
        self._range = Range(0.0, 1.0, 0.0, 1.0)
        self._ratio = 1.0
        self.area = QRectF()

    # ---- what it shows

    def clear(self) -> None:
        """Keep nothing of the figure."""
        self._figure = self._look = None
        self._view.clear()
        for axis in (self._up, self._across):
            axis.set_ticks(Ticks(1.0, str))

    def lay_out(self, figure: Figure, look: Look, shown: Range, size: QSize, ratio: float) -> None:
        """Make everything for a size in logical px, each of which is ``ratio`` pixels: pens here count pixels."""
        self._figure, self._look, self._range, self._ratio = figure, look, shown, ratio
        theme = look.theme
        self._widget.setBackground(theme.colour("surface"))
        self._widget.resize(size)
        # Never shown, it is not told of its size by Qt.
        self._widget.setRange(QRectF(QPointF(0, 0), size.toSizeF()), padding=0, disableAutoPixel=False)
        self._style_axes(figure, look)
        head = theme.px(24)
        self._layout.setContentsMargins(0, head, theme.px(10), 0)
        unit = unit_across(figure)
        self._view.setRange(
            xRange=(shown.low * unit, shown.high * unit), yRange=(shown.bottom, shown.top), padding=0, update=True
        )
        self._layout.layout.activate()
        self.area = self._layout.mapRectToScene(self._view.geometry())
        self._view.updateViewRange()
        self._view.clear()
        for layer in figure.layers:
            for item in self._items(layer):
                self._view.addItem(item, ignoreBounds=True)

    def _style_axes(self, figure: Figure, look: Look) -> None:
        theme = look.theme
        font = theme.font(TINY, MEDIUM)
        for axis in (self._across, self._up):
            axis.setStyle(tickFont=font, tickTextOffset=theme.px(5), tickLength=-theme.px(4))
            axis.over = max(theme.px(_OVER), font.pixelSize())
            axis.setPen(QPen(theme.colour("wire"), theme.px(1)))
            axis.setTextPen(theme.colour("ink2"))
            axis.setTickPen(QPen(theme.colour("line"), theme.px(1)))
        # Where hairlines are bright, a grid as bright would stand out before the curves.
        self._up.setGrid(90 if theme.name == "contrast" else 255)
        self._across.setGrid(False)
        self._across.setHeight(theme.px(24))
        room = self._widget.height() - theme.px(48)
        upwards = ticks_upwards(figure, self._range, room / theme.px(TICK_ROOM[1]), look.naming)
        self._up.set_ticks(upwards)
        texts = [text for _, text in upwards.between(self._range.bottom, self._range.top)]
        widest = max((text_width(text, font) for text in texts), default=0)
        self._up.setWidth(max(theme.px(44), int(widest) + theme.px(14)))
        self._titles = axis_words(figure, self._range, look.catalogue.text)
        room = max(1.0, self._widget.width() - self._up.width() - theme.px(10))
        taken = (text_width(self._titles[1], theme.font(SMALL, MEDIUM)) + theme.px(TICK_ROOM[0] / 4)) / room
        self._numbers = ticks_across(figure, self._range, room / theme.px(TICK_ROOM[0]), taken)
        self._across.set_ticks(self._numbers)

    def _items(self, layer: Layer) -> list[pg.GraphicsObject]:
        assert self._look is not None
        assert self._figure is not None
        theme, unit = self._look.theme, unit_across(self._figure)
        x = np.frombuffer(layer.x) * unit if layer.x else np.empty(0)
        y = np.frombuffer(layer.y) if layer.y else np.empty(0)
        low, high = self._range.low * unit, self._range.high * unit
        pixels = max(1, round(self.area.width()))
        colour = theme.colour(layer.role)
        if not len(x):
            return []
        if layer.form in ("step", "area"):
            until = max(self._range.high, self._figure.span[1]) * unit
            return self._curve(layer, *reduce.steps(x, y, low, high, pixels, until), colour)
        if layer.form == "line":
            return self._curve(layer, *reduce.line(x, y, low, high, pixels), colour)
        if layer.form == "columns":
            rows = reduce.in_view(x, low, high, around=1)
            fill = theme.colour(layer.role, 60)
            return [pg.BarGraphItem(x=x[rows], height=y[rows], width=0.5, brush=fill, pen=QPen(Qt.PenStyle.NoPen))]
        scale = self.area.height() / (self._range.top - self._range.bottom)
        if layer.top is not None:
            shown = reduce.bars(x, y, np.frombuffer(layer.top), low, high, pixels)
            return self._bars(layer, *shown, colour, scale)
        return [self._marks(layer.form, *reduce.points(x, y, low, high, pixels, scale), colour)]

    def _curve(self, layer: Layer, x: reduce.Column, y: reduce.Column, colour: QColor) -> list[pg.GraphicsObject]:
        assert self._look is not None
        thick = max(1.6, 2 * self._look.theme.scale) if len(x) <= FEW else 1
        if layer.form == "area":
            thick = max(1.0, self._look.theme.scale) if len(x) <= FEW else 1
        stroke = QPen(colour, thick * self._ratio)
        stroke.setCosmetic(True)
        stroke.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if layer.dashed:
            stroke.setDashPattern(list(DASHES))
        filled = {"fillLevel": 0.0, "brush": self._look.theme.colour(layer.role, 36)} if layer.form == "area" else {}
        return [pg.PlotCurveItem(x, y, pen=stroke, antialias=layer.form == "line", **filled)]

    def _bars(
        self, layer: Layer, x: reduce.Column, bottom: reduce.Column, top: reduce.Column, colour: QColor, scale: float
    ) -> list[pg.GraphicsObject]:
        assert self._look is not None
        if not len(x):
            return []
        theme = self._look.theme
        stroke = QPen(colour, (max(2.0, 3 * theme.scale) if len(x) <= FEW else 1) * self._ratio)
        stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
        stroke.setCosmetic(True)
        least, gap = 3 / scale, 1.2 / scale  # pixels: one number is a bar too; neighbours in a burst keep apart
        pairs = np.ravel(np.column_stack((bottom, np.maximum(top - gap, bottom + least))))
        made = [pg.PlotCurveItem(np.repeat(x, 2), pairs, connect="pairs", pen=stroke)]
        if layer.form == "again":
            raised = np.maximum(top, bottom + least) + theme.px(10) / scale
            made.append(self._marks("again", x, raised, colour))
        return made

    def _marks(self, form: str, x: reduce.Column, y: reduce.Column, colour: QColor) -> pg.ScatterPlotItem:
        assert self._look is not None
        theme = self._look.theme
        side = SIGNS[form] * theme.scale * (1.0 if len(x) <= FEW else 0.7)
        fill = colour if form in FILLED else theme.colour("surface") if form == "rings" else None
        stroke = pen(colour, max(1.4, 1.7 * theme.scale) * self._ratio)
        stroke.setCosmetic(True)
        return pg.ScatterPlotItem(
            x, y, symbol=sign(form), size=side, pen=stroke, brush=pg.mkBrush(fill), pxMode=True, useCache=len(x) > FEW
        )

    # ---- drawing

    def render(self, painter: QPainter) -> None:
        """Everything that stands still, at the size it was laid out for."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._widget.size()
        self._widget.render(painter, QRectF(0, 0, size.width(), size.height()), self._widget.rect())
        self._draw_hatch(painter)
        # Before an audience a name is not told before its moment: it is written over the finished picture.
        self.draw_flags(painter, names=self._look is None or not self._look.present)

    def draw_titles(self, painter: QPainter, part: QRectF, time: tuple[float, float] | None = None) -> None:
        """What lies upwards, and, among the numbers below the axis, across: as true in the future that is pale.

        Those in the ``part`` that is painted; ``time``: where the playhead's will stand, from left to right; what that
        would cover in part goes.
        """
        assert self._look is not None
        theme = self._look.theme
        font, high = theme.font(SMALL, MEDIUM), theme.px(20)
        upwards, across = (text_width(title, font) for title in self._titles)
        box = QRectF(theme.px(4), theme.px(1), self.area.width(), high)
        if box.left() + upwards + 2 >= part.left():  # a letter may stand out a little
            draw_text(painter, box, self._titles[0], font, theme.colour("ink2"), LEFT)
        box = QRectF(self.area.left(), self.area.bottom() + theme.px(3), self.area.width(), high)
        title, numbers = self.covered(time) if time is not None else (False, ())
        if box.right() - across - 2 <= part.right() and not title:
            draw_text(painter, box, self._titles[1], font, theme.colour("ink2"), RIGHT)
        for x, wide in numbers:
            painter.fillRect(QRectF(x - wide / 2, box.top(), wide, high), theme.colour("surface"))

    def covered(self, time: tuple[float, float]) -> tuple[bool, tuple[tuple[float, float], ...]]:
        """What below the axis the playhead's time, from left to right, would cover in part.

        That is the title, and numbers: the middle of each and how wide it is, in px.
        """
        assert self._look is not None
        assert self._figure is not None
        theme, unit = self._look.theme, unit_across(self._figure)
        across = text_width(self._titles[1], theme.font(SMALL, MEDIUM))
        font = theme.font(TINY, MEDIUM)
        numbers = (
            (self.x(value / unit), text_width(words, font) + 2.0)
            for value, words in self._numbers.between(self._range.low * unit, self._range.high * unit)
        )
        return (
            under_time(self.area.right() - across / 2, across, time),
            tuple((x, wide) for x, wide in numbers if under_time(x, wide, time)),
        )

    def _draw_hatch(self, painter: QPainter) -> None:
        """Where story time is shortened, on the axis of true time."""
        assert self._look is not None
        assert self._figure is not None
        if self._figure.rounds or self._look.time is None:
            return
        tall = self._look.theme.px(6)
        brush = hatch_brush(self._look.theme, self._look.theme.scale * 0.7)
        for stretch in self._look.time.shortened:
            left, right = max(self.x(stretch.start), self.area.left()), min(self.x(stretch.end), self.area.right())
            if right - left >= 1:
                band = QRectF(left, self.area.bottom() - tall / 2, right - left, tall)
                painter.fillRect(band, self._look.theme.colour("surface"))
                painter.fillRect(band, brush)

    def draw_flags(
        self, painter: QPainter, until: float | None = None, *, names: bool = True, part: QRectF | None = None
    ) -> None:
        """The moments that bend the curves, named where there is room; ``until``: the names up to that px only.

        Those in the ``part`` that is painted; None: all.
        """
        assert self._look is not None
        assert self._figure is not None
        theme = self._look.theme
        font = theme.font(TINY, SEMIBOLD)
        free = theme.px(12) + text_width(self._titles[0], theme.font(SMALL, MEDIUM))
        for flag in self._figure.flags:
            x = self.x(flag.x)
            if not self.area.left() <= x <= self.area.right():
                continue
            colour = theme.colour(FLAG_ROLES.get(flag.key, "again"))
            if until is None:
                line = pen(colour, max(1.0, theme.scale))
                line.setDashPattern([2.0, 4.0])
                painter.setPen(line)
                painter.drawLine(QPointF(x, self.area.top()), QPointF(x, self.area.bottom()))
            if not names:
                continue
            words = self._look.catalogue.text(f"plots.flag.{flag.key}")
            wide = text_width(words, font) + theme.px(10)
            left = min(max(x - wide / 2, self.area.left()), self.area.right() - wide)
            if left < free:
                continue
            pill = QRectF(left, self.area.top() - theme.px(19), wide, theme.px(18))
            free = pill.right() + theme.px(4)
            if (until is not None and x > until) or (
                part is not None and not part.intersects(pill.adjusted(-1, -1, 1, 1))
            ):
                continue
            painter.setPen(QPen(colour, theme.px(1)))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            draw_text(painter, pill, words, font, colour, Qt.AlignmentFlag.AlignCenter)

    # ---- geometry

    def x(self, value: float) -> float:
        """The place of a value across (the figure's x) in px."""
        share = (value - self._range.low) / (self._range.high - self._range.low)
        return self.area.left() + share * self.area.width()

    def y(self, value: float) -> float:
        """The place of a value on the upright axis in px."""
        share = (value - self._range.bottom) / (self._range.top - self._range.bottom)
        return self.area.bottom() - share * self.area.height()

    def value_at(self, x: float) -> float:
        """The value across at ``x`` px."""
        share = (x - self.area.left()) / max(1.0, self.area.width())
        return self._range.low + share * (self._range.high - self._range.low)


class _Axis(pg.AxisItem):
    """An axis whose ticks are a step apart and are written by a function."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self._ticks = Ticks(1.0, str)
        self.over = _OVER
        """How far numbers at its ends may stand out of it, in px."""

    def set_ticks(self, ticks: Ticks) -> None:
        """Show these."""
        self._ticks = ticks
        self.picture = None
        self.update()

    def boundingRect(self) -> QRectF:
        """With room for the numbers at the ends: what stands out of it, pyqtgraph leaves away."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-self.over, -self.over, self.over, self.over)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """One level of ticks, from zero."""
        del minVal, maxVal, size
        return [(self._ticks.step, 0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Written by the function."""
        del scale, spacing
        return [self._ticks.write(value) for value in values]
