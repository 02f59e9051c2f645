"""Where the lecturer's notes stand: in type as large as those of all points have room for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QScrollArea

from tcpanim.gui.presentation.rich_text import Paragraphs, rich_text

LEAST, LEAST_PX = 0.5, 12
"""So many times as large as chosen, and so many px, no smaller: then there is a bar to scroll by, too."""
MOST = 1.6
"""And so many times no larger."""
USUAL = 22
"""The size that is chosen at first, in px at scale 1."""
LEAST_HEIGHT = 40
"""Px; where all else is shown, too, the window grows no higher for them."""


class NotesArea(QScrollArea):
    """Shows notes in ``label``, wrapped words.

    They are all as large, so that nothing jumps from point to point: as the longest have room for. Where one has less
    room, as beside a frozen picture, or a larger type was chosen, its type gets smaller until all of it is seen.
    """

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self._label = label
        self._notes: Paragraphs = ()
        self._all: tuple[Paragraphs, ...] = ()
        self._make: Callable[[float], QFont] = lambda _size: QFont()
        self._size = 0.0
        self._growth = 1.0
        self._grown_for: object = None  # the notes and the room that it is for
        self._usual = 0  # how high that room is
        self.setObjectName("notes")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(label)
        self.setMinimumHeight(LEAST_HEIGHT)

    def set_type(self, make: Callable[[float], QFont], size: float) -> None:
        """``make`` gives the type of a size; ``size``: the one that was chosen."""
        self._make, self._size, self._grown_for = make, size, None
        self.fit()

    def set_usual(self, height: int) -> None:
        """So many px there are as a rule; a point with more to show beside its notes leaves less."""
        if height != self._usual:
            self._usual = height
            self.fit()

    def show_notes(self, notes: Paragraphs, of_all: tuple[Paragraphs, ...]) -> None:
        """These of a point; ``of_all``: those of all points."""
        if (notes, of_all) != (self._notes, self._all):
            self._notes, self._all = notes, of_all
            self.fit()
            self.verticalScrollBar().setValue(0)

    def fit(self) -> None:
        """The notes are others, or have another room."""
        if not self._size:
            return
        room = self.contentsRect()
        self._grow(room.width())
        size, fits = self._size * self._growth, False
        while size >= self._size * LEAST:
            font = self._make(size)
            self._label.setFont(font)
            self._label.setText(rich_text(self._notes, font.pixelSize()))
            fits = self._label.heightForWidth(room.width()) <= room.height()
            if fits or self._make(size - 1).pixelSize() < LEAST_PX:
                break
            size -= 1
        # Left to itself, a bar that was there stays where the notes have room only without it.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)

    def _grow(self, width: int) -> None:
        """How much larger than usual the notes of all points may be."""
        wanted = self._all, width, self._usual
        if self._grown_for == wanted:
            return
        self._grown_for = wanted
        size, document = USUAL * MOST, QTextDocument()
        document.setDocumentMargin(0)
        around = 2 * self._label.margin()
        for notes in self._all:
            while size > USUAL:
                font = self._make(size)
                document.setDefaultFont(font)
                document.setHtml(rich_text(notes, font.pixelSize()))
                document.setTextWidth(width - around)
                if document.size().height() + around <= self._usual:
                    break
                size -= 1
        self._growth = max(size, USUAL) / USUAL

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self.fit()
