"""How far a run may go: a scenario that never ends stops here, with a trace of what happened so far."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.units import MIB, MIN

HOUR = 60 * MIN


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of a run: events of the trace, virtual time (ns), memory (bytes, about)."""

    events: int = 1_000_000
    time: int = 48 * HOUR
    bytes: int = 768 * MIB


class CancelledError(Exception):
    """Somebody does not want the result of the run any more."""
