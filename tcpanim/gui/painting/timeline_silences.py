"""Shortened time on the timeline: hatch on the line, and below it how long it is in truth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from tcpanim.gui.painting.shapes import draw_forward, draw_text, hatch_brush, text_width
from tcpanim.gui.theme import MEDIUM, TINY, Theme, make_font


class Silence(NamedTuple):
    """One as far as it is in view, from and to px, and its length in words."""

    first: float
    last: float
    text: str


class Words(NamedTuple):
    """Where a silence's length stands: from ``left`` on, so many px wide, the sign before it among them."""

    left: float
    wide: float
    text: str


def paint_silences(
    painter: QPainter, theme: Theme, silences: Iterable[Silence], line: float, ends: tuple[float, float], ratio: float,
    taken: Iterable[tuple[float, float]] = (),
) -> None:  # fmt: skip
    """All of them; the timeline's ``line`` is at that height and reaches between the ``ends`` (px).

    ``taken``: from and to where other signs stand on the height of the words.
    """
    tall = theme.px(11)
    seen = [silence for silence in silences if silence.first < silence.last]
    painter.setPen(Qt.PenStyle.NoPen)
    for first, last, _ in seen:
        band = QRectF(first + 1, line - tall / 2, last - first - 2, tall)
        painter.setBrush(theme.colour("surface"))
        painter.drawRect(band)
        painter.setBrush(hatch_brush(theme, theme.scale * 0.8, ratio))
        painter.drawRect(band)
    font, y = _font(theme), line + theme.px(20)
    for left, wide, text in placed(theme, seen, ends, taken):
        draw_forward(painter, QRectF(left, y + theme.px(4), theme.px(9), theme.px(7)), theme.colour("ink2"))
        words = QRectF(left + theme.px(14), y, wide, theme.px(15))
        draw_text(painter, words, text, font, theme.colour("ink2"))


def _font(theme: Theme) -> QFont:
    return make_font(max(round(TINY), theme.px(TINY)), MEDIUM, mono=True)


def placed(
    theme: Theme, silences: Iterable[Silence], ends: tuple[float, float], taken: Iterable[tuple[float, float]] = ()
) -> list[Words]:
    """Where the lengths stand: below the middle of each, or beside what is ``taken`` there.

    Where there is not room for all, the widest say theirs.
    """
    low, high = ends
    font, apart, near = _font(theme), theme.px(10), theme.px(5)
    signs = list(taken)
    found: list[Words] = []
    for first, last, text in sorted(silences, key=lambda silence: silence.first - silence.last):
        wide = theme.px(14) + text_width(text, font)
        if wide > last - first + theme.px(40):
            continue
        middle = min(max((first + last) / 2, low + wide / 2), high - wide / 2) - wide / 2
        beside = [
            left for start, end in signs for left in (end + near, start - near - wide) if first - wide < left < last
        ]
        for left in (middle, *sorted(beside, key=lambda left: abs(left - middle))):
            right = left + wide
            if (
                low <= left
                and right <= high
                and all(left >= end + 1 or right <= start - 1 for start, end in signs)
                and all(left >= one.left + one.wide + apart or one.left >= right + apart for one in found)
            ):
                found.append(Words(left, wide, text))
                break
    return found
