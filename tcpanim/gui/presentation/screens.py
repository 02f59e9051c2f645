"""Which screen is whose: the audience's is the one that is not the laptop's own. And how a window fills one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

S = TypeVar("S")


def allot(screens: Sequence[S], primary: S, *, swapped: bool = False) -> tuple[S, S | None]:
    """The audience's screen and the presenter's, None where there is one screen only."""
    others = [screen for screen in screens if screen is not primary]
    if not others:
        return primary, None
    audience, presenter = others[0], primary
    return (presenter, audience) if swapped else (audience, presenter)


def stand_on(window: QWidget, screen: QScreen) -> None:
    """The ``window``, which may have none of the system's yet, belongs to that screen."""
    window.create()
    window.windowHandle().setScreen(screen)


def fill(window: QWidget, screen: QScreen) -> None:
    """The ``window`` over all of that screen; first there, then large, as Wayland wants it."""
    # A window that is large already asks Wayland for nothing when it is to be large elsewhere: it must come anew.
    if window.isFullScreen() and window.screen() != screen and QGuiApplication.platformName().startswith("wayland"):
        window.hide()
        window.destroy()  # GNOME shows black where the same surface is used again
    stand_on(window, screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()
