"""The event list: the run in words, for those who read, search, or do not see the stage."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.scene.event_rows import KINDS, EventRows


@pytest.fixture
def desk(open_desk):
    """A run with a loss and timers, at its end."""
    made = open_desk("lost-last-ack")
    made.window.show_view("events")
    made.playhead.seek(made.session.trace.end)
    return made


def shown(events):
    return [events.steps.told(row).what for row in range(events.steps.rowCount())]


def test_it_tells_no_more_than_has_happened(desk):
    trace, steps = desk.session.trace, desk.window.below.named("events").steps
    assert steps.rowCount() == len(EventRows(trace).roots)
    desk.playhead.seek(trace.moments[4])
    assert [steps.time(row) for row in range(steps.rowCount())] == [
        root.t for root in steps.all.roots if root.t <= trace.moments[4]
    ]
    desk.playhead.seek(0)
    assert steps.rowCount() == sum(root.t == 0 for root in steps.all.roots)


def test_a_click_goes_there_and_selects_what_arrived(desk):
    events = desk.window.below.named("events")
    row = next(row for row in range(events.steps.rowCount()) if events.steps.segment(row) == 5)
    events.list.clicked.emit(events.steps.index(row))
    assert desk.playhead.t == events.steps.all.time(row)
    assert desk.session.selection == 5


def test_arrows_walk_enter_goes_and_down_at_the_end_steps_on(desk):
    events, trace = desk.window.below.named("events"), desk.session.trace
    desk.playhead.seek(trace.moments[2])
    events.list.setFocus()
    QTest.keyClick(events.list, Qt.Key.Key_Down)
    assert desk.playhead.t == trace.moments[3]
    QTest.keyClick(events.list, Qt.Key.Key_Up)
    QTest.keyClick(events.list, Qt.Key.Key_Up)
    assert desk.playhead.t == trace.moments[3]  # walking reads; only Enter goes
    QTest.keyClick(events.list, Qt.Key.Key_Return)
    assert desk.playhead.t == trace.moments[1]


def test_the_whole_run_can_be_followed_by_one_key(desk):
    events, trace = desk.window.below.named("events"), desk.session.trace
    desk.playhead.seek(0)
    events.list.setFocus()
    for _ in trace.moments:
        QTest.keyClick(events.list, Qt.Key.Key_Down)
    assert desk.playhead.t == trace.moments[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_filter_shows_what_is_of_its_kind_and_counts_none_twice(desk, kind):
    events, trace = desk.window.below.named("events"), desk.session.trace
    events.kind.choose(kind)
    times = {events.steps.time(row) for row in range(events.steps.rowCount())}
    truth = {
        "segments": {flight.sent for flight in trace.flights} | {f.ended for f in trace.flights},
        "losses": {flight.ended for flight in trace.flights if flight.arrived is None},
        "timers": {run.ended for run in trace.timers if run.end == "fired"},
        "states": {row.t for row in trace.states},
        "calls": {row.t for row in trace.calls if row.call != "read"},
    }[kind]
    assert times == truth
    events.kind.choose("all")
    assert events.steps.rowCount() == len(events.steps.all.roots)


def test_hosts_are_told_apart(desk):
    events = desk.window.below.named("events")
    events.host.choose("left")
    left = shown(events)
    events.host.choose("right")
    right = shown(events)
    assert {events.steps.told(row).host for row in range(events.steps.rowCount())} == {"Server"}
    events.host.choose("none")
    assert shown(events) == ["The ACK is lost in the network."]
    assert len(left) + len(right) + 1 == len(events.steps.all.roots)
    texts = [action.text() for action in events.host.actions_by_choice.values()]
    assert texts == ["Both hosts", "Client", "Server", "Network"]


def test_words_are_found_in_what_and_why(desk, qtbot):
    events = desk.window.below.named("events")
    events.search.setText("nobody is told")
    qtbot.waitUntil(lambda: events.steps.rowCount() == 1)
    assert "lost" in shown(events)[0]
    events.search.setText("xyzzy")
    qtbot.waitUntil(lambda: events.steps.rowCount() == 0)
    assert events.empty.isVisible()
    events.search.clear()
    assert events.steps.rowCount() == len(events.steps.all.roots)


def test_filters_hold_for_the_next_run(desk, qtbot):
    events = desk.window.below.named("events")
    events.kind.choose("losses")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("lost-syn")
    desk.playhead.seek(desk.session.trace.end)
    assert events.steps.rowCount() == 2


def test_a_screen_reader_hears_number_time_host_what_and_why(desk):
    events = desk.window.below.named("events")
    page = QAccessible.queryAccessibleInterface(events.list)
    assert page.text(QAccessible.Text.Name) == "Events"
    heard = [page.child(index).text(QAccessible.Text.Name) for index in range(page.childCount())]
    told = next(text for text in heard if text.startswith("10. "))
    assert told.startswith("10. 0.460 s Client: The client acknowledges")
    assert "It must answer if the FIN comes again" in told


def test_it_speaks_the_readers_language_and_numbers(desk):
    desk.appearance.set_language("zh")
    assert "客户端" in desk.window.below.named("events").steps.in_words(9)
    desk.appearance.set_numbering("absolute")
    assert "seq=102" in desk.window.below.named("events").steps.in_words(9)


def in_sight(table):
    """The rows of which something is to be seen."""
    feet = {row: table.rowViewportPosition(row) + table.rowHeight(row) for row in range(table.steps.rowCount())}
    return [row for row, foot in feet.items() if 0 < foot <= table.viewport().height()]


@pytest.mark.parametrize(("width", "zoom"), [(1920, 1.0), (1920, 2.5), (1280, 1.0)])
def test_all_words_of_the_rows_in_sight_have_their_room(desk, width, zoom):
    """On opening, after scrolling up, at another width, and after a step back and forth."""
    table = desk.window.below.named("events").list
    desk.window.resize(width, 1080)
    desk.appearance.set_zoom(zoom)
    QApplication.processEvents()

    def told_whole():
        rows = in_sight(table)
        assert rows
        for row in rows:
            need = table.painter.height_of(table.steps.told(row), table.viewport().width())
            assert table.rowHeight(row) == need
        return rows

    assert told_whole()[-1] == table.steps.rowCount() - 1
    bar = table.verticalScrollBar()
    while bar.value():
        bar.setValue(bar.value() - 60)
        told_whole()
    desk.controller.playhead.step_back()
    desk.controller.playhead.step_forward()
    assert told_whole()[-1] == table.steps.rowCount() - 1


def test_what_one_side_knows_is_all_that_is_told_even_where_the_list_is_opened_later(open_desk):
    desk = open_desk("lost-last-ack")
    desk.appearance.set_side("right")
    desk.window.show_view("events")
    desk.playhead.seek(desk.session.trace.end)
    steps = desk.window.below.named("events").steps
    assert {steps.told(row).host for row in range(steps.rowCount())} == {"Server"}
