"""The ladder diagram: it grows downwards with the moment shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from tcpanim.gui.ladder_paint import LadderPainter
from tcpanim.gui.look import Look
from tcpanim.gui.paint import CENTRE, draw_text
from tcpanim.gui.theme import BODY, MEDIUM
from tcpanim.scene.ladder import Ladder as LadderScene
from tcpanim.trace.trace import Trace

FOLLOW = 0.72  # the moment shown stands at this share of the height once the ladder is longer than the view


class Ladder(QAbstractScrollArea):
    """All segments up to the moment shown."""

    seek_requested = Signal(object)
    """The user wants to go to that time (int ns, which does not fit Qt's int)."""
    selected = Signal(object)
    """The user chose the segment with that id (int), or none (None)."""
    menu_requested = Signal(object)
    """The user asks what can be done with the segment of that id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._scene: LadderScene | None = None
        self._paint: LadderPainter | None = None
        self._follows = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().sliderMoved.connect(self._on_scrolled_by_hand)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
        self.setMinimumSize(320, 160)

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
        self._rebuild()

    def show_at(self, t: int) -> None:
        """Show the moment ``t`` (ns); the ladder follows it unless the user has scrolled elsewhere."""
        self._t = t
        if self._paint is not None:
            y = self._paint.y_of(t) - self.verticalScrollBar().value()
            if not 0 <= y <= self.viewport().height():
                self._follows = True
        self._follow()
        self.viewport().update()

    def set_selection(self, segment: int | None) -> None:
        """Mark the segment with that id."""
        self._selection = segment
        self.viewport().update()

    # ---- geometry

    def _rebuild(self) -> None:
        self._paint = None
        self._scene = None
        if self._look is not None and self._look.fits(self._trace):
            assert self._trace is not None
            assert self._look.naming is not None
            assert self._look.time is not None
            self._scene = LadderScene(self._trace, self._look.naming, self._look.time)
        self._resize()

    def _resize(self) -> None:
        """Measure anew for the size of the view."""
        if self._scene is not None and self._look is not None:
            size = self.viewport().size()
            self._paint = LadderPainter(self._scene, self._look, size.width(), size.height(), self.devicePixelRatioF())
            bar = self.verticalScrollBar()
            bar.setPageStep(size.height())
            bar.setSingleStep(round(self._paint.unit))
            bar.setRange(0, max(0, round(self._paint.total_height) - size.height()))
        else:
            self.verticalScrollBar().setRange(0, 0)
        self._follow()
        self.viewport().update()

    def _follow(self) -> None:
        if self._paint is None or not self._follows:
            return
        self.verticalScrollBar().setValue(round(self._paint.y_of(self._t) - FOLLOW * self.viewport().height()))

    def _on_scrolled_by_hand(self) -> None:
        self._follows = False

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._look is None:
            painter.fillRect(event.rect(), self.palette().window())
            return
        theme = self._look.theme
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self._paint is None:
            words = self._look.catalogue.text("ladder.empty")
            draw_text(
                painter, QRectF(self.viewport().rect()), words, theme.font(BODY, MEDIUM), theme.colour("ink2"), CENTRE
            )
            return
        self._paint.paint(painter, self.verticalScrollBar().value(), self._t, self._selection)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    # ---- what the user does

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint whole: the names of the hosts and of running states stay in view while the rest moves."""
        del dx, dy
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._follows = False
        super().wheelEvent(event)

    def segment_at(self, point: QPointF) -> int | None:
        """The segment whose line or words lie at ``point`` of the viewport."""
        if self._paint is None:
            return None
        return self._paint.segment_at(point, self.verticalScrollBar().value(), self._t)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._paint is None:
            return
        segment = self.segment_at(event.position())
        moment = self._paint.time_at(event.position().y() + self.verticalScrollBar().value())
        if segment is not None:
            self.selected.emit(segment)
        if moment is not None:
            self.seek_requested.emit(moment)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        segment = self.segment_at(QPointF(event.pos()))
        if segment is not None:
            self.selected.emit(segment)
            self.menu_requested.emit(segment)
