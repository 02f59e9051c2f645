"""The glossary: the words of TCP in both languages, found by any of their names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import clear, label, unbroken
from tcpanim.gui.widgets.sheet import Sheet
from tcpanim.scene.glossary import Term, found_in, plain

_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class GlossarySheet(Sheet):
    """Typing finds; arrow and page keys move through what was found."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._terms: tuple[Term, ...] = ()
        self._rows: list[tuple[str, QWidget]] = []
        self.search = QLineEdit(self.card)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.head.insertWidget(1, self.search)
        self.empty = label(self.card, "2", wrap=True)
        self.found = QScrollArea(self.card)
        self.found.setWidgetResizable(True)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self.found.setWidget(self._list)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.found, 1)

    def show_terms(self, look: Look, terms: tuple[Term, ...]) -> None:
        """Write all of them, the reader's language first."""
        self._look, self._terms = look, terms
        theme, say = look.theme, look.catalogue.text
        self.dress(look, say("glossary.title"))
        self.set_size(theme.px(1080), theme.px(820))
        self.search.setFont(theme.font(BODY))
        self.search.setFixedWidth(theme.px(320))
        self.search.setPlaceholderText(say("glossary.search"))
        self.search.setAccessibleName(say("glossary.search"))
        self.empty.setFont(theme.prose(LEAD))
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, 0, theme.px(16), 0)
        clear(self._column)
        self._rows = []
        for term in terms:
            row = self._row(look, term)
            names = " ".join((*(text for text in term.name if text), *term.also))
            self._rows.append((plain(names), row))
            self._column.addWidget(row)
        self._column.addStretch(1)
        self._filter()

    def _row(self, look: Look, term: Term) -> QWidget:
        theme, language = look.theme, look.catalogue.language
        row = QFrame(self._list)
        row.setProperty("term", True)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, theme.px(10), 0, theme.px(10))
        grid.setHorizontalSpacing(theme.px(28))
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 7)
        other = "en" if language == "zh" else "zh"
        name = self._text(row, term.name.pick(language), "1", LEAD, SEMIBOLD)
        second = self._text(row, term.name.pick(other), "3", SMALL)
        about = self._text(row, term.about.pick(language), "2", BODY)
        comma = "、" if language == "zh" else ", "
        also = self._text(row, look.catalogue.text("glossary.also", names=comma.join(term.also)), "3", SMALL)
        top = Qt.AlignmentFlag.AlignTop
        for column, texts in enumerate(((name, second), (about, also))):
            lines = QVBoxLayout()
            lines.setSpacing(theme.px(2))
            for text in texts:
                lines.addWidget(text, 0, top)
            lines.addStretch(1)
            grid.addLayout(lines, 0, column)
        return row

    def _text(self, row: QWidget, text: str, ink: str, size: float, weight: int | None = None) -> QLabel:
        assert self._look is not None
        made = label(row, ink, wrap=True)
        theme = self._look.theme
        made.setFont(theme.prose(size) if weight is None else theme.prose(size, weight))
        made.setText(unbroken(text))
        return made

    def shown(self) -> list[Term]:
        """What matches the search."""
        wanted = self.search.text()
        return [term for term, (names, _) in zip(self._terms, self._rows, strict=True) if found_in(wanted, names)]

    def _filter(self) -> None:
        wanted = self.search.text()
        any_found = False
        for names, row in self._rows:
            found = found_in(wanted, names)
            row.setVisible(found)
            any_found = any_found or found
        self.empty.setVisible(not any_found)
        self.found.verticalScrollBar().setValue(0)
        if self._look is not None:
            self.empty.setText(self._look.catalogue.text("library.nothing", wanted=self.search.text()))

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
