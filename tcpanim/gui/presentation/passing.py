"""Time passes in a lecture: its clocks, and what is done while nothing moves, so that the next key is answered soon."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTime, QTimerEvent
from PySide6.QtGui import QGuiApplication

from tcpanim.gui.playhead import Playhead
from tcpanim.gui.presentation.awake import Awake
from tcpanim.gui.presentation.briefing import Briefing
from tcpanim.gui.presentation.clocks import Clocks
from tcpanim.gui.presentation.hidden_views import STAGE
from tcpanim.gui.presentation.spent import Spent

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation

MOST_REHEARSED = 30
"""Captions of the steps to come that are drawn ahead."""
PULSE_MS = 200
"""Clocks, the hiding cursor and fading ink look at the time so often, and only during a lecture."""


class Passing(QObject):
    """Has a pulse from ``begin`` to ``end``; the clocks run on without it."""

    def __init__(
        self, presentation: Presentation, playhead: Playhead, clocks: Clocks, spent: Spent, briefing: Briefing,
        awake: Awake,
    ) -> None:  # fmt: skip
        super().__init__(presentation)
        self._presentation, self._playhead = presentation, playhead
        self._clocks, self._spent, self._briefing, self._awake = clocks, spent, briefing, awake
        self._timer: int | None = None
        self._rests = False  # since the last pulse nothing has moved, and nobody has pressed a key

    def begin(self) -> None:
        """From now on."""
        self._timer = self.startTimer(PULSE_MS)
        self._spent.pause()
        self._clocks.begin()

    def end(self) -> None:
        """No pulse any more."""
        if self._timer is not None:
            self.killTimer(self._timer)
            self._timer = None
        self._awake.release()

    def stir(self) -> None:
        """Something moves, or a key was pressed: what can wait does."""
        self._rests = False

    def timerEvent(self, event: QTimerEvent) -> None:
        """The pulse."""
        if event.timerId() == self._timer:
            presentation = self._presentation
            if presentation.windows.whole and presentation.audience is not None:
                # Only now: it takes time that the beginning has not.
                on_x11 = QGuiApplication.platformName() == "xcb"
                self._awake.hold(int(presentation.audience.winId()) if on_x11 else 0)
            self.pulse(self._clocks.now(), QTime.currentTime())

    def pulse(self, now: int, clock: QTime) -> None:
        """It is ``now`` (ms of a running clock), and ``clock`` by the wall."""
        presentation, lecture = self._presentation, self._presentation.lecture
        presentation.focus.pass_time(now)
        if presentation.on:
            self._spent.pass_time(now, presentation.sleeve.count()[0])
        moving = self._playhead.moving
        if presentation.audience is not None:
            presentation.audience.pass_time(now)
            moving = moving or presentation.audience.turning
        rests, self._rests = self._rests and not moving, True
        if rests:
            presentation.own_window.bring_up()
            coming = presentation.panels.shown(lecture.view_to_come) or STAGE
            presentation.picture.prepare(
                coming, presentation.panels.names, self._moments_to_come(), lecture.to_ask
            )  # fmt: skip
        presenter = presentation.presenter
        if presenter is not None and presenter.isVisible():
            if rests:
                presentation.fit_presenter()
                self._briefing.draw_next(presenter)
                presenter.mirror.refine()
            presenter.show_times(self._clocks.times(), clock)

    def _moments_to_come(self) -> tuple[int, ...]:
        """The steps on the way to the next point."""
        trace, stop = self._presentation.lecture_trace, self._presentation.lecture.next_stop
        if trace is None or stop is None:
            return ()
        first = bisect_right(trace.moments, self._playhead.t)
        return tuple(trace.moments[first : bisect_right(trace.moments, stop)])[:MOST_REHEARSED]
