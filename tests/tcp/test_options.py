"""Window scaling, timestamps and PAWS (RFC 7323), urgent data (RFC 9293), ECN (RFC 3168)."""

from dataclasses import replace

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.io import Arrives
from tcpanim.tcp.reasons import Reason
from tcpanim.units import KIB
from tcpanim.wire.segment import ACK, FLAGS, URG, Segment
from tests.tcp.pair import MS, A, B, Listen, Open, Pair, Receive, Send, established

SCALED = TcpConfig(window_scale=3, receive_buffer=256 * KIB)
STAMPED = TcpConfig(timestamps=True, timestamps_start=1000)


def opened(a, b):
    """Both SYNs' segments, and the pair."""
    pair = Pair(a, b_config=b)
    pair.do("B", Listen())
    pair.do("A", Open())
    syn = pair.wire["A"][0]
    pair.now += 50 * MS
    pair.arrive("A")
    answer = pair.wire["B"][0]
    pair.now += 50 * MS
    pair.arrive("B")
    pair.now += 50 * MS
    pair.arrive("A")
    return pair, syn, answer


# ---- window scaling


# RFC 9293: REC-1.
def test_the_window_of_a_syn_is_never_scaled_and_later_ones_are():
    pair, syn, answer = opened(SCALED, SCALED)
    assert (syn.window, answer.window) == (65535, 65535)
    assert (syn.options["window_scale"], answer.options["window_scale"]) == (3, 3)
    pair.do("A", Send(b"x" * 1000))
    data = pair.wire["A"][0]
    assert data.window == 256 * KIB >> 3
    pair.arrive("A")
    assert pair.b.tcb.snd_wnd == 256 * KIB


@pytest.mark.parametrize(("a", "b"), [(SCALED, TcpConfig()), (TcpConfig(), SCALED)])
def test_both_must_have_said_it(a, b):
    pair, _, answer = opened(a, b)
    assert "window_scale" not in answer.options
    assert pair.a.tcb.snd_wnd <= 65535
    assert pair.b.tcb.snd_wnd <= 65535


def test_a_shift_above_14_counts_as_14():
    pair = Pair(SCALED)
    pair.do("A", Open())
    pair.inject("B", "SYN,ACK", 300, 101, options={"mss": 1000, "window_scale": 20}, window=1)
    pair.inject("B", "ACK", 301, 101, window=1)
    assert pair.a.tcb.snd_wnd == 1 << 14


# RFC 9293: SHLD-14.
def test_rounding_does_not_move_the_right_edge_to_the_left_while_the_reader_keeps_up():
    pair, _, _ = opened(replace(SCALED, window_scale=10), replace(SCALED, window_scale=10, receive_buffer=100_001))
    edge = 0
    for size in (1, 999, 1000, 17, 1000, 640):
        pair.do("A", Send(b"x" * size))
        pair.flush()
        pair.do("B", Receive())
        tcb = pair.a.tcb
        assert tcb.snd_una + tcb.snd_wnd >= edge
        edge = tcb.snd_una + tcb.snd_wnd
        assert Reason.WINDOW_SHRUNK not in pair.a.reasons
    assert len(pair.b.read) == 3657


# RFC 9293: SHLD-14.
def test_rounding_cannot_push_the_window_beyond_the_buffer():
    """Rounded up for each of many small segments, the edge would move on and on although nobody reads."""
    pair, _, _ = opened(replace(SCALED, window_scale=7), replace(SCALED, window_scale=7, receive_buffer=1000))
    edge = 0
    for _ in range(200):
        pair.do("A", Send(b"x" * 10))
        pair.flush()
        tcb = pair.a.tcb
        assert tcb.snd_una + tcb.snd_wnd > edge - 128  # by less than a unit of the field (RFC 7323 §2.4)
        edge = tcb.snd_una + tcb.snd_wnd
        assert pair.b.tcb.unread <= 1000 + 127 + 500
    assert pair.a.tcb.unsent
    pair.do("B", Receive())
    pair.flush()
    assert pair.a.tcb.snd_wnd > 0


# ---- timestamps


def test_every_segment_behind_the_syns_carries_both_values():
    pair, syn, answer = opened(STAMPED, replace(STAMPED, timestamps_start=5000))
    assert syn.options["timestamps"] == (1000, 0)
    assert answer.options["timestamps"] == (5050, 1000)
    assert pair.a.tcb.snd_mss == 988
    pair.do("A", Send(b"x" * 100))
    assert pair.wire["A"][0].options["timestamps"] == (1150, 5050)


def test_an_rtt_sample_from_a_repeated_segment_is_right():
    pair, _, _ = opened(STAMPED, STAMPED)
    pair.do("A", Send(b"x" * 100))
    pair.lose("A")
    pair.fire("A")
    pair.now += 30 * MS
    pair.arrive("A")
    pair.now += 40 * MS
    pair.arrive("B")
    judged = [effect for effect in pair.a.step if getattr(effect, "reason", None) is Reason.RTT_BY_TIMESTAMP]
    assert judged[0].numbers["rtt_ns"] == 70 * MS


def test_paws_refuses_what_is_older_than_the_latest():
    pair, _, _ = opened(STAMPED, STAMPED)
    pair.do("A", Send(b"x" * 100))
    old = pair.wire["A"][0]
    pair.flush()
    pair.now += 10 * MS
    pair.do("A", Send(b"y" * 100))
    pair.flush()
    forged = replace(old, seq=pair.b.tcb.rcv_nxt)
    pair.b.do(Arrives(forged, A.host), pair.now)
    assert pair.b.reasons == [Reason.PAWS_REFUSED]
    assert [segment.seq for segment in pair.b.sent] == [301]
    assert pair.b.tcb.rcv_nxt == 301


def test_a_segment_without_the_option_is_dropped_but_a_reset_is_not():
    pair, _, _ = opened(STAMPED, STAMPED)
    assert pair.inject("A", "ACK", 101, 301, data=b"xx") == []
    assert pair.b.reasons == [Reason.TIMESTAMP_MISSING]
    pair.inject("A", "RST", 101)
    assert pair.b.errors == ["connection reset"]


# ---- urgent data


# RFC 9293: MUST-30, MUST-32, MUST-33, MUST-62.
def test_the_urgent_pointer_points_behind_the_urgent_octets():
    pair = established()
    pair.do("A", Send(b"abc"))
    pair.do("A", Send(b"!", urgent=True))
    first, second = pair.wire["A"]
    assert ("URG" in first.flag_names, "URG" in second.flag_names) == (False, True)
    assert second.urgent == 1
    pair.arrive("A")
    pair.arrive("A")
    assert Reason.URGENT_ARRIVED in pair.b.reasons
    pair.flush()
    pair.do("A", Send(b"more"))
    assert "URG" not in pair.wire["A"][0].flag_names


# RFC 9293: MUST-66.
def test_urgent_data_is_announced_at_a_closed_window():
    pair = established(b_config=TcpConfig(receive_buffer=1000))
    pair.do("A", Send(b"x" * 1000))
    pair.flush()
    assert pair.b.tcb.rcv_wnd == 0
    pair.deliver("A", Segment(A.port, B.port, 1101, 301, FLAGS[ACK | URG], 65535, b"!", urgent=1))
    assert Reason.URGENT_ARRIVED in pair.b.reasons
    assert pair.b.tcb.unread == 1000


# RFC 9293: MUST-31.
def test_a_pointer_goes_ahead_of_its_data():
    pair = established(b_config=TcpConfig(receive_buffer=1000))
    pair.do("A", Send(b"x" * 1500, urgent=True))
    assert pair.wire["A"][0].urgent == 1500
    pair.arrive("A")
    assert Reason.URGENT_ARRIVED in pair.b.reasons


# ---- ECN


ECN, PASSIVE = TcpConfig(ecn="on"), TcpConfig(ecn="passive")


@pytest.mark.parametrize(
    ("a", "b", "syn_bits", "answer_bits", "ecn"),
    [
        (ECN, ECN, {"ECE", "CWR"}, {"ECE"}, 2),
        (ECN, PASSIVE, {"ECE", "CWR"}, {"ECE"}, 2),
        (ECN, TcpConfig(), {"ECE", "CWR"}, set(), 0),
        (PASSIVE, PASSIVE, set(), set(), 0),
        (TcpConfig(), ECN, set(), set(), 0),
    ],
)
def test_what_the_syns_agree_on(a, b, syn_bits, answer_bits, ecn):
    pair, syn, answer = opened(a, b)
    assert set(syn.flag_names) - {"SYN"} == syn_bits
    assert set(answer.flag_names) - {"SYN", "ACK"} == answer_bits
    assert (syn.ecn, answer.ecn) == (0, 0)
    pair.do("A", Send(b"x"))
    assert pair.wire["A"][0].ecn == ecn


def marked(segment: Segment) -> Segment:
    return replace(segment, ecn=3)


# RFC 9293: SHLD-8.
def test_a_mark_is_echoed_until_the_sender_confirms_and_halves_cwnd_once():
    pair, _, _ = opened(TcpConfig(ecn="on", congestion="newreno", initial_window=8), ECN)
    pair.do("A", Send(b"x" * 8000))
    pair.wire["A"][1] = marked(pair.wire["A"][1])
    for _ in range(8):
        pair.arrive("A")
    echoes = ["ECE" in segment.flag_names for segment in pair.wire["B"]]
    assert echoes == [False] + [True] * 7
    pair.do("A", Send(b"y" * 8000))
    for _ in range(8):
        pair.arrive("B")
    reactions = [effect for effect in pair.a.effects if getattr(effect, "reason", None) is Reason.CONGESTION_ECHOED]
    assert len(reactions) == 1
    assert pair.a.tcb.cwnd < 8000
    confirmed = [("CWR" in segment.flag_names) for segment in pair.wire["A"]]
    assert confirmed.count(True) == 1
    pair.flush()
    assert not any("ECE" in segment.flag_names for segment in pair.b.sent)


def test_repetitions_are_not_marked_as_capable():
    pair, _, _ = opened(ECN, ECN)
    pair.do("A", Send(b"x"))
    pair.lose("A")
    pair.fire("A")
    assert pair.wire["A"][0].ecn == 0
