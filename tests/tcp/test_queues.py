"""A listener's queues: how many handshakes, how many connections may wait, and SYN cookies (RFC 4987)."""

import pytest

from tcpanim.tcp.io import Judged, Receive, Send, Transmit
from tcpanim.tcp.listener import Backlog, Offer, cookie, mss_of
from tcpanim.tcp.reasons import Reason
from tcpanim.units import S
from tests.tcp.test_stack import WEB, Net, states


def reasons(tagged):
    return [t.effect.reason for t in tagged if isinstance(t.effect, Judged)]


def listening(**backlog):
    net = Net()
    net.do(net.server, "listen", 80)
    net.server.unlisten(80, 0)
    net.server.listen(80, 0, Backlog(**backlog))
    return net


def syns(net, count):
    return [reasons(net.inject(f"10.9.9.{n}", "SYN", 1000 + n)) for n in range(count)]


def test_a_syn_that_finds_the_queue_full_is_dropped():
    net = listening(syn=2)
    told = syns(net, 3)
    assert told[0] == told[1] == [Reason.SYN_QUEUED]
    assert told[2] == [Reason.SYN_QUEUE_FULL]
    assert list(states(net.server).values()).count("SYN-RECEIVED") == 2


def test_room_returns_when_a_handshake_ends():
    net = listening(syn=1)
    net.do(net.client, "open", 5000, WEB)
    assert list(states(net.client).values()) == ["ESTABLISHED"]
    assert syns(net, 2) == [[Reason.SYN_QUEUED], [Reason.SYN_QUEUE_FULL]]
    net.inject("10.9.9.0", "RST", 1001)
    net.do(net.client, "open", 5001, WEB)
    assert list(states(net.client).values()) == ["ESTABLISHED"] * 2


def test_connections_wait_for_accept_in_order():
    net = listening(accept=2)
    for port in (5000, 5001):
        net.do(net.client, "open", port, WEB)
    first = min(number for number, state in states(net.server).items() if state == "ESTABLISHED")
    assert not net.server.is_accepted(first)
    (row,) = net.server.accept(80)
    assert (row.connection, row.effect.reason, row.effect.numbers["queue_count"]) == (first, Reason.ACCEPTED, 1)
    assert net.server.is_accepted(first)


def test_an_accept_that_finds_nothing_takes_the_next():
    net = listening(accept=1)
    assert net.server.accept(80) == ()
    net.do(net.client, "open", 5000, WEB)
    assert all(net.server.is_accepted(number) for number in net.server.connections)
    assert [str(t.effect.error) for t in net.server.accept(81)] == ["connection does not exist"]


@pytest.mark.parametrize(("overflow", "state"), [("drop", "ESTABLISHED"), ("reset", "CLOSED")])
def test_a_handshake_that_completes_into_a_full_queue(overflow, state):
    net = listening(accept=1, overflow=overflow)
    net.held = True
    for port in (5000, 5001):
        net.do(net.client, "open", port, WEB)
    net.held = False
    while net.wire:
        sender, segment = net.wire.pop(0)
        net.do(net.server if sender is net.client else net.client, "arrives", segment, sender.host)
    assert list(states(net.client).values()) == ["ESTABLISHED", state]
    waiting = [s for s in states(net.server).values() if s == "SYN-RECEIVED"]
    assert len(waiting) == (overflow == "drop")


def test_a_syn_is_dropped_while_the_accept_queue_is_full():
    net = listening(accept=1)
    net.do(net.client, "open", 5000, WEB)
    assert syns(net, 1) == [[Reason.ACCEPT_QUEUE_FULL]]
    net.server.accept(80)
    assert syns(net, 1) == [[Reason.SYN_QUEUED]]


# ---- cookies


def test_a_cookie_brings_a_client_in_although_the_queue_is_full():
    net = listening(syn=1, cookies=True)
    syns(net, 3)
    assert list(states(net.server).values()).count("SYN-RECEIVED") == 1
    net.do(net.client, "open", 5000, WEB)
    assert states(net.client) == {1: "ESTABLISHED"}
    number = net.server.newest
    assert str(net.server.connections[number].state) == "ESTABLISHED"
    assert net.server.connections[number].snapshot().snd_mss == 1000
    net.do(net.client, "call", 1, Send(b"hello"))
    tagged = net.do(net.server, "call", number, Receive())
    assert tagged[0].effect.data == b"hello"


def test_a_made_up_acknowledgment_is_no_cookie():
    net = listening(syn=1, cookies=True)
    tagged = net.inject("10.9.9.9", "ACK", 1, 12345)
    assert [t.effect.segment.kind for t in tagged if isinstance(t.effect, Transmit)] == ["RST"]


def test_a_cookie_grows_old():
    offer = Offer("10.0.0.2", 80, "10.0.0.1", 5000, 77)
    number = cookie(offer, 1460, 0)
    assert mss_of(offer, number, 100 * S) == 1460
    assert mss_of(offer, number, 200 * S) is None
    assert mss_of(offer._replace(remote_port=5001), number, 0) is None
