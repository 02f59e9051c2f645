"""Paints the state diagram: chips, arcs and labels at the places that the layout gives."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPixmap

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, arrow_head, draw_cross, draw_text, pen, rounded, text_width
from tcpanim.gui.theme import BOLD, MEDIUM, SEMIBOLD, SMALL, SMALLEST_HAN, make_font
from tcpanim.scene.diagram import ARC_OF, ARCS, END, Arc, DiagramView, Node, Token
from tcpanim.scene.diagram_layout import Box, Curve, Label, Layout, Places, fitting, lay_out, token_box
from tcpanim.scene.diagram_words import ShownBy, labels, legible, letters
from tcpanim.scene.spelling import state_gloss, state_name
from tcpanim.tcp.states import State

LEAST_BEFORE_AUDIENCE = 9
"""Px at scale 1: a fortieth of the picture. A label is then no larger than the states that it stands among."""
LARGEST = 34.0
"""The largest type of a state's name, in px at scale 1."""
LARGER_TOKENS = 1.2
"""So many times as large an audience needs the tokens: their letters are read from the last row."""
KEPT = 240
"""So many pictures of arcs and chips are kept."""


class Part(NamedTuple):
    """An arc, a chip or a label: what it looks like, all that it may cover, and whether a picture of it is kept."""

    key: tuple[object, ...]
    box: QRectF
    paint: Callable[[QPainter], None]
    kept: bool = True


class DiagramPainter:
    """The figure within an area of the widget, for a Look."""

    def __init__(self, look: Look, area: QRectF, largest: float = LARGEST) -> None:
        assert look.naming is not None
        self.look, self.naming = look, look.naming
        self.area = Box(area.x(), area.y(), area.width(), area.height())
        self.chinese = look.catalogue.language == "zh"
        # An audience reads the states, and of the arcs the one that is walked.
        columns = 8.1 if look.present else 9.6
        # What is too small to read is measured as the type about it: on a 4K screen in its larger pixels.
        # A lecturer's larger type takes height from the figure: the least that can be read is as large as without it.
        self.scale = scale = max(1.0, look.theme.scale / max(1.0, look.enlarged))
        largest *= max(1.0, look.enlarged)
        area_of_scale = Box(*(side / scale for side in self.area))
        self.size = scale * fitting(area_of_scale, self._chip_at_scale_1, largest, columns, words=not look.present)
        self.state_font = make_font(round(self.size), SEMIBOLD, tabular=False)
        self.gloss_font = make_font(max(SMALLEST_HAN, round(self.size * 0.7)), MEDIUM, chinese=True)
        readable = SMALLEST_HAN if self.chinese else 11
        least = round(LEAST_BEFORE_AUDIENCE * scale)
        if not look.present:  # in a low window the states are small in spite of a large scale, and arcs near
            least = max(readable, round(min(readable * scale, self.size * 0.9)))
        share = 1.0 if look.present else 0.82
        label_size = max(least, round(self.size * share))  # with tabular figures a hyphen of FIN-WAIT-2 is a dash
        self.label_font = make_font(label_size, MEDIUM, tabular=False, chinese=self.chinese)
        self.token_size = self.size * (LARGER_TOKENS if look.present else 1.0)
        self.token_font = make_font(max(8, round(self.token_size * 0.66)), BOLD, chinese=self.chinese)
        left, right = self.naming.trace.hosts
        self.letters = letters(self.naming.host(left.name), self.naming.host(right.name))
        self.unit = max(1.0, self.size / 13.5)
        self._wanted: tuple[object, ...] = ()
        self._placed: tuple[Label, ...] = ()
        self.layout: Layout = lay_out(self.area, self._chip(self.size), self.size * 1.05)
        self._places = Places(self.layout, self.area, self.label_size, 3 * self.unit)
        self._pictures: dict[tuple[object, ...], tuple[QPointF, QPixmap]] = {}

    # ---- sizes

    def _glossed(self, size: float) -> bool:
        """Whether there is room for what a state is called in Chinese: where that can be read."""
        return self.chinese and size * 0.7 >= SMALLEST_HAN * self.scale and not self.look.present

    def _chip(self, size: float) -> tuple[float, float]:
        font = make_font(round(size), SEMIBOLD, tabular=False)
        longest = max(text_width(state_name(state, self.naming.spelling), font) for state in State)
        if self._glossed(size):
            gloss = make_font(round(size * 0.7), MEDIUM, chinese=True)
            longest = max(longest, *(text_width(state_gloss(state, "zh"), gloss) for state in State))
        return (longest + size * (0.9 if self.look.present else 1.5), size * (2.75 if self._glossed(size) else 1.85))

    def _chip_at_scale_1(self, size: float) -> tuple[float, float]:
        wide, tall = self._chip(size * self.scale)
        return wide / self.scale, tall / self.scale

    def label_size(self, text: str) -> tuple[float, float]:
        """The size of a label with these words."""
        metrics = QFontMetricsF(self.label_font)
        return (metrics.horizontalAdvance(text) + 12 * self.unit, metrics.height() * 1.12)

    def place(self, view: DiagramView, by: ShownBy | None, chosen: Arc | None) -> tuple[Label, ...]:
        """Where the labels stand."""
        said = tuple(labels(view, self.naming, by, chosen))
        if self.look.present:
            lit = {ARC_OF[edge] for edge, _ in view.lit}
            said = tuple(one for one in said if one[0] in lit)
        wanted = (
            said,
            tuple(token_box(self.layout, token._replace(arc=None), self.token_size) for token in view.tokens),
        )
        if wanted != self._wanted:
            self._wanted = wanted
            self._placed = self._places.place(*wanted)
        return self._placed

    # ---- painting

    def paint(self, painter: QPainter, view: DiagramView, by: ShownBy | None, chosen: Arc | None) -> None:
        """Everything but the tokens."""
        for part in self.parts(view, by, chosen):
            self.show(painter, part)

    def parts(self, view: DiagramView, by: ShownBy | None, chosen: Arc | None) -> tuple[Part, ...]:
        """Everything but the tokens, from what lies lowest to what lies on top."""
        lit: dict[Arc, list[str]] = {}
        for edge, side in view.lit:
            lit.setdefault(ARC_OF[edge], []).append(side)
        order = {arc: (arc in lit, any(arc in arcs for arcs in view.walked.values())) for arc in ARCS}
        found = [self._arc(arc, view, lit.get(arc, []), by, chosen) for arc in sorted(ARCS, key=lambda arc: order[arc])]
        for node, chip in self.layout.chips.items():
            here = tuple(token.side for token in view.tokens if token.node == node)
            found.append(Part((node, here), self._reach(chip), partial(self._paint_chip, node=node, here=here)))
        for label in self.place(view, by, chosen):
            sides = tuple(lit.get(label.arc, ()))
            paint = partial(self._paint_label, label=label, lit=sides, chosen=chosen)
            found.append(Part((label, sides, label.arc is chosen), self._reach(label.box), paint, kept=False))
        return tuple(found)

    def paint_tokens(self, painter: QPainter, view: DiagramView) -> None:
        """Both hosts."""
        for token in view.tokens:
            self._paint_token(painter, token)

    def token_rect(self, token: Token) -> QRectF:
        """All that a host may cover."""
        return self._reach(token_box(self.layout, token, self.token_size))

    def _reach(self, box: Box) -> QRectF:
        """Lines are wide, and have heads."""
        reach = 14 * self.unit
        return QRectF(*box).adjusted(-reach, -reach, reach, reach)

    def show(self, painter: QPainter, part: Part) -> None:
        """Paint a part of the figure: most as a picture that is kept.

        Curves, the dashed ones above all, take so long to draw that a change of state would cost a frame.
        """
        if not part.kept:
            part.paint(painter)
            return
        ratio = painter.device().devicePixelRatio()
        found = self._pictures.get((ratio, *part.key))
        if found is None:
            if len(self._pictures) >= KEPT:
                self._pictures.clear()
            corner = QPointF(math.floor(part.box.x() * ratio) / ratio, math.floor(part.box.y() * ratio) / ratio)
            picture = QPixmap(math.ceil(part.box.width() * ratio) + 1, math.ceil(part.box.height() * ratio) + 1)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            within = QPainter(picture)
            within.setRenderHint(QPainter.RenderHint.Antialiasing)
            within.translate(-corner)
            part.paint(within)
            within.end()
            found = self._pictures[ratio, *part.key] = corner, picture
        painter.drawPixmap(*found)

    def _arc(self, arc: Arc, view: DiagramView, lit: list[str], by: ShownBy | None, chosen: Arc | None) -> Part:
        sides = tuple(side for side in ("left", "right") if arc in view.walked[side]) or tuple(lit)
        walked = any(edge in view.shown for edge in arc.edges) if by is not None else None
        paint = partial(self._paint_arc, arc=arc, sides=sides, lit=bool(lit), walked=walked, chosen=arc is chosen)
        key = (arc.before, arc.after, sides, bool(lit), walked, arc is chosen)
        return Part(key, self._reach(self.layout.bounds[arc]), paint)

    def _paint_arc(
        self, painter: QPainter, arc: Arc, sides: tuple[str, ...], lit: bool, walked: bool | None, chosen: bool
    ) -> None:
        """``walked``: in coverage, whether the run went along it; None: each side's own way is shown."""
        theme, curve = self.look.theme, self.layout.curves[arc]
        style = Qt.PenStyle.SolidLine if arc.figure else Qt.PenStyle.DashLine
        if chosen:
            self._stroke(painter, curve, theme.colour("lane"), 8 * self.unit, Qt.PenStyle.SolidLine)
        if walked is not None:
            colour = theme.colour("ink" if walked else "wire", 255 if walked else 150)
            self._line(painter, curve, colour, (2.4 if walked else 1.2) * self.unit, style, stub=arc.stub)
        elif not sides:
            colour = theme.colour("wire", 190 if arc.figure else 150)
            self._line(painter, curve, colour, 1.3 * self.unit, style, stub=arc.stub)
        else:
            width = (3.0 if lit else 2.0) * self.unit
            for index, side in enumerate(sides):
                away = (index - (len(sides) - 1) / 2) * width * 1.25
                self._line(painter, curve.beside(away), theme.colour(side), width, style, stub=arc.stub)

    def _stroke(self, painter: QPainter, curve: Curve, colour: QColor, width: float, style: Qt.PenStyle) -> None:
        path = QPainterPath(QPointF(*curve.start))
        path.cubicTo(QPointF(*curve.first), QPointF(*curve.second), QPointF(*curve.end))
        stroke = pen(colour, width, style)
        if style is Qt.PenStyle.DashLine:
            stroke.setDashPattern([3.0, 3.2] if width < 2 * self.unit else [2.2, 2.4])
        painter.setPen(stroke)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _line(
        self, painter: QPainter, curve: Curve, colour: QColor, width: float, style: Qt.PenStyle, *, stub: bool
    ) -> None:
        self._stroke(painter, curve, colour, width, style)
        end, (dx, dy) = QPointF(*curve.end), curve.direction(1.0)
        if stub:
            draw_cross(painter, end + QPointF(dx, dy) * (3 * self.unit), 3.2 * self.unit, colour, max(1.4, width))
            return
        painter.setPen(pen(colour, width))
        painter.drawPolyline(arrow_head(end, QPointF(dx, dy), (5.5 + width) * (0.6 + self.unit * 0.4)))

    def _paint_chip(self, painter: QPainter, node: Node, here: tuple[str, ...]) -> None:
        """A state, and the sides of the hosts that are in it."""
        theme, box = self.look.theme, QRectF(*self.layout.chips[node])
        state = State.CLOSED if node == END else node
        assert isinstance(state, State)
        path = rounded(box, box.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface"))
        painter.drawPath(path)
        halves = {"left": (0.0, 0.5), "right": (0.5, 0.5)} if len(here) == 2 else dict.fromkeys(here, (0.0, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(theme.colour("line"), 1.2 * self.unit))
        if not here:
            painter.drawPath(path)
        for side, (start, share) in halves.items():
            painter.save()
            clip = box.adjusted(-3 * self.unit, -3 * self.unit, 3 * self.unit, 3 * self.unit)
            painter.setClipRect(
                QRectF(clip.left() + clip.width() * start, clip.top(), clip.width() * share, clip.height())
            )
            painter.fillPath(path, theme.colour(f"{side}_tint"))
            painter.setPen(pen(theme.colour(side), 2 * self.unit))
            painter.drawPath(path)
            painter.restore()
        ink = theme.colour(here[0] if len(here) == 1 else "ink" if here else "ink2")
        font = self.state_font
        if here:
            font = QFont(self.state_font)
            font.setWeight(QFont.Weight(BOLD))
        name = self.naming.state(state)
        if self._glossed(self.size):
            upper = QRectF(box.left(), box.top() + box.height() * 0.08, box.width(), box.height() * 0.5)
            lower = QRectF(box.left(), box.top() + box.height() * 0.53, box.width(), box.height() * 0.38)
            draw_text(painter, upper, name, font, ink, CENTRE)
            draw_text(painter, lower, self.naming.gloss(state), self.gloss_font, ink, CENTRE)
        else:
            draw_text(painter, box, name, font, ink, CENTRE)

    def _paint_label(self, painter: QPainter, label: Label, lit: tuple[str, ...], chosen: Arc | None) -> None:
        theme, box = self.look.theme, QRectF(*label.box)
        if lit or label.arc is chosen:
            colour = theme.colour(lit[0] if len(lit) == 1 else "ink")
            painter.setPen(pen(colour, 1.4 * self.unit))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            font = QFont(self.label_font)
            font.setWeight(QFont.Weight(SEMIBOLD))
            draw_text(painter, box, label.text, font, colour, CENTRE)
        else:
            draw_text(painter, box, label.text, self.label_font, theme.colour("ink3"), CENTRE)

    def _paint_token(self, painter: QPainter, token: Token) -> None:
        """A disc for the left host, a square for the right one, each with its first letter."""
        theme, place = self.look.theme, QRectF(*token_box(self.layout, token, self.token_size))
        radius = place.width() / 2
        painter.setPen(pen(theme.colour("surface"), 1.6 * self.unit))
        painter.setBrush(theme.colour(token.side))
        if token.side == "left":
            painter.drawEllipse(place)
        else:
            painter.drawRoundedRect(place, radius * 0.35, radius * 0.35)
        letter = self.letters[0 if token.side == "left" else 1]
        if legible(letter, self.token_font.pixelSize()):
            draw_text(painter, place, letter, self.token_font, theme.colour("on_colour"), CENTRE)


def paint_legend(painter: QPainter, room: QRectF, look: Look) -> None:
    """What the lines mean, as far as there is room."""
    theme, say = look.theme, look.catalogue.text
    font, ink = theme.font(SMALL), theme.colour("ink3")
    x, y = room.left(), room.center().y()
    for key, style in (("figure", Qt.PenStyle.SolidLine), ("prose", Qt.PenStyle.DashLine), ("closed", None)):
        text = say(f"diagram.{key}")
        need = theme.px(32) + text_width(text, font)
        if x + need > room.right():
            break
        if style is not None:
            painter.setPen(pen(ink, 1.5 * theme.scale, style))
            painter.drawLine(QPointF(x, y), QPointF(x + theme.px(22), y))
        else:
            draw_cross(painter, QPointF(x + theme.px(15), y), theme.px(4), ink, 1.5 * theme.scale)
        draw_text(painter, QRectF(x + theme.px(30), room.top(), need, room.height()), text, font, ink)
        x += need + theme.px(20)
