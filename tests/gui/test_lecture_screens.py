"""Two screens: what the presenter has for himself, what both show, and what the audience does not see."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTime
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.presentation.screens import allot
from tcpanim.scenario.edits import drop
from tests.gui.hall import KEY, move, picture, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_audience_has_the_screen_that_is_not_the_laptops():
    assert allot(["laptop"], "laptop") == ("laptop", None)
    assert allot(["laptop", "wall"], "laptop") == ("wall", "laptop")
    assert allot(["wall", "laptop"], "laptop") == ("wall", "laptop")
    assert allot(["laptop", "wall"], "laptop", swapped=True) == ("laptop", "wall")


def test_the_presenter_reads_notes_point_clocks_and_what_comes_next(lecture):
    desk = lecture(language="zh")
    press(desk, KEY.Key_F2, KEY.Key_2, KEY.Key_Return)
    presenter, course = desk.presentation.presenter, desk.presentation.lecture.course
    assert presenter.point.text() == f"2 / {len(course.points)}"
    spoken = course.points[1].speaker("zh").split("：")[0]
    assert spoken in presenter.notes.text()
    assert presenter.next_words.text()
    desk.presentation.pulse(1000, QTime(12, 0))
    assert presenter.clock.text() == "12:00"
    assert presenter.left.text()
    size = presenter.notes.font().pixelSize()
    press(desk, KEY.Key_Plus)
    assert presenter.notes.font().pixelSize() > size


def test_the_presenter_knows_the_answer_and_finds_the_notes_where_they_were(lecture):
    desk = lecture("four-way-close", reduced_motion=True)
    show = desk.presentation
    show.windows.toggle_presenter()
    show.presenter.showNormal()
    show.presenter.resize(1280, 720)
    show.lecture.go(3)

    def at_rest():
        for _ in range(4):
            show.pulse(show.clocks.now(), QTime(12, 0))
            QApplication.processEvents()
        return show.presenter._notes_area.geometry()

    before = at_rest()
    show.lecture.go(4)
    assert at_rest() == before
    ask = show.lecture.to_ask
    right = ask.choices[ask.answer - 1].en
    for told in (False, True):
        card = show.presenter.next_picture.text()
        assert f"{right} ✓" in card.replace("\u00a0", " ").replace("\u2060", "")
        assert card.count("✓") == 1
        if not told:
            press(desk, KEY.Key_PageDown)
            assert at_rest() == before
            assert show.presenter.state.text() == "Asking: keys 1 to 3 count hands"


def test_in_a_window_drawn_larger_the_presenter_reads_larger_type(lecture):
    desk = lecture("four-way-close", reduced_motion=True)
    show = desk.presentation
    show.windows.toggle_presenter()
    show.presenter.showNormal()
    sizes = []
    for size in ((1280, 720), (2560, 1440)):
        show.presenter.resize(*size)
        for _ in range(3):
            show.pulse(show.clocks.now(), QTime(12, 0))
            QApplication.processEvents()
        sizes.append(show.presenter.title.font().pixelSize())
        assert (show.presenter.width(), show.presenter.height()) == size
    assert sizes[1] > 1.3 * sizes[0]


@pytest.mark.parametrize("size", [(1280, 720), (738, 553)])
def test_long_notes_are_read_without_scrolling(lecture, size):
    desk = lecture("four-way-close", reduced_motion=True)
    show = desk.presentation
    show.windows.toggle_presenter()
    show.presenter.showNormal()
    show.presenter.resize(*size)
    for number in range(1, show.lecture.count + 1):
        show.lecture.go(number)
        for _ in range(3):
            show.pulse(show.clocks.now(), QTime(12, 0))
            QApplication.processEvents()
        assert show.presenter._notes_area.verticalScrollBar().maximum() == 0


def test_what_the_presenter_sees_small_is_as_fine_as_it_can_be_once_nothing_moves(lecture):
    desk = lecture("four-way-close", size=(3840, 2160), reduced_motion=True)
    show = desk.presentation
    show.windows.toggle_presenter()
    show.presenter.showNormal()
    show.presenter.resize(1280, 720)
    show.lecture.go(3)
    for _ in range(4):
        show.pulse(show.clocks.now(), QTime(12, 0))
        QApplication.processEvents()
    mirror = show.presenter.mirror
    place = mirror.place().toRect().adjusted(1, 1, -1, -1)  # within its hairline
    fine = show.picture.pixmap.scaled(
        mirror.place().size().toSize(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    assert mirror.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32) == fine.copy(
        1, 1, place.width(), place.height()
    ).toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_time_at_each_point_is_told_to_the_lecturer_alone(lecture):
    desk = lecture("four-way-close", reduced_motion=True)
    show, now = desk.presentation, QTime(10, 0)
    passed = 1_000_000
    for seconds in (3, 65):
        press(desk, KEY.Key_PageDown)
        while show.lecture.question is not None:
            press(desk, KEY.Key_PageDown)
        for _ in range(seconds + 1):
            show.pulse(passed, now)
            passed += 1000
        show.spent.pause()
    told = show.spent.told(show.lecture.count)
    assert (told[0], told[1], set(told[2:])) == ("0:03", "1:05", {""})
    show.pages.toggle("overview")
    assert "1:08" not in show.pages.page.title.text()  # over the audience's picture
    show.windows.toggle_presenter()
    show.pages.toggle("overview")
    show.pages.toggle("overview")
    assert "1:08" in show.pages.page.title.text()
    show.pages.close()
    press(desk, KEY.Key_R)
    assert show.spent.total == 0


def test_pointer_spotlight_and_ink_are_on_both_screens(lecture):
    desk = lecture()
    show = desk.presentation
    press(desk, KEY.Key_F2)
    mirror = show.presenter.mirror
    QApplication.processEvents()
    plain = picture(desk)
    place = mirror.place()
    at = place.center().toPoint()
    for key in (KEY.Key_A, KEY.Key_I, KEY.Key_M):
        QTest.keyClick(show.presenter, key)
        move(mirror, at + QPoint(3, 0))
        move(mirror, at)
        assert picture(desk) != plain
        QTest.keyClick(show.presenter, key)
        assert picture(desk) == plain
    QTest.keyClick(show.presenter, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    QTest.mousePress(mirror, Qt.MouseButton.LeftButton, pos=at)
    move(mirror, at + QPoint(60, 20))
    QTest.mouseRelease(mirror, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 20))
    QTest.keyClick(show.presenter, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert picture(desk) != plain
    show.focus.pass_time(60_000)
    assert picture(desk) == plain


def test_the_cursor_hides_when_it_rests(lecture):
    desk = lecture()
    audience = desk.presentation.audience
    assert audience.cursor_hidden
    audience.pass_time(1000)
    move(audience, QPoint(300, 300))
    move(audience, QPoint(320, 300))
    assert not audience.cursor_hidden
    audience.pass_time(2900)
    assert not audience.cursor_hidden
    audience.pass_time(3001)
    assert audience.cursor_hidden


def test_the_audience_keeps_its_picture_while_something_is_prepared_and_then_takes_it(lecture):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_2, KEY.Key_Return)
    t, before = desk.playhead.t, picture(desk)
    press(desk, KEY.Key_F)
    press(desk, KEY.Key_5, KEY.Key_Return)
    desk.controller.next_theme()
    assert picture(desk) == before
    prepared = desk.presentation.picture.pixmap.toImage()
    press(desk, KEY.Key_F)
    assert picture(desk).convertToFormat(prepared.format()) == prepared
    press(desk, KEY.Key_F, KEY.Key_1, KEY.Key_Return)
    QTest.keyClick(desk.presentation.audience, KEY.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert not desk.presentation.frozen
    assert desk.playhead.t == desk.presentation.lecture.course.times[4]
    assert t != desk.playhead.t


def test_a_what_if_that_was_tried_while_frozen_can_be_forgotten(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    prepared, show = desk.session.trace, desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    t, before = desk.playhead.t, picture(desk)
    press(desk, KEY.Key_F)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.edit(drop("client", 6))
    press(desk, KEY.Key_End)
    assert picture(desk) == before
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert desk.session.trace.events == prepared.events
    assert (desk.playhead.t, show.frozen) == (t, False)
    assert picture(desk) == before


def test_whatever_was_prepared_can_be_forgotten_and_the_audience_sees_no_difference(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    press(desk, KEY.Key_PageDown)
    t, before, told = desk.playhead.t, picture(desk), show.sleeve.told
    changed = desk.session.trace
    press(desk, KEY.Key_F)
    for order in ("language", "theme", "larger", "numbering", "one-side", "plots", "predict-state"):
        show.order(order)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Z)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("three-way-handshake")
    press(desk, KEY.Key_End)
    assert picture(desk) == before
    QTest.keyClick(show.audience, KEY.Key_F, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not show.frozen, timeout=20_000)
    assert desk.session.trace.events == changed.events
    assert (desk.playhead.t, show.sleeve.told) == (t, told)
    assert picture(desk) == before
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Z)  # the prepared course is still up the sleeve
    assert not desk.session.changed
    assert desk.playhead.t == show.lecture.course.times[3]


def test_what_was_prepared_is_still_unseen_after_esc(lecture):
    desk = lecture(reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_2, KEY.Key_Return)
    before = picture(desk)
    press(desk, KEY.Key_F, KEY.Key_5, KEY.Key_Return)
    t = desk.playhead.t
    press(desk, KEY.Key_Escape)
    show.begin(whole=False, size=(1280, 720))
    assert (show.frozen, desk.playhead.t) == (True, t)
    assert picture(desk) == before
    press(desk, KEY.Key_F)
    assert not show.frozen
    assert picture(desk) != before


def test_another_scenario_is_prepared_unseen_and_taken(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_2, KEY.Key_Return)
    before = picture(desk)
    press(desk, KEY.Key_F)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("three-way-handshake")
    press(desk, KEY.Key_3, KEY.Key_Return)
    assert picture(desk) == before
    press(desk, KEY.Key_F)
    assert picture(desk) != before
    assert desk.playhead.t == show.lecture.course.times[2]
    assert show.lecture_trace is desk.session.trace


def test_where_the_window_is_seen_beside_the_lecture_it_shows_what_holds_as_soon_as_nothing_moves(lecture, qtbot):
    desk = lecture()  # the picture is a window; on two screens F2 uncovers the one of the program
    QTest.qWaitForWindowActive(desk.presentation.audience)
    press(desk, KEY.Key_End)
    desk.controller.next_language()
    qtbot.waitUntil(lambda: not desk.presentation.audience.turning)
    for _ in range(3):
        desk.presentation.pulse(desk.presentation.clocks.now(), QTime.currentTime())
    assert not desk.window.isActiveWindow()
    assert desk.window.stage.view().t == desk.playhead.t
    assert "四次挥手" in desk.window.windowTitle()


def test_the_window_rests_meanwhile_and_shows_everything_afterwards(lecture):
    desk = lecture()
    press(desk, KEY.Key_End)
    desk.controller.next_language()
    press(desk, KEY.Key_Escape)
    assert desk.window.stage.view().t == desk.playhead.t
    assert "四次挥手" in desk.window.windowTitle()


def test_whatever_the_presenter_is_told_his_window_keeps_its_size(lecture):
    desk = lecture("higher-dupthresh", language="zh")
    show = desk.presentation
    show.windows.toggle_presenter()
    show.presenter.showNormal()
    show.presenter.resize(738, 553)  # of a screen of 1024 × 768
    press(desk, KEY.Key_5, KEY.Key_Return)
    QApplication.processEvents()
    for order in ("sleeve-6", "freeze", "black", "predict-state"):
        show.order(order)
        QApplication.processEvents()
        assert (show.presenter.width(), show.presenter.height()) == (738, 553), order
