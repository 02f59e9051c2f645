"""Where the lecturer's notes stand: in the type that was chosen, or a little smaller where all is seen then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea

LEAST, LEAST_PX = 0.5, 12
"""So many times as large as chosen, and so many px, no smaller: then there is a bar to scroll by, too."""
LEAST_HEIGHT = 40
"""Px; where all else is shown, too, the window grows no higher for them."""


class NotesArea(QScrollArea):
    """Shows ``notes``, wrapped words; whoever changes them says so by ``fit``."""

    def __init__(self, notes: QLabel) -> None:
        super().__init__()
        self._notes = notes
        self._make: Callable[[float], QFont] = lambda _size: QFont()
        self._size = 0.0
        self.setObjectName("notes")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(notes)
        self.setMinimumHeight(LEAST_HEIGHT)

    def set_type(self, make: Callable[[float], QFont], size: float) -> None:
        """``make`` gives the type of a size; ``size``: the one that was chosen."""
        self._make, self._size = make, size
        self.fit()

    def fit(self) -> None:
        """The notes are others, or have another room."""
        if not self._size:
            return
        room = self.contentsRect()
        size = self._size
        while size >= self._size * LEAST:
            self._notes.setFont(self._make(size))
            if self._notes.heightForWidth(room.width()) <= room.height():
                return
            if self._make(size - 1).pixelSize() < LEAST_PX:
                return
            size -= 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self.fit()
