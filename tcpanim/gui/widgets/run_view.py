"""What most views have in common: they remember what they are told, and show it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.scene.names import Naming
from tcpanim.trace.trace import Trace


class RunView(QWidget):
    """The six names of a View. What a kind of view adds stands in the methods that begin with one underscore."""

    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``; give it before a trace that it belongs to."""
        self._look = look
        self._dress(look)
        self._show()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run from its beginning; None: none."""
        self._trace, self._t, self._selection = trace, 0, None
        self._begin(trace)
        self._show()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns)."""
        self._t = t
        self._show()

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id, or show it; None: none."""
        self._selection = segment
        self._show()

    def rehearse_at(self, t: int) -> None:
        """Draw what the moment ``t`` (ns) needs where nobody sees it, to have it at once when it is shown."""

    def _dress(self, look: Look) -> None:
        """Fonts, distances, and words that stay."""

    def _begin(self, trace: Trace | None) -> None:
        """Another run is to be shown."""

    def _show(self) -> None:
        """What was told has changed."""
        self.update()

    def _naming(self) -> Naming | None:
        """The names in force; None while there is no run, or the look is not yet the run's."""
        look = self._look
        return look.naming if look is not None and look.fits(self._trace) else None
