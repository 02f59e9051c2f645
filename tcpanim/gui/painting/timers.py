"""The running timers of an endpoint as dials: an arc that runs down, what it is for, what is left."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from tcpanim.gui.painting.shapes import RIGHT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import SEMIBOLD
from tcpanim.scene.endpoint import TimerDial

MOST = 4  # dials; a host with more running timers shows those that fire first
AIR = 1.12  # a dial takes so many times its own height
LEAST = 12  # px; there are no smaller rings


def dials_height(layout: StageLayout, count: int) -> float:
    """The room that so many dials take."""
    if not count:
        return 0.0
    return layout.size("ring") * AIR * (1 if layout.look.present or count <= 2 else 2)


def least_dial_height(layout: StageLayout) -> float:
    """The room in which a dial's words before an audience can still be read from the last row."""
    return (layout.size("small") * 1.2 + layout.size("pad") * 0.25) * AIR


def paint_dials(painter: QPainter, layout: StageLayout, side: str, dials: tuple[TimerDial, ...], room: QRectF) -> None:
    """At the foot of ``room``: two beside each other where they fit, else below; rings shrink with the room."""
    dials = dials[: 1 if layout.look.present else MOST]
    if not dials:
        return
    across = 1 if len(dials) == 2 and _too_long(layout, dials, room) else 2
    rows = math.ceil(len(dials) / across)
    ring = _ring(layout, room, rows)
    if ring < LEAST:
        return
    if len(dials) > 1 and _in_one_line(layout, ring):  # names and numbers need the room more than the rings
        ring = min(ring, layout.font("timer").pixelSize() * 1.45)
    top = room.bottom() - ring * AIR * rows
    for first in range(0, len(dials), across):
        row = dials[first : first + across]
        left, y = room.left(), top + first // across * ring * AIR
        for dial, wide in zip(row, _widths(layout, row, ring, room.width()), strict=True):
            _paint_dial(painter, layout, side, dial, QRectF(left, y, wide, ring), full=len(dials) == 1)
            left += wide


def _ring(layout: StageLayout, room: QRectF, rows: int) -> float:
    """How large a ring may be in so many rows."""
    return min(layout.size("ring"), (room.height() - layout.size("pad") * 0.25) / rows / AIR)


def _too_long(layout: StageLayout, dials: tuple[TimerDial, ...], room: QRectF) -> bool:
    """Whether two do not fit beside each other with their words, and there is room for them below."""
    small, beside = _ring(layout, room, 2), _ring(layout, room, 1)
    if small < LEAST or layout.look.present:
        return False
    return sum(_needs(layout, dials, small if _in_one_line(layout, beside) else beside)) > room.width()


def _in_one_line(layout: StageLayout, height: float) -> bool:
    """Whether there is room for one line beside a ring, not for two."""
    return height < (layout.font("timer").pixelSize() + layout.font("small").pixelSize()) * 1.12


def _widths(layout: StageLayout, row: tuple[TimerDial, ...], ring: float, room: float) -> list[float]:
    """How wide the dials of a row are: each by its name, so that none moves while numbers run down.

    Where the room is short, the shorter name is whole and of the longer something is left out.
    """
    needs = _needs(layout, row, ring)
    if len(row) == 2 and sum(needs) > room:
        shorter = min(*needs, room * 0.6)
        return [shorter, room - shorter] if needs[0] < needs[1] else [room - shorter, shorter]
    return [room * need / sum(needs) for need in needs]


def _needs(layout: StageLayout, dials: tuple[TimerDial, ...], ring: float) -> list[float]:
    """How wide dials have to be: on one line in the smallest type, else by the longer of both lines."""
    beside, font = ring + layout.size("pad") * 0.5, QFont(layout.font("timer", SEMIBOLD))  # that one is everybody's
    if not _in_one_line(layout, ring):
        value = text_width("000 ms", layout.font("small", mono=True))
        return [beside + max(text_width(dial.label, font), value) for dial in dials]
    font.setPixelSize(min(font.pixelSize(), layout.smallest_type))
    return [beside + text_width(f"{dial.label} 000 ms", font) for dial in dials]


def _paint_dial(painter: QPainter, layout: StageLayout, side: str, dial: TimerDial, rect: QRectF, full: bool) -> None:
    theme = layout.theme
    stroke = max(2.5, rect.height() * 0.11)
    ring = QRectF(rect.left(), rect.top(), rect.height(), rect.height()).adjusted(stroke, stroke, -stroke, -stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(theme.colour("line"), stroke))
    painter.drawEllipse(ring)
    painter.setPen(pen(theme.colour(side), stroke))
    painter.drawArc(ring, 90 * 16, -round(360 * 16 * dial.left))
    left = rect.left() + rect.height() + layout.size("pad") * 0.25
    apart = 0.0 if layout.look.present else layout.size("pad") * 0.25  # from the ring of the next
    words = QRectF(left, rect.top(), rect.right() - left - apart, rect.height())
    label, value = layout.font("timer", SEMIBOLD), layout.font("small", mono=True)
    if layout.look.present:
        room = words.adjusted(0, 0, -text_width(dial.remaining, value) - layout.size("pad") * 0.4, 0)
        fitted, least = (
            shrink_to_fit(dial.label, label, room.width(), layout.smallest_type),
            layout.font("path", mono=True),
        )
        if fitted.pixelSize() < least.pixelSize():  # not read from the last row: the number goes below the name
            words.setHeight(words.height() / 2)
            fitted = shrink_to_fit(dial.label, layout.font("path", SEMIBOLD), words.width(), layout.smallest_type)
            room, value = QRectF(words), least
            words.translate(0, words.height())
        draw_text(painter, room, dial.label, fitted, theme.colour("ink"))
        draw_text(painter, words, dial.remaining, value, theme.colour("ink2"), RIGHT)
        return
    upper, text = QRectF(words), f"{dial.remaining} / {dial.total}" if full else dial.remaining
    if _in_one_line(layout, rect.height()):
        text = f"{dial.label} {dial.remaining}"
        fitted = shrink_to_fit(text, label, words.width(), layout.smallest_type)
        if text_width(text, fitted) <= words.width():
            draw_text(painter, words, text, fitted, theme.colour("ink"))
        else:  # of the name something may be left out, of the number nothing
            number = text_width(f" {dial.remaining}", fitted)
            draw_text(painter, words.adjusted(0, 0, -number, 0), dial.label, fitted, theme.colour("ink"))
            draw_text(painter, words, dial.remaining, fitted, theme.colour("ink"), RIGHT)
        return
    upper.setHeight(rect.height() / 2)
    lower = upper.translated(0, rect.height() / 2)
    fitted = shrink_to_fit(dial.label, label, words.width(), layout.smallest_type)
    draw_text(painter, upper, dial.label, fitted, theme.colour("ink"))
    draw_text(
        painter, lower, text, shrink_to_fit(text, value, words.width(), layout.smallest_type), theme.colour("ink2")
    )
