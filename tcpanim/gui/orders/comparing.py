"""From the order "compare" to two runs on one playhead, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from tcpanim.gui.jobs import Jobs
from tcpanim.gui.loading import Loaded, Source, load
from tcpanim.gui.look import Look
from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.gui.orders.plotting import Plotting
from tcpanim.gui.orders.what_if import begun
from tcpanim.gui.session import cancellable
from tcpanim.i18n import LANGUAGES, Text
from tcpanim.library import builtin_path, glance
from tcpanim.scene.clock import StoryMap, screen_time
from tcpanim.trace.trace import Trace

if TYPE_CHECKING:
    from tcpanim.gui.widgets.comparison import Comparison
    from tcpanim.scene.compare import Difference


class Comparing(Orders):
    """Opens the page of two runs: the run with its pair, with another scenario, or with what it was before an edit."""

    changed = Signal()
    """It was opened or left, or what could be compared with is another."""
    failed = Signal(object)
    settled = Signal()
    """What was asked for last has come to its end, well or not."""

    def __init__(self, tools: Tools, plotting: Plotting) -> None:
        super().__init__(tools)
        self._plotting = plotting
        self.page: Comparison | None = None
        self.shown = False
        self.presenting = False
        """Whether both runs have the whole screen."""
        self.difference: Difference | None = None
        self._pair: tuple[Trace, Trace] | None = None
        self._joint: Trace | None = None
        self._map: tuple[str, StoryMap] | None = None
        self._of_edits = False
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._loaded)
        self._jobs.failed.connect(self._failed)
        self._session.trace_changed.connect(self._run_changed)
        self._session.settled.connect(self._follow_edits)
        self._controller.compare_requested.connect(self.toggle)
        self._controller.difference_requested.connect(self.go_to_difference)
        self._controller.view_requested.connect(self._show_view)
        self._controller.edit_requested.connect(self._make_room)
        self._window.closing.connect(self._jobs.close)

    # ---- what there is to compare with

    @property
    def pair(self) -> str | None:
        """The id of the scenario that belongs to the one shown, None: there is none."""
        scenario = self._session.scenario
        return scenario.pair if scenario is not None and builtin_path(scenario.pair or "") is not None else None

    @property
    def partner(self) -> Text | None:
        """What the order would compare with: the run before the edits, or the pair's title."""
        if self._session.changed:
            return self._appearance.in_both("compare.original")
        return glance(self.pair).title if self.pair is not None else None

    @property
    def moments(self) -> tuple[int, ...]:
        """The steps of both runs (ns); () while one is shown."""
        return self._joint.moments if self._joint is not None else ()

    def toggle(self) -> None:
        """Compare with what belongs to the run, or go back to one run."""
        if self.shown:
            self.leave()
        elif self._session.changed:
            self.compare_edits()
        elif self.pair is not None:
            self.open(Source("builtin", self.pair))
        else:
            if self._session.trace is not None:
                self._tell(self._appearance.catalogue.text("compare.none"), False)
            self.settled.emit()

    def open(self, source: Source) -> None:
        """Compare the run shown with that scenario's."""
        self._jobs.submit(lambda token: cancellable(lambda cancelled, told: load(source, cancelled, (), told), token))

    def compare_edits(self) -> None:
        """Compare the run without edits with the run shown."""
        before, after = self._session.baseline, self._session.trace
        if before is None or after is None or before is after:
            return
        title = self._session.title

        def titled(key: str) -> Text:
            words = self._appearance.in_both(key)
            return Text(**{one: f"{title.pick(one)} · {words.pick(one)}" for one in LANGUAGES})

        self._of_edits = True
        self._show((before, after), (titled("compare.original"), titled("compare.edited")))
        self.settled.emit()

    def _loaded(self, loaded: Loaded) -> None:
        first = self._session.trace
        if loaded.trace is None or first is None:
            why = loaded.troubles[0].message if loaded.troubles else None
            catalogue = self._appearance.catalogue
            reason = catalogue.render(why) if why is not None else loaded.source.shown
            self._tell(catalogue.text("compare.failed", name=loaded.source.shown, reason=reason), True)
        else:
            self._of_edits = False
            name = self._session.source.shown if self._session.source is not None else ""
            titles = (self._session.title or Text(en=name), loaded.title or Text(en=loaded.source.shown))
            self._show((first, loaded.trace), titles)
        self.settled.emit()

    def _failed(self, error: object) -> None:
        self.failed.emit(error)
        self.settled.emit()

    # ---- the page

    def _show(self, pair: tuple[Trace, Trace], titles: tuple[Text, Text]) -> None:
        from tcpanim.gui.widgets.comparison import Comparison
        from tcpanim.scene.compare import Compared, first_difference, together

        first, second = pair
        t = self._playhead.t
        self._pair, self._joint, self._map = pair, together(first, second), None
        self.difference = first_difference(first, second)
        if self.page is None:
            self.page = Comparison(self._actions)
            self._plotting.serve(self.page.plots)
            self.page.timeline.stop_toggled.connect(self._window.transport.timeline.stop_toggled)
            self.page.seek_requested.connect(self._seek)
            self.page.close_requested.connect(self.leave)
            self.page.transport.speed_chosen.connect(self._playhead.set_speed)
            self.page.transport.clock.clicked.connect(self._controller.next_time)
            self._playhead.moved.connect(self._moved)
            self._playhead.playing_changed.connect(self.page.transport.show_playing)
            self._playhead.speed_changed.connect(self.page.transport.speed.show_speed)
            self._playhead.loop_changed.connect(self.page.timeline.set_loop)
            self._controller.timeline_requested.connect(self.page.timeline.zoom_by)
            self._appearance.changed.connect(self._look_changed)
        self.shown = True
        self._controller.pair = pair
        self.page.transport.speed.show_speed(self._playhead.speed)
        self.page.transport.show_playing(0)
        self.page.set_pair((Compared(first), Compared(second)), titles, self._looks(), self.difference)
        self._mark_changes()
        start = self._session.start
        if start.view == "plots":
            self.page.show_view("plots")
        if start.plot is not None:
            self.page.plots.show_kind(start.plot)
        self._window.show_comparison(self.page)
        self._playhead.set_run(self._time(), self._joint.moments, self._joint.end)
        self._playhead.seek(t)
        self.page.show_at(t)
        self.changed.emit()

    def _mark_changes(self) -> None:
        """Where the second run's changes begin, where it is the first one with changes."""
        if self.page is not None:
            self.page.timeline.set_changes(begun(self._session, self._appearance) if self._of_edits else ())

    def in_words(self) -> str:
        """What each run has come to."""
        return self.page.in_words() if self.page is not None else ""

    def leave(self) -> None:
        """Back to the one run, at the same moment."""
        if not self.shown:
            return
        self._put_away()
        trace = self._session.trace
        if trace is not None:
            t = min(self._playhead.t, trace.end)
            stops = tuple(note.t for note in trace.notes if note.teaching.pause)
            self._playhead.set_run(self._appearance.time_map(trace), trace.moments, trace.end, stops)
            self._playhead.seek(t)
            self._window.show_at(t)
        self.changed.emit()

    def present(self) -> None:
        """Both runs alone, large, on the whole screen."""
        if self.shown and not self.presenting:
            self._set_presenting(True)
            self._window.showFullScreen()

    def close_front(self) -> None:
        """Esc: first the whole screen, then the comparison."""
        if self.presenting:
            self._set_presenting(False)
            self._window.showNormal()
        else:
            self.leave()

    def _set_presenting(self, presenting: bool) -> None:
        self.presenting = presenting
        self._window.toolbar.setVisible(not presenting)
        if self.shown and self.page is not None:
            self.page.set_looks(self._looks())

    def _put_away(self) -> None:
        if self.presenting:
            self._set_presenting(False)
            self._window.showNormal()
        self.shown = False
        self._pair = self._joint = self._map = self.difference = None
        self._controller.pair = None
        self._window.show_comparison(None)

    def go_to_difference(self) -> None:
        """To the moment at which the runs first differ."""
        if self.shown and self.difference is not None:
            self._playhead.pause()
            self._playhead.seek(self.difference.t)

    def _make_room(self, order: str) -> None:
        """The text stands beside one run: what is written must be seen."""
        if order == "edit":
            self.leave()

    def _show_view(self, name: str) -> None:
        if self.shown and self.page is not None:
            self.page.show_view(name)

    def _time(self) -> StoryMap:
        assert self._joint is not None
        if self._map is None or self._map[0] != self._appearance.time:
            self._map = (self._appearance.time, screen_time(self._joint, self._appearance.time))
        return self._map[1]

    def _looks(self) -> tuple[Look, Look]:
        assert self._pair is not None
        first, second = (self._look(trace) for trace in self._pair)
        return first, second

    def _look(self, trace: Trace) -> Look:
        return replace(self._appearance.look(trace, self._time()), second=None, present=self.presenting)

    def _look_changed(self) -> None:
        if self.shown and self.page is not None:
            looks = self._looks()
            self._playhead.set_map(self._time())
            self.page.set_looks(looks)
            self._mark_changes()
        self.changed.emit()

    def _moved(self, t: int) -> None:
        if self.shown and self.page is not None:
            self.page.show_at(t)

    def _seek(self, t: object) -> None:
        if isinstance(t, int):
            self._playhead.seek(t)

    # ---- another run

    def _run_changed(self) -> None:
        """The run shown is another: what was compared is over, unless it was an edit, which is compared anew."""
        self._jobs.cancel()
        if self.shown:
            again = self._of_edits and self._session.reopened and self._session.changed
            self._put_away()
            self._of_edits = again
        else:
            self._of_edits = False
        self.changed.emit()

    def _follow_edits(self) -> None:
        if self._of_edits and not self.shown and self._session.changed:
            self.compare_edits()
