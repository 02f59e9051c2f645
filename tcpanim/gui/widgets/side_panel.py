"""The panel at the right: one segment, the numbers of both hosts, the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import SIDE
from tcpanim.gui.widgets.parts import IconButton, tab_after, takes_keys
from tcpanim.gui.widgets.tabs import TabRow
from tcpanim.gui.widgets.view import Deck, Makers
from tcpanim.trace.trace import Trace


class SidePanel(QFrame):
    """Tabs over pages that scroll; it can be folded away. A page is made when it is first seen."""

    page_chosen = Signal(str)
    fold_requested = Signal()
    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)
    failed = Signal(object)

    def __init__(self, makers: Makers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "side")
        self._look: Look | None = None
        self._deck = Deck(makers, self)
        self._deck.made.connect(self._place)
        self._deck.seek_requested.connect(self.seek_requested)
        self._deck.selected.connect(self.selected)
        self._deck.menu_requested.connect(self.menu_requested)
        self._deck.failed.connect(self.failed)
        self.page = self._deck.names[0]
        """The page in front."""
        self.tabs = TabRow(self._deck.names, self)
        self.tabs.chosen.connect(self.choose)
        self.fold = IconButton("chevron-right", 32, self)
        self.fold.clicked.connect(self.fold_requested)
        self.stack = QStackedWidget(self)
        self._areas: dict[str, QScrollArea] = {}
        self._pages: dict[str, QWidget] = {}
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.tabs, 1)
        self._head.addWidget(self.fold)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.stack, 1)
        self.tabs.choose(self.page)

    def named(self, name: str) -> QWidget:
        """The page of that name."""
        return self._deck.named(name)

    def place(self, name: str) -> QWidget | None:
        """Where the keys of the page of that name go: to itself, or it is scrolled by them; None: no such page."""
        page = self._pages.get(name)
        return page if page is not None and takes_keys(page) else self._areas.get(name)

    def begin(self) -> None:
        """The window has been painted once."""
        self._deck.begin()

    def choose(self, name: str) -> None:
        """Bring that page to the front."""
        self.tabs.choose(name)
        if name != self.page:
            self.page = name
            self._tell()
            if name in self._areas:
                self.stack.setCurrentWidget(self._areas[name])
            self.page_chosen.emit(name)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self.setFixedWidth(theme.px(SIDE))
        self._layout.setContentsMargins(theme.px(24), theme.px(12), theme.px(12), theme.px(8))
        self._layout.setSpacing(theme.px(4))
        self.tabs.set_look(look, {name: say(f"panel.{name}") for name in self._deck.names})
        self.fold.set_theme(theme)
        self.fold.setToolTip(say("panel.fold"))
        self.fold.setAccessibleName(say("panel.fold"))
        for name, page in self._pages.items():
            page.setContentsMargins(0, 0, theme.px(14), 0)
            self._areas[name].setAccessibleName(say(f"panel.{name}"))
        self._deck.set_look(look)

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._deck.set_trace(trace)

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._deck.show_at(t)

    def set_selection(self, segment: int | None) -> None:
        """Show that segment."""
        self._deck.set_selection(segment)

    def rehearse(self) -> Iterator[None]:
        """What is in sight makes itself ready for later moments."""
        return self._deck.rehearse()

    def close_jobs(self) -> None:
        """Stop what works off the GUI thread."""
        self._deck.close_jobs()

    def _place(self, name: str, page: QWidget) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(page)
        if self._look is not None:
            page.setContentsMargins(0, 0, self._look.theme.px(14), 0)
            area.setAccessibleName(self._look.catalogue.text(f"panel.{name}"))
        self._areas[name], self._pages[name] = area, page
        self.stack.addWidget(area)
        tab_after(self.fold, area)
        if name == self.page:
            self.stack.setCurrentWidget(area)

    def _tell(self) -> None:
        self._deck.show((self.page,) if self.isVisible() else ())

    def showEvent(self, event: QShowEvent) -> None:
        """What comes into sight catches up."""
        super().showEvent(event)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees costs nothing."""
        super().hideEvent(event)
        self._tell()
