"""Where the what-if edits begin in the run that they made: up to there it is the run without them."""

from __future__ import annotations

from collections.abc import Iterable

from tcpanim.scenario.edits import Edit, Setting, WireSetting
from tcpanim.scenario.model import Change, Cut, Flood, ScriptStep
from tcpanim.scene.edit_words import edit_words
from tcpanim.scene.names import Naming
from tcpanim.scene.same_segment import SegmentKey, find
from tcpanim.scene.timeline import Beginning
from tcpanim.trace.trace import Trace


def beginnings(edits: Iterable[Edit], trace: Trace, naming: Naming) -> tuple[Beginning, ...]:
    """Of each edit the moment at which it begins in ``trace``, in order of time; those whose moment never comes lack.

    A change to a segment begins when that leaves, a setting of the whole run at 0. ``naming``: that of the run without
    the edits, which has the segments that they speak of.
    """
    found = []
    for edit in edits:
        t, segment = _moment(edit, trace)
        if t is not None and t <= trace.end:
            found.append(Beginning(t, edit_words(edit, naming).what, segment))
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
    if edit.which.segment is None:
        return None, None
    number = find(trace, SegmentKey(edit.which.sender, edit.which.segment))
    return (trace.flight(number).sent, number) if number is not None else (None, None)
