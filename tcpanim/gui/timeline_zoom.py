"""The stretch of a run that the timeline shows, in shares of its screen time."""

from __future__ import annotations

MOST_ZOOM = 400.0


class Stretch:
    """From ``first`` to ``last``, within 0 and 1."""

    def __init__(self) -> None:
        self.first, self.last = 0.0, 1.0

    @property
    def whole(self) -> bool:
        """Whether everything is shown."""
        return self.first <= 0.0 and self.last >= 1.0

    def reset(self) -> None:
        """Show everything."""
        self.first, self.last = 0.0, 1.0

    def zoom(self, factor: float, about: float) -> None:
        """``factor`` times as large; the place ``about`` stays where it is on the screen."""
        length = min(max((self.last - self.first) / factor, 1 / MOST_ZOOM), 1.0)
        share = (about - self.first) / (self.last - self.first)
        self._set(about - share * length, length)

    def pan(self, by: float) -> None:
        """Move by that share of what is shown."""
        length = self.last - self.first
        self._set(self.first + by * length, length)

    def follow(self, place: float) -> bool:
        """Bring ``place`` into view, turning over like a page; says whether anything moved."""
        if self.whole or self.first <= place <= self.last:
            return False
        length = self.last - self.first
        before = self.first
        self._set(place - length * (0.05 if place > self.last else 0.95), length)
        return self.first != before

    def _set(self, first: float, length: float) -> None:
        self.first = min(max(first, 0.0), 1.0 - length)
        self.last = self.first + length

    def share(self, place: float) -> float:
        """Where a place of the run lies in what is shown."""
        return (place - self.first) / (self.last - self.first)

    def place(self, share: float) -> float:
        """The other way round."""
        return self.first + share * (self.last - self.first)
