"""Two runs in the window: opened, moved together, left again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.gui.loading import Source
from tcpanim.scenario import edits
from tcpanim.trace.events import Fate
from tests.scene.test_series import run


@pytest.fixture
def desk(open_desk, qtbot):
    desk = open_desk("fast-retransmit-tahoe", width=1280, height=720)
    with qtbot.waitSignal(desk.comparing.settled, timeout=20_000):
        QTest.keyClick(desk.window, Qt.Key.Key_C)
    return desk


def test_the_pair_opens_beside_the_run(desk):
    page = desk.comparing.page
    assert page.isVisible()
    assert [row.title.text() for row in page.rows] == [
        "Fast retransmit: Tahoe",
        "Fast retransmit and fast recovery: Reno",
    ]
    assert page.view == "plots"
    assert desk.window.toolbar.compare.isChecked()
    assert "Reno" in desk.window.toolbar.compare.toolTip()


def test_one_playhead_moves_both(desk):
    page = desk.comparing.page
    first, second = (row.stage for row in page.rows)
    desk.playhead.step_forward()
    desk.playhead.pause()
    assert desk.playhead.t == first._t == second._t
    QTest.keyClick(desk.window, Qt.Key.Key_End)
    assert desk.playhead.t == max(run(name).end for name in ("fast-retransmit-tahoe", "fast-retransmit-reno"))
    assert page.rows[1].count.text() == "55/55"
    assert "over at 0.645 s" in page.rows[1].tally.text()


def test_the_first_difference_is_a_key_away(desk):
    QTest.keyClick(desk.window, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert desk.playhead.t == desk.comparing.difference.t
    page = desk.comparing.page
    assert "0.427 s" in page.parted.text()
    said = [row.what.text() for row in page.rows]
    assert said[0] != said[1]  # the same segment leaves; why the window is another is told
    page.plots.prepare()
    assert page.plots.legend.values == {"a.round-cwnd": "1 MSS", "b.round-cwnd": "9 MSS"}


def test_language_and_time_change_in_place(desk):
    page = desk.comparing.page
    desk.appearance.set_language("zh")
    assert page.rows[0].title.text() == "快重传：Tahoe"
    before = desk.comparing._time()
    desk.appearance.set_time("uniform")
    assert desk.playhead._map is not before
    assert desk.playhead._map is desk.comparing._time()


def test_an_audience_sees_both_runs_alone(desk):
    desk.present()
    assert desk.window.toolbar.isHidden()
    assert desk.comparing.page.side.isHidden()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.toolbar.isHidden()
    assert desk.comparing.shown


def test_leaving_goes_back_to_the_run_at_the_same_moment(desk):
    desk.playhead.seek(430_000_000)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.comparing.shown
    assert not desk.comparing.page.isVisible()
    assert desk.playhead.t == 430_000_000
    desk.controller.go_to_end()
    assert desk.playhead.t == run("fast-retransmit-tahoe").end


def test_any_other_scenario_can_be_compared_with(desk, qtbot):
    with qtbot.waitSignal(desk.comparing.settled, timeout=20_000):
        desk.window.library.compare_requested.emit("slow-start")
    assert desk.comparing.page.rows[1].title.text() == "Slow start"


def test_what_cannot_be_run_is_told(desk, qtbot):
    with qtbot.waitSignal(desk.comparing.settled, timeout=20_000):
        desk.comparing.open(Source("file", "/nowhere.tcpanim"))
    assert "nowhere.tcpanim" in desk.window.notice.text.text()
    assert desk.comparing.shown


def test_another_run_ends_the_comparison(desk, qtbot):
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("three-way-handshake")
    assert not desk.comparing.shown
    assert desk.window.toolbar.compare.isHidden()
    assert desk.playhead._end == desk.session.trace.end


def test_a_run_is_compared_with_what_it_was_before_an_edit(open_desk, qtbot):
    desk = open_desk("three-way-handshake", width=1280, height=720)
    assert desk.window.toolbar.compare.isHidden()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.edit(edits.drop("client", 2))
    assert not desk.window.toolbar.compare.isHidden()
    QTest.keyClick(desk.window, Qt.Key.Key_C)
    page = desk.comparing.page
    assert [row.title.text().rpartition(" · ")[2] for row in page.rows] == ["as it was", "with the change"]
    lost = next(f for f in desk.session.trace.flights if f.fate is Fate.DROPPED)
    assert desk.comparing.difference.t == lost.ended
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.edit(edits.drop("client", 1))  # compared anew
    assert desk.comparing.shown
    assert desk.comparing.difference.t < lost.ended
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.set_edits(desk.session.edits.original())
    assert not desk.comparing.shown


@pytest.mark.parametrize("order", ["edit", "find"])
def test_what_stands_beside_one_run_ends_the_comparison(desk, order):
    desk.actions[order].trigger()
    assert not desk.comparing.shown
    assert desk.window.focusWidget().isVisible()
    assert desk.editing.shown is (order == "edit")
