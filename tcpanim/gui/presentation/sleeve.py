"""Faults pulled out of the sleeve during a lecture, and the way back to the prepared course."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from tcpanim.gui.playhead import Playhead
from tcpanim.gui.presentation.lecture import Lecture, Place
from tcpanim.gui.session import Session
from tcpanim.scenario.edit_history import EditHistory
from tcpanim.scene.points import Course, course_from
from tcpanim.scene.sleeve import sleeve_edits
from tcpanim.trace.trace import Trace

Hidden = tuple[EditHistory, Place, Course, Trace]
"""What a fault has taken the place of: the edits, where the lecture stood, in which course, and its run."""


class Sleeve(QObject):
    """The run is computed anew with the fault; nothing on the audience's screen tells of it before it happens.

    ``told``: what the presenter is told: the fault's name, or "nothing" where there was nothing for it to happen to.
    """

    changed = Signal()

    def __init__(self, session: Session, lecture: Lecture, playhead: Playhead, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._lecture, self._playhead = session, lecture, playhead
        self.hidden: Hidden | None = None
        """The prepared course while the run is another one."""
        self._since = 0
        self._waits = False  # a run with a fault, or without, is being computed
        self._moving = False
        self._back = False
        self.told = ""

    @property
    def waits(self) -> bool:
        """Whether a run that was asked for here is still to come."""
        return self._waits

    @property
    def hides(self) -> bool:
        """Whether the run that is to come has a fault of which nobody must know yet."""
        return self._waits and not self._back

    def pull(self, name: str) -> None:
        """That happens next."""
        trace = self._session.trace
        if trace is None or self._waits:
            return
        t = self._playhead.t
        made, hidden = sleeve_edits(trace, t, name), self.hidden
        self.told = name if made else "nothing"
        if made:
            if self.hidden is None:
                self.hidden = (self._session.edits, self._lecture.place(), self._lecture.course, trace)
                self._since = t
            self._waits, self._moving = True, self._lecture.moving
            before = self._session.edits
            self._session.edit(*made)
            if self._session.edits is before:  # they do not go together with those that there are
                self._waits, self.told, self.hidden = False, "nothing", hidden
        self.changed.emit()

    def put_back(self) -> None:
        """The prepared course again, where it was left."""
        if self.hidden is None:
            return
        self._waits = self._back = True
        self._moving = False
        self._session.set_edits(self._session.edits.change(self.hidden[0].entries))

    def take(self, trace: Trace) -> bool:
        """A run is there; whether it is one that was asked for here, and the lecture goes on in it."""
        if not self._waits:
            self.hidden, self.told, self._back = None, "", False
            return False
        self._waits = False
        if self._back:
            return False
        assert self.hidden is not None
        self._lecture.change_course(course_from(trace, self._since, self.hidden[3]))
        return True

    def go_on(self) -> None:
        """The run is shown: what was moving moves on, or the lecture stands where it left the prepared course."""
        if self._back and self.hidden is not None:
            place = self.hidden[1]
            self._back, self.hidden, self.told = False, None, ""
            self._lecture.return_to(place)
            self.changed.emit()
        elif self._moving:
            self._moving = False
            if self._lecture.on and self._lecture.course.at(self._playhead.t) is None:
                self._lecture.go_on()

    def wait_no_more(self) -> None:
        """Another run is wanted than the one that was asked for here."""
        self._waits = self._moving = self._back = False

    def hide_again(self, hidden: Hidden | None, told: str, trace: Trace | None) -> None:
        """What was ``hidden`` once is so again behind ``trace``, the run that the fault had made of it."""
        self.told = told
        if hidden is not None and trace is not None:
            self.hidden, self._since = hidden, hidden[1].t
            self._lecture.change_course(course_from(trace, self._since, hidden[3]))
        self.changed.emit()

    def count(self, at: int | None = None) -> tuple[int, int]:
        """The point's number and how many there are, as the audience sees them now, or at the moment ``at`` (ns).

        Those of the prepared course: a stop that only the fault makes has no number, and how many there are does not
        tell of it beforehand.
        """
        lecture, t = self._lecture, self._playhead.t if at is None else at
        if self.hidden is None:
            return lecture.course.number(t), lecture.count
        prepared, since = self.hidden[2], self._since
        come = sum(since < point.t <= t and bool(point.notes) for point in lecture.course.points)
        count = len(prepared.points)
        return min(prepared.number(min(t, since)) + come, count), count

    def words(self, say: Callable[..., str]) -> str:
        """What the presenter is told."""
        return say(f"lecture.sleeve_{self.told}") if self.told else ""
