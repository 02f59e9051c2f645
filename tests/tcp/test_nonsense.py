"""What a user may ask for by mistake: a value of another type, a buffer of less than nothing, no address."""

import pytest

import tcpanim.tcp
from tcpanim.tcp.config import ChallengeLimit, ConfigError, KeepAlive, TcpConfig
from tcpanim.tcp.endpoint import Endpoint
from tcpanim.tcp.io import Arrives, Transmit
from tcpanim.units import S
from tcpanim.wire.segment import ACK, FLAGS, SYN, Segment
from tests.tcp.pair import B, Close, Exit, Listen, Pair, Receive, Send, SetOption, established, isn

WRONG_TYPES = [
    ("sws", "off"),
    ("sws", 1),
    ("karn", 0),
    ("msl", 1.5),
    ("msl", float(S)),
    ("mss", True),
    ("mss", "x"),
    ("mss", b"1000"),
    ("syn_retries", 2.0),
    ("delayed_ack", False),
    ("beta", 0.5),
    ("nagle", True),
    ("nagle", 0),
    ("user_timeout", [S]),
    ("keepalive", (S, S, 3)),
    ("keepalive", True),
    ("keepalive", KeepAlive(1.5, S, 3)),  # type: ignore[arg-type]
    ("keepalive", KeepAlive(S, True, 3)),
    ("keepalive", KeepAlive(S, S, 0)),
    ("challenge_limit", 10),
    ("challenge_limit", ChallengeLimit("x", S)),  # type: ignore[arg-type]
    ("challenge_limit", ChallengeLimit(1, 0)),
]


# RFC 9293: MUST-40.
def test_an_ack_cannot_wait_half_a_second():
    with pytest.raises(ConfigError, match="delayed_ack must lie between"):
        TcpConfig(delayed_ack=S // 2)


@pytest.mark.parametrize(("name", "value"), WRONG_TYPES)
def test_a_field_of_another_type_is_refused(name, value):
    with pytest.raises(ConfigError) as raised:
        TcpConfig(**{name: value})
    assert raised.value.field == name


@pytest.mark.parametrize(("name", "value"), [*WRONG_TYPES, ("cork", 1), ("cork", "off"), ("nonsense", 1), ([], 1)])
def test_an_option_of_another_type_is_a_signal_and_changes_nothing(name, value):
    pair = established()
    before = pair.a.tcb
    assert pair.do("A", SetOption(name, value)) == []
    assert pair.a.errors == ["option not supported"]
    assert pair.a.tcb == before


@pytest.mark.parametrize("amount", [-1, -(1 << 40)])
def test_a_buffer_of_less_than_nothing_is_a_signal(amount):
    pair = established()
    pair.do("A", Send(b"x" * 10))
    pair.flush()
    pair.do("B", Receive(amount))
    assert pair.b.errors == ["insufficient resources"]
    assert (bytes(pair.b.read), pair.b.tcb.unread) == (b"", 10)
    pair.do("B", Receive(0))
    pair.do("B", Receive())
    assert bytes(pair.b.read) == b"x" * 10


def test_nothing_is_sent_to_nowhere():
    endpoint = Endpoint(TcpConfig(), local=B, remote=None, iss=isn(300))
    endpoint.handle(Listen(), 0)
    effects = endpoint.handle(Arrives(Segment(5000, 80, 100, 0, FLAGS[SYN], 1000)), 0)
    effects += endpoint.handle(Arrives(Segment(5000, 80, 101, 7, FLAGS[ACK], 1000)), 0)
    assert [effect.destination for effect in effects if isinstance(effect, Transmit)] == [None, None]


def test_the_package_gives_all_its_names():
    names: dict[str, object] = {}
    exec("from tcpanim.tcp import *", names)
    assert {"Endpoint", "TcpConfig", "Stack", "TRANSITIONS", "Segment", "Receive"} <= set(names)
    assert set(tcpanim.tcp.__all__) == set(dir(tcpanim.tcp))


# ---- text that came with the SYN, when the user closes before the handshake is over


def syn_with_text(*, fin=False):
    pair = Pair()
    pair.do("B", Listen())
    assert pair.inject("A", "SYN,FIN" if fin else "SYN", 100, data=b"early") == ["SYN,ACK 300/101"]
    pair.wire["B"].clear()
    return pair


def test_it_is_taken_in_after_a_close():
    pair = syn_with_text()
    assert pair.do("B", Close()) == ["FIN,ACK 301/101"]
    assert pair.inject("A", "ACK", 101, 301) == ["ACK 302/106"]
    pair.do("B", Receive())
    assert bytes(pair.b.read) == b"early"
    assert pair.states[1] == "FIN-WAIT-1"
    pair.inject("A", "FIN,ACK", 106, 302)
    assert pair.states[1] == "TIME-WAIT"


def test_its_fin_is_taken_in_after_a_close():
    pair = syn_with_text(fin=True)
    pair.do("B", Close())
    assert pair.inject("A", "ACK", 101, 301) == ["ACK 302/107"]
    assert (pair.states[1], pair.b.eof) == ("CLOSING", True)


def test_after_an_exit_it_draws_a_reset():
    pair = syn_with_text()
    pair.do("B", Exit())
    assert pair.inject("A", "ACK", 101, 301) == ["RST 302/-"]
    assert pair.states[1] == "CLOSED"


def test_a_close_in_syn_received_starts_the_congestion_window_too():
    pair = Pair(TcpConfig(congestion="newreno"))
    pair.do("B", Listen())
    pair.inject("A", "SYN", 100)
    pair.do("B", Close())
    pair.inject("A", "ACK", 101, 301)
    assert pair.b.tcb.cwnd is not None
