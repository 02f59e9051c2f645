"""What lies over the window while a file is dragged over it: that it can be dropped, or why not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tcpanim.gui.dropping import Dragged
from tcpanim.gui.look import Look
from tcpanim.gui.painting.icons import paint_icon
from tcpanim.gui.painting.shapes import CENTRE, draw_text, pen, text_width
from tcpanim.gui.theme import BODY, LARGE, MEDIUM, SEMIBOLD

EDGE, WIDEST, TALL, SIGN = 14, 620, 168, 44
WASH = 185
"""How much of what lies below is covered, of 255."""


class DropCover(QWidget):
    """As large as its window, and there only during a drag; what is below stays to be seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._dragged: Dragged | None = None
        self._words = ("", "")
        self.hide()

    @property
    def words(self) -> tuple[str, str]:
        """What it says: what happens, and with which file or why not."""
        return self._words

    def show_for(self, dragged: Dragged, look: Look) -> None:
        """Cover the window, and say what would become of what is dragged."""
        self._look, self._dragged = look, dragged
        say = look.catalogue.text
        if dragged.refused:
            self._words = say("drop.refused"), say(f"drop.{dragged.refused}", name=dragged.name)
        elif dragged.files > 1:
            self._words = say("drop.open"), say("drop.first", name=dragged.name, count=dragged.files)
        else:
            self._words = say("drop.open"), dragged.name
        self.setAccessibleName("\n".join(self._words))
        window = self.parentWidget()
        assert window is not None
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A wash, an outline, and a card in the middle."""
        look, dragged = self._look, self._dragged
        if look is None or dragged is None:
            return
        theme = look.theme
        colour = theme.colour("loss" if dragged.refused else "left")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("bg", WASH))
        edge = pen(colour, theme.px(3))
        if dragged.refused:
            edge.setDashPattern([3, 2.4])
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = theme.px(EDGE)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), theme.px(14), theme.px(14))
        self._paint_card(painter, look, dragged)
        painter.end()

    def _paint_card(self, painter: QPainter, look: Look, dragged: Dragged) -> None:
        theme, (title, second) = look.theme, self._words
        head, font = theme.font(LARGE, SEMIBOLD), theme.prose(BODY, MEDIUM)
        widest = min(theme.px(WIDEST), self.width() - 4 * theme.px(EDGE))
        wide = min(max(text_width(title, head), text_width(second, font), theme.px(260)) + theme.px(56), widest)
        card = QRectF(0, 0, wide, theme.px(TALL))
        card.moveCenter(QRectF(self.rect()).center())
        painter.setPen(pen(theme.colour("line"), theme.px(1)))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(card, theme.px(14), theme.px(14))
        side = theme.px(SIGN)
        sign = QRectF(card.center().x() - side / 2, card.top() + theme.px(20), side, side)
        role = "loss" if dragged.refused else "left"
        paint_icon(painter, "close" if dragged.refused else "open", sign, theme.colour(role))
        line = QRectF(card.left(), sign.bottom() + theme.px(8), card.width(), theme.px(34))
        draw_text(painter, line, title, head, theme.colour("ink"), CENTRE)
        room = card.width() - theme.px(40)
        second = QFontMetricsF(font).elidedText(second, Qt.TextElideMode.ElideMiddle, room)
        draw_text(painter, line.translated(0, theme.px(32)), second, font, theme.colour("ink2"), CENTRE)
