"""What outlives a sudden end, and what a good end forgets."""

import pytest

from tcpanim.gui.loading import Source
from tcpanim.gui.recovery import Recovery

FIRST = Source("builtin", "three-way-handshake")


@pytest.fixture
def lock(tmp_path):
    return tmp_path / "window.lock"


def written(desk, qtbot):
    qtbot.waitUntil(lambda: desk.settings.left_open is not None and desk.settings.left_open[2] == desk.playhead.t)


def test_after_a_good_end_everything_begins_anew(open_desk, qtbot, lock):
    desk = open_desk()
    recovery = Recovery(desk, lock)
    assert recovery.left is None
    desk.playhead.seek(desk.session.trace.moments[2])
    written(desk, qtbot)
    desk.window.close()
    again = Recovery(open_desk(), lock)
    assert again.left is None
    assert again.source(FIRST, anything=True) == FIRST


def test_a_second_window_keeps_out(open_desk, lock):
    first, second = open_desk(), open_desk()
    assert Recovery(first, lock).owns
    owner = Recovery(second, lock.with_name("another.lock"))
    assert owner.owns
    kept = Recovery(first, lock.with_name("third.lock"))
    assert not Recovery(second, lock.with_name("third.lock")).owns
    assert kept.owns


def test_nonsense_in_the_file_is_as_good_as_nothing(open_desk, lock):
    desk = open_desk()
    desk.settings.leave_open(("url", "http://x", 5))
    assert desk.settings.left_open is None
    desk.settings.leave_open(("file", "x", -5))
    assert Recovery(desk, lock).left is None
