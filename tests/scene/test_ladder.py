"""The ladder: true slopes, states that change when they change, words that do not cover each other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scene.clock import StoryTime
from tcpanim.scene.ladder import ROW, Ladder
from tcpanim.scene.ladder_labels import Labels
from tcpanim.scene.names import Naming
from tcpanim.scene.timeline import Timeline
from tcpanim.scene.way import LOSS_PLACE
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate
from tcpanim.units import MS, S
from tests.scene.runs import Story, catalogue, lost_last_ack, opened


def ladder_of(trace, language="en", numbering="relative", labels="plain"):
    return Ladder(trace, Naming(trace, catalogue(language), numbering, labels), StoryTime(trace))


def burst(count, gap=0):
    story = Story()
    t = opened(story) + 40 * MS
    for index in range(count):
        story.sends(t + index * gap, "client", "P.", 1 + index * 1000, 1, 1000)
        story.sends(t + index * gap + 3 * MS, "server", ".", 1, 1 + index * 1000)
    return story.trace()


def test_a_flight_of_the_base_delay_slopes_by_its_screen_time():
    ladder = ladder_of(lost_last_ack())
    syn = ladder.line(ladder.trace.flights[0])
    assert (syn.x0, syn.x1) == (0.0, 1.0)
    assert syn.y1 - syn.y0 == pytest.approx(1.2)


def test_a_lost_segment_ends_in_the_middle_and_a_retransmission_is_marked():
    ladder = ladder_of(lost_last_ack())
    lost, again = (ladder.line(ladder.trace.flights[i]) for i in (13, 14))
    assert (lost.end, lost.x1) == ("lost", LOSS_PLACE)
    assert again.again
    assert again.end == "arrow"


def test_segments_of_one_instant_stand_below_each_other_and_parallel():
    ladder = ladder_of(burst(5))
    lines = [ladder.line(f) for f in ladder.trace.flights if f.segment.kind == "DATA"]
    for one, two in pairwise(lines):
        assert two.y0 - one.y0 == pytest.approx(ROW)
        assert two.y1 - one.y1 == pytest.approx(ROW)


@given(st.integers(1, 8), st.integers(0, 30), st.lists(st.integers(0, 400 * MS), min_size=2, max_size=10))
def test_time_runs_down_and_every_place_leads_back(count, gap, times):
    ladder = ladder_of(burst(count, gap * MS))
    heights = [ladder.map.to_y(t) for t in sorted(times)]
    assert heights == sorted(heights)
    for moment in ladder.trace.moments:
        assert ladder.map.to_time(ladder.map.to_y(moment)) == moment
        assert ladder.map.to_time(ladder.map.top(moment)) == moment


def test_states_stand_from_the_moment_they_are_entered_at_either_host():
    ladder = ladder_of(lost_last_ack())
    syn, syn_ack, ack = (ladder.line(flight) for flight in ladder.trace.flights[:3])
    server = {bar.state: bar for bar in ladder.bars["right"]}
    client = {bar.state: bar for bar in ladder.bars["left"]}
    assert server[State.SYN_RECEIVED].y0 == pytest.approx(syn.y1)
    assert client[State.ESTABLISHED].y0 == pytest.approx(syn_ack.y1)
    assert server[State.ESTABLISHED].y0 == pytest.approx(ack.y1)
    for bars in ladder.bars.values():
        for one, two in pairwise(bars):
            assert one.y1 == pytest.approx(two.y0)


def test_silences_lie_between_what_happens_before_and_after():
    ladder = ladder_of(lost_last_ack())
    hatch, last = ladder.hatches
    assert (hatch.text, last.text) == ("925 ms", "240 s")
    lost, again = (ladder.line(ladder.trace.flights[i]) for i in (13, 14))
    assert hatch.y0 == pytest.approx(lost.y1)
    assert hatch.y1 == pytest.approx(again.y0)


def test_the_visible_slice_is_what_touches_it():
    ladder = ladder_of(lost_last_ack())
    everything = {flight.id for flight in ladder.flights_between(0, ladder.height)}
    assert everything == {flight.id for flight in ladder.trace.flights}
    for top in range(int(ladder.height)):
        seen = {flight.id for flight in ladder.flights_between(top, top + 1)}
        for flight in ladder.trace.flights:
            line = ladder.line(flight)
            if line.y0 < top + 1 and line.y1 > top:
                assert flight.id in seen


@pytest.mark.parametrize("labels", ["plain", "textbook", "wireshark"])
@pytest.mark.parametrize("width", [300, 440, 900])
@pytest.mark.parametrize(
    "trace", [lost_last_ack(), burst(3), burst(12, 2 * MS), burst(30, 11 * MS)], ids=["close", "3", "12", "30"]
)
def test_words_never_cover_words(trace, width, labels):
    ladder = ladder_of(trace, labels=labels)
    placed = Labels(ladder, width, 46, 13)
    strips = []
    for flight in trace.flights:
        label = placed.of(flight.id)
        if label.shown:
            strips.append(placed.strip(ladder.line(flight), label))
    for index, strip in enumerate(strips):
        assert not any(strip.meets(other) for other in strips[:index])
    assert len(strips) >= min(len(trace.flights), 6)


def test_in_a_calm_run_every_segment_has_its_words():
    trace = lost_last_ack()
    placed = Labels(ladder_of(trace), 420, 46, 13)
    assert all(placed.of(flight.id).shown for flight in trace.flights)


def test_lines_that_cross_in_a_narrow_ladder_keep_words_of_both():
    story = Story()
    t = opened(story) + 50 * MS
    story.sends(t, "client", "F.", 1, 1)
    story.sends(t + 10 * MS, "server", "F.", 1, 1)
    story.sends(t + 50 * MS, "client", ".", 2, 2)
    story.sends(t + 60 * MS, "server", ".", 2, 2)
    trace = story.trace()
    placed = Labels(ladder_of(trace, "zh", "symbolic", "textbook"), 300, 52, 13)
    assert all(placed.of(flight.id).shown for flight in trace.flights)


def test_the_calls_of_the_applications_stand_at_their_moments():
    ladder = ladder_of(lost_last_ack(), "zh")
    assert [mark.text for mark in ladder.calls["right"]] == ["被动打开", "发送 1000 B", "被动关闭"]
    assert ladder.calls["left"][0].y == ladder.map.top(10 * MS)


def test_the_timeline_lies_on_the_same_map():
    story = Story()
    t = opened(story)
    story.sends(t + S, "client", "P.", 1, 1, 10, fate=Fate.DROPPED)
    trace = story.trace()
    naming, time = Naming(trace, catalogue("en")), StoryTime(trace)
    timeline = Timeline(trace, naming, time)
    segments = [mark for mark in timeline.marks if mark.kind == "segment"]
    assert [(mark.segment, mark.side) for mark in segments] == [(1, "left"), (2, "right"), (3, "left"), (4, "left")]
    (loss,) = (mark for mark in timeline.marks if mark.kind == "loss")
    assert loss.t == trace.flights[3].ended
    assert timeline.words(loss).endswith("lost")
    for mark in timeline.marks:
        assert timeline.place(mark.t) == pytest.approx(mark.place)
        assert timeline.time_at(mark.place) == mark.t
    (stretch,) = timeline.stretches
    assert stretch.text == "1 s"
