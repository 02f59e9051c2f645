"""The signs of the plots: paths in a square of side 1, and each layer's sample for the legend."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from tcpanim.gui.painting.shapes import hatch_brush, pen
from tcpanim.gui.theme import Theme
from tcpanim.scene.plot import CURVES, DASHES, FILLED, SIGNS


@cache
def sign(form: str) -> QPainterPath:
    """The sign of a form of layer, from -0.5 to 0.5 both ways."""
    path = QPainterPath()
    if form in ("dots", "rings"):
        path.addEllipse(QPointF(0, 0), 0.5, 0.5)
    elif form == "crosses":
        path.moveTo(-0.5, -0.5)
        path.lineTo(0.5, 0.5)
        path.moveTo(-0.5, 0.5)
        path.lineTo(0.5, -0.5)
    elif form == "ticks":
        path.moveTo(0, -0.5)
        path.lineTo(0, 0.5)
    elif form == "again":
        path.arcMoveTo(QRectF(-0.45, -0.45, 0.9, 0.9), 40)
        path.arcTo(QRectF(-0.45, -0.45, 0.9, 0.9), 40, 290)
        tip = QPointF(0.45 * math.cos(math.radians(40)), -0.45 * math.sin(math.radians(40)))
        path.moveTo(tip + QPointF(0.06, -0.36))
        path.lineTo(tip)
        path.lineTo(tip + QPointF(-0.36, -0.02))
    elif form == "syn":
        path.moveTo(0, -0.5)
        path.lineTo(0.5, 0.4)
        path.lineTo(-0.5, 0.4)
        path.closeSubpath()
    else:
        path.addRoundedRect(QRectF(-0.5, -0.5, 1, 1), 0.15, 0.15)
    return path


def draw_sign(painter: QPainter, centre: QPointF, form: str, side: float, theme: Theme, role: str) -> None:
    """One sign around ``centre``."""
    painter.save()
    painter.translate(centre)
    painter.scale(side, side)
    colour = theme.colour(role)
    painter.setPen(pen(colour, 0.2))
    painter.setBrush(colour if form in FILLED else Qt.BrushStyle.NoBrush)
    painter.drawPath(sign(form))
    painter.restore()


def draw_sample(painter: QPainter, box: QRectF, form: str, role: str, theme: Theme, *, dashed: bool = False) -> None:
    """How a layer looks in the plot, within ``box``."""
    colour, middle = theme.colour(role), box.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    thick = max(1.6, theme.scale * 2)
    if form == "hatch":
        painter.fillRect(box.adjusted(0, box.height() * 0.2, 0, -box.height() * 0.2), hatch_brush(theme, theme.scale))
    elif form in CURVES:
        style = Qt.PenStyle.CustomDashLine if dashed else Qt.PenStyle.SolidLine
        stroke = pen(colour, thick, style)
        if dashed:
            stroke.setDashPattern(list(DASHES))
        if form == "area":
            filled = QRectF(box.left(), middle.y() - box.height() * 0.2, box.width(), box.height() * 0.55)
            painter.fillRect(filled, theme.colour(role, 50))
            painter.setPen(stroke)
            painter.drawLine(filled.topLeft(), filled.topRight())
        else:
            painter.setPen(stroke)
            rise = 0.0 if form == "line" else box.height() * 0.2
            left, right = QPointF(box.left(), middle.y() + rise), QPointF(box.right(), middle.y() - rise)
            if rise and not dashed:
                painter.drawPolyline([left, QPointF(middle.x(), left.y()), QPointF(middle.x(), right.y()), right])
            else:
                painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    elif form == "columns":
        wide = box.width() * 0.34
        painter.fillRect(QRectF(middle.x() - wide / 2, box.top(), wide, box.height()), theme.colour(role, 90))
    elif form in ("bars", "again"):
        painter.setPen(pen(colour, thick * 1.5))
        x = middle.x() if form == "bars" else box.left() + box.width() * 0.3
        painter.drawLine(QPointF(x, box.top() + thick), QPointF(x, box.bottom() - thick))
    if form in SIGNS:
        place = middle if form != "again" else QPointF(box.left() + box.width() * 0.72, middle.y())
        draw_sign(painter, place, form, theme.scale * SIGNS[form], theme, role)
    painter.restore()
