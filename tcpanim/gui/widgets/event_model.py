"""The rows of the event list as Qt asks for them: what is to come is not told."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tcpanim.gui.look import Look
from tcpanim.gui.widgets.transport import clock_text
from tcpanim.scene.event_rows import EventRows, Told
from tcpanim.scene.same_call import Calls
from tcpanim.trace.trace import Trace
from tcpanim.units import MS

Index = QModelIndex | QPersistentModelIndex
TOLD_ROLE = Qt.ItemDataRole.UserRole.value
TIME_ROLE = TOLD_ROLE + 1
NOW_ROLE = TOLD_ROLE + 2
"""Whether it belongs to the present step."""
CHOSEN_ROLE = TOLD_ROLE + 3
"""Whether it is about the selected segment."""
_KEPT = 400


class Steps(QAbstractListModel):
    """The rows up to the present moment, all of them or those that are looked for."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: EventRows | None = None
        self.chosen: list[int] = []
        """The rows that can be shown, of ``all``."""
        self._look: Look | None = None
        self._count = 0
        self._t = 0
        self._since = 0
        self._selection: int | None = None
        self._told: dict[int, Told] = {}

    def set_look(self, look: Look) -> None:
        """Say everything again."""
        self._look = look
        self._told = {}
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def set_trace(self, trace: Trace | None) -> None:
        """Tell of another run."""
        self.all = EventRows(trace) if trace is not None else None
        self._told = {}
        self.set_chosen(list(range(len(self.all.roots))) if self.all is not None else [])

    def set_chosen(self, rows: list[int]) -> None:
        """Tell of these only."""
        self.beginResetModel()
        self.chosen = rows
        self._count = self.all.count_until(rows, self._t) if self.all is not None else 0
        self.endResetModel()

    def set_selection(self, segment: int | None) -> None:
        """Mark what is about that segment."""
        self._selection = segment

    def show_at(self, t: int) -> None:
        """Tell as far as ``t``."""
        self._t = t
        if self.all is None:
            return
        trace = self.all.trace
        step = trace.step_at(t)
        self._since = trace.moments[step - 1] if step else 0
        count = self.all.count_until(self.chosen, t)
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows are told."""
        return 0 if parent.isValid() else self._count

    def time(self, row: int) -> int:
        """When that row happens."""
        assert self.all is not None
        return self.all.time(self.chosen[row])

    def segment(self, row: int) -> int | None:
        """The segment that it is about."""
        assert self.all is not None
        return self.all.segment(self.chosen[row])

    def calls(self, row: int) -> Calls | None:
        """The call that it is."""
        assert self.all is not None
        return self.all.calls(self.chosen[row])

    def told(self, row: int) -> Told | None:
        """What is said of it; None while there is no look for this run."""
        if self.all is None or self._look is None or not self._look.fits(self.all.trace):
            return None
        assert self._look.naming is not None
        place = self.chosen[row]
        found = self._told.get(place)
        if found is None:
            if len(self._told) >= _KEPT:
                self._told.clear()
            found = self._told[place] = self.all.tell(place, self._look.naming)
        return found

    def in_words(self, row: int) -> str:
        """All of it in one line, for a screen reader."""
        told = self.told(row)
        if told is None:
            return ""
        return " ".join(
            part for part in (f"{row + 1}.", self._clock(row), f"{told.host}:", told.what, told.why) if part
        )

    def _clock(self, row: int) -> str:
        assert self.all is not None
        return clock_text(self.time(row), self.all.trace.end < 10 * MS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sentence, its host, its time."""
        if not index.isValid() or self.all is None:
            return None
        row = index.row()
        told = self.told(row)
        if told is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return told.what
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (told.what, told.why, "  ".join(told.rules)) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.in_words(row)
        if role == TOLD_ROLE:
            return told
        if role == TIME_ROLE:
            return self._clock(row)
        if role == NOW_ROLE:
            return self.time(row) >= self._since
        if role == CHOSEN_ROLE:
            return self._selection is not None and self.segment(row) == self._selection
        return None
