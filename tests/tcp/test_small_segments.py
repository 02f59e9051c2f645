"""When a segment that is not full may leave, and when its ACK: Nagle, Minshall, cork, quick ACKs (RFC 9293 §3.7.4)."""

from dataclasses import replace

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.reasons import Reason
from tests.tcp.pair import MS, Close, Receive, Send, SetOption, established

NAGLE = TcpConfig(nagle="on")
MINSHALL = TcpConfig(nagle="minshall")


# RFC 9293: SHLD-7.
def test_nagle_sends_the_first_small_segment_and_gathers_the_rest():
    pair = established(NAGLE)
    assert pair.do("A", Send(b"a" * 10)) == ["ACK 101/301 +10"]
    assert pair.do("A", Send(b"b" * 10)) == []
    assert pair.a.reasons == [Reason.NAGLE_WAITS]
    assert pair.do("A", Send(b"c" * 10)) == []
    pair.arrive("A")
    assert pair.arrive("B") == ["ACK 111/301 +20"]
    assert Reason.NAGLE_RELEASED in pair.a.reasons


def test_nagle_lets_a_full_segment_go_and_holds_its_tail():
    pair = established(NAGLE)
    assert pair.do("A", Send(b"x" * 2500)) == ["ACK 101/301 +1000", "ACK 1101/301 +1000"]
    pair.arrive("A")
    assert pair.arrive("B") == []  # a part is still unacknowledged
    pair.arrive("A")
    assert pair.arrive("B") == ["ACK 2101/301 +500"]


def test_minshall_minds_only_other_small_segments():
    pair = established(MINSHALL)
    sent = pair.do("A", Send(b"x" * 1500))
    assert sent == ["ACK 101/301 +1000", "ACK 1101/301 +500"]
    assert pair.do("A", Send(b"y" * 500)) == []
    pair.arrive("A")
    assert pair.arrive("B") == []  # the full one is acknowledged, the small one is not
    pair.arrive("A")
    assert pair.arrive("B") == ["ACK 1601/301 +500"]


def test_a_close_ends_the_waiting_because_nothing_more_can_come():
    pair = established(NAGLE)
    pair.do("A", Send(b"a" * 10))
    pair.do("A", Send(b"b" * 10))
    assert pair.do("A", Close()) == ["FIN,ACK 111/301 +10"]


# RFC 9293: MUST-17.
def test_switching_nagle_off_lets_go_what_was_held():
    pair = established(NAGLE)
    pair.do("A", Send(b"a"))
    pair.do("A", Send(b"b"))
    assert pair.do("A", SetOption("nagle", "off")) == ["ACK 102/301 +1"]


def test_cork_gathers_full_segments_and_lets_go_by_hand_or_after_200_ms():
    pair = established()
    pair.do("A", SetOption("cork", True))
    assert pair.do("A", Send(b"x" * 600)) == []
    assert pair.a.reasons == [Reason.CORK_WAITS]
    assert pair.do("A", Send(b"y" * 600)) == ["ACK 101/301 +1000"]
    assert pair.do("A", SetOption("cork", False)) == ["ACK 1101/301 +200"]
    pair.flush()
    pair.do("A", SetOption("cork", True))
    pair.do("A", Send(b"z"))
    start = pair.now
    assert pair.fire("A") == ["ACK 1301/301 +1"]
    assert pair.now - start == 200 * MS


# ---- quick ACKs


QUICK = TcpConfig(delayed_ack=40 * MS, ack_every=2, quickack_segments=2)


def test_the_first_segments_are_acknowledged_at_once():
    pair = established(QUICK)
    for number in range(2):
        pair.do("A", Send(b"x" * 10))
        assert pair.arrive("A") == [f"ACK 301/{111 + 10 * number}"]
        pair.arrive("B")
    pair.do("A", Send(b"x" * 10))
    assert pair.arrive("A") == []
    assert pair.b.tcb.timers[0] == ("delayed-ack", pair.now + 40 * MS)


def test_an_answer_to_data_ends_the_quick_acks():
    pair = established(replace(QUICK, quickack_segments=16))
    pair.do("A", Send(b"ask"))
    assert pair.arrive("A") == ["ACK 301/104"]
    pair.do("B", Receive())
    pair.do("B", Send(b"answer"))
    pair.flush()
    pair.do("A", Send(b"more"))
    assert pair.arrive("A") == []  # it waits for the next answer
