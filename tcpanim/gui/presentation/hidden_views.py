"""The stage and the panels behind the audience's picture: widgets that never are on a screen themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QPaintDevice, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.memory import put_aside
from tcpanim.gui.painting.shapes import scrap
from tcpanim.gui.style import style_sheet
from tcpanim.gui.widgets.plots import Plots
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.gui.widgets.stage import Stage
from tcpanim.gui.widgets.view import Rehearsing, Working
from tcpanim.trace.trace import Trace

STAGE, WIRE = "stage", "wire"
"""The stage, and the stage as a stranger on the wire sees it: a view of its own, as either is wanted at once."""


class Showing(Protocol):
    """What a view is told."""

    def set_look(self, look: Look) -> None: ...
    def set_trace(self, trace: Trace | None) -> None: ...
    def show_at(self, t: int) -> None: ...
    def set_selection(self, segment: int | None) -> None: ...


@dataclass
class _Told:
    """What a view has been told."""

    size: QSize | None = None
    look: Look | None = None
    trace: Trace | None = None
    selection: int | None = None
    t: int = -1
    plot: str | None = None
    sheet: tuple[str, float] = ("", 0.0)


class HiddenViews(QObject):
    """Makes each when it is first wanted, and tells it only what is new to it."""

    changed = Signal(str, object)
    """Of that view, a region would like to be painted."""
    failed = Signal(object)
    """A view raised this exception."""

    def __init__(self, make_panel: Callable[[str], QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_panel = make_panel
        self._widgets: dict[str, QWidget] = {}
        self._told: dict[str, _Told] = {}
        self._ratio = 1.0
        self._settling = False
        self._parts: list[QWidget] = []

    def _keep(self, name: str, widget: QWidget) -> None:
        widget.setMinimumSize(1, 1)
        widget.devicePixelRatioF = lambda: self._ratio  # type: ignore[method-assign]  # on no screen, it has none
        self._guard(widget)
        for part in (widget, *widget.findChildren(QWidget)):
            self._listen(name, widget, part)
        self._widgets[name] = widget
        self._told[name] = _Told()

    def set_ratio(self, ratio: float) -> None:
        """So many pixels of the device for a logical one."""
        if ratio != self._ratio:
            self._ratio = ratio
            for name in self._told:
                self._told[name] = _Told()

    def show(
        self, name: str, size: QSize, look: Look, trace: Trace | None, selection: int | None, t: int,
        plot: str | None,
    ) -> None:  # fmt: skip
        """That view shows all this."""
        made = name not in self._widgets
        if made:
            self._keep(name, self._make(name))
        widget, told = self._widgets[name], self._told[name]
        view = cast(Showing, widget)
        settled = (told.size, told.look, told.trace) == (size, look, trace)
        if told.size != size:
            told.size = size
            widget.resize(size)
        sheet = (look.theme.name, look.theme.scale)
        if name not in (STAGE, WIRE) and told.sheet != sheet:
            told.sheet = sheet
            widget.setStyleSheet(style_sheet(look.theme))
            widget.setPalette(look.theme.palette())  # after the sheet: with another one Qt gives the old palette back
        if told.look is not look:
            told.look = look
            view.set_look(look)
        if told.trace is not trace:
            told.trace = trace
            view.set_trace(trace)
            told.selection, told.t = None, 0
        if not settled:  # out of sight, a widget learns of its size when it has to draw
            self._settling = True
            widget.grab(QRect(0, 0, 1, 1))
            self._settling = False
        if isinstance(widget, Plots) and plot is not None and told.plot != plot:
            told.plot = plot
            widget.show_kind(plot)
        if told.selection != selection:
            told.selection = selection
            view.set_selection(selection)
        self.show_at(name, t)
        if made:  # it lives as long as the lecture, and so does the library that it may need
            put_aside()

    def show_at(self, name: str, t: int) -> None:
        """That view shows the moment ``t``."""
        told = self._told[name]
        if told.t != t:
            told.t = t
            cast(Showing, self._widgets[name]).show_at(t)

    def _make(self, name: str) -> QWidget:
        return Stage() if name in (STAGE, WIRE) else self._make_panel(name)

    def stage(self, name: str = STAGE) -> Stage | None:
        """The stage, or the one of the wire."""
        found = self._widgets.get(name)
        return found if isinstance(found, Stage) else None

    def rehearse_at(self, name: str, t: int) -> None:
        """That view draws where nobody sees it what it will need at the moment ``t`` (ns)."""
        widget = self._widgets.get(name)
        if isinstance(widget, RunView):
            widget.rehearse_at(t)

    def rehearse(self, name: str) -> Iterator[None]:
        """That view makes ready, a few milliseconds at a time, what it needs for the rest of the run."""
        widget = self._widgets.get(name)
        if isinstance(widget, Rehearsing):
            yield from widget.rehearse()

    def warm(self, name: str) -> None:
        """That view has drawn what it keeps, and has only to be painted."""
        widget, aside = self._widgets[name], scrap(self._ratio)
        parts = (part for part in widget.findChildren(QWidget) if part.isVisibleTo(widget))
        for part in (widget, *parts):  # each draws what it keeps when it first has to paint
            part.render(aside, QPoint(), QRegion(0, 0, 1, 1))

    def render(self, name: str, device: QPaintDevice, at: QPoint, part: QRegion) -> None:
        """Paint the ``part`` of that view with its upper left corner at ``at`` of the device."""
        flags = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
        self._widgets[name].render(device, at, part, flags)

    def close(self) -> None:
        """Nobody looks at them any more; what is wanted all the same is made again."""
        for widget in self._widgets.values():
            if isinstance(widget, Working):
                widget.close_jobs()
            widget.deleteLater()
        self._widgets.clear()
        self._told.clear()
        self._parts.clear()

    def _listen(self, name: str, view: QWidget, part: QWidget) -> None:
        """Out of sight nothing is painted by itself: what the ``part`` of a view would like to paint is told."""

        def update(*area: QRegion | QRect | int) -> None:
            first = area[0] if area else part.rect()
            region = QRegion(first) if not isinstance(first, int) else QRegion(*area)
            self.changed.emit(name, region.translated(part.mapTo(view, QPoint())))

        part.update = update  # type: ignore[method-assign,assignment]
        self._parts.append(part)  # Qt gives the same object again as long as somebody holds it

    def _guard(self, widget: QWidget) -> None:
        """Whatever goes wrong while ``widget`` paints is told, instead of leaving it half painted."""
        paint = widget.paintEvent

        def guarded(event: QPaintEvent) -> None:
            if self._settling:
                return
            try:
                paint(event)
            except Exception as error:  # noqa: BLE001 - whatever it is, the audience must not see it
                self.failed.emit(error)

        widget.paintEvent = guarded  # type: ignore[method-assign]
