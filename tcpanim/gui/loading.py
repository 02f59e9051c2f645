"""From a source to a run: reading, parsing, simulating. No Qt here, so that it can be done on any thread."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tcpanim.i18n import Message, Text
from tcpanim.lesson import View
from tcpanim.library import builtin_path
from tcpanim.trace.trace import Trace

if TYPE_CHECKING:
    from tcpanim.scenario.edits import Edit
    from tcpanim.scenario.model import Scenario
    from tcpanim.scenario.problems import Problem

LARGEST = 32 * 1024 * 1024
"""No scenario is larger; more is not even read. (What the parser takes is less; it says so itself.)"""
NEIGHBOURS = 3
"""So many lines before and after one with a problem are shown on demand."""
LONGEST_LINE = 200
_START = 1 << 16
"""In so much of a file its first line ends."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a scenario comes from: a file, a built-in by its id, or a text that is here already."""

    kind: str  # file, builtin, text
    name: str
    content: bytes | None = None

    @property
    def path(self) -> Path | None:
        """The file, None for the others."""
        return Path(self.name) if self.kind == "file" else None

    @property
    def shown(self) -> str:
        """How people call it."""
        return Path(self.name).name if self.kind == "file" else self.name


def named_source(name: str) -> Source:
    """What a name on the command line means: an existing file wins over a built-in of the same name."""
    if not os.path.lexists(name) and builtin_path(name) is not None:
        return Source("builtin", name)
    return Source("file", name)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: where, what, and the line with a caret below it. ``line`` 0: not at a place."""

    line: int
    column: int
    message: Message
    excerpt: tuple[str, ...] = ()
    hint: str = ""
    around: tuple[str, ...] = ()
    """The line with its neighbours, each with its number."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a source: a run, or troubles, or a run with troubles (it was stopped, a trigger never fired)."""

    source: Source
    trace: Trace | None
    troubles: tuple[Trouble, ...]
    title: Text = Text()
    start: View = View()
    unit: str | None = None
    scenario: Scenario | None = None
    """What the source says, without edits."""
    text: str = ""
    baseline: Trace | None = None
    """The run without edits; ``trace`` itself where there are none."""
    edits: tuple[Edit, ...] = ()
    """The edits that ``trace`` was run with."""
    idle: frozenset[int] = frozenset()
    """Those of them (from 0) whose moment never came."""


Tell = Callable[[int, int], None]
"""Hears how far a run is: what time (ns) has been reached, and how many segments have been sent."""


def load(
    source: Source, cancelled: Callable[[], bool], edits: tuple[Edit, ...] = (), told: Tell | None = None
) -> Loaded:
    """Read, parse and run ``source``; whatever is wrong with it is among the troubles. ``edits``: what if."""
    # Imported here: the window paints before the parser and its libraries are loaded.
    from tcpanim.scenario.parse import parse
    from tcpanim.sim.expect import never_happened
    from tcpanim.sim.run import simulate

    try:
        content = _read(source)
    except _UnreadableError as error:
        return Loaded(source, None, (Trouble(0, 0, error.message),))
    parsed = parse(content, source.shown)
    text = text_of(content)
    if parsed.scenario is None:
        problems = tuple(_trouble(problem, content) for problem in parsed.problems)
        return Loaded(source, None, problems, text=text)
    scenario = parsed.scenario
    trace = simulate(scenario, cancelled=cancelled, told=told)
    trace.index()
    troubles = tuple(_trouble(problem, content) for problem in never_happened(trace))
    loaded = Loaded(source, trace, troubles, scenario.title, scenario.start, scenario.unit, scenario, text, trace)
    return rerun(loaded, edits, cancelled, told) if edits else loaded


def text_of(content: bytes) -> str:
    """A file's text as an editor has it: every line ends in LF, and no mark of the coding stands before it.

    What an older Notepad wrote is read too, though no parser takes it: saving the text is then what mends the file.
    """
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for coding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(coding)
            break
        except UnicodeDecodeError:
            text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def ended_as_before(text: str, path: str) -> str:
    """``text`` with the ends of lines that the file at ``path`` has; where there is no such file, as it is."""
    try:
        with Path(path).open("rb") as file:
            start = file.read(_START)
    except (OSError, ValueError):
        return text
    return text.replace("\n", "\r\n") if b"\r\n" in start else text


def file_text(source: Source) -> str:
    """What the source says now; "" where it cannot be read."""
    try:
        return text_of(_read(source))
    except _UnreadableError:
        return ""


def rerun(loaded: Loaded, edits: tuple[Edit, ...], cancelled: Callable[[], bool], told: Tell | None = None) -> Loaded:
    """The same scenario with other edits. Raises ConfigError where settings do not go together."""
    from tcpanim.scenario.edits import apply, fitting, number_of
    from tcpanim.scenario.model import Place
    from tcpanim.scene.held_notes import held_notes
    from tcpanim.sim.expect import never_happened
    from tcpanim.sim.run import simulate

    assert loaded.scenario is not None
    assert loaded.baseline is not None
    edits = fitting(loaded.scenario, edits)
    if not edits:
        return replace(loaded, trace=loaded.baseline, troubles=(), edits=(), idle=frozenset())
    trace = simulate(apply(loaded.scenario, edits), cancelled=cancelled, told=told)
    trace = replace(trace, notes=held_notes(trace, loaded.baseline))
    trace.index()
    numbers = (number_of(Place(row.line, row.column)) for row in trace.unfired)
    idle = frozenset(number - 1 for number in numbers if number is not None)
    # That a step of the file is not reached now is no mistake of its author; only a run without end is told of.
    problems = never_happened(trace) if trace.limit is not None else ()
    troubles = tuple(_trouble(one, loaded.text.encode()) for one in problems if one.code.startswith("budget-"))
    return replace(loaded, trace=trace, troubles=troubles, edits=edits, idle=idle)


def _trouble(problem: Problem, content: bytes) -> Trouble:
    from tcpanim.scenario.problems import format_problem, show

    lines = [line for line in format_problem(problem, "", content).split("\n")[1:] if line.startswith("  ")]
    said = Message(f"problem.{problem.code}", {**problem.args, "english": problem.message})
    hint = show(problem.hint) if problem.hint else ""
    return Trouble(problem.line, problem.column, said, tuple(lines[:2]), hint, _around(problem.line, content))


def _around(line: int, content: bytes) -> tuple[str, ...]:
    """The line and its neighbours, as far as they are text of a length that can be shown."""
    lines = text_of(content).split("\n")
    if not 1 <= line <= len(lines):
        return ()
    first, last = max(line - NEIGHBOURS, 1), min(line + NEIGHBOURS, len(lines))
    return tuple(
        f"{'▶' if number == line else ' '} {number:>4}  {lines[number - 1][:LONGEST_LINE]}"
        for number in range(first, last + 1)
    )


class _UnreadableError(Exception):
    """A source that cannot be read, with the sentence that says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def _read(source: Source) -> bytes:
    from tcpanim.library import read_builtin

    if source.content is not None:
        return source.content
    if source.kind == "builtin":
        try:
            return read_builtin(source.name).encode()
        except KeyError:
            raise _UnreadableError(Message("trouble.no-builtin", {"name": source.name})) from None
    path = Path(source.name)
    try:
        if path.is_dir():
            raise _UnreadableError(Message("trouble.folder", {"name": source.shown}))
        if path.stat().st_size > LARGEST:
            raise _UnreadableError(Message("trouble.huge", {"name": source.shown}))
        return path.read_bytes()
    except FileNotFoundError:
        raise _UnreadableError(Message("trouble.missing", {"name": source.shown})) from None
    except PermissionError:
        raise _UnreadableError(Message("trouble.forbidden", {"name": source.shown})) from None
    except (OSError, ValueError) as error:
        raise _UnreadableError(Message("trouble.unreadable", {"name": source.shown, "reason": str(error)})) from None
