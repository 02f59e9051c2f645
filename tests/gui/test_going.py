"""Going places: running up to something, loops, the timeline's zoom, the division of the window."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.gui.widgets.zoomed import InView
from tcpanim.trace.events import Fate
from tcpanim.units import MS
from tests.gui.looks import dress
from tests.scene.runs import lost_last_ack

FRAME = 1 / 60


def play_on(playhead, most=6000):
    frames = 0
    while playhead.direction and frames < most:
        playhead.advance(FRAME)
        frames += 1
    return frames


@pytest.fixture
def desk(open_desk):
    return open_desk("lost-last-ack")


def test_it_runs_up_to_the_next_loss_and_stops_there(desk):
    (lost,) = [flight for flight in desk.session.trace.flights if flight.fate is Fate.DROPPED]
    desk.playhead.set_run(desk.appearance.time_map(desk.session.trace), desk.session.trace.moments, lost.ended * 9)
    desk.actions["run-loss"].trigger()
    assert desk.playhead.direction == 1
    play_on(desk.playhead)
    assert desk.playhead.t == lost.ended
    desk.actions["run-loss"].trigger()
    assert desk.playhead.direction == 0  # there is no other


def test_states_timers_and_teaching_points_are_gone_to_in_turn(desk):
    trace = desk.session.trace
    for name, times in (
        ("run-state", sorted({row.t for row in trace.states if row.t})),
        ("note-forward", sorted({note.t for note in trace.notes if note.t})),
    ):
        desk.playhead.seek(0)
        desk.actions[name].trigger()
        play_on(desk.playhead)
        assert desk.playhead.t <= times[0]
    desk.actions["note-back"].trigger()
    assert desk.playhead.t < max(note.t for note in trace.notes)


def test_a_loop_is_played_again_and_again_until_it_is_cleared(desk):
    playhead = desk.playhead
    playhead.seek(20 * MS)
    desk.actions["loop-begin"].trigger()
    playhead.seek(50 * MS)
    desk.actions["loop-end"].trigger()
    assert playhead.loop == (20 * MS, 50 * MS)
    playhead.seek(20 * MS)
    playhead.play()
    passes, before = 0, playhead.t
    for _ in range(400):
        playhead.advance(FRAME)
        assert 20 * MS <= playhead.t <= 50 * MS
        passes += playhead.t < before
        before = playhead.t
    assert passes >= 3
    assert playhead.direction == 1
    desk.actions["loop-clear"].trigger()
    assert playhead.loop is None
    playhead.pause()


def test_a_loop_without_length_is_none(desk):
    desk.playhead.set_loop((5, 5))
    assert desk.playhead.loop is None


def test_the_timeline_grows_about_the_pointer_and_follows_the_playhead(qtbot):
    view = Timeline()
    qtbot.addWidget(view)
    trace = lost_last_ack()
    dress(view, trace, (900, 68))
    place = QPointF(450, 30)
    before = view.time_at(place.x())
    turned = QWheelEvent(
        place, place, QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(turned)
    first, last = view.shown
    assert last - first == pytest.approx(1.25**-4)
    assert view.time_at(place.x()) == pytest.approx(before, rel=0.01)
    view.show_at(trace.end)
    assert view.shown[1] == pytest.approx(1.0)
    view.show_at(0)
    assert view.shown[0] == 0.0
    view.zoom_by(0)
    assert view.shown == (0.0, 1.0)


def test_a_stretch_never_leaves_the_run():
    stretch = InView()
    for factor, about in ((4, 0.9), (3, 1.0), (0.5, 0.2), (1000, 0.5), (0.001, 0.5)):
        stretch.zoom(factor, about)
        assert 0 <= stretch.first < stretch.last <= 1 + 1e-12
    assert stretch.whole
    stretch.zoom(10, 0.5)
    stretch.pan(-50)
    assert stretch.first == 0.0


def test_the_share_of_the_stage_is_kept_and_remembered(desk):
    division = desk.window.division
    before = desk.window.stage.height()
    desk.actions["stage-larger"].trigger()
    assert desk.window.stage.height() > before
    assert desk.settings.stage_share == pytest.approx(division.share, abs=0.001)
    share = desk.window.stage.height() / division.height()
    desk.window.resize(1500, 1000)
    assert desk.window.stage.height() / division.height() == pytest.approx(share, abs=0.03)


def test_what_one_side_does_not_notice_is_not_told(desk):
    (lost,) = [flight for flight in desk.session.trace.flights if flight.fate is Fate.DROPPED]
    desk.playhead.seek(lost.ended)
    told = desk.window.caption.what.text()
    desk.actions["one-side"].trigger()
    assert desk.window.caption.what.text() not in ("", told)
    assert not any(card.phase == "lost" for card in desk.window.stage.view().cards)
    desk.actions["one-side"].trigger()
    assert desk.window.stage.view().left.hidden
    desk.actions["one-side"].trigger()
    assert desk.window.caption.what.text() == told


def test_one_side_knows_only_its_own_events(desk):
    desk.window.show_view("events")
    desk.playhead.seek(desk.session.trace.end)
    steps = desk.window.below.named("events").steps
    everything = steps.rowCount()
    desk.actions["one-side"].trigger()
    sides = {steps.told(row).side for row in range(steps.rowCount())}
    assert sides == {"left"}
    assert steps.rowCount() < everything
    desk.actions["one-side"].trigger()
    assert {steps.told(row).side for row in range(steps.rowCount())} == {"right"}
    desk.actions["one-side"].trigger()
    assert steps.rowCount() == everything


def test_the_key_of_a_view_or_panel_gives_it_the_keys(open_desk):
    desk = open_desk("lost-data")
    desk.window.resize(1024, 640)
    desk.window.activateWindow()
    desk.playhead.seek(desk.session.trace.end)

    def press(key):
        place = QApplication.focusWidget() or desk.window
        QTest.keyClick(place, key)
        QApplication.processEvents()
        return QApplication.focusWidget()

    for key, name in ((Qt.Key.Key_6, "states"), (Qt.Key.Key_Q, "sequence"), (Qt.Key.Key_5, "ladder")):
        assert press(key) is desk.window.below.named(name)
    # The header: the checksum by keys, then Tab to what is said of it, which keys scroll.
    table = press(Qt.Key.Key_9)
    assert table is desk.window.below.named("header").table
    while table.key != "checksum":
        press(Qt.Key.Key_Down)
    words = press(Qt.Key.Key_Tab)
    assert table.key == "checksum"
    assert words.verticalScrollBar().maximum() > 0
    press(Qt.Key.Key_Down)
    assert words.verticalScrollBar().value() > 0
    # What takes Space for itself is left alone: it goes on playing.
    assert press(Qt.Key.Key_7) is desk.window.centralWidget()
    # Why: from the page to its links.
    press(Qt.Key.Key_3)
    link = press(Qt.Key.Key_Tab)
    link = press(Qt.Key.Key_Tab)
    before, told = desk.playhead.t, link.text()
    press(Qt.Key.Key_Return)
    assert desk.playhead.t < before
    assert told == "1.395 s"


def test_a_sentence_of_the_chain_leads_where_its_time_leads(open_desk):
    desk = open_desk("lost-data")
    desk.playhead.seek(desk.session.trace.end)
    desk.window.show_panel("why")
    QApplication.processEvents()
    row = desk.window.side.named("why")._rows[1]
    QTest.mouseClick(row.what, Qt.MouseButton.LeftButton)
    assert desk.window.transport.clock._lines[0] == "1.395 s"


def test_the_focus_goes_along_when_a_panel_takes_the_strip_s_place_and_back(open_desk):
    desk = open_desk("lost-data")
    desk.window.resize(1280, 720)
    desk.window.activateWindow()
    desk.window.show_panel(None)
    QApplication.processEvents()
    tab = desk.window.strip.tabs["numbers"]
    tab.setFocus()
    QTest.keyClick(tab, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert QApplication.focusWidget() is desk.window.side.named("numbers")
    desk.actions["panel-close"].trigger()
    assert QApplication.focusWidget() is tab
