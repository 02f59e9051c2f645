"""Two runs one above the other, on one playhead: stages, ladders or overlaid plots, what happens in each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, draw_text, pen
from tcpanim.gui.theme import BODY, BOLD, LEAD, MEDIUM, REGULAR, SEMIBOLD, SMALL, TINY
from tcpanim.gui.widgets.ladder import Ladder
from tcpanim.gui.widgets.parts import IconButton, KeyButton, label, mark, write
from tcpanim.gui.widgets.plots import Plots
from tcpanim.gui.widgets.reading import Stack
from tcpanim.gui.widgets.stage import Stage
from tcpanim.gui.widgets.tabs import TabRow
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.gui.widgets.transport import Transport
from tcpanim.i18n import Text
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.compare import Compared, Difference, PairSeries, PairTimeline
from tcpanim.scene.reasons import Spoken, spoken_at
from tcpanim.scene.timeline import Timeline as TimelineScene
from tcpanim.trace.trace import Trace

LETTERS = ("A", "B")
SHARES = (0.028, 0.038)
"""For an audience: the type of a run's title and of its sentence, as shares of the picture's height."""
SIDE_SHARE = (4, 3)
"""How the width is divided between the stages and what stands beside them."""


class Badge(QWidget):
    """The letter of a run, in its colour and, for the second, with a dashed outline, as its curves are."""

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = letter
        self._look: Look | None = None

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        side = look.theme.px(26) if not look.present else round(0.04 * self.window().height())
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A disc with the letter."""
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        second = self._letter == LETTERS[1]
        colour = theme.colour("again" if second else "ink")
        stroke = pen(colour, max(1.6, theme.scale * 1.8))
        if second:
            stroke.setDashPattern([2.5, 2.0])
        painter.setPen(stroke)
        painter.setBrush(theme.colour("surface") if second else colour)
        painter.drawEllipse(box)
        ink = colour if second else theme.colour("surface")
        draw_text(painter, box, self._letter, theme.font(0.58 * self.height() / theme.scale, BOLD), ink, CENTRE)


class Row(QWidget):
    """One run: its letter and title, what it has come to, the stage, and what happens."""

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._run: Compared | None = None
        self._step: tuple[object, ...] = ()
        self._sizes: tuple[float, ...] = (BODY,)
        self.spoken: Spoken | None = None
        """What happens in it now."""
        self.badge = Badge(letter, self)
        self.title = label(self)
        self.tally = label(self, "2")
        self.tally.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.stage = Stage(self)
        self.stage.setMinimumSize(320, 120)
        self.count = QLabel(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.what = label(self, wrap=True)
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._layout = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.badge)
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.tally)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._foot.addWidget(self.what, 1, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.stage, 1)
        self._layout.addLayout(self._foot)

    def set_look(self, look: Look, title: str) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme = look.theme
        self._layout.setContentsMargins(theme.px(20), theme.px(6), theme.px(12), theme.px(4))
        self._layout.setSpacing(theme.px(4))
        for line in (self._head, self._foot):
            line.setSpacing(theme.px(12))
        self.badge.set_look(look)
        large, what = LEAD, BODY
        if look.present:  # to be read from the last row
            large, what = (share * self.window().height() / theme.scale for share in SHARES)
        self.title.setFont(theme.prose(large, SEMIBOLD))
        self.title.setText(title)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setToolTip(title)
        self.tally.setFont(theme.font(large if look.present else SMALL, MEDIUM))
        self.count.setVisible(not look.present)
        self.count.setFont(theme.font(SMALL, SEMIBOLD, mono=True))
        self.count.setMinimumWidth(theme.px(66))
        self.count.setFixedHeight(theme.px(30))
        self._sizes = (what,) if look.present else (BODY, SMALL, TINY)
        self.what.setFont(theme.prose(what, MEDIUM if look.present else REGULAR))
        two_lines = self.what.fontMetrics().size(0, "Åg汉\nÅg汉").height()  # of a fallback font, too
        self.what.setFixedHeight(two_lines + theme.px(2))
        self.stage.set_look(look)
        self._step = ()

    def set_run(self, run: Compared) -> None:
        """Show another run from its beginning."""
        self._run = run
        self._step = ()
        self.stage.set_trace(run.trace)

    def show_at(self, t: int) -> None:
        """Show the moment ``t``; a run that is over stands still."""
        if self._run is None or self._look is None or self._look.naming is None:
            return
        trace = self._run.trace
        self.stage.show_at(t)
        tally = self._run.tally(t)
        step = (trace.step_at(t), tally)
        if step == self._step:
            return
        self._step = step
        say, naming = self._look.catalogue.text, self._look.naming
        words = [
            say("compare.sent", n=tally.sent),
            say("compare.again", n=tally.again),
            say("compare.lost", n=tally.lost),
        ]
        if tally.over:
            words.append(say("compare.over", time=clock_time(trace.end, base_delay(trace))))
        self.tally.setText(" · ".join(words))
        self.spoken = spoken = spoken_at(trace, min(t, trace.end), naming)
        write(self.what, spoken.what)
        self.what.setToolTip(spoken.why)
        self._fit()
        self.count.setText(f"{step[0]}/{len(trace.moments)}")
        mark(self.count, "count", spoken.side)

    def _fit(self) -> None:
        """A sentence that is too long for its two lines takes smaller type."""
        assert self._look is not None
        for size in self._sizes:
            self.what.setFont(self._look.theme.prose(size, MEDIUM if self._look.present else REGULAR))
            if self.what.heightForWidth(self.what.width()) <= self.what.height():
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence wraps anew."""
        super().resizeEvent(event)
        if self._look is not None:
            self._layout.activate()
            self._fit()


class ComparedLadder(Ladder):
    """A ladder with a line where the runs part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(280, 90)
        self._parted: int | None = None

    def set_parted(self, t: int | None) -> None:
        """Where the two runs first differ, None: nowhere."""
        self._parted = t
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._paint is None or self._look is None or self._parted is None or self._parted > self._t:
            return
        theme = self._look.theme
        y = self._paint.y_of(self._parted) - self.verticalScrollBar().value()
        if not self._paint.head < y < self.viewport().height():
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashed = pen(theme.colour("ink"), max(1.2, theme.scale * 1.4))
        dashed.setDashPattern([2.0, 4.0])
        painter.setPen(dashed)
        side, spare = theme.px(17), theme.px(4)
        x = float(side + theme.px(4))
        wide = float(self.viewport().width())
        for first, last in (*self._paint.words_at(y, self.verticalScrollBar().value(), self._t), (wide, wide)):
            if first - spare > x:  # a line through words can be read as well as they
                painter.drawLine(QPointF(x, y), QPointF(min(first, wide) - (spare if first < wide else 0), y))
            x = max(x, last + spare)
        box = QRectF(theme.px(2), y - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        painter.drawEllipse(box)
        draw_text(painter, box, "≠", theme.font(TINY, BOLD), theme.colour("surface"), CENTRE)


class OverlaidPlots(Plots):
    """The plots of two runs in one picture."""

    def set_pair(self, series: PairSeries) -> None:
        """Show these two; the trace and its look are the first one's."""
        self._series = series
        self._figure = None
        self._show_figure()


class PairTimelineBar(Timeline):
    """The timeline of both runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._other: tuple[Trace, Look] | None = None

    def set_other(self, trace: Trace, look: Look) -> None:
        """The second run, to be given before the first."""
        self._other = (trace, look)

    def _make_scene(self, trace: Trace, look: Look) -> TimelineScene:
        first = super()._make_scene(trace, look)
        if self._other is None or look.time is None:
            return first
        return PairTimeline(first, super()._make_scene(*self._other), look.time.end)


class Comparison(QWidget):
    """The page. It is told the pair, both looks, and the moment; it tells what the user wants."""

    seek_requested = Signal(object)
    close_requested = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: tuple[Look, Look] | None = None
        self._titles = (Text(), Text())
        self._runs: tuple[Compared, Compared] | None = None
        self._difference: Difference | None = None
        self._t = 0
        self.heading = label(self)
        self.difference = ""
        """Where the runs part, in words."""
        self.parted = KeyButton(self)
        self.parted.clicked.connect(actions["first-difference"].trigger)
        self.close_button = IconButton("close", 32, self)
        self.close_button.clicked.connect(self.close_requested)
        self.rows = tuple(Row(letter, self) for letter in LETTERS)
        self.tabs = TabRow(("ladder", "plots"), self)
        self.tabs.chosen.connect(self.show_view)
        self.tabs.choose("ladder")
        self.ladders = tuple(ComparedLadder() for _ in LETTERS)
        self.badges = tuple(Badge(letter) for letter in LETTERS)
        self.plots = OverlaidPlots()
        self._bar = QFrame(self)
        self._bar.setProperty("bar", "top")
        self._head = QHBoxLayout(self._bar)
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.parted)
        self._head.addWidget(self.close_button)
        self._stages = QVBoxLayout()
        for row in self.rows:
            self._stages.addWidget(row, 1)
        pair = QWidget()
        self._pair = QVBoxLayout(pair)
        self._pair.setContentsMargins(0, 0, 0, 0)
        for badge, ladder in zip(self.badges, self.ladders, strict=True):
            across = QHBoxLayout()
            across.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(ladder, 1)
            self._pair.addLayout(across, 1)
        self._beside = Stack()
        self._beside.addWidget(pair)
        self._beside.addWidget(self.plots)
        self.side = QFrame()
        self.side.setProperty("card", True)
        self._column = QVBoxLayout(self.side)
        self._column.addWidget(self.tabs)
        self._column.addWidget(self._beside, 1)
        self._across = QHBoxLayout()
        self._across.addLayout(self._stages, SIDE_SHARE[0])
        self._across.addWidget(self.side, SIDE_SHARE[1])
        self.timeline = PairTimelineBar()
        self.transport = Transport(actions, timeline=self.timeline)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addLayout(self._across, 1)
        whole.addWidget(self.transport)
        sources: tuple[Stage | Ladder | Plots | Transport, ...] = (
            *(row.stage for row in self.rows), *self.ladders, self.plots, self.transport,
        )  # fmt: skip
        for source in sources:
            source.seek_requested.connect(self.seek_requested)

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 420)

    @property
    def view(self) -> str:
        """What stands beside the stages: ladder or plots."""
        return "plots" if self._beside.currentWidget() is self.plots else "ladder"

    def show_view(self, name: str) -> None:
        """Ladder or plots; anything else leaves it as it is."""
        if name in ("ladder", "plots"):
            self.tabs.choose(name)
            self._beside.setCurrentIndex(1 if name == "plots" else 0)
            self._show_beside()
            if self._looks is not None:
                self._write_tabs(self._looks[0])

    # ---- what it is told

    def set_pair(
        self, runs: tuple[Compared, Compared], titles: tuple[Text, Text], looks: tuple[Look, Look],
        difference: Difference | None,
    ) -> None:  # fmt: skip
        """Show two runs from their beginning."""
        self._runs, self._titles, self._difference = runs, titles, difference
        self._t = 0
        self.set_looks(looks)
        parted = difference.t if difference is not None else None
        for run, row, ladder in zip(runs, self.rows, self.ladders, strict=True):
            row.set_run(run)
            ladder.set_trace(run.trace)
            ladder.set_parted(parted)
        first, second = (run.trace for run in runs)
        self.plots.set_trace(first)
        self.plots.set_pair(PairSeries(first, second, parted))
        self.transport.set_trace(first)
        self.timeline.set_parted(parted)

    def set_looks(self, looks: tuple[Look, Look]) -> None:
        """Show everything in these, one for each run."""
        self._looks = looks
        look = looks[0]
        theme, say = look.theme, look.catalogue.text
        self.setAccessibleName(say("compare.name"))
        self._head.setContentsMargins(theme.px(24), theme.px(4), theme.px(16), theme.px(4))
        self._head.setSpacing(theme.px(10))
        self._across.setContentsMargins(0, theme.px(6), theme.px(20), theme.px(8))
        self._across.setSpacing(theme.px(4))
        self._stages.setSpacing(theme.px(4))
        self._pair.setSpacing(theme.px(6))
        self._column.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(8))
        self._column.setSpacing(theme.px(2))
        self.heading.setFont(theme.prose(BODY, MEDIUM))
        self.heading.setText(say("compare.heading"))
        self.parted.setFont(theme.font(SMALL, MEDIUM))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("compare.close"))
        self.close_button.setAccessibleName(say("compare.close"))
        self._write_tabs(look)
        self._write_difference(look)
        language = look.catalogue.language
        for row, one, title in zip(self.rows, looks, self._titles, strict=True):
            row.set_look(one, title.pick(language))
        for badge in self.badges:
            badge.set_look(look)
        for ladder, one in zip(self.ladders, looks, strict=True):
            ladder.set_look(one)
        if self._runs is not None:
            self.timeline.set_other(self._runs[1].trace, looks[1])
        self.plots.set_look(look)
        self.transport.set_look(look)
        self._bar.setVisible(not look.present)
        self.transport.setVisible(not look.present)
        self.side.setVisible(not look.present)
        self.show_at(self._t)

    def _write_tabs(self, look: Look) -> None:
        self.tabs.set_look(look, {name: look.catalogue.text(f"view.{name}") for name in ("ladder", "plots")})

    def _write_difference(self, look: Look) -> None:
        found, say = self._difference, look.catalogue.text
        self.parted.setEnabled(found is not None)
        if found is None:
            self.difference = say("compare.same")
            self.parted.setText(self.difference)
            self.parted.setAccessibleName(self.difference)
            return
        base = min(base_delay(run.trace) for run in self._runs) if self._runs is not None else 1
        key = "compare.shifted" if found.timing else "compare.parted"
        self.difference = say(key, time=clock_time(found.t, base))
        self.parted.setText(f"≠  {self.difference}")
        self.parted.setAccessibleName(self.difference)
        self.parted.setToolTip(say("compare.parted-help"))

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` in both."""
        self._t = t
        for row in self.rows:
            row.show_at(t)
        self._show_beside()
        self.transport.show_at(t)
        self._tell_difference()

    def _show_beside(self) -> None:
        """Show the moment in what stands beside the stages; what nobody sees costs nothing."""
        for view in self.ladders if self.view == "ladder" else (self.plots,):
            view.show_at(self._t)

    def _tell_difference(self) -> None:
        """Where the runs part although the same is said of both: the reasons are what differs."""
        if self._difference is None or self._runs is None:
            return
        steps = [run.trace.moments[: run.trace.step_at(self._t)] for run in self._runs]
        first, second = (row.spoken for row in self.rows)
        if first is None or second is None or first.what != second.what or first.why == second.why:
            return
        if all(times and times[-1] == self._difference.t for times in steps):
            for row, spoken in zip(self.rows, (first, second), strict=True):
                write(row.what, spoken.why or spoken.what)

    def in_words(self) -> str:
        """What is said of each run, after its title."""
        assert self._looks is not None
        language = self._looks[0].catalogue.language
        told = [
            f"{title.pick(language)}: {row.spoken.what}"
            for row, title in zip(self.rows, self._titles, strict=True)
            if row.spoken is not None
        ]
        return " ".join(told)

    def close_jobs(self) -> None:
        """Stop waiting."""
        self.plots.close_jobs()
