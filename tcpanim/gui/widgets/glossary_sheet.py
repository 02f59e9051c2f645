"""The glossary: the words of TCP in both languages, found by any of their names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.search_sheet import SearchSheet
from tcpanim.scene.glossary import Term, plain


class GlossarySheet(SearchSheet):
    """A term per row, the reader's language first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()

    def show_terms(self, look: Look, terms: tuple[Term, ...]) -> None:
        """Write all of them."""
        self._terms = terms
        say = look.catalogue.text
        self.begin(look, say("glossary.title"), say("glossary.search"))
        for term in terms:
            names = " ".join((*(text for text in term.name if text), *term.also))
            self.add(plain(names), self._row(look, term))
        self.end()

    def _row(self, look: Look, term: Term) -> QWidget:
        theme, language = look.theme, look.catalogue.language
        row = QFrame(self.list)
        row.setProperty("term", True)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, theme.px(10), 0, theme.px(10))
        grid.setHorizontalSpacing(theme.px(28))
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 7)
        other = "en" if language == "zh" else "zh"
        name = self.text(row, term.name.pick(language), "1", LEAD, SEMIBOLD)
        second = self.text(row, term.name.pick(other), "3", SMALL)
        about = self.text(row, term.about.pick(language), "2", BODY)
        comma = "、" if language == "zh" else ", "
        also = self.text(row, look.catalogue.text("glossary.also", names=comma.join(term.also)), "3", SMALL)
        top = Qt.AlignmentFlag.AlignTop
        for column, texts in enumerate(((name, second), (about, also))):
            lines = QVBoxLayout()
            lines.setSpacing(theme.px(2))
            for text in texts:
                lines.addWidget(text, 0, top)
            lines.addStretch(1)
            grid.addLayout(lines, 0, column)
        return row

    def shown(self) -> list[Term]:
        """What matches the search."""
        return [term for term, found in zip(self._terms, self.matches(), strict=True) if found]
