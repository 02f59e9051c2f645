"""Which screen is whose: the audience's is the one that is not the laptop's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

S = TypeVar("S")


def allot(screens: Sequence[S], primary: S, *, swapped: bool = False) -> tuple[S, S | None]:
    """The audience's screen and the presenter's, None where there is one screen only."""
    others = [screen for screen in screens if screen is not primary]
    if not others:
        return primary, None
    audience, presenter = others[0], primary
    return (presenter, audience) if swapped else (audience, presenter)
