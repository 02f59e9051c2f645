"""The line of "run until": one field with completion, what it finds, and what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, SMALL
from tcpanim.gui.widgets.parts import IconButton, KeyButton, label, mark

WIDTH = 760
ABOVE = 190
"""The height of what lies below it: caption and transport stay in sight."""


class _Line(QLineEdit):
    """A line whose Ctrl+Enter means another order than Enter."""

    second = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.second.emit()
            return
        super().keyPressEvent(event)


class UntilBar(QFrame):
    """It floats above the caption of the window that it belongs to. ``complete``: what the last word may become."""

    edited = Signal(str)
    run_requested = Signal()
    stop_requested = Signal()
    """Playing is to stop whenever the condition becomes true."""
    close_requested = Signal()

    def __init__(self, complete: Callable[[str], tuple[str, ...]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("popup", True)
        self._complete = complete
        self._look: Look | None = None
        self.title = label(self)
        self.line = _Line(self)
        self._words = QStringListModel(self)
        self._completer = completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.line.setCompleter(completer)
        self.run = KeyButton(self)
        self.stop = KeyButton(self)
        self.close_button = IconButton("close", 30, self)
        self.told = label(self, "2", wrap=True)
        rows = QVBoxLayout(self)
        first = QHBoxLayout()
        for widget in (self.title, self.line, self.run, self.stop, self.close_button):
            first.addWidget(widget, 1 if widget is self.line else 0)
        rows.addLayout(first)
        rows.addWidget(self.told)
        self._first, self._rows = first, rows
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.run_requested)
        self.line.second.connect(self.stop_requested)
        self.run.clicked.connect(self.run_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.close_button.clicked.connect(self.close_requested)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self._rows.setContentsMargins(theme.px(16), theme.px(10), theme.px(12), theme.px(10))
        self._rows.setSpacing(theme.px(6))
        self._first.setSpacing(theme.px(10))
        self.title.setFont(theme.font(BODY, MEDIUM))
        self.title.setText(say("until.title"))
        self.line.setFont(theme.font(BODY, mono=True))
        self.line.setPlaceholderText(say("until.hint"))
        self.line.setAccessibleName(say("until.title"))
        popup = self._completer.popup()
        if popup is not None:
            popup.setFont(theme.font(BODY, mono=True))
        for button, key in ((self.run, "until.run"), (self.stop, "until.break")):
            button.setFont(theme.font(SMALL))
            button.setText(say(key))
        self.stop.setToolTip(QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("until.close"))
        self.close_button.setAccessibleName(say("until.close"))
        self.told.setFont(theme.prose(SMALL))
        self.place()

    def begin(self) -> None:
        """Show it, ready to be written in."""
        self.place()
        self.show()
        self.raise_()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Above the caption, as wide as there is room."""
        parent = self.parentWidget()
        if parent is None or self._look is None:
            return
        theme = self._look.theme
        wide = min(theme.px(WIDTH), parent.width() - 2 * theme.px(24))
        self.setFixedWidth(wide)
        self.adjustSize()
        self.move((parent.width() - wide) // 2, parent.height() - self.height() - theme.px(ABOVE))

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """What was found, or what is wrong."""
        mark(self.told, "ink", "loss" if wrong else "2")
        mark(self.line, "wrong", wrong)
        self.told.setText(words)
        self.line.setAccessibleDescription(words)
        self.place()
        popup = self._completer.popup()
        if popup is not None and popup.isVisible():
            self._completer.complete()  # below the line, which has moved

    def point_at(self, start: int, length: int) -> None:
        """Select the place of the mistake."""
        self.line.setSelection(start, length)

    def _edited(self, text: str) -> None:
        self._words.setStringList(list(self._complete(text)))
        self.edited.emit(text)
