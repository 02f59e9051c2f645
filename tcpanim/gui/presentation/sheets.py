"""The pixmaps of the audience's picture: only what has been drawn whole is shown."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion


class Sheets:
    """They take turns: the one that is shown, the one that is drawn into next, and one that fades away."""

    def __init__(self) -> None:
        self.shown = QPixmap()
        self.kept = QPixmap()
        """What was shown when ``keep`` was last asked for; nothing is drawn into it until that is asked again."""
        self._draft = QPixmap()
        self._behind = QRegion()  # where the draft is older than what is shown
        self._spare = QPixmap()  # the draft after next, while what was shown is kept
        self._form = QSize(), 1.0, QColor()

    def set_form(self, size: QSize, ratio: float, ground: QColor) -> None:
        """New ones have this size in logical pixels, so many pixels of the device for each, and this ground."""
        self._form = size, ratio, ground

    def begin(self, region: QRegion) -> tuple[QPixmap, QRegion]:
        """The one to draw into, and which region of it has to be drawn: that one, or all of it."""
        self._make_draft()
        if self._fits(self.shown):
            _copy(self.shown, self._draft, self._behind - region)
        else:
            self.shown, region = QPixmap(), self._whole
        self._behind = region
        return self._draft, region

    def finish(self) -> None:
        """What was begun has been drawn: it is shown."""
        if self.shown is self.kept:
            self.shown, self._draft, self._behind = self._draft, self._spare, self._whole
        else:
            self.shown, self._draft = self._draft, self.shown

    def give_up(self) -> None:
        """What was begun could not be drawn: what was shown stays; without any, the ground is."""
        if self.shown.isNull():
            self.shown = self._new()

    def keep(self) -> QPixmap:
        """What is shown now, which stays as it is until the next one is kept."""
        if self.kept is not self.shown:
            self.kept, self._spare = self.shown, self.kept
        return self.kept

    def make_room(self) -> None:
        """There is time: what will be drawn into is there, as to be given so much memory takes longer than a frame."""
        if self.shown.isNull():
            return
        self._make_draft()
        if self.kept is self.shown:
            if not self._fits(self._spare):
                self._spare = self._new()
        elif not self._fits(self.kept):
            self.kept = self._new()

    def forget(self) -> None:
        """Take no memory."""
        self.shown, self._draft, self.kept, self._spare = QPixmap(), QPixmap(), QPixmap(), QPixmap()

    @property
    def _whole(self) -> QRegion:
        return QRegion(QRect(QRect().topLeft(), self._form[0]))

    def _fits(self, pixmap: QPixmap) -> bool:
        size, ratio, _ = self._form
        return pixmap.size() == size * ratio and pixmap.devicePixelRatio() == ratio

    def _make_draft(self) -> None:
        if not self._fits(self._draft):
            self._draft, self._behind = self._new(), self._whole

    def _new(self) -> QPixmap:
        size, ratio, ground = self._form
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(ground)
        return made


def _copy(source: QPixmap, target: QPixmap, region: QRegion) -> None:
    if region.isEmpty():
        return
    painter = QPainter(target)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setClipRegion(region)
    painter.drawPixmap(0, 0, source)
    painter.end()
