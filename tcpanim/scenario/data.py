"""Data in a scenario: written as text, or only as a number of bytes that a readable pattern then fills."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tcpanim.scenario.model import Urgent
from tcpanim.scenario.record import Field, read_fields, record_schema
from tcpanim.scenario.shape import Quantity, Reading, Schema, Shape, Switch
from tcpanim.scenario.yaml_reader import Mapping, Node, Scalar
from tcpanim.units import MIB, format_size

# The sends of a file are held in memory, and again in every buffer and segment of a run.
MOST = 256 * MIB

_PATTERN = b"abcdefghijklmnopqrstuvwxyz"
_BYTES = Quantity("size", low=1)
_FIELDS = {
    "bytes": Field(_BYTES, "how many bytes", required=True),
    "urgent": Field(Switch(), "on: urgent data, marked by the URG bit and the urgent pointer"),
}
DATA_SCHEMA: Schema = {
    "oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "minLength": 1}, record_schema(_FIELDS)]
}


@dataclass(frozen=True)
class Data(Shape):
    """Data as in ``send``."""

    def read(self, node: Node, path: str, reading: Reading) -> bytes | None:
        return read_data(node, path, reading)

    def schema(self) -> Schema:
        return DATA_SCHEMA


def read_data(node: Node, path: str, reading: Reading) -> bytes | None:
    """The data at ``node``: ``500``, ``4 KiB``, ``"GET /"`` or ``{bytes: 5}``. What is in quotes is always text."""
    if isinstance(node, Mapping):
        values = read_fields(node, path, _FIELDS, reading)
        size, urgent = values.get("bytes"), values.get("urgent", False)
        if size is None or urgent is None:
            return None
        data = _filled(size, node, path, reading)
        return Urgent(data) if urgent and data is not None else data
    if not isinstance(node, Scalar) or node.empty:
        return reading.report(node, path, "data")
    if not node.plain:
        return _text(node, path, reading)
    if re.fullmatch(r"[-+]?[0-9.]+\s*[A-Za-z]*", node.text):
        size = _BYTES.read(node, path, reading)
        return None if size is None else _filled(size, node, path, reading)
    if re.match(r"[-+]?[0-9]", node.text):
        return reading.report(node, path, "data-unclear", value=node.text)
    return _text(node, path, reading)


def _text(node: Scalar, path: str, reading: Reading) -> bytes | None:
    data = node.text.encode()
    if not data:
        return reading.report(node, path, "data")
    return data if _fits(len(data), node, path, reading) else None


def _filled(size: int, node: Node, path: str, reading: Reading) -> bytes | None:
    """The first ``size`` bytes of the pattern; sends of the same size share them."""
    known = reading.payloads.get(size)
    if known is None and _fits(size, node, path, reading):
        known = reading.payloads[size] = pattern(size)
    return known


def pattern(size: int) -> bytes:
    """The first ``size`` bytes of abc…z over and over."""
    return (_PATTERN * (size // len(_PATTERN) + 1))[:size]


def _fits(size: int, node: Node, path: str, reading: Reading) -> bool:
    if reading.payload_bytes + size > MOST:
        reading.report(node, path, "data-too-much", limit=format_size(MOST))
        return False
    reading.payload_bytes += size
    return True
