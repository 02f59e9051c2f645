"""What is going to happen, in order: a heap whose ties are decided in writing."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

# What comes first at one instant: timers, then arrivals in sending order, then script steps in file order.
TIMER, ARRIVAL, SCRIPT = 0, 1, 2

Action = Callable[[int], None]


class EventQueue:
    """Actions by (t, priority, number); those that agree in all three come in the order in which they were added."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, int, Action]] = []
        self._added = 0

    def add(self, t: int, priority: int, number: int, action: Action) -> None:
        """Have ``action(t)`` happen at ``t`` (ns)."""
        self._added += 1
        heappush(self._heap, (t, priority, number, self._added, action))

    def pop(self) -> tuple[int, Action]:
        """Take out what happens next: (t, action). Raises IndexError when there is nothing."""
        entry = heappop(self._heap)
        return entry[0], entry[4]

    def next_time(self) -> int | None:
        """When something happens next, None when nothing will."""
        return self._heap[0][0] if self._heap else None

    def holds_more_than(self, priority: int) -> bool:
        """Whether anything of another priority is to come."""
        return any(entry[1] != priority for entry in self._heap)

    def holds(self, priority: int) -> bool:
        """Whether anything of this priority is to come."""
        return any(entry[1] == priority for entry in self._heap)

    def __len__(self) -> int:
        return len(self._heap)
