"""What guides the eye: a pointer, a spotlight, a magnifier, ink. The same on both screens, in shares of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from tcpanim.gui.painting.shapes import pen
from tcpanim.gui.theme import Theme

TOOLS = ("laser", "spotlight", "magnifier", "pen")
KEPT_MS, FADE_MS = 12_000, 1_600
"""Ink stays so long, and then takes so long to go."""
_SPOT, _GLASS, _ENLARGED = 0.17, 0.2, 2.0
_DIMMED = 165


@dataclass
class Stroke:
    """A line of ink in shares of the picture; ``ended``: when the pen was lifted (ms), None: it is still down."""

    points: list[QPointF] = field(default_factory=list)
    ended: int | None = None


class Focus(QObject):
    """The tool in the lecturer's hand, where it points, and what has been drawn."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = ""
        self.at: QPointF | None = None
        self.strokes: list[Stroke] = []
        self._now = 0

    def choose(self, tool: str) -> None:
        """Take that tool, or put it away where it is in the hand."""
        self.tool = "" if self.tool == tool else tool
        self.changed.emit()

    def clear(self) -> None:
        """No ink any more."""
        if self.strokes:
            self.strokes.clear()
            self.changed.emit()

    def point(self, at: QPointF | None) -> None:
        """The mouse is there; None: off the picture."""
        if at != self.at:
            self.at = at
            if self._down is not None and at is not None:
                self._down.points.append(at)
            if self.tool:
                self.changed.emit()

    def press(self, at: QPointF) -> bool:
        """The button goes down; whether that draws."""
        self.at = at
        if self.tool != "pen":
            return False
        self.strokes.append(Stroke([at]))
        self.changed.emit()
        return True

    def release(self) -> None:
        """The button is up again."""
        if self._down is not None:
            self._down.ended = self._now
            self.changed.emit()

    @property
    def _down(self) -> Stroke | None:
        return self.strokes[-1] if self.strokes and self.strokes[-1].ended is None else None

    def pass_time(self, now: int) -> None:
        """It is ``now`` (ms): old ink fades."""
        self._now = now
        kept = [stroke for stroke in self.strokes if self._strength(stroke) > 0]
        fading = any(self._strength(stroke) < 1 for stroke in kept)
        if fading or len(kept) != len(self.strokes):
            self.strokes = kept
            self.changed.emit()

    def _strength(self, stroke: Stroke) -> float:
        if stroke.ended is None:
            return 1.0
        return min(1.0, 1 - (self._now - stroke.ended - KEPT_MS) / FADE_MS)

    # ---- drawing

    def paint(self, painter: QPainter, rect: QRectF, picture: QPixmap, theme: Theme) -> None:
        """Over the picture that has been drawn in ``rect``."""
        size = rect.height()
        for stroke in self.strokes:
            self._paint_ink(painter, rect, stroke, theme)
        if self.at is None or not self.tool:
            return
        spot = QPointF(rect.left() + self.at.x() * rect.width(), rect.top() + self.at.y() * rect.height())
        if self.tool == "spotlight":
            shade = QPainterPath()
            shade.addRect(rect)
            hole = QPainterPath()
            hole.addEllipse(spot, size * _SPOT, size * _SPOT)
            painter.fillPath(shade.subtracted(hole), QColor(0, 0, 0, _DIMMED))
        elif self.tool == "magnifier":
            self._paint_glass(painter, rect, picture, theme, spot)
        elif self.tool == "laser":
            colour = theme.colour("rst")
            painter.setPen(Qt.PenStyle.NoPen)
            for grown, alpha in ((2.0, 50), (1.45, 90), (1.0, 255)):
                painter.setBrush(theme.colour("rst", alpha))
                painter.drawEllipse(spot, size * 0.011 * grown, size * 0.011 * grown)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(theme.colour("surface"), max(1.0, size * 0.002)))
            painter.drawEllipse(spot, size * 0.011, size * 0.011)
            painter.setPen(pen(colour, 1))
        elif self.tool == "pen" and self._down is None:
            painter.setPen(pen(theme.colour("rst"), max(1.5, size * 0.003)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot, size * 0.006, size * 0.006)

    def _paint_ink(self, painter: QPainter, rect: QRectF, stroke: Stroke, theme: Theme) -> None:
        points = [
            QPointF(rect.left() + p.x() * rect.width(), rect.top() + p.y() * rect.height()) for p in stroke.points
        ]
        painter.setOpacity(max(0.0, self._strength(stroke)))
        painter.setPen(pen(theme.colour("rst"), max(2.0, rect.height() * 0.0055)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(points) == 1 or math.dist(points[0].toTuple(), points[-1].toTuple()) + len(points) < 3:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(points)
        painter.setOpacity(1.0)

    def _paint_glass(self, painter: QPainter, rect: QRectF, picture: QPixmap, theme: Theme, spot: QPointF) -> None:
        radius = rect.height() * _GLASS
        glass = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        assert self.at is not None
        across, down = picture.width() * self.at.x(), picture.height() * self.at.y()
        scale = picture.height() / rect.height() / _ENLARGED
        source = QRectF(across - radius * scale, down - radius * scale, 2 * radius * scale, 2 * radius * scale)
        hole = QPainterPath()
        hole.addEllipse(glass)
        painter.save()
        painter.setClipPath(hole)
        painter.fillRect(glass, theme.colour("bg"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(glass, picture, source)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(theme.colour("ink"), max(2.0, rect.height() * 0.004)))
        painter.drawEllipse(glass)
