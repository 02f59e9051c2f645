"""What is wrong with a scenario file, and where; and how that is shown."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tcpanim.scenario.messages import ENGLISH
from tcpanim.scenario.model import Place

_WIDTH = 100  # characters of a long line that are shown around its mistake


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file.

    ``line``, ``column``: from 1, in characters. ``path``: which value, as ``script[2].client`` (items count from 1).
    ``message``: the English sentence. ``hint``: what was probably meant, or "". ``code`` and ``args`` name the
    sentence and its arguments, so that it can be said in another language: the key is ``problem.<code>``.
    """

    line: int
    column: int
    path: str
    message: str
    hint: str = ""
    code: str = ""
    args: Mapping[str, object] = field(default_factory=dict, hash=False)


def problem(place: Place, path: str, code: str, hint: str = "", **args: object) -> Problem:
    """The problem with that code; strings among ``args`` are made harmless and short, as they come from the file."""
    shown = {name: show(value) if isinstance(value, str) else value for name, value in args.items()}
    return Problem(place.line, place.column, path, ENGLISH[code].format(**shown), hint, code, shown)


def show(text: str, limit: int = 60) -> str:
    """A text from the file as it can stand in a message: one line, printable, not long."""
    clean = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[: limit + 1])
    return clean if len(clean) <= limit else clean[:limit] + "…"


def closest(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that looks most like ``word``, or "" when none does."""
    if len(word) > 60:
        return ""
    by_form = {name.casefold().replace("_", "-"): name for name in known}
    found = difflib.get_close_matches(word.casefold().replace("_", "-"), by_form, 1, 0.6)
    return by_form[found[0]] if found else ""


def lines_of(text: str) -> list[str]:
    """The lines as editors and YAML count them: ended by LF, CR LF or CR, nothing else."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def format_problem(problem: Problem, name: str, text: str | bytes) -> str:
    """``name:line:column: message``, the line itself, a caret below the column, and "did you mean …?".

    ``text`` is the file's whole content, as it was given to the parser.
    """
    shown = [f"{name}:{problem.line}:{problem.column}: {problem.message}"]
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    lines = lines_of(text.removeprefix("\ufeff"))
    if problem.line <= len(lines):
        shown += _pointed(lines[problem.line - 1], problem.column - 1)
    if problem.hint:
        shown.append(f"  did you mean '{problem.hint}'?")
    return "\n".join(shown)


def _pointed(line: str, column: int) -> tuple[str, str]:
    """The line (a part of it, when it is long) and the caret line; nothing in them can steer a terminal."""
    first = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    part = line[first : first + _WIDTH]
    clean = "".join(" " if letter == "\t" else letter if letter.isprintable() else "\ufffd" for letter in part)
    before, after = "…" if first else "", "…" if first + _WIDTH < len(line) else ""
    blanks = sum(_cells(letter) for letter in before + clean[: column - first])
    return f"  {before}{clean}{after}", "  " + " " * blanks + "^"


def _cells(letter: str) -> int:
    """How many columns of a terminal the letter takes."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
