"""Before a lecture: press the clicker's buttons, see what arrives and what it means, and whose screen is whose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.presentation.orders import Keys
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import label
from tcpanim.gui.widgets.sheet import Sheet

MOST = 7
"""So many of the last presses are shown."""
_ALONE = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_BUTTONS = {Qt.MouseButton.LeftButton: ("left", "next"), Qt.MouseButton.RightButton: ("right", "back")}


class ClickerPage(Sheet):
    """Every key and click is shown, none is carried out; Esc twice in a row, or the cross, closes it."""

    arrived = Signal(str, str)
    """What was pressed, and the order it means ("" for none)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._keys = Keys()
        self._last = ""
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.invitation = label(self.card, wrap=True)
        self.close_hint = label(self.card, "3", wrap=True)
        self.file = label(self.card, "3", wrap=True)
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.file.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = QGridLayout()
        self._cells: list[tuple[QLabel, QLabel]] = []
        for row in range(MOST):
            key, meaning = label(self.card), label(self.card)
            key.setProperty("chip", True)
            key.setMinimumWidth(120)
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._rows.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft)
            self._rows.addWidget(meaning, row, 1)
            self._cells.append((key, meaning))
        self._rows.setColumnStretch(1, 1)
        self._checks = QVBoxLayout()
        self.column.addWidget(self.invitation)
        self.column.addLayout(self._rows)
        self.column.addStretch(1)
        self.column.addLayout(self._checks)
        self.column.addWidget(self.file)
        self.column.addWidget(self.close_hint)
        self._pressed: list[tuple[str, str]] = []

    def show_check(self, look: Look, keys: Keys, checks: tuple[str, ...], file: str) -> None:
        """Interpret keys by ``keys``; ``checks``: lines about screens and the like; ``file``: where keys are set."""
        self._look, self._keys = look, keys
        theme, say = look.theme, look.catalogue.text
        self.dress(look, say("lecture.clicker"))
        self.set_size(theme.px(860), theme.px(780))
        self._rows.setHorizontalSpacing(theme.px(20))
        self._rows.setVerticalSpacing(theme.px(8))
        self.invitation.setFont(theme.prose(LEAD, SEMIBOLD))
        self.invitation.setText(say("lecture.clicker_press"))
        for text in (self.file, self.close_hint):
            text.setFont(theme.prose(SMALL))
        self.file.setText(say("lecture.clicker_file", file=file))
        self.close_hint.setText(say("lecture.clicker_close"))
        for key, meaning in self._cells:
            key.setFont(theme.font(BODY, MEDIUM, mono=True))
            meaning.setFont(theme.prose(LEAD))
        while (item := self._checks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for check in checks:
            line = label(self.card, "2", wrap=True)
            line.setFont(theme.prose(BODY))
            line.setText(check)
            self._checks.addWidget(line)
        self._write()

    def _write(self) -> None:
        assert self._look is not None
        say: Callable[[str], str] = self._look.catalogue.text
        for index, (key, meaning) in enumerate(self._cells):
            if index >= len(self._pressed):
                key.clear()
                meaning.clear()
                key.setVisible(False)
                continue
            pressed, order = self._pressed[-1 - index]
            key.setVisible(True)
            key.setText(pressed)
            meaning.setText(say(f"lecture.{order}") if order else say("lecture.clicker_nothing"))

    def _take(self, pressed: str, order: str) -> None:
        self._pressed.append((pressed, order))
        del self._pressed[:-MOST]
        self._write()
        self.arrived.emit(pressed, order)

    # ---- Qt's events

    def event(self, event: QEvent) -> bool:
        """No key is anybody else's while the page is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show it."""
        event.accept()
        if event.isAutoRepeat() or event.key() in _ALONE:
            return
        written = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.NativeText)
        again, self._last = self._last, written
        if event.key() == Qt.Key.Key_Escape and again == written:
            self.close_requested.emit()
            return
        self._take(written, self._keys.order(event) or "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Some remotes click."""
        assert self._look is not None
        name = _BUTTONS.get(event.button())
        if name is not None:
            self._take(self._look.catalogue.text(f"lecture.click_{name[0]}"), name[1])

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab is a key like the others."""
        return False
