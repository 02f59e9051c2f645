"""The running timers of an endpoint as dials: an arc that runs down, what it is for, what is left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tcpanim.gui.paint import RIGHT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.stage_layout import SMALLEST_TYPE, StageLayout
from tcpanim.gui.theme import SEMIBOLD
from tcpanim.scene.endpoint import TimerDial

MOST = 4  # dials; a host with more running timers shows those that fire first
AIR = 1.12  # a dial takes so many times its own height


def dials_height(layout: StageLayout, count: int) -> float:
    """The room that so many dials take."""
    if not count:
        return 0.0
    return layout.size("ring") * AIR * (1 if layout.look.present or count <= 2 else 2)


def paint_dials(painter: QPainter, layout: StageLayout, side: str, dials: tuple[TimerDial, ...], room: QRectF) -> None:
    """At the foot of ``room``: one across, two beside each other, more in two rows; rings shrink with the room."""
    dials = dials[: 1 if layout.look.present else MOST]
    if not dials:
        return
    rows = 1 if len(dials) <= 2 else 2
    ring = min(layout.size("ring"), (room.height() - layout.size("pad") * 0.25) / rows / AIR)
    if ring < 14:
        return
    columns = 1 if len(dials) == 1 else 2
    wide = room.width() / columns
    top = room.bottom() - ring * AIR * rows
    for index, dial in enumerate(dials):
        rect = QRectF(room.left() + index % columns * wide, top + index // columns * ring * AIR, wide, ring)
        _paint_dial(painter, layout, side, dial, rect, full=columns == 1)


def _paint_dial(painter: QPainter, layout: StageLayout, side: str, dial: TimerDial, rect: QRectF, full: bool) -> None:
    theme = layout.theme
    stroke = max(2.5, rect.height() * 0.11)
    ring = QRectF(rect.left(), rect.top(), rect.height(), rect.height()).adjusted(stroke, stroke, -stroke, -stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(theme.colour("line"), stroke))
    painter.drawEllipse(ring)
    painter.setPen(pen(theme.colour(side), stroke))
    painter.drawArc(ring, 90 * 16, -round(360 * 16 * dial.left))
    left = rect.left() + rect.height() + layout.size("pad") * 0.35
    words = QRectF(left, rect.top(), rect.right() - left, rect.height())
    label, value = layout.font("timer", SEMIBOLD), layout.font("small", mono=True)
    if layout.look.present:
        room = words.adjusted(0, 0, -text_width(dial.remaining, value) - layout.size("pad") * 0.4, 0)
        fitted = shrink_to_fit(dial.label, label, room.width(), SMALLEST_TYPE)
        draw_text(painter, room, dial.label, fitted, theme.colour("ink"))
        draw_text(painter, words, dial.remaining, value, theme.colour("ink2"), RIGHT)
        return
    upper, text = QRectF(words), f"{dial.remaining} / {dial.total}" if full else dial.remaining
    if rect.height() < (label.pixelSize() + value.pixelSize()) * 1.12:  # one line has room, not two
        draw_text(painter, words, f"{dial.label} {dial.remaining}", shrink_to_fit(
            f"{dial.label} {dial.remaining}", label, words.width(), SMALLEST_TYPE), theme.colour("ink"))  # fmt: skip
        return
    upper.setHeight(rect.height() / 2)
    lower = upper.translated(0, rect.height() / 2)
    fitted = shrink_to_fit(dial.label, label, words.width(), SMALLEST_TYPE)
    draw_text(painter, upper, dial.label, fitted, theme.colour("ink"))
    draw_text(painter, lower, text, shrink_to_fit(text, value, words.width(), SMALLEST_TYPE), theme.colour("ink2"))
