"""The chain of causes: from a segment back to a call or a loss."""

import pytest

from tcpanim import library
from tcpanim.explain.cause import LONGEST, because, because_state, because_timer, because_value
from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.events import EventKind

ENDS = {EventKind.CALL, EventKind.LOST, EventKind.DISCARDED, EventKind.ARRIVED, EventKind.SENT}


def trace_of(name):
    scenario = parse(library.read_builtin(name), name).scenario
    assert scenario is not None
    return simulate(scenario)


def keys(trace, segment):
    return [one.what.key for one in because(trace, trace.flight(segment).event)]


def test_the_third_segment_goes_back_to_the_active_open():
    assert keys(trace_of("three-way-handshake"), 3) == [
        "reason.handshake-completed",
        "say.synack",
        "say.syn-answered",
        "say.open",
    ]


def test_a_repetition_goes_back_to_the_loss_of_the_segment():
    trace = trace_of("lost-data")
    assert keys(trace, 9) == ["say.repeat-data", "why.timer-restarted", "why.itself-lost"]
    lost = because(trace, trace.flight(9).event)[-1]
    assert lost.flights == (5,)


def test_a_repetition_goes_back_to_the_loss_of_its_acknowledgment():
    assert keys(trace_of("lost-last-ack"), 8) == ["say.repeat-fin", "why.timer-started", "why.answer-lost"]


def test_a_second_repetition_waited_twice_as_long():
    trace = trace_of("lost-syn")
    again = [flight.id for flight in trace.flights if flight.retransmission]
    assert keys(trace, again[0])[1] == "why.timer-started"
    assert keys(trace, again[1])[1] == "why.timer-doubled"


def test_a_fast_retransmission_goes_back_to_the_loss():
    trace = trace_of("fast-retransmit-reno")
    again = next(flight for flight in trace.flights if flight.reason == "fast-retransmission")
    lost = because(trace, again.event)[-1]
    assert trace.event(lost.events[0]).kind is EventKind.LOST
    assert trace.flight(lost.flights[0]).segment.seq == again.segment.seq


def test_a_damaged_segment_counts_as_a_loss():
    assert keys(trace_of("corrupted-segment"), 5)[-1] == "why.itself-corrupted"


def test_a_copy_is_the_networks_doing():
    assert keys(trace_of("duplicate-segment"), 5) == ["reason.copied", "say.send"]


def test_an_answer_to_a_segment_out_of_the_past_ends_there():
    assert keys(trace_of("old-duplicate-syn"), 3) == ["reason.syn-answered", "say.syn-answered", "say.injected"]


@pytest.mark.parametrize("name", [name for name, _ in library.builtins()])
def test_every_chain_comes_to_an_end(name):
    trace = trace_of(name)
    for event in trace.events:
        chain = because(trace, event.id)
        assert len(chain) <= LONGEST + 2
        if event.kind is EventKind.SENT:
            assert chain
            assert trace.event(chain[-1].events[0]).kind in ENDS or len(chain) >= LONGEST
            rule = chain[0]
            assert rule.rules or rule.what.key in ("reason.injected", "reason.copied")


# ---- timers, states and values


def test_a_short_chain_is_the_beginning_of_the_whole_one():
    trace = trace_of("rtt-rto-karn")
    for flight in trace.flights:
        whole = because(trace, flight.event)
        for most in (1, 3):
            short = because(trace, flight.event, most)
            assert short == whole[: len(short)]
            assert len(short) >= min(most, len(whole))


def test_a_state_goes_back_to_what_brought_it_about():
    trace = trace_of("three-way-handshake")
    chain = [one.what.key for one in because_state(trace, "server", trace.end)]
    assert chain[0] == "why.state"
    assert chain[-1] == "say.open"  # the client's call, two segments before
    assert because_state(trace, "client", 0) == ()


def test_a_value_goes_back_to_the_moment_that_set_it():
    trace = trace_of("whole-connection")
    for t in trace.moments:
        for host in trace.hosts:
            chain = because_value(trace, host.name, "snd_nxt", t)
            sample = trace.sample(host.name, t)
            if sample is None:
                continue
            since = trace.event(chain[0].events[0]).t
            assert since <= t
            then, before = trace.sample(host.name, since), trace.sample(host.name, since - 1)
            assert then is not None
            assert then.tcb.snd_nxt == sample.tcb.snd_nxt
            assert before is None or before.connection != then.connection or before.tcb.snd_nxt != then.tcb.snd_nxt


@pytest.mark.parametrize("name", ["lost-last-ack", "zero-window", "keep-alive", "delayed-ack", "tail-loss-probe"])
def test_every_timer_says_what_it_is_for_and_what_started_it(name):
    trace = trace_of(name)
    assert trace.timers
    for run in trace.timers:
        first, *rest = because_timer(trace, run)
        assert (first.what.key, first.rules != ()) == ("why.runs", True)
        assert trace.event(first.events[0]).t == run.armed
        assert rest
