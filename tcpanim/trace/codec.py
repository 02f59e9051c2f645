"""A trace as the document that other programs read (format "tcpanim-trace", version 1).

Rows are written one by one, so that a run of 100,000 segments needs no second copy of itself. The keys come in a fixed
order and all numbers are integers: the same run gives the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from tcpanim.i18n import Text
from tcpanim.lesson import Ask, Teaching, View
from tcpanim.trace.events import (
    CallRow,
    Event,
    EventKind,
    Flight,
    HostInfo,
    NoteRow,
    QueueRow,
    Sample,
    StateChange,
    TimerRun,
    WireInfo,
)
from tcpanim.trace.trace import Trace
from tcpanim.wire.segment import ACK, URG

FORMAT = "tcpanim-trace"
VERSION = 1


def to_document(trace: Trace) -> dict[str, Any]:
    """The whole trace as one JSON-able value."""
    document = _head(trace)
    for name, rows in _tables(trace):
        document[name] = list(rows)
    document.update(_tail(trace))
    return document


def write(trace: Trace) -> Iterator[str]:
    """The trace as JSON text in pieces, one row of a table per line; the text ends with a newline."""
    yield "{"
    separator = "\n"
    for name, value in _head(trace).items():
        yield f"{separator}{_json(name)}: {_json(value)}"
        separator = ",\n"
    for name, rows in _tables(trace):
        yield f"{separator}{_json(name)}: ["
        inner = "\n"
        for row in rows:
            yield f"{inner}{_json(row)}"
            inner = ",\n"
        yield "]"
    for name, value in _tail(trace).items():
        yield f"{separator}{_json(name)}: {_json(value)}"
    yield "\n}\n"


def dumps(trace: Trace) -> str:
    """The trace as JSON text."""
    return "".join(write(trace))


_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).encode


def _head(trace: Trace) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": _text(trace.title),
        "seed": trace.seed,
        "wire": _wire(trace.wire),
        "hosts": [_host(host) for host in trace.hosts],
        "start": _view(trace.start),
        "notes": [_note(note) for note in trace.notes],
    }


def _wire(wire: WireInfo) -> dict[str, Any]:
    table: dict[str, Any] = {"delay": dict(wire.delay), "rate": dict(wire.rate), "queue": dict(wire.queue)}
    if wire.changes:
        names = ("at", "until", "from", "delay", "loss")
        table["changes"] = [dict(zip(names, change, strict=True)) for change in wire.changes]
    return table


def _tables(trace: Trace) -> tuple[tuple[str, Iterator[dict[str, Any]]], ...]:
    return (
        ("segments", (_segment(flight) for flight in trace.flights)),
        ("states", (_state(trace, row) for row in trace.states)),
        ("calls", (_call(row) for row in trace.calls)),
        *((("skipped", (_call(row) for row in trace.skipped)),) if trace.skipped else ()),
        ("timers", (_timer(row) for row in trace.timers)),
        ("samples", (_sample(row) for row in trace.samples)),
        ("events", (_event(row) for row in trace.events)),
        *((("queues", (_queue(row) for row in trace.queues)),) if trace.queues else ()),
        ("errors", ({"t": row.t, "host": row.host, "error": str(row.error)} for row in trace.errors)),
    )


def _tail(trace: Trace) -> dict[str, Any]:
    return {
        "delivered": {host.name: trace.delivered(host.name) for host in trace.hosts},
        "final": {name: str(state) for name, state in trace.final().items()},
        "end": trace.end,
        "stopped": trace.stopped,
        "problem": trace.problem,
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.pick("en"), "zh": text.pick("zh")}


def _host(host: HostInfo) -> dict[str, Any]:
    return {
        "name": host.name,
        "label": _text(host.label),
        "address": host.address,
        "port": host.port,
        "isn": host.isns[0] if host.isns else None,
        "isns": list(host.isns),
    }


def _view(view: View) -> dict[str, Any]:
    names = ("view", "panels", "numbering", "labels", "time", "zoom", "plot")
    values = ((name, getattr(view, name)) for name in names)
    return {name: _plain(value) for name, value in values if value is not None}


def _note(note: NoteRow) -> dict[str, Any]:
    teaching: Teaching = note.teaching
    return {
        "t": note.t,
        "segment": note.segment,
        "say": _text(teaching.say) if teaching.say else None,
        "speaker": _text(teaching.speaker) if teaching.speaker else None,
        "show": _view(teaching.show),
        "pause": teaching.pause,
        "ask": _ask(teaching.ask) if teaching.ask else None,
    }


def _ask(ask: Ask) -> dict[str, Any]:
    return {
        "question": _text(ask.question),
        "choices": [_text(choice) for choice in ask.choices],
        "answer": ask.answer,
        "why": _text(ask.why) if ask.why else None,
    }


def _segment(flight: Flight) -> dict[str, Any]:
    segment = flight.segment
    flags = int(segment.flags)
    return {
        "id": flight.id,
        "connection": flight.connection,
        "from": flight.sender,
        "to": flight.receiver,
        "sent": flight.sent,
        "left": flight.left,
        "due": flight.due,
        "arrived": flight.arrived,
        "ended": flight.ended,
        "fate": str(flight.fate),
        "by": flight.by,
        "injected": flight.injected,
        "copy_of": flight.copy_of,
        "src": str(flight.src),
        "dst": str(flight.dst),
        "flags": list(segment.flag_names),
        "seq": segment.seq,
        "ack": segment.ack if flags & ACK else None,
        "seq_base": flight.seq_base,
        "ack_base": flight.ack_base,
        "len": len(segment.data),
        "window": segment.window,
        "urgent": segment.urgent if flags & URG else None,
        "ecn": segment.ecn,
        "options": {name: _plain(value) for name, value in segment.options.items()},
        "retransmission": flight.retransmission,
        "reason": flight.reason,
    }


def _state(trace: Trace, row: StateChange) -> dict[str, Any]:
    return {
        "t": row.t,
        "host": row.host,
        "connection": row.connection,
        "from": str(row.before),
        "to": str(row.after),
        "cause": _state_cause(trace, row),
        "rule": row.rule,
    }


def _state_cause(trace: Trace, row: StateChange) -> dict[str, Any] | None:
    """What moved the connection: the call, the segment that arrived, the timer, or the crash."""
    stimulus = trace.stimulus(trace.event(row.event))
    if stimulus.row is None:
        return None
    if stimulus.kind is EventKind.CRASH:
        return {"crash": True}
    if stimulus.kind is EventKind.CALL:
        return {"call": trace.calls[stimulus.row].call}
    if stimulus.kind is EventKind.ARRIVED:
        return {"segment": trace.flights[stimulus.row].id}
    if stimulus.kind is EventKind.FIRED:
        return {"timer": trace.timers[stimulus.row].timer}
    return None


def _call(row: CallRow) -> dict[str, Any]:
    return {
        "t": row.t,
        "host": row.host,
        "connection": row.connection,
        "call": row.call,
        "argument": _plain(row.argument),
        "result": _plain(row.result),
    }


def _timer(row: TimerRun) -> dict[str, Any]:
    return {
        "host": row.host,
        "connection": row.connection,
        "timer": row.timer,
        "armed": row.armed,
        "deadline": row.deadline,
        "ended": row.ended,
        "end": row.end,
    }


def _queue(row: QueueRow) -> dict[str, Any]:
    return {
        "t": row.t,
        "host": row.host,
        "port": row.port,
        "syn": list(row.syn),
        "syn_limit": row.syn_limit,
        "accept": list(row.accept),
        "accept_limit": row.accept_limit,
    }


def _sample(row: Sample) -> dict[str, Any]:
    document: dict[str, Any] = {"t": row.t, "host": row.host, "connection": row.connection}
    document.update(zip(row.tcb._fields, row.tcb, strict=True))
    document["state"] = str(row.tcb.state)
    document["timers"] = [{"timer": name, "deadline": deadline} for name, deadline in row.tcb.timers]
    return document


def _event(row: Event) -> dict[str, Any]:
    return {
        "id": row.id,
        "t": row.t,
        "host": row.host,
        "connection": row.connection,
        "kind": str(row.kind),
        "cause": row.cause,
        "reason": row.reason,
        "rule": row.rule,
        "numbers": _plain(row.numbers) if row.numbers else {},
    }


def _plain(value: Any) -> Any:
    """``value`` with nothing in it but what JSON knows; bytes become their length's worth of hexadecimal digits."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    raise TypeError(f"a trace holds no {type(value).__name__}")
