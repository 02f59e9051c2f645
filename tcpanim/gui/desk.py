"""Session, playhead, appearance and window put together: one object per window, and all its connections."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.drafts import Drafts
from tcpanim.gui.faults import Faults
from tcpanim.gui.library_index import Shelves
from tcpanim.gui.loading import Source
from tcpanim.gui.main_window import MainWindow
from tcpanim.gui.measures import SIZE
from tcpanim.gui.orders.actions import enable_actions, make_actions, name_actions
from tcpanim.gui.orders.comparing import Comparing
from tcpanim.gui.orders.controller import Controller
from tcpanim.gui.orders.data_files import DataFiles
from tcpanim.gui.orders.editing import Editing
from tcpanim.gui.orders.exporting import Exporting
from tcpanim.gui.orders.lessons import Lessons
from tcpanim.gui.orders.menu import ViewMenu
from tcpanim.gui.orders.orders import Tools
from tcpanim.gui.orders.plotting import Plotting
from tcpanim.gui.orders.reporting import Reporting
from tcpanim.gui.orders.sheets import Sheets
from tcpanim.gui.orders.until import RunningUntil
from tcpanim.gui.orders.what_if import WhatIf
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.presentation.presentation import Presentation
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings
from tcpanim.gui.telling import Telling
from tcpanim.gui.views import VIEWS
from tcpanim.gui.words import problem_lines
from tcpanim.lesson import View
from tcpanim.library import load_catalogue
from tcpanim.scene.clock import short_time
from tcpanim.scene.reasons import spoken_on
from tcpanim.trace.trace import Trace


class Desk(QObject):
    """A window that works.

    ``store``: where settings are kept; ``window``: one that stands on the screen already, or a new one of ``size``.
    """

    dressed = Signal()
    """Everything is written and drawn as the reader chose."""

    def __init__(
        self, store: QSettings, faults: Faults, size: tuple[int, int] = SIZE, window: MainWindow | None = None
    ) -> None:
        super().__init__()
        self.settings = Settings(store)
        self.faults = faults
        self.session = Session(self)
        self.playhead = Playhead(self)
        self.appearance = Appearance(self.settings, load_catalogue, self)
        self.controller = Controller(self.session, self.playhead, self.appearance, self)
        if window is None:
            window = MainWindow()
            window.resize(*size)
        self.window = window
        self.appearance.set_size(window.width(), window.height())
        self.actions = make_actions(self.window, self.controller)
        self.menu = ViewMenu(self.appearance, self.actions, self.window)
        self.window.build(self.actions, self.menu.menu)
        self.window.division.set_share(self.settings.stage_share)
        self.shelves = Shelves(self)
        self.sheets = Sheets(self.window, self.appearance, faults, self)
        self._look = self.appearance.look(None)
        self._begun: View | None = None  # the view that the scenario shown began with
        self._step_shown: tuple[object, ...] = ()
        self._untold: tuple[str, str] | None = None  # a fault that waits for the end of the lecture
        self._run_only = False  # of the look nothing but the run's own names and clock is new
        self._rests = False  # a lecture has the eyes: the window shows what held before
        self._notice = ""  # what the notice bar tells of: fault, loading, or nothing
        tools = Tools(
            self.window, self.session, self.playhead, self.appearance, self.controller, self.actions, self.settings,
            faults, self._tell,
        )  # fmt: skip
        self.exporting = Exporting(tools)
        self.data_files = DataFiles(tools)
        self.plotting = Plotting(tools)
        self.exporting.plot_shown = lambda: self.plotting.kind
        self.what_if = WhatIf(tools)
        self.editing = Editing(tools, Drafts(faults.log_path().with_name("drafts.json")))
        self.what_if.edited = self.editing
        self.comparing = Comparing(tools, self.plotting)
        self.lessons = Lessons(tools)
        self.until = RunningUntil(tools, self.comparing)
        self.reporting = Reporting(tools)
        self._connect()
        self._look_changed()
        self.presentation = Presentation(
            self.window, self.session, self.playhead, self.appearance, self.settings, faults, self
        )
        self.presentation.on_changed.connect(self._lecture_changed)
        self.presentation.window_wanted.connect(self._wake)
        self.controller.clicker_requested.connect(self.presentation.pages.toggle_check)
        self.telling = Telling(self)
        self.window.begin()

    def _connect(self) -> None:
        window, session, playhead, controller = self.window, self.session, self.playhead, self.controller
        self.appearance.changed.connect(self._look_changed)
        session.trace_changed.connect(self._trace_changed)
        session.selection_changed.connect(window.set_selection)
        session.problems_changed.connect(self._problems_changed)
        session.busy_changed.connect(self._busy_changed)
        session.progressed.connect(self._progressed)
        session.failed.connect(self.faults.report)
        self.faults.happened.connect(self._fault_happened)
        window.view_failed.connect(self.faults.report)
        playhead.moved.connect(self._moved)
        playhead.playing_changed.connect(window.transport.show_playing)
        playhead.speed_changed.connect(window.transport.speed.show_speed)
        for view in window.views:
            view.seek_requested.connect(self._seek)
            view.selected.connect(session.select)
        window.side.fold_requested.connect(lambda: window.show_panel(None))
        window.division.share_changed.connect(lambda share: self.settings.set("stage_share", round(share, 3)))
        window.strip.chosen.connect(window.show_panel)
        window.below.chosen.connect(window.show_view)
        window.below.scenario_requested.connect(self._open_builtin)
        window.side.scenario_requested.connect(self._open_builtin)
        window.caption.ask.clicked.connect(lambda: controller.show_panel("lesson", enter=True))
        window.transport.speed_chosen.connect(playhead.set_speed)
        window.toolbar.numbering_chosen.connect(self.appearance.set_numbering)
        window.problems.close_requested.connect(session.dismiss_problems)
        window.problems.reload_requested.connect(session.reload)
        window.notice.close_requested.connect(self._close_notice)
        window.notice.action_requested.connect(session.cancel)
        window.library.chosen.connect(self._open_builtin)
        window.library.compare_requested.connect(self._compare_builtin)
        window.library.close_requested.connect(self._toggle_library)
        window.library.file_requested.connect(self._ask_for_file)
        window.resized.connect(self.appearance.set_size)
        window.file_dropped.connect(self._open_file)
        window.closing.connect(self._closing)
        controller.library_requested.connect(self._toggle_library)
        controller.open_requested.connect(self._ask_for_file)
        controller.problems_requested.connect(session.dismiss_problems)
        controller.keys_requested.connect(lambda: self.sheets.toggle("keys"))
        controller.sheet_requested.connect(self.sheets.toggle)
        controller.close_requested.connect(self._close_front)
        controller.quit_requested.connect(window.close)
        controller.full_screen_requested.connect(self._toggle_full_screen)
        controller.present_requested.connect(self.present)
        controller.measure_requested.connect(window.toggle_measure)
        controller.find_requested.connect(self._find)
        controller.export_requested.connect(self.exporting.open)
        controller.copy_requested.connect(self.exporting.copy_stage)
        controller.data_requested.connect(self.data_files.ask)
        controller.timeline_requested.connect(window.transport.timeline.zoom_by)
        controller.division_requested.connect(window.division.change_share)
        playhead.loop_changed.connect(window.transport.timeline.set_loop)
        window.transport.clock.clicked.connect(controller.next_time)
        controller.panel_requested.connect(window.show_panel)
        controller.view_requested.connect(window.show_view)
        controller.entered.connect(window.enter)
        controller.alone_requested.connect(window.toggle_alone)
        window.library.recent_chosen.connect(self._open_file)
        window.library.recent.set_paths(self.settings.recent)
        self.comparing.changed.connect(self._offer_comparison)
        self.comparing.failed.connect(self.faults.report)
        self.shelves.read.connect(window.library.add_entries)
        self.shelves.failed.connect(self.faults.report)

    # ---- what is shown

    def _look_changed(self) -> None:
        trace = self.session.trace
        self._look = self.appearance.look(trace)
        self.playhead.glides = not self.appearance.reduced_motion
        if trace is not None and self._look.time is not None:
            self.playhead.set_map(self._look.time)
        if self._covered():
            return
        self._write_title()
        if self._run_only:  # what happens in it is said when it is shown
            self.window.set_look_of_run(self._look)
            return
        name_actions(self.actions, self._look, space_steps=self.appearance.space_steps)
        self.window.set_look(self._look, self.appearance.numbering)
        self.menu.set_look(self._look)
        self.dressed.emit()
        self.window.transport.speed.show_speed(self.playhead.speed)
        self.sheets.set_look(self._look)
        self._offer_comparison()
        self._problems_changed()
        self._step_shown = ()
        self._say()

    def _trace_changed(self, trace: Trace) -> None:
        # The same file opened again, after an edit, goes on at the moment that was shown.
        t = self.playhead.t if self.session.reopened else 0
        if self.session.reopened and self.session.start == self._begun:
            self._run_only = True
            self.appearance.changed.emit()  # the look for the new run; what the reader chose stays
            self._run_only = False
        else:
            self._begun = self.session.start
            self.appearance.begin(self.session.start, self.session.unit)  # sets the look for the new run
        if not self._covered():
            self.window.set_trace(trace)
        stops = tuple(note.t for note in trace.notes if note.teaching.pause)
        self._step_shown = ()
        self.playhead.set_run(self.appearance.time_map(trace), trace.moments, trace.end, stops, t)  # shows the moment
        if not self.session.reopened and self.session.start.view in VIEWS:
            self.window.begin_view(self.session.start.view)
        self._enable()
        source = self.session.source
        self.window.library.set_current(source.name if source is not None and source.kind == "builtin" else None)
        if source is not None and source.kind == "file":
            self._remember_file(source.name)

    # ---- during a lecture

    def _covered(self) -> bool:
        """Whether a lecture has the eyes, so that the window may show later what holds now."""
        self._rests = self._lecturing and self.presentation.covers_window
        return self._rests

    @property
    def _lecturing(self) -> bool:
        return hasattr(self, "presentation") and self.presentation.on

    def _wake(self) -> None:
        """Somebody works in the window again."""
        if self._rests:
            self._rests = False
            self._look_changed()
            self.window.set_trace(self.session.trace)
            self.window.set_selection(self.session.selection)
        self.window.show_at(self.playhead.t)
        self._step_shown = ()
        self._say()

    def _moved(self, t: object) -> None:
        unseen = self.comparing.shown or (self._lecturing and self.presentation.covers_window)
        if isinstance(t, int) and not unseen:
            self.window.show_at(t, self.playhead.in_turn)
            self._say()

    def _remember_file(self, name: str, *, good: bool = True) -> None:
        self.settings.remember_file(os.path.abspath(name), good=good)  # noqa: PTH100 - a string as the user gave it
        self.window.library.recent.set_paths(self.settings.recent)

    def _write_title(self) -> None:
        self.window.toolbar.heading.set_title(self.session.title)
        title = self.session.title.pick(self.appearance.language)
        program = self._look.catalogue.text("app.name")
        self.window.setWindowTitle(f"{title} – {program}" if title else program)

    def _say(self, _t: object = None) -> None:
        """The caption; said anew only when another step is reached."""
        trace, t, look = self.session.trace, self.playhead.t, self._look
        caption = self.window.caption
        if trace is None or look.naming is None or not look.fits(trace):
            caption.show_ask(False)
            caption.show_step(0, 0, "none")
            caption.show_sentences(look.catalogue.text("caption.empty"), "", ())
            return
        noted = sum(note.t <= t for note in trace.notes)
        asks = any(note.t == t and note.teaching.ask is not None for note in trace.notes)
        shown = (id(trace), trace.step_at(t), noted, asks)
        if shown == self._step_shown:
            return
        self._step_shown = shown
        caption.show_ask(asks)
        spoken = spoken_on(trace, t, look.naming, look.side)
        second = spoken_on(trace, t, look.second, look.side).what if look.second is not None else ""
        caption.show_step(trace.step_at(t), len(trace.moments), spoken.side)
        caption.show_sentences(spoken.what, spoken.why, spoken.rules, second)

    def _problems_changed(self) -> None:
        problems, source = self.window.problems, self.session.wanted
        problems.set_look(self._look)
        if self.session.troubles and source is not None:
            lines = problem_lines(source, self.session.troubles, self._look.catalogue)
            problems.set_problems(source.shown, lines, stage=self.session.behind_problems)
            if self.window.library_shown:  # else whoever is writing would lose the focus
                self.window.show_library(False)
            if source.kind == "file" and self.session.troubles[0].message.key == "trouble.missing":
                self._remember_file(source.name, good=False)
        # In the editor they stand where they are; what is below the stage stays in sight while one writes.
        self.window.show_problems(bool(self.session.troubles) and not self.editing.shown)
        self._enable()

    def _busy_changed(self, busy: bool) -> None:
        say = self._look.catalogue.text
        wanted = self.session.wanted
        if busy and wanted is not None:
            self._notice = "loading"
            self.window.notice.tell(say("notice.loading", name=wanted.shown), action=say("notice.cancel"))
        elif self._notice == "loading":
            self._close_notice()

    def _progressed(self, told: object) -> None:
        if self._notice == "loading" and isinstance(told, tuple):
            t, count = told
            self.window.notice.tell_second(self._look.catalogue.text("notice.reached", time=short_time(t), n=count))

    def _fault_happened(self, line: str, details: str) -> None:
        if self._lecturing:
            self._untold = (line, details)  # never on an audience's screen
            self.presentation.tell(line)
            return
        self._notice = "fault"
        say = self._look.catalogue.text
        self.window.notice.tell(
            say("notice.fault", fault=line),
            say("notice.log", path=str(self.faults.log_path())),
            details=details,
            bad=True,
        )

    def _tell(self, line: str, bad: bool) -> None:
        self._notice = "export"
        self.window.notice.tell(line, bad=bad)

    def _close_notice(self) -> None:
        self._notice = ""
        self.window.notice.hide()

    def _offer_comparison(self) -> None:
        """The button names what the run can be compared with."""
        partner = self.comparing.partner
        words = partner.pick(self.appearance.language) if partner is not None else None
        say = self._look.catalogue.text
        self.window.toolbar.show_partner(
            say("compare.with", title=words) if words is not None else None, compared=self.comparing.shown
        )

    def _enable(self) -> None:
        session = self.session
        run = session.trace is not None and not self.window.library_shown
        first = session.trace is None and not session.troubles and not self.window.library_shown
        enable_actions(self.actions, run=run, soon=run or first, problems=bool(session.troubles))

    # ---- orders

    def _seek(self, t: object) -> None:
        if isinstance(t, int):
            self.playhead.seek(t)

    def _toggle_library(self) -> None:
        shown = not self.window.library_shown
        if shown:
            self.playhead.pause()
            self.shelves.begin()
        self.window.show_library(shown)
        self._enable()

    def _find(self) -> None:
        """Among the scenarios in the library, in the text that is written, else among the events."""
        from tcpanim.gui.widgets.events import Events

        if self.window.library_shown:
            self.window.library.begin()
        elif self.editing.has_keys:
            self.editing.find()
        elif self.session.trace is not None:
            self.comparing.leave()
            self.controller.show_view("events")
            events = self.window.below.named("events")
            assert isinstance(events, Events)
            events.begin_search()

    def _open_builtin(self, name: str) -> None:
        self.window.show_library(False)
        self._enable()
        self.session.open_builtin(name)

    def _compare_builtin(self, name: str) -> None:
        self.window.show_library(False)
        self._enable()
        self.comparing.open(Source("builtin", name))

    def _open_file(self, path: str) -> None:
        self.window.show_library(False)
        self._enable()
        self.session.open_file(path)

    def _ask_for_file(self) -> None:
        self.playhead.pause()
        say = self._look.catalogue.text
        path, _ = QFileDialog.getOpenFileName(
            self.window, say("open.title"), self.settings.folder, f"{say('open.kind')} (*.tcpanim *.yaml *.yml)"
        )
        if path:
            self.settings.set("folder", os.path.dirname(path))  # noqa: PTH120 - a string as Qt gave it
            self._open_file(path)

    def _close_front(self) -> None:
        """Esc: what lies in front goes away, one thing at a time."""
        window = self.window
        in_front = (self.until.close_front, self.what_if.close_form, self.sheets.close, self.presentation.close_page)
        if any(close() for close in in_front):
            pass
        elif window.library_shown:
            self._toggle_library()
        elif self.session.busy:
            self.session.cancel()
        elif self._notice:
            self._close_notice()
        elif self.presentation.on:
            self.presentation.end()
        elif self.comparing.shown:
            self.comparing.close_front()
        elif self.session.selection is not None:
            self.session.select(None)
        elif self.session.troubles:
            self.session.dismiss_problems()
        elif window.isFullScreen():
            window.showNormal()
        window.leave_focus()

    def present(self, here: bool = False) -> None:
        """The lecture begins, or goes on where Esc interrupted it; ``here``: from the moment that is shown.

        Two compared runs are shown large themselves. What is pressed before the first run is there waits for it.
        """
        if self.comparing.shown:
            self.comparing.present()
        elif self.session.trace is None and self.session.busy:
            self.session.settled.connect(lambda: self.present(here), Qt.ConnectionType.SingleShotConnection)
        elif self.session.trace is not None and not self.window.library_shown:
            self.playhead.pause()
            self.presentation.begin(here=here)

    def _lecture_changed(self, on: bool) -> None:
        if on:
            return
        self._rests = True
        self._wake()
        if self._untold is not None:
            untold, self._untold = self._untold, None
            self._fault_happened(*untold)

    def _toggle_full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    def _closing(self) -> None:
        self.playhead.pause()
        self.settings.set("geometry", self.window.saveGeometry())
        self.settings.sync()
        self.presentation.close()
        self.session.close()
        self.shelves.close()
