"""The menu of what can be tried: made from the scene's offers, read out as they are, one line each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.explain.typeset import sentence
from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, SEMIBOLD, SMALL
from tcpanim.gui.widgets.menu import Menu
from tcpanim.i18n import Message
from tcpanim.scene.what_if import Group, Offer


class EditMenu(QObject):
    """Shows offers; the one that is taken leaves by ``chosen``."""

    chosen = Signal(object)
    """An Offer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.menu: Menu | None = None

    def open(self, look: Look, own: tuple[Group, ...], others: tuple[Group, ...], where: QPoint) -> None:
        """At ``where`` on the screen: the offers of the groups ``own`` one by one, those of ``others`` in submenus."""
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = Menu(self._parent)
        self.menu.setFont(look.theme.prose(BODY))
        for group in own:
            heading = self.menu.addAction(self._words(look, group.text))
            heading.setEnabled(False)
            heading.setFont(look.theme.prose(SMALL, SEMIBOLD))
            self._fill(look, self.menu, group)
            self.menu.addSeparator()
        for group in others:
            self._submenu(look, self.menu, group)
        self.menu.popup(where)
        # The first entry by its key: made active in another way, one that leads further opens at once, and what it
        # opens does not heed the mouse.
        QApplication.sendEvent(
            self.menu, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
        )

    def close(self) -> None:
        """What it offers is about a run that is no longer shown."""
        if self.menu is not None:
            self.menu.close()

    def _fill(self, look: Look, menu: Menu, group: Group) -> None:
        if group.why_not is not None:
            reason = menu.addAction(self._words(look, group.why_not))
            reason.setEnabled(False)
        for one in group.offers:
            if isinstance(one, Group):
                self._submenu(look, menu, one)
            else:
                self._add(look, menu, one)

    def _submenu(self, look: Look, menu: Menu, group: Group) -> None:
        inner = menu.submenu(self._words(look, group.text))
        inner.setFont(look.theme.prose(BODY))
        self._fill(look, inner, group)

    def _add(self, look: Look, menu: Menu, offer: Offer) -> None:
        action = menu.addAction(self._words(look, offer.text))
        action.triggered.connect(lambda: self.chosen.emit(offer))

    @staticmethod
    def _words(look: Look, message: Message) -> str:
        assert look.naming is not None
        # An ampersand would underline the letter behind it.
        return sentence(message, look.catalogue, look.naming.show).replace("&", "&&")
