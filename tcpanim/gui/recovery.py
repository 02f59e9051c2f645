"""What must outlive a sudden end: what was open, the moment shown, the window's place; a good end forgets it.

Only the first of several windows of a user keeps it; a lock file tells who that is, and whether that one still lives.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimerEvent

from tcpanim.gui.desk import Desk
from tcpanim.gui.instance import make_lock
from tcpanim.gui.loading import Source

PATIENCE_MS = 400
"""Changes that follow each other quickly are written once."""


def _whole(source: Source) -> str:
    """The name by which it is found from any folder."""
    return os.path.abspath(source.name) if source.kind == "file" else source.name  # noqa: PTH100 - not resolved


class Recovery(QObject):
    """Writes into the settings what is shown, soon after each change; at rest it does nothing."""

    def __init__(self, desk: Desk, lock: Path) -> None:
        super().__init__()
        self._desk = desk
        with contextlib.suppress(OSError):  # nowhere to write: then nothing outlives a sudden end
            lock.parent.mkdir(parents=True, exist_ok=True)
        self._lock = make_lock(lock)
        self._timer: int | None = None
        self._kept = self._firm = False
        self.owns = self._lock.tryLock(0)
        self.left = desk.settings.left_open if self.owns else None
        """What the last window had open (kind and name) and its moment, where it ended suddenly."""
        self.left_edits = desk.settings.left_edits if self.left is not None else ""
        if self.owns:
            desk.session.edits_changed.connect(self._changed)
            desk.session.trace_changed.connect(self._changed)
            desk.playhead.moved.connect(self._changed)
            desk.window.resized.connect(self._changed)
            desk.window.closing.connect(self._closed)

    def source(self, asked: Source, *, anything: bool) -> Source:
        """What to open: what was left open where ``anything`` will do, else what was ``asked`` for."""
        if self.left is not None and anything:
            return Source(self.left[0], self.left[1])
        return asked

    def moment(self) -> int | None:
        """Where to go in what has been opened; None: it is not what was left open."""
        source = self._desk.session.source
        if self.left is None or source is None or (source.kind, _whole(source)) != self.left[:2]:
            return None
        return self.left[2]

    def restore(self) -> None:
        """What was tried and what was written in what was left open is there again."""
        from tcpanim.scenario.written import kept

        session, editing = self._desk.session, self._desk.editing
        scenario, source = session.scenario, session.source
        moment = self.moment()
        if moment is None or scenario is None or source is None:
            return
        left, right = scenario.hosts
        entries = kept(self.left_edits, (left.name, right.name))
        self.left_edits = ""
        if entries:
            # The run with the edits may last longer than the one without.
            session.settled.connect(lambda: self._desk.playhead.seek(moment), Qt.ConnectionType.SingleShotConnection)
            session.set_edits(session.edits.change(entries))
        if editing.drafts.get((source.kind, source.name)) is not None and not editing.shown:
            editing.open()

    def _changed(self) -> None:
        self._kept = self._firm
        if self._timer is None:
            self._timer = self.startTimer(PATIENCE_MS)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Write it down."""
        self.killTimer(event.timerId())
        self._timer = None
        self._write()

    def keep(self, *, firm: bool = True) -> None:
        """The window is about to be closed, but not by the user: the next one goes on where it is.

        Not ``firm``: the session may go on all the same, and when the user goes on too, this was nothing.
        """
        if self.owns:
            self._write()
            self._kept, self._firm = True, firm

    def _write(self) -> None:
        desk = self._desk
        source = desk.session.source
        if source is not None and source.kind in ("file", "builtin"):
            desk.settings.leave_open((source.kind, _whole(source), desk.playhead.t), self._edits())
            desk.settings.set("geometry", desk.window.saveGeometry())
            desk.settings.sync()

    def _edits(self) -> str:
        entries = self._desk.session.edits.entries
        if not entries:
            return ""
        from tcpanim.scenario.written import keep

        return keep(entries)

    def _closed(self) -> None:
        if self._timer is not None:
            self.killTimer(self._timer)
            self._timer = None
        if not self._kept:
            self._desk.settings.leave_open(None)
        self._desk.settings.sync()
        self._lock.unlock()
