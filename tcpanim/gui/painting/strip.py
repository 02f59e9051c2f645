"""Paints the sequence strips: parts, cells, pointers, and the legend of the parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, draw_text, pen, text_width
from tcpanim.gui.theme import MEDIUM, SEMIBOLD, SMALL, SMALLEST_HAN, Theme, make_font
from tcpanim.scene.names import Naming
from tcpanim.scene.strip import RECEIVING, SENDING, HalfStrip, Part, Pointer, Strip, StripCell

_CELL = 48.0
"""A cell that is so wide, in px at scale 1, has room for its number."""
_LINE, _POINTER, _BETWEEN, _LOWEST = 18.0, 5.0, 5.0, 17.0
"""Heights at scale 1: of a line of labels, of a pointer, of the gap between both rows, and the least of a row."""
_WIDE = 2.3
"""An area that is so many times as wide as high has both directions side by side."""


class StripPainter:
    """Where everything of both directions stands in an area, for a Look."""

    def __init__(self, look: Look, area: QRectF) -> None:
        assert look.naming is not None
        self.look, self.naming, self.area = look, look.naming, area
        theme = look.theme
        # What is told at first has one pointer at each row, so one line of labels above and one below.
        self.first = look.detail == "first" or look.present
        self.lines = (1, 1) if self.first else (3, 2)
        wide = area.width() >= area.height() * _WIDE
        self.beside = wide and (area.width() >= theme.px(820) or self._factor(beside=True) > self._factor(beside=False))
        self.factor = self._factor(beside=self.beside)
        blocks = self._blocks(beside=self.beside)
        han = SMALLEST_HAN if look.catalogue.language == "zh" else 11
        chinese = look.catalogue.language == "zh"
        self.words = make_font(max(han, round(theme.px(SMALL) * self.factor)), SEMIBOLD, chinese=chinese)
        self.small = make_font(max(han, round(theme.px(12) * self.factor)), MEDIUM, chinese=chinese)
        self.mono = make_font(max(11, round(theme.px(12.5) * self.factor)), MEDIUM, mono=True)
        self.margin = max(text_width(naming_words, self.words) for naming_words in self._names()) + self.px(14)
        self.room = (blocks[0].width() - self.margin) / self.px(_CELL)

    def _factor(self, *, beside: bool) -> float:
        """How large everything is; large type in a low area becomes smaller before anything covers anything."""
        px, block = self.look.theme.px, self._blocks(beside=beside)[0]
        needed = px(sum(self.lines) * _LINE + 2 * _POINTER + _BETWEEN + 2 * _LOWEST)
        wanted = min(block.height() / px(150), block.width() / px(500))
        return min(max(wanted, min(0.9, block.height() / needed)), 2.4)

    def px(self, size: float) -> float:
        """A size that grows with the area."""
        return self.look.theme.px(size) * self.factor

    def _names(self) -> Sequence[str]:
        say = self.naming.say
        hosts = [self.naming.host(host.name) for host in self.naming.trace.hosts]
        return [*hosts, say("strip.sends"), say("strip.receives")]

    def _blocks(self, *, beside: bool) -> tuple[QRectF, QRectF]:
        area, gap = self.area, self.look.theme.px(28 if beside else 10)
        if beside:
            half = (area.width() - gap) / 2
            return (
                QRectF(area.left(), area.top(), half, area.height()),
                QRectF(area.left() + half + gap, area.top(), half, area.height()),
            )
        half = (area.height() - gap) / 2
        return (
            QRectF(area.left(), area.top(), area.width(), half),
            QRectF(area.left(), area.top() + half + gap, area.width(), half),
        )

    # ---- geometry

    def _level(self) -> float:
        return self.mono.pixelSize() * 1.42

    def rows(self, index: int) -> tuple[QRectF, QRectF]:
        """The sender's and the receiver's row of one direction."""
        block = self._blocks(beside=self.beside)[index]
        above, below = (lines * self._level() + self.px(_POINTER) for lines in self.lines)
        between = self.px(_BETWEEN)
        least = self.look.theme.px(_LOWEST) * min(self.factor, 1.0)
        tall = min(max((block.height() - above - below - between) / 2, least), self.px(40))
        top = block.top() + max(0.0, (block.height() - above - below - between - 2 * tall) / 2) + above
        left, width = block.left() + self.margin, block.width() - self.margin - 1
        return QRectF(left, top, width, tall), QRectF(left, top + tall + between, width, tall)

    def cell_rect(self, index: int, strip: Strip, cell: StripCell) -> QRectF:
        """A cell, over both rows."""
        upper, lower = self.rows(index)
        unit = upper.width() / strip.width
        return QRectF(upper.left() + cell.left * unit, upper.top(), (cell.right - cell.left) * unit,
                      lower.bottom() - upper.top())  # fmt: skip

    # ---- painting

    def paint(self, painter: QPainter, strips: tuple[Strip, Strip], chosen: tuple[int, StripCell] | None) -> None:
        """Both directions."""
        for index, strip in enumerate(strips):
            upper, lower = self.rows(index)
            for half, row, word in ((strip.sender, upper, "sends"), (strip.receiver, lower, "receives")):
                self._paint_name(painter, half, row, word)
                self._paint_row(painter, half, strip, row)
            self._paint_waiting(painter, strip, upper)
            self._paint_pointers(painter, strip.sender, strip, upper, above=True)
            self._paint_pointers(painter, strip.receiver, strip, lower, above=False)
            if chosen is not None and chosen[0] == index:
                painter.setPen(pen(self.look.theme.colour("ink"), self.px(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.cell_rect(index, strip, chosen[1]).adjusted(-1, -2, 1, 2))

    def _paint_name(self, painter: QPainter, half: HalfStrip, row: QRectF, word: str) -> None:
        theme = self.look.theme
        left = row.left() - self.margin
        middle = row.center().y()
        tall = self.words.pixelSize() * 1.15
        two = row.height() >= tall * 1.75
        room = QRectF(
            left, middle - tall if two else row.top(), self.margin - self.px(8), tall if two else row.height()
        )
        draw_text(painter, room, self.naming.host(half.host), self.words, theme.colour(half.side), LEFT)
        if two:
            lower = QRectF(left, middle, self.margin - self.px(8), tall)
            draw_text(painter, lower, self.naming.say(f"strip.{word}"), self.small, theme.colour("ink2"), LEFT)

    def _paint_row(self, painter: QPainter, half: HalfStrip, strip: Strip, row: QRectF) -> None:
        theme, unit = self.look.theme, row.width() / strip.width
        if not half.parts:
            paint_part(painter, row, "forbidden", half.side, theme)
            draw_text(painter, row, self.naming.say("strip.none"), self.small, theme.colour("ink3"), CENTRE)
            return
        for part in half.parts:
            place = QRectF(row.left() + part.left * unit, row.top(), (part.right - part.left) * unit, row.height())
            paint_part(painter, place, part.kind, half.side, theme)
        for cell in strip.cells:
            kind = _kind_at(half.parts, (cell.left + cell.right) / 2)
            if kind in ("allowed", "forbidden", "acceptable", "unacceptable", ""):
                continue
            left, right = row.left() + cell.left * unit, row.left() + cell.right * unit
            if right - left >= 5:
                painter.setPen(pen(theme.colour("surface"), 1))
                painter.drawLine(QPointF(right, row.top() + 1), QPointF(right, row.bottom() - 1))
            if strip.more:
                left = max(left, row.left() + self.px(7))  # beside the break
            place = QRectF(left, row.top(), right - left, row.height())
            self._paint_number(painter, place, cell.text, part_ink(kind, half.side, theme))
        if strip.width - strip.used > 1:
            x = row.left() + strip.used * unit + self.px(12)
            self._paint_break(painter, QPointF(x, row.center().y()), row.height())
        if strip.more:
            self._paint_break(painter, QPointF(row.left(), row.center().y()), row.height())

    def _paint_number(self, painter: QPainter, place: QRectF, text: str, ink: QColor) -> None:
        """A cell's number where it can be read."""
        font = QFont(self.mono)
        needed = text_width(text, font)
        if needed > place.width() - 4:
            font.setPixelSize(max(10, int(font.pixelSize() * (place.width() - 4) / needed)))
            if text_width(text, font) > place.width() - 2:
                return
        draw_text(painter, place, text, font, ink, CENTRE)

    def _paint_break(self, painter: QPainter, centre: QPointF, tall: float) -> None:
        """Two strokes: from here on the strip is not to scale."""
        theme = self.look.theme
        slant, half = tall * 0.16, tall / 2 + self.px(3)
        for width, role in ((self.px(5), "surface"), (self.px(1.2), "wire")):
            painter.setPen(pen(theme.colour(role), width))
            for away in (-self.px(2.2), self.px(2.2)):
                top = centre + QPointF(away + slant, -half)
                bottom = centre + QPointF(away - slant, half)
                if role == "surface" and away > 0:
                    continue
                painter.drawLine(top, bottom)

    def _paint_waiting(self, painter: QPainter, strip: Strip, row: QRectF) -> None:
        """What the application has handed over and TCP has not sent yet: a line along the row."""
        if strip.waiting is None:
            return
        unit, theme = row.width() / strip.width, self.look.theme
        left, right, _ = strip.waiting
        painter.setPen(pen(theme.colour(strip.sender.side), self.px(3)))
        y = row.bottom() - self.px(4)
        painter.drawLine(QPointF(row.left() + left * unit + 4, y), QPointF(row.left() + right * unit - 4, y))

    def _paint_pointers(self, painter: QPainter, half: HalfStrip, strip: Strip, row: QRectF, *, above: bool) -> None:
        """Triangles at the row, their labels in as many lines as they need."""
        theme, unit = self.look.theme, row.width() / strip.width
        first = self.first
        pointers = [pointer for pointer in half.pointers if not first or pointer.name in ("SND.NXT", "RCV.NXT")]
        font = self.small if first else self.mono
        taken: list[list[QRectF]] = [[], [], []]
        tall = self._level()
        labels: list[tuple[QRectF, str]] = []
        for pointer in sorted(pointers, key=lambda pointer: pointer.at):
            x = row.left() + pointer.at * unit
            words = self._pointer_text(pointer, first=first)
            wide = text_width(words, font) + 4
            left = min(max(x - wide / 2, row.left() - self.margin * 0.4), row.right() + 1 - wide)
            level = next(
                (
                    index
                    for index, used in enumerate(taken)
                    if not any(box.left() - 8 < left + wide and left < box.right() + 8 for box in used)
                ),
                2,
            )
            y = row.top() - self.px(6) - (level + 1) * tall if above else row.bottom() + self.px(6) + level * tall
            place = QRectF(left, y, wide, tall)
            taken[level].append(place)
            tip = QPointF(x, row.top() - 1 if above else row.bottom() + 1)
            painter.setPen(pen(theme.colour("wire"), 1))
            if level:
                painter.drawLine(QPointF(x, place.bottom() if above else place.top()), tip)
            size = self.px(4.5) * (-1 if above else 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(half.side))
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-abs(size), size), tip + QPointF(abs(size), size)]))
            labels.append((place, words))
        for place, words in labels:
            painter.fillRect(place, theme.colour("surface"))  # the line of a pointer farther off passes behind
            draw_text(painter, place, words, font, theme.colour("ink"), CENTRE)

    def _pointer_text(self, pointer: Pointer, *, first: bool) -> str:
        if first:
            return self.naming.say("list.pair", name=pointer.words, value=pointer.value)
        return f"{pointer.name} {pointer.value}"


def _kind_at(parts: Sequence[Part], place: float) -> str:
    """The part that lies there; what is early lies over others."""
    return next((part.kind for part in reversed(parts) if part.left <= place < part.right), "")


def paint_part(painter: QPainter, place: QRectF, kind: str, side: str, theme: Theme) -> None:
    """A stretch of the strip; each kind has its own ground and border."""
    solid, tint = theme.colour(side), theme.colour(f"{side}_tint")
    inner = place.adjusted(0.5, 0.5, -0.5, -0.5)
    if kind in ("acked", "read"):
        painter.fillRect(place, tint)
        painter.setPen(pen(theme.colour(side, 110), 1))
    elif kind in ("unacked", "unread"):
        painter.fillRect(place, solid)
        painter.setPen(Qt.PenStyle.NoPen)
    elif kind == "early":
        painter.fillRect(place, theme.colour(side, 90))
        painter.setPen(pen(solid, 1.6))
    elif kind in ("allowed", "acceptable"):
        painter.fillRect(place, theme.colour("surface"))
        painter.setPen(pen(solid, 1.6))
    else:
        painter.fillRect(place, theme.colour("sunken"))
        painter.setPen(pen(theme.colour("wire"), 1, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(inner)


def part_ink(kind: str, side: str, theme: Theme) -> QColor:
    """What is legible on a part."""
    if kind in ("unacked", "unread"):
        return theme.colour("on_colour")
    return theme.colour(side if kind in ("acked", "read") else "ink")


def paint_legend(
    painter: QPainter, area: QRectF, strips: tuple[Strip, Strip], naming: Naming, look: Look, font: QFont
) -> None:
    """The parts that are in sight, each with its words, as far as there is room."""
    theme, scale = look.theme, font.pixelSize() / 13.5
    seen = {part.kind for strip in strips for half in (strip.sender, strip.receiver) for part in half.parts}
    waiting = next((strip.waiting[2] for strip in strips if strip.waiting is not None), 0)
    lines = [
        [kind for kind in SENDING if kind in seen] + (["waiting"] if waiting else []),
        [kind for kind in ("read", "unread", "early", *RECEIVING[2:]) if kind in seen],
    ]
    tall = area.height() / 2
    for index, kinds in enumerate(lines):
        x, y = area.left(), area.top() + index * tall
        side = strips[0].sender.side if index == 0 else strips[0].receiver.side
        for kind in kinds:
            words = naming.say(f"strip.{kind}", size=waiting) if kind == "waiting" else naming.say(f"strip.{kind}")
            need = text_width(words, font) + 28 * scale
            if x + need > area.right() + 1:
                break
            swatch = QRectF(x, y + tall / 2 - 6 * scale, 20 * scale, 12 * scale)
            if kind == "waiting":
                painter.setPen(pen(theme.colour(side), 3 * scale))
                painter.drawLine(swatch.center() - QPointF(9 * scale, 0), swatch.center() + QPointF(9 * scale, 0))
            else:
                paint_part(painter, swatch, kind, side, theme)
            draw_text(painter, QRectF(x + 27 * scale, y, need, tall), words, font, theme.colour("ink2"), LEFT)
            x += need + 18 * scale
