"""The figures of a run: its sequence numbers, windows, times and rates as plain columns of numbers.

A Figure is made once for a trace; a plot is the figure, and the playhead a line across it.
"""

from __future__ import annotations

from functools import cached_property

from tcpanim.scene.figure import Figure
from tcpanim.scene.figures import round_trips, rounds, sequence, throughput, window
from tcpanim.scene.one_way import OneWay
from tcpanim.trace.trace import Trace


class Series:
    """The figures of one trace, each made when it is first asked for, on any thread."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._made: dict[tuple[str, str, bool], Figure] = {}
        self._ways: dict[str, OneWay] = {}

    @cached_property
    def main_side(self) -> str:
        """The host that sends more data: left or right."""
        left, right = (self._way(side).volume for side in ("left", "right"))
        return "right" if right > left else "left"

    def figure(self, kind: str, side: str, *, masked: bool = False) -> Figure:
        """The figure of ``kind`` for the host on ``side``; ``masked``: without what that host does not know."""
        key = (kind, side, masked)
        if key not in self._made:
            self._made[key] = self._make(kind, side, masked=masked)
        return self._made[key]

    def is_made(self, kind: str, side: str | None, *, masked: bool = False) -> bool:
        """Whether that figure is there already; ``side`` None: of the busier host."""
        if side is None:
            if "main_side" not in self.__dict__:
                return False
            side = self.main_side
        return (kind, side, masked) in self._made

    def _make(self, kind: str, side: str, *, masked: bool) -> Figure:
        make = {
            "sequence": sequence,
            "window": window,
            "rounds": rounds,
            "rtt": round_trips,
            "throughput": throughput,
        }[kind]
        return make(self._way(side), masked)

    def _way(self, side: str) -> OneWay:
        if side not in self._ways:
            self._ways[side] = OneWay(self.trace, side)
        return self._ways[side]
