"""What RFC 9293 asks of a TCP (its appendix B), what tcpanim answers, and where code, tests and scenarios keep it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tcpanim.i18n import Text

ID = re.compile(r"\b(?:MUST|SHLD|MAY|REC)-\d+\b")
"""A clause as code, tests and the RFC name it."""

ANSWERS = ("kept", "knob", "outside", "not")
"""Kept always; kept, and can be switched off; about something that is not here; left out on purpose."""

_SECTION = re.compile(r"^\[(.+) \| (.+)\]$")


class Place(NamedTuple):
    """A file of the project, and what is defined there (empty: the file itself)."""

    file: str
    name: str

    def __str__(self) -> str:
        return f"{self.file} {self.name}" if self.name else self.file


class Clause(NamedTuple):
    """One clause. ``word``: MUST, MUST NOT, SHOULD …; ``code``, ``tests``: where it is kept; ``scenarios``: ids."""

    id: str
    group: Text
    section: str
    word: str
    text: Text
    answer: str
    remark: Text | None
    scenarios: tuple[str, ...]
    code: tuple[Place, ...] = ()
    tests: tuple[Place, ...] = ()


def read_clauses(text: str, found: str = "") -> tuple[Clause, ...]:
    """The clauses of clauses.txt, with the places of clauses-found.txt; raises ValueError for a line that is none."""
    places = read_places(found)
    group: Text | None = None
    clauses: list[Clause] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        heading = _SECTION.match(line)
        if heading:
            group = Text(heading[1], heading[2])
            continue
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != 9 or not all(parts) or group is None:
            raise ValueError(f"line {number}: nine fields of a section are expected")
        name, section, word, english, chinese, answer, remark, explained, scenarios = parts
        if answer not in ANSWERS or not ID.fullmatch(name):
            raise ValueError(f"line {number}: there is no clause {name} or answer {answer}")
        code, tests = places.get(name, ((), ()))
        clauses.append(
            Clause(
                name,
                group,
                section,
                word,
                Text(english, chinese),
                answer,
                None if remark == "-" else Text(remark, explained),
                () if scenarios == "-" else tuple(one.strip() for one in scenarios.split(",")),
                code,
                tests,
            )
        )
    return tuple(clauses)


def counts_of(clauses: tuple[Clause, ...]) -> dict[str, int]:
    """How many clauses have which answer."""
    return {answer: sum(clause.answer == answer for clause in clauses) for answer in ANSWERS}


Places = dict[str, tuple[tuple[Place, ...], tuple[Place, ...]]]
"""By clause: places in the code, places in the tests."""


def read_places(text: str) -> Places:
    """clauses-found.txt: ``id | code, code … | test, test …``."""
    places: Places = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, code, tests = (part.strip() for part in line.split("|"))
            places[name] = _places(code), _places(tests)
    return places


def write_places(places: Places) -> str:
    """The same as text."""
    lines = ["# Where the clauses of clauses.txt stand in code and tests: written by `packaging/dev.py clauses`."]
    for name, (code, tests) in places.items():
        lines.append(f"{name} | {', '.join(map(str, code))} | {', '.join(map(str, tests))}")
    return "\n".join(lines) + "\n"


def _places(text: str) -> tuple[Place, ...]:
    made = []
    for one in text.split(","):
        file, _, name = one.strip().partition(" ")
        if file:
            made.append(Place(file, name))
    return tuple(made)
