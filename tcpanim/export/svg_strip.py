"""The sequence strips at one moment as SVG: what each host may send and receive, and the legend of the parts."""

from __future__ import annotations

from collections.abc import Iterable

from tcpanim.export.picture import STRIP_LEGEND, STRIP_MARGIN, STRIP_SIZE, Wish
from tcpanim.export.svg import MEDIUM, SEMIBOLD, Svg, number
from tcpanim.scene.diagram_layout import Box
from tcpanim.scene.strip import HalfStrip, Strip, Strips, names_before
from tcpanim.scene.strip_layout import StripLayout, ground, kind_at, legend_rows, numbered
from tcpanim.scene.text_widths import text_width


def svg_strip(wish: Wish) -> Iterable[str]:
    """The file, in pieces."""
    return _Drawing(wish).draw()


class _Drawing:
    """One moment, laid out in px at its own size of type."""

    def __init__(self, wish: Wish) -> None:
        self.wish, self.naming = wish, wish.naming
        width, height = wish.size or STRIP_SIZE
        factor = min(width / STRIP_SIZE[0], height / STRIP_SIZE[1])
        self.width, self.height = width / factor, height / factor
        edge = STRIP_MARGIN
        area = Box(edge, edge, self.width - 2 * edge, self.height - 2 * edge - STRIP_LEGEND)
        self.layout = StripLayout(
            area, 1.0, first=wish.detail == "first", chinese=self.naming.language == "zh",
            names=names_before(self.naming), wide=lambda words, px: text_width(words, px, bold=True),
        )  # fmt: skip
        self.px = self.layout.px
        self.strips = Strips(self.naming.trace).at(wish.moment, self.naming, self.layout.room)
        self.svg = Svg(
            self.width, self.height, wish.theme, self.naming.trace.title.pick(self.naming.language), wish.size
        )

    def draw(self) -> Iterable[str]:
        """Both directions and the legend; where there is nothing yet, or no more, that is said."""
        svg = self.svg
        svg.rect(0, 0, self.width, self.height, "surface")
        if not any(strip.cells for strip in self.strips):
            over = self.naming.trace.sent_count(self.wish.moment) > 0
            words = self.naming.say("strip.over" if over else "strip.empty")
            room = self.width - 2 * STRIP_MARGIN
            svg.text(self.width / 2, self.height / 2, words, 15, "ink2", anchor="middle", room=room)
            return svg.finish()
        for index, strip in enumerate(self.strips):
            upper, lower = self.layout.rows(index)
            for half, row, word in ((strip.sender, upper, "sends"), (strip.receiver, lower, "receives")):
                self._name(half, row, word)
                self._row(half, strip, row)
            self._waiting(strip, upper)
            self._pointers(strip.sender, strip, upper, above=True)
            self._pointers(strip.receiver, strip, lower, above=False)
        self._legend()
        return svg.finish()

    def _name(self, half: HalfStrip, row: Box, word: str) -> None:
        layout = self.layout
        x, middle, tall = row.x - layout.margin, row.centre[1], layout.words * 1.15
        two, room = row.height >= tall * 1.75, layout.margin - self.px(8)
        name = self.naming.host(half.host)
        y = middle - tall / 2 if two else middle
        self.svg.text(x, y, name, layout.words, half.side, weight=SEMIBOLD, room=room)
        if two:
            self.svg.text(x, middle + tall / 2, self.naming.say(f"strip.{word}"), layout.small, "ink2", room=room)

    def _part(self, place: Box, kind: str, side: str) -> None:
        look = ground(kind, side)
        self.svg.rect(*place, look.fill, opacity=look.fill_alpha / 255)
        if look.edge is not None:
            dash = "1 2" if look.dotted else ""
            inner = place.grown(-0.5)
            self.svg.rect(*inner, stroke=look.edge, thick=look.thick, dash=dash, opacity=look.edge_alpha / 255)

    def _row(self, half: HalfStrip, strip: Strip, row: Box) -> None:
        svg, unit = self.svg, row.width / strip.width
        if not half.parts:
            self._part(row, "forbidden", half.side)
            words = self.naming.say("strip.none")
            svg.text(*row.centre, words, self.layout.small, "ink3", anchor="middle", room=row.width - 8)
            return
        for part in half.parts:
            place = Box(row.x + part.left * unit, row.y, (part.right - part.left) * unit, row.height)
            self._part(place, part.kind, half.side)
        for cell in strip.cells:
            kind = kind_at(half.parts, (cell.left + cell.right) / 2)
            if not numbered(kind):
                continue
            left, right = row.x + cell.left * unit, row.x + cell.right * unit
            if right - left >= 5:
                svg.line(right, row.y + 1, right, row.y + row.height - 1, "surface")
            if strip.more:
                left = max(left, row.x + self.px(7))  # beside the break
            self._number((left + right) / 2, row.centre[1], right - left, cell.text, ground(kind, half.side).ink)
        if strip.width - strip.used > 1:
            self._break(row.x + strip.used * unit + self.px(12), row)
        if strip.more:
            self._break(row.x, row)

    def _number(self, x: float, y: float, room: float, text: str, role: str) -> None:
        """A cell's number where it can be read."""
        if text_width(text, 10, mono=True) <= room - 2:
            self.svg.text(x, y, text, self.layout.mono, role, mono=True, anchor="middle", room=room - 4)

    def _break(self, x: float, row: Box) -> None:
        """Two strokes: from here on the strip is not to scale."""
        slant, rise = row.height * 0.16, self.px(3)
        top, bottom, away = row.y - rise, row.y + row.height + rise, self.px(2.2)
        self.svg.line(x - away + slant, top, x - away - slant, bottom, "surface", self.px(5), cap="round")
        for side in (-away, away):
            self.svg.line(x + side + slant, top, x + side - slant, bottom, "wire", self.px(1.2), cap="round")

    def _waiting(self, strip: Strip, row: Box) -> None:
        """What the application has handed over and TCP has not sent yet: a line along the row."""
        if strip.waiting is not None:
            unit, y = row.width / strip.width, row.y + row.height - self.px(4)
            left, right, _ = strip.waiting
            self.svg.line(
                row.x + left * unit + 4, y, row.x + right * unit - 4, y, strip.sender.side, self.px(3), cap="round"
            )  # fmt: skip

    def _pointers(self, half: HalfStrip, strip: Strip, row: Box, *, above: bool) -> None:
        """Triangles at the row, and their words."""
        svg, first = self.svg, self.layout.first
        size, mono = (self.layout.small if first else self.layout.mono), not first
        placed = self.layout.pointers(
            half, strip, row, above=above, text=lambda one: one.told(self.naming, first=first),
            wide=lambda words: text_width(words, size, mono),
        )  # fmt: skip
        arm = self.px(4.5)
        for one in placed:
            x, y = one.tip
            if one.far:
                svg.line(x, one.box.y + (one.box.height if above else 0), x, y, "wire")
            steps = f"M{number(x)} {number(y)}l{number(-arm)} {number(-arm if above else arm)}h{number(2 * arm)}Z"
            svg.path(steps, half.side)
        for one in placed:
            svg.rect(*one.box, "surface")  # the line of a pointer farther off passes behind
            svg.text(*one.box.centre, one.words, size, "ink", weight=MEDIUM, mono=mono, anchor="middle")

    def _legend(self) -> None:
        """The parts that are in sight, each with its words; all of them smaller where a row has no room."""
        room, tall, size = self.width - 2 * STRIP_MARGIN, STRIP_LEGEND / 2, 13.5
        rows = legend_rows(self.strips, self.naming)
        needed = max(sum(text_width(words, size) + 46 for _, words in parts) - 18 for _, parts in rows)
        scale = min(1.0, room / max(needed, 1.0))
        for index, (side, parts) in enumerate(rows):
            x, y = STRIP_MARGIN, self.height - STRIP_MARGIN - STRIP_LEGEND + (index + 0.5) * tall + 6
            for kind, words in parts:
                if kind == "waiting":
                    self.svg.line(x + scale, y, x + 19 * scale, y, side, 3, cap="round")
                else:
                    self._part(Box(x, y - 6 * scale, 20 * scale, 12 * scale), kind, side)
                self.svg.text(x + 27 * scale, y, words, size * scale, "ink2")
                x += (text_width(words, size) + 46) * scale
