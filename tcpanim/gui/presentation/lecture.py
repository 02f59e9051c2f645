"""Where a lecture stands: at which point, on the way to the next, asking, blank; and what Next and Back make of it.

Nothing here paints. The playhead moves, and whoever shows something listens to ``changed``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from tcpanim.gui.playhead import Playhead
from tcpanim.lesson import Ask, View
from tcpanim.scene.points import Course, merged

LONGEST_WAY = 8.0
"""Seconds that the way from one point to the next takes at most; a longer one is played faster, as far as the eye can
follow."""
PANELS = ("header", "ladder", "states", "plots")
"""What can stand in the stage's place; states is the state diagram."""
BESIDE = ("header", "numbers", "tcb", "timers", "queues")
"""What stands beside the stage in the window, and before an audience in its place; states are on the stage itself."""
AT_REST, ASKING, TOLD = "rest", "asking", "told"


@dataclass(frozen=True, slots=True)
class Place:
    """All that Back must bring again."""

    t: int
    phase: str
    question: Ask | None
    asked: bool
    tally: tuple[int, ...]
    view: View
    wire_only: bool


class Lecture(QObject):
    """Goes through a course. ``changed``: something other than the moment is to be shown otherwise."""

    changed = Signal()

    def __init__(self, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self.course = Course((), 0)
        self.on = False
        """Whether it is going on; while it is not, nothing it is told has any effect."""
        self.phase = AT_REST
        self.question: Ask | None = None
        """What is asked, or has just been answered."""
        self.tally: tuple[int, ...] = ()
        """How many hands were counted for each choice."""
        self.blank = ""
        """black, white, or nothing."""
        self.typed = ""
        """The digits of a point's number that have been typed so far."""
        self.view = View()
        """How it is shown: what the notes and the lecturer have asked for up to now."""
        self.wire_only = False
        self._asked = False
        self._target: int | None = None
        self._history: list[Place] = []
        self._stood = 0
        self._base = View()
        playhead.playing_changed.connect(self._playing_changed)

    # ---- beginning and end

    def set_course(self, course: Course, view: View) -> None:
        """Another run is taught; ``view``: how it opens."""
        self._base = view
        self.view = merged(iter((view, course.shown(self._playhead.t))))
        self._forget()
        self._stood = self._playhead.t
        self.change_course(course)

    def change_course(self, course: Course) -> None:
        """The run goes on otherwise from here; what is shown and asked, and the way back, stay."""
        self.course = course
        self._target = None
        self.changed.emit()

    def go_on(self) -> None:
        """Without a pause, to the next stop."""
        target = self.course.after(self._playhead.t)
        if target is not None:
            self._set_off(target)

    def begin(self) -> None:
        """It is going on from the moment that is shown."""
        self.on = True
        self.blank = self.typed = ""
        self._stood = self._playhead.t
        self.changed.emit()

    def end(self) -> None:
        """It is over, or interrupted; where it stood is kept."""
        self._pause()
        self.on = False
        self.blank = self.typed = ""
        self.changed.emit()

    # ---- where it is

    @property
    def moving(self) -> bool:
        """Whether it is on its way to the next point."""
        return self._target is not None

    @property
    def number(self) -> int:
        """The point that is shown, counted from 1; 0 before the first."""
        return self.course.number(self._playhead.t)

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.course.points)

    @property
    def done(self) -> bool:
        """Whether there is nothing after what is shown."""
        return not self.moving and self.course.after(self._playhead.t) is None

    @property
    def to_ask(self) -> Ask | None:
        """What Next asks before it goes on: the question of the point, if it was not asked yet."""
        point = self.course.at(self._playhead.t)
        asked = self._asked and self._playhead.t == self._stood
        return point.ask if self.phase == AT_REST and point is not None and not asked else None

    @property
    def next_stop(self) -> int | None:
        """Where Next will stop, or where the way under way leads."""
        return self._target if self._target is not None else self.course.after(self._playhead.t)

    @property
    def view_to_come(self) -> View:
        """How it will be shown at the next stop."""
        stop = self.next_stop
        return self._seen_at(stop) if stop is not None else self.view

    def _seen_at(self, stop: int) -> View:
        point = self.course.at(stop)
        return merged(iter((self.view, point.show))) if point is not None else self.view

    # ---- Next and Back

    def next(self) -> None:
        """One thing further: light, the rest of the way, the question, its answer, the next point."""
        if self._light():
            return
        if self._target is not None:
            self._arrive(self._target)
            return
        if self.phase == ASKING:
            self._remember()
            self.phase = TOLD
            self.changed.emit()
            return
        if self.to_ask is not None:
            self.put(self.to_ask)
            return
        target = self.course.after(self._playhead.t)
        if target is None:
            if self.phase == TOLD:  # the last answer goes away
                self._remember()
                self._close_question()
                self.changed.emit()
            return
        self._remember()
        self._close_question()
        self._set_off(target)

    def _set_off(self, target: int) -> None:
        self._target = target
        self.changed.emit()
        if self._playhead.glides:
            self._playhead.run_to(target, within=LONGEST_WAY)
        else:
            self._arrive(target)

    def back(self) -> None:
        """Exactly what was shown before the last Next, at once; without one, the point before."""
        if self._light():
            return
        if self._target is None and self._playhead.t != self._stood:
            self._history.clear()  # somebody has moved the playhead by hand
        self._pause()
        if self._history:
            self._restore(self._history.pop())
            return
        before = self.course.before(self._playhead.t)
        if before is not None:
            self._jump(before)

    def go(self, number: int) -> None:
        """To the point of that number, counted from 1, at once."""
        if self.course.points:
            self._jump(self.course.times[min(max(number, 1), self.count) - 1])

    def go_first(self) -> None:
        self.go(1)

    def go_last(self) -> None:
        self.go(self.count)

    def restart(self) -> None:
        """To the beginning, before the first point."""
        self._jump(self.course.stops[0])

    def toggle_play(self) -> None:
        """Play freely on, or pause."""
        if not self._light():
            self._target = None
            self._close_question()
            self._playhead.toggle(1)
            self.changed.emit()

    # ---- questions

    def put(self, question: Ask) -> None:
        """Ask it now; the same once more takes it away."""
        self._pause()
        self._remember()
        self.phase, self.question = ASKING, question
        self.tally = (0,) * len(question.choices)
        self._asked = True
        self.changed.emit()

    def drop_question(self) -> None:
        """Take what is asked away, without an answer."""
        if self.question is not None:
            self._remember()
            self._close_question()
            self.changed.emit()

    def count_hand(self, choice: int, change: int = 1) -> None:
        """One more hand for the choice, counted from 1; 0 forgets all."""
        if choice == 0:
            self.tally = (0,) * len(self.tally)
        elif 1 <= choice <= len(self.tally):
            hands = list(self.tally)
            hands[choice - 1] = max(0, hands[choice - 1] + change)
            self.tally = tuple(hands)
        self.changed.emit()

    def _close_question(self) -> None:
        self.phase, self.question, self.tally = AT_REST, None, ()

    # ---- numbers that are typed

    def type(self, digit: str) -> None:
        """A digit of a point's number."""
        self.typed = (self.typed + digit)[-3:]
        self.changed.emit()

    def enter(self) -> bool:
        """Go to the number that has been typed; whether there was one."""
        typed, self.typed = self.typed, ""
        if not typed:
            return False
        self.go(int(typed))
        return True

    def forget_typed(self) -> None:
        """Another key came."""
        if self.typed:
            self.typed = ""
            self.changed.emit()

    # ---- the screen

    def toggle_blank(self, colour: str) -> None:
        """Black or white, and back; the run waits meanwhile."""
        self._pause()
        self.blank = "" if self.blank else colour
        self.changed.emit()

    def _light(self) -> bool:
        """Whether the screen was blank; it is not any more."""
        if not self.blank:
            return False
        self.blank = ""
        self.changed.emit()
        return True

    def show(self, view: View, *, wire_only: bool | None = None) -> None:
        """The lecturer wants it shown so."""
        self.view = merged(iter((self.view, view)))
        if wire_only is not None:
            self.wire_only = wire_only
        self.changed.emit()

    # ---- how

    def _jump(self, t: int) -> None:
        self._pause()
        self._forget()
        self._playhead.seek(t)
        self._stood = t
        self.view = merged(iter((self._base, self.course.shown(t))))
        self.changed.emit()

    def _arrive(self, target: int) -> None:
        self._target = None
        self._playhead.pause()
        self._playhead.seek(target)
        self._stood = target
        self._asked = False
        self.view = self._seen_at(target)
        self.changed.emit()

    def _playing_changed(self, direction: int) -> None:
        target = self._target
        if not self.on or direction or target is None:
            return
        if self._playhead.t >= target:
            self._arrive(target)
        else:  # somebody paused it on the way
            self._target = None
            self.changed.emit()

    def _pause(self) -> None:
        self._target = None
        self._playhead.pause()

    def _forget(self) -> None:
        self._history.clear()
        self._asked = False
        self._close_question()

    def _remember(self) -> None:
        if self._playhead.t != self._stood:
            self._history.clear()
            self._asked = False
            self._stood = self._playhead.t
        self._history.append(self.place())

    def place(self) -> Place:
        """Where it stands now."""
        return Place(
            self._playhead.t, self.phase, self.question, self._asked, self.tally, self.view, self.wire_only
        )  # fmt: skip

    def return_to(self, place: Place) -> None:
        """Stand there again, and forget what has been since."""
        self._pause()
        self._history.clear()
        self._restore(place)

    def _restore(self, place: Place) -> None:
        self._playhead.seek(place.t)
        self._stood = place.t
        self.phase, self.question, self.tally = place.phase, place.question, place.tally
        self._asked, self.view, self.wire_only = place.asked, place.view, place.wire_only
        self.changed.emit()


def panel_of(view: View) -> str | None:
    """The panel that a view asks for, of PANELS or BESIDE; None: the stage alone."""
    if view.view in (*PANELS, *BESIDE):
        return view.view
    return next((panel for panel in view.panels or () if panel in BESIDE), None)


def with_panel(view: View, panel: str | None) -> View:
    """``view`` with that panel in front."""
    return replace(view, view=panel or "stage", panels=None)
