"""The audience's picture, composed out of sight: only what has been drawn whole is ever shown.

A view that fails while it draws leaves the picture as it was, and is told of on the presenter's side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
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
from tcpanim.gui.style import style_sheet
from tcpanim.gui.theme import Theme
from tcpanim.gui.widgets.plots import Plots
from tcpanim.gui.widgets.stage import Stage
from tcpanim.gui.widgets.view import Working
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.one_side import notices
from tcpanim.scene.reasons import Spoken, spoken_at
from tcpanim.trace.trace import Trace

LARGEST_STAGE = 1.1
"""With larger type than this, cards of both lanes would cover each other."""


_WHOLE = (None, "ladder", "states", "plots")
"""Above the others stands a strip with both states."""


class Panel(Protocol):
    """What can be shown in the stage's place: a widget that shows (trace, t)."""

    def set_look(self, look: Look) -> None: ...
    def set_trace(self, trace: Trace | None) -> None: ...
    def show_at(self, t: int) -> None: ...
    def set_selection(self, segment: int | None) -> None: ...


@dataclass(frozen=True)
class Content:
    """What is to be seen beside the run at its moment."""

    title: Text = Text()
    number: int = 0
    count: int = 0
    panel: str | None = None
    plot: str | None = None
    wire_only: bool = False
    question: Ask | None = None
    told: bool = False
    tally: tuple[int, ...] = ()


def _parts(content: Content) -> tuple[object, ...]:
    return content.panel, content.plot, content.wire_only, content.question, content.told


class OffStage(Stage):
    """A stage that is never on a screen: it tells what it would like to paint, and paints when it is asked."""

    changed = Signal(object)
    """A region of it."""
    failed = Signal(object)

    def update(self, *area: object) -> None:
        """Nothing is painted by itself."""
        region = area[0] if area and isinstance(area[0], QRegion) else QRegion(self.rect())
        self.changed.emit(region)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say when that fails."""
        try:
            super().paintEvent(event)
        except Exception as error:  # noqa: BLE001 - whatever it is, the audience must not see it
            self.failed.emit(error)


def _guard(widget: QWidget, failed: Callable[[Exception], object]) -> None:
    """Whatever goes wrong while ``widget`` paints is told, instead of leaving it half painted."""
    paint = widget.paintEvent

    def guarded(event: QPaintEvent) -> None:
        try:
            paint(event)
        except Exception as error:  # noqa: BLE001 - whatever it is, the audience must not see it
            failed(error)

    widget.paintEvent = guarded  # type: ignore[method-assign]


class Picture(QObject):
    """Composes the picture at its size. ``pixmap`` is always whole; ``changed`` tells which region of it is new."""

    changed = Signal(object)
    failed = Signal(object)
    """A view raised this exception; the picture has stayed as it was."""
    switching = Signal()
    """It is about to become quite another one, with other parts."""

    def __init__(self, make_panel: Callable[[str], QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_panel = make_panel
        self._stage = OffStage()
        self._stage.setMinimumSize(1, 1)
        self._stage.changed.connect(self._stage_changed)
        self._stage.failed.connect(self._view_failed)
        self._panels: dict[str, QWidget] = {}
        self._broken = False
        self._ratio = 1.0
        self._zoom = 1.0
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._selection: int | None = None
        self._spoken: Spoken | None = None
        self._second = ""
        self._step: tuple[object, ...] = ()
        self._composing = False
        self._gathered: QRegion | None = None  # while one moment takes another's place
        self._due = QRegion()  # what could not be drawn
        self.content = Content()
        self.frame = Frame(1920, 1080)
        self.pixmap = QPixmap()

    # ---- what it is told

    def set_size(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Compose at this size in logical pixels."""
        if (width, height, ratio) != (self.frame.width, self.frame.height, self._ratio) or self.pixmap.isNull():
            self.frame = replace(self.frame, width=width, height=height)
            self._ratio = ratio
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
        self.set_look(look, zoom)

    def set_content(self, content: Content) -> None:
        """Show that beside the run."""
        before = self.content
        if before != content:
            if _parts(before) != _parts(content) and before.title:
                self.switching.emit()
            self.content = content
            if (before.panel, before.plot, before.wire_only) != (content.panel, content.plot, content.wire_only):
                self._arrange()
            else:
                self._compose(QRegion(self._whole()))

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        if t == self._t:
            return
        self._t = t
        panel = self._panel()
        self._gathered = QRegion() if panel is None else QRegion(self.frame.stage)
        self._guarded(lambda: (panel or self._stage).show_at(t))
        self._guarded(self._say)
        region, self._gathered = self._gathered, None
        self._compose(region)

    def set_selection(self, segment: int | None) -> None:
        """Mark that segment."""
        self._selection = segment
        panel = self._panel()
        self._guarded(lambda: (panel or self._stage).set_selection(segment))
        self._compose(QRegion(self.frame.stage))

    def reads(self) -> Spoken | None:
        """What is said on it."""
        return self._spoken

    def card_at(self, point: QPoint) -> int | None:
        """The id of the segment whose card is there."""
        if self.content.panel is not None:
            return None
        card = self._stage.card_at((point - self.frame.stage.topLeft()).toPointF())
        return card.flight if card is not None else None

    def close(self) -> None:
        """It is not needed any more."""
        for widget in (self._stage, *self._panels.values()):
            if isinstance(widget, Working):
                widget.close_jobs()
            widget.deleteLater()
        self._panels.clear()

    # ---- its parts

    def _whole(self) -> QRect:
        return QRect(0, 0, self.frame.width, self.frame.height)

    def _audience(self) -> Look | None:
        """The look of stage and panels: type as large as the picture asks for."""
        look = self._look
        if look is None:
            return None
        theme = Theme(look.theme.name, 3.2 * self.frame.height / 1080 * self._zoom, look.catalogue.language)
        zoom, wire_only = min(self._zoom, LARGEST_STAGE), self.content.wire_only
        return replace(look, theme=theme, present=True, zoom=zoom, wire_only=wire_only, second=None)

    def _panel(self) -> Panel | None:
        name = self.content.panel
        return self._panels.get(name) if name is not None else None  # type: ignore[return-value]

    def _arrange(self) -> None:
        """Everything anew: another size, look, run or panel."""
        look = self._audience()
        if look is None or self.frame.width < 2:
            return
        name = self.content.panel
        if name is not None and name not in self._panels:
            made = self._make_panel(name)
            made.setMinimumSize(1, 1)
            _guard(made, self._view_failed)
            self._panels[name] = made
        panel = self._panel()
        self._composing = True  # one picture at the end, not one for each of these
        view: Panel = panel or self._stage
        widget: QWidget = view  # type: ignore[assignment]
        widget.resize((self.frame.stage if name in _WHOLE else self.frame.panel).size())
        if name is not None:
            widget.setPalette(look.theme.palette())
            widget.setStyleSheet(style_sheet(look.theme))
        trace = self._trace if look.fits(self._trace) else None
        self._guarded(lambda: view.set_look(look))
        self._guarded(lambda: view.set_trace(trace))
        widget.grab(QRect(0, 0, 1, 1))  # out of sight, a widget learns of its size when it has to draw
        plot = self.content.plot
        if isinstance(view, Plots) and plot is not None and view.kind.holds != plot:
            self._guarded(lambda: view.show_kind(plot))
        self._guarded(lambda: view.set_selection(self._selection))
        self._guarded(lambda: view.show_at(self._t))
        self._composing = False
        self._step = ()
        self._say()
        if self.pixmap.size() != self._whole().size() * self._ratio:
            fresh = QPixmap(self._whole().size() * self._ratio)
            fresh.setDevicePixelRatio(self._ratio)
            fresh.fill(look.theme.colour("bg"))
            self.pixmap = fresh
        self._compose(QRegion(self._whole()))

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
        if self._gathered is not None:
            self._gathered += self.frame.caption
        naming = look.naming
        self._spoken = spoken_at(trace, t, naming)
        self._second = spoken_at(trace, t, look.second).what if look.second is not None else ""
        if look.side != "both":
            host = trace.hosts[0 if look.side == "left" else 1].name
            if not notices(trace, host, t):
                self._spoken = Spoken(naming.say("caption.unseen", host=naming.host(host)), "", (), "none")
                self._second = ""

    # ---- composing

    def _stage_changed(self, region: QRegion) -> None:
        if self._composing or self.content.panel is not None:
            return
        part = region.translated(self.frame.stage.topLeft())
        if self._gathered is not None:
            self._gathered += part
        else:
            self._compose(part)

    def _view_failed(self, error: object) -> None:
        self._broken = True
        self.failed.emit(error)

    def _guarded(self, order: Callable[[], object]) -> None:
        try:
            order()
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            self._view_failed(error)

    def _compose(self, region: QRegion) -> None:
        """Draw that region anew; where a part fails, all of the picture stays as it was until that works again."""
        look = self._look
        if look is None or self._composing or self.pixmap.isNull():
            return
        whole = (region + self._due).boundingRect().intersected(self._whole())
        if whole.isEmpty():
            return
        draft = QPixmap(whole.size() * self._ratio)
        draft.setDevicePixelRatio(self._ratio)
        draft.fill(look.theme.colour("bg"))
        painter = QPainter(draft)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(-whole.topLeft())
        self._composing = True
        self._guarded(lambda: self._paint(painter, look, whole))
        self._composing = False
        painter.end()
        if self._broken:
            self._broken = False
            self._due = QRegion(whole)
            return
        self._due = QRegion()
        over = QPainter(self.pixmap)
        over.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        over.drawPixmap(whole.topLeft(), draft)
        over.end()
        self.changed.emit(QRegion(whole))

    def _paint(self, painter: QPainter, look: Look, rect: QRect) -> None:
        frame, content, trace = self.frame, self.content, self._trace
        if rect.intersects(frame.stage):
            self._paint_views(painter, look, rect)
        if rect.intersects(frame.head):
            paint_head(painter, frame, look, content.title, content.number, content.count)
        if rect.intersects(frame.dots):
            paint_dots(painter, frame, look, content.number, content.count)
        if rect.intersects(frame.caption):
            paint_caption(painter, frame, look, self._spoken, self._second)
        if content.question is not None and trace is not None and rect.intersects(frame.question):
            paint_question(painter, frame, look, content.question, content.told, content.tally)

    def _paint_views(self, painter: QPainter, look: Look, rect: QRect) -> None:
        name = self.content.panel
        if name is None or self._panel() is None:
            self._render(painter, self._stage, self.frame.stage, rect)
            return
        widget = self._panels[name]
        if name in _WHOLE:
            self._render(painter, widget, self.frame.stage, rect)
            return
        if self._trace is not None and look.fits(self._trace):
            paint_strip(painter, self.frame, look, self._trace, self._t)
        self._render(painter, widget, self.frame.panel, rect)

    def _render(self, painter: QPainter, widget: QWidget, place: QRect, rect: QRect) -> None:
        part = rect.intersected(place)
        if part.isEmpty():
            return
        drawn = QPixmap(part.size() * self._ratio)
        drawn.setDevicePixelRatio(self._ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        flags = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
        widget.render(drawn, QPoint(0, 0), QRegion(part.translated(-place.topLeft())), flags)
        painter.drawPixmap(part.topLeft(), drawn)
