"""What the side panel's page about a segment and the view of its header have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import SMALL, Theme
from tcpanim.gui.widgets.header_parts import HeaderParts
from tcpanim.gui.widgets.header_table import HeaderTable
from tcpanim.gui.widgets.parts import KeyButton, label
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.header import Header, header_view, shown_segment
from tcpanim.scene.names import Naming
from tcpanim.scene.one_side import known_header, last_known
from tcpanim.scene.roles import KIND_ROLES
from tcpanim.trace.trace import Trace


class KindMark(QWidget):
    """A square in the colour of the segment's kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._role = "ink3"

    def show_kind(self, look: Look, role: str) -> None:
        """Show that role's colour."""
        self._theme, self._role = look.theme, role
        side = look.theme.px(14)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The square."""
        if self._theme is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._theme.colour(self._role))
            painter.setBrush(self._theme.colour(self._role))
            corner = self._theme.px(3)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), corner, corner)
            painter.end()


class SegmentView(RunView):
    """Shows the chosen segment, or the one that the present step is about: its title, notes and header.

    ``selected`` with None: the user no longer wants the chosen segment, but the present one.
    """

    parts: HeaderParts
    follow: KeyButton
    """Back to the present segment. Tab goes in the order in which a kind of view makes these."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self._number: int | None = None
        """The id of the segment that is on show."""
        self.mark = KindMark(self)
        self.title = label(self)
        self.notes = label(self, "2")

    def _follow_button(self) -> KeyButton:
        button = KeyButton(self)
        button.setProperty("link", True)
        button.clicked.connect(lambda: self.selected.emit(None))
        return button

    @property
    def table(self) -> HeaderTable:
        """The header's rows."""
        return self.parts.table

    def shown(self) -> int | None:
        """The id of the segment that is shown."""
        if self._trace is None:
            return None
        number = shown_segment(self._trace, self._t, self._selection)
        side = self._look.side if self._look is not None else "both"
        return None if number is None else last_known(self._trace, number, side, self._t)

    def _dress(self, look: Look) -> None:
        self.notes.setFont(look.theme.prose(SMALL))
        self.follow.setFont(look.theme.font(SMALL))
        self.follow.setText(look.catalogue.text("segment.follow"))
        self.parts.set_look(look)

    def _show(self) -> None:
        trace, naming = self._trace, self._naming()
        number = self.shown() if naming is not None else None
        # Within a step nothing about a segment changes, and the view is asked with every frame.
        shown = (id(trace), self._look, number, self._selection, trace.step_at(self._t) if trace is not None else 0)
        if shown == self._shown:
            return
        self._shown, self._number = shown, number
        with self._changing():
            self._show_segment(trace, naming, number)

    def _changing(self) -> AbstractContextManager[None]:
        """What is around a change of all that is shown."""
        return nullcontext()

    def _show_segment(self, trace: Trace | None, naming: Naming | None, number: int | None) -> None:
        self.follow.setVisible(number is not None and self._selection is not None)
        if number is None or naming is None or trace is None or self._look is None:
            self.parts.forget()
            self._show_nothing()
            return
        header = known_header(trace, header_view(trace, number, self._t, naming), self._look.side)
        self.mark.show_kind(self._look, KIND_ROLES.get(header.kind) or header.side or "ink3")
        self.title.setText(header.title)
        self.parts.show_header(trace, header, self._t)
        self._show_header(trace, header, number)

    def _show_nothing(self) -> None:
        """There is no segment yet."""

    def _show_header(self, trace: Trace, header: Header, number: int) -> None:
        """The rest about the segment with the id ``number``."""
