"""Paints the small ladder of a scenario's card."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from tcpanim.gui.painting.shapes import arrow_head, draw_cross, draw_kind, hatch_brush, kind_role, pen
from tcpanim.gui.theme import Theme
from tcpanim.scene.sketch import Sketch, SketchLine

_SIGN_ROOM = 19.0  # px at scale 1 between two lines, for the sign of the segment to stand on its line
_SPECIAL = ("SYN", "SYN-ACK", "FIN", "RST")


def paint_sketch(painter: QPainter, rect: QRectF, sketch: Sketch, theme: Theme, ratio: float) -> None:
    """The ladder within ``rect``; lifelines a little in from its sides."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = theme.scale
    inset = min(rect.width() * 0.2, 72 * unit)
    area = rect.adjusted(inset, 16 * unit, -inset, -14 * unit)
    for y0, y1 in sketch.hatches:
        top, bottom = area.top() + y0 * area.height(), area.top() + y1 * area.height()
        band = QRectF(area.left() - 12 * unit, top + 1, area.width() + 24 * unit, max(bottom - top - 2, 4.0))
        painter.fillRect(band, hatch_brush(theme, unit * 0.7, ratio))
    _lifelines(painter, rect, area, sketch, theme)
    tops = sorted(line.y0 for line in sketch.lines)
    gaps = [(after - before) * area.height() for before, after in pairwise(tops)]
    roomy = not gaps or sorted(gaps)[len(gaps) // 2] >= _SIGN_ROOM * unit
    for line in sketch.lines:
        _line(painter, area, line, theme, roomy=roomy)


def _lifelines(painter: QPainter, rect: QRectF, area: QRectF, sketch: Sketch, theme: Theme) -> None:
    unit = theme.scale
    for side, x in (("left", area.left()), ("right", area.right())):
        painter.setPen(QPen(theme.colour(side), max(1.0, 1.4 * unit)))
        top = area.top() - 8 * unit if sketch.begins else rect.top()
        bottom = area.bottom() + 6 * unit if sketch.ends else rect.bottom()
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        thick = QPen(theme.colour(side), 4.5 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(thick)
        for bar_side, y0, y1 in sketch.bars:
            if bar_side == side:
                top, end = area.top() + y0 * area.height(), area.top() + y1 * area.height()
                painter.drawLine(QPointF(x, top), QPointF(x, end + (6 * unit if y1 >= 1 else 0)))


def _line(painter: QPainter, area: QRectF, line: SketchLine, theme: Theme, *, roomy: bool) -> None:
    unit = theme.scale
    start = QPointF(area.left() + line.x0 * area.width(), area.top() + line.y0 * area.height())
    end = QPointF(area.left() + line.x1 * area.width(), area.top() + line.y1 * area.height())
    bad = line.end in ("lost", "discarded")
    role = "loss" if bad else kind_role(line.kind, line.side)
    colour = theme.colour(role)
    style = Qt.PenStyle.DashLine if bad else Qt.PenStyle.SolidLine
    painter.setPen(pen(colour, max(1.2, 1.7 * unit), style))
    painter.drawLine(start, end)
    if bad:
        draw_cross(painter, end, 4.5 * unit, colour, max(1.6, 2 * unit))
    elif line.end == "arrow":
        length = math.hypot(end.x() - start.x(), end.y() - start.y()) or 1.0
        way = QPointF((end.x() - start.x()) / length, (end.y() - start.y()) / length)
        painter.setPen(pen(colour, max(1.2, 1.7 * unit)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(arrow_head(end, way, 6.5 * unit))
    if roomy or line.kind in _SPECIAL:
        _sign(painter, start, end, line, theme)


def _sign(painter: QPainter, start: QPointF, end: QPointF, line: SketchLine, theme: Theme) -> None:
    """The sign of its kind on the line, a third of the way along."""
    unit = theme.scale
    place = start + (end - start) * (0.5 if line.end == "lost" else 0.36)
    radius = 7.5 * unit
    role = "loss" if line.end in ("lost", "discarded") else kind_role(line.kind, line.side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(place, radius + 1.5 * unit, radius + 1.5 * unit)
    painter.setBrush(theme.colour(role))
    painter.drawEllipse(place, radius, radius)
    side = radius * 1.05
    draw_kind(
        painter, QRectF(place.x() - side / 2, place.y() - side / 2, side, side), line.kind, theme.colour("on_colour")
    )
