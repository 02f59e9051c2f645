"""The forms behind "other …": rows made of the scenario format's own shapes, and the edits that come of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tcpanim.gui.look import Look
from tcpanim.gui.widgets.form_sheet import FormRow
from tcpanim.i18n import Catalogue, MissingTextError
from tcpanim.scenario import edits
from tcpanim.scenario.data import pattern
from tcpanim.scenario.edits import Edit, Setting, WireSetting
from tcpanim.scenario.hosts import WIRE_FIELDS
from tcpanim.scenario.model import Place, Scenario
from tcpanim.scenario.problems import Problem
from tcpanim.scenario.quantities import written_setting, written_wire
from tcpanim.scenario.record import EachWay
from tcpanim.scenario.shape import Quantity, Reading, Schema, Shape
from tcpanim.scenario.tcp_settings import SETTINGS
from tcpanim.scenario.yaml_reader import Node, Scalar, read
from tcpanim.scene.endpoint import call_text
from tcpanim.scene.names import Naming
from tcpanim.scene.same_call import CallKey, find_call
from tcpanim.scene.same_segment import key_of
from tcpanim.tcp.config import KNOBS, ConfigError, TcpConfig

_LONGER = Quantity("time", low=1)
_AMOUNT = Quantity("size", low=1, high=1 << 24)
_ONLY_WHOLE = ("rate", "queue", "duplicate", "jitter")
_OFF = "off"


@dataclass(frozen=True)
class Form(ABC):
    """A title, the rows, what is wrong with some values (by row), and the edits that right ones make."""

    title: str
    rows: tuple[FormRow, ...]
    look: Look

    @abstractmethod
    def errors(self, values: Mapping[str, str]) -> dict[str, str]:
        """What is wrong, by the rows' names; "" for what is wrong with all together."""

    @abstractmethod
    def edits(self, values: Mapping[str, str]) -> tuple[Edit, ...]:
        """What is to be tried; the values are right."""

    def changed(
        self, values: Mapping[str, str], shapes: Mapping[str, Shape], hosts: tuple[str, ...]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """What the rows that differ from before say, and what is wrong with them; of the rows that have a shape."""
        given: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for row in self.rows:
            if row.name in shapes and values[row.name] != row.value:
                value, wrong = _read(shapes[row.name], values[row.name], row.name, hosts, self.look)
                if wrong:
                    errors[row.name] = wrong
                else:
                    given[row.name] = value
        return given, errors


# ---- reading values ---------------------------------------------------------------------------------------------


def _read(shape: Shape, text: str, name: str, hosts: tuple[str, ...], look: Look) -> tuple[Any, str]:
    """The value that ``text`` writes, and "" or the sentence that says what is wrong."""
    node, problems = read(text)
    if node is None and not problems:
        node = Scalar(Place(1, 1), "", plain=True)
    if problems or node is None:
        return None, said(problems[0], look)
    reading = Reading(hosts)
    value = shape.read(node, name, reading)
    return (None, said(reading.problems[0], look)) if reading.problems else (value, "")


def said(one: Problem, look: Look) -> str:
    """A problem in the reader's language, with its hint."""
    try:
        text = look.catalogue.text(f"problem.{one.code}", **one.args)
    except MissingTextError:
        text = one.message
    return f"{text} · {look.catalogue.text('problems.hint', hint=one.hint)}" if one.hint else text


def rule_in_words(error: ConfigError, catalogue: Catalogue) -> str:
    """The rule that values break together."""
    return catalogue.text(f"problem.{error.code}") if error.code else str(error)


def _names(scenario: Scenario) -> tuple[str, ...]:
    return tuple(host.name for host in scenario.hosts)


# ---- one value --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ValueForm(Form):
    """One row, whose value makes an edit."""

    shape: Shape
    make: Callable[[Any], Edit]

    def errors(self, values: Mapping[str, str]) -> dict[str, str]:
        (row,) = self.rows
        _, wrong = _read(self.shape, values[row.name], row.name, (), self.look)
        return {row.name: wrong} if wrong else {}

    def edits(self, values: Mapping[str, str]) -> tuple[Edit, ...]:
        (row,) = self.rows
        value, _ = _read(self.shape, values[row.name], row.name, (), self.look)
        return (self.make(value),)


def delay_form(look: Look, naming: Naming, segment: int) -> ValueForm | None:
    """Ask by how much a segment is delayed; None for one that nobody sent."""
    key = key_of(naming.trace, segment)
    if key is None:
        return None
    say = look.catalogue.text
    row = FormRow("by", naming.label(naming.trace.flight(segment)), "200 ms", say("form.by-doc"))
    return ValueForm(say("form.delay"), (row,), look, _LONGER, lambda by: edits.delay(key.sender, key.nth, by))


def postpone_form(look: Look, naming: Naming, key: CallKey) -> ValueForm | None:
    """Ask how much later a call is made; None for one that is not made."""
    call = find_call(naming.trace, key)
    if call is None:
        return None
    say = look.catalogue.text
    row = FormRow("by", call_text(naming.trace, call, naming), "10 s", say("form.by-doc"))
    return ValueForm(say("form.postpone"), (row,), look, _LONGER, lambda by: edits.postpone(*key, by))


def send_form(look: Look, naming: Naming, host: str, t: int) -> ValueForm:
    """Ask how much is sent."""
    say = look.catalogue.text
    row = FormRow("size", say("form.size"), "3000", say("form.size-doc"))
    title = say("form.send", host=naming.host(host))
    return ValueForm(title, (row,), look, _AMOUNT, lambda size: edits.call(t, host, "send", pattern(size)))


# ---- all settings of a host -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SettingsForm(Form):
    """The fields of a host's TcpConfig."""

    scenario: Scenario
    host: str

    def errors(self, values: Mapping[str, str]) -> dict[str, str]:
        given, errors = self._given(values)
        if not errors:
            hosts = self.scenario.hosts if values["both"] == "on" else (self.scenario.host(self.host),)
            for host in hosts:
                try:
                    replace(host.tcp, **given)
                except ConfigError as error:
                    errors[error.field] = rule_in_words(error, self.look.catalogue)
        return errors

    def edits(self, values: Mapping[str, str]) -> tuple[Edit, ...]:
        host = None if values["both"] == "on" else self.host
        return tuple(Setting(host, name, value) for name, value in self._given(values)[0].items())

    def _given(self, values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        return self.changed(values, {name: one.shape for name, one in SETTINGS.items()}, _names(self.scenario))


def settings_form(look: Look, naming: Naming, scenario: Scenario, host: str) -> SettingsForm:
    """All fields of the host's TcpConfig, as ``scenario`` has them."""
    say = look.catalogue.text
    config = scenario.host(host).tcp
    switch = (("off", say("knob.off")), ("on", say("knob.on")))
    rows = [FormRow("both", say("form.settings-both"), "off", choices=switch, general=True)]
    usual = TcpConfig()
    for name, knob in KNOBS.items():
        value = _text(written_setting(name, getattr(config, name)))
        choices: tuple[tuple[str, str], ...] = ()
        if knob["kind"] == "switch":
            choices = switch
        elif knob["choices"]:
            choices = tuple((choice, switch[choice == "on"][1] if choice in ("on", "off") else choice)
                            for choice in knob["choices"])  # fmt: skip
        standard = _text(written_setting(name, getattr(usual, name)))
        note = say(f"knob.{name}") if look.catalogue.has(f"knob.{name}") else knob["doc"]
        standard = dict(choices).get(standard, standard)
        rows.append(FormRow(name, name, value, note, knob["rule"], say("form.usual", value=standard), choices))
    return SettingsForm(say("form.settings", label=naming.host(host)), tuple(rows), look, scenario, host)


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {item}" for name, item in value.items()) + "}"
    return str(value)


# ---- the path ---------------------------------------------------------------------------------------------------


class _OrOff(Shape):
    """A property of the path that there need not be."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        return None if isinstance(node, Scalar) and node.text == _OFF else self._shape.read(node, path, reading)

    def schema(self) -> Schema:
        return {"oneOf": [{"const": _OFF}, self._shape.schema()]}


_EACH = {name: one.shape.shape for name, one in WIRE_FIELDS.items() if isinstance(one.shape, EachWay)}
_WIRE_SHAPES: dict[str, Shape] = _EACH | {name: _OrOff(_EACH[name]) for name in ("rate", "queue")}


@dataclass(frozen=True)
class PathForm(Form):
    """The properties of the path, from now on or for the whole run, in both directions or one."""

    scenario: Scenario
    t: int

    def errors(self, values: Mapping[str, str]) -> dict[str, str]:
        given, errors = self._given(values)
        if values["begin"] == "now":
            errors |= {name: self.look.catalogue.text("form.later-only") for name in _ONLY_WHOLE if name in given}
        return errors

    def edits(self, values: Mapping[str, str]) -> tuple[Edit, ...]:
        sender = None if values["direction"] == "both" else values["direction"].removeprefix("host ")
        given, _ = self._given(values)
        if values["begin"] == "start":
            return tuple(WireSetting(name, value, sender) for name, value in given.items())
        if not given:
            return ()
        return (edits.change_wire(self.t, delay=given.get("delay"), loss=given.get("loss"), sender=sender),)

    def _given(self, values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        return self.changed(values, _WIRE_SHAPES, _names(self.scenario))


def path_form(look: Look, naming: Naming, scenario: Scenario, t: int) -> PathForm:
    """The path as ``scenario`` has it."""
    say = look.catalogue.text
    directions = [("both", say("form.direction-both"))]
    directions += [(f"host {host.name}", say("form.direction-from", host=naming.host(host.name)))
                   for host in scenario.hosts]  # fmt: skip
    begins = (("now", say("form.begin-now", at=naming.duration(t))), ("start", say("form.begin-start")))
    rows = [
        FormRow("direction", say("form.direction"), "both", choices=tuple(directions)),
        FormRow("begin", say("form.begin"), "now", choices=begins),
    ]
    for name in WIRE_FIELDS:
        value = getattr(scenario.wire, name)[scenario.hosts[0].name]
        text = _OFF if value is None else str(written_wire(name, value))
        rows.append(FormRow(name, say(f"path.{name}"), text, say(f"path.{name}-doc")))
    return PathForm(say("form.path"), tuple(rows), look, scenario, t)
