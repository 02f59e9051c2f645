"""Two parts above each other with a handle between them; the share of the upper one outlasts the window's sizes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

SHARE = 0.48
"""The upper part's share of the height, until the user moves the handle."""
LEAST, MOST = 0.2, 0.8


class Division(QSplitter):
    """``share``: of the upper part; ``share_changed`` when the user has moved the handle."""

    share_changed = Signal(float)
    resized = Signal()
    """There is another height to divide."""

    def __init__(self, upper: QWidget, lower: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.share = SHARE
        self.setChildrenCollapsible(False)
        self.addWidget(upper)
        self.addWidget(lower)
        self.splitterMoved.connect(self._moved)

    def set_share(self, share: float) -> None:
        """Divide anew."""
        self.share = min(max(share, LEAST), MOST)
        self._divide()

    def change_share(self, by: float) -> None:
        """Make the upper part larger or smaller, as the handle would."""
        self.set_share(self.share + by)
        self.share_changed.emit(self.share)

    def _divide(self) -> None:
        room = max(2, self.height() - self.handleWidth())
        upper = round(room * self.share)
        self.setSizes([upper, room - upper])

    def _moved(self) -> None:
        upper, lower = self.sizes()
        if upper and lower:
            self.share = min(max(upper / (upper + lower), LEAST), MOST)
            self.share_changed.emit(self.share)

    def event(self, event: QEvent) -> bool:
        """The share outlasts another least height of a part, too: Qt would keep what that had taken."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._divide()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self._divide()
