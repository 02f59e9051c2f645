"""How long a lecture has stayed at each of its points."""

from __future__ import annotations

from tcpanim.gui.presentation.presenter import span

LONGEST_LOOK_MS = 2000
"""Between two looks at the time no more than this has been taught: the laptop slept."""


class Spent:
    """Counts while the lecture is on. Point 0 is what comes before the first."""

    def __init__(self) -> None:
        self._ms: dict[int, int] = {}
        self._looked: int | None = None

    def pass_time(self, now: int, number: int) -> None:
        """It is ``now`` (ms of a running clock), and the point of that number is shown."""
        if self._looked is not None:
            self._ms[number] = self._ms.get(number, 0) + min(max(now - self._looked, 0), LONGEST_LOOK_MS)
        self._looked = now

    def pause(self) -> None:
        """Nothing is taught until the next look."""
        self._looked = None

    def forget(self) -> None:
        """A lecture begins."""
        self._ms.clear()
        self._looked = None

    def at(self, number: int) -> int:
        """Seconds at that point."""
        return self._ms.get(number, 0) // 1000

    @property
    def total(self) -> int:
        """Seconds in all."""
        return sum(self._ms.values()) // 1000

    def told(self, count: int) -> tuple[str, ...]:
        """Minutes and seconds at each of so many points; nothing where one has not been."""
        return tuple(span(self.at(number)) if self.at(number) else "" for number in range(1, count + 1))
