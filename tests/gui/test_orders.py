"""Keys and menus: all from one table, all in both languages."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from tcpanim.gui.orders.actions import COMMANDS, shown_key
from tcpanim.library import load_catalogue


def press(desk, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(desk.window, key, modifier)


def land(desk):
    while desk.playhead.moving:
        desk.playhead.advance(0.05)


def test_no_key_means_two_things():
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_keys_are_written_as_the_system_writes_them():
    assert shown_key("Ctrl+Right", symbols=True) == "Ctrl+→"
    native = QKeySequence("Ctrl+Right").toString(QKeySequence.SequenceFormat.NativeText)
    assert shown_key("Ctrl+Right", symbols=False) == native  # on a Mac ⌘→


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_order_has_a_name(language):
    catalogue = load_catalogue(language)
    for command in COMMANDS:
        assert catalogue.has(f"action.{command.id}"), command.id


def test_a_lecturer_walks_through_the_handshake_by_keys(open_desk):
    desk = open_desk()
    moments = desk.session.trace.moments
    press(desk, Qt.Key.Key_Right)
    land(desk)
    press(desk, Qt.Key.Key_PageDown)
    land(desk)
    assert desk.playhead.t == moments[2]
    assert desk.window.caption.count.text() == f"3/{len(moments)}"
    press(desk, Qt.Key.Key_Left)
    assert desk.playhead.t == moments[1]
    press(desk, Qt.Key.Key_End)
    assert desk.playhead.t == moments[-1]
    press(desk, Qt.Key.Key_PageUp)
    assert desk.playhead.t == moments[-2]
    press(desk, Qt.Key.Key_Home)
    assert desk.playhead.t == 0


def test_space_plays_and_pauses(open_desk):
    desk = open_desk()
    press(desk, Qt.Key.Key_Space)
    assert desk.playhead.direction == 1
    assert desk.window.transport.buttons["play"].icon_name == "pause"
    press(desk, Qt.Key.Key_Space)
    assert desk.playhead.direction == 0
    press(desk, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert desk.playhead.direction == -1
    press(desk, Qt.Key.Key_Space)
    assert desk.playhead.direction == 1
    desk.playhead.pause()


def test_a_clicked_button_does_not_take_the_space_key(open_desk):
    desk = open_desk()
    QTest.mouseClick(desk.window.transport.buttons["step-forward"], Qt.MouseButton.LeftButton)
    land(desk)
    assert desk.playhead.t == desk.session.trace.moments[1]
    press(desk, Qt.Key.Key_Space)
    assert desk.playhead.direction == 1
    desk.playhead.pause()


def test_a_button_reached_by_tab_is_pressed_by_space_and_enter(open_desk):
    desk = open_desk()
    button = desk.window.transport.buttons["end"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert desk.playhead.t == desk.session.trace.end
    assert desk.playhead.direction == 0
    button = desk.window.transport.buttons["start"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert desk.playhead.t == 0


def test_speed_keys_stop_at_the_ends(open_desk):
    desk = open_desk()
    for _ in range(20):
        press(desk, Qt.Key.Key_Plus)
    assert desk.playhead.speed == 10.0
    assert desk.window.transport.speed.text() == "10 ×"
    for _ in range(30):
        press(desk, Qt.Key.Key_Minus)
    assert desk.playhead.speed == 0.1
    press(desk, Qt.Key.Key_0)
    assert desk.playhead.speed == 1.0


def test_segment_keys_go_from_departure_to_departure(open_desk):
    desk = open_desk()
    departures = sorted({flight.sent for flight in desk.session.trace.flights})
    for departure in departures:
        press(desk, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        land(desk)
        assert desk.playhead.t == departure
    press(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert desk.playhead.t == departures[-2]


def test_letters_typed_into_the_search_box_are_no_orders(open_desk, qtbot):
    desk = open_desk()
    press(desk, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(desk.window.library.shown()))
    QTest.keyClicks(desk.window.library.search, "lt n")
    assert desk.appearance.language == "en"
    assert desk.appearance.theme == "light"
    assert desk.window.library.search.text() == "lt n"


def test_without_a_run_nothing_moves(open_desk, tmp_path):
    path = tmp_path / "bad.tcpanim"
    path.write_text("tcpanim: 1\n", encoding="utf-8")
    desk = open_desk(str(path))
    assert not desk.actions["play"].isEnabled()
    assert not desk.window.transport.buttons["play"].isEnabled()
    assert desk.actions["library"].isEnabled()
    press(desk, Qt.Key.Key_Space)
    assert not desk.playhead.moving


def test_esc_closes_one_thing_at_a_time(open_desk):
    desk = open_desk()
    desk.session.select(1)
    press(desk, Qt.Key.Key_F1)
    assert desk.window.key_card.isVisible()
    press(desk, Qt.Key.Key_Escape)
    assert not desk.window.key_card.isVisible()
    assert desk.session.selection == 1
    press(desk, Qt.Key.Key_Escape)
    assert desk.session.selection is None


def test_finding_goes_to_what_is_in_front(open_desk):
    desk = open_desk("lost-data")

    def find():
        press(desk, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        return desk.window.focusWidget()

    assert find() is desk.window.below.named("events").search
    assert desk.window.view == "events"
    assert not desk.editing.shown
    desk.actions["edit"].trigger()
    assert find() is desk.editing.panel.search
    desk.actions["library"].trigger()
    assert find() is desk.window.library.search
