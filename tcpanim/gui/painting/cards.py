"""Cards of segments: drawn once as pixmaps at the screen's true resolution, never scaled."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from tcpanim.export.stage_sizes import TWO_LINES
from tcpanim.gui.painting.shapes import (
    draw_again,
    draw_cross,
    draw_kind,
    draw_shadow,
    draw_text,
    kind_role,
    pen,
    rounded,
    shrink_to_fit,
    text_width,
)
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import SEMIBOLD
from tcpanim.scene.stage import Card

_LIMIT = 24_000_000
"""So many pixels are kept: some hundreds of a window's cards, some dozens before an audience at 3840 × 2160."""
TIPS = 24  # so many steps a chip takes as it tips
TILT = 7.0  # degrees; how far a lost card tips
OF_LANE, OF_AUDIENCES_LANE = 0.8, 0.86
"""Of its lane, for a card with its numbers on one line, so that it can be seen to go. An audience's lane is short: with
three lines on a card, its type would be smaller than that of the other lane's."""
SMALLEST = 0.6
"""Rather than to be cut, words of a card are so many times as large as they should be, or more."""


class Laid(NamedTuple):
    """A card's numbers in their lines, and by which factor its type has to be smaller for its height."""

    lines: tuple[str, ...]
    factor: float


class CardPainter:
    """Draws the cards of one stage layout at one device-pixel ratio."""

    def __init__(self, layout: StageLayout, ratio: float) -> None:
        self.layout = layout
        self.ratio = ratio
        self.margin = round(12 * layout.scale)  # room for the shadow and the ring of a selection
        self._pixmaps: dict[tuple[object, ...], QPixmap] = {}
        self._pixels = 0
        self._sizes: dict[tuple[str, str, str, bool, str], QSizeF] = {}

    # ---- sizes

    def size(self, card: Card) -> QSizeF:
        """How large a card is, without its shadow."""
        key = (card.title, card.numbers, card.slot.size, card.again, card.finding)
        found = self._sizes.get(key)
        if found is None:
            found = self._measure(card)
            self._sizes[key] = found
        return found

    def _measure(self, card: Card) -> QSizeF:
        layout = self.layout
        height = layout.card_height
        if card.slot.size == "chip":
            return QSizeF(layout.chip_side, layout.chip_side)
        if card.slot.size == "slip":
            return QSizeF(self.slip_width(card.numbers, card.kind), layout.slip_height)
        lines, factor = self._laid(card)
        title = text_width(card.title, layout.title_font) + (layout.size("title") * 1.4 if card.again else 0)
        found = text_width(card.finding, layout.numbers_font) * 1.15 + layout.size("pad") if card.finding else 0.0
        text = factor * max(title, found, *(text_width(line, layout.numbers_font) for line in lines))
        width = max(text + layout.size("tab") + layout.size("pad") * 1.6, height * 3.1)
        tall = height if len(lines) == 1 else layout.size("card") * TWO_LINES * factor
        return QSizeF(round(min(width, layout.lane_length)), round(tall) + self._drawer(card))

    def _drawer(self, card: Card) -> float:
        """How much taller an opened card is: below its numbers it shows what was found in it."""
        return round(self.layout.size("numbers") * 1.7) if card.finding and card.slot.size == "card" else 0

    def _laid(self, card: Card) -> Laid:
        """The numbers on one line, or on two where the lane is too short for all of them.

        With two the cards of both lanes come near each other: where a question takes height from the stage, they are
        lower.
        """
        layout = self.layout
        beside = layout.size("tab") + layout.size("pad") * 1.6
        parts = _parts(card.numbers)
        most = layout.lane_length * (OF_AUDIENCES_LANE if layout.look.present else OF_LANE)
        if text_width(card.numbers, layout.numbers_font) <= most - beside or len(parts) == 1:
            return Laid((card.numbers,), layout.card_height / layout.size("card"))
        apart = layout.lane_y("right") - layout.lane_y("left") - layout.size("lane")
        factor = min(1.0, apart / (layout.size("card") * TWO_LINES))
        seq, *rest = parts
        second = card.numbers[card.numbers.index(rest[0]) :]
        if len(rest) > 1 and text_width(second, layout.numbers_font) * factor > layout.lane_length - beside:
            # Of a pure ACK it is ack and window that matter; data that bring a window, too, leave it to the header.
            return Laid((rest[0], rest[1]) if card.kind == "ACK" else (seq, rest[0]), factor)
        return Laid((seq, second), factor)

    def slip_width(self, numbers: str, kind: str) -> float:
        """How wide a slip is for a segment of that kind with those numbers."""
        text, font = self._slip(numbers, kind)
        return round(text_width(text, font) + self._beside_slip)

    @property
    def _beside_slip(self) -> float:
        return self.layout.size("tab") * 0.7 + self.layout.size("pad")

    def _slip(self, numbers: str, kind: str) -> tuple[str, QFont]:
        """What a slip has room for: the sequence number of data; of an ACK its number and the window, or less."""
        parts, font = _parts(numbers), self.layout.numbers_font
        room = self.layout.lane_length - self._beside_slip
        first = parts[0]
        if kind == "ACK" and len(parts) > 1:
            whole, first = numbers[numbers.index(parts[1]) :], parts[1]
            if text_width(whole, font) * SMALLEST <= room:
                first = whole
        return first, shrink_to_fit(first, font, room, round(font.pixelSize() * SMALLEST))

    # ---- drawing

    def rehearse(self, card: Card) -> bool:
        """Draw it where nobody sees it, so that it is there when it is wanted; says whether it was not there yet."""
        kept = self._key(card, selected=False) in self._pixmaps
        self._pixmap(card, self.size(card), selected=False)
        return not kept

    def draw(self, painter: QPainter, card: Card, centre: QPointF, selected: bool) -> None:
        """Draw ``card`` with its middle at ``centre``."""
        size = self.size(card)
        if card.tilt > 0:
            self._draw_tipped(painter, card, centre, size, selected)
        else:
            pixmap = self._pixmap(card, size, selected)
            corner = QPointF(
                round((centre.x() - size.width() / 2 - self.margin) * self.ratio) / self.ratio,
                round((centre.y() - size.height() / 2 - self.margin) * self.ratio) / self.ratio,
            )
            painter.setOpacity(1.0 if self.layout.goes_in(card) else card.strength)
            painter.drawPixmap(corner, pixmap)
            painter.setOpacity(1.0)

    def bounds(self, card: Card, centre: QPointF) -> QRectF:
        """The rectangle that the card may touch, tipped or not."""
        size = self.size(card)
        extra = self.margin + 2 + (size.width() * 0.13 if card.tilt > 0 else 0)
        return QRectF(
            centre.x() - size.width() / 2 - self.margin - 2,
            centre.y() - size.height() / 2 - extra,
            size.width() + 2 * self.margin + 4,
            size.height() + 2 * extra,
        )

    def _draw_tipped(self, painter: QPainter, card: Card, centre: QPointF, size: QSizeF, selected: bool) -> None:
        rests, chip = card.tilt >= 1, card.slot.size == "chip"
        if not rests and not chip:
            painter.save()
            painter.translate(centre)
            self._tip(painter, card, size, selected)
            painter.restore()
            return
        if not rests:  # a crowd is lost at once: in steps, and on whole pixels, all of a kind look the same
            card = replace(card, tilt=round(card.tilt * TIPS) / TIPS)
            centre = QPointF(*(round(at * self.ratio) / self.ratio for at in (centre.x(), centre.y())))
        # What has come to rest lies between the pixels as it does itself.
        bounds = self.bounds(card, centre)
        corner = QPointF(*(math.floor(at * self.ratio) / self.ratio for at in (bounds.x(), bounds.y())))
        inside = centre - corner
        room = bounds.size() + QSizeF(2, 2)
        lies = min(card.tilt, 1.0), card.phase == "lost", round(inside.x(), 2), round(inside.y(), 2)
        pixmap = self._kept(
            (*self._key(card, selected), *lies), lambda: self._tipped(card, room, inside, size, selected)
        )
        painter.drawPixmap(corner, pixmap)

    def _tipped(self, card: Card, room: QSizeF, centre: QPointF, size: QSizeF, selected: bool) -> QPixmap:
        """A card that lies tipped, its middle at ``centre`` of a picture so large."""
        made = self._canvas(room)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(centre)
        self._tip(painter, card, size, selected)
        painter.end()
        return made

    def _tip(self, painter: QPainter, card: Card, size: QSizeF, selected: bool) -> None:
        """Draw it tipped about the painter's origin."""
        painter.rotate((-TILT if card.side == "left" else TILT) * min(card.tilt, 1.0))
        rect = QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height())
        self._paint(painter, card, rect, selected, broken=card.phase == "lost" or card.tilt > 0.25)

    def _canvas(self, room: QSizeF) -> QPixmap:
        made = QPixmap(math.ceil(room.width() * self.ratio), math.ceil(room.height() * self.ratio))
        made.setDevicePixelRatio(self.ratio)
        made.fill(Qt.GlobalColor.transparent)
        return made

    def _kept(self, key: tuple[object, ...], make: Callable[[], QPixmap]) -> QPixmap:
        """The picture of that key, made when it is first wanted."""
        found = self._pixmaps.get(key)
        if found is None:
            found = make()
            pixels = found.width() * found.height()
            if self._pixels + pixels > _LIMIT:
                self._pixmaps.clear()
                self._pixels = 0
            self._pixmaps[key] = found
            self._pixels += pixels
        return found

    @staticmethod
    def _key(card: Card, selected: bool) -> tuple[object, ...]:
        """All that a card's look depends on, but how it lies: all chips of a kind look the same."""
        words = ("", "") if card.slot.size == "chip" else (card.title, card.numbers)
        return (*words, card.kind, card.side, card.slot.size, card.again, card.copy, card.foreign,
                card.phase == "discarded", card.finding, selected)  # fmt: skip

    def _pixmap(self, card: Card, size: QSizeF, selected: bool) -> QPixmap:
        return self._kept(self._key(card, selected), lambda: self._level(card, size, selected))

    def _level(self, card: Card, size: QSizeF, selected: bool) -> QPixmap:
        """A card that lies level, with its shadow."""
        made = self._canvas(size + QSizeF(2 * self.margin, 2 * self.margin))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.margin, self.margin, size.width(), size.height())
        if card.slot.size != "chip":
            draw_shadow(painter, rect, self._radius(size), self.layout.theme, self.margin * 0.45)
        self._paint(painter, card, rect, selected, broken=card.phase == "discarded")
        painter.end()
        return made

    def _radius(self, size: QSizeF) -> float:
        return min(self.layout.size("radius") * 0.75, size.height() / 3)

    def _paint(self, painter: QPainter, card: Card, rect: QRectF, selected: bool, broken: bool) -> None:
        theme, layout = self.layout.theme, self.layout
        host = theme.colour(card.side)
        colour = theme.colour(kind_role(card.kind, card.side))
        radius = self._radius(rect.size())
        stroke = max(1.6, 2 * layout.scale * (1.4 if layout.look.present else 1))
        outline = rounded(rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2), radius)
        quiet = card.kind == "ACK"
        tab_fill = theme.colour(f"{card.side}_tint") if quiet else colour
        sign = colour if quiet else theme.colour("on_colour")
        if card.slot.size == "chip":  # they lie upon each other in a crowd
            painter.setPen(pen(theme.colour("bg"), stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(rounded(rect.adjusted(-stroke / 4, -stroke / 4, stroke / 4, stroke / 4), radius))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(outline, theme.colour("surface"))
        tab = {"chip": rect.width(), "slip": layout.size("tab") * 0.7}.get(card.slot.size, layout.size("tab"))
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(QRectF(rect.left(), rect.top(), tab, rect.height()), tab_fill)
        painter.restore()
        side = min(tab, rect.height()) * (0.5 if card.slot.size != "card" else 0.42)
        centre = QPointF(rect.left() + tab / 2, rect.center().y())
        draw_kind(painter, QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side), card.kind, sign)
        edge = pen(theme.colour("loss") if broken else host, stroke)
        if broken:
            edge.setDashPattern([3, 2.4])
        elif card.foreign or card.copy:
            edge.setDashPattern([0.1, 2.2])
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        if selected:
            painter.setPen(pen(theme.colour("ink"), stroke))
            painter.drawPath(
                rounded(rect.adjusted(-stroke * 1.6, -stroke * 1.6, stroke * 1.6, stroke * 1.6), radius * 1.2)
            )
        if card.slot.size != "chip":
            self._words(painter, card, rect.adjusted(tab, 0, 0, 0))

    def _words(self, painter: QPainter, card: Card, rect: QRectF) -> None:
        layout, theme = self.layout, self.layout.theme
        gap = layout.size("pad") * 0.75
        room = rect.adjusted(gap, 0, -gap * 0.6, 0)
        if card.slot.size == "slip":
            room.setLeft(rect.left() + gap * 0.55)
            text, font = self._slip(card.numbers, card.kind)
            draw_text(painter, room, text, font, theme.colour("ink"))
            return
        lines, factor = self._laid(card)
        leading = 1.3 if len(lines) == 1 else 1.22  # three lines need their air above and below
        titles, numbers = layout.size("title") * leading * factor, layout.size("numbers") * (leading + 0.04) * factor
        drawer = self._drawer(card)
        if drawer:
            self._open(painter, card.finding, QRectF(rect.left(), rect.bottom() - drawer, rect.width(), drawer))
        top = rect.center().y() - (titles + numbers * len(lines) + drawer) / 2
        title = QRectF(room.left(), top, room.width(), titles)
        wide = room.width() - (layout.size("title") * 1.5 if card.again else 0)
        font = _fitting(card.title, layout.title_font, wide, factor)
        draw_text(painter, title, card.title, font, theme.colour("ink"))
        if card.again:
            x = room.left() + text_width(card.title, font) + layout.size("title") * 0.4
            side = layout.size("title") * factor
            draw_again(painter, QRectF(x, title.center().y() - side / 2, side, side), theme.colour("ink"))
        y = top + titles
        for line in lines:
            font = _fitting(line, layout.numbers_font, room.width(), factor)
            draw_text(painter, QRectF(room.left(), y, room.width(), numbers), line, font, theme.colour("ink"))
            y += numbers

    def _open(self, painter: QPainter, finding: str, rect: QRectF) -> None:
        """The drawer of an opened card, with what was found."""
        layout, theme = self.layout, self.layout.theme
        painter.setPen(pen(theme.colour("line"), theme.px(1)))
        painter.drawLine(rect.topLeft(), rect.topRight())
        gap = layout.size("pad") * 0.75
        font = layout.font("numbers", SEMIBOLD)
        arm = layout.size("numbers") * 0.32
        draw_cross(painter, QPointF(rect.right() - gap - arm, rect.center().y()), arm, theme.colour("loss"), arm * 0.42)
        room = rect.adjusted(gap, 0, -gap - 3 * arm, 0)
        draw_text(painter, room, finding, _fitting(finding, font, room.width(), 1.0), theme.colour("loss"))


def _parts(numbers: str) -> tuple[str, ...]:
    """The numbers one by one, whatever stands between them."""
    for separator in ("，", ", ", " "):
        if separator in numbers:
            return tuple(numbers.split(separator))
    return (numbers,)


def _fitting(text: str, font: QFont, width: float, factor: float) -> QFont:
    """The font ``factor`` times as large, or smaller where the words have no room."""
    if factor < 1:
        font = QFont(font)
        font.setPixelSize(max(1, int(font.pixelSize() * factor)))
    return shrink_to_fit(text, font, width, round(font.pixelSize() * SMALLEST))
