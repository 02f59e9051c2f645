"""The ladder as SVG, from the same scene values as the window's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property

from tcpanim.export.picture import Wish, ladder_room
from tcpanim.export.svg import BOLD, SEMIBOLD, Svg
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.ladder import Ladder, LadderLine
from tcpanim.scene.ladder_labels import Labels
from tcpanim.scene.text_widths import text_width
from tcpanim.tcp.states import State

HEAD, FOOT, LEGEND = 34.0, 40.0, 26.0
FIRST = 10.0  # room above the first moment: something may be said of it
UNIT, CLOSE_UNIT = 52.0, 41.6
"""A second of screen time in px; in a picture of a given size less, so that type can be larger."""
LABEL, STATE, NAME = 13.0, 13.0, 14.5


def svg_ladder(wish: Wish) -> Iterable[str]:
    """The file, in pieces; raises TooLongError."""
    wish.check()
    return _Drawing(wish).draw()


class _Drawing:
    """One ladder, laid out in px at its own size of type."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.naming = wish.naming
        self.ladder = Ladder(wish.naming.trace, wish.naming, wish.time)
        chinese = wish.naming.language == "zh"
        self.gloss_px = self.call_px = 14.0 if chinese else 12.5
        self.unit = CLOSE_UNIT if wish.size else UNIT
        self.now = self.ladder.map.to_y(wish.moment)
        self.legend = ", ".join(wish.naming.legend(wish.moment))
        self.width, self.height, self.beside, _ = ladder_room(wish.size, self._height)
        margin = self._margin()
        self.left, self.right = margin, self.width - margin

    def _height(self, _width: float) -> float:
        legend = LEGEND if self.legend else 0.0
        notes = max((note[1] + note[5] for side in ("left", "right") for note in self._notes[side]), default=0.0)
        return max(self._y(self.now) + FOOT, notes + 12) + legend

    def _margin(self) -> float:
        states = [text_width(bar.text, STATE, bold=True) for bars in self.ladder.bars.values() for bar in bars]
        calls = [text_width(mark.text, self.call_px) for marks in self.ladder.calls.values() for mark in marks]
        return min(max([*states, *calls]) + 34, self.width * 0.26)

    def _x(self, share: float) -> float:
        return self.left + (self.right - self.left) * share

    def _y(self, units: float) -> float:
        return HEAD + FIRST + units * self.unit

    # ---- drawing

    def draw(self) -> Iterable[str]:
        """Ground, shortened time, lifelines, lines, words."""
        trace = self.naming.trace
        title = trace.title.pick(self.naming.language) or "tcpanim"
        self.svg = svg = Svg(self.width + 2 * self.beside, self.height, self.wish.theme, title, self.wish.size)
        svg.rect(0, 0, svg.width, self.height, "surface")
        svg.begin(move=(self.beside, 0))
        self._hatches()
        for side in ("left", "right"):
            self._lifeline(side)
        flights = self.ladder.flights_between(0.0, self.now)
        lines = [line for line in map(self.ladder.line, flights) if line.y0 < self.now]
        for line in lines:
            self._line(line)
        labels = Labels(self.ladder, self.right - self.left, self.unit, LABEL)
        for line in lines:
            self._label(line, labels)
        for side in ("left", "right"):
            for note in self._notes[side]:
                self._note(side, *note)
        self._end()
        self._head()
        svg.end()
        return svg.finish()

    def _head(self) -> None:
        for x, role, host in zip((self.left, self.right), ("left", "right"), self.naming.trace.hosts, strict=True):
            self.svg.text(x, HEAD / 2 - 2, self.naming.host(host.name), NAME, role, weight=BOLD, anchor="middle")
        self.svg.line(0, HEAD - 0.5, self.width, HEAD - 0.5, "line")

    def _lifeline(self, side: str) -> None:
        x = self.left if side == "left" else self.right
        for bar in self.ladder.bars[side]:
            y0, y1 = self._y(bar.y0), self._y(min(bar.y1, self.now))
            if y1 <= y0:
                continue
            if bar.state is State.CLOSED:
                self.svg.line(x, y0, x, y1, "wire", 1.4, dash="1.4 2.8")
                continue
            fill = side if bar.state is State.ESTABLISHED else f"{side}_tint"
            self.svg.rect(
                x - 4.5, y0 + 0.75, 9, max(2.0, y1 - y0 - 1.5), fill, stroke=side, thick=1.5, radius=2.25
            )  # fmt: skip

    def _hatches(self) -> None:
        if not self.ladder.hatches:
            return
        self.svg.hatch()
        for hatch in self.ladder.hatches:
            top, bottom = self._y(hatch.y0) + 13, self._y(min(hatch.y1, self.now)) - 13
            if bottom <= top:
                continue
            self.svg.hatched(self.left + 9, top, self.right - self.left - 18, bottom - top)
            if bottom - top > 24:
                self.svg.silence((self.left + self.right) / 2, (top + bottom) / 2, hatch.text, LABEL)

    def _line(self, line: LadderLine) -> None:
        share = 1.0 if self.now >= line.y1 else (self.now - line.y0) / max(line.y1 - line.y0, 1e-9)
        sign = 1 if line.x1 > line.x0 else -1
        x0 = self._x(line.x0) + (0 if line.foreign else sign * 6)
        x1 = self._x(line.x1) - (sign * 6 if line.end in ("arrow", "discarded") else 0)
        y0, y1 = self._y(line.y0), self._y(line.y1)
        tip_x, tip_y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        lost = line.end == "lost" and share >= 1
        role = "loss" if lost else line.side
        dash = "6.8 5.1" if lost else "1.7 3.4" if line.copy or line.foreign else ""
        self.svg.line(x0, y0, tip_x, tip_y, role, 1.7, dash=dash)
        length = math.hypot(tip_x - x0, tip_y - y0)
        if length < 1:
            return
        dx, dy = (tip_x - x0) / length, (tip_y - y0) / length
        if share < 1:
            self.svg.circle(tip_x, tip_y, 4.5, role)
        elif lost:
            self.svg.cross(tip_x + dx * 8, tip_y + dy * 8, 6, 2.4)
        elif line.end != "open":
            self.svg.arrow_head(tip_x, tip_y, dx, dy, 11, role, 1.7)
            if line.end == "discarded":
                self.svg.cross(tip_x - dx * 22, tip_y - dy * 22, 5.5, 2.4)

    def _label(self, line: LadderLine, labels: Labels) -> None:
        label = labels.of(line.flight)
        reached = 1.0 if self.now >= line.y1 else (self.now - line.y0) / max(line.y1 - line.y0, 1e-9)
        if not label.shown or reached < label.share:
            return
        strip = labels.strip(line, label)
        (x, y), (wide, high) = strip.middle, strip.room
        role = "loss" if line.end == "lost" and self.now >= line.y1 else "ink"
        self.svg.begin(move=(self.left + x, self._y(0) + y), turn=math.degrees(strip.turn))
        if label.crossed:
            self.svg.rect(-wide / 2 - 2, -high * 0.3, wide + 4, high * 0.6, "surface")
        if line.again:
            self.svg.text(-wide / 2, 0, label.text, LABEL, role, mono=True)
            again = text_width(label.text, LABEL, mono=True) + LABEL * 0.7
            self.svg.again(again - wide / 2, 0, LABEL, role)
        else:
            self.svg.text(0, 0, label.text, LABEL, role, mono=True, anchor="middle")
        self.svg.end()

    def _end(self) -> None:
        """The moment that the picture ends at, and what the letters stand for."""
        y = self._y(self.now)
        self.svg.line(self.left - 14, y, self.right + 14, y, "ink3", 1.2, dash="1.2 3.6")
        text = clock_time(self.wish.moment, base_delay(self.naming.trace))
        middle = (self.left + self.right) / 2
        self.svg.text(middle, y + 15, text, 12.5, "ink2", mono=True, anchor="middle")
        if self.legend:
            self.svg.text(
                self.width / 2, self.height - LEGEND / 2 - 2, self.legend, LABEL, "ink2", mono=True, anchor="middle",
                room=self.width - 32,
            )  # fmt: skip

    # ---- beside the lifelines

    @cached_property
    def _notes(self) -> dict[str, list[tuple[float, float, str, str, str, float]]]:
        """What stands outside the lifelines: (y of its moment, y drawn, kind, words, gloss, height)."""
        table = {}
        for side in ("left", "right"):
            bars = self.ladder.bars[side]
            entries = [(bar.y0, 1, "state", bar.text, bar.gloss) for bar in bars if bar.y1 > bar.y0 or bar is bars[-1]]
            entries += [
                (mark.y, 0, "call" if mark.made else "skipped", mark.text, "") for mark in self.ladder.calls[side]
            ]
            notes, free = [], -math.inf
            for y, _, kind, words, gloss in sorted(entry for entry in entries if entry[0] <= self.now):
                top = max(self._y(y) - 3, free)
                tall = (STATE if kind == "state" else self.call_px) * 1.25 + (self.gloss_px * 1.25 if gloss else 0)
                free = top + tall
                notes.append((y, top, kind, words, gloss, tall))
            table[side] = notes
        return table

    def _note(self, side: str, _y: float, top: float, kind: str, words: str, gloss: str, _tall: float) -> None:
        gap, anchor = 13.0, "end" if side == "left" else "start"
        sign = -1 if side == "left" else 1
        x = (self.left if side == "left" else self.right) + sign * gap
        room = self.left - gap - 6
        if kind == "state":
            middle = top + STATE * 0.62
            self.svg.text(x, middle, words, STATE, side, weight=SEMIBOLD, anchor=anchor, room=room)
            if gloss:
                self.svg.text(x, middle + STATE * 0.62 + self.gloss_px * 0.62, gloss, self.gloss_px, "ink2", weight=450,
                              anchor=anchor, room=room)  # fmt: skip
            return
        # A call comes from outside: an arrow points to the lifeline.
        middle = top + self.call_px * 0.62
        tip = (self.left if side == "left" else self.right) + sign * gap * 0.6
        self.svg.line(tip + sign * 10, middle, tip, middle, "ink2", 1.5, dash="2.4 3" if kind == "skipped" else "")
        self.svg.arrow_head(tip, middle, -sign, 0, 5, "ink2", 1.5)
        self.svg.text(x + sign * 9, middle, words, self.call_px, "ink2", anchor=anchor, room=room - 9)
