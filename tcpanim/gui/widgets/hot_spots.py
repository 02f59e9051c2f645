"""Places of a painted widget that can be clicked, or reached by Tab and the arrows and pressed by Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tcpanim.gui.theme import Theme

_KEYS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HotSpots:
    """Belongs to ``owner``, which tells the places while it paints; ``press`` is called with what stands there."""

    def __init__(self, owner: QWidget, press: Callable[[object], None]) -> None:
        self._owner = owner
        self._press = press
        self.spots: list[tuple[QRectF, object]] = []
        self._now = 0

    def begin(self) -> None:
        """The owner begins to paint."""
        self.spots = []

    def add(self, place: QRectF, target: object) -> None:
        """What can be pressed at ``place``."""
        self.spots.append((place, target))

    def finish(self, painter: QPainter, theme: Theme) -> None:
        """The ring round the place that has the focus."""
        if not self._owner.hasFocus() or not self.spots:
            return
        self._now = min(self._now, len(self.spots) - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("left"), max(2.0, 2 * theme.scale)))
        whole = QRectF(self._owner.rect()).adjusted(1, 1, -1, -1)  # beyond it nothing is seen
        ring = self.spots[self._now][0].adjusted(-3, -1, 3, 1).intersected(whole)
        painter.drawRoundedRect(ring, theme.px(4), theme.px(4))

    def at(self, point: QPointF) -> object | None:
        """What can be pressed at ``point``."""
        return next((target for place, target in self.spots if place.contains(point)), None)

    def hover(self, point: QPointF) -> None:
        """The pointer shows what can be pressed."""
        pressable = self.at(point) is not None
        self._owner.setCursor(Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor)

    def click(self, point: QPointF) -> None:
        """Press what lies there."""
        target = self.at(point)
        if target is not None:
            self._press(target)

    def takes(self, event: QEvent) -> bool:
        """With the focus, arrows and Enter are not the window's orders; the event is accepted."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or event.modifiers():
            return False
        if event.key() not in _KEYS and event.key() not in _PRESSES:
            return False
        event.accept()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Walk or press; whether the key was one of these."""
        if not self.spots:
            return False
        if event.key() in _KEYS:
            self._now = (self._now + _KEYS[Qt.Key(event.key())]) % len(self.spots)
            self._owner.update()
            return True
        if event.key() in _PRESSES:
            self._press(self.spots[min(self._now, len(self.spots) - 1)][1])
            return True
        return False
