"""The plots paint only what has changed: what is seen in the end is the same as if all had been painted."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.widgets.plots import Plots
from tcpanim.scene.clock import screen_time
from tests.gui.looks import dress
from tests.scene.test_series import run

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FRAME = 1 / 60
EDGES = 64
"""Of 255: by so much the edge of a name is darker where it was painted over itself."""


def seen(view):
    """What is on the screen, as far as it has been painted: rows, columns, colours."""
    QApplication.processEvents()
    image = view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


# The axis across has its title where the playhead's time comes to stand at the end.
@pytest.mark.parametrize("kind", ["rounds", "sequence"])
def test_painted_by_frames_it_looks_as_painted_at_once(qtbot, kind):
    trace = run("queue-overflow")
    time_map = screen_time(trace, "story")
    view = Plots()
    qtbot.addWidget(view)
    dress(view, trace, (900, 420))
    view.show()
    qtbot.waitExposed(view)
    view.prepare()
    view.show_kind(kind)
    seen(view)
    screen, count = time_map.length * 0.4, 0
    while screen < time_map.length:
        view.show_at(time_map.to_virtual(screen))
        partly = seen(view)
        if count % 10 == 0:
            for part in view.findChildren(QWidget):
                part.update()
            assert np.abs(partly - seen(view)).max() <= EDGES
        screen, count = screen + FRAME, count + 1
    assert count > 100
