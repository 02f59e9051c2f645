"""All of the stage that stands still, drawn once: the ground, the network, the lanes, the endpoints' cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QLinearGradient, QPainter, QPainterPath, QPixmap

from tcpanim.gui.painting.endpoint import paint_frame
from tcpanim.gui.painting.shapes import CENTRE, arrow_head, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.painting.stage_between import queue_width
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import MEDIUM
from tcpanim.scene.one_side import SIGHT
from tcpanim.scene.stage import StageView

LEAST_EQUATIONS = 0.9
"""So many times as large as it should be is the type of equations rather than that one of them is left out."""
_WORD = re.compile(r"[A-Za-z]\w*")


def background_key(layout: StageLayout, view: StageView, ratio: float) -> tuple[object, ...]:
    """All that the background depends on: another run with the same hosts and path has the same."""
    look = layout.look
    shown = (look.theme.name, look.theme.scale, look.catalogue.language, look.present, look.detail, look.zoom)
    ends = tuple((end.label, end.address, end.hidden) for end in (view.left, view.right))
    return layout.width, layout.height, look.tall, look.close, ratio, shown, view.masked, ends


def make_background(layout: StageLayout, view: StageView, ratio: float) -> QPixmap:
    """All that stands still: the ground, the network, the lanes, the endpoints' cards."""
    pixmap = QPixmap(round(layout.width * ratio), round(layout.height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(layout.theme.colour("bg"))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not view.masked:
        _paint_network(painter, layout)
    for side in ("left", "right"):
        _paint_lane(painter, layout, side)
    if view.masked:
        _paint_fog(painter, layout, view)
    for end in (view.left, view.right):
        paint_frame(painter, layout.of(end.side), end.side, end.label, end.address)
    painter.end()
    return pixmap


def _paint_network(painter: QPainter, layout: StageLayout) -> None:
    """A faint cloud: the wire is a path through a network, not a cable between the hosts."""
    theme = layout.theme
    first, last = layout.lane_ends
    top, bottom = layout.lane_y("left"), layout.lane_y("right")
    tall = (bottom - top) * 1.9
    wide = min((last - first) * 0.56, tall * 2.2)
    centre = QPointF((first + last) / 2, (top + bottom) / 2)
    cloud = QPainterPath()
    cloud.setFillRule(Qt.FillRule.WindingFill)
    for x, y, radius in (
        (-0.33, 0.06, 0.27),
        (-0.12, -0.1, 0.36),
        (0.16, -0.06, 0.33),
        (0.36, 0.08, 0.24),
        (0.02, 0.14, 0.3),
    ):
        cloud.addEllipse(centre + QPointF(x * wide, y * tall), radius * tall, radius * tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken"))
    painter.drawPath(cloud)


def path_words(layout: StageLayout, view: StageView) -> tuple[QRectF, str, QFont]:
    """What is said of the network, and where: at the foot, where no card ever covers it, and beside a queue there."""
    say = layout.look.catalogue.text
    first, last = layout.lane_ends
    last -= queue_width(layout, view.queues)
    font, room = layout.font("path", MEDIUM), last - first
    text = f"{say('stage.network')} · {view.path}"
    joined = f"{text} · {say('stage.path')}"
    if not layout.look.present and text_width(joined, font) < room:
        text = joined
    least = round(font.pixelSize() * 0.85)
    for shorter in (view.path, view.path.partition(" · ")[0]):
        if text_width(text, shrink_to_fit(text, font, room, least)) > room:
            text = shorter
    font = shrink_to_fit(text, font, room, least)
    line = font.pixelSize() * 1.5
    foot = layout.endpoint("left").bottom() - font.pixelSize() * 0.15
    wide = min(text_width(text, font) + 4, last - first)
    left = min((sum(layout.lane_ends) - wide) / 2, last - wide)
    return QRectF(left, foot - line, wide, line), text, font


def paint_path(painter: QPainter, layout: StageLayout, words: tuple[QRectF, str, QFont]) -> None:
    """What ``path_words`` has found."""
    draw_text(painter, *words, layout.theme.colour("ink3"), CENTRE)


def legend_rect(layout: StageLayout) -> QRectF:
    """Where the equations behind the letters stand: above both lanes."""
    first, last = layout.lane_ends
    top = layout.endpoint("left").top()
    if not layout.look.present:
        top = max(2.0, top - layout.size("path") * 0.6)
    return QRectF(first, top, last - first, layout.lane_y("left") - layout.card_height * 0.6 - top)


def paint_legend(painter: QPainter, layout: StageLayout, view: StageView) -> None:
    """The equations known so far; they grow to the right, from where all of them will stand in the middle."""
    if not view.legend or view.masked:
        return
    rect = legend_rect(layout)
    font = shrink_to_fit(view.whole_legend, layout.font("path", MEDIUM, mono=True), rect.width(), layout.smallest_type)
    wide = text_width(view.whole_legend, font)
    if layout.look.present or wide > rect.width():
        _paint_equations(painter, layout, view, rect)
        return
    rect.setLeft(rect.center().x() - wide / 2)
    rect.setHeight(layout.size("path") * 1.5)
    draw_text(painter, rect, view.legend, font, layout.theme.colour("ink2"))


def letters_in_use(view: StageView) -> frozenset[str]:
    """The words of what hosts and cards say now; the letters that are explained are among them."""
    said = [card.numbers for card in view.cards]
    said += [row.value for end in (view.left, view.right) for row in end.rows]
    return frozenset(_WORD.findall(" ".join(said)))


def _paint_equations(painter: QPainter, layout: StageLayout, view: StageView, rect: QRectF) -> None:
    """The same on as many lines as they need: for an audience, as large as the rest, and where the wire is short."""
    key = view.legend, view.whole_legend, letters_in_use(view)
    if key not in layout.equations:  # they are painted in every frame, and change in few
        layout.equations[key] = tuple(_laid_equations(layout, view, rect))
    for place, words, font in layout.equations[key]:
        draw_text(painter, place, words, font, layout.theme.colour("ink2"))


def _laid_equations(layout: StageLayout, view: StageView, rect: QRectF) -> Iterator[tuple[QRectF, str, QFont]]:
    """Their lines: where each stands, its words and their type."""
    assert layout.look.naming is not None
    gap = layout.look.naming.comma()
    equations, known = view.whole_legend.split(gap), view.legend.split(gap)
    font, line, room = _equations_font(layout, equations, gap, rect)
    kept = list(range(len(known)))
    while len(kept) > 1 and len(_wrapped([known[one] for one in kept], gap, font, rect.width())) > room:
        kept.remove(_least_wanted(kept, known, letters_in_use(view)))
    told = [known[one] for one in kept]
    at, y = 0, rect.top()
    for words in _wrapped(told + equations[len(known) :], gap, font, rect.width()):
        whole, shown = gap.join(words), gap.join(told[at : at + len(words)])
        at += len(words)
        if not shown:
            break
        fitted = shrink_to_fit(whole, font, rect.width(), layout.smallest_type)
        left = rect.center().x() - text_width(whole, fitted) / 2
        if layout.look.present:  # where they stand must not tell how many are still to come
            left = rect.left()
        yield QRectF(left, y, rect.right() - left, line), shown, fitted
        y += line


def _equations_font(layout: StageLayout, equations: list[str], gap: str, rect: QRectF) -> tuple[QFont, float, int]:
    """The type in which all of them have room, if there is one; how high its lines are, and how many have room."""
    font = QFont(layout.font("path", MEDIUM, mono=True))
    least = max(layout.smallest_type, round(font.pixelSize() * LEAST_EQUATIONS))
    while True:
        line = font.pixelSize() * 1.35
        room = max(1, int(rect.height() // line))
        if font.pixelSize() <= least or len(_wrapped(equations, gap, font, rect.width())) <= room:
            return font, line, room
        font.setPixelSize(font.pixelSize() - 1)


def _least_wanted(kept: list[int], known: list[str], used: frozenset[str]) -> int:
    """Which of them is left out first: one that explains nothing that is said now, and of those the oldest."""
    needed = {one for one in kept if known[one].partition(" ")[0] in used}
    behind = {word for one in needed for word in _WORD.findall(known[one])}

    def rank(one: int) -> tuple[bool, bool, int]:
        return one in needed, known[one].partition(" ")[0] in behind, one

    return min(kept, key=rank)


def _wrapped(equations: list[str], gap: str, font: QFont, width: float) -> list[list[str]]:
    """Equations on lines, as many on each as it has room for."""
    lines: list[list[str]] = []
    for equation in equations:
        if lines and text_width(gap.join([*lines[-1], equation]), font) <= width:
            lines[-1].append(equation)
        else:
            lines.append([equation])
    return lines


def _paint_fog(painter: QPainter, layout: StageLayout, view: StageView) -> None:
    """It hides the wire from the reach of the one host's sight on."""
    theme = layout.theme
    first, last = layout.lane_ends
    near, far = (first, last) if view.right.hidden else (last, first)
    fog = QLinearGradient(QPointF(near, 0), QPointF(far, 0))
    fog.setColorAt(0, theme.colour("sunken", 0))
    fog.setColorAt(SIGHT, theme.colour("sunken"))
    fog.setColorAt(1, theme.colour("sunken"))
    left, right = layout.endpoints
    middle = QRectF(left.right(), left.top(), right.left() - left.right(), left.height())
    painter.fillRect(middle, fog)
    font = layout.font("title", MEDIUM)
    if layout.look.present:  # above both lanes, where no card of an audience's size covers it
        middle.setBottom(layout.lane_y("left") - layout.card_height * 0.6)
    fitted = shrink_to_fit(view.masked, font, middle.width(), layout.smallest_type)
    draw_text(painter, middle, view.masked, fitted, theme.colour("ink2"), CENTRE)


def _paint_lane(painter: QPainter, layout: StageLayout, side: str) -> None:
    theme = layout.theme
    first, last = layout.lane_ends
    y = layout.lane_y(side)
    thick = layout.size("lane")
    painter.setPen(pen(theme.colour("lane"), thick))
    painter.drawLine(QPointF(first, y), QPointF(last, y))
    painter.setPen(pen(theme.colour("wire"), max(1.0, thick * 0.26)))
    painter.drawLine(QPointF(first, y), QPointF(last, y))
    sign = 1 if side == "left" else -1
    painter.setPen(pen(theme.colour("wire"), max(1.4, thick * 0.32)))
    count = max(3, round((last - first) / (layout.size("card") * 1.6)))
    for index in range(count):
        x = first + (last - first) * (index + 0.5) / count
        painter.drawPolyline(arrow_head(QPointF(x + sign * thick * 0.6, y), QPointF(sign, 0), thick * 1.5))
