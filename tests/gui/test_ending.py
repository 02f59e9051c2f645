"""Ends that come from outside: Ctrl+C in the terminal, a logout, a shutdown."""

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.gui.ending import SIGNALS, Ending
from tcpanim.gui.recovery import Recovery

if os.name != "posix":
    pytest.skip("signals as a Unix system sends them", allow_module_level=True)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_told_in_the_window_at_rest_and_afterwards_does_what_it_did(qtbot, number):
    before = signal.signal(number, signal.default_int_handler)  # behind `nohup` or `&` some are ignored
    ending = Ending()
    try:
        with qtbot.waitSignal(ending.asked) as told:
            os.kill(os.getpid(), number)
        assert told.args == [number == signal.SIGINT]
        assert ending.by == number
        ending.remove()
        assert signal.getsignal(number) == signal.default_int_handler
    finally:
        ending.remove()
        signal.signal(number, before)


def test_what_is_to_be_ignored_is_ignored(qtbot):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as by nohup
    ending = Ending()
    try:
        os.kill(os.getpid(), signal.SIGHUP)
        with qtbot.waitSignal(ending.asked):
            os.kill(os.getpid(), signal.SIGTERM)
        assert ending.by == signal.SIGTERM
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        ending.remove()
        signal.signal(signal.SIGHUP, before)


def test_a_window_that_the_user_did_not_close_goes_on_in_the_next_one(open_desk, tmp_path):
    lock = tmp_path / "window.lock"
    desk = open_desk("lost-syn")
    recovery = Recovery(desk, lock)
    desk.playhead.seek(desk.session.trace.moments[2])
    recovery.keep()  # at once, without the pause that other changes are waited for in
    desk.window.close()
    again = Recovery(open_desk(), lock)
    assert again.left == ("builtin", "lost-syn", desk.playhead.t)


def test_what_was_written_just_before_the_end_is_kept(open_desk):
    desk = open_desk("lost-syn")
    desk.editing.open()
    QTest.keyClicks(desk.editing.panel.code, "# the last words")
    QTest.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.isVisible()
    assert "# the last words" in desk.editing.drafts.get(("builtin", "lost-syn"))


def test_a_session_that_ends_finds_everything_kept(open_desk, tmp_path):
    desk, lock = open_desk("lost-syn"), tmp_path / "window.lock"
    recovery = Recovery(desk, lock)
    desk.editing.open()
    QTest.keyClicks(desk.editing.panel.code, "# the last words")
    desk.playhead.seek(desk.session.trace.moments[2])
    desk.editing.keep()
    recovery.keep(firm=False)
    assert desk.window.isVisible()
    assert "# the last words" in desk.editing.drafts.get(("builtin", "lost-syn"))
    desk.window.close()  # by the system
    assert Recovery(open_desk(), lock).left == ("builtin", "lost-syn", desk.playhead.t)


def test_a_session_that_was_to_end_and_went_on_leaves_nothing_behind(open_desk, tmp_path):
    desk, lock = open_desk("lost-syn"), tmp_path / "window.lock"
    recovery = Recovery(desk, lock)
    recovery.keep(firm=False)
    desk.playhead.seek(desk.session.trace.moments[2])
    desk.window.close()  # by the user, long afterwards
    assert Recovery(open_desk(), lock).left is None
