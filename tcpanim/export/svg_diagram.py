"""The state diagram at one moment as SVG: RFC 9293 figure 5 with both hosts and their ways."""

from __future__ import annotations

from collections.abc import Iterable

from tcpanim.export.picture import DIAGRAM_SIZE, Wish
from tcpanim.export.svg import BOLD, MEDIUM, SEMIBOLD, Svg, number
from tcpanim.scene.diagram import ARC_OF, ARCS, Arc, Diagram, DiagramView, Node
from tcpanim.scene.diagram_layout import Box, Curve, Label, Places, chip_size, fitting, lay_out, token_box
from tcpanim.scene.diagram_words import labels, legible, letters
from tcpanim.scene.spelling import state_gloss, state_name
from tcpanim.scene.text_widths import text_width
from tcpanim.tcp.states import State

MARGIN, FOOT, LARGEST = 14.0, 34.0, 20.0
SMALLEST_HAN = 14.0
"""汉字 are never smaller (px)."""


def svg_diagram(wish: Wish) -> Iterable[str]:
    """The file, in pieces."""
    return _Drawing(wish).draw()


class _Drawing:
    """One moment, laid out in px at its own size of type."""

    def __init__(self, wish: Wish) -> None:
        self.wish, self.naming = wish, wish.naming
        width, height = wish.size or DIAGRAM_SIZE
        factor = min(width / DIAGRAM_SIZE[0], height / DIAGRAM_SIZE[1])
        self.width, self.height = width / factor, height / factor
        area = Box(MARGIN, MARGIN, self.width - 2 * MARGIN, self.height - MARGIN - FOOT)
        self.chinese = self.naming.language == "zh"
        self.size = fitting(area, self._chip, LARGEST)
        self.unit = max(1.0, self.size / 13.5)
        self.layout = lay_out(area, self._chip(self.size), self.size * 1.05)
        self.view = Diagram(self.naming.trace).at(wish.moment)
        self.lit: dict[Arc, list[str]] = {}
        for edge, side in self.view.lit:
            self.lit.setdefault(ARC_OF[edge], []).append(side)
        avoid = [token_box(self.layout, token, self.size) for token in self.view.tokens]
        wanted = labels(self.view, self.naming, None, None)
        self.labels = Places(self.layout, area, self._label, 3 * self.unit).place(wanted, avoid)
        self.svg = Svg(
            self.width, self.height, wish.theme, self.naming.trace.title.pick(self.naming.language), wish.size
        )

    def _glossed(self, size: float) -> bool:
        """Whether there is room for what a state is called in Chinese: where that can be read."""
        return self.chinese and size * 0.7 >= SMALLEST_HAN

    def _chip(self, size: float) -> tuple[float, float]:
        longest = max(text_width(state_name(state, self.naming.spelling), size, bold=True) for state in State)
        if self._glossed(size):
            longest = max(longest, *(text_width(state_gloss(state, "zh"), size * 0.7) for state in State))
        return chip_size(size, longest, glossed=self._glossed(size))

    @property
    def _label_px(self) -> float:
        return max(self.size * 0.82, SMALLEST_HAN if self.chinese else 0.0)

    def _label(self, text: str) -> tuple[float, float]:
        px = self._label_px
        return (text_width(text, px) + 12 * self.unit, px * 1.45)

    def draw(self) -> Iterable[str]:
        svg, view = self.svg, self.view
        svg.rect(0, 0, self.width, self.height, "surface")
        walked = {arc for arcs in view.walked.values() for arc in arcs}
        for arc in sorted(ARCS, key=lambda arc: (arc in self.lit, arc in walked)):
            self._arc(arc, view)
        for node in self.layout.chips:
            self._node(node, view)
        for label in self.labels:
            self._words(label)
        self._tokens(view)
        self._legend()
        return svg.finish()

    def _arc(self, arc: Arc, view: DiagramView) -> None:
        curve, lit = self.layout.curves[arc], self.lit.get(arc, [])
        sides = [side for side in ("left", "right") if arc in view.walked[side]] or lit
        if not sides:
            self._line(arc, curve, "wire", 1.3 * self.unit, 0.75 if arc.figure else 0.6)
        width = (3.0 if lit else 2.0) * self.unit
        for index, side in enumerate(sides):
            self._line(arc, curve.beside((index - (len(sides) - 1) / 2) * width * 1.25), side, width)

    def _line(self, arc: Arc, curve: Curve, role: str, width: float, opacity: float = 1.0) -> None:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
        steps = "M{} {}C{} {} {} {} {} {}".format(*map(number, (x0, y0, x1, y1, x2, y2, x3, y3)))
        dash = "" if arc.figure else f"{number(3 * width)} {number(3.2 * width)}"
        self.svg.path(steps, None, stroke=role, thick=width, dash=dash, opacity=opacity)
        dx, dy = curve.direction(1.0)
        if arc.stub:
            away = 3 * self.unit
            self.svg.cross(x3 + dx * away, y3 + dy * away, 3.2 * self.unit, max(1.4, width), role)
        else:
            self.svg.arrow_head(x3, y3, dx, dy, (5.5 + width) * (0.6 + self.unit * 0.4), role, width)

    def _node(self, node: Node, view: DiagramView) -> None:
        box, svg = self.layout.chips[node], self.svg
        state = node if isinstance(node, State) else State.CLOSED
        here = [token.side for token in view.tokens if token.node == node]
        radius, thick = box.height / 2, 2 * self.unit
        if len(here) == 2:
            for side in here:
                self._half(box, side, thick)
        elif here:
            svg.rect(*box, f"{here[0]}_tint", stroke=here[0], thick=thick, radius=radius)
        else:
            svg.rect(*box, "surface", stroke="line", thick=1.2 * self.unit, radius=radius)
        role = here[0] if len(here) == 1 else "ink" if here else "ink2"
        x, y = box.centre
        name = self.naming.state(state)
        weight = BOLD if here else SEMIBOLD
        if self._glossed(self.size):
            svg.text(x, box.y + box.height * 0.34, name, self.size, role, weight=weight, anchor="middle")
            svg.text(x, box.y + box.height * 0.73, self.naming.gloss(state), self.size * 0.7, role, anchor="middle")
        else:
            svg.text(x, y, name, self.size, role, weight=weight, anchor="middle")

    def _half(self, box: Box, side: str, thick: float) -> None:
        """Half a chip, where both hosts are in the same state."""
        radius, middle = box.height / 2, box.x + box.width / 2
        end = box.x + radius if side == "left" else box.x + box.width - radius
        sweep = 0 if side == "left" else 1
        x, top, bottom, r = (number(value) for value in (end, box.y, box.y + box.height, radius))
        steps = f"M{number(middle)} {top}L{x} {top}A{r} {r} 0 0 {sweep} {x} {bottom}L{number(middle)} {bottom}"
        self.svg.path(steps, f"{side}_tint", stroke=side, thick=thick)

    def _words(self, label: Label) -> None:
        box, lit = label.box, self.lit.get(label.arc, [])
        x, y = box.centre
        if lit:
            role = lit[0] if len(lit) == 1 else "ink"
            self.svg.rect(*box, "surface", stroke=role, thick=1.4 * self.unit, radius=box.height / 2)
            self.svg.text(x, y, label.text, self._label_px, role, weight=SEMIBOLD, anchor="middle")
        else:
            self.svg.text(x, y, label.text, self._label_px, "ink3", weight=MEDIUM, anchor="middle")

    def _tokens(self, view: DiagramView) -> None:
        hosts = self.naming.trace.hosts
        left, right = (self.naming.host(host.name) for host in hosts)
        for token, letter in zip(view.tokens, letters(left, right), strict=True):
            box = token_box(self.layout, token, self.size)
            x, y = box.centre
            if token.side == "left":
                self.svg.circle(x, y, box.width / 2, token.side, stroke="surface", thick=1.6 * self.unit)
            else:
                corner = box.width * 0.18
                self.svg.rect(*box, token.side, stroke="surface", thick=1.6 * self.unit, radius=corner)
            if legible(letter, self.size * 0.66):
                self.svg.text(x, y, letter, self.size * 0.66, "on_colour", weight=BOLD, anchor="middle")

    def _legend(self) -> None:
        """What the lines mean, and who is who."""
        x, y, px = MARGIN, self.height - FOOT / 2 + 4, 13.5
        for key in ("figure", "prose", "closed"):
            text = self.naming.say(f"diagram.{key}")
            if key == "closed":
                self.svg.cross(x + 15, y, 4, 1.5, "ink3")
            else:
                self.svg.line(x, y, x + 22, y, "ink3", 1.5, dash="" if key == "figure" else "5 5")
            self.svg.text(x + 30, y, text, px, "ink3")
            x += 54 + text_width(text, px)
