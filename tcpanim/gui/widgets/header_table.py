"""The header of a segment, drawn as the RFC draws it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.theme import BODY, MEDIUM, SMALL, TINY
from tcpanim.scene.header import Field, Header

_ROW, _OPTION, _SCALE = 50, 30, 18
_TINY = 11.0
_WIDE = 320
"""Four bytes that are so many px wide have room for their words and values at scale 1.

In a column that is high and narrow the width decides how large they are.
"""
_ONE_LINE = 40
"""Rows that are less high than so many px have name and value beside each other."""


def _touched(cell: QRectF) -> QRect:
    """What a cell may cover, with its border."""
    return cell.toAlignedRect().adjusted(-1, -1, 1, 1)


class HeaderTable(QWidget):
    """Rows of 32 bits; the control bits that are set stand out.

    What is another than in the segment that the host sent before has a dot. A field is pointed at by the mouse or by Up
    and Down; a click holds it. ``fit``: the rows share the height that there is, else they have a height of their own.
    ``parts``: rows, options, or both.
    """

    pointed = Signal(object)
    """The key of the field that is pointed at, or None."""

    def __init__(self, parent: QWidget | None = None, *, fit: bool = False, parts: str = "both") -> None:
        super().__init__(parent)
        self._fit = fit
        self._parts = parts
        self._look: Look | None = None
        self._header: Header | None = None
        self._key: str | None = None
        self._held: str | None = None
        self._rects: list[tuple[QRectF, Field]] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy.Policy.Expanding if fit else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, policy)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._changed()

    def show_header(self, header: Header | None) -> None:
        """Show that header."""
        if header == self._header:
            return
        pointed, before, faces = self._key, self.cells(), self._faces()
        if self._header is None or header is None or header.flight != self._header.flight:
            self._held = self._key = None
        self._header = header
        self._rects = []
        if pointed or [rect for rect, _ in self.cells()] != [rect for rect, _ in before]:
            self._changed()
            return
        self.setAccessibleName(self.description())
        for (rect, _), old, new in zip(before, faces, self._faces(), strict=True):
            if old != new:
                self.update(rect.toAlignedRect())

    def show_parts(self, parts: str) -> None:
        """Show the rows, the options, or both."""
        if parts != self._parts:
            self._parts = parts
            self._changed()

    @property
    def rows(self) -> tuple[tuple[Field, ...], ...]:
        """The rows of 32 bits that are shown."""
        return self._header.rows if self._header is not None and self._parts != "options" else ()

    @property
    def options(self) -> tuple[Field, ...]:
        """The options that are shown."""
        return self._header.options if self._header is not None and self._parts != "rows" else ()

    def _changed(self) -> None:
        self._rects = []
        self.setAccessibleName(self.description())
        self.updateGeometry()
        self.update()

    def _faces(self) -> list[tuple[object, ...]]:
        """What each cell looks like while nothing is pointed at."""
        host = self._header.side if self._header is not None else ""
        return [
            (field.name, field.value, field.set, bool(field.before), host if field.set or field.before else "")
            for _, field in self.cells()
        ]

    def description(self) -> str:
        """All fields and values as one text."""
        if self._header is None or self._look is None:
            return ""
        say = self._look.catalogue.text
        every = [field for row in self.rows for field in row] + list(self.options)
        fields = (field for field in every if field.key != "padding")
        return say("list.gap").join(say("list.pair", name=field.name, value=field.value) for field in fields)

    # ---- pointing

    @property
    def key(self) -> str | None:
        """The field that is pointed at."""
        return self._key

    def point(self, key: str | None) -> None:
        """Mark that field; None: the one that is held, if any."""
        key = key or self._held
        if key != self._key:
            self._key = key
            self.update()
            self.pointed.emit(key)

    def hold(self, key: str | None) -> None:
        """Go on marking that field; again: no longer."""
        self._held = None if key == self._held else key
        self.point(key)

    def field_at(self, point: QPointF) -> Field | None:
        """The field that lies there."""
        return next((field for rect, field in self.cells() if rect.contains(point)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point."""
        field = self.field_at(event.position())
        self.point(field.key if field is not None else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            field = self.field_at(event.position())
            self.hold(field.key if field is not None else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point no longer."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go through the fields."""
        if event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down) or event.modifiers() or self._header is None:
            super().keyPressEvent(event)
            return
        keys = [field.key for _, field in self.cells()]
        if not keys:
            return
        step = 1 if event.key() == Qt.Key.Key_Down else -1
        at = keys.index(self._key) + step if self._key in keys else (0 if step > 0 else -1)
        self._held = None
        self.point(keys[at % len(keys)])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point no longer; but who goes on by Tab, to scroll what is said of the field, finds it still there."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.TabFocusReason:
            self._held = self._key
        self.point(None)
        self.update()

    # ---- geometry

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        if self._look is None or self._header is None:
            return QSize(200, 0)
        px = self._look.theme.px
        rows, options = len(self.rows), len(self.options)
        if self._fit:
            return QSize(px(200), self._top() + (rows + options) * px(20))
        return QSize(200, self._top() + rows * px(_ROW) + sum(map(self._option_height, self.options)) + 2)

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self.sizeHint().height())

    def _option_height(self, field: Field) -> int:
        """A value that has no room beside its name stands below it, as in a row; in a given height it gets smaller."""
        assert self._look is not None
        theme, pad = self._look.theme, self._look.theme.px(8)
        name = text_width(field.name, theme.font(TINY))
        value = text_width(field.value, theme.font(SMALL, MEDIUM, mono=True))
        return theme.px(_ROW if not self._fit and name + value + 4 * pad > self.width() else _OPTION)

    def _top(self) -> int:
        """Where the first row begins: below the scale of bits."""
        return self._look.theme.px(_SCALE) if self._look is not None and self.rows else 0

    def _heights(self) -> tuple[float, float]:
        """Of a row, and of an option."""
        assert self._look is not None
        px = self._look.theme.px
        if not self._fit:
            return px(_ROW), px(_OPTION)
        rows, options = len(self.rows), len(self.options)
        room = self.height() - self._top() - 2
        if not rows:
            return 0.0, min(room / max(options, 1), px(_OPTION))
        share = _OPTION / _ROW if room > (rows + options) * px(_ONE_LINE) else 1.0
        row = min(room / (rows + options * share), px(_ROW) * min(max(self.width() / px(_WIDE), 1.0) * 1.2, 2.4))
        return row, row * share

    def cells(self) -> list[tuple[QRectF, Field]]:
        """Where each field stands."""
        if not self._rects and self._look is not None and self._header is not None:
            top, width = float(self._top()), self.width() - 1
            tall, option = self._heights() if self.rows or self.options else (0.0, 0.0)
            for row in self.rows:
                at = 0
                for field in row:
                    left, right = round(width * at / 32), round(width * (at + field.bits) / 32)
                    high = round(top + tall) - round(top)
                    self._rects.append((QRectF(left + 0.5, round(top) + 0.5, right - left, high), field))
                    at += field.bits
                top += tall
            for field in self.options:
                tall = option if self._fit else float(self._option_height(field))
                self._rects.append((QRectF(0.5, round(top) + 0.5, width, round(top + tall) - round(top)), field))
                top += tall
        return self._rects

    def resizeEvent(self, event: object) -> None:
        """Everything has another place, and an option perhaps another height."""
        self._rects = []
        self.updateGeometry()
        super().resizeEvent(event)  # type: ignore[arg-type]

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The scale of bits, then field by field; the one that is pointed at last, as its border lies over others."""
        if self._look is None or self._header is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        width = self.width() - 1
        font = theme.font(_TINY, mono=True)
        for bit in (0, 8, 16, 24, 31) if self.rows else ():
            text = str(bit)
            left = width * bit / 32 if bit < 31 else width - text_width(text, font)
            painter.setFont(font)
            painter.setPen(theme.colour("ink3"))
            painter.drawText(QPointF(left, theme.px(12)), text)
        region = event.region()
        cells = [(rect, field) for rect, field in self.cells() if region.intersects(_touched(rect))]
        for rect, field in cells:
            self._paint_ground(painter, field, rect)
            if region.intersects(rect.toAlignedRect().adjusted(1, 1, -1, -1)):  # not its neighbour alone
                self._paint_field(painter, field, rect)
        for rect, field in cells:
            if field.key == self._key:
                self._paint_ground(painter, field, rect)
                self._paint_field(painter, field, rect)
        painter.end()

    def _paint_ground(self, painter: QPainter, field: Field, area: QRectF) -> None:
        """What lies below a field, and its border, which it has in common with its neighbours."""
        assert self._look is not None
        assert self._header is not None
        theme, host = self._look.theme, self._header.side or "left"
        chosen = field.key == self._key
        if field.set or chosen:
            painter.fillRect(area, theme.colour(f"{host}_tint"))
        painter.setPen(pen(theme.colour(host if chosen else "line"), theme.px(2) if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _paint_field(self, painter: QPainter, field: Field, area: QRectF) -> None:
        """What it says."""
        assert self._look is not None
        assert self._header is not None
        theme, host = self._look.theme, self._header.side or "left"
        large = min(area.height() / theme.px(_ROW), self.width() / theme.px(_WIDE), 2.2)
        scale = max(large, 0.9) if self._fit else 1.0
        if field.bits == 1:
            self._paint_bit(painter, field, area, host, scale)
        elif area.height() < theme.px(_ONE_LINE) or (self._fit and field in self._header.options):
            self._paint_line(painter, field, area, scale)
        else:
            self._paint_block(painter, field, area, scale)
        if field.before:
            self._paint_dot(painter, area, host, short=field.bits <= 4 and area.height() >= theme.px(_ONE_LINE))

    def _paint_dot(self, painter: QPainter, area: QRectF, host: str, *, short: bool) -> None:
        """The sign of a value that is another than in the host's previous segment."""
        assert self._look is not None
        theme = self._look.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(host))
        if area.width() < theme.px(24):  # a bit: there is no room beside its name
            tall = theme.px(2 if area.height() < theme.px(_ONE_LINE) else 3)
            painter.drawRect(QRectF(area.left() + 2, area.bottom() - tall - 0.5, area.width() - 3, tall))
        else:
            # Beside the name; a short field's fills it, and there is room beside the value.
            y = area.bottom() - theme.px(12) if short else area.top() + theme.px(8)
            painter.drawEllipse(QPointF(area.right() - theme.px(8), y), theme.px(3), theme.px(3))
        painter.restore()

    def _paint_block(self, painter: QPainter, field: Field, area: QRectF, scale: float) -> None:
        """The name above the value."""
        assert self._look is not None
        theme = self._look.theme
        name = theme.font((_TINY if field.bits <= 4 else TINY) * min(scale, 1.6))
        pad: float = theme.px(8)
        if field.bits <= 4:  # its name needs the room
            pad = max(1.0, min(theme.px(5), (area.width() - text_width(field.name, name)) / 2))
        inner = area.adjusted(pad, 0, -pad / 2 if field.bits > 16 else -1, 0)
        half = area.height() / 2
        upper = QRectF(inner.left(), inner.top() + half * 0.08, inner.width(), half)
        lower = QRectF(inner.left(), inner.top() + half * 0.9, inner.width(), half)
        draw_text(painter, upper, field.name, name, theme.colour("ink3"), LEFT)
        value = theme.font(BODY * scale, MEDIUM, mono=True)
        text = self._shorter(field.value, value, lower.width())
        draw_text(painter, lower, text, shrink_to_fit(text, value, lower.width(), 10), theme.colour("ink"), LEFT)

    def _paint_line(self, painter: QPainter, field: Field, area: QRectF, scale: float) -> None:
        """Name and value beside each other."""
        assert self._look is not None
        theme = self._look.theme
        pad = theme.px(8 if field.bits > 4 else 4)
        inner = area.adjusted(pad, 0, -pad - (theme.px(8) if field.before else 0), 0)
        name, value = theme.font(TINY * min(scale, 1.6)), theme.font(SMALL * scale, MEDIUM, mono=True)
        if field.bits <= 4:
            draw_text(painter, inner, field.value, value, theme.colour("ink"), CENTRE)
            return
        draw_text(painter, inner, field.name, name, theme.colour("ink3"), LEFT)
        named = min(text_width(field.name, name), inner.width()) + theme.px(8)
        room = QRectF(inner.left() + named, inner.top(), max(0.0, inner.width() - named), inner.height())
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        text = self._shorter(field.value, value, room.width())
        draw_text(painter, room, text, shrink_to_fit(text, value, room.width(), 10), theme.colour("ink"), align)

    def _shorter(self, text: str, font: object, room: float) -> str:
        """Without the explanation in parentheses where that does not fit: the wire value always does."""
        full = QFontMetricsF(font).horizontalAdvance(text)  # type: ignore[call-overload]
        cut = min((text.find(mark) for mark in (" (", "（") if mark in text), default=-1)
        return text if full <= room or cut < 0 else text[:cut]

    def _paint_bit(self, painter: QPainter, field: Field, area: QRectF, host: str, scale: float) -> None:
        assert self._look is not None
        theme = self._look.theme
        ink = theme.colour(host if field.set else "ink3")
        low = area.height() < theme.px(_ONE_LINE)
        share = 0.46
        upper = QRectF(area.left(), area.top() + (0 if low else 2), area.width(), area.height() * share)
        lower = QRectF(area.left(), area.top() + area.height() * share, area.width(), area.height() * (1 - share))
        if low:  # close together, so that the sign of a change has room below
            lower.setBottom(area.bottom() - theme.px(3))
        size = min(scale, 1.5, area.width() * 1.35 / theme.px(BODY))
        if low:  # in little height two lines of large type would meet
            size = min(size, area.height() * 0.45 / theme.px(SMALL))
        wide = area.width() >= theme.px(34) * size
        draw_text(
            painter, upper, field.name if wide else field.name[0], theme.font(_TINY * size, mono=True), ink, CENTRE
        )
        weight = 700 if field.set else MEDIUM
        draw_text(
            painter, lower, field.value, theme.font((SMALL if low else BODY) * size, weight, mono=True), ink, CENTRE
        )
