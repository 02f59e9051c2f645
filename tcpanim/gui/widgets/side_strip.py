"""The folded side panel: its tabs alone, upright at the window's right edge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import STRIP
from tcpanim.gui.theme import BODY, MEDIUM
from tcpanim.gui.widgets.parts import PaintedButton

SMALLEST_TYPE = 14
"""In pixels, where the window is too low for all words."""
PADS = (32, 24, 16, 10)
"""What is free along a word, both ends together, as there is room; ``GAP`` is between two tabs."""
TOP, GAP = 16, 8
LEAST = 0.4
"""Of the usual size of type."""


class UprightTab(PaintedButton):
    """A word that stands upright: Latin turned by a quarter, 汉字 one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._pad, self._share = PADS[0], 1.0

    def set_look(self, look: Look, text: str) -> None:
        """Write the word."""
        self._look = look
        self.setText(text)
        self.setAccessibleName(text)

    def set_room(self, pad: int, share: float) -> None:
        """``pad``: of ``PADS``; ``share``: of the usual size of type."""
        self._pad, self._share = pad, share
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _font(self) -> QFont:
        assert self._look is not None
        font = QFont(self._look.theme.font(BODY, MEDIUM))  # the theme keeps its own
        font.setPixelSize(max(SMALLEST_TYPE, round(font.pixelSize() * self._share)))
        return font

    def sizeHint(self) -> QSize:
        """As long as the word."""
        if self._look is None:
            return QSize(STRIP, 100)
        theme = self._look.theme
        metrics = QFontMetrics(self._font())
        han = self._look.catalogue.language == "zh"
        length = metrics.height() * len(self.text()) if han else metrics.horizontalAdvance(self.text())
        return QSize(theme.px(STRIP) - theme.px(1), length + theme.px(self._pad))  # beside the bar's line

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The word."""
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken" if self.isDown() else "lane"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 2, -4, -2), theme.px(8), theme.px(8))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 3, -5, -3), theme.px(8), theme.px(8))
        painter.setPen(theme.colour("left" if self.hasFocus() else "ink2"))
        painter.setFont(self._font())
        if self._look.catalogue.language == "zh":
            metrics = QFontMetrics(painter.font())
            for index, letter in enumerate(self.text()):
                left = (self.width() - metrics.horizontalAdvance(letter)) / 2
                top = theme.px(self._pad) / 2
                painter.drawText(QPointF(left, top + metrics.ascent() + index * metrics.height()), letter)
        else:
            painter.translate(self.width(), 0)
            painter.rotate(90)
            area = QRectF(0, 0, self.height(), self.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class SideStrip(QFrame):
    """A tab per page of the panel."""

    chosen = Signal(str)

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "side")
        self._look: Look | None = None
        self._layout = QVBoxLayout(self)
        self.tabs = {name: UprightTab(self) for name in names}
        for name, tab in self.tabs.items():
            tab.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._layout.addWidget(tab)
        self._layout.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self.setFixedWidth(look.theme.px(STRIP))
        self._layout.setContentsMargins(0, look.theme.px(TOP), 0, 0)
        for name, tab in self.tabs.items():
            tab.set_look(look, look.catalogue.text(f"panel.{name}"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words too long for the height come closer, and then get smaller."""
        if self._look is None:
            return
        px = self._look.theme.px
        for pad in PADS:
            if self._try(pad, px(GAP) if pad == PADS[0] else 0, 1.0):
                return
        share = 1.0
        while share > LEAST and not self._try(PADS[-1], 0, share):
            share -= 0.04

    def _try(self, pad: int, gap: int, share: float) -> bool:
        """Whether there is room for all words so."""
        for tab in self.tabs.values():
            tab.set_room(pad, share)
        self._layout.setSpacing(gap)
        return self._needed() + gap * len(self.tabs) <= self._room()

    def _needed(self) -> int:
        return sum(tab.sizeHint().height() for tab in self.tabs.values())

    def _room(self) -> int:
        return self.height() - self._layout.contentsMargins().top()
