"""What-if edits as values: a scenario with one fault, one step or one setting more is a scenario again.

An edit is just what could be written into the file too. It names a segment as faults do (the n-th that this host sends)
and a call by its place in the script, never by its place in a trace, so that it means the same after other edits; and
it is added behind everything that the file says, so that the run before the edit's moment stays what it was, to the
byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tcpanim.scenario.model import (
    Call,
    CallFault,
    CallSelector,
    Change,
    Corrupt,
    Cut,
    Delay,
    Deliver,
    Drop,
    Duplicate,
    Fault,
    Flood,
    HostSpec,
    Place,
    Postpone,
    Scenario,
    ScriptStep,
    SegmentFault,
    Selector,
    Skip,
    Trigger,
    WireSpec,
)

UNWRITTEN = Place(0, 0)
"""The place of what stands in no file; ``apply`` numbers the edits: line 0, column n is the n-th one applied."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Another value for one field of a host's TcpConfig (host None: both hosts'), for the whole run."""

    host: str | None
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class WireSetting:
    """Another value for one property of the path, for the whole run (``sender`` None: both directions)."""

    name: str
    value: int | None
    sender: str | None = None


Edit = Fault | ScriptStep | Setting | WireSetting


# ---- making them ------------------------------------------------------------------------------------------------


def drop(host: str, segment: int) -> Drop:
    """The ``segment``-th segment that ``host`` sends is lost."""
    return Drop(_nth(host, segment), UNWRITTEN)


def delay(host: str, segment: int, by: int) -> Delay:
    """It takes ``by`` ns longer."""
    return Delay(_nth(host, segment), by, UNWRITTEN)


def duplicate(host: str, segment: int, after: int) -> Duplicate:
    """The network delivers a copy of it too, ``after`` ns later."""
    return Duplicate(_nth(host, segment), after, UNWRITTEN)


def corrupt(host: str, segment: int) -> Corrupt:
    """A bit of it is turned on the way."""
    return Corrupt(_nth(host, segment), UNWRITTEN)


def deliver(host: str, segment: int) -> Deliver:
    """It arrives as if nothing had been wrong."""
    return Deliver(_nth(host, segment), UNWRITTEN)


def call(at: int, host: str, name: str, argument: Any = None, connection: int | None = None) -> ScriptStep:
    """The application of ``host`` makes a call at ``at`` ns; the arguments are those of ``Call``."""
    return ScriptStep(Trigger(at=at), Call(host, name, argument, connection), UNWRITTEN)


def skip(host: str, name: str, nth: int) -> Skip:
    """The application of ``host`` does not make the ``nth`` of its calls of that name in the script."""
    return Skip(CallSelector(host, name, (nth,)), UNWRITTEN)


def postpone(host: str, name: str, nth: int, by: int) -> Postpone:
    """It makes that call ``by`` ns later."""
    return Postpone(CallSelector(host, name, (nth,)), by, UNWRITTEN)


def cut(at: int, until: int | None = None, sender: str | None = None) -> Cut:
    """Nothing sent from ``at`` on and before ``until`` gets through (``sender`` None: in both directions)."""
    return Cut(at, until, sender, UNWRITTEN)


def change_wire(
    at: int, *, delay: int | None = None, loss: int | None = None, until: int | None = None, sender: str | None = None
) -> Change:
    """From ``at`` on the path has another ``delay`` (ns) or ``loss`` (parts per million)."""
    return Change(at, until, sender, delay, loss, UNWRITTEN)


def _nth(host: str, segment: int) -> Selector:
    return Selector(host, segment=segment)


# ---- applying them ----------------------------------------------------------------------------------------------


def apply(scenario: Scenario, edits: Iterable[Edit]) -> Scenario:
    """``scenario`` with the edits, in their order. Raises ConfigError where settings do not go together."""
    faults, script = list(scenario.faults), list(scenario.script)
    settings: list[Setting] = []
    wire = scenario.wire
    for number, edit in enumerate(edits, start=1):
        if isinstance(edit, Setting):
            settings.append(edit)
        elif isinstance(edit, WireSetting):
            wire = _with_wire(wire, edit, scenario)
        elif isinstance(edit, ScriptStep):
            script.append(replace(edit, place=Place(0, number)))
        else:
            faults.append(replace(edit, place=Place(0, number)))
    left, right = (_with_settings(host, settings) for host in scenario.hosts)
    return replace(scenario, hosts=(left, right), wire=wire, script=tuple(script), faults=tuple(faults))


def _with_settings(host: HostSpec, settings: list[Setting]) -> HostSpec:
    # All at once: two that only go together may come in either order.
    values = {setting.name: setting.value for setting in settings if setting.host in (None, host.name)}
    return replace(host, tcp=replace(host.tcp, **values)) if values else host


def _with_wire(wire: WireSpec, edit: WireSetting, scenario: Scenario) -> WireSpec:
    senders = [host.name for host in scenario.hosts if edit.sender in (None, host.name)]
    return replace(wire, **{edit.name: {**getattr(wire, edit.name), **dict.fromkeys(senders, edit.value)}})


def fitting(scenario: Scenario, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Those of the edits that speak of hosts which this scenario has."""
    names = {host.name for host in scenario.hosts}
    return tuple(edit for edit in edits if _host_of(edit) in (None, *names))


def _host_of(edit: Edit) -> str | None:
    match edit:
        case Setting():
            return edit.host
        case ScriptStep():
            return edit.action.host if isinstance(edit.action, Call) else edit.action.to
        case WireSetting() | Cut() | Change():
            return edit.sender
        case Flood():
            return edit.to
        case Skip() | Postpone():
            return edit.which.host
    return edit.which.sender


def calls_in(scenario: Scenario, host: str, name: str) -> int:
    """How many calls of that name the file has for ``host``; those with higher numbers are made by edits."""
    actions = (step.action for step in scenario.script)
    return sum(isinstance(one, Call) and (one.host, one.name) == (host, name) for one in actions)


def replaces(new: Edit, old: Edit) -> bool:
    """Whether ``new`` takes the place of ``old``.

    One thing at a time happens to a segment or a call, a setting has one value.
    """
    match new, old:
        case (Setting(), Setting()):
            return new.name == old.name and new.host in (None, old.host)
        case (WireSetting(), WireSetting()):
            return new.name == old.name and new.sender in (None, old.sender)
    for kind in (SegmentFault, CallFault):
        if isinstance(new, kind) and isinstance(old, kind):
            return new.which == old.which
    return new == old


def number_of(place: Place) -> int | None:
    """Which of the edits stands at ``place``, from 1; None: it stands in the file."""
    return place.column if place.line == 0 and place.column else None
