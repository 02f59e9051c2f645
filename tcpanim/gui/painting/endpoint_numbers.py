"""The numbers of an endpoint: which have room, how they stand, and how they are drawn."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from tcpanim.gui.painting.shapes import RIGHT, draw_text, shrink_to_fit, text_width
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import BOLD, MEDIUM
from tcpanim.scene.endpoint import NumberRow

_SPARE = ("SND.WND", "SND.UNA", "RCV.WND")
"""What is left out first where there is no room for all numbers."""
_SPARE_WINDOWED = ("SND.UNA", "SND.NXT", "RCV.NXT")
"""The same where it is the windows that matter."""
_TIGHT, _LOOSE = 0.76, 1.3
"""Numbers may stand so many times as far apart as they should."""
_BELOW, _LINE = 1.22, 1.24
"""From line to line, as a factor on the type: where numbers stand below their words, and beside them."""
_BELOW_TIGHT, _SMALLEST = 0.92, 0.76
"""So many times as large, numbers that stand below their words still look well; and all are read from the last row."""
_BESIDE_NARROW = 0.8
"""So many times as large, numbers have room beside their words on a narrow picture, too."""
_WORDS = 0.72
"""Words beside a long number get so many times as large."""


class Numbers(NamedTuple):
    """Those that are shown, ``pitch`` px apart; ``below``: they stand below their words, not beside them."""

    rows: tuple[NumberRow, ...]
    pitch: float
    below: bool

    @property
    def height(self) -> float:
        """The height they take, in px."""
        return len(self.rows) * self.pitch


def numbers_in(layout: StageLayout, rows: tuple[NumberRow, ...], room: QRectF, whole: QRectF | None = None) -> Numbers:
    """What of the ``rows`` fits into the ``room``; in a window, where nothing else does, into the ``whole``."""
    spare = _SPARE_WINDOWED if layout.look.naming is not None and layout.look.naming.small_windows else _SPARE
    height = room.height()
    if layout.look.present:
        return _before_audience(layout, rows, height, spare)
    natural = layout.size("pitch") * (1.25 if layout.detail == "first" else 1.0)
    rows, pitch = fitting_rows(rows, natural, height, spare)
    # Rather than a timer's room a number takes the ground below, but none is cut off.
    height = (whole or room).height() + layout.size("pad") * 0.5
    return Numbers(rows[: max(0, int(height / pitch + 0.01))], pitch, below=False)


def _before_audience(
    layout: StageLayout, rows: tuple[NumberRow, ...], height: float, spare: tuple[str, ...]
) -> Numbers:
    """In type that the last row reads: on a narrow picture below their words, where there is height enough for that."""
    both, below, smallest = _both(layout), _narrow(layout), _smallest(layout)
    tight = smallest
    if below and _fit_beside(layout, rows):
        tight = max(smallest, _BELOW_TIGHT / max(1.0, layout.zoom))
        below = len(rows) * both * tight <= height and not layout.queued  # at both hosts alike
    natural = both * _LOOSE if below else layout.size("pitch")
    least = both * tight if below else layout.size("row") * smallest * _LINE
    rows, pitch = fitting_rows(rows, natural, height, spare, least / natural)
    return Numbers(rows[: max(0, int(height / pitch + 0.01))], pitch, below)


def fitting_rows(
    rows: tuple[NumberRow, ...], pitch: float, height: float, spare: tuple[str, ...] = _SPARE, tight: float = _TIGHT
) -> tuple[tuple[NumberRow, ...], float]:
    """The rows that fit into ``height``, and how far they stand apart: less than ``pitch`` if they must."""
    for name in spare:
        if len(rows) * pitch * tight > height:
            rows = tuple(row for row in rows if row.name != name)
    return rows, min(pitch, max(height / max(len(rows), 1), pitch * tight))


def _narrow(layout: StageLayout) -> bool:
    """Whether an audience's picture has no room for a number beside its words in full size."""
    return layout.body("left").width() < layout.size("endpoint") * 0.88 - 2 * layout.size("pad")


def _fit_beside(layout: StageLayout, rows: tuple[NumberRow, ...]) -> bool:
    """Whether they can be read beside their words there, too; wire values are long."""
    smallest = _smallest(layout)
    value = _resized(layout, layout.font("row", mono=True), smallest)
    words = _resized(layout, layout.font("words"), smallest)
    return all(
        text_width(row.value, value) + text_width(row.words, words) * _WORDS <= layout.body("left").width()
        for row in rows
    )


def _smallest(layout: StageLayout) -> float:
    """By which factor numbers may be smaller: what the lecturer has enlarged becomes no smaller than it was before."""
    return _SMALLEST / max(1.0, layout.zoom)


def _both(layout: StageLayout) -> float:
    """The height of a number with its words above it."""
    return (layout.size("words") + layout.size("row")) * _BELOW


def _factor(layout: StageLayout, numbers: Numbers) -> float:
    """How many times as large as it should be the type has to be."""
    if not layout.look.present:
        return 1.0
    if numbers.below:
        return min(1.0, numbers.pitch / _both(layout))
    most = _BESIDE_NARROW if _narrow(layout) else 1.0
    return min(most, numbers.pitch / (layout.size("row") * _LINE))


def paint_numbers(painter: QPainter, layout: StageLayout, side: str, numbers: Numbers, room: QRectF) -> None:
    """Numbers below each other, from the upper edge of the ``room`` on."""
    by_words = layout.detail == "first"
    factor = _factor(layout, numbers)
    upper = _resized(layout, layout.font("words", MEDIUM) if by_words else layout.font("row", mono=True), factor)
    for index, row in enumerate(numbers.rows):
        place = QRectF(room.left(), room.top() + index * numbers.pitch, room.width(), numbers.pitch)
        value = _resized(layout, layout.font("row", BOLD if row.changed else MEDIUM, mono=True), factor)
        _paint_row(painter, layout, side, row, place, row.words if by_words else row.name, upper, value, numbers)


def _resized(layout: StageLayout, font: QFont, factor: float) -> QFont:
    """So many times as large; fonts of the layout are shared."""
    if factor == 1:
        return font
    other = QFont(font)
    other.setPixelSize(max(layout.smallest_type, round(font.pixelSize() * factor)))
    return other


def _paint_row(
    painter: QPainter, layout: StageLayout, side: str, row: NumberRow, place: QRectF, words: str, name: QFont,
    value: QFont, numbers: Numbers,
) -> None:  # fmt: skip
    theme, gap = layout.theme, layout.size("pad") * 0.3
    smallest = max(layout.smallest_type, round(name.pixelSize() * 0.7))
    if numbers.below:
        value = shrink_to_fit(row.value, value, place.width(), layout.smallest_type)
        both = min(_both(layout), numbers.pitch)  # what belongs together stands closer than what does not
        words_rect = QRectF(place.left(), place.top(), place.width(), both * 0.46)
        number_rect = QRectF(place.left(), words_rect.bottom(), place.width(), both * 0.5)
    else:
        if layout.look.present:  # a wire value is long; its words must stand beside it all the same
            least = place.width() - text_width(words, name) * _WORDS - gap
            value = shrink_to_fit(row.value, value, least, layout.smallest_type)
        words_rect, number_rect = place.adjusted(0, 0, -text_width(row.value, value) - gap, 0), place
    draw_text(painter, number_rect, row.value, value, theme.colour("ink"), RIGHT)
    name = shrink_to_fit(words, name, words_rect.width(), smallest)
    draw_text(painter, words_rect, words, name, theme.colour("ink" if row.changed else "ink2"))
    if row.changed:
        radius = layout.size("row") * (0.16 if layout.look.present else 0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(side))
        middle = words_rect.center().y()
        painter.drawEllipse(QPointF(place.left() - layout.size("pad") * 0.5, middle), radius, radius)
