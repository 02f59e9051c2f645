"""When the system tells the program to end: Ctrl+C in its terminal, the terminal closed, the session over.

Python would notice only when it next has something to do, which in a window at rest is never.
"""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

SIGNALS = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)


class Ending(QObject):
    """Turns the system's signals into one of Qt's; a second one, to a program that does not answer, kills it."""

    asked = Signal(bool)
    """True: the user wants it, by Ctrl+C, as by Ctrl+Q."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by: int | None = None
        """The signal that ends the program; None: none did."""
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._arrived)
        self._fd_before = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        # What is ignored, as by `nohup`, stays so.
        self._before = {number: before for number in SIGNALS if (before := signal.getsignal(number)) != signal.SIG_IGN}
        for number in self._before:
            signal.signal(number, _leave_it_to_qt)

    def _arrived(self) -> None:
        numbers = [number for number in self._near.recv(64) if number in self._before]
        if numbers and self.by is None:
            self.by = numbers[0]
            self.asked.emit(self.by == signal.SIGINT)

    def remove(self) -> None:
        """Signals do what they did before."""
        self._notifier.setEnabled(False)
        for number, before in self._before.items():
            signal.signal(number, before)
        signal.set_wakeup_fd(self._fd_before)
        self._near.close()
        self._far.close()

    def end(self, code: int) -> int:
        """The exit code: ``code``, or what a shell expects of a program that a signal has ended."""
        self.remove()
        if self.by is None:
            return code
        if os.name == "posix":
            signal.signal(self.by, signal.SIG_DFL)
            os.kill(os.getpid(), self.by)
        return 128 + self.by


def _leave_it_to_qt(number: int, _frame: FrameType | None) -> None:
    """The notifier has it."""
    signal.signal(number, signal.SIG_DFL)
