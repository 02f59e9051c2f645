"""Where RFC 9293 figure 5 stands in a rectangle: chips, curves and their labels, as plain numbers.

Where there is height the states stand as in the RFC, from the top down; where there is only width, the same figure lies
on its side and goes from left to right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tcpanim.scene.diagram import ARCS, END, Arc, Node, Token
from tcpanim.tcp.states import State

ACROSS = 2.9
"""A rectangle that is so many times as wide as high has the figure on its side."""
SAMPLES = 24

_S = State
# Columns (left, middle, right) and rows of the upright figure.
_PLACES: dict[Node, tuple[int, int]] = {
    _S.CLOSED: (1, 0),
    _S.LISTEN: (1, 1),
    _S.SYN_RECEIVED: (0, 2),
    _S.SYN_SENT: (2, 2),
    _S.ESTABLISHED: (1, 3),
    _S.FIN_WAIT_1: (0, 4),
    _S.CLOSE_WAIT: (2, 4),
    _S.FIN_WAIT_2: (0, 5),
    _S.CLOSING: (1, 5),
    _S.LAST_ACK: (2, 5),
    _S.TIME_WAIT: (1, 6),
    END: (2, 6),
}
ROWS = 7

Port = tuple[str, float]
"""A side of a chip (L, R, T, B), and a place along it from -1 to 1."""
_PORTS: dict[tuple[State, Node], tuple[Port, Port]] = {
    (_S.CLOSED, _S.LISTEN): (("B", -0.3), ("T", -0.3)),
    (_S.LISTEN, _S.CLOSED): (("T", 0.3), ("B", 0.3)),
    (_S.CLOSED, _S.SYN_SENT): (("R", 0.35), ("T", 0.2)),
    (_S.SYN_SENT, _S.CLOSED): (("R", 0.0), ("R", -0.35)),
    (_S.LISTEN, _S.SYN_RECEIVED): (("L", -0.1), ("T", -0.3)),
    (_S.SYN_RECEIVED, _S.LISTEN): (("T", 0.45), ("L", 0.5)),
    (_S.LISTEN, _S.SYN_SENT): (("R", 0.1), ("T", -0.4)),
    (_S.SYN_SENT, _S.SYN_RECEIVED): (("L", 0.0), ("R", 0.0)),
    (_S.SYN_RECEIVED, _S.ESTABLISHED): (("B", 0.4), ("L", -0.3)),
    (_S.SYN_SENT, _S.ESTABLISHED): (("B", 0.0), ("R", -0.3)),
    (_S.SYN_RECEIVED, _S.FIN_WAIT_1): (("B", -0.4), ("T", -0.4)),
    (_S.SYN_RECEIVED, _S.CLOSE_WAIT): (("B", 0.0), ("L", 0.0)),
    (_S.ESTABLISHED, _S.FIN_WAIT_1): (("L", 0.4), ("T", 0.3)),
    (_S.ESTABLISHED, _S.CLOSE_WAIT): (("R", 0.4), ("T", 0.0)),
    (_S.FIN_WAIT_1, _S.FIN_WAIT_2): (("B", 0.0), ("T", 0.0)),
    (_S.FIN_WAIT_1, _S.CLOSING): (("R", 0.0), ("T", 0.0)),
    (_S.FIN_WAIT_1, _S.TIME_WAIT): (("R", 0.6), ("L", -0.4)),
    (_S.FIN_WAIT_2, _S.TIME_WAIT): (("B", 0.0), ("L", 0.3)),
    (_S.CLOSE_WAIT, _S.LAST_ACK): (("B", 0.0), ("T", 0.0)),
    (_S.CLOSING, _S.TIME_WAIT): (("B", 0.0), ("T", 0.0)),
    (_S.LAST_ACK, END): (("B", 0.0), ("T", 0.0)),
    (_S.TIME_WAIT, END): (("R", 0.0), ("L", 0.0)),
}
# The ways to CLOSED from states in the middle are short: they end at a cross, beside the chip.
_STUBS: dict[State, Port] = {
    _S.SYN_RECEIVED: ("L", 0.0),
    _S.ESTABLISHED: ("T", 0.0),
    _S.FIN_WAIT_1: ("L", 0.0),
    _S.FIN_WAIT_2: ("L", 0.0),
    _S.CLOSE_WAIT: ("R", 0.0),
    _S.CLOSING: ("R", 0.0),
}
# On its side, the figure has no room between the two last rows.
_STUBS_ACROSS: dict[State, Port] = {_S.CLOSING: ("L", 0.62)}
_TURNED = {"T": "L", "L": "T", "B": "R", "R": "B"}
_NORMAL = {"T": (0.0, -1.0), "L": (-1.0, 0.0), "B": (0.0, 1.0), "R": (1.0, 0.0)}

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Its middle."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, gap: float) -> Box:
        """With so much more at each side."""
        return Box(self.x - gap, self.y - gap, self.width + 2 * gap, self.height + 2 * gap)

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether both have something in common, or are nearer than ``gap``."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )

    def holds(self, point: Point, gap: float = 0.0) -> bool:
        """Whether the point lies in it, or nearer than ``gap``."""
        return (
            self.x - gap <= point[0] <= self.x + self.width + gap
            and self.y - gap <= point[1] <= self.y + self.height + gap
        )


class Curve(NamedTuple):
    """A cubic Bézier curve from one chip to another."""

    start: Point
    first: Point
    second: Point
    end: Point

    def at(self, share: float) -> Point:
        """The point after that share of the curve's parameter."""
        a, b, c, d = self
        u, v = 1 - share, share
        return (
            u**3 * a[0] + 3 * u * u * v * b[0] + 3 * u * v * v * c[0] + v**3 * d[0],
            u**3 * a[1] + 3 * u * u * v * b[1] + 3 * u * v * v * c[1] + v**3 * d[1],
        )

    def direction(self, share: float) -> Point:
        """Where it goes there, of length 1."""
        (x0, y0), (x1, y1) = self.at(max(0.0, share - 0.02)), self.at(min(1.0, share + 0.02))
        long = math.hypot(x1 - x0, y1 - y0) or 1.0
        return ((x1 - x0) / long, (y1 - y0) / long)

    def points(self, samples: int = SAMPLES) -> tuple[Point, ...]:
        """Points along it."""
        return tuple(self.at(index / samples) for index in range(samples + 1))

    def beside(self, away: float) -> Curve:
        """A curve at its right-hand side."""
        moved = []
        for point, share in zip(self, (0.0, 0.33, 0.67, 1.0), strict=True):
            dx, dy = self.direction(share)
            moved.append((point[0] - dy * away, point[1] + dx * away))
        return Curve(*moved)


@dataclass(frozen=True)
class Layout:
    """The figure in its rectangle. ``across``: it lies on its side."""

    across: bool
    chips: Mapping[Node, Box]
    curves: Mapping[Arc, Curve]

    @cached_property
    def points(self) -> Mapping[Arc, tuple[Point, ...]]:
        """Points along every curve."""
        return {arc: curve.points() for arc, curve in self.curves.items()}

    @cached_property
    def bounds(self) -> Mapping[Arc, Box]:
        """A rectangle around every curve."""
        made = {}
        for arc, points in self.points.items():
            xs, ys = [x for x, _ in points], [y for _, y in points]
            made[arc] = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        return made

    def near(self, box: Box, gap: float, but: Arc) -> Iterator[Point]:
        """The points of all arcs ``but`` one that lie in ``box``, or nearer than ``gap`` to its sides."""
        left, top, right, bottom = box.x - gap, box.y - gap, box.x + box.width + gap, box.y + box.height + gap
        for arc, bound in self.bounds.items():
            if arc is not but and box.meets(bound, gap):
                for point in self.points[arc]:
                    if left <= point[0] <= right and top <= point[1] <= bottom:
                        yield point

    def arc_at(self, point: Point, reach: float) -> Arc | None:
        """The arc that passes nearest to ``point``, within ``reach``."""
        best: tuple[float, Arc | None] = (reach, None)
        for arc, curve in self.curves.items():
            away = min(math.hypot(x - point[0], y - point[1]) for x, y in curve.points(SAMPLES * 2))
            if away < best[0]:
                best = (away, arc)
        return best[1]

    def chip_at(self, point: Point) -> Node | None:
        """The state whose chip lies there."""
        return next((node for node, box in self.chips.items() if box.holds(point)), None)


def lay_out(area: Box, chip: tuple[float, float], stub: float) -> Layout:
    """The figure in ``area``, with chips of that size and ways to CLOSED of the length ``stub``."""
    across = is_across(area)
    # Room for the loop from SYN-SENT back to CLOSED, and for the crosses, at the sides.
    side = (chip[1] if across else chip[0]) / 2 + stub * 1.5
    long, wide = (area.width, area.height) if across else (area.height, area.width)
    tall = chip[0] if across else chip[1]
    most = max(0.0, (wide - 2 * side) / 2)
    spread = most if across else min(most, chip[0] * 3.2)
    pitch = (long - tall) / (ROWS - 1)
    chips: dict[Node, Box] = {}
    for node, (column, row) in _PLACES.items():
        away, along = wide / 2 + (column - 1) * spread, tall / 2 + row * pitch
        x, y = (along, away) if across else (away, along)
        chips[node] = Box(area.x + x - chip[0] / 2, area.y + y - chip[1] / 2, *chip)
    curves = {arc: _curve(arc, chips, across, stub) for arc in ARCS}
    return Layout(across, chips, curves)


def fitting(
    area: Box, chip: Callable[[float], tuple[float, float]], largest: float, columns: float = 9.6, *, words: bool = True
) -> float:
    """The largest type of states' names at which chips leave room for the arcs.

    ``chip``: their size for a type; ``columns``: the figure on its side is at least so many chips long.
    ``words``: all edges can carry theirs.
    """
    size = largest
    while size > 9:
        wide, tall = chip(size)
        if is_across(area):
            # Before type becomes too small to read, the chips move together.
            least = columns if size > 12 else min(columns, 7.8)
            fits = wide * least <= area.width and tall * 3.4 + size * 3.2 <= area.height
        else:
            # Large figures carry the words of all edges, which need room too.
            rows = 10.2 + (min(3.0, max(0.0, size - 13) * 0.4) if words else 0.0)
            fits = tall * rows <= area.height and wide * 4.2 + size * 3.2 <= area.width
        if fits:
            break
        size -= 0.5
    return size


def chip_size(size: float, longest: float, *, glossed: bool) -> tuple[float, float]:
    """A chip for names in type of ``size``, the longest of which is so wide; ``glossed``: with a second line."""
    return (longest + size * (1.5 if size > 12 else 1.1), size * (2.75 if glossed else 1.85))


def is_across(area: Box) -> bool:
    """Whether the figure lies on its side there."""
    return area.width >= area.height * ACROSS


def _curve(arc: Arc, chips: Mapping[Node, Box], across: bool, stub: float) -> Curve:
    if arc.stub:
        start, (nx, ny) = _port(chips[arc.before], _STUBS[arc.before], turned=across)
        if across and arc.before in _STUBS_ACROSS:
            start, (nx, ny) = _port(chips[arc.before], _STUBS_ACROSS[arc.before], turned=False)
        end = (start[0] + nx * stub, start[1] + ny * stub)
        third = (stub / 3 * nx, stub / 3 * ny)
        return Curve(start, (start[0] + third[0], start[1] + third[1]), (end[0] - third[0], end[1] - third[1]), end)
    leaving, coming = _PORTS[arc.before, arc.after]
    start, out = _port(chips[arc.before], leaving, turned=across)
    end, back = _port(chips[arc.after], coming, turned=across)
    same = out == back
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = [abs(dx * nx + dy * ny) for nx, ny in (out, back)]
    straight = out == (-back[0], -back[1])
    pull = 0.5 if straight else 0.72
    lengths = [max(length * pull, stub * 0.5) for length in reach]
    if same:  # a loop at one side: it goes out as far as its outer end
        lengths = [stub * 1.8, max(reach) + stub * 1.8]
    return Curve(
        start,
        (start[0] + out[0] * lengths[0], start[1] + out[1] * lengths[0]),
        (end[0] + back[0] * lengths[1], end[1] + back[1] * lengths[1]),
        end,
    )


def _port(box: Box, port: Port, *, turned: bool) -> tuple[Point, Point]:
    """The place on a chip's border, and where it looks."""
    side, along = port
    if turned:
        side = _TURNED[side]
    nx, ny = _NORMAL[side]
    x, y = box.centre
    if nx:
        return (x + nx * box.width / 2, y + along * box.height / 2), (nx, ny)
    return (x + along * box.width / 2, y + ny * box.height / 2), (nx, ny)


def token_box(layout: Layout, token: Token, size: float) -> Box:
    """A host's place: at a corner of its chip, the left host's at the left; on the way it leaves that for the arc.

    ``size``: of the type that the token suits.
    """
    radius, box = size * 0.62, layout.chips[token.node]
    x = box.x + radius * 0.05 if token.side == "left" else box.x + box.width - radius * 0.05
    y = box.y - radius * 0.15
    if token.arc is not None:
        goal = layout.curves[token.arc].at(token.share)
        near = min(1.0, token.share * 4)
        x, y = x + (goal[0] - x) * near, y + (goal[1] - y) * near
    return Box(x - radius, y - radius, radius * 2, radius * 2)


# ---- labels


class Label(NamedTuple):
    """Words at an arc."""

    arc: Arc
    text: str
    box: Box


_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
_ENDS = (0.18, 0.82, 0.1, 0.9)
_OFF = (0.0, 0.7, 1.2, 1.5, 1.75, 2.0, 2.4, 2.8, 3.4)
"""So far from its arc a label may stand that must stand somewhere, in halves of its own extent."""
CLOSE = 0.3
"""What lies beside a chip weighs so much of what lies on it."""


class Places:
    """Where labels may stand in a figure. What depends on the figure alone is found once for each arc and its words.

    ``size`` measures words; ``gap`` is kept free around a label.
    """

    def __init__(self, layout: Layout, area: Box, size: Callable[[str], tuple[float, float]], gap: float) -> None:
        self._layout, self._area, self._size, self._gap = layout, area, size, gap
        self._on: dict[tuple[Arc, str], list[tuple[Box, float]]] = {}
        self._beside: dict[tuple[Arc, str], list[Box]] = {}

    def place(self, wanted: Sequence[tuple[Arc, str, bool]], avoid: Sequence[Box] = ()) -> tuple[Label, ...]:
        """Where labels stand: a row is an arc, its words, and whether they must be shown.

        Those that must stand on their arc, as near its middle as there is room; the others beside theirs, and only
        where they touch no chip, no other label, no other arc, and nothing that stands at a place to ``avoid``.
        """
        placed: list[Label] = []
        for arc, text, must in sorted(wanted, key=lambda row: not row[2]):
            box = self._best(arc, text, placed, avoid) if must else self._free(arc, text, placed, avoid)
            if box is not None:
                placed.append(Label(arc, text, box))
        return tuple(placed)

    def _best(self, arc: Arc, text: str, placed: Sequence[Label], avoid: Sequence[Box]) -> Box:
        """The place on the arc at which a label hides least.

        Above all nothing that is to be avoided, then no state's name, no chip and no label; other arcs a little, and
        it had better stand near its own.
        """
        found = self._on.get((arc, text))
        if found is None:
            found = self._on[arc, text] = []
            chips = self._layout.chips.values()
            for box, off in _on(self._layout.curves[arc], *self._size(text)):
                inside = _inside(box, self._area)
                crossed = sum(1 for _ in self._layout.near(inside, 0.0, arc)) + off / 2
                near = [chip for chip in chips if inside.meets(chip, self._gap)]
                hidden = _covered(inside, near) + 4 * _covered(inside, map(_written, near))
                hidden += CLOSE * _covered(inside, [chip.grown(self._gap) for chip in near])
                found.append((inside, 3 * hidden + crossed * inside.height))
        others = [label.box for label in placed]
        far = [box.grown(self._gap) for box in avoid]
        costs = (round(cost + 3 * _covered(box, others) + 24 * _covered(box, far)) for box, cost in found)
        return found[min(enumerate(costs), key=lambda pair: (pair[1], pair[0]))[0]][0]

    def _free(self, arc: Arc, text: str, placed: Sequence[Label], avoid: Sequence[Box]) -> Box | None:
        """The first place beside the arc at which a label touches nothing; None: there is none."""
        found = self._beside.get((arc, text))
        if found is None:
            boxes = _beside(self._layout.curves[arc], *self._size(text), self._gap)
            found = [box for box in boxes if _within(box, self._area) and _clear(box, arc, self._layout, self._gap)]
            self._beside[arc, text] = found
        others = (*avoid, *(label.box for label in placed))
        return next((box for box in found if not any(box.meets(other, self._gap) for other in others)), None)


def _on(curve: Curve, width: float, height: float) -> Iterator[tuple[Box, float]]:
    """Places on a curve and at both sides of it, each with its distance from the curve."""
    for share in (*_ALONG, *_ENDS):
        x, y = curve.at(share)
        nx, ny = -curve.direction(share)[1], curve.direction(share)[0]
        half = (abs(nx) * width + abs(ny) * height) / 2
        for off in _OFF:
            for shift in (half * off, -half * off) if off else (0.0,):
                box = Box(x + nx * shift - width / 2, y + ny * shift - height / 2, width, height)
                yield box, max(0.0, half * (off - 1))


def _beside(curve: Curve, width: float, height: float, gap: float) -> list[Box]:
    boxes = []
    for share in _ALONG:
        x, y = curve.at(share)
        dx, dy = curve.direction(share)
        for sign in (1, -1):
            nx, ny = -dy * sign, dx * sign
            shift = (abs(nx) * width + abs(ny) * height) / 2 + gap * 1.5
            boxes.append(Box(x + nx * shift - width / 2, y + ny * shift - height / 2, width, height))
    return boxes


def _inside(box: Box, area: Box) -> Box:
    x = min(max(box.x, area.x), area.x + area.width - box.width)
    y = min(max(box.y, area.y), area.y + area.height - box.height)
    return Box(x, y, box.width, box.height)


def _within(box: Box, area: Box) -> bool:
    return (
        box.x >= area.x
        and box.y >= area.y
        and box.x + box.width <= area.x + area.width
        and box.y + box.height <= area.y + area.height
    )


def _written(chip: Box) -> Box:
    """Where the name stands on a chip."""
    round_, tall = chip.height * 0.3, chip.height * 0.5
    return Box(chip.x + round_, chip.y + tall / 2, chip.width - 2 * round_, tall)


def _covered(box: Box, others: Iterable[Box]) -> float:
    """The area of ``box`` that others cover."""
    total = 0.0
    for other in others:
        wide = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
        tall = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
        if wide > 0 and tall > 0:
            total += wide * tall
    return total


def _clear(box: Box, arc: Arc, layout: Layout, gap: float) -> bool:
    """Whether a label there touches no chip, and no other arc is nearer to it than its own."""
    if any(box.meets(other, gap) for other in layout.chips.values()):
        return False
    own = min(_away(box, point) for point in layout.points[arc])
    near = max(own * 1.5, gap)
    return own > gap * 0.5 and not any(_away(box, point) < near for point in layout.near(box, near, arc))


def _away(box: Box, point: Point) -> float:
    """How far a point is from a rectangle."""
    across = max(box.x - point[0], 0.0, point[0] - box.x - box.width)
    down = max(box.y - point[1], 0.0, point[1] - box.y - box.height)
    return math.hypot(across, down)
