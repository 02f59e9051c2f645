"""Edits as a scenario file writes them, in plain values: maps, lists, words and numbers; and read back from those."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tcpanim.scenario.data import pattern
from tcpanim.scenario.edit_history import Entries, Entry
from tcpanim.scenario.edits import UNWRITTEN, Edit, Setting, WireSetting
from tcpanim.scenario.faults import FaultShape
from tcpanim.scenario.hosts import WIRE_FIELDS
from tcpanim.scenario.model import (
    Call,
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
    Mark,
    Opening,
    Postpone,
    ScriptStep,
    Selector,
    Skip,
    Urgent,
)
from tcpanim.scenario.quantities import written_setting, written_share, written_time, written_wire
from tcpanim.scenario.record import Field
from tcpanim.scenario.script import read_step
from tcpanim.scenario.shape import Reading
from tcpanim.scenario.tcp_settings import SETTINGS
from tcpanim.scenario.yaml_reader import Items, Mapping, Node, Scalar, read
from tcpanim.tcp.listener import Backlog

Written = dict[str, Any]


class UnwritableError(ValueError):
    """A value that no scenario file can say."""


# ---- faults and steps -------------------------------------------------------------------------------------------


def _selector(which: Selector) -> Written:
    if which.segment is not None:
        return {"from": which.sender, "segment": which.segment}
    return {"from": which.sender, "match": which.match, "nth": _nth(which.nth)}


def _call_selector(which: CallSelector) -> Written:
    return {"host": which.host, "call": which.call, "nth": _nth(which.nth)}


def _nth(nth: tuple[int, ...] | None) -> Any:
    return "all" if nth is None else nth[0] if len(nth) == 1 else list(nth)


def _span(fault: Cut | Change) -> Written:
    written: Written = {"at": written_time(fault.at)}
    if fault.until is not None:
        written["until"] = written_time(fault.until)
    if fault.sender is not None:
        written["from"] = fault.sender
    return written


_SIMPLE = {Drop: "drop", Corrupt: "corrupt", Mark: "mark", Deliver: "deliver"}


def written_fault(fault: Fault) -> Written:
    """A line of ``faults``."""
    match fault:
        case Delay():
            return {"delay": {**_selector(fault.which), "by": written_time(fault.by)}}
        case Duplicate():
            return {"duplicate": {**_selector(fault.which), "after": written_time(fault.after)}}
        case Skip():
            return {"skip": _call_selector(fault.which)}
        case Postpone():
            return {"postpone": {**_call_selector(fault.which), "by": written_time(fault.by)}}
        case Cut():
            return {"cut": _span(fault)}
        case Change():
            change = _span(fault)
            if fault.delay is not None:
                change["delay"] = written_time(fault.delay)
            if fault.loss is not None:
                change["loss"] = written_share(fault.loss)
            return {"wire": change}
        case Flood():
            flood = {"to": fault.to, "at": written_time(fault.at), "count": fault.count, "rate": fault.rate}
            return {"flood": flood}
    return {_SIMPLE[type(fault)]: _selector(fault.which)}


def written_step(step: ScriptStep) -> Written:
    """A line of ``script``: a call at a time."""
    if step.trigger.at is None or not isinstance(step.action, Call):
        raise UnwritableError("only calls at a time are edits")
    call = step.action
    written: Written = {"at": written_time(step.trigger.at + step.trigger.after)}
    if call.connection is not None:
        written["connection"] = call.connection
    written[call.host] = call.name if call.argument is None else {call.name: _argument(call)}
    return written


def _argument(call: Call) -> Any:
    argument = call.argument
    if call.name == "send":
        return _data(argument)
    if call.name == "set":
        name, value = argument
        return {name: ("on" if value else "off") if name == "cork" else written_setting(name, value)}
    if call.name == "open":
        port, data = argument if isinstance(argument, Opening) else (argument, b"")
        given = {} if port is None else {"port": port}
        return {**given, "data": _data(data)} if data else given
    if isinstance(argument, Backlog):
        given = {name: value for name, value in argument._asdict().items() if value is not None}
        return {name: _switch(value) if isinstance(value, bool) else value for name, value in given.items()}
    return _switch(argument) if isinstance(argument, bool) else argument


def _switch(value: bool) -> str:
    return "on" if value else "off"


def _data(data: bytes) -> Any:
    if data == pattern(len(data)):
        return {"bytes": len(data), "urgent": "on"} if isinstance(data, Urgent) else len(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = ""
    if isinstance(data, Urgent) or not text:
        raise UnwritableError("these data cannot be written as text")
    return text


# ---- a list of edits, to be kept over the end of the program ----------------------------------------------------


def written_edit(edit: Edit) -> Written:
    """An edit as a map with one key: fault, step, tcp, wire."""
    if isinstance(edit, Setting):
        return {"tcp": {"host": edit.host or "", edit.name: written_setting(edit.name, edit.value)}}
    if isinstance(edit, WireSetting):
        return {"wire": {"host": edit.sender or "", edit.name: written_wire(edit.name, edit.value)}}
    if isinstance(edit, ScriptStep):
        return {"step": written_step(edit)}
    return {"fault": written_fault(edit)}


def keep(entries: Entries) -> str:
    """The list as a line of text."""
    return json.dumps([{"on": entry.on, **written_edit(entry.edit)} for entry in entries], ensure_ascii=False)


def kept(text: str, hosts: tuple[str, str]) -> Entries:
    """The list that ``keep`` wrote, for a scenario with these hosts; what is not understood is left out."""
    root, problems = read(text)
    if problems or not isinstance(root, Items):
        return ()
    entries = (_kept_entry(node, hosts) for node in root.items)
    return tuple(entry for entry in entries if entry is not None)


def _kept_entry(node: Node, hosts: tuple[str, str]) -> Entry | None:
    if not isinstance(node, Mapping):
        return None
    reading = Reading(hosts)
    edit: Edit | None = None
    on = True
    for name, entry in node.entries.items():
        if name == "on":
            on = isinstance(entry.value, Scalar) and entry.value.text == "true"
        elif name == "fault":
            edit = FaultShape().read(entry.value, "", reading)
        elif name == "step":
            edit = read_step(entry.value, "", first=True, reading=reading)
        elif name in ("tcp", "wire") and isinstance(entry.value, Mapping):
            edit = _kept_setting(name, entry.value, reading)
    return None if edit is None or reading.problems else Entry(_unplaced(edit), on)


def _kept_setting(kind: str, given: Mapping, reading: Reading) -> Setting | WireSetting | None:
    fields: dict[str, Field] = SETTINGS if kind == "tcp" else WIRE_FIELDS
    host: str | None = None
    for name, entry in given.entries.items():
        if name == "host":
            host = entry.value.text if isinstance(entry.value, Scalar) and entry.value.text in reading.hosts else None
        elif name in fields and kind == "tcp":
            value = fields[name].shape.read(entry.value, name, reading)
            return None if value is ... else Setting(host, name, value)
        elif name in fields:
            if isinstance(entry.value, Scalar) and entry.value.empty:
                return WireSetting(name, None, host)
            values = fields[name].shape.read(entry.value, name, reading)
            return None if values is None else WireSetting(name, values[reading.hosts[0]], host)
    return None


def _unplaced(edit: Edit) -> Edit:
    return edit if isinstance(edit, Setting | WireSetting) else replace(edit, place=UNWRITTEN)
