"""What ships with the program, read from disk: catalogues of sentences and built-in scenarios."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tcpanim import paths
from tcpanim.i18n import LANGUAGES, Catalogue, Text

FIRST = "three-way-handshake"
"""What a start without a file shows."""


@cache
def load_catalogue(language: str) -> Catalogue:
    """The sentences of ``language`` ("en" or "zh"); raises ValueError for another one."""
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return Catalogue(language, paths.catalogue(language).read_bytes())


def builtins() -> tuple[tuple[str, Path], ...]:
    """The built-in scenarios as (id, path), by id."""
    return tuple((path.stem, path) for path in paths.scenarios())


def builtin_path(name: str) -> Path | None:
    """Where the built-in scenario with the id ``name`` is; None when there is none."""
    return dict(builtins()).get(name)


def read_builtin(name: str) -> str:
    """The text of the built-in scenario with the id ``name``; raises KeyError."""
    return dict(builtins())[name].read_text(encoding="utf-8")


class Glance(NamedTuple):
    """What a built-in scenario says about itself at its beginning."""

    id: str
    title: Text
    unit: str | None
    order: int | None
    tags: tuple[str, ...]


_GLANCED = {
    "title": re.compile(r'^title:\n  en: "?(?P<en>.*?)"?\n  zh: "?(?P<zh>.*?)"?$', re.MULTILINE),
    "unit": re.compile(r"^unit: (\S+)", re.MULTILINE),
    "order": re.compile(r"^order: (\d+)", re.MULTILINE),
    "tags": re.compile(r"^tags: \[(.*)\]", re.MULTILINE),
}
"""The built-ins are all written in this way; the tests see to it."""


def glance(name: str) -> Glance:
    """The built-in ``name`` at a glance: to parse all of them takes seconds. Raises KeyError."""
    text = read_builtin(name)
    title, unit, order, tags = (pattern.search(text) for pattern in _GLANCED.values())
    return Glance(
        name,
        Text(**title.groupdict()) if title else Text(en=name),
        unit[1] if unit else None,
        int(order[1]) if order else None,
        tuple(tag.strip().strip('"') for tag in tags[1].split(",")) if tags else (),
    )


def teaching_order() -> tuple[Glance, ...]:
    """All built-ins in the order in which they are taught, those without a place last."""
    glances = (glance(name) for name, _ in builtins())
    return tuple(sorted(glances, key=lambda one: (one.order is None, one.order, one.id)))
