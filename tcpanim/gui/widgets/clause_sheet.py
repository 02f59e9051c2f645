"""RFC 9293 by clause: what it asks, what tcpanim answers, and where that is kept, tested and shown."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.search_sheet import Line, SearchSheet
from tcpanim.scene.clauses import Clause, Place, counts_of
from tcpanim.scene.glossary import plain


class ClauseSheet(SearchSheet):
    """A clause per row, in the RFC's order; found by its id, section, word, group or answer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._clauses: tuple[Clause, ...] = ()
        self.summary = QLabel(self.card)
        self.summary.setWordWrap(True)
        self.summary.setProperty("ink", "2")
        self.column.insertWidget(1, self.summary)

    def show_clauses(self, look: Look, clauses: tuple[Clause, ...]) -> None:
        """Write all of them."""
        self._clauses = clauses
        say = look.catalogue.text
        self.begin(look, say("clauses.title"), say("clauses.search"))
        self.summary.setFont(look.theme.prose(BODY))
        self.summary.setText(say("clauses.summary", count=len(clauses), **counts_of(clauses)))
        for clause in clauses:
            answer = say(f"clauses.answer.{clause.answer}")
            texts = (clause.id, clause.section, clause.word, answer, *clause.group, *clause.text, *clause.scenarios)
            self.add(plain(" ".join(text for text in texts if text)), self._row(look, clause, answer))
        self.end()

    def _row(self, look: Look, clause: Clause, answer: str) -> QWidget:
        language, say = look.catalogue.language, look.catalogue.text
        left = (
            Line(clause.id, "1", LEAD, SEMIBOLD),
            Line(f"§{clause.section}", "3", SMALL),
            Line(clause.group.pick(language), "3", SMALL),
        )
        right = [
            Line(f"{clause.word}: {clause.text.pick('en')}", "1", BODY, SEMIBOLD),
            *([Line(clause.text.pick("zh"), "1", BODY)] if language == "zh" else []),
            Line(_join(answer, clause.remark.pick(language) if clause.remark else "", language), "2", BODY),
        ]
        kept = [
            say(f"clauses.{key}", places=("、" if language == "zh" else ", ").join(places))
            for key, places in (
                ("code", _names(clause.code)),
                ("tests", _names(clause.tests)),
                ("scenarios", clause.scenarios),
            )
            if places
        ]
        return self.row((2, 7), left, [*right, *(Line(line, "3", SMALL) for line in kept)])

    def shown(self) -> list[Clause]:
        """What matches the search."""
        return [clause for clause, found in zip(self._clauses, self.matches(), strict=True) if found]


def _join(answer: str, remark: str, language: str) -> str:
    if not remark:
        return answer
    return f"{answer}。{remark}" if language == "zh" else f"{answer}. {remark}"


def _names(places: tuple[Place, ...]) -> tuple[str, ...]:
    """Without the folders, which say nothing here: ``test_close.py test_a_reset``."""
    return tuple(str(Place(place.file.rsplit("/", 1)[-1], place.name)) for place in places)
