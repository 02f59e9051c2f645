"""What a run is expected to show."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any

from tcpanim.scenario.conditions import MATCH, STATE, host_entry, is_word
from tcpanim.scenario.hosts import SEQUENCE
from tcpanim.scenario.model import Expect, Ladder, Place, Rung, StatePath
from tcpanim.scenario.record import Field, ListOf, PerHost, Record, Values, mapping, read_fields, record_schema
from tcpanim.scenario.shape import Choice, Quantity, Reading, Schema, Shape, Switch, Whole
from tcpanim.scenario.yaml_reader import Items, Mapping, Node
from tcpanim.tcp.io import UserError

_MORE = ("…", "...")


def _open_ended(node: Items, path: str, reading: Reading) -> tuple[list[Node], bool]:
    """The items without a last ``…``, and whether there was one."""
    items = list(node.items)
    more = bool(items) and is_word(items[-1], *_MORE)
    if more:
        items.pop()
    for n, item in enumerate(items, 1):
        if is_word(item, *_MORE):
            reading.report(item, f"{path}[{n}]", "ellipsis")
    return [item for item in items if not is_word(item, *_MORE)], more


@dataclass(frozen=True)
class States(Shape):
    """The states that a connection walks through, in order."""

    def read(self, node: Node, path: str, reading: Reading) -> StatePath | None:
        if not isinstance(node, Items):
            return reading.report(node, path, "want-list", example="CLOSED, SYN-SENT, ESTABLISHED, …")
        items, more = _open_ended(node, path, reading)
        states = tuple(STATE.read(item, f"{path}[{n}]", reading) for n, item in enumerate(items, 1))
        return StatePath(tuple(state for state in states if state), more, node.place)

    def schema(self) -> Schema:
        return {"type": "array", "items": {"oneOf": [STATE.schema(), {"enum": list(_MORE)}]}}


STRANGER = "stranger"
"""In the place of a host: a segment from an address that is neither host's."""

_RUNG = {
    "seq": Field(SEQUENCE, "relative sequence number"),
    "ack": Field(SEQUENCE, "relative acknowledgment number"),
    "len": Field(Quantity("size"), "bytes of data"),
    "window": Field(Whole(0, 65535), "window field"),
    "lost": Field(Switch(), "not delivered"),
    "wire_seq": Field(SEQUENCE, "sequence number on the wire"),
    "wire_ack": Field(SEQUENCE, "acknowledgment number on the wire"),
}


@dataclass(frozen=True)
class Rungs(Shape):
    """All segments in sending order."""

    def read(self, node: Node, path: str, reading: Reading) -> Ladder | None:
        if not isinstance(node, Items):
            return reading.report(node, path, "want-list", example="{client: SYN, seq: 0}, …")
        items, more = _open_ended(node, path, reading)
        rungs = [_rung(item, f"{path}[{n}]", reading) for n, item in enumerate(items, 1)]
        return Ladder(tuple(rung for rung in rungs if rung), more, node.place)

    def schema(self) -> Schema:
        rung = record_schema(_RUNG, MATCH.schema())
        return {"type": "array", "items": {"oneOf": [rung, {"enum": list(_MORE)}]}}


def _rung(node: Node, path: str, reading: Reading) -> Rung | None:
    given = mapping(node, path, "client: SYN, seq: 0", reading)
    if given is None:
        return None
    numbers = Mapping(given.place, {name: entry for name, entry in given.entries.items() if name in _RUNG})
    values = read_fields(numbers, path, _RUNG, reading)
    stranger = given.entries.get(STRANGER) if STRANGER not in reading.hosts else None
    entry = stranger or host_entry(given, path, tuple(_RUNG), reading)
    if entry is None:
        return None
    match = MATCH.read(entry.value, f"{path}.{entry.key.text}", reading)
    return Rung(entry.key.text, match, node.place, **values) if match else None


_ERRORS = Choice(tuple(error.value for error in UserError), "unknown-error")

_EXPECT: Map[str, Field] = {
    "states": Field(PerHost(States()), "the states that a host's newest connection walks through"),
    "ladder": Field(Rungs(), "all segments in sending order; a last … allows more"),
    "delivered": Field(PerHost(Quantity("size")), "bytes that the application has received in all"),
    "errors": Field(PerHost(ListOf(_ERRORS, single=True)), "what the applications are told; {} for nothing"),
    "final": Field(PerHost(STATE), "the state at the end"),
}


def _expect(values: Values, _node: Node, _path: str, _reading: Reading) -> Expect:
    places: dict[str, Place] = {}
    for key in _EXPECT:
        if not values.given(key):
            continue
        places[key] = values.at(key).place
        if isinstance(below := values.at(key), Mapping):
            places.update({f"{key}.{host}": entry.value.place for host, entry in below.entries.items()})
    found: dict[str, Any] = {key: values.get(key) for key in _EXPECT}
    return Expect(**found, places=places)


EXPECT = Record(_EXPECT, _expect, "final: {client: CLOSED}")
RUNG_WORDS = tuple(_RUNG)
