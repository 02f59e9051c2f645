"""A lecture put together: it begins and ends, and its windows show the run in the look that holds."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTime, Signal
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.faults import Faults
from tcpanim.gui.jobs import Jobs
from tcpanim.gui.look import Look
from tcpanim.gui.measures import scale_for
from tcpanim.gui.orders.what_if import begun
from tcpanim.gui.painting import large_type
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.presentation.audience import Audience
from tcpanim.gui.presentation.awake import Awake
from tcpanim.gui.presentation.briefing import Briefing
from tcpanim.gui.presentation.clocks import Clocks
from tcpanim.gui.presentation.deeds import Deeds
from tcpanim.gui.presentation.focus import Focus
from tcpanim.gui.presentation.freezing import Freezing
from tcpanim.gui.presentation.in_words import in_words
from tcpanim.gui.presentation.lecture import TOLD, Lecture
from tcpanim.gui.presentation.orders import KNOWN, Clicker, Keys
from tcpanim.gui.presentation.own_window import OwnWindow
from tcpanim.gui.presentation.pages import Pages, large
from tcpanim.gui.presentation.panels import Panels, make_panel
from tcpanim.gui.presentation.passing import Passing
from tcpanim.gui.presentation.picture import Content, Picture
from tcpanim.gui.presentation.presenter import Presenter, span
from tcpanim.gui.presentation.presses import Presses
from tcpanim.gui.presentation.sketches import Sketches
from tcpanim.gui.presentation.sleeve import Sleeve
from tcpanim.gui.presentation.spent import Spent
from tcpanim.gui.presentation.windows import Windows
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings
from tcpanim.gui.theme import Theme
from tcpanim.gui.widgets.plots import NUMBERS
from tcpanim.scene.points import course_of
from tcpanim.trace.trace import Trace


class Presentation(QObject):
    """Everything of a lecture. While it is ``on``, the program's own window rests unless somebody works in it."""

    on_changed = Signal(bool)
    told = Signal(str)
    """What the audience sees now, in words."""
    window_wanted = Signal()
    """Somebody works in the program's own window again, or sees it: it must show what holds now."""

    def __init__(
        self, window: QWidget, session: Session, playhead: Playhead, appearance: Appearance, settings: Settings,
        faults: Faults, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._playhead = session, playhead
        self._appearance, self._settings, self._faults = appearance, settings, faults
        self.lecture = Lecture(playhead, self)
        self.panels = Panels(self.lecture)
        self.clocks = Clocks(settings)
        self.spent = Spent()
        self.clicker = Clicker(self.read_keys(), self.clocks.now)
        self.focus = Focus(self)
        self.audience: Audience | None = None
        self.presenter: Presenter | None = None
        self.pages = Pages(self)
        self._picture: Picture | None = None
        self._jobs = Jobs(self)
        self.windows = Windows(self)
        self._briefing = Briefing(self, session, playhead, appearance)
        awake = Awake(faults.note, self)
        self._passing = Passing(self, playhead, self.clocks, self.spent, self._briefing, awake)
        self.own_window = OwnWindow(self, window)
        self.own_window.wanted.connect(self.window_wanted)
        self._number = -1  # of the point that is shown
        self._held_for: object = None  # what was to be seen when the audience's picture was held
        self.sleeve = Sleeve(session, self.lecture, playhead, self)
        self.sleeve.changed.connect(self._hold)
        self.sleeve.changed.connect(self._briefing.show)
        self.freezing = Freezing(session, self.lecture, self.sleeve, appearance, settings, self)
        self.freezing.changed.connect(self._briefing.show)
        self._trace: Trace | None = None
        self.presses = Presses(self, session, settings)
        self._deeds = Deeds(self, session, playhead, appearance, settings)
        session.trace_changed.connect(self._trace_changed)
        playhead.moved.connect(self._moved)
        session.selection_changed.connect(self._selection_changed)
        appearance.changed.connect(self._look_changed)
        self.lecture.changed.connect(self.show)

    def read_keys(self) -> Keys:
        """The keys as they are set now."""
        return Keys(self._settings.lecture_keys(KNOWN), "next" if self._appearance.space == "play" else "play")

    @property
    def on(self) -> bool:
        """Whether a lecture is on."""
        return self.lecture.on

    @property
    def covers_window(self) -> bool:
        """Whether the program's own window need not show anything now."""
        return self.own_window.covered

    @property
    def picture(self) -> Picture:
        """The audience's picture."""
        assert self._picture is not None
        return self._picture

    # ---- beginning and end

    def begin(self, *, here: bool = False, whole: bool = True, size: tuple[int, int] | None = None) -> None:
        """Begin, or go on where Esc interrupted; ``here``: from the moment that is shown.

        While it is on, the lecture's windows come before the program's own.
        """
        trace = self._session.trace
        if self.on:
            self.windows.come_forward()
        if trace is None or self.on:
            return
        self.windows.whole = whole
        self._make(size)
        fresh = trace is not self._trace
        if fresh:
            self.spent.forget()
            self.freezing.thaw()
            self._take_course(trace)
        if not here and (fresh or self.lecture.done):
            self.lecture.restart()
        self.clicker.keys = self.read_keys()
        self.lecture.begin()
        self.picture.show_at(self._playhead.t)
        self.windows.arrange()
        self._passing.begin()
        self._jobs.submit(lambda _token: importlib.import_module(NUMBERS))  # the plots come without a long pause then
        self.on_changed.emit(True)

    def end(self) -> None:
        """Leave the full screen; everything stays as it is."""
        if not self.on:
            return
        self.lecture.end()
        self._passing.end()
        self.pages.close()
        self.focus.choose("")
        self.focus.clear()
        for own in (self.audience, self.presenter):
            if own is not None:
                own.hide()
        self.own_window.go_back()
        self.picture.close()
        self._briefing.close()
        large_type.forget()
        self.on_changed.emit(False)
        self.window.activateWindow()

    def close(self) -> None:
        """The program ends."""
        self.end()
        self._jobs.close()
        for own in (self.audience, self.presenter):
            if own is not None:
                own.close()
                own.deleteLater()
        self.audience = self.presenter = self.freezing.audience = None
        self._picture = None
        self._briefing.close()

    def _make(self, size: tuple[int, int] | None) -> None:
        if self.audience is None:
            self._picture = Picture(make_panel, self)
            self._picture.failed.connect(self._faults.report)
            self._picture.switching.connect(self._turn_over)
            self._briefing.sketches = Sketches(make_panel, self._faults.report, self)
            self.audience = self.freezing.audience = Audience(self._picture, self.focus)
            self.audience.key_pressed.connect(self.presses.key)
            self.audience.clicked.connect(self.presses.clicked)
            self.audience.closed.connect(self.end)
            application = QGuiApplication.instance()
            assert isinstance(application, QApplication)
            self.windows.watch(application)
        if size is not None:
            self.audience.resize(*size)
        self._look_changed(made=True)

    def make_presenter(self) -> Presenter:
        """The presenter's window, made where it is not there yet."""
        if self.presenter is None:
            self.presenter = Presenter(self.picture, self.focus)
            self.presenter.key_pressed.connect(self.presses.key)
            self.presenter.mirror.in_turn = partial(self._playhead.in_turn, "presenter.mirror")
            self.presenter.mirror.key_pressed.connect(self.presses.key)
            self.presenter.mirror.clicked.connect(self.presses.mirror_clicked)
            self.presenter.minutes_changed.connect(self._change_minutes)
            self.presenter.timeline.seek_requested.connect(self._seek)
            self.presenter.side.seek_requested.connect(self._seek)
            self.presenter.side.failed.connect(self._faults.report)
            self.presenter.set_notes_size(self._settings.notes_size)
        return self.presenter

    def _take_course(self, trace: Trace) -> None:
        self._trace = trace
        self.lecture.set_course(
            course_of(trace), replace(self._appearance.shown_as, view="stage", plot=self._session.start.plot)
        )

    # ---- what is shown

    @property
    def moment(self) -> int:
        """The moment shown (ns)."""
        return self._playhead.t

    @property
    def lecture_trace(self) -> Trace | None:
        """The run that is taught."""
        return self._trace

    def close_page(self) -> bool:
        """Close what is open in the program's own window; whether anything was."""
        return not self.on and self.pages.close()

    @property
    def window(self) -> QWidget:
        """The program's own window."""
        return self.own_window.widget

    def checks(self) -> tuple[str, ...]:
        """What there is to know before a lecture begins: whose screen is whose, and when it ends."""
        catalogue = self._appearance.catalogue
        return (
            self.windows.check(catalogue),
            catalogue.text("lecture.check_minutes", n=self._settings.lecture_minutes),
        )

    @property
    def settings_file(self) -> str:
        """Where keys are set."""
        return self._settings.file

    def look_of(self, host: QWidget) -> Look:
        """The look of pages in that window."""
        look = self._look()
        scale = scale_for(host.width(), host.height()) if self.on else self._appearance.scale
        theme = Theme(look.theme.name, scale, look.catalogue.language)
        return replace(look, theme=large(theme, host.height()) if host is self.audience else theme)

    def _trace_changed(self, trace: Trace) -> None:
        if not self.on and (self._trace is None or not self.sleeve.waits):
            self.sleeve.take(trace)
            self._trace = None  # the next lecture begins with it
            return
        if not self.sleeve.take(trace):
            self._take_course(trace)
        self._trace = trace
        if self.on:
            self._look_changed(made=True)
        self.sleeve.go_on()
        self.freezing.go_on()

    def _moved(self, t: int) -> None:
        if not self.on:
            return
        self._passing.stir()
        self.let_go()
        self.picture.show_at(t)
        presenter = self.presenter
        if presenter is not None and presenter.isVisible():
            self._tell(lambda: presenter.timeline.show_at(t))
            if presenter.side.isVisible():
                self._playhead.in_turn("presenter.side", lambda: self._tell(lambda: presenter.side.begin_at(t)))
                self._playhead.in_turn("presenter.reasons", lambda: self._tell(presenter.side.complete))
        if self.lecture.number != self._number:  # somebody plays freely, or looks for a place by hand
            self.show()
        elif not self.lecture.moving and not self._playhead.moving:
            self._tell_words()
            self._playhead.in_turn("presenter.briefing", self._briefing.show)

    def _hold(self) -> None:
        """A fault lies ahead. Axes, columns and cards have room for all of a run, and would tell of another one."""
        if self.audience is not None and self.sleeve.hides and not (self.lecture.moving or self._playhead.moving):
            self._held_for = self._to_be_seen()
            self.audience.hold()

    def let_go(self) -> None:
        """The audience's picture is no longer held where something else is to be seen."""
        if self.audience is not None and self._held_for is not None and self._to_be_seen() != self._held_for:
            self._held_for = None
            self.audience.let_go()

    def _to_be_seen(self) -> object:
        look = self._appearance
        chosen = look.display, look.theme_choice, look.side, self._settings.lecture_zoom
        return self.lecture.place(), chosen, self._session.selection

    def _tell_words(self) -> None:
        """What the audience sees now, for those who do not see it."""
        lecture, catalogue = self.lecture, self._appearance.catalogue
        if self.audience is None or lecture.moving or self._playhead.moving:
            return
        counted = self.sleeve.count()
        words = in_words(lecture, counted, self.picture.spoken, catalogue.text, catalogue.language)
        self.audience.words = words
        self.told.emit(words)

    def tell(self, line: str) -> None:
        """A fault of ours, for the lecturer alone."""
        if self.presenter is not None:
            self.presenter.tell(self._appearance.catalogue.text("lecture.fault", fault=line))

    def _tell(self, order: Callable[[], object]) -> None:
        try:
            order()
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            self._faults.report(error)

    def _selection_changed(self, segment: int | None) -> None:
        if self.on:
            self.let_go()
            self.picture.set_selection(segment)
            if self.presenter is not None:
                self.presenter.timeline.set_selection(segment)
                self.presenter.side.set_selection(segment)

    def _look(self) -> Look:
        return self._appearance.look(self._session.trace)

    def _look_changed(self, *, made: bool = False) -> None:
        if not (self.on or made):
            self.pages.dress()
        if self._picture is None or not (self.on or made):
            return
        self.own_window.fall_behind()
        look = self._look()
        assert self.audience is not None
        self.audience.set_theme(look.theme)
        self.audience.setWindowTitle(look.catalogue.text("app.name"))
        self._picture.set_run(self._session.trace, look, self._settings.lecture_zoom, self._playhead.t)
        self._show_audience()
        self.audience.repaint()  # nobody waits for what the lecturer alone sees
        self._briefing.set_look(look)
        if self.presenter is not None:
            self.dress_presenter(self.presenter.width(), self.presenter.height())
        self.pages.dress()
        self._briefing.show()

    def dress_presenter(self, width: int, height: int) -> None:
        """The presenter's window in a size."""
        presenter = self.make_presenter()
        look = self._look()
        presenter.set_look(replace(look, theme=Theme(look.theme.name, scale_for(width, height), look.theme.language)))
        presenter.timeline.set_trace(self._session.trace)
        presenter.timeline.set_changes(begun(self._session, self._appearance))
        presenter.side.set_trace(self._session.trace)
        presenter.side.begin()
        presenter.timeline.show_at(self._playhead.t)
        presenter.side.show_at(self._playhead.t)

    def fit_presenter(self) -> None:
        """Whoever has drawn the presenter's window larger gets larger type."""
        presenter = self.presenter
        if presenter is not None and presenter.scale != scale_for(presenter.width(), presenter.height()):
            self.dress_presenter(presenter.width(), presenter.height())

    def show(self) -> None:
        """Everything that is not the moment itself."""
        self._show_audience()
        self._playhead.in_turn("presenter.briefing", self._briefing.show)

    def _show_audience(self) -> None:
        if not self.on or self.audience is None:
            return
        self.let_go()
        lecture = self.lecture
        self._number = lecture.number
        self._appearance.show_as(lecture.view)
        self.picture.set_content(
            Content(
                self._session.title, *self.sleeve.count(),
                self.panels.shown(lecture.view), lecture.view.plot, lecture.wire_only,
                self.panels.zoomed(self._trace),
                lecture.question, lecture.phase == TOLD, lecture.tally,
            )
        )  # fmt: skip
        self.audience.set_blank(lecture.blank)
        self.audience.setAccessibleName(self._session.title.pick(self._appearance.language))
        self._tell_words()

    def sketch(self, t: int) -> QPixmap:
        """A small picture of the moment ``t``."""
        return self._briefing.sketch(t)

    def _turn_over(self) -> None:
        if self._appearance.reduced_motion or not self.on:
            return
        if self.audience is not None and not self.audience.frozen:
            self.audience.turn_over()

    # ---- time

    def pulse(self, now: int, clock: QTime) -> None:
        """It is ``now`` (ms of a running clock), and ``clock`` by the wall."""
        self._passing.pulse(now, clock)

    def restart_clock(self) -> None:
        """The lecture begins only now."""
        self.clocks.restart()
        self.spent.forget()

    @property
    def time_spent(self) -> str:
        """How long it has lasted at its points, and how long its author means it to: for the lecturer."""
        scenario, say = self._session.scenario, self._appearance.catalogue.text
        spent = span(self.spent.total)
        if scenario is None or scenario.minutes is None:
            return say("lecture.spent", spent=spent)
        return say("lecture.spent-of", spent=spent, minutes=scenario.minutes)

    def _change_minutes(self, change: int) -> None:
        self.clocks.change_minutes(change)
        self.pulse(self.clocks.now(), QTime.currentTime())

    @property
    def frozen(self) -> bool:
        """Whether the audience's picture stands still."""
        return self.freezing.frozen

    # ---- orders

    def order(self, name: str) -> None:
        """What a key, a click or a button asks for."""
        if self.on:
            self._passing.stir()
            self._deeds.do(name)

    def _seek(self, t: object) -> None:
        if isinstance(t, int):
            self._playhead.pause()
            self._playhead.seek(t)
            self.show()
