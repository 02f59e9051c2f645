"""The application as a whole: what the system says to it and to none of its windows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """The one of a process."""

    file_asked = Signal(str)
    """The file with this path was opened in the Finder: on macOS that comes as an event, not on the command line."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(event.file())
            return True
        return super().event(event)
