"""The window's first picture: its bars, panels and cards, empty, exactly where the real ones will stand.

It needs nothing but Qt and the table of colours, so it is there while everything else is still being loaded.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from tcpanim.gui.measures import (
    BESIDE,
    CAPTION,
    CORNER,
    HANDLE,
    LOWER,
    MARGINS,
    SECOND,
    SHARES,
    SIDE,
    STAGE,
    STRIP,
    TOOLBAR,
    TRANSPORT,
    WIDE,
    largest_scale,
    scale_for,
)
from tcpanim.gui.theme import Theme


class Opening(NamedTuple):
    """What is known of the window before it is furnished.

    ``theme``: its name; ``zoom``: the reader's factor on all sizes; ``share``: the stage's of the height that it shares
    with the cards below it; ``both``: whether sentences are said in two languages.
    """

    theme: str
    zoom: float
    share: float
    both: bool

    def theme_for(self, width: int, height: int) -> Theme:
        """The theme, at the scale of a window of that size."""
        return Theme(self.theme, min(scale_for(width, height) * self.zoom, largest_scale(width, height)))


class Frame(NamedTuple):
    """Where everything stands, in pixels."""

    toolbar: QRect
    side: QRect
    caption: QRect
    transport: QRect
    cards: tuple[QRect, ...]


def frame_of(opening: Opening, width: int, height: int) -> Frame:
    """The frame of a window of that size."""
    px = opening.theme_for(width, height).px
    wide = width >= px(WIDE)
    transport = QRect(0, height - px(TRANSPORT), width, px(TRANSPORT))
    caption_height = px(CAPTION + SECOND * opening.both)
    caption = QRect(0, transport.top() - caption_height, width, caption_height)
    toolbar = QRect(0, 0, width, px(TOOLBAR))
    middle = caption.top() - toolbar.height()
    side_width = px(SIDE if wide else STRIP)
    side = QRect(width - side_width, toolbar.height(), side_width, middle)
    left, above, right, below = map(px, MARGINS)
    room = QRect(left, toolbar.height() + above, side.left() - left - right, middle - above - below)
    divided = room.height() - px(HANDLE)
    upper = max(round(divided * opening.share), min(STAGE[1], max(divided - LOWER, divided // 2)))
    lower = room.adjusted(0, upper + px(HANDLE), 0, 0)
    if not wide:
        return Frame(toolbar, side, caption, transport, (lower,))
    first = (lower.width() - px(BESIDE)) * SHARES[0] // sum(SHARES)
    cards = (lower.adjusted(0, 0, first - lower.width(), 0), lower.adjusted(first + px(BESIDE), 0, 0, 0))
    return Frame(toolbar, side, caption, transport, cards)


def paint_opening(painter: QPainter, opening: Opening, width: int, height: int) -> None:
    """Paint it, over a ground that has the colour ``bg``."""
    theme, frame = opening.theme_for(width, height), frame_of(opening, width, height)
    surface, line = theme.colour("surface"), theme.colour("line")
    for bar in (frame.toolbar, frame.side, frame.caption, frame.transport):
        painter.fillRect(bar, surface)
    painter.fillRect(0, frame.toolbar.bottom(), width, 1, line)
    painter.fillRect(frame.side.left(), frame.side.top(), 1, frame.side.height(), line)
    for bar in (frame.caption, frame.transport):
        painter.fillRect(0, bar.top(), width, 1, line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line)
    painter.setBrush(surface)
    for card in frame.cards:
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(CORNER), theme.px(CORNER))
    painter.setBrush(Qt.BrushStyle.NoBrush)
