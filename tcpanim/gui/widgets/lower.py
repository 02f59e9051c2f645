"""What stands below the stage: the ladder and beside it another view, or one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import BESIDE, SHARES
from tcpanim.gui.widgets.deck_frame import DeckFrame
from tcpanim.gui.widgets.parts import key_taker, tab_after
from tcpanim.gui.widgets.reading import Stack
from tcpanim.gui.widgets.tabs import TabRow
from tcpanim.gui.widgets.view import Makers


class ViewCard(QFrame):
    """A card with views in it, under a row of tabs."""

    chosen = Signal(str)

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._view = ""
        self.tabs = TabRow(names, self)
        self.tabs.chosen.connect(self._choose)
        self.stack = Stack(self)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.tabs)
        self._layout.addWidget(self.stack, 1)

    def set_look(self, look: Look, texts: dict[str, str]) -> None:
        """Write the tabs."""
        theme = look.theme
        self._layout.setContentsMargins(theme.px(20), theme.px(8), theme.px(8), theme.px(8))
        self._layout.setSpacing(theme.px(2))
        self.tabs.set_look(look, texts)

    def show_tabs(self, names: tuple[str, ...], chosen: str) -> None:
        """These can be chosen here."""
        self._view = chosen
        self.tabs.show_only(names)
        self.tabs.choose(chosen)

    def _choose(self, name: str) -> None:
        self.tabs.choose(self._view)  # until the order comes back
        self.chosen.emit(name)


class Lower(DeckFrame):
    """``wide``: the first view has a card of its own and the others share one; else a single card, with tabs to all."""

    chosen = Signal(str)

    def __init__(self, makers: Makers, parent: QWidget | None = None) -> None:
        super().__init__(makers, parent)
        self._pages: dict[str, QWidget] = {}
        self._first, *self._others = self._deck.names
        self.view = self._first
        self._beside = self._others[0]
        self._wide = True
        self.left = ViewCard(self._deck.names, self)
        self.right = ViewCard(self._deck.names, self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for card in (self.left, self.right):
            card.chosen.connect(self.chosen)
            self._layout.addWidget(card, SHARES[card is self.right])
        self._arrange()

    def place(self, name: str) -> QWidget | None:
        """Where the keys of the view of that name go; None: there is no such view, or it takes none."""
        page = self._pages.get(name)
        return key_taker(page) if page is not None else None

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._layout.setSpacing(look.theme.px(BESIDE))
        texts = {name: look.catalogue.text(f"view.{name}") for name in self._deck.names}
        for card in (self.left, self.right):
            card.set_look(look, texts)
        self._deck.set_look(look)

    def show_first(self, t: int) -> None:
        """Show the moment ``t`` in the first view alone, where it is in sight; the others follow later."""
        self._deck.show_at(t, (self._first,))

    # ---- which views

    def set_wide(self, wide: bool) -> None:
        """Whether there is room for two."""
        if wide != self._wide:
            self._wide = wide
            self._arrange()

    def show_view(self, name: str) -> None:
        """Bring that one to the front."""
        self.view = name
        if name != self._first:
            self._beside = name
        self._arrange()

    @property
    def shown(self) -> tuple[str, ...]:
        """The views that are in sight while this is."""
        return (self._first, self._beside) if self._wide else (self.view,)

    def _arrange(self) -> None:
        every = self._deck.names
        self.left.show_tabs((self._first,) if self._wide else every, self._first)
        self.right.show_tabs(tuple(self._others) if self._wide else every, self._beside)
        self.left.setVisible(self._first in self.shown)
        self.right.setVisible(self._beside in self.shown)
        self._tell()
        for name in self.shown:
            if name in self._pages:
                self._card(name).stack.setCurrentWidget(self._pages[name])

    def _card(self, name: str) -> ViewCard:
        return self.left if name == self._first else self.right

    def _place(self, name: str, view: QWidget) -> None:
        self._pages[name] = view
        self._card(name).stack.addWidget(view)
        tab_after(list(self._card(name).tabs.buttons.values())[-1], view)
        if name in self.shown:
            self._card(name).stack.setCurrentWidget(view)
