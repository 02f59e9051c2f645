"""The audience's picture, composed out of sight: only what has been drawn whole is ever shown.

A view that fails while it draws leaves the picture as it was, and is told of on the presenter's side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.frame_paint import (
    paint_caption,
    paint_dots,
    paint_head,
    paint_question,
    paint_strip,
)
from tcpanim.gui.presentation.hidden_views import STAGE, WIRE, HiddenViews
from tcpanim.gui.theme import Theme
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.one_side import notices
from tcpanim.scene.reasons import Spoken, spoken_at
from tcpanim.trace.trace import Trace

REHEARSED = 2
"""Captions that are drawn out of sight at one time."""
LARGEST_STAGE = 1.1
"""With larger type than this, cards of both lanes would cover each other."""
_WHOLE = (None, "ladder", "states", "plots")
"""Above the others stands a strip with both states."""
_SCALE = 3.2
"""The scale of panels in a picture of 1080 px: it brings the type of windows to that of a hall."""


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
    return content.panel, content.plot, content.wire_only, content.zoom, content.question, content.told


_ZOOMS = {"left": (1.7, 0.0, 0.1), "right": (1.7, 1.0, 0.1), "wire": (1.45, 0.5, 0.6)}
"""How many times as large the stage is for what is looked at closely, and which part of it is seen: across from 0, its
left, to 1, its right; and down."""


class Picture(QObject):
    """Composes the picture at its size.

    ``changed`` tells which region is to be drawn anew. That is done when somebody takes ``pixmap``, which is always
    whole: however much changes for a key, it is drawn once, and not at all while nobody looks.
    """

    changed = Signal(object)
    failed = Signal(object)
    """A view raised this exception; the picture has stayed as it was."""
    switching = Signal()
    """It is about to become quite another one, with other parts."""

    def __init__(self, make_panel: Callable[[str], QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.views = HiddenViews(make_panel, self)
        self.views.changed.connect(self._view_changed)
        self.views.failed.connect(self._view_failed)
        self._broken = False
        self._ratio = 1.0
        self._zoom = 1.0
        self._look: Look | None = None
        self._large: tuple[object, Look, Look] | None = None  # what the views' look was made from; it; that of the wire
        self._rehearsed: set[int] = set()  # the moments whose caption has been drawn out of sight
        self._ready: set[str] = set()  # the views that have only to be drawn
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._spoken: Spoken | None = None
        self._second = ""
        self._step: tuple[object, ...] = ()
        self._composing = False
        self._stale = QRegion()  # what has to be drawn anew
        self._due = QRegion()  # what could not be drawn: tried again with what changes next
        self._draft = QPixmap()
        self._shown = QPixmap()
        self.content = Content()
        self.frame = Frame(1920, 1080)

    # ---- what it is told

    @property
    def pixmap(self) -> QPixmap:
        """The picture as it is now."""
        if not self._stale.isEmpty() and not self._composing:
            self._compose()
        return self._shown

    @property
    def seen(self) -> QPixmap:
        """The picture as it was when it was last taken."""
        return self._shown

    @property
    def moment(self) -> int:
        """The moment shown (ns)."""
        return self._t

    def set_size(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Compose at this size in logical pixels."""
        if (width, height, ratio) != (self.frame.width, self.frame.height, self._ratio) or self._shown.isNull():
            self.frame = replace(self.frame, width=width, height=height)
            self._ratio = ratio
            self.views.set_ratio(ratio)
            self._ready.clear()
            self._arrange()

    def set_look(self, look: Look, zoom: float) -> None:
        """Show everything in ``look``, with type so many times as large."""
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
        if _parts(before) != _parts(content) and before.title:
            self.switching.emit()
        self.content = content
        if _parts(before)[:4] != _parts(content)[:4]:
            self._arrange()
            return
        frame, region = self.frame, QRegion()
        if (before.title, before.number, before.count) != (content.title, content.number, content.count):
            region += frame.head
            region += frame.dots
        if (before.question, before.told, before.tally) != (content.question, content.told, content.tally):
            region += self._whole().adjusted(0, frame.question.top() - frame.px(0.02), 0, 0)
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
        card = stage.card_at((point - self._origin).toPointF()) if stage is not None else None
        return card.flight if card is not None else None

    @property
    def spoken(self) -> Spoken | None:
        """What is said on it."""
        return self._spoken

    def close(self) -> None:
        """It is not needed any more."""
        self.views.close()

    # ---- its parts

    def _whole(self) -> QRect:
        return QRect(0, 0, self.frame.width, self.frame.height)

    @property
    def _view(self) -> str:
        return self.content.panel or (WIRE if self.content.wire_only else STAGE)

    @property
    def _place(self) -> QRect:
        """Where the view stands."""
        return self.frame.stage if self.content.panel in _WHOLE else self.frame.panel

    @property
    def _size(self) -> QSize:
        """How large the view is; of a larger one than its place a part is seen."""
        if self.content.panel is not None or not self.content.zoom:
            return self._place.size()
        return self._place.size() * _ZOOMS[self.content.zoom][0]

    @property
    def _origin(self) -> QPoint:
        """Where in the picture the view's upper left corner lies."""
        place, size = self._place, self._size
        _, across, down = _ZOOMS.get(self.content.zoom, (1.0, 0.0, 0.0))
        beyond = size - place.size()
        return place.topLeft() - QPoint(round(beyond.width() * across), round(beyond.height() * down))

    def _audience(self, name: str) -> Look | None:
        """The look of stage and panels: type as large as the picture asks for."""
        look = self._look
        if look is None:
            return None
        made_from = (look, self.frame.height, self._zoom)
        if self._large is None or self._large[0] != made_from:
            theme = Theme(look.theme.name, _SCALE * self.frame.height / 1080 * self._zoom, look.catalogue.language)
            zoom = min(self._zoom, LARGEST_STAGE)
            large = replace(look, theme=theme, present=True, zoom=zoom, second=None)
            self._large = (made_from, large, replace(large, wire_only=True))
            self._ready.clear()
            self._rehearsed.clear()
        _, large, of_wire = self._large
        return of_wire if name == WIRE else large

    def _arrange(self) -> None:
        """Everything as it must be: another size, look, run or panel."""
        if self._audience(self._view) is None or self.frame.width < 2:
            return
        self._composing = True  # one picture at the end, not one for each of these
        self._guarded(lambda: self._show(self._view, self._size, self.content.plot))
        self._composing = False
        self._ready.add(self._view)
        self._step = ()
        self._guarded(self._say)
        self._change(QRegion(self._whole()))

    def _show(self, name: str, size: QSize, plot: str | None) -> None:
        """That view as it has to be now."""
        look = self._audience(name)
        if look is not None:
            trace = self._trace if look.fits(self._trace) else None
            self.views.show(name, size, look, trace, self._selection, self._t, plot)

    def prepare(self, names: tuple[str, ...], moments: Iterable[int]) -> None:
        """There is time: one more view that a key may ask for is made and draws what it keeps.

        When all are ready, words of captions at the ``moments`` to come are drawn out of sight: where they are large,
        their pictures are kept.
        """
        if self._look is None or self.frame.width < 2:
            return
        name = next((name for name in (*names, WIRE, STAGE) if name not in self._ready and name != self._view), None)
        if name is None:
            self._rehearse(self._look, moments)
            return
        self._ready.add(name)
        place = self.frame.stage if name in (STAGE, WIRE, *_WHOLE) else self.frame.panel
        self._composing = True
        self._guarded(lambda: self._show(name, place.size(), self.content.plot))
        self._guarded(lambda: self.views.warm(name))
        self._composing = False
        self._broken = False  # what is shown is as it was

    def _rehearse(self, look: Look, moments: Iterable[int]) -> None:
        trace, naming = self._trace, look.naming
        if trace is None or naming is None or not look.fits(trace):
            return
        for t in [t for t in moments if t not in self._rehearsed][:REHEARSED]:
            self._rehearsed.add(t)
            aside = QPixmap(8, 8)
            aside.setDevicePixelRatio(self._ratio)
            painter = QPainter(aside)
            second = spoken_at(trace, t, look.second).what if look.second is not None else ""
            paint_caption(painter, self.frame, look, spoken_at(trace, t, naming), second)
            painter.end()

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
        if self.content.panel not in _WHOLE:
            self._change(QRegion(self.frame.strip))
        naming = look.naming
        self._spoken = spoken_at(trace, t, naming)
        self._second = spoken_at(trace, t, look.second).what if look.second is not None else ""
        if look.side != "both":
            host = trace.hosts[0 if look.side == "left" else 1].name
            if not notices(trace, host, t):
                self._spoken = Spoken(naming.say("caption.unseen", host=naming.host(host)), "", (), "none")
                self._second = ""

    # ---- composing

    def _view_changed(self, name: str, region: QRegion) -> None:
        if self._composing or self._view != name:
            return
        self._change(region.translated(self._origin).intersected(self._place))

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

    def _compose(self) -> None:
        """Draw what is stale; where a part fails, all of the picture stays as it was until something changes."""
        look = self._look
        assert look is not None
        whole = self._whole()
        if self._draft.size() != whole.size() * self._ratio:
            self._draft = self._canvas()
        if self._shown.size() != self._draft.size():
            self._shown = self._canvas()
            self._stale += whole
        region, self._stale = self._stale, QRegion()
        self._composing = True
        self._guarded(lambda: self._draw(self._draft, look, region))
        self._composing = False
        if self._broken:
            self._broken = False
            self._due = region
        elif region == QRegion(whole):
            self._shown, self._draft = self._draft, self._shown
        else:
            over = QPainter(self._shown)
            over.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            over.setClipRegion(region)
            over.drawPixmap(0, 0, self._draft)
            over.end()

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
                    self._view, draft, seen.boundingRect().topLeft(), seen.translated(-self._origin)
                )  # fmt: skip
            painter.begin(draft)
            painter.setClipRegion(region)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self._paint(painter, look, region)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, look: Look, region: QRegion) -> None:
        frame, content, trace = self.frame, self.content, self._trace
        if content.panel not in _WHOLE and trace is not None and look.fits(trace) and region.intersects(frame.strip):
            paint_strip(painter, frame, look, trace, self._t)
        if region.intersects(frame.head):
            paint_head(painter, frame, look, content.title, content.number, content.count)
        if region.intersects(frame.dots):
            paint_dots(painter, frame, look, content.number, content.count)
        if region.intersects(frame.caption):
            paint_caption(painter, frame, look, self._spoken, self._second)
        if content.question is not None and trace is not None and region.intersects(frame.question):
            paint_question(painter, frame, look, content.question, content.told, content.tally, self._cut)

    def _cut(self, y: float) -> tuple[QRectF, ...]:
        """What stands on the stage or in a table, and would be seen half where all is covered from ``y`` down."""
        places = self.views.cut_by_cover(self._view, y - self._origin.y())
        return tuple(place.translated(self._origin.toPointF()) for place in places)
