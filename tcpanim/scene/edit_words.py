"""What-if edits in words: what is changed, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tcpanim.explain.typeset import sentence
from tcpanim.explain.values import Duration, HostName, SegmentLabel, Size
from tcpanim.i18n import Message
from tcpanim.scenario.edits import Edit, Setting, WireSetting
from tcpanim.scenario.model import (
    Call,
    Change,
    Corrupt,
    Cut,
    Delay,
    Deliver,
    Drop,
    Duplicate,
    Flood,
    Mark,
    Postpone,
    ScriptStep,
    SegmentFault,
    Skip,
)
from tcpanim.scenario.quantities import written_setting, written_share, written_wire
from tcpanim.scene.endpoint import call_words
from tcpanim.scene.names import Naming
from tcpanim.scene.same_call import CallKey, find_call
from tcpanim.scene.same_segment import SegmentKey, find

_FATES: Mapping[type, str] = {
    Drop: "drop",
    Delay: "delay",
    Duplicate: "duplicate",
    Corrupt: "corrupt",
    Deliver: "deliver",
    Mark: "mark",
}
CALLS = ("send", "close", "exit", "abort", "crash", "boot", "open", "listen")
"""The calls that have a sentence of their own; others are shown as they are written."""


class EditWords(NamedTuple):
    """``what`` is changed, and ``when`` ("" where the sentence says it); ``side``: left, right, or none."""

    what: str
    when: str
    side: str


def edit_words(edit: Edit, naming: Naming, changed: Naming | None = None) -> EditWords:
    """The edit in the reader's language.

    ``naming``: that of the run without changes; ``changed``: that of the run with this one, where there is one. There a
    segment has its name from: after other changes the n-th that a host sends may be another one than without them.
    """
    catalogue = naming.catalogue
    what, when, host = _messages(edit, naming, changed)
    said = sentence(what, catalogue, naming.show)
    timed = sentence(when, catalogue, naming.show) if when is not None else ""
    names = [one.name for one in naming.trace.hosts]
    side = ("left", "right")[names.index(host)] if host in names else "none"
    return EditWords(said, timed, side)


Said = tuple[Message, Message | None, str | None]


def _messages(edit: Edit, naming: Naming, changed: Naming | None) -> Said:
    match edit:
        case Setting():
            args: dict[str, object] = {"name": edit.name, "value": _shown(written_setting(edit.name, edit.value))}
            return _of_host("edit.setting", edit.host, naming, args), Message("edit.whole-run"), edit.host
        case WireSetting():
            value = written_wire(edit.name, edit.value)
            args = {"name": edit.name, "value": "–" if value is None else str(value)}
            return _of_direction("edit.path", edit.sender, args), Message("edit.whole-run"), edit.sender
        case ScriptStep():
            return _call(edit, naming)
        case Skip() | Postpone():
            return _call_fault(edit, naming, changed)
        case Cut() | Change():
            return _wire(edit)
        case Flood():
            return (Message("edit.flood", {"host": HostName(edit.to), "n": edit.count}), _span(edit.at, None), edit.to)
    return _segment(edit, naming, changed)


def _segment(edit: SegmentFault, naming: Naming, changed: Naming | None) -> Said:
    which = edit.which
    args: dict[str, object] = {"host": HostName(which.sender)}
    args["segment"] = Message("edit.nth-segment", {"n": which.segment or 0})
    for names in (changed, naming):
        number = find(names.trace, SegmentKey(which.sender, which.segment)) if names and which.segment else None
        if names is not None and number is not None:
            args["segment"] = names.show(SegmentLabel(number))
            break
    if isinstance(edit, Delay):
        args["by"] = Duration(edit.by)
    return Message(f"edit.{_FATES[type(edit)]}", args), None, which.sender


def _call_fault(edit: Skip | Postpone, naming: Naming, changed: Naming | None) -> Said:
    host, name, nth = edit.which.host, edit.which.call, (edit.which.nth or (1,))[0]
    args: dict[str, object] = {"label": naming.host(host)}
    args["call"] = Message("edit.nth-call", {"call": Message(f"call-name.{name}"), "n": nth})
    when = None
    for names in (naming, changed):  # a call that another change has added is in no other run
        row = find_call(names.trace, CallKey(host, name, nth)) if names is not None else None
        if names is not None and row is not None:
            args["call"] = call_words(names.trace, row, names)
            when = Message("edit.at", {"at": Duration(row.t)}) if names is naming else None
            break
    if isinstance(edit, Skip):
        return Message("edit.skip", args), when, host
    return Message("edit.postpone", {**args, "by": Duration(edit.by)}), when, host


def _wire(edit: Cut | Change) -> Said:
    when = _span(edit.at, edit.until)
    if isinstance(edit, Cut):
        return _of_direction("edit.cut", edit.sender, {}), when, edit.sender
    args: dict[str, object] = {}
    if edit.delay is not None:
        args["delay"] = Duration(edit.delay)
    if edit.loss is not None:
        args["loss"] = written_share(edit.loss)
    return _of_direction(f"edit.wire-{'-'.join(sorted(args))}", edit.sender, args), when, edit.sender


def _call(edit: ScriptStep, naming: Naming) -> Said:
    at = edit.trigger.at or 0
    when = Message("edit.at", {"at": Duration(at + edit.trigger.after)})
    call = edit.action
    if not isinstance(call, Call):
        return Message("edit.inject", {"host": HostName(call.to)}), when, call.to
    name = call.name
    args: dict[str, object] = {"label": naming.host(call.host)}
    if name == "send":
        args["size"] = Size(len(call.argument))
    elif name == "read" and isinstance(call.argument, bool):
        name = "read-on" if call.argument else "read-off"
    elif name not in CALLS:
        name, args["call"] = "call", name
    return Message(f"edit.call-{name}", args), when, call.host


def _span(at: int, until: int | None) -> Message:
    if until is None:
        return Message("edit.from", {"at": Duration(at)})
    return Message("edit.between", {"at": Duration(at), "until": Duration(until)})


def _of_host(key: str, host: str | None, naming: Naming, args: Mapping[str, object]) -> Message:
    if host is None:
        return Message(f"{key}-both", args)
    return Message(key, {"label": naming.host(host), **args})


def _of_direction(key: str, sender: str | None, args: Mapping[str, object]) -> Message:
    if sender is None:
        return Message(key, args)
    return Message(f"{key}-one-way", {"host": HostName(sender), **args})


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {item}" for name, item in value.items())
    return str(value)
