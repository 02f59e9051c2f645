"""Paints a stretch of the ladder onto a view of a given size."""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from tcpanim.gui.look import Look
from tcpanim.gui.painting.ladder_notes import EDGE, Fonts, Notes
from tcpanim.gui.painting.shapes import (
    CENTRE,
    LEFT,
    arrow_head,
    draw_again,
    draw_cross,
    draw_silence_label,
    draw_text,
    hatch_brush,
    pen,
    silence_pill,
    text_width,
)
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD, make_font
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.ladder import MOST_LINES, Ladder, LadderLine
from tcpanim.scene.ladder_labels import Label, Labels
from tcpanim.scene.one_side import SIGHT, knower, knows_flight
from tcpanim.scene.same_call import CallKey
from tcpanim.tcp.states import State

NEIGHBOURS = 12  # so many lines before and after one are looked at to find whether it stands in a crowd
MANY_LINES = 150
DOT = 8  # px at scale 1; a moving tip reaches no farther up
SILENCE_FOOT = 44  # px at scale 1; nor what appears while a silence grows
CROSS = 18  # px at scale 1; what stands at a line's ends reaches no farther
FADE = 6  # px at scale 1; on so much way words appear
FADED = 1.7  # times the height of words along a line; so far below the names what has gone by fades
A_MOMENT = 0.5  # units; who goes on by more has not seen what is there grow
SMALLEST_LABEL = 10  # px at scale 1; before an audience words get as small as that rather than short
ROOM_PER_LINE = 12  # with less room per line than this (px at scale 1) lines are drawn thin and without words


class _Way(NamedTuple):
    """A line from end to end in px, and the head of its arrow."""

    start: QPointF
    end: QPointF
    length: float
    direction: QPointF
    head: QPolygonF


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
        smallest = SMALLEST_LABEL * self.scale if look.present else None
        self.labels = Labels(ladder, self.x_right - self.x_left, self.unit, self.label_font.pixelSize(), smallest)
        fonts = Fonts(self.state_font, self.gloss_font, self.call_font)
        self.notes = {side: Notes(ladder, side, fonts, self.scale, self.head, self.unit) for side in ("left", "right")}
        self.knower = knower(ladder.trace, look.side)
        self._crowds: dict[int, bool] = {}
        self._ways: dict[int, _Way] = {}
        self._strokes: dict[tuple[str, float, Qt.PenStyle], QPen] = {}
        self.base = base_delay(ladder.trace)
        self._thin = {role: pen(theme.colour(role), 1) for role in ("left", "right", "loss")}

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
        return self.lowest(self.ladder.trace.end, end + 60 * self.scale)

    @cached_property
    def foot(self) -> float:
        """The room below the moment shown: for the time, and for a call and the state that it leads to.

        Before an audience also for the words of a lost segment, which go on past the end of its line.
        """
        found = max(36 * self.scale, *(notes.tallest for notes in self.notes.values()))
        if self.look.present and any(flight.arrived is None for flight in self.ladder.trace.flights):
            found = max(found, 0.5 * self.unit + 2.3 * self.label_font.pixelSize())
        return found

    def lowest(self, t: int, y: float) -> float:
        """How far down in the whole picture it has to be in sight at ``t``: to ``y``, or to the foot of the notes."""
        now = self.ladder.map.to_y(t)
        return max(notes.lowest(now, y) for notes in self.notes.values())

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
        margin = self._reach
        now = self.ladder.map.to_y(t)
        first = max(0.0, (scroll + above - margin - self.head) / self.unit)
        last = min(now, (scroll + below + margin - self.head) / self.unit)
        painter.save()
        painter.translate(0, -scroll)
        self._paint_hatches(painter, first, last, now)
        for side in ("left", "right"):
            self._paint_lifeline(painter, side, first, last, now)
        lines = [line for line in map(self.ladder.line, self.ladder.flights_between(first, last)) if line.y0 < now]
        if self.knower is not None:
            lines = [line for line in lines if knows_flight(self.ladder.trace.flight(line.flight), self.knower, t)]
        # Where lines stand too close for words, there are none; the segment chosen keeps its own.
        thin = [line for line in lines if line.flight != selection and self._crowded(line.flight)]
        if thin:
            self._paint_thin_lines(painter, thin, now)
            few = {line.flight for line in thin}
            lines = [line for line in lines if line.flight not in few]
        top, bottom = scroll + above - self.head, scroll + below - self.head
        first, last = (top - CROSS * self.scale) / self.unit, (bottom + CROSS * self.scale) / self.unit
        for line in lines:
            if line.y0 <= last and line.y1 >= first:
                self._paint_line(painter, line, now, line.flight == selection)
        if self.knower is not None:
            self._paint_fog(painter, scroll + above, scroll + below)
        for line in lines:
            strip = self.labels.strip(line, self.labels.of(line.flight))
            if strip.highest <= bottom and strip.lowest + strip.height >= top:
                self._paint_label(painter, line, now, line.flight == selection)
        painter.restore()

    @property
    def _reach(self) -> float:
        """So far beyond their lines words reach, in px."""
        return 3.0 * self.label_font.pixelSize()

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
                top = min(top, self._y(line.y0) - self._reach)
                continue
            strip = self.labels.strip(line, self.labels.of(line.flight))
            foot = strip.lowest + strip.height
            if foot < high * self.unit and low * self.unit < foot + FADE * self.scale:  # its words appear
                top = min(top, self.head + strip.highest - DOT * self.scale)
        return top, self._y(high) + self._reach

    def paint_over(self, painter: QPainter, scroll: float, t: int) -> None:
        """What stays in its place while the ladder moves: names, the states that hold, and the moment shown."""
        now = self.ladder.map.to_y(t)
        last = min(now, (scroll + self.height) / self.unit)
        painter.save()
        painter.translate(0, -scroll)
        stretch = scroll + self.head + EDGE, scroll + self.height
        if self.look.present and scroll > 0:
            self._paint_fade(painter, scroll + self.head, min(scroll, FADED * self.label_font.pixelSize()))
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
        return sorted(found + self._words_of_lines(y + scroll - self.head, now))

    def _words_of_lines(self, at: float, now: float) -> list[tuple[float, float]]:
        """The same of those along the lines alone, ``at`` px below the head, from left to right."""
        reach, found = self._reach, []
        around = max(0.0, (at - reach) / self.unit), min(now, (at + reach) / self.unit)
        for line in map(self.ladder.line, self.ladder.flights_between(*around)):
            label = self.labels.of(line.flight)
            if label.shown and not self._crowded(line.flight) and self._readable(line, label, now):
                place = self.labels.strip(line, label).across(at)
                if place is not None:
                    found.append((place[0] + self.x_left, place[1] + self.x_left))
        return sorted(found)

    def _readable(self, line: LadderLine, label: Label, now: float) -> bool:
        """Whether a segment's words are there already: they appear above the moment shown, never across it."""
        strip = self.labels.strip(line, label)
        return now >= line.y1 or now * self.unit > strip.lowest + strip.height

    def _crowded(self, flight: int) -> bool:
        """Whether the lines around a segment's stand too close to each other for words."""
        found = self._crowds.get(flight)
        if found is None:
            flights = self.ladder.trace.flights
            first, last = max(0, flight - 1 - NEIGHBOURS), min(len(flights) - 1, flight - 1 + NEIGHBOURS)
            room = (self.ladder.map.top(flights[last].left) - self.ladder.map.top(flights[first].left)) * self.unit
            found = last - first > NEIGHBOURS and room < (last - first) * ROOM_PER_LINE * self.scale
            if len(self._crowds) > 50_000:
                self._crowds.clear()
            self._crowds[flight] = found
        return found

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

    def _paint_hatches(self, painter: QPainter, first: float, last: float, now: float) -> None:
        theme = self.look.theme
        inset = 9 * self.scale
        for hatch in self.ladder.hatches_between(first, last):
            top, bottom = self.head + hatch.y0 * self.unit, self.head + min(hatch.y1, now) * self.unit
            pad = 13 * self.scale
            if bottom - top < 2 * pad:
                continue
            width = self.x_right - self.x_left - 2 * inset
            band = QRectF(self.x_left + inset, top + pad, width, bottom - top - 2 * pad)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hatch_brush(theme, self.scale, self.ratio))
            painter.setBrushOrigin(QPointF(0, self.head + hatch.y0 * self.unit))
            painter.drawRect(band)
            if band.height() > 24 * self.scale:
                font = self._font(13, MEDIUM, mono=True)
                middle = QPointF(band.center().x(), (top + self.head + hatch.y1 * self.unit) / 2)
                whole = (hatch.y1 - hatch.y0) * self.unit - 2 * pad
                place = self._free_of_labels(middle, whole, hatch.text, font)
                if place is not None and place.y() + 10 * self.scale <= band.bottom():
                    draw_silence_label(painter, place, hatch.text, font, theme)

    def _free_of_labels(self, middle: QPointF, high: float, text: str, font: QFont) -> QPointF | None:
        """Where a silence's length stands beside the words of segments that are under way through it; None: nowhere.

        In the middle of the band, which is so many px ``high``, else at its foot or its top.
        """
        for away in (0.0, 0.5, -0.5):
            place = self._free_beside(middle + QPointF(0, away * max(0.0, high - 21 * self.scale)), text, font)
            if place is not None:
                return place
        return None

    def _free_beside(self, middle: QPointF, text: str, font: QFont) -> QPointF | None:
        """The same at one height, where the fewest lines pass."""
        pill = silence_pill(middle, text, font)
        top, bottom = pill.top() - self.head, pill.bottom() - self.head
        around = max(0.0, (top - self._reach) / self.unit), (bottom + self._reach) / self.unit
        lines = [self.ladder.line(flight) for flight in self.ladder.flights_between(*around)]
        labels = [(line, self.labels.of(line.flight)) for line in lines if not self._crowded(line.flight)]
        strips = [self.labels.strip(line, label) for line, label in labels if label.shown]
        # Where only one side is shown, the fog hides the middle.
        places = {"left": (-0.38,), "right": (0.38,)}.get(self.look.side, (0.0, -0.27, 0.27, -0.38, 0.38, -0.14, 0.14))
        width = self.x_right - self.x_left
        most = max(0.0, (width - pill.width()) / 2 - 8 * self.scale)  # beside the lifelines
        best: tuple[int, QPointF] | None = None
        for away in places:
            centre = middle + QPointF(min(max(away * width, -most), most), 0)
            first, last = (centre.x() + sign * pill.width() / 2 - self.x_left for sign in (-1, 1))
            if any(strip.reaches(first, last, top, bottom) for strip in strips):
                continue
            through = sum(self._passes(line, first, last, top, bottom) for line in lines)
            if best is None or through < best[0]:
                best = through, centre
        return best[1] if best is not None else None

    def _passes(self, line: LadderLine, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Whether a line passes between these (px right of the left lifeline, and below the head)."""
        width, across = self.x_right - self.x_left, line.x1 - line.x0
        ends = line.x0 * width, line.x1 * width
        first, last = max(x0, min(ends)), min(x1, max(ends))
        if first >= last:
            return False
        at = [(line.y0 + (line.y1 - line.y0) * (x / width - line.x0) / across) * self.unit for x in (first, last)]
        return min(at) < y1 and max(at) > y0

    def _way(self, line: LadderLine) -> _Way:
        """A line's whole way; a line is painted in many frames."""
        way = self._ways.get(line.flight)
        if way is None:
            if len(self._ways) >= MOST_LINES:
                self._ways.clear()
            way = self._ways[line.flight] = self._find_way(line)
        return way

    def _find_way(self, line: LadderLine) -> _Way:
        inset = 6.0 * self.scale
        sign = 1 if line.x1 > line.x0 else -1
        start = QPointF(self._x(line.x0) + (0 if line.foreign else sign * inset), self._y(line.y0))
        end = QPointF(self._x(line.x1) - (sign * inset if line.end in ("arrow", "discarded") else 0), self._y(line.y1))
        along = end - start
        length = math.hypot(along.x(), along.y())
        direction = along / length if length else QPointF(sign, 0)
        return _Way(start, end, length, direction, arrow_head(end, direction, 11 * self.scale))

    def _ends(self, line: LadderLine, now: float) -> tuple[QPointF, QPointF, float]:
        """Both ends of a line as far as it has got, and that share."""
        way = self._way(line)
        if now >= line.y1:
            return way.start, way.end, 1.0
        share = max(0.0, (now - line.y0) / max(line.y1 - line.y0, 1e-9))
        return way.start, way.start + (way.end - way.start) * share, share

    def _free_place(self, pill: QRectF, now: float) -> float:
        """Where the time stands beside no words: in the middle, else farther left or right."""
        width = self.x_right - self.x_left
        lines = [self.ladder.line(flight) for flight in self.ladder.flights_between(max(0.0, now - 1), now)]
        top, bottom = pill.top() - self.head, pill.bottom() - self.head
        settled = (self.labels.strip(line, self.labels.of(line.flight)) for line in lines if line.y1 <= now)
        strips = [strip for strip in settled if strip.highest < bottom and strip.lowest + strip.height > top]
        places = [self.x_left + width * share - pill.width() / 2 for share in (0.5, 0.25, 0.75, 0.12, 0.88)]
        for left in places:
            first, last = left - self.x_left, left + pill.width() - self.x_left
            if not any(strip.reaches(first, last, top, bottom) for strip in strips):
                return left
        return places[0]

    def _y(self, units: float) -> float:
        return self.head + units * self.unit

    def _stroke(self, role: str, width: float, style: Qt.PenStyle) -> QPen:
        """The pen of a line; it is asked for once for each line in each frame."""
        found = self._strokes.get((role, width, style))
        if found is None:
            found = pen(self.look.theme.colour(role), width, style)
            found.setCapStyle(Qt.PenCapStyle.FlatCap)  # round caps take five times as long
            if style is Qt.PenStyle.DashLine:
                found.setDashPattern([4, 3])
            self._strokes[role, width, style] = found
        return found

    def _paint_line(self, painter: QPainter, line: LadderLine, now: float, chosen: bool) -> None:
        start, tip, share = self._ends(line, now)
        role = "loss" if line.end == "lost" and share >= 1 and self.knower is None else line.side
        width = (2.8 if chosen else 1.7) * self.scale
        style = Qt.PenStyle.SolidLine
        if self.knower is not None:
            pass
        elif line.end == "lost" and share >= 1:
            style = Qt.PenStyle.DashLine
        elif line.copy or line.foreign:
            style = Qt.PenStyle.DotLine
        painter.setPen(self._stroke(role, width, style))
        painter.drawLine(start, tip)
        way, colour = self._way(line), self.look.theme.colour(role)
        if way.length * share < 1:
            return
        if share < 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(tip, 4.5 * self.scale, 4.5 * self.scale)
        elif line.end == "lost":
            draw_cross(painter, tip + way.direction * 8 * self.scale, 6 * self.scale, colour, 2.4 * self.scale)
        elif line.end != "open":
            painter.setPen(pen(colour, width))
            painter.drawPolyline(way.head)
            if line.end == "discarded":
                spot = tip - way.direction * 22 * self.scale
                draw_cross(painter, spot, 5.5 * self.scale, self.look.theme.colour("loss"), 2.4 * self.scale)

    def _paint_thin_lines(self, painter: QPainter, lines: list[LadderLine], now: float) -> None:
        """Many: where they go, and which are lost."""
        groups: dict[str, list[QLineF]] = {"left": [], "right": [], "loss": []}  # in every stretch in the same order
        crosses = []
        for line in lines:
            start, tip, share = self._ends(line, now)
            lost = line.end == "lost" and share >= 1 and self.knower is None
            groups["loss" if lost else line.side].append(QLineF(start, tip))
            if lost:
                crosses.append(tip)
        # Antialiasing takes ten times as long, and a crowd of lines does not show it.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(lines) <= MANY_LINES)
        for role, parts in groups.items():
            painter.setPen(self._thin[role])
            painter.drawLines(parts)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tip in crosses:
            draw_cross(painter, tip, 4 * self.scale, self.look.theme.colour("loss"), 1.6 * self.scale)

    def _paint_label(self, painter: QPainter, line: LadderLine, now: float, chosen: bool) -> None:
        label = self.labels.of(line.flight)
        if not (label.shown or chosen):
            return
        theme = self.look.theme
        strip = self.labels.strip(line, label)
        # It appears above the moment shown, never across it; it never tells what becomes of the segment.
        foot = strip.lowest + strip.height
        appear = 1.0 if now >= line.y1 else min(1.0, max(0.0, now * self.unit - foot) / (FADE * self.scale))
        if appear <= 0.05:
            return
        if self.look.present:  # a lecture stands still wherever it does: words are read, or not there yet
            appear = 1.0
        middle, (long, high) = QPointF(*strip.middle), strip.room
        painter.save()
        painter.translate(QPointF(self.x_left, self.head) + middle)
        painter.rotate(math.degrees(strip.turn))
        room = QRectF(-long / 2, -high / 2, long, high)
        painter.setOpacity(appear)
        hatched = self.ladder.hatches_between(strip.highest / self.unit, foot / self.unit)
        if label.crossed or now < line.y1 or hatched or self.knower is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface"))  # opaque: a translucent one takes ten times as long
            painter.drawRect(room.adjusted(-2, high * 0.2, 2, -high * 0.2))
        lost = line.end == "lost" and now >= line.y1 and self.knower is None
        colour = theme.colour("loss" if lost else "ink")
        font = self.label_font
        if chosen or label.px < font.pixelSize():
            font = QFont(font)
            font.setPixelSize(int(label.px))
            font.setWeight(QFont.Weight(BOLD if chosen else MEDIUM))
        draw_text(painter, room, label.text, font, colour, LEFT if line.again else CENTRE)
        if line.again:
            side = high * 0.78
            x = room.left() + QFontMetricsF(font).horizontalAdvance(label.text) + side * 0.3
            draw_again(painter, QRectF(x, room.center().y() - side / 2, side, side), colour)
        painter.restore()

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
        pill.moveLeft(self._free_place(pill, now))
        painter.fillRect(pill.adjusted(0, 2, 0, -2), theme.colour("surface"))
        draw_text(painter, pill, text, font, theme.colour("ink2"), CENTRE)

    def _beside_words(self, now: float, x: float, end: float) -> list[tuple[float, float]]:
        """From where to where the line of the moment goes: through no words of segments."""
        found, spare = [], 4 * self.scale
        for first, last in [*self._words_of_lines(now * self.unit, now), (end + spare, end)]:
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
        now = self.ladder.map.to_y(t)
        x, y = point.x() - self.x_left, point.y() + scroll - self.head
        around = y / self.unit
        nearest, distance = None, 7.0 * self.scale
        for flight in self.ladder.flights_between(max(0.0, around - 2), around + 2):
            line = self.ladder.line(flight)
            if line.y0 > now:
                continue
            start, tip, _ = self._ends(line, now)
            away = _distance(QPointF(x + self.x_left, y + self.head), start, tip)
            label = self.labels.of(flight.id)
            strip = self.labels.strip(line, label)
            if label.shown and strip.x0 <= x <= strip.x1 and 0 <= y - strip.y(x) <= strip.height:
                away = min(away, 1.0)
            if away < distance:
                nearest, distance = flight.id, away
        return nearest


def _distance(point: QPointF, start: QPointF, end: QPointF) -> float:
    """How far a point lies from a stretch of a line."""
    along = end - start
    length = along.x() ** 2 + along.y() ** 2
    offset = point - start
    share = 0.0 if length == 0 else min(1.0, max(0.0, (offset.x() * along.x() + offset.y() * along.y()) / length))
    rest = offset - along * share
    return math.hypot(rest.x(), rest.y())
