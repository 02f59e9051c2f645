"""The stage's proportions in px at scale 1: for a window, and for an audience or a slide."""

from __future__ import annotations

Sizes = dict[str, float]

# The audience's stage takes 57 % of the picture's height: so its type is at least 4 % of that for what the lesson
# is about, 3.3 % for second lines, 2.5 % for the rest.
WINDOW: Sizes = {
    "width": 1412, "height": 372, "top": 8, "endpoint": 300, "pad": 20, "bar": 5, "name": 20,
    "address": 13.5, "chip": 56, "state": 26, "gloss": 14, "row": 15, "pitch": 28, "words": 14, "ring": 38,
    "timer": 14.5, "small": 13.5, "card": 60, "tab": 50, "title": 17, "numbers": 15, "note": 14, "radius": 14,
    "lane": 6, "path": 13.5,
}  # fmt: skip
AUDIENCE: Sizes = {
    "width": 1380, "height": 640, "margin": 4, "top": 34, "endpoint": 510, "pad": 26, "bar": 11, "name": 52,
    "address": 0, "chip": 112, "state": 56, "gloss": 40, "row": 50, "pitch": 100, "words": 46, "ring": 60, "timer": 39,
    "small": 38, "card": 158, "tab": 92, "title": 50, "numbers": 50, "note": 40, "radius": 18, "lane": 9, "path": 30,
}  # fmt: skip
ROOMY = 1.4
"""An audience's stage so many times as high as its type is made for has room for all numbers."""
SHARE = 0.29
"""Of the stage's width, for a host before an audience."""
TWO_LINES = 1.32
"""A card with two lines of numbers is so many times as high as one with one."""
