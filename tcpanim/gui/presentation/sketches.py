"""Small pictures of moments that are not shown now: the next point, and all points in the overview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.picture import Content, Picture
from tcpanim.trace.trace import Trace

HEIGHT, WIDTH = 720, 640
"""A sketch is composed so high, and then kept so wide."""


def _key(t: int, frame: Frame, content: Content) -> tuple[int, Content, int, int]:
    return t, content, frame.width, frame.height


class Sketches(QObject):
    """Makes them as they are asked for, and keeps them while nothing changes."""

    def __init__(
        self, make_panel: Callable[[str], QWidget], failed: Callable[[BaseException], object], parent: QObject
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._picture = Picture(make_panel, self)
        self._picture.failed.connect(failed)
        self._trace: Trace | None = None
        self._look: Look | None = None
        self._set = False
        self._made: dict[tuple[int, Content, int, int], QPixmap] = {}

    def set_run(self, trace: Trace | None, look: Look) -> None:
        """Of that run, in that look."""
        self._trace, self._look = trace, replace(look, reduced_motion=False)
        self._made.clear()
        self._set = False

    def close(self) -> None:
        """Nobody looks at them any more."""
        self._picture.close()
        self._made.clear()
        self._set = False

    def has(self, t: int, frame: Frame, content: Content) -> bool:
        """Whether it is made already."""
        return _key(t, frame, content) in self._made

    def at(self, t: int, frame: Frame, content: Content) -> QPixmap:
        """The moment ``t`` as it would stand in a picture of the shape of ``frame``."""
        key = _key(t, frame, content)
        if key not in self._made and self._look is not None:
            picture = self._picture
            picture.set_size(round(HEIGHT * frame.width / max(frame.height, 1)), HEIGHT)
            if not self._set:
                picture.set_run(self._trace, self._look, 1.0, t)
                self._set = True
            picture.show_at(t)
            picture.set_content(content)
            self._made[key] = picture.pixmap.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        return self._made.get(key, QPixmap())
