"""Large type drawn from pictures.

Qt's raster engine keeps pictures of glyphs below 64 px only. Larger ones it fills as outlines each time they are drawn,
which takes most of a frame on a screen of 3840 × 2160. Here glyphs, and lines made of them, are kept as pictures: the
glyphs without a colour, so that another theme has only lines to make of them.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGlyphRun,
    QPaintEngine,
    QPainter,
    QPixmap,
    QRawFont,
    QTextLayout,
    QTextLine,
)

OUTLINED = 64
"""From so many pixels of the device on, Qt draws glyphs as outlines."""
_BYTES = 96 * 1024 * 1024
_LONGEST = 200
"""Longer texts are drawn by Qt: a line of them fits on no screen."""

_K = TypeVar("_K")


class _Shelf(Generic[_K]):
    """Pictures by key; those that were not used for longest go when all together are too large."""

    def __init__(self, room: int) -> None:
        self._kept: OrderedDict[_K, tuple[QPixmap, QPointF]] = OrderedDict()
        self._room, self._taken = room, 0

    def get(self, key: _K) -> tuple[QPixmap, QPointF] | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def clear(self) -> None:
        self._kept.clear()
        self._taken = 0

    def put(self, key: _K, picture: QPixmap, origin: QPointF) -> tuple[QPixmap, QPointF]:
        self._kept[key] = picture, origin
        self._taken += _size(picture)
        while self._taken > self._room and len(self._kept) > 1:
            _, (old, _) = self._kept.popitem(last=False)
            self._taken -= _size(old)
        return picture, origin


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


_glyphs: _Shelf[tuple[str, str, int, float]] = _Shelf(_BYTES // 2)
_lines: _Shelf[tuple[str, str, int, float]] = _Shelf(_BYTES)


def forget() -> None:
    """All of it is drawn anew when it is wanted: after a lecture it is not for a long time."""
    _glyphs.clear()
    _lines.clear()


def is_large(painter: QPainter, font: QFont) -> bool:
    """Whether Qt would draw ``font`` as outlines there, and a picture would do as well."""
    if font.pixelSize() * painter.device().devicePixelRatio() < OUTLINED:
        return False
    moved = painter.worldTransform()
    return not (moved.isScaling() or moved.isRotating()) and painter.paintEngine().type() == QPaintEngine.Type.Raster


def draw_large(
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag
) -> None:
    """One line of text, placed in ``rect`` as QPainter.drawText places it."""
    if not text or len(text) > _LONGEST:
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), text)
        return
    ratio = painter.device().devicePixelRatio()
    key = (text, font.key(), colour.rgba(), ratio)
    picture, size = _lines.get(key) or _lines.put(key, *_make_line(text, font, colour, ratio))
    x, y = rect.left(), rect.top()
    if align & Qt.AlignmentFlag.AlignHCenter:
        x += (rect.width() - size.x()) / 2
    elif align & Qt.AlignmentFlag.AlignRight:
        x += rect.width() - size.x()
    if align & Qt.AlignmentFlag.AlignVCenter:
        y += (rect.height() - size.y()) / 2
    elif align & Qt.AlignmentFlag.AlignBottom:
        y += rect.height() - size.y()
    pad = _pad(font)
    painter.drawPixmap(QPointF(round((x - pad) * ratio) / ratio, round((y - pad) * ratio) / ratio), picture)


def _pad(font: QFont) -> int:
    """Glyphs may stand out from their line so far."""
    return round(font.pixelSize() * 0.3)


def _make_line(text: str, font: QFont, colour: QColor, ratio: float) -> tuple[QPixmap, QPointF]:
    """A picture of the text with a margin, and the text's width and height."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line: QTextLine = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    pad = _pad(font)
    wide, high = line.naturalTextWidth(), line.height()
    made = _empty(wide + 2 * pad, high + 2 * pad, ratio)
    painter = QPainter(made)
    for run in layout.glyphRuns():
        raw = run.rawFont()
        name = f"{raw.familyName()} {raw.styleName()}"
        for index, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            key = (font.key(), name, index, ratio)
            glyph, origin = _glyphs.get(key) or _glyphs.put(key, *_make_glyph(raw, index, ratio))
            x, y = (round((pad + where) * ratio) / ratio for where in (place.x(), place.y()))
            painter.drawPixmap(QPointF(x, y) + origin, glyph)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, wide + 2 * pad, high + 2 * pad).toAlignedRect(), colour)
    painter.end()
    return made, QPointF(wide, high)


def _make_glyph(raw: QRawFont, index: int, ratio: float) -> tuple[QPixmap, QPointF]:
    """A picture of the glyph, and where its upper left corner lies, seen from its place on the line."""
    bounds = raw.boundingRect(index).toAlignedRect().adjusted(-1, -1, 1, 1)
    made = _empty(bounds.width(), bounds.height(), ratio)
    run = QGlyphRun()
    run.setRawFont(raw)
    run.setGlyphIndexes([index])
    run.setPositions([QPointF(0, 0)])
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.GlobalColor.black)
    painter.drawGlyphRun(QPointF(-bounds.topLeft()), run)
    painter.end()
    return made, QPointF(bounds.topLeft())


def _empty(width: float, height: float, ratio: float) -> QPixmap:
    made = QPixmap(max(1, round(width * ratio + 0.5)), max(1, round(height * ratio + 0.5)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made
