"""The window's icons: vector paths on a grid of 24, drawn in any colour and size."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

GRID = 24.0
_STROKE = 2.0

Shape = Callable[[QPainterPath, QPainterPath], None]
"""Adds to the filled path and to the stroked path."""


def _triangle(path: QPainterPath, base: float, tip: float, half: float = 8.0) -> None:
    path.addPolygon(QPolygonF([QPointF(base, 12 - half), QPointF(tip, 12), QPointF(base, 12 + half)]))
    path.closeSubpath()


def _bar(path: QPainterPath, x: float, width: float = 2.4, half: float = 8.0) -> None:
    path.addRoundedRect(QRectF(x, 12 - half, width, 2 * half), 1.0, 1.0)


def _line(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


def _start(fill: QPainterPath, _: QPainterPath) -> None:
    _bar(fill, 3.0, half=6.5)
    _triangle(fill, 13.0, 6.2, 6.0)
    _triangle(fill, 20.6, 13.8, 6.0)


def _end(fill: QPainterPath, _: QPainterPath) -> None:
    _triangle(fill, 3.4, 10.2, 6.0)
    _triangle(fill, 11.0, 17.8, 6.0)
    _bar(fill, 18.6, half=6.5)


def _step_back(fill: QPainterPath, _: QPainterPath) -> None:
    _triangle(fill, 15.0, 3.0)
    _bar(fill, 18.0)


def _step_forward(fill: QPainterPath, _: QPainterPath) -> None:
    _bar(fill, 3.6)
    _triangle(fill, 9.0, 21.0)


def _play(fill: QPainterPath, _: QPainterPath) -> None:
    _triangle(fill, 6.5, 20.5, 8.5)


def _play_back(fill: QPainterPath, _: QPainterPath) -> None:
    _triangle(fill, 17.5, 3.5, 8.5)


def _pause(fill: QPainterPath, _: QPainterPath) -> None:
    fill.addRoundedRect(QRectF(5.5, 3.5, 4.6, 17), 1.4, 1.4)
    fill.addRoundedRect(QRectF(13.9, 3.5, 4.6, 17), 1.4, 1.4)


def _undo(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (8.5, 4.5), (4, 9), (8.5, 13.5))
    stroke.moveTo(4, 9)
    stroke.lineTo(14.5, 9)
    stroke.arcTo(QRectF(9.5, 9, 10, 10), 90, -180)
    stroke.lineTo(9, 19)


def _redo(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (15.5, 4.5), (20, 9), (15.5, 13.5))
    stroke.moveTo(20, 9)
    stroke.lineTo(9.5, 9)
    stroke.arcTo(QRectF(4.5, 9, 10, 10), 90, 180)
    stroke.lineTo(15, 19)


def _library(_: QPainterPath, stroke: QPainterPath) -> None:
    stroke.addRoundedRect(QRectF(3.5, 4, 4.5, 16), 1, 1)
    stroke.addRoundedRect(QRectF(9.5, 4, 4.5, 16), 1, 1)
    _line(stroke, (16.2, 5.0), (19.3, 4.2), (22.2, 18.9), (19.1, 19.7), (16.2, 5.0))


def _open(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (3, 19), (3, 5.5), (9, 5.5), (11, 8), (19, 8), (19, 11))
    _line(stroke, (3, 19), (6.2, 11), (22, 11), (18.8, 19), (3, 19))


def _theme(fill: QPainterPath, stroke: QPainterPath) -> None:
    stroke.addEllipse(QPointF(12, 12), 8.2, 8.2)
    fill.moveTo(12, 3.8)
    fill.arcTo(QRectF(3.8, 3.8, 16.4, 16.4), 90, -180)
    fill.closeSubpath()


def _more(fill: QPainterPath, _: QPainterPath) -> None:
    for x in (5.0, 12.0, 19.0):
        fill.addEllipse(QPointF(x, 12), 1.9, 1.9)


def _search(_: QPainterPath, stroke: QPainterPath) -> None:
    stroke.addEllipse(QPointF(10.5, 10.5), 6, 6)
    _line(stroke, (15, 15), (20.5, 20.5))


def _close(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (5.5, 5.5), (18.5, 18.5))
    _line(stroke, (18.5, 5.5), (5.5, 18.5))


def _chevron_right(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (9, 5), (16, 12), (9, 19))


def _chevron_down(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (5, 9), (12, 16), (19, 9))


def _warning(fill: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (12, 3.5), (22, 20.5), (2, 20.5), (12, 3.5))
    stroke.closeSubpath()
    fill.addRoundedRect(QRectF(11.0, 9.5, 2.0, 5.5), 1, 1)
    fill.addEllipse(QPointF(12, 17.5), 1.2, 1.2)


def _save(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (12, 3.5), (12, 15))
    _line(stroke, (7, 10.2), (12, 15.2), (17, 10.2))
    _line(stroke, (4, 16), (4, 20.5), (20, 20.5), (20, 16))


def _check(_: QPainterPath, stroke: QPainterPath) -> None:
    _line(stroke, (4.5, 12.5), (10, 18), (20, 6.5))


def _keyboard(fill: QPainterPath, stroke: QPainterPath) -> None:
    stroke.addRoundedRect(QRectF(2.5, 6, 19, 12.5), 2, 2)
    for x in (6.0, 10.0, 14.0, 18.0):
        fill.addEllipse(QPointF(x, 10), 1.0, 1.0)
    _line(stroke, (8, 14.6), (16, 14.6))


def _there() -> QPainterPath:
    path = QPainterPath()
    _line(path, (3, 7.5), (20.5, 7.5))
    _line(path, (16.4, 3.2), (20.8, 7.5), (16.4, 11.8))
    return path


def _back() -> QPainterPath:
    path = QPainterPath()
    _line(path, (21, 16.5), (3.5, 16.5))
    _line(path, (7.6, 12.2), (3.2, 16.5), (7.6, 20.8))
    return path


_SHAPES: dict[str, Shape] = {
    "start": _start,
    "end": _end,
    "step-back": _step_back,
    "step-forward": _step_forward,
    "play": _play,
    "play-back": _play_back,
    "pause": _pause,
    "undo": _undo,
    "redo": _redo,
    "library": _library,
    "open": _open,
    "theme": _theme,
    "more": _more,
    "search": _search,
    "close": _close,
    "chevron-right": _chevron_right,
    "chevron-down": _chevron_down,
    "warning": _warning,
    "check": _check,
    "keyboard": _keyboard,
    "save": _save,
}
NAMES = tuple(_SHAPES)


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor, width: float = _STROKE) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)


def _onto_grid(painter: QPainter, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / GRID, rect.height() / GRID)


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw the icon ``name`` into ``rect``; raises KeyError for one that does not exist."""
    fill, stroke = QPainterPath(), QPainterPath()
    _SHAPES[name](fill, stroke)
    painter.save()
    _onto_grid(painter, rect)
    painter.fillPath(fill, colour)
    if not stroke.isEmpty():
        _stroke(painter, stroke, colour)
    painter.restore()


def paint_logo(painter: QPainter, rect: QRectF, upper: QColor, lower: QColor) -> None:
    """Two arrows, there and back, in the hosts' colours."""
    painter.save()
    _onto_grid(painter, rect)
    _stroke(painter, _there(), upper, 2.6)
    _stroke(painter, _back(), lower, 2.6)
    painter.restore()


def icon(name: str, size: int, colour: QColor, disabled: QColor, ratio: float) -> QIcon:
    """The icon as a QIcon of ``size`` device-independent pixels, sharp at the device pixel ``ratio``."""
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_icon(painter, name, QRectF(0, 0, size, size), tint)
        painter.end()
        made.addPixmap(pixmap, mode)
    return made
