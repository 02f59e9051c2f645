"""Paints the sequence strips: parts, cells, pointers, and the legend of the parts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, draw_text, pen, text_width
from tcpanim.gui.theme import MEDIUM, SEMIBOLD, SMALLEST_HAN, SMALLEST_LATIN, Theme, make_font
from tcpanim.scene.diagram_layout import Box
from tcpanim.scene.names import UNKNOWN, Naming
from tcpanim.scene.strip import HalfStrip, Pointer, Strip, StripCell, names_before
from tcpanim.scene.strip_layout import StripLayout, ground, kind_at, legend_rows, numbered

_AROUND = 46 / 13.5
"""A part's swatch and the gap behind its words, in sizes of type."""
_LINE = 1.35
"""The least height of a line of the legend, in sizes of type."""
LegendRow = tuple[str, list[tuple[str, str]]]
"""A side, and its parts with their words."""


class StripPainter:
    """Both directions in an area, for a Look."""

    def __init__(self, look: Look, area: QRectF) -> None:
        assert look.naming is not None
        self.look, self.naming = look, look.naming
        chinese = look.catalogue.language == "zh"
        self.layout = layout = StripLayout(
            Box(area.x(), area.y(), area.width(), area.height()), look.theme.scale,
            first=look.detail == "first" or look.present, chinese=chinese, names=names_before(look.naming),
            wide=lambda words, px: text_width(words, make_font(round(px), SEMIBOLD, chinese=chinese)),
        )  # fmt: skip
        self.words = make_font(layout.words, SEMIBOLD, chinese=chinese)
        self.small = make_font(layout.small, MEDIUM, chinese=chinese)
        self.mono = make_font(layout.mono, MEDIUM, mono=True)
        self.px = layout.px

    # ---- geometry

    def rows(self, index: int) -> tuple[QRectF, QRectF]:
        """The sender's and the receiver's row of one direction."""
        upper, lower = self.layout.rows(index)
        return QRectF(*upper), QRectF(*lower)

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
        theme, margin = self.look.theme, self.layout.margin
        left = row.left() - margin
        middle = row.center().y()
        tall = self.words.pixelSize() * 1.15
        two = row.height() >= tall * 1.75
        room = QRectF(left, middle - tall if two else row.top(), margin - self.px(8), tall if two else row.height())
        draw_text(painter, room, self.naming.host(half.host), self.words, theme.colour(half.side), LEFT)
        if two:
            lower = QRectF(left, middle, margin - self.px(8), tall)
            draw_text(painter, lower, self.naming.say(f"strip.{word}"), self.small, theme.colour("ink2"), LEFT)

    def _paint_row(self, painter: QPainter, half: HalfStrip, strip: Strip, row: QRectF) -> None:
        theme, unit = self.look.theme, row.width() / strip.width
        if not half.parts:
            paint_part(painter, row, "forbidden", half.side, theme)
            words = UNKNOWN if half.hidden else self.naming.say("strip.none")
            draw_text(painter, row, words, self.small, theme.colour("ink3"), CENTRE)
            return
        for part in half.parts:
            place = QRectF(row.left() + part.left * unit, row.top(), (part.right - part.left) * unit, row.height())
            paint_part(painter, place, part.kind, half.side, theme)
        for cell in strip.cells:
            kind = kind_at(half.parts, (cell.left + cell.right) / 2)
            if not numbered(kind):
                continue
            left, right = row.left() + cell.left * unit, row.left() + cell.right * unit
            if right - left >= 5:
                painter.setPen(pen(theme.colour("surface"), 1))
                painter.drawLine(QPointF(right, row.top() + 1), QPointF(right, row.bottom() - 1))
            if strip.more:
                left = max(left, row.left() + self.px(7))  # beside the break
            place = QRectF(left, row.top(), right - left, row.height())
            self._paint_number(painter, place, cell.text, theme.colour(ground(kind, half.side).ink))
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
        """Triangles at the row, and their words."""
        theme, font = self.look.theme, self.small if self.layout.first else self.mono
        box = Box(row.x(), row.y(), row.width(), row.height())
        placed = self.layout.pointers(
            half, strip, box, above=above, text=self._pointer_text, wide=lambda words: text_width(words, font)
        )
        size = self.px(4.5) * (-1 if above else 1)
        for one in placed:
            tip = QPointF(*one.tip)
            if one.far:
                painter.setPen(pen(theme.colour("wire"), 1))
                painter.drawLine(QPointF(tip.x(), one.box.y + (one.box.height if above else 0)), tip)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(half.side))
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-abs(size), size), tip + QPointF(abs(size), size)]))
        for one in placed:
            place = QRectF(*one.box)
            painter.fillRect(place, theme.colour("surface"))  # the line of a pointer farther off passes behind
            draw_text(painter, place, one.words, font, theme.colour("ink"), CENTRE)

    def _pointer_text(self, pointer: Pointer) -> str:
        return pointer.told(self.naming, first=self.layout.first)


def paint_part(painter: QPainter, place: QRectF, kind: str, side: str, theme: Theme) -> None:
    """A stretch of the strip."""
    look = ground(kind, side)
    painter.fillRect(place, theme.colour(look.fill, look.fill_alpha))
    if look.edge is not None:
        style = Qt.PenStyle.DotLine if look.dotted else Qt.PenStyle.SolidLine
        painter.setPen(pen(theme.colour(look.edge, look.edge_alpha), look.thick, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_legend(
    painter: QPainter, area: QRectF, strips: tuple[Strip, Strip], naming: Naming, look: Look, font: QFont
) -> None:
    """The parts that are in sight, each with its words: in more lines and smaller where there is little room."""
    theme, least = look.theme, SMALLEST_HAN if naming.language == "zh" else SMALLEST_LATIN
    rows, row = legend_rows(strips, naming), QFont(font)
    lines = _legend_lines(rows, row, area.width())
    while len(lines) * _LINE * row.pixelSize() > area.height() and row.pixelSize() > least:
        row.setPixelSize(row.pixelSize() - 1)
        lines = _legend_lines(rows, row, area.width())
    scale, tall = row.pixelSize() / 13.5, min(area.height() / len(lines), 2 * row.pixelSize())
    top = area.top() + (area.height() - tall * len(lines)) / 2
    for index, (side, parts) in enumerate(lines):
        x, y = area.left(), top + index * tall
        for kind, words in parts:
            need = text_width(words, row) + 28 * scale
            swatch = QRectF(x, y + tall / 2 - 6 * scale, 20 * scale, 12 * scale)
            if kind == "waiting":
                painter.setPen(pen(theme.colour(side), 3 * scale))
                painter.drawLine(swatch.center() - QPointF(9 * scale, 0), swatch.center() + QPointF(9 * scale, 0))
            else:
                paint_part(painter, swatch, kind, side, theme)
            draw_text(painter, QRectF(x + 27 * scale, y, need, tall), words, row, theme.colour("ink2"), LEFT)
            x += need + 18 * scale


def _legend_lines(rows: list[LegendRow], font: QFont, width: float) -> list[LegendRow]:
    """Each side's parts, broken into lines of at most ``width`` px."""
    lines: list[LegendRow] = []
    for side, parts in rows:
        line: list[tuple[str, str]] = []
        taken = 0.0
        for part in parts:
            need = text_width(part[1], font) + _AROUND * font.pixelSize()
            if line and taken + need > width:
                lines.append((side, line))
                line, taken = [], 0.0
            line.append(part)
            taken += need
        lines.append((side, line))
    return lines
