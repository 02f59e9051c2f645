"""The presenter's window: what the audience sees, what comes next, notes, clocks; all of it the lecturer's alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF, Qt, QTime, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPixmap, QResizeEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.presentation.focus import Focus
from tcpanim.gui.presentation.notes_area import NotesArea
from tcpanim.gui.presentation.picture import Picture
from tcpanim.gui.presentation.screens import fill, stand_on
from tcpanim.gui.presentation.view import PictureView
from tcpanim.gui.style import style_sheet
from tcpanim.gui.theme import BODY, BOLD, HUGE, LARGE, LEAD, MEDIUM, SEMIBOLD, SMALL, TITLE
from tcpanim.gui.views import PANELS
from tcpanim.gui.widgets.parts import ElidedLabel, KeyButton, label, mark, unbroken, write
from tcpanim.gui.widgets.side_panel import SidePanel
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.lesson import Ask

NOTES_LEAST, NOTES_LEAST_SMALL, SMALL_WINDOW = 0.36, 0.46, 900
"""Of the window's width: narrower notes are not read at a glance. In a window that is less wide, in px, they need the
width more than the picture does, which is on the wall as well."""
NEXT_MOST, INSET_MOST = 0.27, 0.18
"""Of the window's height, for the picture of what comes next, and for the frozen one: notes need the rest."""
TITLE_LEAST = 0.15
"""Of the window's height, so much width the title has at least before the clocks' names go."""
SHORT_S = 120
"""From so many seconds before the end on, the count-down is marked."""
_SAFE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""As html.escape does it, which would bring HTML's names for all letters along: a third of a megabyte."""
_LEAD_WORD = re.compile(r"((?:Say|Ask|Board|Trap):|If asked:?|(?:说|(?<!若)问|板书|易错)：|若问：?)")


@dataclass(frozen=True)
class Times:
    """What the clocks show, in seconds; ``left`` None: no end was set."""

    elapsed: int = 0
    left: int | None = None


def span(seconds: int) -> str:
    """Minutes and seconds, with the hours where there are any."""
    sign = "−" if seconds < 0 else ""
    seconds = abs(seconds)
    hours, rest = divmod(seconds, 3600)
    return f"{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{sign}{rest // 60}:{rest % 60:02d}"


def _safe(words: str) -> str:
    """Prose as rich text."""
    return unbroken(words).translate(_SAFE)


def marked_up(notes: str) -> str:
    """Notes as rich text: paragraphs kept, the word that a line begins with (Ask:, 问：) in bold."""
    lines = []
    for line in notes.strip().split("\n"):
        safe = _safe(line.strip())
        lines.append(_LEAD_WORD.sub(r"<b>\1</b>", safe))
    return "".join(f"<p style='margin:0 0 0.55em 0'>{line}</p>" if line else "" for line in lines)


class Presenter(QWidget):
    """Shows; what is pressed on it is told to whoever decides."""

    key_pressed = Signal(object)
    closed = Signal()
    minutes_changed = Signal(int)
    """So many minutes more or fewer until the end."""

    def __init__(self, picture: Picture, focus: Focus) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("presenter")
        self._look: Look | None = None
        self._notes_size = 22
        self._preview = QPixmap()
        self._next_room = 0, 0  # what its picture took when the column was so wide
        self._instead = ""  # words where no picture shows what comes next, as rich text
        self._inset = QPixmap()
        self._fitted: dict[QLabel, tuple[object, ...]] = {}  # what the small pictures were made from
        self.mirror = PictureView(picture, focus)
        self.timeline = Timeline()
        self.side = SidePanel(PANELS)
        self.title, self.point = ElidedLabel(self), label(self)
        self.title.setProperty("ink", "1")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.state = label(self)
        self.state.setProperty("chip", True)
        self.typed = label(self)
        self.left, self.elapsed, self.clock = label(self, "2"), label(self, "2"), label(self)
        self.left_name, self.elapsed_name = label(self, "3"), label(self, "3")
        self.fewer, self.more = KeyButton(self), KeyButton(self)
        self.fewer.clicked.connect(lambda: self.minutes_changed.emit(-1))
        self.more.clicked.connect(lambda: self.minutes_changed.emit(1))
        self.next_title, self.next_words = label(self, "3"), label(self, wrap=True)
        self.next_picture = QLabel()
        self.next_picture.setWordWrap(True)
        self.next_picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.inset_title, self.inset = label(self, "3"), QLabel()
        self.notes_title = label(self, "3")
        self.notes = label(self, wrap=True)
        self.notes.setTextFormat(Qt.TextFormat.RichText)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told = label(self, "loss", wrap=True)
        self.hint = label(self, "3")
        self._build()

    def _build(self) -> None:
        self._head = QHBoxLayout()
        for widget in (self.title, self.point, self.typed, self.state):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        for clock in (
            self.fewer, self.left_name, self.left, self.more, self.elapsed_name, self.elapsed, self.clock
        ):  # fmt: skip
            self._head.addWidget(clock)
        self._notes_area = NotesArea(self.notes)
        main = QWidget()
        self._main = QVBoxLayout(main)
        self._main.setContentsMargins(0, 0, 0, 0)
        self._main.addWidget(self.mirror)
        self._main.addWidget(self.timeline)
        self._main.addStretch(1)
        aside = self._beside = QWidget()
        self._aside = QVBoxLayout(aside)
        self._aside.setContentsMargins(0, 0, 0, 0)
        upcoming = QHBoxLayout()
        upcoming.addWidget(self.next_title, 1)
        self._aside.addLayout(upcoming)
        self._aside.addWidget(self.next_picture)
        self._aside.addWidget(self.next_words)
        self._aside.addWidget(self.inset_title)
        self._aside.addWidget(self.inset)
        self._aside.addWidget(self.notes_title)
        self._aside.addWidget(self._notes_area, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(main)
        self.split.addWidget(aside)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.split, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.told, 2)
        self._rows.addLayout(foot)
        self.side.hide()
        self.side.fold_requested.connect(self.side.hide)
        self.told.hide()

    # ---- what it shows

    def set_look(self, look: Look) -> None:
        """Colours, type and words."""
        before, self._look = self._look, look
        theme, say = look.theme, look.catalogue.text
        if before is None or (before.theme.name, before.theme.scale) != (theme.name, theme.scale):
            self.setPalette(theme.palette())
            ground, surface, line = (theme.colour(role).name() for role in ("bg", "surface", "line"))
            card = f"background: {surface}; border: 1px solid {line}; border-radius: {theme.px(14)}px;"
            self.setStyleSheet(f"#presenter {{ background: {ground}; }}" + style_sheet(theme) + f"#notes {{ {card} }}")
        self.mirror.set_theme(theme)
        self.timeline.set_look(look)
        self.side.set_look(look)
        self._rows.setContentsMargins(theme.px(24), theme.px(14), theme.px(24), theme.px(12))
        self._rows.setSpacing(theme.px(12))
        self._head.setSpacing(theme.px(16))
        self._aside.setSpacing(theme.px(8))
        self._main.setSpacing(theme.px(16))
        self.notes.setMargin(theme.px(18))
        self.split.setHandleWidth(theme.px(20))
        self.title.setFont(theme.prose(TITLE, BOLD))
        for text in (self.point, self.typed):
            text.setFont(theme.font(TITLE, SEMIBOLD, mono=True))
        self.state.setFont(theme.font(BODY, SEMIBOLD))
        for clock, size in ((self.left, LARGE), (self.elapsed, LARGE), (self.clock, HUGE)):
            clock.setFont(theme.font(size, SEMIBOLD, mono=True))
        for text in (
            self.next_title, self.notes_title, self.inset_title, self.hint, self.left_name, self.elapsed_name
        ):  # fmt: skip
            text.setFont(theme.font(SMALL, SEMIBOLD))
        for text in (self.next_words, self.next_picture):
            text.setFont(theme.prose(LEAD, MEDIUM))
        # What stands below keeps its place, whether a picture shows what comes next, or words: a glance finds it.
        self.next_words.setMinimumHeight(2 * self.next_words.fontMetrics().lineSpacing())
        self.next_words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setFont(theme.prose(SMALL))
        for button, sign, name in (
            (self.fewer, "−", "lecture.minute_less"), (self.more, "+", "lecture.minute_more"),
        ):  # fmt: skip
            button.setFont(theme.font(BODY))
            button.setText(sign)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(say(name))
            button.setToolTip(say(name))
        self.notes_title.setText(say("lecture.notes"))
        self.left_name.setText(say("lecture.left_name"))
        self.elapsed_name.setText(say("lecture.elapsed_name"))
        self.inset_title.setText(say("lecture.on_screen"))
        self.hint.setText(say("lecture.hint"))
        for text, name in ((self.clock, "clock"), (self.elapsed, "elapsed"), (self.left, "left")):
            text.setAccessibleDescription(say(f"lecture.{name}"))
            text.setToolTip(say(f"lecture.{name}"))
        self.setWindowTitle(f"{say('lecture.presenter_title')} – {say('app.name')}")
        self.set_notes_size(self._notes_size)
        if before is None or before.theme.scale != theme.scale:
            self.split.setSizes([theme.px(1270), theme.px(580), theme.px(434)])

    @property
    def scale(self) -> float:
        """The scale of its type."""
        return self._look.theme.scale if self._look is not None else 0.0

    def set_notes_size(self, size: int) -> None:
        """The notes' type, in px at scale 1."""
        self._notes_size = size
        if self._look is not None:
            theme = self._look.theme
            self._notes_area.set_type(lambda size: theme.prose(size, MEDIUM), size)

    def show_notes(self, notes: str) -> None:
        """What the lecturer wants to be reminded of."""
        if self._look is None:
            return
        text = marked_up(notes) if notes else self._look.catalogue.text("lecture.no_notes").translate(_SAFE)
        mark(self.notes, "ink", "1" if notes else "3")
        if text != self.notes.text():
            self.notes.setText(text)
            self._notes_area.fit()
            self._notes_area.verticalScrollBar().setValue(0)

    def show_times(self, times: Times, now: QTime) -> None:
        """The clocks."""
        clock = now.toString("HH:mm")
        for text, words in (
            (self.clock, clock),
            (self.elapsed, span(times.elapsed)),
            (self.left, span(times.left) if times.left is not None else "–"),
        ):
            if text.text() != words:
                text.setText(words)
        mark(self.left, "ink", "loss" if times.left is not None and times.left < SHORT_S else "2")

    def show_next(self, title: str, words: str, picture: QPixmap | None) -> None:
        """What the next press will bring; its picture may come later (None)."""
        self.next_title.setText(title)
        write(self.next_words, words)
        if picture is not None:
            self._preview, self._instead = picture, ""
            self._fit()

    def show_next_words(self, title: str, words: str) -> None:
        """What the next press will bring, where that is no picture."""
        self.next_title.setText(title)
        write(self.next_words, "")
        self._preview, self._instead = QPixmap(), _safe(words).replace("\n", "<br/>")
        self._fit()

    def show_next_ask(self, title: str, question: Ask) -> None:
        """A question, or its answer: the lecturer sees which is the right one, and why."""
        if self._look is None:
            return
        language = self._look.catalogue.language
        right = self._look.theme.colour("syn").name()
        lines = [f"<p style='margin:0 0 0.4em 0'><b>{_safe(question.question.pick(language))}</b></p>"]
        for number, choice in enumerate(question.choices, 1):
            words = f"{number}&nbsp; {_safe(choice.pick(language))}"
            if number == question.answer:
                words = f"<b style='color:{right}'>{words} ✓</b>"
            lines.append(f"<p style='margin:0 0 0.2em 0'>{words}</p>")
        self.next_title.setText(title)
        write(self.next_words, question.why.pick(language))
        self._preview, self._instead = QPixmap(), "".join(lines)
        self._fit()

    def show_inset(self, picture: QPixmap) -> None:
        """What the audience sees, where that is not what stands here; an empty one: it is."""
        self._inset = picture
        self.inset.setVisible(not picture.isNull())
        self.inset_title.setVisible(not picture.isNull())
        self._fit()

    def tell(self, line: str) -> None:
        """Something has gone wrong; the audience does not learn of it."""
        self.told.setText(line)
        self.told.setVisible(bool(line))

    def show_state(self, words: str, role: str) -> None:
        """Frozen, blank, asking: what holds on the audience's screen."""
        self.state.setText(words)
        self._fit_head()  # first: a widget that is shown widens its window at once
        self.state.setVisible(bool(words))
        mark(self.state, "ink", role)

    def _fit_head(self) -> None:
        """In a narrow window the clocks have no names: figures come first."""
        names = self.left_name, self.elapsed_name
        others = (self.point, self.typed, self.fewer, self.left, self.more, self.elapsed, self.clock)
        shown = [*others, *names, *([self.state] if self.state.text() else [])]
        margins = self._rows.contentsMargins()
        needed = sum(widget.sizeHint().width() + self._head.spacing() for widget in shown)
        for name in names:
            name.setVisible(needed + margins.left() + margins.right() + TITLE_LEAST * self.height() <= self.width())

    def _fit(self) -> None:
        """The small pictures as wide as their column."""
        wide = max(self.next_words.width(), 160)
        self._fit_words(wide)
        for place, picture, share, most in (
            (self.next_picture, self._preview, 1.0, NEXT_MOST), (self.inset, self._inset, 0.6, INSET_MOST)
        ):  # fmt: skip
            high = most * self.height()
            fitted = (picture.cacheKey(), wide, high, self.devicePixelRatioF(), self._look)
            if self._fitted.get(place) == fitted:
                continue
            self._fitted[place] = fitted
            if place is self.next_picture and self._instead:
                continue
            if picture.isNull():
                place.clear()
                place.setFixedHeight(0)
                continue
            ratio = self.devicePixelRatioF()
            room = QSizeF(wide * share * ratio, high * ratio).toSize()
            scaled = picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self._frame(scaled)
            place.setPixmap(scaled)
            place.setFixedHeight(round(scaled.height() / ratio))
            if place is self.next_picture:
                self._next_room = wide, place.height()

    def _fit_words(self, wide: int) -> None:
        """Words that stand in a picture's place, in as much room as it takes."""
        place = self.next_picture
        mark(place, "card", "true" if self._instead else "false")
        place.setMargin(self._look.theme.px(12) if self._instead and self._look is not None else 0)
        if self._instead:
            place.setText(self._instead)
            as_picture = min(self.mirror.heightForWidth(wide), round(NEXT_MOST * self.height()))
            if self._next_room[0] == wide:
                as_picture = self._next_room[1]
            place.setFixedHeight(max(as_picture, place.heightForWidth(wide)))

    def _frame(self, picture: QPixmap) -> None:
        """A hairline: a picture of the same ground as the window's must be seen to end."""
        if self._look is not None:
            painter = QPainter(picture)
            painter.setPen(self._look.theme.colour("wire"))
            ratio = picture.devicePixelRatio()
            painter.drawRect(QRectF(0, 0, picture.width() / ratio - 1, picture.height() / ratio - 1))
            painter.end()

    # ---- where it is

    def place_on(self, screen: QScreen, *, whole: bool) -> None:
        """On that screen, over all of it or as a window."""
        if whole:
            fill(self, screen)
            return
        stand_on(self, screen)
        area = screen.availableGeometry()
        size = area.size() * 0.72
        self.setGeometry(area.right() - size.width(), area.bottom() - size.height(), size.width(), size.height())
        self.showNormal()

    # ---- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The small pictures follow."""
        super().resizeEvent(event)
        self._fit_head()
        least = NOTES_LEAST if self.width() >= SMALL_WINDOW else NOTES_LEAST_SMALL
        self._beside.setMinimumWidth(round(least * self.width()))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever it means, it is not decided here."""
        self.key_pressed.emit(event)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A held key lets go and presses by itself."""
        self.key_pressed.emit(event)
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002 - Qt's name
        """Tab is a key like the others."""
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """The lecture goes on without it."""
        self.closed.emit()
        super().closeEvent(event)
