"""Two runs: where they part, one time for both, what each has come to."""

import pytest

from tcpanim.scene.clock import screen_time
from tcpanim.scene.compare import Compared, PairSeries, PairTimeline, first_difference, overlaid, together
from tcpanim.scene.names import Naming
from tcpanim.scene.series import Series
from tcpanim.scene.timeline import Timeline
from tcpanim.trace.events import Fate
from tcpanim.units import MS
from tests.scene.runs import Story, catalogue, opened
from tests.scene.test_series import run


def story(*, delay=50 * MS, lose=False, later=0):
    made = Story(delay)
    t = opened(made)
    made.sends(t + 20 * MS + later, "client", "P.", 1, 1, 500, fate=Fate.DROPPED if lose else Fate.DELIVERED)
    return made.trace()


def test_the_same_run_does_not_differ():
    assert first_difference(story(), story()) is None


def test_a_loss_is_the_difference_when_it_happens():
    found = first_difference(story(), story(lose=True))
    assert found is not None
    sent = story().flights[-1].sent
    assert (found.t, found.timing) == (sent + 25 * MS, False)


def test_the_same_at_other_times_is_a_difference_of_time_alone():
    found = first_difference(story(), story(later=5 * MS))
    assert found is not None
    assert found == (story().flights[-1].sent, True)
    slower = first_difference(story(), story(delay=80 * MS))
    assert slower is not None
    assert slower.timing


def test_tahoe_and_reno_part_where_the_window_falls():
    found = first_difference(run("fast-retransmit-tahoe"), run("fast-retransmit-reno"))
    assert found is not None
    t = found.t
    windows = [run(name).sample("client", t).tcb.cwnd for name in ("fast-retransmit-tahoe", "fast-retransmit-reno")]
    assert windows == [1000, 9000]
    assert not found.timing
    before = [run(name).sample("client", t - 1).tcb for name in ("fast-retransmit-tahoe", "fast-retransmit-reno")]
    assert before[0] == before[1]


@pytest.mark.parametrize("kind", ["story", "uniform"])
def test_one_time_fits_both(kind):
    first, second = run("two-way-handshake"), run("old-duplicate-syn")
    joint = together(first, second)
    time = screen_time(joint, kind)
    assert time.end == max(first.end, second.end)
    places = [time.to_screen(t) for t in sorted({*first.moments, *second.moments})]
    assert places == sorted(places)
    for trace in (first, second):
        for stretch in time.shortened:
            inside = [t for t in trace.moments if stretch.start < t < stretch.end]
            assert inside == []


def test_what_a_run_has_come_to():
    compared = Compared(run("lost-data"))
    assert compared.tally(0).sent == 0
    final = compared.tally(compared.trace.end)
    assert (final.again, final.lost, final.over) == (1, 1, True)
    assert final.sent == sum(flight.copy_of is None for flight in compared.trace.flights)


def test_both_runs_stand_on_the_timeline():
    first, second = run("fast-retransmit-tahoe"), run("fast-retransmit-reno")
    time = screen_time(together(first, second), "story")
    above, below = (Timeline(trace, Naming(trace, catalogue("en")), time) for trace in (first, second))
    both = PairTimeline(above, below, time.end)
    assert {mark.side for mark in both.marks} == {"left", "right"}
    lost = [mark for mark in both.marks if mark.kind == "loss"]
    assert [both.words(mark)[:4] for mark in lost] == ["A · ", "B · "]
    assert both.place(time.end) == 1


def test_curves_are_overlaid_and_the_playhead_shows_what_both_have_reached():
    first, second = run("fast-retransmit-tahoe"), run("fast-retransmit-reno")
    found = PairSeries(first, second, 428 * MS).figure("rounds", "left")
    assert {layer.key for layer in found.layers} >= {"a.round-cwnd", "b.round-cwnd", "b.inflated"}
    assert found.told_at(first.end)["b.round-cwnd"] == 6
    t = 600 * MS
    assert found.x_of(t) == min(Series(trace).figure("rounds", "left").x_of(t) for trace in (first, second))
    over_time = PairSeries(first, second, 428 * MS).figure("window", "left")
    assert [(flag.key, flag.t) for flag in over_time.flags] == [("parted", 428 * MS)]
    assert overlaid(over_time, over_time, None).flags == ()
