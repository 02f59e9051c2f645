"""The library: where to begin, the files opened last, the built-in scenarios on their shelves, a box to find one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tcpanim.gui.herald import tell_found
from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LARGE, LEAD, SEMIBOLD
from tcpanim.gui.widgets.library_card import Card, Entry, shelf_name
from tcpanim.gui.widgets.parts import IconButton, label
from tcpanim.gui.widgets.recent import Recent

CARD_WIDTH = 400
WIDEST = 1760
"""No wider than this (px at scale 1) is the page: lines of cards must be seen at a glance."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Library(QFrame):
    """All entries by shelf; typing finds, arrows walk, Enter or a click opens."""

    chosen = Signal(str)
    compare_requested = Signal(str)
    recent_chosen = Signal(str)
    close_requested = Signal()
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._cards: list[Card] = []
        self._leading: Card | None = None
        self._headings: dict[str, QLabel] = {}
        self._columns = 0
        self._current: str | None = None
        self.title = label(self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search_changed)
        self.search.installEventFilter(self)
        self.search.returnPressed.connect(self._open_first)
        self.close_button = IconButton("close", 36, self)
        self.close_button.clicked.connect(self.close_requested)
        self.empty = label(self, "2", wrap=True)
        self.empty.hide()
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shelves = QWidget()
        # As high as its cards ask for: the sheet's least height of a button would let them be pressed together.
        self._shelves.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.recent = Recent(self._shelves)
        self.recent.chosen.connect(self.recent_chosen)
        self.recent.file_requested.connect(self.file_requested)
        self._grid = QGridLayout(self._shelves)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self._shelves)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        for widget in (self.search, self.close_button):
            self._head.addWidget(widget)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.empty)
        self._layout.addWidget(self._scroll, 1)

    # ---- what it shows

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self._layout.setSpacing(theme.px(16))
        self._head.setSpacing(theme.px(8))
        self._grid.setSpacing(theme.px(16))
        self._set_margins()
        self.title.setFont(theme.font(LARGE, SEMIBOLD))
        self.title.setText(say("library.title"))
        self.search.setFont(theme.font(BODY))
        self.search.setPlaceholderText(say("library.search-hint"))
        self.search.setAccessibleName(say("library.search"))
        self.search.setFixedWidth(theme.px(400))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("window.close"))
        self.close_button.setAccessibleName(say("window.close"))
        self.empty.setFont(theme.prose(LEAD))
        self.recent.set_look(look)
        self.recent.setFixedHeight(theme.px(264))
        for card in self._all_cards():
            card.set_look(look)
        self._write_headings()
        self._arrange()

    def add_entries(self, entries: tuple[Entry, ...]) -> None:
        """Put these behind those that are there; a shelf per unit, in the order of its first entry."""
        for entry in entries:
            if self._leading is None:
                self._leading = self._make(entry, leading=True)
            self._cards.append(self._make(entry))
            if entry.unit not in self._headings:
                self._headings[entry.unit] = label(self._shelves)
        self._write_headings()
        self._arrange()
        self.set_current(self._current)

    def _make(self, entry: Entry, *, leading: bool = False) -> Card:
        card = Card(entry, self._shelves, leading=leading)
        card.installEventFilter(self)
        card.clicked.connect(lambda: self._choose(entry.id))
        card.compare_requested.connect(self.compare_requested)
        if self._look is not None:
            card.set_look(self._look)
        return card

    def _all_cards(self) -> list[Card]:
        return [*([self._leading] if self._leading is not None else []), *self._cards]

    def set_current(self, name: str | None) -> None:
        """Mark what is open."""
        self._current = name
        for card in self._all_cards():
            card.show_current(card.entry.id == name)

    @property
    def searching(self) -> bool:
        """Whether something is looked for."""
        return bool(self.search.text().strip())

    def shown(self) -> list[Card]:
        """The cards that are shown, in order: all of them, or the best matches first."""
        if not self.searching:
            return [*self._all_cards()[:1], *self._cards[1:]]
        ranked = [(rank, card) for card in self._cards if (rank := card.entry.rank(self.search.text())) is not None]
        return [card for _, card in sorted(ranked, key=lambda one: one[0])]

    def begin(self) -> None:
        """It has been opened: typing finds."""
        self.search.selectAll()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, name: str) -> None:
        self.set_current(self._current)  # pressing a checkable button must not mark it by itself
        self.chosen.emit(name)

    def _open_first(self) -> None:
        shown = self.shown()
        if shown:
            self.chosen.emit(shown[0].entry.id)

    def _search_changed(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)
        self._arrange()
        if self._look is not None:
            words = self._look.catalogue.text("spoken.found", n=len(self.shown()))
            tell_found(self.search, words if self.search.text().strip() else "")

    # ---- layout

    def _set_margins(self) -> None:
        if self._look is None:
            return
        px = self._look.theme.px
        side = max(px(32), (self.width() - px(WIDEST)) // 2)
        self._layout.setContentsMargins(side, px(24), side - px(12), 0)
        self._head.setContentsMargins(0, 0, px(12), 0)
        self._grid.setContentsMargins(0, 0, px(12), px(28))

    def _write_headings(self) -> None:
        if self._look is None:
            return
        catalogue = self._look.catalogue
        for unit, heading in self._headings.items():
            heading.setText(shelf_name(catalogue, unit))
            heading.setFont(self._look.theme.font(LEAD, SEMIBOLD))
            heading.setContentsMargins(0, self._look.theme.px(14), 0, 0)

    def _wanted_columns(self) -> int:
        if self._look is None:
            return 1
        return max(1, self._scroll.viewport().width() // self._look.theme.px(CARD_WIDTH))

    def _arrange(self) -> None:
        """Put everything that is shown into the grid: the matches, or the beginning and the shelves."""
        columns = self._columns = self._wanted_columns()
        while self._grid.count():
            self._grid.takeAt(0)
        shown = self.shown()
        visible: set[QWidget] = set(shown)
        row = 0
        if not self.searching and self._leading is not None:
            row = self._arrange_beginning(columns, visible)
            shown = shown[1:]
        column = 0
        shelf: str | None = None
        for card in shown:
            if not self.searching and card.entry.unit != shelf:
                shelf = card.entry.unit
                row, column = row + (1 if column else 0), 0
                self._grid.addWidget(self._headings[shelf], row, 0, 1, columns)
                visible.add(self._headings[shelf])
                row += 1
            self._grid.addWidget(card, row, column)
            column += 1
            if column == columns:
                row, column = row + 1, 0
        for widget in (*self._all_cards(), *self._headings.values(), self.recent):
            widget.setVisible(widget in visible)
        for index in range(12):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
        self.empty.setVisible(not shown and bool(self._cards))
        if self._look is not None:
            self.empty.setText(self._look.catalogue.text("library.nothing", wanted=self.search.text()))

    def _arrange_beginning(self, columns: int, visible: set[QWidget]) -> int:
        """The scenario to begin with, and the files opened last; how many rows they take."""
        assert self._leading is not None
        wide = max(1, columns // 2) if columns != 3 else 2
        self._grid.addWidget(self._leading, 0, 0, 1, wide)
        visible.add(self.recent)
        if columns == 1:
            self._grid.addWidget(self.recent, 1, 0)
            return 2
        self._grid.addWidget(self.recent, 0, wide, 1, columns - wide)
        return 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._set_margins()
        self._layout.activate()
        if self._wanted_columns() != self._columns:
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any window."""
        return QSize(300, 200)

    # ---- walking

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk from card to card, down from the search box to the first one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shown = self.shown()
            key = Qt.Key(event.key())
            if watched is self.search:
                if key == Qt.Key.Key_Down and shown:
                    self._go(shown[0])
                    return True
            elif isinstance(watched, Card) and watched in shown:
                if key in _STEPS:
                    index = shown.index(watched) + _STEPS[key]
                    self._go(shown[min(max(index, 0), len(shown) - 1)])
                    return True
                if key in _WAYS:
                    self._walk(shown, watched, _WAYS[key])
                    return True
        return super().eventFilter(watched, event)

    def _go(self, card: Card) -> None:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card, 0, 40)

    def _walk(self, shown: list[Card], card: Card, way: int) -> None:
        """To the nearest card in the next row up or down; from the first row to the search box."""
        here = card.geometry().center()
        beyond = [one for one in shown if (one.y() - card.y()) * way > 0]
        if not beyond:
            if way < 0:
                self.search.setFocus(Qt.FocusReason.BacktabFocusReason)
            return

        def distance(one: Card) -> tuple[int, int]:
            way_there: QPoint = one.geometry().center() - here
            return abs(one.y() - card.y()), abs(way_there.x())

        self._go(min(beyond, key=distance))
