"""The view of plots: which figure, whose data, the legend, the plot, and a button that saves it as a picture."""

from __future__ import annotations

import importlib
import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from tcpanim.export.svg_plot import Plot
from tcpanim.gui.jobs import Jobs
from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import draw_text
from tcpanim.gui.theme import BODY, BOLD, MEDIUM, SMALL
from tcpanim.gui.widgets.choice import Choice
from tcpanim.gui.widgets.parts import IconButton, KeyButton, label, write
from tcpanim.gui.widgets.plot_legend import PlotLegend
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.lesson import PLOTS
from tcpanim.scene.figure import Figure
from tcpanim.scene.plot import BROAD, heading, legend, nothing_to_see, written
from tcpanim.scene.series import Series
from tcpanim.trace.trace import Trace

if TYPE_CHECKING:
    from tcpanim.gui.widgets.plot_canvas import PlotCanvas

HEAD = 28
"""How tall the heading of a picture is, in px."""
LEGEND_SHARE = 0.27
"""Of the view's height, for the legend above the plot before an audience."""
LONG = 20_000
"""A run of more segments is one whose numbers take time to gather."""
CANVAS = "tcpanim.gui.widgets.plot_canvas"
NUMBERS = "numpy"
"""What the canvas needs and may be loaded beside the GUI thread. What touches Qt may not: PySide makes its classes when
they are first asked for, and has crashed when two threads asked."""


class Plots(RunView):
    """Shows (trace, t). Numbers are made when the view is first shown, and drawn by a library that is loaded then."""

    save_requested = Signal()
    """The user wants the plot as a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: Series | None = None
        self._figure: Figure | None = None
        self._side: str | None = None
        """Whose data the user chose, None: the busier host's."""
        self.canvas: PlotCanvas | None = None
        self.kind = Choice(PLOTS, self)
        self.way = Choice(("left", "right"), self)
        self.whole = KeyButton(self)
        self.whole.setProperty("flat", True)
        self.whole.hide()
        self.save = IconButton("save", 30, self)
        self.legend = PlotLegend(self)
        self.hint = label(self, "2", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._head = QHBoxLayout()
        self._head.addWidget(self.kind)
        self._head.addWidget(self.way)
        self._head.addStretch(1)
        self._head.addWidget(self.whole)
        self._head.addWidget(self.save)
        self._beside: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addLayout(self._head, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(2, 1)
        self._arrange()
        self.kind.chosen.connect(lambda _kind: self._show_figure())
        self.way.chosen.connect(self._choose_way)
        self.whole.clicked.connect(lambda: self.zoom_by(0.0))
        self.save.clicked.connect(self.save_requested)
        self._making = Jobs(self)
        self._making.done.connect(lambda _figure: self._show_figure())
        self._jobs = Jobs(self)
        self._jobs.done.connect(lambda _module: self.prepare())

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 160)

    # ---- what it is told

    def _dress(self, look: Look) -> None:
        theme, say = look.theme, look.catalogue.text
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._head.setContentsMargins(0, theme.px(4), theme.px(4), 0)
        self._head.setSpacing(theme.px(8))
        self.setAccessibleName(say("plots.name"))
        self.kind.setFont(theme.font(SMALL, MEDIUM))
        self.kind.setAccessibleName(say("plots.figure"))
        self.kind.set_texts({kind: say(f"plots.figure.{kind}") for kind in PLOTS})
        self.way.setFont(theme.font(SMALL, MEDIUM))
        self.way.setAccessibleName(say("plots.side"))
        self.whole.setFont(theme.font(SMALL, MEDIUM))
        self.whole.setText(say("plots.whole"))
        self.save.set_theme(theme)
        self.save.setToolTip(say("plots.save"))
        self.save.setAccessibleName(say("plots.save"))
        self.hint.setFont(theme.prose(BODY))
        self.hint.setContentsMargins(theme.px(40), 0, theme.px(40), 0)
        self.legend.set_look(look)
        self._arrange()
        for button in (self.kind, self.way, self.save):
            button.setVisible(not look.present)
        self._name_ways()

    def _name_ways(self) -> None:
        if self._look is None:
            return
        names = ["", ""]
        if self._trace is not None:
            names = [host.label.pick(self._look.catalogue.language) or host.name for host in self._trace.hosts]
        left, right = names
        say = self._look.catalogue.text
        self.way.setVisible(self._trace is not None and not self._look.present)  # it names the hosts
        self.way.set_texts(
            {"left": say("plots.way", host=left, peer=right), "right": say("plots.way", host=right, peer=left)}
        )

    def _begin(self, trace: Trace | None) -> None:
        """The kind of figure stays, unless somebody asks for another."""
        self._series = Series(trace) if trace is not None else None
        self._figure = None
        self._side = None
        self._name_ways()

    def _show(self) -> None:
        self._show_figure()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns)."""
        self._t = t
        if self.canvas is not None:
            self.canvas.show_at(t)
        self._tell_values()

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        if self.canvas is not None:
            self.canvas.set_selection(segment)

    def show_kind(self, kind: str) -> None:
        """Another figure, one of PLOTS."""
        self.kind.show_choice(kind)
        self._show_figure()

    def zoom_by(self, factor: float) -> None:
        """So many times as large around the playhead; 0: everything."""
        if self.canvas is not None:
            self.canvas.zoom_by(factor)

    def close_jobs(self) -> None:
        """Stop waiting."""
        self._jobs.close()
        self._making.close()

    # ---- the figure

    def _choose_way(self, side: str) -> None:
        self._side = side
        self._show_figure()

    def _show_figure(self) -> None:
        look, series = self._look, self._series
        if look is None:
            return
        if series is None or not look.fits(self._trace):
            self._show_nothing(look.catalogue.text("plots.empty"))
            return
        masked = look.side != "both"
        asked = look.side if masked else self._side
        if len(series.trace.flights) > LONG and not series.is_made(self.kind.holds, asked, masked=masked):
            self._make_later(series, self.kind.holds, asked, masked=masked)
            return
        self._making.cancel()
        side = asked or series.main_side
        self.way.show_choice(side)
        self.way.setEnabled(not masked)
        figure = series.figure(self.kind.holds, side, masked=masked)
        self._figure = figure
        if figure.empty:
            assert look.naming is not None
            self._show_nothing(nothing_to_see(figure, look.naming))
            return
        self._write_legend(figure)
        if self.canvas is None:
            self._show_hint(look.catalogue.text("plots.loading"), keep_legend=True)
            if not self._jobs.busy:
                self._jobs.submit(lambda _token: importlib.import_module(NUMBERS))
            return
        self.hint.hide()
        self.canvas.set_figure(figure, look)
        self.canvas.set_selection(self._selection)
        self.canvas.show_at(self._t)
        self.canvas.show()
        self.save.setEnabled(True)
        self._tell_values()

    def _make_later(self, series: Series, kind: str, side: str | None, *, masked: bool) -> None:
        """The numbers of a long run are gathered off the GUI thread."""
        assert self._look is not None
        self._figure = None
        self._show_hint(self._look.catalogue.text("plots.loading"))
        self._making.submit(lambda _token: series.figure(kind, side or series.main_side, masked=masked))

    def prepare(self) -> None:
        """Load what draws, now, and show the figure."""
        if self.canvas is None:
            self._jobs.cancel()
            canvas: PlotCanvas = importlib.import_module(CANVAS).PlotCanvas(self)
            self.canvas = canvas
            canvas.seek_requested.connect(self.seek_requested)
            canvas.selected.connect(self.selected)
            canvas.range_changed.connect(lambda whole: self.whole.setVisible(not whole))
            self._grid.addWidget(canvas, 2, 0)
            self._show_figure()

    def _show_nothing(self, why: str) -> None:
        self._show_hint(why)
        if self.canvas is not None:
            self.canvas.clear()

    def _show_hint(self, words: str, *, keep_legend: bool = False) -> None:
        write(self.hint, words)
        self.hint.show()
        self.save.setEnabled(False)
        self.whole.hide()
        self.legend.setVisible(keep_legend)
        if self.canvas is not None:
            self.canvas.hide()

    def _write_legend(self, figure: Figure) -> None:
        assert self._look is not None
        entries = legend(figure, self._look.catalogue, self._look.time, tall=self._broad)
        self.legend.show()
        self.legend.set_entries(entries, tall=self._broad)

    def _tell_values(self) -> None:
        look, figure = self._look, self._figure
        if look is None or figure is None or look.naming is None or figure.empty:
            return
        self.legend.show_until(figure.x_of(self._t) if look.present else math.inf)
        told = figure.told_at(self._t)
        self.legend.set_values({key: written(figure, key, value, look.naming, self._t) for key, value in told.items()})

    # ---- room

    @property
    def _broad(self) -> bool:
        return self._look is not None and self.width() >= self._look.theme.px(BROAD)

    def _arrange(self) -> None:
        """The legend beside the plot where there is room, else above it."""
        beside = self._broad
        low = self._look is not None and self._look.present and not beside
        self.legend.set_most(round(self.height() * LEGEND_SHARE) if low else None)
        if beside == self._beside:
            return
        self._beside = beside
        self._grid.removeWidget(self.legend)
        self._grid.addWidget(self.hint, 2, 0)
        if beside:
            self._grid.addWidget(self.legend, 0, 1, 3, 1)
        else:
            self._grid.addWidget(self.legend, 1, 0)
        if self._figure is not None and not self._figure.empty:
            self._write_legend(self._figure)
            self._tell_values()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # ---- pictures

    def bare(self, *, whole: bool) -> None:
        """Without buttons, for a picture; ``whole``: without the playhead too, as everything has happened."""
        self._grid.setRowMinimumHeight(0, HEAD)
        for button in (self.kind, self.way, self.whole, self.save):
            button.hide()
        if self.canvas is not None:
            self.canvas.set_line(not whole)

    @property
    def ground(self) -> QColor:
        """What a picture stands on."""
        assert self._look is not None
        return self._look.theme.colour("surface")

    def plot(self) -> Plot:
        """What is seen, for a picture of lines."""
        look, figure, canvas = self._look, self._figure, self.canvas
        assert look is not None
        assert look.naming is not None
        assert figure is not None
        assert canvas is not None
        scale, size = look.theme.scale, self.size()
        return Plot(
            figure, look.naming, look.time, look.theme.name, (size.width(), size.height()), scale, canvas.stretch,
            self._t, self._selection,
        )  # fmt: skip

    def draw(self, painter: QPainter) -> None:
        """What is seen, with a heading instead of the buttons."""
        assert self._look is not None
        theme = self._look.theme
        painter.fillRect(self.rect(), self.ground)
        if self._figure is not None and self._look.naming is not None:
            head = QRectF(self._grid.cellRect(0, 0)).adjusted(theme.px(4), 0, 0, 0)
            words = heading(self._figure, self._look.naming)
            draw_text(painter, head, words, theme.font(BODY, BOLD), theme.colour("ink"))
        if not self.hint.isHidden():
            painter.setFont(self.hint.font())
            painter.setPen(theme.colour("ink2"))
            painter.drawText(
                self.hint.geometry(), int(self.hint.alignment() | Qt.TextFlag.TextWordWrap), self.hint.text()
            )
        for part in (self.legend, self.canvas):
            if part is not None and part.isVisibleTo(self):
                painter.save()
                painter.translate(part.pos())
                part.draw(painter)
                painter.restore()
