"""The script: what the applications do, and when."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.scenario.calls import CONNECTION, CallShape, read_call
from tcpanim.scenario.conditions import TRIGGER_FIELDS, host_entry, read_trigger
from tcpanim.scenario.inject import INJECT
from tcpanim.scenario.model import Call, Inject, ScriptStep
from tcpanim.scenario.record import Field, mapping, read_fields, record_schema
from tcpanim.scenario.shape import Reading, Schema, Shape
from tcpanim.scenario.yaml_reader import Items, Mapping, Node

STEP_FIELDS = {
    **TRIGGER_FIELDS,
    "connection": CONNECTION,
    "inject": Field(INJECT, "a forged or old segment arrives"),
}
STEP_WORDS = tuple(STEP_FIELDS)


@dataclass(frozen=True)
class Script(Shape):
    """The steps in the file's order."""

    def read(self, node: Node, path: str, reading: Reading) -> tuple[ScriptStep, ...]:
        if not isinstance(node, Items):
            reading.report(node, path, "want-list", example="{at: 10 ms, client: open}")
            return ()
        if not node.items:
            reading.report(node, path, "too-few", count=1)
        steps = []
        for n, item in enumerate(node.items, 1):
            step = read_step(item, f"{path}[{n}]", first=n == 1, reading=reading)
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def schema(self) -> Schema:
        return {"type": "array", "items": record_schema(STEP_FIELDS, CallShape().schema()), "minItems": 1}


def read_step(node: Node, path: str, *, first: bool, reading: Reading) -> ScriptStep | None:
    """One line of the script; the ``first`` one has none before it to wait for."""
    given = mapping(node, path, "at: 10 ms, client: open", reading)
    if given is None:
        return None
    triggers = Mapping(given.place, {name: entry for name, entry in given.entries.items() if name in TRIGGER_FIELDS})
    values = read_fields(triggers, path, TRIGGER_FIELDS, reading)
    trigger = read_trigger(values, node, path, first, reading)
    action = _read_action(given, path, reading)
    return None if action is None else ScriptStep(trigger, action, node.place)


def _read_action(given: Mapping, path: str, reading: Reading) -> Call | Inject | None:
    connection = given.entries.get("connection")
    if inject := given.entries.get("inject"):
        for name, entry in given.entries.items():
            if name == "connection" or name not in STEP_FIELDS:
                reading.report(entry.key, path, "together", key="inject", other=name)
        action: Inject | None = INJECT.read(inject.value, f"{path}.inject", reading)
        return action
    found = host_entry(given, path, STEP_WORDS, reading)
    if found is None:
        return None
    host = found.key.text
    return read_call(host, found.value, f"{path}.{host}", connection.value if connection else None, reading)
