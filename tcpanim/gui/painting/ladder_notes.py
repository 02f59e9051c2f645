"""What stands outside the ladder's lifelines: the states, and the calls of the applications."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from tcpanim.gui.painting.ladder_lines import Place
from tcpanim.gui.painting.shapes import LEFT, RIGHT, arrow_head, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.theme import Theme
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.same_call import CallKey

EDGE = 6
"""Px below the hosts' names, where notes begin."""
A_LITTLE_AHEAD = 0.3
"""Units; so long before their moment notes are made room for where there is room for most of them anyway."""


class Fonts(NamedTuple):
    """Those of states, their glosses and calls."""

    state: QFont
    gloss: QFont
    call: QFont


class Note(NamedTuple):
    """One: the height of its moment in units, where it is drawn in px, its words, and the call that it is about."""

    y: float
    top: float
    kind: str  # state, call, or skipped: a call that is left out
    words: str
    gloss: str
    key: CallKey | None


class Notes:
    """Those of one side, from top to bottom; none covers another. ``at``: the ladder's place.

    So many units ``ahead`` of their moment they are made room for.
    """

    def __init__(self, ladder: Ladder, side: str, fonts: Fonts, scale: float, at: Place, ahead: float) -> None:
        self._side, self._fonts, self._scale, self._ahead = side, fonts, scale, ahead
        self._line = QFontMetricsF(fonts.state).height()
        self._small = QFontMetricsF(fonts.gloss).height()
        self._calling = QFontMetricsF(fonts.call).height()
        bars = ladder.bars[side]
        entries = [
            Note(bar.y0, 0.0, "state", bar.text, bar.gloss, None) for bar in bars if bar.y1 > bar.y0 or bar is bars[-1]
        ]
        entries += [
            Note(mark.y, 0.0, "call" if mark.made else "skipped", mark.text, "", mark.key)
            for mark in ladder.calls[side]
        ]
        entries.sort(key=lambda entry: (entry.y, entry.kind == "state"))
        self._notes: list[Note] = []
        free = at.head + EDGE
        for entry in entries:
            note = entry._replace(top=max(at.y(entry.y) - 3 * scale, free))
            free = note.top + self._tall(note)
            self._notes.append(note)
        self.tallest = self._calling + self._line + self._small * any(note.gloss for note in self._notes)
        """The room that a call takes with the state it leads to, in px."""

    def lowest(self, now: float, y: float) -> float:
        """``y``, or the foot of the notes at ``now`` (units) where that is lower.

        Those that are to come shortly are made room for ahead, so that nothing jumps when they are there.
        """
        found = y
        for note in reversed(self._notes[: bisect_right(self._notes, now + self._ahead, key=lambda note: note.y)]):
            foot = note.top + self._tall(note) + 3 * self._scale
            found = max(found, y + (foot - y) * min(1.0, 1 - (note.y - now) / self._ahead))
            if note.y <= now:
                break
        return found

    def _tall(self, note: Note) -> float:
        line = self._line if note.kind == "state" else self._calling
        return line + (self._small * 0.95 if note.gloss else 0.0)

    def paint(
        self, painter: QPainter, theme: Theme, x: float, width: float, stretch: tuple[float, float], last: float
    ) -> None:  # fmt: skip
        """Those in the ``stretch`` (px from, to) that happen before ``last`` (units), beside the lifeline at ``x``."""
        for note, top in self._shown(stretch, last):
            self._paint_note(painter, theme, note, top, x, width)

    def words_at(self, y: float, x: float, stretch: tuple[float, float], last: float) -> list[tuple[float, float]]:
        """From where to where (px) words stand at the height ``y``, those that ``paint`` would write."""
        return [span for _, span in self._at(y, x, stretch, last)]

    def call_at(self, point: QPointF, x: float, stretch: tuple[float, float], last: float) -> CallKey | None:
        """The call whose words stand at ``point``; one that is left out is none."""
        for note, (left, right) in self._at(point.y(), x, stretch, last):
            if note.kind == "call" and left <= point.x() <= right:
                return note.key
        return None

    def _at(
        self, y: float, x: float, stretch: tuple[float, float], last: float
    ) -> Iterator[tuple[Note, tuple[float, float]]]:  # fmt: skip
        """The notes whose words stand at the height ``y``, and from where to where (px)."""
        gap = 13 * self._scale
        for note, top in self._shown(stretch, last):
            state = note.kind == "state"
            wide = text_width(note.words, self._fonts.state if state else self._fonts.call)
            tall = self._line if state else self._calling
            if note.gloss:
                wide, tall = max(wide, text_width(note.gloss, self._fonts.gloss)), tall + self._small
            if top <= y <= top + tall:
                near, far = (gap, gap + wide) if state else (0.0, gap + 14 * self._scale + wide)
                yield note, ((x - far, x - near) if self._side == "left" else (x + near, x + far))

    def _shown(self, stretch: tuple[float, float], last: float) -> list[tuple[Note, float]]:
        """Those to be seen, and where their upper edge is.

        The state that holds at the upper edge stays in view there until another one needs the room.
        """
        top_edge, bottom = stretch
        first = bisect_left(self._notes, top_edge, key=lambda note: note.top)
        sticky = next((note for note in reversed(self._notes[:first]) if note.kind == "state" and note.y <= last), None)
        shown = []
        for note in self._notes[first:]:
            if note.y > last or note.top > bottom:
                break
            if sticky is not None and note.top < top_edge + self._line + (self._small if sticky.gloss else 0.0):
                sticky = None
            shown.append((note, note.top))
        return [*shown, (sticky, top_edge)] if sticky is not None else shown

    def _paint_note(self, painter: QPainter, theme: Theme, note: Note, top: float, x: float, width: float) -> None:
        left_side = self._side == "left"
        gap = 13 * self._scale
        align = RIGHT if left_side else LEFT
        wide = (x if left_side else width - x) - gap - 6
        left = 6.0 if left_side else x + gap
        if note.kind == "state":
            rect = QRectF(left, top, wide, self._line)
            font = _fitting(note.words, self._fonts.state, wide)
            draw_text(painter, rect, note.words, font, theme.colour(self._side), align)
            if note.gloss:
                rect = QRectF(left, top + self._line * 0.94, wide, self._small)
                font = _fitting(note.gloss, self._fonts.gloss, wide)
                draw_text(painter, rect, note.gloss, font, theme.colour("ink2"), align)
            return
        # A call comes from outside: an arrow points to the lifeline.
        sign = 1 if left_side else -1
        tip = x - sign * gap * 0.6
        height = self._calling
        y = top + height / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        stroke = pen(theme.colour("ink2"), 1.5 * self._scale)
        if note.kind == "skipped":
            stroke.setDashPattern([1.6, 2.0])
        painter.setPen(stroke)
        painter.drawLine(QPointF(tip - sign * 10 * self._scale, y), QPointF(tip, y))
        painter.drawPolyline(arrow_head(QPointF(tip, y), QPointF(sign, 0), 5 * self._scale))
        rect = QRectF(left if left_side else left + 14 * self._scale, top, wide - 14 * self._scale, height)
        font = _fitting(note.words, self._fonts.call, rect.width())
        draw_text(painter, rect, note.words, font, theme.colour("ink2"), align)


def _fitting(words: str, font: QFont, width: float) -> QFont:
    """A little smaller where the words have no room, as a state is read whole or not at all."""
    return shrink_to_fit(words, font, width, max(8, round(font.pixelSize() * 0.55)))
