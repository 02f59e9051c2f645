"""Questions made from the run, and faults up the sleeve."""

import pytest

from tcpanim.i18n import Text
from tcpanim.library import builtins, read_builtin
from tcpanim.scenario.edits import apply
from tcpanim.scenario.parse import parse
from tcpanim.scene.names import Naming
from tcpanim.scene.points import course_from, course_of
from tcpanim.scene.quiz import ask_segment, ask_state
from tcpanim.scene.sleeve import NAMES, sleeve_edits
from tcpanim.sim.run import simulate
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate
from tcpanim.units import MS
from tests.scene.runs import catalogue


def scenario_of(name):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return scenario


def namings(trace, numbering="symbolic"):
    return {
        language: Naming(trace, catalogue(language), numbering, "textbook" if language == "zh" else "plain")
        for language in ("en", "zh")
    }


def test_the_third_segment_is_asked_for_with_what_students_think():
    trace = simulate(scenario_of("three-way-handshake"))
    ask = ask_segment(trace, 60 * MS, namings(trace))
    assert ask is not None
    assert ask.question == Text("What does the client send next?", "客户端接下来发送什么？")
    assert ask.choices[ask.answer - 1] == Text("ACK seq=x+1 ack=y+1", "ACK=1，seq=x+1，ack=y+1")
    assert {choice.en for choice in ask.choices} >= {"ACK seq=x+1 ack=y", "ACK seq=x ack=y+1"}
    assert ask.why.en
    assert ask.why.zh


def test_the_state_after_the_first_fin_is_asked_for():
    trace = simulate(scenario_of("four-way-close"))
    fin = next(flight for flight in trace.flights if flight.segment.kind == "FIN")
    ask = ask_state(trace, fin.sent, namings(trace))
    assert ask is not None
    assert ask.question.en == "The server is in ESTABLISHED. Which state comes next?"
    assert ask.choices[ask.answer - 1].en == "CLOSE-WAIT"


@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_of_every_step_of_every_built_in_the_choices_differ(name):
    trace = simulate(scenario_of(name))
    answers = set()
    for numbering in ("relative", "symbolic"):
        for t in course_of(trace).times:
            for make in (ask_segment, ask_state):
                ask = make(trace, t, namings(trace, numbering))
                if ask is None:
                    continue
                for language in ("en", "zh"):
                    assert len({choice.pick(language) for choice in ask.choices}) == len(ask.choices) >= 2
                answers.add(ask.answer)
    assert answers <= {1, 2, 3}


@pytest.mark.parametrize(("name", "after"), [("old-duplicate-syn", "LISTEN"), ("syn-flood", "CLOSED")])
def test_an_opening_that_fails_is_not_asked_for_between_two_right_answers(name, after):
    """The connection is CLOSED, and its listener waits in LISTEN as before."""
    trace = simulate(scenario_of(name))
    failed = next(one for one in trace.states if one.before is State.SYN_RECEIVED and one.after.value == after)
    ask = ask_state(trace, failed.t - 1, namings(trace))
    assert ask is not None
    assert ask.choices[ask.answer - 1].en == after
    assert len({"LISTEN", "CLOSED"} & {choice.en for choice in ask.choices}) == 1


def test_what_a_host_passes_through_at_once_is_neither_right_nor_wrong():
    """The SYN that finds the server in TIME-WAIT ends that and is answered in one step."""
    trace = simulate(scenario_of("port-reuse"))
    came = next(one for one in trace.states if one.before is State.TIME_WAIT)
    ask = ask_state(trace, came.t - 1, namings(trace))
    assert ask is not None
    assert "TIME-WAIT" in ask.question.pick("en")
    assert ask.choices[ask.answer - 1].en == "SYN-RECEIVED"
    assert "CLOSED" not in {choice.en for choice in ask.choices}


@pytest.mark.parametrize("name", ["abort", "exit-unread", "half-open-data"])
def test_instead_of_a_reset_an_orderly_end_would_acknowledge_what_came(name):
    trace = simulate(scenario_of(name))
    reset = next(flight for flight in trace.flights if flight.segment.kind == "RST")
    ask = ask_segment(trace, reset.sent - 1, namings(trace, "relative"))
    assert ask is not None
    (end,) = (told for choice in ask.choices if (told := choice.pick("en")).startswith("FIN"))
    assert not end.endswith("ack=0")


@pytest.mark.parametrize("name", ["port-reuse", "old-duplicate-syn"])
def test_no_choice_has_a_number_of_a_connection_that_is_over(name):
    trace = simulate(scenario_of(name))
    for t in course_of(trace).times:
        ask = ask_segment(trace, t, namings(trace))
        assert ask is None or not any("*" in choice.pick("en") for choice in ask.choices)


def test_at_the_end_there_is_nothing_to_ask_for():
    trace = simulate(scenario_of("four-way-close"))
    assert ask_segment(trace, trace.end, namings(trace)) is None
    assert ask_state(trace, trace.end, namings(trace)) is None


# ---- the sleeve


@pytest.mark.parametrize("fault", NAMES)
@pytest.mark.parametrize("name", ["four-way-close", "whole-connection", "sliding-window"])
def test_a_fault_changes_what_comes_and_nothing_that_was(name, fault):
    scenario = scenario_of(name)
    trace = simulate(scenario)
    happened = 0
    for t in course_of(trace).times:
        made = sleeve_edits(trace, t, fault)
        if not made:
            continue
        other = simulate(apply(scenario, made))
        assert [event[:5] for event in other.events_between(-1, t)] == [
            event[:5] for event in trace.events_between(-1, t)
        ]
        happened += other.events != trace.events
        assert all(
            time in {point.t for point in course_from(other, t, trace).points} for time in course_of(other).times
        )
    assert happened or (fault == "swap" and name == "four-way-close")


def test_losing_the_next_ack_loses_the_next_ack():
    scenario = scenario_of("four-way-close")
    trace = simulate(scenario)
    other = simulate(apply(scenario, sleeve_edits(trace, 700 * MS, "lose-ack")))
    lost = [flight for flight in other.flights if flight.fate is Fate.DROPPED]
    assert [flight.segment.kind for flight in lost] == ["ACK"]
    assert lost[0].sent > 700 * MS


@pytest.mark.parametrize(("name", "point"), [("three-way-handshake", 5), ("four-way-close", 3), ("four-way-close", 7)])
def test_what_is_under_way_is_the_next_to_be_lost(name, point):
    """What if this one is lost, asks the class: the segment that it sees."""
    scenario = scenario_of(name)
    trace = simulate(scenario)
    t = course_of(trace).times[point - 1]
    (seen,) = (flight for flight in trace.in_flight(t) if flight.ended > t and flight.segment.kind == "ACK")
    other = simulate(apply(scenario, sleeve_edits(trace, t, "lose-ack")))
    lost = [flight for flight in other.flights if flight.fate is Fate.DROPPED]
    assert [flight.id for flight in lost] == [seen.id]
    assert lost[0].ended > t
    assert lost[0].due == seen.due  # it goes on at the same pace until then


def test_what_was_lost_and_what_follows_from_it_are_worth_a_stop():
    scenario = scenario_of("four-way-close")
    trace = simulate(scenario)
    t = course_of(trace).times[6]
    other = simulate(apply(scenario, sleeve_edits(trace, t, "lose-ack")))
    stops = course_from(other, t, trace).times
    again = next(flight for flight in other.flights if flight.retransmission)
    assert again.segment.kind == "FIN"
    assert {next(flight.ended for flight in other.flights if flight.by), again.sent, again.ended} <= set(stops)


@pytest.mark.parametrize("fault", ["duplicate", "delay", "swap"])
@pytest.mark.parametrize("name", ["four-way-close", "sliding-window", "slow-start"])
def test_where_a_fault_strikes_there_is_a_stop(name, fault):
    scenario = scenario_of(name)
    trace = simulate(scenario)
    struck = 0
    for t in course_of(trace).times:
        other = simulate(apply(scenario, sleeve_edits(trace, t, fault)))
        stops = course_from(other, t, trace).times
        ended = {flight.ended for flight in other.flights if flight.by is not None and flight.by.startswith("fault")}
        assert ended <= set(stops)
        struck += len(ended)
    assert struck or (name, fault) == ("four-way-close", "swap")


def test_a_cut_that_nobody_would_notice_is_none():
    trace = simulate(scenario_of("four-way-close"))
    last = trace.flights[-1]
    assert sleeve_edits(trace, last.sent - 200 * MS, "cut")
    assert sleeve_edits(trace, last.sent, "cut") == ()


def test_swapped_segments_arrive_in_the_other_order():
    scenario = scenario_of("sliding-window")
    trace = simulate(scenario)
    other = simulate(apply(scenario, sleeve_edits(trace, 170 * MS, "swap")))
    came = [flight for flight in other.flights if flight.segment.data and flight.arrived is not None]
    assert any(early.ended > late.ended for early in came for late in came if early.id < late.id)


def test_behind_the_end_nothing_is_left_to_go_wrong():
    trace = simulate(scenario_of("four-way-close"))
    for fault in ("lose-ack", "lose-data", "swap", "duplicate", "delay", "close"):
        assert sleeve_edits(trace, trace.end, fault) == ()
