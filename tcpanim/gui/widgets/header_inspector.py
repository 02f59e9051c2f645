"""The header of the present segment, large: the RFC's rows, the bytes beside them, and what each field is for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, draw_text
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD
from tcpanim.gui.widgets.header_parts import HeaderParts
from tcpanim.gui.widgets.segment_view import SegmentView
from tcpanim.scene.header import Header
from tcpanim.trace.trace import Trace

THREE = 1000
"""From this width on, in px at scale 1, table, bytes and note stand side by side."""


class HeaderInspector(SegmentView):
    """Table, bytes and words side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.follow = self._follow_button()
        self.parts = HeaderParts(self, fit=True)
        self.setMinimumSize(320, 150)
        self._notes = ""
        self.notes.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.notes.installEventFilter(self)
        self._words = QScrollArea(self)
        self._words.setFrameShape(QFrame.Shape.NoFrame)
        self._words.setWidgetResizable(True)
        self._words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # keys scroll them
        self.setFocusProxy(self.parts.table)
        self._words.setWidget(self.parts.note)
        self._head = QHBoxLayout()
        self._head.addWidget(self.mark)
        self._head.addWidget(self.title)
        self._head.addWidget(self.notes, 1)
        self._head.addWidget(self.follow)
        self._grid = QGridLayout(self)
        self._grid.addLayout(self._head, 0, 0, 1, 3)
        self._three: bool | None = None
        self._arrange(three=True)

    def _dress(self, look: Look) -> None:
        super()._dress(look)
        theme = look.theme
        self._grid.setContentsMargins(0, theme.px(4), theme.px(10), theme.px(6))
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(6))
        self._head.setSpacing(theme.px(10))
        self._words.setAccessibleName(look.catalogue.text("header.words"))
        self.title.setFont(theme.prose(BODY, SEMIBOLD))
        self._arrange(three=self.width() >= theme.px(THREE))

    def _arrange(self, *, three: bool) -> None:
        """Three columns, or two with the bytes above the words."""
        if three == self._three:
            return
        self._three = three
        for widget in (self.table, self.parts.bytes, self.parts.options, self._words):
            self._grid.removeWidget(widget)
        self.parts.divide(apart=three)
        self._grid.addWidget(self.table, 1, 0, 2, 1)
        if three:
            self._grid.addWidget(self.parts.bytes, 1, 1)
            self._grid.addWidget(self.parts.options, 2, 1)
            self._grid.addWidget(self._words, 1, 2, 2, 1)
        else:
            self._grid.addWidget(self.parts.bytes, 1, 1)
            self._grid.addWidget(self._words, 2, 1)
        for column, share in enumerate((10, 9, 9) if three else (10, 9, 0)):
            self._grid.setColumnStretch(column, share)
        self._grid.setRowStretch(2, 1)

    def _shorten(self) -> None:
        """As much about the segment as there is room for; all of it on hover."""
        metrics, room = self.notes.fontMetrics(), self.notes.width()
        self.notes.setText(metrics.elidedText(self._notes, Qt.TextElideMode.ElideRight, room))
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
        self._shorten()

    def _set_visible(self, *, shown: bool) -> None:
        for widget in (self.mark, self.title, self.notes, self.table, self.parts.bytes, self._words):
            widget.setVisible(shown)
        if not shown:
            self.parts.options.hide()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Before the first segment: what to do."""
        if self._look is not None and self.table.isHidden():
            theme = self._look.theme
            painter = QPainter(self)
            words = self._look.catalogue.text("segment.empty")
            draw_text(painter, self.rect().toRectF(), words, theme.font(BODY, MEDIUM), theme.colour("ink2"), CENTRE)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        if self._look is not None:
            self._arrange(three=self.width() >= self._look.theme.px(THREE))
