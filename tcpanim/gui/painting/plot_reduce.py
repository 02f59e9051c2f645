"""Fewer points that look the same: what lies in view, and of many in one column of pixels the lowest and highest.

Columns are numpy arrays in order of x; ``low`` and ``high``: the stretch in view; ``pixels``: its width on the screen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
_ROOMY = 4
"""So many points per column of pixels are drawn as they are."""


def in_view(x: Column, low: float, high: float, *, around: int = 0) -> slice:
    """The rows in view, and ``around`` more on either side, so that lines reach the edges."""
    first = max(0, int(np.searchsorted(x, low, "left")) - around)
    return slice(first, int(np.searchsorted(x, high, "right")) + around)


def line(x: Column, y: Column, low: float, high: float, pixels: int) -> tuple[Column, Column]:
    """A line through the points."""
    rows = in_view(x, low, high, around=1)
    return _fewer(x[rows], y[rows], low, high, pixels)


def steps(x: Column, y: Column, low: float, high: float, pixels: int, until: float) -> tuple[Column, Column]:
    """A line that holds each value up to the next one, and the last up to ``until``."""
    rows = in_view(x, low, high, around=1)
    x, y = x[rows], y[rows]
    if not len(x):
        return x, y
    ends = np.append(x, max(until, float(x[-1])))
    return _fewer(np.repeat(ends, 2)[1:-1], np.repeat(y, 2), low, high, pixels)


def _fewer(x: Column, y: Column, low: float, high: float, pixels: int) -> tuple[Column, Column]:
    if len(x) <= _ROOMY * pixels:
        return x, y
    starts = _column_starts(x, low, high, pixels)
    lowest, highest = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    return np.repeat(x[starts], 2), np.ravel(np.column_stack((lowest, highest)))


def _column_starts(x: Column, low: float, high: float, pixels: int) -> npt.NDArray[np.intp]:
    """The first row of each column of pixels."""
    column = np.floor((x - low) * (pixels / (high - low)))
    return np.concatenate(([0], np.flatnonzero(np.diff(column)) + 1))


def bars(x: Column, bottom: Column, top: Column, low: float, high: float, pixels: int) -> tuple[Column, Column, Column]:
    """Upright bars; those of one column of pixels become one."""
    rows = in_view(x, low, high)
    x, bottom, top = x[rows], bottom[rows], top[rows]
    if len(x) <= _ROOMY * pixels:
        return x, bottom, top
    starts = _column_starts(x, low, high, pixels)
    return x[starts], np.minimum.reduceat(bottom, starts), np.maximum.reduceat(top, starts)


def points(x: Column, y: Column, low: float, high: float, pixels: int, scale: float) -> tuple[Column, Column]:
    """Marks; of those that fall onto one another the first. ``scale``: pixels per unit of y."""
    rows = in_view(x, low, high)
    x, y = x[rows], y[rows]
    size = 1.0 if len(x) <= pixels // 2 else 3.0  # pixels: marks that near to one another are one
    across = np.floor((x - low) * (pixels / (high - low)) / size)
    up = np.floor(y * scale / size)
    _, first = np.unique(across * 1e6 + up, return_index=True)
    first.sort()
    return x[first], y[first]
