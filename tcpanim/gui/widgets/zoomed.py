"""What timeline and plot have in common: a stretch of a run in view, moved and zoomed by wheel and middle button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

MOST_ZOOM = 400.0


class InView:
    """From ``first`` to ``last``, within 0 and 1."""

    def __init__(self) -> None:
        self.first, self.last = 0.0, 1.0

    @property
    def whole(self) -> bool:
        """Whether everything is shown."""
        return self.first <= 0.0 and self.last >= 1.0

    def reset(self) -> None:
        """Show everything."""
        self.first, self.last = 0.0, 1.0

    def zoom(self, factor: float, about: float, least: float = 1 / MOST_ZOOM) -> None:
        """``factor`` times as large, ``least`` being the shortest; the place ``about`` stays where it is on screen."""
        length = min(max((self.last - self.first) / factor, least), 1.0)
        share = (about - self.first) / (self.last - self.first)
        self._set(about - share * length, length)

    def pan(self, by: float) -> None:
        """Move by that share of what is shown."""
        length = self.last - self.first
        self._set(self.first + by * length, length)

    def follow(self, place: float) -> bool:
        """Bring ``place`` into view, turning over like a page; says whether anything moved."""
        if self.whole or self.first <= place <= self.last or not 0 <= place <= 1:
            return False
        length = self.last - self.first
        before = self.first
        self._set(place - length * (0.05 if place > self.last else 0.95), length)
        return self.first != before

    def _set(self, first: float, length: float) -> None:
        self.first = min(max(first, 0.0), 1.0 - length)
        self.last = self.first + length

    def share(self, place: float) -> float:
        """Where a place of the run lies in what is shown."""
        return (place - self.first) / (self.last - self.first)

    def place(self, share: float) -> float:
        """The other way round."""
        return self.first + share * (self.last - self.first)


class Zoomed(QWidget):
    """Left: go there. Wheel: zoom about the pointer; with Shift, or sideways, move along. Middle: drag along."""

    seek_requested = Signal(object)
    """The user wants to go to that time (int ns, which does not fit Qt's int)."""
    selected = Signal(object)
    """The user chose the segment with that id (int), or none (None)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_view = InView()
        self._panned: float | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    # ---- what a kind of view adds

    @property
    def _ends(self) -> tuple[float, float]:
        """Where what is in view begins and ends, in px."""
        return 0.0, float(self.width())

    def _place_now(self) -> float | None:
        """The playhead's place in the run, from 0 to 1; None while there is no run."""
        return None

    @property
    def _closest(self) -> float:
        """The shortest stretch that can be looked at."""
        return 1 / MOST_ZOOM

    def time_at(self, x: float) -> int | None:
        """The moment at ``x`` px; None without a run."""
        del x
        return None

    def _redraw(self) -> None:
        """Another stretch is in view."""

    # ---- what both have

    def _x_of(self, place: float) -> float:
        first, last = self._ends
        return first + (last - first) * self._in_view.share(place)

    def _place_at(self, x: float) -> float:
        first, last = self._ends
        return self._in_view.place(min(max((x - first) / max(1.0, last - first), 0.0), 1.0))

    def zoom_by(self, factor: float, about: float | None = None) -> None:
        """So many times as large, around the playhead or ``about`` (a place of the run); 0: the whole run."""
        now = self._place_now()
        if now is None:
            return
        if factor <= 0:
            self._in_view.reset()
        else:
            self._in_view.zoom(factor, min(max(now, 0.0), 1.0) if about is None else about, self._closest)
        self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or move along."""
        if self._place_now() is None:
            return
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self._in_view.pan(-(turn.x() or turn.y()) / 120 * 0.15)
            self._redraw()
        elif turn.y():
            self.zoom_by(1.25 ** (turn.y() / 120), self._place_at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, or begin to move what is in view."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panned = event.position().x()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(event)

    def _press(self, event: QMouseEvent) -> None:
        """The left button is pressed."""
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the button that is held."""
        if event.buttons() & Qt.MouseButton.MiddleButton and self._panned is not None:
            first, last = self._ends
            self._in_view.pan((self._panned - event.position().x()) / max(1.0, last - first))
            self._panned = event.position().x()
            self._redraw()
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)

    def _seek(self, event: QMouseEvent) -> None:
        moment = self.time_at(event.position().x())
        if moment is not None:
            self.seek_requested.emit(moment)
