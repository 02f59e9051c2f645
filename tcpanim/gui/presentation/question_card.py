"""A question before an audience: with its choices, the hands counted for each, later the right one, and why.

What it is about stays in sight: it takes the caption's place, and of the stage or panel above no more height than its
words need in whichever arrangement is the lowest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from tcpanim.export.slide import SECOND
from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, RIGHT, draw_text, pen, text_width
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.frame_paint import card, within
from tcpanim.gui.presentation.prose import Prose
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD
from tcpanim.lesson import Ask

WANTED, LITTLE_SMALLER = 0.4, 0.88
MOST, MOST_ENLARGED, SMALLEST = 0.5, 0.42, 0.62
"""A card that takes more than 0.4 of the picture's height is said in type a little smaller; one that takes more than
0.5 even then, in type that can just be read from the last row. Type that the lecturer has enlarged gives way to the
stage first, which is enlarged, too, and needs its height."""
HARDLY = 1.05
LINES = 2
"""Choices beside each other have no more lines, and none ends inside a word."""
BESIDE = 0.42
"""Of the width, for the reason where it stands beside the choices."""
HANDS = 0.2
"""Of a choice's width, for its bar."""
LEAST_BAR = 1.2
"""So many times as wide as a choice's number its bar is at least."""
WIDEST_HANDS = 0.5
"""The same where choices stand beside each other and their words are short."""


class Arrangement:
    """The words broken for their places, as if hands had been counted and the answer told: so nothing moves later.

    ``columns``: of choices; ``beside``: the reason stands at their right, not below them.
    """

    def __init__(self, frame: Frame, question: Ask, columns: int, *, beside: bool) -> None:
        self.columns, self.beside = columns, beside
        language, wide = frame.language, within(frame, frame.caption).width()
        self.bubble, self.gap, self.air = frame.px(0.052 * frame.zoom), frame.px(0.018), frame.px(0.01)
        self.frame = frame
        self.asked = Prose(question.question.pick(language), frame.font(frame.main, BOLD), wide)
        self.across = wide * (1 - BESIDE) - 2 * self.gap if beside else wide
        """How wide all choices are."""
        figures = text_width("888", frame.font(SECOND, SEMIBOLD, mono=True))
        self.hands = max(self.cell * HANDS, figures + LEAST_BAR * self.bubble)
        """How wide the bar of a choice is, with its number."""
        words = self.cell - self.hands - self.bubble - 3 * self.gap
        self.choices = [Prose(row.pick(language), frame.font(frame.main, MEDIUM), words) for row in question.choices]
        reason = question.why.pick(language)
        self.why = Prose(reason, frame.font(SECOND, REGULAR), wide * BESIDE if beside else wide)

    @property
    def cell(self) -> float:
        """How wide a choice is."""
        return self.across / self.columns

    @cached_property
    def rows(self) -> list[float]:
        """How high each row of choices is."""
        heights = [max(choice.height, self.bubble) + self.air for choice in self.choices]
        return [max(heights[at : at + self.columns]) for at in range(0, len(heights), self.columns)]

    @cached_property
    def height(self) -> int:
        """How high a card with these words is."""
        choices, why = sum(self.rows), self.why.height
        below = max(choices, why) if self.beside else choices + why
        return round(self.asked.height + self.air + below + 2 * self.frame.px(0.014)) + 1


def _stands(choice: Prose) -> bool:
    """Whether it can be read beside others."""
    return choice.count <= LINES and choice.reach <= choice.width and not (choice.torn or choice.splits)


def _arrangements(frame: Frame, question: Ask) -> Iterator[Arrangement]:
    """A list is read most easily, so it comes first."""
    for columns, beside in ((1, False), (1, True), (len(question.choices), False), (2, False)):
        made = Arrangement(frame, question, columns, beside=beside)
        if columns == 1 or all(_stands(row) for row in made.choices):
            yield made


def _lowest(frame: Frame, question: Ask, free: int) -> Arrangement:
    """The first that fits into ``free`` px of height, else the first that is hardly higher than the lowest."""
    found = list(_arrangements(frame, question))
    room = max(free, round(HARDLY * min(one.height for one in found)))
    return next(one for one in found if one.height <= room)


class QuestionCard:
    """The question in a picture. ``rect``: the card's place, the caption's or, where words need more, a higher one."""

    def __init__(self, frame: Frame, question: Ask) -> None:
        self.frame, self.question = frame, question
        bottom = frame.height - frame.px(0.02)
        free = bottom - frame.caption.top()
        zoom, plain = frame.zoom, min(1.0, frame.zoom)
        most = MOST if frame.zoom <= 1 else MOST_ENLARGED
        self.laid = _lowest(frame, question, free)
        while zoom > SMALLEST * plain:
            if self.laid.height <= frame.height * (WANTED if zoom > LITTLE_SMALLER * plain else most):
                break
            zoom *= 0.96
            self.laid = _lowest(replace(frame, zoom=zoom), question, free)
        top = max(bottom - max(self.laid.height, free), frame.head.bottom())
        self.rect = QRect(frame.margin, top, frame.width - 2 * frame.margin, bottom - top)

    def paint(self, painter: QPainter, look: Look, told: bool, tally: tuple[int, ...]) -> None:
        """Draw it; ``tally``: the hands for each choice; ``told``: the right one is shown, and why."""
        laid, frame, theme = self.laid, self.frame, look.theme
        room = card(painter, frame, look, self.rect)
        spare = max(self.rect.height() - laid.height, 0) / (len(laid.rows) + 2)
        spare = min(spare, frame.px(0.024))
        top = laid.asked.draw(painter, room.left(), room.top() + spare / 2, theme.colour("ink")) + laid.air + spare
        begun, at = top, 0
        for height in laid.rows:
            for column in range(laid.columns):
                if at < len(laid.choices):
                    place = QRectF(room.left() + column * laid.cell, top, laid.cell, height)
                    self._paint_choice(painter, look, place, at, told, tally)
                    at += 1
            top += height + spare
        if told and laid.beside:
            laid.why.draw(painter, room.right() - laid.why.width, begun, theme.colour("ink2"))
        elif told:
            laid.why.draw(painter, room.left(), top, theme.colour("ink2"))

    def _paint_choice(
        self, painter: QPainter, look: Look, place: QRectF, at: int, told: bool, tally: tuple[int, ...]
    ) -> None:
        laid, theme = self.laid, look.theme
        right = told and at + 1 == self.question.answer
        bubble, words, y = laid.bubble, laid.choices[at], place.center().y()
        _paint_bubble(painter, laid.frame, look, QRectF(place.left(), y - bubble / 2, bubble, bubble), at + 1, right)
        colour = theme.colour("ink3" if told and not right else "ink")
        words.draw(painter, place.left() + bubble + laid.gap, y - words.height / 2, colour)
        if any(tally):
            wide = laid.hands
            left = place.right() - wide - laid.gap
            if laid.columns > 1:  # in all cells the same: bars are compared, and stand by what was counted
                left = place.left() + bubble + max(one.reach for one in laid.choices) + 2 * laid.gap
                wide = min(place.right() - laid.gap - left, max(laid.hands, laid.cell * WIDEST_HANDS))
            bar = QRectF(left, y - bubble * 0.3, wide, bubble * 0.6)
            _paint_hands(painter, laid, look, bar, tally[at], max(tally), right)


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


def _paint_hands(
    painter: QPainter, laid: Arrangement, look: Look, rect: QRectF, hands: int, most: int, right: bool
) -> None:
    """How many hands were counted."""
    theme = look.theme
    font = laid.frame.font(SECOND, SEMIBOLD, mono=True)
    figures = text_width("888", font)
    bar = rect.adjusted(0, 0, -figures, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(bar, bar.height() / 4, bar.height() / 4)
    if hands:
        bar.setWidth(max(bar.width() * hands / most, bar.height() / 2))
        painter.setBrush(theme.colour("syn" if right else "ink2"))
        painter.drawRoundedRect(bar, bar.height() / 4, bar.height() / 4)
    number = QRectF(rect.right() - figures, rect.top(), figures, rect.height())
    if laid.columns > 1:  # it belongs to its bar, not to the choice at the right
        number.translate(laid.gap / 2, 0)
    draw_text(painter, number, str(hands), font, theme.colour("ink"), LEFT if laid.columns > 1 else RIGHT)
