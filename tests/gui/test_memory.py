"""What the program must not keep in the memory."""

import gc
import subprocess
import sys
import weakref

import pytest

from tcpanim.gui.painting import large_type
from tcpanim.gui.views import LOWER, PANELS
from tests.gui.hall import KEY, picture, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ASK = """
import linecache
from tcpanim.gui.app import bare_application
application = bare_application()
import tcpanim.gui.desk
print(len(linecache.cache))
"""


def test_no_module_s_source_is_read_while_it_is_imported():
    """PySide's own import does that to each of some three hundred, and Python then keeps them all."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


@pytest.fixture
def opened(open_desk, qtbot):
    """A window, and a function that opens a built-in in it."""
    desk = open_desk("slow-start")

    def open_(name):
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open_builtin(name)

    return desk, open_


@pytest.mark.parametrize("view", LOWER)
def test_a_run_that_was_seen_in_a_view_goes_when_others_have_been_opened(opened, qtbot, view):
    """Into the view, out of it, another run: it keeps nothing, nor the look that the run was shown in."""
    desk, open_ = opened
    window, trace = desk.window, weakref.ref(desk.session.trace)
    window.show_view(view)
    for panel in PANELS:
        window.side.choose(panel)
    if view == "plots":
        window.below.named("plots").prepare()
    window.grab()
    desk.playhead.seek(desk.session.trace.end)
    window.grab()
    open_("two-way-handshake")  # with figures in which there is nothing to see
    window.show_view("header" if view == "ladder" else "ladder")
    open_("three-way-handshake")
    window.grab()
    gc.unfreeze()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and trace() is None, timeout=5_000)


def test_a_lecture_that_is_over_keeps_neither_views_nor_pictures_and_goes_on_as_it_was(lecture, qtbot):
    desk = lecture("four-way-close", size=(1920, 1080), reduced_motion=True)
    presentation = desk.presentation
    press(desk, *[KEY.Key_PageDown] * 3)
    for name in ("diagram", "plots", "states"):
        presentation.order(name)
        before = picture(desk)
    composed = presentation.picture
    views = [weakref.ref(view) for kind in (composed.tall, composed.low) for view in kind._widgets.values()]
    assert len(views) >= 3
    presentation.order("leave")
    gc.unfreeze()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not any(view() for view in views), timeout=5_000)
    assert composed.seen.isNull()
    assert not large_type._lines._kept
    presentation.begin(whole=False, size=(1920, 1080))
    assert picture(desk) == before
