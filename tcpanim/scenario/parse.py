"""A scenario file's text to a Scenario, with all its problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tcpanim.scenario.expect import EXPECT, RUNG_WORDS
from tcpanim.scenario.faults import FaultShape
from tcpanim.scenario.hosts import WIRE, host_names, read_hosts
from tcpanim.scenario.model import Place, Scenario
from tcpanim.scenario.problems import Problem, problem
from tcpanim.scenario.record import Field, ListOf, read_fields
from tcpanim.scenario.script import STEP_WORDS, Script
from tcpanim.scenario.shape import (
    Choice,
    Identifier,
    Line,
    Quantity,
    Reading,
    Schema,
    Shape,
    Whole,
    Words,
    whole_number,
    word,
)
from tcpanim.scenario.tcp_settings import Profile, TcpSettings
from tcpanim.scenario.teaching import NOTE_WORDS, NOTES, VIEW
from tcpanim.scenario.yaml_reader import Mapping, Node, read

MAX_PROBLEMS = 200

LEVELS = ("first", "course", "advanced")

# Words that stand where hosts' names stand too.
RESERVED = frozenset({*STEP_WORDS, *RUNG_WORDS, *NOTE_WORDS, "nth"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of the file ``name``: the scenario, or the problems why there is none, sorted by place."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]
    name: str = "<scenario>"


@dataclass(frozen=True)
class Version(Shape):
    """The format's version: 1."""

    def read(self, node: Node, path: str, reading: Reading) -> int | None:
        scalar = word(node, path, reading)
        if scalar is not None and whole_number(scalar.text) != 1:
            return reading.report(node, path, "version", value=scalar.text)
        return 1

    def schema(self) -> Schema:
        return {"const": 1}


FIELDS: dict[str, Field] = {
    "tcpanim": Field(Version(), "version of the format", required=True),
    "title": Field(Words(one_line=True), "the scenario's name", required=True),
    "description": Field(Words(), "what it shows, in a few sentences"),
    "goal": Field(Words(one_line=True), "what is learnt from it, in one line"),
    "unit": Field(Identifier(), "the shelf of the library where it stands"),
    "order": Field(Whole(0, 1_000_000), "its place on the shelf"),
    "minutes": Field(Whole(1, 1000), "how long it takes in a lecture"),
    "level": Field(Choice(LEVELS), "for whom it is; absent: course"),
    "pair": Field(Identifier(), "the scenario that it is compared with"),
    "tags": Field(ListOf(Line(), single=True, example="handshake, loss"), "words to find it by"),
    "references": Field(ListOf(Line(), single=True, example="RFC 9293 §3.5"), "where it can be read"),
    "profile": Field(Profile(), "preset of all TCP settings; absent: textbook"),
    "tcp": Field(TcpSettings(), "settings of both hosts' TCP, over the profile"),
    "wire": Field(WIRE, "the path between the hosts"),
    "seed": Field(Whole(0, (1 << 63) - 1), "what all chance is drawn from; absent: 1"),
    "script": Field(Script(), "what the applications do, and when", required=True),
    "faults": Field(ListOf(FaultShape(), example="{drop: {from: client, match: ACK}}"), "what goes wrong on the wire"),
    "until": Field(Quantity("time", low=1), "when the run ends; absent: when nothing can happen any more"),
    "expect": Field(EXPECT, "what a run must show"),
    "start": Field(VIEW, "how it opens"),
    "notes": Field(NOTES, "what the lecturer adds"),
}


def parse(text: str | bytes, name: str = "<scenario>") -> Parsed:
    """Read a scenario file's content; never raises for a bad one.

    ``name`` is only how the file is called where its problems are shown; nothing is opened.
    """
    root, problems = read(text)
    reading = Reading(problems=problems)
    scenario = None
    if isinstance(root, Mapping) and root.entries.keys() >= {"format", "segments"}:
        reading.report(root, "", "a-trace")
    elif isinstance(root, Mapping):
        scenario = _scenario(root, reading)
    elif root is not None:
        reading.report(root, "", "not-a-scenario")
    return Parsed(None if reading.problems else scenario, _in_order(reading.problems), name)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by place; far too many are cut short, for nobody reads them all."""
    # A setting for both hosts that clashes is found once for each of them.
    ordered = sorted(dict.fromkeys(problems), key=lambda one: (one.line, one.column))
    if len(ordered) > MAX_PROBLEMS:
        rest = ordered[MAX_PROBLEMS:]
        place = Place(rest[0].line, rest[0].column)
        ordered[MAX_PROBLEMS:] = [problem(place, "", "more", count=len(rest))]
    return tuple(ordered)


def _scenario(root: Mapping, reading: Reading) -> Scenario | None:
    # Everything else speaks of the hosts, wherever in the file they stand.
    reading.hosts = host_names(root, reading, RESERVED)
    values = read_fields(root, "", FIELDS, reading, others=("hosts",))
    hosts = read_hosts(root, values.get("tcp"), values.get("profile") or "textbook", reading)
    if any(one.code == "host-name" for one in reading.problems):
        # The name that is at fault may well be spelled right elsewhere.
        reading.problems[:] = [one for one in reading.problems if one.code not in ("unknown-host", "sender")]
    if reading.problems:
        return None
    given: dict[str, Any] = {key: value for key, value in values.items() if key not in ("tcpanim", "tcp")}
    given.setdefault("wire", WIRE.read(Mapping(root.place), "wire", reading))
    left, right = hosts
    return Scenario(hosts=(left, right), **given)
