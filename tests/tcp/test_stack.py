"""A host's TCP: listeners and their replacements, numbers, strays, and using a socket pair again."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.io import Abort, Changed, Close, Listen, Send, Signal, Transmit
from tcpanim.tcp.stack import REMEMBERED, Stack
from tcpanim.units import S
from tcpanim.wire.segment import FLAGS, Address, Segment
from tests.tcp.pair import flags, isn, shown

CLIENT, SERVER = "10.0.0.1", "10.0.0.2"
WEB = Address(SERVER, 80)


class Net:
    """Two hosts; everything sent arrives at once and in order, unless ``held``."""

    def __init__(self, config=None, server_isn=300, **more):
        config = config or TcpConfig()
        self.client = Stack(config, CLIENT, isn(100), **more)
        self.server = Stack(config, SERVER, isn(server_isn, 1000))
        self.now = 0
        self.held = False
        self.log = []
        self.wire = []

    def do(self, stack, method, *arguments):
        """Call a method of a stack; returns its own effects, with all that follows delivered."""
        tagged = getattr(stack, method)(*arguments, self.now)
        self.wire += [(stack, t.effect.segment) for t in tagged if isinstance(t.effect, Transmit)]
        self.log += [(stack.host, t.connection, shown(t.effect.segment)) for t in tagged if type(t.effect) is Transmit]
        while self.wire and not self.held:
            sender, segment = self.wire.pop(0)
            self.do(self.server if sender is self.client else self.client, "arrives", segment, sender.host)
        return tagged

    def inject(self, source, names, number, acknowledgment=0, port=80, from_port=5000):
        segment = Segment(from_port, port, number, acknowledgment, FLAGS[flags(names)], 65535)
        return self.do(self.server, "arrives", segment, source)

    def close_from_client(self, client_number, server_number):
        self.do(self.client, "call", client_number, Close())
        self.do(self.server, "call", server_number, Close())


def states(stack):
    return {number: str(endpoint.state) for number, endpoint in stack.connections.items()}


def errors(tagged):
    return [(t.connection, str(t.effect.error)) for t in tagged if isinstance(t.effect, Signal)]


def connected(**more):
    net = Net(**more)
    net.do(net.server, "listen", 80)
    net.do(net.client, "open", 5000, WEB)
    assert (states(net.client), states(net.server)) == ({1: "ESTABLISHED"}, {1: "ESTABLISHED"})
    return net


# RFC 9293: MUST-42.
def test_a_listener_becomes_the_connection_and_the_port_listens_on():
    net = connected()
    net.do(net.client, "open", 5001, WEB)
    net.do(net.client, "open", 5002, WEB)
    assert states(net.server) == {1: "ESTABLISHED", 2: "ESTABLISHED", 3: "ESTABLISHED"}
    assert (net.server.newest, net.server.isns_used, net.client.isns_used) == (3, 3, 3)
    ports = [endpoint.remote.port for endpoint in net.server.connections.values()]
    assert ports == [5000, 5001, 5002]


# RFC 9293: MUST-43.
def test_segments_find_their_connection():
    net = connected()
    net.do(net.client, "open", 5001, WEB)
    net.do(net.client, "call", 1, Send(b"one"))
    net.do(net.client, "call", 2, Send(b"second"))
    unread = [endpoint.snapshot().unread for endpoint in net.server.connections.values()]
    assert unread == [3, 6]


def test_the_first_number_can_be_chosen_and_isns_are_counted_per_host():
    net = Net(first_connection=7)
    net.do(net.server, "listen", 80)
    net.do(net.client, "open", 5000, WEB)
    net.do(net.client, "open", 5001, WEB)
    assert net.client.newest == 8
    assert [entry[2] for entry in net.log if entry[2].startswith("SYN")] == [
        "SYN 100/-",
        "SYN,ACK 300/101",
        "SYN 200/-",
        "SYN,ACK 1300/201",
    ]


def test_a_new_stack_has_nothing():
    stack = Stack(TcpConfig(), CLIENT, isn(0))
    assert (stack.newest, stack.isns_used, stack.next_deadline(), dict(stack.connections)) == (None, 0, None, {})
    assert stack.fires(0) == ()


# RFC 9293: MUST-41.
def test_listening_twice_and_not_listening():
    net = Net()
    assert errors(net.do(net.server, "unlisten", 80)) == [(None, "connection does not exist")]
    net.do(net.server, "listen", 80)
    assert errors(net.do(net.server, "listen", 80)) == [(1, "connection already exists")]
    net.do(net.server, "unlisten", 80)
    assert states(net.server) == {1: "CLOSED"}
    net.do(net.server, "listen", 80)
    assert states(net.server) == {1: "CLOSED", 2: "LISTEN"}


def test_a_close_of_the_listener_itself_stops_listening():
    net = Net()
    net.do(net.server, "listen", 80)
    net.do(net.server, "call", 1, Close())
    net.do(net.client, "open", 5000, WEB)
    assert states(net.client) == {1: "CLOSED"}


def test_the_listener_goes_on_after_its_connection_has_closed():
    net = connected()
    net.do(net.server, "call", 1, Abort())
    assert states(net.server) == {1: "CLOSED"}
    net.do(net.client, "open", 5001, WEB)
    assert states(net.server) == {1: "CLOSED", 2: "ESTABLISHED"}


def test_unlisten_leaves_connections_alone():
    net = connected()
    assert net.do(net.server, "unlisten", 80) == ()
    assert states(net.server) == {1: "ESTABLISHED"}
    net.do(net.client, "open", 5001, WEB)
    assert states(net.client) == {1: "ESTABLISHED", 2: "CLOSED"}


def test_a_listener_that_is_reset_listens_again_with_its_number():
    """Figure 8 through a stack."""
    net = Net()
    net.held = True
    net.do(net.server, "listen", 80)
    net.inject(CLIENT, "SYN", 90)
    assert states(net.server) == {1: "SYN-RECEIVED"}
    net.inject(CLIENT, "RST", 91)
    assert states(net.server) == {1: "LISTEN"}
    net.inject(CLIENT, "SYN", 100)
    assert net.log[-1] == (SERVER, 1, "SYN,ACK 1300/101")


def test_two_that_are_reset_leave_one_listener():
    net = Net()
    net.held = True
    net.do(net.server, "listen", 80)
    net.inject(CLIENT, "SYN", 90, from_port=1)
    net.inject(CLIENT, "SYN", 90, from_port=2)
    assert states(net.server) == {1: "SYN-RECEIVED", 2: "SYN-RECEIVED"}
    net.inject(CLIENT, "RST", 91, from_port=2)
    assert states(net.server) == {1: "SYN-RECEIVED", 2: "LISTEN"}
    reset = net.inject(CLIENT, "RST", 91, from_port=1)
    assert states(net.server) == {1: "CLOSED", 2: "LISTEN"}
    # Its TCB is deleted on the spot: it does not seem to listen, and no user has called CLOSE.
    changes = [row.effect for row in reset if isinstance(row.effect, Changed)]
    assert [(str(one.before), str(one.after), one.rule) for one in changes] == [
        ("SYN-RECEIVED", "CLOSED", "RFC 9293 §3.10.7.4")
    ]
    net.inject(CLIENT, "SYN", 90, from_port=3)
    assert states(net.server) == {1: "CLOSED", 2: "SYN-RECEIVED"}


def test_a_listener_that_returns_after_unlisten_closes():
    net = Net()
    net.held = True
    net.do(net.server, "listen", 80)
    net.inject(CLIENT, "SYN", 90)
    net.do(net.server, "unlisten", 80)
    net.inject(CLIENT, "RST", 91)
    assert states(net.server) == {1: "CLOSED"}


def test_a_replacement_gets_its_number_only_from_a_syn():
    net = connected()
    net.held = True
    assert net.inject("10.0.0.9", "RST", 1)[0].connection is None
    tagged = net.inject("10.0.0.9", "ACK", 1, 2)
    assert [(t.connection, shown(t.effect.segment)) for t in tagged] == [(None, "RST 2/-")]
    assert states(net.server) == {1: "ESTABLISHED"}
    tagged = net.inject("10.0.0.9", "SYN", 1)
    assert [(t.connection, str(t.effect.after)) for t in tagged if isinstance(t.effect, Changed)] == [
        (2, "SYN-RECEIVED")
    ]


@pytest.mark.parametrize(
    ("names", "answer"), [("SYN", "RST,ACK 0/91"), ("ACK", "RST 7/-"), ("SYN,ACK", "RST 7/-"), ("RST", None)]
)
def test_strays(names, answer):
    net = Net()
    net.held = True
    tagged = net.inject(CLIENT, names, 90, 7)
    assert {t.connection for t in tagged} == {None}
    sent = [t.effect for t in tagged if isinstance(t.effect, Transmit)]
    assert [shown(effect.segment) for effect in sent] == ([answer] if answer else [])
    assert all(effect.destination == CLIENT and effect.segment.dst_port == 5000 for effect in sent)
    assert states(net.server) == {}


def test_calls_on_nothing():
    net = Net()
    assert errors(net.do(net.client, "call", 3, Close())) == [(3, "connection does not exist")]


# ---- the same socket pair again


def test_an_own_open_of_a_pair_in_use_is_refused_in_time_wait_too():
    net = connected()
    assert errors(net.do(net.client, "open", 5000, WEB)) == [(1, "connection already exists")]
    net.close_from_client(1, 1)
    assert states(net.client) == {1: "TIME-WAIT"}
    assert errors(net.do(net.client, "open", 5000, WEB)) == [(1, "connection already exists")]
    net.now = net.client.next_deadline()
    assert net.now == 240 * S
    net.do(net.client, "fires")
    net.do(net.client, "open", 5000, WEB)
    assert states(net.client) == {1: "CLOSED", 2: "ESTABLISHED"}
    assert states(net.server) == {1: "CLOSED", 2: "ESTABLISHED"}


def server_in_time_wait(**more):
    net = connected(**more)
    net.do(net.server, "call", 1, Close())
    net.do(net.client, "call", 1, Close())
    assert states(net.server) == {1: "TIME-WAIT"}
    return net


# RFC 9293: MAY-2.
def test_the_peers_higher_syn_is_accepted_in_time_wait():
    net = server_in_time_wait()
    tagged = net.do(net.client, "open", 5000, WEB)
    assert tagged
    assert states(net.server) == {1: "CLOSED", 2: "ESTABLISHED"}
    assert (SERVER, 2, "SYN,ACK 1300/201") in net.log


@pytest.mark.parametrize(("number", "accepted"), [(103, True), (102, False), (50, False), (2**31 + 50, True)])
def test_only_a_syn_beyond_the_old_connection(number, accepted):
    net = server_in_time_wait()
    net.held = True
    net.inject(CLIENT, "SYN", number)
    assert net.log[-1][2] == (f"SYN,ACK 1300/{number + 1}" if accepted else "ACK 302/102")


def test_not_without_a_listener_nor_with_an_iss_that_is_not_beyond_the_old_numbers():
    net = server_in_time_wait()
    net.do(net.server, "unlisten", 80)
    net.held = True
    net.inject(CLIENT, "SYN", 500)
    assert net.log[-1] == (SERVER, 1, "ACK 302/102")
    net = connected()
    net.do(net.client, "open", 5001, WEB)
    net.server._iss = isn(0, 0)
    net.do(net.server, "call", 1, Close())
    net.do(net.client, "call", 1, Close())
    net.held = True
    net.inject(CLIENT, "SYN", 500)
    assert net.log[-1] == (SERVER, 1, "ACK 302/102")


# RFC 9293: SHLD-4.
@pytest.mark.parametrize(
    ("stamp", "number", "accepted"),
    [(6, 50, True), (5, 103, True), (5, 50, False), (4, 5000, False), (2**31 + 4, 50, True), (2**31 + 6, 5000, False)],
)
def test_a_timestamp_shows_that_a_syn_is_new(stamp, number, accepted):
    """RFC 6191 §2: a later timestamp whatever the number, the same one with a higher number, an earlier one never."""
    net = Net(TcpConfig(timestamps=True, timestamps_start=5))
    net.do(net.server, "listen", 80)
    net.do(net.client, "open", 5000, WEB)
    net.do(net.server, "call", 1, Close())
    net.do(net.client, "call", 1, Close())
    assert states(net.server) == {1: "TIME-WAIT"}
    net.held = True
    segment = Segment(5000, 80, number, 0, FLAGS[flags("SYN")], 65535, options={"timestamps": (stamp, 0)})
    net.do(net.server, "arrives", segment, CLIENT)
    assert net.log[-1][2].startswith("SYN,ACK" if accepted else "ACK")
    assert states(net.server)[1] == ("CLOSED" if accepted else "TIME-WAIT")


# ---- time and memory


def test_timers_of_all_connections():
    net = Net()
    net.held = True
    net.do(net.client, "open", 5000, WEB)
    net.now = S // 2
    net.do(net.client, "open", 5001, WEB)
    assert net.client.next_deadline() == 1 * S
    assert net.client.fires(1 * S - 1) == ()
    assert {t.connection for t in net.client.fires(1 * S)} == {1}
    assert net.client.next_deadline() == 1 * S + S // 2


def test_closed_connections_are_forgotten_in_the_end():
    stack = Stack(TcpConfig(), CLIENT, isn(0))
    for number in range(1, 2 * REMEMBERED):
        stack.open(1000 + number, WEB, 0)
        stack.call(number, Abort(), 0)
    assert len(stack.connections) <= REMEMBERED + 1
    assert stack.newest == 2 * REMEMBERED - 1
    assert errors(stack.call(1, Listen(), 0)) == [(1, "connection does not exist")]
