"""The window's one mutable document: what was opened, its run, what is wrong with it, what is selected."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from tcpanim.gui.jobs import Cancelled, CancelToken, Jobs
from tcpanim.gui.loading import Loaded, Source, Tell, Trouble, load, rerun
from tcpanim.i18n import Text
from tcpanim.lesson import View
from tcpanim.scenario.edit_history import EditHistory
from tcpanim.scenario.edits import Edit, apply, fitting
from tcpanim.scenario.model import Scenario
from tcpanim.scene.same_segment import find, key_of
from tcpanim.tcp.config import ConfigError
from tcpanim.trace.trace import Trace


def cancellable(work: Callable[[Callable[[], bool], Tell], Loaded], token: CancelToken) -> Loaded:
    """Do ``work``, which is told whether anybody still waits for it, and tells how far it is."""
    from tcpanim.sim.limits import CancelledError

    try:
        return work(lambda: token.cancelled, token.tell)
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
    progressed = Signal(object)
    """How far a run is that takes long: the time reached (ns), and how many segments have been sent."""
    """Loading lasts long, or is over."""
    edits_changed = Signal()
    """The list of what-if edits is another, or what became of them is."""
    edits_refused = Signal(object)
    """Settings that do not go together (a ConfigError); the list stays as it was."""
    disk_changed = Signal()
    """The file has changed on the disk while its text is being edited here."""
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
        self.edits = EditHistory()
        """What if: the list of edits, with undo and redo."""
        self.loaded: Loaded | None = None
        """The last good run with all that belongs to it."""
        self.result: Loaded | None = None
        """What came of what was asked for last: a run, or only what is wrong."""
        self.editing = False
        """Whether the text differs from the file's: a change on the disk is then told, and not read."""
        self._wanted_edits = self._shown_edits = EditHistory()
        self._rerunning = False
        self._lists: dict[tuple[str, str], EditHistory] = {}
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._loaded)
        self._jobs.failed.connect(self._failed)
        self._jobs.slow_changed.connect(self.busy_changed)
        self._jobs.progressed.connect(self.progressed)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._file_changed)
        self._watcher.directoryChanged.connect(self._folder_changed)

    @property
    def busy(self) -> bool:
        """Whether something is being loaded."""
        return self._jobs.busy

    @property
    def soon(self) -> bool:
        """Whether another run is awaited, and not yet so long that anybody minds."""
        return self._jobs.busy and not self._jobs.slow

    # ---- opening

    def open(self, source: Source) -> None:
        """Open ``source``; a run already shown stays until the new one is there."""
        if self.source is not None:
            self._lists[self.source.kind, self.source.name] = self.edits
        same = self.source is not None and (self.source.kind, self.source.name) == (source.kind, source.name)
        # Opened again, a scenario is as its author wrote it; what was tried in it is still in its list, switched off.
        edits = self.edits if same else self._lists.get((source.kind, source.name), EditHistory()).original()
        self._start(source, edits)

    def _start(self, source: Source, edits: EditHistory) -> None:
        self.wanted, self._wanted_edits = source, edits
        self._rerunning = False
        active = edits.active
        self._jobs.submit(
            lambda token: cancellable(lambda cancelled, told: load(source, cancelled, active, told), token)
        )

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
            self._stay()
            self.settled.emit()

    def close(self) -> None:
        """Stop everything that still works."""
        self._jobs.close()

    # ---- what if

    @property
    def scenario(self) -> Scenario | None:
        """What the source says, without edits."""
        return self.loaded.scenario if self.loaded is not None else None

    @property
    def baseline(self) -> Trace | None:
        """The run without edits; the run itself where there are none."""
        return self.loaded.baseline if self.loaded is not None else None

    @property
    def changed(self) -> bool:
        """Whether the run is another than the file's."""
        return self.trace is not self.baseline

    def edit(self, *edits: Edit) -> None:
        """What if? The run is computed anew with these edits too, in one step of undo."""
        self.set_edits(self.edits.add(*edits))

    def undo(self) -> None:
        """As it was before the last edit."""
        self.set_edits(self.edits.undo())

    def redo(self) -> None:
        """Once more what was undone."""
        self.set_edits(self.edits.redo())

    def set_edits(self, history: EditHistory) -> None:
        """Another list of edits; the playhead stays."""
        loaded = self.loaded
        if loaded is None or loaded.scenario is None or history is self.edits:
            return
        active = history.active
        try:
            apply(loaded.scenario, fitting(loaded.scenario, active))
        except ConfigError as error:
            self.edits_refused.emit(error)
            return
        self.edits = self._wanted_edits = history
        if self._jobs.busy and not self._rerunning and self.wanted is not None:
            self._start(self.wanted, history)  # what was asked for just now comes with these edits
        else:
            self._rerunning = True
            self._jobs.submit(
                lambda token: cancellable(lambda cancelled, told: rerun(loaded, active, cancelled, told), token)
            )
        self.edits_changed.emit()

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
        if not (self._rerunning and self.result is not None and self.result.trace is None):
            # What is wrong with a text that does not run stays told while the last good one is run with other edits.
            self.result = loaded
            self.troubles = loaded.troubles
        if loaded.trace is not None:
            self.reopened = self.source is not None and (self.source.kind, self.source.name) == (
                loaded.source.kind,
                loaded.source.name,
            )
            key = None
            if self.reopened and self.trace is not None and self.selection is not None:
                key = key_of(self.trace, self.selection)
            self.source = loaded.source
            self.trace, self.title, self.start, self.unit = loaded.trace, loaded.title, loaded.start, loaded.unit
            self.loaded, self.edits = loaded, self._wanted_edits
            self._shown_edits = self.edits
            self.selection = find(loaded.trace, key) if key is not None else None
            self.trace_changed.emit(self.trace)
            self.selection_changed.emit(self.selection)
            self.edits_changed.emit()
        self.problems_changed.emit()
        self.settled.emit()

    def _stay(self) -> None:
        """What is shown is what is wanted."""
        self.wanted = self.source
        if self.edits is not self._shown_edits:
            self.edits = self._shown_edits
            self.edits_changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._stay()
        self.failed.emit(error)
        self.settled.emit()

    @property
    def behind_problems(self) -> str:
        """What is seen beside problems: their "own" run, the last good one ("kept"), or "nothing-shown"."""
        if self.trace is None:
            return "nothing-shown"
        return "own" if self.result is not None and self.result.trace is self.trace else "kept"

    def dismiss_problems(self) -> None:
        """The user has read them."""
        self.troubles = ()
        self.problems_changed.emit()

    # ---- the file on the disk

    def _watch(self, source: Source) -> None:
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        path = source.path
        if path is not None and path.is_file():
            self._watcher.addPath(os.fspath(path))

    def _file_changed(self, name: str) -> None:
        # Editors replace the file rather than write into it; while it is away, the run stays as it is.
        if not self._is_wanted(name):
            return
        if not Path(name).exists():
            self._watcher.addPath(os.fspath(Path(name).absolute().parent))  # a file that comes back is not watched
            if not Path(name).exists():
                return
        self._changed_on_disk()

    def _folder_changed(self, folder: str) -> None:
        """In the folder of a file that was away something has changed: perhaps it is back."""
        path = self.wanted.path if self.wanted is not None else None
        if path is not None and path.exists():
            self._watcher.removePath(folder)
            self._watcher.addPath(os.fspath(path))
            self._changed_on_disk()

    def _is_wanted(self, name: str) -> bool:
        return self.wanted is not None and self.wanted.kind == "file" and self.wanted.name == name

    def _changed_on_disk(self) -> None:
        assert self.wanted is not None
        if self.editing:
            self.disk_changed.emit()
        else:
            self.open(replace(self.wanted, content=None))
