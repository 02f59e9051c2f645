"""A painted view in which one thing at a time is spoken of: what lies under the pointer, or what keys lead to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tcpanim.gui.theme import Theme
from tcpanim.gui.widgets.run_view import RunView

Thing = TypeVar("Thing")


class PointedView(RunView, Generic[Thing]):
    """Hovering speaks of a thing, Up and Down go from one to the next, Enter goes where it leads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Thing | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def chosen(self) -> Thing | None:
        """What is spoken of."""
        return self._chosen

    # ---- what a kind of view adds

    def _things(self) -> Sequence[Thing]:
        """What keys go through, in order."""
        return ()

    def _go(self, thing: Thing) -> None:
        """Go where it leads."""

    def _words_at(self, point: QPointF) -> str:
        """The tooltip there, "" for none."""
        del point
        return ""

    def _describe(self) -> None:
        """Tell screen readers."""

    def _measure(self) -> None:
        """Lay out everything anew."""

    # ---- what all have

    def _choose(self, thing: Thing | None) -> None:
        if thing != self._chosen:
            self._chosen = thing
            self._describe()
            self.update()

    def _paint_focus(self, painter: QPainter, theme: Theme) -> None:
        """The frame that shows where keys go."""
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is spoken of."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is spoken of."""
        super().focusOutEvent(event)
        self._choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from thing to thing, Enter goes where the present one leads."""
        key, things = event.key(), self._things()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers() and things:
            step = 1 if key == Qt.Key.Key_Down else -1
            at = things.index(self._chosen) + step if self._chosen in things else (0 if step > 0 else -1)
            self._choose(things[at % len(things)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self._go(self._chosen)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._naming() is not None:
            words = self._words_at(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is laid out anew."""
        super().resizeEvent(event)
        self._measure()
