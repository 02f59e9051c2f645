"""Which of a lecture's windows stands on which screen, and what happens when screens come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.presentation.screens import allot
from tcpanim.i18n import Catalogue

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation

WINDOW_SHARE = 0.72
"""How much of the screen the presenter's view takes where it is a window."""


class Windows(QObject):
    """The audience's picture and the presenter's view. ``whole``: the lecture fills the screens."""

    def __init__(self, presentation: Presentation) -> None:
        super().__init__(presentation)
        self._presentation = presentation
        self.whole = True
        self._swapped = False

    def watch(self, application: QApplication) -> None:
        """Learn of screens that come and go, and of where the keys go."""
        application.screenAdded.connect(self._screens_changed)
        application.screenRemoved.connect(self._screens_changed)
        application.focusChanged.connect(self._focus_changed)

    def _allotted(self) -> tuple[QScreen, QScreen | None]:
        return allot(QGuiApplication.screens(), QGuiApplication.primaryScreen(), swapped=self._swapped)

    def arrange(self) -> None:
        """Each window on its screen."""
        presentation, audience = self._presentation, self._presentation.audience
        assert audience is not None
        own, other = self._allotted()
        if not self.whole:
            audience.show()
        else:
            audience.place_on(own, whole=True)
        if other is not None and self.whole:
            presentation.own_window.make_way(own, other)
            presenter = presentation.make_presenter()
            presentation.dress_presenter(other.availableGeometry().width(), other.availableGeometry().height())
            presenter.place_on(other, whole=True)
            presenter.activateWindow()
            presenter.take_keys()
        else:
            audience.activateWindow()
            audience.setFocus()
        presentation.show()

    def swap(self) -> None:
        """The audience's screen is the other one."""
        self._swapped = not self._swapped
        self.arrange()

    def toggle_presenter(self) -> None:
        """The presenter's view as a window, where it has no screen of its own."""
        presentation = self._presentation
        presenter = presentation.make_presenter()
        if presenter.isVisible():
            presenter.hide()
            self._focus_audience()
            return
        own, other = self._allotted()
        area = (other or own).availableGeometry()
        whole = other is not None and self.whole
        share = 1.0 if whole else WINDOW_SHARE
        presentation.dress_presenter(round(area.width() * share), round(area.height() * share))
        presenter.place_on(other or own, whole=whole)
        presenter.raise_()
        presenter.activateWindow()
        presenter.take_keys()
        presentation.show()

    def come_forward(self) -> None:
        """Out from behind the program's own window."""
        presenter = self._presentation.presenter
        if presenter is not None and presenter.isVisible():
            if self._presentation.audience is not None:
                self._presentation.audience.raise_()
            presenter.raise_()
            presenter.activateWindow()
            presenter.take_keys()
        elif self._presentation.audience is not None:
            self._presentation.audience.raise_()
            self._focus_audience()

    def toggle_whole(self) -> None:
        """The audience's picture over the whole screen, or as a window that a video call can share."""
        audience = self._presentation.audience
        assert audience is not None
        own, _ = self._allotted()
        audience.place_on(own, whole=not audience.whole)
        self._focus_audience()

    def _focus_audience(self) -> None:
        audience = self._presentation.audience
        if audience is not None:
            audience.activateWindow()
            audience.setFocus()

    def _screens_changed(self, _screen: object = None) -> None:
        """A projector was plugged in or pulled out."""
        if self._presentation.on and self.whole:
            presenter = self._presentation.presenter
            if len(QGuiApplication.screens()) < 2 and presenter is not None:
                presenter.hide()
            self.arrange()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keys are orders wherever one has clicked, pages with fields of their own excepted."""
        presenter = self._presentation.presenter
        if presenter is None or now is None or now.window() is not presenter or now in (presenter, presenter.mirror):
            return
        if not self._presentation.pages.holds(now):
            presenter.take_keys()

    def check(self, catalogue: Catalogue) -> str:
        """Whose screen is whose, in words."""
        own, other = self._allotted()
        if other is None:
            return catalogue.text("lecture.check_one", screen=_size(own))
        return catalogue.text("lecture.check_two", audience=_size(own), presenter=_size(other))


def _size(screen: QScreen) -> str:
    area, ratio = screen.geometry(), screen.devicePixelRatio()
    return f"{screen.name()} {round(area.width() * ratio)} × {round(area.height() * ratio)}"
