"""What a lecturer adds: how the run is shown, what is said, what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.lesson import LABELS, NUMBERINGS, PANELS, PLOTS, TIMES, VIEWS, Ask, Teaching, View
from tcpanim.scenario.conditions import TIME, ConditionShape
from tcpanim.scenario.model import Entered, Note, Trigger
from tcpanim.scenario.problems import closest
from tcpanim.scenario.record import Field, ListOf, Record, Values, mapping, read_fields, record_schema
from tcpanim.scenario.shape import HOST_NAME, Choice, Reading, Schema, Shape, Switch, Whole, Words, word
from tcpanim.scenario.yaml_reader import Node

_ZOOM = ("wire", "all")


@dataclass(frozen=True)
class Zoom(Shape):
    """A host's name, ``wire`` or ``all``."""

    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        known = (*reading.hosts, *_ZOOM)
        if scalar is None or scalar.text in known or not reading.hosts:
            return scalar.text if scalar else None
        hint = closest(scalar.text, known)
        return reading.report(node, path, "want-choice", hint, value=scalar.text, choices=tuple(known))

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{HOST_NAME}$"}


_VIEW = {
    "view": Field(Choice(VIEWS), "which view stands in front"),
    "panels": Field(ListOf(Choice(PANELS), single=True, example="states"), "which parts of the side panel are open"),
    "numbering": Field(Choice(NUMBERINGS), "how sequence numbers are written"),
    "labels": Field(Choice(LABELS), "how segments are written"),
    "time": Field(Choice(TIMES), "story: long silences are shortened; uniform: they are not"),
    "zoom": Field(Zoom(), "what is shown large: a host, wire, or all"),
    "plot": Field(Choice(PLOTS), "which plot the view of plots shows"),
}


def _view(values: Values, _node: Node, _path: str, _reading: Reading) -> View:
    return View(**values)


VIEW = Record(_VIEW, _view, "view: ladder")

_ASK = {
    "question": Field(Words(), "the question", required=True),
    "choices": Field(ListOf(Words(), 2, 5), "two to five answers to choose from", required=True),
    "answer": Field(Whole(1, 5), "the right one, counted from 1", required=True),
    "why": Field(Words(), "shown with the answer"),
}


def _ask(values: Values, _node: Node, path: str, reading: Reading) -> Ask | None:
    choices, answer = values.get("choices"), values.get("answer")
    if choices and answer is not None and answer > len(choices):
        reading.report(values.at("answer"), f"{path}.answer", "answer", value=answer, count=len(choices))
    if None in (values.get("question"), choices, answer):
        return None
    return Ask(values["question"], values["choices"], values["answer"], **_given(values, "why"))


def _given(values: Values, *names: str) -> Values:
    """Those of the values that are there and right."""
    some = Values(values.node)
    some.update({name: values[name] for name in names if values.get(name) is not None})
    return some


_ON = {
    "segment": Field(Whole(1, 10_000_000), "the segment with this number in the trace"),
    "at": Field(TIME, "this time"),
}


_ON_EXAMPLES = "{client: ESTABLISHED}, {segment: 3}, {at: 10 ms}"


@dataclass(frozen=True)
class On(Shape):
    """The moment of a note: a state that is entered, a segment, or a time."""

    def read(self, node: Node, path: str, reading: Reading) -> Entered | int | Trigger | None:
        given = mapping(node, path, "client: SYN-SENT", reading)
        if given is None:
            return None
        if not any(name in given.entries for name in _ON):
            if not given.entries:
                return reading.report(node, path, "note-on", example=_ON_EXAMPLES)
            state = _STATE.read(node, path, reading)
            return state if isinstance(state, Entered) else None
        values = read_fields(given, path, _ON, reading)
        if values.given("segment") and values.given("at"):
            return reading.report(node, path, "together", key="segment", other="at")
        segment: int | None = values.get("segment")
        if segment is not None or values.given("segment"):
            return segment
        return Trigger(at=values.get("at"))

    def schema(self) -> Schema:
        forms = [record_schema({name: Field(one.shape, one.doc, required=True)}) for name, one in _ON.items()]
        return {"oneOf": [*forms, _STATE.schema()]}


_STATE = ConditionShape(states_only=True)

_NOTE = {
    "on": Field(On(), "the moment: {client: SYN-SENT}, {segment: 3} or {at: 120 ms}", required=True),
    "say": Field(Words(), "replaces the automatic sentence"),
    "speaker": Field(Words(), "only for the lecturer"),
    "show": Field(VIEW, "how it is shown from here on"),
    "pause": Field(Switch(), "playing stops here"),
    "ask": Field(Record(_ASK, _ask, "question: …, choices: […], answer: 1"), "a question to the audience"),
}


def _note(values: Values, node: Node, _path: str, _reading: Reading) -> Note | None:
    on = values.get("on")
    if on is None:
        return None
    return Note(on, Teaching(**_given(values, "say", "speaker", "show", "pause", "ask")), node.place)


NOTES = ListOf(Record(_NOTE, _note, "on: {client: SYN-SENT}"), example="{on: {client: SYN-SENT}, say: …}")
NOTE_WORDS = (*_ON, *_ZOOM)
