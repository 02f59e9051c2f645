"""Run until, and breakpoints, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.scene.until import hosts_of, moments, read_condition
from tests.scene.test_series import run

FIN = Qt.Key.Key_F9


def times(text):
    trace = run("fast-retransmit-reno")
    return moments(read_condition(text, hosts_of(trace)), trace)


@pytest.fixture
def desk(open_desk):
    desk = open_desk("fast-retransmit-reno", width=1280, height=720)
    desk.playhead.glides = False
    return desk


def write(desk, qtbot, text):
    QTest.keyClick(desk.window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    desk.until.bar.line.setText(text)  # the list of completions is a window, which offscreen cannot hold the keyboard
    desk.until.bar.line.textEdited.emit(text)
    qtbot.waitUntil(lambda: not desk.until._jobs.busy)


def play_out(desk):
    for _ in range(2000):
        if not desk.playhead.direction:
            return
        desk.playhead.advance(0.1)


def test_it_plays_up_to_the_next_time(desk, qtbot):
    write(desk, qtbot, "client.cwnd > 9000")
    first, second = times("client.cwnd > 9000")
    assert "2 times" in desk.until.bar.told.text()
    assert "0.327 s" in desk.until.bar.told.text()
    QTest.keyClick(desk.until.bar.line, Qt.Key.Key_Return)
    assert desk.until.bar.isHidden()
    play_out(desk)
    assert desk.playhead.t == first
    QTest.keyClick(desk.window, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    play_out(desk)
    assert desk.playhead.t == second
    QTest.keyClick(desk.window, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    assert desk.until.bar.isVisible()
    assert "none after" in desk.until.bar.told.text()


def test_what_is_wrong_is_told_and_pointed_at(desk, qtbot):
    write(desk, qtbot, "server.cwmd > 4000")
    QTest.keyClick(desk.until.bar.line, Qt.Key.Key_Return)
    assert desk.until.bar.line.property("wrong")
    assert desk.until.bar.line.selectedText() == "cwmd"
    assert "character 8" in desk.until.bar.told.text()
    QTest.keyClick(desk.until.bar.line, Qt.Key.Key_Escape)
    assert desk.until.bar.isHidden()


def test_words_are_completed(desk, qtbot):
    write(desk, qtbot, "client.ss")
    assert desk.until._complete("client.ss") == ("client.ssthresh",)
    assert desk.until.bar._words.stringList() == ["client.ssthresh"]


def test_playing_stops_at_breakpoints_both_ways(desk):
    trace = run("fast-retransmit-reno")
    places = (trace.moments[10], trace.moments[30])
    for t in places:
        desk.playhead.seek(t)
        QTest.keyClick(desk.window, FIN)
    assert desk.window.transport.timeline._stops == places
    desk.playhead.seek(0)
    for t in (*places, trace.end):
        while desk.playhead.t < t:
            desk.playhead.play()
            play_out(desk)
            if desk.playhead.t in {note.t for note in trace.notes} - set(places):
                continue
            break
        assert desk.playhead.t == t
    desk.playhead.play(-1)
    play_out(desk)
    assert desk.playhead.t == places[1]
    QTest.keyClick(desk.window, FIN)
    assert desk.window.transport.timeline._stops == places[:1]
    QTest.keyClick(desk.window, FIN, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.transport.timeline._stops == ()


def test_a_condition_becomes_breakpoints(desk, qtbot):
    write(desk, qtbot, "loss or again")
    QTest.keyClick(desk.until.bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.transport.timeline._stops == times("loss or again")


def test_another_scenario_has_no_breakpoints_and_the_same_one_keeps_them(desk, qtbot):
    desk.until.toggle_stop(run("fast-retransmit-reno").moments[5])
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.reload()
    assert desk.until.stops
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("slow-start")
    assert not desk.until.stops
    assert desk.playhead._breaks == ()
