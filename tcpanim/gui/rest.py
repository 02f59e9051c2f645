"""What is done while the window rests: rehearsals, so that nothing stumbles when it moves; putting memory in order."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimerEvent

from tcpanim.gui.desk import Desk
from tcpanim.gui.memory import give_back, put_aside, tidy

PATIENCE_MS = 250
"""So long after a change it begins; the picture of what was opened comes first."""
PORTION_MS = 15
"""Between two portions, for what the user does in the meantime."""
LONG = 0.008
"""A portion that has taken so many seconds is over: nobody waits longer for it than half a frame."""


class Rest(QObject):
    """Makes ready, portion by portion, what the views will need; while time flows it waits, and done it stands still.

    What has been opened is put aside at once, and garbage among it is looked for while nobody watches.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer: int | None = None
        self._portions: Iterator[None] | None = None
        desk.session.trace_changed.connect(self._opened)
        desk.appearance.changed.connect(self._begin)
        desk.window.resized.connect(self._begin)
        desk.window.below.chosen.connect(self._begin)
        desk.window.side.page_chosen.connect(self._begin)
        desk.presentation.on_changed.connect(self._presented)
        desk.window.closing.connect(self._stop)
        self._begin()

    @property
    def done(self) -> bool:
        """Whether everything is ready."""
        return self._timer is None

    def _opened(self) -> None:
        put_aside()
        self._portions = None
        self._start(PATIENCE_MS)

    def _presented(self, on: bool) -> None:
        """A lecture makes itself ready; when it is over its pictures are gone."""
        if on:
            self._stop()
        else:
            self._begin()

    def _begin(self) -> None:
        """The window looks otherwise: of no haste while a lecture goes on, whose next key would have to wait."""
        self._portions = None
        if not self._desk.presentation.on:
            self._start(PATIENCE_MS)

    def _start(self, wait: int) -> None:
        self._stop()
        self._timer = self.startTimer(wait)

    def _stop(self) -> None:
        if self._timer is not None:
            self.killTimer(self._timer)
            self._timer = None

    def timerEvent(self, event: QTimerEvent) -> None:
        """It is time to go on."""
        if event.timerId() == self._timer:
            self.go_on()

    def go_on(self) -> None:
        """Do a portion, if nothing moves."""
        if self._desk.playhead.moving or self._desk.session.busy:
            self._start(PATIENCE_MS)
            return
        if self._portions is None:
            self._portions = self._work()
            self._start(PORTION_MS)
        began = perf_counter()
        try:
            for _ in self._portions:
                if perf_counter() - began > LONG:
                    return
            self._stop()
        except Exception as error:  # noqa: BLE001 - what fails now fails again when it is wanted, and is told then
            self._stop()
            self._desk.faults.note(f"a rehearsal failed: {error}")

    def _work(self) -> Iterator[None]:
        yield from self._desk.window.rehearse()
        tidy()
        yield
        give_back()
