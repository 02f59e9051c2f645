"""How far a run may go: a scenario that never ends stops here, with a trace of what happened so far."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.units import MIB, MIN, format_time

HOUR = 60 * MIN


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of a run: events of the trace, virtual time (ns), memory (bytes, about).

    ``idle``: events during which nothing is achieved, as when two hosts ask each other for ever whether they are alive.
    It does not count while a step of the script or a fault is still to come, nor in a scenario that has an ``until``.
    """

    events: int = 1_000_000
    idle: int = 50_000
    time: int = 24 * HOUR
    bytes: int = 768 * MIB


class CancelledError(Exception):
    """Somebody does not want the result of the run any more."""


def limit_in_words(limit: tuple[str, int]) -> str:
    """A budget as people read it: ("time", ns), ("events", count), ("idle", count) or ("memory", bytes)."""
    what, size = limit
    if what == "time":
        return f"{size // HOUR} h" if size % HOUR == 0 else format_time(size)
    return f"{size >> 20} MiB" if what == "memory" else f"{size:,}"
