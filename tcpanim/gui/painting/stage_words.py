"""What is said beside a card on the stage: where it stands, and how it is drawn."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from tcpanim.gui.painting.cards import TILT
from tcpanim.gui.painting.shapes import CENTRE, draw_cross, draw_text, text_width
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import SEMIBOLD
from tcpanim.scene.stage import Card


class Words(NamedTuple):
    """One or two lines in ``rect``, and the ✕ of a loss at ``cross`` with its radius, None where there is none."""

    rect: QRectF
    first: str
    second: str
    role: str
    cross: QPointF | None
    radius: float

    @property
    def touched(self) -> QRectF:
        """All that they cover."""
        if self.cross is None:
            return self.rect
        reach = self.radius * 1.5 + 2
        spot = QRectF(self.cross.x() - reach, self.cross.y() - reach, 2 * reach, 2 * reach)
        return spot.united(self.rect) if self.rect.isValid() else spot


def words_of(layout: StageLayout, card: Card, centre: QPointF, size: QSizeF) -> Words | None:
    """What is said beside ``card`` there; None: nothing."""
    if card.phase == "lost":
        return _of_loss(layout, card, centre, size)
    if not card.note:
        return None
    if card.slot.size == "card":
        return _below(layout, card, centre, size)
    return _behind(layout, card, centre, size) if card.slot.size == "slip" else None


def _role(card: Card) -> str:
    return "loss" if card.phase == "discarded" else "ink2"


def _of_loss(layout: StageLayout, card: Card, centre: QPointF, size: QSizeF) -> Words:
    """On the outer side of the tipped card, beside the ✕."""
    sign = 1 if card.side == "left" else -1
    big = card.slot.size == "card"
    radius = layout.card_height * (0.24 if big else 0.12)
    spot = QPointF(centre)
    if big:
        spot += QPointF(sign * (size.width() / 2 + radius * 2.2), 0)
    elif card.slot.size == "slip":  # on its front edge, which has tipped up: off its letters
        turned, half = math.radians(TILT * min(card.tilt, 1.0)), size.width() / 2
        spot += QPointF(sign * half * math.cos(turned), -half * math.sin(turned))
    first, last = layout.lane_ends
    spot.setX(min(max(spot.x(), first + radius * 1.2), last - radius * 1.2))
    if not big:
        return Words(QRectF(), "", "", "loss", spot, radius)
    line = layout.size("note") * 1.45
    outward = _outward(card)
    # Before an audience between the lanes: above stand the equations, below the path.
    inward = not outward or (layout.look.present and card.slot.rows == 1)
    alone = inward and not layout.look.present  # towards the other lane there is room for one line
    first_line, second_line = (f"{card.note} · {card.second}", "") if alone else (card.note, card.second)
    wide = max(text_width(first_line, layout.font("note", SEMIBOLD)), text_width(second_line, layout.note_font)) + 8
    tall = line if alone else 2 * line
    x = min(max(spot.x() - wide / 2, first), max(first, last - wide))
    above = (card.side == "left") != inward
    # It tips over backwards: towards the ✕ its upper edge rises, and its lower edge leaves room.
    slope, half = math.sin(math.radians(TILT)), size.width() / 2
    near = x - centre.x() if sign > 0 else centre.x() - x - wide
    reach = size.height() / 2 + slope * (half if above else -min(max(near, -half), half))
    below = centre.y() + reach + line * 0.15
    y = max(2.0, centre.y() - reach - tall) if above else min(below, layout.height - tall - 2)
    return Words(QRectF(x, y, wide, tall), first_line, second_line, "loss", spot, radius)


def _outward(card: Card) -> bool:
    """Whether words of the card stand away from the other lane: those of the row nearest to that have room inwards."""
    if card.slot.rows == 1:
        return True
    return card.slot.row * 2 < card.slot.rows if card.side == "left" else card.slot.row * 2 >= card.slot.rows - 1


def _below(layout: StageLayout, card: Card, centre: QPointF, size: QSizeF) -> Words:
    """Outside the lanes: above a card of the upper one, below a card of the lower one."""
    line = layout.size("note") * 1.45
    first, last = layout.lane_ends
    text = card.note if not card.second else f"{card.note} · {card.second}"
    wide, tall, second = text_width(text, layout.note_font) + 8, line, ""
    if wide > last - first and card.second:
        text, second, tall = card.note, card.second, 2 * line
        wide = max(text_width(text, layout.font("note", SEMIBOLD)), text_width(second, layout.note_font)) + 8
    below = (card.side == "right") == _outward(card)
    if layout.look.present and card.slot.rows == 1:
        below = not below
    gap = size.height() / 2 + line * 0.3
    y = centre.y() + gap if below else centre.y() - gap - tall
    x = min(max(centre.x() - wide / 2, first), max(first, last - wide))
    return Words(QRectF(x, y, wide, tall), text, second, _role(card), None, 0.0)


def _behind(layout: StageLayout, card: Card, centre: QPointF, size: QSizeF) -> Words | None:
    """Behind a slip, on a line with it: above and below it others fly."""
    wide = text_width(card.note, layout.note_font) + 4
    gap = size.width() / 2 + layout.size("pad") * 0.4
    left = centre.x() - gap - wide if card.side == "left" else centre.x() + gap
    first, last = layout.lane_ends
    if left < first or left + wide > last:
        return None
    return Words(
        QRectF(left, centre.y() - size.height() / 2, wide, size.height()), card.note, "", _role(card), None, 0.0
    )  # fmt: skip


def paint_words(painter: QPainter, layout: StageLayout, words: Words, strength: float) -> None:
    """Draw them; ``strength``: 1 solid, towards 0 they fade."""
    theme = layout.theme
    if words.cross is not None:
        draw_cross(painter, words.cross, words.radius, theme.colour("loss"), max(2.5, words.radius * 0.3))
    if not words.first:
        return
    painter.setOpacity(strength)
    _clear_lanes(painter, layout, words.rect)
    if words.second:
        half = words.rect.height() / 2
        upper = QRectF(words.rect.left(), words.rect.top(), words.rect.width(), half)
        draw_text(painter, upper, words.first, layout.font("note", SEMIBOLD), theme.colour(words.role), CENTRE)
        draw_text(painter, upper.translated(0, half), words.second, layout.note_font, theme.colour("ink2"), CENTRE)
    else:
        draw_text(painter, words.rect, words.first, layout.note_font, theme.colour(words.role), CENTRE)
    painter.setOpacity(1.0)


def _clear_lanes(painter: QPainter, layout: StageLayout, rect: QRectF) -> None:
    """A lane that runs through the words would strike them out."""
    half = layout.size("lane")
    for y in (layout.lane_y("left"), layout.lane_y("right")):
        band = QRectF(rect.left(), y - half, rect.width(), 2 * half).intersected(rect)
        if not band.isEmpty():
            painter.fillRect(band, layout.theme.colour("sunken"))
