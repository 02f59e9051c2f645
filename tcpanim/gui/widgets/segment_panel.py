"""The side panel's page about one segment: what it is, its header, its bytes, its fate."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, REGULAR, SEMIBOLD, SMALL
from tcpanim.gui.widgets.header_parts import HeaderParts
from tcpanim.gui.widgets.parts import KeyButton, label, lay_out
from tcpanim.gui.widgets.what_if_row import WhatIfRow
from tcpanim.gui.widgets.why_panel import WhyPanel
from tcpanim.scene.header import Header, header_view, shown_segment
from tcpanim.scene.roles import KIND_ROLES
from tcpanim.trace.trace import Trace


class KindMark(QWidget):
    """A square in the colour of the segment's kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._role = "ink3"

    def show_kind(self, look: Look, role: str) -> None:
        """Show that role's colour."""
        self._look, self._role = look, role
        side = look.theme.px(14)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The square."""
        if self._look is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._look.theme.colour(self._role))
            painter.setBrush(self._look.theme.colour(self._role))
            corner = self._look.theme.px(3)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), corner, corner)
            painter.end()


class SegmentPanel(QWidget):
    """Shows the chosen segment, or the one that the present step is about."""

    seek_requested = Signal(object)
    selected = Signal(object)
    """None: the user no longer wants the chosen segment, but the present one."""
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._shown: tuple[object, ...] = ()
        self.mark = KindMark(self)
        self.title = label(self, wrap=True)
        self.notes = label(self, "2", wrap=True)
        self.parts = HeaderParts(self)
        self.table = self.parts.table
        self.why = WhyPanel(self, brief=True)
        self.why.seek_requested.connect(self.seek_requested)
        self.what_if = WhatIfRow(self)
        self.what_if.asked.connect(self.menu_requested)
        self.follow = KeyButton(self)
        self.follow.setProperty("link", True)
        self.follow.clicked.connect(lambda: self.selected.emit(None))
        self.empty = label(self, "2", wrap=True)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.mark)
        self._head.addWidget(self.title, 1)
        self._layout.addLayout(self._head)
        for widget in (self.notes, self.what_if, *self.parts.widgets, self.why, self.follow, self.empty):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme = look.theme
        self._layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        self._layout.setSpacing(theme.px(8))
        self._head.setSpacing(theme.px(12))
        self.title.setFont(theme.prose(LEAD, SEMIBOLD))
        self.notes.setFont(theme.prose(SMALL))
        self.follow.setFont(theme.font(SMALL))
        self.follow.setText(look.catalogue.text("segment.follow"))
        self.empty.setFont(theme.prose(BODY, REGULAR))
        self.empty.setText(look.catalogue.text("segment.empty"))
        self.parts.set_look(look)
        self.why.set_look(look)
        self._show()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._trace, self._t, self._selection = trace, 0, None
        self.why.set_trace(trace)
        self._show()

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._t = t
        self._show()

    def set_selection(self, segment: int | None) -> None:
        """Show that segment, None: the present one."""
        self._selection = segment
        self._show()

    def shown(self) -> int | None:
        """The id of the segment that is shown."""
        return shown_segment(self._trace, self._t, self._selection) if self._trace is not None else None

    def _show(self) -> None:
        look, trace = self._look, self._trace
        number = self.shown() if look is not None and look.fits(trace) else None
        # Within a step nothing about a segment changes, and the panel is asked with every frame.
        shown = (id(trace), look, number, self._selection, trace.step_at(self._t) if trace is not None else 0)
        if shown == self._shown:
            return
        self._shown = shown
        header: Header | None = None
        if number is not None and trace is not None and look is not None and look.naming is not None:
            header = header_view(trace, number, self._t, look.naming)
        for widget in (self.mark, self.title, self.notes, *self.parts.widgets, self.why, self.what_if):
            widget.setVisible(header is not None)
        self.empty.setVisible(header is None and trace is not None)
        self.follow.setVisible(header is not None and self._selection is not None)
        if header is None or look is None or trace is None:
            return
        if number is not None:
            self.what_if.show_segment(look, trace, number, self._t)
        self.mark.show_kind(look, KIND_ROLES.get(header.kind) or header.side or "ink3")
        self.title.setText(header.title)
        self.notes.setText(" · ".join((*header.notes, header.fate)))
        self.parts.show_header(trace, header, self._t)
        self.why.show_at(self._t)
        self.why.set_selection(number)
        lay_out(self)
