"""The panel at the right: one segment, the numbers of both hosts, the reasons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.widgets.numbers_panel import NumbersPanel
from tcpanim.gui.widgets.parts import IconButton
from tcpanim.gui.widgets.segment_panel import SegmentPanel
from tcpanim.gui.widgets.tabs import TabRow
from tcpanim.gui.widgets.why_panel import WhyPanel
from tcpanim.trace.trace import Trace

WIDTH = 434
PANELS = ("segment", "numbers", "why")


class SidePanel(QFrame):
    """Tabs over pages that scroll; it can be folded away."""

    page_chosen = Signal(str)
    fold_requested = Signal()
    follow_requested = Signal()
    seek_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "side")
        self._t = 0
        self.segment = SegmentPanel()
        self.segment.follow_requested.connect(self.follow_requested)
        self.numbers = NumbersPanel()
        self.why = WhyPanel()
        for reasons in (self.why, self.segment.why):
            reasons.seek_requested.connect(self.seek_requested)
        self._pages: dict[str, SegmentPanel | NumbersPanel | WhyPanel] = {
            "segment": self.segment,
            "numbers": self.numbers,
            "why": self.why,
        }
        self.tabs = TabRow(PANELS, self)
        self.tabs.chosen.connect(self.choose)
        self.fold = IconButton("chevron-right", 32, self)
        self.fold.clicked.connect(self.fold_requested)
        self.stack = QStackedWidget(self)
        self._areas: dict[str, QScrollArea] = {}
        for name, page in self._pages.items():
            area = QScrollArea(self)
            area.setWidgetResizable(True)
            area.setWidget(page)
            self._areas[name] = area
            self.stack.addWidget(area)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.tabs, 1)
        self._head.addWidget(self.fold)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.stack, 1)
        self.tabs.choose("segment")

    @property
    def page(self) -> str:
        """The page in front."""
        return PANELS[self.stack.currentIndex()]

    def choose(self, name: str) -> None:
        """Bring that page to the front."""
        self.tabs.choose(name)
        if name != self.page:
            self.stack.setCurrentWidget(self._areas[name])
            self._pages[name].show_at(self._t)
            self.page_chosen.emit(name)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        theme, say = look.theme, look.catalogue.text
        self.setFixedWidth(theme.px(WIDTH))
        self._layout.setContentsMargins(theme.px(24), theme.px(12), theme.px(12), theme.px(8))
        self._layout.setSpacing(theme.px(4))
        self.tabs.set_look(look, {name: say(f"panel.{name}") for name in PANELS})
        self.fold.set_theme(theme)
        self.fold.setToolTip(say("panel.fold"))
        self.fold.setAccessibleName(say("panel.fold"))
        for page in self._pages.values():
            page.set_look(look)
            page.setContentsMargins(0, 0, theme.px(14), 0)

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._t = 0
        for page in self._pages.values():
            page.set_trace(trace)

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._t = t
        self._pages[self.page].show_at(t)

    def set_selection(self, segment: int | None) -> None:
        """Show that segment."""
        for page in self._pages.values():
            page.set_selection(segment)
