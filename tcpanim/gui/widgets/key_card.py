"""The key card: every key on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LARGE, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import IconButton, clear, label

Rows = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Groups: a heading, and (keys, what they do) rows."""


class KeyCard(QWidget):
    """A dimmed window with a card in front; a click beside it closes it."""

    close_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("shade")
        self.card = QFrame(self)
        self.card.setProperty("card", True)
        self.title = label(self.card)
        self.close_button = IconButton("close", 36, self.card)
        self.close_button.clicked.connect(self.close_requested)
        self._column = QVBoxLayout(self.card)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self._column.addLayout(head)
        self._groups = QHBoxLayout()
        self._column.addLayout(self._groups)
        outer = QVBoxLayout(self)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def show_rows(self, look: Look, rows: Rows) -> None:
        """Write the keys."""
        theme = look.theme
        self.setStyleSheet(
            f"#shade {{ background: {theme.colour('shadow', 110).name(theme.colour('shadow').NameFormat.HexArgb)}; }}"
        )
        self.title.setFont(theme.font(LARGE, SEMIBOLD))
        self.title.setText(look.catalogue.text("keys.title"))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(look.catalogue.text("window.close"))
        self.close_button.setAccessibleName(look.catalogue.text("window.close"))
        self._column.setContentsMargins(*[theme.px(28)] * 4)
        self._column.setSpacing(theme.px(16))
        self._groups.setSpacing(theme.px(48))
        clear(self._groups)
        for heading, keys in rows:
            self._groups.addWidget(self._group(look, heading, keys), 0, Qt.AlignmentFlag.AlignTop)

    def _group(self, look: Look, heading: str, keys: tuple[tuple[str, str], ...]) -> QWidget:
        theme = look.theme
        group = QWidget(self.card)
        grid = QGridLayout(group)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        title = label(group, "3")
        title.setText(heading)
        title.setFont(theme.font(SMALL, SEMIBOLD))
        grid.addWidget(title, 0, 0, 1, 2)
        for row, (key, text) in enumerate(keys, start=1):
            cap = label(group)
            cap.setProperty("chip", True)
            cap.setText(key)
            cap.setFont(theme.font(SMALL, mono=True))
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            what = label(group)
            what.setText(text)
            what.setFont(theme.font(BODY))
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(what, row, 1)
        return group

    def fill(self) -> None:
        """Cover the whole parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the card it closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_requested.emit()
