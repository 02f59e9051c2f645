"""What the user's orders do: between the actions on one side and session, playhead and appearance on the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QObject, Signal

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.session import Session
from tcpanim.i18n import LANGUAGES
from tcpanim.lesson import DETAILS, LABELS, NUMBERINGS, TIMES
from tcpanim.scene.going import goals
from tcpanim.scene.one_side import SIDES
from tcpanim.scene.roles import THEMES
from tcpanim.scene.spelling import STATE_STYLES
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace

SPEEDS = (0.1, 0.2, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
"""Where the keys + and − stop."""


def following(choices: tuple[str, ...], current: str) -> str:
    """The choice after ``current``, the first after the last."""
    return choices[(choices.index(current) + 1) % len(choices)]


class Controller(QObject):
    """Orders that need more than one call; those for the window itself leave as signals."""

    library_requested = Signal()
    open_requested = Signal()
    problems_requested = Signal()
    keys_requested = Signal()
    close_requested = Signal()
    sheet_requested = Signal(str)
    """settings, glossary or about."""
    quit_requested = Signal()
    report_requested = Signal()
    full_screen_requested = Signal()
    present_requested = Signal(bool)
    """A lecture, from the moment that is shown or not."""
    clicker_requested = Signal()
    """The check before a lecture."""
    measure_requested = Signal()
    export_requested = Signal()
    copy_requested = Signal()
    """The picture of the stage is wanted in the clipboard."""
    data_requested = Signal()
    """The run is wanted as a capture or a table."""
    find_requested = Signal()
    """Among what is in front: scenarios, the text, else events."""
    timeline_requested = Signal(float)
    """Show the timeline so many times as large; 0: the whole run."""
    division_requested = Signal(float)
    """Make the stage larger by that share of the height."""
    what_if_requested = Signal(str)
    """what-if, what-if-lost, undo, redo, original, changes or save-as."""
    edit_requested = Signal(str)
    """edit, save or new."""
    entered = Signal(str)
    """The keys go to the view or the panel of that name."""
    panel_requested = Signal(object)
    """The side panel's page by name, None: fold it."""
    until_requested = Signal(str)
    """The line of "run until": open, again, toggle (a breakpoint here), clear (all breakpoints)."""
    compare_requested = Signal()
    difference_requested = Signal()
    """To where two compared runs first differ."""
    view_requested = Signal(str)
    """stage, or a view of the table in ``gui.views``."""
    alone_requested = Signal()
    """The views take the stage's room, too, or give it back."""

    def __init__(
        self, session: Session, playhead: Playhead, appearance: Appearance, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.playhead = playhead
        self.appearance = appearance
        self.pair: tuple[Trace, Trace] | None = None
        """The two runs that are compared, None: one is shown."""

    @property
    def runs(self) -> tuple[Trace, ...]:
        """The runs that the playhead moves along."""
        if self.pair is not None:
            return self.pair
        return () if self.session.trace is None else (self.session.trace,)

    # ---- moving

    def go_to_start(self) -> None:
        """To time 0, at rest."""
        self.playhead.pause()
        self.playhead.seek(0)

    def go_to_end(self) -> None:
        """To the end of the run, at rest."""
        self.playhead.pause()
        self.playhead.seek(max((trace.end for trace in self.runs), default=0))

    def next_segment(self) -> None:
        """To the next departure of a segment."""
        self.playhead.pause()
        departures = self._departures()
        index = bisect_right(departures, self.playhead.t)
        if index < len(departures):
            self.playhead.glide_to(departures[index])

    def previous_segment(self) -> None:
        """To the departure before, at once."""
        self.playhead.pause()
        departures = self._departures()
        index = bisect_left(departures, self.playhead.t)
        self.playhead.seek(departures[index - 1] if index else 0)

    def run_to(self, kind: str) -> None:
        """Play up to the next of that kind (loss, timer, state, note); where there is none, nothing happens."""
        times = self._goals(kind)
        index = bisect_right(times, self.playhead.t)
        if index < len(times):
            self.playhead.run_to(times[index])

    def _goals(self, kind: str) -> list[int]:
        return sorted({t for trace in self.runs for t in goals(trace, kind)})

    def previous_note(self) -> None:
        """To the teaching point before, at once; before the first one, to the start."""
        self.playhead.pause()
        times = self._goals("note")
        index = bisect_left(times, self.playhead.t)
        self.playhead.seek(times[index - 1] if index else 0)

    def begin_loop(self) -> None:
        """The stretch that is repeated begins here; without an end yet, it goes to the end of the run."""
        loop, t = self.playhead.loop, self.playhead.t
        if self.runs:
            end = loop[1] if loop is not None and loop[1] > t else max(trace.end for trace in self.runs)
            self.playhead.set_loop((t, end))

    def end_loop(self) -> None:
        """It ends here; without a beginning yet, it begins with the run."""
        loop, t = self.playhead.loop, self.playhead.t
        self.playhead.set_loop((loop[0] if loop is not None and loop[0] < t else 0, t))

    def _departures(self) -> list[int]:
        return sorted({sent for trace in self.runs for sent in columns(trace.flights, "sent")})

    def faster(self) -> None:
        """To the next of SPEEDS."""
        index = bisect_right(SPEEDS, self.playhead.speed * 1.001)
        self.playhead.set_speed(SPEEDS[min(index, len(SPEEDS) - 1)])

    def slower(self) -> None:
        """To the one before."""
        index = bisect_left(SPEEDS, self.playhead.speed * 0.999)
        self.playhead.set_speed(SPEEDS[max(index - 1, 0)])

    # ---- showing

    def show_panel(self, name: str | None, *, enter: bool = False) -> None:
        """A page of the side panel, None: fold it; ``enter``: keys are meant for it from now on."""
        self.panel_requested.emit(name)
        if enter:
            self.entered.emit(name)

    def show_view(self, name: str, *, enter: bool = False) -> None:
        """What stands below the stage; ``enter``: keys are meant for it from now on."""
        self.view_requested.emit(name)
        if enter:
            self.entered.emit(name)

    def next_numbering(self) -> None:
        """relative, absolute, symbolic, and round again."""
        self.appearance.set_numbering(following(NUMBERINGS, self.appearance.numbering))

    def next_time(self) -> None:
        """Story time or uniform time."""
        self.appearance.set_time(following(TIMES, self.appearance.time))

    def next_side(self) -> None:
        """What the left host knows, what the right one knows, all."""
        self.appearance.set_side(following(SIDES, self.appearance.side))

    def next_language(self) -> None:
        """The other language."""
        self.appearance.set_language(following(LANGUAGES, self.appearance.language))

    def both_languages(self) -> None:
        """Chinese with the English sentence below, or Chinese alone again."""
        self.appearance.set_language("zh" if self.appearance.display == "both" else "both")

    def next_detail(self) -> None:
        """first, course, advanced, and round again."""
        self.appearance.set_detail(following(DETAILS, self.appearance.detail))

    def next_labels(self) -> None:
        """textbook, plain, wireshark, and round again."""
        self.appearance.set_labels(following(LABELS, self.appearance.labels))

    def next_spelling(self) -> None:
        """rfc, textbook, sockets, and round again."""
        self.appearance.set_spelling(following(STATE_STYLES, self.appearance.spelling))

    def next_theme(self) -> None:
        """light, dark, contrast, and round again."""
        self.appearance.set_theme(following(THEMES, self.appearance.theme))

    def zoom_by(self, factor: float | None) -> None:
        """Larger or smaller; None: as designed."""
        self.appearance.change_zoom(factor)
