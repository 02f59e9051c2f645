"""The presenter's window: what the audience sees, what comes next, notes, clocks; all of it the lecturer's alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF, Qt, QTime, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPixmap, QResizeEvent, QScreen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import SIDE
from tcpanim.gui.presentation.focus import Focus
from tcpanim.gui.presentation.notes_area import MOST, USUAL, NotesArea
from tcpanim.gui.presentation.picture import Picture
from tcpanim.gui.presentation.rich_text import Paragraphs, marked_up, rich_text, safe
from tcpanim.gui.presentation.screens import fill, stand_on
from tcpanim.gui.presentation.view import PictureView
from tcpanim.gui.style import style_sheet
from tcpanim.gui.theme import BODY, BOLD, HUGE, LARGE, LEAD, MEDIUM, SEMIBOLD, SMALL, TITLE
from tcpanim.gui.views import PANELS
from tcpanim.gui.widgets.parts import ElidedLabel, KeyButton, label, mark, write
from tcpanim.gui.widgets.side_panel import SidePanel
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.lesson import Ask

NOTES_LEAST, NOTES_LEAST_SMALL, SMALL_WINDOW = 0.36, 0.46, 900
"""Of the window's width: narrower notes are not read at a glance. In a window that is less wide, in px, they need the
width more than the picture does, which is on the wall as well."""
NEXT_MOST, INSET_MOST, INSET_LEAST = 0.27, 0.18, 0.12
"""Of the window's height, for the picture of what comes next, and for the frozen one: notes need the rest. Where that
much is free below the timeline, the frozen one stands there and takes nothing from them."""
MIRROR_LEAST = 300
"""In px: where the private panel would leave less, it takes the place of the mirror and the timeline."""
SIDE_MOST = 0.54
"""Of the width that is then left for panel and notes, for the panel."""
TITLE_LEAST = 160
"""In px at scale 1: a longer title is elided to no less, or left out."""
SMALLEST = 480, 360
"""In px; the window never grows by itself, whatever it has to show."""
SHORT_S = 120
"""From so many seconds before the end on, the count-down is marked."""


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
        self._notes_size = USUAL
        self._preview = QPixmap()
        self._next_room = 0, 0  # what its picture took when the column was so wide
        self._instead: Paragraphs = ()  # words where no picture shows what comes next
        self._inset = QPixmap()
        self._state = ""
        self._worded: tuple[object, ...] = ()  # what the words in a picture's place were fitted for
        self._fitted: dict[QLabel, tuple[object, ...]] = {}  # what the small pictures were made from
        self.mirror = PictureView(picture, focus)
        self.timeline = Timeline()
        self.side = SidePanel(PANELS)
        self.title, self.point = ElidedLabel(self), label(self)
        self.title.setProperty("ink", "1")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.state = label(self)
        self.state.setProperty("chip", True)
        self.stop, self.typed = label(self, "3"), label(self)
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
        self.inset_title.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notes_title = label(self, "3")
        self.notes = label(self, wrap=True)
        self.notes.setTextFormat(Qt.TextFormat.RichText)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told = label(self, "loss", wrap=True)
        self.hint = label(self, "3")
        self.setMinimumSize(*SMALLEST)
        self._build()

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._in_head: tuple[QWidget, ...] = (
            self.title, self.point, self.stop, self.typed, self.state,
            self.fewer, self.left_name, self.left, self.more, self.elapsed_name, self.elapsed, self.clock,
        )  # fmt: skip
        for part in self._in_head:
            if part is self.fewer:
                self._head.addStretch(1)
            self._head.addWidget(part)
        self._notes_area = NotesArea(self.notes)
        main = self._mirrored = QWidget()
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
        self._on_screen = QWidget()
        self._frozen = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._on_screen)
        self._frozen.setContentsMargins(0, 0, 0, 0)
        self._frozen.addWidget(self.inset_title)
        self._frozen.addWidget(self.inset)
        self._frozen.addStretch(1)
        self._on_screen.hide()
        self._aside.addWidget(self._on_screen)
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
        self._rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.split, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.told, 2)
        self._rows.addLayout(foot)
        self.side.hide()
        self.side.fold_requested.connect(lambda: self.show_side(False))
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
        self._frozen.setSpacing(theme.px(8))
        self._main.setSpacing(theme.px(16))
        self.split.setHandleWidth(theme.px(20))
        self.title.setFont(theme.prose(TITLE, BOLD))
        for text in (self.point, self.typed):
            text.setFont(theme.font(TITLE, SEMIBOLD, mono=True))
        self.state.setFont(theme.font(BODY, SEMIBOLD))
        for clock, size in ((self.left, LARGE), (self.elapsed, LARGE), (self.clock, HUGE)):
            clock.setFont(theme.font(size, SEMIBOLD, mono=True))
        for text in (
            self.next_title, self.notes_title, self.inset_title, self.hint, self.left_name, self.elapsed_name,
            self.stop,
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
        self._share_out()

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

    def show_notes(self, notes: str, of_all: tuple[str, ...]) -> None:
        """What the lecturer wants to be reminded of; ``of_all``: at every point of the lecture."""
        if self._look is None:
            return
        mark(self.notes, "ink", "1" if notes else "3")
        shown = notes or self._look.catalogue.text("lecture.no_notes")
        self._notes_area.show_notes(marked_up(shown), tuple(marked_up(one) for one in of_all))

    def show_times(self, times: Times, now: QTime) -> None:
        """The clocks."""
        clock = now.toString("HH:mm")
        for text, words in (
            (self.clock, clock),
            (self.elapsed, span(times.elapsed)),
            (self.left, span(times.left) if times.left is not None else "–"),
        ):
            if text.text() != words:
                longer = len(words) != len(text.text())
                text.setText(words)
                if longer:
                    self._fit_head()
        mark(self.left, "ink", "loss" if times.left is not None and times.left < SHORT_S else "2")

    def show_next(self, title: str, words: str, picture: QPixmap | None) -> None:
        """What the next press will bring; its picture may come later (None)."""
        self.next_title.setText(title)
        write(self.next_words, words)
        if picture is not None:
            self._preview, self._instead = picture, ()
            self._fit()

    def show_next_words(self, title: str, words: str) -> None:
        """What the next press will bring, where that is no picture."""
        self.next_title.setText(title)
        write(self.next_words, "")
        self._preview, self._instead = QPixmap(), tuple((safe(line), 0.0) for line in words.split("\n"))
        self._fit()

    def show_next_ask(self, title: str, question: Ask) -> None:
        """A question, or its answer: the lecturer sees which is the right one, and why."""
        if self._look is None:
            return
        language = self._look.catalogue.language
        right = self._look.theme.colour("syn").name()
        lines = [(f"<b>{safe(question.question.pick(language))}</b>", 0.4)]
        for number, choice in enumerate(question.choices, 1):
            words = f"{number}&nbsp; {safe(choice.pick(language))}"
            if number == question.answer:
                words = f"<b style='color:{right}'>{words}\u00a0✓</b>"
            lines.append((words, 0.2))
        self.next_title.setText(title)
        write(self.next_words, question.why.pick(language))
        self._preview, self._instead = QPixmap(), tuple(lines)
        self._fit()

    def show_inset(self, picture: QPixmap) -> None:
        """What the audience sees, where that is not what stands here; an empty one: it is."""
        self._inset = picture
        self._place_inset()
        self._on_screen.setVisible(not picture.isNull())
        self._fit()

    def tell(self, line: str) -> None:
        """Something has gone wrong; the audience does not learn of it."""
        self.told.setText(line)
        self.told.setVisible(bool(line))

    def show_state(self, words: str, role: str) -> None:
        """Frozen, blank, asking: what holds on the audience's screen."""
        self._state = words
        self.state.setToolTip(words)
        self.state.setAccessibleName(words)
        mark(self.state, "ink", role)
        self._fit_head()

    def _fit_head(self) -> None:
        """In a narrow window figures come first.

        The clocks' names go, then the title, which stands on the mirror, too, the buttons, the changed run's stop,
        and the time that has passed; what holds on the audience's screen is elided last.
        """
        if self._look is None:
            return
        margins, gap = self._rows.contentsMargins(), self._head.spacing()
        room = self.width() - margins.left() - margins.right()
        self.state.setText(self._state)
        empty = [part for part in (self.stop, self.typed, self.state) if not part.text()]
        present = {part: part.sizeHint().width() + gap for part in self._in_head if part not in empty}
        present[self.title] = min(present[self.title], self._look.theme.px(TITLE_LEAST) + gap)
        for going in (
            (self.left_name, self.elapsed_name), (self.title,), (self.fewer, self.more), (self.stop,), (self.elapsed,),
        ):  # fmt: skip
            if sum(present.values()) - gap > room:
                for gone in going:
                    present.pop(gone, None)
        over = sum(present.values()) - gap - room
        if over > 0 and self.state in present:
            metrics = self.state.fontMetrics()
            words = metrics.horizontalAdvance(self._state) - over
            self.state.setText(metrics.elidedText(self._state, Qt.TextElideMode.ElideRight, words))
        for part in self._in_head:
            part.setVisible(part in present)

    def show_side(self, shown: bool) -> None:
        """The panel that the lecturer alone sees, or no longer."""
        self._share_out(panel=shown)
        self.side.setVisible(shown)
        self._place_inset()
        self._fit()
        self.take_keys()

    def take_keys(self) -> None:
        """Keys are orders: no part that would scroll by them has them."""
        (self.mirror if self.mirror.isVisible() else self).setFocus()

    def _share_out(self, *, panel: bool | None = None) -> None:
        """The width among mirror, notes and ``panel``; it takes the mirror's place where there is no room for three."""
        if self._look is None:
            return
        theme, margins, handle = self._look.theme, self._rows.contentsMargins(), self.split.handleWidth()
        room = self.width() - margins.left() - margins.right()
        notes = round((NOTES_LEAST if self.width() >= SMALL_WINDOW else NOTES_LEAST_SMALL) * self.width())
        side = theme.px(SIDE)
        beside = panel if panel is not None else not self.side.isHidden()
        three = room - notes - side - 2 * handle >= MIRROR_LEAST
        if beside and not three:
            side = min(side, round(SIDE_MOST * (room - handle)))
            notes = min(notes, room - handle - side)
        self.side.setFixedWidth(side)
        self._beside.setMinimumWidth(notes)
        self._mirrored.setVisible(three or not beside)
        margin = theme.px(18 if self.width() >= SMALL_WINDOW else 10)
        if margin != self.notes.margin():
            self.notes.setMargin(margin)
            self._notes_area.fit()

    def _place_inset(self) -> None:
        """What the audience sees stands below the timeline, where there is room, and takes none from the notes."""
        below = self._mirrored.isVisibleTo(self) and self._free() >= INSET_LEAST * self.height()
        layout, at = (self._main, 2) if below else (self._aside, self._aside.indexOf(self.notes_title))
        if layout.indexOf(self._on_screen) < 0:
            layout.insertWidget(at, self._on_screen)
        flat, directions = below or self._crowded, QBoxLayout.Direction
        self._frozen.setDirection(directions.LeftToRight if flat else directions.TopToBottom)
        self._frozen.insertWidget(0, self.inset if flat else self.inset_title)

    @property
    def _crowded(self) -> bool:
        """Whether the private panel has the mirror's place while the audience's picture is frozen."""
        return not self._mirrored.isVisibleTo(self) and not self._inset.isNull()

    @property
    def _next_most(self) -> int:
        """So high is the picture of what comes next at most, in px."""
        return round((INSET_MOST if self._crowded else NEXT_MOST) * self.height())

    def _inset_room(self, wide: int) -> tuple[int, int]:
        """So wide and high is the frozen one at most, in px, where the notes' column is so ``wide``."""
        if self._main.indexOf(self._on_screen) >= 0:
            beside = self.inset_title.sizeHint().width() + self._frozen.spacing()
            return self._mirrored.width() - beside, min(round(INSET_MOST * self.height()), self._free())
        return round(0.6 * wide), round((INSET_LEAST if self._crowded else INSET_MOST) * self.height())

    def _free(self) -> int:
        """So many px are free below the timeline."""
        column = self._mirrored
        taken = self.mirror.heightForWidth(column.width()) + self.timeline.sizeHint().height()
        return column.height() - taken - 2 * self._main.spacing()

    def _fit(self) -> None:
        """The small pictures as wide as their column."""
        wide = max(self.next_words.width(), 160)
        self._fit_words(wide)
        self._notes_area.set_usual(self._usual_room(wide))
        for place, picture, space in (
            (self.next_picture, self._preview, (wide, self._next_most)),
            (self.inset, self._inset, self._inset_room(wide)),
        ):
            fitted = (picture.cacheKey(), space, self.devicePixelRatioF(), self._look)
            if self._fitted.get(place) == fitted:
                continue
            self._fitted[place] = fitted
            if place is self.next_picture and self._instead:
                continue
            if place is self.next_picture:
                self._worded = ()
            if picture.isNull():
                place.clear()
                place.setFixedHeight(0)
                continue
            ratio = self.devicePixelRatioF()
            room = (QSizeF(*space) * ratio).toSize()
            scaled = picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self._frame(scaled)
            place.setPixmap(scaled)
            place.setFixedHeight(round(scaled.height() / ratio))
            if place is self.next_picture:
                self._next_room = wide, place.height()

    def _usual_room(self, wide: int) -> int:
        """So high is the notes' card where a picture shows what comes next, and two lines tell of it, in px."""
        titles = self.next_title.sizeHint().height() + self.notes_title.sizeHint().height()
        above = titles + min(self.mirror.heightForWidth(wide), self._next_most) + self.next_words.minimumHeight()
        return self._beside.height() - above - 4 * self._aside.spacing()

    def _fit_words(self, wide: int) -> None:
        """Words that stand in a picture's place, in as much room as it takes."""
        place, look = self.next_picture, self._look
        mark(place, "card", "true" if self._instead else "false")
        place.setFrameShape(QLabel.Shape.NoFrame)  # it would keep the room of a card's edge
        if look is None or not self._instead:
            place.setMargin(0)
            return
        as_picture = min(self.mirror.heightForWidth(wide), self._next_most)
        if self._next_room[0] == wide:
            as_picture = min(self._next_room[1], as_picture)
        wanted = self._instead, wide, as_picture, look
        if self._worded == wanted:
            return
        self._worded = wanted
        place.setMargin(look.theme.px(12))
        size = LEAD * MOST
        while True:
            font = look.theme.prose(size, MEDIUM)
            place.setFont(font)
            place.setText(rich_text(self._instead, font.pixelSize()))
            if place.heightForWidth(wide) <= as_picture or size <= LEAD:
                break
            size = max(size - 1, LEAD)
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
        self._share_out()
        self._place_inset()
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
