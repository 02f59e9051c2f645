"""What a picture is to show, as a plain value: of which run, in which words, how large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.scene.names import Naming

LADDER_WIDTH, NARROWEST = 800.0, 640.0
"""A ladder's width in px at the size of type it is designed for, and what it needs at least."""
BROADEST = 1.25
"""A ladder is at most so many times as broad as it is tall: flat lines tell nothing of time."""
STAGE_SIZE = (1412, 388)
SLIDE_SIZE = (1920, 1080)
SLIDE_SHARE = 0.6
"""A stage alone on a slide has type for so much of the height: more would leave its segments no way to go."""
NARROW = 2.6
"""A stage of a given size that is less than so many times as wide as it is tall fills it with larger type."""
DIAGRAM_SIZE = (1100, 620)
PLOT_SIZE = (1000, 480)
HEADER_WIDTH = 760.0
STRIP_SIZE, STRIP_MARGIN, STRIP_LEGEND = (960, 480), 14.0, 46.0
"""Of the sequence strips: the whole, the ground around them, and the height of the two lines below them."""
LONGEST = 2000
"""A whole ladder of more segments than this would be a picture that nobody can look at."""


class TooLongError(ValueError):
    """The ladder has too many segments for one picture; the argument is how many."""


@dataclass(frozen=True)
class Wish:
    """A picture of ``view`` at the moment ``t``, or the ladder up to it (None: the end of the run, the whole ladder).

    ``size``: width and height in px; None: as the view asks for. ``plot``: which of the plots. ``segment``: whose
    header it is, once it has been sent; None: that of the one that the step is about.
    """

    naming: Naming
    time: StoryMap
    view: str = "ladder"
    t: int | None = None
    size: tuple[int, int] | None = None
    theme: str = "light"
    detail: str = "course"
    plot: str = "sequence"
    segment: int | None = None

    @property
    def moment(self) -> int:
        """The moment shown (ns)."""
        return self.naming.trace.end if self.t is None else max(self.t, 0)

    @property
    def fills(self) -> bool:
        """Whether a stage is as large as a slide."""
        return self.size is not None and self.size[0] < NARROW * self.size[1]

    def check(self) -> None:
        """Raise TooLongError for a ladder that no picture can hold."""
        count = self.naming.trace.sent_count(self.moment)
        if self.view == "ladder" and count > LONGEST:
            raise TooLongError(count)


class Room(NamedTuple):
    """Where a ladder is laid out, in px at its own size of type.

    Its width, the height of the picture, the width of the ground on either side of it, and how many px of the picture
    each of these px is.
    """

    width: float
    height: float
    beside: float
    factor: float


def ladder_room(size: tuple[int, int] | None, height_of: Callable[[float], float]) -> Room:
    """The room for a ladder; ``height_of``: the height that a whole ladder of a given width takes.

    In a picture of a given size it is as large as it can be without being cut off.
    """
    if size is None:
        return Room(LADDER_WIDTH, height_of(LADDER_WIDTH), 0.0, 1.0)
    width, height = size
    factor = width / NARROWEST
    for _ in range(4):  # the height depends a little on the width: margins, labels
        needed = height_of(width / factor)
        if needed * factor <= height:
            break
        factor = height / needed
    whole = width / factor
    used = min(whole, max(NARROWEST, BROADEST * height / factor))
    return Room(used, height / factor, (whole - used) / 2, factor)
