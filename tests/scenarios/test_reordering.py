"""RACK in its built-in: the reorder timer tells what is late from what is lost (RFC 8985 §6.2)."""

from tests.scenarios.test_builtins import trace_of


def test_what_is_late_stops_the_timer_and_what_is_lost_lets_it_run_out():
    runs = [run for run in trace_of("rack-reordering").timers if run.timer == "reorder" and run.end != "rearmed"]
    assert [run.end for run in runs] == ["cancelled", "fired"]
    late, lost = runs
    flights = trace_of("rack-reordering").flights
    assert late.ended == next(f.arrived for f in flights if f.segment.ack == 100 + 4001)
    (again,) = [flight for flight in flights if flight.retransmission]
    assert again.sent == lost.deadline
    assert again.segment.seq == 100 + 4001
