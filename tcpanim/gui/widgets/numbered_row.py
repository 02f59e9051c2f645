"""A sentence with a number before it that can be chosen: an answer to a question, a point of a lesson."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.icons import paint_icon
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD, TINY, Theme
from tcpanim.gui.widgets.parts import PaintedButton, paragraph

PLAIN, RIGHT, WRONG, PAST = "plain", "right", "wrong", "past"
"""How it stands: to be chosen; a right and a wrong answer; what matters less now."""
_DISC, _GAP, _MARGIN = 22, 10, 5
_FLAGS = int(Qt.TextFlag.TextWordWrap)


class NumberedRow(PaintedButton):
    """The number in a disc, the sentence beside it in as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._number = 0
        self.standing = PLAIN
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_sentence(self, look: Look, number: int, text: str, standing: str = PLAIN) -> None:
        """Write it; a right or a wrong answer is told to those who do not see it, too."""
        self._theme, self._number, self.standing = look.theme, number, standing
        self.setText(paragraph(text))
        say = look.catalogue.text
        told = say(f"lesson.is-{standing}", text=text) if standing in (RIGHT, WRONG) else text
        self.setAccessibleName(f"{number}: {told}")
        self.updateGeometry()
        self.update()

    def _text_left(self) -> int:
        return self._theme.px(_DISC + _GAP) if self._theme is not None else 0

    def heightForWidth(self, width: int) -> int:
        """What the lines need."""
        if self._theme is None:
            return 0
        theme = self._theme
        metrics = QFontMetrics(theme.prose(BODY))
        room = max(width - self._text_left() - theme.px(2), 1)
        lines = metrics.boundingRect(0, 0, room, 10_000, _FLAGS, self.text()).height()
        return max(lines, theme.px(_DISC)) + 2 * theme.px(_MARGIN)

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def sizeHint(self) -> QSize:
        """Any width will do."""
        width = max(self.width(), 120)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, disc, sentence, the ring of the focus."""
        if self._theme is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setBrush(theme.colour("sunken" if self.isDown() else "lane"))
            painter.drawRoundedRect(area, theme.px(8), theme.px(8))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), max(2.0, 2 * theme.scale)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, theme.px(8), theme.px(8))
        self._paint_disc(painter)
        left, top = self._text_left(), theme.px(_MARGIN)
        painter.setFont(theme.prose(BODY, MEDIUM if self.standing == RIGHT else 400))
        painter.setPen(theme.colour("ink3" if self.standing in (PAST, WRONG) else "ink"))
        metrics = QFontMetrics(theme.prose(BODY))
        down = max(theme.px(_DISC) - metrics.height(), 0) // 2
        room = QRectF(left, top + down, self.width() - left - theme.px(2), self.height())
        painter.drawText(room, _FLAGS, self.text())
        painter.end()

    def _paint_disc(self, painter: QPainter) -> None:
        assert self._theme is not None
        theme = self._theme
        role = {RIGHT: "syn", WRONG: "loss", PAST: "wire"}.get(self.standing, "ink2")
        disc = QRectF(theme.px(2), theme.px(_MARGIN), theme.px(_DISC) - theme.px(2), theme.px(_DISC) - theme.px(2))
        filled = self.standing in (RIGHT, WRONG)
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(theme.colour(role), max(1.2, 1.2 * theme.scale)))
        painter.setBrush(theme.colour(role) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc)
        if filled:
            inset = disc.width() * 0.2
            icon = "check" if self.standing == RIGHT else "close"
            paint_icon(painter, icon, disc.adjusted(inset, inset, -inset, -inset), theme.colour("on_colour"))
            return
        painter.setFont(theme.font(TINY, SEMIBOLD))
        painter.setPen(theme.colour("ink3" if self.standing == PAST else "ink"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._number))
