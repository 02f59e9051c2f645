"""What ships with the program, read from disk: catalogues of sentences and built-in scenarios."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tcpanim import paths
from tcpanim.i18n import LANGUAGES, Catalogue

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
