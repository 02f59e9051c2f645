"""What is wrong with what was opened: place, sentence, the line with a caret below it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import IconButton, KeyButton, clear, label
from tcpanim.gui.widgets.reading import ReadPage


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem in words. ``place``: "name:line:column", or the name alone.

    ``around``: the line between its neighbours, with numbers.
    """

    place: str
    message: str
    excerpt: tuple[str, ...]
    hint: str
    around: tuple[str, ...] = ()


class Problems(QFrame):
    """A list that can be scrolled, copied and closed."""

    close_requested = Signal()
    reload_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "problem")
        self._look: Look | None = None
        self._problems: tuple[ProblemLine, ...] = ()
        self._stage = "nothing-shown"
        self._name = ""
        self.title = label(self, "loss", wrap=True)
        self.kept = label(self, "2", wrap=True)
        self.copy = KeyButton(self)
        self.copy.clicked.connect(self._copy)
        self.reload = KeyButton(self)
        self.reload.clicked.connect(self.reload_requested)
        self.close_button = IconButton("close", 32, self)
        self.close_button.clicked.connect(self.close_requested)
        self._scroll = ReadPage(self)
        self._scroll.setWidgetResizable(True)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._scroll.setWidget(self._list)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        texts = QVBoxLayout()
        texts.addWidget(self.title)
        texts.addWidget(self.kept)
        self._head.addLayout(texts, 1)
        for widget in (self.copy, self.reload, self.close_button):
            self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self._scroll, 1)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self._layout.setContentsMargins(theme.px(20), theme.px(14), theme.px(14), theme.px(14))
        self._layout.setSpacing(theme.px(8))
        self._head.setContentsMargins(theme.px(1), 0, 0, 0)  # as wide as the list's edge
        self._head.setSpacing(theme.px(8))
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(12))
        self.title.setFont(theme.font(LEAD, SEMIBOLD))
        self.kept.setFont(theme.font(SMALL))
        self.copy.setFont(theme.font(SMALL))
        self.reload.setFont(theme.font(SMALL))
        self.copy.setText(say("problems.copy"))
        self.reload.setText(say("problems.reload"))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("window.close"))
        self.close_button.setAccessibleName(say("window.close"))
        self._write()

    def set_problems(self, name: str, problems: tuple[ProblemLine, ...], *, stage: str) -> None:
        """Show these problems of the file ``name``.

        ``stage``: what is to be seen meanwhile: "own", the run of this file; "kept", the last good one; or
        "nothing-shown".
        """
        self._name, self._problems, self._stage = name, problems, stage
        self._write()

    def text(self) -> str:
        """Everything as text, as the command line writes it."""
        blocks = []
        for problem in self._problems:
            lines = [f"{problem.place}: {problem.message}", *problem.excerpt]
            if problem.hint:
                lines.append(f"  {problem.hint}")
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text())

    def _write(self) -> None:
        if self._look is None:
            return
        say = self._look.catalogue.text
        self.title.setText(say("problems.title", n=len(self._problems), name=self._name))
        self._scroll.setAccessibleName(self.title.text())
        self.kept.setText(say(f"problems.{self._stage}"))
        clear(self._rows)
        for problem in self._problems:
            self._rows.addWidget(self._row(problem))
        self._rows.addStretch(1)

    def _row(self, problem: ProblemLine) -> QWidget:
        assert self._look is not None
        theme = self._look.theme
        row = QWidget(self._list)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        place = KeyButton(row)
        place.setProperty("link", True)
        place.setText(problem.place)
        place.setFont(theme.font(SMALL, mono=True))
        place.setEnabled(bool(problem.around))
        place.setToolTip(self._look.catalogue.text("problems.around") if problem.around else "")
        place.setAccessibleName(f"{problem.place}: {problem.message}")
        message = _selectable(label(row, wrap=True))
        message.setText(problem.message)
        message.setFont(theme.font(BODY, MEDIUM))
        column.addWidget(place, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(message)
        if problem.excerpt:
            excerpt = _selectable(label(row, "2"))
            excerpt.setText("\n".join(problem.excerpt))
            excerpt.setFont(theme.font(SMALL, mono=True))
            column.addWidget(excerpt)
            around = _selectable(label(row, "2"))
            around.setText("\n".join(problem.around))
            around.setFont(theme.font(SMALL, mono=True))
            around.setProperty("chip", True)
            around.hide()
            column.addWidget(around)
            place.clicked.connect(lambda: _swap(excerpt, around))
        if problem.hint:
            hint = label(row, "2", wrap=True)
            hint.setText(problem.hint)
            hint.setFont(theme.font(SMALL))
            column.addWidget(hint)
        return row

    def minimumSizeHint(self) -> QSize:
        """A heading and two lines."""
        return QSize(200, self._look.theme.px(120) if self._look else 120)


def _swap(excerpt: QLabel, around: QLabel) -> None:
    """Show the line with its neighbours, or alone again."""
    shown = around.isHidden()
    around.setVisible(shown)
    excerpt.setVisible(not shown)


def _selectable(text: QLabel) -> QLabel:
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text
