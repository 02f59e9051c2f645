"""What the command line asks of a window once its run is there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.gui.errands import go_as_asked
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.presentation.lecture import panel_of


@pytest.mark.parametrize("view", ["header", "ladder", "states", "plots"])
def test_a_lecture_begins_with_the_view_that_is_asked_for(open_desk, view):
    desk = open_desk("four-way-close", width=1280, height=720)
    go_as_asked(desk, WindowOptions(present=True, view=view, at=("step", 17), size=(1280, 720), screenshot="x.png"))
    assert panel_of(desk.presentation.lecture.view) == view
    QTest.keyClick(desk.presentation.audience, Qt.Key.Key_J)
    assert panel_of(desk.presentation.lecture.view) is None
    desk.presentation.end()
