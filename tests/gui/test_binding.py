"""The Qt binding itself: a fault in it would bring down every view."""

import sys

from PySide6.QtGui import QPainter, QPixmap


def test_calls_into_qt_leave_the_reference_count_of_none_alone(qapp):  # noqa: ARG001 - painting needs an application
    # PySide6 6.12.0 loses a reference to None at each call that returns nothing. Before Python 3.12 None is counted,
    # and the interpreter dies of it after some thousand calls, that is, within seconds of playing.
    pixmap = QPixmap(8, 8)
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setOpacity(1.0)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 50
