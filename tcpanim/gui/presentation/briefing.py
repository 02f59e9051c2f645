"""What the presenter alone is told: the point, its notes, what holds on the audience's screen, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.look import Look
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.presentation.lecture import ASKING
from tcpanim.gui.presentation.picture import Content
from tcpanim.gui.presentation.presenter import Presenter
from tcpanim.gui.presentation.sketches import Sketches
from tcpanim.gui.session import Session
from tcpanim.scene.reasons import spoken_at

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation


class Briefing:
    """Fills the presenter's window, where there is one. ``sketches`` are made with the audience's picture."""

    def __init__(
        self, presentation: Presentation, session: Session, playhead: Playhead, appearance: Appearance
    ) -> None:
        self._presentation, self._session = presentation, session
        self._playhead, self._appearance = playhead, appearance
        self.sketches: Sketches | None = None
        self._next_due = False

    def set_look(self, look: Look) -> None:
        """The run in another look."""
        if self.sketches is not None:
            self.sketches.set_run(self._session.trace, look)

    def close(self) -> None:
        """Nobody is told anything any more."""
        if self.sketches is not None:
            self.sketches.close()

    def show(self) -> None:
        """Which point, which notes, what comes next."""
        presentation, presenter = self._presentation, self._presentation.presenter
        if presenter is None or not presenter.isVisible() or presentation.lecture_trace is None:
            return
        lecture, language = presentation.lecture, self._appearance.language
        presenter.title.setText(self._session.title.pick(language))
        self._show_number(presenter)
        point = lecture.course.last(self._playhead.t)
        every = tuple(point.speaker(language) for point in lecture.course.points)
        presenter.show_notes(point.speaker(language) if point is not None else "", every)
        self._show_state(presenter)
        audience = presentation.audience
        presenter.show_inset(audience.shown if presentation.frozen and audience is not None else QPixmap())
        self._next_due = True  # drawn when there is time
        if not lecture.moving and not self._playhead.moving:
            self._show_next(presenter, drawn=False)

    def _show_number(self, presenter: Presenter) -> None:
        """The number that the audience sees, and where a fault has made stops of its own, which of those it is.

        Numbers that are typed are the stops' then.
        """
        lecture, sleeve = self._presentation.lecture, self._presentation.sleeve
        say = self._appearance.catalogue.text
        number, count = sleeve.count()
        presenter.point.setText(f"{number} / {count}")
        changed = sleeve.hidden is not None and not sleeve.waits
        presenter.stop.setText(say("lecture.stop", n=lecture.number, of=lecture.count) if changed else "")
        typed = say("lecture.typed_stop", n=lecture.typed) if changed else lecture.typed
        presenter.typed.setText(f"→ {typed}" if lecture.typed else "")

    def _show_state(self, presenter: Presenter) -> None:
        """What the audience does not see, or sees otherwise."""
        lecture, sleeve = self._presentation.lecture, self._presentation.sleeve
        say = self._appearance.catalogue.text
        presenter.mirror.set_dimmed(bool(lecture.blank))
        if lecture.blank:
            presenter.show_state(say(f"lecture.is_{lecture.blank}"), "loss")
        elif self._presentation.frozen:
            presenter.show_state(say("lecture.is_frozen"), "loss")
        elif lecture.phase == ASKING:
            presenter.show_state(say("lecture.is_asking", n=len(lecture.tally)), "left")
        elif sleeve.told:
            presenter.show_state(sleeve.words(say), "loss")
        else:
            presenter.show_state("", "2")

    def draw_next(self, presenter: Presenter) -> None:
        """There is time for the picture of what comes next."""
        if self._next_due and self._presentation.lecture_trace is not None and not self._playhead.moving:
            self._next_due = False
            self._show_next(presenter, drawn=True)

    def _show_next(self, presenter: Presenter, *, drawn: bool) -> None:
        """What Next will bring, in words; ``drawn``: with its picture."""
        assert self.sketches is not None
        lecture, say = self._presentation.lecture, self._appearance.catalogue.text
        language, trace = self._appearance.language, self._presentation.lecture_trace
        if lecture.phase == ASKING and lecture.question is not None:
            presenter.show_next_ask(say("lecture.next_answer"), lecture.question)
            return
        if lecture.to_ask is not None:
            presenter.show_next_ask(say("lecture.next_question"), lecture.to_ask)
            return
        stop = lecture.next_stop
        if stop is None or trace is None:
            presenter.show_next_words(say("lecture.next_nothing"), self._report())
            return
        words = spoken_at(trace, stop, self._appearance.naming(trace, language)).what
        number = lecture.course.number(stop)
        kind = "stop" if self._presentation.sleeve.hidden is not None else "point"
        title = say(f"lecture.next_{kind}", n=number) if lecture.course.at(stop) else say("lecture.next_end")
        content = self._content_at(stop)
        if drawn or self.sketches.has(stop, self._presentation.picture.frame, content):
            presenter.show_next(title, words, self.sketch(stop))
        else:
            presenter.show_next(title, words, None)

    def _report(self) -> str:
        """At the end: how long it took, and which points took how long."""
        presentation = self._presentation
        told = presentation.spent.told(presentation.lecture.count)
        points = "\u00a0\u00a0 ".join(f"{number}.\u00a0{time}" for number, time in enumerate(told, 1) if time)
        return f"{presentation.time_spent}\n{points}"

    def _content_at(self, t: int) -> Content:
        """What the audience would see there."""
        course = self._presentation.lecture.course
        return Content(
            self._session.title, *self._presentation.sleeve.count(t),
            self._presentation.panels.shown(course.shown(t)), course.shown(t).plot or self._session.start.plot,
        )  # fmt: skip

    def sketch(self, t: int) -> QPixmap:
        """A small picture of the moment ``t``."""
        assert self.sketches is not None
        return self.sketches.at(t, self._presentation.picture.frame, self._content_at(t))
