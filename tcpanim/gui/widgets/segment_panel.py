"""The side panel's page about one segment: what it is, its header, its bytes, its fate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, REGULAR, SEMIBOLD
from tcpanim.gui.widgets.header_parts import HeaderParts
from tcpanim.gui.widgets.parts import Column, label, laid_out_once, write
from tcpanim.gui.widgets.segment_view import SegmentView
from tcpanim.gui.widgets.what_if_row import WhatIfRow
from tcpanim.gui.widgets.why_panel import WhyPanel
from tcpanim.scene.header import Header
from tcpanim.trace.trace import Trace

REHEARSED = 4
"""So many segments, after which hardly a part is new: a SYN, its answer, an ACK, data."""


class SegmentPanel(Column, SegmentView):
    """A page: what the segment is, its header and bytes, the reasons for it, and what can be tried with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(
            Qt.WidgetAttribute.WA_StaticContents
        )  # of another height it is drawn no further than it grows
        self.title.setWordWrap(True)
        self.notes.setWordWrap(True)
        self.what_if = WhatIfRow(self)  # before what stands below it, for Tab
        self.what_if.asked.connect(self.menu_requested)
        self.parts = HeaderParts(self)
        self.for_keys = self.parts.table
        self.why = WhyPanel(self, brief=True)
        self.why.seek_requested.connect(self.seek_requested)
        self.follow = self._follow_button()
        self.empty = label(self, "2", wrap=True)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.mark)
        self._head.addWidget(self.title, 1)
        self._layout.addLayout(self._head)
        for widget in (self.notes, self.what_if, *self.parts.widgets, self.why, self.follow, self.empty):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self._explained: tuple[object, ...] = ()

    def begin_at(self, t: int) -> None:
        """Show the segment of that moment, and its reasons not yet."""
        self._t = t
        super()._show()

    def _changing(self) -> AbstractContextManager[None]:
        return laid_out_once(self)

    def complete(self) -> None:
        """Give the reasons for what is shown."""
        if self._number is None or self._explained == self._shown:
            return
        self._explained = self._shown
        with laid_out_once(self):
            self.why.show()
            self.why.show_at(self._t)
            self.why.set_selection(self._number)

    def _show(self) -> None:
        super()._show()
        self.complete()

    def rehearse(self) -> Iterator[None]:
        """Show the first segments where nobody sees it: many parts are made, styled and drawn for the first time."""
        for flight in self._trace.flights[:REHEARSED] if self._trace is not None else ():
            if self.shown() is not None or not self.isVisible():
                return  # it has been on show
            now, self._t = self._t, flight.sent
            self._show()
            self.render(QPixmap(self.size()))
            self._t = now
            self._show()
            yield

    def _dress(self, look: Look) -> None:
        super()._dress(look)
        theme = look.theme
        self._layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        self._layout.setSpacing(theme.px(8))
        self._head.setSpacing(theme.px(12))
        self.title.setFont(theme.prose(LEAD, SEMIBOLD))
        self.empty.setFont(theme.prose(BODY, REGULAR))
        self.empty.setText(look.catalogue.text("segment.empty"))
        self.why.set_look(look)

    def _begin(self, trace: Trace | None) -> None:
        self.why.set_trace(trace)

    def _show_nothing(self) -> None:
        self._set_visible(shown=False)
        self.why.hide()
        self._explained = ()
        self.empty.setVisible(self._trace is not None)

    def _show_header(self, trace: Trace, header: Header, number: int) -> None:
        self._set_visible(shown=True)
        self.empty.hide()
        if self._look is not None:
            self.what_if.show_segment(self._look, trace, number, self._t)
        write(self.notes, " · ".join(filter(None, (*header.notes, header.fate))))

    def _set_visible(self, *, shown: bool) -> None:
        for widget in (self.mark, self.title, self.notes, *self.parts.widgets, self.what_if):
            widget.setVisible(shown)
