"""A view of plots as a picture of pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QImage, QPainter

from tcpanim.export.picture import PLOT_SIZE, Wish
from tcpanim.gui.look import Look
from tcpanim.gui.widgets.plots import Plots


@contextmanager
def plots_for(wish: Wish, look: Look) -> Iterator[tuple[Plots, float]]:
    """The plots that were wished for, laid out as the window does, and how many pixels each px of them is to be."""
    width, height = wish.size or PLOT_SIZE
    factor = min(width / PLOT_SIZE[0], height / PLOT_SIZE[1])
    plots = Plots()
    plots.resize(round(width / factor), round(height / factor))
    plots.set_look(look)
    plots.show_kind(wish.plot)
    plots.set_trace(wish.naming.trace)
    plots.prepare()
    plots.show_at(wish.moment)
    plots.bare(whole=wish.t is None)
    plots.grab()  # what was never shown is laid out now
    try:
        yield plots, factor
    finally:
        plots.close_jobs()
        plots.deleteLater()


def image(plots: Plots, ratio: float, exact: tuple[int, int] | None = None) -> QImage:
    """Legend and plot in a picture, each px of them ``ratio`` pixels; ``exact``: its size in pixels."""
    size = plots.size()
    width, height = exact or (round(size.width() * ratio), round(size.height() * ratio))
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(plots.ground)
    painter = QPainter(made)
    plots.draw(painter)
    painter.end()
    return made
