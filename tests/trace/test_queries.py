"""Every answer of a trace at time t equals what a reader of its rows from the start would say."""

from functools import cache
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.tcp.states import State
from tcpanim.trace.trace import Trace

TEXT = """
tcpanim: 1
title: everything at once
hosts:
  client: {address: 10.0.0.1, port: 49152, tcp: {msl: 1 s}}
  server: {address: 10.0.0.2, port: 80, tcp: {receive_buffer: 2500, delayed_ack: 40 ms, ack_every: 2}}
wire: {delay: {client: 20 ms, server: 35 ms}, loss: 12 %, duplicate: 10 %, jitter: 30 ms, rate: 2 Mbit/s}
script:
  - {at: 0 ms, server: listen}
  - {at: 10 ms, client: open}
  - {when: {client: ESTABLISHED}, client: {send: 9000}}
  - {at: 400 ms, server: {read: off}}
  - {at: 900 ms, server: {read: on}}
  - {when: {server: {received: 9000}}, server: {send: 1200}}
  - {when: {client: {received: 1200}}, client: close}
  - {when: {server: CLOSE-WAIT}, after: 30 ms, server: close}
  - {when: {client: CLOSED}, after: 100 ms, client: {open: {port: 49153}}}
  - {after: 300 ms, server: crash}
  - {after: 200 ms, server: boot}
"""


@cache
def trace_of(seed: int) -> Trace:
    scenario = parse(f"{TEXT}\nseed: {seed}\nuntil: 90 s").scenario
    assert scenario is not None
    return simulate(scenario)


SEEDS = st.integers(0, 5)


@st.composite
def moments(draw):
    """A trace and a time in it: often one at which something happens, or just before or after."""
    trace = trace_of(draw(SEEDS))
    exact = st.sampled_from(trace.moments).flatmap(lambda t: st.sampled_from((t - 1, t, t + 1)))
    return trace, draw(st.one_of(exact, st.integers(-1, trace.end + 1)))


@given(moments())
def test_states(moment):
    trace, t = moment
    for host in trace.hosts:
        state, connection = State.CLOSED, None
        for row in trace.states:
            if row.host == host.name and row.t <= t and (connection is None or row.connection >= connection):
                state, connection = row.after, row.connection
        assert trace.state(host.name, t) is state
        assert trace.newest_connection(host.name, t) == connection


@given(moments())
def test_in_flight(moment):
    trace, t = moment
    for linger in (0, 5_000_000):
        expected = [flight for flight in trace.flights if flight.sent <= t and flight.ended > t - linger]
        assert list(trace.in_flight(t, linger)) == expected
    assert trace.sent_count(t) == sum(flight.sent <= t for flight in trace.flights)


@given(moments())
def test_samples_timers_and_deliveries(moment):
    trace, t = moment
    for host in trace.hosts:
        connection = trace.newest_connection(host.name, t)
        rows = [row for row in trace.samples if row.host == host.name and row.connection == connection and row.t <= t]
        assert trace.sample(host.name, t) == (rows[-1] if rows else None)
        running = [
            row
            for row in trace.timers
            if row.host == host.name
            and row.connection == connection
            and row.armed <= t
            and (row.ended is None or row.ended > t)
        ]
        assert list(trace.running_timers(host.name, t)) == sorted(running, key=lambda row: row.deadline)
        read = sum(row.bytes for row in trace.deliveries if row.host == host.name and row.t <= t)
        assert trace.delivered(host.name, t) == read


@given(moments())
def test_steps(moment):
    trace, t = moment
    times = sorted({event.t for event in trace.events})
    assert list(trace.moments) == times
    assert trace.step_at(t) == sum(time <= t for time in times)
    assert trace.next_moment(t) == next((time for time in times if time > t), None)
    assert trace.previous_moment(t) == next((time for time in reversed(times) if time < t), None)
    last = max((time for time in times if time <= t), default=None)
    assert list(trace.events_at(t)) == [event for event in trace.events if event.t == last]


@given(SEEDS)
def test_rows_are_in_order_and_know_their_events(seed):
    trace = trace_of(seed)
    assert [event.id for event in trace.events] == list(range(1, len(trace.events) + 1))
    assert [flight.id for flight in trace.flights] == list(range(1, len(trace.flights) + 1))
    for rows in (trace.events, trace.states, trace.calls, trace.samples, trace.errors, trace.deliveries):
        assert [row.t for row in rows] == sorted(row.t for row in rows)
    assert all(event.cause is None or event.cause < event.id for event in trace.events)
    tables: tuple[Any, ...] = (trace.states, trace.calls, trace.errors, trace.deliveries)
    for rows in tables:
        for index, row in enumerate(rows):
            event = trace.event(row.event)
            assert (event.row, event.t, event.host, event.connection) == (index, row.t, row.host, row.connection)


@given(SEEDS)
def test_timers_do_not_overlap_and_end_as_they_say(seed):
    trace = trace_of(seed)
    runs: dict[Any, list[Any]] = {}
    for row in trace.timers:
        runs.setdefault((row.host, row.connection, row.timer), []).append(row)
        if row.end == "fired":
            assert row.ended == row.deadline
        elif row.ended is not None:
            assert row.armed <= row.ended <= row.deadline
    for rows in runs.values():
        for before, after in pairwise(rows):
            assert before.ended is not None
            assert before.ended <= after.armed
            assert before.end != "rearmed" or before.ended == after.armed


@given(SEEDS)
def test_the_timers_of_a_sample_are_those_that_run(seed):
    trace = trace_of(seed)
    for sample in trace.samples:
        later = trace.sample(sample.host, sample.t, sample.connection)
        if later is not sample:
            continue  # another step at the same instant
        running = sorted(
            (row.deadline, row.timer)
            for row in trace.timers
            if (row.host, row.connection) == (sample.host, sample.connection)
            and row.armed <= sample.t
            and (row.ended is None or row.ended > sample.t)
        )
        assert sorted((deadline, name) for name, deadline in sample.tcb.timers) == running


@given(SEEDS)
def test_the_states_of_samples_and_changes_agree(seed):
    trace = trace_of(seed)
    for sample in trace.samples:
        if trace.sample(sample.host, sample.t, sample.connection) is sample:
            states = [
                row.after
                for row in trace.states
                if row.host == sample.host and row.t <= sample.t and row.connection == sample.connection
            ]
            assert states[-1] is sample.tcb.state


@given(SEEDS)
def test_every_segment_has_its_events(seed):
    trace = trace_of(seed)
    for flight in trace.flights:
        kinds = [
            str(event.kind)
            for event in trace.events
            if event.kind.value in ("sent", "arrived", "lost", "discarded") and event.row == flight.id - 1
        ]
        ending = {"delivered": ["arrived"], "dropped": ["lost"], "unfinished": []}.get(str(flight.fate), ["discarded"])
        assert kinds == ["sent", *ending]
        assert (flight.arrived is not None) == (str(flight.fate) in ("delivered", "corrupted"))
