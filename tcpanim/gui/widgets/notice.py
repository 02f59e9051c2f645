"""A bar that tells of a fault of the program, of work that lasts, or of a run that was cut short."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, SMALL
from tcpanim.gui.widgets.parts import IconButton, KeyButton, label, mark


class Notice(QFrame):
    """A sentence, a second one, a button or two. Hidden while there is nothing to tell."""

    close_requested = Signal()
    action_requested = Signal()
    told = Signal(str, bool)
    """What it says, and whether something went wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._details = ""
        self.text = label(self, wrap=True)
        self.second = label(self, "2", wrap=True)
        self.second.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = KeyButton(self)
        self.copy.clicked.connect(self._copy)
        self.action = KeyButton(self)
        self.action.clicked.connect(self.action_requested)
        self.close_button = IconButton("close", 32, self)
        self.close_button.clicked.connect(self.close_requested)
        self._layout = QHBoxLayout(self)
        texts = QVBoxLayout()
        texts.addWidget(self.text)
        texts.addWidget(self.second)
        self._layout.addLayout(texts, 1)
        for widget in (self.copy, self.action, self.close_button):
            self._layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        theme, say = look.theme, look.catalogue.text
        self._layout.setContentsMargins(theme.px(20), theme.px(10), theme.px(12), theme.px(10))
        self._layout.setSpacing(theme.px(10))
        self.text.setFont(theme.font(BODY, MEDIUM))
        self.second.setFont(theme.font(SMALL))
        for button in (self.copy, self.action):
            button.setFont(theme.font(SMALL))
        self.copy.setText(say("notice.copy"))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("window.close"))
        self.close_button.setAccessibleName(say("window.close"))

    def tell(self, text: str, second: str = "", *, details: str = "", action: str = "", bad: bool = False) -> None:
        """Show this; ``details`` can be copied, ``action`` names a button."""
        self._details = details
        self.text.setText(text)
        self.tell_second(second)
        self.copy.setVisible(bool(details))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.close_button.setVisible(not action)
        mark(self, "card", "problem" if bad else True)
        self.setAccessibleName(text)
        self.show()
        self.told.emit(text, bad)

    def tell_second(self, text: str) -> None:
        """Another second sentence, "": none."""
        self.second.setText(text)
        self.second.setVisible(bool(text))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details)
