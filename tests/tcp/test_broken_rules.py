"""Rules turned off: what then goes wrong is what they are for."""

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.reasons import Reason
from tests.tcp.pair import Listen, Open, Pair, Receive, Send

TWO = TcpConfig(handshake="two")


def two():
    pair = Pair(TWO)
    pair.do("B", Listen())
    pair.do("A", Open())
    return pair


def test_a_handshake_of_two_segments():
    pair = two()
    assert pair.arrive("A") == ["SYN,ACK 300/101"]
    assert pair.states == ("SYN-SENT", "ESTABLISHED")
    assert pair.arrive("B") == []
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    pair.do("A", Send(b"hello"))
    pair.flush()
    pair.do("B", Receive())
    pair.do("B", Send(b"world"))
    pair.flush()
    pair.do("A", Receive())
    assert (bytes(pair.b.read), bytes(pair.a.read)) == (b"hello", b"world")


def test_the_lost_second_segment_is_repeated_when_the_syn_is():
    pair = two()
    pair.arrive("A")
    pair.lose("B")
    assert pair.fire("A") == ["SYN 100/-"]
    assert pair.arrive("A") == ["SYN,ACK 300/101"]
    pair.arrive("B")
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")


def test_an_old_syn_makes_a_connection_that_nobody_wants():
    pair = two()
    assert pair.inject("A", "SYN", 90) == ["SYN,ACK 300/91"]
    assert pair.states == ("SYN-SENT", "ESTABLISHED")
    assert pair.arrive("B") == []
    assert pair.a.reasons == [Reason.NO_THIRD_STEP]
    assert pair.arrive("A") == ["ACK 301/91"]  # the real SYN is taken for an attack
    assert pair.arrive("B") == []
    assert pair.states == ("SYN-SENT", "ESTABLISHED")
