"""Tab goes round the window from the top to the bottom, through everything that takes keys, and begins anew."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

MOST = 80


def round_of(desk):
    """What Tab comes to, from the library's button until it is there again."""
    desk.window.activateWindow()
    start = desk.window.toolbar.library
    start.setFocus(Qt.FocusReason.TabFocusReason)
    found = [start]
    for _ in range(MOST):
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is start:
            return found
        found.append(focus)
    raise AssertionError([type(widget).__name__ for widget in found])


@pytest.mark.parametrize(
    ("view", "panel"),
    [("ladder", "segment"), ("states", "numbers"), ("sequence", "why"), ("plots", "lesson"), ("events", "segment"),
     ("header", None)],
)  # fmt: skip
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_tab_comes_to_everything_once_and_back(open_desk, view, panel, size):
    desk = open_desk("lost-data", *size)
    window = desk.window
    desk.playhead.seek(desk.session.trace.moments[8])
    desk.controller.show_view(view)
    desk.controller.show_panel(panel)
    QApplication.processEvents()
    found = round_of(desk)
    assert len(set(found)) == len(found)
    bars = [window.toolbar, window.below, window.side if panel else window.strip, window.transport]
    parts = [next(bar for bar in bars if bar.isAncestorOf(widget)) for widget in found]
    order = [bars.index(part) for part in parts]
    assert order == sorted(order)
    page = [widget for widget in found if window.side.stack.isAncestorOf(widget)][1:]  # the first one scrolls it
    tops = [widget.mapTo(window, QPoint()).y() for widget in page]
    assert all(below > above - widget.height() for widget, (above, below) in zip(page, pairwise(tops), strict=False))
    for tabs in (window.below.left.tabs, window.below.right.tabs):
        seen = [widget for widget in found if tabs.isAncestorOf(widget)]
        assert [widget.isChecked() for widget in seen if isinstance(widget, QPushButton)] in ([True], [])
