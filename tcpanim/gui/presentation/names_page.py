"""Teaching points by what is said at them: a field to search in, and a list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD
from tcpanim.gui.widgets.parts import lines_of
from tcpanim.gui.widgets.sheet import Sheet

_BESIDE = 24
"""Px at scale 1 that an entry keeps free beside its words, on both sides together."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class NamesPage(Sheet):
    """Typing leaves what has all the typed words; Enter goes to the one that is marked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._room = 0  # for a line's words; Qt's own wrapping forgets what stands on both sides of them
        self.search = QLineEdit(self.card)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QListWidget(self.card)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)

    def show_names(self, look: Look, titles: tuple[str, ...]) -> None:
        """Offer these."""
        theme = look.theme
        self.dress(look, look.catalogue.text("lecture.name"))
        self.set_size(theme.px(900), theme.px(760))
        self._titles = titles
        margins, bar = self.column.contentsMargins(), self.list.verticalScrollBar().sizeHint().width()
        self._room = self.card.width() - margins.left() - margins.right() - bar - theme.px(_BESIDE)
        self.search.setFont(theme.font(LEAD))
        self.search.setAccessibleName(look.catalogue.text("lecture.name"))
        self.list.setFont(theme.prose(BODY))
        self.list.setAccessibleName(look.catalogue.text("lecture.name"))
        self._fill("")

    def take(self, event: QKeyEvent) -> None:
        """A key that another window was given."""
        typed = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        QCoreApplication.sendEvent(self.search, typed)

    def _fill(self, wanted: str) -> None:
        self.list.clear()
        words = wanted.casefold().split()
        for number, title in enumerate(self._titles, 1):
            line = f"{number}  {title}"
            if all(word in line.casefold() for word in words):
                item = QListWidgetItem("\n".join(lines_of(line, self.list.font(), self._room)))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, line)
                item.setData(Qt.ItemDataRole.UserRole, number)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the search field does not want is nobody's: the window behind would hand it in here again."""
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search field that move in the list."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self.close_requested.emit()
                return True
            step = _STEPS.get(Qt.Key(key))
            if step is not None:
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)
