"""The event list: every step so far as a sentence. It says in words what the other views show in pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import REGULAR, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import unbroken
from tcpanim.gui.widgets.transport import clock_text
from tcpanim.trace.trace import Trace
from tcpanim.units import MS

Index = QModelIndex | QPersistentModelIndex
Tell = Callable[[Trace, int, Look], tuple[str, str]]
"""(trace, t, look) to the sentence of the step at t, and whose doing it is: left, right or none."""
SIDE_ROLE = Qt.ItemDataRole.UserRole.value
TIME_ROLE = SIDE_ROLE + 1


class Steps(QAbstractListModel):
    """The steps up to the present one; what is to come is not told."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell
        self._trace: Trace | None = None
        self._look: Look | None = None
        self._count = 0

    def set_look(self, look: Look) -> None:
        """Say everything again."""
        self._look = look
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def set_trace(self, trace: Trace | None) -> None:
        """Tell of another run."""
        self.beginResetModel()
        self._trace = trace
        self._count = 0
        self.endResetModel()

    def show_at(self, t: int) -> None:
        """Tell as far as ``t``."""
        count = self._trace.step_at(t) if self._trace is not None else 0
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many steps are told."""
        return 0 if parent.isValid() else self._count

    def time(self, row: int) -> int:
        """When that step happens."""
        assert self._trace is not None
        return self._trace.moments[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sentence, its side, its time."""
        if self._trace is None or self._look is None or not self._look.fits(self._trace) or not index.isValid():
            return None
        t = self.time(index.row())
        clock = clock_text(t, self._trace.end < 10 * MS)
        if role == TIME_ROLE:
            return clock
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._tell(self._trace, t, self._look)[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1}. {clock} {self._tell(self._trace, t, self._look)[0]}"
        if role == SIDE_ROLE:
            return self._tell(self._trace, t, self._look)[1]
        return None


class _Row(QStyledItemDelegate):
    """Time, the host's dot, the sentence over at most two lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.look: Look | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        if self.look is None:
            return QSize(200, 46)
        lines = 2 * QFontMetrics(self.look.theme.prose(SMALL, SEMIBOLD)).lineSpacing()
        return QSize(200, lines + self.look.theme.px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One step."""
        if self.look is None:
            return
        theme = self.look.theme
        area = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = index.data(SIDE_ROLE)
        current = index.row() == index.model().rowCount() - 1
        corner = theme.px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setBrush(theme.colour(f"{side}_tint" if side in ("left", "right") else "sunken"))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), corner, corner)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("lane"))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), corner, corner)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("left"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 2, -1, -2), corner, corner)
        mono = theme.font(SMALL - 1, mono=True)
        painter.setFont(mono)
        painter.setPen(theme.colour("ink2" if current else "ink3"))
        clock = str(index.data(TIME_ROLE))
        painter.drawText(QPointF(area.left() + theme.px(10), area.top() + theme.px(19)), clock)
        left = (
            area.left()
            + theme.px(26)
            + max(QFontMetrics(mono).horizontalAdvance(clock), QFontMetrics(mono).horizontalAdvance("00.000 s"))
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(side if side in ("left", "right") else "wire"))
        painter.drawEllipse(QPointF(left, area.top() + theme.px(14.5)), theme.px(4), theme.px(4))
        text = QRectF(left + theme.px(14), area.top() + theme.px(4), 0, area.height() - theme.px(4))
        text.setRight(area.right() - theme.px(8))
        painter.setFont(theme.prose(SMALL, SEMIBOLD if current else REGULAR))
        painter.setPen(theme.colour("ink" if current else "ink2"))
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(text, flags, unbroken(str(index.data())))
        painter.restore()


class Events(QListView):
    """The list; a click or Enter goes to that step."""

    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, tell: Tell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = Steps(tell)
        self.steps.setParent(self)
        self.setModel(self.steps)
        self._row = _Row(self)
        self.setItemDelegate(self._row)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._go)
        self.activated.connect(self._go)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._row.look = look
        self.setAccessibleName(look.catalogue.text("view.events"))
        self.steps.set_look(look)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self.steps.set_trace(trace)

    def show_at(self, t: int) -> None:
        """Show the steps as far as ``t``, the last one in sight."""
        before = self.steps.rowCount()
        self.steps.show_at(t)
        count = self.steps.rowCount()
        if count != before:
            self.viewport().update()
            if count:
                self.scrollTo(self.steps.index(count - 1))

    def set_selection(self, segment: int | None) -> None:
        """Steps are not segments: nothing to mark."""

    def _go(self, index: QModelIndex) -> None:
        self.seek_requested.emit(self.steps.time(index.row()))
