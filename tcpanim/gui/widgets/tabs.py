"""A row of tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD
from tcpanim.gui.widgets.parts import KeyButton, tab_to_chosen


class TabRow(QWidget):
    """Words in a row, of which one is underlined."""

    chosen = Signal(str)

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self.buttons: dict[str, KeyButton] = {}
        self._look: Look | None = None
        for name in names:
            button = KeyButton(self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("tab", True)
            tab_to_chosen(button)
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            button.toggled.connect(lambda _checked, name=name: self._weigh(name))
            self.buttons[name] = button
            self._layout.addWidget(button)
        self._layout.addStretch(1)

    def set_look(self, look: Look, texts: dict[str, str]) -> None:
        """Write the words."""
        self._look = look
        self._layout.setContentsMargins(0, 0, 0, 0)
        for name, text in texts.items():
            self.buttons[name].setText(text)
            self._weigh(name)
        self._space()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words keep apart as far as there is room."""
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        if self._look is not None:
            widths = [button.sizeHint().width() for button in self.buttons.values() if not button.isHidden()]
            room = (self.width() - sum(widths)) // max(len(widths) - 1, 1)
            self._layout.setSpacing(min(max(room, self._look.theme.px(6)), self._look.theme.px(24)))

    def _weigh(self, name: str) -> None:
        """The chosen one is heavier, and it alone."""
        if self._look is not None:
            button = self.buttons[name]
            button.setFont(self._look.theme.font(BODY, SEMIBOLD if button.isChecked() else MEDIUM))

    def choose(self, name: str) -> None:
        """Underline that one."""
        self.buttons[name].setChecked(True)

    def show_only(self, names: tuple[str, ...]) -> None:
        """Leave the others out."""
        for name, button in self.buttons.items():
            button.setVisible(name in names)
        self._space()
