"""Whose turn it is in a frame: sixteen milliseconds are not enough for all views to show another step together."""

from __future__ import annotations

from collections.abc import Callable

Order = Callable[[], object]
InTurn = Callable[[str, Order], None]
"""Takes orders by name, and has each done in time."""


class Turns:
    """Orders that wait for a frame of their own, the one that has waited longest first.

    An order given again under its name takes the place of the older one, and keeps its place in the queue: what is done
    is always the newest.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, Order] = {}
        self._passed = False

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def wait(self, name: str, order: Order) -> None:
        """Let ``order`` wait for its turn."""
        self._waiting[name] = order

    def take(self, name: str, order: Order) -> None:
        """Do ``order`` now, whatever waits under that name."""
        self._waiting.pop(name, None)
        order()

    def one(self, *, full: bool = False) -> None:
        """Do the one whose turn it is; a frame that is ``full`` is passed over, but never two in a row."""
        self._passed = full and not self._passed
        if self._waiting and not self._passed:
            self._waiting.pop(next(iter(self._waiting)))()

    def all(self) -> None:
        """Do everything that waits."""
        self._passed = False
        while self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()
