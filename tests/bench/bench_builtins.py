"""No frame of any built-in may take longer than the screen gives it: the window plays each over its whole length."""

import time

import pytest
from PySide6.QtCore import QCoreApplication

from tcpanim.gui.app import source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tcpanim.library import builtins
from tests.gui.looks import fonts_loaded

FRAME = 1 / 60
SIZE = (1920, 1080)


@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_frames_of_a_built_in(qtbot, tmp_path, store, record_property, name):
    """Prints the median, the 99th of a hundred and the longest frame, in ms, and how many were too long:
    of the processor, so that a busy machine does not count."""
    fonts_loaded()
    desk = Desk(store, Faults(lambda: tmp_path / "log"), SIZE)
    qtbot.addWidget(desk.window)
    desk.window.resize(*SIZE)
    desk.window.show()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open(source_of(WindowOptions(file=name)))
    QCoreApplication.processEvents()
    trace = desk.session.trace
    assert trace is not None
    time_map = desk.appearance.time_map(trace)
    frames = []
    for index in range(int(time_map.length / FRAME) + 1):
        began = time.process_time()
        desk.playhead.seek(time_map.to_virtual(index * FRAME))
        QCoreApplication.processEvents()
        frames.append(time.process_time() - began)
    desk.window.close()
    frames.sort()
    late = sum(frame > FRAME for frame in frames)
    median, p99, longest = (1000 * frames[min(len(frames) - 1, int(len(frames) * at))] for at in (0.5, 0.99, 1.0))
    record_property("frames", (median, p99, longest, late, len(frames)))
    print(f"\n{name:32} median {median:5.1f}  p99 {p99:5.1f}  longest {longest:5.1f} ms  late {late} of {len(frames)}")
