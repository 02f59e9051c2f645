"""The header of the segment that the step is about, as large as an audience needs it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD, make_font
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.header import Field, Header, header_view, shown_segment

FLAT = 26
"""A field lower than so many px shows name and value side by side."""


class HeaderPanel(RunView):
    """Rows of 32 bits with their values, the options below; the control bits that are set stand out."""

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        before, self._t = self.header(), t
        if self.header() != before:
            self.update()

    def header(self) -> Header | None:
        """What is shown."""
        trace, naming = self._trace, self._naming()
        if trace is None or naming is None:
            return None
        number = shown_segment(trace, self._t, self._selection)
        return header_view(trace, number, self._t, naming) if number is not None else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        if look is None:
            return
        painter.fillRect(self.rect(), look.theme.colour("bg"))
        header = self.header()
        if header is None:
            font = make_font(look.theme.px(13), MEDIUM, chinese=look.theme.language == "zh")
            words = look.catalogue.text("segment.empty")
            draw_text(painter, QRectF(self.rect()), words, font, look.theme.colour("ink2"), CENTRE)
            return
        self._paint_rows(painter, look, header)

    def _paint_rows(self, painter: QPainter, look: Look, header: Header) -> None:
        theme = look.theme
        title = make_font(theme.px(13.2), BOLD, tabular=False, chinese=theme.language == "zh")
        top = title.pixelSize() * 1.5
        draw_text(painter, QRectF(0, 0, self.width(), top), header.title,
                  shrink_to_fit(header.title, title, self.width(), theme.px(9)), theme.colour("ink"), LEFT)  # fmt: skip
        lines = [[(field, field.bits / 32) for field in line] for line in header.rows]
        options = [field for field in header.options if field.key != "padding"]
        if options:  # by what there is to read, not by their bytes
            letters = [len(field.name) + len(field.value) + 4 for field in options]
            lines.append([(field, count / sum(letters)) for field, count in zip(options, letters, strict=True)])
        row = min((self.height() - top - 2) / max(len(lines), 1), theme.px(34))
        for line in lines:
            left = 1.0
            for field, share in line:
                wide = (self.width() - 2) * share
                self._paint_field(painter, look, field, QRectF(left, top, wide, row))
                left += wide
            top += row

    def _paint_field(self, painter: QPainter, look: Look, field: Field, rect: QRectF) -> None:
        theme = look.theme
        chinese = theme.language == "zh"
        painter.setPen(pen(theme.colour("wire"), max(1.0, theme.scale * 0.5)))
        painter.setBrush(theme.colour("syn") if field.set else theme.colour("surface"))
        painter.drawRect(rect)
        if field.bits == 1:
            ink = theme.colour("on_colour" if field.set else "ink3")
            font = make_font(max(1, round(min(rect.width() * 0.36, theme.px(8.2)))), SEMIBOLD)
            half = rect.height() / 2
            upper = QRectF(rect.left(), rect.top(), rect.width(), half)
            draw_text(painter, upper, field.name, font, ink, CENTRE)
            value = make_font(theme.px(11), BOLD, mono=True)
            draw_text(painter, upper.translated(0, half * 0.92), "1" if field.set else "0", value, ink, CENTRE)
            return
        inner = rect.adjusted(theme.px(3), theme.px(1.5), -theme.px(2), -theme.px(1))
        if field.bits >= 16 and inner.height() < theme.px(FLAT):
            self._paint_in_line(painter, look, field, inner)
            return
        name = make_font(theme.px(8.4), REGULAR, chinese=chinese)
        share = inner.height() * 0.42
        upper = QRectF(inner.left(), inner.top(), inner.width(), share)
        lower = QRectF(inner.left(), inner.top() + share, inner.width(), inner.height() - share)
        fitted = shrink_to_fit(field.name, name, inner.width(), theme.px(5))
        draw_text(painter, upper, field.name, fitted, theme.colour("ink2"), LEFT)
        value = make_font(
            min(theme.px(12.6 if field.bits >= 16 else 10), max(1, int(lower.height()))), SEMIBOLD, mono=True
        )
        fitted = shrink_to_fit(field.value, value, inner.width(), theme.px(6))
        draw_text(painter, lower, field.value, fitted, theme.colour("ink"), LEFT)

    def _paint_in_line(self, painter: QPainter, look: Look, field: Field, rect: QRectF) -> None:
        """Name and value beside each other, where the rows are too low for one above the other."""
        theme = look.theme
        name = make_font(int(min(theme.px(11.5), rect.height() * 0.56)), REGULAR, chinese=theme.language == "zh")
        name = shrink_to_fit(field.name, name, rect.width() * 0.5, theme.px(6))
        value = make_font(int(min(theme.px(14), rect.height() * 0.66)), SEMIBOLD, mono=True)
        beside = text_width(field.name, name) + theme.px(8)
        room = QRectF(rect.left() + beside, rect.top(), rect.width() - beside, rect.height())
        draw_text(painter, rect, field.name, name, theme.colour("ink2"), LEFT)
        fitted = shrink_to_fit(field.value, value, room.width(), theme.px(7))
        draw_text(painter, room, field.value, fitted, theme.colour("ink"), LEFT)
