"""A listener's queues in its endpoint: one line each, with a place for everybody who may wait."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tcpanim.gui.painting.shapes import RIGHT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import MEDIUM
from tcpanim.scene.backlog import Backlog

LINE, AUDIENCE_LINE = 1.6, 1.34
"""From line to line, as a factor on the type: in a window, and before an audience, where height is short."""
PLACES = 8
"""So many places are drawn; a longer queue is told by its numbers alone."""


def backlogs_height(layout: StageLayout, queues: tuple[Backlog, ...]) -> float:
    """The room that they take."""
    return len(queues) * _pitch(layout)


def _pitch(layout: StageLayout) -> float:
    return layout.size("small") * (AUDIENCE_LINE if layout.look.present else LINE)


def paint_backlogs(
    painter: QPainter, layout: StageLayout, side: str, queues: tuple[Backlog, ...], room: QRectF
) -> None:
    """One under the other from the top of ``room``; where it is short, the full ones before the empty ones."""
    pitch = _pitch(layout)
    most = max(0, int((room.height() + 1) / pitch))
    kept = sorted(queues, key=lambda queue: (not queue.full, not queue.who))[:most]
    for index, queue in enumerate(queue for queue in queues if queue in kept):
        line = QRectF(room.left(), room.top() + index * pitch, room.width(), pitch)
        _paint_backlog(painter, layout, side, queue, line)


def _paint_backlog(painter: QPainter, layout: StageLayout, side: str, queue: Backlog, line: QRectF) -> None:
    theme = layout.theme
    ink = theme.colour("loss" if queue.full else "ink2")
    number = layout.font("small", mono=True)
    draw_text(painter, line, queue.count, number, ink, RIGHT)
    taken = text_width(queue.count, number) + layout.size("pad") * 0.3
    edge = layout.size("small") * 0.72
    limit = queue.limit
    if limit is not None and limit <= PLACES and not layout.look.present:
        left = line.right() - taken - limit * edge * 1.25
        for place in range(limit):
            box = QRectF(left + place * edge * 1.25, line.center().y() - edge / 2, edge, edge)
            painter.setPen(pen(theme.colour(side), max(1.0, 1.2 * layout.scale)))
            painter.setBrush(theme.colour(side) if place < len(queue.who) else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, edge * 0.2, edge * 0.2)
        taken += limit * edge * 1.25 + layout.size("pad") * 0.2
    words = line.adjusted(0, 0, -taken, 0)
    font = shrink_to_fit(queue.label, layout.font("small", MEDIUM), words.width(), layout.smallest_type)
    draw_text(painter, words, queue.label, font, theme.colour("ink2"))
