"""The stage: two endpoints joined by the wire, and the segments on their way."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFont,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import STAGE
from tcpanim.gui.painting.cards import CardPainter
from tcpanim.gui.painting.endpoint import changed_rect, has_call_at, paint_endpoint
from tcpanim.gui.painting.shapes import (
    CENTRE,
    draw_text,
    kind_role,
    pen,
    scrap,
)
from tcpanim.gui.painting.stage_background import (
    background_key,
    legend_rect,
    letters_in_use,
    make_background,
    paint_legend,
    paint_path,
    path_words,
)
from tcpanim.gui.painting.stage_between import paint_queues, paint_silence, silence_band, silence_place
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.painting.stage_places import Place, area_of, either, taken_by, without_meetings
from tcpanim.gui.painting.stage_words import Words, paint_words, words_of
from tcpanim.gui.theme import LEAD, MEDIUM
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.clock import StoryMap
from tcpanim.scene.lanes import Slots
from tcpanim.scene.one_side import masked
from tcpanim.scene.read_out import under_way
from tcpanim.scene.same_call import Calls, made_in_step
from tcpanim.scene.stage import Card, StageScene, StageView
from tcpanim.trace.trace import Trace

REHEARSED = 2000  # so many segments at most
KEPT = 4  # so many sizes of cards have their rows kept: closer and as designed, larger and as designed
SAMPLE = 24  # so many segments at a run's beginning and end tell how wide its slips are
AHEAD = 0.5  # seconds on the screen; so long before it leaves a card may be drawn
MANY = 8  # if more cards than this move all between the endpoints is painted anew: cheaper than a region of many parts


class Stage(RunView):
    """What happens between the two hosts at the moment shown.

    ``menu_requested`` is sent with the id of a segment, the Calls of an application, an endpoint (left, right), or the
    path (wire).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: StageLayout | None = None
        self._cards: CardPainter | None = None
        self._background: QPixmap | None = None
        self._background_key: tuple[object, ...] = ()
        self._scene: StageScene | None = None
        self._view: StageView | None = None
        self._places: list[Place] = []
        self._placed: dict[int, Place] = {}
        """The same by the segment's id, with all words."""
        self._slots_of: tuple[Trace | None, StoryMap | None] = (None, None)
        self._slots: dict[tuple[object, ...], Slots] = {}
        """The rows in that run and time, by how much room there is."""
        self._prepared = 0
        """The id of the last segment whose card was drawn before it left."""
        self._silence: tuple[QRectF, QRectF] | None = None
        self._path_shown = self._crowded = False
        self._path: tuple[QRectF, str, QFont] | None = None
        self._path_of: tuple[object, ...] = ()
        self._room_of: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*STAGE)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(1100, 340)

    # ---- what it is told

    def _dress(self, look: Look) -> None:
        self.setAccessibleName(look.catalogue.text("stage.name"))

    def _show(self) -> None:
        self._rebuild()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns)."""
        self._t = t
        before, places, silence, path = self._view, self._places, self._silence, self._path_shown
        self._compute()
        layout, view = self._layout, self._view
        if before is None or view is None or layout is None or before.path != view.path:
            self.update()
            return
        region = QRegion()
        if self._crowded:
            region += self._middle().toAlignedRect()
        for place in either(places, self._places):
            region += place.touched.toAlignedRect()
        for old, new in ((before.left, view.left), (before.right, view.right)):
            if old != new:
                region += changed_rect(layout.of(new.side), old, new).toAlignedRect()
        if (before.silence is None) != (view.silence is None) or before.queues != view.queues:
            region += self._middle().toAlignedRect()  # words have another ground
        elif before.silence != view.silence:
            region += silence_band(layout).adjusted(-1, -1, 1, 1).toAlignedRect()
            for area in (*(silence or ()), *(self._silence or ())):
                region += area.adjusted(-2, -2, 2, 2).toAlignedRect()
        if self._path is not None and path != self._path_shown:
            region += self._path[0].toAlignedRect()
        if before.legend != view.legend or (view.legend and letters_in_use(before) != letters_in_use(view)):
            region += legend_rect(layout).toAlignedRect()
        self.update(region)

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        self.update()

    def rehearse(self) -> Iterator[None]:
        """Find the rows that segments fly in; in a run of thousands that is left for when they come into sight."""
        scene, flights = self._scene, self._trace.flights if self._trace is not None else ()
        for flight in flights[:REHEARSED]:
            if scene is None or scene is not self._scene:
                return
            if scene.find_row(flight.id):
                yield

    def rehearse_at(self, t: int) -> None:
        """Draw the cards and the words of a moment to come, ``t`` (ns), where nobody sees them."""
        if self._cards is None or self._layout is None:
            return
        view = self._seen_at(t)
        for card in view.cards:
            self._cards.rehearse(card)
        aside = scrap(self.devicePixelRatioF())
        painter = QPainter(aside)
        for end in (view.left, view.right):
            paint_endpoint(painter, self._layout.of(end.side), end, QRegion(self.rect()))
        painter.end()

    def prepare(self) -> None:
        """Draw the card of a segment that leaves soon: the frame in which it does has enough to do."""
        if self._cards is None or self._scene is None or self._look is None or self._look.time is None:
            return
        assert self._trace is not None
        time, trace = self._look.time, self._trace
        soon = time.to_virtual(time.to_screen(self._t) + AHEAD)
        last = trace.sent_count(soon)
        for flight in trace.flights[max(trace.sent_count(self._t), min(self._prepared, last)) : last]:
            self._prepared = flight.id
            if self._cards.rehearse(self._scene.leaving(flight)):
                return

    # ---- what is on it

    def describe(self) -> str:
        """What it shows, for those who do not see it: both states, and what is under way."""
        view, look, trace = self._view, self._look, self._trace
        if view is None or look is None or look.naming is None or trace is None:
            return ""
        states = look.catalogue.text(
            "stage.describe",
            left=view.left.label,
            left_state=view.left.state_text,
            right=view.right.label,
            right_state=view.right.state_text,
            count=sum(card.phase == "moving" for card in view.cards),
        )
        return states if view.masked else f"{states}\n{under_way(trace, self._t, look.naming)}".strip()

    def view(self) -> StageView | None:
        """What it shows now."""
        return self._view

    def places(self) -> tuple[Place, ...]:
        """The cards shown, and where."""
        return tuple(self._places)

    def _rebuild(self) -> None:
        self._layout = self._cards = self._scene = None
        self._view = None
        self._placed = {}
        self._prepared = 0
        time = self._look.time if self._look is not None else None
        if self._slots_of[0] is not self._trace or self._slots_of[1] is not time:
            self._slots_of, self._slots = (self._trace, time), {}
        if self._look is not None and self._look.fits(self._trace) and self.width() > 0 and self.height() > 0:
            assert self._trace is not None
            assert self._look.naming is not None
            assert self._look.time is not None
            self._layout = StageLayout(self.width(), self.height(), self._look)
            self._cards = CardPainter(self._layout, self.devicePixelRatioF())
            slots = self._find_slots(self._layout, self._cards)
            self._scene = StageScene(self._trace, self._look.naming, self._look.time, slots, self._layout.detail)
        self._compute()
        self.update()

    def _find_slots(self, layout: StageLayout, cards: CardPainter) -> Slots:
        """The rows of all segments, from how wide their cards are: the same in another language or theme."""
        assert self._look is not None
        assert self._look.naming is not None
        assert self._look.time is not None
        assert self._trace is not None
        naming, flights = self._look.naming, self._trace.flights
        card = layout.card_height * (5.4 if naming.small_windows else 4.2)  # with room for the window, too
        share = min(0.9, math.ceil(card / max(layout.lane_length, 1.0) * 20) / 20)
        some = (*flights[:SAMPLE], *flights[-SAMPLE:])
        slips = [cards.slip_width(naming.numbers(one) + naming.window(one), one.segment.kind) for one in some]
        slip = min(1.0, max(slips, default=0.0) / (share * max(layout.lane_length, 1.0)))
        room = (share, slip, *layout.rows.items())
        if room not in self._slots:
            if len(self._slots) == KEPT:
                self._slots.clear()
            self._slots[room] = Slots(self._trace, self._look.time, share, layout.rows, slip)
        return self._slots[room]

    def _compute(self) -> None:
        """What there is to see at the moment, and where."""
        layout, before = self._layout, self._places
        if layout is None:
            self._places, self._view = [], None
            return
        self._view = view = self._seen_at(self._t)
        self._find_path(layout, view)
        self._place_all(view.cards)
        band = [silence_band(layout)] if view.silence is not None else []
        self._places = without_meetings(list(self._placed.values()), band)
        self._find_room(layout, view, before)
        if QAccessible.isActive():
            words = self.describe()
            if words != self.accessibleDescription():
                self.setAccessibleDescription(words)

    def _seen_at(self, t: int) -> StageView:
        """What there is to see at that moment, where there is a layout."""
        assert self._look is not None
        assert self._look.naming is not None
        assert self._trace is not None
        assert self._scene is not None
        return masked(self._trace, self._scene.at(t), self._look.side, self._look.naming)

    def _find_path(self, layout: StageLayout, view: StageView) -> None:
        """What is said of the network: the same for most of a run."""
        key = layout, view.path, view.masked, tuple(queue.limit for queue in view.queues)
        if self._path_of != key:
            self._path, self._path_of = None if view.masked else path_words(layout, view), key

    def _find_room(self, layout: StageLayout, view: StageView, before: list[Place]) -> None:
        """Where a silence's length stands between the cards, and whether the words about the network do.

        Most often all lies as it did ``before``: through a silence nothing moves.
        """
        room_of = view.silence.text if view.silence is not None else None, self._path_of
        if room_of == self._room_of and not either(before, self._places):
            return
        self._room_of, self._silence, path = room_of, None, self._path
        taken = [part for place in self._places for part in taken_by(place)]
        if view.silence is not None:
            foot = path[0].center().y() if path is not None else layout.endpoint("left").bottom()
            self._silence = silence_place(layout, view.silence, taken, foot)
            taken += self._silence
        # On a low stage a card lies in the words' place, or something is said of one.
        self._path_shown = path is not None and not any(area.intersects(path[0]) for area in taken)

    def _place_all(self, cards: tuple[Card, ...]) -> None:
        """Where they stand; one that has not moved stands where it stood."""
        before = self._placed
        still = {
            card.flight: place
            for card in cards
            if (place := before.get(card.flight)) is not None and place.card == card
        }
        self._crowded = max(len(cards), len(before)) - len(still) > MANY
        self._placed = {card.flight: still.get(card.flight) or self._place(card) for card in cards}

    def _place(self, card: Card) -> Place:
        """Where it stands; one of a crowd that moves is painted with all that is between the endpoints."""
        assert self._layout is not None
        assert self._cards is not None
        size = self._cards.size(card)
        position = card.position
        if self._look is not None and self._look.reduced_motion and card.phase == "moving":
            position = 0.0
        centre = self._layout.card_centre(card.side, position, size.width(), card.slot.behind)
        away = self._layout.row_offset(card.slot.row, card.slot.rows, size.height())
        centre += QPointF(self._layout.way_in(card, size.width()), away)
        words = words_of(self._layout, card, centre, size)
        moves = card.tilt < 1 and card.phase != "discarded"
        touched = self._middle() if self._crowded and moves else self._touched(card, centre, words)
        return Place(card, centre, size, words, touched)

    def _touched(self, card: Card, centre: QPointF, words: Words | None) -> QRectF:
        """All that a card, its trail and its words may cover."""
        assert self._layout is not None
        assert self._cards is not None
        rect = self._cards.bounds(card, centre)
        if self._layout.goes_in(card):
            rect = rect.intersected(self._middle())
        trail = self._trail_length(card)
        rect = rect.adjusted(-trail, 0, trail, 0)
        if self._look is not None and self._look.reduced_motion:
            first, last = self._layout.lane_ends
            half = self._layout.size("lane")
            rect = rect.united(QRectF(first - half, centre.y() - half, last - first + 2 * half, 2 * half))
        if words is not None:
            rect = rect.united(words.touched.adjusted(-2, -2, 2, 2))
        return rect

    def _trail_length(self, card: Card) -> float:
        assert self._layout is not None
        return 0.0 if card.slot.size == "chip" or card.phase != "moving" else self._layout.card_height * 2.0

    def _middle(self) -> QRectF:
        """The ground between the endpoints."""
        assert self._layout is not None
        left, right = self._layout.endpoints
        return QRectF(left.right(), 0, right.left() - left.right(), self.height())

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._layout is None or self._view is None:
            self._paint_empty(painter)
            return
        region = event.region()
        ratio = self.devicePixelRatioF()
        key = background_key(self._layout, self._view, ratio)
        if self._cards is None or self._cards.ratio != ratio:
            self._cards = CardPainter(self._layout, ratio)
        if self._background is None or self._background_key != key:
            self._background, self._background_key = make_background(self._layout, self._view, ratio), key
        rect = QRectF(event.rect())  # the painter is clipped to the region
        corner = QPointF(rect.x() * ratio, rect.y() * ratio)
        source = QRectF(corner, QSizeF(rect.width() * ratio, rect.height() * ratio))
        painter.drawPixmap(rect, self._background, source)
        paint_legend(painter, self._layout, self._view)
        if self._path_shown and self._path is not None and region.intersects(self._path[0].toAlignedRect()):
            paint_path(painter, self._layout, self._path)
        if self._view.silence is not None and self._silence is not None:
            paint_silence(painter, self._layout, self._view.silence, self._silence, ratio)
        paint_queues(painter, self._layout, self._view.queues)
        for place in self._places:
            if region.intersects(place.touched.toAlignedRect()):
                self._paint_card(painter, place)
        for view in (self._view.left, self._view.right):
            paint_endpoint(painter, self._layout.of(view.side), view, region)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        if self._look is None:
            painter.fillRect(self.rect(), self.palette().window())
            return
        theme = self._look.theme
        painter.fillRect(self.rect(), theme.colour("bg"))
        if self._trace is None:
            words = self._look.catalogue.text("stage.empty")
            draw_text(painter, QRectF(self.rect()), words, theme.font(LEAD, MEDIUM), theme.colour("ink2"), CENTRE)

    def _paint_card(self, painter: QPainter, place: Place) -> None:
        assert self._cards is not None
        assert self._layout is not None
        card, centre, size, words, _ = place
        if self._look is not None and self._look.reduced_motion:
            self._paint_way(painter, card, centre, size.width())
        elif words is None or card.slot.size != "slip":  # a slip's words stand where its trail would be
            self._paint_trail(painter, card, centre, size.width(), size.height())
        goes_in = self._layout.goes_in(card)
        if goes_in:
            painter.save()
            painter.setClipRect(self._middle(), Qt.ClipOperation.IntersectClip)
        self._cards.draw(painter, card, centre, card.flight == self._selection)
        if goes_in:
            painter.restore()
        if words is not None:
            if self._view is not None and self._view.silence is not None:
                painter.fillRect(words.rect, self._layout.theme.colour("bg"))
            paint_words(painter, self._layout, words, card.strength)

    def _paint_way(self, painter: QPainter, card: Card, centre: QPointF, width: float) -> None:
        """Without motion: the way that a card has come, from a dot where it left to where it is now."""
        assert self._layout is not None
        if card.phase == "moving":
            return
        sign = 1 if card.side == "left" else -1
        start = QPointF(self._layout.lane_ends[0 if sign > 0 else 1], centre.y())
        colour = self._layout.theme.colour(kind_role(card.kind, card.side))
        thick = self._layout.size("lane")
        painter.setOpacity(card.strength)
        painter.setPen(pen(colour, thick * 0.6))
        painter.drawLine(start, QPointF(centre.x() - sign * width / 2, centre.y()))
        painter.setBrush(colour)
        painter.drawEllipse(start, thick * 0.7, thick * 0.7)
        painter.setOpacity(1.0)

    def _paint_trail(self, painter: QPainter, card: Card, centre: QPointF, width: float, height: float) -> None:
        """It points back to where the card comes from, and never further than there."""
        assert self._layout is not None
        length = self._trail_length(card)
        if not length or card.tilt > 0:
            return
        first, last = self._layout.lane_ends
        sign = 1 if card.side == "left" else -1
        tail = centre.x() - sign * width / 2
        end = max(first, tail - length) if sign > 0 else min(last, tail + length)
        if abs(tail - end) < 2:
            return
        theme = self._layout.theme
        role = kind_role(card.kind, card.side)
        gradient = QLinearGradient(QPointF(tail, 0), QPointF(tail - sign * length, 0))
        gradient.setColorAt(0, theme.colour(role, 110))
        gradient.setColorAt(1, theme.colour(role, 0))
        band = height * 0.3
        painter.setOpacity(card.strength)
        painter.fillRect(QRectF(min(tail, end), centre.y() - band / 2, abs(tail - end), band), gradient)
        painter.setOpacity(1.0)

    # ---- what the user does

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        laid = self._layout
        if laid is None or (laid.width, laid.height) != (self.width(), self.height()):
            self._rebuild()

    def card_at(self, point: QPointF) -> Card | None:
        """The card under ``point``, the topmost first."""
        return next((place.card for place in reversed(self._places) if area_of(place).contains(point)), None)

    def calls_at(self, point: QPointF) -> Calls | None:
        """What an application calls in this step, where that stands under ``point``."""
        if self._layout is None or self._view is None or self._trace is None:
            return None
        for view in (self._view.left, self._view.right):
            if has_call_at(self._layout, view, point):
                return made_in_step(self._trace, self._t, view.host) if not view.idle else None
        return None

    def target_at(self, point: QPointF) -> int | str | Calls | None:
        """What lies under ``point``: a segment's id, calls, an endpoint (left, right), or the path (wire)."""
        if self._layout is None or self._view is None:
            return None
        card = self.card_at(point)
        if card is not None:
            return card.flight
        calls = self.calls_at(point)
        if calls is not None:
            return calls
        for side, area in zip(("left", "right"), self._layout.endpoints, strict=True):
            if area.contains(point):
                return side
        return "wire" if self._middle().contains(point) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be chosen."""
        point = event.position()
        over = self.card_at(point) is not None or self.calls_at(point) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            card, calls = self.card_at(event.position()), self.calls_at(event.position())
            self.selected.emit(card.flight if card else None)
            if card is None and calls is not None:
                self.menu_requested.emit(calls)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        target = self.target_at(QPointF(event.pos()))
        if isinstance(target, int):
            self.selected.emit(target)
        if target is not None:
            self.menu_requested.emit(target)
