"""What a plot of a run is: layers of plain columns of numbers, over time or over transmission rounds."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tcpanim.scene.rounds import Round


class Layer(NamedTuple):
    """One quantity. ``x``: ns, or rounds counted from 1; ``y`` in the figure's unit; ``top``: where bars end.

    ``form``: step, line, area (a step filled below), columns, bars, dots, rings, crosses, ticks, again, syn, fin.
    ``role``: its colour; ``dashed``: drawn so. ``told``: its value at the playhead stands in the legend.
    """

    key: str
    role: str
    form: str
    x: array[float]
    y: array[float]
    top: array[float] | None = None
    dashed: bool = False
    told: bool = False
    flights: tuple[int, ...] = ()
    """For bars that are segments: their ids."""

    def value(self, x: float) -> float | None:
        """The value that holds at ``x``, None before the first."""
        index = bisect_right(self.x, x)
        return self.y[index - 1] if index else None


class Flag(NamedTuple):
    """A moment that bends the curves, marked by name: ``key`` is timeout, fast-retransmit or ecn."""

    key: str
    t: int
    x: float


@dataclass(frozen=True)
class Figure:
    """One plot of a run: ``kind`` (of PLOTS) for the host on ``side``.

    ``unit``: of the upright axis: seq, bytes, mss, time, rate. ``span``: where something happens, in units of x;
    ``height``: up to which value the axis goes at first. ``rounds``: empty where x is time.
    """

    kind: str
    side: str
    host: str
    unit: str
    layers: tuple[Layer, ...]
    flags: tuple[Flag, ...]
    span: tuple[float, float]
    height: float
    iss: int = 0
    rounds: tuple[Round, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(layer.x for layer in self.layers)

    def x_of(self, t: int) -> float:
        """Where the moment ``t`` lies."""
        if not self.rounds:
            return float(t)
        index = bisect_right(self._starts, t)
        if not index:
            return 1.0 if t >= self.rounds[0].start else 0.5
        row = self.rounds[index - 1]
        return index + min(1.0, (t - row.start) / max(1, row.end - row.start))

    def time_at(self, x: float) -> int:
        """The moment that lies at ``x``."""
        if not self.rounds:
            return round(x)
        index = min(max(int(x), 1), len(self.rounds))
        row = self.rounds[index - 1]
        return row.start + round(min(max(x - index, 0.0), 1.0) * (row.end - row.start))

    @cached_property
    def _starts(self) -> list[int]:
        return [row.start for row in self.rounds]

    def told_at(self, t: int) -> dict[str, float]:
        """The values that hold at ``t``, by the key of their layer."""
        x = self.x_of(t)
        found = {layer.key: layer.value(x) for layer in self.layers if layer.told}
        return {key: value for key, value in found.items() if value is not None}
