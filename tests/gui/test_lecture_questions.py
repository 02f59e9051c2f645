"""Questions before an audience: asked, counted, answered; what they are about stays in sight."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.gui.painting.endpoint import _numbers
from tests.gui.hall import KEY, picture, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_question_about_what_comes_next_is_asked_answered_and_gone(lecture):
    desk = lecture(reduced_motion=True)
    show = desk.presentation.lecture
    press(desk, KEY.Key_3, KEY.Key_Return)
    plain = picture(desk)
    press(desk, KEY.Key_Q)
    assert show.phase == "asking"
    asked = picture(desk)
    press(desk, KEY.Key_1, KEY.Key_1, KEY.Key_2)
    assert show.tally[:2] == (2, 1)
    press(desk, KEY.Key_Q)
    assert picture(desk) == plain
    press(desk, KEY.Key_Q)
    assert picture(desk) == asked
    press(desk, KEY.Key_PageDown)
    assert show.phase == "told"
    press(desk, KEY.Key_PageDown)
    assert show.question is None


def test_another_question_takes_the_place_of_the_one_that_is_asked(lecture):
    desk = lecture()
    show = desk.presentation.lecture
    show.go(3)
    show_first = [show.question]
    for key, modifiers in ((KEY.Key_Q, False), (KEY.Key_Q, True), (KEY.Key_Q, True)):
        held = Qt.KeyboardModifier.ShiftModifier if modifiers else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(desk.presentation.audience, key, held)
        show_first.append(show.question)
    nothing, segment, state, again = show_first
    assert (nothing, again) == (None, None)
    assert None not in (segment, state)
    assert segment != state


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("name", ["four-way-close", "three-way-handshake"])
def test_a_question_leaves_in_sight_what_it_is_about(lecture, width, height, language, name):
    desk = lecture(name, size=(width, height), language=language, reduced_motion=True)
    course, shown = desk.presentation.lecture.course, desk.presentation.picture
    desk.presentation.lecture.go(next(n for n, point in enumerate(course.points, 1) if point.ask is not None))
    stage = shown.views.stage()
    type_before = stage._layout.state_font.pixelSize(), stage._layout.numbers_font.pixelSize()
    without = picture(desk)
    press(desk, KEY.Key_PageDown)
    question = shown._card.rect
    stage = shown.views.stage()
    assert (stage._layout.state_font.pixelSize(), stage._layout.numbers_font.pixelSize()) == type_before
    for endpoint in stage._layout.endpoints:
        assert shown.frame.stage.top() + endpoint.bottom() <= question.top()
    for place in stage.places():
        assert shown.frame.stage.top() + place.centre.y() + place.size.height() / 2 <= question.top()
    for view in (stage.view().left, stage.view().right):
        assert _numbers(stage._layout, view).rows == view.rows
    for panel in (*desk.presentation.panels.names, "numbers", "timers"):
        desk.presentation.panels.bring(panel) if panel in desk.presentation.panels.names else press(desk, KEY.Key_Y)
        assert shown._place.bottom() < question.top()
        assert shown._place.height() >= 0.25 * height
    desk.presentation.panels.show_stage()
    press(desk, KEY.Key_PageUp)
    assert picture(desk) == without


@pytest.mark.parametrize("zoom", [1.0, 1.4])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
@pytest.mark.parametrize("name", ["four-way-close", "lost-last-ack"])
def test_no_question_takes_a_number_from_a_host(lecture, name, size, language, zoom):
    desk = lecture(name, size=size, language=language, reduced_motion=True)
    desk.settings.set("lecture/zoom", zoom)
    desk.presentation.order("theme")
    show, shown = desk.presentation.lecture, desk.presentation.picture
    for number, point in enumerate(show.course.points, 1):
        if point.ask is None:
            continue
        show.go(number)
        show.put(point.ask)
        stage = shown.views.stage()
        for view in (stage.view().left, stage.view().right):
            assert _numbers(stage._layout, view).rows == view.rows


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080)])
def test_no_choice_ends_a_line_inside_a_chinese_word(lecture, size):
    desk = lecture("simultaneous-close", size=size, language="zh", reduced_motion=True)
    show, shown = desk.presentation.lecture, desk.presentation.picture
    for number, point in enumerate(show.course.points, 1):
        if point.ask is not None:
            show.go(number)
            show.put(point.ask)
            assert not any(row.splits for row in shown._card.laid.choices)


def test_bars_of_hands_stand_at_the_same_place_of_each_choice(lecture):
    desk = lecture("four-way-close", size=(1024, 768), reduced_motion=True, theme="light")
    show, shown = desk.presentation.lecture, desk.presentation.picture
    show.go(2)
    press(desk, KEY.Key_PageDown, KEY.Key_1, KEY.Key_1, KEY.Key_2, KEY.Key_3)
    laid, card = shown._card.laid, shown._card.rect
    assert laid.columns == 3
    image = picture(desk)
    ink = desk.appearance.look(desk.session.trace).theme.colour("ink2").name()
    y = next(y for y in range(card.top(), card.bottom())
             if sum(image.pixelColor(x, y).name() == ink for x in range(card.left(), card.right())) > 40)  # fmt: skip
    runs = [x for x in range(card.left(), card.right())
            if image.pixelColor(x, y + 3).name() == ink != image.pixelColor(x - 1, y + 3).name()]  # fmt: skip
    assert [b - a for a, b in itertools.pairwise(runs)] == pytest.approx([laid.cell] * 2, abs=1)
    # The number of hands stands by its bar, not by the choice at the right.
    ground = image.pixelColor(card.left() + card.width() // 2, card.bottom() - 4)
    rows = range(y, y + round(laid.bubble * 0.6))
    marked = [x for x in range(runs[0], runs[1]) if any(image.pixelColor(x, row) != ground for row in rows)]
    air = [b - a for a, b in itertools.pairwise(marked) if b - a > 2]
    assert 2 * air[0] < air[1]
