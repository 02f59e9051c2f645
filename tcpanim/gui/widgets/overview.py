"""The strip beside the ladder that shows all of it, and which part is in view; press or drag to go there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import hatch_brush, pen
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.ladder_overview import overview_rows

WIDTH = 34
"""Px at scale 1."""


class Overview(QWidget):
    """A density picture of a ladder, drawn once per size; ``asked``: the share of the ladder to bring into view."""

    asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._scene: Ladder | None = None
        self._picture: QPixmap | None = None
        self._view = (0.0, 1.0)
        self._now = 0.0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(WIDTH) if self._look else WIDTH, 100)

    def set_scene(self, look: Look | None, scene: Ladder | None) -> None:
        """Show another ladder, None: none."""
        self._look, self._scene, self._picture = look, scene, None
        if look is not None:
            self.setAccessibleName(look.catalogue.text("ladder.overview"))
            self.setToolTip(look.catalogue.text("ladder.overview"))
        self.update()

    def show_view(self, first: float, last: float, now: float) -> None:
        """Shares of the ladder's height: what is in view, and the moment shown."""
        before = self._places()
        self._view, self._now = (first, last), now
        reach = 8  # of the corners of what is in view, and of a line
        for old, new in zip(before, self._places(), strict=True):
            if old != new:
                self.update(0, min(old, new) - reach, self.width(), abs(new - old) + 2 * reach)

    def _places(self) -> tuple[int, ...]:
        """What the picture depends on, in px: in most of the frames of a long run nothing of it moves."""
        return tuple(round(self.height() * share) for share in (*self._view, self._now))

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._look is None or self._scene is None:
            return
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != QSize(
            round(self.width() * ratio), round(self.height() * ratio)
        ):
            self._picture = self._draw(self._look, self._scene, ratio)
        painter.drawPixmap(0, 0, self._picture)
        theme, height = self._look.theme, float(self.height())
        first, last, y = self._places()
        painter.fillRect(QRectF(0, y, self.width(), height - y), theme.colour("surface", 150))  # still to come
        painter.setPen(pen(theme.colour("ink2"), 1.5))
        painter.drawLine(QPointF(2, y), QPointF(self.width() - 2, y))
        box = QRectF(1, first, self.width() - 2, max(6.0, last - first)).adjusted(0, 1, 0, -1)
        painter.setBrush(theme.colour("ink", 22))
        painter.drawRoundedRect(box, 4, 4)

    def _draw(self, look: Look, scene: Ladder, ratio: float) -> QPixmap:
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(look.theme.colour("surface"))
        painter = QPainter(picture)
        wide = self.width() - 8.0
        painter.fillRect(QRectF(4, 0, wide, self.height()), look.theme.colour("sunken"))
        whole = max(scene.height, 1e-9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hatch_brush(look.theme, 0.5, ratio))
        painter.setOpacity(0.5)
        for hatch in scene.hatches:
            y0, y1 = hatch.y0 / whole * self.height(), hatch.y1 / whole * self.height()
            if y1 - y0 >= 1:
                painter.drawRect(QRectF(4, y0, wide, y1 - y0))
        painter.setOpacity(1.0)
        pitch = 2
        for index, row in enumerate(overview_rows(scene, max(1, self.height() // pitch))):
            y = index * pitch
            middle = 4 + wide / 2
            for share, role, x, way in ((row.left, "left", middle - 1, -1), (row.right, "right", middle + 1, 1)):
                if share and look.side in ("both", role):
                    length = max(4.0, share * (wide / 2 - 2))
                    painter.fillRect(QRectF(x if way > 0 else x - length, y, length, pitch), look.theme.colour(role))
            if row.lost and look.side == "both":
                painter.fillRect(QRectF(middle - 3, y - 1, 6, pitch + 2), look.theme.colour("loss"))
        painter.end()
        return picture

    # ---- what the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _ask(self, event: QMouseEvent) -> None:
        self.asked.emit(min(max(event.position().y() / max(1, self.height()), 0.0), 1.0))
