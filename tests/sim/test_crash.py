"""A host that crashes is silent and remembers nothing; one that boots begins anew."""

from tcpanim.trace.events import EventKind, Fate
from tcpanim.units import MS
from tests.sim.runs import calls, errors, path, run, told

UP = "  - {when: {client: ESTABLISHED}, after: 90 ms, "


def test_a_crash_closes_without_a_word():
    trace = run("  - {at: 300 ms, server: crash}")
    assert path(trace, "server")[-2:] == ["ESTABLISHED", "CLOSED"]
    change = trace.states[-1]
    assert (change.host, change.trigger, change.rule) == ("server", None, None)
    assert trace.stimulus(trace.event(change.event)).kind is EventKind.CRASH
    assert len(trace.flights) == 3
    assert errors(trace) == []


def test_what_arrives_at_a_host_that_is_down_is_host_down():
    trace = run("  - {at: 300 ms, server: crash}\n  - {at: 400 ms, client: {send: 5}}", more="until: 2 s")
    lost = [flight for flight in trace.flights if flight.segment.data]
    assert [flight.fate for flight in lost] == [Fate.HOST_DOWN, Fate.HOST_DOWN]
    assert lost[0].arrived is None
    assert lost[0].ended == 450 * MS


def test_a_crash_cancels_timers_and_empties_the_variables():
    trace = run("  - {at: 300 ms, server: {send: 5}}\n  - {at: 310 ms, server: crash}")
    (run_of_rto,) = (row for row in trace.timers if row.host == "server" and row.armed == 300 * MS)
    assert (run_of_rto.ended, run_of_rto.end) == (310 * MS, "cancelled")
    after = trace.sample("server", 310 * MS)
    assert after is not None
    assert (str(after.tcb.state), after.tcb.snd_nxt, after.tcb.timers) == ("CLOSED", None, ())
    assert trace.running_timers("server", 320 * MS) == ()


def test_after_the_boot_a_segment_of_the_old_connection_is_answered_with_a_reset():
    trace = run("  - {at: 300 ms, server: crash}\n  - {at: 310 ms, server: boot}\n  - {at: 400 ms, client: {send: 5}}")
    assert told(trace)[-2:] == ["client DATA 1 1 len 5", "server RST 1"]
    assert trace.flights[-1].connection is None
    assert errors(trace) == [("client", "connection reset")]


def test_isns_and_connections_are_counted_on():
    trace = run(
        """
  - {at: 300 ms, client: crash}
  - {at: 310 ms, client: boot}
  - {at: 400 ms, client: {open: {port: 50000}}}
"""
    )
    syns = [flight.segment.seq for flight in trace.flights if flight.segment.kind == "SYN"]
    assert syns == [100, 700]
    assert trace.host("client").isns == (100, 700)
    assert trace.newest_connection("client", 400 * MS) == 2


def test_calls_on_a_host_that_is_down_and_of_one_that_is_up_already():
    trace = run(
        "  - {at: 1 ms, server: boot}\n  - {at: 300 ms, server: crash}\n  - {at: 301 ms, server: {send: 5}}\n"
        "  - {at: 302 ms, server: crash}"
    )
    assert [row[2:] for row in calls(trace) if row[1] == "server"] == [
        ("listen", "ok"),
        ("boot", "already up"),
        ("crash", "ok"),
        ("send", "host is down"),
        ("crash", "host is down"),
    ]
    assert trace.calls[-1].t == 302 * MS


def test_a_crash_of_a_listener_ends_listen():
    trace = run("  - {at: 5 ms, server: crash}\n  - {at: 6 ms, server: boot}")
    assert path(trace, "server") == ["CLOSED", "LISTEN", "CLOSED"]
    assert told(trace) == ["client SYN 0", "server RST 0 1"]
    assert errors(trace) == [("client", "connection reset")]


def test_reading_is_on_again_after_the_boot():
    trace = run(
        """
  - {at: 0 ms, server: {read: off}}
  - {at: 1 ms, server: crash}
  - {at: 2 ms, server: boot}
  - {at: 3 ms, server: listen}
  - {when: {client: ESTABLISHED}, client: {send: 5}}
"""
    )
    assert trace.delivered("server") == 5


def test_a_state_closed_by_a_crash_triggers_too():
    trace = run(UP + "client: crash}\n  - {when: {client: CLOSED}, after: 5 ms, client: boot}")
    assert calls(trace)[-1] == (205, "client", "boot", "ok")
