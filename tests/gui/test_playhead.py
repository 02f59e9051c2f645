"""The playhead: real seconds in, virtual time out; no test waits for a clock."""

import random
from functools import cache

import pytest

from tcpanim.gui.playhead import GLIDE, Playhead
from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.clock import screen_time
from tcpanim.sim.run import simulate

FRAME = 1 / 60


@cache
def run(name="four-way-close"):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    trace = simulate(scenario)
    return trace, screen_time(trace, "story")


@pytest.fixture
def playhead():
    trace, time_map = run()
    head = Playhead()
    head.set_run(time_map, trace.moments, trace.end)
    yield head
    head.pause()


def settle(playhead):
    """Let a step's glide come to its end."""
    frames = 0
    while playhead.moving and not playhead.direction:
        playhead.advance(FRAME)
        frames += 1
    return frames * FRAME


def test_playing_takes_as_long_as_the_story_and_stops_at_the_end(playhead):
    trace, time_map = run()
    playhead.play()
    frames = 0
    while playhead.direction:
        playhead.advance(FRAME)
        frames += 1
    assert playhead.t == trace.end
    assert frames * FRAME == pytest.approx(time_map.length, abs=2 * FRAME)
    assert not playhead.moving


def test_twice_the_speed_is_half_the_time(playhead):
    _, time_map = run()
    playhead.set_speed(2.0)
    playhead.play()
    frames = 0
    while playhead.direction:
        playhead.advance(FRAME)
        frames += 1
    assert frames * FRAME == pytest.approx(time_map.length / 2, abs=2 * FRAME)


def test_playing_backwards_meets_the_start(playhead):
    playhead.seek(run()[0].end)
    playhead.play(-1)
    while playhead.direction:
        playhead.advance(FRAME)
    assert playhead.t == 0


def test_playing_at_the_end_starts_over(playhead):
    playhead.seek(run()[0].end)
    playhead.play()
    assert playhead.t == 0
    assert playhead.direction == 1


def test_steps_forward_meet_every_moment_in_turn(playhead):
    trace, _ = run()
    met = [playhead.t]
    for _ in trace.moments[1:]:
        playhead.step_forward()
        assert settle(playhead) <= 0.25
        met.append(playhead.t)
    assert tuple(met) == trace.moments


def test_every_press_is_one_step_however_quick(playhead):
    for _ in range(5):
        playhead.step_forward()  # each one while the step before is still under way
        playhead.advance(GLIDE / 3)
    settle(playhead)
    assert playhead.t == run()[0].moments[5]


def test_steps_back_are_exact_and_at_once(playhead):
    trace, _ = run()
    playhead.seek(trace.end)
    met = [playhead.t]
    for _ in trace.moments[1:]:
        playhead.step_back()
        assert not playhead.moving
        met.append(playhead.t)
    assert tuple(reversed(met)) == trace.moments


def test_a_step_back_during_a_step_forward_undoes_it(playhead):
    playhead.seek(run()[0].moments[3])
    playhead.step_forward()
    playhead.advance(GLIDE / 2)
    playhead.step_back()
    assert playhead.t == run()[0].moments[3]
    assert not playhead.moving


def test_from_between_two_moments_a_step_leads_to_the_neighbour(playhead):
    moments = run()[0].moments
    middle = (moments[4] + moments[5]) // 2
    playhead.seek(middle)
    playhead.step_back()
    assert playhead.t == moments[4]
    playhead.seek(middle)
    playhead.step_forward()
    settle(playhead)
    assert playhead.t == moments[5]


def test_a_step_stops_playing(playhead):
    playhead.play()
    playhead.advance(FRAME)
    playhead.step_forward()
    settle(playhead)
    assert not playhead.moving
    assert playhead.t in run()[0].moments


def test_a_note_that_pauses_is_met_exactly_and_playing_goes_on_from_it():
    trace, time_map = run()
    stop = trace.moments[7]
    head = Playhead()
    head.set_run(time_map, trace.moments, trace.end, (stop,))
    head.play()
    while head.direction:
        head.advance(FRAME)
    assert head.t == stop
    head.play()
    while head.direction:
        head.advance(FRAME)
    assert head.t == trace.end


def test_without_motion_a_step_lands_at_once(playhead):
    playhead.glides = False
    playhead.step_forward()
    assert playhead.t == run()[0].moments[1]
    assert not playhead.moving


def test_seeking_is_exact_in_any_order(playhead):
    chance = random.Random(5)
    for _ in range(200):
        t = chance.randrange(run()[0].end + 1)
        playhead.seek(t)
        assert playhead.t == t


def test_slow_motion_is_not_lost_between_frames(playhead):
    # A long silence at a tenth of the speed: each frame is a small part of a second, and none may be rounded away.
    playhead.set_speed(0.1)
    playhead.play()
    for _ in range(600):
        playhead.advance(FRAME)
    assert run()[1].to_screen(playhead.t) == pytest.approx(1.0, rel=1e-3)


def test_at_rest_nothing_ticks(playhead):
    assert not playhead.moving
    playhead.play()
    assert playhead.moving
    playhead.pause()
    assert not playhead.moving
