"""What the view of plots needs from the window: a file for its picture, and the keys that look closer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog, QWidget

from tcpanim.files import InputError, write_whole
from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.lesson import PLOTS

if TYPE_CHECKING:
    from tcpanim.gui.widgets.plots import Plots


class Plotting(Orders):
    """Serves the plots once they are made."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._plots: Plots | None = None
        self._kind: str | None = None
        self._given = self._own = PLOTS[0]
        """The one that the scenario asked for, and the reader's."""
        self._session.trace_changed.connect(self._begin)
        self._window.below.made.connect(self._made)
        self._controller.timeline_requested.connect(self._zoom)

    def _made(self, name: str, view: QWidget) -> None:
        if name == "plots":
            self._plots = plots = cast("Plots", view)
            if self._kind is not None:
                plots.show_kind(self._kind)
            self.serve(plots)

    def serve(self, plots: Plots) -> None:
        """Save that view's picture whenever it is wanted."""
        plots.save_requested.connect(lambda: self._save(plots))

    def _begin(self) -> None:
        """The plot that a scenario says it is about; in one that says nothing, what the reader chose last."""
        if self._session.reopened:
            return
        if self.kind != self._given:
            self._own = self.kind
        self._given = self._session.start.plot or self._own
        self.show(self._given)

    def show(self, kind: str) -> None:
        """Show that plot, one of PLOTS, now or when the plots are made."""
        self._kind = kind
        if self._plots is not None:
            self._plots.show_kind(kind)

    @property
    def kind(self) -> str:
        """The plot that is shown, or will be."""
        return self._plots.kind.holds if self._plots is not None else self._kind or PLOTS[0]

    def _zoom(self, factor: float) -> None:
        if self._plots is not None and self._plots.isVisible():
            self._plots.zoom_by(factor)

    def _save(self, plots: Plots) -> None:
        source = self._session.source
        stem = os.path.splitext(os.path.basename(source.name))[0] if source is not None else ""  # noqa: PTH122, PTH119
        name = os.path.join(self._settings.folder, f"{stem or 'tcpanim'}-{plots.kind.holds}.png")  # noqa: PTH118
        say = self._appearance.catalogue.text
        kinds = ";;".join(f"{say('plots.save.kind', format=k.upper())} (*.{k})" for k in ("png", "svg"))
        path, kind = QFileDialog.getSaveFileName(self._window, say("plots.save.title"), name, kinds)
        if path:
            if not path.lower().endswith((".png", ".svg")):
                path = f"{path}.{'svg' if 'svg' in kind else 'png'}"
            self.write(path, plots)

    def write(self, path: str, plots: Plots) -> None:
        """Write the plot as it is seen, PNG or SVG by the name's ending, and say so, or why it cannot be."""
        from tcpanim.export.svg_plot import svg_figure
        from tcpanim.gui.pictures import SHARP, encoded
        from tcpanim.gui.plot_pictures import image

        say = self._appearance.catalogue.text
        try:
            content: Iterable[str | bytes]
            content = svg_figure(plots.plot()) if path.lower().endswith(".svg") else [encoded(image(plots, SHARP))]
            write_whole(path, content)
        except (InputError, MemoryError) as error:
            self._tell(say("export.failed", reason=str(error)), True)
        else:
            self._settings.set("folder", os.path.dirname(path))  # noqa: PTH120 - a string as Qt gave it
            self._tell(say("export.saved", path=path), False)
