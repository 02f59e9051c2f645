"""What is said of the field that is pointed at: its use, its place, its past; of the checksum how it comes about."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import LEFT, RIGHT, draw_text, text_width
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import Column, label, write
from tcpanim.scene.header import Header
from tcpanim.scene.header_notes import Checksum, Note, Row, changes_note, checksum_of, field_note
from tcpanim.trace.trace import Trace

_LINE = 22


class ChecksumTable(QWidget):
    """The sums, line by line: what is added, and its value in hexadecimal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._sum: Checksum | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sum(self, look: Look, checksum: Checksum) -> None:
        """Show that calculation."""
        self._look, self._sum = look, checksum
        say = look.catalogue.text
        rows = (*checksum.pseudo, *checksum.steps)
        parts = [say("list.pair", name=row.name, value=row.value) for row in rows]
        self.setAccessibleName(say("list.gap").join([*parts, checksum.verdict]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        if self._look is None or self._sum is None:
            return QSize(160, 0)
        px = self._look.theme.px
        return QSize(160, (len(self._sum.pseudo) + len(self._sum.steps) + 1) * px(_LINE) + px(8))

    def minimumSizeHint(self) -> QSize:
        """As high as its lines."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pseudo-header's parts, then the sums."""
        if self._look is None or self._sum is None:
            return
        theme, say = self._look.theme, self._look.catalogue.text
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        tall, y = float(theme.px(_LINE)), 0.0
        heading = QRectF(0, y, self.width(), tall)
        draw_text(painter, heading, say("header.sum.title"), theme.font(SMALL, SEMIBOLD), theme.colour("ink"))
        y += tall
        for row in self._sum.pseudo:
            self._paint_row(painter, row, y, indent=theme.px(12))
            y += tall
        for row in self._sum.steps:
            if row is self._sum.steps[-3]:
                painter.setPen(theme.colour("wire"))
                painter.drawLine(0, round(y + theme.px(3)), self.width(), round(y + theme.px(3)))
                y += theme.px(8)
            self._paint_row(painter, row, y, indent=0, strong=row is self._sum.steps[-1])
            y += tall
        painter.end()

    def _paint_row(self, painter: QPainter, row: Row, y: float, *, indent: float, strong: bool = False) -> None:
        assert self._look is not None
        theme, tall = self._look.theme, float(self._look.theme.px(_LINE))
        mono = theme.font(SMALL, SEMIBOLD if strong else MEDIUM, mono=True)
        words = theme.font(SMALL)
        value = text_width(row.value, mono)
        room = self.width() - value - theme.px(12) - indent
        line = QRectF(indent, y, room, tall)
        name = text_width(row.name, words)
        draw_text(painter, line, row.name, words, theme.colour("ink2" if indent else "ink"), LEFT)
        if row.how and room - name > theme.px(60):
            beside = QRectF(indent + name + theme.px(10), y, room - name - theme.px(10), tall)
            draw_text(painter, beside, row.how, words, theme.colour("ink3"), LEFT)
        place = QRectF(self.width() - value - 1, y, value + 1, tall)
        draw_text(painter, place, row.value, mono, theme.colour("ink"), RIGHT)


class FieldNote(Column):
    """Words about a field; while none is pointed at, what changed since the host's previous segment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self.title = label(self, wrap=True)
        self.about = label(self, "2", wrap=True)
        self.lines = label(self, "2", wrap=True)
        self.sum = ChecksumTable(self)
        self._layout = QVBoxLayout(self)
        for widget in (self.title, self.about, self.sum, self.lines):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        theme = look.theme
        self._layout.setContentsMargins(0, theme.px(4), 0, 0)
        self._layout.setSpacing(theme.px(4))
        self.title.setFont(theme.prose(BODY, SEMIBOLD))
        self.about.setFont(theme.prose(SMALL))
        self.lines.setFont(theme.prose(SMALL))
        self._shown = ()

    def show_field(self, look: Look, trace: Trace, header: Header, key: str | None, t: int) -> None:
        """Say what there is to say of that field, None: of all that changed."""
        if (look, header, key) == self._shown:
            return
        self._shown = (look, header, key)
        assert look.naming is not None
        field = header.field(key) if key is not None else None
        note = field_note(header, field, look.naming) if field is not None else changes_note(header, look.naming)
        self._write(note, first=field is None)
        summed = field is not None and field.key == "checksum"
        self.sum.setVisible(summed)
        if summed:
            checksum = checksum_of(header, trace.flight(header.flight), t, look.naming)
            self.sum.show_sum(look, checksum)
            write(self.about, checksum.verdict)

    def _write(self, note: Note, *, first: bool) -> None:
        """``first``: the lines are what matters, and stand before the hint."""
        write(self.title, note.title)
        texts = ("\n".join(note.lines), note.about) if first else (note.about, "\n".join(note.lines))
        for widget, text in zip((self.about, self.lines), texts, strict=True):
            write(widget, text)
            widget.setVisible(bool(text))

    def spoken(self) -> str:
        """All of it as one text."""
        parts = (self.title, self.about, self.lines)
        return "\n".join(part.accessibleName() for part in parts if part.text())
