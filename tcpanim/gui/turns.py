"""Whose turn it is in a frame: sixteen milliseconds are not enough for all views to show another step together."""

from __future__ import annotations

from collections.abc import Callable, Collection

Order = Callable[[], object]
InTurn = Callable[[str, Order], None]
"""Takes orders by name, and has each done in time."""


class Turns:
    """Orders that wait for a frame with time for them, the one that has waited longest first.

    An order given again under its name takes the place of the older one, and keeps its place in the queue: what is done
    is always the newest. An order is heavy when another step is reached than when it was last done, as then much
    changes; but those that are ``light`` never are.
    """

    def __init__(self, light: Collection[str] = ()) -> None:
        self._light = light
        self._waiting: dict[str, Order] = {}
        self._done: dict[str, int] = {}
        self._passed = False

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def wait(self, name: str, order: Order) -> None:
        """Let ``order`` wait for its turn."""
        self._waiting[name] = order

    def take(self, name: str, order: Order, step: int) -> None:
        """Do ``order`` now, whatever waits under that name; ``step``: the number of the one that is reached."""
        self._waiting.pop(name, None)
        self._done[name] = step
        order()

    def some(self, time_left: Callable[[], bool], step: int, *, full: bool = False) -> None:
        """Do what waits as long as there is time left, at least one, and at most one that is heavy.

        In a frame that is ``full`` nothing is done; but of two full frames in a row, the second is none.
        """
        self._passed = full and not self._passed
        if self._passed:
            return
        laden = False
        for name in list(self._waiting):
            heavy = name not in self._light and self._done.get(name) != step
            if heavy and laden:
                continue
            laden = laden or heavy
            self.take(name, self._waiting[name], step)
            if not time_left():
                break

    def all(self, step: int) -> None:
        """Do everything that waits."""
        self._passed = False
        while self._waiting:
            name = next(iter(self._waiting))
            self.take(name, self._waiting[name], step)
