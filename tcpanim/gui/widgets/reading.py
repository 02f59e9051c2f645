"""Pages that are read out: a screen reader says what a page shows when the focus comes to it."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QStackedLayout, QWidget


def words_on(page: QWidget) -> str:
    """All that ``page`` shows in words, as it was put together; buttons are reached by Tab, and read then."""
    taken: list[QWidget] = []
    found: list[str] = []
    for part in page.findChildren(QWidget):
        inside = any(other.isAncestorOf(part) for other in taken)
        if inside or isinstance(part, QAbstractButton) or not part.isVisibleTo(page):
            continue
        name = part.accessibleName() or (part.text() if isinstance(part, QLabel) else "")
        words = " ".join(text for text in (name, part.accessibleDescription()) if text)
        if words:
            taken.append(part)
            found.append(words)
    return "\n".join(found)


class ReadPage(QScrollArea):
    """A page that scrolls. Its parts have no focus of their own: so all of it is read out where it is come to."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what is on it now."""
        page = self.widget()
        if page is not None:
            self.setAccessibleDescription(words_on(page))
        super().focusInEvent(event)


class Stack(QWidget):
    """Several pages, of which one is seen. Qt's own is called out, "layered pane", whenever the focus comes into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = QStackedLayout(self)
        self.addWidget = self._pages.addWidget
        self.indexOf = self._pages.indexOf
        self.currentIndex = self._pages.currentIndex
        self.currentWidget = self._pages.currentWidget
        self.setCurrentIndex = self._pages.setCurrentIndex
        self.setCurrentWidget = self._pages.setCurrentWidget
