"""A scenario that is opened while a window stands open comes into that window; the second start ends at once.

The first window of a user holds a lock file and watches a folder; a second start puts a request there, a small file,
and ends when it has been taken. Neither the network's part of Qt nor its start is paid for this.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from threading import Event

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from tcpanim.gui.faults import LOCK

PATIENCE = 3.0
"""Seconds until a window that does not take a request counts as gone."""
_GRAIN = 0.02
_ANYBODY = 0xFFFFFFFF


def make_lock(path: Path) -> QLockFile:
    """The lock that the first window holds as long as it lives."""
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # it is stale when its process is gone, however old it is
    return lock


def hand_over(folder: Path, path: str, patience: float = PATIENCE) -> bool:
    """Let the window that stands open take ``path`` ("": come to the front); whether one did."""
    lock = make_lock(folder / LOCK)
    if lock.tryLock(0):
        lock.unlock()
        return False
    if lock.error() != QLockFile.LockError.LockFailedError:
        return False
    _pass_on_the_front()
    request = folder / "requests" / f"{os.getpid()}.request"
    waiting = request.with_suffix(".new")
    try:
        waiting.write_bytes(os.fsencode(path))
        waiting.replace(request)
    except OSError:
        return False
    left = patience
    pause = Event()
    while left > 0:
        pause.wait(_GRAIN)
        left -= _GRAIN
        if not request.exists():
            return True
    try:
        request.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        pass
    return False


def _pass_on_the_front() -> None:
    """Windows lets a program come to the front that was started last, or one to which that one passes this on."""
    if os.name == "nt":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)  # type: ignore[attr-defined]


class Requests(QObject):
    """What the first window watches. Raises OSError where there is no place for it."""

    asked = Signal(str)
    """Open this file; "": come to the front."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder / "requests"
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.iterdir():  # of windows that are gone
            with contextlib.suppress(OSError):
                old.unlink()
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self) -> None:
        for request in sorted(self._folder.glob("*.request")):
            try:
                path = os.fsdecode(request.read_bytes())
                request.unlink()
            except OSError:
                continue
            self.asked.emit(path)
