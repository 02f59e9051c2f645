"""What is changed in the run: a list with a switch for each, opened by the chip in the toolbar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.icons import paint_icon
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL, Theme
from tcpanim.gui.widgets.parts import IconButton, KeyButton, clear, label

WIDTH = 480


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; ``detail``: when, or why it does nothing."""

    what: str
    detail: str
    on: bool


class Tick(QAbstractButton):
    """A box with a tick, in the theme's colours; Space and Enter turn it over."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(theme.px(22), theme.px(22))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box; with the focus in a ring."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(theme.colour("left" if self.isChecked() or self.hasFocus() else "ink3"), 1.5 * theme.scale))
        painter.setBrush(theme.colour("left" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        if self.isChecked():
            paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.colour("surface"))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("ink"), 1.5 * theme.scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), theme.px(6), theme.px(6))
        painter.end()


class ChangesList(QFrame):
    """Shows the rows and tells what is switched; it closes when one clicks elsewhere, or by Esc."""

    switched = Signal(int, bool)
    removed = Signal(int)
    original_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        self.title = label(self)
        self.empty = label(self, "2", wrap=True)
        self.switches: list[Tick] = []
        self.crosses: list[IconButton] = []
        self._rows = QVBoxLayout()
        self.original = KeyButton(self)
        self.original.clicked.connect(self.original_requested)
        self.save = KeyButton(self)
        self.save.clicked.connect(self._save)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.original)
        self._buttons.addWidget(self.save)
        self._buttons.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.empty)
        self._column.addLayout(self._rows)
        self._column.addLayout(self._buttons)

    def show_rows(self, look: Look, rows: tuple[ChangeRow, ...], key: str) -> None:
        """Write everything; ``key``: what opens the menu of what can be tried."""
        theme, say = look.theme, look.catalogue.text
        self.setFixedWidth(theme.px(WIDTH))
        self._column.setContentsMargins(*[theme.px(16)] * 4)
        self._column.setSpacing(theme.px(10))
        self._rows.setSpacing(theme.px(6))
        self.title.setFont(theme.font(LEAD, SEMIBOLD))
        self.title.setText(say("whatif.list"))
        self.empty.setFont(theme.prose(BODY))
        self.empty.setText(say("whatif.empty", key=key))
        self.empty.setVisible(not rows)
        focus = self._focused()
        clear(self._rows)
        self.switches, self.crosses = [], []
        for number, row in enumerate(rows):
            line = self._row(look, number, row)
            self._rows.addWidget(line)
            line.show()  # what shows itself later has no height yet, and takes no focus
        active = any(row.on for row in rows)
        self.original.setVisible(bool(rows))
        self.original.setText(say("whatif.original" if active else "whatif.again"))
        self.save.setVisible(bool(rows))
        self.save.setEnabled(active)
        self.save.setText(say("whatif.save"))
        for button in (self.original, self.save):
            button.setFont(theme.font(BODY))
        self.setAccessibleName(say("whatif.list"))
        self._fit()
        if self.isVisible() and focus is not None:
            self._focus(*focus)

    def _fit(self) -> None:
        """As high as its rows are at its width."""
        self._column.activate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))

    def open_below(self, place: QWidget) -> None:
        """Under that widget, within its window."""
        self._fit()
        corner = place.mapToGlobal(QPoint(place.width() - self.width(), place.height() + 4))
        window = place.window()
        left = window.mapToGlobal(QPoint(8, 0)).x()
        right = window.mapToGlobal(QPoint(window.width() - self.width() - 8, 0)).x()
        self.move(max(left, min(corner.x(), right)), corner.y())
        self.show()
        (self.switches[0] if self.switches else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _focused(self) -> tuple[str, int] | None:
        """Which row has the focus, in its switch or its cross."""
        for kind, ones in (("switch", self.switches), ("cross", self.crosses)):
            for number, one in enumerate(ones):
                if one.hasFocus():
                    return kind, number
        return None

    def _focus(self, kind: str, number: int) -> None:
        """The focus where it was before the rows were written anew; the last row, where that one is gone."""
        ones: Sequence[QWidget] = self.switches if kind == "switch" else self.crosses
        (ones[min(number, len(ones) - 1)] if ones else self).setFocus()

    def _row(self, look: Look, number: int, row: ChangeRow) -> QWidget:
        theme, say = look.theme, look.catalogue.text
        whole = QWidget(self)
        switch = Tick(theme, whole)
        switch.setChecked(row.on)
        switch.setAccessibleName(say("whatif.switch", what=f"{row.what} {row.detail}".strip()))
        switch.toggled.connect(lambda on: self.switched.emit(number, on))
        what = label(whole, "1" if row.on else "3", wrap=True)
        what.setFont(theme.prose(BODY))
        what.setText(row.what)
        what.setBuddy(switch)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, theme.px(4), 0, 0)  # the first line at the height of box and cross
        words.addWidget(what)
        if row.detail:
            detail = label(whole, "3", wrap=True)
            detail.setFont(theme.prose(SMALL))
            detail.setText(row.detail)
            words.addWidget(detail)
        words.addStretch(1)
        box = QVBoxLayout()
        box.setContentsMargins(0, theme.px(3), 0, 0)
        box.addWidget(switch)
        box.addStretch(1)
        cross = IconButton("close", 28, whole)
        cross.set_theme(theme)
        cross.setAccessibleName(say("whatif.remove", what=row.what))
        cross.setToolTip(cross.accessibleName())
        cross.clicked.connect(lambda: self.removed.emit(number))
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(10))
        line.addLayout(box)
        line.addLayout(words, 1)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        self.switches.append(switch)
        self.crosses.append(cross)
        return whole

    def _save(self) -> None:
        self.hide()
        self.save_requested.emit()
