"""Text in columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# No line begins with these, or ends with an opening one.
_CLOSING = "，。：；？！）、”》」』…·,.;:?!)]}%"
_OPENING = "（“《「『([{"
_TOKEN = re.compile(r"[ \t]+|[!-~\u00a0]+|\S")


def width(text: str) -> int:
    """How many columns ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@cache
def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def left(text: str, columns: int) -> str:
    """``text`` in a field of ``columns``, at its left edge; cut when it is longer."""
    text = cut(text, columns)
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """``text`` in a field of ``columns``, at its right edge; cut when it is longer."""
    text = cut(text, columns)
    return " " * (columns - width(text)) + text


def centre(text: str, columns: int) -> str:
    """``text`` in the middle of a field of ``columns``."""
    text = cut(text, columns)
    return left(" " * ((columns - width(text)) // 2) + text, columns)


def cut(text: str, columns: int) -> str:
    """``text``, shortened with an ellipsis to at most ``columns``."""
    if width(text) <= columns:
        return text
    kept = ""
    for letter in text:
        if width(kept) + _cells(letter) > columns - 1:
            break
        kept += letter
    return kept + "…"


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``: broken at spaces, and between Chinese characters.

    No line begins with a closing mark; a word longer than a line is broken where the line ends.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width(line) + width(piece.rstrip()) <= columns:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while width(line.rstrip()) > columns:
            head = _fitting(line, columns)
            lines.append(head)
            line = line[len(head) :]
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """The parts between which a line may be broken; a space belongs to the part before it."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        glued = pieces and (
            not token.strip(" \t")
            or token[0] in _CLOSING
            or pieces[-1][-1] in _OPENING
            or _cells(token[0]) == 0
            or (pieces[-1][-1] not in " \t" and _joins(pieces[-1][-1], token[0]))
        )
        if glued:
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _joins(before: str, after: str) -> bool:
    """Whether two letters without a space between them belong to one word: all that are not wide do."""
    return _cells(before) < 2 and _cells(after) < 2


def _fitting(text: str, columns: int) -> str:
    taken = ""
    for letter in text:
        if taken and width(taken) + _cells(letter) > columns:
            break
        taken += letter
    return taken
