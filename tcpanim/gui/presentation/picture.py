"""The audience's picture, composed out of sight.

A view that fails while it draws leaves the picture as it was, and is told of on the presenter's side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import HALL_SCALE
from tcpanim.gui.painting.stage_layout import largest_zoom
from tcpanim.gui.presentation.ahead import Ahead
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.frame_paint import (
    paint_caption,
    paint_dots,
    paint_head,
    paint_strip,
)
from tcpanim.gui.presentation.hidden_views import STAGE, WIRE, HiddenViews
from tcpanim.gui.presentation.question_card import QuestionCard
from tcpanim.gui.presentation.sheets import Sheets
from tcpanim.gui.theme import Theme
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.reasons import Spoken, spoken_on
from tcpanim.trace.trace import Trace

LARGEST_STAGE = 1.1
"""With larger type than this, cards of both lanes would cover each other."""
LARGEST_PANEL = 1.12
"""With larger type than this, a panel would have room for too little: the larger caption takes its height, too."""
_WHOLE = (STAGE, WIRE, "ladder", "states", "plots")
"""Above the other views stands a strip with both states."""


@dataclass(frozen=True)
class Content:
    """What is to be seen beside the run at its moment."""

    title: Text = Text()
    number: int = 0
    count: int = 0
    panel: str | None = None
    plot: str | None = None
    wire_only: bool = False
    zoom: str = ""
    question: Ask | None = None
    told: bool = False
    tally: tuple[int, ...] = ()


def _parts(content: Content) -> tuple[object, ...]:
    return content.panel, content.plot, content.wire_only, content.zoom, content.question


class Picture(QObject):
    """Composes the picture at its size.

    ``changed`` tells which region is to be drawn anew. That is done when somebody takes ``pixmap``, which is always
    whole: however much changes for a key, it is drawn once, and not at all while nobody looks.

    A fade takes what is new in turns: ``begun``, then ``going_on``.
    """

    changed = Signal(object)
    failed = Signal(object)
    """A view raised this exception; the picture has stayed as it was."""
    switching = Signal()
    """It is about to become quite another one, with other parts."""

    def __init__(self, make_panel: Callable[[str], QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tall = HiddenViews(make_panel, self)
        self.low = HiddenViews(make_panel, self)  # above a question, where there is less height: each is laid out once
        for views in (self.tall, self.low):
            views.changed.connect(partial(self._view_changed, views))
            views.failed.connect(self._view_failed)
        self._broken = False
        self.ratio = 1.0
        """So many pixels of the device for a logical one."""
        self._zoom = 1.0
        self.look: Look | None = None
        self._large: tuple[object, dict[str, Look]] | None = None  # what the views' looks were made from; they by kind
        self._ahead = Ahead(self)
        self.trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._spoken: Spoken | None = None
        self._second = ""
        self._step: tuple[object, ...] = ()
        self._composing = False
        self._stale = QRegion()  # what has to be drawn anew
        self._due = QRegion()  # what could not be drawn: tried again with what changes next
        self._late = QRegion()  # where the view has still to be drawn, while what stands around it has been
        self._warm = False  # it has drawn what it keeps
        self._alone = False  # around it nothing has changed
        self._sheets = Sheets()
        self.content = Content()
        self.frame = Frame(1920, 1080)
        self._card: QuestionCard | None = None
        self._laid: QuestionCard | None = None  # the last one: the one that is shown, or that is to come

    # ---- what it is told

    @property
    def pixmap(self) -> QPixmap:
        """The picture as it is now."""
        if not self._stale.isEmpty() and not self._composing:
            late, view = self.late, self._stale
            self._compose(view)
            if late:  # who has drawn it without
                self.changed.emit(view)
        return self._sheets.shown

    @property
    def begun(self) -> QPixmap:
        """The same for the first frame of a fade, which hardly shows it yet: there the view may be ``late``.

        So what a key changes begins to be seen at once, however long the view takes to be drawn.
        """
        around = self._stale - QRegion(self.frame.stage)
        if self._sheets.shown.isNull() or self._composing:
            return self.pixmap
        if not around.isEmpty():
            self._compose(around)
        self._late, self._warm, self._alone = QRegion(self._stale), False, around.isEmpty()
        return self._sheets.shown

    @property
    def going_on(self) -> QPixmap:
        """The same for the frames after it: in one the view draws what it keeps, in the next itself."""
        if not self.late or self._warm or self._composing:
            return self.pixmap
        self._warm = True
        self.out_of_sight(lambda: self.views.warm(self.view))
        self.changed.emit(self._late)
        return self._sheets.shown

    @property
    def late(self) -> bool:
        """Whether what ``begun`` or ``going_on`` gave is older than the picture."""
        return not self._late.isEmpty()

    @property
    def bare(self) -> QRegion:
        """Where the ground stands meanwhile for what is late: where nothing else would show that a key was pressed.

        Where something else does, what is the same before and after must not grow pale in between.
        """
        return self._late if self._alone else QRegion()

    @property
    def at_hand(self) -> QPixmap:
        """The same for the lecturer, whose screen takes no time from the audience's while that begins to fade."""
        return self._sheets.shown if self.late else self.pixmap

    @property
    def seen(self) -> QPixmap:
        """The picture as it was when it was last taken."""
        return self._sheets.shown

    def keep(self) -> QPixmap:
        """The picture as it was when it was last taken, which stays like that until the next one is kept."""
        if self.late:
            self._compose(self._stale)
        return self._sheets.keep()

    @property
    def moment(self) -> int:
        """The moment shown (ns)."""
        return self._t

    def set_size(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Compose at this size in logical pixels."""
        if (width, height, ratio) != (self.frame.width, self.frame.height, self.ratio) or self.seen.isNull():
            self.frame = replace(self.frame, width=width, height=height)
            self.ratio = ratio
            self._stale = QRegion()
            for views in (self.tall, self.low):
                views.set_ratio(ratio)
            self._ahead.forget()
            self._arrange()

    def set_look(self, look: Look, zoom: float) -> None:
        """Show everything in ``look``, with type so many times as large."""
        if self.look is not None:
            self.switching.emit()
        self._zoom = zoom
        self.look = look
        self.frame = replace(self.frame, language=look.catalogue.language, zoom=zoom)
        self._arrange()

    def set_run(self, trace: Trace | None, look: Look, zoom: float, t: int) -> None:
        """Show another run."""
        self.trace, self._t, self._selection = trace, t, None
        self._ahead.forget()
        self.set_look(look, zoom)

    def set_content(self, content: Content) -> None:
        """Show that beside the run."""
        before = self.content
        if before == content:
            return
        if (_parts(before), before.told) != (_parts(content), content.told) and before.title:
            self.switching.emit()
        self.content = content
        frame, region = self.frame, QRegion()
        if _parts(before) != _parts(content):
            below = QRegion(self._whole()) - QRegion(frame.head)
            self._arrange(below if before.question != content.question else QRegion(frame.stage))
        if (before.title, before.number, before.count) != (content.title, content.number, content.count):
            region += frame.head
            region += frame.dots
        if self._card is not None and (before.told, before.tally) != (content.told, content.tally):
            region += self._card.rect
        self._change(region)

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        if t == self._t:
            return
        self._t = t
        self._guarded(lambda: self.views.show_at(self.view, t))
        self._guarded(self._say)

    def set_selection(self, segment: int | None) -> None:
        """Mark that segment."""
        self._selection = segment
        self._arrange()

    def card_at(self, point: QPoint) -> int | None:
        """The id of the segment whose card is there."""
        stage = self.views.stage(self.view)
        card = stage.card_at((point - self._place.topLeft()).toPointF()) if stage is not None else None
        return card.flight if card is not None else None

    @property
    def spoken(self) -> Spoken | None:
        """What is said on it."""
        return self._spoken

    def close(self) -> None:
        """Nobody looks at it any more: what can be drawn again takes no memory until then."""
        self.tall.close()
        self.low.close()
        self._ahead.forget()
        self._sheets.forget()
        self._late = QRegion()

    # ---- its parts

    def _whole(self) -> QRect:
        return QRect(0, 0, self.frame.width, self.frame.height)

    @property
    def views(self) -> HiddenViews:
        """Those of which one is seen."""
        return self.tall if self.content.question is None else self.low

    @property
    def view(self) -> str:
        """The name of the one that is seen."""
        return self.content.panel or (WIRE if self.content.wire_only else STAGE)

    @property
    def _place(self) -> QRect:
        """Where the view stands."""
        return self.place_of(self.view, self.frame)

    @property
    def _with_strip(self) -> bool:
        """Whether both states stand above the view, as they are not in it."""
        return self._needs_strip(self.view)

    def _needs_strip(self, view: str) -> bool:
        return view not in _WHOLE or (view == STAGE and self._close == "wire")

    def place_of(self, view: str, frame: Frame) -> QRect:
        """Where that view stands in such a frame."""
        return frame.panel if self._needs_strip(view) else frame.stage

    @property
    def _close(self) -> str:
        """What of the stage is looked at closely."""
        return "" if self.content.panel is not None or self.content.wire_only else self.content.zoom

    def _audience(self, name: str) -> Look | None:
        """The look of stage and panels: type as large as the picture asks for."""
        look = self.look
        if look is None:
            return None
        tall = replace(self.frame, zoom=1.0).tall  # a larger caption takes height from the stage, but no type
        made_from = (look, self.frame.width, self.frame.height, tall, self._zoom)
        if self._large is None or self._large[0] != made_from:
            enlarged = min(self._zoom, LARGEST_PANEL)
            theme = Theme(look.theme.name, HALL_SCALE * self.frame.height / 1080 * enlarged, look.catalogue.language)
            # A larger caption leaves less height to the stage: what is on it stays whole.
            room = largest_zoom(self.frame.stage.width(), tall, self.frame.tall, look.catalogue.language)
            zoom = min(self._zoom, LARGEST_STAGE, room)
            large = replace(look, theme=theme, present=True, zoom=zoom, enlarged=enlarged, second=None, tall=tall)
            self._large = (made_from, {"": large, WIRE: replace(large, wire_only=True)})
            self._ahead.forget()
        looks = self._large[1]
        kind = WIRE if name == WIRE else f"{STAGE} {self._close}" if name == STAGE and self._close else ""
        if kind not in looks:
            looks[kind] = replace(looks[""], close=self._close)
        return looks[kind]

    def _arrange(self, region: QRegion | None = None) -> None:
        """Everything as it must be: another size, look, run or panel; only in that ``region`` it looks otherwise."""
        if self._audience(self.view) is None or self.frame.width < 2:
            return
        question = self.content.question
        self._card = self.card_of(question) if question is not None else None
        self.frame = replace(self.frame, lower=self._card.rect.top() if self._card is not None else 0)
        self._composing = True  # one picture at the end, not one for each of these
        self._guarded(lambda: self.tell(self.views, self.view, self._place.size()))
        self._composing = False
        self._ahead.interrupt()
        if question is None:
            self._ahead.is_shown(self.view)
        self._step = () if region is None else self._step
        self._guarded(self._say)
        self._change(QRegion(self._whole()) if region is None else region)

    def card_of(self, question: Ask) -> QuestionCard:
        """The card of a question; of the one that is asked next, it is laid out before."""
        frame = replace(self.frame, lower=0)
        if self._laid is None or (self._laid.frame, self._laid.question) != (frame, question):
            self._laid = QuestionCard(frame, question)
        return self._laid

    def tell(self, views: HiddenViews, name: str, size: QSize) -> None:
        """Tell that view all that it has to show now."""
        look = self._audience(name)
        if look is not None:
            trace = self.trace if look.fits(self.trace) else None
            views.show(name, size, look, trace, self._selection, self._t, self.content.plot)

    def prepare(
        self, coming: str, names: tuple[str, ...], moments: Iterable[int], question: Ask | None
    ) -> None:  # fmt: skip
        """There is time: something of what a key may ask for is drawn out of sight, as ``Ahead.some`` says."""
        if self.look is not None:
            self._sheets.set_form(self._whole().size(), self.ratio, self.look.theme.colour("bg"))
            self._sheets.make_room()
        self._ahead.some(coming, names, moments, question)

    def out_of_sight(self, order: Callable[[], object]) -> None:
        """Have something drawn that is not seen yet: nothing is to be drawn anew for it, and if it fails all stays."""
        self._composing = True
        self._guarded(order)
        self._composing = False
        self._broken = False

    def _say(self) -> None:
        """The caption, where it has to say something else than before."""
        look, trace, t = self.look, self.trace, self._t
        if look is None or trace is None or look.naming is None or not look.fits(trace):
            self._spoken, self._second = None, ""
            return
        shown = (id(trace), trace.step_at(t), sum(note.t <= t for note in trace.notes))
        if shown == self._step:
            return
        self._step = shown
        self._change(QRegion(self.frame.caption))
        if self._with_strip:
            self._change(QRegion(self.frame.strip))
        naming = look.naming
        self._spoken = spoken_on(trace, t, naming, look.side)
        self._second = spoken_on(trace, t, look.second, look.side).what if look.second is not None else ""

    # ---- composing

    def _view_changed(self, views: HiddenViews, name: str, region: QRegion) -> None:
        if self._composing or self.views is not views or self.view != name:
            return
        self._change(region.translated(self._place.topLeft()).intersected(self._place))

    def _view_failed(self, error: object) -> None:
        self._broken = True
        self.failed.emit(error)

    def _guarded(self, order: Callable[[], object]) -> None:
        try:
            order()
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            self._view_failed(error)

    def _change(self, region: QRegion) -> None:
        """That region is to be drawn anew."""
        region = (region + self._due).intersected(self._whole())
        if self.look is not None and not region.isEmpty():
            self._due = QRegion()
            self._stale += region
            self.changed.emit(region)

    def _compose(self, region: QRegion) -> None:
        """Draw what is stale; where a part fails, all of the picture stays as it was until something changes."""
        look, sheets = self.look, self._sheets
        assert look is not None
        sheets.set_form(self._whole().size(), self.ratio, look.theme.colour("bg"))
        draft, region = sheets.begin(region)
        self._stale, self._late = self._stale - region, QRegion()
        self._composing = True
        self._guarded(lambda: self._draw(draft, look, region))
        self._composing = False
        if self._broken:
            self._broken = False
            self._due = region
            sheets.give_up()
        else:
            sheets.finish()

    def _draw(self, draft: QPixmap, look: Look, region: QRegion) -> None:
        seen = region.intersected(self._place)
        painter = QPainter(draft)
        try:
            ground = region - QRegion(self._place) if self.view in (STAGE, WIRE) else region  # these cover their place
            painter.setClipRegion(ground)
            painter.fillRect(ground.boundingRect(), look.theme.colour("bg"))
            painter.end()
            if not seen.isEmpty():
                self.views.render(
                    self.view, draft, seen.boundingRect().topLeft(), seen.translated(-self._place.topLeft())
                )  # fmt: skip
            painter.begin(draft)
            painter.setClipRegion(region)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self._paint(painter, look, region)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, look: Look, region: QRegion) -> None:
        frame, content, trace = self.frame, self.content, self.trace
        if self._with_strip and trace is not None and look.fits(trace) and region.intersects(frame.strip):
            paint_strip(painter, frame, look, trace, self._t)
        if region.intersects(frame.head):
            paint_head(painter, frame, look, content.title, content.number, content.count)
        if self._card is not None:  # in their place
            if region.intersects(self._card.rect):
                self._card.paint(painter, look, content.told, content.tally)
            return
        if region.intersects(frame.dots):
            paint_dots(painter, frame, look, content.number, content.count)
        if region.intersects(frame.caption):
            paint_caption(painter, frame, look, self._spoken, self._second)
