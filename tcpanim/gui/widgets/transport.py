"""The bar at the bottom: moving through the run, its speed, the timeline, the virtual clock."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import TRANSPORT
from tcpanim.gui.theme import MEDIUM, SEMIBOLD, SMALL, TITLE
from tcpanim.gui.widgets.parts import IconButton, KeyButton
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.trace.trace import Trace
from tcpanim.units import MS, US, format_time

SLOWEST, FASTEST = 0.1, 10.0
_NOTCHES = 200
PRESETS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


def speed_text(speed: float) -> str:
    """A speed as people read it: 0.5 ×, 1 ×, 10 ×."""
    return f"{speed:.2f}".rstrip("0").rstrip(".") + " ×"


def clock_text(t: int, fine: bool) -> str:
    """A time on the virtual clock, always as wide: seconds with three decimals, with six where things are quick."""
    return f"{t // US / 1_000_000:.6f} s" if fine else f"{t // MS / 1000:.3f} s"


class SpeedButton(KeyButton):
    """Shows the speed; pressed, it opens a logarithmic slider; the wheel turns it too."""

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speed = 1.0
        self._name = ""
        self._popup = QFrame(self, Qt.WindowType.Popup)
        self._popup.setProperty("popup", True)
        self._slider = QSlider(Qt.Orientation.Horizontal, self._popup)
        self._slider.setRange(0, _NOTCHES)
        self._slider.valueChanged.connect(self._slide)
        self._presets = [KeyButton(self._popup) for _ in PRESETS]
        self._column = QVBoxLayout(self._popup)
        self._column.addWidget(self._slider)
        self._row = QHBoxLayout()
        self._column.addLayout(self._row)
        for speed, button in zip(PRESETS, self._presets, strict=True):
            button.setText(speed_text(speed))
            button.clicked.connect(lambda _checked=False, speed=speed: self.chosen.emit(speed))
            self._row.addWidget(button)
        self.clicked.connect(self._open)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        theme = look.theme
        self.setFont(theme.font(SMALL, MEDIUM, mono=True))
        self.setFixedWidth(theme.px(88))
        self._name = look.catalogue.text("window.speed")
        self.setAccessibleName(f"{self._name} {self.text()}")
        self.setToolTip(look.catalogue.text("window.speed-help"))
        self._slider.setAccessibleName(look.catalogue.text("window.speed"))
        self._column.setContentsMargins(*[theme.px(12)] * 4)
        self._row.setSpacing(theme.px(4))
        for button in self._presets:
            button.setFont(theme.font(SMALL, mono=True))

    def show_speed(self, speed: float) -> None:
        """Show that speed."""
        self._speed = speed
        self.setText(speed_text(speed))
        self.setAccessibleName(f"{self._name} {self.text()}")
        self._slider.blockSignals(True)
        self._slider.setValue(round(_NOTCHES * math.log(speed / SLOWEST) / math.log(FASTEST / SLOWEST)))
        self._slider.blockSignals(False)

    def _slide(self, notch: int) -> None:
        speed: float = SLOWEST * (FASTEST / SLOWEST) ** (notch / _NOTCHES)
        # Round numbers are met, so that "exactly 1 ×" can be found with a mouse.
        near = min(PRESETS, key=lambda preset: abs(math.log(preset / speed)))
        self.chosen.emit(near if abs(math.log(near / speed)) < 0.03 else round(speed, 2))

    def _open(self) -> None:
        self._popup.adjustSize()
        above = self.mapToGlobal(QPoint(0, -self._popup.height() - 6))
        self._popup.move(above)
        self._popup.show()
        self._slider.setFocus()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch of the wheel is a fifth more or less."""
        turns = event.angleDelta().y() / 120
        self.chosen.emit(min(max(self._speed * 1.2**turns, SLOWEST), FASTEST))
        event.accept()


class Clock(QWidget):
    """The virtual time, the length of the run, and how much virtual time a second of watching takes here."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._look: Look | None = None
        self._lines = ("", "", "")
        self._help = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._help = look.catalogue.text("window.clock-help")
        self._tell_help()
        self.updateGeometry()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def set_lines(self, time: str, length: str, scale: str) -> None:
        """Show these."""
        before, self._lines = self._lines, (time, length, scale)
        if before != self._lines:
            self.update()
        if before[2] != scale:  # the time changes with every frame, this hardly ever
            self._tell_help()

    def tell(self) -> None:
        """Time stands: now a screen reader can be told, which in every frame would only keep it busy."""
        time, length, _ = self._lines
        self.setAccessibleName(f"{time} {length}")

    def _tell_help(self) -> None:
        self.setToolTip("\n".join(part for part in (self._lines[2], self._help) if part))

    def lines(self) -> tuple[str, str, str]:
        """What is shown."""
        return self._lines

    def sizeHint(self) -> QSize:
        """Room for the longest time there is in a lecture."""
        if self._look is None:
            return QSize(150, 60)
        theme = self._look.theme
        width = QFontMetrics(theme.font(TITLE, SEMIBOLD, mono=True)).horizontalAdvance("0000.000 s")
        small = QFontMetrics(theme.font(SMALL)).horizontalAdvance(
            self._look.catalogue.text("window.scale", scale="888.8 ms")
        )
        return QSize(max(width, small) + theme.px(8), theme.px(72))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Three lines, the first one large."""
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        middle = self.height() / 2
        second = theme.font(SMALL, mono=True, words=self._lines[1])
        fonts = (theme.font(TITLE, SEMIBOLD, mono=True), second, theme.font(SMALL))
        inks = ("ink", "ink3", "ink2")
        offsets = (-10, 11, 30)
        for text, font, ink, offset in zip(self._lines, fonts, inks, offsets, strict=True):
            painter.setFont(font)
            painter.setPen(theme.colour(ink))
            painter.drawText(QPointF(0, middle + theme.px(abs(offset)) * (1 if offset > 0 else -1)), text)
        painter.end()


class Transport(QFrame):
    """Buttons, speed, timeline and clock."""

    speed_chosen = Signal(float)
    seek_requested = Signal(object)
    selected = Signal(object)
    menu_requested = Signal(object)

    def __init__(
        self, actions: Mapping[str, QAction], parent: QWidget | None = None, timeline: Timeline | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("bar", "bottom")
        self._look: Look | None = None
        self._trace: Trace | None = None
        self._t = 0
        self._direction = 0
        self._actions = actions
        self.buttons = {
            name: IconButton(name, size, self, round_=name == "play")
            for name, size in (
                ("start", 36), ("play-back", 36), ("step-back", 42), ("play", 54), ("step-forward", 42), ("end", 36),
            )
        }  # fmt: skip
        self.speed = SpeedButton(self)
        self.speed.chosen.connect(self.speed_chosen)
        self.timeline = timeline if timeline is not None else Timeline(self)
        self.timeline.seek_requested.connect(self.seek_requested)
        self.timeline.selected.connect(self.selected)
        self.timeline.menu_requested.connect(self.menu_requested)
        self.clock = Clock(self)
        self._layout = QHBoxLayout(self)
        for name, button in self.buttons.items():
            button.set_action(actions[name])
            self._layout.addWidget(button)
        self._layout.addWidget(self.speed)
        self._layout.addWidget(self.timeline, 1)
        self._layout.addWidget(self.clock)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme = look.theme
        self.setFixedHeight(theme.px(TRANSPORT))
        self._layout.setContentsMargins(theme.px(24), 0, theme.px(24), 0)
        self._layout.setSpacing(theme.px(6))
        for button in self.buttons.values():
            button.set_theme(theme)
        self.speed.set_look(look)
        self.timeline.set_look(look)
        self.clock.set_look(look)
        self._tell()

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run."""
        self._trace = trace
        self.timeline.set_trace(trace)

    def show_at(self, t: int) -> None:
        """Show the moment ``t``."""
        self._t = t
        self.timeline.show_at(t)
        self._tell()

    def set_selection(self, segment: int | None) -> None:
        """Mark a segment on the timeline."""
        self.timeline.set_selection(segment)

    def show_playing(self, direction: int) -> None:
        """Show what pressing the buttons would do."""
        self._direction = direction
        self.buttons["play"].set_icon("pause" if direction > 0 else "play")
        self.buttons["play-back"].set_icon("pause" if direction < 0 else "play-back")

    def _tell(self) -> None:
        if self._look is None or self._trace is None or self._look.time is None:
            self.clock.set_lines("", "", "")
            return
        say = self._look.catalogue.text
        end = self._look.time.end
        fine = end < 10 * MS
        scale = format_time(self._look.time.ns_per_second(self._t), 1)
        self.clock.set_lines(
            clock_text(self._t, fine),
            say("window.of", length=clock_text(end, fine)),
            say("window.scale", scale=scale),
        )
