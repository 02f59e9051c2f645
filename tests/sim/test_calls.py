"""Every call of a script, as its host's users and the wire see it."""

from tcpanim.trace.events import EventKind
from tcpanim.units import MS
from tests.sim.runs import calls, cause, errors, path, run, told

UP = "  - {when: {client: ESTABLISHED}, after: 90 ms, "


def test_listen_open_send_read_close():
    trace = run(
        UP
        + """client: {send: 500}}
  - {when: {server: {received: 500}}, server: {send: 1500}}
  - {when: {client: {received: 1500}}, client: close}
  - {when: {server: CLOSE-WAIT}, after: 10 ms, server: close}
"""
    )
    assert path(trace, "client") == [
        "CLOSED",
        "SYN-SENT",
        "ESTABLISHED",
        "FIN-WAIT-1",
        "FIN-WAIT-2",
        "TIME-WAIT",
        "CLOSED",
    ]
    assert path(trace, "server") == [
        "CLOSED",
        "LISTEN",
        "SYN-RECEIVED",
        "ESTABLISHED",
        "CLOSE-WAIT",
        "LAST-ACK",
        "CLOSED",
    ]
    assert (trace.delivered("client"), trace.delivered("server")) == (1500, 500)
    assert errors(trace) == []
    assert trace.stopped == "quiet"
    assert [row.result for row in trace.calls] == ["ok", "ok", 500, 1500, "ok", "ok"]


def test_exit_with_unread_data_is_an_abort():
    trace = run("  - {at: 0 ms, server: {read: off}}\n" + UP + "client: {send: 10}}\n  - {at: 400 ms, server: exit}\n")
    assert told(trace)[-1].startswith("server RST")
    assert errors(trace) == [("client", "connection reset")]


def test_an_application_that_has_left_is_told_nothing():
    cut = "faults: [{cut: {at: 250 ms}}]"
    for call, errors_told in (("exit", []), ("close", ["connection aborted due to user timeout"])):
        trace = run(f"  - {{at: 300 ms, client: {call}}}\n", more=cut)
        assert [str(row.error) for row in trace.errors] == errors_told
        assert path(trace, "client")[-1] == "CLOSED"


def test_exit_stops_reading_and_later_data_is_answered_with_a_reset():
    trace = run("  - {at: 300 ms, server: exit}\n  - {at: 500 ms, client: {send: 10}}\n")
    assert told(trace)[-2:] == ["client DATA 1 2 len 10", "server RST 2"]
    assert trace.delivered("server") == 0


def test_abort_resets():
    trace = run(UP + "client: abort}")
    assert told(trace)[-1] == "client RST 1"
    assert path(trace, "client")[-1] == path(trace, "server")[-1] == "CLOSED"
    assert errors(trace) == [("server", "connection reset")]


def test_unlisten_lets_the_connection_go_on_and_refuses_the_next():
    trace = run(
        "  - {at: 300 ms, server: unlisten}\n" + "  - {at: 400 ms, client: abort}\n  - {at: 500 ms, client: open}"
    )
    assert told(trace)[-2:] == ["client SYN 0", "server RST 0 1"]
    assert errors(trace)[-1] == ("client", "connection reset")


def test_open_from_another_port():
    trace = run(UP + "client: {open: {port: 49153}}}")
    ports = {str(flight.src) for flight in trace.flights if flight.sender == "client"}
    assert ports == {"10.0.0.1:49152", "10.0.0.1:49153"}
    assert {row.connection for row in trace.states if row.host == "server"} == {1, 2}


def test_set_changes_a_living_connection():
    trace = run(UP + "client: {set: {rto_min: 2 s}}}\n" + "  - {after: 1 ms, client: {send: 5}}")
    assert calls(trace)[2][2:] == ("set", "ok")


def test_a_call_without_connection_is_an_error_to_the_user():
    trace = run("  - {at: 1 ms, client: close}", opening="  - {at: 0 ms, client: {send: 5}}\n")
    assert errors(trace) == [("client", "connection does not exist")] * 2
    assert [row.result for row in trace.calls] == ["connection does not exist"] * 2


def test_connection_chooses_another_than_the_newest():
    trace = run(
        UP
        + """client: {open: {port: 49153}}}
  - {at: 600 ms, client: {send: 3}, connection: 1}
  - {at: 700 ms, client: {send: 4}}
"""
    )
    sent = [(flight.connection, len(flight.segment.data)) for flight in trace.flights if flight.segment.data]
    assert sent == [(1, 3), (2, 4)]


# ---- reading


def test_an_application_that_does_not_read_closes_the_window():
    hosts = """
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: 300, tcp: {receive_buffer: 2000}}
"""
    script = "  - {at: 0 ms, server: {read: off}}\n" + UP + "client: {send: 3000}}\n"
    trace = run(script + "  - {at: 30 s, server: {read: on}}\n", hosts=hosts)
    windows = [flight.segment.window for flight in trace.flights if flight.sender == "server"]
    assert windows[-1] > 0
    assert 0 in windows
    assert trace.delivered("server", 29_000 * MS) == 0
    assert trace.delivered("server") == 3000


def test_read_takes_at_most_so_much():
    script = "  - {at: 0 ms, server: {read: off}}\n" + UP + "client: {send: 1000}}\n"
    trace = run(script + "  - {at: 300 ms, server: {read: 400}}\n  - {at: 400 ms, server: {read: 5000}}\n")
    assert [(row.t // MS, row.bytes) for row in trace.deliveries] == [(300, 400), (400, 600)]


def test_read_of_one_connection():
    trace = run(
        UP
        + """client: {open: {port: 49153}}}
  - {at: 500 ms, server: {read: off}, connection: 1}
  - {at: 600 ms, client: {send: 3}, connection: 1}
  - {at: 600 ms, client: {send: 4}, connection: 2}
"""
    )
    assert [(row.connection, row.bytes) for row in trace.deliveries] == [(2, 4)]


def test_reading_of_its_own_accord_is_caused_by_the_news():
    trace = run(UP + "client: {send: 5}}")
    (delivery,) = (event for event in trace.events if event.kind is EventKind.DELIVERED)
    news = cause(trace, delivery)
    assert news.kind is EventKind.READABLE
    assert cause(trace, news).kind is EventKind.ARRIVED
    assert trace.stimulus(delivery).kind is EventKind.ARRIVED


# ---- writing more than fits

SMALL = """
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 100, tcp: {send_buffer: 2000}}
  server: {address: 10.0.0.2, port: 80, isn: 300}
"""


def test_a_write_that_does_not_fit_goes_on_and_the_close_after_it_waits():
    trace = run(UP + "client: {send: 9000}}\n  - {client: close}", hosts=SMALL)
    assert trace.delivered("server") == 9000
    assert [row.result for row in trace.calls[2:]] == [2000, "ok"]
    fin = next(flight for flight in trace.flights if flight.segment.kind == "FIN")
    assert fin.segment.seq + len(fin.segment.data) - 100 == 9001


def test_writes_wait_for_each_other():
    trace = run(UP + 'client: {send: 5000}}\n  - {client: {send: "tail"}}\n  - {client: {send: "end"}}', hosts=SMALL)
    data = {}
    for flight in trace.flights:
        if flight.sender == "client":
            data[flight.segment.seq] = flight.segment.data
    assert b"".join(data[key] for key in sorted(data)).endswith(b"tailend")
    assert trace.delivered("server") == 5007


def test_an_abort_does_not_wait():
    trace = run(UP + "client: {send: 9000}}\n  - {client: abort}", hosts=SMALL)
    assert trace.calls[-1].t == 200 * MS
    assert trace.delivered("server") == 2000


HALF = """
  - {at: 0 ms, server: {read: off}}
  - {at: 1 s, client: {send: 100}}
  - {at: 2 s, client: close}
  - {at: 3 s, server: close}
  - {at: 5 s, server: {read: on}}
"""


def test_what_was_acknowledged_can_be_read_after_an_orderly_end():
    trace = run(HALF)
    assert path(trace, "server")[-1] == "CLOSED"
    assert trace.delivered("server") == 100
    assert [sample.tcb.unread for sample in trace.samples if sample.host == "server"][-2:] == [100, 0]


def test_what_arrives_with_the_last_segment_is_read_though_nothing_is_left_of_the_connection():
    trace = run(
        """
  - {at: 1 s, client: close}
  - {when: {server: CLOSE-WAIT}, server: {send: 2000}}
  - {server: close}
""",
        more="tcp: {time_wait: off}\nfaults: [{drop: {from: server, match: DATA, nth: 1}}]",
    )
    assert path(trace, "client")[-1] == "CLOSED"
    assert trace.delivered("client") == 2000
