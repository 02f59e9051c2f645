"""What stands between the endpoints beside lanes and cards: shortened time, and queues before a wire with a rate."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from tcpanim.gui.painting.shapes import (
    draw_clock,
    draw_silence_label,
    draw_text,
    hatch_brush,
    silence_pill,
    text_width,
)
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import MEDIUM
from tcpanim.scene.stage import QueueView, Silence

MOST_BARS = 20
"""So many places of a queue are drawn."""


def silence_band(layout: StageLayout) -> QRectF:
    """Where shortened time is hatched: between the lanes."""
    first, last = layout.lane_ends
    y = (layout.lane_y("left") + layout.lane_y("right")) / 2
    between = layout.lane_y("right") - layout.lane_y("left") - layout.card_height
    height = max(layout.size("note") * 1.7, min(layout.size("path") * 3.4, between))
    return QRectF(first, y - height / 2, last - first, height)


def paint_silence(
    painter: QPainter, layout: StageLayout, silence: Silence, taken: Iterable[QRectF], ratio: float
) -> None:
    """A hatched band with its true length, where it meets nothing that is ``taken``; it fills as time passes."""
    theme, band = layout.theme, silence_band(layout)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg"))
    painter.drawRect(band)
    painter.setBrush(hatch_brush(theme, layout.scale, ratio))
    painter.setOpacity(0.5)
    painter.drawRect(band)
    painter.setOpacity(1.0)
    painter.drawRect(QRectF(band.left(), band.top(), band.width() * silence.progress, band.height()))
    font = layout.font("note", MEDIUM, mono=True)
    places = [QPointF(band.left() + band.width() * share, band.center().y()) for share in (0.5, 0.2, 0.8)]
    pills = [silence_pill(place, silence.text, font) for place in places]
    pads = [pill.adjusted(0, pill.height() * 0.2, pill.height() * 1.6, -pill.height() * 0.2) for pill in pills]
    taken = list(taken)
    free = (place for place, pad in zip(places, pads, strict=True) if not any(pad.intersects(area) for area in taken))
    pill = draw_silence_label(painter, next(free, places[0]), silence.text, font, theme)
    radius = pill.height() * 0.62
    clock = QPointF(pill.right() + radius * 1.5, band.center().y())  # where no lost card's corner reaches
    draw_clock(painter, clock, radius, 0.0 if layout.look.reduced_motion else silence.progress, theme)


def paint_queues(painter: QPainter, layout: StageLayout, queues: Iterable[QueueView]) -> None:
    """Waiting segments as bars, and how many they are."""
    theme, say = layout.theme, layout.look.catalogue.text
    for queue in queues:
        if not queue.waiting and queue.limit is None:
            continue
        first, last = layout.lane_ends
        sign = 1 if queue.side == "left" else -1
        x = first if queue.side == "left" else last
        # Outside the lanes, where the words about the network are not; before an audience those stand below.
        outward = 1 if queue.side == "right" and not layout.look.present else -1
        y = layout.lane_y(queue.side) + outward * layout.lane_band * 0.55
        step = layout.size("lane") * 1.3
        slots = min(queue.limit or queue.waiting, MOST_BARS)
        painter.setPen(Qt.PenStyle.NoPen)
        for index in range(slots):
            bar = QRectF(x + sign * step * index - (0 if sign > 0 else step), y - step, step * 0.7, step * 2)
            painter.setBrush(theme.colour(queue.side if index < queue.waiting else "line"))
            painter.drawRoundedRect(bar, 2, 2)
        words = (
            say("stage.queue", waiting=queue.waiting)
            if queue.limit is None
            else say("stage.queue_of", waiting=queue.waiting, limit=queue.limit)
        )
        wide, high = text_width(words, layout.note_font) + 8, layout.note_font.pixelSize() * 1.5
        left = x + sign * (slots + 1) * step
        rect = QRectF(left if sign > 0 else left - wide, y - high / 2, wide, high)
        draw_text(painter, rect, words, layout.note_font, theme.colour("ink2"))
