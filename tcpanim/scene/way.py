"""How far along its lane a segment is: the share of the way for every moment, from its departure until it is gone."""

from __future__ import annotations

import math
from typing import NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.trace import Trace

LOSS_PLACE = 0.5  # a segment is lost "in the network", not at a place that anybody knows
QUEUE_PLACE = 0.04
ENTRY_PLACE = 0.5  # where injected segments come from
ENTRY_SECONDS = 0.6
RAMP = 0.1
"""Over this share of its time a segment speeds up, and over as much at its end it slows down."""


def eased(share: float) -> float:
    """A share of the way for a share of the time: speeds up over the first tenth and slows down over the last."""
    if share <= 0 or share >= 1:
        return min(max(share, 0.0), 1.0)
    top = 1 / (1 - RAMP)
    if share < RAMP:
        return top * share * share / (2 * RAMP)
    if share > 1 - RAMP:
        return 1 - top * (1 - share) ** 2 / (2 * RAMP)
    return top * (share - RAMP / 2)


class Way(NamedTuple):
    """A segment's way. All times are of the screen, in seconds.

    ``start``: it leaves; ``lands``: it would be at the receiver; ``ended``: its fate. ``lost``: where it then lies in
    the network, None if it comes through. ``enters``: where it comes from.
    """

    start: float
    lands: float
    ended: float
    lost: float | None = None
    enters: float = 0.0

    def place(self, now: float) -> float:
        """The share of its lane at ``now``: 0 at the sender, 1 at the receiver."""
        if self.lost is None:
            share = (now - self.start) / max(self.lands - self.start, 1e-9)
            return self.enters + (1 - self.enters) * eased(share)
        if now >= self.ended:
            return self.lost
        # It slows down as it comes to where it is lost.
        return LOSS_PLACE * (1 - math.pow(1 - self.gone(now), 1.6))

    def gone(self, now: float) -> float:
        """How much of the time until its fate has passed, 0 to 1."""
        return min(max((now - self.start) / max(self.ended - self.start, 1e-9), 0.0), 1.0)


def way_of(flight: Flight, time: StoryMap) -> Way:
    """The way of ``flight``."""
    ended = time.to_screen(flight.ended)
    if flight.injected:
        return Way(ended - ENTRY_SECONDS, ended, ended, enters=ENTRY_PLACE)
    start, lands = time.to_screen(flight.left), time.to_screen(flight.due)
    if flight.fate is Fate.DROPPED:
        return Way(start, lands, ended, QUEUE_PLACE if flight.by == "queue" else LOSS_PLACE)
    return Way(start, lands, ended)


def gone_at(trace: Trace, flight: Flight, time: StoryMap) -> float:
    """When, on the screen, ``flight`` no longer lies in its lane: what nobody took lies there until the next step."""
    if flight.fate in (Fate.DELIVERED, Fate.UNFINISHED):
        return time.to_screen(flight.ended)
    after = trace.next_moment(flight.ended)
    return time.to_screen(after) if after is not None else math.inf
