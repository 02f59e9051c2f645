"""Keys and clicks, in whichever window of a lecture, become orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from tcpanim.gui.presentation.lecture import ASKING
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation

_CLICKS = {Qt.MouseButton.LeftButton: "next", Qt.MouseButton.RightButton: "back"}


class Presses:
    """A page that is open comes first, then digits (a point's number, hands that were counted), then the orders."""

    def __init__(self, presentation: Presentation, session: Session, settings: Settings) -> None:
        self._presentation, self._session, self._settings = presentation, session, settings

    def key(self, event: QKeyEvent) -> None:
        """A key that is pressed or let go, in whichever window."""
        presentation, lecture = self._presentation, self._presentation.lecture
        if event.type() == QEvent.Type.KeyRelease:
            presentation.clicker.let_go(event)
            return
        if not presentation.on or presentation.pages.key(event):
            return
        digit = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and len(digit) == 1 and digit in "0123456789":
            if not event.isAutoRepeat():
                self._digit(digit)
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if enter and not event.isAutoRepeat() and lecture.enter():
            return
        name = presentation.clicker.order(event)
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            lecture.forget_typed()
        if name is not None:
            presentation.order(name)

    def _digit(self, digit: str) -> None:
        lecture = self._presentation.lecture
        if lecture.phase == ASKING:
            lecture.count_hand(int(digit))
        else:
            lecture.type(digit)

    def clicked(self, button: Qt.MouseButton, at: QPointF) -> None:
        """On the audience's picture: remotes that send mouse clicks, or a hand at the mouse."""
        presentation = self._presentation
        name = _CLICKS.get(button)
        if name is None or (name == "back" and not self._settings.right_click_back):
            return
        if not presentation.clicker.counts(name, 0):
            return
        aimed = presentation.audience is not None and not presentation.audience.cursor_hidden
        if name == "next" and aimed and not presentation.lecture.blank and self._selects(at):
            return
        presentation.order(name)

    def mirror_clicked(self, button: Qt.MouseButton, at: QPointF) -> None:
        """On what the presenter sees of it."""
        if button != Qt.MouseButton.LeftButton or self._selects(at):
            return
        if self._presentation.clicker.counts("next", 0):
            self._presentation.order("next")

    def _selects(self, at: QPointF) -> bool:
        """Whether there is a segment's card, which is selected then, or no longer."""
        card = self._presentation.picture.card_at(at.toPoint())
        if card is not None:
            self._session.select(None if self._session.selection == card else card)
        return card is not None
