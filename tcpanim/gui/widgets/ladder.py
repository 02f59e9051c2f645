"""The ladder diagram: it grows downwards with the moment shown."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.ladder import LadderPainter
from tcpanim.gui.painting.measuring import paint_measure
from tcpanim.gui.painting.shapes import CENTRE, draw_text
from tcpanim.gui.theme import BODY, MEDIUM
from tcpanim.gui.widgets.overview import WIDTH, Overview
from tcpanim.scene.ladder import Ladder as LadderScene
from tcpanim.scene.measure import measured, nearest_moment
from tcpanim.scene.read_out import sent_until
from tcpanim.scene.same_call import CallKey, Calls
from tcpanim.trace.trace import Trace

REHEARSED = 2000  # so many segments at most
DRAG = 6  # px; a shorter way is a click
FOLLOW = 0.76  # the moment shown stands below this share of the height once the ladder is longer than the view


class Ladder(QAbstractScrollArea):
    """All segments up to the moment shown."""

    seek_requested = Signal(object)
    """The user wants to go to that time (int ns, which does not fit Qt's int)."""
    selected = Signal(object)
    """The user chose the segment with that id (int), or none (None)."""
    menu_requested = Signal(object)
    """The user asks what can be done with the segment of that id, or with those Calls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._scene: LadderScene | None = None
        self._paint: LadderPainter | None = None
        self._follows = True
        self._anchor: int | None = None  # where a measurement begins; it ends at the moment shown
        self._dragged: tuple[int, int] | None = None
        self._pressed: QPointF | None = None
        self._body: QPixmap | None = None
        self._body_of: tuple[object, ...] = ()
        self._overview = Overview(self)
        self._overview.asked.connect(self._go_to_share)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the overview takes its place
        self.verticalScrollBar().sliderMoved.connect(self._on_scrolled_by_hand)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
        self.setMinimumSize(320, 120)

    def sizeHint(self) -> QSize:
        return QSize(700, 420)

    # ---- what it is told

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``; give it before a trace that it belongs to."""
        self._look = look
        self.setAccessibleName(look.catalogue.text("ladder.name"))
        self._rebuild()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run from its beginning; None: none."""
        self._trace = trace
        self._t = 0
        self._follows = True
        self._anchor = self._dragged = None
        self._rebuild()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns); the ladder follows it unless the user has scrolled elsewhere."""
        self._t = t
        if self._paint is not None:
            y = self._paint.y_of(t) - self.verticalScrollBar().value()
            if not 0 <= y <= self.viewport().height():
                self._follows = True
        self._follow()
        self._tell_overview()
        if self._paint is not None and self.isVisible():
            self._draw_body(self._paint)  # now, so that the turn that it takes is as long as it is
        self.viewport().update()

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever is read to hears the latest arrows."""
        look, trace = self._look, self._trace
        if look is not None and look.fits(trace) and trace is not None and look.naming is not None:
            whole = look.side == "both"  # one side alone does not know what became of them
            self.setAccessibleDescription(sent_until(trace, self._t, look.naming) if whole else "")
        super().focusInEvent(event)

    def rehearse(self) -> Iterator[None]:
        """Place the words along the lines; in a run of thousands that is left for when they come into sight."""
        paint, flights = self._paint, self._trace.flights if self._trace is not None else ()
        for flight in flights[:REHEARSED]:
            if paint is None or paint is not self._paint:
                return
            yield from paint.labels.rehearse(flight.id)

    # ---- geometry

    def _rebuild(self) -> None:
        self._paint = None
        self._scene = None
        if self._look is not None and self._look.fits(self._trace):
            assert self._trace is not None
            assert self._look.naming is not None
            assert self._look.time is not None
            self._scene = LadderScene(self._trace, self._look.naming, self._look.time)
        self._overview.set_scene(self._look, self._scene)
        self._resize()

    def _resize(self) -> None:
        """Measure anew for the size of the view."""
        self._body = None
        if self._scene is not None and self._look is not None:
            self._make_room()
            size = self.viewport().size()
            self._paint = LadderPainter(self._scene, self._look, size.width(), size.height(), self.devicePixelRatioF())
            bar = self.verticalScrollBar()
            bar.setPageStep(size.height())
            bar.setSingleStep(round(self._paint.unit))
            bar.setRange(0, max(0, round(self._paint.total_height) - size.height()))
        else:
            self.verticalScrollBar().setRange(0, 0)
        self._follow()
        self._tell_overview()
        self.viewport().update()

    def _make_room(self) -> None:
        """The overview has its place beside the ladder, whether or not all of that is in view: nothing is to jump."""
        assert self._look is not None
        wide = 0 if self._look.present else self._look.theme.px(WIDTH)
        self.setViewportMargins(0, 0, wide, 0)
        self._overview.setGeometry(self.width() - wide, 0, wide, self.height())
        self._overview.setVisible(not self._look.present)

    def _tell_overview(self) -> None:
        if self._paint is None:
            self._overview.hide()
            return
        whole = max(1.0, self._paint.ladder.height * self._paint.unit)
        first = (self.verticalScrollBar().value()) / whole
        last = (self.verticalScrollBar().value() + self.viewport().height() - self._paint.head) / whole
        now = (self._paint.y_of(self._t) - self._paint.head) / whole
        self._overview.show_view(max(0.0, first), min(1.0, last), min(1.0, now))

    def _go_to_share(self, share: float) -> None:
        if self._paint is None:
            return
        self._follows = False
        middle = self._paint.head + share * self._paint.ladder.height * self._paint.unit
        self.verticalScrollBar().setValue(round(middle - self.viewport().height() / 2))

    def _follow(self) -> None:
        if self._paint is None or not self._follows:
            return
        height = self.viewport().height()
        below = min((1 - FOLLOW) * height, self._paint.foot)
        self.verticalScrollBar().setValue(
            round(self._paint.lowest(self._t, self._paint.y_of(self._t) + below)) - height
        )

    def _on_scrolled_by_hand(self) -> None:
        self._follows = False

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._paint is not None:
            self._draw_body(self._paint)  # before a painter of the view is at work
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._look is None:
            painter.fillRect(event.rect(), self.palette().window())
            return
        theme = self._look.theme
        if self._paint is None:
            painter.fillRect(event.rect(), theme.colour("surface"))
            words = self._look.catalogue.text("ladder.empty")
            draw_text(
                painter, QRectF(self.viewport().rect()), words, theme.font(BODY, MEDIUM), theme.colour("ink2"), CENTRE
            )
            return
        assert self._body is not None
        painter.drawPixmap(0, 0, self._body)
        self._paint.paint_over(painter, self.verticalScrollBar().value(), self._t)
        self._paint_measure(painter, self._paint)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _draw_body(self, paint: LadderPainter) -> None:
        """What moves with the ladder, on a picture of its own.

        Only what is new on it is drawn: the edge of one that has been scrolled, and the end that grows.
        """
        scroll, ratio = self.verticalScrollBar().value(), self.devicePixelRatioF()
        height = self.viewport().height()
        wanted = QSize(round(self.viewport().width() * ratio), round(height * ratio))
        rest = (self._selection, paint, wanted)
        bands = [(0.0, float(height))]
        if self._body is not None and self._body_of[2:] == rest:
            was, before = self._body_of[:2]
            assert isinstance(was, int)
            assert isinstance(before, int)
            moved = was - scroll
            grown = paint.grown(before, self._t) if before != self._t else (0.0, 0.0)
            if grown is not None and abs(moved) < height and float(moved * ratio).is_integer():
                self._body.scroll(0, round(moved * ratio), self._body.rect())
                edge = (0.0, float(moved)) if moved > 0 else (float(height + moved), float(height))
                end = max(0, math.floor(grown[0] - scroll)), min(height, math.ceil(grown[1] - scroll))
                bands = [band for band in (edge, end) if band[0] < band[1]]
        self._body_of = (scroll, self._t, *rest)
        if not bands:
            return
        stretch = min(band[0] for band in bands), max(band[1] for band in bands)
        if self._body is None or self._body.size() != wanted:
            self._body = QPixmap(wanted)
            self._body.setDevicePixelRatio(ratio)
        painter = QPainter(self._body)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = QRectF(0, stretch[0], self.viewport().width(), stretch[1] - stretch[0])
        painter.setClipRect(band)
        assert self._look is not None
        painter.fillRect(band, self._look.theme.colour("surface"))
        paint.paint_body(painter, scroll, self._t, self._selection, stretch)
        painter.end()

    def _paint_measure(self, painter: QPainter, paint: LadderPainter) -> None:
        between = self.measured()
        if between is None or self._look is None or self._trace is None or self._look.naming is None:
            return
        scroll = self.verticalScrollBar().value()
        first, last = (paint.y_of(t) - scroll for t in between)
        box = QRectF(paint.x_left, paint.head, paint.x_right - paint.x_left, self.viewport().height() - paint.head)
        words = measured(self._trace, *between, self._look.naming)
        paint_measure(painter, self._look.theme, box, (first, last), words, (paint.name_font, paint.call_font))

    # ---- measuring

    def measured(self) -> tuple[int, int] | None:
        """The two moments that are measured (ns), None: none."""
        if self._dragged is not None:
            return self._dragged
        return None if self._anchor is None else (self._anchor, self._t)

    def toggle_measure(self) -> None:
        """Measure from the moment shown to wherever the playhead goes; again: no more."""
        if self._trace is not None:
            self._anchor = self._t if self.measured() is None else None
            self._dragged = None
            self.viewport().update()

    def _measure_to(self, point: QPointF) -> None:
        """The pointer has been dragged to there."""
        assert self._pressed is not None
        first, last = (self._exact_time(place.y()) for place in (self._pressed, point))
        if first is not None and last is not None:
            self._dragged = first, last
            self.viewport().update()

    def _exact_time(self, y: float) -> int | None:
        """The moment at a height of the viewport; what happens near it is met exactly."""
        if self._paint is None or self._trace is None:
            return None
        places = [self._paint.time_at(y + self.verticalScrollBar().value() + away) for away in (-9, 0, 9)]
        if places[1] is None:
            return None
        near = max(abs((place if place is not None else 0) - places[1]) for place in places)
        return nearest_moment(self._trace, places[1], near)

    # ---- what the user does

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint whole: the names of the hosts and of running states stay in view while the rest moves."""
        del dx, dy
        self._tell_overview()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._follows = False
        super().wheelEvent(event)

    def segment_at(self, point: QPointF) -> int | None:
        """The segment whose line or words lie at ``point`` of the viewport."""
        if self._paint is None:
            return None
        return self._paint.segment_at(point, self.verticalScrollBar().value(), self._t)

    def call_at(self, point: QPointF) -> CallKey | None:
        """The call whose words stand at ``point`` of the viewport."""
        if self._paint is None:
            return None
        return self._paint.call_at(point, self.verticalScrollBar().value(), self._t)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag measures; else a hand stands over what can be chosen."""
        if not event.buttons():
            over = self.segment_at(event.position()) is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._dragged is not None or abs(event.position().y() - self._pressed.y()) > DRAG:
            self._anchor = None
            self._measure_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A drag has measured; a click goes there."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._paint is None:
            return
        if abs(event.position().y() - pressed.y()) > DRAG and self._dragged is not None:
            return
        if self._dragged is not None:
            self._dragged = None
            self.viewport().update()
            return
        segment = self.segment_at(event.position())
        moment = self._paint.time_at(event.position().y() + self.verticalScrollBar().value())
        if segment is not None:
            self.selected.emit(segment)
        if moment is not None:
            self.seek_requested.emit(moment)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = QPointF(event.pos())
        segment = self.segment_at(point)
        if segment is not None:
            self.selected.emit(segment)
            self.menu_requested.emit(segment)
        elif (call := self.call_at(point)) is not None:
            self.menu_requested.emit(Calls((call,)))
