"""The ladder draws only what is new: what stands there in the end is the same as if it had been drawn at once."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tcpanim.gui.widgets.ladder import Ladder
from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.clock import screen_time
from tcpanim.sim.run import simulate
from tests.gui.looks import dress


def run(name):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return simulate(scenario)


def ladder(qtbot, trace, side, t):
    view = Ladder()
    qtbot.addWidget(view)
    dress(view, trace, (700, 330), side=side)
    view.show()
    view.show_at(t)
    return view


def pixels(view):
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shape = image.height(), image.width(), 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[:, :, :3].astype(int)


def around(image, choose):
    """Of each pixel and its neighbours the darkest, or the brightest."""
    rows, columns = (choose([np.roll(image, by, axis) for by in (-1, 0, 1)], axis=0) for axis in (0, 1))
    return choose([rows, columns], axis=0)


def alike(first, second):
    """Whether both look the same, although a thin line that is cut off at the edge of what is drawn is smoothed a
    little otherwise than one that is drawn whole: hardly a pixel may stand out from the other's around it."""
    spare = 24
    low, high = around(second, np.min) - spare, around(second, np.max) + spare
    return ((first < low) | (first > high)).any(axis=2).mean() < 0.001


@pytest.mark.parametrize("side", ["both", "left"])
@pytest.mark.parametrize("name", ["sack-three-holes", "zero-window-lost-update", "corrupted-segment"])
def test_grown_by_frames_it_looks_as_drawn_at_once(qtbot, name, side):
    trace = run(name)
    time_map = screen_time(trace, "story")
    grown = ladder(qtbot, trace, side, 0)
    shares = [*range(72), 60, 61, 62, 100, 99, 30, 31]  # on and on, then back and forth
    for share in shares:
        t = time_map.to_virtual(time_map.length * share / 100)
        grown.show_at(t)
        seen = pixels(grown)
        if share % 12 == 0 or share in (100, 99, 31, 62):
            whole = pixels(ladder(qtbot, trace, side, t))
            assert alike(seen, whole), f"at {share} %"
            assert alike(whole, seen), f"at {share} %"
