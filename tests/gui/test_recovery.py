"""What outlives a sudden end, and what a good end forgets."""

import pytest

from tcpanim.gui.loading import Source
from tcpanim.gui.recovery import Recovery
from tcpanim.scenario.edits import drop

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


def test_after_a_sudden_end_the_changes_and_the_unsaved_text_are_there_again(open_desk, qtbot, lock):
    desk = open_desk()
    recovery = Recovery(desk, lock)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.edit(drop("client", 2), drop("server", 9))
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.set_edits(desk.session.edits.switch(1, on=False))
    desk.playhead.seek(desk.session.trace.end)
    written(desk, qtbot)
    desk.editing.open()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        code = desk.editing.panel.code
        code.replace_text(desk.editing.panel.text.replace("isn: 100", "isn: 7000"))
    t = desk.playhead.t
    recovery._lock.unlock()  # as if the process had ended here
    again = open_desk()
    second = Recovery(again, lock)
    assert second.moment() == t
    second.restore()
    qtbot.waitUntil(lambda: again.session.trace.flights[0].segment.seq == 7000)
    assert [entry.on for entry in again.session.edits.entries] == [True, False]
    assert again.session.changed
    assert again.editing.shown
    assert again.editing.dirty
