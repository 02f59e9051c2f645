"""What stands below the stage: the ladder and the event list, side by side or one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.widgets.tabs import TabRow


class ViewCard(QFrame):
    """A card with a view in it, under a row of tabs."""

    chosen = Signal(str)

    def __init__(self, name: str, names: tuple[str, ...], page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.name = name
        self.tabs = TabRow(names, self)
        self.tabs.choose(name)
        self.tabs.chosen.connect(self._choose)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.tabs)
        self._layout.addWidget(page, 1)

    def set_look(self, look: Look, texts: dict[str, str]) -> None:
        """Write the tabs; the view gets its look from the window."""
        theme = look.theme
        self._layout.setContentsMargins(theme.px(20), theme.px(8), theme.px(8), theme.px(8))
        self._layout.setSpacing(theme.px(2))
        self.tabs.set_look(look, texts)

    def _choose(self, name: str) -> None:
        self.tabs.choose(self.name)
        self.chosen.emit(name)


class Lower(QWidget):
    """One card per view; ``wide``: all at once, else the chosen one, with tabs to the others."""

    chosen = Signal(str)

    def __init__(self, pages: dict[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = tuple(pages)
        self.cards = {name: ViewCard(name, names, page, self) for name, page in pages.items()}
        self.view = names[0]
        self._wide = True
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for index, card in enumerate(self.cards.values()):
            card.chosen.connect(self.chosen)
            self._layout.addWidget(card, 3 if index == 0 else 2)
        self._arrange()

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._layout.setSpacing(look.theme.px(16))
        texts = {name: look.catalogue.text(f"view.{name}") for name in self.cards}
        for card in self.cards.values():
            card.set_look(look, texts)

    def set_wide(self, wide: bool) -> None:
        """Whether there is room for all."""
        self._wide = wide
        self._arrange()

    def show_view(self, name: str) -> None:
        """Bring that one to the front."""
        self.view = name
        self._arrange()

    def _arrange(self) -> None:
        for name, card in self.cards.items():
            card.tabs.show_only((name,) if self._wide else tuple(self.cards))
            card.setVisible(self._wide or name == self.view)
