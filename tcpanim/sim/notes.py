"""A lecturer's notes: when the moment of each one comes."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.scenario.model import Entered, Note
from tcpanim.sim.conditions import Conditions
from tcpanim.trace.builder import TraceBuilder


class Notes:
    """The notes of a scenario; they wait for their moments and change nothing in the run."""

    def __init__(self, notes: tuple[Note, ...], conditions: Conditions) -> None:
        self._notes = notes
        self._times: dict[int, int] = {}
        for index, note in enumerate(notes):
            if isinstance(note.on, int):
                continue
            if isinstance(note.on, Entered):
                conditions.add(note.on, self._watcher(index, 0))
            elif note.on.when is not None:
                conditions.add(note.on.when, self._watcher(index, note.on.after))
            else:
                self._times[index] = (note.on.at or 0) + note.on.after

    def _watcher(self, index: int, after: int) -> Callable[[int, int], None]:
        def come(now: int, _event: int) -> None:
            self._times[index] = now + after

        return come

    def place(self, builder: TraceBuilder, end: int) -> tuple[Note, ...]:
        """Write the notes into the trace of a run that ended at ``end``; those whose moment never came."""
        missed = []
        for index, note in enumerate(self._notes):
            segment = note.on if isinstance(note.on, int) else None
            if segment is not None and segment <= len(builder.flights):
                builder.note(builder.flights[segment - 1].sent, segment, note.teaching)
            elif index in self._times and self._times[index] <= end:
                builder.note(self._times[index], None, note.teaching)
            else:
                missed.append(note)
        return tuple(missed)
