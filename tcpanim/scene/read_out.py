"""The segments of a moment as sentences, for those who are read to what others see as arrows and cards."""

from __future__ import annotations

from tcpanim.scene.header import fate, segment_title
from tcpanim.scene.names import Naming
from tcpanim.trace.trace import Trace

LATEST = 8
"""So many segments are read out at once; the list of events has all."""


def sent_until(trace: Trace, t: int, naming: Naming) -> str:
    """The latest segments that were sent by ``t`` (ns), a line each: what it is, its numbers, its fate by then."""
    count, gap = trace.sent_count(t), naming.say("list.gap")
    return "\n".join(
        gap.join((segment_title(flight, naming), naming.numbers(flight), fate(flight, t, naming)))
        for flight in trace.flights[max(count - LATEST, 0) : count]
    )


def under_way(trace: Trace, t: int, naming: Naming) -> str:
    """The latest segments that are under way at ``t`` (ns), a line each: what it is, and its numbers."""
    gap = naming.say("list.gap")
    return "\n".join(
        gap.join((segment_title(flight, naming), naming.numbers(flight))) for flight in trace.in_flight(t)[-LATEST:]
    )
