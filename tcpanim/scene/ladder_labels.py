"""Where the words along the ladder's lines stand, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from tcpanim.scene.ladder import Ladder, LadderLine
from tcpanim.scene.text_widths import text_width

CHUNK, WARM_UP = 64, 16  # so many lines are placed together, and so many before them, as neighbours
EDGE = 32  # so many lines at a chunk's edge are looked at for words that meet
LONG_RUN, LONG_CHUNK, LONG_WARM_UP = 100, 16, 8  # in a run of more segments than this, fewer: a jump is to be quick
SHARES = (0.5, 0.34, 0.66, 0.2, 0.8)
STEEP = (math.radians(30), 2), (math.radians(60), 0)
"""Words that are turned by more than this are not read where more lines than so many run through them."""
LEGIBLE = 0.8  # times the type wanted: smaller words are harder to read than short ones are to understand
SPARE = 4  # px at both ends of words


def _cross(one: LadderLine, other: LadderLine) -> bool:
    """Whether two lines of segments of one kind meet on their ways."""
    return one.kind == other.kind and one.side != other.side and one.y0 < other.y1 and other.y0 < one.y1


class Label(NamedTuple):
    """Words along a line, in type of ``px``: their middle lies at ``share`` of the line, above or below it.

    ``shown``: there is room for them; ``crossed``: another line runs through them.
    """

    text: str
    px: float
    share: float
    above: bool
    shown: bool
    crossed: bool


class _Words(NamedTuple):
    """What a label may say, and in type of how many px."""

    text: str
    px: float


@dataclass(frozen=True, slots=True)
class _Strip:
    """The strip that a label takes up: from x0 to x1 (px), its upper edge at y0 there and y1 here, ``height`` tall."""

    x0: float
    x1: float
    y0: float
    y1: float
    height: float
    highest: float = field(init=False)
    lowest: float = field(init=False)

    def __post_init__(self) -> None:
        # Asked for far more often than strips are made.
        object.__setattr__(self, "highest", min(self.y0, self.y1))
        object.__setattr__(self, "lowest", max(self.y0, self.y1))

    @property
    def middle(self) -> tuple[float, float]:
        """Where the middle of the words is."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1 + self.height) / 2

    @property
    def turn(self) -> float:
        """By how much they are turned (radians)."""
        return math.atan2(self.y1 - self.y0, self.x1 - self.x0)

    @property
    def room(self) -> tuple[float, float]:
        """How long and how high the words may be before they are turned."""
        turn = self.turn
        high = self.height * math.cos(turn)
        return (self.x1 - self.x0 - 2 * SPARE - high * abs(math.sin(turn))) / math.cos(turn), high

    def y(self, x: float) -> float:
        """Its upper edge at ``x``."""
        span = self.x1 - self.x0
        return self.y0 if span <= 0 else self.y0 + (self.y1 - self.y0) * (x - self.x0) / span

    def across(self, y: float) -> tuple[float, float] | None:
        """From which x to which words stand at the height ``y``, between their lines; None: nowhere."""
        spare, slope = 0.15 * self.height, (self.y1 - self.y0) / max(self.x1 - self.x0, 1e-9)
        if abs(slope) < 1e-6:
            return (self.x0, self.x1) if self.y0 + spare <= y <= self.y0 + self.height - spare else None
        ends = sorted(self.x0 + (y - self.y0 - depth) / slope for depth in (spare, self.height - spare))
        first, last = max(self.x0, ends[0]), min(self.x1, ends[1])
        return (first, last) if first < last else None

    def reaches(self, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Whether any of it lies between these."""
        first, last = max(self.x0, x0), min(self.x1, x1)
        if first >= last:
            return False
        ends = self.y(first), self.y(last)
        return min(ends) < y1 and max(ends) + self.height > y0

    def meets(self, other: _Strip) -> bool:
        """Whether two strips cover each other anywhere."""
        return not self._clear_of((other,))

    def has_room(self, others: list[_Strip]) -> bool:
        """Whether it covers none of the others nor reaches over the ladder's beginning, where the names stand."""
        return self.highest >= 0 and self._clear_of(others)

    def _clear_of(self, others: Iterable[_Strip]) -> bool:
        """Whether it covers none of them. The innermost loop of all: everything is written out."""
        x0, x1, y0, height, highest = self.x0, self.x1, self.y0, self.height, self.highest
        bottom, span, fall = self.lowest + height, x1 - x0, self.y1 - y0
        for other in others:
            if bottom < other.highest or other.lowest + other.height < highest:
                continue
            left, right = other.x0, other.x1
            first, last = max(x0, left), min(x1, right)
            if first >= last:
                continue
            wide, drop = right - left, other.y1 - other.y0
            above = other.y0 + drop * (first - left) / wide - (y0 + fall * (first - x0) / span)
            after = other.y0 + drop * (last - left) / wide - (y0 + fall * (last - x0) / span)
            if above * after <= 0:
                return False
            if above > 0:
                if above < height or after < height:
                    return False
            elif -above < other.height or -after < other.height:
                return False
        return True

    def crossed_by(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether a line runs through the strip."""
        if max(y0, y1) < self.highest or min(y0, y1) > self.lowest + self.height:
            return False
        if x1 < x0:
            x0, y0, x1, y1 = x1, y1, x0, y0
        first, last = max(self.x0, x0), min(self.x1, x1)
        if first >= last or x1 <= x0:
            return False
        wide, span, drop, fall = x1 - x0, self.x1 - self.x0, y1 - y0, self.y1 - self.y0
        at = y0 + drop * (first - x0) / wide - (self.y0 + fall * (first - self.x0) / span)
        end = y0 + drop * (last - x0) / wide - (self.y0 + fall * (last - self.x0) / span)
        return not ((at <= 1 and end <= 1) or (at >= self.height - 1 and end >= self.height - 1))


class Labels:
    """The labels of a ladder ``width`` px wide between its lifelines, at ``unit`` px per unit and type of ``px``.

    Words that are too long may be written in type of ``smallest`` px.
    """

    def __init__(self, ladder: Ladder, width: float, unit: float, px: float, smallest: float | None = None) -> None:
        self._ladder = ladder
        self._width = width
        self._unit = unit
        self._px = px
        self._smallest = px if smallest is None else smallest
        self._edge = max(6.0, 0.5 * px)  # so far from a lifeline, which is a bar, words end
        self._chunks: dict[int, dict[int, Label]] = {}
        self._bases: dict[int, dict[int, Label]] = {}
        self._strips: dict[tuple[int, _Words, float, bool], _Strip] = {}
        self._long = len(ladder.trace.flights) > LONG_RUN
        self._chunk, self._warm_up = (LONG_CHUNK, LONG_WARM_UP) if self._long else (CHUNK, WARM_UP)

    def of(self, flight: int) -> Label:
        """The label of a segment's line."""
        self.place(flight)
        return self._chunks[(flight - 1) // self._chunk][flight]

    def place(self, flight: int) -> None:
        """Place a segment's label, with those around it."""
        number = (flight - 1) // self._chunk
        if number in self._chunks:
            return
        if len(self._chunks) > 256:
            self._chunks.clear()
        self._chunks[number] = self._without_meetings(number)

    def rehearse(self, flight: int) -> Iterator[None]:
        """The same in portions of one label."""
        number = (flight - 1) // self._chunk
        if number in self._chunks:
            return
        for needed in (number, *self._earlier(number)):
            if needed not in self._bases:
                yield from self._find_base(needed)
        self.place(flight)

    def _earlier(self, number: int) -> range:
        """The chunks before that a chunk's labels may meet."""
        return range(max(0, number - -(-EDGE // self._chunk)), number)

    def _without_meetings(self, number: int) -> dict[int, Label]:
        """A chunk's labels without those that meet one of the chunks before, which were placed by themselves."""
        labels = self._base(number)
        if number == 0:
            return labels
        before: dict[int, Label] = {}
        for earlier in self._earlier(number):
            before |= self._base(earlier)
        kept = [self._of_flight(flight, before[flight]) for flight in list(before)[-EDGE:] if before[flight].shown]
        labels = dict(labels)
        for flight in list(labels)[:EDGE]:
            label = labels[flight]
            if label.shown and any(self._of_flight(flight, label).meets(strip) for strip in kept):
                labels[flight] = label._replace(shown=False)
        return labels

    def _of_flight(self, flight: int, label: Label) -> _Strip:
        return self.strip(self._ladder.line(self._ladder.trace.flight(flight)), label)

    def _base(self, number: int) -> dict[int, Label]:
        """A chunk's labels as they are placed without the others."""
        if number not in self._bases:
            for _ in self._find_base(number):
                pass
        return self._bases[number]

    def _find_base(self, number: int) -> Iterator[None]:
        placed = yield from self._place(number)
        if len(self._bases) > 256:
            self._bases.clear()
        first = number * self._chunk + 1
        self._bases[number] = {flight: label for flight, label in placed.items() if flight >= first}

    def strip(self, line: LadderLine, label: Label) -> _Strip:
        """The room that a label takes, in px."""
        return self._strip(line, _Words(label.text, label.px), label.share, label.above)

    def _place(self, number: int) -> Generator[None, None, dict[int, Label]]:
        self._strips.clear()
        flights = self._ladder.trace.flights[max(0, number * self._chunk - self._warm_up) : (number + 1) * self._chunk]
        lines = [self._ladder.line(flight) for flight in flights]
        texts = [self._said(line)[0] for line in lines]
        placed: dict[int, tuple[Label, _Strip]] = {}
        for index, line in enumerate(lines):
            near = [
                other for other in lines[max(0, index - self._warm_up) : index + self._warm_up] if other is not line
            ]
            recent = [number for number in range(max(0, index - 2 * self._warm_up), index) if number in placed]
            full, struck = "", None
            for text in self._said(line):
                smaller, full = text.text == full, text.text
                texts[index] = text
                best = self._best(line, text, [placed[number][1] for number in recent], near)
                if best is None and not self._long:  # in a crowd as long as that it gains nothing for its time
                    best = self._make_room(index, lines, texts, placed, recent, near)
                if best is None:
                    continue
                if smaller and best[0].crossed:  # shorter words are read better than those
                    struck = struck or best
                    continue
                placed[index] = best
                break
            roomy = self._smallest < self._px and not self._long
            if index not in placed and struck is not None:
                placed[index] = struck
            elif index not in placed and roomy:
                best = self._make_room_by_shorter(index, lines, texts, placed, recent, near)
                if best is not None:
                    placed[index] = best
            if roomy:
                self._say_alike(index, lines, placed, recent)
            yield
        hidden = Label("", self._px, 0.5, True, False, True)
        return {
            line.flight: placed[index][0] if index in placed else hidden._replace(text=self._ladder.labels(line)[0])
            for index, line in enumerate(lines)
        }

    def _said(self, line: LadderLine) -> list[_Words]:
        """What may be said along that line, the most first: as much as does not reach over the lifelines."""
        found = []
        texts = self._ladder.labels(line)
        turn = math.atan(self._slope(line))
        for text in texts:
            across = self._room(line, _Words(text, self._px)) * math.cos(turn) + self._px * 1.25 * abs(math.sin(turn))
            over = across / max(1.0, self._width - 2 * (self._edge + SPARE))
            px = self._px / max(over, 1.0)
            if px >= self._smallest or text is texts[-1]:
                found.append(_Words(text, max(px, self._smallest)))
                if px > self._smallest:  # rather smaller than short
                    found += [_Words(text, (px + self._smallest) / 2), _Words(text, self._smallest)]
        return found

    def _slope(self, line: LadderLine) -> float:
        """How many px a line falls, from left to right, for one px across."""
        fall, across = (line.y1 - line.y0) * self._unit, abs(line.x1 - line.x0) * self._width
        return fall / max(1.0, across) * (1 if line.x1 >= line.x0 else -1)

    def _make_room(
        self,
        index: int,
        lines: list[LadderLine],
        texts: list[_Words],
        placed: dict[int, tuple[Label, _Strip]],
        recent: list[int],
        near: list[LadderLine],
    ) -> tuple[Label, _Strip] | None:
        """Move one label before elsewhere if that leaves a place for this one."""
        movable = recent[-8:]
        alone = self._in_the_way_alone(index, lines, texts, placed, movable)
        for number in reversed(movable):
            if number not in alone:
                continue  # without it there would still be no room
            around = range(max(0, number - 2 * self._warm_up), index)  # of the one that is moved, too
            others = [placed[other][1] for other in around if other != number and other in placed]
            for above in (True, False):
                for share in SHARES:
                    strip = self._strip(lines[number], texts[number], share, above)
                    if not strip.has_room(others):
                        continue
                    best = self._best(lines[index], texts[index], [*others, strip], near)
                    if best is not None:
                        crossed = any(self._crosses(strip, line) for line in near if line is not lines[number])
                        placed[number] = Label(*texts[number], share, above, True, crossed), strip
                        return best
        return None

    def _make_room_by_shorter(
        self,
        index: int,
        lines: list[LadderLine],
        texts: list[_Words],
        placed: dict[int, tuple[Label, _Strip]],
        recent: list[int],
        near: list[LadderLine],
    ) -> tuple[Label, _Strip] | None:
        """Say less along a line before, or in smaller type, if that leaves a place: better than no words at all."""
        said = self._said(lines[index])
        for number in reversed(recent[-4:]):
            kept = texts[number]
            for words in self._said(lines[number]):
                if (words.text == kept.text and words.px >= kept.px) or len(words.text) > len(kept.text):
                    continue
                others = [placed[other][1] for other in recent if other != number]
                for above in (True, False):
                    for share in (*SHARES, 0.08, 0.92):
                        strip = self._strip(lines[number], words, share, above)
                        if not strip.has_room(others):
                            continue
                        for text in said:
                            best = self._best(lines[index], text, [*others, strip], near)
                            if best is not None:
                                crossed = any(self._crosses(strip, line) for line in near if line is not lines[number])
                                texts[number], texts[index] = words, text
                                placed[number] = Label(*words, share, above, True, crossed), strip
                                return best
        return None

    def _say_alike(
        self, index: int, lines: list[LadderLine], placed: dict[int, tuple[Label, _Strip]], recent: list[int]
    ) -> None:
        """Where a segment crosses one of its kind, let both say as much in the same type, if that is as well read.

        If one said less than the other it would seem to be another segment, and words through which the other line
        runs might be its.
        """
        line = lines[index]
        crossed = [number for number in recent if _cross(lines[number], line)]
        if not crossed:
            return
        number = crossed[-1]
        near = lines[max(0, number - self._warm_up) : index + self._warm_up]
        best: tuple[tuple[Label, _Strip], ...] | None = None
        most = math.inf
        if index in placed:
            most = sum(self._crossings(placed[one][1], lines[one], near) for one in (number, index))
        if not most and self._form(line, placed[index][0]) == self._form(lines[number], placed[number][0]):
            return
        others = [placed[other][1] for other in recent if other != number]
        said = [{self._form(lines[one], words): words for words in self._said(lines[one])} for one in (number, index)]
        both = [form for form in said[0] if form in said[1]]
        for form in sorted(both, key=lambda form: form[1] < LEGIBLE * self._px):  # rather short than as small as that
            apart = 0.0
            for pair in product(
                self._places(lines[number], said[0][form], others, near),
                self._places(line, said[1][form], others, near),
            ):
                strips = [strip for _, strip in pair]
                crossings = sum(map(self._crossings, strips, (lines[number], line), (near, near)))
                distance = abs(strips[0].middle[0] - strips[1].middle[0])  # side by side they would seem to be one
                if (crossings, -distance) < (most, -apart) and not strips[0].meets(strips[1]):
                    best, most, apart = pair, crossings, distance
            if best is not None and most == 0:
                break
        if best is not None:
            placed[number], placed[index] = best

    def _form(self, line: LadderLine, words: Label | _Words) -> tuple[int, float]:
        """How much is said along a line (0: the most), and in type of how many px, nearly."""
        return self._ladder.labels(line).index(words.text), round(words.px)

    def _places(
        self, line: LadderLine, words: _Words, others: list[_Strip], near: list[LadderLine]
    ) -> list[tuple[Label, _Strip]]:
        """All where words have room, those above their line first."""
        found = []
        for above, share in product((True, False), (*SHARES, 0.08, 0.92)):
            strip = self._strip(line, words, share, above)
            if strip.has_room(others):
                crossed = self._crossings(strip, line, near) > 0
                found.append((Label(*words, share, above, True, crossed), strip))
        return found

    def _crossings(self, strip: _Strip, line: LadderLine, near: list[LadderLine]) -> int:
        """How many lines run through the words of one."""
        return sum(self._crosses(strip, other) for other in near if other is not line)

    def _in_the_way_alone(
        self,
        index: int,
        lines: list[LadderLine],
        texts: list[_Words],
        placed: dict[int, tuple[Label, _Strip]],
        movable: list[int],
    ) -> set[int]:
        """The labels that alone take up some place of the ``index``-th."""
        if not movable:
            return set()
        near = [number for number in range(max(0, movable[-1] - 2 * self._warm_up), index) if number in placed]
        alone: set[int] = set()
        for above in (True, False):
            for share in SHARES:
                strip = self._strip(lines[index], texts[index], share, above)
                blocking = []
                for number in near:
                    if strip.meets(placed[number][1]):
                        blocking.append(number)
                        if len(blocking) > 1:
                            break
                if len(blocking) == 1:
                    alone.add(blocking[0])
                elif not blocking:
                    alone.update(movable)
        return alone

    def _best(
        self, line: LadderLine, text: _Words, placed: list[_Strip], near: list[LadderLine]
    ) -> tuple[Label, _Strip] | None:
        """The place with the fewest lines through it, in the middle and above the line if it may be; None: no room."""
        best: tuple[int, Label, _Strip] | None = None
        for above in (True, False):
            for rank, share in enumerate(SHARES):
                floor = rank + (0 if above else 3)
                if best is not None and best[0] <= floor:
                    continue
                strip = self._strip(line, text, share, above)
                if not strip.has_room(placed):
                    continue
                crossings = sum(self._crosses(strip, other) for other in near)
                if any(crossings > most and abs(strip.turn) > turn for turn, most in STEEP):
                    continue
                if best is None or floor + 4 * crossings < best[0]:
                    best = floor + 4 * crossings, Label(*text, share, above, True, crossings > 0), strip
        return None if best is None else best[1:]

    def _crosses(self, strip: _Strip, line: LadderLine) -> int:
        """0, or 1 where the line runs through the words; 2 where they would cover the cross at its end."""
        width, unit = self._width, self._unit
        x0, y0, x1, y1 = line.x0 * width, line.y0 * unit, line.x1 * width, line.y1 * unit
        if line.end == "lost" and x1 != x0:  # behind its end stands a cross
            arm, way = 0.5 * self._px, self._px / abs(x1 - x0)
            x, y = x1 + (x1 - x0) * 0.6 * way, y1 + (y1 - y0) * 0.6 * way
            if strip.reaches(x - arm, x + arm, y - arm, y + arm):
                return 2
            x1, y1 = x1 + (x1 - x0) * 1.5 * way, y1 + (y1 - y0) * 1.5 * way
        return int(strip.crossed_by(x0, y0, x1, y1))

    def _room(self, line: LadderLine, words: _Words) -> float:
        return text_width(words.text, words.px, mono=True) + (words.px * 1.2 if line.again else 0)

    def _strip(self, line: LadderLine, words: _Words, share: float, above: bool) -> _Strip:
        key = (line.flight, words, share, above)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._make_strip(line, words, share, above)
        return strip

    def _make_strip(self, line: LadderLine, words: _Words, share: float, above: bool) -> _Strip:
        width, unit, slope = self._width, self._unit, self._slope(line)
        cosine = math.cos(math.atan(slope))
        height = words.px * 1.25 / cosine  # of turned words, straight down
        lift = words.px * 0.18 / cosine  # so that no letter touches the line
        half = self._room(line, words) * cosine / 2 + SPARE + height * abs(slope) * cosine**2 / 2
        half = min(half, max(0.0, width / 2 - self._edge))  # words too long even when short are cut
        middle = line.x0 * width + (line.x1 - line.x0) * width * share
        # A lost segment's line is short: its words may go on past its end, but not out of the ladder.
        least = half + self._edge
        middle = min(max(middle, least), max(least, width - least))
        y = line.y0 * unit + slope * (middle - line.x0 * width)
        top = y - height - lift if above else y + lift
        return _Strip(middle - half, middle + half, top - slope * half, top + slope * half, height)
