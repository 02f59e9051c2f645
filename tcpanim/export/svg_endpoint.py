"""An endpoint of the stage as SVG: its name and state, what it counts, its timers, and what its application calls."""

from __future__ import annotations

from tcpanim.export.svg import BOLD, SEMIBOLD, Svg
from tcpanim.export.svg_stage_layout import Layout
from tcpanim.scene.endpoint import EndpointView, NumberRow, TimerDial
from tcpanim.scene.names import Naming
from tcpanim.scene.text_widths import text_width


class EndpointDrawing:
    """One host; ``by_words``: its numbers are called by words, not by the RFC's names."""

    def __init__(self, svg: Svg, layout: Layout, naming: Naming, view: EndpointView, *, by_words: bool) -> None:
        self.svg, self.layout, self.naming, self.view = svg, layout, naming, view
        self.sizes, self.box = layout.sizes, layout.boxes[view.side]
        self.by_words = by_words
        pad = self.sizes["pad"]
        self.left, self.right = self.box.x + pad, self.box.right - pad

    @property
    def _room(self) -> float:
        return self.right - self.left

    def draw(self) -> None:
        """All of it."""
        svg, box, sizes, view = self.svg, self.box, self.sizes, self.view
        bar, radius, pad = sizes["bar"], sizes["radius"], sizes["pad"]
        svg.rect(box.x, box.y, box.width, box.height, view.side, radius=radius)
        svg.rect(box.x, box.y + bar, box.width, box.height - bar, "surface", radius=radius - 2)
        svg.rect(box.x, box.y, box.width, box.height, None, stroke="line", radius=radius)
        y = box.y + pad * 0.8 + bar
        name = sizes["name"]
        if self.layout.large:
            svg.text(box.x + box.width / 2, y + name * 0.62, view.label, name, weight=BOLD, anchor="middle",
                     room=self._room)  # fmt: skip
            y += name * 1.3 + pad * 0.2
        else:
            svg.text(self.left, y + name * 0.68, view.label, name, weight=BOLD, room=self._room)
            y += name * 1.35
            address = sizes["address"]
            svg.text(self.left, y + address * 0.75, view.address, address, "ink2", mono=True, room=self._room)
            y += address * 1.5 + pad * 0.55
        tall = sizes["chip"] + (sizes["gloss"] * 1.25 if view.gloss else 0)
        self._chip(y, tall)
        self._call()
        if not view.down:
            self._numbers(y + tall + pad * 0.6)

    def _chip(self, y: float, tall: float) -> None:
        view, sizes = self.view, self.sizes
        lively = bool(view.before)
        ground = "sunken" if view.down else view.side if lively else f"{view.side}_tint"
        ink = "loss" if view.down else "on_colour" if lively else view.side
        middle, room = self.left + self._room / 2, self._room - sizes["pad"]
        self.svg.rect(self.left, y, self._room, tall, ground, radius=sizes["radius"] * 0.7)
        words = self.naming.say("stage.down") if view.down else view.state_text
        gloss = "" if view.down else view.gloss
        shift = sizes["gloss"] * 0.68 if gloss else 0
        line = y + tall / 2
        self.svg.text(middle, line - shift, words, sizes["state"], ink, weight=BOLD, anchor="middle", room=room)
        if gloss:
            below = line + sizes["state"] * 0.61
            self.svg.text(middle, below, gloss, sizes["gloss"], ink, anchor="middle", room=room)

    def _call(self) -> None:
        """What the application does in this step, on the upper edge: it comes from above TCP."""
        view, px, box = self.view, self.sizes["small"], self.box
        words = view.error or " · ".join(view.calls)
        if not words:
            return
        role, tall = "loss" if view.error else view.side, px * 1.75
        wide = text_width(words, px, bold=True) + tall * 0.9
        y = max(1.0 + tall / 2, box.y)
        if self.layout.large:
            wide = min(wide, box.width)
            left = box.x + (box.width - wide) / 2
        else:
            left = self.right - wide
            if view.side == "left":  # what is too long reaches out over the wire
                left = max(left, self.left)
        dash = "4.2 3.4" if view.idle and not view.error else ""
        self.svg.rect(
            left, y - tall / 2, wide, tall, "surface", stroke=role, thick=px * 0.1, radius=tall / 2, dash=dash
        )
        self.svg.text(left + wide / 2, y, words, px, role, weight=SEMIBOLD, anchor="middle", room=wide - tall * 0.6)

    def _numbers(self, y: float) -> None:
        """The variables from ``y`` on, and the timers at the foot."""
        sizes, rows = self.sizes, self.view.rows
        bottom = self.box.bottom - sizes["pad"] * 0.7
        wanted = sizes["pitch"] * (1.25 if self.by_words and not self.layout.large else 1.0)
        pitch = min(wanted, (bottom - y - sizes["ring"] * 1.12) / max(1, len(rows)))
        for row in rows:
            self._number(row, y + pitch / 2)
            y += pitch
        dials = self.view.timers[: 1 if self.layout.large else 2]
        wide = self._room / max(1, len(dials))
        for index, dial in enumerate(dials):
            self._dial(dial, self.left + index * wide, bottom - sizes["ring"] / 2, full=len(dials) == 1)

    def _number(self, row: NumberRow, y: float) -> None:
        """A variable with its value beside it, before an audience below it where there is no room."""
        svg, sizes = self.svg, self.sizes
        role, mono = "ink" if row.changed else "ink2", not self.by_words
        name, px = (row.words, sizes["words"]) if self.by_words else (row.name, sizes["row"])
        gap, value = sizes["pad"] * 0.4, text_width(row.value, sizes["row"], mono=True)
        room, up = self._room - gap - value, 0.0
        if self.layout.large and text_width(name, px, mono) > room / 0.8:
            room, up = self._room, sizes["row"] * 0.48
        svg.text(self.left, y - up, name, px, role, mono=mono, room=room)
        svg.text(self.right, y + up, row.value, sizes["row"], weight=BOLD if row.changed else 500, mono=True,
                 anchor="end", room=self._room)  # fmt: skip
        if row.changed:
            radius = sizes["row"] * (0.17 if self.by_words else 0.22)
            svg.circle(self.box.x + sizes["pad"] * 0.5, y - up, radius, self.view.side)

    def _dial(self, dial: TimerDial, x: float, y: float, *, full: bool) -> None:
        svg, sizes = self.svg, self.sizes
        ring, label, value = sizes["ring"], sizes["timer"], sizes["small"]
        radius, thick = ring / 2 - ring * 0.105, ring * 0.11
        svg.circle(x + ring / 2, y, radius, None, stroke="line", thick=thick)
        svg.arc(x + ring / 2, y, radius, dial.left, self.view.side, thick)
        words = x + ring + sizes["pad"] * 0.35
        if self.layout.large:
            room = self.right - words - text_width(dial.remaining, value, mono=True) - sizes["pad"] * 0.4
            svg.text(words, y, dial.label, label, weight=SEMIBOLD, room=room)
            svg.text(self.right, y, dial.remaining, value, "ink2", mono=True, anchor="end")
            return
        text = f"{dial.remaining} / {dial.total}" if full else dial.remaining
        svg.text(words, y - ring / 4, dial.label, label, weight=SEMIBOLD)
        svg.text(words, y + ring / 4, text, value, "ink2", mono=True)
