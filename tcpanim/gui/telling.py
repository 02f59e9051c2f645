"""What a screen reader is told of a window, and when; the herald has it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.herald import Herald
from tcpanim.gui.widgets.events import Events, EventTable
from tcpanim.gui.words import problem_lines
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.trace.trace import Trace

if TYPE_CHECKING:
    from tcpanim.gui.desk import Desk


class Telling(QObject):
    """Listens to everything in a window whose change is seen, but not where the focus is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.herald = Herald(desk.window, self)
        self._dressed: Trace | None = None
        self._chip, self._count = "", 0  # of the what-ifs
        self._trouble = ""
        self._compared = False
        self._point = ""
        self._events: Events | None = None
        self._asked: int | None = None
        desk.window.below.made.connect(self._made)
        desk.session.trace_changed.connect(self._tell_run)
        desk.session.edits_changed.connect(self._tell_changes)
        desk.session.problems_changed.connect(self._tell_problems)
        desk.playhead.moved.connect(self._moved)
        desk.playhead.playing_changed.connect(self._tell_flow)
        desk.playhead.speed_changed.connect(self._tell_speed)
        desk.playhead.loop_changed.connect(self._tell_loop)
        desk.dressed.connect(self._settings_hold)
        desk.dressed.connect(self._tell_clocks)
        desk.comparing.changed.connect(self._tell_comparison)
        desk.until.told.connect(lambda words: self.herald.say("until", words))
        desk.window.notice.told.connect(lambda words, bad: self.herald.say("notice", words, urgent=bad))
        desk.window.caption.told.connect(self._tell_step)
        desk.presentation.told.connect(self._tell_point)

    def _say(self, key: str, **args: object) -> str:
        return self._desk.appearance.catalogue.text(key, **args)

    def _clock(self, t: int | None = None) -> str:
        """The time ``t`` (ns), None: of the moment shown."""
        trace = self._desk.session.trace
        return clock_time(self._desk.playhead.t if t is None else t, base_delay(trace)) if trace is not None else ""

    def _made(self, _name: str, view: QWidget) -> None:
        if isinstance(view, Events):
            self._events = view

    # ---- the run

    def _tell_run(self) -> None:
        """Another one, and what it is for."""
        session, language = self._desk.session, self._desk.appearance.language
        scenario = session.scenario
        if session.reopened or session.trace is None:
            return
        title = session.title.pick(language)
        goal = scenario.goal.pick(language) if scenario is not None else ""
        self.herald.say("run", self._say("spoken.opened", title=title, goal=goal, n=len(session.trace.moments)))

    def _tell_changes(self) -> None:
        """How many what-ifs there are, and whether they make a difference."""
        session, chip = self._desk.session, self._desk.window.toolbar.changes
        if session.soon:
            return
        before, count = self._chip, self._count
        self._chip, self._count = chip.text() if session.edits.entries else "", len(session.edits.entries)
        if before != self._chip and session.reopened:
            newest = f" {self._desk.what_if.newest}." if self._count > count else ""
            self.herald.say("changes", f"{self._chip or self._say('whatif.chip-off')}.{newest}")

    def _tell_problems(self) -> None:
        session = self._desk.session
        wanted, before, self._trouble = session.wanted, self._trouble, ""
        if session.troubles and wanted is not None:
            lines = problem_lines(wanted, session.troubles, self._desk.appearance.catalogue)
            title = self._say("problems.title", n=len(lines), name=wanted.shown)
            self._trouble = f"{title}. {lines[0].place}: {lines[0].message}"
            if self._trouble != before:
                self.herald.say("problems", self._trouble, urgent=not self._desk.editing.shown)

    # ---- time

    def _tell_step(self, number: int, what: str, why: str) -> None:
        """What the caption says; the list of events is read by itself where the focus is in it."""
        playhead, trace = self._desk.playhead, self._desk.session.trace
        if not number or trace is None or not QAccessible.isActive():
            return
        if playhead.direction or not _row_is_read():
            time = self._clock(trace.moments[number - 1])
            self.herald.say_step(f"{number}. {time} {what}", why, flowing=bool(playhead.direction))
        asked = playhead.t if not self._desk.window.caption.ask.isHidden() else None
        if asked != self._asked:
            self.herald.say("ask", self._say("spoken.ask") if asked is not None else "")
        self._asked = asked

    def _moved(self) -> None:
        """When time stands: two compared runs say what each has come to."""
        comparing, playhead = self._desk.comparing, self._desk.playhead
        if playhead.direction or playhead.target() != playhead.t:
            return
        self._tell_clocks()
        if self._compared and comparing.shown:
            self.herald.say("step", f"{self._clock()} {comparing.in_words()}")

    def _tell_clocks(self) -> None:
        comparing = self._desk.comparing
        self._desk.window.transport.clock.tell()
        if comparing.shown and comparing.page is not None:
            comparing.page.transport.clock.tell()

    def _tell_flow(self, direction: int) -> None:
        if self._events is not None:
            self._events.flow(bool(direction))
        if self._desk.presentation.on:
            return  # its points are told
        if direction:
            self.herald.say("flow", self._say("spoken.playing" if direction > 0 else "spoken.backwards"))
            return
        self._tell_clocks()
        trace, t = self._desk.session.trace, self._desk.playhead.t
        over = trace is not None and t >= trace.end
        words = self._say("spoken.over" if over else "spoken.paused", time=self._clock())
        self.herald.say_rest(words, silent=_row_is_read())

    def _tell_speed(self) -> None:
        self.herald.say("speed", f"{self._desk.window.transport.speed.accessibleName()}.")

    def _tell_loop(self, loop: object) -> None:
        """Which stretch is played again and again."""
        words = self._say("spoken.no-loop")
        if isinstance(loop, tuple):
            words = self._say("spoken.loop", first=self._clock(loop[0]), last=self._clock(loop[1]))
        self.herald.say("loop", words)

    # ---- the window

    def _settings_hold(self) -> None:
        """The menu has what holds now."""
        trace = self._desk.session.trace
        self.herald.hold(self._desk.menu.held(), silent=trace is not self._dressed)
        self._dressed = trace

    def _tell_comparison(self) -> None:
        comparing = self._desk.comparing
        before, self._compared = self._compared, comparing.shown
        if before != comparing.shown:
            page = comparing.page if comparing.shown else None
            words = f"{page.accessibleName()}. {page.difference}." if page is not None else self._say("spoken.one-run")
            self.herald.say("comparison", words)

    def _tell_point(self, words: str) -> None:
        """A lecture has come to something else."""
        if words != self._point:
            self.herald.say("point", words)
        self._point = words


def _row_is_read() -> bool:
    """Whether the focus is in the list of events: the row that the keys come to is read by itself."""
    return isinstance(QApplication.focusWidget(), EventTable)
