"""Next and Back: whatever a clicker sends, a lecture is where the lecturer expects it."""

import random

import pytest

from tcpanim.gui.presentation.lecture import ASKING, AT_REST, TOLD, Lecture, panel_of
from tcpanim.lesson import View
from tcpanim.scene.points import course_of
from tests.gui.test_playhead import playhead, run  # noqa: F401  (a fixture)

FRAME = 1 / 60


@pytest.fixture
def lecture(playhead):  # noqa: F811
    trace, _ = run()
    made = Lecture(playhead)
    made.set_course(course_of(trace), View(view="stage"))
    made.begin()
    made.restart()
    yield made
    made.end()


def arrive(playhead):  # noqa: F811
    """Let the animation come to its end."""
    frames = 0
    while playhead.moving:
        playhead.advance(FRAME)
        frames += 1
        assert frames < 60 * 60
    return frames


def whole(lecture, playhead):  # noqa: F811
    """All that Back must bring again."""
    return playhead.t, lecture.phase, lecture.question, lecture.tally, lecture.view, lecture.wire_only


def test_next_plays_up_to_the_next_point(lecture, playhead):  # noqa: F811
    times = lecture.course.times
    lecture.next()
    assert lecture.moving
    assert playhead.t == 0
    assert arrive(playhead) > 10
    assert playhead.t == times[0]
    assert not lecture.moving
    assert lecture.number == 1


def test_a_long_way_takes_no_longer_than_a_class_waits(lecture, playhead):  # noqa: F811
    _, time_map = run()
    lecture.next()
    seconds = time_map.to_screen(lecture.course.times[0])
    assert seconds > 10
    assert arrive(playhead) * FRAME < max(8.1, seconds / 4)


def test_pressed_on_the_way_it_completes_at_once_and_goes_no_further(lecture, playhead):  # noqa: F811
    times = lecture.course.times
    lecture.next()
    for _ in range(20):
        playhead.advance(FRAME)
    lecture.next()
    assert (playhead.t, lecture.moving, playhead.moving) == (times[0], False, False)


def test_back_on_the_way_leads_to_where_it_began(lecture, playhead):  # noqa: F811
    lecture.next()
    for _ in range(20):
        playhead.advance(FRAME)
    assert playhead.t > 0
    lecture.back()
    assert (playhead.t, lecture.moving, playhead.moving) == (0, False, False)


def test_the_question_comes_before_the_animation_goes_on(lecture, playhead):  # noqa: F811
    point = next(point for point in lecture.course.points if point.ask is not None)
    number = lecture.course.points.index(point) + 1
    lecture.go(number)
    assert lecture.to_ask is point.ask
    lecture.next()
    assert (lecture.phase, lecture.question, playhead.t) == (ASKING, point.ask, point.t)
    lecture.count_hand(2)
    lecture.count_hand(2)
    lecture.count_hand(9)
    assert lecture.tally == (0, 2, *(0,) * (len(point.ask.choices) - 2))
    lecture.next()
    assert (lecture.phase, lecture.tally[1], playhead.t) == (TOLD, 2, point.t)
    lecture.next()
    assert lecture.phase == AT_REST
    assert lecture.moving
    lecture.back()
    assert lecture.phase == TOLD
    lecture.back()
    assert lecture.phase == ASKING
    lecture.back()
    assert lecture.phase == AT_REST
    assert lecture.to_ask is point.ask


def test_back_restores_exactly_whatever_was_pressed(lecture, playhead):  # noqa: F811
    chance = random.Random(7)
    for _ in range(30):
        stack = []
        for _ in range(chance.randrange(1, 12)):
            before = whole(lecture, playhead)
            waiting = lecture.moving
            lecture.next()
            if whole(lecture, playhead) != before or lecture.moving:
                if not waiting:
                    stack.append(before)
                if chance.random() < 0.6:
                    arrive(playhead)
        while stack:
            lecture.back()
            assert whole(lecture, playhead) == stack.pop()
        lecture.go(chance.randrange(1, lecture.count + 1))


def test_next_only_lights_a_blank_screen(lecture, playhead):  # noqa: F811
    for colour in ("black", "white"):
        lecture.next()
        playhead.advance(FRAME)
        lecture.toggle_blank(colour)
        assert not playhead.moving
        t = playhead.t
        lecture.next()
        assert (lecture.blank, playhead.t, playhead.moving) == ("", t, False)
        lecture.toggle_blank(colour)
        lecture.back()
        assert (lecture.blank, playhead.t) == ("", t)
        lecture.toggle_blank(colour)
        lecture.toggle_blank(colour)
        assert lecture.blank == ""


def test_jumps_go_by_number_and_stay_within_the_course(lecture, playhead):  # noqa: F811
    times = lecture.course.times
    for typed, number in (("3", 3), ("0", 1), ("99", len(times)), ("007", 7)):
        for digit in typed:
            lecture.type(digit)
        assert lecture.enter()
        assert playhead.t == times[number - 1]
    assert not lecture.enter()
    lecture.go_first()
    assert playhead.t == times[0]
    lecture.go_last()
    assert playhead.t == times[-1]
    lecture.back()
    assert playhead.t == times[-2]


def test_behind_the_last_point_comes_the_end_and_then_nothing(lecture, playhead):  # noqa: F811
    trace, _ = run()
    lecture.go_last()
    for _ in range(8):
        lecture.next()
        arrive(playhead)
    assert playhead.t == trace.end
    assert lecture.done
    lecture.next()
    assert playhead.t == trace.end


def test_from_a_moment_between_points_it_goes_to_the_nearest(lecture, playhead):  # noqa: F811
    times = lecture.course.times
    playhead.seek((times[1] + times[2]) // 2)
    lecture.back()
    assert playhead.t == times[1]
    playhead.seek((times[1] + times[2]) // 2)
    lecture.next()
    arrive(playhead)
    assert playhead.t == times[2]


def test_a_note_sets_the_view_when_its_moment_has_come(lecture):
    for number, point in enumerate(lecture.course.points, 1):
        lecture.go(number)
        assert panel_of(lecture.view) == panel_of(lecture.course.shown(point.t))
    lecture.show(View(view="ladder"))
    assert panel_of(lecture.view) == "ladder"


def test_without_motion_it_lands_at_once(lecture, playhead):  # noqa: F811
    playhead.glides = False
    lecture.next()
    assert (playhead.t, lecture.moving) == (lecture.course.times[0], False)
