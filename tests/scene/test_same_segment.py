"""A segment and its like in another run."""

from tcpanim.scenario import edits
from tcpanim.scenario.edits import apply
from tcpanim.scene.same_segment import SegmentKey, find, key_of
from tcpanim.sim.run import simulate
from tcpanim.units import MS
from tests.sim.runs import run, scenario

BASE = scenario("  - {when: {client: ESTABLISHED}, after: 90 ms, client: {send: 3000}}\n")
BEFORE = simulate(BASE)
COPIED = simulate(apply(BASE, (edits.duplicate("client", 3, 20 * MS),)))


def test_every_segment_is_found_again_in_its_own_run():
    for trace in (BEFORE, COPIED):
        for flight in trace.flights:
            key = key_of(trace, flight.id)
            assert key is not None
            assert find(trace, key) == flight.id


def test_a_copy_before_it_changes_the_number_but_not_the_segment():
    fourth = [flight.id for flight in BEFORE.flights if flight.segment.data][1]
    key = key_of(BEFORE, fourth)
    assert key == SegmentKey("client", 4)
    again = find(COPIED, key)
    assert again is not None
    assert again == fourth + 1
    assert COPIED.flight(again).segment == BEFORE.flight(fourth).segment


def test_a_copy_is_known_by_its_original():
    copy = next(flight.id for flight in COPIED.flights if flight.copy_of)
    assert key_of(COPIED, copy) == SegmentKey("client", 3, 1)
    assert find(BEFORE, SegmentKey("client", 3, 1)) is None


def test_what_is_not_there_is_not_found():
    assert find(BEFORE, SegmentKey("client", 100)) is None


def test_an_injected_segment_has_no_sender_to_count_for():
    trace = run("  - {at: 300 ms, inject: {as: client, to: server, flags: RST, seq: isn+5}}")
    injected = next(flight.id for flight in trace.flights if flight.injected)
    assert key_of(trace, injected) is None
