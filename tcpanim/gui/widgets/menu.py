"""A menu whose arrows grow with its type: Qt's own have a size of their own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu


class Menu(QMenu):
    """Others within it are made by ``submenu``."""

    def submenu(self, title: str = "") -> Menu:
        """Another menu, behind an entry of this one."""
        menu = Menu(self)
        menu.setTitle(title)
        self.addMenu(menu)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        """The entries, and an arrow at each that leads to others."""
        super().paintEvent(event)
        side = self.font().pixelSize() * 0.27
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().windowText())
        for action in self.actions():
            if action.menu() is not None and action.isVisible():
                place = self.actionGeometry(action)
                tip = QPointF(place.right() - side * 2.4, place.center().y() + 0.5)
                ends = [tip + QPointF(-side * 1.2, across) for across in (-side, side)]
                painter.drawPolygon(QPolygonF([tip, *ends]))
        painter.end()
