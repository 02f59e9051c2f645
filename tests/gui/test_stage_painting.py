"""The stage paints only what has changed: what is seen in the end is the same as if all had been painted."""

import pytest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.widgets.stage import Stage
from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.clock import screen_time
from tcpanim.sim.run import simulate
from tests.gui.looks import dress

FRAME = 1 / 60


def seen(stage):
    """What is on the screen, as far as it has been painted."""
    QApplication.processEvents()
    return stage.screen().grabWindow(stage.winId()).toImage()


# Few cards with words and a silence; a queue that overflows; a crowd that lies lost while a timer runs; one side.
@pytest.mark.parametrize(
    ("name", "first", "last", "side"),
    [
        ("lost-data", 0.0, 1.0, "both"),
        ("queue-overflow", 0.55, 1.0, "both"),
        ("congestion-rounds", 0.44, 0.54, "both"),
        ("lost-data", 0.0, 1.0, "left"),
    ],
)
def test_painted_by_frames_it_looks_as_painted_at_once(qtbot, name, first, last, side):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    trace = simulate(scenario)
    time_map = screen_time(trace, "story")
    stage = Stage()
    qtbot.addWidget(stage)
    dress(stage, trace, (1100, 360), side=side)
    stage.show()
    qtbot.waitExposed(stage)
    screen, count = time_map.length * first, 0
    while screen < time_map.length * last:
        stage.show_at(time_map.to_virtual(screen))
        partly = seen(stage)
        if count % 10 == 0:
            stage.update()
            assert partly == seen(stage), f"at {stage.describe()}"
        screen, count = screen + FRAME, count + 1
    assert count > 100
