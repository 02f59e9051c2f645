"""What the plots are made of, for runs whose numbers are known."""

from functools import cache

import pytest

from tcpanim.gui.loading import Source, load
from tcpanim.lesson import PLOTS
from tcpanim.library import builtins
from tcpanim.scene.names import Naming
from tcpanim.scene.plot import in_unit, in_view, rate_text, ticks_across, unit_across
from tcpanim.scene.points import course_of
from tcpanim.scene.series import Series
from tcpanim.trace.events import Fate
from tcpanim.units import MS, S
from tests.scene.runs import Story, catalogue, lost_last_ack, opened


@cache
def run(name):
    return load(Source("builtin", name), lambda: False).trace


@cache
def figure(name, kind):
    series = Series(run(name))
    return series.figure(kind, series.main_side)


def layer(figure, key):
    return next(layer for layer in figure.layers if layer.key == key)


def rows(figure, key):
    found = layer(figure, key)
    return list(zip(found.x, found.y, strict=True))


@pytest.mark.parametrize("name", ["three-way-handshake", "four-way-close", "forgotten-close", "lost-last-ack"])
def test_the_axis_of_a_plot_reaches_the_last_point_of_the_lecture(name):
    points = [t for t in course_of(run(name)).times if t < 200 * S]  # TIME-WAIT's end is far away, and nothing happens
    assert figure(name, "window").span[1] > points[-1]


@pytest.mark.parametrize("name", ["four-way-close", "forgotten-close", "lost-last-ack"])
def test_nothing_is_under_way_once_the_connection_is_gone(name):
    flight = layer(Series(run(name)).figure("window", "right"), "flight")
    closed = next(s.t for s in run(name).samples if s.host == "server" and s.t > flight.x[0] and s.tcb.snd_una is None)
    assert flight.value(closed - 1) > 0
    assert flight.value(closed) == 0


def test_slow_start_doubles_each_round():
    rounds = figure("slow-start", "rounds").rounds
    assert [(row.cwnd, row.segments) for row in rounds] == [(1000, 1), (2000, 2), (4000, 4), (8000, 8)]
    assert rows(figure("slow-start", "rounds"), "round-cwnd") == [(1, 1), (2, 2), (3, 4), (4, 8)]


def test_congestion_avoidance_adds_one_segment_each_round():
    assert [row.cwnd // 1000 for row in figure("congestion-avoidance", "rounds").rounds] == [1, 2, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("name", "windows", "recovering"),
    [("fast-retransmit-tahoe", [8, 13, 1, 2, 4], set()), ("fast-retransmit-reno", [8, 13, 9, 6], {3})],
)
def test_the_figure_of_the_books_after_a_loss(name, windows, recovering):
    found = figure(name, "rounds")
    assert [row.cwnd // 1000 for row in found.rounds] == windows
    assert {n for n, row in enumerate(found.rounds, 1) if row.recovering} == recovering
    assert [(flag.key, flag.x) for flag in found.flags] == [("fast-retransmit", 3)]


def test_no_number_stands_where_the_axis_says_what_it_counts():
    for name, kind in (("congestion-rounds", "rounds"), ("slow-start", "window")):
        found = figure(name, kind)
        shown, unit = in_view(found, *found.span), unit_across(found)
        ticks = ticks_across(found, shown, 8, taken=0.3).between(shown.low * unit, shown.high * unit)
        free = (shown.high - 0.3 * (shown.high - shown.low)) * unit
        assert any(words for _, words in ticks)
        assert all(place <= free for place, words in ticks if words)
        assert ticks_across(found, shown, 8).between(shown.low * unit, shown.high * unit)[-1][1]


def test_a_round_and_its_moment_are_found_from_each_other():
    found = figure("slow-start", "rounds")
    for n, row in enumerate(found.rounds, 1):
        assert found.x_of(row.start) == n
        assert found.time_at(n) == row.start
        assert found.time_at(found.x_of(row.start + 10 * MS)) == pytest.approx(row.start + 10 * MS, abs=2)


def test_segments_losses_and_repetitions_stand_at_their_numbers():
    found = figure("fast-retransmit-reno", "sequence")
    bars = layer(found, "segment")
    assert bars.top is not None
    lost = next(flight for flight in run("fast-retransmit-reno").flights if flight.fate is Fate.DROPPED)
    place = bars.flights.index(lost.id)
    assert (bars.x[place], bars.y[place], bars.top[place]) == (lost.sent, 5001, 6001)
    assert rows(found, "lost") == [(lost.sent, 5501)]
    again = layer(found, "again")
    assert (list(again.y), list(again.top or [])) == ([5001], [6001])
    assert again.x[0] > lost.sent


def test_the_line_of_acks_is_what_the_sender_knows():
    trace, found = run("fast-retransmit-reno"), figure("fast-retransmit-reno", "sequence")
    for t in trace.moments:
        sample = trace.sample("client", t)
        if sample is not None and sample.tcb.irs is not None:
            assert found.told_at(t)["ack"] == sample.tcb.snd_una - sample.tcb.iss
    arrivals = [x for x, y in rows(found, "repeated") if y == 5001]
    assert len(arrivals) == 12
    assert all(flight.arrived != arrivals[0] or flight.segment.ack == 5101 for flight in trace.flights)


def test_blocks_of_sack_stand_where_they_arrived():
    trace, blocks = run("sack-three-holes"), layer(figure("sack-three-holes", "sequence"), "sack")
    first = next(flight for flight in trace.flights if flight.segment.options.get("sack"))
    assert (blocks.x[0], blocks.y[0]) == (first.arrived, first.segment.options["sack"][0][0] - 100)


def test_windows_are_the_hosts_own_variables():
    trace, found = run("fast-retransmit-reno"), figure("fast-retransmit-reno", "window")
    for t in trace.moments:
        sample, told = trace.sample("client", t), found.told_at(t)
        if sample is not None and sample.tcb.cwnd is not None:
            assert (told["cwnd"], told["flight"]) == (sample.tcb.cwnd, sample.tcb.flight)
            assert told.get("ssthresh") == sample.tcb.ssthresh


def test_ambiguous_samples_of_the_round_trip_are_told_apart():
    found = figure("rtt-rto-karn", "rtt")
    assert layer(found, "sample").x
    assert layer(found, "doubtful").x
    assert not set(layer(found, "sample").x) & set(layer(found, "doubtful").x)


def test_as_much_is_acknowledged_as_was_delivered():
    trace, found = run("slow-start"), figure("slow-start", "throughput")
    x, y = layer(found, "acked-rate").x, layer(found, "acked-rate").y
    total = sum(y[i] * (x[i + 1] - x[i]) / 8e9 for i in range(len(x) - 1))
    assert total == pytest.approx(trace.delivered("server"))


def test_what_the_other_side_alone_could_know_can_be_left_out():
    series = Series(run("lost-data"))
    side = series.main_side
    assert layer(series.figure("sequence", side), "lost").x
    assert not layer(series.figure("sequence", side, masked=True), "lost").x


def test_the_silence_of_time_wait_does_not_belong_to_the_picture():
    trace = lost_last_ack()
    assert Series(trace).figure("sequence", "left").span[1] < trace.end // 10


def test_nothing_to_show_is_said():
    story = Story()
    opened(story)
    series = Series(story.trace())
    assert series.figure("rounds", "left").empty
    assert series.figure("throughput", "left").empty
    assert not series.figure("sequence", "left").empty


def test_values_follow_the_numbering():
    found = figure("fast-retransmit-reno", "sequence")
    trace = run("fast-retransmit-reno")
    written = [
        in_unit(found, 5001, Naming(trace, catalogue("en"), way)) for way in ("relative", "absolute", "symbolic")
    ]
    assert written == ["5001", "5101", "x+5001"]
    assert [rate_text(rate) for rate in (1_500_000, 800_000, 900)] == ["1.5 Mbit/s", "800 kbit/s", "900 bit/s"]


@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_every_built_in_has_its_figures(name):
    series = Series(run(name))
    for side in ("left", "right"):
        for kind in PLOTS:
            found = series.figure(kind, side)
            assert found.span[0] < found.span[1]
            assert found.height > 0
            for one in found.layers:
                assert list(one.x) == sorted(one.x)
                assert len(one.x) == len(one.y) == len(one.top or one.y)
