"""Whose turn it is in a frame: sixteen milliseconds are not enough for all views to show another step together."""

from __future__ import annotations

from collections.abc import Callable

Order = Callable[[], object]
InTurn = Callable[[str, Order], None]
"""Takes orders by name, and has each done in time."""


class Turns:
    """Orders that wait for a frame with time for them, the one that has waited longest first.

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

    def some(self, time_left: Callable[[], bool], *, full: bool = False) -> None:
        """Do what waits as long as there is time left, at least one; in a frame that is ``full``, nothing.

        Of two full frames in a row, the second is none.
        """
        self._passed = full and not self._passed
        if self._passed:
            return
        while self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()
            if not time_left():
                break

    def all(self) -> None:
        """Do everything that waits."""
        self._passed = False
        while self._waiting:
            self._waiting.pop(next(iter(self._waiting)))()
