"""Retransmission, giving up, TIME-WAIT: what happens when nothing is heard (RFC 6298; RFC 9293 §3.8.3)."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.io import Judged, Transmit
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.rto import RtoEstimator
from tcpanim.units import MS, S
from tests.tcp.pair import Close, Listen, Open, Pair, Send, established


def numbers(side, reason):
    """The numbers of the latest verdict of this kind."""
    return [e.numbers for e in side.effects if isinstance(e, Judged) and e.reason is reason][-1]


def schedule(pair, name, until):
    """When ``name`` sends while nothing arrives, in seconds from now, and when it gives up (None: not yet)."""
    start, times, end = pair.now, [], None
    side = pair.side(name)
    while (deadline := side.endpoint.next_deadline()) is not None and deadline - start <= until:
        before = side.state
        sent = pair.fire(name)
        times += [(pair.now - start) / S] * len(sent)
        if str(side.state) in ("CLOSED", "LISTEN") and side.state is not before:
            end = (pair.now - start) / S
            break
    return times, end


# ---- the estimator


def test_the_first_sample_and_the_following_ones():
    config = TcpConfig(rto_min=1)
    rto = RtoEstimator(config)
    assert rto.rto == 1 * S
    rto.sample(600 * MS, config)
    assert (rto.srtt, rto.rttvar, rto.rto) == (600 * MS, 300 * MS, 1800 * MS)
    rto.sample(1000 * MS, config)
    assert (rto.srtt, rto.rttvar, rto.rto) == (650 * MS, 325 * MS, 1950 * MS)
    rto.sample(250 * MS, config)
    assert (rto.srtt, rto.rttvar, rto.rto) == (600 * MS, 343_750_000, 1975 * MS)


def test_the_rto_is_bounded_below_and_above():
    config = TcpConfig()
    rto = RtoEstimator(config)
    rto.sample(100 * MS, config)
    assert rto.rto == 1 * S
    rto.sample(200 * S, config)
    assert rto.rto == 60 * S
    rto.back_off(config)
    assert (rto.rto, rto.backoff) == (60 * S, 1)


def test_the_rto_stays_above_an_rtt_that_never_varies():
    config = TcpConfig()
    rto = RtoEstimator(config)
    for _ in range(300):
        rto.sample(2 * S, config)
    assert 2 * S < rto.rto < 2 * S + 2 * MS


# ---- RFC 6298 §5 on a connection


def test_the_handshake_gives_both_sides_a_sample():
    pair = established()
    assert (pair.a.tcb.srtt, pair.a.tcb.rttvar, pair.a.tcb.rto) == (100 * MS, 50 * MS, 1 * S)
    assert (pair.b.tcb.srtt, pair.b.tcb.rttvar, pair.b.tcb.rto) == (100 * MS, 50 * MS, 1 * S)


# RFC 9293: MUST-19.
def test_the_earliest_segment_is_repeated_with_doubled_rto():
    pair = established()
    pair.do("A", Send(b"x" * 2500))
    assert pair.a.tcb.timers == (("retransmission", pair.now + 1 * S),)
    assert pair.fire("A") == ["ACK 101/301 +1000"]
    assert (pair.a.tcb.rto, pair.a.tcb.backoff) == (2 * S, 1)
    assert pair.a.tcb.timers == (("retransmission", pair.now + 2 * S),)
    assert pair.fire("A") == ["ACK 101/301 +1000"]
    assert pair.a.tcb.timers == (("retransmission", pair.now + 4 * S),)


def test_new_data_acknowledged_restarts_the_timer_and_the_last_ack_stops_it():
    pair = established()
    pair.do("A", Send(b"x" * 2000))
    pair.now += 400 * MS
    pair.inject("B", "ACK", 301, 1101)
    assert pair.a.tcb.timers == (("retransmission", pair.now + pair.a.tcb.rto),)
    pair.now += 100 * MS
    pair.inject("B", "ACK", 301, 2101)
    assert pair.a.tcb.timers == ()


# RFC 9293: MUST-18.
def test_no_sample_from_a_repeated_segment_and_the_backed_off_rto_stays():
    """Karn's algorithm; the RTO collapses with the next new sample (RFC 6298 §5)."""
    pair = established()
    pair.do("A", Send(b"x"))
    pair.fire("A")
    pair.wire["A"].clear()
    pair.now += 100 * MS
    pair.inject("B", "ACK", 301, 102)
    assert Reason.RTT_AMBIGUOUS in pair.a.reasons
    assert (pair.a.tcb.srtt, pair.a.tcb.rto) == (100 * MS, 2 * S)
    pair.do("A", Send(b"y"))
    assert pair.a.tcb.timers == (("retransmission", pair.now + 2 * S),)
    pair.now += 100 * MS
    pair.inject("B", "ACK", 301, 103)
    assert (pair.a.tcb.rto, pair.a.tcb.backoff) == (1 * S, 0)


def test_segments_behind_a_repeated_one_give_no_sample_either():
    pair = established()
    pair.do("A", Send(b"x" * 2000))
    pair.fire("A")
    pair.inject("B", "ACK", 301, 2101)
    assert Reason.RTT_SAMPLE not in pair.a.reasons


def test_karn_off_takes_the_misleading_sample():
    pair = established(TcpConfig(karn=False))
    pair.do("A", Send(b"x"))
    pair.fire("A")
    pair.now += 100 * MS
    pair.inject("B", "ACK", 301, 102)
    assert numbers(pair.a, Reason.RTT_SAMPLE)["rtt_ns"] == 1100 * MS
    assert pair.a.tcb.srtt == 225 * MS


@pytest.mark.parametrize("repeats", [1, 3])
def test_after_a_lost_syn_data_begins_with_an_rto_of_3_seconds(repeats):
    """RFC 6298 §5.7."""
    pair = Pair()
    pair.do("A", Open())
    for _ in range(repeats):
        assert pair.fire("A") == ["SYN 100/-"]
    assert pair.a.tcb.rto == 2**repeats * S
    pair.inject("B", "SYN,ACK", 300, 101)
    assert Reason.RTO_AFTER_SYN_LOSS in pair.a.reasons
    assert (pair.a.tcb.rto, pair.a.tcb.backoff, pair.a.tcb.srtt) == (3 * S, 0, None)
    pair.do("A", Send(b"x"))
    assert pair.a.tcb.timers == (("retransmission", pair.now + 3 * S),)


def test_after_a_lost_syn_ack_too():
    pair = Pair()
    pair.do("B", Listen())
    pair.inject("A", "SYN", 100)
    assert pair.fire("B") == ["SYN,ACK 300/101"]
    pair.inject("A", "ACK", 101, 301)
    assert pair.b.tcb.rto == 3 * S


def test_an_initial_rto_of_3_seconds_is_left_backed_off():
    pair = Pair(TcpConfig(rto_initial=3 * S))
    pair.do("A", Open())
    pair.fire("A")
    pair.inject("B", "SYN,ACK", 300, 101)
    assert pair.a.tcb.rto == 6 * S


def test_a_syn_ack_sent_twice_gives_no_sample():
    """The repeated SYN asked for it; no timer ran out, so the RTO is not touched."""
    pair = Pair()
    pair.do("B", Listen())
    pair.inject("A", "SYN", 100)
    assert pair.inject("A", "SYN", 100) == ["SYN,ACK 300/101"]
    assert pair.b.of(Transmit)[0].reason is Reason.SYN_REPEATED
    pair.inject("A", "ACK", 101, 301)
    assert (pair.b.tcb.srtt, pair.b.tcb.rto) == (None, 1 * S)


# ---- R2


# RFC 9293: MUST-22, MUST-47.
def test_a_syn_that_nobody_answers():
    """7 repetitions take 183 s: R2 for a SYN is at least 3 minutes (MUST-23)."""
    pair = Pair()
    pair.do("A", Open())
    assert schedule(pair, "A", 1000 * S) == ([1, 3, 7, 15, 31, 63, 123], 183)
    assert pair.a.errors == ["connection aborted due to user timeout"]
    assert pair.states[0] == "CLOSED"
    assert pair.a.endpoint.next_deadline() is None


def test_a_syn_ack_that_nobody_acknowledges_returns_the_listener_to_listen():
    pair = Pair()
    pair.do("B", Listen())
    pair.inject("A", "SYN", 100)
    assert schedule(pair, "B", 1000 * S) == ([1, 3, 7, 15, 31, 63, 123], 183)
    assert (pair.states[1], pair.b.errors) == ("LISTEN", [])
    assert pair.inject("A", "SYN", 100) == ["SYN,ACK 400/101"]


# RFC 9293: MUST-20, SHLD-10.
def test_data_that_nobody_acknowledges():
    """R2 is at least 100 s (SHLD-11): 6 repetitions take 127 s from the first sending."""
    pair = established()
    pair.do("A", Send(b"x"))
    assert schedule(pair, "A", 1000 * S) == ([1, 3, 7, 15, 31, 63], 123)
    assert pair.a.errors == ["connection aborted due to user timeout"]
    assert numbers(pair.a, Reason.R1_REACHED)["repetitions_count"] == 3
    assert numbers(pair.a, Reason.GAVE_UP)["repetitions_count"] == 6


# RFC 9293: MUST-21.
@pytest.mark.parametrize("limit", [1, 4, 15])
def test_the_number_of_repetitions_is_a_knob(limit):
    pair = established(TcpConfig(retries_1=1, retries_2=limit))
    pair.do("A", Send(b"x"))
    times, end = schedule(pair, "A", 10_000 * S)
    assert len(times) == limit
    assert end is not None


def test_a_fin_that_nobody_acknowledges():
    pair = established()
    pair.do("A", Close())
    assert schedule(pair, "A", 1000 * S) == ([1, 3, 7, 15, 31, 63], 123)
    assert pair.a.errors == ["connection aborted due to user timeout"]


def test_an_answer_in_time_starts_the_count_again():
    pair = established()
    pair.do("A", Send(b"x" * 2000))
    for _ in range(6):
        pair.fire("A")
    pair.inject("B", "ACK", 301, 1101)
    for _ in range(6):
        assert pair.fire("A") == ["ACK 1101/301 +1000"]
    assert pair.fire("A") == []
    assert pair.states[0] == "CLOSED"


# ---- lost segments, told to the end


def test_a_lost_handshake_ack_is_made_up_for_by_the_repeated_syn_ack():
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    pair.arrive("B")
    pair.lose("A")
    assert pair.states == ("ESTABLISHED", "SYN-RECEIVED")
    assert pair.fire("B") == ["SYN,ACK 300/101"]
    assert pair.arrive("B") == ["ACK 101/301"]
    pair.arrive("A")
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")


def test_data_replaces_a_lost_handshake_ack():
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    pair.arrive("B")
    pair.lose("A")
    pair.do("A", Send(b"x"))
    assert pair.arrive("A") == ["ACK 301/102"]
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")


def test_a_lost_syn_ack_is_sent_by_both_sides_timers():
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    pair.lose("B")
    pair.wait(1 * S)
    assert [pair.show(segment) for segment in pair.wire["A"] + pair.wire["B"]] == ["SYN 100/-", "SYN,ACK 300/101"]
    assert pair.arrive("A") == ["SYN,ACK 300/101"]
    pair.flush()
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")


# RFC 9293: MUST-13.
def test_a_lost_last_ack_is_repeated_from_time_wait_which_starts_again():
    pair = established()
    pair.do("A", Close())
    pair.arrive("A")
    pair.arrive("B")
    pair.do("B", Close())
    pair.arrive("B")
    pair.lose("A")
    entered = pair.now
    assert pair.a.tcb.timers == (("time-wait", entered + 240 * S),)
    assert pair.fire("B") == ["FIN,ACK 301/102"]
    assert pair.arrive("B") == ["ACK 102/302"]
    assert Reason.TIME_WAIT_RESTARTED in pair.a.reasons
    assert pair.a.tcb.timers == (("time-wait", pair.now + 240 * S),)
    pair.arrive("A")
    assert pair.states == ("TIME-WAIT", "CLOSED")
    assert pair.now > entered


def test_other_segments_in_time_wait_do_not_start_it_again():
    pair = established()
    pair.do("A", Close())
    pair.flush()
    pair.do("B", Close())
    pair.flush()
    deadline = pair.a.endpoint.next_deadline()
    pair.now += 10 * S
    assert pair.inject("B", "ACK", 302, 102) == []
    assert pair.inject("B", "ACK", 299, 102, b"xy") == ["ACK 102/302"]
    assert pair.inject("B", "SYN", 302) == ["ACK 102/302"]
    assert pair.a.endpoint.next_deadline() == deadline


def test_time_wait_off_closes_after_the_last_ack():
    pair = established(TcpConfig(time_wait=False))
    pair.do("A", Close())
    pair.flush()
    pair.do("B", Close())
    assert pair.arrive("B") == ["ACK 102/302"]
    assert pair.a.states[-2:] == ["TIME-WAIT", "CLOSED"]
    assert Reason.TIME_WAIT_SKIPPED in pair.a.reasons
    assert pair.a.endpoint.next_deadline() is None
    pair.lose("A")
    pair.fire("B")
    assert pair.arrive("B") == ["RST 102/-"]  # what TIME-WAIT is there to prevent
    pair.arrive("A")
    assert pair.states == ("CLOSED", "CLOSED")


# RFC 9293: MUST-13.
def test_msl_is_a_knob():
    pair = established(TcpConfig(msl=30 * S))
    pair.do("A", Close())
    pair.flush()
    pair.do("B", Close())
    pair.flush()
    assert pair.a.tcb.timers == (("time-wait", pair.now + 60 * S),)
