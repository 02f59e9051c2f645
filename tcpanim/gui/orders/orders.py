"""What all that can be ordered is carried out with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.faults import Faults
from tcpanim.gui.main_window import MainWindow
from tcpanim.gui.orders.controller import Controller
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings


@dataclass(frozen=True)
class Tools:
    """The parts of a window that orders work with.

    ``actions``: by the id of their command. ``tell``: shows a line to the user, True: of something that went wrong.
    """

    window: MainWindow
    session: Session
    playhead: Playhead
    appearance: Appearance
    controller: Controller
    actions: Mapping[str, QAction]
    settings: Settings
    faults: Faults
    tell: Callable[[str, bool], None]


class Orders(QObject):
    """Carries out the orders of one subject: it wires itself between the window and what the window shows."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools.window)
        self._window = tools.window
        self._session = tools.session
        self._playhead = tools.playhead
        self._appearance = tools.appearance
        self._controller = tools.controller
        self._actions = tools.actions
        self._settings = tools.settings
        self._faults = tools.faults
        self._tell = tools.tell
