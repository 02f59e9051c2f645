"""What goes wrong on the wire, from the sender's hand to the receiver's."""

import pytest

from tcpanim.sim.run import simulate
from tcpanim.trace.events import EventKind, Fate
from tcpanim.units import MS, S
from tests.sim.runs import path, run, scenario

SEND = "  - {when: {client: ESTABLISHED}, after: 90 ms, client: {send: 3000}}\n"


def events_of(trace, number):
    return [event.kind for event in trace.events if event.row == number - 1 and event.kind in KINDS]


KINDS = (EventKind.SENT, EventKind.ARRIVED, EventKind.LOST, EventKind.DISCARDED)


def test_drop():
    trace = run(more="faults: [{drop: {from: client, match: SYN}}]")
    first = trace.flights[0]
    assert (first.fate, first.by, first.arrived, first.ended) == (Fate.DROPPED, "fault 1", None, 35 * MS)
    assert events_of(trace, 1) == [EventKind.SENT, EventKind.LOST]
    assert trace.flights[1].retransmission
    assert trace.flights[1].sent == 10 * MS + S
    assert path(trace, "client")[-1] == "ESTABLISHED"


def test_nth_counts_retransmissions():
    trace = run(more="faults: [{drop: {from: client, match: SYN, nth: [1, 2]}}]")
    assert [flight.sent for flight in trace.flights[:3]] == [10 * MS, 10 * MS + S, 10 * MS + 3 * S]
    assert trace.unfired == ()


def test_segment_counts_everything_that_the_host_sent():
    trace = run(SEND, more="faults: [{drop: {from: client, segment: 4}}]")
    assert [flight.fate for flight in trace.flights if flight.sender == "client"][3] is Fate.DROPPED
    assert trace.delivered("server") == 3000


def test_delay_reorders():
    trace = run(SEND, more="faults: [{delay: {from: client, match: DATA, by: 20 ms}}]")
    data = [flight for flight in trace.flights if flight.segment.data]
    assert [flight.arrived for flight in data] == [270 * MS, 250 * MS, 250 * MS]
    assert (data[0].fate, data[0].by) == (Fate.DELIVERED, "fault 1")
    assert trace.delivered("server") == 3000
    assert not any(flight.retransmission for flight in trace.flights)


def test_duplicate():
    trace = run(SEND, more="faults: [{duplicate: {from: client, match: DATA, nth: 2, after: 30 ms}}]")
    (copy,) = (flight for flight in trace.flights if flight.copy_of)
    assert copy.copy_of is not None
    original = trace.flight(copy.copy_of)
    assert original.arrived is not None
    assert copy.id == original.id + 1
    assert (copy.sent, copy.arrived) == (original.sent, original.arrived + 30 * MS)
    assert copy.segment is original.segment
    assert copy.by == "fault 1"
    assert trace.event(copy.event).cause == original.event
    assert trace.delivered("server") == 3000


def test_copies_are_not_counted():
    faults = """
faults:
  - {duplicate: {from: client, match: DATA, nth: 1, after: 1 ms}}
  - {drop: {from: client, match: DATA, nth: 2}}
"""
    trace = run(SEND, more=faults)
    dropped = [flight for flight in trace.flights if flight.fate is Fate.DROPPED]
    assert [(flight.segment.seq, flight.copy_of) for flight in dropped] == [(1101, None)]


# RFC 9293: MUST-3.
@pytest.mark.parametrize("match", ["SYN", "DATA", "ACK"])
def test_corrupted_bytes_do_not_pass_the_checksum(match):
    trace = run(SEND, more=f"faults: [{{corrupt: {{from: client, match: {match}}}}}]")
    (bad,) = (flight for flight in trace.flights if flight.fate is Fate.CORRUPTED)
    assert bad.arrived == bad.sent + 50 * MS
    assert events_of(trace, bad.id) == [EventKind.SENT, EventKind.DISCARDED]
    assert trace.delivered("server") == 3000


def test_without_verification_the_application_reads_what_the_network_made_of_it():
    hosts = """
tcp: {verify_checksum: off}
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: 300}
"""
    trace = run(SEND, hosts=hosts, more="faults: [{corrupt: {from: client, match: DATA}}]")
    bad = next(flight for flight in trace.flights if flight.by == "fault 1")
    assert bad.fate is Fate.DELIVERED
    assert bad.received is not None
    sent, read = bad.segment.data, bad.received.data
    turned = [a ^ b for a, b in zip(sent, read, strict=True) if a != b]
    assert len(turned) == 1
    assert turned[0].bit_count() == 1
    assert trace.delivered("server") == 3000
    assert not any(flight.retransmission for flight in trace.flights)


def test_cut_in_both_directions():
    trace = run(SEND, more="faults: [{cut: {at: 220 ms, until: 1 s}}]")
    cut = [flight for flight in trace.flights if flight.by == "cut"]
    assert {flight.sender for flight in cut} == {"server"}  # the data left before the cut, its ACKs did not
    assert all(flight.fate is Fate.DROPPED and 220 * MS <= flight.sent < S for flight in cut)
    assert trace.delivered("server") == 3000


def test_cut_for_ever_ends_with_the_user_told():
    trace = run(SEND, more="faults: [{cut: {at: 170 ms, from: client}}]")
    assert [str(row.error) for row in trace.errors if row.host == "client"] == [
        "connection aborted due to user timeout"
    ]
    assert trace.stopped == "quiet"


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("{drop: {from: client, match: RST}}", "{from: client, match: RST, nth: 1}"),
        ("{drop: {from: server, match: SYN-ACK, nth: [1, 9]}}", "{from: server, match: SYN-ACK, nth: [1, 9]}"),
        ("{delay: {from: client, match: FIN, nth: all, by: 1 ms}}", "{from: client, match: FIN, nth: all}"),
        ("{corrupt: {from: client, segment: 9}}", "{from: client, segment: 9}"),
        ("{cut: {at: 1 min}}", "cut"),
    ],
)
def test_a_fault_that_meets_nothing_is_named(fault, text):
    trace = run(more=f"faults:\n  - {fault}\nuntil: 2500 ms")
    assert [(row.what, row.text, row.line) for row in trace.unfired] == [("fault", text, 17)]


def test_rate_and_queue():
    wire = "wire: {delay: 50 ms, rate: 1 Mbit/s, queue: 2}"
    trace = run("  - {when: {client: ESTABLISHED}, client: {send: 5000}}", wire=wire)
    burst = [flight for flight in trace.flights if flight.sender == "client" and flight.segment.data][:5]
    # 1040 bytes take 8.32 ms; the ACK of 40 bytes before them 0.32 ms. One is on the wire, two wait.
    assert [flight.by for flight in burst] == [None, None, "queue", "queue", "queue"]
    assert burst[0].left - burst[0].sent == 320_000
    assert burst[1].left - burst[0].left == 8_320_000
    assert burst[2].ended == burst[2].sent
    assert trace.delivered("server") == 5000


def test_random_loss_and_jitter_lose_no_data():
    wire = "wire: {delay: 20 ms, loss: 10 %, duplicate: 10 %, jitter: 30 ms}"
    trace = run(SEND, wire=wire, more="seed: 11")
    assert {flight.by for flight in trace.flights} >= {None, "loss"}
    assert trace.delivered("server") == 3000


def test_another_seed_is_another_run_and_the_same_seed_the_same():
    wire = "wire: {delay: 20 ms, loss: 20 %, jitter: 30 ms}"
    traces = [simulate(scenario(SEND, wire=wire, more=f"seed: {seed}")) for seed in (1, 1, 2)]
    assert traces[0].flights == traces[1].flights
    assert traces[0].flights != traces[2].flights
