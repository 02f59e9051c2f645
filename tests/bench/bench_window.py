"""How long the whole window takes to show itself in another way, against the budget of 200 ms."""

from __future__ import annotations

from itertools import cycle

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tcpanim.gui.app import make_application, source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tcpanim.i18n import LANGUAGES
from tcpanim.lesson import DETAILS, NUMBERINGS
from tcpanim.scene.roles import THEMES


@pytest.fixture
def desk(qtbot, tmp_path):
    """A window of 1920 × 1080 in the middle of a four-way close."""
    make_application()
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Desk(store, Faults(lambda: tmp_path / "tcpanim.log"), (1920, 1080))
    made.window.show()
    with qtbot.waitSignal(made.session.settled, timeout=20_000):
        made.session.open(source_of(WindowOptions(file="four-way-close")))
    assert made.session.trace is not None
    made.playhead.seek(made.session.trace.moments[14])
    yield made
    made.window.close()


@pytest.mark.parametrize(
    ("choice", "values"),
    [("language", LANGUAGES), ("theme", THEMES), ("numbering", NUMBERINGS), ("detail", DETAILS)],
)
def test_another_look(benchmark, desk, choice, values):
    choose, next_value = getattr(desk.appearance, f"set_{choice}"), cycle(values)

    def change():
        choose(next(next_value))
        for _ in range(3):  # nested layouts settle in rounds
            QApplication.processEvents()
        desk.window.repaint()

    for _ in values:
        change()  # the first time reads catalogues
    benchmark(change)
