"""Paints a stretch of the ladder onto a view of a given size."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QLinearGradient, QPainter

from tcpanim.gui.look import Look
from tcpanim.gui.painting.ladder_lines import AHEAD, FADE, Lines, Place
from tcpanim.gui.painting.ladder_notes import A_LITTLE_AHEAD, EDGE, Fonts, Notes
from tcpanim.gui.painting.ladder_silences import Silences
from tcpanim.gui.painting.shapes import CENTRE, draw_text, pen, text_width
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD, make_font
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.one_side import SIGHT, knows_flight
from tcpanim.scene.same_call import CallKey
from tcpanim.tcp.states import State

DOT = 8  # px at scale 1; a moving tip reaches no farther up
SILENCE_FOOT = 44  # px at scale 1; nor what appears while a silence grows
CROSS = 18  # px at scale 1; what stands at a line's ends reaches no farther
FADED = 1.7  # times the height of words along a line; so far below the names what has gone by fades
MOST_FADED = 0.25  # of the ladder's height, no more
A_MOMENT = 0.5  # units; who goes on by more has not seen what is there grow


class LadderPainter:
    """One ladder in a view of ``width`` × ``height`` logical px."""

    def __init__(self, ladder: Ladder, look: Look, width: float, height: float, ratio: float) -> None:
        self.ladder = ladder
        self.look = look
        self.width = width
        self.height = height
        self.ratio = ratio
        theme = look.theme
        grown = min(width / 680, height / 330)
        self.scale = max(1.0, theme.scale, min(grown, 3.2) * 0.92)
        if look.present:
            self.scale = theme.scale
        self.unit = 52.0 * self.scale * min(max(height / 330, 0.8), 1.0) * (0.6 if look.present else 1)
        self.label_font = self._font(13, MEDIUM, mono=True)
        self.state_font = make_font(max(12, round(13 * self.scale)), SEMIBOLD, tabular=False)
        self.gloss_font = self._font(12.5, REGULAR)
        self.call_font = self._font(12.5, MEDIUM)
        self.name_font = self._font(14.5, BOLD)
        margin = self._margin()
        self.x_left, self.x_right = round(margin) + 0.0, round(width - margin) + 0.0
        self.head = round((34 if height > 260 else 26) * self.scale)
        at = Place(self.scale, self.unit, self.head, self.x_left, self.x_right)
        self.lines = Lines(ladder, look, at, self.label_font)
        self.labels = self.lines.labels
        self._silences = Silences(self.lines, self._font(13, MEDIUM, mono=True), ratio)
        fonts = Fonts(self.state_font, self.gloss_font, self.call_font)
        ahead = AHEAD if look.present else A_LITTLE_AHEAD
        self.notes = {side: Notes(ladder, side, fonts, self.scale, at, ahead) for side in ("left", "right")}
        self.knower = self.lines.knower
        self.base = base_delay(ladder.trace)

    def _font(self, size: float, weight: int, mono: bool = False) -> QFont:
        smallest = 14 if self.look.catalogue.language == "zh" and not mono else 12
        return make_font(max(smallest, round(size * self.scale)), weight, mono)

    def _margin(self) -> float:
        """The room outside the lifelines: as wide as the widest state, within reason."""
        widest = max(text_width(bar.text, self.state_font) for bars in self.ladder.bars.values() for bar in bars)
        calls = [text_width(mark.text, self.call_font) for marks in self.ladder.calls.values() for mark in marks]
        beside = (22 if self.look.present else 34) * self.scale  # what an audience reads needs the width between them
        return min(max([widest, *calls]) + beside, self.width * 0.26)

    @property
    def total_height(self) -> float:
        """The height of everything, with room below the end."""
        end = self.head + self.ladder.height * self.unit
        below = self.foot if self.look.present else 60 * self.scale
        return self.lowest(self.ladder.trace.end, end + below)

    @cached_property
    def foot(self) -> float:
        """The room below the moment shown: for the time, and for a call and the state that it leads to.

        An audience, which sees no time there and needs the height for what has gone by, has room for an edge.
        """
        if self.look.present:
            return 0.5 * self.label_font.pixelSize()
        return max(36 * self.scale, *(notes.tallest for notes in self.notes.values()))

    def lowest(self, t: int, y: float) -> float:
        """How far down in the whole picture it has to be in sight at ``t``: to ``y``, or to the foot of all words."""
        now = self.ladder.map.to_y(t)
        found = max(notes.lowest(now, y) for notes in self.notes.values())
        return max(found, self.lines.lowest(now, y)) if self.look.present else found

    def y_of(self, t: int) -> float:
        """The height of a moment in the whole picture."""
        return self.head + self.ladder.map.to_y(t) * self.unit

    def time_at(self, y: float) -> int | None:
        """The moment at a height of the whole picture, None above the beginning."""
        units = (y - self.head) / self.unit
        return None if units < 0 else min(self.ladder.map.to_time(units), self.ladder.trace.end)

    def _x(self, share: float) -> float:
        return self.x_left + (self.x_right - self.x_left) * share

    # ---- painting

    def paint_body(
        self, painter: QPainter, scroll: float, t: int, selection: int | None, stretch: tuple[float, float]
    ) -> None:
        """What moves with the ladder, in the ``stretch`` (px of the view) alone, which the painter is clipped to."""
        above, below = stretch
        margin = self.lines.reach
        now = self.ladder.map.to_y(t)
        first = max(0.0, (scroll + above - margin - self.head) / self.unit)
        last = min(now, (scroll + below + margin - self.head) / self.unit)
        painter.save()
        painter.translate(0, -scroll)
        self._silences.paint(painter, first, last, now)
        for side in ("left", "right"):
            self._paint_lifeline(painter, side, first, last, now)
        lines = [line for line in map(self.ladder.line, self.ladder.flights_between(first, last)) if line.y0 < now]
        if self.knower is not None:
            lines = [line for line in lines if knows_flight(self.ladder.trace.flight(line.flight), self.knower, t)]
        # Where lines stand too close for words, there are none; the segment chosen keeps its own.
        thin = [line for line in lines if line.flight != selection and self.lines.crowded(line.flight)]
        if thin:
            self.lines.paint_thin(painter, thin, now)
            few = {line.flight for line in thin}
            lines = [line for line in lines if line.flight not in few]
        top, bottom = scroll + above - self.head, scroll + below - self.head
        first, last = (top - CROSS * self.scale) / self.unit, (bottom + CROSS * self.scale) / self.unit
        for line in lines:
            if line.y0 <= last and line.y1 >= first:
                self.lines.paint(painter, line, now, line.flight == selection)
        if self.knower is not None:
            self._paint_fog(painter, scroll + above, scroll + below)
        for line in lines:
            strip = self.labels.strip(line, self.labels.of(line.flight))
            if strip.highest <= bottom and strip.lowest + strip.height >= top:
                self.lines.paint_words(painter, line, now, line.flight == selection)
        painter.restore()

    def grown(self, before: int, t: int) -> tuple[float, float] | None:
        """The stretch of the whole picture (px) that does not look at ``t`` as it did a moment ``before``.

        None: more has changed than what stands at its end.
        """
        low, high = self.ladder.map.to_y(before), self.ladder.map.to_y(t)
        if self.knower is not None or not low <= high <= low + A_MOMENT:
            return None  # what one host learns may be about lines of long ago
        top = self._y(low) - (SILENCE_FOOT if self.ladder.hatches_between(low, high) else DOT) * self.scale
        for line in map(self.ladder.line, self.ladder.flights_between(low, high)):
            if line.y0 >= high or line.y1 <= low:
                continue
            if line.y1 <= high:  # it comes to its end, and is drawn otherwise from one end to the other
                top = min(top, self._y(line.y0) - self.lines.reach)
                continue
            strip = self.labels.strip(line, self.labels.of(line.flight))
            foot = strip.lowest + strip.height
            if foot < high * self.unit and low * self.unit < foot + FADE * self.scale:  # its words appear
                top = min(top, self.head + strip.highest - DOT * self.scale)
        return top, self._y(high) + self.lines.reach

    def paint_over(self, painter: QPainter, scroll: float, t: int) -> None:
        """What stays in its place while the ladder moves: names, the states that hold, and the moment shown."""
        now = self.ladder.map.to_y(t)
        last = min(now, (scroll + self.height) / self.unit)
        painter.save()
        painter.translate(0, -scroll)
        stretch = scroll + self.head + EDGE, scroll + self.height
        if self.look.present and scroll > 0:
            most = min(FADED * self.label_font.pixelSize(), MOST_FADED * (self.height - self.head))
            self._paint_fade(painter, scroll + self.head, min(scroll, most))
        for side, x in (("left", self.x_left), ("right", self.x_right)):
            if self.look.side in ("both", side):
                self.notes[side].paint(painter, self.look.theme, x, self.width, stretch, last)
        self._paint_now(painter, now, t)
        painter.restore()
        self._paint_head(painter)

    def words_at(self, y: float, scroll: float, t: int) -> list[tuple[float, float]]:
        """From where to where (px of the view) words stand at the height ``y`` of the view, from left to right."""
        now = self.ladder.map.to_y(t)
        last = min(now, (scroll + self.height) / self.unit)
        stretch = scroll + self.head + EDGE, scroll + self.height
        found = []
        for side, x in (("left", self.x_left), ("right", self.x_right)):
            if self.look.side in ("both", side):
                found += self.notes[side].words_at(y + scroll, x, stretch, last)
        return sorted(found + self.lines.words_at(y + scroll - self.head, now))

    def _paint_fog(self, painter: QPainter, top: float, bottom: float) -> None:
        """Where only one side is shown: it hides what that side does not see."""
        near, far = (self.x_left, self.x_right) if self.look.side == "left" else (self.x_right, self.x_left)
        surface = self.look.theme.colour
        fog = QLinearGradient(QPointF(near, 0), QPointF(far, 0))
        fog.setColorAt(0, surface("surface", 0))
        fog.setColorAt(SIGHT * 0.5, surface("surface", 0))
        fog.setColorAt(SIGHT * 1.4, surface("surface"))
        fog.setColorAt(1, surface("surface"))
        edge = self.width if self.look.side == "left" else 0.0
        painter.fillRect(QRectF(min(near, edge), top, abs(edge - near), bottom - top), fog)

    def _paint_fade(self, painter: QPainter, top: float, height: float) -> None:
        """What has gone by fades below the names: words cut in half would be tried to be read."""
        colour = self.look.theme.colour
        fade = QLinearGradient(QPointF(0, top), QPointF(0, top + height))
        fade.setColorAt(0, colour("surface"))
        fade.setColorAt(0.5, colour("surface", 200))
        fade.setColorAt(1, colour("surface", 0))
        x = self.x_left + 5 * self.scale  # between the lifelines, whose states hold on
        painter.fillRect(QRectF(x, top, self.x_right - 5 * self.scale - x, height), fade)

    def _paint_head(self, painter: QPainter) -> None:
        """The hosts' names, which stay in view."""
        theme, naming = self.look.theme, self.ladder.naming
        painter.fillRect(QRectF(0, 0, self.width, self.head), theme.colour("surface"))
        for x, role, host in zip((self.x_left, self.x_right), ("left", "right"), self.ladder.trace.hosts, strict=True):
            rect = QRectF(x - 200 * self.scale, 0, 400 * self.scale, self.head - 4)
            draw_text(painter, rect, naming.host(host.name), self.name_font, theme.colour(role), CENTRE)
        painter.setPen(pen(theme.colour("line"), theme.px(1)))
        painter.drawLine(QPointF(0, self.head - 0.5), QPointF(self.width, self.head - 0.5))

    def _paint_lifeline(self, painter: QPainter, side: str, first: float, last: float, now: float) -> None:
        """A bar for each state: hollow while closed, tinted on the way, solid while established."""
        theme = self.look.theme
        x = self.x_left if side == "left" else self.x_right
        half = 4.5 * self.scale
        colour = theme.colour(side)
        for bar in self.ladder.bars_between(side, first, last):
            y0 = self.head + bar.y0 * self.unit
            y1 = self.head + min(bar.y1, now) * self.unit
            if y1 <= y0:
                continue
            if bar.state is State.CLOSED:
                painter.setPen(pen(theme.colour("wire"), 1.4 * self.scale, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, y0), QPointF(x, y1))
                continue
            painter.setPen(pen(colour, 1.5 * self.scale))
            painter.setBrush(colour if bar.state is State.ESTABLISHED else theme.colour(f"{side}_tint"))
            inset = 0.75 * self.scale
            painter.drawRoundedRect(
                QRectF(x - half, y0 + inset, 2 * half, max(2.0, y1 - y0 - 2 * inset)), half * 0.5, half * 0.5
            )

    def _y(self, units: float) -> float:
        return self.head + units * self.unit

    def _paint_now(self, painter: QPainter, now: float, t: int) -> None:
        theme = self.look.theme
        y = self._y(now)
        stroke = pen(theme.colour("ink3"), 1.2 * self.scale)
        stroke.setCapStyle(Qt.PenCapStyle.FlatCap)  # round caps take five times as long
        stroke.setDashPattern([2, 2])
        painter.setPen(stroke)
        out = 9 * self.scale  # states begin a little farther out
        for first, last in self._beside_words(now, self.x_left - out, self.x_right + out):
            painter.drawLine(QPointF(first, y), QPointF(last, y))
        if self.look.present:  # in an audience's size it would cover the words of a line
            return
        font = self._font(12.5, MEDIUM, mono=True)
        height = QFontMetricsF(font).height()
        text = clock_time(t, self.base)
        wide = text_width(text, font) + 16 * self.scale
        pill = QRectF(0, y + 5 * self.scale, wide, height * 1.2)
        pill.moveLeft(self.lines.free_place(pill, now))
        painter.fillRect(pill.adjusted(0, 2, 0, -2), theme.colour("surface"))
        draw_text(painter, pill, text, font, theme.colour("ink2"), CENTRE)

    def _beside_words(self, now: float, x: float, end: float) -> list[tuple[float, float]]:
        """From where to where the line of the moment goes: through no words of segments."""
        found, spare = [], 4 * self.scale
        for first, last in [*self.lines.words_at(now * self.unit, now), (end + spare, end)]:
            if first - spare > x:
                found.append((x, first - spare))
            x = max(x, last + spare)
        return found

    # ---- what lies where

    def call_at(self, point: QPointF, scroll: float, t: int) -> CallKey | None:
        """The call whose words stand at ``point`` of the view."""
        last = min(self.ladder.map.to_y(t), (scroll + self.height) / self.unit)
        stretch, place = (scroll + self.head + EDGE, scroll + self.height), point + QPointF(0, scroll)
        for side, x in (("left", self.x_left), ("right", self.x_right)):
            if self.look.side in ("both", side):
                found = self.notes[side].call_at(place, x, stretch, last)
                if found is not None:
                    return found
        return None

    def segment_at(self, point: QPointF, scroll: float, t: int) -> int | None:
        """The segment whose line or words are nearest to ``point`` of the view, None if none is near."""
        return self.lines.nearest(point + QPointF(0, scroll), self.ladder.map.to_y(t))
