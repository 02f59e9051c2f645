"""Work off the GUI thread: a value goes in, a value comes out.

The work must not touch Qt. Only the newest request of a ``Jobs`` object counts: the results of older ones are dropped,
and their work is told to stop.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimerEvent, Signal, Slot

PATIENCE_MS = 200
"""Work that lasts longer is announced."""


class Cancelled(Exception):  # noqa: N818 - not an error
    """Raised by work that found its token cancelled."""


class CancelToken:
    """Tells work that nobody waits for it any more."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.told: tuple[int, ...] = ()
        """How far the work is, in its own terms, as it said last."""

    def tell(self, *progress: int) -> None:
        """The work says how far it is."""
        self.told = progress

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled if somebody asked."""
        if self._event.is_set():
            raise Cancelled


Work = Callable[[CancelToken], object]


class _Outbox(QObject):
    """Carries a result over to the GUI thread, where this object lives."""

    sent = Signal(int, object, object)


class _Task(QRunnable):
    """One piece of work on a thread of the pool."""

    def __init__(self, number: int, work: Work, token: CancelToken, outbox: _Outbox) -> None:
        super().__init__()
        self._number, self._work, self._token, self._outbox = number, work, token, outbox

    def run(self) -> None:
        """Do the work; whatever it raises is its result."""
        value: object = None
        error: BaseException | None = None
        try:
            value = self._work(self._token)
        except Exception as problem:  # noqa: BLE001 - handed to whoever asked
            error = problem
        with contextlib.suppress(RuntimeError):  # the window went away meanwhile
            self._outbox.sent.emit(self._number, value, error)


class Jobs(QObject):
    """One line of requests: a new one replaces the one before."""

    done = Signal(object)
    """The value of the newest request."""
    failed = Signal(object)
    """The exception that the newest request raised."""
    slow_changed = Signal(bool)
    """True when the newest request has lasted PATIENCE_MS, False when it is over."""
    progressed = Signal(object)
    """How far the newest request is, where its work says so; as long as it lasts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._outbox = _Outbox(self)
        self._outbox.sent.connect(self._receive)
        self._number = 0
        self._token: CancelToken | None = None
        self._patience: int | None = None
        self._slow = False

    @property
    def busy(self) -> bool:
        """Whether a result is awaited."""
        return self._token is not None

    @property
    def slow(self) -> bool:
        """Whether it has lasted so long that it was announced."""
        return self._slow

    def submit(self, work: Work) -> None:
        """Start ``work``, forget what was asked before."""
        self.cancel()
        self._number += 1
        self._token = CancelToken()
        self._patience = self.startTimer(PATIENCE_MS)
        self._pool.start(_Task(self._number, work, self._token, self._outbox))

    def cancel(self) -> None:
        """Forget the request under way."""
        if self._token is not None:
            self._token.cancel()
            self._finish()

    def close(self) -> None:
        """Forget the request and wait until the threads have stopped."""
        self.cancel()
        self._pool.clear()
        self._pool.waitForDone()

    def finish(self) -> None:
        """Wait until what was asked for is done, as when it writes a file; nobody is told any more."""
        self._pool.waitForDone()
        self.close()

    @Slot(int, object, object)
    def _receive(self, number: int, value: object, error: object) -> None:
        if number != self._number or self._token is None:
            return
        self._finish()
        if error is None:
            self.done.emit(value)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _finish(self) -> None:
        self._token = None
        if self._patience is not None:
            self.killTimer(self._patience)
            self._patience = None
        if self._slow:
            self._slow = False
            self.slow_changed.emit(False)

    def timerEvent(self, event: QTimerEvent) -> None:
        """The patience is over; from now on it is told how far the work is."""
        del event
        if self._token is not None and not self._slow:
            self._slow = True
            self.slow_changed.emit(True)
        if self._token is not None and self._token.told:
            self.progressed.emit(self._token.told)
