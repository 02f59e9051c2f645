"""The stage at one moment as SVG, from the same scene values as the window's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tcpanim.export.picture import STAGE_SIZE, Wish
from tcpanim.export.svg import BOLD, SEMIBOLD, Svg, kind_role
from tcpanim.scene.endpoint import EndpointView, TimerDial
from tcpanim.scene.lanes import Slots
from tcpanim.scene.stage import Card, StageView, stage_view
from tcpanim.scene.text_widths import text_width

# Sizes in px, as in the window at its size in the study.
MARGIN, TOP, ENDPOINT, PAD, TALLEST = 8.0, 8.0, 300.0, 20.0, 366.0
NAME, ADDRESS, STATE, ROW, NOTE, TITLE, NUMBERS, PATH = 20.0, 13.5, 26.0, 15.0, 14.0, 17.0, 15.0, 13.5
CARD, TAB, CHIP, PITCH, RING, LANE = 60.0, 50.0, 56.0, 28.0, 38.0, 6.0
TILT = 7.0
CLOUD = ((-0.33, 0.06, 0.27), (-0.12, -0.1, 0.36), (0.16, -0.06, 0.33), (0.36, 0.08, 0.24), (0.02, 0.14, 0.3))


def svg_stage(wish: Wish) -> Iterable[str]:
    """The file, in pieces."""
    return _Drawing(wish).draw()


@dataclass(frozen=True)
class _Box:
    """An endpoint's card."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class _Drawing:
    """One moment, laid out in px at its own size of type."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        width, height = wish.size or STAGE_SIZE
        factor = min(width / STAGE_SIZE[0], height / STAGE_SIZE[1])
        self.width, self.height = width / factor, height / factor
        tall = min(self.height - 2 * TOP, TALLEST)
        y = (self.height - tall) / 2
        self.boxes = {
            "left": _Box(MARGIN, y, ENDPOINT, tall),
            "right": _Box(self.width - MARGIN - ENDPOINT, y, ENDPOINT, tall),
        }
        self.first, self.last = self.boxes["left"].right + PAD * 0.7, self.boxes["right"].x - PAD * 0.7
        self.lanes = {"left": y + tall * 0.36, "right": y + tall * 0.70}
        self.band = tall * 0.36
        heights = {"card": CARD, "slip": self._tall("slip"), "chip": self._tall("chip")}
        fitting = {size: max(1, int(self.band // (height * 1.04))) for size, height in heights.items()}
        share = min(0.9, round(CARD * 4.2 / (self.last - self.first), 1))
        trace = wish.naming.trace
        slots = Slots(trace, wish.time, share, fitting)
        self.view: StageView = stage_view(trace, wish.moment, wish.naming, wish.time, slots, wish.detail)

    @staticmethod
    def _tall(size: str) -> float:
        return {"card": CARD, "slip": round(CARD * 0.52), "chip": round(CARD * 0.42)}[size]

    def draw(self) -> Iterable[str]:
        """Ground, network, lanes, endpoints, cards."""
        view, naming = self.view, self.wish.naming
        title = naming.trace.title.pick(naming.language) or "tcpanim"
        self.svg = svg = Svg(self.width, self.height, self.wish.theme, title, self.wish.size)
        svg.rect(0, 0, self.width, self.height, "bg")
        self._network()
        if view.legend:
            svg.text((self.first + self.last) / 2, self.boxes["left"].y + 8, view.legend, PATH, "ink2", mono=True,
                     anchor="middle", room=self.last - self.first)  # fmt: skip
        for side in ("left", "right"):
            self._lane(side)
        self._silence()
        for card in view.cards:
            self._card(card)
        for end in (view.left, view.right):
            self._endpoint(end)
        return svg.finish()

    # ---- the wire

    def _network(self) -> None:
        svg, top, bottom = self.svg, self.lanes["left"], self.lanes["right"]
        tall = (bottom - top) * 1.9
        wide = min((self.last - self.first) * 0.56, tall * 2.2)
        x, y = (self.first + self.last) / 2, (top + bottom) / 2
        for dx, dy, radius in CLOUD:
            svg.circle(x + dx * wide, y + dy * tall, radius * tall, "sunken")
        say, room = self.wish.naming.say, self.last - self.first
        words = f"{say('stage.network')} · {self.view.path}"
        joined = f"{words} · {say('stage.path')}"
        # At the foot no card ever covers it.
        foot = self.boxes["left"].bottom - PATH * 0.9
        text = joined if text_width(joined, PATH) < room else words
        svg.text(x, foot, text, PATH, "ink3", anchor="middle", room=room)

    def _lane(self, side: str) -> None:
        y, sign = self.lanes[side], 1 if side == "left" else -1
        self.svg.line(self.first, y, self.last, y, "lane", LANE)
        self.svg.line(self.first, y, self.last, y, "wire", LANE * 0.26)
        count = max(3, round((self.last - self.first) / (CARD * 1.6)))
        for index in range(count):
            x = self.first + (self.last - self.first) * (index + 0.5) / count
            self.svg.arrow_head(x + sign * LANE * 0.6, y, sign, 0, LANE * 1.5, "wire", LANE * 0.32)

    def _silence(self) -> None:
        silence = self.view.silence
        if silence is None:
            return
        y, tall, wide = (self.lanes["left"] + self.lanes["right"]) / 2, NOTE * 1.7, self.last - self.first
        self.svg.hatch()
        self.svg.rect(self.first, y - tall / 2, wide, tall, "bg")
        self.svg.begin(opacity=0.5)
        self.svg.hatched(self.first, y - tall / 2, wide, tall)
        self.svg.end()
        self.svg.hatched(self.first, y - tall / 2, wide * silence.progress, tall)
        self.svg.silence((self.first + self.last) / 2, y, silence.text, NOTE)

    # ---- segments

    def _card(self, card: Card) -> None:
        tall = self._tall(card.slot.size)
        wide = self._wide(card, tall)
        first, last = self.first + wide / 2, self.last - wide / 2
        way = max(0.0, (last - first) * card.position - card.slot.behind * wide)
        if card.phase == "arrived":  # it goes on into its receiver, which is drawn over it
            way += (wide + self.first - self.boxes["left"].right) * (1 - card.strength) ** 2
        x = first + way if card.side == "left" else last - way
        rows = card.slot.rows
        pitch = min(tall * 1.12, (self.band - tall) / (rows - 1)) if rows > 1 else 0.0
        y = self.lanes[card.side] + (card.slot.row - (rows - 1) / 2) * pitch
        sign = 1 if card.side == "left" else -1
        if card.phase == "moving" and not card.tilt and card.slot.size != "chip":
            tail = x - sign * wide / 2
            end = max(self.first, tail - CARD * 2) if sign > 0 else min(self.last, tail + CARD * 2)
            self.svg.trail(tail, end, y, tall * 0.3, CARD * 2, kind_role(card.kind, card.side))
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
            words = f"{card.note} · {card.second}" if card.second else card.note
            role = "loss" if card.phase == "discarded" else "ink2"
            half = text_width(words, NOTE) / 2 + 4
            middle = min(max(x, self.first + half), self.last - half)
            self.svg.text(middle, y - sign * (tall / 2 + NOTE), words, NOTE, role, anchor="middle")
        elif card.note and card.slot.size == "slip":  # behind it: above and below others fly
            near = x - sign * (wide / 2 + PAD * 0.4)
            far = near - sign * (text_width(card.note, NOTE) + 4)
            if self.first <= min(near, far) and max(near, far) <= self.last:
                role = "loss" if card.phase == "discarded" else "ink2"
                self.svg.text((near + far) / 2, y, card.note, NOTE, role, anchor="middle")

    def _wide(self, card: Card, tall: float) -> float:
        if card.slot.size == "chip":
            return tall
        if card.slot.size == "slip":
            return text_width(self._slip(card), NUMBERS, mono=True) + TAB * 0.7 + PAD
        title = text_width(card.title, TITLE, bold=True) + (TITLE * 1.4 if card.again else 0)
        text = max(title, text_width(card.numbers, NUMBERS, mono=True))
        return max(text + TAB + PAD * 1.6, tall * 3.1)

    @staticmethod
    def _slip(card: Card) -> str:
        """What a slip has room for: the sequence number of data, the acknowledgment number of an ACK."""
        for separator in ("，", ", ", " "):
            first, found, second = card.numbers.partition(separator)
            if found:
                return second if card.kind == "ACK" else first
        return card.numbers

    def _shape(self, card: Card, wide: float, tall: float) -> None:
        svg, quiet = self.svg, card.kind == "ACK"
        role = kind_role(card.kind, card.side)
        broken = card.phase in ("lost", "discarded") or card.tilt > 0.25
        radius = min(10.5, tall / 3)
        tab = {"chip": wide, "slip": TAB * 0.7}.get(card.slot.size, TAB)
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
        left = x + tab + PAD * 0.75
        if card.slot.size == "slip":
            svg.text(x + tab + PAD * 0.4, 0, self._slip(card), NUMBERS, mono=True)
        elif card.slot.size == "card":
            svg.text(left, -NUMBERS * 0.68, card.title, TITLE, weight=SEMIBOLD)
            svg.text(left, TITLE * 0.65, card.numbers, NUMBERS, mono=True)
            if card.again:
                at = left + text_width(card.title, TITLE, bold=True) + TITLE * 0.9
                svg.again(at, -NUMBERS * 0.68, TITLE, "ink")
            if card.phase == "discarded":
                svg.cross(wide / 2 - PAD * 0.9, -NUMBERS * 0.68, TITLE * 0.3, 2.2)

    def _loss(self, card: Card, x: float, y: float, wide: float, tall: float, sign: int) -> None:
        """The ✕ where nobody sees it, and the words on the outer side."""
        big = card.slot.size == "card"
        radius = CARD * (0.24 if big else 0.12)
        spot, up = x, 0.0
        if big:
            spot += sign * (wide / 2 + radius * 2.2)
        elif card.slot.size == "slip":  # on its front edge, which has tipped up: off its letters
            turned = math.radians(TILT * min(card.tilt, 1.0))
            spot, up = x + sign * wide / 2 * math.cos(turned), wide / 2 * math.sin(turned)
        spot = min(max(spot, self.first + radius * 1.2), self.last - radius * 1.2)
        self.svg.cross(spot, y - up, radius, max(2.5, radius * 0.3))
        if not big:
            return
        line = NOTE * 1.45
        reach = tall / 2 + 0.122 * wide / 2
        top = max(2.0, y - reach - 2 * line) if sign > 0 else min(y + reach, self.height - 2 * line - 2)
        half = max(text_width(card.note, NOTE, bold=True), text_width(card.second, NOTE)) / 2 + 4
        middle = min(max(spot, self.first + half), self.last - half)
        self.svg.text(middle, top + line / 2, card.note, NOTE, "loss", weight=SEMIBOLD, anchor="middle")
        self.svg.text(middle, top + line * 1.5, card.second, NOTE, "ink2", anchor="middle")

    # ---- endpoints

    def _endpoint(self, view: EndpointView) -> None:
        svg, box = self.svg, self.boxes[view.side]
        svg.rect(box.x, box.y, box.width, box.height, view.side, radius=14)
        svg.rect(box.x, box.y + 5, box.width, box.height - 5, "surface", radius=12)
        svg.rect(box.x, box.y, box.width, box.height, None, stroke="line", radius=14)
        left, right, room = box.x + PAD, box.right - PAD, box.width - 2 * PAD
        y = box.y + PAD * 0.8 + 5
        svg.text(left, y + NAME * 0.68, view.label, NAME, weight=BOLD, room=room)
        y += NAME * 1.35
        svg.text(left, y + ADDRESS * 0.75, view.address, ADDRESS, "ink2", mono=True, room=room)
        y += ADDRESS * 1.5 + PAD * 0.55
        tall = CHIP + (NOTE * 1.25 if view.gloss else 0)
        self._chip(view, box, y, tall)
        self._call(view, box)
        y += tall + PAD * 0.6
        if view.down:
            return
        bottom = box.bottom - PAD * 0.7
        by_words = self.wish.detail == "first"
        pitch = min(PITCH * (1.25 if by_words else 1.0), (bottom - y - RING * 1.12) / max(1, len(view.rows)))
        for row in view.rows:
            middle = y + pitch / 2
            role = "ink" if row.changed else "ink2"
            svg.text(left, middle, row.words if by_words else row.name, NOTE if by_words else ROW, role,
                     mono=not by_words)  # fmt: skip
            svg.text(right, middle, row.value, ROW, weight=BOLD if row.changed else 500, mono=True, anchor="end")
            if row.changed:
                svg.circle(box.x + PAD * 0.5, middle, 3.3, view.side)
            y += pitch
        self._dials(view, left, bottom, room)

    def _call(self, view: EndpointView, box: _Box) -> None:
        """What the application does in this step, on the upper edge: it comes from above TCP."""
        words = view.error or " · ".join(view.calls)
        if not words:
            return
        role, tall = "loss" if view.error else view.side, ADDRESS * 1.75
        wide = text_width(words, ADDRESS, bold=True) + tall * 0.9
        y = max(1.0 + tall / 2, box.y)
        left = box.right - PAD - wide
        if view.side == "left":  # what is too long reaches out over the wire
            left = max(left, box.x + PAD)
        dash = "4.2 3.4" if view.idle and not view.error else ""
        self.svg.rect(left, y - tall / 2, wide, tall, "surface", stroke=role, thick=1.4, radius=tall / 2, dash=dash)
        self.svg.text(left + wide / 2, y, words, ADDRESS, role, weight=SEMIBOLD, anchor="middle")

    def _chip(self, view: EndpointView, box: _Box, y: float, tall: float) -> None:
        lively = bool(view.before)
        ground = "sunken" if view.down else view.side if lively else f"{view.side}_tint"
        ink = "loss" if view.down else "on_colour" if lively else view.side
        x, wide, middle = box.x + PAD, box.width - 2 * PAD, box.x + box.width / 2
        self.svg.rect(x, y, wide, tall, ground, radius=10)
        words = self.wish.naming.say("stage.down") if view.down else view.state_text
        gloss = "" if view.down else view.gloss
        shift = NOTE * 0.68 if gloss else 0
        self.svg.text(middle, y + tall / 2 - shift, words, STATE, ink, weight=BOLD, anchor="middle", room=wide - PAD)
        if gloss:
            self.svg.text(middle, y + tall / 2 + STATE * 0.61, gloss, NOTE, ink, anchor="middle", room=wide - PAD)

    def _dials(self, view: EndpointView, left: float, bottom: float, room: float) -> None:
        dials = view.timers[:2]
        wide = room / max(1, len(dials))
        for index, dial in enumerate(dials):
            self._dial(view.side, dial, left + index * wide, bottom - RING / 2, full=len(dials) == 1)

    def _dial(self, side: str, dial: TimerDial, x: float, y: float, *, full: bool) -> None:
        radius, thick = RING / 2 - 4, RING * 0.11
        self.svg.circle(x + RING / 2, y, radius, None, stroke="line", thick=thick)
        self.svg.arc(x + RING / 2, y, radius, dial.left, side, thick)
        words = x + RING + PAD * 0.35
        text = f"{dial.remaining} / {dial.total}" if full else dial.remaining
        self.svg.text(words, y - RING / 4, dial.label, 14.5, weight=SEMIBOLD)
        self.svg.text(words, y + RING / 4, text, ADDRESS, "ink2", mono=True)
