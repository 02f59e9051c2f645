"""The panel at the right: one segment, the numbers of both hosts, the reasons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import SIDE
from tcpanim.gui.theme import BODY
from tcpanim.gui.widgets.deck_frame import DeckFrame
from tcpanim.gui.widgets.parts import IconButton, key_taker, label, tab_after
from tcpanim.gui.widgets.reading import ReadPage, Stack
from tcpanim.gui.widgets.tabs import TabRow
from tcpanim.gui.widgets.view import Makers
from tcpanim.trace.trace import Trace

RING = 8
"""Between the ring that says whose the keys are and the text in it."""


class _Area(ReadPage):
    """A page that scrolls, the ring's distance from the edge.

    With a padding from the style sheet Qt takes its own frame for that thick on all sides, and a page that is only a
    little too high would be squeezed, not scrolled.
    """

    def set_ring(self, wide: int) -> None:
        """Keep so many px free at the left."""
        self.setViewportMargins(wide, 0, 0, 0)


class SidePanel(DeckFrame):
    """Tabs over pages that scroll; it can be folded away."""

    page_chosen = Signal(str)
    fold_requested = Signal()

    def __init__(self, makers: Makers, parent: QWidget | None = None) -> None:
        super().__init__(makers, parent)
        self.setProperty("bar", "side")
        self._look: Look | None = None
        self.page = self._deck.names[0]
        """The page in front."""
        self.tabs = TabRow(self._deck.names, self)
        self.tabs.chosen.connect(self.choose)
        self.fold = IconButton("chevron-right", 32, self)
        self.fold.clicked.connect(self.fold_requested)
        self.stack = Stack(self)
        self.nothing = label(self, "2", wrap=True)
        """What to do while there is no run."""
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.nothing)
        self._empty = True
        self._areas: dict[str, _Area] = {}
        self._pages: dict[str, QWidget] = {}
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.tabs, 1)
        self._head.addWidget(self.fold)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.stack, 1)
        self.tabs.choose(self.page)

    def place(self, name: str) -> QWidget | None:
        """Where the keys of the page of that name go: to itself, or it is scrolled by them; None: no such page."""
        page = self._pages.get(name)
        return (key_taker(page) if page is not None else None) or self._areas.get(name)

    def choose(self, name: str) -> None:
        """Bring that page to the front."""
        self.tabs.choose(name)
        if name != self.page:
            self.page = name
            self._tell()
            self._bring()
            self.page_chosen.emit(name)

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run; None: none."""
        super().set_trace(trace)
        self._empty = trace is None
        self._bring()

    def _bring(self) -> None:
        """The page to the front."""
        area = self._areas.get(self.page)
        if self._empty or area is not None:
            self.stack.setCurrentWidget(self.nothing if self._empty or area is None else area)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self.setFixedWidth(theme.px(SIDE))
        self._layout.setContentsMargins(theme.px(24 - RING), theme.px(12), theme.px(12), theme.px(8))
        self._head.setContentsMargins(theme.px(RING) + theme.px(1), 0, 0, 0)  # the page's distance, and its edge
        self._layout.setSpacing(theme.px(4))
        self.tabs.set_look(look, {name: say(f"panel.{name}") for name in self._deck.names})
        self.nothing.setText(say("stage.empty"))
        self.nothing.setFont(theme.prose(BODY))
        self.nothing.setContentsMargins(theme.px(RING), theme.px(12), theme.px(14), 0)
        self.fold.set_theme(theme)
        self.fold.setToolTip(say("panel.fold"))
        self.fold.setAccessibleName(say("panel.fold"))
        for name, page in self._pages.items():
            page.setContentsMargins(0, 0, theme.px(14), 0)
            self._areas[name].set_ring(theme.px(RING))
            self._areas[name].setAccessibleName(say(f"panel.{name}"))
        self._deck.set_look(look)

    @property
    def shown(self) -> tuple[str, ...]:
        """The page in front."""
        return (self.page,)

    def _place(self, name: str, page: QWidget) -> None:
        area = _Area(self)
        area.setWidgetResizable(True)
        self._keep_width(area)
        area.setWidget(page)
        if self._look is not None:
            area.set_ring(self._look.theme.px(RING))
            page.setContentsMargins(0, 0, self._look.theme.px(14), 0)
            area.setAccessibleName(self._look.catalogue.text(f"panel.{name}"))
        self._areas[name], self._pages[name] = area, page
        self.stack.addWidget(area)
        tab_after(self.fold, area)
        if name == self.page:
            self._bring()

    @staticmethod
    def _keep_width(area: ReadPage) -> None:
        """The page is as wide without a bar as with one: it is not laid out anew where it begins to scroll."""
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = area.verticalScrollBar()
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda _first, last: bar.setEnabled(last > 0))
