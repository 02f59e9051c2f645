"""A scenario that never ends stops at its budget, with a trace of what happened so far."""

import pytest

from tcpanim.sim.expect import never_happened
from tcpanim.sim.limits import CancelledError, Limits
from tcpanim.sim.run import simulate
from tcpanim.units import MIN, S
from tests.sim.runs import run, scenario

ENDLESS = """
  - {at: 0 ms, server: {read: off}}
  - {when: {client: ESTABLISHED}, client: {send: 70000}}
"""


def test_virtual_time():
    trace = run(ENDLESS, limits=Limits(time=5 * MIN))
    assert trace.stopped == "budget"
    assert trace.end <= 5 * MIN
    assert trace.problem is not None
    assert "5 min of virtual time" in trace.problem
    assert trace.limit == ("time", 5 * MIN)
    assert [problem.code for problem in never_happened(trace)] == ["budget-time"]


def test_events():
    trace = run(ENDLESS, limits=Limits(events=400))
    assert trace.stopped == "budget"
    assert 400 <= len(trace.events) < 450
    assert trace.problem is not None
    assert "400 events" in trace.problem


TALK = """
  - {when: {client: ESTABLISHED}, client: {set: {keepalive: {idle: 5 s, interval: 1 s, probes: 3}}}}
"""


def test_nothing_but_questions_whether_the_other_is_alive():
    trace = run(TALK)
    assert trace.stopped == "budget"
    assert trace.limit == ("idle", 50_000)
    assert 50_000 < len(trace.events) < 53_000
    assert trace.problem is not None
    assert "50,000 events in which nothing was achieved" in trace.problem
    assert [problem.code for problem in never_happened(trace)] == ["budget-idle"]


@pytest.mark.parametrize(
    ("script", "more"),
    [
        (TALK, "until: 60 min"),
        (TALK + "  - {at: 59 min, client: abort}\n", ""),
        (TALK, "faults: [{cut: {at: 59 min, from: server}}]"),
    ],
)
def test_a_later_moment_that_the_scenario_names_is_reached(script, more):
    trace = run(script, more=more, limits=Limits(idle=500))
    assert trace.stopped != "budget"
    assert trace.end >= 59 * MIN


def test_memory():
    trace = run("  - {when: {client: ESTABLISHED}, client: {send: 5 MB}}", limits=Limits(bytes=4 << 20))
    assert trace.stopped == "budget"
    assert trace.problem is not None
    assert "4 MiB" in trace.problem


def test_the_default_budget_is_reached_by_a_window_that_stays_closed():
    trace = run(ENDLESS)
    assert trace.stopped == "budget"
    assert trace.limit is not None
    assert trace.limit[0] == "time"


def test_an_end_of_its_own_is_no_problem():
    trace = run(ENDLESS, more="until: 30 s")
    assert (trace.stopped, trace.end, trace.problem) == ("until", 30 * S, None)
    assert never_happened(trace) == ()


def test_until_after_the_last_event_is_quiet():
    trace = run(more="until: 30 s")
    assert trace.stopped == "quiet"
    assert trace.end < S


def test_a_segment_under_way_at_the_end_is_unfinished():
    trace = run(more="until: 30 ms")
    (flight,) = trace.flights
    assert (str(flight.fate), flight.arrived, flight.ended) == ("unfinished", None, 30_000_000)


def test_cancel_raises():
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(CancelledError):
        simulate(scenario("  - {when: {client: ESTABLISHED}, client: {send: 5 MB}}"), cancelled=cancelled)
    assert len(asked) == 4
