"""The parts of the audience's picture around the stage: title, number, dots, caption, states."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from tcpanim.export.slide import SECOND
from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, RIGHT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.prose import Prose
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD
from tcpanim.i18n import Text
from tcpanim.scene.reasons import Spoken
from tcpanim.trace.trace import Trace

_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)\s*|[。！？]|$)", re.DOTALL)
SMALLEST_CAPTION = 0.8
"""So many times as large, a sentence too long for the caption is read from the last row still; enlarged type gives way
to it first."""
MANY_DOTS = 24
"""With more points than this a bar says how far it is."""


def paint_head(painter: QPainter, frame: Frame, look: Look, title: Text, number: int, count: int) -> None:
    """The title, in Chinese with the English one beside it; the point's number."""
    theme, rect = look.theme, QRectF(frame.head)
    font = frame.font(frame.main, BOLD)
    numbers = frame.font(SECOND, MEDIUM, mono=True)
    of = f"{number} / {count}" if count else ""
    room = rect.width() - text_width(of, numbers) - frame.px(0.04)
    words = title.pick(frame.language)
    font = shrink_to_fit(words, font, room, frame.px(SECOND))
    draw_text(painter, QRectF(rect.left(), rect.top(), room, rect.height()), words, font, theme.colour("ink"), LEFT)
    if frame.language == "zh" and title.en and title.en != words:
        left = text_width(words, font) + frame.px(0.022)
        beside = frame.font_of(title.en, SECOND, MEDIUM)
        if left + text_width(title.en, beside) <= room:
            below = QRectF(rect.left() + left, rect.top() + frame.px(0.004), room - left, rect.height())
            draw_text(painter, below, title.en, beside, theme.colour("ink2"), LEFT)
    draw_text(painter, rect, of, numbers, theme.colour("ink2"), RIGHT)


def paint_dots(painter: QPainter, frame: Frame, look: Look, number: int, count: int) -> None:
    """One dot per point; those that have been, the one that is, those to come."""
    theme, rect = look.theme, QRectF(frame.dots)
    painter.setPen(Qt.PenStyle.NoPen)
    centre = rect.center()
    if count > MANY_DOTS:
        bar = QRectF(0, 0, rect.width() * 0.4, frame.px(0.008))
        bar.moveCenter(centre)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        bar.setWidth(bar.width() * number / count)
        painter.setBrush(theme.colour("ink"))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        return
    pitch = frame.px(0.037)
    for index in range(count):
        x = centre.x() + (index - (count - 1) / 2) * pitch
        current = index == number - 1
        radius = frame.height * (0.0085 if current else 0.0062)
        if index < number:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ink"))
        else:
            painter.setPen(pen(theme.colour("wire"), max(1.0, frame.height * 0.0018)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, centre.y()), radius, radius)


def card(painter: QPainter, frame: Frame, look: Look, rect: QRect) -> QRectF:
    """A surface with round corners; returns the room on it."""
    theme = look.theme
    painter.setPen(pen(theme.colour("line"), max(1.0, frame.height / 900)))
    painter.setBrush(theme.colour("surface"))
    radius = frame.px(0.019)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return within(frame, rect)


def within(frame: Frame, rect: QRect) -> QRectF:
    """The room on a card."""
    across, down = frame.px(0.032), frame.px(0.014)
    return QRectF(rect).adjusted(across, down, -across, -down)


def caption_parts(frame: Frame, what: str, *rest: str) -> tuple[Prose, ...]:
    """What is said, and of the ``rest`` what there is room for, in the order of its weight."""
    room = within(frame, frame.caption)
    sentences = _SENTENCE.findall(what)
    main = Prose(what, frame.font(frame.main, SEMIBOLD), room.width())
    further = ""
    while main.height > room.height() and len(sentences) > 1:  # what comes after the first goes into the second lines
        further = f"{sentences.pop()}{further}"
        main = Prose("".join(sentences).rstrip(), main.font, room.width())
    zoom = frame.zoom
    while main.height > room.height() and zoom > SMALLEST_CAPTION * min(frame.zoom, 1.0):  # longer than the card
        zoom *= 0.97
        main = Prose(main.text, replace(frame, zoom=zoom).font(frame.main, SEMIBOLD), room.width())
    while main.height > room.height() and main.lines > 1:  # longer even so: its end is cut
        main = Prose(main.text, main.font, room.width(), main.count - 1 if main.lines == 99 else main.lines - 1)
    if further:
        rest = (further, *rest)
    parts = [main]
    left = room.height() - main.height
    for text in rest:
        more = Prose(text, frame.font_of(text, SECOND, REGULAR), room.width())
        if more.count and more.height <= left:
            parts.append(more)
            left -= more.height
    return tuple(parts)


def paint_caption(painter: QPainter, frame: Frame, look: Look, spoken: Spoken | None, second: str) -> None:
    """What happens, in the second language too, and why as far as there is room."""
    room = card(painter, frame, look, frame.caption)
    what, why = (spoken.what, spoken.why) if spoken is not None else (look.catalogue.text("caption.empty"), "")
    parts = caption_parts(frame, what, second, why)
    top = room.top() + (room.height() - sum(part.height for part in parts)) / 2
    for part in parts:
        top = part.draw(painter, room.left(), top, look.theme.colour("ink" if part is parts[0] else "ink2"))


def paint_strip(painter: QPainter, frame: Frame, look: Look, trace: Trace, t: int) -> None:
    """Both hosts with their states, on one line."""
    naming = look.naming
    if naming is None:
        return
    theme, state_font, pad = look.theme, frame.font(0.042, BOLD), frame.px(0.022)
    halves: list[tuple[str, QRectF, str, str, float]] = []
    for side, host in zip(("left", "right"), trace.hosts, strict=True):
        state = "?" if look.side not in ("both", side) else naming.state(trace.state(host.name, t))
        half = QRectF(frame.strip)
        half.setWidth(frame.strip.width() / 2 - frame.px(0.01))
        if side == "right":
            half.moveRight(frame.strip.right() + 1)
        wide = min(text_width(state, state_font) + 2 * pad, half.width())
        halves.append((side, half, state, naming.host(host.name), wide))
    names = [
        shrink_to_fit(name, frame.font(frame.main, BOLD), half.width() - wide - pad, frame.px(SECOND))
        for _, half, _, name, wide in halves
    ]
    fitted = min(names, key=QFont.pixelSize)  # both alike
    for side, half, state, name, wide in halves:
        chip = QRectF(half.left() if side == "left" else half.right() - wide, half.top(), wide, half.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{side}_tint"))
        painter.drawRoundedRect(chip, frame.px(0.012), frame.px(0.012))
        draw_text(painter, chip, state, shrink_to_fit(state, state_font, wide - pad, 8), theme.colour(side), CENTRE)
        rest = half.adjusted(wide + pad, 0, 0, 0) if side == "left" else half.adjusted(0, 0, -wide - pad, 0)
        draw_text(painter, rest, name, fitted, theme.colour("ink"), LEFT if side == "left" else RIGHT)
