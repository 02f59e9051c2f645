"""Virtual time and screen time: one map, exact where something happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scene.clock import (
    FLIGHT_SECONDS,
    SILENCE_SECONDS,
    StoryTime,
    UniformTime,
    base_delay,
    clock_time,
    short_time,
)
from tcpanim.trace.events import Fate
from tcpanim.units import MS, US, S
from tests.scene.runs import Story, lost_last_ack, opened


@st.composite
def runs(draw):
    """Any number of segments at any times, with any delays; some lost."""
    delays = {side: draw(st.integers(1, 300)) * MS for side in ("client", "server")}
    story = Story(delays)
    for _ in range(draw(st.integers(1, 12))):
        story.sends(
            draw(st.integers(0, 20 * S)),
            draw(st.sampled_from(("client", "server"))),
            ".",
            1,
            1,
            fate=draw(st.sampled_from((Fate.DELIVERED, Fate.DROPPED))),
            takes=draw(st.none() | st.integers(1, 5 * S)),
        )
    return story.trace()


@given(runs(), st.sampled_from((StoryTime, UniformTime)))
def test_every_event_is_met_exactly_in_both_directions(trace, kind):
    time = kind(trace)
    for moment in (*trace.moments, 0, trace.end):
        assert time.to_virtual(time.to_screen(moment)) == moment


@given(runs(), st.lists(st.integers(-S, 30 * S), min_size=2, max_size=20), st.sampled_from((StoryTime, UniformTime)))
def test_later_is_never_shown_earlier(trace, times, kind):
    time = kind(trace)
    shown = [time.to_screen(t) for t in sorted(times)]
    assert shown == sorted(shown)


@given(runs(), st.lists(st.floats(0, 60), min_size=2, max_size=20))
def test_screen_times_lead_back_in_order(trace, screen):
    time = StoryTime(trace)
    back = [time.to_virtual(x) for x in sorted(screen)]
    assert back == sorted(back)
    assert all(0 <= t <= trace.end for t in back)


@given(runs(), st.integers(0, 20 * S), st.floats(0.001, 3), st.floats(0.1, 8), st.sampled_from((1, -1)))
def test_playing_moves_on_and_stays_within_the_run(trace, t, dt, speed, direction):
    time = StoryTime(trace)
    t = min(t, trace.end)
    later = time.advance(t, dt, speed, direction)
    assert 0 <= later <= trace.end
    if direction > 0 and t < trace.end:
        assert later > t
    if direction < 0 and t > 0:
        assert later < t


@given(runs())
def test_every_usual_flight_takes_its_share_of_1200_ms(trace):
    time, base = StoryTime(trace), base_delay(trace)
    longest = max(trace.wire.delay.values())
    for flight in trace.flights:
        if flight.fate is Fate.DELIVERED and flight.due - flight.left <= longest:
            seconds = time.to_screen(flight.due) - time.to_screen(flight.left)
            assert seconds == pytest.approx(FLIGHT_SECONDS * (flight.due - flight.left) / base, rel=1e-6)


def test_unequal_delays_keep_their_ratio():
    story = Story({"client": 50 * MS, "server": 80 * MS})
    opened(story)
    trace = story.trace()
    time = StoryTime(trace)
    there, back = (time.to_screen(f.due) - time.to_screen(f.left) for f in trace.flights[:2])
    assert there == pytest.approx(1.2)
    assert back == pytest.approx(1.2 * 80 / 50)


def test_the_rto_and_2_msl_are_shortened_and_their_true_length_is_kept():
    time = StoryTime(lost_last_ack())
    assert [stretch.length_ns for stretch in time.shortened] == [925 * MS, 239_950 * MS]
    for stretch in time.shortened:
        assert stretch.screen_end - stretch.screen_start < SILENCE_SECONDS + 0.5
        inside = (stretch.start + stretch.end) // 2
        assert time.shortened_at(inside) == stretch
        assert time.shortened_at(stretch.start) is None  # something happens there
        assert time.ns_per_second(inside) > time.ns_per_second(0)


def test_a_silence_during_which_only_a_straggler_is_under_way_is_shortened():
    story = Story()
    t = opened(story)
    story.sends(t, "client", ".", 1, 1, takes=5 * S)
    time = StoryTime(story.trace())
    assert [stretch.length_ns for stretch in time.shortened] == [5 * S]


def test_a_delay_is_never_shortened():
    story = Story({"client": 50 * MS, "server": 900 * MS})
    opened(story)
    assert StoryTime(story.trace()).shortened == ()


def test_uniform_time_is_in_proportion():
    story = Story()
    opened(story)
    trace = story.trace()
    time = UniformTime(trace)
    assert time.shortened == ()
    assert time.to_screen(50 * MS) == pytest.approx(1.2)
    assert time.length == pytest.approx(1.2 * trace.end / (50 * MS))


def test_a_long_run_in_uniform_time_goes_faster_while_flights_can_be_seen():
    story = Story()
    story.sends(opened(story), "client", ".", 1, 1, takes=3 * S)
    assert UniformTime(story.trace()).length == pytest.approx(30.0)
    minutes = UniformTime(lost_last_ack())
    assert minutes.to_screen(50 * MS) == pytest.approx(0.3)


def test_the_local_scale_of_a_flight():
    assert StoryTime(lost_last_ack()).ns_per_second(100 * MS) == pytest.approx(41.67 * MS, rel=1e-3)


@pytest.mark.parametrize(
    ("ns", "text"),
    [(239_900 * MS, "239.9 s"), (1_930 * MS, "1.93 s"), (850 * MS, "850 ms"), (0, "0 ms"), (12 * US, "12 µs")],
)
def test_running_times_have_few_figures(ns, text):
    assert short_time(ns) == text


def test_the_clock_shows_what_matters():
    assert clock_time(1_464 * MS, 50 * MS) == "1.464 s"
    assert clock_time(1_464 * US, 50 * US) == "0.001464 s"
