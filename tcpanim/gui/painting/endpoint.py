"""The two endpoints: what stands still, and what changes with the moment."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion

from tcpanim.gui.painting.backlog import backlogs_height, paint_backlogs
from tcpanim.gui.painting.endpoint_numbers import Numbers, numbers_in, paint_numbers
from tcpanim.gui.painting.shapes import (
    CENTRE,
    LEFT,
    draw_shadow,
    draw_text,
    hatch_brush,
    pen,
    rounded,
    shrink_to_fit,
    text_width,
)
from tcpanim.gui.painting.stage_layout import StageLayout, once_a_side
from tcpanim.gui.painting.timers import dials_height, least_dial_height, paint_dials
from tcpanim.gui.theme import BOLD, MEDIUM, SEMIBOLD
from tcpanim.scene.endpoint import EndpointView


def paint_frame(painter: QPainter, layout: StageLayout, side: str, label: str, address: str) -> None:
    """What stands still: the card with its bar in the host's colour, the name, the address."""
    theme, rect = layout.theme, layout.endpoint(side)
    radius = layout.size("radius")
    draw_shadow(painter, rect, radius, theme, 9 * layout.scale)
    painter.setPen(pen(theme.colour("line"), theme.px(1)))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(rect, radius, radius)
    painter.save()
    painter.setClipPath(rounded(rect, radius))
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), layout.size("bar")), theme.colour(side))
    painter.restore()
    inner = layout.head(side)
    name = layout.size("name") * 1.35
    align = CENTRE if layout.look.present else LEFT
    font = layout.font("name", BOLD)
    draw_text(painter, QRectF(inner.left(), inner.top(), inner.width(), name), label, font, theme.colour("ink"), align)
    if layout.sizes["address"]:
        line = QRectF(inner.left(), inner.top() + name, inner.width(), layout.size("address") * 1.5)
        draw_text(painter, line, address, layout.font("address", mono=True), theme.colour("ink2"), align)


@once_a_side
def chip_rect(layout: StageLayout, side: str) -> QRectF:
    """Where the state stands."""
    inner = layout.head(side)
    top = inner.top() + layout.size("name") * 1.35 + layout.size("address") * 1.5 + layout.size("pad") * 0.55
    height = layout.chip_height + (layout.size("gloss") * 1.25 if layout.glossed else 0)
    return QRectF(inner.left(), round(top), inner.width(), round(height))


def paint_endpoint(painter: QPainter, layout: StageLayout, view: EndpointView, region: QRegion) -> None:
    """What changes, as far as it lies in the ``region``: state, numbers, timers, the application's calls."""
    touched = region & endpoint_rect(layout, view).toAlignedRect()
    if touched.isEmpty():
        return
    if view.hidden or layout.look.wire_only:  # who listens on the wire does not see into it either
        _paint_hidden(painter, layout, chip_rect(layout, view.side))
        return
    foot = _foot(layout, view)
    if not (touched - foot.toAlignedRect()).isEmpty():  # in most frames a timer alone has run on
        _paint_upper(painter, layout, view, foot)
    if not view.down:
        paint_dials(painter, layout, view.side, view.timers, foot)
        if not view.timers:
            _paint_buffers(painter, layout, view, foot)


def _paint_upper(painter: QPainter, layout: StageLayout, view: EndpointView, foot: QRectF) -> None:
    """All that stands above the ``foot``."""
    _paint_chip(painter, layout, view, chip_rect(layout, view.side))
    _paint_call(painter, layout, view)
    if view.down:
        _paint_down(painter, layout, _room(layout, view.side))
        return
    paint_numbers(painter, layout, view.side, _numbers(layout, view), _place_of_rows(layout, view.side))
    waiting = backlogs_height(layout, view.backlogs)
    paint_backlogs(painter, layout, view.side, view.backlogs, foot.adjusted(0, -waiting, 0, 0))


@once_a_side
def _room(layout: StageLayout, side: str) -> QRectF:
    """What is left below the state."""
    inner, top = layout.head(side), chip_rect(layout, side).bottom() + layout.size("pad") * (0.4 if layout.low else 0.6)
    return QRectF(inner.left(), top, inner.width(), inner.bottom() - top)


def _place_of_rows(layout: StageLayout, side: str) -> QRectF:
    """Where the numbers stand: below the state, or beside it where the host is looked at closely."""
    return layout.body(side) if layout.enlarged > 1 else _room(layout, side)


def _numbers(layout: StageLayout, view: EndpointView) -> Numbers:
    """The numbers that have room, and how they stand."""
    room = _place_of_rows(layout, view.side)
    if layout.enlarged > 1:
        return numbers_in(layout, view.rows, room)
    waiting = backlogs_height(layout, view.backlogs)
    # Numbers first, in the same form at both hosts: room for one timer is always kept.
    found = numbers_in(layout, view.rows, room.adjusted(0, 0, 0, -waiting - dials_height(layout, 1)), room)
    if len(found.rows) == len(view.rows) or not layout.look.present:
        return found
    return numbers_in(layout, view.rows, room.adjusted(0, 0, 0, -waiting - least_dial_height(layout)), room)


def _foot(layout: StageLayout, view: EndpointView) -> QRectF:
    """Where the timers stand: below numbers and queues."""
    room = _room(layout, view.side)
    taken = 0.0
    if layout.enlarged == 1:
        taken = _numbers(layout, view).height
    return room.adjusted(0, taken + backlogs_height(layout, view.backlogs), 0, 0)


def changed_rect(layout: StageLayout, before: EndpointView, after: EndpointView) -> QRectF:
    """What of the endpoint looks otherwise than before: most often a running timer alone."""
    if replace(before, timers=after.timers) == after and after.timers and before.timers and not after.hidden:
        return _foot(layout, after)
    return endpoint_rect(layout, before).united(endpoint_rect(layout, after))


def endpoint_rect(layout: StageLayout, view: EndpointView) -> QRectF:
    """All that an endpoint takes up, with what its application calls."""
    return layout.endpoint(view.side).adjusted(0, 0, 0, 2).united(_call_rect(layout, view).adjusted(-2, -2, 2, 2))


def _paint_chip(painter: QPainter, layout: StageLayout, view: EndpointView, chip: QRectF) -> None:
    theme = layout.theme
    host, tint = theme.colour(view.side), theme.colour(f"{view.side}_tint")
    # A state that this step entered stands in full colour, as what else it changed is marked, until the next step.
    ground, ink = (host, theme.colour("on_colour")) if view.before else (tint, host)
    if view.down:
        ground, ink = theme.colour("sunken"), theme.colour("loss")
    painter.save()
    if view.turn and not layout.look.reduced_motion:  # it turns about its middle line, like a leaf on a board
        painter.translate(0, chip.center().y())
        painter.scale(1.0, max(0.12, math.cos(view.turn * math.pi / 2)))
        painter.translate(0, -chip.center().y())
    painter.setPen(Qt.PenStyle.NoPen)
    if view.down:
        edge = pen(theme.colour("loss"), max(1.4, 1.6 * layout.scale))
        edge.setDashPattern([3, 2.4])
        painter.setPen(edge)
    painter.setBrush(ground)
    radius = layout.size("radius") * 0.7
    painter.drawRoundedRect(chip, radius, radius)
    words = layout.look.catalogue.text("stage.down") if view.down else view.state_text
    text = QRectF(chip)
    if view.gloss and layout.glossed and not view.down:
        small = layout.font("gloss", MEDIUM)
        # Of the type that it has come to, which may be smaller than the table's: with air below as above.
        name, gloss = layout.state_font.pixelSize() * 1.06, small.pixelSize() * 1.35
        text = QRectF(chip.left(), chip.center().y() - (name + gloss) / 2, chip.width(), name)
        below = QRectF(chip.left(), text.bottom(), chip.width(), gloss)
        draw_text(painter, below, view.gloss, small, ink, CENTRE)
    font = shrink_to_fit(words, layout.state_font, chip.width() - layout.size("pad") * 0.7, layout.smallest_type)
    draw_text(painter, text, words, font, ink, CENTRE)
    painter.restore()


def _paint_hidden(painter: QPainter, layout: StageLayout, chip: QRectF) -> None:
    """A host of which whoever looks knows nothing but what it has sent."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(layout.theme.colour("sunken"))
    radius = layout.size("radius") * 0.7
    painter.drawRoundedRect(chip, radius, radius)
    draw_text(painter, chip, "?", layout.state_font, layout.theme.colour("ink3"), CENTRE)


def _paint_down(painter: QPainter, layout: StageLayout, room: QRectF) -> None:
    """A host that has crashed: nothing is left in it, and nothing can be read."""
    theme = layout.theme
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hatch_brush(theme, layout.scale))
    painter.setOpacity(0.35)
    radius = layout.size("radius") * 0.7
    painter.drawRoundedRect(room, radius, radius)
    painter.setOpacity(1.0)
    words = layout.look.catalogue.text("stage.memory_lost")
    font = layout.font("words", SEMIBOLD)
    wide = min(text_width(words, font) + layout.size("pad"), room.width())
    line = QRectF(
        room.center().x() - wide / 2, room.center().y() - layout.size("words"), wide, layout.size("words") * 2
    )
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(line, line.height() / 2, line.height() / 2)
    draw_text(
        painter, line, words, shrink_to_fit(words, font, wide - 8, layout.smallest_type), theme.colour("loss"), CENTRE
    )


def _call_words(view: EndpointView) -> str:
    """What the application does in this step, or is told."""
    return view.error or " · ".join(view.calls)


def _call_rect(layout: StageLayout, view: EndpointView) -> QRectF:
    """Where that stands: on the upper edge, as it comes from above TCP; what is too long reaches out over the wire."""
    card, pad, height = layout.endpoint(view.side), layout.size("pad"), layout.size("small") * 1.75
    width = text_width(_call_words(view), layout.font("small", SEMIBOLD)) + height * 0.9
    top = max(1.0, card.top() - height * 0.5)
    if layout.look.present:
        room = layout.head(view.side)
        least = layout.size("path") / layout.size("small")  # smaller type is not read from the last row
        spare = max(0.0, width * least - room.width())
        width = min(width, room.width() + spare)
        left = room.center().x() - width / 2 + (spare / 2 if view.side == "left" else -spare / 2)
        return QRectF(left, top, width, height)
    left = card.right() - pad - width
    return QRectF(max(left, card.left() + pad) if view.side == "left" else left, top, width, height)


def has_call_at(layout: StageLayout, view: EndpointView, point: QPointF) -> bool:
    """Whether what the application calls stands at ``point``."""
    return bool(view.calls) and not view.error and _call_rect(layout, view).contains(point)


def _paint_call(painter: QPainter, layout: StageLayout, view: EndpointView) -> None:
    words = _call_words(view)
    if not words:
        return
    theme, pill = layout.theme, _call_rect(layout, view)
    role = "loss" if view.error else view.side
    edge = pen(theme.colour(role), max(1.2, 1.4 * layout.scale))
    if view.idle and not view.error:
        edge.setDashPattern([3, 2.4])
    painter.setPen(edge)
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    room = pill.adjusted(pill.height() * 0.3, 0, -pill.height() * 0.3, 0)
    font = shrink_to_fit(words, layout.font("small", SEMIBOLD), room.width(), layout.smallest_type)
    draw_text(painter, room, words, font, theme.colour(role), CENTRE)


def _paint_buffers(painter: QPainter, layout: StageLayout, view: EndpointView, rect: QRectF) -> None:
    """Bytes that wait in the buffers, where any do."""
    say = layout.look.catalogue.text
    words = []
    if view.unsent:
        words.append(say("stage.unsent", size=f"{view.unsent} B"))
    if view.unread:
        words.append(say("stage.unread", size=f"{view.unread} B"))
    if words and rect.height() >= layout.size("small") * 1.5:
        line = QRectF(rect.left(), rect.bottom() - layout.size("small") * 1.5, rect.width(), layout.size("small") * 1.5)
        text = " · ".join(words)
        font = shrink_to_fit(text, layout.font("small", MEDIUM), line.width(), layout.smallest_type)
        draw_text(painter, line, text, font, layout.theme.colour("ink2"))
