"""The parts of the audience's picture around the stage: title, number, dots, caption, states, question."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, RIGHT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.presentation.frame import LEAST, SECOND, Frame
from tcpanim.gui.presentation.prose import Prose
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD
from tcpanim.i18n import Text
from tcpanim.lesson import Ask
from tcpanim.scene.reasons import Spoken
from tcpanim.trace.trace import Trace

_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)\s*|[。！？]|$)", re.DOTALL)
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
        beside = frame.font(SECOND, MEDIUM)
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
    while main.height > room.height() and main.lines > 1:  # longer than the card: its type stays, its end is cut
        main = Prose(main.text, main.font, room.width(), main.count - 1 if main.lines == 99 else main.lines - 1)
    if further:
        rest = (further, *rest)
    parts = [main]
    left = room.height() - main.height
    for text in rest:
        more = Prose(text, frame.font(SECOND, REGULAR), room.width())
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
    theme = look.theme
    for side, host in zip(("left", "right"), trace.hosts, strict=True):
        hidden = look.side not in ("both", side)
        state = "?" if hidden else naming.state(trace.state(host.name, t))
        half = QRectF(frame.strip)
        half.setWidth(frame.strip.width() / 2 - frame.px(0.01))
        if side == "right":
            half.moveRight(frame.strip.right() + 1)
        name_font, state_font = frame.font(frame.main, BOLD), frame.font(0.042, BOLD)
        pad = frame.px(0.022)
        wide = min(text_width(state, state_font) + 2 * pad, half.width())
        chip = QRectF(half.left() if side == "left" else half.right() - wide, half.top(), wide, half.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{side}_tint"))
        painter.drawRoundedRect(chip, frame.px(0.012), frame.px(0.012))
        draw_text(painter, chip, state, shrink_to_fit(state, state_font, wide - pad, 8), theme.colour(side), CENTRE)
        rest = half.adjusted(wide + pad, 0, 0, 0) if side == "left" else half.adjusted(0, 0, -wide - pad, 0)
        name = naming.host(host.name)
        fitted = shrink_to_fit(name, name_font, rest.width(), frame.px(SECOND))
        draw_text(painter, rest, name, fitted, theme.colour("ink"), LEFT if side == "left" else RIGHT)


class QuestionCard:
    """The words of a question, broken for its card, as if hands had been counted and the answer told.

    So nothing moves when they are.
    """

    def __init__(self, frame: Frame, question: Ask) -> None:
        language, wide = frame.language, within(frame, frame.question).width()
        self.bubble, self.gap = frame.px(0.058 * frame.zoom), frame.px(0.02)
        self.asked = Prose(question.question.pick(language), frame.font(frame.main, BOLD), wide)
        narrow = wide * 0.8 - self.bubble - self.gap - frame.px(0.01)
        self.rows = [Prose(row.pick(language), frame.font(frame.main, MEDIUM), narrow) for row in question.choices]
        self.why = Prose(question.why.pick(language), frame.font(SECOND, REGULAR), wide)
        self.heights = [max(row.height, self.bubble) for row in self.rows]
        self.needed = self.asked.height + sum(self.heights) + self.why.height
        self.most = within(frame, frame.question).height()


def paint_question(
    painter: QPainter, frame: Frame, look: Look, question: Ask, told: bool, tally: tuple[int, ...],
    cut: Callable[[float], tuple[QRectF, ...]],
) -> None:  # fmt: skip
    """The question with its choices and the hands counted for each; later the right one, and why.

    ``cut(y)``: places on cards behind it whose lines would be seen half, were all covered from ``y`` down.
    """
    theme = look.theme
    laid = QuestionCard(frame, question)
    bubble, gap, asked, rows, why = laid.bubble, laid.gap, laid.asked, laid.rows, laid.why
    heights, needed = laid.heights, laid.needed
    bars = within(frame, frame.question).width() * 0.2 if any(tally) else 0.0
    air = min(max((laid.most - needed) / (len(rows) + 2), 0.0), frame.px(0.024))
    rect = QRect(frame.question)
    rect.setTop(max(rect.top(), round(rect.bottom() - needed - air * (len(rows) + 2) - 2 * frame.px(0.014))))
    above = frame.px(0.012)
    for place in cut(rect.top() - above):
        painter.fillRect(place, theme.colour("surface"))
    painter.fillRect(QRectF(rect).adjusted(0, -above, 0, frame.px(0.02)), theme.colour("bg"))
    room = card(painter, frame, look, rect)
    top = room.top() + air * 0.5
    top = asked.draw(painter, room.left(), top, theme.colour("ink")) + air
    for index, (row, height) in enumerate(zip(rows, heights, strict=True), 1):
        right = told and index == question.answer
        line = QRectF(room.left(), top, room.width(), height)
        _paint_bubble(painter, frame, look, QRectF(line.left(), line.center().y() - bubble / 2, bubble, bubble),
                      index, right)  # fmt: skip
        colour = theme.colour("ink3" if told and not right else "ink")
        row.draw(painter, room.left() + bubble + gap, line.center().y() - row.height / 2, colour)
        if bars:
            place = QRectF(line.right() - bars, line.center().y() - bubble * 0.3, bars, bubble * 0.6)
            _paint_hands(painter, frame, look, place, tally[index - 1], max(tally), right)
        top += height + air
    if told:
        why.draw(painter, room.left(), top, theme.colour("ink2"))


def _paint_bubble(painter: QPainter, frame: Frame, look: Look, rect: QRectF, number: int, right: bool) -> None:
    """The number of a choice; the right one is filled and ticked."""
    theme = look.theme
    painter.setPen(pen(theme.colour("syn" if right else "wire"), max(1.5, frame.height / 360)))
    painter.setBrush(theme.colour("syn") if right else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(2, 2, -2, -2))
    if right:
        side = rect.width()
        painter.setPen(pen(theme.colour("on_colour"), side * 0.1))
        painter.drawPolyline(
            [rect.topLeft() + QPointF(x, y) * side for x, y in ((0.28, 0.53), (0.44, 0.69), (0.73, 0.34))]
        )
        return
    font = frame.font(SECOND, SEMIBOLD, mono=True)
    draw_text(painter, rect, str(number), font, theme.colour("ink"), CENTRE)


def _paint_hands(painter: QPainter, frame: Frame, look: Look, rect: QRectF, hands: int, most: int, right: bool) -> None:
    """How many hands were counted."""
    theme = look.theme
    font = frame.font(LEAST, SEMIBOLD, mono=True)
    figures = text_width("888", font)
    bar = rect.adjusted(0, 0, -figures, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(bar, bar.height() / 4, bar.height() / 4)
    if hands:
        bar.setWidth(max(bar.width() * hands / most, bar.height() / 2))
        painter.setBrush(theme.colour("syn" if right else "ink2"))
        painter.drawRoundedRect(bar, bar.height() / 4, bar.height() / 4)
    draw_text(painter, rect, str(hands), font, theme.colour("ink"), RIGHT)
