"""The sequence strip: what each host may send and receive, as the books draw it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, draw_text
from tcpanim.gui.painting.strip import StripPainter, paint_legend
from tcpanim.gui.theme import BODY, MEDIUM, SMALL
from tcpanim.gui.widgets.pointed_view import PointedView
from tcpanim.scene.one_side import masked_strips
from tcpanim.scene.strip import Strip, StripCell, Strips, cell_words, description
from tcpanim.trace.trace import Trace

LEGEND, LOW = 40, 150
"""The least height of the legend's two lines, and of the whole view for there to be any, in px at any scale."""
NARROW, MORE = 600, 1.75
"""In a view that is less wide, in px at scale 1, the legend has more lines, and so many times the height."""


class SequenceStrip(PointedView[tuple[int, StripCell]]):
    """Both directions, sender above receiver; a cell says what travelled in it, a click selects its segment.

    A thing is a cell with its direction (0: from the left host).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips: Strips | None = None
        self._view: tuple[Strip, Strip] | None = None
        self._step = -1
        self._paint: StripPainter | None = None
        self.setMinimumSize(320, 120)

    # ---- what it is told

    def _dress(self, look: Look) -> None:
        self.setAccessibleName(look.catalogue.text("strip.name"))

    def _begin(self, trace: Trace | None) -> None:
        self._chosen = None
        self._strips = Strips(trace) if trace is not None else None

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._t = t
        # Within a step no variable changes.
        if self._trace is not None and self._trace.step_at(t) != self._step:
            self._find()

    def set_selection(self, segment: int | None) -> None:
        """Mark what that segment carried."""
        self._choose(self._cell_of(segment) if segment is not None else None)

    # ---- what there is

    @property
    def strips(self) -> tuple[Strip, Strip] | None:
        """What is shown."""
        return self._view

    def _show(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self._paint = None
        if self._look is not None and self._naming() is not None:
            px = self._look.theme.px
            area = QRectF(self.rect()).adjusted(px(4), px(2), -px(10), -self._legend())
            self._paint = StripPainter(self._look, area)
        self._find()

    def _legend(self) -> float:
        """The height of the legend, larger where everything is large; the strips need the room more."""
        assert self._look is not None
        px, whole = self._look.theme.px, self.height()
        if whole < LOW:
            return 0.0
        more = MORE if self._narrow else 1.0
        return min(px(46) * self._legend_scale() * more, max(whole * 0.22 * min(more, 1.3), LEGEND))

    @property
    def _narrow(self) -> bool:
        return self._look is not None and self.width() < self._look.theme.px(NARROW)

    def _legend_scale(self) -> float:
        """How much larger its type is than usual, in a high view; not larger than that in the strips."""
        assert self._look is not None
        return min(max(self.height() / self._look.theme.px(340), 1.0), 1.1 if self._narrow else 1.7)

    def _find(self) -> None:
        naming = self._naming()
        self._view = None
        if self._strips is not None and naming is not None and self._paint is not None:
            assert self._trace is not None
            self._step = self._trace.step_at(self._t)
            assert self._look is not None
            self._view = masked_strips(self._strips.at(self._t, naming, self._paint.layout.room), self._look.side)
            self._keep_chosen()
        self._describe()
        self.update()

    def _keep_chosen(self) -> None:
        """The same cell at another moment, if it is still in sight."""
        if self._chosen is not None and self._view is not None:
            index, old = self._chosen
            same = (cell for cell in self._view[index].cells if set(old.flights) & set(cell.flights))
            cell = next(same, None)
            self._chosen = (index, cell) if cell is not None else None

    def _cell_of(self, segment: int) -> tuple[int, StripCell] | None:
        return next((thing for thing in self._things() if segment in thing[1].flights), None)

    def _describe(self) -> None:
        naming = self._naming()
        if self._view is None or naming is None:
            self.setAccessibleDescription("")
        elif self._chosen is not None:
            self.setAccessibleDescription(cell_words(self._chosen[1], naming))
        else:
            self.setAccessibleDescription(description(self._view, naming))

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both directions and the legend; in its place what is known of the chosen cell."""
        look, naming = self._look, self._naming()
        if look is None:
            return
        theme = look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view is None or self._paint is None or naming is None or not any(self._view[i].cells for i in (0, 1)):
            over = self._trace is not None and self._trace.sent_count(self._t) > 0
            words = look.catalogue.text("strip.over" if over else "strip.empty")
            draw_text(painter, QRectF(self.rect()), words, theme.font(BODY, MEDIUM), theme.colour("ink2"), CENTRE)
            painter.end()
            return
        self._paint.paint(painter, self._view, self._chosen)
        tall = self._legend() - 4
        line = QRectF(theme.px(6), self.height() - tall - 2, self.width() - theme.px(16), tall)
        if tall > 0 and self._chosen is not None:
            draw_text(
                painter, line, cell_words(self._chosen[1], naming), theme.prose(BODY, MEDIUM), theme.colour("ink")
            )
        elif tall > 0:
            font = theme.font(SMALL * min(self._legend_scale(), tall / theme.px(42)))
            paint_legend(painter, line, self._view, naming, look, font)
        self._paint_focus(painter, theme)
        painter.end()

    # ---- what the user does

    def cell_at(self, point: QPointF) -> tuple[int, StripCell] | None:
        """The cell that lies there, and its direction."""
        if self._paint is not None:
            for index, strip in enumerate(self._view or ()):
                for cell in strip.cells:
                    if self._paint.cell_rect(index, strip, cell).contains(point):
                        return index, cell
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cell under the pointer is spoken of."""
        self._choose(self.cell_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._chosen is not None else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the segment that carried it last."""
        found = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self.selected.emit(found[1].flights[-1] if found is not None else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what can be done with that segment."""
        found = self.cell_at(QPointF(event.pos()))
        if found is not None:
            self.selected.emit(found[1].flights[-1])
            self.menu_requested.emit(found[1].flights[-1])

    def _things(self) -> Sequence[tuple[int, StripCell]]:
        return [(index, cell) for index, strip in enumerate(self._view or ()) for cell in strip.cells]

    def _go(self, thing: tuple[int, StripCell]) -> None:
        """Select the segment that carried it last."""
        self.selected.emit(thing[1].flights[-1])

    def _words_at(self, point: QPointF) -> str:
        """What travelled in the cell there."""
        naming, found = self._naming(), self.cell_at(point)
        return cell_words(found[1], naming) if naming is not None and found is not None else ""
