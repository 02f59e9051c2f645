"""RFC 9293 figures 6 to 13, row by row, from both ends; also with sequence numbers that wrap."""

import pytest

from tests.tcp.pair import A, Close, Listen, Open, Pair, Receive, Send, established

# Added to every sequence number of a figure: as printed, and so that the figure crosses 2**32.
BASES = pytest.mark.parametrize("base", [0, 2**32 - 101, 2**32 - 301, 2**32 - 250])


@BASES
def test_figure_6_basic_handshake(base):
    pair = Pair(base=base)
    pair.do("B", Listen())
    assert pair.states == ("CLOSED", "LISTEN")
    assert pair.do("A", Open()) == ["SYN 100/-"]
    assert pair.states == ("SYN-SENT", "LISTEN")
    assert pair.arrive("A") == ["SYN,ACK 300/101"]
    assert pair.states == ("SYN-SENT", "SYN-RECEIVED")
    assert pair.arrive("B") == ["ACK 101/301"]
    assert pair.states == ("ESTABLISHED", "SYN-RECEIVED")
    assert pair.arrive("A") == []
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    assert pair.do("A", Send(b"hello")) == ["ACK 101/301 +5"]
    assert pair.arrive("A") == ["ACK 301/106"]
    pair.do("B", Receive())
    assert pair.b.read == b"hello"


# RFC 9293: MUST-10.
@BASES
def test_figure_7_simultaneous_open(base):
    """Four segments, and nothing more, although row 6 and 7 lie left of RCV.NXT."""
    pair = Pair(base=base, b_remote=A)
    assert pair.do("A", Open()) == ["SYN 100/-"]
    assert pair.do("B", Open()) == ["SYN 300/-"]
    assert pair.states == ("SYN-SENT", "SYN-SENT")
    assert pair.arrive("B") == ["SYN,ACK 100/301"]
    assert pair.states == ("SYN-RECEIVED", "SYN-SENT")
    assert pair.arrive("A") == ["SYN,ACK 300/101"]
    assert pair.states == ("SYN-RECEIVED", "SYN-RECEIVED")
    assert pair.arrive("B") == []
    assert pair.states == ("ESTABLISHED", "SYN-RECEIVED")
    assert pair.arrive("A") == []
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    assert pair.do("A", Send(b"after")) == ["ACK 101/301 +5"]
    assert pair.arrive("A") == ["ACK 301/106"]


@BASES
@pytest.mark.parametrize(("bits", "number"), [("SYN,ACK", 300), ("ACK", 301)])
def test_figure_7_driven_at_a(base, bits, number):
    pair = Pair(base=base)
    assert pair.do("A", Open()) == ["SYN 100/-"]
    assert pair.inject("B", "SYN", 300) == ["SYN,ACK 100/301"]
    assert pair.inject("B", bits, number, 101) == []
    assert str(pair.a.state) == "ESTABLISHED"


@BASES
def test_figure_7_a_lost_syn_ack_is_made_up_for_by_the_other(base):
    pair = Pair(base=base, b_remote=A)
    pair.do("A", Open())
    pair.do("B", Open())
    pair.arrive("B")
    pair.arrive("A")
    pair.lose("A")
    pair.arrive("B")
    assert pair.states == ("ESTABLISHED", "SYN-RECEIVED")
    assert pair.fire("B") == ["SYN,ACK 300/101"]
    assert pair.arrive("B") == ["ACK 101/301"]
    pair.arrive("A")
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")


# RFC 9293: MUST-11.
@BASES
def test_figure_8_old_duplicate_syn(base):
    pair = Pair(base=base)
    pair.do("B", Listen())
    assert pair.do("A", Open()) == ["SYN 100/-"]
    assert pair.inject("A", "SYN", 90) == ["SYN,ACK 300/91"]
    assert pair.states == ("SYN-SENT", "SYN-RECEIVED")
    assert pair.arrive("B") == ["RST 91/-"]
    assert str(pair.a.state) == "SYN-SENT"
    assert pair.arrive("A", 1) == []
    assert pair.states == ("SYN-SENT", "LISTEN")
    assert pair.arrive("A") == ["SYN,ACK 400/101"]
    assert pair.arrive("B") == ["ACK 101/401"]
    assert pair.states == ("ESTABLISHED", "SYN-RECEIVED")
    assert pair.arrive("A") == []
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    assert pair.a.errors == pair.b.errors == []


def half_open(base: int) -> Pair:
    """B stands at SND.NXT=300, RCV.NXT=100; A has forgotten everything and its next ISS is 400."""
    pair = established(base=base, a_isn=99, b_isn=299)
    assert (pair.b.tcb.snd_nxt, pair.b.tcb.rcv_nxt) == ((300 + base) % 2**32, (100 + base) % 2**32)
    pair.a = Pair(base=base, a_isn=400).a
    return pair


@BASES
def test_figure_9_half_open_found_by_the_reopening_side(base):
    pair = half_open(base)
    assert pair.do("A", Open()) == ["SYN 400/-"]
    assert pair.arrive("A") == ["ACK 300/100"]
    assert pair.states == ("SYN-SENT", "ESTABLISHED")
    assert pair.arrive("B") == ["RST 100/-"]
    assert str(pair.a.state) == "SYN-SENT"
    pair.arrive("A")
    assert pair.states == ("SYN-SENT", "CLOSED")
    assert pair.b.errors == ["connection reset"]
    assert pair.fire("A") == ["SYN 400/-"]


@BASES
def test_figure_9_the_challenge_comes_wherever_the_syn_is(base):
    for number in (100, 101, 99, 65635, 2**31 + 100, 50):
        pair = half_open(base)
        assert pair.inject("A", "SYN", number) == ["ACK 300/100"]
        assert str(pair.b.state) == "ESTABLISHED"


@BASES
def test_figure_10_half_open_found_by_data(base):
    pair = half_open(base)
    assert pair.do("B", Send(b"0123456789")) == ["ACK 300/100 +10"]
    assert pair.arrive("B") == ["RST 100/-"]
    pair.arrive("A")
    assert pair.states == ("CLOSED", "CLOSED")
    assert pair.b.errors == ["connection reset"]


# RFC 9293: MUST-11.
@BASES
def test_figure_11_old_duplicate_syn_and_two_listeners(base):
    pair = Pair(base=base, a_remote=None)
    pair.do("A", Listen())
    pair.do("B", Listen())
    assert pair.inject("A", "SYN", 1000) == ["SYN,ACK 300/1001"]
    assert pair.states == ("LISTEN", "SYN-RECEIVED")
    assert pair.arrive("B") == ["RST 1001/-"]
    assert str(pair.a.state) == "LISTEN"
    assert pair.arrive("A") == []
    assert pair.states == ("LISTEN", "LISTEN")
    assert pair.a.errors == pair.b.errors == []


def before_close(base: int) -> Pair:
    """A stands at SND.NXT=100, RCV.NXT=300."""
    return established(base=base, a_isn=99, b_isn=299)


@BASES
def test_figure_12_normal_close(base):
    pair = before_close(base)
    assert pair.do("A", Close()) == ["FIN,ACK 100/300"]
    assert pair.states == ("FIN-WAIT-1", "ESTABLISHED")
    assert pair.arrive("A") == ["ACK 300/101"]
    assert pair.states == ("FIN-WAIT-1", "CLOSE-WAIT")
    assert pair.arrive("B") == []
    assert pair.states == ("FIN-WAIT-2", "CLOSE-WAIT")
    assert pair.do("B", Close()) == ["FIN,ACK 300/101"]
    assert pair.states == ("FIN-WAIT-2", "LAST-ACK")
    assert pair.arrive("B") == ["ACK 101/301"]
    assert pair.states == ("TIME-WAIT", "LAST-ACK")
    assert pair.arrive("A") == []
    assert pair.states == ("TIME-WAIT", "CLOSED")
    pair.wait(240 * 10**9 - 1)
    assert pair.states == ("TIME-WAIT", "CLOSED")
    pair.wait(1)
    assert pair.states == ("CLOSED", "CLOSED")
    assert pair.a.errors == pair.b.errors == []
    assert pair.a.eof
    assert pair.b.eof


@BASES
def test_figure_13_simultaneous_close(base):
    pair = before_close(base)
    assert pair.do("A", Close()) == ["FIN,ACK 100/300"]
    assert pair.do("B", Close()) == ["FIN,ACK 300/100"]
    assert pair.states == ("FIN-WAIT-1", "FIN-WAIT-1")
    assert pair.arrive("B") == ["ACK 101/301"]
    assert pair.states == ("CLOSING", "FIN-WAIT-1")
    assert pair.arrive("A") == ["ACK 301/101"]
    assert pair.states == ("CLOSING", "CLOSING")
    assert pair.arrive("B") == []
    assert pair.states == ("TIME-WAIT", "CLOSING")
    assert pair.arrive("A") == []
    assert pair.states == ("TIME-WAIT", "TIME-WAIT")
    pair.wait(240 * 10**9)
    assert pair.states == ("CLOSED", "CLOSED")


@BASES
def test_three_segment_close_passes_fin_wait_2_over(base):
    """Figure 5, note 2: FIN and the ACK of ours in one segment."""
    pair = before_close(base)
    pair.do("A", Close())
    assert pair.inject("B", "FIN,ACK", 300, 101) == ["ACK 101/301"]
    assert pair.a.states == ["SYN-SENT", "ESTABLISHED", "FIN-WAIT-1", "TIME-WAIT"]
