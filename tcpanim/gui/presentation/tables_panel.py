"""Numbers, timers, queues before an audience: the left host's at the left, the right one's at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import CENTRE, LEFT, RIGHT, draw_text, pen, shrink_to_fit, text_width
from tcpanim.gui.theme import BOLD, MEDIUM, SEMIBOLD, make_font
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.backlog import backlogs
from tcpanim.scene.endpoint import TimerDial
from tcpanim.scene.names import NOTHING, UNKNOWN, Naming
from tcpanim.scene.timing import TimerRow, timer_rows
from tcpanim.scene.variables import numbers_at
from tcpanim.trace.trace import Trace

TABLES = ("numbers", "tcb", "timers", "queues")
"""What a scenario's ``panels`` calls them: the numbers of a first lesson, the RFC's variables, timers, a listener's
queues."""
LARGEST, LEAST = 13.0, 8.8
"""Type in px at scale 1; what does not fit at the smaller size is left out, from the end."""
_LEADING = 1.42
_OF_TCB = ("snd_una", "snd_nxt", "snd_wnd", "rcv_nxt", "rcv_wnd", "cwnd", "ssthresh", "rto", "srtt")


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its name in the middle, a value for each host, and whether this step changed them."""

    name: str
    left: str
    right: str
    left_changed: bool = False
    right_changed: bool = False


def rows_of(kind: str, trace: Trace, t: int, naming: Naming) -> tuple[Row, ...]:
    """The lines of one of TABLES at ``t``."""
    if kind == "timers":
        return tuple(
            Row(_timer(row, naming), _left(row.left), _left(row.right)) for row in timer_rows(trace, t, naming)
        )
    if kind == "queues":
        left, right = ({queue.label: queue.count for queue in backlogs(trace, host.name, t, naming)}
                       for host in trace.hosts)  # fmt: skip
        return tuple(Row(name, left.get(name, NOTHING), right.get(name, NOTHING)) for name in {**left, **right})
    groups = numbers_at(trace, t, naming, "first" if kind == "numbers" else "advanced").groups
    found = [row for group in groups for row in group.rows if kind == "numbers" or row.field in _OF_TCB]
    if kind == "tcb":
        found.sort(key=lambda row: _OF_TCB.index(row.field))
    return tuple(
        Row(row.name, row.left.text, row.right.text, row.left.changed, row.right.changed) for row in found
    )  # fmt: skip


def _timer(row: TimerRow, naming: Naming) -> str:
    key = f"timer.long.{row.timer}"
    return naming.say(key) if naming.catalogue.has(key) else row.label


def _left(dial: TimerDial | None) -> str:
    return dial.remaining if dial is not None else NOTHING


def _masked(row: Row, side: str) -> Row:
    """What is known of it to the host on ``side``."""
    if side == "left":
        return replace(row, right=UNKNOWN, right_changed=False)
    return replace(row, left=UNKNOWN, left_changed=False)


class TablePanel(RunView):
    """One of TABLES."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.rows: tuple[Row, ...] = ()
        self._shown: tuple[object, ...] = ()

    def _show(self) -> None:
        naming, trace = self._naming(), self._trace
        self.rows = rows_of(self.kind, trace, self._t, naming) if naming is not None and trace is not None else ()
        if self._look is not None and self._look.side != "both":
            self.rows = tuple(_masked(row, self._look.side) for row in self.rows)
        shown = (self._look, self.rows)
        if shown != self._shown:
            self._shown = shown
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = look.theme
        half = theme.px(1) / 2
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setPen(pen(theme.colour("line"), theme.px(1)))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(area, theme.px(6), theme.px(6))
        if not self.rows:
            font = make_font(theme.px(LARGEST), MEDIUM, chinese=theme.language == "zh")
            words = look.catalogue.text("queue.empty")
            font = shrink_to_fit(words, font, area.width() - 2 * theme.px(8), theme.px(LEAST))
            draw_text(painter, area, words, font, theme.colour("ink2"), CENTRE)
            return
        room = area.adjusted(theme.px(10), theme.px(4), -theme.px(10), -theme.px(4))
        rows = self.rows[: max(1, int(room.height() / (theme.px(LEAST) * _LEADING)))]
        pitch = min(room.height() / len(rows), theme.px(LARGEST) * 2.2)
        size = max(1, min(theme.px(LARGEST), int(pitch / _LEADING)))
        for index, row in enumerate(rows):
            line = QRectF(room.left(), room.top() + index * pitch, room.width(), pitch)
            if index:
                painter.setPen(pen(theme.colour("line"), theme.px(1)))
                painter.drawLine(line.topLeft(), line.topRight())
            self._paint_row(painter, look, row, line, size)

    def _paint_row(self, painter: QPainter, look: Look, row: Row, line: QRectF, size: int) -> None:
        theme = look.theme
        name_font = make_font(size, SEMIBOLD, tabular=False, chinese=theme.language == "zh")
        side = line.width() * 0.3
        middle = line.adjusted(side, 0, -side, 0)
        name_font = shrink_to_fit(row.name, name_font, middle.width(), theme.px(LEAST))
        draw_text(painter, middle, row.name, name_font, theme.colour("ink2"), CENTRE)
        for host, text, changed, align in (
            ("left", row.left, row.left_changed, LEFT), ("right", row.right, row.right_changed, RIGHT),
        ):  # fmt: skip
            font = make_font(size, BOLD if changed else MEDIUM, mono=True)
            inner = QRectF(line)
            inner.setWidth(side)
            if host == "right":
                inner.moveRight(line.right())
            font = shrink_to_fit(text, font, inner.width() - size, theme.px(LEAST))
            draw_text(painter, inner, text, font, theme.colour("ink"), align)
            if changed:
                beside = text_width(text, font) + size * 0.5
                x = inner.left() + beside if host == "left" else inner.right() - beside
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(host))
                painter.drawEllipse(QPointF(x, line.center().y()), size * 0.16, size * 0.16)
