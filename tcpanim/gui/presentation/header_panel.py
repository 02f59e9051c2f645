"""The header of the segment that the step is about, as large as an audience needs it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, draw_text, pen, scrap, shrink_to_fit, text_width
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD, make_font
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.header import Field, Header, header_view, shown_segment
from tcpanim.scene.one_side import last_known

FLAGS_SHARE = 0.6
"""Of the fourth row for the control bits: to scale they could not be read from the last row."""
LOW = 15
"""Where rows would be lower than so many px, what the segment is called makes room for them."""
FLAGS_ROW = 1.5
"""That row is so many times as high as the others: its names stand above its values."""


class HeaderPanel(RunView):
    """Rows of 32 bits with their values, the options below; the control bits that are set stand out."""

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        before, self._t = self.header(), t
        if self.header() != before:
            self.update()

    def header(self) -> Header | None:
        """What is shown."""
        return self._header_at(self._t)

    def _header_at(self, t: int) -> Header | None:
        trace, naming = self._trace, self._naming()
        if trace is None or naming is None:
            return None
        number = shown_segment(trace, t, self._selection)
        if number is not None and self._look is not None:
            number = last_known(trace, number, self._look.side, t)
        return header_view(trace, number, t, naming) if number is not None else None

    def rehearse_at(self, t: int) -> None:
        """Its words, where nobody sees them."""
        header = self._header_at(t)
        if self._look is not None and header is not None:
            aside = scrap(self.devicePixelRatioF())
            painter = QPainter(aside)
            self._paint_rows(painter, self._look, header)
            painter.end()

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
            words = look.catalogue.text("segment.none")
            draw_text(painter, QRectF(self.rect()), words, font, look.theme.colour("ink2"), CENTRE)
            return
        self._paint_rows(painter, look, header)

    def _paint_rows(self, painter: QPainter, look: Look, header: Header) -> None:
        theme = look.theme
        title = make_font(theme.px(13.2), BOLD, tabular=False, chinese=theme.language == "zh")
        lines = [_shares(line) for line in header.rows]
        options = [field for field in header.options if field.key != "padding"]
        if options:  # by what there is to read, not by their bytes
            letters = [len(field.name) + len(field.value) + 4 for field in options]
            lines.append([(field, count / sum(letters)) for field, count in zip(options, letters, strict=True)])
        factors = [FLAGS_ROW if _has_flags(line) else 1.0 for line in lines]
        top = title.pixelSize() * 1.5
        if self.height() - top < theme.px(LOW) * sum(factors):
            top = 1.0
        if top > 1:
            fitted = shrink_to_fit(header.title, title, self.width(), theme.px(9))
            draw_text(painter, QRectF(0, 0, self.width(), top), header.title, fitted, theme.colour("ink"), LEFT)
        row = min((self.height() - top - 2) / sum(factors), theme.px(34))
        for line, factor in zip(lines, factors, strict=True):
            left = 1.0
            for field, share in line:
                wide = (self.width() - 2) * share
                self._paint_field(painter, look, field, QRectF(left, top, wide, row * factor), _has_flags(line))
                left += wide
            top += row * factor

    def _paint_field(self, painter: QPainter, look: Look, field: Field, rect: QRectF, above: bool) -> None:
        theme = look.theme
        painter.setPen(pen(theme.colour("wire"), max(1.0, theme.scale * 0.5)))
        painter.setBrush(theme.colour("syn") if field.set else theme.colour("surface"))
        painter.drawRect(rect)
        if above:
            self._paint_above(painter, look, field, rect)
        else:
            self._paint_in_line(painter, look, field, rect.adjusted(theme.px(3), 0, -theme.px(2), 0))

    def _paint_above(self, painter: QPainter, look: Look, field: Field, rect: QRectF) -> None:
        """The name above the value."""
        theme, bit = look.theme, field.bits == 1
        inner = rect.adjusted(theme.px(1), 0, -theme.px(1), 0)
        upper, lower = QRectF(inner), QRectF(inner)
        upper.setHeight(rect.height() * 0.47)
        lower.setTop(upper.bottom() - rect.height() * 0.02)
        chinese = theme.language == "zh" and not bit
        name = make_font(round(min(theme.px(11), upper.height() * 0.84)), SEMIBOLD if bit else REGULAR, chinese=chinese)
        name = shrink_to_fit(field.name, name, inner.width(), theme.px(6))
        value = make_font(round(min(theme.px(14), lower.height() * 0.86)), BOLD if bit else SEMIBOLD, mono=True)
        value = shrink_to_fit(field.value, value, inner.width(), theme.px(7))
        shown = ("1" if field.set else "0") if bit else field.value
        ink = theme.colour("on_colour" if field.set else "ink2")
        draw_text(painter, upper, field.name, name, ink, CENTRE)
        draw_text(painter, lower, shown, value, ink if bit else theme.colour("ink"), CENTRE)

    def _paint_in_line(self, painter: QPainter, look: Look, field: Field, rect: QRectF) -> None:
        """Name and value beside each other."""
        theme = look.theme
        name = make_font(round(min(theme.px(11.5), rect.height() * 0.66)), REGULAR, chinese=theme.language == "zh")
        name = shrink_to_fit(field.name, name, rect.width() * 0.5, theme.px(6))
        value = make_font(round(min(theme.px(14), rect.height() * 0.78)), SEMIBOLD, mono=True)
        beside = text_width(field.name, name) + theme.px(8)
        room = QRectF(rect.left() + beside, rect.top(), rect.width() - beside, rect.height())
        draw_text(painter, rect, field.name, name, theme.colour("ink2"), LEFT)
        fitted = shrink_to_fit(field.value, value, room.width(), theme.px(7))
        draw_text(painter, room, field.value, fitted, theme.colour("ink"), LEFT)


def _has_flags(line: list[tuple[Field, float]]) -> bool:
    return any(field.bits == 1 for field, _ in line)


def _shares(line: Sequence[Field]) -> list[tuple[Field, float]]:
    """The fields of a row with their shares of its width: by their bits, but for the row with the control bits."""
    flags = sum(field.bits for field in line if field.bits == 1)
    if not flags:
        return [(field, field.bits / 32) for field in line]
    others = (1 - FLAGS_SHARE) / (32 - flags)
    return [(field, FLAGS_SHARE / flags if field.bits == 1 else field.bits * others) for field in line]
