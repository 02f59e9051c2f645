"""Forged and old segments."""

from tcpanim.trace.events import EventKind, Fate
from tcpanim.units import MS
from tcpanim.wire.segment import ACK
from tests.sim.runs import errors, path, run, told


def test_it_enters_from_the_middle_and_arrives_at_once():
    trace = run("  - {at: 20 ms, inject: {as: client, to: server, flags: SYN, seq: 90}}")
    forged = next(flight for flight in trace.flights if flight.injected)
    assert (forged.sent, forged.arrived, forged.sender, forged.receiver) == (20 * MS, 20 * MS, "client", "server")
    assert (forged.seq_base, forged.ack_base, forged.connection) == (None, None, None)
    kinds = [event.kind for event in trace.events if event.t == 20 * MS][:2]
    assert kinds == [EventKind.SENT, EventKind.ARRIVED]


def test_old_duplicate_syn_as_in_rfc_9293_figure_8():
    trace = run(
        "  - {at: 20 ms, inject: {as: client, to: server, flags: SYN, seq: 90}}",
        hosts="""
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: [300, 400]}
""",
        wire="wire: {delay: {client: 110 ms, server: 10 ms}}",
    )
    wire = [(flight.sender, flight.segment.kind, flight.segment.seq, flight.segment.ack) for flight in trace.flights]
    assert wire[:4] == [
        ("client", "SYN", 100, 0),
        ("client", "SYN", 90, 0),
        ("server", "SYN-ACK", 300, 91),
        ("client", "RST", 91, 0),
    ]
    assert ("server", "SYN-ACK", 400, 101) in wire or path(trace, "server")[-1] == "ESTABLISHED"
    # The reset takes its number, and its base, from the segment that it answers.
    assert trace.flights[3].seq_base == 90


def test_numbers_relative_to_the_isn():
    trace = run(
        "  - {at: 300 ms, inject: {as: client, to: server, flags: RST, seq: isn+1}}\n"
        "  - {at: 301 ms, inject: {as: server, to: client, flags: ACK, seq: isn+1, ack: isn+1, data: hello}}"
    )
    reset, data = (flight for flight in trace.flights if flight.injected)
    assert (reset.segment.seq, reset.seq_base) == (101, 100)
    assert (data.segment.seq, data.segment.ack, data.seq_base, data.ack_base) == (301, 101, 300, 100)
    assert errors(trace)[0] == ("server", "connection reset")
    assert trace.delivered("client") == 5


def test_numbers_wrap():
    hosts = """
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 5}
  server: {address: 10.0.0.2, port: 80, isn: 4294967295}
"""
    trace = run("  - {at: 300 ms, inject: {as: client, to: server, flags: ACK, seq: isn-10, ack: isn+1}}", hosts=hosts)
    forged = next(flight for flight in trace.flights if flight.injected)
    assert (forged.segment.seq, forged.segment.ack) == (4294967291, 0)


def test_a_foreign_sender_is_no_host_and_the_answer_finds_nobody():
    trace = run(
        "  - {at: 5 ms, inject: {as: 192.0.2.7, to: server, flags: SYN, seq: 1000}}",
        opening="""
  - {at: 0 ms, server: listen}
""",
        more="until: 500 ms",
    )
    syn, answer = trace.flights[:2]
    assert (syn.sender, str(syn.src), syn.receiver) == (None, "192.0.2.7:49152", "server")
    assert (answer.receiver, str(answer.dst), answer.fate) == (None, "192.0.2.7:49152", Fate.NO_HOST)
    assert answer.arrived is None


def test_injections_are_not_counted_by_faults_but_by_what_a_host_got():
    trace = run(
        """
  - {at: 300 ms, inject: {as: client, to: server, flags: ACK, seq: isn+1, ack: isn+1, data: abc}}
  - {at: 400 ms, client: {send: 3}}
  - {when: {server: {got: DATA}}, server: {send: 1}}
""",
        more="faults: [{drop: {from: client, match: DATA}}]",
    )
    assert [row.t for row in trace.calls if row.host == "server" and row.call == "send"] == [300 * MS]
    assert "client DATA 1 1 len 3 dropped" in told(trace)


def test_to_a_host_that_is_down():
    trace = run(
        "  - {at: 5 ms, server: crash}\n  - {at: 6 ms, inject: {as: client, to: server, flags: SYN, seq: 1}}",
        opening="  - {at: 0 ms, server: listen}\n",
    )
    assert [(flight.fate, flight.arrived) for flight in trace.flights] == [(Fate.HOST_DOWN, None)]


def test_an_isn_that_nobody_has_used_is_no_base():
    trace = run(
        "  - {at: 5 ms, inject: {as: client, to: server, flags: ACK, seq: isn+1, ack: isn+1}}\n"
        "  - {at: 6 ms, inject: {as: client, to: server, flags: SYN, seq: 100, dst_port: 81}}",
        opening="  - {at: 0 ms, server: listen}",
    )
    assert [(one.segment.kind, one.seq_base, one.ack_base) for one in trace.flights] == [
        ("ACK", None, None),
        ("RST", None, None),
        ("SYN", None, None),
        ("RST", None, None),
    ]


def test_without_the_ack_bit_there_is_nothing_to_count_for_ack():
    trace = run(
        "  - {at: 300 ms, inject: {as: server, to: client, flags: ACK, seq: isn+1, ack: isn+500}}\n"
        "  - {at: 400 ms, client: abort}\n"
        "  - {at: 500 ms, inject: {as: client, to: server, flags: ACK, seq: isn+9, ack: isn+9}}"
    )
    resets = [flight for flight in trace.flights if flight.segment.kind == "RST"]
    assert [(reset.sender, reset.seq_base) for reset in resets] == [("client", 100), ("server", 300)]
    without = [flight for flight in trace.flights if not flight.segment.flags & ACK]
    assert [flight.ack_base for flight in without] == [None] * len(without)
