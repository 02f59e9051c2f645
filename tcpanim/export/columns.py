"""Text in columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

from tcpanim.scene import line_breaks
from tcpanim.scene.line_breaks import cells


def width(text: str) -> int:
    """How many columns ``text`` takes."""
    return len(text) if text.isascii() else sum(map(cells, text))


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
        if width(kept) + cells(letter) > columns - 1:
            break
        kept += letter
    return kept + "…"


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``: broken at spaces, and between Chinese characters."""
    return line_breaks.wrap(text, columns, width)
