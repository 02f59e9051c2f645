"""The timeline: the whole run on one line, with marks for what happens; press or drag to go there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import draw_cross, pen
from tcpanim.gui.painting.timeline_flags import FOOT, feet, paint_changes, paint_parting, paint_stops
from tcpanim.gui.painting.timeline_silences import Silence, paint_silences
from tcpanim.gui.theme import BODY
from tcpanim.gui.widgets.zoomed import Zoomed
from tcpanim.scene.clock import base_delay, clock_time
from tcpanim.scene.timeline import Beginning, Mark, Stretch
from tcpanim.scene.timeline import Timeline as TimelineScene
from tcpanim.trace.trace import Trace


class Timeline(Zoomed):
    """The run from its beginning to its end, and where the playhead is."""

    stop_toggled = Signal(object)
    """The user wants a breakpoint at that time (int ns), or the one there gone."""
    menu_requested = Signal(object)
    """The user asks what can be done with the segment of that id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._scene: TimelineScene | None = None
        self._background: QPixmap | None = None
        self._marks: tuple[Mark, ...] = ()
        self._loop: tuple[int, int] | None = None
        self._stops: tuple[int, ...] = ()
        self._changes: tuple[Beginning, ...] = ()
        self._parted: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(200)

    def sizeHint(self) -> QSize:
        return QSize(900, self._px(68))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._px(68))

    # ---- what it is told

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``; give it before a trace that it belongs to."""
        self._look = look
        self.setAccessibleName(look.catalogue.text("timeline.name"))
        self._describe()
        self.updateGeometry()
        self._rebuild()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run from its beginning; None: none."""
        self._trace = trace
        self._t = 0
        self._in_view.reset()
        self._rebuild()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns)."""
        if self._scene is not None and self._in_view.follow(self._scene.place(t)):
            self._t = t
            self._redraw()
            return
        before = self._x(self._t)
        self._t = t
        after = self._x(t)
        reach = self._px(12)
        self.update(
            QRectF(min(before, after) - reach, 0, abs(after - before) + 2 * reach, self.height()).toAlignedRect()
        )

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        self.update()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show the stretch that is played again and again, None: none."""
        self._loop = loop
        self.update()

    def set_stops(self, times: tuple[int, ...]) -> None:
        """Show the breakpoints."""
        self._stops = times
        self.update()

    def set_changes(self, changes: tuple[Beginning, ...]) -> None:
        """Show where the changes of a what-if begin."""
        self._changes = changes
        self._describe()
        self._redraw()

    def _describe(self) -> None:
        """The changes, for those who are read to."""
        told = ""
        if self._changes and self._look is not None and self._trace is not None:
            base = base_delay(self._trace)
            words = "\n".join(f"{clock_time(one.t, base)} · {one.words}" for one in self._changes)
            told = self._look.catalogue.text("timeline.changes", changes=words)
        self.setAccessibleDescription(told)

    def set_parted(self, t: int | None) -> None:
        """Show where two runs first differ, None: nowhere."""
        self._parted = t
        self._redraw()

    @property
    def shown(self) -> tuple[float, float]:
        """The stretch of the run in view, in shares of its screen time."""
        return self._in_view.first, self._in_view.last

    def _redraw(self) -> None:
        self._background = None
        self.update()

    # ---- geometry

    def _rebuild(self) -> None:
        self._scene = self._background = None
        if self._look is not None and self._look.fits(self._trace):
            assert self._trace is not None
            self._scene = self._make_scene(self._trace, self._look)
            side = self._look.side  # what only the other side knows is not told
            self._marks = tuple(
                mark for mark in self._scene.marks
                if side == "both" or (mark.side == side and mark.kind not in ("loss", "note"))
            )  # fmt: skip
        self.update()

    def _make_scene(self, trace: Trace, look: Look) -> TimelineScene:
        """What is to be seen of ``trace``."""
        assert look.naming is not None
        assert look.time is not None
        return TimelineScene(trace, look.naming, look.time)

    def _px(self, size: float) -> int:
        return self._look.theme.px(size) if self._look is not None else round(size)

    @property
    def _ends(self) -> tuple[float, float]:
        pad = self._px(14)
        return float(pad), float(self.width() - pad)

    @property
    def _line(self) -> float:
        return float(self._px(28))

    def _x(self, t: int) -> float:
        return self._x_of(self._scene.place(t) if self._scene else 0.0)

    def _place_now(self) -> float | None:
        return self._scene.place(self._t) if self._scene is not None else None

    def time_at(self, x: float) -> int | None:
        """The moment at ``x`` px; None without a run."""
        if self._scene is None:
            return None
        return self._scene.time_at(self._place_at(x))

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark nearest to ``point``, if one is near."""
        if self._scene is None:
            return None
        side = "left" if point.y() < self._line else "right"
        near = [mark for mark in self._marks if mark.side == side and abs(self._x_of(mark.place) - point.x()) <= 5]
        wanted = ("loss", "segment", "timer", "note", "state")
        return min(near, key=lambda m: (abs(self._x_of(m.place) - point.x()), wanted.index(m.kind)), default=None)

    def change_at(self, point: QPointF) -> tuple[Beginning, ...]:
        """The changes whose mark lies at ``point``."""
        if point.y() < self._px(FOOT - 1):
            return ()
        return tuple(change for change in self._changes if abs(self._x(change.t) - point.x()) <= self._px(7))

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._look is None:
            return
        if self._scene is None:
            self._paint_track(painter)
            return
        ratio = self.devicePixelRatioF()
        if self._background is None or self._background.devicePixelRatioF() != ratio:
            self._background = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._background.setDevicePixelRatio(ratio)
            self._background.fill(Qt.GlobalColor.transparent)
            still = QPainter(self._background)
            still.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_still(still, self._scene)
            still.end()
        painter.drawPixmap(0, 0, self._background)
        self._paint_loop(painter)
        self._paint_window(painter)
        self._paint_selection(painter)
        self._paint_flags(painter)
        self._paint_playhead(painter)

    def _paint_track(self, painter: QPainter) -> None:
        assert self._look is not None
        first, last = self._ends
        thick = self._px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.colour("line"))
        painter.drawRoundedRect(QRectF(first, self._line - thick / 2, last - first, thick), thick / 2, thick / 2)

    def _paint_still(self, painter: QPainter, scene: TimelineScene) -> None:
        assert self._look is not None
        theme = self._look.theme
        self._paint_track(painter)
        silences = [Silence(*self._part(stretch), stretch.text) for stretch in scene.stretches]
        paint_silences(painter, theme, silences, self._line, self._ends, self.devicePixelRatioF(), self._feet())
        thick = self._px(7)
        wide = max(2.5, self._px(4))
        first, last = self._ends
        losses: list[QPointF] = []
        for mark in self._marks:
            x = self._x_of(mark.place)
            if not first - 8 <= x <= last + 8:
                continue
            above = mark.side == "left"
            top = self._line - thick / 2 - self._px(6) - self._px(11) if above else self._line + thick / 2 + self._px(6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(mark.role))
            if mark.kind == "segment":
                painter.drawRoundedRect(QRectF(x - wide / 2, top, wide, self._px(11)), 1, 1)
            elif mark.kind == "loss":
                losses.append(QPointF(x, top + self._px(5.5)))
            elif mark.kind == "note":
                y, half = float(self._px(1)), self._px(4)
                painter.drawPolygon(
                    QPolygonF([QPointF(x - half, y), QPointF(x + half, y), QPointF(x, y + self._px(5))])
                )
            elif mark.kind == "timer":
                y = self._line - thick / 2 - self._px(3) if above else self._line + thick / 2 + self._px(3)
                painter.setPen(pen(theme.colour(mark.role), max(1.2, self._px(1.5))))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(x, y), self._px(2.5), self._px(2.5))
            else:
                y = self._line - thick / 2 if above else self._line + thick / 2
                painter.drawRect(QRectF(x - 0.75, y - (self._px(4) if above else 0), 1.5, self._px(4)))
        thin = max(1.8, self._px(2))
        for role, width in (("surface", thin * 2.2), ("loss", thin)):  # each stands out, and hides none beside it
            for place in losses:
                draw_cross(painter, place, self._px(4), theme.colour(role), width)

    def _part(self, stretch: Stretch) -> tuple[float, float]:
        """The part of a silence that is in view, from and to px; without length where nothing is."""
        low, high = self._ends
        first, last = max(low, self._x_of(stretch.first)), min(high, self._x_of(stretch.last))
        return first, max(first, last)

    def _paint_loop(self, painter: QPainter) -> None:
        """The stretch that is repeated, between two brackets."""
        if self._loop is None or self._look is None:
            return
        theme = self._look.theme
        low, high = self._ends
        ends = [(self._x(t), way) for t, way in zip(self._loop, (1, -1), strict=True)]
        first, last = (min(max(x, low), high) for x, _ in ends)
        top, bottom = float(self._px(4)), float(self._px(48))
        painter.fillRect(QRectF(first, top, last - first, bottom - top), theme.colour("ink", 24))
        painter.setPen(pen(theme.colour("ink"), max(1.6, self._px(2))))
        arm = self._px(5)
        for x, way in ends:
            if low <= x <= high:
                painter.drawPolyline(
                    [QPointF(x + way * arm, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + way * arm, bottom)]
                )

    def _paint_window(self, painter: QPainter) -> None:
        """Where not all of the run is shown: which part it is, on a thin line at the foot."""
        if self._in_view.whole or self._look is None:
            return
        theme = self._look.theme
        first, last = self._ends
        y, thick = self.height() - self._px(1.5), self._px(2)
        painter.setPen(pen(theme.colour("line"), thick))
        painter.drawLine(QPointF(first, y), QPointF(last, y))
        painter.setPen(pen(theme.colour("ink2"), thick))
        wide = last - first
        painter.drawLine(QPointF(first + wide * self._in_view.first, y), QPointF(first + wide * self._in_view.last, y))

    def _paint_selection(self, painter: QPainter) -> None:
        assert self._look is not None
        mark = next((m for m in self._marks if m.segment == self._selection and m.kind == "segment"), None)
        if mark is None or self._selection is None:
            return
        above = mark.side == "left"
        x, y = self._x_of(mark.place), self._line + (-self._px(15) if above else self._px(15))
        painter.setPen(pen(self._look.theme.colour("ink"), max(1.4, self._px(1.6))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(x - self._px(5), y - self._px(8), self._px(10), self._px(16)), 3, 3)

    def _paint_flags(self, painter: QPainter) -> None:
        """Breakpoints, changes, and where two runs part."""
        assert self._look is not None
        theme = self._look.theme
        stops, changes, parted = self._seen(self._stops), self._seen_changes(), self._seen_parting()
        paint_stops(painter, theme, stops, self._line)
        paint_changes(painter, theme, changes, self._line)
        if parted is not None:
            paint_parting(painter, theme, parted, changes)

    def _seen(self, times: Iterable[int]) -> list[float]:
        """Where those of ``times`` are that are in view."""
        first, last = self._ends
        return [x for x in map(self._x, times) if first <= x <= last]

    def _seen_changes(self) -> list[float]:
        return self._seen(change.t for change in self._changes)

    def _seen_parting(self) -> float | None:
        return next(iter(self._seen([] if self._parted is None else [self._parted])), None)

    def _feet(self) -> list[tuple[float, float]]:
        """What stands beside the lengths of silences."""
        assert self._look is not None
        return feet(self._look.theme, self._seen_changes(), self._seen_parting())

    def _paint_playhead(self, painter: QPainter) -> None:
        assert self._look is not None
        theme = self._look.theme
        first, end = self._ends
        x, thick = min(max(self._x(self._t), first), end), self._px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink2", 190))
        if x > first:
            painter.drawRoundedRect(QRectF(first, self._line - thick / 2, x - first, thick), thick / 2, thick / 2)
        painter.setPen(pen(theme.colour("ink"), max(2.0, self._px(3))))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(QPointF(x, self._line), self._px(8), self._px(8))

    # ---- what the user does

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._background = None

    def _press(self, event: QMouseEvent) -> None:
        """What is marked there is gone to; where nothing is, the moment."""
        changes = self.change_at(event.position())
        if changes:
            self.selected.emit(changes[0].segment)
            self.seek_requested.emit(changes[0].t)
            return
        mark = self.mark_at(event.position())
        away = abs(event.position().y() - self._line)
        if mark is not None and away > self._px(8):
            if mark.segment is not None:
                self.selected.emit(mark.segment)
            self.seek_requested.emit(mark.t)
            return
        self._seek(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = QPointF(event.pos())
        mark = self.mark_at(point)
        if mark is not None and mark.segment is not None and point.y() > self._px(10):
            self.selected.emit(mark.segment)
            self.menu_requested.emit(mark.segment)
        elif self._look is not None:
            self._ask_for_stop(event, mark.t if mark is not None else self.time_at(point.x()))

    def _ask_for_stop(self, event: QContextMenuEvent, moment: int | None) -> None:
        """A menu of one: a breakpoint here, or this one no more."""
        assert self._look is not None
        there = next((t for t in self._stops if abs(self._x(t) - event.pos().x()) <= self._px(6)), None)
        moment = moment if there is None else there
        if moment is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(self._look.theme.font(BODY))
        text = self._look.catalogue.text("until.set" if there is None else "until.remove")
        menu.addAction(text).triggered.connect(lambda: self.stop_toggled.emit(moment))
        menu.popup(event.globalPos())

    def _legend(self) -> str:
        """What the signs mean."""
        assert self._look is not None
        say = self._look.catalogue.text
        signs = (
            ("▮", "segment"),
            ("✕", "loss"),
            ("○", "timer"),
            ("╷", "state"),
            ("▾", "note"),
            ("▨", "silence"),
            ("⚑", "stop"),
            ("◆", "change"),
        )
        return "\n".join(f"{sign}  {say(f'timeline.sign-{name}')}" for sign, name in signs)

    def words_at(self, point: QPointF) -> str:
        """What the mark at ``point`` stands for; where there is none, the moment and what the signs mean."""
        if self._scene is None or self._trace is None:
            return ""
        changes = self.change_at(point)
        mark = self.mark_at(point) if not changes else None
        moment = changes[0].t if changes else mark.t if mark else self.time_at(point.x())
        time = clock_time(moment or 0, base_delay(self._trace))
        if changes:
            return self._scene.naming.say("timeline.change", time=time, change="\n".join(one.words for one in changes))
        return f"{time} · {self._scene.words(mark)}" if mark else f"{time}\n\n{self._legend()}"

    def event(self, event: QEvent) -> bool:
        """Say what a mark stands for when the pointer rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._scene and self._trace:
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)
