"""Conditions to run until: what they mean in a run, what is no condition, and how a word is completed."""

import pytest

from tcpanim.scene.until import UntilError, completions, hosts_of, moments, next_moment, read_condition
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate
from tests.scene.runs import lost_last_ack
from tests.scene.test_series import run

HOSTS = {"client": "client", "server": "server", "客户端": "client", "服务器": "server"}


def when(text, trace, **more):
    return moments(read_condition(text, hosts_of(trace), **more), trace)


def sent(trace, want):
    return tuple(flight.sent for flight in trace.flights if want(flight))


def test_a_segment_counts_whenever_it_leaves():
    trace = lost_last_ack()
    assert when("SYN", trace) == sent(trace, lambda f: f.segment.kind == "SYN")
    assert when("FIN", trace) == sent(trace, lambda f: f.segment.kind == "FIN")
    assert when("server FIN", trace) == when("server.fin", trace) == when("服务器：FIN", trace)
    assert len(when("server FIN", trace)) == 2
    assert when("again", trace) == (when("server FIN", trace)[1],)
    assert when("loss", trace) == tuple(f.ended for f in trace.flights if f.fate is Fate.DROPPED)
    assert when("timeout", trace) == (when("server FIN", trace)[1],)


def test_a_state_is_met_when_it_is_entered():
    trace = lost_last_ack()
    entered = next(row.t for row in trace.states if row.after is State.TIME_WAIT)
    assert when("TIME-WAIT", trace) == (entered,)
    assert when("client.state == time_wait", trace) == when("client 时间等待", trace) == (entered,)
    assert when("server TIME-WAIT", trace) == ()
    assert len(when("ESTABLISHED", trace)) == 1  # true from the first of them on


def test_a_variable_is_met_when_it_gets_there():
    trace = run("fast-retransmit-reno")
    for text, value in (("client.cwnd > 9000", 10_000), ("client.cwnd >= 10 MSS", 10_000), ("cwnd>9kB", 10_000)):
        first = when(text, trace)[0]
        assert trace.sample("client", first).tcb.cwnd == value
        assert trace.sample("client", first - 1).tcb.cwnd == 9000
    assert len(when("client.cwnd > 9000", trace)) == 2  # it fell in between
    assert when("client.srtt > 100 ms", trace)[0] == when("client.srtt>0.1s", trace)[0]
    assert when("client.dupacks == 3", trace)
    assert when("client.flight >= client.cwnd", trace)


def test_sequence_numbers_count_from_the_first_or_as_on_the_wire():
    trace = run("fast-retransmit-reno")
    assert when("client.SND.UNA >= 5001", trace) == when("client.snd_una >= 5101", trace, wire=True)
    first = when("client.snd_una >= 5001", trace)[0]
    assert trace.sample("client", first).tcb.snd_una == 5101
    assert when("server.rcv_nxt > 1000", trace)[0] < first


def test_conditions_are_joined():
    trace = run("fast-retransmit-reno")
    both = when("client.cwnd > 12000 and again", trace)
    assert both == ()
    assert when("again and client.ssthresh == 6000", trace) == when("again", trace)
    either = when("loss or again", trace)
    assert either == tuple(sorted((*when("loss", trace), *when("again", trace))))
    assert when("SYN or FIN and client.cwnd > 1 MSS", trace) == when("SYN", trace)
    assert when("again 且 client.ssthresh = 6000", trace) == when("again", trace)


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("", "empty", (0, 1)),
        ("FIM", "unknown", (0, 3)),
        ("clinet.cwnd > 5", "host", (0, 6)),
        ("client", "after-host", (6, 1)),
        ("client.cwnd", "sign", (11, 1)),
        ("client.cwnd >", "value", (13, 1)),
        ("client.cwnd > many", "value", (14, 4)),
        ("client.rto > 5", "time-unit", (13, 1)),
        ("client.rto > 5 kB", "time-unit", (15, 2)),
        ("client.cwnd > 5 ms", "unit", (16, 2)),
        ("client.dupacks > 3 MSS", "unit", (19, 3)),
        ("client.state > ESTABLISHED", "state", (13, 1)),
        ("client.state == OPEN", "state", (16, 4)),
        ("client.cwnd > client.rto", "variable", (21, 3)),
        ("FIN SYN", "joiner", (4, 3)),
        ("FIN and", "wanted", (7, 1)),
        ("> 5", "wanted", (0, 1)),
        ("FIN !", "sign-unknown", (4, 1)),
    ],
)
def test_what_is_no_condition_is_told_with_its_place(text, key, place):
    with pytest.raises(UntilError) as caught:
        read_condition(text, HOSTS)
    assert caught.value.message.key == f"until.{key}"
    assert (caught.value.start, caught.value.length) == place


@pytest.mark.parametrize(
    "text", ["__import__('os')", "client.__class__ == 1", "9" * 5000, "(" * 500, "client.cwnd > 1e9"]
)
def test_nothing_is_executed_and_nothing_breaks(text):
    with pytest.raises(UntilError):
        read_condition(text, HOSTS)


@pytest.mark.parametrize(
    ("text", "start", "some"),
    [
        ("", 0, {"client.", "FIN", "TIME-WAIT", "loss"}),
        ("F", 0, {"FIN", "FIN-WAIT-1"}),
        ("cl", 0, {"client.", "CLOSING"}),
        ("client.c", 7, {"cwnd"}),
        ("client.state == T", 16, {"TIME-WAIT"}),
        ("client.flight >= cl", 17, {"client."}),
        ("FIN ", 4, {"and", "or"}),
        ("client F", 7, {"FIN", "FIN-WAIT-2"}),
    ],
)
def test_a_word_is_completed_by_what_fits_there(text, start, some):
    at, words = completions(text, ("client", "server"))
    assert at == start
    assert some <= set(words)


def test_the_next_time_is_after_the_moment():
    assert next_moment((10, 20, 30), 20) == 30
    assert next_moment((10, 20, 30), 30) is None
