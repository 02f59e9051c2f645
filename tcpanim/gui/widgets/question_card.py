"""A question with its choices, answered by a click or by keys; then it says which is right, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, SEMIBOLD
from tcpanim.gui.widgets.numbered_row import PAST, PLAIN, RIGHT, WRONG, NumberedRow
from tcpanim.gui.widgets.parts import label, write
from tcpanim.lesson import Ask

MOST = 5
"""No question has more choices; as many keys count the hands of an audience."""


class QuestionCard(QWidget):
    """One question at a time. The first answer counts; afterwards the choices can be looked at only."""

    answered = Signal(int)
    """The choice, counted from 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = label(self, wrap=True)
        self.rows = [NumberedRow(self) for _ in range(MOST)]
        self.verdict = label(self, wrap=True)
        self.why = label(self, "2", wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.question)
        self._choices = QVBoxLayout()
        self._layout.addLayout(self._choices)
        for number, row in enumerate(self.rows, 1):
            row.clicked.connect(lambda _checked=False, number=number: self.answered.emit(number))
            self._choices.addWidget(row)
        self._layout.addWidget(self.verdict)
        self._layout.addWidget(self.why)
        self.hide()

    def show_ask(self, look: Look, ask: Ask | None, choice: int | None) -> None:
        """Ask it, or show how it was answered; None: no question."""
        self.setVisible(ask is not None)
        if ask is None:
            return
        theme, language, say = look.theme, look.catalogue.language, look.catalogue.text
        self._layout.setSpacing(theme.px(8))
        self._choices.setSpacing(theme.px(2))
        self.question.setFont(theme.prose(LEAD, SEMIBOLD))
        write(self.question, ask.question.pick(language))
        for number, row in enumerate(self.rows, 1):
            row.setVisible(number <= len(ask.choices))
            if number <= len(ask.choices):
                row.show_sentence(look, number, ask.choices[number - 1].pick(language), _standing(ask, number, choice))
        self.verdict.setVisible(choice is not None)
        self.why.setVisible(choice is not None)
        if choice is not None:
            right = choice == ask.answer
            self.verdict.setFont(theme.prose(BODY, MEDIUM))
            self.verdict.setText(say("lesson.right") if right else say("lesson.wrong", n=ask.answer))
            self.why.setFont(theme.prose(BODY))
            write(self.why, ask.why.pick(language))


def _standing(ask: Ask, number: int, choice: int | None) -> str:
    if choice is None:
        return PLAIN
    if number == ask.answer:
        return RIGHT
    return WRONG if number == choice else PAST
