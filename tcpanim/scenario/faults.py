"""What goes wrong on purpose: on the wire, and in the applications."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tcpanim.scenario.calls import CALLS
from tcpanim.scenario.conditions import MATCH, NTH, TIME
from tcpanim.scenario.model import (
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
    Place,
    Postpone,
    Selector,
    Skip,
)
from tcpanim.scenario.problems import closest
from tcpanim.scenario.record import Field, ListOf, Record, Values, mapping
from tcpanim.scenario.shape import Choice, Host, Quantity, Reading, Schema, Shape, Whole
from tcpanim.scenario.yaml_reader import Node, Scalar
from tcpanim.units import MS

# A copy that came at the same instant as its original could not be told from it on the screen.
_COPY_AFTER = 10 * MS


@dataclass(frozen=True)
class Nth(Shape):
    """Which of the matches: a number, a list of numbers, or ``all``. Read as a tuple; all: ()."""

    def read(self, node: Node, path: str, reading: Reading) -> tuple[int, ...] | None:
        if isinstance(node, Scalar) and node.text.casefold() == "all":
            return ()
        numbers = ListOf(NTH, least=1, single=True).read(node, path, reading)
        return None if numbers is None or None in numbers else tuple(sorted(set(numbers)))

    def schema(self) -> Schema:
        return {"oneOf": [{"const": "all"}, *ListOf(NTH, least=1, single=True).schema()["oneOf"]]}


_SELECTOR = {
    "from": Field(Host(), "the host that sends the segment", required=True),
    "match": Field(MATCH, "its kind; absent: ANY"),
    "nth": Field(Nth(), "which of those that match, retransmissions included: a number, a list, or all; absent: 1"),
    "segment": Field(Whole(1, 1_000_000), "the n-th segment that this host sends, instead of match and nth"),
}


def _selector(values: Values, path: str, reading: Reading) -> Selector:
    for other in ("match", "nth"):
        if values.given("segment") and values.given(other):
            reading.report(values.node.entries[other].key, path, "together", key="segment", other=other)
    nth = values.get("nth")
    return Selector(
        sender=values.get("from") or "",
        match=values.get("match") or "ANY",
        nth=(1,) if nth is None else nth or None,
        segment=values.get("segment"),
    )


def _drop(values: Values, node: Node, path: str, reading: Reading) -> Drop:
    return Drop(_selector(values, path, reading), node.place)


def _delay(values: Values, node: Node, path: str, reading: Reading) -> Delay:
    return Delay(_selector(values, path, reading), values.get("by") or 0, node.place)


def _duplicate(values: Values, node: Node, path: str, reading: Reading) -> Duplicate:
    after = values.get("after")
    return Duplicate(_selector(values, path, reading), _COPY_AFTER if after is None else after, node.place)


def _corrupt(values: Values, node: Node, path: str, reading: Reading) -> Corrupt:
    return Corrupt(_selector(values, path, reading), node.place)


def _mark(values: Values, node: Node, path: str, reading: Reading) -> Mark:
    return Mark(_selector(values, path, reading), node.place)


def _deliver(values: Values, node: Node, path: str, reading: Reading) -> Deliver:
    return Deliver(_selector(values, path, reading), node.place)


_CALL = {
    "host": Field(Host(), "whose application makes the call", required=True),
    "call": Field(Choice(CALLS), "the call's name", required=True),
    "nth": Field(
        Nth(), "which of this host's calls of that name, in the script's order: a number, a list, or all; absent: 1"
    ),
}


def _call_selector(values: Values) -> CallSelector:
    nth = values.get("nth")
    return CallSelector(values.get("host") or "", values.get("call") or "", (1,) if nth is None else nth or None)


def _skip(values: Values, node: Node, _path: str, _reading: Reading) -> Skip:
    return Skip(_call_selector(values), node.place)


def _postpone(values: Values, node: Node, _path: str, _reading: Reading) -> Postpone:
    return Postpone(_call_selector(values), values.get("by") or 0, node.place)


def _between(values: Values, path: str, reading: Reading) -> tuple[int, int | None]:
    at, until = values.get("at") or 0, values.get("until")
    if until is not None and until <= at:
        reading.report(values.at("until"), f"{path}.until", "cut-order")
    return at, until


def _change(values: Values, node: Node, path: str, reading: Reading) -> Change:
    if not values.given("delay") and not values.given("loss"):
        reading.report(node, path, "some-of", keys="delay, loss")
    at, until = _between(values, path, reading)
    return Change(at, until, values.get("from"), values.get("delay"), values.get("loss"), node.place)


def _cut(values: Values, node: Node, path: str, reading: Reading) -> Cut:
    at, until = _between(values, path, reading)
    return Cut(at, until, values.get("from"), node.place)


def _flood(values: Values, node: Node, _path: str, _reading: Reading) -> Flood | None:
    to, at, count = values.get("to"), values.get("at"), values.get("count")
    if to is None or at is None or count is None:
        return None
    return Flood(to, at, count, values.get("rate") or _FLOOD_RATE, node.place)


_FLOOD_RATE = 100
_FLOOD = {
    "to": Field(Host(), "the host that is flooded, at its port", required=True),
    "at": Field(TIME, "when the first SYN arrives", required=True),
    "count": Field(Whole(1, 10_000), "how many SYNs, each from another forged address", required=True),
    "rate": Field(Whole(1, 1_000_000), "SYNs per second; absent: 100"),
}
_CUT = {
    "at": Field(TIME, "from this time on", required=True),
    "until": Field(TIME, "before this time; absent: to the end"),
    "from": Field(Host(), "only what this host sends; absent: both directions"),
}
_CHANGE = {
    **_CUT,
    "delay": Field(TIME, "the one-way delay from then on; absent: as it is"),
    "loss": Field(Quantity("share"), "share of the segments that is lost from then on; absent: as it is"),
}
_BY = {"by": Field(Quantity("time", low=1), "so much longer on the way", required=True)}
_AFTER = {"after": Field(TIME, "the copy comes so much later; absent: 10 ms")}


def _fault(fields: dict[str, Field], build: Callable[..., Any], doc: str, example: str) -> Field:
    return Field(Record(fields, build, example), doc)


_WHICH = "from: client, match: ACK, nth: 1"
_WHOSE = "host: server, call: close"
_LATER = {"by": Field(Quantity("time", low=1), "so much later", required=True)}
FAULTS = {
    "drop": _fault(_SELECTOR, _drop, "the segment is lost", _WHICH),
    "delay": _fault({**_SELECTOR, **_BY}, _delay, "the segment takes longer", "from: client, match: DATA, by: 200 ms"),
    "duplicate": _fault({**_SELECTOR, **_AFTER}, _duplicate, "the network delivers a copy too", _WHICH),
    "corrupt": _fault(_SELECTOR, _corrupt, "a bit is turned on the way; the checksum catches it", _WHICH),
    "mark": _fault(
        _SELECTOR,
        _mark,
        "a congested router marks the segment (ECN); a segment that is not ECN-capable it drops",
        "from: client, match: DATA, nth: 2",
    ),
    "deliver": _fault(_SELECTOR, _deliver, "other faults and chance pass the segment by", _WHICH),
    "wire": _fault(_CHANGE, _change, "the path is another for a while", "at: 1 s, delay: 200 ms"),
    "flood": _fault(_FLOOD, _flood, "SYNs from forged addresses", "to: server, at: 1 s, count: 8"),
    "cut": _fault(_CUT, _cut, "nothing gets through for a while", "at: 1 s, until: 3 s"),
    "skip": _fault(_CALL, _skip, "the application does not make the call", _WHOSE),
    "postpone": _fault({**_CALL, **_LATER}, _postpone, "the application makes the call later", f"{_WHOSE}, by: 10 s"),
}


@dataclass(frozen=True)
class FaultShape(Shape):
    """One fault: ``{drop: {from: client, match: ACK, nth: 1}}``."""

    def read(self, node: Node, path: str, reading: Reading) -> Fault | None:
        given = mapping(node, path, "drop: {from: client, match: ACK}", reading)
        if given is None:
            return None
        found: list[Fault | None] = []
        for name, entry in given.entries.items():
            below = f"{path}.{name}"
            if name not in FAULTS:
                reading.report(entry.key, below, "unknown-key", closest(name, FAULTS), key=name)
            elif found:
                reading.report(entry.key, path, "together", key=next(iter(given.entries)), other=name)
            else:
                fault: Fault | None = FAULTS[name].shape.read(entry.value, below, reading)
                found.append(fault and _placed(fault, node.place))
        if not given.entries:
            reading.report(node, path, "one-of", keys=tuple(FAULTS))
        return found[0] if found else None

    def schema(self) -> Schema:
        forms = [
            {
                "type": "object",
                "properties": {name: {**field.shape.schema(), "description": field.doc}},
                "required": [name],
                "additionalProperties": False,
            }
            for name, field in FAULTS.items()
        ]
        return {"oneOf": forms}


def _placed(fault: Fault, place: Place) -> Fault:
    """The fault with the place of its list item, which is where a reader looks for it."""
    return replace(fault, place=place)
