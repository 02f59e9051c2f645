"""The key card: every key on one page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, draw_text, text_width
from tcpanim.gui.theme import BODY, SEMIBOLD, SMALL
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
            wanted = inside.sizeHint()
            wide, high = wanted.width() + theme.px(80), wanted.height() + theme.px(140)
            self.set_size(wide, high)
            if self.card.width() == wide or count == 1:
                break
            inside.hide()
            inside.deleteLater()
        self.area.setWidget(inside)  # in place of what it showed
        self.overflows = self.card.width() < wide or self.card.height() < high

    def _inside(self, look: Look, rows: Rows, count: int) -> QWidget:
        """All groups in so many columns, on a widget that nothing shows yet: so its size is known at once."""
        theme = look.theme
        inside = QWidget(self.card)
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(22))
        columns: list[list[_Group]] = [[] for _ in range(count)]
        for place, (heading, keys) in zip(in_columns([len(keys) for _, keys in rows], count), rows, strict=True):
            columns[place].append(_Group(inside, look, heading, keys))
        for groups in columns:
            down = QVBoxLayout()
            down.setSpacing(theme.px(18))
            for group in groups:  # words of all groups in a column begin at one line
                group.set_keys_width(max(one.keys_width for one in groups))
                down.addWidget(group)
            down.addStretch(1)
            across.addLayout(down)
        return inside


class _Group(QWidget):
    """A heading, and rows of keys and what they do: painted, as to make a hundred labels takes longer than a frame."""

    def __init__(self, parent: QWidget, look: Look, heading: str, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__(parent)
        self._theme, self._heading, self._keys = look.theme, heading, keys
        theme = look.theme
        self._fonts = theme.font(SMALL, SEMIBOLD), theme.font(SMALL, mono=True), theme.font(BODY)
        title, cap, words = (QFontMetrics(font) for font in self._fonts)
        self._line = title.height()
        self._row = max(cap.height() + 2 * theme.px(4), words.height()) + theme.px(5)
        self.keys_width = max(text_width(key, self._fonts[1]) for key, _ in keys) + 2 * theme.px(12)
        """What its own keys need."""
        self._beside = self.keys_width
        self._wide = max(text_width(what, self._fonts[2]) for _, what in keys)
        self.setAccessibleName(heading)
        self.setAccessibleDescription("\n".join(f"{key} {what}" for key, what in keys))

    def set_keys_width(self, width: float) -> None:
        """The words begin right of so much room for keys."""
        self._beside = width

    def sizeHint(self) -> QSize:
        """All of it."""
        left = self._beside + self._theme.px(12)
        wide = max(left + self._wide, text_width(self._heading, self._fonts[0]))
        return QSize(math.ceil(wide), self._line + len(self._keys) * self._row)

    def minimumSizeHint(self) -> QSize:
        """Where there is less width, words are cut; what is lower scrolls."""
        return QSize(1, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        theme, (title, mono, plain) = self._theme, self._fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_text(painter, QRectF(0, 0, self.width(), self._line), self._heading, title, theme.colour("ink3"))
        for index, (key, what) in enumerate(self._keys):
            row = QRectF(0, self._line + index * self._row + theme.px(5), self.width(), self._row - theme.px(5))
            cap = QRectF(row)
            cap.setWidth(text_width(key, mono) + 2 * theme.px(12))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(cap, min(theme.px(12), row.height() / 2), min(theme.px(12), row.height() / 2))
            draw_text(painter, cap, key, mono, theme.colour("ink2"), CENTRE)
            words = row.adjusted(self._beside + theme.px(12), 0, 0, 0)
            draw_text(painter, words, what, plain, theme.colour("ink"))
        painter.end()
