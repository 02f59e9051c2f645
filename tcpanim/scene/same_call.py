"""The same call in another run: what an application calls is known by its place in the script, whenever it comes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from tcpanim.trace.events import CallRow
from tcpanim.trace.trace import Trace


class CallKey(NamedTuple):
    """The ``nth`` call of that name in the script of ``host``, from 1."""

    host: str
    call: str
    nth: int


class Calls(NamedTuple):
    """A question about calls of the applications: what if one of them is not made, or later."""

    keys: tuple[CallKey, ...]


def key_of_call(row: CallRow) -> CallKey:
    """How that call is called in every run."""
    return CallKey(row.host, row.call, row.nth)


def find_call(trace: Trace, key: CallKey) -> CallRow | None:
    """That call in ``trace``, made or left out; None: its moment never came there."""
    return next((row for row in (*trace.calls, *trace.skipped) if key_of_call(row) == key), None)


def calls_of_step(trace: Trace, t: int) -> tuple[CallRow, ...]:
    """What applications call, or leave out, in the step that ``t`` shows, in order."""
    step = trace.step_at(t)
    if not step:
        return ()
    made, skipped = (_at(rows, trace.moments[step - 1]) for rows in (trace.calls, trace.skipped))
    return tuple(sorted((*made, *skipped), key=lambda row: row.event)) if skipped else made


def _at(rows: tuple[CallRow, ...], t: int) -> tuple[CallRow, ...]:
    return rows[bisect_left(rows, t, key=lambda row: row.t) : bisect_right(rows, t, key=lambda row: row.t)]


def is_made(row: CallRow) -> bool:
    """Whether the call is made, and not left out."""
    return row.result is not None


def made_in_step(trace: Trace, t: int, host: str | None = None) -> Calls:
    """The calls that are made in the step that ``t`` shows; ``host``: only those of that one."""
    rows = (row for row in calls_of_step(trace, t) if is_made(row) and host in (None, row.host))
    return Calls(tuple(key_of_call(row) for row in rows))
