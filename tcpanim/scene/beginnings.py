"""Where the what-if edits begin in the run that they made: up to there it is the run without them."""

from __future__ import annotations

from collections.abc import Iterable

from tcpanim.scenario.edits import Edit, Setting, WireSetting
from tcpanim.scenario.model import Change, Cut, Flood, Postpone, ScriptStep, Skip
from tcpanim.scene.edit_words import edit_words
from tcpanim.scene.names import Naming
from tcpanim.scene.same_call import CallKey, find_call
from tcpanim.scene.same_segment import SegmentKey, find
from tcpanim.scene.timeline import Beginning
from tcpanim.trace.trace import Trace


def beginnings(edits: Iterable[Edit], changed: Naming, naming: Naming) -> tuple[Beginning, ...]:
    """Of each edit the moment at which it begins in its run, in order of time; those whose moment never comes lack.

    A change to a segment begins when that leaves, one to a call when that would have been made, a setting of the whole
    run at 0. ``changed``: the names of the run that the edits made, ``naming``: those of the run without them.
    """
    found, trace = [], changed.trace
    for edit in edits:
        t, segment = _moment(edit, trace)
        if t is not None and t <= trace.end:
            found.append(Beginning(t, edit_words(edit, naming, changed).what, segment))
    return tuple(sorted(found, key=lambda one: one.t))


def _moment(edit: Edit, trace: Trace) -> tuple[int | None, int | None]:
    """When it begins, None: never; and with which segment."""
    match edit:
        case Setting() | WireSetting():
            return 0, None
        case ScriptStep():
            return (edit.trigger.at or 0) + edit.trigger.after, None
        case Cut() | Change() | Flood():
            return edit.at, None
        case Skip() | Postpone():
            numbers = edit.which.nth or (1,)
            rows = (find_call(trace, CallKey(edit.which.host, edit.which.call, nth)) for nth in numbers)
            first = min((row.t for row in rows if row is not None), default=None)
            return (first if first is None or isinstance(edit, Skip) else max(0, first - edit.by)), None
    if edit.which.segment is None:
        return None, None
    number = find(trace, SegmentKey(edit.which.sender, edit.which.segment))
    return (trace.flight(number).sent, number) if number is not None else (None, None)
