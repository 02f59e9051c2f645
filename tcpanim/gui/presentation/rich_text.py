"""Prose that the lecturer alone reads, as rich text: paragraphs with a gap after each that suits the type."""

from __future__ import annotations

import re

from tcpanim.gui.widgets.parts import unbroken

Paragraphs = tuple[tuple[str, float], ...]
"""Each as rich text, with the gap after it as a share of the type's size: Qt scales no ``em`` by a label's font."""

_SAFE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""As html.escape does it, which would bring HTML's names for all letters along: a third of a megabyte."""
_LEAD_WORD = re.compile(r"((?:Say|Ask|Board|Trap):|If asked:?|(?:说|(?<!若)问|板书|易错)：|若问：?)")
_GAP = 0.55


def safe(words: str) -> str:
    """Prose as rich text."""
    return unbroken(words).translate(_SAFE)


def marked_up(notes: str) -> Paragraphs:
    """Notes: the word that a line begins with (Ask:, 问：) in bold."""
    lines = (safe(line.strip()) for line in notes.strip().split("\n"))
    return tuple((_LEAD_WORD.sub(r"<b>\1</b>", line), _GAP) for line in lines if line)


def rich_text(paragraphs: Paragraphs, size: int) -> str:
    """The same in a type of ``size`` px."""
    return "".join(f"<p style='margin:0 0 {round(gap * size)}px 0'>{line}</p>" for line, gap in paragraphs)
