"""Table, bytes and note of one header: what is pointed at in one of them is marked in all."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.widgets.field_note import FieldNote
from tcpanim.gui.widgets.header_table import HeaderTable
from tcpanim.gui.widgets.hex_view import HexView
from tcpanim.scene.header import Header
from tcpanim.trace.trace import Trace


class HeaderParts(QObject):
    """The widgets, which a view puts into its layout. ``fit``: the table shares out the height that there is.

    ``options`` is a second table, for views that have the options elsewhere than below the rows.
    """

    def __init__(self, parent: QWidget, *, fit: bool = False) -> None:
        super().__init__(parent)
        self.table = HeaderTable(parent, fit=fit)
        self.options = HeaderTable(parent, fit=True, parts="options")
        self.options.hide()
        self.bytes = HexView(parent)
        self.note = FieldNote(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._header: Header | None = None
        self._t = 0
        self._apart = False
        self.table.pointed.connect(self._point)
        self.bytes.pointed.connect(self.table.point)
        self.bytes.held.connect(self.table.hold)
        self.options.pointed.connect(self.table.point)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """Table, bytes and note."""
        return (self.table, self.bytes, self.note)

    def divide(self, *, apart: bool) -> None:
        """Whether the options stand in a table of their own."""
        self._apart = apart
        self.table.show_parts("rows" if apart else "both")
        self._show_options()

    def _show_options(self) -> None:
        """Their table, where it has any: Tab does not stop at an empty one."""
        if self._apart:
            self.options.show_header(self._header)
        self.options.setVisible(self._apart and self._header is not None and bool(self._header.options))

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self.table.set_look(look)
        self.options.set_look(look)
        self.bytes.set_look(look)
        self.note.set_look(look)

    def show_header(self, trace: Trace, header: Header, t: int) -> None:
        """Show that header as it stands at ``t``."""
        self._trace, self._header, self._t = trace, header, t
        self.table.show_header(header)
        self._show_options()
        self.bytes.show_header(header)
        self._point(self.table.key)

    def forget(self) -> None:
        """No header is shown any more, and nothing of its run is kept."""
        self._trace = self._header = None

    def _point(self, key: str | None) -> None:
        self.bytes.point(key)
        self.options.point(key)
        if self._look is not None and self._trace is not None and self._header is not None:
            self.note.show_field(self._look, self._trace, self._header, key, self._t)
            self.table.setAccessibleDescription(self.note.spoken())
