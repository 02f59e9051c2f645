"""A lecture goes on by one button, and back exactly; points by number; what begins where."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.hall import KEY, move, picture, play, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_clicker_keys_alone_lead_through_the_close(lecture):
    desk = lecture()
    show, course = desk.presentation.lecture, desk.presentation.lecture.course
    assert desk.playhead.t == 0
    stood: list[int] = []
    for _ in range(200):
        press(desk, KEY.Key_PageDown)
        play(desk)
        if not stood or stood[-1] != desk.playhead.t:
            stood.append(desk.playhead.t)
        assert desk.presentation.picture.moment == desk.playhead.t
        if show.done and show.question is None:
            break
    assert stood == [t for t in course.stops if t > 0]
    assert desk.presentation.on
    for _ in range(200):
        if desk.playhead.t == 0:
            break
        press(desk, KEY.Key_PageUp)
    assert desk.playhead.t == 0


def test_f5_begins_at_the_beginning_and_shift_f5_here(open_desk, qtbot):
    desk = open_desk("four-way-close")
    there = desk.session.trace.moments[6]
    desk.playhead.seek(there)
    QTest.keyClick(desk.window, KEY.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert (desk.presentation.on, desk.playhead.t) == (True, there)
    press(desk, KEY.Key_Escape)
    desk.session.open_builtin("lost-syn")
    qtbot.waitUntil(lambda: desk.session.title.en == "Lost SYN", timeout=20_000)
    desk.playhead.seek(desk.session.trace.end)
    desk.actions["present"].trigger()
    assert (desk.presentation.on, desk.playhead.t) == (True, 0)
    press(desk, KEY.Key_Escape)


def test_f5_just_after_the_start_waits_for_the_run(open_desk):
    desk = open_desk("four-way-close", pressed="present")
    assert desk.presentation.on
    desk.presentation.end()


def test_f5_at_the_end_of_a_run_shows_its_beginning(lecture):
    desk = lecture()
    begun = picture(desk)
    press(desk, KEY.Key_Escape)
    desk.playhead.seek(desk.session.trace.end)
    desk.actions["present"].trigger()
    QApplication.processEvents()
    assert desk.playhead.t == desk.presentation.picture.moment == 0
    desk.presentation.audience.resize(1280, 720)
    assert picture(desk) == begun
    press(desk, KEY.Key_Escape)


def test_a_number_and_enter_lead_to_that_point(lecture):
    desk = lecture()
    press(desk, KEY.Key_4, KEY.Key_Return)
    assert desk.playhead.t == desk.presentation.lecture.course.times[3]
    press(desk, KEY.Key_1, KEY.Key_Home)  # digits without Enter are forgotten
    press(desk, KEY.Key_Return)
    assert desk.presentation.lecture.typed == ""


def test_a_click_on_empty_ground_is_next_and_on_a_card_chooses_it(lecture):
    desk = lecture(here=True)
    audience, show = desk.presentation.audience, desk.presentation
    QTest.mouseClick(audience, Qt.MouseButton.LeftButton, pos=QPoint(640, 20))
    play(desk)
    assert show.lecture.number == 1
    QTest.mouseClick(audience, Qt.MouseButton.RightButton, pos=QPoint(640, 20))
    assert show.lecture.number == 0
    desk.playhead.seek(desk.session.trace.flights[0].sent)
    card = next(iter(show.picture.views.stage().places()))
    at = (card.centre + show.picture.frame.stage.topLeft().toPointF()).toPoint()
    move(audience, at)
    QTest.mouseClick(audience, Qt.MouseButton.LeftButton, pos=at)
    assert desk.session.selection == card.card.flight
    assert show.lecture.number == 0


def test_space_is_next_or_plays_as_the_reader_has_set_it(lecture):
    desk = lecture()
    press(desk, KEY.Key_Space)
    assert desk.presentation.lecture.moving
    press(desk, KEY.Key_Escape)
    desk.appearance.set_space("step")
    desk.presentation.begin(whole=False)
    press(desk, KEY.Key_Space)
    assert desk.playhead.direction == 1
    assert not desk.presentation.lecture.moving
    press(desk, KEY.Key_Escape)


def test_the_dots_follow_whoever_moves(lecture):
    desk = lecture(reduced_motion=True)
    times = desk.presentation.lecture.course.times
    press(desk, KEY.Key_3, KEY.Key_Return)
    there = picture(desk)
    desk.playhead.seek(0)
    assert desk.presentation.picture.content.number == 0
    desk.playhead.seek(times[2])
    assert picture(desk) == there
    desk.playhead.seek(times[2] - 1)
    QTest.keyClick(desk.presentation.audience, KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    for _ in range(90):
        desk.playhead.advance(1 / 30)
    assert desk.presentation.picture.content.number == desk.presentation.lecture.number >= 3
