"""What the views below the stage and the pages of the side panel have in common: a deck, and who is in sight."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from tcpanim.gui.widgets.view import Deck, Makers
from tcpanim.trace.trace import Trace


class DeckFrame(QFrame):
    """Passes on to a deck what it is told, and from it what the user wants.

    A view is made, and told of trace and moment, only while it is in sight.
    """

    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)
    scenario_requested = Signal(str)
    """The user wants to see the built-in of that id."""
    failed = Signal(object)
    made = Signal(str, QWidget)
    """A view was made, for those who serve it."""

    def __init__(self, makers: Makers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deck = Deck(makers, self)
        self._deck.made.connect(self._place)
        self._deck.made.connect(self.made)
        self._deck.seek_requested.connect(self.seek_requested)
        self._deck.selected.connect(self.selected)
        self._deck.menu_requested.connect(self.menu_requested)
        self._deck.scenario_requested.connect(self.scenario_requested)
        self._deck.failed.connect(self.failed)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the views that are in sight while this is."""
        return ()

    def _place(self, name: str, view: QWidget) -> None:
        """Put a view that has been made where it belongs."""

    def named(self, name: str) -> QWidget:
        """The view of that name."""
        return self._deck.named(name)

    def begin(self) -> None:
        """The window has been painted once."""
        self._deck.begin()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._deck.set_trace(trace)

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._deck.show_at(t)

    def begin_at(self, t: int) -> None:
        """Show the moment ``t``, and what takes long of it not before ``complete``."""
        self._deck.begin_at(t)

    def complete(self) -> None:
        """Show the rest of that moment."""
        self._deck.complete()

    def set_selection(self, segment: int | None) -> None:
        """Mark that segment."""
        self._deck.set_selection(segment)

    def rehearse(self) -> Iterator[None]:
        """What is in sight makes itself ready for later moments."""
        return self._deck.rehearse()

    def close_jobs(self) -> None:
        """Stop what works off the GUI thread."""
        self._deck.close_jobs()

    def _tell(self) -> None:
        """Tell the deck who is in sight."""
        self._deck.show(self.shown if self.isVisible() else ())

    def showEvent(self, event: QShowEvent) -> None:
        """What comes into sight catches up."""
        super().showEvent(event)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees costs nothing."""
        super().hideEvent(event)
        self._tell()
