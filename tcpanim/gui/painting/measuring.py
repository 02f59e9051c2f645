"""The measuring tool's bracket across the ladder."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from tcpanim.gui.painting.shapes import CENTRE, arrow_head, draw_text, pen, text_width
from tcpanim.gui.theme import Theme


def paint_measure(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    heights: tuple[float, float],
    words: tuple[str, str],
    fonts: tuple[QFont, QFont],
) -> None:
    """Two lines across ``box`` at ``heights``, an arrow between them, and how long it is, always within the box."""
    upper, lower = sorted(heights)
    ink = theme.colour("ink")
    x = box.left() + box.width() * 0.24
    edge = pen(ink, 1.4)
    edge.setDashPattern([5, 3])
    painter.setPen(edge)
    for y in (upper, lower):
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
    painter.setPen(pen(ink, 1.8))
    painter.drawLine(QPointF(x, upper), QPointF(x, lower))
    if lower - upper > 18:
        for y, way in ((upper, -1.0), (lower, 1.0)):
            painter.drawPolyline(arrow_head(QPointF(x, y), QPointF(0, way), 8))
    lines = [QFontMetricsF(font).height() * 1.15 for font in fonts]
    wide = max(text_width(text, font) for text, font in zip(words, fonts, strict=True)) + lines[0] * 1.4
    tall = sum(lines) + lines[0] * 0.5
    middle = min(max((upper + lower) / 2, box.top() + tall / 2 + 4), box.bottom() - tall / 2 - 4)
    pill = QRectF(x - wide / 2, middle - tall / 2, wide, tall)
    pill.moveLeft(min(max(pill.left(), box.left() + 4), max(box.left() + 4, box.right() - wide - 4)))
    painter.setPen(pen(ink, 1.4))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(pill, 8, 8)
    y = pill.top() + lines[0] * 0.25
    for text, font, line, role in zip(words, fonts, lines, ("ink", "ink2"), strict=True):
        draw_text(painter, QRectF(pill.left(), y, wide, line), text, font, theme.colour(role), CENTRE)
        y += line
