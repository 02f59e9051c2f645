"""Where everything stands on a stage that is drawn as SVG: in px at its own size of type."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.export.picture import SLIDE_SHARE, STAGE_SIZE
from tcpanim.export.stage_sizes import AUDIENCE, ROOMY, SHARE, TWO_LINES, WINDOW
from tcpanim.scene.text_widths import text_width

MARGIN, TALLEST = 8.0, 366.0
"""Of a stage as the window has it: beside its endpoints, and how tall these are at most."""


@dataclass(frozen=True)
class Box:
    """An endpoint's card."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class Layout:
    """A stage for a picture of ``size`` px; ``factor``: so many of these is one px of the layout.

    ``tall``: the height for which its type is made, where it is as large as an audience's; 0: as in the window.
    """

    def __init__(self, size: tuple[float, float], tall: float = 0.0) -> None:
        self.large = tall > 0
        self.sizes = AUDIENCE if self.large else WINDOW
        least = (self.sizes["width"], self.sizes["height"]) if self.large else STAGE_SIZE
        self.factor = min(size[0] / least[0], (tall or size[1]) / least[1])
        self.width, self.height = size[0] / self.factor, size[1] / self.factor
        self.roomy = self.large and size[1] > ROOMY * tall
        pad, top = self.sizes["pad"], self.sizes["top"]
        if self.large:  # what an application calls stands half above its host
            margin, wide = self.sizes["margin"], min(self.sizes["endpoint"], self.width * SHARE)
            height, y = self.height - top - pad * 0.2, top
        else:
            margin, wide = MARGIN, self.sizes["endpoint"]
            height = min(self.height - 2 * top, TALLEST)
            y = (self.height - height) / 2
        self.boxes = {"left": Box(margin, y, wide, height), "right": Box(self.width - margin - wide, y, wide, height)}
        gap = pad * (1.0 if self.large else 0.7)
        self.first, self.last = self.boxes["left"].right + gap, self.boxes["right"].x - gap
        self.lanes = {"left": y + height * 0.36, "right": y + height * 0.70}
        self.band = height * 0.36

    @property
    def lane(self) -> float:
        """How long a lane is."""
        return self.last - self.first

    @property
    def middle(self) -> float:
        """Half-way between the endpoints."""
        return (self.first + self.last) / 2

    @property
    def fitting(self) -> dict[str, int]:
        """How many rows of each size of card fit into a lane."""
        heights = {size: self.tall(size) for size in ("card", "slip", "chip")}
        heights["card"] *= TWO_LINES if self.large else 1.0
        return {size: max(1, int(self.band // (height * 1.04))) for size, height in heights.items()}

    def tall(self, size: str) -> float:
        """The height of a card of that size with one line of numbers."""
        card = min(self.sizes["card"], self.band)
        return {"card": card, "slip": round(card * 0.52), "chip": round(card * 0.42)}[size]

    def lines(self, numbers: str) -> tuple[str, ...]:
        """A card's numbers: on two lines before an audience, where the lane is too short for all of them."""
        beside = self.sizes["tab"] + self.sizes["pad"] * 1.6
        parts = split(numbers)
        if (
            not self.large
            or len(parts) == 1
            or text_width(numbers, self.sizes["numbers"], mono=True) <= self.lane * 0.8 - beside
        ):
            return (numbers,)
        return parts[0], numbers[numbers.index(parts[1]) :]


def tall_for(size: tuple[int, int]) -> float:
    """The height of a slide of its own for which a stage's type is made."""
    return size[1] * SLIDE_SHARE


def split(numbers: str) -> tuple[str, ...]:
    """A card's numbers one by one, whatever stands between them."""
    for separator in ("，", ", ", " "):
        if separator in numbers:
            return tuple(numbers.split(separator))
    return (numbers,)
