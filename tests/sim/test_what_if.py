"""What a change on the way changes, and what it leaves as it was."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.library import builtins, read_builtin
from tcpanim.scenario import edits
from tcpanim.scenario.dump import dump
from tcpanim.scenario.edits import Setting, WireSetting, apply
from tcpanim.scenario.model import CallSelector, ScriptStep
from tcpanim.scenario.parse import parse
from tcpanim.sim.limits import Limits
from tcpanim.sim.run import simulate
from tcpanim.trace.events import Fate
from tcpanim.units import MS, S
from tests.sim.runs import run, scenario

LIMITS = Limits(events=4000)
SEND = "  - {when: {client: ESTABLISHED}, after: 90 ms, client: {send: 3000}}\n"


@cache
def builtin(name):
    return parse(read_builtin(name)).scenario


@cache
def original(name):
    return simulate(builtin(name), LIMITS)


HOSTS = ("client", "server")
TIMES = st.integers(0, 8 * S)
SEGMENTS = st.integers(1, 20)
CALLS = st.sampled_from(("listen", "open", "send", "close"))
EDITS = st.one_of(
    st.builds(edits.drop, st.sampled_from(HOSTS), SEGMENTS),
    st.builds(edits.delay, st.sampled_from(HOSTS), SEGMENTS, st.integers(1, 3 * S)),
    st.builds(edits.duplicate, st.sampled_from(HOSTS), SEGMENTS, st.integers(0, S)),
    st.builds(edits.corrupt, st.sampled_from(HOSTS), SEGMENTS),
    st.builds(edits.deliver, st.sampled_from(HOSTS), SEGMENTS),
    st.builds(edits.skip, st.sampled_from(HOSTS), CALLS, st.integers(1, 3)),
    st.builds(edits.postpone, st.sampled_from(HOSTS), CALLS, st.integers(1, 3), st.integers(1, 90 * S)),
    st.builds(lambda t, host: edits.call(t, host, "send", bytes(700)), TIMES, st.sampled_from(HOSTS)),
    st.builds(lambda t, host, on: edits.call(t, host, "read", on), TIMES, st.sampled_from(HOSTS), st.booleans()),
    st.builds(
        edits.call,
        TIMES,
        st.sampled_from(HOSTS),
        st.sampled_from(("close", "exit", "abort", "crash", "boot")),
    ),
    st.builds(lambda t, sender: edits.cut(t, None, sender), TIMES, st.sampled_from((None, *HOSTS))),
    st.builds(lambda t, delay: edits.change_wire(t, delay=delay), TIMES, st.integers(0, S)),
    st.builds(lambda t, loss: edits.change_wire(t, loss=loss), TIMES, st.integers(0, 1_000_000)),
)


def moment(edit, trace):
    """The instant from which the edit may change anything."""
    if isinstance(edit, ScriptStep):
        return edit.trigger.at
    if hasattr(edit, "at"):
        return edit.at
    which = edit.which
    if isinstance(which, CallSelector):
        made = [one.t for one in trace.calls if (one.host, one.call, (one.nth,)) == (which.host, which.call, which.nth)]
        return made[0] if made else trace.end + 1
    sent = [one.sent for one in trace.flights if one.sender == which.sender and not one.injected and not one.copy_of]
    return sent[which.segment - 1] if which.segment <= len(sent) else trace.end + 1


def sent_before(trace, until):
    """The segments as they left; what became of them may lie after the change."""
    left = [one for one in trace.flights if one.sent < until]
    return [one._replace(ended=0, arrived=None, fate=Fate.UNFINISHED, received=None) for one in left]


@given(st.sampled_from([name for name, _ in builtins()]), st.lists(EDITS, min_size=1, max_size=4))
def test_before_the_first_edit_nothing_is_different(name, some):
    # Every built-in, lossy paths and drawn numbers included: a draw depends on seed, stream and ordinal alone.
    before = original(name)
    if {host.name for host in before.hosts} != set(HOSTS):
        return
    after = simulate(apply(builtin(name), some), LIMITS)
    # A call that waits for a write to be through is left out when it comes, before it would have been made.
    until = min(*(moment(edit, before) for edit in some), *(one.t for one in after.skipped), after.end + 1)
    assert [one for one in before.events if one.t < until] == [one for one in after.events if one.t < until]
    assert [one for one in before.samples if one.t < until] == [one for one in after.samples if one.t < until]
    assert sent_before(before, until) == sent_before(after, until)


SETTINGS = st.one_of(
    st.builds(Setting, st.sampled_from((None, *HOSTS)), st.just("mss"), st.integers(100, 1460)),
    st.builds(Setting, st.sampled_from((None, *HOSTS)), st.just("receive_buffer"), st.integers(500, 20_000)),
    st.builds(Setting, st.sampled_from(HOSTS), st.just("delayed_ack"), st.sampled_from((None, 40 * MS, 123_456_789))),
    st.builds(WireSetting, st.just("delay"), st.integers(0, S), st.sampled_from((None, *HOSTS))),
    st.builds(WireSetting, st.just("loss"), st.integers(0, 300_000), st.sampled_from((None, *HOSTS))),
)


@given(st.sampled_from([name for name, _ in builtins()]), st.lists(EDITS | SETTINGS, min_size=1, max_size=4))
def test_the_file_written_reproduces_the_run(name, some):
    if {host.name for host in builtin(name).hosts} != set(HOSTS):
        return
    written = parse(dump(read_builtin(name), some, expected=False)).scenario
    assert written is not None
    before = simulate(apply(builtin(name), some), LIMITS)
    after = simulate(written, LIMITS)
    assert (before.planned, after.planned) == (len(builtin(name).faults), len(written.faults))
    assert replace(before, unfired=(), planned=None) == replace(after, unfired=(), planned=None)


@pytest.mark.parametrize(
    ("edit", "fate"),
    [
        (edits.drop("client", 3), Fate.DROPPED),
        (edits.corrupt("client", 3), Fate.CORRUPTED),
        (edits.delay("client", 3, 30 * MS), Fate.DELIVERED),
    ],
)
def test_a_segment_meets_its_edit(edit, fate):
    base = scenario(SEND)
    before, after = simulate(base), simulate(apply(base, (edit,)))
    third = [flight for flight in after.flights if flight.sender == "client"][2]
    assert (third.fate, third.by) == (fate, "fault 1")
    assert third.due == before.flight(third.id).due + (30 * MS if fate is Fate.DELIVERED else 0)


CLOSING = """
  - {when: {client: ESTABLISHED}, after: 90 ms, client: close}
  - {when: {server: CLOSE-WAIT}, after: 30 ms, server: close}
  - {after: 1 s, server: abort}
"""


def test_without_its_close_the_server_stays_in_close_wait_and_what_waits_goes_on():
    trace = simulate(apply(scenario(CLOSING.replace("abort", "{send: 5}")), (edits.skip("server", "close", 1),)))
    assert {name: str(state) for name, state in trace.final().items()} == {
        "client": "FIN-WAIT-2", "server": "CLOSE-WAIT",
    }  # fmt: skip
    (left_out,) = trace.skipped
    assert (left_out.t, left_out.host, left_out.call, left_out.nth) == (280 * MS, "server", "close", 1)
    assert trace.delivered("client") == 5  # the step behind it
    assert trace.unfired == ()


def test_a_call_that_comes_later_takes_what_waits_for_it_along():
    before = simulate(scenario(CLOSING))
    after = simulate(apply(scenario(CLOSING), (edits.postpone("server", "close", 1, 10 * S),)))
    times = [{row.call: row.t for row in trace.calls if row.host == "server"} for trace in (before, after)]
    assert times[1]["close"] - times[0]["close"] == 10 * S
    assert times[1]["abort"] - times[0]["abort"] == 10 * S


def test_calls_are_counted_in_the_order_of_the_script_whatever_is_added():
    sends = "  - {at: 2 s, client: {send: 20}}\n  - {at: 1 s, client: {send: 10}}\n"
    change = edits.skip("client", "send", 1), edits.call(500 * MS, "client", "send", b"123")
    trace = simulate(apply(scenario(sends), change))
    assert [(row.argument, row.nth) for row in trace.calls if row.call == "send"] == [(3, 3), (10, 2)]
    assert [row.argument for row in trace.skipped] == [20]


def test_a_call_that_never_comes_is_told_of():
    trace = run(more="faults: [{skip: {host: server, call: close, nth: [1, 2]}}]")
    assert [row.text for row in trace.unfired] == ["{host: server, call: close, nth: [1, 2]}"]


def test_a_lost_segment_can_be_let_through():
    base = scenario(SEND, more="faults: [{drop: {from: client, match: DATA}}]")
    trace = simulate(apply(base, (edits.deliver("client", 3),)))
    assert all(flight.fate is Fate.DELIVERED for flight in trace.flights)
    assert not any(flight.retransmission for flight in trace.flights)


def test_the_path_is_another_from_a_time_on():
    trace = run(SEND, more="faults: [{wire: {at: 100 ms, until: 300 ms, delay: 120 ms}}]")
    delays = {flight.sent: flight.due - flight.left for flight in trace.flights}
    assert {t: delay for t, delay in delays.items() if t < 100 * MS or t >= 300 * MS}
    assert all(delay == (120 * MS if 100 * MS <= t < 300 * MS else 50 * MS) for t, delay in delays.items())


def test_the_trace_knows_the_path_at_every_moment():
    trace = run(SEND, more="faults: [{wire: {at: 100 ms, until: 300 ms, delay: 120 ms, from: client}}]")
    assert [trace.wire.delay_at("client", t * MS) for t in (99, 100, 299, 300)] == [
        50 * MS,
        120 * MS,
        120 * MS,
        50 * MS,
    ]
    assert trace.wire.delay_at("server", 150 * MS) == 50 * MS


def test_all_is_lost_for_a_while_in_one_direction():
    trace = run(SEND, more="faults: [{wire: {at: 150 ms, until: 2 s, from: client, loss: 100 %}}]")
    lost = [flight for flight in trace.flights if flight.fate is Fate.DROPPED]
    assert lost
    assert {(flight.sender, flight.by) for flight in lost} == {("client", "loss")}
    assert trace.delivered("server") == 3000


def test_another_path_for_the_whole_run_is_what_the_file_would_say():
    edited = simulate(apply(scenario(SEND), (WireSetting("delay", 80 * MS),)))
    assert edited == run(SEND, wire="wire: {delay: 80 ms}\n")


def test_a_setting_is_what_the_file_would_say():
    edited = simulate(apply(scenario(SEND), (Setting(None, "mss", 500),)))
    assert edited == run(SEND, more="tcp: {mss: 500}")


def test_an_edit_that_meets_nothing_is_named_by_its_number():
    (row,) = simulate(apply(scenario(SEND), (edits.drop("client", 1000),))).unfired
    assert (row.line, row.column, row.what) == (0, 1, "fault")
