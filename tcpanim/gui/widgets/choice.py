"""A button that shows which of a few things holds, and opens a menu of them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from tcpanim.gui.widgets.parts import KeyButton


class Choice(KeyButton):
    """The first of ``choices`` holds at the beginning."""

    chosen = Signal(str)
    """The user chose that one."""

    def __init__(self, choices: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.holds = choices[0]
        self._menu = QMenu(self)
        group = QActionGroup(self._menu)
        self.actions_by_choice: dict[str, QAction] = {}
        for choice in choices:
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, choice=choice: self.choose(choice))
            group.addAction(action)
            self.actions_by_choice[choice] = action
        self.setMenu(self._menu)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own arrow has a size of its own; this one grows with the type."""
        super().paintEvent(event)
        side = self.font().pixelSize() * 0.3
        tip = QPointF(self.width() - side * 3.2, self.height() / 2 + side * 0.6)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().buttonText())
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-side, -side * 1.2), tip + QPointF(side, -side * 1.2)]))
        painter.end()

    def choose(self, choice: str) -> None:
        """Let that hold, as the user does."""
        self.show_choice(choice)
        self.chosen.emit(choice)

    def show_choice(self, choice: str) -> None:
        """Show that as what holds."""
        self.holds = choice
        action = self.actions_by_choice[choice]
        action.setChecked(True)
        self.setText(action.text())
        self.setAccessibleDescription(action.text())  # the name says what is chosen, not which

    def set_texts(self, texts: dict[str, str]) -> None:
        """Write the words."""
        for choice, action in self.actions_by_choice.items():
            action.setText(texts[choice])
        self._menu.setFont(self.font())
        self.show_choice(self.holds)
