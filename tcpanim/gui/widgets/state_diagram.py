"""The state diagram: RFC 9293 figure 5, both hosts in it, and the way they went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.diagram import DiagramPainter, Part, paint_legend
from tcpanim.gui.painting.shapes import CENTRE, draw_text, scrap
from tcpanim.gui.theme import BODY, MEDIUM, SMALL
from tcpanim.gui.widgets.parts import KeyButton
from tcpanim.gui.widgets.pointed_view import PointedView
from tcpanim.scene.diagram import ARCS, Arc, Diagram, DiagramView, Node
from tcpanim.scene.diagram_words import ShownBy, arc_lines, arc_title, description
from tcpanim.scene.names import Naming
from tcpanim.tcp.states import TRANSITIONS
from tcpanim.trace.trace import Trace

REACH = 9.0
"""So near to an arc the pointer is on it, in px at scale 1."""


def _differing(before: tuple[Part, ...], after: tuple[Part, ...]) -> QRegion:
    """Where the figure looks otherwise."""
    old, new = ({part.key: part.box for part in parts} for parts in (before, after))
    boxes, region = old | new, QRegion()
    for key in old.keys() ^ new.keys():
        region += boxes[key].toAlignedRect()
    return region


class StateDiagram(PointedView[Arc]):
    """Hovering an arc, or Up and Down, says its rule; a click, or Enter, goes to the moment when it was walked.

    In coverage one that was not walked leads to a built-in that walks it.
    """

    scenario_requested = Signal(str)
    """The user wants to see the built-in that walks along an edge which this run does not."""

    def __init__(self, shown_by: Callable[[], ShownBy], parent: QWidget | None = None) -> None:
        """``shown_by`` gives the table of the built-ins that walk each edge, when it is first needed."""
        super().__init__(parent)
        self._shown_by = shown_by
        self._diagram: Diagram | None = None
        self._paint: DiagramPainter | None = None
        self._view: DiagramView | None = None
        self._parts: tuple[Part, ...] = ()
        self._parts_of: tuple[object, ...] = ()
        self._picture: QPixmap | None = None
        self._pictured: tuple[Part, ...] = ()  # what is on it
        self.setMinimumSize(320, 120)
        self.coverage = KeyButton(self)
        self.coverage.setCheckable(True)
        self.coverage.setProperty("link", True)
        self.coverage.toggled.connect(self._changed)

    # ---- what it is told

    def _dress(self, look: Look) -> None:
        say = look.catalogue.text
        self.setAccessibleName(say("diagram.name"))
        self.coverage.setText(say("diagram.coverage"))
        self.coverage.setToolTip(say("diagram.coverage-help"))
        self.coverage.setFont(look.theme.font(SMALL))

    def _begin(self, trace: Trace | None) -> None:
        self._chosen = None
        self._diagram = Diagram(trace) if trace is not None else None

    def _show(self) -> None:
        self._measure()

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._t = t
        before, parts = self._view, self._parts
        self._find()
        if self._view != before:
            self._describe()
            self._update(before, parts)

    def _update(self, before: DiagramView | None, parts: tuple[Part, ...]) -> None:
        """Paint what has changed: a host on its way, or what it has walked along."""
        paint, view = self._paint, self._view
        spoken = self._chosen is not None or self.coverage.isChecked()
        if paint is None or view is None or before is None or spoken:
            self.update()
            return
        region = _differing(parts, self._find_parts(paint, view))
        for token in set(before.tokens) ^ set(view.tokens):
            region += paint.token_rect(token).toAlignedRect()
        self.update(region)

    def set_selection(self, segment: int | None) -> None:
        """A segment has no place of its own in the diagram."""

    def rehearse(self) -> Iterator[None]:
        """Draw what each change of state will need."""
        for walk in self._diagram.walks if self._diagram is not None else ():
            self.rehearse_at(walk.t)
            yield

    def rehearse_at(self, t: int) -> None:
        """Draw what the moment ``t`` needs where nobody sees it: arcs and chips, and the places of the words."""
        if self._paint is not None and self._diagram is not None and self._naming() is not None:
            aside = scrap(self.devicePixelRatioF())
            painter = QPainter(aside)
            self._paint.paint(painter, self._diagram.at(t), self._by(), None)
            painter.end()

    # ---- what there is

    @property
    def painter(self) -> DiagramPainter | None:
        """Where everything stands."""
        return self._paint

    def _by(self) -> ShownBy | None:
        return self._shown_by() if self.coverage.isChecked() else None

    def _measure(self) -> None:
        self._paint = self._picture = None
        if self._look is not None:
            px = self._look.theme.px
            self.coverage.adjustSize()
            size = self.coverage.sizeHint()
            self.coverage.setGeometry(self.width() - size.width() - px(4), self.height() - px(26), size.width(), px(24))
            if self._naming() is not None:
                area = QRectF(self.rect()).adjusted(px(4), px(10), -px(12), -px(30))
                if self._look.present:
                    # Above the uppermost chips tokens stand out.
                    area = QRectF(self.rect()).adjusted(px(2), px(9), -px(2), -px(1))
                    beside = max(0.0, area.width() - 2.6 * area.height()) / 2  # upright, where its type is larger
                    area.adjust(beside, 0, -beside, 0)
                self._paint = DiagramPainter(self._look, area)
        present = self._look is not None and self._look.present
        self.coverage.setVisible(self._paint is not None and not present)
        self._find()
        self._describe()
        self.update()

    def _find(self) -> None:
        look = self._look
        self._view = None
        if self._diagram is not None and look is not None and self._naming() is not None:
            self._view = self._diagram.at(self._t, None if look.reduced_motion else look.time, look.side)

    def _describe(self) -> None:
        naming = self._naming()
        if self._view is None or naming is None:
            self.setAccessibleDescription("")
            return
        spoken = self._words(naming) if self._chosen is not None else description(self._view, naming)
        self.setAccessibleDescription(spoken)

    def _words(self, naming: Naming) -> str:
        assert self._chosen is not None
        assert self._view is not None
        lines = arc_lines(self._chosen, naming, self._view.shown, self._by())
        return f"{arc_title(self._chosen, naming)}\n" + "\n".join(lines)

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The figure, and the line below it."""
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, naming = look.theme, self._naming()
        if self._paint is None or self._view is None or naming is None:
            words = look.catalogue.text("diagram.empty")
            draw_text(painter, QRectF(self.rect()), words, theme.font(BODY, MEDIUM), theme.colour("ink2"), CENTRE)
            return
        painter.drawPixmap(0, 0, self._still(self._paint, self._view))
        self._paint.paint_tokens(painter, self._view)
        room = QRectF(theme.px(6), self.height() - theme.px(26), self.coverage.x() - theme.px(18), theme.px(24))
        if self._chosen is not None:
            self._paint_arc_line(painter, room, naming)
        elif not look.present:
            self._paint_legend(painter, room, look)
        self._paint_focus(painter, theme)
        painter.end()

    def _find_parts(self, paint: DiagramPainter, view: DiagramView) -> tuple[Part, ...]:
        """All but the tokens: while a token is on its way nothing else changes."""
        nodes = tuple(token.node for token in view.tokens)
        wanted = (paint, nodes, view.walked, view.lit, view.shown, self._chosen, self.coverage.isChecked())
        if wanted != self._parts_of:
            self._parts, self._parts_of = paint.parts(view, self._by(), self._chosen), wanted
        return self._parts

    def _still(self, paint: DiagramPainter, view: DiagramView) -> QPixmap:
        """All but the tokens, as a picture, in which only what changes is drawn anew."""
        ratio, parts = self.devicePixelRatioF(), self._find_parts(paint, view)
        region = _differing(self._pictured, parts)
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            region = QRegion(self.rect())
        self._pictured = parts
        if not region.isEmpty():
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRegion(region)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(region.boundingRect(), Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            for part in parts:
                if region.intersects(part.box.toAlignedRect()):
                    paint.show(painter, part)
            painter.end()
        return self._picture

    def _paint_arc_line(self, painter: QPainter, room: QRectF, naming: Naming) -> None:
        assert self._look is not None
        theme, words = self._look.theme, self._words(naming).split("\n")
        draw_text(painter, room, "   ".join(words), theme.prose(SMALL, MEDIUM), theme.colour("ink"))

    def _paint_legend(self, painter: QPainter, room: QRectF, look: Look) -> None:
        """What the lines mean; in coverage how much has been walked."""
        assert self._view is not None
        theme, say = look.theme, look.catalogue.text
        if self.coverage.isChecked():
            words = say("diagram.count", walked=len(self._view.shown), all=len(TRANSITIONS))
            draw_text(painter, room, words, theme.font(SMALL), theme.colour("ink3"))
            return
        paint_legend(painter, room, look)

    # ---- what the user does

    def _changed(self) -> None:
        self._describe()
        self.update()

    def _arc_at(self, point: QPointF) -> Arc | None:
        if self._paint is None or self._look is None or self._view is None:
            return None
        where = (point.x(), point.y())
        for label in self._paint.place(self._view, self._by(), self._chosen):
            if label.box.holds(where):
                return label.arc
        if self._paint.layout.chip_at(where) is not None:
            return None
        return self._paint.layout.arc_at(where, REACH * self._look.theme.scale)

    def _node_at(self, point: QPointF) -> Node | None:
        return self._paint.layout.chip_at((point.x(), point.y())) if self._paint is not None else None

    def _goal(self, arc: Arc | None, node: Node | None) -> int | str | None:
        """Where an arc or a state leads: to a moment of the run, in coverage else to a built-in; None: nowhere."""
        if self._diagram is None:
            return None
        if arc is None:
            return self._diagram.stay(node, self._t) if node is not None else None
        moment = self._diagram.visit(arc, self._t)
        by = self._by()
        if moment is not None or by is None:
            return moment
        return next((by[edge].name for edge in arc.edges if edge in by), None)

    def _go(self, thing: Arc | None, node: Node | None = None) -> None:
        goal = self._goal(thing, node)
        if isinstance(goal, str):
            self.scenario_requested.emit(goal)
        elif goal is not None:
            self.seek_requested.emit(goal)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The arc under the pointer is spoken of."""
        arc, node = self._arc_at(event.position()), self._node_at(event.position())
        self._choose(arc)
        goes = self._goal(arc, node) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if goes else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(self._arc_at(event.position()), self._node_at(event.position()))

    def _things(self) -> Sequence[Arc]:
        return ARCS

    def _words_at(self, point: QPointF) -> str:
        """Everything that is known about the arc there."""
        naming, arc = self._naming(), self._arc_at(point)
        return self._words(naming) if naming is not None and arc is not None and arc is self._chosen else ""
