"""What tests of a lecture do: press keys, move the mouse, look at the audience's picture, let it play."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.presentation.orders import DEBOUNCE_MS

KEY = Qt.Key


def press(desk, *keys):
    for key in keys:
        QTest.keyClick(desk.presentation.audience, key)


def move(widget, at):
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), widget.mapToGlobal(QPointF(at)),
        Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def picture(desk):
    return desk.presentation.audience.grab().toImage()


def play(desk):
    while desk.playhead.moving:
        desk.playhead.advance(1 / 60)


def ticking():
    """A clock in which each look is half a second later."""
    moment = [0]

    def now():
        moment[0] += 2 * DEBOUNCE_MS
        return moment[0]

    return now
