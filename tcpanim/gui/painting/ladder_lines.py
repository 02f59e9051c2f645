"""The segments of the ladder: their lines, what stands at the ends of these, and the words along them."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, arrow_head, draw_again, draw_cross, draw_text, pen
from tcpanim.gui.theme import BOLD, MEDIUM
from tcpanim.scene.ladder import MOST_LINES, Ladder, LadderLine
from tcpanim.scene.ladder_labels import Label, Labels
from tcpanim.scene.one_side import knower

NEIGHBOURS = 12  # so many lines before and after one are looked at to find whether it stands in a crowd
MANY_LINES = 150
AHEAD = 1.0  # units; so long before a line ends an audience's ladder makes room for words that reach below its end
FADE = 6  # px at scale 1; on so much way words appear
SMALLEST_LABEL = 9  # px at scale 1; before an audience words get as small as that rather than short
ROOM_PER_LINE = 12  # with less room per line than this (px at scale 1) lines are drawn thin and without words


class Place(NamedTuple):
    """Where a ladder stands, in px: its scale, a unit's height, the head's, and where both lifelines are."""

    scale: float
    unit: float
    head: float
    left: float
    right: float

    @property
    def width(self) -> float:
        """From one lifeline to the other."""
        return self.right - self.left

    def x(self, share: float) -> float:
        """A share of the way from the left to the right."""
        return self.left + self.width * share

    def y(self, units: float) -> float:
        """A height in the whole picture."""
        return self.head + units * self.unit


class _Way(NamedTuple):
    """A line from end to end in px, and the head of its arrow."""

    start: QPointF
    end: QPointF
    length: float
    direction: QPointF
    head: QPolygonF


class Lines:
    """Those of one ladder; in a crowd they are thin and without words. Heights are those of the whole picture."""

    def __init__(self, ladder: Ladder, look: Look, at: Place, font: QFont) -> None:
        self.ladder = ladder
        self.look = look
        self.at = at
        self.font = font
        smallest = SMALLEST_LABEL * at.scale if look.present else None
        self.labels = Labels(ladder, at.width, at.unit, font.pixelSize(), smallest)
        self.knower = knower(ladder.trace, look.side)
        self._crowds: dict[int, bool] = {}
        self._ways: dict[int, _Way] = {}
        self._strokes: dict[tuple[str, float, Qt.PenStyle], QPen] = {}
        self._thin = {role: pen(look.theme.colour(role), 1) for role in ("left", "right", "loss")}

    @property
    def reach(self) -> float:
        """So far beyond their lines words reach, in px."""
        return 3.0 * self.font.pixelSize()

    def crowded(self, flight: int) -> bool:
        """Whether the lines around a segment's stand too close to each other for words."""
        found = self._crowds.get(flight)
        if found is None:
            flights = self.ladder.trace.flights
            first, last = max(0, flight - 1 - NEIGHBOURS), min(len(flights) - 1, flight - 1 + NEIGHBOURS)
            room = (self.ladder.map.top(flights[last].left) - self.ladder.map.top(flights[first].left)) * self.at.unit
            found = last - first > NEIGHBOURS and room < (last - first) * ROOM_PER_LINE * self.at.scale
            if len(self._crowds) > 50_000:
                self._crowds.clear()
            self._crowds[flight] = found
        return found

    def readable(self, line: LadderLine, label: Label, now: float) -> bool:
        """Whether a segment's words are there already: they appear above the moment shown, never across it."""
        strip = self.labels.strip(line, label)
        return now >= line.y1 or now * self.at.unit > strip.lowest + strip.height

    def lowest(self, now: float, y: float) -> float:
        """``y`` (px), or the foot of words of lines that are at their end at ``now`` (units), or shortly.

        Room is made little by little, so that nothing jumps.
        """
        found, reach = y, self.reach / self.at.unit
        for line in map(self.ladder.line, self.ladder.flights_between(now - reach, now + AHEAD)):
            label = self.labels.of(line.flight)
            if not label.shown or not now - reach < line.y1 < now + AHEAD or self.crowded(line.flight):
                continue
            strip = self.labels.strip(line, label)
            foot = self.at.head + strip.lowest + strip.height
            found = max(found, y + (foot - y) * min(1.0, 1 - (line.y1 - now) / AHEAD))
        return found

    def _way(self, line: LadderLine) -> _Way:
        """A line's whole way; a line is painted in many frames."""
        way = self._ways.get(line.flight)
        if way is None:
            if len(self._ways) >= MOST_LINES:
                self._ways.clear()
            way = self._ways[line.flight] = self._find_way(line)
        return way

    def _find_way(self, line: LadderLine) -> _Way:
        inset = 6.0 * self.at.scale
        sign = 1 if line.x1 > line.x0 else -1
        start = QPointF(self.at.x(line.x0) + (0 if line.foreign else sign * inset), self.at.y(line.y0))
        end = QPointF(
            self.at.x(line.x1) - (sign * inset if line.end in ("arrow", "discarded") else 0), self.at.y(line.y1)
        )
        along = end - start
        length = math.hypot(along.x(), along.y())
        direction = along / length if length else QPointF(sign, 0)
        return _Way(start, end, length, direction, arrow_head(end, direction, 11 * self.at.scale))

    def ends(self, line: LadderLine, now: float) -> tuple[QPointF, QPointF, float]:
        """Both ends of a line as far as it has got, and that share."""
        way = self._way(line)
        if now >= line.y1:
            return way.start, way.end, 1.0
        share = max(0.0, (now - line.y0) / max(line.y1 - line.y0, 1e-9))
        return way.start, way.start + (way.end - way.start) * share, share

    # ---- painting

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

    def paint(self, painter: QPainter, line: LadderLine, now: float, chosen: bool) -> None:
        """A line as far as it has got, and what stands at its end."""
        start, tip, share = self.ends(line, now)
        role = "loss" if line.end == "lost" and share >= 1 and self.knower is None else line.side
        width = (2.8 if chosen else 1.7) * self.at.scale
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
            painter.drawEllipse(tip, 4.5 * self.at.scale, 4.5 * self.at.scale)
        elif line.end == "lost":
            draw_cross(painter, tip + way.direction * 8 * self.at.scale, 6 * self.at.scale, colour, 2.4 * self.at.scale)
        elif line.end != "open":
            painter.setPen(pen(colour, width))
            painter.drawPolyline(way.head)
            if line.end == "discarded":
                spot = tip - way.direction * 22 * self.at.scale
                draw_cross(painter, spot, 5.5 * self.at.scale, self.look.theme.colour("loss"), 2.4 * self.at.scale)

    def paint_thin(self, painter: QPainter, lines: list[LadderLine], now: float) -> None:
        """Many: where they go, and which are lost."""
        groups: dict[str, list[QLineF]] = {"left": [], "right": [], "loss": []}  # in every stretch in the same order
        crosses = []
        for line in lines:
            start, tip, share = self.ends(line, now)
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
            draw_cross(painter, tip, 4 * self.at.scale, self.look.theme.colour("loss"), 1.6 * self.at.scale)

    def paint_words(self, painter: QPainter, line: LadderLine, now: float, chosen: bool) -> None:
        """The words along a line."""
        label = self.labels.of(line.flight)
        if not (label.shown or chosen):
            return
        theme = self.look.theme
        strip = self.labels.strip(line, label)
        # It appears above the moment shown, never across it; it never tells what becomes of the segment.
        foot = strip.lowest + strip.height
        appear = 1.0 if now >= line.y1 else min(1.0, max(0.0, now * self.at.unit - foot) / (FADE * self.at.scale))
        if appear <= 0.05:
            return
        if self.look.present:  # a lecture stands still wherever it does: words are read, or not there yet
            appear = 1.0
        middle, (long, high) = QPointF(*strip.middle), strip.room
        painter.save()
        painter.translate(QPointF(self.at.left, self.at.head) + middle)
        painter.rotate(math.degrees(strip.turn))
        room = QRectF(-long / 2, -high / 2, long, high)
        painter.setOpacity(appear)
        hatched = self.ladder.hatches_between(strip.highest / self.at.unit, foot / self.at.unit)
        if label.crossed or now < line.y1 or hatched or self.knower is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface"))  # opaque: a translucent one takes ten times as long
            painter.drawRect(room.adjusted(-2, high * 0.2, 2, -high * 0.2))
        lost = line.end == "lost" and now >= line.y1 and self.knower is None
        colour = theme.colour("loss" if lost else "ink")
        font = self.font
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

    # ---- what lies where

    def words_at(self, at: float, now: float) -> list[tuple[float, float]]:
        """From where to where (px) words stand along the lines, ``at`` px below the head, from left to right."""
        reach, found = self.reach, []
        around = max(0.0, (at - reach) / self.at.unit), min(now, (at + reach) / self.at.unit)
        for line in map(self.ladder.line, self.ladder.flights_between(*around)):
            label = self.labels.of(line.flight)
            if label.shown and not self.crowded(line.flight) and self.readable(line, label, now):
                place = self.labels.strip(line, label).across(at)
                if place is not None:
                    found.append((place[0] + self.at.left, place[1] + self.at.left))
        return sorted(found)

    def free_place(self, pill: QRectF, now: float) -> float:
        """Where the time stands beside no words: in the middle, else farther left or right."""
        width = self.at.width
        lines = [self.ladder.line(flight) for flight in self.ladder.flights_between(max(0.0, now - 1), now)]
        top, bottom = pill.top() - self.at.head, pill.bottom() - self.at.head
        settled = (self.labels.strip(line, self.labels.of(line.flight)) for line in lines if line.y1 <= now)
        strips = [strip for strip in settled if strip.highest < bottom and strip.lowest + strip.height > top]
        places = [self.at.left + width * share - pill.width() / 2 for share in (0.5, 0.25, 0.75, 0.12, 0.88)]
        for left in places:
            first, last = left - self.at.left, left + pill.width() - self.at.left
            if not any(strip.reaches(first, last, top, bottom) for strip in strips):
                return left
        return places[0]

    def nearest(self, point: QPointF, now: float) -> int | None:
        """The segment whose line or words are nearest to ``point`` of the whole picture, None if none is near."""
        x, y = point.x() - self.at.left, point.y() - self.at.head
        around = y / self.at.unit
        nearest, distance = None, 7.0 * self.at.scale
        for flight in self.ladder.flights_between(max(0.0, around - 2), around + 2):
            line = self.ladder.line(flight)
            if line.y0 > now:
                continue
            start, tip, _ = self.ends(line, now)
            away = _distance(point, start, tip)
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
