"""Two runs beside each other: one time for both, where they first differ, what each has come to, curves overlaid."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from tcpanim.scene.figure import Figure, Flag, Layer
from tcpanim.scene.series import Series
from tcpanim.scene.timeline import Mark, Timeline
from tcpanim.trace.events import NEVER_SEEN, Event, EventKind, Flight, WireInfo
from tcpanim.trace.trace import Trace

_TOLD = frozenset(
    {
        EventKind.CALL,
        EventKind.SENT,
        EventKind.ARRIVED,
        EventKind.LOST,
        EventKind.DISCARDED,
        EventKind.FIRED,
        EventKind.STATE,
        EventKind.DELIVERED,
        EventKind.ERROR,
        EventKind.CRASH,
        EventKind.BOOT,
    }
)


def together(first: Trace, second: Trace) -> Trace:
    """Both runs as one, for the clock alone: a map of time made from it fits either, and its steps are those of both.

    A silence is shortened only where both are silent.
    """
    events = sorted((*first.events, *second.events), key=lambda event: event.t)
    flights = sorted((*first.flights, *second.flights), key=lambda flight: flight.sent)
    delay = {f"{run} {host}": ns for run, trace in enumerate((first, second)) for host, ns in trace.wire.delay.items()}
    wire = WireInfo(delay, dict.fromkeys(delay), dict.fromkeys(delay))
    end = max(first.end, second.end)
    return replace(first, events=tuple(events), flights=tuple(flights), wire=wire, notes=(), end=end)


class Difference(NamedTuple):
    """Where two runs first part: at ``t`` (ns). ``timing``: the same happens, but at another time."""

    t: int
    timing: bool


def first_difference(first: Trace, second: Trace) -> Difference | None:
    """Where ``second`` begins to differ from ``first``; None where the same happens at the same times.

    Each host's calls, segments, states, timers, errors and congestion windows are compared in order, and the losses of
    the network, so that another delay alone does not make everything another: numbers are relative, times come last.
    """
    streams = [_streams(trace) for trace in (first, second)]
    parted: list[int] = []
    shifted: list[int] = []
    for place in streams[0]:
        for one, other in zip_longest(*(stream[place] for stream in streams)):
            times = [row[0] for row in (one, other) if row is not None]
            if one is None or other is None or one[1] != other[1]:
                parted.append(min(times))
                break
            if one[0] != other[0] and (not shifted or min(times) < min(shifted)):
                shifted.append(min(times))
    if parted:
        return Difference(min(parted), timing=False)
    return Difference(min(shifted), timing=True) if shifted else None


def _streams(trace: Trace) -> dict[str, list[tuple[int, tuple[object, ...]]]]:
    """What happens at each host and in the network, in order: (time, what)."""
    left, right = (host.name for host in trace.hosts)
    place = {left: "left", right: "right", None: "network"}
    places = ("left", "right", "network", "left window", "right window")
    streams: dict[str, list[tuple[int, tuple[object, ...]]]] = {name: [] for name in places}
    windows: dict[str, tuple[object, ...]] = {}
    for sample in trace.samples:
        window = (sample.connection, sample.tcb.cwnd, sample.tcb.ssthresh)
        if windows.get(sample.host) != window:
            windows[sample.host] = window
            streams[f"{place[sample.host]} window"].append((sample.t, window[1:]))
    for event in trace.events:
        if event.kind in _TOLD:
            streams[place.get(event.host, "network")].append((event.t, (event.kind.value, *_what(trace, event))))
    return streams


def _what(trace: Trace, event: Event) -> tuple[object, ...]:
    row = event.row
    if row is None:
        return ()
    match event.kind:
        case EventKind.SENT | EventKind.ARRIVED | EventKind.LOST | EventKind.DISCARDED:
            return _segment(trace.flights[row])
        case EventKind.STATE:
            return (trace.states[row].before, trace.states[row].after)
        case EventKind.CALL:
            call = trace.calls[row]
            return (call.call, str(call.argument), str(call.result))
        case EventKind.FIRED:
            return (trace.timers[row].timer,)
        case EventKind.ERROR:
            return (trace.errors[row].error,)
        case _:
            return ()


def _segment(flight: Flight) -> tuple[object, ...]:
    segment = flight.segment
    numbers = ((segment.seq, flight.seq_base), (segment.ack, flight.ack_base))
    relative = tuple(None if base is None else (number - base) % 2**32 for number, base in numbers)
    return (int(segment.flags), *relative, len(segment.data), segment.window, flight.retransmission, flight.injected)


class Tally(NamedTuple):
    """What a run has come to: segments sent, of these again, lost; ``delivered``: bytes read, left and right."""

    sent: int
    again: int
    lost: int
    delivered: tuple[int, int]
    over: bool


class Compared:
    """One of the two runs, and what it has come to at any time."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace

    @cached_property
    def _times(self) -> tuple[list[int], list[int], list[int]]:
        own = [flight for flight in self.trace.flights if flight.copy_of is None and not flight.injected]
        return (
            sorted(flight.sent for flight in own),
            sorted(flight.sent for flight in own if flight.retransmission),
            sorted(flight.ended for flight in self.trace.flights if flight.fate in NEVER_SEEN),
        )

    def tally(self, t: int) -> Tally:
        """At ``t``."""
        sent, again, lost = (bisect_right(times, t) for times in self._times)
        left, right = (self.trace.delivered(host.name, t) for host in self.trace.hosts)
        return Tally(sent, again, lost, (left, right), t >= self.trace.end)


class PairTimeline(Timeline):
    """The timeline of two runs: the first one's segments above the line, the second one's below."""

    def __init__(self, first: Timeline, second: Timeline, end: int) -> None:
        super().__init__(first.trace, first.naming, first.time)
        self._pair = {"left": first, "right": second}
        self._end = end
        self._sources: dict[Mark, tuple[Timeline, Mark]] = {}

    def place(self, t: int) -> float:
        """Where a moment lies."""
        return self.time.to_screen(min(max(t, 0), self._end)) / self.time.length if self.time.length else 0.0

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of both."""
        made: list[Mark] = []
        for side, scene in self._pair.items():
            for mark in scene.marks:
                if mark.kind in ("segment", "loss", "timer"):
                    shown = mark._replace(side=side)
                    self._sources.setdefault(shown, (scene, mark))
                    made.append(shown)
        return tuple(made)

    def words(self, mark: Mark) -> str:
        """What a mark stands for, and in which of the two."""
        scene, own = self._sources.get(mark, (self, mark))
        return f"{'A' if mark.side == 'left' else 'B'} · {scene.words(own) if scene is not self else ''}"


MAIN_LAYERS = {
    "sequence": ("segment", "again", "ack"),
    "window": ("cwnd",),
    "rounds": ("round-cwnd", "round", "inflated"),
    "rtt": ("srtt", "rto"),
    "throughput": ("acked-rate",),
}
"""What of each figure is overlaid: the rest would hide the difference."""
RUN_ROLES = ("ink", "again")
"""The colours of the first and the second run."""


@dataclass(frozen=True)
class Overlaid(Figure):
    """Two figures of one kind in one: the first with solid lines, the second with dashed ones."""

    parts: tuple[Figure, ...] = ()

    def x_of(self, t: int) -> float:
        """Where the moment ``t`` lies; by rounds, what both have reached."""
        return min(part.x_of(t) for part in self.parts)

    def time_at(self, x: float) -> int:
        """The moment at which both have reached ``x``."""
        return max(part.time_at(x) for part in self.parts)

    def told_at(self, t: int) -> dict[str, float]:
        """The values of both."""
        told: dict[str, float] = {}
        for letter, part in zip("ab", self.parts, strict=True):
            values = part.told_at(t).items()
            told |= {f"{letter}.{key}": value for key, value in values if key in MAIN_LAYERS[self.kind]}
        return told


def overlaid(first: Figure, second: Figure, parted: int | None) -> Overlaid:
    """Both figures in one; ``parted``: when the runs first differ (ns), marked where x is time."""
    layers: list[Layer] = []
    for letter, role, figure in zip("ab", RUN_ROLES, (first, second), strict=True):
        for layer in figure.layers:
            if layer.key in MAIN_LAYERS[figure.kind] and layer.x:
                form = {"area": "step", "again": "bars"}.get(layer.form, layer.form)
                dashed = layer.form in ("step", "line", "area") and letter == "b"
                layers.append(
                    layer._replace(key=f"{letter}.{layer.key}", role=role, form=form, dashed=dashed, flights=())
                )
    flags = (Flag("parted", parted, parted),) if parted is not None and not first.rounds and not second.rounds else ()
    span = (min(first.span[0], second.span[0]), max(first.span[1], second.span[1]))
    return Overlaid(
        first.kind, first.side, first.host, first.unit, tuple(layers), flags, span, max(first.height, second.height),
        first.iss, max(first.rounds, second.rounds, key=len), (first, second),
    )  # fmt: skip


class PairSeries(Series):
    """The figures of two runs, overlaid; ``parted``: when they first differ (ns)."""

    def __init__(self, first: Trace, second: Trace, parted: int | None) -> None:
        super().__init__(first)
        self._second = Series(second)
        self._parted = parted

    def _make(self, kind: str, side: str, *, masked: bool) -> Figure:
        """Both figures in one."""
        first = super()._make(kind, side, masked=masked)
        return overlaid(first, self._second.figure(kind, side, masked=masked), self._parted)
