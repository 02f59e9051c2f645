"""The glossary: the words of TCP in both languages, found by any of their names."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.search_sheet import Line, SearchSheet
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
        language = look.catalogue.language
        other, comma = ("en", "、") if language == "zh" else ("zh", ", ")
        also = look.catalogue.text("glossary.also", names=comma.join(term.also))
        names = (Line(term.name.pick(language), "1", LEAD, SEMIBOLD), Line(term.name.pick(other), "3", SMALL))
        return self.row((4, 7), names, (Line(term.about.pick(language), "2", BODY), Line(also, "3", SMALL)))

    def shown(self) -> list[Term]:
        """What matches the search."""
        return [term for term, found in zip(self._terms, self.matches(), strict=True) if found]
