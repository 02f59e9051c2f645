"""What every view has, and a deck of views that are made when they are first seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.trace.trace import Trace


class View(Protocol):
    """A widget that shows (trace, t): told what to show, it tells what the user wants.

    Its look comes first, then the trace that the look belongs to, then selection and moment.
    """

    @property
    def seek_requested(self) -> SignalInstance:
        """The user wants to go to that time (int ns, which does not fit Qt's int)."""

    @property
    def selected(self) -> SignalInstance:
        """The user chose the segment with that id (int), or none (None)."""

    @property
    def menu_requested(self) -> SignalInstance:
        """The user asks what can be done with the segment of that id."""

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run from its beginning; None: none."""

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns)."""

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""


@runtime_checkable
class Working(Protocol):
    """A view that works off the GUI thread."""

    def close_jobs(self) -> None:
        """Stop working."""


@runtime_checkable
class Offering(Protocol):
    """A view that leads to other scenarios."""

    @property
    def scenario_requested(self) -> SignalInstance:
        """The user wants to see the built-in of that id."""


@runtime_checkable
class Rehearsing(Protocol):
    """A view that needs much when it shows a moment for the first time."""

    def rehearse(self) -> Iterator[None]:
        """Make ready, a few milliseconds at a time, what later moments will need; what is shown stays as it is."""


@runtime_checkable
class Staged(Protocol):
    """A view that shows a moment in two goes, as both together take too long for a frame."""

    def begin_at(self, t: int) -> None:
        """Show what matters most of the moment ``t`` (ns)."""

    def complete(self) -> None:
        """Show the rest of it."""


Makers = Mapping[str, Callable[[], QWidget]]
"""By name, what makes a view; it imports what the view needs."""


@dataclass
class _Told:
    """What a view has been told."""

    view: View
    staged: Staged | None = None
    """The same, if it shows a moment in two goes; to ask whether it does takes long."""
    look: Look | None = None
    trace: Trace | None = None
    selection: int | None = None
    t: int = 0


class Deck(QObject):
    """Views by name. One is made when it is first shown, and told something only while it is shown.

    ``made`` wants a new one to be put where it belongs. Nothing is made before ``begin``: the window paints first. A
    view that fails does not keep the others from anything: ``failed`` carries its exception.
    """

    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)
    scenario_requested = Signal(str)
    failed = Signal(object)
    made = Signal(str, QWidget)

    def __init__(self, makers: Makers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._makers = makers
        self._made: dict[str, _Told] = {}
        self._broken: set[str] = set()
        self._shown: tuple[str, ...] = ()
        self._begun = False
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._selection: int | None = None
        self._t = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all views."""
        return tuple(self._makers)

    def named(self, name: str) -> QWidget:
        """The view of that name, made and told everything if need be."""
        self._begun = True
        self._update(name)
        return cast(QWidget, self._made[name].view)

    def begin(self) -> None:
        """The window has been painted: what is shown may be made."""
        if not self._begun:
            self._begun = True
            self.show(self._shown)

    def show(self, names: tuple[str, ...]) -> None:
        """These are in sight now, and no others."""
        self._shown = names
        self._broken -= set(names)
        self._update_all()

    # ---- the orders of a view, for those in sight; the others hear of it when they come into sight

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._broken.clear()
        self._update_all()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._trace, self._t, self._selection, self._begun = trace, 0, None, True
        self._broken.clear()
        for name, told in self._made.items():
            if name not in self._shown and told.trace is not None:
                self._try(name, partial(self._forget, told))
        self._update_all()

    def show_at(self, t: int, only: tuple[str, ...] | None = None) -> None:
        """Show the moment ``t``; ``only``: in these, and the others hear of it with the next order."""
        self._t = t
        self._update_all(only)

    def begin_at(self, t: int) -> None:
        """Show the moment ``t``; views that are staged begin with it, and go on with ``complete``."""
        self._t = t
        self._update_all(whole=False)

    def complete(self) -> None:
        """Show the rest of the moment that was begun with."""
        for name in self._shown:
            staged = self._made[name].staged if name in self._made else None
            if name not in self._broken and staged is not None:
                self._try(name, staged.complete)

    def set_selection(self, segment: int | None) -> None:
        """Mark that segment."""
        self._selection = segment
        self._update_all()

    def rehearse(self) -> Iterator[None]:
        """Those in sight make themselves ready for later moments, in small portions."""
        for name in self._shown:
            view = self._made[name].view if name in self._made else None
            if isinstance(view, Rehearsing):
                yield from view.rehearse()

    def close_jobs(self) -> None:
        """Whatever works off the GUI thread stops."""
        for told in self._made.values():
            if isinstance(told.view, Working):
                told.view.close_jobs()

    # ---- one view

    def _update_all(self, only: tuple[str, ...] | None = None, *, whole: bool = True) -> None:
        if self._begun and self._look is not None:
            for name in self._shown:
                if name not in self._broken and (only is None or name in only):
                    self._try(name, partial(self._update, name, whole=whole))

    def _try(self, name: str, order: Callable[[], None]) -> None:
        try:
            order()
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            self._broken.add(name)
            self.failed.emit(error)

    @staticmethod
    def _forget(told: _Told) -> None:
        """A run that is over is kept by nobody, nor by the names that it is told in."""
        told.trace = None
        told.view.set_trace(None)
        if told.look is not None:
            told.look = told.look.of_no_run()
            told.view.set_look(told.look)

    def _update(self, name: str, *, whole: bool = True) -> None:
        """Make it if need be, and tell it what it does not know."""
        told = self._made.get(name)
        if told is None:
            told = self._made[name] = self._make(name)
        view = told.view
        if self._look is not None and told.look is not self._look:
            told.look = self._look
            view.set_look(self._look)
        if told.trace is not self._trace:
            told.trace = self._trace
            view.set_trace(self._trace)
            told.t, told.selection = 0, None
        if told.selection != self._selection:
            told.selection = self._selection
            view.set_selection(self._selection)
        if told.t != self._t:
            told.t = self._t
            begin = view.show_at if whole or told.staged is None else told.staged.begin_at
            begin(self._t)

    def _make(self, name: str) -> _Told:
        widget = self._makers[name]()
        self.made.emit(name, widget)
        view = cast(View, widget)
        view.seek_requested.connect(self.seek_requested)
        view.selected.connect(self.selected)
        view.menu_requested.connect(self.menu_requested)
        if isinstance(widget, Offering):
            widget.scenario_requested.connect(self.scenario_requested)
        return _Told(view, widget if isinstance(widget, Staged) else None)
