"""Where a text may be broken into lines: at spaces, and between Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

# No line begins with these, or ends with an opening one.
_CLOSING = "，。：；？！）、”》」』…·,.;:?!)]}%"
_OPENING = "（“《「『([{"
_TOKEN = re.compile(r"[ \t]+|[!-~\u00a0]+|\S")


@cache
def cells(letter: str) -> int:
    """How many columns of a terminal a letter takes: two for a Chinese one, none for a mark on another."""
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrap(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """``text`` in lines that are, measured by ``width``, at most as wide as ``room``.

    No line begins with a closing mark; a word longer than a line is broken where the line ends.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width(line + piece.rstrip()) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while line and width(line.rstrip()) > room:
            head = _fitting(line, room, width)
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
            or cells(token[0]) == 0
            or (pieces[-1][-1] not in " \t" and _joins(pieces[-1][-1], token[0]))
        )
        if glued:
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _joins(before: str, after: str) -> bool:
    """Whether two letters without a space between them belong to one word: all that are not wide do."""
    return cells(before) < 2 and cells(after) < 2


def _fitting(text: str, room: float, width: Callable[[str], float]) -> str:
    """As much of a word as a line holds, one letter at least."""
    count = 1
    while count < len(text) and width(text[: count + 1]) <= room:
        count += 1
    return text[:count]
