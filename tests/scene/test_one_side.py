"""What one host knows: its own segments as they leave, another's as they arrive, and never a loss."""

import pytest

from tcpanim.scene.clock import StoryTime
from tcpanim.scene.diagram import Diagram
from tcpanim.scene.going import goals
from tcpanim.scene.header import header_view
from tcpanim.scene.lanes import Slots
from tcpanim.scene.measure import measured, nearest_moment
from tcpanim.scene.names import Naming
from tcpanim.scene.one_side import (
    knower,
    known_header,
    knows_flight,
    last_known,
    masked,
    masked_numbers,
    masked_strips,
    notices,
)
from tcpanim.scene.reasons import chain_at, chain_of_segment, spoken_on
from tcpanim.scene.stage import stage_view
from tcpanim.scene.strip import Strips, description
from tcpanim.scene.variables import numbers_at
from tcpanim.trace.events import Fate
from tcpanim.units import MS, S
from tests.scene.runs import catalogue, lost_last_ack, simulated

FITTING = {"card": 2, "slip": 3, "chip": 3}


def seen(trace, t, side):
    time = StoryTime(trace)
    naming = Naming(trace, catalogue("en"))
    return masked(trace, stage_view(trace, t, naming, time, Slots(trace, time, 0.35, FITTING)), side, naming)


def test_the_other_host_and_the_path_are_masked():
    view = seen(lost_last_ack(), 470 * MS, "left")
    assert (view.right.hidden, view.right.rows, view.right.timers, view.right.state_text) == (True, (), (), "?")
    assert not view.left.hidden
    assert view.path == ""
    assert view.masked == "what the client knows"
    assert seen(lost_last_ack(), 470 * MS, "both").masked == ""


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
def test_of_the_other_host_the_state_diagram_and_the_numbers_say_nothing(side, other):
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"))
    for t in range(0, trace.end, 23 * MS)[:60]:
        figure, whole = Diagram(trace).at(t, seen=side), Diagram(trace).at(t)
        assert figure.tokens == tuple(token for token in whole.tokens if token.side == side)
        assert figure.walked == {side: whole.walked[side], other: ()}
        assert {place for _, place in figure.lit} <= {side}
        every = numbers_at(trace, t, naming)
        known = masked_numbers(every, side)
        index = ("left", "right").index(other)
        assert (known.states[index], known.formulas[index]) == ("?", ())
        assert known.states[1 - index] == every.states[1 - index]
        rows = [(row, full) for group, all_ in zip(known.groups, every.groups, strict=True)
                for row, full in zip(group.rows, all_.rows, strict=True)]  # fmt: skip
        assert {getattr(row, other).text for row, _ in rows} == {"?"}
        assert all(getattr(row, side) == getattr(full, side) for row, full in rows)
        assert all(getattr(timer, other) is None for timer in known.timers)
    assert masked_numbers(every, "both") is every


@pytest.mark.parametrize("side", ["left", "right"])
def test_no_loss_is_ever_seen_nor_what_the_network_did(side):
    trace = lost_last_ack()
    (lost,) = [flight for flight in trace.flights if flight.fate is Fate.DROPPED]
    for t in range(0, trace.end, 7 * MS)[:400]:
        for card in seen(trace, t, side).cards:
            assert card.phase != "lost"
            assert card.tilt == 0
            assert not card.copy
            if card.flight == lost.id:
                assert card.side == side  # its sender saw it leave


def test_no_segment_is_told_of_that_is_unknown_here_nor_what_has_become_of_one():
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"))
    syn, answer = trace.flights[:2]
    assert last_known(trace, answer.id, "left", answer.sent) == syn.id
    assert last_known(trace, answer.id, "left", answer.ended) == answer.id
    assert last_known(trace, answer.id, "both", answer.sent) == answer.id
    assert last_known(trace, syn.id, "right", syn.sent) is None
    (lost,) = [flight for flight in trace.flights if flight.fate is Fate.DROPPED]
    header = header_view(trace, lost.id, lost.ended, naming)
    assert header.fate
    assert known_header(trace, header, "left").fate == ""
    assert known_header(trace, header, "both") == header


@pytest.mark.parametrize("side", ["left", "right"])
def test_sentences_and_reasons_tell_nothing_of_the_other_host_nor_of_the_network(side):
    for name in ("lost-last-ack", "sack-three-holes", "syn-flood", "half-open-data"):
        trace = simulated(name)
        naming, host = Naming(trace, catalogue("en")), knower(trace, side)
        assert host is not None
        for t in trace.moments[:60]:
            said = spoken_on(trace, t, naming, side)
            assert said.side in (side, "none")
            assert notices(trace, host, t) or said.what.endswith("notices nothing of what happens now.")
            for word in ("lost in the network", "there is no host", "is down"):
                assert word not in said.what
            links = chain_at(trace, t, naming, host=host)
            assert {link.side for link in links} <= {side}
            assert not links or notices(trace, host, t)
        for flight in trace.flights[:40]:
            assert {link.side for link in chain_of_segment(trace, flight.id, naming, host=host)} <= {side}


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
def test_of_the_other_host_the_sequence_strips_say_nothing(side, other):
    trace = simulated("sack-three-holes")
    naming, strips = Naming(trace, catalogue("en")), Strips(trace)
    for t in trace.moments:
        whole = strips.at(t, naming)
        known = masked_strips(whole, side)
        for strip, full in zip(known, whole, strict=True):
            for half, all_ in ((strip.sender, full.sender), (strip.receiver, full.receiver)):
                assert half.hidden == (half.side == other)
                assert half == all_ if half.side == side else (half.parts, half.pointers) == ((), ())
            if strip.sender.side == other:
                assert strip.waiting is None
                arrived = {flight.id for flight in trace.flights if flight.ended <= t}
                assert all(arrived & set(cell.flights) for cell in strip.cells)
        assert description(known, naming).count("?") == 2
    assert masked_strips(whole, "both") is whole


def test_a_segment_disappears_after_its_start_and_appears_before_its_end():
    trace = lost_last_ack()
    first = trace.flights[0]
    middle = (first.sent + first.ended) // 2
    assert seen(trace, first.sent, "left").cards
    assert not seen(trace, middle, "left").cards
    assert not seen(trace, middle, "right").cards
    assert seen(trace, first.ended - MS, "right").cards


def test_a_host_knows_its_own_at_once_and_another_s_on_arrival():
    trace = lost_last_ack()
    first = trace.flights[0]
    assert knows_flight(first, "client", first.sent)
    assert not knows_flight(first, "server", first.ended - 1)
    assert knows_flight(first, "server", first.ended)
    (lost,) = [flight for flight in trace.flights if flight.fate is Fate.DROPPED]
    assert not knows_flight(lost, str(lost.receiver), trace.end)
    assert not notices(trace, str(lost.sender), lost.ended)


def test_measured_lengths_are_told_in_ms_round_trips_and_lifetimes():
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"))
    exact, ratios = measured(trace, 60 * MS, 10 * MS, naming)
    assert exact == "Δt = 50 ms"
    assert ratios == "0.5 RTT · < 0.001 MSL"
    assert measured(trace, 0, 240 * S, naming) == ("Δt = 4 min", "2400 RTT · 2 MSL")


def test_a_measurement_begins_where_something_happens_if_that_is_near():
    trace = lost_last_ack()
    moment = trace.moments[3]
    assert nearest_moment(trace, moment + 2, 5) == moment
    assert nearest_moment(trace, moment + 2 * MS, 1000) == moment + 2 * MS


def test_goals_are_the_times_of_what_is_looked_for():
    trace = lost_last_ack()
    (lost,) = [flight for flight in trace.flights if flight.fate is Fate.DROPPED]
    assert goals(trace, "loss") == (lost.ended,)
    assert set(goals(trace, "state")) == {row.t for row in trace.states}
    fired = {run.ended for run in trace.timers if run.end == "fired" and run.ended is not None}
    assert goals(trace, "timer") == tuple(sorted(fired))
    assert goals(trace, "note") == ()
