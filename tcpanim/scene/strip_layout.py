"""Where the sequence strips stand in an area, and how their parts look, whoever draws them: plain numbers and roles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tcpanim.scene.diagram_layout import Box
from tcpanim.scene.names import Naming
from tcpanim.scene.strip import RECEIVING, SENDING, HalfStrip, Part, Pointer, Strip

CELL: Final = 48.0
"""A cell that is so wide, in px at scale 1, has room for its number."""
WIDE: Final = 2.3
"""An area that is so many times as wide as high has both directions side by side."""
_LINE, _POINTER, _BETWEEN, _LOWEST = 18.0, 5.0, 5.0, 17.0
"""Heights at scale 1: of a line of labels, of a pointer, of the gap between both rows, and the least of a row."""
_WORDS, _SMALL, _MONO = 13.5, 12.0, 12.5
_LEAST, _LEAST_HAN = 11, 14
"""Sizes of type at scale 1, and the least of Latin letters and of Han at any scale (px)."""


class Placed(NamedTuple):
    """A pointer's words in their box, and its tip: the middle of the triangle's point at the row."""

    words: str
    box: Box
    tip: tuple[float, float]
    far: bool
    """Whether other words stand between: then a line leads to the tip."""


class StripLayout:
    """Both directions in ``area``, for type of that ``scale``.

    ``first``: as it is told at first, with the two numbers that come next alone. ``names``: what stands before the
    rows; ``wide`` measures such words in type of so many px.
    """

    def __init__(
        self, area: Box, scale: float, *, first: bool, chinese: bool, names: Sequence[str],
        wide: Callable[[str, float], float],
    ) -> None:  # fmt: skip
        self.area, self.scale, self.first = area, scale, first
        self.lines = (1, 1) if first else (3, 2)
        """Lines of labels above and below a direction's rows."""
        broad = area.width >= area.height * WIDE
        self.beside = broad and (area.width >= 820 * scale or self._factor(beside=True) > self._factor(beside=False))
        """Whether the directions stand side by side, or one below the other."""
        self.factor = self._factor(beside=self.beside)
        least = _LEAST_HAN if chinese else _LEAST
        self.words = max(least, round(self.px(_WORDS)))
        self.small = max(least, round(self.px(_SMALL)))
        self.mono = max(_LEAST, round(self.px(_MONO)))
        """Sizes of type (px): of the hosts' names, of words, of names and values of variables."""
        self.margin = max(wide(name, self.words) for name in names) + self.px(14)
        self.room = (self._blocks(beside=self.beside)[0].width - self.margin) / self.px(CELL)
        """So many cells can be told apart."""

    def _factor(self, *, beside: bool) -> float:
        """How large everything is; large type in a low area becomes smaller before anything covers anything."""
        block = self._blocks(beside=beside)[0]
        needed = self.scale * (sum(self.lines) * _LINE + 2 * _POINTER + _BETWEEN + 2 * _LOWEST)
        wanted = min(block.height / (150 * self.scale), block.width / (500 * self.scale))
        return min(max(wanted, min(0.9, block.height / needed)), 2.4)

    def px(self, size: float) -> float:
        """A size that grows with the area."""
        return self.scale * size * self.factor

    def _blocks(self, *, beside: bool) -> tuple[Box, Box]:
        area, gap = self.area, self.scale * (28 if beside else 10)
        if beside:
            half = (area.width - gap) / 2
            return Box(area.x, area.y, half, area.height), Box(area.x + half + gap, area.y, half, area.height)
        half = (area.height - gap) / 2
        return Box(area.x, area.y, area.width, half), Box(area.x, area.y + half + gap, area.width, half)

    @property
    def level(self) -> float:
        """The height of a line of labels."""
        return self.mono * 1.42

    def rows(self, index: int) -> tuple[Box, Box]:
        """The sender's and the receiver's row of one direction."""
        block = self._blocks(beside=self.beside)[index]
        above, below = (lines * self.level + self.px(_POINTER) for lines in self.lines)
        between = self.px(_BETWEEN)
        least = self.scale * _LOWEST * min(self.factor, 1.0)
        tall = min(max((block.height - above - below - between) / 2, least), self.px(40))
        top = block.y + max(0.0, (block.height - above - below - between - 2 * tall) / 2) + above
        left, width = block.x + self.margin, block.width - self.margin - 1
        return Box(left, top, width, tall), Box(left, top + tall + between, width, tall)

    def pointers(
        self, half: HalfStrip, strip: Strip, row: Box, *, above: bool, text: Callable[[Pointer], str],
        wide: Callable[[str], float],
    ) -> list[Placed]:  # fmt: skip
        """The pointers of a row from left to right, their words in as many lines as they need."""
        unit, taken = row.width / strip.width, [list[Box]() for _ in range(max(self.lines))]
        shown = [one for one in half.pointers if not self.first or one.name in ("SND.NXT", "RCV.NXT")]
        placed = []
        for pointer in sorted(shown, key=lambda one: one.at):
            x, words = row.x + pointer.at * unit, text(pointer)
            long = wide(words) + 4
            left = min(max(x - long / 2, row.x - self.margin * 0.4), row.x + row.width + 1 - long)
            free = (
                index
                for index, used in enumerate(taken)
                if not any(left < box.x + box.width + 8 and box.x - 8 < left + long for box in used)
            )
            level = next(free, len(taken) - 1)
            away = self.px(6) + level * self.level
            y = row.y - away - self.level if above else row.y + row.height + away
            box = Box(left, y, long, self.level)
            taken[level].append(box)
            tip = (x, row.y - 1 if above else row.y + row.height + 1)
            placed.append(Placed(words, box, tip, far=level > 0))
        return placed


class Ground(NamedTuple):
    """How a part looks: colour roles, with how much of 255 of them there is; ``ink``: what is legible on it."""

    fill: str
    fill_alpha: int
    edge: str | None
    edge_alpha: int
    thick: float
    dotted: bool
    ink: str


def ground(kind: str, side: str) -> Ground:
    """The look of a part; each kind has its own ground and border."""
    if kind in ("acked", "read"):
        return Ground(f"{side}_tint", 255, side, 110, 1.0, dotted=False, ink=side)
    if kind in ("unacked", "unread"):
        return Ground(side, 255, None, 255, 0.0, dotted=False, ink="on_colour")
    if kind == "early":
        return Ground(side, 90, side, 255, 1.6, dotted=False, ink="ink")
    if kind in ("allowed", "acceptable"):
        return Ground("surface", 255, side, 255, 1.6, dotted=False, ink="ink")
    return Ground("sunken", 255, "wire", 255, 1.0, dotted=True, ink="ink")


def kind_at(parts: Sequence[Part], place: float) -> str:
    """The part that lies there; what is early lies over others. Empty: there is none."""
    return next((part.kind for part in reversed(parts) if part.left <= place < part.right), "")


def numbered(kind: str) -> bool:
    """Whether the cells of such a part have their numbers: they have been sent, or have come."""
    return kind not in ("allowed", "forbidden", "acceptable", "unacceptable", "")


def legend_rows(strips: tuple[Strip, Strip], naming: Naming) -> list[tuple[str, list[tuple[str, str]]]]:
    """The parts that are in sight, with their words: those of senders and those of receivers, each with its side."""
    seen = {part.kind for strip in strips for half in (strip.sender, strip.receiver) for part in half.parts}
    sending = [(kind, naming.say(f"strip.{kind}")) for kind in SENDING if kind in seen]
    waiting = next((strip.waiting[2] for strip in strips if strip.waiting is not None), 0)
    if waiting:
        sending.append(("waiting", naming.say("strip.waiting", size=waiting)))
    receiving = ("read", "unread", "early", *RECEIVING[2:])
    received = [(kind, naming.say(f"strip.{kind}")) for kind in receiving if kind in seen]
    return [(strips[0].sender.side, sending), (strips[0].receiver.side, received)]
