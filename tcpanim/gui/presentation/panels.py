"""What stands in the stage's place (header, ladder, state diagram, plots, tables), and how close the stage is seen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tcpanim.gui.orders.controller import following
from tcpanim.gui.presentation.header_panel import HeaderPanel
from tcpanim.gui.presentation.lecture import PANELS, Lecture, panel_of, with_panel
from tcpanim.gui.presentation.tables_panel import TABLES, TablePanel
from tcpanim.gui.views import LOWER
from tcpanim.gui.widgets.plots import LONG, Plots
from tcpanim.lesson import PLOTS, View
from tcpanim.scene.series import Series
from tcpanim.trace.trace import Trace


def make_panel(name: str) -> QWidget:
    """What stands in the stage's place."""
    if name == "header":
        return HeaderPanel()
    if name in TABLES:
        return TablePanel(name)
    panel = LOWER[name]()
    if isinstance(panel, Plots):
        panel.prepare()
    return panel


class Panels:
    """Which of them the lecture shows, and what the keys make of that. ``names``: those that there are."""

    def __init__(self, lecture: Lecture) -> None:
        self._lecture = lecture
        self._series: Series | None = None
        self.names = tuple(name for name in PANELS if name == "header" or name in LOWER)

    def shown(self, view: View) -> str | None:
        """The panel that is shown where the lecture is seen like that; None: the stage."""
        panel = panel_of(view)
        return panel if panel in (*self.names, *TABLES) else None

    def show_stage(self) -> None:
        """The stage with its states."""
        self._lecture.show(with_panel(View(), None), wire_only=False)

    def toggle_wire(self) -> None:
        """The stage as a stranger on the wire sees it, or whole again."""
        self._lecture.show(with_panel(View(), None), wire_only=not self._lecture.wire_only)

    def toggle(self, panel: str) -> None:
        """In the stage's place, or the stage again."""
        if panel in self.names:
            shown = panel_of(self._lecture.view)
            self._lecture.show(with_panel(View(), None if shown == panel else panel), wire_only=False)

    def bring(self, panel: str) -> None:
        """In the stage's place, if it can stand there."""
        if panel in self.names:
            self._lecture.show(with_panel(View(), panel), wire_only=False)

    def next_table(self, trace: Trace | None) -> None:
        """Numbers, the RFC's variables, timers, queues where there are any; then the stage again."""
        queues = trace is not None and any(trace.queues_at(host.name, trace.end) is not None for host in trace.hosts)
        stands = ("", *(name for name in TABLES if queues or name != "queues"))
        now = panel_of(self._lecture.view) or ""
        wanted = following(stands, now if now in stands else "")
        self._lecture.show(with_panel(View(), wanted or None), wire_only=False)

    def walk(self, way: int) -> None:
        """wire, states, header, ladder, state diagram, plots: one after the other."""
        stands = ("wire", "", *self.names)
        shown = panel_of(self._lecture.view)
        now = (shown if shown in self.names else "") or ("wire" if self._lecture.wire_only else "")
        wanted = stands[(stands.index(now) + way) % len(stands)]
        panel = wanted if wanted in self.names else None
        self._lecture.show(with_panel(View(), panel), wire_only=wanted == "wire")

    def next_plot(self, trace: Trace | None, side: str = "both") -> None:
        """Another plot, in front: the next one that has anything to show; ``side``: whose knowledge alone is shown."""
        if "plots" not in self.names:
            return
        now = self._lecture.view.plot or PLOTS[0]
        at = PLOTS.index(now) + (panel_of(self._lecture.view) == "plots")
        kinds = [PLOTS[(at + number) % len(PLOTS)] for number in range(len(PLOTS))]
        kind = next((kind for kind in kinds if self._shows(kind, trace, side)), kinds[0])
        self._lecture.show(replace(with_panel(View(), "plots"), plot=kind))

    def _shows(self, kind: str, trace: Trace | None, side: str) -> bool:
        """Whether there is anything on that plot; of a long run that takes too long to find out."""
        if trace is None or len(trace.flights) > LONG:
            return True
        if self._series is None or self._series.trace is not trace:
            self._series = Series(trace)
        masked = side != "both"
        return not self._series.figure(kind, side if masked else self._series.main_side, masked=masked).empty

    def zoomed(self, trace: Trace | None) -> str:
        """What of the stage is looked at closely: left, right, wire, or nothing."""
        zoom = self._lecture.view.zoom
        if zoom is None or zoom == "all" or trace is None:
            return ""
        sides = {host.name: side for host, side in zip(trace.hosts, ("left", "right"), strict=True)}
        return "wire" if zoom == "wire" else sides.get(zoom, "")

    def next_zoom(self, trace: Trace | None) -> None:
        """The left host, the wire, the right host, all of it."""
        if trace is not None:
            left, right = (host.name for host in trace.hosts)
            stands = ("all", left, "wire", right)
            now = self._lecture.view.zoom or "all"
            self._lecture.show(replace(with_panel(View(), None), zoom=following(stands, now)))
