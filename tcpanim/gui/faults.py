"""Our own mistakes: written to a log file and told in the window, which goes on working."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QDateTime, QObject, QStandardPaths, Qt, Signal

LARGEST_LOG = 1_000_000
LOCK = "window.lock"
"""Beside the log while a window stands open."""


def log_path() -> Path:
    """Where the log file is."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "tcpanim.log"


class Faults(QObject):
    """Takes the place of ``sys.excepthook`` while it is installed.

    A fault that comes again with every frame is logged and told once.
    """

    happened = Signal(str, str)
    """The fault in one line, and all its details."""

    def __init__(self, log: Callable[[], Path] = log_path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log_path = log
        self._known: set[str] = set()
        self._before = sys.excepthook

    def install(self) -> None:
        """Catch what nobody else catches, from now on."""
        self._before = sys.excepthook
        sys.excepthook = self._caught

    def remove(self) -> None:
        """Let Python print it again."""
        sys.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        self.report(error)

    def report(self, error: BaseException) -> None:
        """Log ``error`` and tell of it."""
        details = "".join(traceback.format_exception(error))
        traceback.clear_frames(error.__traceback__)  # a painter left behind in one would go on painting
        if details in self._known:
            return
        self._known.add(details)
        print(details, file=sys.stderr, end="")  # noqa: T201 - for those who started it in a terminal
        self._write(details)
        self.happened.emit(f"{type(error).__name__}: {error}".strip(), details)

    def note(self, line: str) -> None:
        """Log what is no fault of ours and disturbs nobody."""
        self._write(line + "\n")

    def _write(self, details: str) -> None:
        path = self.log_path()
        with contextlib.suppress(OSError):  # nowhere to write: the window and the terminal have it
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > LARGEST_LOG:
                path.replace(path.with_suffix(".old.log"))
            with path.open("a", encoding="utf-8") as log:
                log.write(f"{QDateTime.currentDateTime().toString(Qt.DateFormat.ISODate)} {details}\n")
