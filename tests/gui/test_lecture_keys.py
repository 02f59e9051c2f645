"""Keys before an audience: none does harm, wherever it is pressed; pages that they open."""

import random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget

from tcpanim.gui.presentation.orders import ORDERS
from tests.gui.hall import KEY, picture, play, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_start_button_of_a_clicker_out_of_step_does_no_harm(lecture):
    desk = lecture()
    press(desk, KEY.Key_PageDown)
    play(desk)
    t = desk.playhead.t
    press(desk, KEY.Key_F5)
    QTest.keyClick(desk.presentation.audience, KEY.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert (desk.presentation.on, desk.playhead.t) == (True, t)
    press(desk, KEY.Key_Escape)
    assert not desk.presentation.on
    assert not desk.presentation.audience.isVisible()
    assert desk.playhead.t == t
    desk.actions["present"].trigger()
    assert (desk.presentation.on, desk.playhead.t) == (True, t)
    press(desk, KEY.Key_Escape)


def test_black_and_white_hide_everything_and_next_brings_it_back(lecture):
    desk = lecture()
    before = picture(desk)
    for key, colour in ((KEY.Key_Period, "#000000"), (KEY.Key_W, "#ffffff")):
        press(desk, key)
        blank = picture(desk)
        assert {blank.pixelColor(x, y).name() for x in (5, 640, 1270) for y in (5, 360, 710)} == {colour}
        press(desk, KEY.Key_PageDown)
        assert picture(desk) == before
        assert desk.playhead.t == 0


def test_keys_mean_the_same_in_the_presenters_window(lecture):
    desk = lecture()
    press(desk, KEY.Key_F2)
    QTest.keyClick(desk.presentation.presenter, KEY.Key_PageDown)
    play(desk)
    assert desk.presentation.lecture.number == 1
    QTest.keyClick(desk.presentation.presenter.mirror, KEY.Key_PageUp)
    assert desk.playhead.t == 0
    QTest.keyClick(desk.presentation.presenter, KEY.Key_F2)
    assert not desk.presentation.presenter.isVisible()


def test_pages_open_and_close_and_take_their_keys(lecture):
    desk = lecture()
    show, course = desk.presentation, desk.presentation.lecture.course
    for key in (KEY.Key_F1, KEY.Key_O, KEY.Key_G):
        press(desk, key)
        assert show.pages.page is not None
        assert show.pages.page.isVisible()
        show.pages.close()
        assert show.pages.page is None
    press(desk, KEY.Key_F1, KEY.Key_PageDown)
    assert show.pages.page is None
    assert desk.playhead.t == 0
    press(desk, KEY.Key_O, KEY.Key_Right, KEY.Key_PageDown, KEY.Key_Return)
    assert desk.playhead.t == course.times[2]
    press(desk, KEY.Key_G)
    page = show.pages.page
    assert page is not None
    field = page.findChild(QLineEdit)
    QTest.keyClicks(field, "TIME-WAIT")
    QTest.keyClick(field, KEY.Key_Return)
    assert desk.playhead.t in course.times
    assert desk.playhead.t > course.times[2]


@pytest.mark.parametrize("private", [False, True])
def test_keys_that_the_search_for_a_point_does_not_know_do_nothing(lecture, private):
    desk = lecture()
    faults = []
    desk.faults.happened.connect(lambda line, _details: faults.append(line))
    press(desk, *([KEY.Key_F2] if private else []), KEY.Key_G)
    page, t = desk.presentation.pages.page, desk.playhead.t
    field = page.findChild(QLineEdit)
    for key in (KEY.Key_F12, KEY.Key_F5, KEY.Key_Insert, KEY.Key_MediaNext, KEY.Key_VolumeUp, KEY.Key_CapsLock):
        QTest.keyClick(field, key)
    QTest.keyClick(field, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    press(desk, KEY.Key_F12, KEY.Key_W)  # as where another of the lecture's windows has the keys
    assert (desk.presentation.pages.page, desk.playhead.t, faults) == (page, t, [])
    assert field.text() == "w"


def test_no_menu_and_no_tooltip_comes_up_over_the_picture(lecture):
    desk = lecture()
    audience = desk.presentation.audience
    for key in (KEY.Key_G, KEY.Key_O, KEY.Key_F1, KEY.Key_F6):
        press(desk, key)
        for widget in (audience, *(one for one in audience.findChildren(QWidget) if one.isVisible())):
            at = widget.rect().center()
            for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
                QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
            QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
            assert QApplication.activePopupWidget() is None, widget
            assert not QToolTip.isVisible(), widget
        desk.presentation.pages.close()


def test_the_clickers_buttons_can_be_tried_without_doing_anything(open_desk):
    desk = open_desk("four-way-close")
    desk.actions["clicker"].trigger()
    page = desk.presentation.pages.page
    assert page is not None
    assert page.isVisible()
    arrived = []
    page.arrived.connect(lambda _pressed, order: arrived.append(order))
    for key in (KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_F5, KEY.Key_Escape, KEY.Key_Period, KEY.Key_F24, KEY.Key_Tab):
        QTest.keyClick(page, key)
    QTest.mouseClick(page, Qt.MouseButton.RightButton)
    assert arrived == ["next", "back", "nothing", "leave", "black", "", "panel-next", "back"]
    assert desk.playhead.t == 0
    assert not desk.presentation.on
    for _ in range(2):
        QTest.keyClick(page, KEY.Key_Escape)
    assert desk.presentation.pages.page is None


def test_the_users_keys_are_read_from_the_settings(open_desk):
    desk = open_desk("four-way-close")
    desk.settings.set("lecture/keys/next", "F8, X")
    desk.presentation.begin(whole=False, size=(1280, 720))
    press(desk, KEY.Key_F8)
    assert desk.presentation.lecture.moving
    press(desk, KEY.Key_Escape)


@pytest.mark.parametrize("seed", range(3))
def test_no_key_stops_a_lecture(lecture, seed):
    desk = lecture(["four-way-close", "slow-start", "lost-last-ack"][seed])
    show, chance = desk.presentation, random.Random(seed)
    faults = []
    desk.faults.happened.connect(lambda line, _details: faults.append(line))
    names = [order.id for order in ORDERS if order.id != "leave"]
    for _ in range(120):
        show.order(chance.choice([*names, "next", "back"]))
        if show.pages.page is not None:
            show.pages.close()
        desk.playhead.advance(chance.random() / 5)
        QApplication.processEvents()
    assert show.on
    assert faults == []
    assert not desk.window.notice.isVisible()
    show.end()


@pytest.mark.parametrize("frozen", [False, True])
def test_one_key_leads_to_the_programs_own_window_and_back(lecture, frozen):
    desk = lecture()
    audience, window = desk.presentation.audience, desk.window
    press(desk, *([KEY.Key_F] if frozen else []), KEY.Key_F3)
    for key in (KEY.Key_F3, KEY.Key_F5):
        window.activateWindow()
        QApplication.processEvents()
        assert window.isActiveWindow()
        QTest.keyClick(window, key)
        QApplication.processEvents()
        assert audience.isActiveWindow()
    assert (desk.playhead.t, desk.presentation.frozen) == (0, frozen)
