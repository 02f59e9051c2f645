"""The library: the built-in scenarios on their shelves, and a box to find one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
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

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LARGE, LEAD, REGULAR, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import IconButton, KeyButton, label
from tcpanim.i18n import Text

CARD_WIDTH = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario as the library knows it. ``words``: what else it is found by."""

    id: str
    title: Text
    goal: Text
    unit: str
    minutes: int | None
    level: str
    words: tuple[str, ...]

    def matches(self, wanted: str) -> bool:
        """Whether each word of ``wanted`` is somewhere in it."""
        texts = (*self.title, *self.goal, *self.words, self.unit)
        everything = " ".join(text for text in texts if text).casefold()
        return all(word in everything for word in wanted.casefold().split())


class Card(KeyButton):
    """One scenario: title in both languages, goal, minutes and level."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._look: Look | None = None
        self.setProperty("entry", True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        first, second = self._titles()
        self.setAccessibleName(f"{first} {second}".strip())
        self.setAccessibleDescription(f"{self.entry.goal.pick(look.catalogue.language)} {self._facts()}")
        self.update()

    def _titles(self) -> tuple[str, str]:
        assert self._look is not None
        language = self._look.catalogue.language
        first = self.entry.title.pick(language)
        second = self.entry.title.pick("en" if language == "zh" else "zh")
        return first, second if second != first else ""

    def _facts(self) -> str:
        assert self._look is not None
        say = self._look.catalogue.text
        facts = [say(f"library.level.{self.entry.level}")]
        if self.entry.minutes is not None:
            facts.insert(0, say("library.minutes", n=self.entry.minutes))
        return " · ".join(facts)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and outline as the style sheet says, the texts upon it."""
        super().paintEvent(event)
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(theme.px(18), theme.px(14), -theme.px(18), -theme.px(14))
        first, second = self._titles()
        font = theme.prose(LEAD, SEMIBOLD)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        room = int(inner.width())
        shown = QFontMetrics(font).elidedText(first, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, shown)
        left = QFontMetrics(font).horizontalAdvance(shown) + theme.px(10)
        small = theme.prose(SMALL, REGULAR)
        ascent = QFontMetrics(font).ascent()
        if second and left + QFontMetrics(small).horizontalAdvance(second) <= room:
            painter.setFont(small)
            painter.setPen(theme.colour("ink3"))
            painter.drawText(round(inner.left() + left), round(inner.top() + ascent), second)
        painter.setFont(theme.prose(BODY, REGULAR))
        painter.setPen(theme.colour("ink2"))
        top = inner.top() + QFontMetrics(font).height() + theme.px(4)
        facts_height = theme.px(20)
        goal = QRectF(inner.left(), top, inner.width(), inner.bottom() - facts_height - top)
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(goal, flags, self.entry.goal.pick(self._look.catalogue.language))
        painter.setFont(small)
        painter.setPen(theme.colour("ink3"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, self._facts())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = theme.px(13)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), corner, corner)
        painter.end()


class Library(QFrame):
    """All entries by shelf; typing finds, arrows walk, Enter or a click opens."""

    chosen = Signal(str)
    close_requested = Signal()
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._cards: list[Card] = []
        self._headings: dict[str, QLabel] = {}
        self._columns = 0
        self._current: str | None = None
        self.title = label(self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._arrange)
        self.search.installEventFilter(self)
        self.search.returnPressed.connect(self._open_first)
        self.file = KeyButton(self)
        self.file.clicked.connect(self.file_requested)
        self.close_button = IconButton("close", 36, self)
        self.close_button.clicked.connect(self.close_requested)
        self.empty = label(self, "2", wrap=True)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shelves = QWidget()
        self._grid = QGridLayout(self._shelves)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self._shelves)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self._head.addWidget(self.search)
        self._head.addWidget(self.file)
        self._head.addWidget(self.close_button)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.empty)
        self._layout.addWidget(self._scroll, 1)

    # ---- what it shows

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self._layout.setContentsMargins(theme.px(32), theme.px(24), theme.px(20), theme.px(8))
        self._layout.setSpacing(theme.px(12))
        self._head.setSpacing(theme.px(8))
        self._grid.setSpacing(theme.px(14))
        self._grid.setContentsMargins(0, 0, theme.px(12), theme.px(24))
        self.title.setFont(theme.font(LARGE, SEMIBOLD))
        self.title.setText(say("library.title"))
        self.search.setFont(theme.font(BODY))
        self.search.setPlaceholderText(say("library.search"))
        self.search.setAccessibleName(say("library.search"))
        self.search.setFixedWidth(theme.px(320))
        self.file.setFont(theme.font(BODY))
        self.file.setText(say("library.file"))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("window.close"))
        self.close_button.setAccessibleName(say("window.close"))
        self.empty.setFont(theme.font(BODY))
        for card in self._cards:
            card.set_look(look)
        self._write_headings()
        self._columns = 0
        self._arrange()

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these, in this order; a shelf per unit, in the order of its first entry."""
        for widget in (*self._cards, *self._headings.values()):
            widget.deleteLater()
        self._cards = []
        self._headings = {}
        for entry in entries:
            card = Card(entry, self._shelves)
            card.installEventFilter(self)
            card.clicked.connect(lambda _checked=False, name=entry.id: self._choose(name))
            self._cards.append(card)
            if entry.unit not in self._headings:
                self._headings[entry.unit] = label(self._shelves)
            if self._look is not None:
                card.set_look(self._look)
        self._write_headings()
        self._columns = 0
        self._arrange()
        self.set_current(self._current)

    def set_current(self, name: str | None) -> None:
        """Mark what is open."""
        self._current = name
        for card in self._cards:
            card.setChecked(card.entry.id == name)

    def shown(self) -> list[Card]:
        """The cards that match the search, in order."""
        return [card for card in self._cards if card.entry.matches(self.search.text())]

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

    # ---- layout

    def _write_headings(self) -> None:
        if self._look is None:
            return
        catalogue = self._look.catalogue
        for unit, heading in self._headings.items():
            key = f"unit.{unit}"
            text = catalogue.text(key) if unit and catalogue.has(key) else unit or catalogue.text("unit.none")
            heading.setText(text)
            heading.setFont(self._look.theme.font(SMALL, SEMIBOLD))
            heading.setProperty("ink", "2")

    def _wanted_columns(self) -> int:
        if self._look is None:
            return 1
        return max(1, self._scroll.viewport().width() // self._look.theme.px(CARD_WIDTH))

    def _arrange(self) -> None:
        """Put the matching cards into the grid, shelf by shelf."""
        columns = self._wanted_columns()
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        shown = self.shown()
        row = -1
        column = columns
        shelf: str | None = None
        for widget in (*self._cards, *self._headings.values()):
            widget.hide()
        for card in shown:
            if card.entry.unit != shelf:
                shelf = card.entry.unit
                row += 1
                self._grid.addWidget(self._headings[shelf], row, 0, 1, columns)
                self._headings[shelf].show()
                column = columns
            if column == columns:
                row, column = row + 1, 0
            self._grid.addWidget(card, row, column)
            card.show()
            column += 1
        for index in range(8):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
        self.empty.setVisible(not shown and bool(self._cards))
        if self._look is not None:
            self.empty.setText(self._look.catalogue.text("library.nothing", wanted=self.search.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
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
            if watched is self.search:
                if event.key() == Qt.Key.Key_Down and shown:
                    shown[0].setFocus(Qt.FocusReason.TabFocusReason)
                    return True
            elif watched in shown:
                moves = {
                    Qt.Key.Key_Left.value: -1,
                    Qt.Key.Key_Right.value: 1,
                    Qt.Key.Key_Up.value: -self._columns,
                    Qt.Key.Key_Down.value: self._columns,
                }
                move = moves.get(event.key())
                if move is not None:
                    self._walk(shown, shown.index(watched), move)
                    return True
        return super().eventFilter(watched, event)

    def _walk(self, shown: list[Card], index: int, move: int) -> None:
        target = index + move
        if target < 0 and move < -1:
            self.search.setFocus(Qt.FocusReason.BacktabFocusReason)
            return
        card = shown[min(max(target, 0), len(shown) - 1)]
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card)
