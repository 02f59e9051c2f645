"""The event list: every event so far in words, to be narrowed and searched.

It is the twin of the stage for those who do not see it or have no mouse: arrows walk, Enter goes there, and going down
from the last row steps on.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tcpanim.gui.herald import tell_found
from tcpanim.gui.jobs import CancelToken, Jobs
from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, SMALL
from tcpanim.gui.widgets.choice import Choice
from tcpanim.gui.widgets.event_model import Index, Steps
from tcpanim.gui.widgets.event_row import WIDE, RowPainter
from tcpanim.gui.widgets.parts import label
from tcpanim.scene.event_rows import KINDS
from tcpanim.trace.trace import Trace

HOSTS = ("all", "left", "right", "none")
"""Whose doing; none: the network's."""
BAR = 12
"""The width of the scroll bar, at scale 1: the style sheet's."""


class EventTable(QTableView):
    """The rows. A row is measured when it comes into sight; until then it has the height that most rows need.

    A table of one column, as Qt's list would measure all rows at once.
    """

    step_requested = Signal()
    """Down, where there is no further row."""
    menu_requested = Signal(object)
    """What can be done with the row of that index."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.steps = Steps(self)
        self.setModel(self.steps)
        self.painter = RowPainter(self)
        self.setItemDelegate(self.painter)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)  # else all are called not selected
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fitted: set[int] = set()
        """The rows that are as high as their words."""
        self._fitting = False
        self.steps.modelReset.connect(self._fitted.clear)
        self.steps.rowsRemoved.connect(self._forget)

    def _forget(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._fitted.difference_update(range(first, last + 1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the row under the pointer; by the menu key, of the row where the focus is."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.menu_requested.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk; Enter is Qt's ``activated``."""
        last = self.currentIndex().row() >= self.steps.rowCount() - 1
        if event.key() == Qt.Key.Key_Down and last and not event.modifiers():
            self.step_requested.emit()
            return
        super().keyPressEvent(event)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self.setAccessibleName(look.catalogue.text("view.events"))
        self.steps.set_look(look)
        self._measure()
        self.viewport().update()

    def _measure(self) -> None:
        """Where it is wide, what and why stand side by side. The row where the keys are stays in sight."""
        if self._look is not None:
            # With a bar or without one, rows end where the filters above them do.
            room = self.width() - 2 * self.frameWidth() - self._look.theme.px(BAR)
            self.horizontalHeader().resizeSection(0, room)
            self.painter.set_look(self._look, wide=room >= self._look.theme.px(WIDE))
        self.verticalHeader().setMinimumSectionSize(1)
        self._fitted.clear()
        self.verticalHeader().setDefaultSectionSize(self.painter.height())
        if self.currentIndex().isValid():
            self.bring(self.currentIndex().row())
        else:
            self._fit_seen()

    def bring(self, row: int, *, go: bool = True) -> None:
        """Show that row and as much as there is room for above it, and ``go`` there with the keys."""
        room = self.viewport().height()
        for above in range(row, -1, -1):
            self._fit(above)
            room -= self.rowHeight(above)
            if room <= 0:
                break
        self.updateGeometries()  # else the bar does not reach as far yet
        if go:
            self.setCurrentIndex(self.steps.index(row))
        self.scrollTo(self.steps.index(row))

    def _fit(self, row: int) -> int:
        """Make that row as high as its words; by how much it is higher now."""
        told = self.steps.told(row) if row not in self._fitted else None
        if told is None:
            return 0
        self._fitted.add(row)
        before = self.rowHeight(row)
        height = self.painter.height_of(told, self.columnWidth(0))
        self.setRowHeight(row, height)
        return height - before

    def _fit_seen(self) -> None:
        """Fit the rows in sight; where one begins above, what stands below it keeps its place."""
        if self._fitting:
            return
        self._fitting = True
        moved, row = 0, self.rowAt(0)
        while 0 <= row < self.steps.rowCount() and self.rowViewportPosition(row) < self.viewport().height():
            above = self.rowViewportPosition(row) < 0
            grown = self._fit(row)
            moved += grown if above else 0
            row += 1
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
        self._fitting = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The keys go to a row: all of it is to be seen."""
        if current.isValid() and self._fit(current.row()):
            self.updateGeometries()
        super().currentChanged(current, previous)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Other rows come into sight."""
        super().scrollContentsBy(dx, dy)
        self._fit_seen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure anew."""
        super().resizeEvent(event)
        self._measure()


class Events(QWidget):
    """The list under its search box and filters; a click or Enter goes to that event."""

    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._reads = False
        """Whether time flows, and a screen reader reads."""
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._found)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._choose)
        self.search.returnPressed.connect(self._go_to_first)
        self.host = Choice(HOSTS, self)
        self.host.chosen.connect(self._choose)
        self.kind = Choice(("all", *KINDS), self)
        self.kind.chosen.connect(self._choose)
        self.empty = label(self, "2", wrap=True)
        self.list = EventTable(self)
        self.steps = self.list.steps
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.step_requested.connect(self._step)
        self.list.menu_requested.connect(self._ask)
        self.for_keys = self.list
        self._head = QHBoxLayout()
        self._head.addWidget(self.search, 1)
        self._head.addWidget(self.host)
        self._head.addWidget(self.kind)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.empty)
        self._layout.addWidget(self.list, 1)

    # ---- what it is told

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        side = self._look.side if self._look is not None else "both"
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self._layout.setSpacing(theme.px(6))
        self._head.setSpacing(theme.px(6))
        self._head.setContentsMargins(0, theme.px(2), theme.px(BAR), 0)
        self.search.setFont(theme.font(SMALL))
        self.search.setPlaceholderText(say("events.search"))
        self.search.setAccessibleName(say("events.search"))
        for choice, name in ((self.host, "events.host"), (self.kind, "events.kind")):
            choice.setFont(theme.font(SMALL))
            choice.setAccessibleName(say(name))
            choice.setToolTip(say(name))
        self._name_hosts()
        self.kind.set_texts({kind: say(f"events.kind.{kind}") for kind in ("all", *KINDS)})
        self.empty.setFont(theme.prose(BODY))
        self.list.set_look(look)
        self._show_emptiness()
        self.host.setEnabled(look.side == "both")
        if self.search.text().strip() or look.side != side:
            self._choose()

    def _name_hosts(self) -> None:
        if self._look is None:
            return
        say, language = self._look.catalogue.text, self._look.catalogue.language
        names = {"all": say("events.host.all"), "left": "", "right": "", "none": say("events.host.none")}
        if self.steps.all is not None:
            for side, host in zip(("left", "right"), self.steps.all.trace.hosts, strict=True):
                names[side] = host.label.pick(language) or host.name
        self.host.set_texts(names)

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._jobs.cancel()
        self.steps.set_trace(trace)
        self._name_hosts()
        if self._narrowed() or (self._look is not None and self._look.side != "both"):
            self._choose()
        self._show_emptiness()

    def show_at(self, t: int) -> None:
        """Show the events as far as ``t``, the last one in sight."""
        before = self.steps.rowCount()
        self.steps.show_at(t)
        count = self.steps.rowCount()
        if count == before:
            return
        self.list.viewport().update()
        if count:
            self.list.bring(count - 1, go=not self._reads)
        self._show_emptiness()

    def flow(self, flows: bool) -> None:
        """Time flows, or stands. While it flows the keys stay where they are for those who are read to.

        Each row that the keys come to is read out, and interrupts the one before.
        """
        reads, self._reads = self._reads, flows and QAccessible.isActive()
        if reads and not self._reads and self.steps.rowCount():
            self.list.bring(self.steps.rowCount() - 1)

    def set_selection(self, segment: int | None) -> None:
        """Mark what is about that segment."""
        self.steps.set_selection(segment)
        self.list.viewport().update()

    def begin_search(self) -> None:
        """What is typed finds."""
        self.search.selectAll()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_jobs(self) -> None:
        """Stop searching."""
        self._jobs.close()

    # ---- narrowing

    def _narrowed(self) -> bool:
        return self.host.holds != "all" or self.kind.holds != "all" or bool(self.search.text().strip())

    def _choose(self) -> None:
        """Show what is chosen; sentences are searched off the GUI thread, as a long run has very many."""
        self._jobs.cancel()
        rows = self.steps.all
        if rows is None:
            return
        host = None if self.host.holds == "all" else self.host.holds
        if self._look is not None and self._look.side != "both":
            host = self._look.side  # what this side knows: only what happens at itself
        kind = None if self.kind.holds == "all" else self.kind.holds
        chosen = rows.chosen(host, kind)
        wanted = self.search.text().strip()
        if wanted and self._look is not None and self._look.fits(rows.trace):
            naming = self._look.naming
            assert naming is not None

            def work(token: CancelToken) -> object:
                found = rows.find(chosen, wanted, naming, lambda: token.cancelled)
                token.check()
                return found

            self._jobs.submit(work)
        else:
            self._found(chosen)

    def _found(self, rows: object) -> None:
        assert isinstance(rows, list)
        self.steps.set_chosen(rows)
        count = self.steps.rowCount()
        if count:
            self.list.bring(count - 1)
        if self._look is not None:
            words = self._look.catalogue.text("spoken.found", n=count)
            tell_found(self.search, words if self.search.text().strip() else "")
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        """Say why nothing is there, and what to do."""
        empty = not self.steps.rowCount()
        self.empty.setVisible(empty)
        if empty and self._look is not None:
            key = "events.none-match" if self._narrowed() and self.steps.all is not None else "events.empty"
            self.empty.setText(self._look.catalogue.text(key))

    # ---- what the user does

    def _ask(self, index: QModelIndex) -> None:
        """What can be done with what that row is about: its segment, its call, or its host."""
        segment = self.steps.segment(index.row())
        if segment is not None:
            self.selected.emit(segment)
            self.menu_requested.emit(segment)
            return
        calls = self.steps.calls(index.row())
        if calls is not None:
            self.menu_requested.emit(calls)
            return
        told = self.steps.told(index.row())
        if told is not None and told.side in ("left", "right"):
            self.menu_requested.emit(told.side)

    def _go(self, index: QModelIndex) -> None:
        segment = self.steps.segment(index.row())
        self.seek_requested.emit(self.steps.time(index.row()))
        self.selected.emit(segment)

    def _go_to_first(self) -> None:
        if self.steps.rowCount():
            self._go(self.steps.index(0))

    def _step(self) -> None:
        """To the next of the chosen events, which is not told yet."""
        count = self.steps.rowCount()
        if count < len(self.steps.chosen):
            self.seek_requested.emit(self.steps.time(count))
