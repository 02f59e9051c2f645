"""When the steps of a script are taken, and in which order at one instant."""

import pytest

from tcpanim.trace.events import EventKind
from tcpanim.units import MS
from tests.sim.runs import calls, cause, path, run, told


def at(trace, name):
    return [row.t // MS for row in trace.calls if row.call == name]


def test_at_is_absolute_and_after_is_added():
    trace = run("  - {at: 400 ms, after: 50 ms, client: {send: 10}}")
    assert at(trace, "send") == [450]


def test_when_a_state_is_entered():
    trace = run("  - {when: {server: ESTABLISHED}, after: 5 ms, server: {send: 10}}")
    assert at(trace, "send") == [165]


def test_the_closed_at_the_start_is_not_entered():
    trace = run("  - {when: {client: CLOSED}, client: open}\n  - {at: 500 ms, client: abort}")
    assert at(trace, "open") == [10, 500]


def test_nth_entry_of_a_state():
    trace = run(
        """
  - {at: 500 ms, client: abort}
  - {at: 600 ms, client: open}
  - {when: {client: ESTABLISHED, nth: 2}, client: {send: 7}}
"""
    )
    assert at(trace, "send") == [700]


def test_received_is_cumulative_over_what_the_application_has_read():
    trace = run(
        """
  - {when: {client: ESTABLISHED}, client: {send: 2500}}
  - {when: {server: {received: 2000}}, server: {send: 1}}
  - {when: {server: {received: 2500}}, server: {send: 2}}
"""
    )
    assert [row.argument for row in trace.calls if row.call == "send"] == [2500, 1, 2]
    deliveries = [row.total for row in trace.deliveries if row.host == "server"]
    assert deliveries == [1000, 2000, 2500]


def test_got_and_sent():
    trace = run(
        """
  - {when: {client: {got: SYN-ACK}}, client: {send: 1}}
  - {when: {server: {sent: ACK}}, server: {send: 2}}
  - {when: {client: {got: ANY, nth: 3}}, client: close}
"""
    )
    assert calls(trace)[2:] == [
        (110, "client", "send", 1),
        (160, "server", "send", 2),
        (210, "client", "close", "ok"),
    ]


def test_sent_does_not_wait_for_the_arrival():
    trace = run("  - {when: {client: {sent: SYN}}, server: unlisten}")
    assert at(trace, "unlisten") == [10]
    assert path(trace, "server") == ["CLOSED", "LISTEN", "CLOSED"]


def test_a_step_without_trigger_waits_for_the_one_before_it():
    trace = run(
        """
  - {when: {client: ESTABLISHED}, after: 90 ms, client: {send: 1}}
  - {client: {send: 2}}
  - {after: 25 ms, client: {send: 3}}
  - {at: 0 ms, server: {read: off}}
"""
    )
    assert [(row.t // MS, row.argument) for row in trace.calls if row.call == "send"] == [(200, 1), (200, 2), (225, 3)]
    assert at(trace, "read") == [0]


def test_each_trigger_fires_once():
    trace = run(
        """
  - {when: {client: ESTABLISHED}, client: {send: 10}}
  - {at: 500 ms, client: abort}
  - {at: 600 ms, client: open}
"""
    )
    assert at(trace, "send") == [110]


def test_at_one_instant_timers_then_arrivals_then_steps_in_file_order():
    """At 1.06 s the client's RTO runs out, a segment arrives, and two steps are due, in the other order in the file."""
    trace = run(
        """
  - {at: 1060 ms, client: {set: {delayed_fin_ack: on}}}
  - {at: 1060 ms, client: {set: {delayed_fin_ack: off}}}
  - {at: 60 ms, client: {send: 10}}
  - {at: 1010 ms, server: {send: 20}}
""",
        more="faults: [{drop: {from: client, match: DATA}}]",
        opening="  - {at: 0 ms, server: listen}\n  - {at: 0 ms, client: open}\n",
        wire="wire: {delay: {client: 10 ms, server: 50 ms}}",
    )
    instant = [event for event in trace.events if event.t == 1060 * MS and event.host == "client"]
    kinds = [event.kind for event in instant if event.kind in (EventKind.FIRED, EventKind.ARRIVED, EventKind.CALL)]
    assert kinds == [EventKind.FIRED, EventKind.ARRIVED, EventKind.CALL, EventKind.CALL]
    options = [row.argument for row in trace.calls if row.t == 1060 * MS]
    assert options == [{"delayed_fin_ack": "on"}, {"delayed_fin_ack": "off"}]


def test_arrivals_at_one_instant_come_in_sending_order():
    trace = run("  - {when: {client: ESTABLISHED}, client: {send: 3000}}")
    arrivals = [event.row for event in trace.events if event.kind is EventKind.ARRIVED and event.t == 160 * MS]
    assert arrivals == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("{when: {client: CLOSE-WAIT}, client: close}", "when: {client: CLOSE-WAIT}"),
        ("{when: {server: {received: 5}}, server: close}", "when: {server: {received: 5}}"),
        ("{when: {client: {got: RST, nth: 2}}, client: close}", "when: {client: {got: RST, nth: 2}}"),
        ("{when: {client: {sent: FIN}}, client: close}", "when: {client: {sent: FIN}}"),
        ("{at: 9 min, client: close}", "at: 9 min"),
    ],
)
def test_a_trigger_that_never_fires_is_named_with_its_line(step, text):
    """The steps that only wait for it are its consequence, and not named too."""
    trace = run(f"  - {step}\n  - {{after: 1 ms, client: close}}", more="until: 5 min")
    assert [(row.what, row.text) for row in trace.unfired] == [("step", text)]
    assert trace.unfired[0].line == 15


def test_a_step_that_the_end_cuts_off_is_named():
    trace = run("  - {at: 1 s, client: {send: 5}}\n  - {after: 1 s, client: close}", more="until: 1500 ms")
    assert [(row.line, row.what) for row in trace.unfired] == [(16, "step")]


def test_a_call_knows_what_triggered_it():
    trace = run("  - {when: {client: ESTABLISHED}, client: {send: 5}}\n  - {after: 1 ms, client: close}")
    send, close = (event for event in trace.events if event.kind is EventKind.CALL and event.t >= 110 * MS)
    assert cause(trace, send).kind is EventKind.STATE
    assert close.cause == send.id
    assert told(trace)[3:5] == ["client DATA 1 1 len 5", "client FIN 6 1"]


def test_a_second_client_makes_no_passive_open():
    trace = run(
        "  - {at: 400 ms, client: {open: {port: 50000}}}\n  - {when: {server: LISTEN, nth: 2}, server: {read: on}}\n"
    )
    rows = [(row.connection, str(row.before), str(row.after)) for row in trace.states if row.host == "server"]
    assert [row for row in rows if row[0] == 2] == [
        (2, "LISTEN", "SYN-RECEIVED"),
        (2, "SYN-RECEIVED", "ESTABLISHED"),
    ]
    assert len(trace.unfired) == 1
