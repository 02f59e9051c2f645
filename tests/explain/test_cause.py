"""The chain of causes: from a segment back to a call or a loss."""

import pytest

from tcpanim import library
from tcpanim.explain.cause import LONGEST, because
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
    assert keys(trace, 9) == ["reason.retransmission-timeout", "say.repeat-data", "say.lost-data"]
    lost = because(trace, trace.flight(9).event)[-1]
    assert lost.flights == (5,)


def test_a_repetition_goes_back_to_the_loss_of_its_acknowledgment():
    assert keys(trace_of("lost-last-ack"), 8) == ["reason.retransmission-timeout", "say.repeat-fin", "say.lost-ack"]


def test_a_damaged_segment_counts_as_a_loss():
    assert keys(trace_of("corrupted-segment"), 5)[-1] == "say.corrupted"


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
