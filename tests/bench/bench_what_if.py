"""How long a what-if takes from the order to the picture, against the budget of 100 ms."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from tcpanim.gui.app import make_application, source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.rest import Rest
from tcpanim.scenario.edits import drop


@pytest.fixture
def desk(qtbot, tmp_path):
    """A window of 1920 × 1080."""
    make_application()
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Desk(store, Faults(lambda: tmp_path / "tcpanim.log"), (1920, 1080))
    Rest(made)  # a child of it
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()


LONGEST = ["four-way-close", "sack-three-holes", "cubic-growth", "reno-growth", "congestion-rounds"]


def draw(desk):
    """What has changed is laid out and drawn, in this order, as Qt does it."""
    QApplication.sendPostedEvents()
    desk.window.repaint()
    QApplication.processEvents()


@pytest.mark.parametrize("name", LONGEST)
def test_what_if_a_segment_is_lost(benchmark, desk, name):
    def settle(order):
        loop = QEventLoop()
        desk.session.settled.connect(loop.quit)
        order()
        loop.exec()
        draw(desk)

    settle(lambda: desk.session.open(source_of(WindowOptions(file=name))))
    trace = desk.session.trace
    assert trace is not None
    desk.playhead.seek(trace.moments[len(trace.moments) // 2])
    draw(desk)
    host = trace.hosts[0].name

    def ask():
        settle(lambda: desk.session.edit(drop(host, 3)))

    benchmark.pedantic(ask, setup=lambda: settle(desk.session.undo) if desk.session.changed else None, rounds=8)
