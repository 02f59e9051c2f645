"""No frame of any built-in may take longer than the screen gives it: the window plays each over its whole length."""

import time
from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication

from tcpanim.gui.app import source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.rest import Rest
from tcpanim.i18n import LANGUAGES
from tcpanim.library import builtins
from tests.gui.looks import fonts_loaded

FRAME = 1 / 60
SIZE = (1920, 1080)


@pytest.fixture(scope="module")
def totals():
    """Counts over all built-ins that were chosen, printed in the end."""
    counted: Counter[str] = Counter()
    slowest = [(0.0, "")]
    yield counted, slowest
    longest, name = max(slowest)
    print(f"\n{counted['late']} of {counted['frames']} frames were late; the longest took {longest:.1f} ms ({name})")


def _frames(desk):
    """Milliseconds of the processor that each frame takes: a tick of the playhead, a sixtieth of a second after the one
    before, and all that is done until the next."""
    playhead, end = desk.playhead, desk.session.trace.end
    playhead.driven = True
    playhead.seek(0)
    while playhead.t < end or playhead.moving:
        if playhead.t < end and not playhead.direction:  # on, after a note that pauses
            playhead.play()
        began = time.process_time()
        playhead.tick(FRAME)
        QCoreApplication.processEvents()
        yield 1000 * (time.process_time() - began)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_frames_of_a_built_in(qtbot, tmp_path, store, record_property, totals, name, language):
    """Prints the median, the 99th of a hundred and the longest frame, in ms, and how many were too long:
    of the processor, so that a busy machine does not count."""
    fonts_loaded()
    desk = Desk(store, Faults(lambda: tmp_path / "log"), SIZE)
    qtbot.addWidget(desk.window)
    desk.appearance.set_language(language)
    desk.window.show()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open(source_of(WindowOptions(file=name)))
    rest = Rest(desk)
    qtbot.waitUntil(lambda: rest.done, timeout=60_000)
    frames = sorted(_frames(desk))
    desk.window.close()
    late = sum(frame > 1000 * FRAME for frame in frames)
    median, p99, longest = (frames[min(len(frames) - 1, int(len(frames) * at))] for at in (0.5, 0.99, 1.0))
    record_property("frames", (median, p99, longest, late, len(frames)))
    print(
        f"\n{name:32} {language}  median {median:5.1f}  p99 {p99:5.1f}  longest {longest:5.1f} ms"
        f"  late {late} of {len(frames)}"
    )
    counted, slowest = totals
    counted.update(late=late, frames=len(frames))
    slowest.append((longest, f"{name}, {language}"))
