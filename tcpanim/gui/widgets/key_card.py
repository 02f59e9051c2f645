"""The key card: every key on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import clear, label
from tcpanim.gui.widgets.sheet import Sheet

Rows = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Groups: a heading, and (keys, what they do) rows."""


TALLEST = 16
"""Keys in a column of groups."""


class KeyCard(Sheet):
    """All orders in columns, each with its keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups = QHBoxLayout()
        self.column.addLayout(self._groups)

    def show_rows(self, look: Look, rows: Rows) -> None:
        """Write the keys."""
        theme = look.theme
        self.dress(look, look.catalogue.text("keys.title"))
        self._groups.setSpacing(theme.px(48))
        clear(self._groups)
        room = 0
        for heading, keys in rows:
            if len(keys) > room:  # short groups stand below each other
                room = TALLEST
                column = QVBoxLayout()
                column.setSpacing(theme.px(20))
                self._groups.addLayout(column)
                column.addStretch(1)
            room -= len(keys)
            column.insertWidget(column.count() - 1, self._group(look, heading, keys))

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
