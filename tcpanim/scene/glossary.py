"""The words of TCP in both languages with their other names, and finding things by any of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from tcpanim.i18n import Text

_SECTIONS = ("terms", "states")
_MARKED = re.compile(r"（[^）]*）|^[A-Za-z]+: ")
_WORDS = re.compile(r"[a-z0-9.'()]+(?: [a-z0-9.'()]+)*|[^\sa-z0-9.'()]+")


class Term(NamedTuple):
    """A word of the trade. ``also``: its other names as they are shown, some with who uses them.

    ``kind``: term or state; ``about``: what it means, in a sentence.
    """

    name: Text
    also: tuple[str, ...]
    about: Text
    kind: str

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Everything that it is called, without who calls it so; a pair of terms has a group of names for each."""
        english, chinese = ((text or "").split(comma) for text, comma in zip(self.name, (", ", "，"), strict=True))
        also = tuple(_MARKED.sub("", name) for name in self.also)
        if len(english) != len(chinese):
            return ((*english, *chinese, *also),)
        return tuple((*pair, *also) for pair in zip(english, chinese, strict=True))


def read_glossary(text: str) -> tuple[Term, ...]:
    """The terms of a glossary file; raises ValueError for a line that is none."""
    section = ""
    terms: list[Term] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[] ")
            if section not in _SECTIONS:
                raise ValueError(f"line {number}: there is no section {section!r}")
            continue
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != 5 or not all(parts) or not section:
            raise ValueError(f"line {number}: five fields of a section are expected")
        english, chinese, also, meaning, explained = parts
        names = tuple(name.strip() for name in also.split(" / "))
        terms.append(Term(Text(english, chinese), names, Text(meaning, explained), section.rstrip("s")))
    return tuple(terms)


def plain(text: str) -> str:
    """``text`` as it is compared: small letters, with blanks for what people write differently (TIME_WAIT)."""
    return " ".join(re.sub(r"[-_/,，、·]", " ", text.casefold()).split())


def found_in(wanted: str, text: str) -> bool:
    """Whether each word of ``wanted`` begins a word of ``text`` (in ``plain``) or, in Chinese, stands in it.

    What is written as one word, such as TIME_WAIT, is looked for as one.
    """
    spaced = f" {text}"
    return all(
        (f" {word}" in spaced or _glued(word, text)) if word[0].isascii() else word in text
        for part in wanted.split()
        for word in _WORDS.findall(plain(part))
    )


def _glued(word: str, text: str) -> bool:
    """Whether a Latin word stands right behind a 汉字."""
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None


class Synonyms:
    """Widens texts by the other names of the words in them, so that they are found by any."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        groups = (frozenset(plain(name) for name in group) for term in terms for group in term.names)
        self._groups = tuple(frozenset(name for name in group if len(name) > 1) for group in groups)

    def widened(self, text: str) -> str:
        """``text`` (any case) in ``plain``, followed by all other names of what it speaks of."""
        own = plain(text)
        more: dict[str, None] = {}
        for group in self._groups:
            if any(_stands_in(name, own) for name in group):
                more.update(dict.fromkeys(sorted(group)))
        return " ".join((own, *more))


def _stands_in(name: str, text: str) -> bool:
    if not name.isascii():
        return name in text
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None
