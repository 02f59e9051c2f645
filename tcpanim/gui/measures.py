"""Sizes of the window and its parts that hold before any of them exists: in pixels at scale 1, and the scale itself."""

from __future__ import annotations

SIZE = (1440, 860)
"""The window's size at the first start, where nothing else is asked for."""
SMALLEST = (960, 600)
WIDE = 1500
"""From this width on (at scale 1) the side panel stands open, and the ladder has another view beside it."""

TOOLBAR, CAPTION, TRANSPORT = 60, 92, 90
"""Heights of the bars."""
SECOND = 22
"""So much higher is the caption for the sentence in a second language."""
SIDE, STRIP = 434, 44
"""Widths of the side panel, open and folded."""
MARGINS = (24, 12, 24, 14)
"""Around the stage and what stands below it."""
EDGE = 8
"""So far the stage reaches out on both sides of its endpoints, into the margins: their shadows need it."""
HANDLE, BESIDE = 16, 16
"""Between the stage and what stands below it; between two views side by side."""
SHARES = (3, 2)
"""How two views side by side share the width."""
STAGE = (560, 240)
"""The least that the stage takes, in pixels at any scale."""
HALF = 180
"""In a low window stage and views have half of its height each, but not less than this: then one has all of it."""
LOWER = 206
"""And the least height of what stands below it, more or less."""
CORNER = 14
"""The radius of a card."""

SMALLEST_SCALE, LARGEST_SCALE = 0.9, 4.0
HALL_SCALE = 3.2
"""The scale of panels in a picture of 1080 px for an audience: it brings the type of windows to that of a hall."""
_STEP = 0.05
_WIDTH, _HEIGHT, _FIXED = 760, 335, 400
"""What a window needs, in pixels at scale 1, for nothing to be cut off, and the pixels of its height that stage and
ladder need at any scale: the reader's factor ends there."""


def scale_for(width: int, height: int) -> float:
    """The scale of type and lines for a window of that size: 1 at 1920 × 1080, never too small to read."""
    exact = min(width / 1920, height / 1080)
    return min(max(round(exact / _STEP) * _STEP, SMALLEST_SCALE), LARGEST_SCALE)


def largest_scale(width: int, height: int) -> float:
    """Where the reader's factor ends: a larger scale would cut something off."""
    return max(scale_for(width, height), min(width / _WIDTH, (height - _FIXED) / _HEIGHT))
