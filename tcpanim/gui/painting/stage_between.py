"""What stands between the endpoints beside lanes and cards: shortened time, and queues before a wire with a rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

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

FEW = 4
"""So many wait at most, more or less, where a queue has no limit."""
MOST_BARS = 20
"""So many places of a queue are drawn."""


def silence_band(layout: StageLayout) -> QRectF:
    """Where shortened time is hatched: between the lanes."""
    first, last = layout.lane_ends
    y = (layout.lane_y("left") + layout.lane_y("right")) / 2
    between = layout.lane_y("right") - layout.lane_y("left") - layout.card_height
    height = max(layout.size("note") * 1.7, min(layout.size("path") * 3.4, between))
    return QRectF(first, y - height / 2, last - first, height)


def silence_place(layout: StageLayout, silence: Silence, taken: Iterable[QRectF], foot: float) -> tuple[QRectF, QRectF]:
    """Where the length of a silence stands, and its clock beside it, so that they meet nothing that is ``taken``.

    In the silence's band, else on a lane, else at ``foot``: px from above, where words about the network make room.
    """
    band, font = silence_band(layout), _silence_font(layout)
    pill = silence_pill(band.center(), silence.text, font)
    radius = pill.height() * 0.62
    clock = QRectF(-radius, -radius, 2 * radius, 2 * radius).translated(pill.right() + radius * 1.5, pill.center().y())
    before, after = pill.width() / 2, clock.right() - band.center().x()
    taken = list(taken)
    away = QPointF()
    last = min(foot, layout.height - radius - 1)
    for y in (band.center().y(), layout.lane_y("right"), layout.lane_y("left"), last):
        for share in (0.5, 0.2, 0.8):
            x = max(min(band.left() + band.width() * share, band.right() - after), band.left() + before)
            away = QPointF(x, y) - band.center()
            whole = pill.united(clock.adjusted(0, radius * 0.2, radius * 0.1, -radius * 0.2)).translated(away)
            if not any(whole.intersects(area) for area in taken):
                return pill.translated(away), clock.translated(away)
    return pill.translated(away), clock.translated(away)


def _silence_font(layout: StageLayout) -> QFont:
    return layout.font("note", MEDIUM, mono=True)


def paint_silence(
    painter: QPainter, layout: StageLayout, silence: Silence, place: tuple[QRectF, QRectF], ratio: float
) -> None:
    """A hatched band, which fills as time passes, and its true length at its ``place``."""
    theme, band = layout.theme, silence_band(layout)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg"))
    painter.drawRect(band)
    painter.setBrush(hatch_brush(theme, layout.scale, ratio))
    painter.setOpacity(0.5)
    painter.drawRect(band)
    painter.setOpacity(1.0)
    painter.drawRect(QRectF(band.left(), band.top(), band.width() * silence.progress, band.height()))
    pill, clock = place
    draw_silence_label(painter, pill.center(), silence.text, _silence_font(layout), theme)
    turned = 0.0 if layout.look.reduced_motion else silence.progress
    draw_clock(painter, clock.center(), clock.width() / 2, turned, theme)


def queue_width(layout: StageLayout, queues: Iterable[QueueView]) -> float:
    """How much of the lane's length the queue of the right host may take, beside what is said of the network."""
    full = [replace(queue, waiting=queue.limit or FEW) for queue in queues if queue.side == "right"]
    if not full or layout.look.present:
        return 0.0
    return layout.lane_ends[1] - _queue_places(layout, full[0])[2].left() + layout.size("pad")


def paint_queues(painter: QPainter, layout: StageLayout, queues: Iterable[QueueView]) -> None:
    """Waiting segments as bars, and how many they are."""
    theme = layout.theme
    for queue in queues:
        between = layout.look.present and queue.side == "right"  # where cards of the other lane fly
        if not queue.waiting and (queue.limit is None or between):
            continue
        bars, text, words = _queue_places(layout, queue)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, bar in enumerate(bars):
            painter.setBrush(theme.colour(queue.side if index < queue.waiting else "line"))
            painter.drawRoundedRect(bar, 2, 2)
        draw_text(painter, words, text, layout.note_font, theme.colour("ink2"))


def _queue_places(layout: StageLayout, queue: QueueView) -> tuple[list[QRectF], str, QRectF]:
    """The bars of a queue from the head on, what is said of it, and where."""
    say, (first, last) = layout.look.catalogue.text, layout.lane_ends
    sign = 1 if queue.side == "left" else -1
    x = first if queue.side == "left" else last
    # Outside the lanes, above the upper and below the lower one; before an audience there stand words.
    outward = 1 if queue.side == "right" and not layout.look.present else -1
    step, high = layout.size("lane") * 1.3, layout.note_font.pixelSize() * 1.5
    y = layout.lane_y(queue.side) + outward * (layout.lane_band / 2 + max(step, high / 2))
    count = min(queue.limit or queue.waiting, MOST_BARS)
    lefts = [x + sign * step * index - (0 if sign > 0 else step) for index in range(count)]
    bars = [QRectF(left, y - step, step * 0.7, step * 2) for left in lefts]
    text = (
        say("stage.queue", waiting=queue.waiting)
        if queue.limit is None
        else say("stage.queue_of", waiting=queue.waiting, limit=queue.limit)
    )
    wide = text_width(text, layout.note_font) + 8
    left = x + sign * (count + 1) * step
    return bars, text, QRectF(left if sign > 0 else left - wide, y - high / 2, wide, high)
