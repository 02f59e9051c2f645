"""The settings of TCP in a scenario file, made from the knobs of the engine's configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field as DataclassField
from dataclasses import dataclass, fields, replace
from typing import Any

from tcpanim.scenario.record import Field, Record, Values, mapping, read_fields, record_schema
from tcpanim.scenario.shape import Choice, Quantity, Reading, Schema, Shape, Switch, Whole, switch_value
from tcpanim.scenario.yaml_reader import Node, Scalar
from tcpanim.tcp.config import KNOBS, ChallengeLimit, ConfigError, KeepAlive, TcpConfig, check_value
from tcpanim.units import format_time

PROFILES: dict[str, Callable[[], TcpConfig]] = {
    "textbook": TcpConfig.textbook,
    "rfc": TcpConfig.rfc,
    "linux": TcpConfig.linux,
}


@dataclass(frozen=True)
class Profile(Shape):
    """The name of a preset of all settings."""

    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        return Choice(tuple(PROFILES)).read(node, path, reading)

    def schema(self) -> Schema:
        return {"enum": list(PROFILES)}


@dataclass(frozen=True)
class Setting(Shape):
    """One knob of TcpConfig."""

    name: str

    @property
    def _knob(self) -> Mapping[str, Any]:
        return KNOBS[self.name]

    def _shape(self) -> Shape:
        knob = self._knob
        match knob["kind"]:
            case "switch":
                return Switch()
            case "choice":
                return Choice(knob["choices"])
            case "time" | "size" | "share":
                return Quantity(knob["kind"], knob["low"] or 0, knob["high"])
            case "count":
                return Whole(knob["low"] or 0, knob["high"] if knob["high"] is not None else (1 << 31) - 1)
            case "keepalive":
                return _KEEPALIVE
        return _CHALLENGE_LIMIT

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The value; ``off`` is read as None where the knob can be off, so a wrong value is ``...``."""
        knob = self._knob
        value: Any = None
        off = isinstance(node, Scalar) and switch_value(node.text) is False
        if not off or knob["kind"] in ("switch", "choice"):
            value = self._shape().read(node, path, reading)
            if value is None:
                return ...
        elif not knob["optional"]:
            reading.report(node, path, "cannot-be-off", name=self.name)
            return ...
        check_value(self.name, value)  # what the shape has read is right
        return value

    def schema(self) -> Schema:
        schema = self._shape().schema()
        if self._knob["optional"]:
            schema = {"oneOf": [{"enum": ["off", False]}, schema]}
        return schema


def _together(kind: type[KeepAlive | ChallengeLimit]) -> Callable[[Values, Node, str, Reading], Any]:
    def build(values: Values, _node: Node, _path: str, _reading: Reading) -> Any:
        return None if None in map(values.get, kind._fields) else kind(**values)

    return build


_KEEPALIVE = Record(
    {
        "idle": Field(Quantity("time", low=1), "silence before the first probe", required=True),
        "interval": Field(Quantity("time", low=1), "time between probes", required=True),
        "probes": Field(Whole(1, 127), "probes without an answer before giving up", required=True),
    },
    _together(KeepAlive),
)
_CHALLENGE_LIMIT = Record(
    {
        "acks": Field(Whole(1, 1_000_000), "challenge ACKs", required=True),
        "per": Field(Quantity("time", low=1), "in this time", required=True),
    },
    _together(ChallengeLimit),
)


def _setting(knob: DataclassField[Any]) -> Field:
    usual: Any = knob.default
    if usual is None or isinstance(usual, bool):
        usual = "on" if usual else "off"
    elif knob.metadata["kind"] == "time":
        usual = format_time(usual)
    return Field(Setting(knob.name), f"{knob.metadata['doc']} ({knob.metadata['rule']}); textbook: {usual}")


SETTINGS = {knob.name: _setting(knob) for knob in fields(TcpConfig)}


@dataclass(frozen=True)
class TcpSettings(Shape):
    """A mapping from knobs to values; read as the values that were given and right."""

    def read(self, node: Node, path: str, reading: Reading) -> Values | None:
        given = mapping(node, path, "mss: 1000", reading)
        if given is None:
            return None
        values = read_fields(given, path, SETTINGS, reading)
        for name in [name for name, value in values.items() if value is ...]:
            del values[name]
        return values

    def schema(self) -> Schema:
        return record_schema(SETTINGS)


def config_of(profile: str, both: Values | None, own: Values | None, reading: Reading) -> TcpConfig:
    """The profile with the settings for both hosts and this host's own over it; settings that clash are problems."""
    preset = PROFILES[profile]()
    try:
        return replace(preset, **{**(both or {}), **(own or {})})
    except ConfigError as error:
        source = own if own is not None and error.field in own else both
        values = [values for values in (own, both) if values]
        source = source if source and error.field in source else values[0]
        key = error.field if error.field in source else next(iter(source))
        reading.report(source.at(key), f"tcp.{key}", error.code)
        return preset
