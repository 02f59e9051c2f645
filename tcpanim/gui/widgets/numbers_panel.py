"""The side panel's page with the variables and timers of both hosts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tcpanim.explain.typeset import typeset
from tcpanim.gui.painting.shapes import RIGHT, draw_text, text_width
from tcpanim.gui.theme import LEAD, MEDIUM, SEMIBOLD, SMALL, TINY
from tcpanim.gui.widgets.hot_spots import HotSpots
from tcpanim.gui.widgets.parts import lines_of
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.names import NOTHING, UNKNOWN
from tcpanim.scene.one_side import hidden, masked_numbers
from tcpanim.scene.reasons import Question
from tcpanim.scene.timing import Formula, TimerRow
from tcpanim.scene.variables import Cell, Group, Numbers, numbers_at

_NO_BREAK = "\N{NO-BREAK SPACE}"
_ROW, _HEAD, _TIMER, _FORMULA = 27, 40, 32, 22


class NumbersPanel(RunView):
    """A table: one row per variable, one column per host; what this step changed has a dot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: Numbers | None = None
        self._shown: tuple[object, ...] = ()
        self._height = 0
        self._spots = HotSpots(self, self.menu_requested.emit)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _show(self) -> None:
        look, trace, naming = self._look, self._trace, self._naming()
        numbers = None
        if look is not None and trace is not None and naming is not None:
            numbers = masked_numbers(numbers_at(trace, self._t, naming, look.detail), look.side)
        if (look, numbers) != self._shown:
            self._shown = (look, numbers)
            self._numbers = numbers
            self.setAccessibleName(self.description())
            self._measure()
            self.update()

    def description(self) -> str:
        """The table as one text, for screen readers."""
        if self._numbers is None:
            return ""
        assert self._look is not None
        say = self._look.catalogue.text
        numbers = self._numbers
        pairs = list(zip(numbers.hosts, numbers.states, strict=True))
        for group in numbers.groups:
            for row in group.rows:
                pairs += [
                    (f"{host} {row.name}", cell.text)
                    for host, cell in zip(numbers.hosts, (row.left, row.right), strict=True)
                ]
        for host, lines in zip(numbers.hosts, numbers.formulas, strict=True):
            pairs += [(f"{host} {line.name}", say("list.noted", value=line.text, note=line.rule)) for line in lines]
        for timer in numbers.timers:
            for host, dial in zip(numbers.hosts, (timer.left, timer.right), strict=True):
                pairs.append((f"{host} {timer.label}", dial.remaining if dial else say("timing.not-armed")))
        whole = say("list.gap").join(say("list.pair", name=name, value=value) for name, value in pairs)
        return typeset(whole, self._look.catalogue.language)

    def _measure(self) -> None:
        if self._look is None or self._numbers is None:
            height = 0
        else:
            px = self._look.theme.px
            rows = sum(len(group.rows) for group in self._numbers.groups)
            height = px(72) + (len(self._numbers.groups) + 1) * px(_HEAD) + rows * px(_ROW)
            height += len(self._numbers.timers) * px(_TIMER) + px(10)
            if any(self._numbers.formulas):
                lines = sum(1 + sum(len(words) for _, words in told) for told in self._told_formulas().values())
                height += px(_HEAD) + lines * px(_FORMULA) + px(8)
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Formulas break elsewhere."""
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        """What scrolls it is told how high it is: while nobody sees it, it cannot be."""
        super().showEvent(event)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both hosts with their states, the timers, group by group the variables, and how the RTO came about."""
        if self._look is None or self._numbers is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        self._spots.begin()
        top = self._paint_hosts(painter, theme.px(12))
        top = self._paint_heading(painter, self._look.catalogue.text("timing.timers"), top)
        for row in self._numbers.timers:
            self._paint_timer(painter, row, top)
            top += theme.px(_TIMER)
        for group in self._numbers.groups:
            top = self._paint_group(painter, group, top)
        if any(self._numbers.formulas):
            top = self._paint_formulas(painter, top)
        self._spots.finish(painter, theme)
        painter.end()

    def _ask(self, place: QRectF, kind: str, side: str, name: str = "") -> None:
        """Why? can be asked there."""
        if self._trace is not None:
            host = self._trace.hosts[0 if side == "left" else 1].name
            self._spots.add(place, Question(kind, host, name))

    def event(self, event: QEvent) -> bool:
        """With the focus, arrows and Enter are for the values."""
        return self._spots.takes(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from value to value, and ask why."""
        if not self._spots.key(event):
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand where one can ask."""
        self._spots.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a state, a timer or a value asks why."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._spots.click(event.position())

    def _width(self) -> int:
        return self.contentsRect().width()

    def _columns(self) -> tuple[float, float]:
        """The right edges of the two columns of values."""
        assert self._look is not None
        right = self._width() - self._look.theme.px(2)
        return right - (self._width() * 0.31), right

    def _paint_hosts(self, painter: QPainter, top: int) -> int:
        assert self._look is not None
        assert self._numbers is not None
        theme = self._look.theme
        half = (self._width() - theme.px(12)) / 2
        for index, side in enumerate(("left", "right")):
            left = index * (half + theme.px(12))
            chip = QRectF(left, top, half, theme.px(56))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"{side}_tint"))
            painter.drawRoundedRect(chip, theme.px(8), theme.px(8))
            painter.setPen(theme.colour("ink2"))
            painter.setFont(theme.font(SMALL))
            inner = chip.adjusted(theme.px(10), theme.px(5), -theme.px(4), -theme.px(5))
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop, self._numbers.hosts[index])
            painter.setPen(theme.colour(side))
            font = theme.font(LEAD, SEMIBOLD)
            if QFontMetrics(font).horizontalAdvance(self._numbers.states[index]) > inner.width():
                font = theme.font(SMALL, SEMIBOLD)
            painter.setFont(font)
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, self._numbers.states[index])
            self._ask(chip, "state", side)
        return top + theme.px(60)

    def _paint_heading(self, painter: QPainter, text: str, top: int) -> int:
        assert self._look is not None
        theme = self._look.theme
        painter.setFont(theme.font(SMALL, SEMIBOLD))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QPointF(0, top + theme.px(_HEAD - 12)), text)
        painter.setPen(QPen(theme.colour("line"), 1))
        base = top + theme.px(_HEAD - 4) + 0.5
        painter.drawLine(QPointF(0, base), QPointF(self._width(), base))
        return top + theme.px(_HEAD)

    def _paint_group(self, painter: QPainter, group: Group, top: int) -> int:
        assert self._look is not None
        theme = self._look.theme
        top = self._paint_heading(painter, group.title, top)
        columns = self._columns()
        for row in group.rows:
            base = top + theme.px(19)
            named = row.name != row.words
            font = theme.font(SMALL, mono=True) if named else theme.font(SMALL)
            painter.setFont(font)
            painter.setPen(theme.colour("ink2"))
            painter.drawText(QPointF(0, base), row.name)
            for cell, right, side in zip((row.left, row.right), columns, ("left", "right"), strict=True):
                self._paint_cell(painter, cell, right, base, side)
                if row.field != "delivered" and cell.text not in (NOTHING, UNKNOWN):
                    wide = text_width(cell.text, theme.font(SMALL, MEDIUM, mono=True))
                    self._ask(QRectF(right - wide, top, wide, theme.px(_ROW)), "value", side, row.field)
            top += theme.px(_ROW)
        return top

    def _paint_cell(self, painter: QPainter, cell: Cell, right: float, base: float, side: str) -> None:
        assert self._look is not None
        theme = self._look.theme
        font = theme.font(SMALL, 700 if cell.changed else MEDIUM, mono=True)
        width = QFontMetrics(font).horizontalAdvance(cell.text)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QPointF(right - width, base), cell.text)
        if cell.changed:
            self._paint_dot(painter, right - width - theme.px(9), base - theme.px(4.5), side)

    def _formula_left(self) -> float:
        """Where what a formula says begins: behind the longest of their names."""
        assert self._look is not None
        assert self._numbers is not None
        theme = self._look.theme
        mono = theme.font(TINY, MEDIUM, mono=True)
        names = max(text_width(line.name, mono) for lines in self._numbers.formulas for line in lines)
        return names + theme.px(14) + 4

    def _told_formulas(self) -> dict[str, list[tuple[Formula, list[str]]]]:
        """By side its formulas, each with what it says, line by line."""
        assert self._look is not None
        assert self._numbers is not None
        theme, room = self._look.theme, self._width() - self._formula_left()
        told: dict[str, list[tuple[Formula, list[str]]]] = {}
        for side, lines in zip(("left", "right"), self._numbers.formulas, strict=True):
            if lines:
                # An equals sign stays with what it leads to.
                texts = [f"= {line.text}".replace("= ", f"={_NO_BREAK}") for line in lines]
                fonts = [theme.font(TINY, MEDIUM, mono=True, words=text) for text in texts]
                broken = (lines_of(text, font, room) for text, font in zip(texts, fonts, strict=True))
                told[side] = list(zip(lines, broken, strict=True))
        return told

    def _paint_formulas(self, painter: QPainter, top: int) -> int:
        """How each host came to its RTO; what this step computed has a dot."""
        assert self._look is not None
        assert self._numbers is not None
        theme = self._look.theme
        top = self._paint_heading(painter, self._look.catalogue.text("timing.title"), top) + theme.px(4)
        tall = theme.px(_FORMULA)
        mono = theme.font(TINY, MEDIUM, mono=True)
        left = self._formula_left()
        told = self._told_formulas()
        for side, host in zip(("left", "right"), self._numbers.hosts, strict=True):
            if side not in told:
                continue
            place = QRectF(0, top, self._width(), tall)
            draw_text(painter, place, host, theme.font(SMALL, SEMIBOLD), theme.colour(side))
            top += tall
            for line, texts in told[side]:
                draw_text(painter, QRectF(theme.px(10), top, left, tall), line.name, mono, theme.colour("ink2"))
                if line.changed:
                    self._paint_dot(painter, theme.px(4), top + tall / 2, side)
                for words in texts:
                    place = QRectF(left, top, self._width() - left, tall)
                    font = theme.font(TINY, MEDIUM, mono=True, words=words)
                    draw_text(painter, place, words, font, theme.colour("ink"))
                    top += tall
                rule = line.rule.rpartition(" ")[2]
                if place.width() - text_width(words, font) > text_width(rule, mono) + theme.px(8):
                    draw_text(painter, place, rule, mono, theme.colour("ink3"), RIGHT)
        return top + theme.px(4)

    def _paint_dot(self, painter: QPainter, x: float, y: float, side: str) -> None:
        assert self._look is not None
        theme = self._look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(side))
        painter.drawEllipse(QPointF(x, y), theme.px(3), theme.px(3))

    def _paint_timer(self, painter: QPainter, row: TimerRow, top: int) -> None:
        """Its name, and per host the ring that runs down with the time that is left, or an empty one."""
        assert self._look is not None
        theme = self._look.theme
        middle = top + theme.px(_TIMER) / 2
        columns = self._columns()
        room = columns[0] - self._width() * 0.31 + theme.px(24)
        armed = row.left is not None or row.right is not None
        label = QRectF(0, top, room, theme.px(_TIMER))
        key = f"timer.long.{row.timer}"
        words = self._look.catalogue.text(key) if self._look.catalogue.has(key) else row.label
        draw_text(painter, label, words, theme.font(SMALL), theme.colour("ink" if armed else "ink3"))
        radius = theme.px(8)
        for dial, right, side in zip((row.left, row.right), columns, ("left", "right"), strict=True):
            font = theme.font(SMALL, MEDIUM, mono=True)
            idle = UNKNOWN if hidden(self._look.side, side) else self._look.catalogue.text("timing.idle")
            text = dial.remaining if dial is not None else idle
            wide = text_width(text, font)
            place = QRectF(right - wide - 1, top, wide + 1, theme.px(_TIMER))
            draw_text(painter, place, text, font, theme.colour("ink" if dial is not None else "ink3"))
            if dial is None:
                continue
            ring = QRectF(place.left() - theme.px(10) - 2 * radius, middle - radius, 2 * radius, 2 * radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("line"), theme.px(3)))
            painter.drawEllipse(ring)
            painter.setPen(QPen(theme.colour(side), theme.px(3)))
            painter.drawArc(ring, 90 * 16, round(dial.left * 360 * 16))
            self._ask(ring.united(place), "timer", side, dial.timer)
