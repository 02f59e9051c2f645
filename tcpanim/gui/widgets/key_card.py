"""The key card: every key on one page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import label
from tcpanim.gui.widgets.reading import ReadPage
from tcpanim.gui.widgets.sheet import Sheet

Rows = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Groups: a heading, and (keys, what they do) rows."""


COLUMNS = (4, 3, 2, 1)
"""How many there are, the first number for which the window is wide enough."""
HEADING = 2
"""A group's heading and the space above it take as much room as so many keys."""


def in_columns(sizes: Sequence[int], count: int) -> tuple[int, ...]:
    """The column of each group of so many keys, so that the longest column is short: the largest group first."""
    heights = [0] * count
    places = [0] * len(sizes)
    for group in sorted(range(len(sizes)), key=lambda group: -sizes[group]):
        places[group] = heights.index(min(heights))
        heights[places[group]] += sizes[group] + HEADING
    return tuple(places)


class KeyCard(Sheet):
    """All orders in columns, each with its keys; where the window is too low for them, they scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.area = ReadPage(self.card)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self.area)
        self.overflows = False
        """Whether the window has no room for all of it."""

    def show_rows(self, look: Look, rows: Rows) -> None:
        """Write the keys."""
        theme = look.theme
        self.dress(look, look.catalogue.text("keys.title"))
        self.area.setAccessibleName(look.catalogue.text("keys.title"))
        for count in COLUMNS:
            inside = self._inside(look, rows, count)
            for part in inside.findChildren(QLabel):
                part.ensurePolished()  # its margins count
            wanted = inside.sizeHint()
            wide, high = wanted.width() + theme.px(80), wanted.height() + theme.px(140)
            self.set_size(wide, high)
            if self.card.width() == wide or count == 1:
                break
            inside.deleteLater()
        self.area.setWidget(inside)  # in place of what it showed
        self.overflows = self.card.width() < wide or self.card.height() < high

    def _inside(self, look: Look, rows: Rows, count: int) -> QWidget:
        """All groups in so many columns, on a widget that nothing shows yet: so its size is known at once."""
        theme = look.theme
        inside = QWidget(self.card)
        groups = QHBoxLayout(inside)
        groups.setContentsMargins(0, 0, 0, 0)
        groups.setSpacing(theme.px(22))
        columns = [QVBoxLayout() for _ in range(count)]
        for column in columns:
            column.setSpacing(theme.px(18))
            groups.addLayout(column)
        caps: list[list[tuple[QGridLayout, int]]] = [[] for _ in columns]
        for place, (heading, keys) in zip(in_columns([len(keys) for _, keys in rows], count), rows, strict=True):
            group = _group(inside, look, heading, keys)
            columns[place].addWidget(group)
            caps[place].append((_grid(group), _widest_cap(group)))
        for column, grids in zip(columns, caps, strict=True):
            column.addStretch(1)
            for grid, _ in grids:  # words of all groups in a column begin at one line
                grid.setColumnMinimumWidth(0, max(wide for _, wide in grids))
        return inside


def _grid(group: QWidget) -> QGridLayout:
    grid = group.layout()
    assert isinstance(grid, QGridLayout)
    return grid


def _widest_cap(group: QWidget) -> int:
    caps = [cap for cap in group.findChildren(QLabel) if cap.property("chip")]
    for cap in caps:
        cap.ensurePolished()
    return max((cap.sizeHint().width() for cap in caps), default=0)


def _group(parent: QWidget, look: Look, heading: str, keys: tuple[tuple[str, str], ...]) -> QWidget:
    theme = look.theme
    group = QWidget(parent)
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setColumnStretch(1, 1)
    grid.setVerticalSpacing(theme.px(5))
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
