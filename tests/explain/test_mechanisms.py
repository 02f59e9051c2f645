"""Asked why, each mechanism names itself and its RFC: in a built-in, about a segment, a value, a timer, or a step."""

from functools import cache

import pytest

from tcpanim import library
from tcpanim.explain.cause import because, because_timer, because_value
from tcpanim.explain.narrate import narrate
from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.units import MS
from tests.explain.texts import said

# Mechanism, built-in, why the segment left, its RFC.
SEGMENTS = [
    ("quick ACKs", "quick-ack", "quick-ack", "RFC 5681 §4.2"),
    ("delayed ACK", "delayed-ack", "ack-delay-over", "RFC 9293 §3.8.6.3"),
    ("window probe", "zero-window", "window-probe", "RFC 9293 §3.8.6.1"),
    ("keep-alive", "keep-alive", "keep-alive-probe", "RFC 9293 §3.8.4"),
    ("fast retransmit", "fast-retransmit-reno", "fast-retransmission", "RFC 5681 §3.2"),
    ("NewReno", "newreno-partial-ack", "partial-ack-retransmission", "RFC 6582 §3.2"),
    ("limited transmit", "limited-transmit", "limited-transmit", "RFC 3042 §2"),
    ("SACK", "sack-three-holes", "sack-retransmission", "RFC 6675 §5"),
    ("RACK", "rack-reordering", "rack-retransmission", "RFC 8985 §6.2"),
    ("TLP", "tail-loss-probe", "tail-loss-probe", "RFC 8985 §7.3"),
    ("Fast Open", "fast-open", "fast-open-sent", "RFC 7413 §4.2.2"),
    ("SYN cookies", "syn-cookies", "cookie-sent", "RFC 4987 §3.6"),
    ("challenge ACK for RST", "blind-reset", "challenge-ack", "RFC 5961 §3.2"),
    ("challenge ACK for SYN", "blind-syn", "challenge-ack", "RFC 5961 §4.2"),
    ("window update", "zero-window", "window-update", "RFC 9293 §3.8.6.2.2"),
    ("retransmission", "lost-data", "retransmission-timeout", "RFC 6298 §5"),
]

# Mechanism, built-in, host, field of the snapshot, its RFC, somewhere in the run.
VALUES = [
    ("IW10", "limited-transmit", "client", "cwnd", "RFC 6928 §2"),
    ("one segment after a lost SYN", "lost-syn-window", "client", "cwnd", "RFC 5681 §3.1"),
    ("slow start", "slow-start", "client", "cwnd", "RFC 5681 §3.1"),
    ("CUBIC", "cubic-growth", "client", "cwnd", "RFC 9438 §4.2"),
    ("Tahoe", "fast-retransmit-tahoe", "client", "ssthresh", "RFC 5681 §3.1"),
    ("PRR", "proportional-rate-reduction", "client", "cwnd", "RFC 9937 §6"),
    ("slow start after idleness", "idle-restart", "client", "cwnd", "RFC 5681 §4.1"),
    ("ECN", "ecn", "client", "ssthresh", "RFC 3168 §6.1.2"),
    ("undo of a spurious timeout", "spurious-rto", "client", "cwnd", "RFC 5682 §2.1"),
    ("RTT", "rtt-rto-karn", "client", "srtt", "RFC 6298 §2"),
    ("RTT by timestamps", "timestamps-rtt", "client", "srtt", "RFC 7323 §4.1"),
    ("backoff", "lost-syn", "client", "rto", "RFC 6298 §5.5"),
    ("duplicate ACKs", "fast-retransmit-reno", "client", "dupacks", "RFC 5681 §2"),
    ("reordering", "rack-reordering", "client", "reordering", "RFC 8985 §6.2"),
    ("SACK blocks", "sack-three-holes", "client", "sacked", "RFC 2018 §5"),
    ("the peer's window", "zero-window", "client", "snd_wnd", "RFC 9293 §3.8.6.1"),
]

# Mechanism, built-in, timer, its RFC.
TIMERS = [
    ("RACK", "rack-reordering", "reorder", "RFC 8985 §6.2"),
    ("TLP", "tail-loss-probe", "tlp", "RFC 8985 §7"),
    ("persist", "zero-window", "persist", "RFC 9293 §3.8.6.1"),
    ("keep-alive", "keep-alive", "keep-alive", "RFC 9293 §3.8.4"),
    ("user timeout", "user-timeout", "user-timeout", "RFC 9293 §3.9.1.1"),
    ("delayed ACK", "delayed-ack", "delayed-ack", "RFC 9293 §3.8.6.3"),
    ("TIME-WAIT", "four-way-close", "time-wait", "RFC 9293 §3.6.1"),
    ("FIN-WAIT-2 of an orphan", "fin-wait-2-timeout", "fin-wait-2", "RFC 9293 §3.6.1"),
    ("retransmission", "lost-data", "retransmission", "RFC 6298 §5"),
]

# Mechanism, built-in, the sentence of a step, a clause beside it.
STEPS = [
    ("slow start after idleness", "idle-restart", "say.send-restart", "RFC 5681 §4.1"),
    ("PRR", "proportional-rate-reduction", "say.fast-retransmit", "RFC 9937 §6"),
    ("RACK", "rack-reordering", "say.ack-sack-waits", "RFC 8985 §6.2"),
    ("a buffer that grows", "buffer-autotuning", "say.buffer-grown", "RFC 9293 §3.8.6"),
    ("urgent data", "urgent-data", "say.urgent-arrived", "RFC 9293 §3.8.5"),
    ("user timeout", "user-timeout", "say.user-timeout-over", "RFC 9293 §3.10.8"),
    ("R2", "r1-and-r2", "say.gave-up", "RFC 9293 §3.8.3"),
    ("accept queue", "accept-queue-full", "say.accept-queue-full", "POSIX listen()"),
    ("rescue", "queue-overflow", "say.rescue-resends", "RFC 6675 §4"),
    ("even SYN timeouts", "syn-linear-timeouts", "say.repeat-syn", "RFC 6298 §2.1"),
    ("Nagle", "nagle-on", "say.nagle-released", "RFC 9293 §3.7.4"),
    ("Minshall", "nagle-minshall", "say.send-part", "RFC 9293 §3.7.4"),
    ("PAWS", "timestamps-paws", "say.paws-refused", "RFC 7323 §5.3"),
    ("ECN", "ecn", "say.data-marked", "RFC 3168 §6.1.3"),
    ("F-RTO", "spurious-rto", "say.frto-sends-new", "RFC 5682 §2.1"),
    ("F-RTO, a true loss", "frto-loss", "say.frto-loss", "RFC 5682 §2.1"),
    ("a loss that a probe repairs", "tail-loss-one", "say.tail-was-lost", "RFC 8985 §7.4.2"),
    ("challenge limit", "challenge-limit", "say.challenge-limited", "RFC 5961 §7"),
    ("SYN queue", "syn-flood", "say.syn-queue-full", "RFC 4987 §2"),
    ("SYN cookies", "syn-cookies", "say.cookie-accepted", "RFC 4987 §3.6"),
    ("RFC 1337", "rfc1337", "say.reset-in-time-wait", "RFC 1337 §3"),
    ("a new SYN in TIME-WAIT", "port-reuse-timestamps", "say.syn-new-incarnation", "RFC 6191 §2"),
    ("Karn", "longer-path", "say.acked", "RFC 6298 §3"),
    ("D-SACK", "duplicate-sack", "say.duplicate-reported", "RFC 2883 §4"),
    ("checksum", "corrupted-segment", "say.corrupted", "RFC 9293 §3.1"),
    ("window scale", "window-scaling", "say.scale-agreed", "RFC 7323 §2.2"),
]


@cache
def trace_of(name):
    scenario = parse(library.read_builtin(name), name).scenario
    assert scenario is not None
    return simulate(scenario)


def rules(sentences):
    return {rule for one in sentences for rule in one.rules}


@pytest.mark.parametrize(("name", "reason", "rule"), [row[1:] for row in SEGMENTS], ids=[row[0] for row in SEGMENTS])
def test_a_segment_names_the_rule_by_which_it_left(name, reason, rule):
    trace = trace_of(name)
    chains = [because(trace, flight.event) for flight in trace.flights if flight.reason == reason]
    assert any(rule in rules(chain) for chain in chains)


@pytest.mark.parametrize(
    ("name", "host", "field", "rule"), [row[1:] for row in VALUES], ids=[f"{row[0]}: {row[3]}" for row in VALUES]
)
def test_a_value_names_the_rule_that_set_it(name, host, field, rule):
    trace = trace_of(name)
    assert any(rule in rules(because_value(trace, host, field, t)[1:2]) for t in trace.moments)


@pytest.mark.parametrize(("name", "timer", "rule"), [row[1:] for row in TIMERS], ids=[row[0] for row in TIMERS])
def test_a_timer_names_its_rule(name, timer, rule):
    runs = [run for run in trace_of(name).timers if run.timer == timer]
    assert runs
    assert all(rule in because_timer(trace_of(name), run)[0].rules for run in runs)


@pytest.mark.parametrize(("name", "key", "rule"), [row[1:] for row in STEPS], ids=[row[0] for row in STEPS])
def test_a_step_names_the_rule_that_decided(name, key, rule):
    trace = trace_of(name)
    told = [one for t in trace.moments for one in narrate(trace, t) if one.what.key == key]
    assert any(rule in one.rules for one in told), {(one.what.key, one.rules) for one in told}


def words(name, ms):
    return [part for pair in said(trace_of(name), ms * MS, "en", numbering="relative") for part in pair if part]


def test_what_keeps_data_back_is_named_and_not_the_window_of_the_peer():
    assert "The congestion window, 2000 bytes, lets no more out; the rest waits in the send buffer." in words(
        "byte-counting", 211
    )
    assert words("zero-window", 212)[-1].startswith("The window of the server has no room for another full segment")


def test_what_was_kept_back_goes_along():
    assert words("cork", 220)[0] == ("With what was kept before, the client sends 1000 bytes now: ACK=1, seq=1, ack=1.")


def test_an_rto_at_its_maximum_does_not_double():
    assert words("r1-and-r2", 7210)[1].endswith("The RTO has reached its maximum, 6 s.")
    assert words("r1-and-r2", 3210)[1].endswith("The RTO doubles to 4 s.")
    trace = trace_of("r1-and-r2")
    chain = [one.what.key for one in because(trace, trace.flight(9).event)]
    assert "why.timer-again" in chain


def test_the_first_timeouts_of_a_syn_may_be_even():
    assert words("syn-linear-timeouts", 2010)[1].endswith("The next wait is 1 s again.")
    assert words("syn-linear-timeouts", 5010)[1].endswith("the RTO doubles to 2 s.")


def test_data_of_a_fast_open_do_not_wait():
    reasons = [event.reason for event in trace_of("fast-open").events]
    assert "fast-open-accepted" in reasons
    assert "text-queued-with-syn" not in reasons


@pytest.mark.parametrize(
    ("name", "key"), [("ecn", "congestion-echoed"), ("challenge-limit", "challenge-limited"), ("ecn", "data-marked")]
)
def test_the_reason_given_is_that_of_which_the_sentence_speaks(name, key):
    """Other rules decided at the same moment: that data were acknowledged, that a reset was questioned."""
    trace = trace_of(name)
    told = {one.why.key for t in trace.moments for one in narrate(trace, t) if one.what.key == f"say.{key}" and one.why}
    assert told == {"reason.congestion-marked" if key == "data-marked" else f"reason.{key}"}
