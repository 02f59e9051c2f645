"""How long a what-if takes from the order to the picture, against the budget of 100 ms."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from tcpanim.gui.app import make_application, source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tcpanim.scenario.edits import drop


@pytest.fixture
def desk(qtbot, tmp_path):
    """A window of 1920 × 1080."""
    make_application()
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Desk(store, Faults(lambda: tmp_path / "tcpanim.log"), (1920, 1080))
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()


@pytest.mark.parametrize(
    "name", ["four-way-close", "sack-three-holes", "cubic-growth", "reno-growth", "congestion-rounds"]
)
def test_what_if_a_segment_is_lost(benchmark, desk, name):
    def settle(order):
        loop = QEventLoop()
        desk.session.settled.connect(loop.quit)
        order()
        loop.exec()
        desk.window.repaint()
        QApplication.processEvents()

    settle(lambda: desk.session.open(source_of(WindowOptions(file=name))))
    trace = desk.session.trace
    assert trace is not None
    desk.playhead.seek(trace.moments[len(trace.moments) // 2])
    host = trace.hosts[0].name

    def ask():
        settle(lambda: desk.session.edit(drop(host, 3)))

    benchmark.pedantic(ask, setup=lambda: settle(desk.session.undo) if desk.session.changed else None, rounds=8)
