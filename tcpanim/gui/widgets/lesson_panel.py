"""The side panel's page for who learns alone: what the scenario is about, its teaching points, their questions."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.numbered_row import PAST, NumberedRow
from tcpanim.gui.widgets.parts import KeyButton, LinkButton, label, rule, tab_after, write
from tcpanim.gui.widgets.question_card import QuestionCard
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.one_side import knower, notices
from tcpanim.scene.points import Course, Point, course_of
from tcpanim.scene.quiz import ask_segment, ask_state
from tcpanim.scene.reasons import spoken_at
from tcpanim.trace.trace import Trace

_FIGURE = re.compile(r"figure (\d+)")
GUESSES = {"segment": ask_segment, "state": ask_state}
"""Questions that are made from the run."""


class About(NamedTuple):
    """What a scenario says about itself, and where it leads: the title of its pair, id and title of the next one."""

    goal: Text = Text()
    description: Text = Text()
    references: tuple[str, ...] = ()
    pair: Text | None = None
    following: tuple[str, Text] | None = None


class LessonPanel(RunView):
    """Nothing of what is still to come is told: points and answers appear as the run reaches them."""

    scenario_requested = Signal(str)
    compare_requested = Signal()
    next_requested = Signal()
    """The user wants to go on to the next teaching point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = About()
        self._course: Course | None = None
        self._answers: dict[int, int] = {}
        """By the moment of a point, what was answered there."""
        self._guess: tuple[int, Ask | None] | None = None
        """A question that was made at a moment; None: there nothing follows that one could ask for."""
        self._guessed: int | None = None
        self._sought: QWidget | None = None
        """The part that the page is to be scrolled to."""
        self._behind: tuple[int, ...] = ()
        """The moments of the points that are listed."""
        self._shown: tuple[object, ...] = ()
        self.goal = label(self, wrap=True)
        self.description = label(self, "2", wrap=True)
        self.place = label(self, wrap=True)
        self.card = QuestionCard(self)
        self.card.answered.connect(self._answer)
        self.notes_button = LinkButton(self)
        self.notes_button.setCheckable(True)
        self.notes_button.toggled.connect(self._refresh)
        self.notes = label(self, "2", wrap=True)
        self.go_on = KeyButton(self)
        self.go_on.clicked.connect(self.next_requested)
        self.guesses = {name: LinkButton(self) for name in GUESSES}
        for name, button in self.guesses.items():
            button.clicked.connect(lambda _checked=False, name=name: self._make_guess(name))
        self.guess_card = QuestionCard(self)
        self.guess_card.answered.connect(self._answer_guess)
        self.nothing = label(self, "2", wrap=True)
        self.passed = label(self, "3")
        self.points: list[NumberedRow] = []
        self.references = label(self, "3", wrap=True)
        self.references.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.compare = LinkButton(self)
        self.compare.clicked.connect(self.compare_requested)
        self.following = LinkButton(self)
        self.following.clicked.connect(self._follow)
        self._lines = (rule(self), rule(self))
        self._body = QWidget(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)
        self._layout = QVBoxLayout(self._body)
        about = (self.goal, self.description, self._lines[0])
        point = (self.place, self.card, self.notes_button, self.notes, self.go_on)
        guess = (*self.guesses.values(), self.guess_card, self.nothing)
        for widget in (*about, *point, *guess, self.passed):
            self._layout.addWidget(widget)
        self._rows = QVBoxLayout()
        self._layout.addLayout(self._rows)
        for end in (self._lines[1], self.following, self.compare, self.references):
            self._layout.addWidget(end)
        self._layout.addStretch(1)

    def set_about(self, about: About) -> None:
        """What the scenario says about itself."""
        self._about = about
        self._refresh()

    def _dress(self, look: Look) -> None:
        theme, say = look.theme, look.catalogue.text
        self._layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        self._layout.setSpacing(theme.px(10))
        self._rows.setSpacing(0)
        self.goal.setFont(theme.prose(LEAD, SEMIBOLD))
        self.place.setFont(theme.prose(BODY, SEMIBOLD))
        for text in (self.description, self.notes, self.nothing):
            text.setFont(theme.prose(BODY))
        for text in (self.passed, self.references):
            text.setFont(theme.prose(SMALL))
        for button in (self.notes_button, self.go_on, *self.guesses.values(), self.compare, self.following):
            button.setFont(theme.prose(BODY, MEDIUM))
        self.go_on.setText(say("lesson.go-on"))
        for name, button in self.guesses.items():
            button.show_words(say(f"lesson.guess-{name}"))
        self.nothing.setText(say("lesson.nothing"))
        self.passed.setText(say("lesson.passed"))
        self._guess = None  # it was made in another language
        self._shown = ()

    def _begin(self, trace: Trace | None) -> None:
        self._course = course_of(trace) if trace is not None else None
        self._answers = {}
        self._guess, self._guessed = None, None
        self._shown = ()

    def _refresh(self) -> None:
        self._shown = ()
        self._show()

    # ---- what the user does

    def _answer(self, choice: int) -> None:
        point = self._course.at(self._t) if self._course is not None else None
        if point is not None and point.ask is not None and self._t not in self._answers:
            self._answers[self._t] = choice
            self._refresh()

    def _make_guess(self, name: str) -> None:
        naming = self._naming()
        if self._trace is not None and naming is not None:
            self._guess = (self._t, GUESSES[name](self._trace, self._t, {naming.language: naming}))
            self._guessed = None
            self._refresh()
            self._bring(self.guess_card if self._guess[1] is not None else self.nothing)

    def _bring(self, part: QWidget) -> None:
        """Into sight, wherever the page has been scrolled to; again when the page has grown by it."""
        self._sought = part
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(part, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was wanted in sight stays there."""
        super().resizeEvent(event)
        if self._sought is not None:
            self._bring(self._sought)

    def _answer_guess(self, choice: int) -> None:
        if self._guessed is None:
            self._guessed = choice
            self._refresh()
            self._bring(self.guess_card)

    def _follow(self) -> None:
        if self._about.following is not None:
            self.scenario_requested.emit(self._about.following[0])

    # ---- what is shown

    def _show(self) -> None:
        look, trace, naming, course = self._look, self._trace, self._naming(), self._course
        whole = look is not None and trace is not None and naming is not None and course is not None
        self._body.setVisible(whole)
        if not whole:
            return
        assert look is not None
        assert course is not None
        if self._guess is not None and self._guess[0] != self._t:
            self._guess = self._sought = None  # it has come
        number, point = course.number(self._t), course.at(self._t)
        shown = (id(trace), number, point, self._guess)
        if shown == self._shown:
            return
        self._shown = shown
        self._show_about(look, number)
        self._show_point(look, course, number, point)
        self._show_guess(look)
        self._show_passed(look, course, number, point)

    def _show_about(self, look: Look, number: int) -> None:
        about, language, say = self._about, look.catalogue.language, look.catalogue.text
        goal, description = about.goal.pick(language), about.description.pick(language)
        write(self.goal, goal)
        self.goal.setVisible(bool(goal))
        write(self.description, description)
        self.description.setVisible(bool(description) and number <= 1)  # an introduction
        self._lines[0].setVisible(bool(goal or description))
        sections = " · ".join(_FIGURE.sub(lambda n: say("lesson.figure", n=n[1]), one) for one in about.references)
        self.references.setText(sections)
        self.references.setVisible(bool(sections))
        self.compare.setVisible(about.pair is not None)
        if about.pair is not None:
            self.compare.show_words(say("lesson.compare", title=about.pair.pick(language)))
        self.following.setVisible(about.following is not None)
        if about.following is not None:
            self.following.show_words(say("lesson.following", title=about.following[1].pick(language)))
        self._lines[1].setVisible(bool(sections or about.pair or about.following))

    def _show_point(self, look: Look, course: Course, number: int, point: Point | None) -> None:
        say, language = look.catalogue.text, look.catalogue.language
        count = len(course.points)
        parts = [say("lesson.point", n=number, of=count) if number else say("lesson.points", of=count)]
        if self._answers:
            asks = {one.t: one.ask for one in course.points}
            right = sum(ask is not None and ask.answer == self._answers.get(t) for t, ask in asks.items())
            parts.append(say("lesson.score", right=right, asked=len(self._answers)))
        self.place.setText(" · ".join(parts))
        self.card.show_ask(look, point.ask if point is not None else None, self._answers.get(self._t))
        spoken = point.speaker(language) if point is not None else ""
        self.notes_button.setVisible(bool(spoken))
        self.notes_button.show_words(say("lesson.notes-less" if self.notes_button.isChecked() else "lesson.notes"))
        write(self.notes, spoken)
        self.notes.setVisible(bool(spoken) and self.notes_button.isChecked())
        self.go_on.setVisible(number < count)

    def _show_guess(self, look: Look) -> None:
        guess = self._guess[1] if self._guess is not None else None
        self.guess_card.show_ask(look, guess, self._guessed)
        self.nothing.setVisible(self._guess is not None and guess is None)

    def _show_passed(self, look: Look, course: Course, number: int, point: Point | None) -> None:
        """The points so far lead back to their moments; the newest is first. Two with one sentence are one."""
        assert self._trace is not None
        assert look.naming is not None
        host = knower(self._trace, look.side)
        said: dict[str, tuple[int, int]] = {}
        for count, one in enumerate(course.points[:number], 1):
            if one is not point and (host is None or notices(self._trace, host, one.t)):
                said.setdefault(spoken_at(self._trace, one.t, look.naming, host).what, (count, one.t))
        behind = list(reversed(said.items()))
        self._behind = tuple(t for _, (_, t) in behind)
        self.passed.setVisible(bool(behind))
        while len(self.points) < len(behind):
            row = NumberedRow(self)
            index = len(self.points)
            row.clicked.connect(lambda _checked=False, index=index: self.seek_requested.emit(self._behind[index]))
            self._rows.addWidget(row)
            tab_after(self.points[-1] if self.points else self.guess_card.rows[-1], row)
            self.points.append(row)
        for index, row in enumerate(self.points):
            row.setVisible(index < len(behind))
            if index < len(behind):
                sentence, (count, _) = behind[index]
                row.show_sentence(look, count, sentence, PAST)

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the texts wrap."""
        return QSize(180, 100)
