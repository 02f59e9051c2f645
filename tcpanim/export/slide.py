"""Where everything stands on an audience's picture, and how large its type is: shares of the picture's height."""

from __future__ import annotations

from typing import NamedTuple

# A letter of 3 % of the height is read from six picture heights away, in the last row.
MAIN = {"en": 0.042, "zh": 0.046}
SECOND = 0.034
LEAST = 0.026


class Band(NamedTuple):
    """A stretch of the picture, in px."""

    left: float
    top: float
    width: float
    height: float


def margin(width: float, height: float) -> float:
    """Empty at the left and the right."""
    return min(width * 0.032, height * 0.06)


def caption_share(width: float, height: float) -> float:
    """What the caption takes of the height: on a narrow picture it needs a line more."""
    return 0.245 if width >= height * 1.5 else 0.254


def bands(width: float, height: float) -> tuple[Band, Band, Band]:
    """Title, stage and caption, from top to bottom; the foot, where a lecture counts its points, stays empty."""
    left = margin(width, height)
    across, foot, tall = width - 2 * left, height * (1 - 0.062), height * caption_share(width, height)
    head = Band(left, height * 0.022, across, height * 0.068)
    caption = Band(left, foot - tall, across, tall)
    top = head.top + head.height + height * 0.004
    return head, Band(left, top, across, caption.top - height * 0.014 - top), caption
