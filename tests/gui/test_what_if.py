"""What if, in the window: menus, forms, the list of changes, and the file that is made of them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tcpanim.scenario import edits
from tcpanim.scenario.edits import Setting
from tcpanim.scenario.parse import parse
from tcpanim.scene.same_call import made_in_step
from tcpanim.sim.run import simulate
from tcpanim.units import MS

# The platform without a screen says so whenever a menu or a list is put in front.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def settle(qtbot, desk, action):
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        action()
    QApplication.processEvents()


def entries(menu):
    return [action.text() for action in menu.actions() if action.text()]


def submenu(menu, name):
    return next(action.menu() for action in menu.actions() if action.text() == name)


def press(desk, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(desk.window, key, modifiers)


@pytest.fixture
def desk(open_desk):
    opened = open_desk("three-way-handshake")
    opened.playhead.seek(opened.session.trace.moments[3])  # the third segment leaves
    return opened


def test_one_key_loses_the_segment_and_one_key_takes_that_back(desk, qtbot):
    t = desk.playhead.t
    settle(qtbot, desk, lambda: press(desk, Qt.Key.Key_Delete))
    assert desk.session.edits.active == (edits.drop("client", 2),)
    assert desk.playhead.t == t
    assert desk.window.toolbar.changes.text() == "1 change"
    settle(qtbot, desk, lambda: press(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert not desk.session.changed
    assert desk.window.toolbar.changes.isHidden()
    assert not desk.actions["undo"].isEnabled()
    assert desk.actions["redo"].isEnabled()


def test_the_button_beside_a_lost_segment_asks_what_if_it_arrives(open_desk, qtbot):
    desk = open_desk("lost-handshake-ack")
    lost = next(flight for flight in desk.session.trace.flights if flight.arrived is None)
    desk.playhead.seek(lost.ended)
    desk.session.select(lost.id)
    row = desk.window.side.named("segment").what_if
    assert row.question.text() == "What if this one arrives?"
    settle(qtbot, desk, row.question.click)
    assert desk.session.trace.flight(lost.id).arrived is not None
    assert row.question.text() == "What if this one is lost?"


def test_the_menu_of_the_moment_by_keys_alone(desk, qtbot):
    press(desk, Qt.Key.Key_W)
    menu = desk.what_if.menu.menu
    assert entries(menu)[1:] == [
        "Is lost", "Is damaged: the checksum is wrong", "Is delivered twice", "Takes longer",
        "Why was it sent?", "Client", "Server", "The path",
    ]  # fmt: skip
    QTest.keyClick(menu, Qt.Key.Key_Down)
    settle(qtbot, desk, lambda: QTest.keyClick(menu, Qt.Key.Key_Return))
    assert desk.session.edits.active == (edits.corrupt("client", 2),)


@pytest.mark.parametrize(
    ("where", "first"), [("card", "What if "), ("left", "Client"), ("right", "Server"), ("wire", "The path")]
)
def test_a_right_click_on_the_stage_asks_about_what_lies_there(desk, where, first):
    stage = desk.window.stage
    desk.playhead.seek(desk.playhead.t + 25 * MS)
    QApplication.processEvents()
    points = {
        "card": stage.places()[0].centre,
        "left": QPointF(30, stage.height() / 2),
        "right": QPointF(stage.width() - 30, stage.height() / 2),
        "wire": QPointF(stage.width() / 2, stage.height() - 5),
    }
    place = points[where].toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, stage.mapToGlobal(place))
    QApplication.sendEvent(stage, event)
    menu = desk.what_if.menu.menu
    assert entries(menu)[0].startswith(first)
    # The first entry is ready for Enter; what it leads to waits, or the mouse could take nothing there.
    assert menu.activeAction().text() == entries(menu)[1]
    assert not any(action.menu().isVisible() for action in menu.actions() if action.menu())
    menu.close()


def test_the_menu_key_in_the_event_list_asks_about_its_row(desk):
    desk.window.show_view("events")
    table = desk.window.below.named("events").list
    table.setCurrentIndex(table.model().index(table.model().rowCount() - 1, 0))
    QApplication.sendEvent(
        table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), table.mapToGlobal(QPoint(0, 0)))
    )
    assert entries(desk.what_if.menu.menu)[1] == "Is lost"
    desk.what_if.menu.menu.close()


def test_a_setting_is_found_by_its_words_and_what_is_wrong_stays_in_sight(desk):
    press(desk, Qt.Key.Key_W)
    submenu(desk.what_if.menu.menu, "Client").actions()[6].trigger()
    desk.what_if.menu.menu.close()
    form = desk.what_if.form

    def shown():
        return [name for name, row in form.rows.items() if row.isVisible()]

    form.search.setText("RTO before")
    assert shown() == ["both", "rto_initial"]
    form.rows["rto_initial"].set_value("3")
    form.search.setText("keepalive")
    assert "rto_initial" in shown()
    assert form.rows["rto_initial"].error.isVisible()
    form.search.setText("no such thing")
    assert form.nothing.isVisible()
    form.search.setText("")
    form.rows["rto_initial"].place().setFocus()
    before = None
    while form.focusWidget() is not form.leave:  # Tab goes through all that can be scrolled, then to the buttons
        assert form.focusWidget() is not before
        before = form.focusWidget()
        QTest.keyClick(before, Qt.Key.Key_Tab)
    assert list(form.rows.values())[-1].isAncestorOf(before)


def test_a_host_sends_more_by_a_form(desk, qtbot):
    press(desk, Qt.Key.Key_W)
    send = submenu(submenu(desk.what_if.menu.menu, "Client"), "Sends")
    send.actions()[-1].trigger()
    desk.what_if.menu.menu.close()
    form = desk.what_if.form
    row = form.rows["size"]
    row.set_value("4 kiB")
    assert not form.ok.isEnabled()
    assert "KiB" in row.error.text()
    row.set_value("4 KiB")
    assert row.error.text() == ""
    settle(qtbot, desk, lambda: QTest.keyClick(row.field, Qt.Key.Key_Return))
    assert desk.session.trace.delivered("server") == 4096
    assert desk.what_if.form is None


def test_settings_that_do_not_go_together_are_told_at_their_place(desk, qtbot):
    press(desk, Qt.Key.Key_W)
    client = submenu(desk.what_if.menu.menu, "Client")
    next(action for action in client.actions() if action.text() == "TCP settings…").trigger()
    desk.what_if.menu.menu.close()
    form = desk.what_if.form
    form.rows["rto_min"].set_value("70 s")
    assert "rto_max" in form.rows["rto_min"].error.text()
    form.rows["rto_max"].set_value("90 s")
    form.rows["sack"].switch.buttons["on"].click()
    form.rows["both"].switch.buttons["on"].click()
    assert form.ok.isEnabled()
    settle(qtbot, desk, form.ok.click)
    assert {edit.name for edit in desk.session.edits.active if isinstance(edit, Setting)} == {
        "rto_min", "rto_max", "sack",
    }  # fmt: skip
    assert all(host.config.sack for host in desk.session.trace.hosts)


def test_the_path_from_now_on_or_for_the_whole_run(desk, qtbot):
    def open_form():
        press(desk, Qt.Key.Key_W)
        submenu(desk.what_if.menu.menu, "The path").actions()[-1].trigger()
        desk.what_if.menu.menu.close()
        return desk.what_if.form

    form = open_form()
    form.rows["rate"].set_value("1 Mbit/s")
    assert not form.ok.isEnabled()
    form.rows["begin"].switch.buttons["start"].click()
    settle(qtbot, desk, form.ok.click)
    assert desk.session.trace.wire.rate["server"] == 1_000_000
    form = open_form()
    form.rows["direction"].switch.buttons["host server"].click()
    form.rows["delay"].set_value("90 ms")
    settle(qtbot, desk, form.ok.click)
    assert desk.session.edits.active[-1] == edits.change_wire(desk.playhead.t, delay=90 * MS, sender="server")


def test_esc_closes_the_form_and_nothing_is_changed(desk):
    press(desk, Qt.Key.Key_W)
    submenu(desk.what_if.menu.menu, "The path").actions()[-1].trigger()
    desk.what_if.menu.menu.close()
    press(desk, Qt.Key.Key_Escape)
    assert desk.what_if.form is None
    assert desk.session.edits.entries == ()


def test_the_list_switches_changes_and_goes_back_to_the_original(desk, qtbot):
    settle(qtbot, desk, lambda: desk.session.edit(edits.drop("client", 2)))
    settle(qtbot, desk, lambda: desk.session.edit(edits.drop("client", 700)))
    desk.what_if.open_list()
    changes = desk.what_if.list
    assert [bool(tick.isChecked()) for tick in changes.switches] == [True, True]
    assert desk.what_if._rows()[1].detail == "comes too late or never: it changes nothing"
    settle(qtbot, desk, lambda: QTest.keyClick(changes.switches[0], Qt.Key.Key_Space))
    assert desk.session.edits.active == (edits.drop("client", 700),)
    assert changes.focusWidget() is changes.switches[0]
    shown = [words for words in changes.findChildren(QLabel) if words.isVisible()]
    assert all(words.height() >= words.heightForWidth(words.width()) for words in shown)
    settle(qtbot, desk, changes.crosses[1].click)
    assert len(changes.switches) == 1
    changes.hide()
    settle(qtbot, desk, lambda: press(desk, Qt.Key.Key_B))
    assert desk.session.changed
    settle(qtbot, desk, lambda: press(desk, Qt.Key.Key_B))
    assert not desk.session.changed
    assert desk.window.toolbar.changes.text() == "Original"


def test_the_timeline_shows_where_each_change_begins(desk, qtbot):
    t, bar = desk.playhead.t, desk.window.transport.timeline
    assert bar.change_at(QPointF(bar._x(t), 56)) == ()
    settle(qtbot, desk, lambda: desk.session.edit(edits.drop("client", 2)))
    settle(qtbot, desk, lambda: desk.session.edit(edits.call(600 * MS, "server", "crash")))
    settle(qtbot, desk, lambda: desk.session.edit(edits.drop("client", 700)))  # it never comes
    settle(qtbot, desk, lambda: desk.session.edit(Setting("server", "rto_initial", 3 * 10**9)))
    lost = "ACK=1, seq=x+1, ack=y+1 from the client is lost"
    assert "◆" in bar.words_at(QPointF(bar._x(300 * MS), 56))
    assert bar.words_at(QPointF(bar._x(t), 56)) == f"0.110 s · A change begins here: {lost}"
    told = bar.accessibleDescription().splitlines()
    assert told[0] == "Changes begin here:"
    assert told[1].startswith("0.000 s")
    assert told[2:] == [f"0.110 s · {lost}", "0.600 s · Server: crashes"]
    desk.playhead.seek(0)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar._x(t)), 56))
    assert desk.playhead.t == t
    assert desk.session.selection == 3
    desk.actions["compare"].trigger()
    other = desk.comparing.page.timeline
    assert lost in other.words_at(QPointF(other._x(t), 56))
    desk.actions["compare"].trigger()
    settle(qtbot, desk, lambda: press(desk, Qt.Key.Key_B))
    assert bar.accessibleDescription() == ""
    assert bar.change_at(QPointF(bar._x(t), 56)) == ()


def test_changes_that_make_no_difference_say_so(open_desk, qtbot):
    desk = open_desk("lost-handshake-ack")
    settle(qtbot, desk, lambda: desk.session.edit(edits.drop("client", 2)))  # it is lost anyway
    assert desk.window.toolbar.changes.text() == "1 change, the same run"
    settle(qtbot, desk, lambda: desk.session.edit(edits.deliver("client", 2)))
    assert desk.window.toolbar.changes.text() == "1 change"


def test_the_file_that_is_saved_reproduces_the_run(desk, qtbot, tmp_path):
    settle(qtbot, desk, lambda: desk.session.edit(edits.drop("client", 2), Setting("server", "rto_initial", 3 * 10**9)))
    path = tmp_path / "mine.tcpanim"
    assert desk.what_if.write(str(path))
    scenario = parse(path.read_bytes()).scenario
    assert scenario is not None
    assert simulate(scenario).flights == desk.session.trace.flights
    assert "expect:" not in path.read_text("utf-8")  # what was expected of the original no longer holds
    assert not desk.what_if.write(str(tmp_path / "no" / "folder.tcpanim"))


# ---- the calls of the applications


@pytest.fixture
def closing(open_desk):
    """At the moment when the server closes."""
    opened = open_desk("four-way-close")
    close = next(row for row in opened.session.trace.calls if (row.host, row.call) == ("server", "close"))
    opened.playhead.seek(close.t)
    QApplication.processEvents()
    return opened


def middle_of_call(stage):
    """Where the pill of the right endpoint is."""
    line = [QPointF(x, y) for y in range(4, 30, 4) for x in range(stage.width() // 2, stage.width(), 8)]
    places = [point for point in line if stage.calls_at(point)]
    return places[len(places) // 2].toPoint()


SKIP = edits.skip("server", "close", 1)


def test_a_click_on_a_call_asks_what_if_it_is_left_out_and_it_shows_that_it_is(closing, qtbot):
    stage = closing.window.stage
    place = middle_of_call(stage)
    QTest.mouseMove(stage, place)
    assert stage.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(stage, Qt.MouseButton.LeftButton, pos=place)
    menu = closing.what_if.menu.menu
    assert entries(menu)[:3] == ["What if the server’s passive close …", "Is left out", "Comes later"]
    settle(qtbot, closing, lambda: QTest.keyClick(menu, Qt.Key.Key_Return))
    assert closing.session.edits.active == (SKIP,)
    assert str(closing.session.trace.final()["server"]) == "CLOSE-WAIT"
    assert stage.view().right.calls == ("passive close: left out",)
    assert stage.calls_at(QPointF(place)) is None  # there is nothing to be left out
    told = closing.window.transport.timeline.accessibleDescription().splitlines()
    assert told[-1].endswith("Server: passive close is left out")
    closing.what_if.open_list()
    assert closing.what_if._rows()[0].what == "Server: passive close is left out"
    closing.what_if.list.hide()
    settle(qtbot, closing, closing.actions["undo"].trigger)
    assert stage.view().right.calls == ("passive close",)


def test_the_menu_of_the_moment_begins_with_its_calls_and_a_form_asks_how_much_later(closing, qtbot):
    press(closing, Qt.Key.Key_W)
    menu = closing.what_if.menu.menu
    assert entries(menu)[:2] == ["What if the server’s passive close …", "Is left out"]
    submenu(menu, "Comes later").actions()[-1].trigger()
    menu.close()
    row = closing.what_if.form.rows["by"]
    row.set_value("7")
    assert not closing.what_if.form.ok.isEnabled()
    row.set_value("7 s")
    settle(qtbot, closing, lambda: QTest.keyClick(row.field, Qt.Key.Key_Return))
    assert closing.session.edits.active == (edits.postpone("server", "close", 1, 7 * 10**9),)


def test_a_call_that_a_change_makes_does_not_come_first_in_the_menu_but_is_offered_where_it_stands(desk, qtbot):
    settle(qtbot, desk, lambda: desk.session.edit(edits.call(desk.playhead.t, "client", "close")))
    press(desk, Qt.Key.Key_W)
    assert entries(desk.what_if.menu.menu)[1] == "Is lost"
    desk.what_if.menu.menu.close()
    desk.what_if.open_at_pointer(made_in_step(desk.session.trace, desk.playhead.t))
    assert entries(desk.what_if.menu.menu)[:2] == ["What if the client’s active close …", "Is left out"]
    desk.what_if.menu.menu.close()


def test_the_segment_that_was_chosen_comes_before_what_is_called(closing):
    closing.session.select(1)
    press(closing, Qt.Key.Key_W)
    said = entries(closing.what_if.menu.menu)
    assert said[1] == "Is lost"
    assert "Is left out" in said


def test_a_right_click_on_the_endpoint_offers_its_calls_and_not_the_others(closing):
    stage = closing.window.stage
    for x, offered in ((30, False), (stage.width() - 30, True)):
        place = QPoint(x, stage.height() // 2)
        QApplication.sendEvent(
            stage, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, stage.mapToGlobal(place))
        )
        assert ("Is left out" in entries(closing.what_if.menu.menu)) == offered
        closing.what_if.menu.menu.close()


def test_calls_are_asked_about_on_the_ladder_and_in_the_event_list(closing):
    window = closing.window
    window.show_view("ladder")
    QApplication.processEvents()
    ladder = window.below.named("ladder")
    view = ladder.viewport()
    places = (QPointF(x, y) for y in range(20, view.height(), 5) for x in range(view.width() // 2, view.width(), 10))
    place = next(point for point in places if (found := ladder.call_at(point)) and found.call == "close").toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    assert entries(closing.what_if.menu.menu)[1] == "Is left out"
    closing.what_if.menu.menu.close()
    window.show_view("events")
    table = window.below.named("events").list
    row = next(row for row in reversed(range(table.model().rowCount())) if table.steps.calls(row))
    table.setCurrentIndex(table.model().index(row, 0))
    QApplication.sendEvent(
        table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), table.mapToGlobal(QPoint(0, 0)))
    )
    assert entries(closing.what_if.menu.menu)[:2] == ["What if the server’s passive close …", "Is left out"]
    closing.what_if.menu.menu.close()


def test_the_ladder_shows_the_call_that_begins_it(open_desk):
    desk = open_desk("four-way-close")
    desk.window.show_view("ladder")
    QApplication.processEvents()
    ladder = desk.window.below.named("ladder")
    view = ladder.viewport()
    places = (QPointF(x, y) for y in range(0, view.height(), 4) for x in range(view.width() // 2, view.width(), 10))
    assert {found.call for point in places if (found := ladder.call_at(point))} == {"listen"}


# ---- why?


def plain(text):
    """Without what keeps names and measures in one piece."""
    return text.replace("\u2060", "").replace("\u00a0", " ")


def test_why_is_answered_for_a_state_and_goes_on_while_one_follows_its_links(desk):
    press(desk, Qt.Key.Key_W)
    client = submenu(desk.what_if.menu.menu, "Client")
    next(action for action in client.actions() if action.text().startswith("Why is it in")).trigger()
    desk.what_if.menu.menu.close()
    panel = desk.window.side.named("why")
    QApplication.processEvents()
    assert panel.title.text() == "Why is the client in ESTABLISHED?"
    rows = [row for row in panel._rows if row.isVisible()]
    assert plain(rows[0].what.text()) == "The client has gone from SYN-SENT to ESTABLISHED."
    rows[-1].time.click()
    assert desk.playhead.t == 10 * MS  # the client's open
    assert panel.title.text() == "Why is the client in ESTABLISHED?"
    panel.follow.click()
    assert panel.title.text() != "Why is the client in ESTABLISHED?"


def test_values_and_timers_are_asked_about_by_mouse_and_by_keys(desk):
    desk.window.show_panel("numbers")
    QApplication.processEvents()
    numbers = desk.window.side.named("numbers")
    numbers.grab()
    spots = numbers._spots.spots
    kinds = {target.kind for _, target in spots}
    assert kinds == {"state", "timer", "value"}
    place = next(area for area, target in spots if (target.host, target.name) == ("client", "snd_nxt"))
    QTest.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    panel = desk.window.side.named("why")
    assert panel.title.text().startswith("Why does ")
    desk.window.show_panel("numbers")
    numbers.setFocus()
    QTest.keyClick(numbers, Qt.Key.Key_Down)
    QTest.keyClick(numbers, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert panel.title.text() == "Why is the server in SYN-RECEIVED?"


def test_why_was_this_sent_again(open_desk):
    desk = open_desk("lost-handshake-ack")
    again = next(flight for flight in desk.session.trace.flights if flight.retransmission)
    desk.playhead.seek(again.sent)
    desk.what_if.ask_why(again.id)
    QApplication.processEvents()
    panel = desk.window.side.named("why")
    told = [plain(row.what.text()) for row in panel._rows if row.isVisible()]
    assert len(told) == 3
    assert told[1] == "The server had started the retransmission timer (1 s) when it first sent this."
    assert told[2].startswith("The ACK that would have stopped it")
