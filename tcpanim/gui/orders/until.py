"""Run until a condition becomes true, and breakpoints: from the line that is written to the playhead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal

from tcpanim.gui.jobs import Jobs
from tcpanim.gui.look import Look
from tcpanim.gui.orders.comparing import Comparing
from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.gui.widgets.until_bar import UntilBar
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.until import Condition, UntilError, completions, hosts_of, moments, next_moment, read_condition
from tcpanim.trace.trace import Trace

NAMED = 3
"""So many breakpoints are named when they come or go together."""


class RunningUntil(Orders):
    """Owns the line, the condition in it, and the breakpoints of the run."""

    told = Signal(str)
    """Which breakpoints have come or gone."""

    def __init__(self, tools: Tools, comparing: Comparing) -> None:
        super().__init__(tools)
        self._comparing = comparing
        centre = self._window.centralWidget()
        assert centre is not None
        self.bar = UntilBar(self._complete, centre)
        self.stops: set[int] = set()
        """The breakpoints (ns)."""
        self._text = ""
        self._times: tuple[int, ...] | None = None  # when the condition becomes true; None: not known yet
        self._wanted = ""  # what to do as soon as it is known: run or stop
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._found)
        self._controller.until_requested.connect(self._order)
        self._session.trace_changed.connect(self._run_changed)
        comparing.changed.connect(self._runs_changed)
        self._appearance.changed.connect(self._look_changed)
        self.bar.edited.connect(self._edited)
        self.bar.run_requested.connect(self.run)
        self.bar.stop_requested.connect(self.stop_each_time)
        self.bar.close_requested.connect(self.close_front)
        self._window.transport.timeline.stop_toggled.connect(self.toggle_stop)
        self._window.closing.connect(self._jobs.close)
        centre.installEventFilter(self)
        self._look_changed()

    # ---- orders

    def _order(self, order: str) -> None:
        if order == "open":
            self.open()
        elif order == "again":
            if self._text:
                self.run()
            else:
                self.open()
        elif order == "toggle":
            self.toggle_stop(self._playhead.target())
        else:
            self._set_stops(set())

    def open(self) -> None:
        """Show the line."""
        self._playhead.pause()
        self.bar.begin()
        self._edited(self.bar.line.text())

    def close_front(self) -> bool:
        """Put the line away; whether it was there."""
        shown = self.bar.isVisible()
        self.bar.hide()
        if shown:
            self._window.leave_focus()
        return shown

    def run(self) -> None:
        """Play up to the next time at which the condition is true."""
        self._want("run")

    def stop_each_time(self) -> None:
        """Make each of these times a breakpoint."""
        self._want("stop")

    def toggle_stop(self, t: object) -> None:
        """A breakpoint at ``t`` (ns), or none any more."""
        if isinstance(t, int):
            self._set_stops(self.stops ^ {t})

    def _set_stops(self, stops: set[int]) -> None:
        if stops != self.stops:
            self._tell_stops(stops)
        self.stops = stops
        times = tuple(sorted(stops))
        self._playhead.set_breaks(times)
        self._window.transport.timeline.set_stops(times)
        if self._comparing.page is not None:
            self._comparing.page.timeline.set_stops(times)

    # ---- the condition

    def _complete(self, text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(host.name for trace in self._controller.runs for host in trace.hosts))
        start, words = completions(text, names)
        return tuple(text[:start] + word for word in words)

    def _edited(self, text: str) -> None:
        """Look for it in the run while it is written; what is wrong is told, and pointed at when it is ordered."""
        self._text, self._times, self._wanted = text, None, ""
        self._jobs.cancel()
        if not text.strip():
            self.bar.tell(self._say("until.help"))
            return
        try:
            self._look_for(text)
        except UntilError as error:
            if error.start + error.length >= len(text.rstrip()):
                self.bar.tell(self._say("until.help"))  # not finished yet
            else:
                self._tell_error(error)

    def _look_for(self, text: str) -> None:
        wire = self._appearance.numbering == "absolute"
        work: list[tuple[Condition, Trace]] = [
            (read_condition(text, hosts_of(trace), wire=wire), trace) for trace in self._controller.runs
        ]

        def find(_token: object) -> object:
            return tuple(sorted({t for condition, trace in work for t in moments(condition, trace)}))

        self._jobs.submit(find)

    def _want(self, what: str) -> None:
        if self._times is not None:
            self._do(what, self._times)
            return
        self._wanted = what
        if self._jobs.busy:
            return
        try:
            self._look_for(self._text)
        except UntilError as error:
            self._wanted = ""
            if not self.bar.isVisible():
                self.bar.begin()
            self._tell_error(error)
            self.bar.point_at(error.start, error.length)

    def _found(self, times: object) -> None:
        assert isinstance(times, tuple)
        self._times = times
        self._tell_times()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._do(wanted, times)

    def _do(self, what: str, times: tuple[int, ...]) -> None:
        if what == "stop":
            self._set_stops(self.stops | set(times))
            return
        moment = next_moment(times, self._playhead.t)
        if moment is not None:
            self._playhead.run_to(moment)
            self.close_front()
        else:
            self._tell_times()
            if not self.bar.isVisible():
                self.bar.begin()

    # ---- words

    def _say(self, key: str, **args: object) -> str:
        return self._appearance.catalogue.text(key, **args)

    def _tell_stops(self, stops: set[int]) -> None:
        """What has come, or gone, for those who do not see the timeline."""
        base = min((base_delay(trace) for trace in self._controller.runs), default=1)
        new = sorted(stops - self.stops)
        times = new or sorted(self.stops - stops)
        words = self._say("list.comma").join(clock_time(t, base) for t in times[:NAMED])
        words += " …" if len(times) > NAMED else ""
        self.told.emit(self._say("until.stops" if new else "until.no-stops", n=len(times), times=words))

    def _tell_error(self, error: UntilError) -> None:
        reason = self._appearance.catalogue.render(error.message)
        self.bar.tell(self._say("until.wrong", reason=reason, place=error.start + 1), wrong=True)

    def _tell_times(self) -> None:
        times = self._times or ()
        if not times:
            self.bar.tell(self._say("until.never"))
            return
        count = self._say("until.once") if len(times) == 1 else self._say("until.times", n=len(times))
        moment = next_moment(times, self._playhead.t)
        if moment is None:
            self.bar.tell(self._say("until.past", count=count))
        else:
            base = min((base_delay(trace) for trace in self._controller.runs), default=1)
            self.bar.tell(self._say("until.next", count=count, time=clock_time(moment, base)))

    # ---- what changes around it

    def _run_changed(self) -> None:
        if not self._session.reopened:
            self._set_stops(set())
        self._runs_changed()

    def _runs_changed(self) -> None:
        """Another run, or two: what was found no longer holds."""
        self._times = None
        self._jobs.cancel()
        page = self._comparing.page
        if page is not None:
            page.timeline.set_stops(tuple(sorted(self.stops)))
        if self.bar.isVisible():
            self._edited(self.bar.line.text())

    def _look_changed(self) -> None:
        look: Look = self._appearance.look(self._session.trace)
        self.bar.set_look(look)
        if self.bar.isVisible():
            self._edited(self.bar.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line stays above the timeline."""
        if event.type() == QEvent.Type.Resize and self.bar.isVisible():
            self.bar.place()
        return super().eventFilter(watched, event)
