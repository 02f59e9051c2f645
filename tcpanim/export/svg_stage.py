"""The stage at one moment as SVG, from the same scene values as the window's."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tcpanim.export.picture import STAGE_SIZE, Wish
from tcpanim.export.stage_sizes import TWO_LINES
from tcpanim.export.svg import SEMIBOLD, Svg, kind_role
from tcpanim.export.svg_endpoint import EndpointDrawing
from tcpanim.export.svg_stage_layout import Layout, split, tall_for
from tcpanim.scene.lanes import Slots
from tcpanim.scene.stage import Card, StageView, stage_view
from tcpanim.scene.text_widths import text_width

TILT = 7.0
CLOUD = ((-0.33, 0.06, 0.27), (-0.12, -0.1, 0.36), (0.16, -0.06, 0.33), (0.36, 0.08, 0.24), (0.02, 0.14, 0.3))


def svg_stage(wish: Wish) -> Iterable[str]:
    """The file, in pieces."""
    size = wish.size or STAGE_SIZE
    layout = Layout(size, tall_for(size) if wish.fills else 0.0)
    title = wish.naming.trace.title.pick(wish.naming.language) or "tcpanim"
    svg = Svg(layout.width, layout.height, wish.theme, title, wish.size)
    svg.rect(0, 0, layout.width, layout.height, "bg")
    StageDrawing(svg, layout, wish).draw()
    return svg.finish()


class StageDrawing:
    """One moment in the room of ``layout``."""

    def __init__(self, svg: Svg, layout: Layout, wish: Wish) -> None:
        self.svg, self.layout, self.wish = svg, layout, wish
        self.sizes = layout.sizes
        share = min(0.9, round(self.sizes["card"] * 4.2 / layout.lane, 1))
        trace = wish.naming.trace
        slots = Slots(trace, wish.time, share, layout.fitting)
        detail = "first" if layout.large and not layout.roomy else wish.detail
        self.by_words = detail == "first"
        self.view: StageView = stage_view(trace, wish.moment, wish.naming, wish.time, slots, detail)

    def draw(self) -> None:
        """Network, lanes, endpoints, cards."""
        view = self.view
        self._network()
        if view.legend:
            self._legend(view.legend)
        for side in ("left", "right"):
            self._lane(side)
        self._silence()
        for card in view.cards:
            self._card(card)
        for end in (view.left, view.right):
            EndpointDrawing(self.svg, self.layout, self.wish.naming, end, by_words=self.by_words).draw()

    # ---- the wire

    def _network(self) -> None:
        svg, layout, px = self.svg, self.layout, self.sizes["path"]
        top, bottom = layout.lanes["left"], layout.lanes["right"]
        tall = (bottom - top) * 1.9
        wide = min(layout.lane * 0.56, tall * 2.2)
        x, y = layout.middle, (top + bottom) / 2
        for dx, dy, radius in CLOUD:
            svg.circle(x + dx * wide, y + dy * tall, radius * tall, "sunken")
        say = self.wish.naming.say
        words = f"{say('stage.network')} · {self.view.path}"
        joined = f"{words} · {say('stage.path')}"
        text = joined if not layout.large and text_width(joined, px) < layout.lane else words
        if not self._crowded:  # at the foot no card ever covers it
            foot = layout.boxes["left"].bottom - px * 0.9
            svg.text(x, foot, text, px, "ink3", anchor="middle", room=layout.lane)

    @property
    def _crowded(self) -> bool:
        """Whether a silence has no room between the lanes, as an audience is told of a loss there."""
        lost = any(card.phase == "lost" for card in self.view.cards)
        return self.layout.large and lost and self.view.silence is not None

    def _legend(self, equations: str) -> None:
        """The equations behind the letters; as large as an audience needs them they take several lines."""
        layout, px = self.layout, self.sizes["path"]
        if not layout.large:
            y = layout.boxes["left"].y + 8
            self.svg.text(layout.middle, y, equations, px, "ink2", mono=True, anchor="middle", room=layout.lane)
            return
        gap, lines = self.wish.naming.comma(), [""]
        for equation in equations.split(gap):
            longer = f"{lines[-1]}{gap}{equation}" if lines[-1] else equation
            if text_width(longer, px, mono=True) <= layout.lane or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(equation)
        room = layout.lanes["left"] - layout.tall("card") * 0.6 - layout.boxes["left"].y
        for index, line in enumerate(lines[: max(1, int(room // (px * 1.35)))]):
            y = layout.boxes["left"].y + px * (0.7 + 1.35 * index)
            self.svg.text(layout.first, y, line, px, "ink2", mono=True, room=layout.lane)

    def _lane(self, side: str) -> None:
        layout, thick = self.layout, self.sizes["lane"]
        y, sign = layout.lanes[side], 1 if side == "left" else -1
        self.svg.line(layout.first, y, layout.last, y, "lane", thick)
        self.svg.line(layout.first, y, layout.last, y, "wire", thick * 0.26)
        count = max(3, round(layout.lane / (self.sizes["card"] * 1.6)))
        for index in range(count):
            x = layout.first + layout.lane * (index + 0.5) / count
            self.svg.arrow_head(x + sign * thick * 0.6, y, sign, 0, thick * 1.5, "wire", thick * 0.32)

    def _silence(self) -> None:
        silence, layout, px = self.view.silence, self.layout, self.sizes["note"]
        if silence is None:
            return
        y, tall = (layout.lanes["left"] + layout.lanes["right"]) / 2, px * 1.7
        self.svg.hatch()
        self.svg.rect(layout.first, y - tall / 2, layout.lane, tall, "bg")
        self.svg.begin(opacity=0.5)
        self.svg.hatched(layout.first, y - tall / 2, layout.lane, tall)
        self.svg.end()
        self.svg.hatched(layout.first, y - tall / 2, layout.lane * silence.progress, tall)
        foot = layout.boxes["left"].bottom - px * 1.05
        self.svg.silence(layout.middle, foot if self._crowded else y, silence.text, px)

    # ---- segments

    def _card(self, card: Card) -> None:
        layout = self.layout
        wide, tall = self._size(card)
        first, last = layout.first + wide / 2, layout.last - wide / 2
        way = max(0.0, (last - first) * card.position - card.slot.behind * wide)
        if card.phase == "arrived":  # it goes on into its receiver, which is drawn over it
            way += (wide + layout.first - layout.boxes["left"].right) * (1 - card.strength) ** 2
        x = first + way if card.side == "left" else last - way
        rows, least = card.slot.rows, layout.tall(card.slot.size)
        pitch = min(tall * 1.12, (layout.band - least) / (rows - 1)) if rows > 1 else 0.0
        y = layout.lanes[card.side] + (card.slot.row - (rows - 1) / 2) * pitch
        sign = 1 if card.side == "left" else -1
        if card.phase == "moving" and not card.tilt and card.slot.size != "chip":
            tail, length = x - sign * wide / 2, self.sizes["card"] * 2
            end = max(layout.first, tail - length) if sign > 0 else min(layout.last, tail + length)
            self.svg.trail(tail, end, y, tall * 0.3, length, kind_role(card.kind, card.side))
        self.svg.begin(
            move=(x, y),
            turn=-sign * TILT * min(card.tilt, 1.0),
            opacity=1.0 if card.phase == "arrived" else card.strength,
        )
        self._shape(card, wide, tall)
        self.svg.end()
        if card.phase == "lost":
            self._loss(card, x, y, wide, tall, sign)
        elif card.note and card.slot.size == "card":
            self._beside(card, x, y, tall, sign)
        elif card.note and card.slot.size == "slip":  # behind it: above and below others fly
            px = self.sizes["note"]
            near = x - sign * (wide / 2 + self.sizes["pad"] * 0.4)
            far = near - sign * (text_width(card.note, px) + 4)
            if layout.first <= min(near, far) and max(near, far) <= layout.last:
                self.svg.text((near + far) / 2, y, card.note, px, _role(card), anchor="middle")

    def _beside(self, card: Card, x: float, y: float, tall: float, sign: int) -> None:
        """What is said of a card: outside the lanes; before an audience, which has other things there, between them."""
        layout, px = self.layout, self.sizes["note"]
        words = f"{card.note} · {card.second}" if card.second else card.note
        half = min(text_width(words, px), layout.lane) / 2 + 4
        middle = min(max(x, layout.first + half), layout.last - half)
        away = (tall / 2 + px) * (1 if layout.large and card.slot.rows == 1 else -1)
        self.svg.text(middle, y + sign * away, words, px, _role(card), anchor="middle", room=layout.lane)

    def _size(self, card: Card) -> tuple[float, float]:
        """How wide and how tall a card is."""
        tall, sizes = self.layout.tall(card.slot.size), self.sizes
        if card.slot.size == "chip":
            return tall, tall
        if card.slot.size == "slip":
            return text_width(_slip(card), sizes["numbers"], mono=True) + sizes["tab"] * 0.7 + sizes["pad"], tall
        lines = self.layout.lines(card.numbers)
        title = text_width(card.title, sizes["title"], bold=True) + (sizes["title"] * 1.4 if card.again else 0)
        text = max(title, *(text_width(line, sizes["numbers"], mono=True) for line in lines))
        wide = max(text + sizes["tab"] + sizes["pad"] * 1.6, tall * 3.1)
        return min(wide, self.layout.lane), tall if len(lines) == 1 else tall * TWO_LINES

    def _shape(self, card: Card, wide: float, tall: float) -> None:
        svg, quiet, sizes = self.svg, card.kind == "ACK", self.sizes
        role = kind_role(card.kind, card.side)
        broken = card.phase in ("lost", "discarded") or card.tilt > 0.25
        radius = min(sizes["radius"] * 0.75, tall / 3)
        tab = {"chip": wide, "slip": sizes["tab"] * 0.7}.get(card.slot.size, sizes["tab"])
        x, y = -wide / 2, -tall / 2
        fill, sign = (f"{card.side}_tint", role) if quiet else (role, "on_colour")
        # The tab has the card's corners on its outer side: a whole card of its colour, covered by the rest.
        svg.rect(x, y, wide, tall, fill, radius=radius)
        if card.slot.size != "chip":
            svg.rect(x + tab, y, wide - tab, tall, "surface", radius=radius)
            svg.rect(x + tab, y, radius, tall, "surface")
        side = min(tab, tall) * (0.5 if card.slot.size != "card" else 0.42)
        svg.kind(x + tab / 2, 0, side, card.kind, sign)
        dash = "6 4.8" if broken else "0.2 4.4" if card.foreign or card.copy else ""
        svg.rect(x + 1, y + 1, wide - 2, tall - 2, None, stroke="loss" if broken else card.side, thick=2,
                 radius=radius, dash=dash)  # fmt: skip
        if card.slot.size == "slip":
            svg.text(x + tab + sizes["pad"] * 0.4, 0, _slip(card), sizes["numbers"], mono=True)
        elif card.slot.size == "card":
            self._words(card, x + tab + sizes["pad"] * 0.75, wide)

    def _words(self, card: Card, left: float, wide: float) -> None:
        """What stands on a card, from ``left`` on."""
        svg, sizes = self.svg, self.sizes
        lines, room = self.layout.lines(card.numbers), wide / 2 - left - sizes["pad"] * 0.4
        line = sizes["numbers"] * 1.36
        top = -(sizes["title"] * 1.3 + line * len(lines)) / 2
        middle = top + sizes["title"] * 0.65
        svg.text(left, middle, card.title, sizes["title"], weight=SEMIBOLD, room=room)
        if card.again:
            at = left + text_width(card.title, sizes["title"], bold=True) + sizes["title"] * 0.9
            svg.again(at, middle, sizes["title"], "ink")
        if card.phase == "discarded":
            svg.cross(wide / 2 - sizes["pad"] * 0.9, middle, sizes["title"] * 0.3, sizes["title"] * 0.13)
        for index, numbers in enumerate(lines):
            y = top + sizes["title"] * 1.3 + line * (index + 0.5)
            svg.text(left, y, numbers, sizes["numbers"], mono=True, room=room)

    def _loss(self, card: Card, x: float, y: float, wide: float, tall: float, sign: int) -> None:
        """The ✕ where nobody sees it, and the words on the outer side; before an audience between the lanes."""
        layout, px = self.layout, self.sizes["note"]
        big = card.slot.size == "card"
        radius = self.sizes["card"] * (0.24 if big else 0.12)
        spot, up = x, 0.0
        if big:
            spot += sign * (wide / 2 + radius * 2.2)
        elif card.slot.size == "slip":  # on its front edge, which has tipped up: off its letters
            turned = math.radians(TILT * min(card.tilt, 1.0))
            spot, up = x + sign * wide / 2 * math.cos(turned), wide / 2 * math.sin(turned)
        spot = min(max(spot, layout.first + radius * 1.2), layout.last - radius * 1.2)
        self.svg.cross(spot, y - up, radius, max(2.5, radius * 0.3))
        if not big:
            return
        line = px * 1.45
        reach = tall / 2 + 0.122 * wide / 2
        above = (sign > 0) != (layout.large and card.slot.rows == 1)
        top = max(2.0, y - reach - 2 * line) if above else min(y + reach, layout.height - 2 * line - 2)
        half = max(text_width(card.note, px, bold=True), text_width(card.second, px)) / 2 + 4
        middle = min(max(spot, layout.first + half), layout.last - half) if 2 * half < layout.lane else layout.middle
        if layout.large and self.view.silence is not None:
            self.svg.rect(middle - half, top, 2 * half, 2 * line, "bg")
        self.svg.text(middle, top + line / 2, card.note, px, "loss", weight=SEMIBOLD, anchor="middle", room=layout.lane)
        self.svg.text(middle, top + line * 1.5, card.second, px, "ink2", anchor="middle", room=layout.lane)


def _role(card: Card) -> str:
    return "loss" if card.phase == "discarded" else "ink2"


def _slip(card: Card) -> str:
    """What a slip has room for: the sequence number of data, the acknowledgment number of an ACK."""
    parts = split(card.numbers)
    return parts[0] if len(parts) == 1 or card.kind != "ACK" else card.numbers[card.numbers.index(parts[1]) :]
