"""The header of a segment as SVG: rows of 32 bits with their values, the options, and the bytes below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcpanim.export.picture import HEADER_WIDTH, Wish
from tcpanim.export.svg import BOLD, MEDIUM, Svg
from tcpanim.scene.header import Field, Header, header_view, hex_lines, shown_segment
from tcpanim.scene.text_widths import text_width

MARGIN, TITLE, SCALE, ROW, OPTION, LINE = 16.0, 44.0, 18.0, 50.0, 32.0, 22.0
BROADEST = 1000.0
"""Wider than this the rows would only be emptier."""
VALUE, LARGE = 15.0, 16.5


def svg_header(wish: Wish) -> Iterable[str]:
    """The file, in pieces."""
    return _Drawing(wish).draw()


class _Drawing:
    """One segment at one moment, laid out in px at its own size of type."""

    def __init__(self, wish: Wish) -> None:
        self.wish, self.naming = wish, wish.naming
        trace = self.naming.trace
        number = shown_segment(trace, wish.moment, wish.segment)
        self.header = header_view(trace, number, wish.moment, self.naming) if number is not None else None
        chinese = self.naming.language == "zh"
        self.name, self.small = (14.0, 14.0) if chinese else (12.0, 12.0)
        needed = self._height()
        width, height = wish.size or (round(HEADER_WIDTH), round(needed))
        factor = min(width / HEADER_WIDTH, height / needed)
        self.width, self.height = width / factor, height / factor
        wide = min(self.width - 2 * MARGIN, BROADEST)
        self.left, self.top, self.wide = (self.width - wide) / 2, (self.height - needed) / 2, wide
        title = trace.title.pick(self.naming.language)
        if self.header is not None:
            title = f"{title} – {self.header.title}"
        self.svg = Svg(self.width, self.height, wish.theme, title, wish.size)

    def _height(self) -> float:
        header = self.header
        if header is None:
            return 2 * MARGIN + TITLE + SCALE
        bytes_below = (len(hex_lines(header.raw)) + 1) * LINE + MARGIN
        return 2 * MARGIN + TITLE + SCALE + len(header.rows) * ROW + len(header.options) * OPTION + MARGIN + bytes_below

    def draw(self) -> Iterable[str]:
        """Title, scale of bits, fields, bytes."""
        svg, header = self.svg, self.header
        svg.rect(0, 0, self.width, self.height, "surface")
        if header is None:
            words = self.naming.say("segment.none")
            svg.text(
                self.width / 2, self.height / 2, words, VALUE, "ink2", anchor="middle", room=self.width - 2 * MARGIN
            )
            return svg.finish()
        y = self.top + MARGIN + TITLE / 2 - 6
        svg.text(self.left, y, header.title, LARGE, weight=BOLD, room=self.wide * 0.6)
        notes = " · ".join((*header.notes, header.fate))
        used = min(text_width(header.title, LARGE, bold=True), self.wide * 0.6) + 16
        svg.text(self.left + self.wide, y, notes, self.small, "ink2", anchor="end", room=self.wide - used)
        y = self.top + MARGIN + TITLE
        for bit in (0, 8, 16, 24, 31):
            x = self.left + self.wide * (bit / 32 if bit < 31 else 1)
            svg.text(x, y + SCALE / 2 - 2, str(bit), 11, "ink3", mono=True, anchor="start" if bit < 31 else "end")
        cells = list(self._cells(header, y + SCALE))
        for x, top, wide, tall, field in cells:
            self._field(header, field, x, top, wide, tall)
        self._bytes(header, cells[-1][1] + cells[-1][3] + MARGIN)
        return svg.finish()

    def _cells(self, header: Header, top: float) -> Iterator[tuple[float, float, float, float, Field]]:
        """Where each field stands."""
        for row in header.rows:
            at = 0
            for field in row:
                yield self.left + self.wide * at / 32, top, self.wide * field.bits / 32, ROW, field
                at += field.bits
            top += ROW
        for field in header.options:
            yield self.left, top, self.wide, OPTION, field
            top += OPTION

    def _field(self, header: Header, field: Field, x: float, top: float, wide: float, tall: float) -> None:
        svg, host = self.svg, header.side or "left"
        svg.rect(x, top, wide, tall, f"{host}_tint" if field.set else None, stroke="line")
        if field.bits == 1:
            role = host if field.set else "ink3"
            weight = BOLD if field.set else MEDIUM
            middle = x + wide / 2
            name = field.name if wide >= 34 else field.name[0]
            svg.text(middle, top + 15, name, 11, role, mono=True, weight=weight, anchor="middle")
            svg.text(middle, top + 34, field.value, VALUE, role, mono=True, weight=weight, anchor="middle")
        elif tall == OPTION:
            svg.text(x + 10, top + tall / 2, field.name, self.name, "ink3", room=wide * 0.4)
            svg.text(
                x + wide - 20, top + tall / 2, field.value, VALUE, mono=True, anchor="end", room=wide * 0.6 - 30
            )  # fmt: skip
        else:
            svg.text(x + 10, top + 15, field.name, self.name, "ink3", room=wide - 24)
            svg.text(x + 10, top + 34, field.value, VALUE, mono=True, room=wide - 14)
        if field.before:  # it is another than in the host's segment before
            if field.bits == 1:
                svg.rect(x + 2, top + tall - 4, wide - 4, 3, host)
            else:
                svg.circle(x + wide - 9, top + 9, 3, host)

    def _bytes(self, header: Header, y: float) -> None:
        svg, lines = self.svg, hex_lines(header.raw)
        svg.rect(self.left, y, self.wide, (len(lines) + 1) * LINE + MARGIN / 2, "sunken", radius=8)
        for index, line in enumerate(lines):
            middle = y + (index + 0.5) * LINE + 4
            svg.text(self.left + 12, middle, f"{16 * index:02x}", 12, "ink3", mono=True)
            svg.text(self.left + 44, middle, line, 14, mono=True)
        words = self.naming.say("segment.bytes", size=len(header.raw))
        if header.data:
            words = f"{words} · {self.naming.say('header.data', size=len(header.data))}"
        svg.text(self.left + 44, y + (len(lines) + 0.5) * LINE + 4, words, self.small, "ink2", room=self.wide - 60)
