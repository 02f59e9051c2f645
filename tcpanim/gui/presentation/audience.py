"""The audience's window: the picture, full screen, and nothing else: no frame, no cursor that stands about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from tcpanim.gui.presentation.focus import Focus
from tcpanim.gui.presentation.picture import Picture
from tcpanim.gui.presentation.screens import fill, stand_on
from tcpanim.gui.presentation.view import PictureView

CURSOR_MS = 2000
"""The cursor hides when it has rested so long."""


class Audience(PictureView):
    """Composes the picture at its own size."""

    closed = Signal()
    """Somebody has closed it from outside."""

    def __init__(self, picture: Picture, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(picture, focus, parent)
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.whole = False
        """Whether it was last placed over all of a screen; a window manager may tell otherwise for a while."""
        self.words = ""
        """What is seen on it, for those who come to it and do not see it."""
        self._moved: int | None = None
        self._now = 0
        self.mouse_moved.connect(self._stir)
        self._hide_cursor()

    def place_on(self, screen: QScreen, *, whole: bool) -> None:
        """On that screen, over all of it or as a movable window."""
        self.whole = whole
        if bool(self.windowFlags() & Qt.WindowType.FramelessWindowHint) is not whole:
            self.hide()
            self.destroy()  # a window manager that is slow would make the same window what it was before
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint, whole)
        if whole:
            fill(self, screen)
            return
        stand_on(self, screen)
        area = screen.geometry()
        size = area.size() * 0.7
        self.setWindowState(Qt.WindowState.WindowNoState)  # first: of a full screen Qt keeps the place for later
        self.setGeometry(area.center().x() - size.width() // 2, area.center().y() - size.height() // 2,
                         size.width(), size.height())  # fmt: skip
        self.show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody comes to it. What changes later is announced, and not told a second time."""
        self.setAccessibleDescription(self.words)
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is composed at this size."""
        super().resizeEvent(event)
        self._picture.set_size(self.width(), self.height(), self.devicePixelRatioF())

    def event(self, event: QEvent) -> bool:
        """A screen with another resolution."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._picture.set_size(self.width(), self.height(), self.devicePixelRatioF())
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only the lecture's end closes it."""
        self.closed.emit()
        super().closeEvent(event)

    # ---- the cursor

    @property
    def cursor_hidden(self) -> bool:
        """Whether no cursor is to be seen."""
        return self.cursor().shape() == Qt.CursorShape.BlankCursor

    def pass_time(self, now: int) -> None:
        """It is ``now`` (ms)."""
        self._now = now
        if self._moved is not None and now - self._moved >= CURSOR_MS:
            self._hide_cursor()

    def _hide_cursor(self) -> None:
        self._moved = None
        self.setCursor(Qt.CursorShape.BlankCursor)

    def _stir(self) -> None:
        self._moved = self._now
        if self._focus.tool:  # the tool is drawn where the cursor would be
            self.setCursor(Qt.CursorShape.BlankCursor)
        elif self.cursor_hidden:
            self.setCursor(Qt.CursorShape.ArrowCursor)
