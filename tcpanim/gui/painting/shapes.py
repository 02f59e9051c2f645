"""Shapes that several views share: signs of segments, crosses, hatches, soft shadows, fitted text.

All sizes are logical pixels of the painter.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)

from tcpanim.gui.painting.large_type import draw_large, is_large
from tcpanim.gui.theme import Theme
from tcpanim.scene.roles import KIND_ROLES

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen with round ends and corners."""
    return QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def kind_role(kind: str, side: str) -> str:
    """The colour role of a kind of segment; data and ACKs have their host's."""
    return KIND_ROLES.get(kind) or side


def scrap(ratio: float) -> QPixmap:
    """Where nobody sees it, what is drawn once and then kept is drawn for the first time."""
    made = QPixmap(8, 8)
    made.setDevicePixelRatio(ratio)
    return made


def text_width(text: str, font: QFont) -> float:
    """The width of one line."""
    return QFontMetricsF(font).horizontalAdvance(text)


def shrink_to_fit(text: str, font: QFont, width: float, smallest: int) -> QFont:
    """The font, made smaller until ``text`` fits into ``width``, but not below ``smallest`` px."""
    needed = text_width(text, font)
    if needed <= width:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(smallest, int(font.pixelSize() * width / needed)))
    return smaller


def draw_text(
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line of text within ``rect``, with … where it is too long."""
    widest = font.pixelSize() if text.isascii() else 2 * font.pixelSize()
    if len(text) * widest > rect.width():  # most have room to spare; to measure one takes as long as to draw it
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(text) > rect.width() + 0.5:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    if is_large(painter, font):
        draw_large(painter, rect, text, font, colour, align)
        return
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, _one_line(align), text)


@cache
def _one_line(align: Qt.AlignmentFlag) -> int:
    """Qt's flags for one line; to join them takes as long as to draw a short word."""
    return int(align | Qt.TextFlag.TextSingleLine)


def draw_kind(painter: QPainter, rect: QRectF, kind: str, colour: QColor) -> None:
    """The sign of a kind of segment, within the square ``rect``: never colour alone."""
    size = rect.width()
    painter.save()
    painter.translate(rect.center())
    painter.setPen(pen(colour, max(1.5, size * 0.13)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    h = size / 2
    if kind in ("SYN", "SYN-ACK"):
        for sign in (-1, 1):  # two arrows that pass each other
            y = sign * h * 0.42
            tip = QPointF(-sign * h * 0.95, y)
            painter.drawLine(QPointF(sign * h * 0.95, y), tip)
            painter.drawPolyline(
                [QPointF(tip.x() + sign * h * 0.42, y - h * 0.4), tip, QPointF(tip.x() + sign * h * 0.42, y + h * 0.4)]
            )
    elif kind == "FIN":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(-h * 0.66, -h * 0.66, h * 1.32, h * 1.32), h * 0.2, h * 0.2)
    elif kind == "RST":
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(h * math.cos(math.radians(a)), h * math.sin(math.radians(a)))
                    for a in (22.5 + 45 * i for i in range(8))
                ]
            )
        )
        draw_cross(painter, QPointF(0, 0), h * 0.36, colour, max(1.5, size * 0.12))
    elif kind == "DATA":
        for y, end in ((-0.55, 0.9), (0.0, 0.9), (0.55, 0.25)):
            painter.drawLine(QPointF(-h * 0.9, y * h), QPointF(end * h, y * h))
    elif kind == "ACK":
        painter.drawPolyline([QPointF(-h * 0.8, h * 0.05), QPointF(-h * 0.2, h * 0.62), QPointF(h * 0.85, -h * 0.6)])
    else:
        painter.drawEllipse(QPointF(0, 0), h * 0.6, h * 0.6)
    painter.restore()


def draw_cross(painter: QPainter, centre: QPointF, radius: float, colour: QColor, width: float) -> None:
    """The ✕ of a loss."""
    painter.setPen(pen(colour, width))
    painter.drawLine(centre + QPointF(-radius, -radius), centre + QPointF(radius, radius))
    painter.drawLine(centre + QPointF(-radius, radius), centre + QPointF(radius, -radius))


def draw_again(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """The ↻ of a retransmission."""
    size = rect.width()
    box = rect.adjusted(size * 0.14, size * 0.14, -size * 0.14, -size * 0.14)
    painter.setPen(pen(colour, max(1.4, size * 0.12)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(box, 40 * 16, 290 * 16)
    angle = math.radians(40)
    radius = box.width() / 2
    tip = box.center() + QPointF(radius * math.cos(angle), -radius * math.sin(angle))
    arm = size * 0.26
    painter.drawPolyline([tip + QPointF(0, -arm), tip, tip + QPointF(-arm, 0)])


def draw_forward(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """The ⏩ of shortened time."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    half = rect.width() / 2
    for x in (rect.left(), rect.left() + half):
        painter.drawPolygon(
            QPolygonF([QPointF(x, rect.top()), QPointF(x + half, rect.center().y()), QPointF(x, rect.bottom())])
        )


def arrow_head(tip: QPointF, direction: QPointF, size: float) -> QPolygonF:
    """An open arrow's two strokes as a polyline; ``direction`` of length 1 points where the arrow goes."""
    back = tip - direction * size
    across = QPointF(-direction.y(), direction.x()) * (size * 0.5)
    return QPolygonF([back + across, tip, back - across])


@lru_cache(maxsize=16)
def hatch_brush(theme: Theme, scale: float = 1.0, ratio: float = 1.0) -> QBrush:
    """The brush of shortened time: slanting lines on nothing, their pattern 8 px wide at scale 1."""
    side = max(4, round(9 * scale * ratio))
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("hatch"), max(1.0, side * 0.2)))
    for offset in (-side, 0, side):
        painter.drawLine(QPointF(offset - 1, side + 1), QPointF(offset + side + 1, -1))
    painter.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    return brush


def draw_clock(painter: QPainter, centre: QPointF, radius: float, share: float, theme: Theme) -> None:
    """A clock whose hands spin while time is shortened: ``share`` of it has passed."""
    painter.setPen(pen(theme.colour("ink2"), max(1.2, radius * 0.14)))
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(centre, radius, radius)
    for turns, length in ((6.0, 0.68), (0.5, 0.45)):
        angle = math.radians(360 * turns * share - 90)
        painter.drawLine(centre, centre + QPointF(math.cos(angle), math.sin(angle)) * (radius * length))


def silence_pill(centre: QPointF, text: str, font: QFont) -> QRectF:
    """Where the pill of a silence stands."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + metrics.capHeight() * 1.25 + metrics.height() * 1.5
    height = metrics.height() * 1.45
    return QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)


def draw_silence_label(painter: QPainter, centre: QPointF, text: str, font: QFont, theme: Theme) -> QRectF:
    """The pill ``⏩ 59.8 s`` in a hatch; returns its rectangle."""
    metrics, pill = QFontMetricsF(font), silence_pill(centre, text, font)
    sign, tall = metrics.capHeight() * 1.25, metrics.capHeight() * 0.9
    painter.setPen(QPen(theme.colour("line"), theme.px(1)))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    left = pill.left() + metrics.height() * 0.55
    draw_forward(painter, QRectF(left, centre.y() - tall / 2, sign, tall), theme.colour("ink2"))
    words = QRectF(left + sign + metrics.height() * 0.35, pill.top(), pill.width(), pill.height())
    draw_text(painter, words, text, font, theme.colour("ink2"))
    return pill


SOFT = 9
"""A shadow of so many steps looks soft on every screen; with more it takes most of the time of a stage's ground."""


def draw_shadow(painter: QPainter, rect: QRectF, radius: float, theme: Theme, depth: float) -> None:
    """One soft shadow below a thing that can be lifted; for pixmaps, not for every frame.

    It is drawn for a small thing, in whole pixels, and then its edges are made longer: below a host's card before an
    audience that takes a sixth of the time. The middle, which the thing covers, is left out.
    """
    ratio = painter.device().devicePixelRatio()
    rect, radius, depth = QRectF(rect.topLeft() * ratio, rect.size() * ratio), radius * ratio, depth * ratio
    reach = math.ceil(max(radius, depth) + depth) + 1
    around, corner = rect.adjusted(-reach, -reach, reach, reach).toAlignedRect(), 2 * reach
    wide, high = (max(size - 2 * corner - 1, 0) for size in (around.width(), around.height()))
    small = QPixmap(around.width() - wide, around.height() - high)
    small.fill(Qt.GlobalColor.transparent)
    within = QPainter(small)
    within.setRenderHint(QPainter.RenderHint.Antialiasing)
    within.translate(-around.topLeft())
    _lay_shadow(within, rect.adjusted(0, 0, -wide, -high), radius, theme, depth)
    within.end()
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    for x, width, left, wider in _lengthened(small.width(), wide, corner):
        for y, height, top, higher in _lengthened(small.height(), high, corner):
            if width > 1 or height > 1:
                place = QRect(around.left() + left, around.top() + top, wider, higher)
                painter.drawPixmap(place, small, QRect(x, y, width, height))
    painter.restore()


def _lengthened(size: int, more: int, corner: int) -> tuple[tuple[int, int, int, int], ...]:
    """The parts of a picture so long that becomes longer in its middle: begin and length, before and after."""
    if not more:
        return ((0, size, 0, size),)
    return ((0, corner, 0, corner), (corner, 1, corner, more + 1), (corner + 1, corner, corner + more + 1, corner))


def _lay_shadow(painter: QPainter, rect: QRectF, radius: float, theme: Theme, depth: float) -> None:
    total = 26 if theme.name == "light" else 90
    painter.setPen(Qt.PenStyle.NoPen)
    steps = min(max(4, int(depth)), SOFT)
    for step in range(steps):
        spread = depth * (1 - step / steps)
        painter.setBrush(theme.colour("shadow", max(1, round(total / steps))))
        grown = rect.adjusted(-spread * 0.7, -spread * 0.3, spread * 0.7, spread * 1.2)
        painter.drawRoundedRect(grown, radius + spread, radius + spread)


def rounded(rect: QRectF, radius: float) -> QPainterPath:
    """A rounded rectangle as a path."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    return path
