"""The timeline."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.trace.trace import Trace


class Timeline(QWidget):
    """The timeline of a trace at t."""

    seek_requested = Signal(object)
    """The user wants to go to that time (int ns, which does not fit Qt's int)."""
    selected = Signal(object)
    """The user chose the segment with that id (int), or none (None)."""
    menu_requested = Signal(object)
    """The user asks what can be done with the segment of that id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``; give it before a trace that it belongs to."""
        self._look = look
        self.update()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run; None: none."""
        self._trace = trace
        self._t = 0
        self.update()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns)."""
        self._t = t
        self.update()

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        self.update()
