"""Where in a run there is something to go to: losses, timers that ran out, changes of state, teaching points."""

from __future__ import annotations

from tcpanim.trace.events import NEVER_SEEN
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace


def goals(trace: Trace, kind: str) -> tuple[int, ...]:
    """The times (ns) of all that are of ``kind`` (loss, timer, state, note), in order, each once."""
    if kind == "loss":
        times = {ended for ended, fate in columns(trace.flights, "ended", "fate") if fate in NEVER_SEEN}
    elif kind == "timer":
        times = {run.ended for run in trace.timers if run.end == "fired" and run.ended is not None}
    elif kind == "state":
        times = {row.t for row in trace.states}
    else:
        times = {note.t for note in trace.notes}
    return tuple(sorted(times))
