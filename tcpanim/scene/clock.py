"""The map between virtual time and screen time, and playback along it.

Virtual times are int ns. Screen times are float seconds: how long something takes to watch at speed 1. Story time gives
every flight a watchable length and shortens the long stretches in which nothing happens; uniform time is in proportion
throughout. One map holds for a whole trace, so all views agree.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.units import MS, US, S

FLIGHT_SECONDS = 1.2  # a flight of the base delay, at speed 1
SILENCE_SECONDS = 2.4  # nothing happening for longer than this is shortened …
SHORTENED_SECONDS = 1.6  # … to this and a little more, so that a longer silence still takes longer
UNIFORM_SECONDS = 30.0  # uniform time aims at this length for a long run …
UNIFORM_FLIGHT = 0.25  # … but leaves flights this share of FLIGHT_SECONDS
STRAGGLER = 4  # a segment that takes this many times the delay does not keep a silence from being shortened


class Shortened(NamedTuple):
    """A stretch of virtual time shown shorter than it is: its true ends (ns) and its ends on screen (s)."""

    start: int
    end: int
    screen_start: float
    screen_end: float

    @property
    def length_ns(self) -> int:
        """How long it truly lasts."""
        return self.end - self.start


def base_delay(trace: Trace) -> int:
    """The smaller one-way delay of the wire that is not zero (ns); 1 ms if there is none."""
    return min((delay for delay in trace.wire.delay.values() if delay > 0), default=MS)


class StoryMap:
    """A strictly increasing, piecewise linear map from [0, trace.end] in ns to [0, length] in screen seconds.

    Each instant at which something happens is a knot, so that it is met exactly in both directions.
    """

    def __init__(self, trace: Trace) -> None:
        self.end = trace.end
        self.seconds_per_ns = FLIGHT_SECONDS / base_delay(trace)
        self._virtual: list[int] = [0]
        self._screen: list[float] = [0.0]
        self.shortened: tuple[Shortened, ...] = ()

    def _add(self, t: int, seconds: float) -> None:
        """A knot at ``t``, ``seconds`` after the knot before."""
        last = self._screen[-1]
        shown = last + seconds
        self._virtual.append(t)
        # Two instants must not fall together on screen, however close they are.
        self._screen.append(shown if shown > last else math.nextafter(last, math.inf))

    @property
    def length(self) -> float:
        """How many seconds the whole takes at speed 1."""
        return self._screen[-1]

    def to_screen(self, t: int) -> float:
        """The screen time of virtual time ``t``; outside the run it goes on at the scale of a flight."""
        if t <= 0:
            return t * self.seconds_per_ns
        if t >= self.end:
            return self._screen[-1] + (t - self.end) * self.seconds_per_ns
        index = bisect_right(self._virtual, t) - 1
        start, stop = self._virtual[index], self._virtual[index + 1]
        first, last = self._screen[index], self._screen[index + 1]
        return first + (last - first) * ((t - start) / (stop - start))

    def to_virtual(self, x: float) -> int:
        """The virtual time (ns) of screen time ``x``, within the run."""
        if x <= 0:
            return 0
        if x >= self._screen[-1]:
            return self.end
        index = bisect_right(self._screen, x) - 1
        start, stop = self._virtual[index], self._virtual[index + 1]
        first, last = self._screen[index], self._screen[index + 1]
        return start + round((stop - start) * ((x - first) / (last - first)))

    def shortened_at(self, t: int) -> Shortened | None:
        """The shortened stretch that ``t`` lies inside of, None elsewhere (at its ends something happens)."""
        index = bisect_right(self._shortened_starts, t) - 1
        if index < 0:
            return None
        stretch = self.shortened[index]
        return stretch if stretch.start < t < stretch.end else None

    @cached_property
    def _shortened_starts(self) -> list[int]:
        return [stretch.start for stretch in self.shortened]

    def ns_per_second(self, t: int) -> int:
        """The local scale: how much virtual time passes in one second of watching at ``t``."""
        stretch = self.shortened_at(t)
        if stretch is None:
            return round(1 / self.seconds_per_ns)
        return round(stretch.length_ns / (stretch.screen_end - stretch.screen_start))

    def advance(self, t: int, dt_seconds: float, speed: float = 1.0, direction: int = 1) -> int:
        """Where the playhead is ``dt_seconds`` later: ``direction`` 1 forwards, -1 backwards; stays within the run.

        It moves by at least one ns, so that no scale is too fine to get on.
        """
        if dt_seconds <= 0 or speed <= 0:
            return t
        target = self.to_virtual(self.to_screen(t) + dt_seconds * speed * direction)
        if direction > 0:
            return min(self.end, max(target, t + 1))
        return max(0, min(target, t - 1))


class StoryTime(StoryMap):
    """Flights of the base delay take FLIGHT_SECONDS, other delays in proportion; long silences are shortened."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace)
        longest = STRAGGLER * max(*trace.wire.delay.values(), base_delay(trace))
        ways = columns(trace.flights, "sent", "left", "ended")
        usual = [(sent, ended) for sent, left, ended in ways if ended - left <= longest]
        starts = sorted([sent for sent, _ in usual])
        ends = sorted([ended for _, ended in usual])
        stretches: list[Shortened] = []
        longest_gap = SILENCE_SECONDS / self.seconds_per_ns
        before = 0
        for t in (*trace.moments, trace.end):
            if t <= before:
                continue
            seconds = (t - before) * self.seconds_per_ns
            # Silent: whatever left by then has also arrived by then.
            if t - before > longest_gap and bisect_right(starts, before) == bisect_right(ends, before):
                seconds = SHORTENED_SECONDS + 0.25 * math.log10(seconds / SHORTENED_SECONDS)
                stretches.append(Shortened(before, t, self._screen[-1], self._screen[-1] + seconds))
            self._add(t, seconds)
            before = t
        self.shortened = tuple(stretches)


class UniformTime(StoryMap):
    """Screen time in proportion to virtual time throughout.

    A run too long to be watched at the scale of story time goes faster, as long as flights can still be seen.
    """

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace)
        slowest = self.seconds_per_ns
        self.seconds_per_ns = min(slowest, max(UNIFORM_SECONDS / max(1, trace.end), slowest * UNIFORM_FLIGHT))
        before = 0
        for t in (*trace.moments, trace.end):
            if t > before:
                self._add(t, t * self.seconds_per_ns - self._screen[-1])
                before = t


def screen_time(trace: Trace, kind: str) -> StoryMap:
    """The map of ``kind`` ("story" or "uniform") for ``trace``."""
    return {"story": StoryTime, "uniform": UniformTime}[kind](trace)


def short_time(ns: int) -> str:
    """A running time in few figures of constant number, so that it does not flicker: 239.9 s, 1.93 s, 850 ms."""
    if ns >= 10 * S:
        tenths = ns // (S // 10)
        return f"{tenths // 10}.{tenths % 10} s"
    if ns >= S:
        hundredths = ns // (S // 100)
        return f"{hundredths // 100}.{hundredths % 100:02d} s"
    if ns >= MS or ns == 0:
        return f"{ns // MS} ms"
    return f"{ns // US} µs" if ns >= US else f"{ns} ns"


def clock_time(t: int, base: int) -> str:
    """A moment of a run in seconds, to the thousandth part of what matters: ``base`` is the delay of a flight (ns)."""
    digits = 3 if base >= MS else 6 if base >= US else 9
    whole, rest = divmod(t, S)
    return f"{whole}.{rest // 10 ** (9 - digits):0{digits}d} s"
