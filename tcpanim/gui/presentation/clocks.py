"""A lecture's clocks: how long it has lasted, and how long it may last still."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer

from tcpanim.gui.presentation.presenter import Times
from tcpanim.gui.settings import Settings

LONGEST_MINUTES = 600


class Clocks:
    """They run on while a lecture is interrupted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running = QElapsedTimer()
        self._running.start()
        self._lasting = QElapsedTimer()

    def now(self) -> int:
        """A running clock (ms), by which two presses are told apart and ink fades."""
        return self._running.elapsed()

    def begin(self) -> None:
        """The lecture begins, or goes on."""
        if not self._lasting.isValid():
            self._lasting.start()

    def restart(self) -> None:
        """It begins only now."""
        self._lasting.restart()

    def change_minutes(self, change: int) -> None:
        """The end comes later, or earlier."""
        minutes = min(max(self._settings.lecture_minutes + change, 1), LONGEST_MINUTES)
        self._settings.set("lecture/minutes", minutes)

    def times(self) -> Times:
        """What they show."""
        elapsed = self._lasting.elapsed() // 1000
        return Times(elapsed, self._settings.lecture_minutes * 60 - elapsed)
