"""Lists and mappings in a scenario file, as shapes made of shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tcpanim.scenario.shape import (
    HOST_NAME,
    Reading,
    Schema,
    Shape,
    unknown_host,
    unknown_key,
)
from tcpanim.scenario.yaml_reader import Items, Node, Scalar
from tcpanim.scenario.yaml_reader import Mapping as MappingNode


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of at least ``least`` and at most ``most``; a single value counts as a list of one if ``single``."""

    item: Shape
    least: int = 0
    most: int | None = None
    single: bool = False
    example: str = "…"

    def read(self, node: Node, path: str, reading: Reading) -> tuple[Any, ...] | None:
        if not isinstance(node, Items):
            if self.single and isinstance(node, Scalar):
                return (self.item.read(node, path, reading),)
            return reading.report(node, path, "want-list", example=self.example)
        if len(node.items) < self.least:
            return reading.report(node, path, "too-few", count=self.least)
        if self.most is not None and len(node.items) > self.most:
            return reading.report(node, path, "too-many-items", count=self.most)
        return tuple(self.item.read(item, f"{path}[{n}]", reading) for n, item in enumerate(node.items, 1))

    def schema(self) -> Schema:
        items: Schema = {"type": "array", "items": self.item.schema()}
        if self.least:
            items["minItems"] = self.least
        if self.most is not None:
            items["maxItems"] = self.most
        return {"oneOf": [items, self.item.schema()]} if self.single else items


@dataclass(frozen=True)
class Field:
    """One key of a record."""

    shape: Shape
    doc: str = ""
    required: bool = False


class Values(dict[str, Any]):
    """The values of a record that were given, with the nodes that they came from."""

    def __init__(self, node: MappingNode) -> None:
        super().__init__()
        self.node = node

    def at(self, key: str) -> Node:
        """The node of the value of ``key``."""
        return self.node.entries[key].value

    def given(self, key: str) -> bool:
        """Whether the file has the key, rightly or wrongly filled."""
        return key in self.node.entries


def mapping(node: Node, path: str, example: str, reading: Reading) -> MappingNode | None:
    """The node as a mapping."""
    if isinstance(node, MappingNode):
        return node
    return reading.report(node, path, "want-map", example=example)


def read_fields(
    node: MappingNode, path: str, fields: Mapping[str, Field], reading: Reading, others: Sequence[str] = ()
) -> Values:
    """Read the keys of a mapping; unknown and missing ones are problems. ``others``: keys that the caller reads."""
    values = Values(node)
    for name, entry in node.entries.items():
        below = f"{path}.{name}" if path else name
        if name in others:
            continue
        if name not in fields:
            unknown_key(entry.key, below, (*fields, *others), reading)
        elif isinstance(entry.value, Scalar) and entry.value.empty:
            reading.report(entry.key, below, "no-value", key=name)
        else:
            values[name] = fields[name].shape.read(entry.value, below, reading)
    for name, wanted in fields.items():
        if wanted.required and name not in node.entries:
            reading.report(node, path, "missing-key", key=name)
    return values


@dataclass(frozen=True)
class Record(Shape):
    """A mapping with fixed keys, made into a value by ``build``; None among the values: was wrong, is reported."""

    fields: Mapping[str, Field] = field(hash=False)
    build: Callable[[Values, Node, str, Reading], Any]
    example: str = "key: value"

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        given = mapping(node, path, self.example, reading)
        if given is None:
            return None
        return self.build(read_fields(given, path, self.fields, reading), node, path, reading)

    def schema(self) -> Schema:
        return record_schema(self.fields)


def record_schema(fields: Mapping[str, Field], hosts: Schema | None = None) -> Schema:
    """The schema of a mapping with these keys; ``hosts``: what stands under a host's name, where one may stand."""
    properties = {}
    for name, one in fields.items():
        properties[name] = {**one.shape.schema(), **({"description": one.doc} if one.doc else {})}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [name for name, one in fields.items() if one.required]
    if required:
        schema["required"] = required
    if hosts is not None:
        schema["patternProperties"] = {f"^(?!({'|'.join(fields)})$){HOST_NAME}$" if fields else f"^{HOST_NAME}$": hosts}
    return schema


@dataclass(frozen=True)
class PerHost(Shape):
    """A mapping from hosts to values; hosts may be left out."""

    shape: Shape
    example: str = "client: …"

    def read(self, node: Node, path: str, reading: Reading) -> dict[str, Any] | None:
        given = mapping(node, path, self.example, reading)
        return None if given is None else read_per_host(given, path, self.shape, reading)

    def schema(self) -> Schema:
        return record_schema({}, self.shape.schema())


def read_per_host(node: MappingNode, path: str, shape: Shape, reading: Reading) -> dict[str, Any]:
    """The values by host; a key that is no host is a problem."""
    values = {}
    for name, entry in node.entries.items():
        below = f"{path}.{name}"
        if name in reading.hosts or not reading.hosts:
            values[name] = shape.read(entry.value, below, reading)
        else:
            unknown_host(entry.key, below, reading)
    return values


@dataclass(frozen=True)
class EachWay(Shape):
    """A value for both directions of the wire, or values by sender; those left out are ``default``."""

    shape: Shape
    default: Any

    def read(self, node: Node, path: str, reading: Reading) -> dict[str, Any]:
        if isinstance(node, MappingNode):
            values = read_per_host(node, path, self.shape, reading)
            return {name: values.get(name, self.default) for name in reading.hosts}
        value = self.shape.read(node, path, reading)
        return dict.fromkeys(reading.hosts, value)

    def schema(self) -> Schema:
        return {"oneOf": [self.shape.schema(), PerHost(self.shape).schema()]}
