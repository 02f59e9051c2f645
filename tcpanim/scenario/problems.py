"""What is wrong with a scenario file, and where; and how that is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tcpanim.i18n import Catalogue, Message
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


# Arguments that do not come from the file.
_OURS = ("choices", "units", "keys", "example", "limit")


def problem(place: Place, path: str, code: str, hint: str = "", **args: object) -> Problem:
    """The problem with that code; strings from the file among ``args`` are made harmless and short."""
    shown = {key: value if key in _OURS else _harmless(value) for key, value in args.items()}
    return Problem(place.line, place.column, path, _english(code, shown), hint, code, shown)


def _harmless(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_harmless, value))
    return show(value) if isinstance(value, str) else value


def _english(code: str, args: Mapping[str, object]) -> str:
    return ENGLISH[code].format(**{key: ", ".join(arg) if isinstance(arg, tuple) else arg for key, arg in args.items()})


def in_words(problem: Problem, catalogue: Catalogue | None = None) -> str:
    """The problem's sentence in the catalogue's language, or in English."""
    return catalogue.render(Message(f"problem.{problem.code}", problem.args)) if catalogue else problem.message


def hint_in_words(problem: Problem, catalogue: Catalogue | None = None) -> str:
    """The question whether something else was meant, in the catalogue's language or in English; "" for no hint."""
    if not problem.hint:
        return ""
    word = show(problem.hint)
    return catalogue.text("problem.did-you-mean", word=word) if catalogue else _english("did-you-mean", {"word": word})


def show(text: str, limit: int = 100) -> str:
    """A text from the file as it can stand in a message: one line, printable, not long."""
    clean = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[: limit + 1])
    return clean if len(clean) <= limit else clean[:limit] + "…"


def closest(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that looks most like ``word``, or "" when none does."""
    import difflib  # noqa: PLC0415 - only for who mistypes

    if len(word) > 60:
        return ""
    by_form = {name.casefold().replace("_", "-"): name for name in known}
    found = difflib.get_close_matches(word.casefold().replace("_", "-"), by_form, 1, 0.6)
    return by_form[found[0]] if found else ""


def lines_of(text: str) -> list[str]:
    """The lines as editors and YAML count them: ended by LF, CR LF or CR, nothing else."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def format_problem(problem: Problem, name: str, text: str | bytes, catalogue: Catalogue | None = None) -> str:
    """``name:line:column: message``, the line itself, a caret below the column, and "did you mean …?".

    ``text`` is the file's whole content, as it was given to the parser. Without ``catalogue`` in English.
    """
    shown = [f"{name}:{problem.line}:{problem.column}: {in_words(problem, catalogue)}"]
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    lines = lines_of(text.removeprefix("\ufeff"))
    if problem.line <= len(lines):
        shown += _pointed(lines[problem.line - 1], problem.column - 1)
    if problem.hint:
        shown.append("  " + hint_in_words(problem, catalogue))
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
