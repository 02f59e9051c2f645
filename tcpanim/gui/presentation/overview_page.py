"""All teaching points as small pictures; one is chosen by arrows, number or click."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, QTimerEvent, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import LEFT, RIGHT, draw_text, pen, text_width
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import lines_of
from tcpanim.gui.widgets.sheet import Sheet

_GAP = 18
_LINES, _MOST_LINES = 2, 5
"""Of a point's name below its picture: for so many there is always room, and no more are needed."""
_ABOVE, _EDGE = 8, 2
"""Px at scale 1: between a picture and its words, and what its frame takes outside it."""
_ARROWS = {Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Up: (0, -1)}


def first_lines(text: str, font: QFont, width: float, count: int) -> list[str]:
    """So many lines of ``text`` at ``width`` px; the last has … where there are more."""
    lines = lines_of(text, font, width)
    if len(lines) > count:
        rest = lines[count - 1] + " " + " ".join(lines[count:])
        lines[count - 1 :] = [QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, int(width))]
    return lines


class Thumbs(QWidget):
    """The pictures, made one after the other while the page is already there."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._titles: tuple[str, ...] = ()
        self._spent: tuple[str, ...] = ()
        self._picture: Callable[[int], QPixmap] = lambda _n: QPixmap()
        self._pictures: list[QPixmap] = []
        self._shape = 16 / 9
        self._making: int | None = None
        self.current = 1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_points(
        self, look: Look, titles: tuple[str, ...], current: int, picture: Callable[[int], QPixmap],
        spent: tuple[str, ...] = (), shape: float = 16 / 9,
    ) -> None:  # fmt: skip
        """Show these; ``picture(n)`` draws the point n, counted from 1; ``spent``: how long each has taken.

        ``shape``: a picture's width by its height.
        """
        self._look, self._titles, self._picture, self._spent = look, titles, picture, spent
        self._shape = shape
        self._pictures = []
        self.current = min(max(current, 1), max(len(titles), 1))
        self._making = self.startTimer(0)
        self.update()

    def timerEvent(self, event: QTimerEvent) -> None:
        """One more picture."""
        if len(self._pictures) < len(self._titles):
            self._pictures.append(self._picture(len(self._pictures) + 1))
            self.update()
        else:
            self.killTimer(event.timerId())
            self._making = None

    def columns(self) -> int:
        """So many stand beside each other that all are as large as can be."""
        best, most = 1, 0.0
        for columns in range(1, max(len(self._titles), 1) + 1):
            wide = self._size(columns)
            if wide > most:
                best, most = columns, wide
        return best

    def _size(self, columns: int) -> float:
        """The width of one with so many beside each other."""
        rows = math.ceil(max(len(self._titles), 1) / columns)
        gap, edge = self._px(_GAP), self._px(_EDGE)
        wide = (self.width() - 2 * edge - gap * (columns - 1)) / columns
        high = (self.height() - edge - gap * (rows - 1)) / rows - self._px(_ABOVE) - _LINES * self._line()
        return min(wide, high * self._shape)

    def _line(self) -> int:
        """The height of a line of a name."""
        return QFontMetrics(self._look.theme.prose(SMALL, MEDIUM)).lineSpacing() if self._look is not None else 1

    def lines(self) -> int:
        """So many lines of a name have room where the pictures are limited by the width."""
        columns = self.columns()
        rows = math.ceil(max(len(self._titles), 1) / columns)
        row = (self.height() - self._px(_EDGE) - self._px(_GAP) * (rows - 1)) / rows
        left = row - self._size(columns) / self._shape - self._px(_ABOVE)
        return min(max(int(left / self._line()), _LINES), _MOST_LINES)

    def _px(self, size: float) -> int:
        return self._look.theme.px(size) if self._look is not None else round(size)

    def rect_of(self, number: int) -> QRectF:
        """Where the point ``number`` stands, with its words."""
        columns = self.columns()
        wide = max(self._size(columns), 20.0)
        row, column = divmod(number - 1, columns)
        high = wide / self._shape + self._px(_ABOVE) + self.lines() * self._line()
        left = (self.width() - columns * wide - (columns - 1) * self._px(_GAP)) / 2
        top = self._px(_EDGE) + row * (high + self._px(_GAP))
        return QRectF(left + column * (wide + self._px(_GAP)), top, wide, high)

    def walk(self, across: int, down: int) -> None:
        """Another one is chosen."""
        wanted = self.current + across + down * self.columns()
        if 1 <= wanted <= len(self._titles):
            self.current = wanted
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is."""
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for number, title in enumerate(self._titles, 1):
            rect = self.rect_of(number)
            place = QRectF(rect.left(), rect.top(), rect.width(), rect.width() / self._shape)
            painter.fillRect(place, theme.colour("sunken"))
            if number <= len(self._pictures) and not self._pictures[number - 1].isNull():
                picture = self._pictures[number - 1]
                fitted = min(place.width() / picture.width(), place.height() / picture.height())
                inner = QRectF(0, 0, picture.width() * fitted, picture.height() * fitted)
                inner.moveCenter(place.center())
                painter.drawPixmap(inner, picture, QRectF(picture.rect()))
            current = number == self.current
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(theme.colour("left" if current else "line"), self._px(2 * _EDGE) if current else 1))
            painter.drawRect(place)
            name = theme.prose(SMALL, MEDIUM)
            line = QRectF(place.left(), place.bottom() + self._px(_ABOVE), place.width(), self._line())
            draw_text(painter, line, str(number), theme.font(BODY, SEMIBOLD, mono=True), theme.colour("ink"), LEFT)
            line.setLeft(line.left() + self._px(30))
            if self._spent and self._spent[number - 1]:
                mono = theme.font(SMALL, MEDIUM, mono=True)
                draw_text(painter, line, self._spent[number - 1], mono, theme.colour("ink"), RIGHT)
                line.setRight(line.right() - text_width(self._spent[number - 1], mono) - self._px(10))
            for words in first_lines(title, name, line.width(), self.lines()):
                draw_text(painter, line, words, name, theme.colour("ink2"), LEFT)
                line.translate(0, line.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        for number in range(1, len(self._titles) + 1):
            if self.rect_of(number).contains(QPointF(event.position())):
                self.chosen.emit(number)
                return


class OverviewPage(Sheet):
    """A page full of them."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.thumbs = Thumbs(self.card)
        self.thumbs.chosen.connect(self.chosen)
        self.column.addWidget(self.thumbs, 1)
        self._typed = ""
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_points(
        self, look: Look, titles: tuple[str, ...], current: int, picture: Callable[[int], QPixmap],
        spent: tuple[str, ...] = (), told: str = "", shape: float = 16 / 9,
    ) -> None:  # fmt: skip
        """Show these points; for the lecturer alone: the time ``spent`` at each, and ``told`` of the whole.

        ``shape``: a picture's width by its height.
        """
        title = look.catalogue.text("lecture.overview")
        self.dress(look, f"{title} · {told}" if told else title)
        parent = self.parentWidget()
        assert parent is not None
        self.set_size(parent.width(), parent.height())
        self.thumbs.show_points(look, titles, current, picture, spent, shape)

    def key(self, event: QKeyEvent, order: str | None) -> None:
        """Walk, type a number, go there."""
        if event.text() and event.text() in "0123456789":
            self._typed = (self._typed + event.text())[-3:]
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(int(self._typed) if self._typed else self.thumbs.current)
            return
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None:
            self.thumbs.walk(*arrow)
        elif order in ("next", "back"):
            self.thumbs.walk(1 if order == "next" else -1, 0)
        elif order in ("first", "last"):
            self.thumbs.walk((-1 if order == "first" else 1) * 10_000, 0)
