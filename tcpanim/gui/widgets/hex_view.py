"""The bytes of a header, as captures print them; those of a field stand out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, RIGHT, draw_text, pen
from tcpanim.gui.theme import BOLD, MEDIUM, SMALL, TINY
from tcpanim.scene.header import Header, hex_lines


class HexView(QWidget):
    """Pairs of bytes with the offset at the left; the pointer on a byte points at its field."""

    pointed = Signal(object)
    """The key of the field whose byte is pointed at, or None."""
    held = Signal(object)
    """The user clicked on that field's bytes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._header: Header | None = None
        self._key: str | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self.setAccessibleName(look.catalogue.text("header.bytes-name"))
        self.updateGeometry()
        self.update()

    def show_header(self, header: Header | None) -> None:
        """Show that header's bytes."""
        before, self._header = self._header, header
        if header == before:
            return
        self.setAccessibleDescription(" ".join(hex_lines(header.raw)) if header is not None else "")
        if self._key or self._look is None or header is None or before is None or len(header.raw) != len(before.raw):
            self.updateGeometry()
            self.update()
            return
        measures = self._measures()
        for byte, (old, new) in enumerate(zip(before.raw, header.raw, strict=True)):
            if old != new:
                self.update(self._rect(byte, measures).toAlignedRect())
        if len(header.data) != len(before.data):
            self.update(self._foot(measures).toAlignedRect())

    def point(self, key: str | None) -> None:
        """Mark the bytes of that field."""
        if key != self._key:
            self._key = key
            self.update()

    # ---- geometry

    def _measures(self) -> tuple[int, float, float, float]:
        """Bytes in a line, the width of a byte, the height of a line, where the first byte begins."""
        assert self._look is not None
        theme = self._look.theme
        metrics = QFontMetricsF(theme.font(SMALL, MEDIUM, mono=True))
        wide, offset = metrics.horizontalAdvance("00"), metrics.horizontalAdvance("00") + theme.px(20)
        # A pair of bytes and the space behind it.
        room = self.width() - offset - theme.px(8) + wide / 2
        pairs = int(room // (wide * 2.5))
        per_line = next((count for count in (16, 12, 8) if pairs >= count // 2), 4)
        return per_line, wide, metrics.height() * 1.25, offset

    def _rect(self, byte: int, measures: tuple[int, float, float, float] | None = None) -> QRectF:
        per_line, wide, tall, offset = measures or self._measures()
        assert self._look is not None
        line, column = divmod(byte, per_line)
        left = offset + column * wide + column // 2 * wide * 0.5
        return QRectF(left, self._look.theme.px(8) + line * tall, wide, tall)

    def _foot(self, measures: tuple[int, float, float, float]) -> QRectF:
        """Where it says how many bytes there are."""
        assert self._header is not None
        assert self._look is not None
        last = self._rect(len(self._header.raw) - 1, measures)
        _, _, tall, offset = measures
        return QRectF(offset, last.bottom(), self.width() - offset - self._look.theme.px(8), tall)

    def byte_at(self, point: QPointF) -> int | None:
        """The byte that lies there."""
        if self._header is None or self._look is None:
            return None
        measures = self._measures()
        grown = (self._rect(byte, measures).adjusted(-3, 0, 3, 0) for byte in range(len(self._header.raw)))
        return next((byte for byte, rect in enumerate(grown) if rect.contains(point)), None)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        if self._look is None or self._header is None:
            return QSize(200, 0)
        per_line, _, tall, _ = self._measures()
        lines = -(-len(self._header.raw) // per_line)
        return QSize(200, round(self._look.theme.px(16) + (lines + 1) * tall))

    def minimumSizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Another width has other lines."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    # ---- what the user does

    def _field_of(self, point: QPointF) -> str | None:
        byte = self.byte_at(point)
        if byte is None or self._header is None:
            return None
        # A byte that several bits share stays with the one that is pointed at already.
        chosen = self._header.field(self._key) if self._key is not None else None
        if chosen is not None and chosen.first <= byte < chosen.last:
            return chosen.key
        field = self._header.field_at(byte)
        if field is not None and field.bits == 1:
            field = next((bit for bit in self._header.fields if bit.set and bit.first == byte), field)
        return field.key if field is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point."""
        self.pointed.emit(self._field_of(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.held.emit(self._field_of(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point no longer."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """A well; the marked field's ground; the bytes; how many there are."""
        if self._look is None or self._header is None:
            return
        theme, header = self._look.theme, self._header
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(8), theme.px(8))
        field = header.field(self._key) if self._key is not None else None
        marked = range(field.first, field.last) if field is not None else range(0)
        host = header.side or "left"
        font, bold = theme.font(SMALL, MEDIUM, mono=True), theme.font(SMALL, BOLD, mono=True)
        measures = self._measures()
        per_line, _, tall, _ = measures
        place_of = [self._rect(byte, measures) for byte in range(len(header.raw))]
        region = event.region()
        for first in range(0, len(header.raw), per_line):
            line = range(first, min(first + per_line, len(header.raw)))
            part = [byte for byte in line if byte in marked]
            if part:
                ground = place_of[part[0]].united(place_of[part[-1]]).adjusted(-3, 1, 3, -1)
                painter.setPen(pen(theme.colour(host), theme.px(1.4)))
                painter.setBrush(theme.colour("surface"))
                painter.drawRoundedRect(ground, theme.px(4), theme.px(4))
            top, whole = place_of[first], place_of[first].united(place_of[line[-1]])
            place = QRectF(theme.px(6), top.top(), top.left() - theme.px(16), tall)
            draw_text(painter, place, f"{first:02x}", theme.font(TINY, mono=True), theme.colour("ink3"), RIGHT)
            if region.intersects(whole.toAlignedRect()):
                # A pair and a space are as wide as their letters, all of one width: a line is one text.
                plain = ("  " if byte in marked else f"{header.raw[byte]:02x}" for byte in line)
                words = "".join(word + " " * (byte % 2) for byte, word in zip(line, plain, strict=True))
                draw_text(painter, whole, words.rstrip(), font, theme.colour("ink"), LEFT)
                for byte in part:
                    draw_text(painter, place_of[byte], f"{header.raw[byte]:02x}", bold, theme.colour(host), CENTRE)
        say = self._look.catalogue.text
        words = say("segment.bytes", size=len(header.raw))
        if header.data:
            words = f"{words} · {say('header.data', size=len(header.data))}"
        draw_text(painter, self._foot(measures), words, theme.font(TINY), theme.colour("ink3"), LEFT)
        painter.end()
