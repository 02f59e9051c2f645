"""The program's own window while a lecture is on: it rests unless somebody works in it, or sees it where all rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation


class OwnWindow(QObject):
    """Watches ``widget``, from which the clicker's keys go to the lecture too."""

    wanted = Signal()
    """Somebody works in it again, or sees it: it must show what holds now."""

    def __init__(self, presentation: Presentation, widget: QWidget) -> None:
        super().__init__(presentation)
        self._presentation = presentation
        self.widget = widget
        self._late = False  # it shows what held before
        self._brings_up = False
        self._stood: QByteArray | None = None  # where it stood on the audience's screen
        widget.installEventFilter(self)

    @property
    def covered(self) -> bool:
        """Whether it need not show anything now."""
        return self._presentation.on and not self._brings_up and not self.widget.isActiveWindow()

    @property
    def _in_sight(self) -> bool:
        """Whether it is to be seen, though nobody works in it."""
        widget = self.widget
        return (
            widget.isVisible()
            and not widget.isMinimized()
            and not any(
                own is not None and own.isVisible() and own.isFullScreen() and own.screen() is widget.screen()
                for own in (self._presentation.audience, self._presentation.presenter)
            )
        )

    def fall_behind(self) -> None:
        """What it shows is no longer what holds."""
        self._late = True

    def bring_up(self) -> None:
        """Nothing moves: where it is seen beside the lecture's windows, it shows what holds."""
        if self._late and self.covered and self._in_sight:
            self._late, self._brings_up = False, True
            self.wanted.emit()
            self._brings_up = False

    def make_way(self, audience: QScreen, own: QScreen) -> None:
        """Off the ``audience``'s screen: what is prepared in it, and its frame, are for the lecturer's ``own`` one."""
        widget = self.widget
        if widget.screen() is not audience or QGuiApplication.platformName().startswith("wayland"):
            return  # on Wayland no window can be moved by its program
        if self._stood is None:
            self._stood = widget.saveGeometry()
        state, area = widget.windowState(), own.availableGeometry()
        widget.setWindowState(Qt.WindowState.WindowNoState)
        frame = widget.frameGeometry().size() - widget.size()
        widget.resize(widget.size().boundedTo(area.size() - frame))
        widget.move(area.topLeft())
        widget.setWindowState(state)

    def go_back(self) -> None:
        """Where it stood before it made way."""
        if self._stood is not None:
            self.widget.restoreGeometry(self._stood)
            self._stood = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It comes to the front; the clicker's keys go to the lecture even then."""
        presentation = self._presentation
        if watched is self.widget and presentation.on:
            if event.type() == QEvent.Type.WindowActivate:
                self.wanted.emit()
            elif event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                assert isinstance(event, QKeyEvent)
                returns = not event.text() and presentation.clicker.keys.order(event) in ("window", "nothing")
                goes = not presentation.frozen and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
                if returns or goes:
                    event.accept()
                    if event.type() == QEvent.Type.KeyPress and returns:
                        presentation.windows.come_forward()
                    elif event.type() == QEvent.Type.KeyPress:
                        presentation.presses.key(event)
                    return True
        return super().eventFilter(watched, event)
