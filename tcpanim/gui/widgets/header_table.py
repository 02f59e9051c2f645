"""The header of a segment, drawn as the RFC draws it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, SMALL, TINY
from tcpanim.scene.header import Field, Header

_ROW = 50
_TINY = 11.0


class HeaderTable(QWidget):
    """Rows of 32 bits; the control bits that are set stand out; every value is also told to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._header: Header | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self.updateGeometry()
        self.update()

    def show_header(self, header: Header | None) -> None:
        """Show that header."""
        if header != self._header:
            self._header = header
            self.setAccessibleName(self.description())
            self.updateGeometry()
            self.update()

    def description(self) -> str:
        """All fields and values as one text."""
        if self._header is None or self._look is None:
            return ""
        say = self._look.catalogue.text
        fields = [field for row in self._header.rows for field in row] + list(self._header.options)
        return say("list.gap").join(say("list.pair", name=field.name, value=field.value) for field in fields)

    def _height(self) -> int:
        if self._look is None or self._header is None:
            return 0
        px = self._look.theme.px
        return px(18) + len(self._header.rows) * px(_ROW) + len(self._header.options) * px(30) + 2

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scale of bits, then row by row."""
        if self._look is None or self._header is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        width = self.width() - 1
        painter.setFont(theme.font(_TINY, mono=True))
        painter.setPen(theme.colour("ink3"))
        metrics = QFontMetrics(painter.font())
        for bit in (0, 8, 16, 24, 31):
            text = str(bit)
            left = width * bit / 32 if bit < 31 else width - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(left, theme.px(12)), text)
        top = theme.px(18)
        for row in self._header.rows:
            self._paint_row(painter, row, top, theme.px(_ROW), width)
            top += theme.px(_ROW)
        for field in self._header.options:
            self._paint_option(painter, field, top, theme.px(30), width)
            top += theme.px(30)
        painter.end()

    def _paint_row(self, painter: QPainter, row: tuple[Field, ...], top: int, height: int, width: int) -> None:
        at = 0
        for field in row:
            left, right = round(width * at / 32), round(width * (at + field.bits) / 32)
            self._paint_field(painter, field, QRectF(left + 0.5, top + 0.5, right - left, height))
            at += field.bits

    def _paint_field(self, painter: QPainter, field: Field, area: QRectF) -> None:
        assert self._look is not None
        assert self._header is not None
        theme = self._look.theme
        host = self._header.side or "left"
        if field.set:
            painter.fillRect(area, theme.colour(f"{host}_tint"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(area)
        if field.bits == 1:
            self._paint_bit(painter, field, area, host)
            return
        pad = theme.px(8 if field.bits > 4 else 5)
        name = theme.font(_TINY if field.bits <= 4 else TINY)
        painter.setFont(name)
        painter.setPen(theme.colour("ink3"))
        room = area.width() - pad - 2
        text = field.name
        if QFontMetrics(name).horizontalAdvance(text) > room:
            text = QFontMetrics(name).elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(area.left() + pad, area.top() + theme.px(19)), text)
        painter.setFont(theme.font(BODY, MEDIUM, mono=True))
        painter.setPen(theme.colour("ink"))
        value = QFontMetrics(painter.font()).elidedText(field.value, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(area.left() + pad, area.top() + theme.px(41)), value)

    def _paint_bit(self, painter: QPainter, field: Field, area: QRectF, host: str) -> None:
        assert self._look is not None
        theme = self._look.theme
        painter.setFont(theme.font(_TINY, mono=True))
        painter.setPen(theme.colour(host if field.set else "ink3"))
        upper = QRectF(area.left(), area.top() + theme.px(4), area.width(), theme.px(18))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, field.name[0])
        painter.setFont(theme.font(BODY, 700 if field.set else MEDIUM, mono=True))
        lower = QRectF(area.left(), area.top() + theme.px(24), area.width(), theme.px(22))
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, field.value)

    def _paint_option(self, painter: QPainter, field: Field, top: int, height: int, width: int) -> None:
        assert self._look is not None
        theme = self._look.theme
        area = QRectF(0.5, top + 0.5, width, height)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(area)
        inner = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        painter.setFont(theme.font(TINY))
        painter.setPen(theme.colour("ink3"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, field.name)
        painter.setFont(theme.font(SMALL, MEDIUM, mono=True))
        painter.setPen(theme.colour("ink"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, field.value)


def hex_lines(raw: bytes, per_line: int = 12) -> tuple[str, ...]:
    """Bytes in pairs, as captures print them."""
    lines = []
    for start in range(0, len(raw), per_line):
        part = raw[start : start + per_line].hex()
        lines.append(" ".join(part[index : index + 4] for index in range(0, len(part), 4)))
    return tuple(lines)
