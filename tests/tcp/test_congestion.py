"""Congestion control and loss recovery: the numbers of the RFCs, and stories told from both ends."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.congestion.cubic import Cubic, cube_root
from tcpanim.tcp.reasons import Reason
from tcpanim.units import MS, S
from tests.tcp.invariants import check_tcb
from tests.tcp.pair import Listen, Open, Pair, Receive, Send, SetOption, established

BIG = 256 * 1024


def config(**knobs):
    knobs.setdefault("congestion", "newreno")
    return TcpConfig(receive_buffer=BIG, **knobs)


def cwnd(pair):
    return pair.a.tcb.cwnd // 1000


def reasons(side):
    return [str(effect.reason) for effect in side.effects if hasattr(effect, "reason")]


def one_round(pair, lost=()):
    """Everything that A has on the wire arrives (but ``lost``, by place), is read, and the ACKs come back."""
    pair.now += 50 * MS
    for index in sorted(lost, reverse=True):
        pair.lose("A", index)
    while pair.wire["A"]:
        pair.arrive("A")
        pair.do("B", Receive())
    pair.now += 50 * MS
    for _ in range(len(pair.wire["B"])):
        pair.arrive("B")


# ---- RFC 5681 §3.1, RFC 6928


@pytest.mark.parametrize(("mss", "segments"), [(536, 4), (1095, 4), (1096, 3), (2190, 3), (2191, 2), (9000, 2)])
def test_the_initial_window_of_rfc_5681(mss, segments):
    assert established(config(mss=mss)).a.tcb.cwnd == segments * mss


def test_the_initial_window_of_rfc_6928():
    pair = established(config(initial_window=10))
    assert len(pair.do("A", Send(bytes(20_000)))) == 10


def test_a_lost_syn_leaves_one_segment():
    pair = Pair(config(initial_window=10))
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.lose("A")
    pair.fire("A")
    pair.arrive("A")
    pair.arrive("B")
    assert pair.a.tcb.cwnd == 1000


# RFC 9293: MUST-19.
def test_slow_start_doubles_per_round_trip():
    pair = established(config(initial_window=1))
    pair.do("A", Send(bytes(60_000)))
    seen = [cwnd(pair)]
    for _ in range(4):
        one_round(pair)
        seen.append(cwnd(pair))
    assert seen == [1, 2, 4, 8, 16]


# RFC 9293: MUST-19.
def test_congestion_avoidance_adds_a_segment_per_round_trip():
    pair = established(config(initial_window=1, initial_ssthresh=4))
    pair.do("A", Send(bytes(60_000)))
    seen = [cwnd(pair)]
    for _ in range(6):
        one_round(pair)
        seen.append(cwnd(pair))
    assert seen == [1, 2, 4, 5, 6, 7, 8]


def test_a_window_that_is_not_used_does_not_grow():
    pair = established(config(initial_window=10))
    for _ in range(5):
        pair.do("A", Send(bytes(1000)))
        one_round(pair)
    assert cwnd(pair) == 10


def test_idleness_takes_the_window_back():
    pair = established(config(initial_window=2, slow_start_after_idle=True))
    pair.do("A", Send(bytes(14_000)))
    for _ in range(3):
        one_round(pair)
    assert cwnd(pair) > 2
    one_round(pair)
    pair.now += 10 * S
    assert len(pair.do("A", Send(bytes(10_000)))) == 2


# ---- fast retransmit


def in_flight(count, **knobs):
    pair = established(config(initial_window=count, **knobs))
    pair.do("A", Send(bytes(40_000)))
    return pair


def test_the_third_duplicate_ack_and_not_the_second():
    pair = in_flight(8)
    pair.now += 100 * MS
    pair.lose("A")
    for _ in range(2):
        pair.arrive("A")
        assert pair.arrive("B") == []
    pair.arrive("A")
    assert pair.arrive("B")[0] == "ACK 101/301 +1000"
    assert (pair.a.tcb.ca_state, pair.a.tcb.ssthresh, pair.a.tcb.cwnd) == ("recovery", 4000, 7000)


def test_tahoe_goes_back_to_one_segment():
    pair = in_flight(8, congestion="tahoe")
    one_round(pair, lost=[0])
    assert (pair.a.tcb.ssthresh, pair.a.tcb.cwnd) == (4000, 1000)
    one_round(pair)
    assert pair.a.tcb.cwnd == 2000


def test_limited_transmit_lets_two_new_segments_out():
    pair = in_flight(8, limited_transmit=True)
    pair.now += 100 * MS
    pair.lose("A")
    sent = []
    for _ in range(2):
        pair.arrive("A")
        sent += pair.arrive("B")
    assert len(sent) == 2
    assert reasons(pair.a).count("limited-transmit") == 2
    pair.arrive("A")
    pair.arrive("B")
    assert pair.a.tcb.ssthresh == 4000  # what limited transmit has sent does not count


def test_a_partial_ack_repairs_the_next_hole_and_the_full_one_ends_recovery():
    pair = in_flight(8)
    one_round(pair, lost=[1, 3])
    one_round(pair)
    assert "partial-ack-retransmission" in reasons(pair.a)
    assert pair.a.tcb.ca_state == "recovery"
    one_round(pair)
    assert pair.a.tcb.ca_state == "open"
    assert reasons(pair.a).count("fast-recovery") == 1


def test_sack_repairs_three_holes_in_one_round_trip():
    pair = in_flight(12, sack=True)
    one_round(pair, lost=[1, 3, 5])
    one_round(pair)
    assert len(pair.b.read) >= 12_000
    assert reasons(pair.a).count("retransmission-timeout") == 0


def test_blocks_start_with_the_one_that_grew_last():
    pair = in_flight(8, sack=True)
    pair.lose("A", 0)
    pair.arrive("A", 0)
    pair.arrive("A", 1)
    pair.arrive("A", 2)
    block = pair.wire["B"][-1].options["sack"]
    assert [(left - 101, right - 101) for left, right in block] == [(5000, 6000), (3000, 4000), (1000, 2000)]


def test_a_duplicate_is_reported():
    pair = in_flight(8, sack=True, dsack=True)
    copy = pair.wire["A"][0]
    pair.arrive("A")
    pair.deliver("A", copy)
    assert pair.wire["B"][-1].options["sack"] == ((101, 1101),)


# ---- timeouts


def test_a_timeout_starts_over_and_repairs_in_order():
    pair = in_flight(8)
    pair.wire["A"].clear()
    pair.fire("A")
    assert (pair.a.tcb.cwnd, pair.a.tcb.ssthresh, pair.a.tcb.ca_state) == (1000, 4000, "loss")
    one_round(pair)
    assert [segment.seq for segment in pair.wire["A"]] == [1101, 2101]
    one_round(pair)
    assert [segment.seq for segment in pair.wire["A"]] == [3101, 4101, 5101, 6101]


def test_ssthresh_is_not_lowered_again_for_the_same_segment():
    pair = in_flight(8)
    pair.wire["A"].clear()
    for _ in range(3):
        pair.fire("A")
        pair.wire["A"].clear()
    assert pair.a.tcb.ssthresh == 4000


def test_a_spurious_timeout_is_taken_back():
    pair = in_flight(6, frto=True)
    late = list(pair.wire["A"])
    pair.wire["A"].clear()
    pair.fire("A")
    pair.wire["A"][:0] = late
    for _ in late:
        pair.arrive("A")
    pair.arrive("B")
    assert [segment.seq for segment in pair.wire["A"]][-2:] == [6101, 7101]
    pair.arrive("B")
    assert str(Reason.SPURIOUS_TIMEOUT) in reasons(pair.a)
    assert pair.a.tcb.cwnd >= 6000
    assert pair.a.tcb.ca_state == "open"


def test_the_tail_is_probed_before_the_timeout():
    pair = established(config(initial_window=8, sack=True, rack=True, tlp=True))
    pair.do("A", Send(bytes(6000)))
    one_round(pair, lost=[4, 5])
    assert pair.fire("A")[0].startswith("ACK 5101/301 +1000")
    assert "tail-loss-probe" in reasons(pair.a)
    pair.wait(300 * MS)
    one_round(pair)
    one_round(pair)
    assert len(pair.b.read) == 6000
    assert "retransmission-timeout" not in reasons(pair.a)


# ---- CUBIC, RFC 9438


@pytest.mark.parametrize("number", [0, 1, 7, 8, 26, 27, 10**27 - 1, 10**27, 10**27 + 1, 3**90])
def test_the_cube_root_is_exact(number):
    root = cube_root(number)
    assert root**3 <= number < (root + 1) ** 3


# RFC 9293: MAY-18.
def test_cubic_is_back_at_the_old_window_after_k():
    control = Cubic()
    control.start(config(congestion="cubic"), 1000, 100_000)
    control.reduce(100_000)
    assert control.ssthresh == 70_000
    control.cwnd = 70_000
    control.avoid(1000, 0, 0)
    # K = cbrt(W_max (1 - β) / C) = cbrt(100 × 0.3 / 0.4) = 4.217 s
    assert control.k == pytest.approx(4.217 * S, rel=1e-3)
    assert control._function(control.k) == 100_000


def test_cubic_remembers_less_when_windows_shrink():
    control = Cubic()
    control.start(config(congestion="cubic"), 1000, 100_000)
    control.reduce(100_000)
    control.cwnd = 70_000
    control.reduce(70_000)
    assert control.w_max == 59_500  # fast convergence: 70 (1 + 0.7) / 2


def test_cubic_keeps_up_with_reno_until_its_function_gives_more():
    control = Cubic()
    control.start(config(congestion="cubic", initial_ssthresh=10), 1000, 10_000)
    assert control.grow(10_000, 0, 100 * MS) is Reason.CUBIC_FRIENDLY
    assert control.cwnd == 11_000  # nothing has been lost yet: one segment per round trip, as Reno (§4.3)
    assert control.grow(11_000, 10 * S, 100 * MS) is Reason.CUBIC_GROWTH
    assert control.cwnd == 16_500  # 10 + 0.4 × 10.1³ is far above: at most half of cwnd more (§4.2)


def test_what_the_handshake_settles_cannot_be_changed():
    pair = established(config())
    pair.do("A", SetOption("congestion", "cubic"))
    assert pair.a.errors == ["option not supported"]


@pytest.mark.parametrize("congestion", ["none", "newreno"])
def test_a_peer_that_takes_its_report_back(congestion):
    """What was reported, and then not acknowledged in its turn, is sent again, and all sums come out (RFC 2018 §8)."""
    pair = established(TcpConfig(mss=100, sack=True, congestion=congestion))
    pair.do("A", Send(b"x" * 300))
    pair.wire["A"].clear()
    pair.inject("B", "ACK", 301, 101, options={"sack": ((201, 301),)})
    assert pair.a.tcb.sacked == 100
    pair.inject("B", "ACK", 301, 201)
    check_tcb(pair.a.endpoint, pair.now)
    assert any(line.startswith("ACK 201/301 +100") for line in pair.fire("A"))
    check_tcb(pair.a.endpoint, pair.now)
    pair.inject("B", "ACK", 301, 401)
    check_tcb(pair.a.endpoint, pair.now)
    assert (pair.a.tcb.flight, pair.a.tcb.retransmitted, pair.a.tcb.lost) == (0, 0, 0)


def test_a_report_of_what_the_ack_would_cover_is_nonsense():
    pair = established(TcpConfig(mss=100, sack=True, congestion="newreno"))
    pair.do("A", Send(b"x" * 300))
    pair.inject("B", "ACK", 301, 101, options={"sack": ((101, 201),)})
    assert pair.a.tcb.sacked == 0
