"""The header of the present segment, large: the RFC's rows, the bytes beside them, and what each field is for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD
from tcpanim.gui.widgets.header_parts import HeaderParts
from tcpanim.gui.widgets.parts import paragraph
from tcpanim.gui.widgets.reading import ReadPage
from tcpanim.gui.widgets.segment_view import SegmentView
from tcpanim.scene.header import Header
from tcpanim.trace.trace import Trace

LOW, HIGH = 15, 17
"""So many lines high it must be for the notes to have one of their own, and for a second one."""
FEW = 4
"""Below table or bytes there are words where so many lines of them have room."""
TWO, THREE = 500, 1000
"""From these widths on, in px at scale 1, bytes and words, or each of them, stand beside the table."""


class HeaderInspector(SegmentView):
    """Table, bytes and words side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.follow = self._follow_button()
        self.parts = HeaderParts(self, fit=True)
        self.setMinimumSize(320, 120)
        self._notes = ""
        self.notes.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.notes.installEventFilter(self)
        self._words = ReadPage(self)
        self._words.setFrameShape(QFrame.Shape.NoFrame)
        self._words.setWidgetResizable(True)
        self._words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # keys scroll them
        self.for_keys = self.parts.table
        self._words.setWidget(self.parts.note)
        self._head = QHBoxLayout()
        self._head.addWidget(self.mark)
        self._head.addWidget(self.title)
        self._head.addWidget(self.notes, 1)
        self._head.addWidget(self.follow)
        self._under = QHBoxLayout()
        """Where the notes stand that have no room beside the title."""
        self._grid = QGridLayout(self)
        self._grid.addLayout(self._head, 0, 0, 1, 3)
        self._grid.addLayout(self._under, 1, 0, 1, 3)
        self._arranged = 0
        self._arrange(3)

    def _dress(self, look: Look) -> None:
        super()._dress(look)
        theme = look.theme
        self._grid.setContentsMargins(0, theme.px(4), theme.px(10), theme.px(6))
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(6))
        self._head.setSpacing(theme.px(10))
        self._words.setAccessibleName(look.catalogue.text("header.words"))
        self.title.setFont(theme.prose(BODY, SEMIBOLD))
        self._arrange(self._columns())
        self._place_notes()

    def _columns(self) -> int:
        """How many there is room for."""
        assert self._look is not None
        px = self._look.theme.px
        return 3 if self.width() >= px(THREE) else 2 if self.width() >= px(TWO) else 1

    def _arrange(self, columns: int) -> None:
        """Three columns, two with the bytes above the words, or the table with the words below and no bytes."""
        if columns == self._arranged:
            return
        self._arranged = columns
        grid, parts = self._grid, self.parts
        for widget in (self.table, parts.bytes, parts.options, self._words):
            grid.removeWidget(widget)
        parts.divide(apart=columns == 3)
        grid.addWidget(self.table, 2, 0, 1 if columns == 1 else 2, 1)
        if columns == 3:
            grid.addWidget(parts.bytes, 2, 1)
            grid.addWidget(parts.options, 3, 1)
            grid.addWidget(self._words, 2, 2, 2, 1)
        elif columns == 2:
            grid.addWidget(parts.bytes, 2, 1)
            grid.addWidget(self._words, 3, 1)
        else:
            grid.addWidget(self._words, 3, 0)
        for column, share in enumerate(((1, 0, 0), (12, 9, 0), (10, 9, 9))[columns - 1]):
            grid.setColumnStretch(column, share)
        self._show_beside()

    def _show_beside(self) -> None:
        """Bytes and words, as far as there is room for them: in a low view there is none below others."""
        shown = not self.table.isHidden()
        self.parts.bytes.setVisible(shown and self._arranged != 1)
        above = self.table if self._arranged == 1 else self.parts.bytes
        needed = self._head.sizeHint().height() + above.sizeHint().height() + FEW * self.title.sizeHint().height()
        words = self._arranged == 3 or self.height() >= needed
        self._words.setVisible(shown and words)
        for row, share in ((2, 3 if self._arranged == 1 else 0), (3, 1)):
            self._grid.setRowStretch(row, share)
        if self._arranged == 2:  # without words below them the bytes have all of the height
            self._grid.removeWidget(self.parts.bytes)
            self._grid.addWidget(self.parts.bytes, 2, 1, 1 if words else 2, 1, Qt.AlignmentFlag.AlignTop)

    def _place_notes(self) -> None:
        """Beside the title, or below it where they have no room there and the table can spare the line."""
        spacing = self._head.spacing()
        taken = sum(
            part.sizeHint().width() + spacing for part in (self.mark, self.title, self.follow) if not part.isHidden()
        )
        needed = self.notes.fontMetrics().horizontalAdvance(self._notes)
        line = self.notes.fontMetrics().height()
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right() - taken
        under = needed > room and self.height() > LOW * line
        if under != (self._under.indexOf(self.notes) >= 0):
            if under:
                self._head.removeWidget(self.notes)
                self._under.addWidget(self.notes)
            else:
                self._under.removeWidget(self.notes)
                self._head.insertWidget(2, self.notes, 1)
        self._shorten()

    def _shorten(self) -> None:
        """As much about the segment as there is room for; all of it on hover."""
        metrics, room = self.notes.fontMetrics(), self.notes.width()
        under = self._under.indexOf(self.notes) >= 0
        two = under and metrics.horizontalAdvance(self._notes) > room and self.height() > HIGH * metrics.height()
        self.notes.setWordWrap(two)
        # Where words are broken, lines are not filled.
        self.notes.setText(metrics.elidedText(self._notes, Qt.TextElideMode.ElideRight, room + two * room * 3 // 4))
        self.notes.setToolTip(self._notes if self.notes.text() != self._notes else "")
        self.notes.setAccessibleName(self._notes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line beside the title has another width."""
        if watched is self.notes and event.type() == QEvent.Type.Resize:
            self._shorten()
        return super().eventFilter(watched, event)

    def _show_nothing(self) -> None:
        self._set_visible(shown=False)

    def _show_header(self, _trace: Trace, header: Header, _number: int) -> None:
        self._set_visible(shown=True)
        self._notes = " · ".join(filter(None, (*header.notes, header.fate)))
        self._place_notes()

    def _set_visible(self, *, shown: bool) -> None:
        for widget in (self.mark, self.title, self.notes, self.table):
            widget.setVisible(shown)
        self._show_beside()
        if not shown:
            self.parts.options.hide()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Before the first segment: what to do."""
        if self._look is not None and self.table.isHidden():
            theme = self._look.theme
            painter = QPainter(self)
            words = self._look.catalogue.text("segment.empty" if self._trace is not None else "stage.empty")
            painter.setFont(theme.font(BODY, MEDIUM))
            painter.setPen(theme.colour("ink2"))
            room, edge = self.rect(), theme.px(40)
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(room.adjusted(edge, 0, -edge, 0), flags, paragraph(words))
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        if self._look is not None:
            self._arrange(self._columns())
            self._show_beside()
            self._place_notes()
