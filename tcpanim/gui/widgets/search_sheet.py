"""A sheet with a list that typing searches; arrow and page keys move through what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from tcpanim.gui.herald import tell_found
from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, REGULAR
from tcpanim.gui.widgets.parts import clear, label, write
from tcpanim.gui.widgets.reading import ReadPage
from tcpanim.gui.widgets.sheet import Sheet
from tcpanim.scene.glossary import found_in

_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Line(NamedTuple):
    """A line of a row: its words, its ink (1 to 3), size and weight."""

    text: str
    ink: str
    size: float
    weight: int = REGULAR


class SearchSheet(Sheet):
    """The search box in the head, and rows below it; what stands in a row is the subclass's part."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._rows: list[tuple[str, QWidget]] = []
        self.search = QLineEdit(self.card)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.head.insertWidget(1, self.search)
        self.empty = label(self.card, "2", wrap=True)
        self.found = ReadPage(self.card)
        self.found.setWidgetResizable(True)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # there it is read out
        self.list = QWidget()
        self._column = QVBoxLayout(self.list)
        self.found.setWidget(self.list)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.found, 1)

    def begin(self, look: Look, title: str, hint: str) -> None:
        """Dress everything and take the old rows away."""
        self._look = look
        theme = look.theme
        self.dress(look, title)
        self.set_size(theme.px(1080), theme.px(820))
        self.search.setFont(theme.font(BODY))
        self.search.setPlaceholderText(hint)
        around = theme.px(40)  # its own edges
        self.search.setFixedWidth(max(theme.px(320), self.search.fontMetrics().horizontalAdvance(hint) + around))
        self.search.setAccessibleName(hint)
        self.found.setAccessibleName(title)
        self.empty.setFont(theme.prose(LEAD))
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, 0, theme.px(16), 0)
        clear(self._column)
        self._rows = []

    def add(self, names: str, row: QWidget) -> None:
        """One more row, found by ``names`` (in ``plain``)."""
        self._rows.append((names, row))
        self._column.addWidget(row)

    def end(self) -> None:
        """All rows are there."""
        self._column.addStretch(1)
        self._filter()

    def row(self, shares: tuple[int, int], left: Iterable[Line], right: Iterable[Line]) -> QWidget:
        """A row of two columns of lines; ``shares``: how broad they are."""
        assert self._look is not None
        theme = self._look.theme
        row = QFrame(self.list)
        row.setProperty("term", True)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, theme.px(10), 0, theme.px(10))
        grid.setHorizontalSpacing(theme.px(28))
        for column, (share, lines) in enumerate(zip(shares, (left, right), strict=True)):
            grid.setColumnStretch(column, share)
            box = QVBoxLayout()
            box.setSpacing(theme.px(2))
            for line in lines:
                made = label(row, line.ink, wrap=True)
                made.setFont(theme.prose(line.size, line.weight))
                write(made, line.text)
                box.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            box.addStretch(1)
            grid.addLayout(box, 0, column)
        return row

    def matches(self) -> list[bool]:
        """For each row whether the search finds it."""
        wanted = self.search.text()
        return [found_in(wanted, names) for names, _ in self._rows]

    def _filter(self) -> None:
        found = self.matches()
        for shown, (_, row) in zip(found, self._rows, strict=True):
            row.setVisible(shown)
        self.empty.setVisible(not any(found))
        self.found.verticalScrollBar().setValue(0)
        if self._look is not None:
            say, wanted = self._look.catalogue.text, self.search.text()
            self.empty.setText(say("library.nothing", wanted=wanted))
            tell_found(self.search, say("spoken.found", n=sum(found)) if wanted.strip() else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the list is moved by its keys."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _SCROLLS
        ):
            QApplication.sendEvent(self.found.verticalScrollBar(), event)
            return True
        return super().eventFilter(watched, event)
