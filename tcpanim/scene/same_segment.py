"""The same segment in another run: what a sender sent as its n-th is the same one, whatever its number in the trace."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tcpanim.trace.events import Fate
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace


class SegmentKey(NamedTuple):
    """The ``nth`` segment that ``sender`` sent, from 1; ``copy``: the n-th copy of it that the network made, or 0."""

    sender: str
    nth: int
    copy: int = 0


class Opposite(NamedTuple):
    """A question about a segment: what if it is lost? Or, where it was, what if it arrives."""

    segment: int


def was_lost(trace: Trace, number: int, t: int) -> bool:
    """Whether it is known at ``t`` that the segment does not reach its receiver's TCP."""
    flight = trace.flight(number)
    return flight.ended <= t and flight.fate in (Fate.DROPPED, Fate.CORRUPTED)


def key_of(trace: Trace, number: int) -> SegmentKey | None:
    """How the segment with that id is called in every run; None: it was injected, and no sender sent it."""
    flight = trace.flight(number)
    original = flight if flight.copy_of is None else trace.flight(flight.copy_of)
    if original.injected or original.sender is None:
        return None
    nth = sum(_sent_by(original.sender, *one) for one in islice(_origins(trace), original.id))
    copies = sum(copy_of == original.id for _, _, copy_of in islice(_origins(trace), original.id, number))
    return SegmentKey(original.sender, nth, copies)


def find(trace: Trace, key: SegmentKey) -> int | None:
    """The id of that segment in ``trace``; None: it was not sent there."""
    count = 0
    for number, one in enumerate(_origins(trace), start=1):
        count += _sent_by(key.sender, *one)
        if count == key.nth:
            copies = [copy for copy, (_, _, of) in enumerate(_origins(trace), start=1) if of == number]
            if not key.copy:
                return number
            return copies[key.copy - 1] if key.copy <= len(copies) else None
    return None


def _origins(trace: Trace) -> Iterator[tuple[str | None, bool, int | None]]:
    """Of every segment its sender, whether it was injected, and which one it is a copy of."""
    return columns(trace.flights, "sender", "injected", "copy_of")


def _sent_by(host: str, sender: str | None, injected: bool, copy_of: int | None) -> bool:
    return sender == host and not injected and copy_of is None
