"""Triggers of the script: times, conditions, and the names of segments, states and hosts in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tcpanim.scenario.model import Condition, Entered, Got, Received, Sent, Trigger
from tcpanim.scenario.problems import closest
from tcpanim.scenario.record import Field, Values, mapping, read_fields, record_schema
from tcpanim.scenario.shape import (
    HOST_NAME,
    Choice,
    Quantity,
    Reading,
    Schema,
    Shape,
    Whole,
    unknown_host,
    unknown_key,
    word,
)
from tcpanim.scenario.state_names import state_named, state_spellings
from tcpanim.scenario.yaml_reader import Entry, Mapping, Node, Scalar
from tcpanim.tcp.states import State

MATCHES = ("SYN", "SYN-ACK", "ACK", "DATA", "FIN", "RST", "ANY")
MATCH = Choice(
    MATCHES,
    "unknown-match",
    {"synack": "syn-ack", "syn+ack": "syn-ack", "fin-ack": "fin", "rst-ack": "rst", "all": "any"},
)
NTH = Whole(1, 1_000_000)
TIME = Quantity("time")


@dataclass(frozen=True)
class StateName(Shape):
    """A state of a connection in any usual spelling."""

    def read(self, node: Node, path: str, reading: Reading) -> State | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        state = state_named(scalar.text)
        if state is None:
            reading.report(node, path, "unknown-state", _closest_state(scalar.text), value=scalar.text)
        return state

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/state"}


def _closest_state(text: str) -> str:
    spelling = closest(text.replace(" ", "-"), state_spellings())
    state = state_named(spelling)
    return str(state) if state else ""


STATE = StateName()

_WHAT = {
    "received": Field(Quantity("size", low=1), "bytes that the application has read in all"),
    "got": Field(MATCH, "a segment of this kind arrives"),
    "sent": Field(MATCH, "a segment of this kind is sent"),
    "nth": Field(NTH, "the how manieth time; 1 when absent"),
}


def host_entry(node: Mapping, path: str, others: tuple[str, ...], reading: Reading) -> Entry | None:
    """The one entry of the mapping whose key is a host; ``others``: the keys that may stand beside it."""
    entries = [entry for name, entry in node.entries.items() if name not in others]
    if not reading.hosts:
        return None
    known = [entry for entry in entries if entry.key.text in reading.hosts]
    for entry in entries:
        if entry in known:
            continue
        below = f"{path}.{entry.key.text}"
        # A single word beside proper keys is meant to be the host when there is none, else a mistyped key.
        if known or closest(entry.key.text, others) or not re.fullmatch(HOST_NAME, entry.key.text):
            unknown_key(entry.key, below, (*others, *reading.hosts), reading)
        else:
            unknown_host(entry.key, below, reading)
    if len(known) > 1:
        keys = known[0].key.text, known[1].key.text
        return reading.report(known[1].key, path, "together", key=keys[0], other=keys[1])
    if not entries:
        return reading.report(node, path, "want-host", hosts=tuple(reading.hosts))
    return known[0] if known else None


@dataclass(frozen=True)
class ConditionShape(Shape):
    """``{client: ESTABLISHED}``, ``{server: {received: 500}}``, ``{client: {got: SYN-ACK}, nth: 2}``."""

    states_only: bool = False

    def read(self, node: Node, path: str, reading: Reading) -> Condition | None:
        given = mapping(node, path, "client: ESTABLISHED", reading)
        if given is None:
            return None
        entry = host_entry(given, path, ("nth",), reading)
        nth = 1
        if (times := given.entries.get("nth")) is not None:
            nth = NTH.read(times.value, f"{path}.nth", reading) or 1
        if entry is None:
            return None
        host, below = entry.key.text, f"{path}.{entry.key.text}"
        if isinstance(entry.value, Mapping) and not self.states_only:
            return self._event(entry.value, below, host, None if times is None else nth, reading)
        state = STATE.read(entry.value, below, reading)
        return Entered(host, state, nth) if state else None

    def _event(self, node: Mapping, path: str, host: str, outer: int | None, reading: Reading) -> Condition | None:
        values = read_fields(node, path, _WHAT, reading)
        kinds = [name for name in ("received", "got", "sent") if values.given(name)]
        if len(kinds) != 1:
            return reading.report(node, path, "condition") if not node.entries or kinds else None
        if outer is not None and values.given("nth"):
            return reading.report(values.at("nth"), f"{path}.nth", "nth-twice")
        value = values.get(kinds[0])
        if value is None:
            return None
        nth = outer or values.get("nth") or 1
        if kinds[0] == "received":
            if outer is not None or values.given("nth"):
                return reading.report(node, path, "nth-received")
            return Received(host, value)
        return (Got if kinds[0] == "got" else Sent)(host, value, nth)

    def schema(self) -> Schema:
        state = STATE.schema()
        event = record_schema({name: _WHAT[name] for name in ("received", "got", "sent", "nth")})
        under = state if self.states_only else {"oneOf": [state, event]}
        return record_schema({"nth": _WHAT["nth"]}, under)


TRIGGER_FIELDS = {
    "at": Field(TIME, "at this time"),
    "when": Field(ConditionShape(), "when this comes true; each step is taken once"),
    "after": Field(TIME, "so much later; alone: after the step before this one"),
}


def read_trigger(values: Values, node: Node, path: str, first: bool, reading: Reading) -> Trigger:
    """The trigger among the values of a step; ``first``: there is no step before it."""
    if values.given("at") and values.given("when"):
        later = max((values.node.entries[key].key for key in ("at", "when")), key=lambda key: key.place)
        reading.report(later, path, "together", key="at", other="when")
    elif first and not values.given("at") and not values.given("when"):
        reading.report(node, path, "no-trigger")
    return Trigger(values.get("at"), values.get("when"), values.get("after") or 0)


def is_word(node: Node, *words: str) -> bool:
    """Whether the node is one of these words."""
    return isinstance(node, Scalar) and node.text in words
