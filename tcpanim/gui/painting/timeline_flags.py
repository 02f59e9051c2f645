"""What stands on the timeline beside the run's own marks: breakpoints, where a what-if begins, where two runs part."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from tcpanim.gui.painting.shapes import CENTRE, draw_text, pen
from tcpanim.gui.theme import MEDIUM, TINY, Theme

MOST_FLAGS = 200
"""So many of a kind are drawn; more would be a wall."""
FOOT = 50
"""Below the marks of the segments, where changes and the parting of two runs are named (px at scale 1)."""
_SIDE = 15


def feet(theme: Theme, changes: Iterable[float], parted: float | None) -> list[tuple[float, float]]:
    """From and to where, in px, signs stand at the foot: of changes at these places, and of the parting of two runs."""
    half, found = theme.px(_SIDE) / 2, [(x - theme.px(7), x + theme.px(7)) for x in changes]
    if parted is not None:
        middle = parted + (2 * half if _stands_aside(theme, changes, parted) else 0)
        found.append((middle - half, middle + half))
    return found


def _stands_aside(theme: Theme, changes: Iterable[float], parted: float) -> bool:
    """Whether a change's lozenge has the place of the sign of the parting."""
    return any(abs(parted - other) < theme.px(16) for other in changes)


def paint_stops(painter: QPainter, theme: Theme, xs: Iterable[float], line: float) -> None:
    """A flag on a pole, down to the ``line`` of the run, for each breakpoint."""
    colour = theme.colour("again")
    for x in sorted({float(round(x)) for x in xs})[:MOST_FLAGS]:
        painter.setPen(pen(colour, max(1.4, theme.px(1.6))))
        painter.drawLine(QPointF(x, theme.px(1)), QPointF(x, line))
        painter.setBrush(colour)
        tip, tall = theme.px(8), theme.px(7)
        top = float(theme.px(1))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + tip, top + tall / 2), QPointF(x, top + tall)]))


def paint_changes(painter: QPainter, theme: Theme, xs: Iterable[float], line: float) -> None:
    """A lozenge at the foot of a thin line where a change begins."""
    colour, half = theme.colour("change"), theme.px(7)
    for x in sorted({float(round(x)) for x in xs})[:MOST_FLAGS]:
        middle = float(theme.px(FOOT + _SIDE / 2))
        painter.setPen(pen(colour, max(1.4, theme.px(1.6))))
        painter.drawLine(QPointF(x, line), QPointF(x, middle))
        painter.setPen(pen(theme.colour("surface"), max(1.0, theme.px(1.2))))
        painter.setBrush(colour)
        corners = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([QPointF(x + right, middle + down) for right, down in corners]))


def paint_parting(painter: QPainter, theme: Theme, x: float, changes: Iterable[float]) -> None:
    """A dashed line with ≠ where two runs part, beside a lozenge of ``changes`` that stands at its foot."""
    dashed = pen(theme.colour("ink"), max(1.4, theme.px(1.6)))
    dashed.setDashPattern([2.0, 3.0])
    painter.setPen(dashed)
    painter.drawLine(QPointF(x, theme.px(2)), QPointF(x, theme.px(52)))
    side = theme.px(_SIDE)
    box = QRectF(x - side / 2 + (side if _stands_aside(theme, changes, x) else 0), theme.px(FOOT), side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink"))
    painter.drawEllipse(box)
    draw_text(painter, box, "≠", theme.font(TINY, MEDIUM), theme.colour("surface"), CENTRE)
