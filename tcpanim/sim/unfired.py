"""What a scenario planned and what never happened: usually a mistake of its author."""

from __future__ import annotations

from collections.abc import Mapping

from tcpanim.scenario.model import (
    CallFault,
    CallSelector,
    Change,
    Condition,
    Cut,
    Entered,
    Flood,
    Got,
    Note,
    Received,
    Scenario,
    ScriptStep,
    SegmentFault,
    Selector,
)
from tcpanim.sim.call_faults import CallFaults
from tcpanim.sim.link import Link
from tcpanim.sim.triggers import Script
from tcpanim.trace.events import Unfired
from tcpanim.units import format_time


def unfired(
    scenario: Scenario, script: Script, links: Mapping[str, Link], calls: CallFaults, missed: tuple[Note, ...]
) -> tuple[Unfired, ...]:
    """The steps, faults and notes whose moment never came, in order of their places in the file."""
    rows = [Unfired(*step.place, "step", _trigger(step)) for step in script.never_taken()]
    for number, fault in enumerate(scenario.faults, start=1):
        if isinstance(fault, Flood):
            continue
        met = calls.met[number] + sum(link.met[number] for link in links.values())
        if met < _wanted(fault):
            text = _fault(fault)
            rows.append(Unfired(*fault.place, "fault", text))
    rows += [Unfired(*note.place, "note", _moment(note)) for note in missed]
    return tuple(sorted(rows))


def _wanted(fault: Cut | Change | SegmentFault | CallFault) -> int:
    if isinstance(fault, Cut | Change) or fault.which.nth is None or getattr(fault.which, "segment", None):
        return 1
    return len(fault.which.nth)


def _fault(fault: Cut | Change | SegmentFault | CallFault) -> str:
    if isinstance(fault, Cut | Change):
        return "cut" if isinstance(fault, Cut) else "wire"
    return _selector(fault.which)


def _trigger(step: ScriptStep) -> str:
    trigger = step.trigger
    if trigger.when is not None:
        return f"when: {_condition(trigger.when)}"
    return "after" if trigger.at is None else f"at: {format_time(trigger.at)}"


def _condition(condition: Condition) -> str:
    nth = getattr(condition, "nth", 1)
    more = f", nth: {nth}" if nth != 1 else ""
    if isinstance(condition, Entered):
        return f"{{{condition.host}: {condition.state}{more}}}"
    if isinstance(condition, Received):
        return f"{{{condition.host}: {{received: {condition.bytes}}}}}"
    word = "got" if isinstance(condition, Got) else "sent"
    return f"{{{condition.host}: {{{word}: {condition.match}{more}}}}}"


def _selector(which: Selector | CallSelector) -> str:
    nth = _nth(which.nth)
    if isinstance(which, CallSelector):
        return f"{{host: {which.host}, call: {which.call}, nth: {nth}}}"
    if which.segment is not None:
        return f"{{from: {which.sender}, segment: {which.segment}}}"
    return f"{{from: {which.sender}, match: {which.match}, nth: {nth}}}"


def _nth(nth: tuple[int, ...] | None) -> str:
    """As a file writes it: a number, a list, or all."""
    if nth is None:
        return "all"
    return str(nth[0]) if len(nth) == 1 else f"[{', '.join(map(str, nth))}]"


def _moment(note: Note) -> str:
    if isinstance(note.on, int):
        return f"segment: {note.on}"
    if isinstance(note.on, Entered):
        return _condition(note.on)
    return _condition(note.on.when) if note.on.when is not None else f"at: {format_time(note.on.at or 0)}"
