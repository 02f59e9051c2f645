"""The window's one mutable document: what was opened, its run, what is wrong with it, what is selected."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from tcpanim.gui.jobs import Cancelled, CancelToken, Jobs
from tcpanim.gui.loading import Loaded, Source, Trouble, load
from tcpanim.i18n import Text
from tcpanim.lesson import View
from tcpanim.trace.trace import Trace


def _work(source: Source, token: CancelToken) -> Loaded:
    from tcpanim.sim.limits import CancelledError

    try:
        return load(source, lambda: token.cancelled)
    except CancelledError:
        raise Cancelled from None


class Session(QObject):
    """Opens sources off the GUI thread. The last good run stays until another one takes its place."""

    trace_changed = Signal(object)
    """A new run (Trace) is there; ``kept`` of its Loaded tells whether it is the same source opened again."""
    selection_changed = Signal(object)
    """The id of the selected segment, or None."""
    problems_changed = Signal()
    failed = Signal(object)
    """Our own mistake while loading (an exception), not the file's."""
    busy_changed = Signal(bool)
    """Loading lasts long, or is over."""
    settled = Signal()
    """What was asked for last has come to its end, well or not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trace: Trace | None = None
        self.title = Text()
        self.start = View()
        self.unit: str | None = None
        self.selection: int | None = None
        self.source: Source | None = None
        """What ``trace`` came from."""
        self.wanted: Source | None = None
        """What was asked for last."""
        self.troubles: tuple[Trouble, ...] = ()
        self.reopened = False
        """Whether ``trace`` is the same source as the one before it."""
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._loaded)
        self._jobs.failed.connect(self._failed)
        self._jobs.slow_changed.connect(self.busy_changed)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._file_changed)

    @property
    def busy(self) -> bool:
        """Whether something is being loaded."""
        return self._jobs.busy

    # ---- opening

    def open(self, source: Source) -> None:
        """Open ``source``; a run already shown stays until the new one is there."""
        self.wanted = source
        self._jobs.submit(lambda token: _work(source, token))

    def open_builtin(self, name: str) -> None:
        """Open the built-in scenario with that id."""
        self.open(Source("builtin", name))

    def open_file(self, path: str | Path) -> None:
        """Open a file."""
        # Not resolved: people know a file by the name they gave.
        self.open(Source("file", os.fspath(path)))

    def reload(self) -> None:
        """Open what was asked for last once more."""
        if self.wanted is not None:
            self.open(self.wanted)

    def cancel(self) -> None:
        """Stop loading; what was shown stays."""
        if self._jobs.busy:
            self._jobs.cancel()
            self.wanted = self.source
            self.settled.emit()

    def close(self) -> None:
        """Stop everything that still works."""
        self._jobs.close()

    # ---- selection

    def select(self, segment: int | None) -> None:
        """Select a segment by its id, or none."""
        if self.trace is None or (segment is not None and not 1 <= segment <= len(self.trace.flights)):
            segment = None
        if segment != self.selection:
            self.selection = segment
            self.selection_changed.emit(segment)

    # ---- results

    def _loaded(self, loaded: Loaded) -> None:
        self._watch(loaded.source)
        self.troubles = loaded.troubles
        if loaded.trace is not None:
            self.reopened = self.source is not None and (self.source.kind, self.source.name) == (
                loaded.source.kind,
                loaded.source.name,
            )
            self.source = loaded.source
            self.trace, self.title, self.start, self.unit = loaded.trace, loaded.title, loaded.start, loaded.unit
            self.selection = None
            self.trace_changed.emit(self.trace)
            self.selection_changed.emit(None)
        self.problems_changed.emit()
        self.settled.emit()

    def _failed(self, error: BaseException) -> None:
        self.failed.emit(error)
        self.settled.emit()

    def dismiss_problems(self) -> None:
        """The user has read them."""
        self.troubles = ()
        self.problems_changed.emit()

    # ---- the file on the disk

    def _watch(self, source: Source) -> None:
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
        path = source.path
        if path is not None and path.is_file():
            self._watcher.addPath(os.fspath(path))

    def _file_changed(self, name: str) -> None:
        # Editors replace the file rather than write into it; while it is away, the run stays as it is.
        if self.wanted is not None and self.wanted.kind == "file" and self.wanted.name == name and Path(name).exists():
            self.open(self.wanted)
