"""Whose turn it is in a frame: sixteen milliseconds are not enough for all views to show another step together."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

Order = Callable[[], "Order | None"]
"""Does something, and may return the rest of it, which has the turn after."""
InTurn = Callable[[str, Order], None]
"""Takes orders by name, and has each done in time."""

LONG = 0.0005
"""Seconds after which an order has changed so much that there is as much again to be painted."""


class Turns:
    """Orders that wait for a frame with time for them, the one that has waited longest first.

    An order given again under its name takes the place of the older one, and keeps its place in the queue: what is done
    is always the newest. ``clock``: seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._waiting: dict[str, Order] = {}
        self._rest: Order | None = None
        self._passed = False

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting) or self._rest is not None

    def wait(self, name: str, order: Order) -> None:
        """Let ``order`` wait for its turn."""
        self._waiting[name] = order

    def take(self, name: str, order: Order) -> None:
        """Do ``order`` now, all of it, whatever waits under that name."""
        self._waiting.pop(name, None)
        rest = order()
        while rest is not None:
            rest = rest()

    def some(self, *, full: bool = False) -> None:
        """Do what waits, up to and with the first order that takes LONG; most find nothing changed but a little.

        In a frame that is ``full`` nothing is done; but of two full frames in a row, the second is none.
        """
        self._passed = full and not self._passed
        if self._passed:
            return
        names = list(self._waiting)
        while self._rest is not None or names:
            began = self._clock()
            order = self._rest if self._rest is not None else self._waiting.pop(names.pop(0))
            self._rest = order()
            if self._clock() - began >= LONG:
                break

    def all(self) -> None:
        """Do everything that waits."""
        self._passed = False
        while self._rest is not None:
            self._rest = self._rest()
        while self._waiting:
            name = next(iter(self._waiting))
            self.take(name, self._waiting[name])
