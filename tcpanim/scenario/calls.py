"""What an application does in a step of the script: its calls and their arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tcpanim.scenario.data import DATA_SCHEMA, Data, read_data
from tcpanim.scenario.hosts import PORT
from tcpanim.scenario.model import Call, Opening
from tcpanim.scenario.problems import closest
from tcpanim.scenario.record import Field, mapping, read_fields, record_schema
from tcpanim.scenario.shape import Choice, Quantity, Reading, Schema, Shape, Switch, Whole, switch_value, unknown_key
from tcpanim.scenario.tcp_settings import SETTINGS
from tcpanim.scenario.yaml_reader import Mapping, Node, Scalar
from tcpanim.tcp.listener import Backlog

WITHOUT_ARGUMENT = ("listen", "unlisten", "accept", "open", "close", "exit", "abort", "crash", "boot")
# With an example of the argument, for messages.
WITH_ARGUMENT = {"send": "{send: 500}", "read": "{read: off}", "set": "{set: {nagle: off}}"}
CALLS = (*WITHOUT_ARGUMENT, *WITH_ARGUMENT)
# These are calls of the host, not of one of its connections.
_NO_CONNECTION = ("listen", "unlisten", "accept", "open", "crash", "boot")

CONNECTION = Field(Whole(1, 1_000_000), "which connection of this host, counted from 1; absent: its newest")
_SOME_BYTES = Quantity("size", low=1, high=1 << 40)
_OPEN = {
    "port": Field(PORT, "own port; absent: the host's port"),
    "data": Field(Data(), "data as in `send`; with fast_open and a cookie they ride on the SYN"),
}
_LISTEN = {
    "syn_backlog": Field(Whole(1, 100_000), "handshakes that may be under way; absent: no limit"),
    "accept_backlog": Field(
        Whole(1, 100_000), "connections that may wait for `accept`; absent: all are accepted at once"
    ),
    "syn_cookies": Field(Switch(), "answer by cookies while too many handshakes are under way; absent: off"),
    "overflow": Field(
        Choice(("drop", "reset")), "what the last step of a handshake meets when the accept queue is full; absent: drop"
    ),
}
_SET = {**SETTINGS, "cork": Field(Switch(), "hold back segments that are not full")}


@dataclass(frozen=True)
class CallShape(Shape):
    """``close``, or ``{send: 500}``. Read as (name, argument)."""

    def read(self, node: Node, path: str, reading: Reading) -> tuple[str, Any] | None:
        if isinstance(node, Scalar):
            return self._word(node, path, reading)
        given = mapping(node, path, "send: 500", reading)
        if given is None:
            return None
        known = [name for name in given.entries if name in CALLS]
        wrong = False
        for name, entry in given.entries.items():
            below = f"{path}.{name}"
            if name not in CALLS:
                reading.report(entry.key, below, "unknown-call", closest(name, CALLS), value=name)
                wrong = True
        if len(known) > 1:
            second = given.entries[known[1]].key
            return reading.report(second, path, "together", key=known[0], other=known[1])
        if not known:
            return None if wrong else reading.report(node, path, "want-map", example="send: 500")
        argument = self._argument(known[0], given.entries[known[0]].value, f"{path}.{known[0]}", reading)
        return None if argument is ... or wrong else (known[0], argument)

    def _word(self, node: Scalar, path: str, reading: Reading) -> tuple[str, None] | None:
        if node.text in WITHOUT_ARGUMENT:
            return node.text, None
        if node.empty:
            return reading.report(node, path, "nothing")
        if node.text in WITH_ARGUMENT:
            return reading.report(node, path, "call-argument", name=node.text, example=WITH_ARGUMENT[node.text])
        return reading.report(node, path, "unknown-call", closest(node.text, CALLS), value=node.text)

    def _argument(self, name: str, node: Node, path: str, reading: Reading) -> Any:
        """The argument of the call; ``...`` when it is wrong."""
        match name:
            case "send":
                data = read_data(node, path, reading)
                return ... if data is None else data
            case "read":
                return self._read(node, path, reading)
            case "set":
                return self._set(node, path, reading)
            case "listen" if isinstance(node, Mapping):
                values = read_fields(node, path, _LISTEN, reading)
                if None in (values.get("syn_cookies", False), values.get("overflow", "drop")):
                    return ...
                if any(values.given(name) and values.get(name) is None for name in ("syn_backlog", "accept_backlog")):
                    return ...
                return Backlog(
                    values.get("syn_backlog"),
                    values.get("accept_backlog"),
                    values.get("syn_cookies", False),
                    values.get("overflow", "drop"),
                )
            case "open" if isinstance(node, Mapping):
                values = read_fields(node, path, _OPEN, reading)
                if None in values.values():
                    return ...
                data = values.get("data")
                return values.get("port") if data is None else Opening(values.get("port"), data)
        if isinstance(node, Scalar) and node.empty:
            return None
        reading.report(node, path, "call-no-argument", name=name)
        return ...

    def _read(self, node: Node, path: str, reading: Reading) -> Any:
        if isinstance(node, Scalar) and (switch := switch_value(node.text)) is not None:
            return switch
        amount = _SOME_BYTES.read(node, path, reading)
        return ... if amount is None else amount

    def _set(self, node: Node, path: str, reading: Reading) -> Any:
        given = mapping(node, path, "nagle: off", reading)
        if given is None:
            return ...
        if len(given.entries) > 1:
            first, second, *_ = given.entries.values()
            reading.report(second.key, path, "together", key=first.key.text, other=second.key.text)
            return ...
        for name, entry in given.entries.items():
            if name not in _SET:
                unknown_key(entry.key, f"{path}.{name}", _SET, reading)
                return ...
            value = _SET[name].shape.read(entry.value, f"{path}.{name}", reading)
            # A switch reports None as wrong; a setting reports ..., for its None means off.
            return ... if value is ... or (name == "cork" and value is None) else (name, value)
        reading.report(node, path, "want-map", example="nagle: off")
        return ...

    def schema(self) -> Schema:
        amount = {"oneOf": [Switch().schema(), *_SOME_BYTES.schema()["oneOf"]]}
        one_setting = {**record_schema(_SET), "minProperties": 1, "maxProperties": 1}
        forms = {
            "send": DATA_SCHEMA,
            "read": amount,
            "set": one_setting,
            "open": record_schema(_OPEN),
            "listen": record_schema(_LISTEN),
        }
        return {
            "oneOf": [
                {"enum": list(WITHOUT_ARGUMENT)},
                *(
                    {"type": "object", "properties": {name: form}, "required": [name], "additionalProperties": False}
                    for name, form in forms.items()
                ),
            ]
        }


def read_call(host: str, node: Node, path: str, connection: Node | None, reading: Reading) -> Call | None:
    """The call of ``host`` at ``node``; ``connection``: the node of the step's ``connection``."""
    found = CallShape().read(node, path, reading)
    number = None
    if connection is not None:
        number = CONNECTION.shape.read(connection, f"{path}.connection", reading)
        if found and found[0] in _NO_CONNECTION:
            return reading.report(connection, f"{path}.connection", "connection-no-meaning", name=found[0])
    return Call(host, *found, number) if found else None
