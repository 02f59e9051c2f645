"""How values are written in a scenario file: each shape reads itself from a node, and describes itself to editors.

A shape returns the value, or None after it has reported a problem; whoever builds on it may meet None and must not
report it again. The JSON Schema of the format is made of the same shapes.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tcpanim.i18n import Text
from tcpanim.scenario.model import Place
from tcpanim.scenario.problems import Problem, closest, problem
from tcpanim.scenario.yaml_reader import Mapping as MappingNode
from tcpanim.scenario.yaml_reader import Node, Scalar
from tcpanim.units import MIN, RATE_UNITS, SIZE_UNITS, TIME_UNITS, format_time

Schema = dict[str, Any]

_INTEGER = re.compile(r"[+-]?[0-9]{1,20}|0x[0-9A-Fa-f]{1,16}")
_QUANTITY = re.compile(r"([+-]?[0-9]{1,20}(?:\.[0-9]{1,12})?)\s*([^\s0-9.]\S*)?", re.ASCII)
_LONGEST = 366 * 24 * 60 * MIN
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# What people write instead of the units of the format.
_OTHER_UNITS = {
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    "msec": "ms",
    "usec": "us",
    "m": "min",
    "mins": "min",
    "minutes": "min",
    "b": "B",
    "byte": "B",
    "bytes": "B",
    "k": "KiB",
    "kb": "kB",
    "mb": "MB",
    "kib": "KiB",
    "mib": "MiB",
    "bps": "bit/s",
    "kbps": "kbit/s",
    "mbps": "Mbit/s",
    "gbps": "Gbit/s",
}


@dataclass(slots=True)
class Reading:
    """What is known while a file is read: the hosts' names in order, and the problems found so far."""

    hosts: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    payloads: dict[int, bytes] = field(default_factory=dict)
    payload_bytes: int = 0

    def report(self, where: Node | Place, path: str, code: str, hint: str = "", **args: object) -> None:
        """Note a problem; returns None, so that a shape can return that in turn."""
        place = where if isinstance(where, Place) else where.place
        self.problems.append(problem(place, path, code, hint, **args))


class Shape(ABC):
    """How one kind of value is written."""

    @abstractmethod
    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The value at ``node``, or None with a problem reported."""

    @abstractmethod
    def schema(self) -> Schema:
        """The JSON Schema of this value."""


def word(node: Node, path: str, reading: Reading) -> Scalar | None:
    """The node as a single value that is not empty."""
    if not isinstance(node, Scalar):
        return reading.report(node, path, "want-word")
    if node.empty:
        return reading.report(node, path, "nothing")
    return node


# ---- numbers and quantities ---------------------------------------------------------------------------------------


def whole_number(text: str) -> int | None:
    """The integer that ``text`` writes (decimal, or hexadecimal with 0x), or None."""
    if not _INTEGER.fullmatch(text):
        return None
    return int(text, 16) if text.startswith("0x") else int(text)


@dataclass(frozen=True)
class Whole(Shape):
    """A whole number from ``low`` to ``high``."""

    low: int = 0
    high: int = (1 << 63) - 1

    def read(self, node: Node, path: str, reading: Reading) -> int | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        value = whole_number(scalar.text)
        if value is None:
            return reading.report(node, path, "want-number", value=scalar.text)
        return within(value, self.low, self.high, node, path, reading)

    def schema(self) -> Schema:
        return whole_schema(self.low, self.high)


def whole_schema(low: int, high: int | None) -> Schema:
    """The schema of a whole number from ``low`` to ``high`` (None: any)."""
    return {"type": "integer", "minimum": low, **({} if high is None else {"maximum": high})}


def within(value: int, low: int, high: int, node: Node, path: str, reading: Reading) -> int | None:
    """``value`` if it lies between ``low`` and ``high``, else None with a problem reported."""
    if value < low:
        return reading.report(node, path, "number-low", value=value, low=low)
    if value > high:
        return reading.report(node, path, "number-high", value=value, high=high)
    return value


@dataclass(frozen=True)
class Quantity(Shape):
    """A number with a unit. ``kind``: time, size, rate, share; read as ns, bytes, bit/s, parts per million.

    Only sizes may do without the unit.
    """

    kind: str
    low: int = 0
    high: int | None = None

    def read(self, node: Node, path: str, reading: Reading) -> int | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        text = scalar.text.strip()
        found = _QUANTITY.fullmatch(text)
        if found is None:
            return reading.report(node, path, f"want-{self.kind}", value=text)
        number, unit = found.groups()
        if number.startswith("-"):
            return reading.report(node, path, "negative", value=text)
        units = _UNITS[self.kind]
        if unit is None and self.kind == "size":
            unit = "B"
        if unit is None:
            code = "want-share" if self.kind == "share" else f"{self.kind}-without-unit"
            return reading.report(node, path, code, value=text, units=tuple(units))
        if unit not in units:
            hint = _OTHER_UNITS.get(unit.casefold(), "")
            hint = hint if hint in units else closest(unit, units)
            return reading.report(node, path, "unknown-unit", hint, unit=unit, units=tuple(units))
        value = Fraction(number) * units[unit]
        if value.denominator != 1:
            code = "share-range" if self.kind == "share" else "too-fine"
            return reading.report(node, path, code, value=text, unit=next(iter(units)))
        if self.kind == "share" and value > 1_000_000:
            return reading.report(node, path, "share-range")
        if self.kind == "time" and value > _LONGEST:
            return reading.report(node, path, "time-range", value=text)
        if value < self.low:
            return reading.report(node, path, "number-low", value=text, low=self._bound(self.low))
        high = self.high if self.high is not None else 1 << 63
        if value > high:
            return reading.report(node, path, "number-high", value=text, high=self._bound(high))
        return int(value)

    def _bound(self, value: int) -> str:
        """A bound as a file would write it."""
        if self.kind == "time":
            return format_time(value, 9)
        return f"{value} bit/s" if self.kind == "rate" else str(value)

    def schema(self) -> Schema:
        units = "|".join(re.escape(unit) for unit in _UNITS[self.kind])
        pattern = rf"^\s*[0-9]+(\.[0-9]+)?\s*({units})\s*$"
        written: Schema = {"type": "string", "pattern": pattern, "examples": list(_EXAMPLES[self.kind])}
        if self.kind == "size":
            return {"oneOf": [whole_schema(self.low, self.high), written]}
        return written


_UNITS: dict[str, dict[str, int]] = {
    "time": TIME_UNITS,
    "size": SIZE_UNITS,
    "rate": RATE_UNITS,
    "share": {"%": 10_000},
}
_EXAMPLES = {"time": ("50 ms", "3 s"), "size": ("500 B", "4 KiB"), "rate": ("10 Mbit/s",), "share": ("1 %",)}


# ---- words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Switch(Shape):
    """``on`` or ``off`` (or true, false)."""

    def read(self, node: Node, path: str, reading: Reading) -> bool | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        value = switch_value(scalar.text)
        if value is None:
            return reading.report(node, path, "want-switch", value=scalar.text)
        return value

    def schema(self) -> Schema:
        return {"enum": ["on", "off", True, False]}


def switch_value(text: str) -> bool | None:
    """What ``on``, ``off``, ``true`` or ``false`` says, or None."""
    return {"on": True, "true": True, "off": False, "false": False}.get(text.casefold())


@dataclass(frozen=True)
class Choice(Shape):
    """One of a few words; case, ``-``, ``_`` and space do not matter. ``code``: what an unknown one is called."""

    choices: tuple[str, ...]
    code: str = "want-choice"
    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)

    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        value = self.find(scalar.text)
        if value is None:
            hint = closest(scalar.text, self.choices)
            reading.report(node, path, self.code, hint, value=scalar.text, choices=tuple(self.choices))
        return value

    def find(self, text: str) -> str | None:
        """The choice that ``text`` names, or None."""
        wanted = _form(text)
        wanted = self.aliases.get(wanted, wanted)
        return next((choice for choice in self.choices if _form(choice) == wanted), None)

    def schema(self) -> Schema:
        return {"enum": list(self.choices)}


def _form(text: str) -> str:
    return re.sub(r"[-_ ,]+", "-", text.strip().casefold())


@dataclass(frozen=True)
class Identifier(Shape):
    """A short name of small letters, digits and hyphens."""

    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        if not re.fullmatch("[a-z][a-z0-9-]{0,63}", scalar.text):
            return reading.report(node, path, "want-id", value=scalar.text)
        return scalar.text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,63}$"}


@dataclass(frozen=True)
class Line(Shape):
    """A plain text of one line, the same in all languages."""

    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        return None if scalar is None else _text(scalar, path, reading, one_line=True)

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True)
class Words(Shape):
    """A text: a string, or a map with en and zh."""

    one_line: bool = False

    def read(self, node: Node, path: str, reading: Reading) -> Text | None:
        if isinstance(node, Scalar):
            if word(node, path, reading) is None:
                return None
            written = _text(node, path, reading, one_line=self.one_line)
            return None if written is None else Text(en=written)
        if not isinstance(node, MappingNode) or not node.entries:
            return reading.report(node, path, "want-text", example="{en: …, zh: …}")
        texts: dict[str, str] = {}
        for name, entry in node.entries.items():
            below = f"{path}.{name}"
            if name not in ("en", "zh") and isinstance(entry.value, Scalar) and entry.value.empty:
                # {en: Hello, world}: to YAML, "world" is a key without a value.
                reading.report(entry.key, below, "comma")
            elif name not in ("en", "zh"):
                unknown_key(entry.key, below, ("en", "zh"), reading)
            elif (scalar := word(entry.value, below, reading)) is not None:
                written = _text(scalar, below, reading, one_line=self.one_line)
                if written is not None:
                    texts[name] = written
        return Text(**texts)

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/text"}


def _text(scalar: Scalar, path: str, reading: Reading, *, one_line: bool) -> str | None:
    text = scalar.text.replace("\r\n", "\n").strip()
    if not text:
        return reading.report(scalar, path, "blank")
    if _CONTROL.search(text):
        return reading.report(scalar, path, "control-character")
    if one_line and "\n" in text:
        return reading.report(scalar, path, "one-line")
    return text


# ---- hosts --------------------------------------------------------------------------------------------------------


HOST_NAME = "[a-z][a-z0-9_-]{0,31}"


@dataclass(frozen=True)
class Host(Shape):
    """The name of one of the two hosts."""

    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        if scalar is None or not reading.hosts:
            return None
        if scalar.text in reading.hosts:
            return scalar.text
        return unknown_host(scalar, path, reading)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{HOST_NAME}$"}


def unknown_host(scalar: Scalar, path: str, reading: Reading) -> None:
    """Report a name that is no host's."""
    hint = closest(scalar.text, reading.hosts)
    reading.report(scalar, path, "unknown-host", hint, name=scalar.text, hosts=tuple(reading.hosts))


def unknown_key(key: Scalar, path: str, known: Iterable[str], reading: Reading) -> None:
    """Report a key that does not belong where it stands."""
    before, colon, _ = key.text.partition(":")
    wide, mark, _ = key.text.partition("：")
    if colon and before in known:
        reading.report(key, path, "colon-space", key=key.text)
    elif mark and wide.strip() in known:
        reading.report(key, path, "full-width", character=mark, meant=": ")
    else:
        reading.report(key, path, "unknown-key", closest(key.text, known), key=key.text)
