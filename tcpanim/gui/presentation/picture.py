"""The audience's picture, composed out of sight: only what has been drawn whole is ever shown.

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
from tcpanim.gui.painting.shapes import scrap
from tcpanim.gui.painting.stage_layout import largest_zoom
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.frame_paint import (
    paint_caption,
    paint_dots,
    paint_head,
    paint_strip,
)
from tcpanim.gui.presentation.hidden_views import STAGE, WIRE, HiddenViews
from tcpanim.gui.presentation.question_card import QuestionCard
from tcpanim.gui.theme import Theme
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.reasons import Spoken, spoken_at, spoken_on
from tcpanim.trace.trace import Trace

REHEARSED = 2
"""Captions that are drawn out of sight at one time."""
LARGEST_STAGE = 1.1
"""With larger type than this, cards of both lanes would cover each other."""
LARGEST_PANEL = 1.12
"""With larger type than this, a panel would have room for too little: the larger caption takes its height, too."""
_WHOLE = (None, "ladder", "states", "plots")
"""Above the others stands a strip with both states."""


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

    Three pictures take turns: the one that is shown, the one that is drawn into next, and one that fades away.
    """

    changed = Signal(object)
    failed = Signal(object)
    """A view raised this exception; the picture has stayed as it was."""
    switching = Signal()
    """It is about to become quite another one, with other parts."""

    def __init__(self, make_panel: Callable[[str], QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tall = HiddenViews(make_panel, self)
        self._low = HiddenViews(make_panel, self)  # above a question, where there is less height: each is laid out once
        for views in (self._tall, self._low):
            views.changed.connect(partial(self._view_changed, views))
            views.failed.connect(self._view_failed)
        self._broken = False
        self._ratio = 1.0
        self._zoom = 1.0
        self._look: Look | None = None
        self._large: tuple[object, dict[str, Look]] | None = None  # what the views' looks were made from; they by kind
        self._rehearsed: set[tuple[str, int]] = set()  # views and moments that have been drawn out of sight
        self._ready: set[str] = set()  # the views that have only to be drawn
        self._foreseen: tuple[Ask, int] | None = None  # the question, and its moment, that is made ready
        self._portions: list[Callable[[], object]] = []  # of what is being made ready
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._spoken: Spoken | None = None
        self._second = ""
        self._step: tuple[object, ...] = ()
        self._composing = False
        self._stale = QRegion()  # what has to be drawn anew
        self._due = QRegion()  # what could not be drawn: tried again with what changes next
        self._late = False  # the view has still to be drawn, what stands around it has been
        self._shown = QPixmap()
        self._draft = QPixmap()
        self._behind = QRegion()  # where the draft is older than what is shown
        self._kept = QPixmap()
        self._spare = QPixmap()  # the draft after next, while what was shown is kept
        self.content = Content()
        self.frame = Frame(1920, 1080)
        self._card: QuestionCard | None = None
        self._laid: QuestionCard | None = None  # the last one: the one that is shown, or that is to come

    # ---- what it is told

    @property
    def pixmap(self) -> QPixmap:
        """The picture as it is now."""
        if not self._stale.isEmpty() and not self._composing:
            late, view = self._late, self._stale
            self._compose(view)
            if late:  # who has drawn it without
                self.changed.emit(view)
        return self._shown

    @property
    def begun(self) -> QPixmap:
        """The same for the first frame of a fade, which hardly shows it yet: there the view may still be the old one.

        So what a key changes begins to be seen at once, however long the view takes to be drawn.
        """
        around = self._stale - QRegion(self.frame.stage)
        if self._shown.isNull() or around.isEmpty() or self._composing:
            return self.pixmap
        self._compose(around)
        self._late = not self._stale.isEmpty()
        return self._shown

    @property
    def at_hand(self) -> QPixmap:
        """The same for the lecturer, whose screen takes no time from the audience's while that begins to fade."""
        return self._shown if self._late else self.pixmap

    @property
    def seen(self) -> QPixmap:
        """The picture as it was when it was last taken."""
        return self._shown

    def keep(self) -> QPixmap:
        """The picture as it was when it was last taken, which stays like that until the next one is kept."""
        if self._late:
            self._compose(self._stale)
        if self._kept is not self._shown:
            self._kept, self._spare = self._shown, self._kept
        return self._kept

    @property
    def moment(self) -> int:
        """The moment shown (ns)."""
        return self._t

    def set_size(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Compose at this size in logical pixels."""
        if (width, height, ratio) != (self.frame.width, self.frame.height, self._ratio) or self._shown.isNull():
            self.frame = replace(self.frame, width=width, height=height)
            self._ratio = ratio
            self._stale = QRegion()
            for views in (self._tall, self._low):
                views.set_ratio(ratio)
            self._ready.clear()
            self._arrange()

    def set_look(self, look: Look, zoom: float) -> None:
        """Show everything in ``look``, with type so many times as large."""
        if self._look is not None:
            self.switching.emit()
        self._zoom = zoom
        self._look = look
        self.frame = replace(self.frame, language=look.catalogue.language, zoom=zoom)
        self._arrange()

    def set_run(self, trace: Trace | None, look: Look, zoom: float, t: int) -> None:
        """Show another run."""
        self._trace, self._t, self._selection = trace, t, None
        self._ready.clear()
        self._rehearsed.clear()
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
        self._guarded(lambda: self.views.show_at(self._view, t))
        self._guarded(self._say)

    def set_selection(self, segment: int | None) -> None:
        """Mark that segment."""
        self._selection = segment
        self._arrange()

    def card_at(self, point: QPoint) -> int | None:
        """The id of the segment whose card is there."""
        stage = self.views.stage(self._view)
        card = stage.card_at((point - self._place.topLeft()).toPointF()) if stage is not None else None
        return card.flight if card is not None else None

    @property
    def spoken(self) -> Spoken | None:
        """What is said on it."""
        return self._spoken

    def close(self) -> None:
        """Nobody looks at it any more: what can be drawn again takes no memory until then."""
        self._tall.close()
        self._low.close()
        self._ready.clear()
        self._rehearsed.clear()
        self._foreseen, self._portions = None, []
        self._shown, self._draft, self._kept, self._spare = QPixmap(), QPixmap(), QPixmap(), QPixmap()
        self._late = False

    # ---- its parts

    def _whole(self) -> QRect:
        return QRect(0, 0, self.frame.width, self.frame.height)

    @property
    def views(self) -> HiddenViews:
        """Those of which one is seen."""
        return self._tall if self.content.question is None else self._low

    @property
    def _view(self) -> str:
        return self.content.panel or (WIRE if self.content.wire_only else STAGE)

    @property
    def _place(self) -> QRect:
        """Where the view stands."""
        return self.frame.panel if self._with_strip else self.frame.stage

    @property
    def _with_strip(self) -> bool:
        """Whether both states stand above the view, as they are not in it."""
        return self.content.panel not in _WHOLE or self._close == "wire"

    @property
    def _close(self) -> str:
        """What of the stage is looked at closely."""
        return "" if self.content.panel is not None or self.content.wire_only else self.content.zoom

    def _audience(self, name: str) -> Look | None:
        """The look of stage and panels: type as large as the picture asks for."""
        look = self._look
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
            self._ready.clear()
            self._rehearsed.clear()
        looks = self._large[1]
        kind = WIRE if name == WIRE else f"{STAGE} {self._close}" if name == STAGE and self._close else ""
        if kind not in looks:
            looks[kind] = replace(looks[""], close=self._close)
        return looks[kind]

    def _arrange(self, region: QRegion | None = None) -> None:
        """Everything as it must be: another size, look, run or panel; only in that ``region`` it looks otherwise."""
        if self._audience(self._view) is None or self.frame.width < 2:
            return
        question = self.content.question
        self._card = self._card_of(question) if question is not None else None
        self.frame = replace(self.frame, lower=self._card.rect.top() if self._card is not None else 0)
        self._composing = True  # one picture at the end, not one for each of these
        self._guarded(lambda: self._show(self.views, self._view, self._place.size()))
        self._composing = False
        if question is None:
            self._ready.add(self._view)
        self._foreseen, self._portions = None, []
        self._step = () if region is None else self._step
        self._guarded(self._say)
        self._change(QRegion(self._whole()) if region is None else region)

    def _card_of(self, question: Ask) -> QuestionCard:
        """The card of a question; of the one that is asked next, it is laid out before."""
        frame = replace(self.frame, lower=0)
        if self._laid is None or (self._laid.frame, self._laid.question) != (frame, question):
            self._laid = QuestionCard(frame, question)
        return self._laid

    def _show(self, views: HiddenViews, name: str, size: QSize) -> None:
        """That view as it has to be now."""
        look = self._audience(name)
        if look is not None:
            trace = self._trace if look.fits(self._trace) else None
            views.show(name, size, look, trace, self._selection, self._t, self.content.plot)

    def prepare(
        self, coming: str, names: tuple[str, ...], moments: Iterable[int], question: Ask | None
    ) -> None:  # fmt: skip
        """There is time: a portion of what a key may ask for is drawn out of sight.

        That is first what stands above the ``question``, where the next key asks it, and its card; then the view that
        is ``coming`` at the next stop; captions and cards at the ``moments`` on the way there, as pictures of large
        words are kept; then the views of these ``names``, and what they will show on that way.
        """
        look = self._look
        if look is None or self.frame.width < 2:
            return
        self._make_room()
        asked = self.content.question is not None
        if question is not None and not asked and self._foreseen != (question, self._t):
            self._foreseen, self._portions = (question, self._t), self._foresee(look, question)
        elif not self._portions:
            seen = None if asked else self._view
            waiting = [name for name in (coming, *names, WIRE, STAGE) if name not in self._ready and name != seen]
            if coming not in waiting and self._rehearse(look, moments, (coming,), REHEARSED):
                return
            if not waiting:
                self._rehearse(look, moments, names, 1)
                return
            name = waiting[0]
            frame = replace(self.frame, lower=0)
            place = frame.stage if name in (STAGE, WIRE, *_WHOLE) else frame.panel
            self._portions = [*self._draw_ahead(self._tall, name, place.size()), lambda: self._ready.add(name)]
        self._composing = True
        self._guarded(self._portions.pop(0))
        self._composing = False
        self._broken = False  # what is shown is as it was

    def _draw_ahead(self, views: HiddenViews, name: str, size: QSize) -> list[Callable[[], object]]:
        """Portions after which that view has drawn all that it keeps."""

        def draw() -> None:
            aside = QPixmap(size * self._ratio)
            aside.setDevicePixelRatio(self._ratio)
            views.render(name, aside, QPoint(), QRegion(QRect(QPoint(), size)))

        return [lambda: self._show(views, name, size), lambda: views.warm(name), draw]

    def _foresee(self, look: Look, question: Ask) -> list[Callable[[], object]]:
        """Portions after which all is drawn that will be seen when that is asked, and when it is answered."""
        card = self._card_of(question)

        def draw(told: bool) -> None:
            aside = scrap(self._ratio)
            painter = QPainter(aside)
            card.paint(painter, look, told, ())
            painter.end()

        frame = replace(self.frame, lower=card.rect.top())
        place = frame.panel if self._with_strip else frame.stage
        return [*self._draw_ahead(self._low, self._view, place.size()), partial(draw, False), partial(draw, True)]

    def _rehearse(self, look: Look, moments: Iterable[int], names: tuple[str, ...], most: int) -> bool:
        """Whether there was any moment left at which what is seen, or one of these views, was not rehearsed."""
        trace, naming = self._trace, look.naming
        if trace is None or naming is None or not look.fits(trace):
            return False
        views = {self._view, WIRE if self._view == WIRE else STAGE, *names}
        left = [t for t in moments if not all((name, t) in self._rehearsed for name in views)][:most]
        for t in left:
            new = [name for name in views if (name, t) not in self._rehearsed]
            self._rehearsed.update((name, t) for name in new)
            aside = scrap(self._ratio)
            painter = QPainter(aside)
            second = spoken_at(trace, t, look.second).what if look.second is not None else ""
            paint_caption(painter, self.frame, look, spoken_at(trace, t, naming), second)
            painter.end()
            for name in new:
                self._tall.rehearse_at(name, t)
        return bool(left)

    def _canvas(self) -> QPixmap:
        assert self._look is not None
        made = QPixmap(self._whole().size() * self._ratio)
        made.setDevicePixelRatio(self._ratio)
        made.fill(self._look.theme.colour("bg"))
        return made

    def _say(self) -> None:
        """The caption, where it has to say something else than before."""
        look, trace, t = self._look, self._trace, self._t
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
        if self._composing or self.views is not views or self._view != name:
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
        if self._look is not None and not region.isEmpty():
            self._due = QRegion()
            self._stale += region
            self.changed.emit(region)

    def _make_room(self) -> None:
        """There is time: what will be drawn into is there, as to be given so much memory takes longer than a frame."""
        if self._shown.isNull():
            return
        self._make_draft()
        if self._kept is self._shown:
            if self._spare.size() != self._shown.size():
                self._spare = self._canvas()
        elif self._kept.size() != self._shown.size():
            self._kept = self._canvas()

    def _make_draft(self) -> None:
        """There is something to draw on, of this size."""
        if self._draft.size() != self._whole().size() * self._ratio:
            self._draft, self._behind = self._canvas(), QRegion(self._whole())

    def _compose(self, region: QRegion) -> None:
        """Draw what is stale; where a part fails, all of the picture stays as it was until something changes."""
        look = self._look
        assert look is not None
        whole = QRegion(self._whole())
        self._make_draft()
        if self._shown.size() != self._draft.size():
            self._shown, region = QPixmap(), whole
        else:
            self._copy(self._shown, self._draft, self._behind - region)
        self._stale, self._behind, self._late = self._stale - region, region, False
        self._composing = True
        self._guarded(lambda: self._draw(self._draft, look, region))
        self._composing = False
        if self._broken:
            self._broken = False
            self._due = region
            self._shown = self._canvas() if self._shown.isNull() else self._shown
        elif self._shown is self._kept:
            self._shown, self._draft, self._behind = self._draft, self._spare, whole
        else:
            self._shown, self._draft = self._draft, self._shown

    @staticmethod
    def _copy(source: QPixmap, target: QPixmap, region: QRegion) -> None:
        if region.isEmpty():
            return
        painter = QPainter(target)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setClipRegion(region)
        painter.drawPixmap(0, 0, source)
        painter.end()

    def _draw(self, draft: QPixmap, look: Look, region: QRegion) -> None:
        seen = region.intersected(self._place)
        painter = QPainter(draft)
        try:
            ground = region - QRegion(self._place) if self._view in (STAGE, WIRE) else region  # these cover their place
            painter.setClipRegion(ground)
            painter.fillRect(ground.boundingRect(), look.theme.colour("bg"))
            painter.end()
            if not seen.isEmpty():
                self.views.render(
                    self._view, draft, seen.boundingRect().topLeft(), seen.translated(-self._place.topLeft())
                )  # fmt: skip
            painter.begin(draft)
            painter.setClipRegion(region)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self._paint(painter, look, region)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, look: Look, region: QRegion) -> None:
        frame, content, trace = self.frame, self.content, self._trace
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
