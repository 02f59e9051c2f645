"""Ending a connection: Close, Exit, Abort and resets, told from both ends (RFC 9293 §3.6, §3.10.4, §3.10.5)."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.io import Changed, Deliver, Judged, Readable, Transmit
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import ACTIONS, FIGURE_5, TRANSITIONS, State, Trigger, transition
from tcpanim.units import S
from tests.tcp.pair import Abort, Close, Exit, Listen, Open, Pair, Receive, Send, established


def test_half_close_the_other_direction_goes_on():
    pair = established()
    pair.do("A", Send(b"request"))
    pair.do("A", Close())
    pair.flush()
    assert pair.states == ("FIN-WAIT-2", "CLOSE-WAIT")
    for _ in range(3):
        pair.do("B", Send(b"y" * 1000))
        pair.flush()
    pair.do("A", Receive())
    assert len(pair.a.read) == 3000
    pair.do("B", Close())
    pair.flush()
    assert pair.states == ("TIME-WAIT", "CLOSED")
    assert pair.a.eof
    assert pair.a.errors == pair.b.errors == []


def test_the_server_closes_first():
    pair = established()
    pair.do("B", Close())
    pair.flush()
    assert pair.states == ("CLOSE-WAIT", "FIN-WAIT-2")
    pair.do("A", Close())
    pair.flush()
    assert pair.states == ("CLOSED", "TIME-WAIT")


def test_a_fin_that_arrives_is_a_change_and_a_verdict():
    pair = established()
    pair.do("A", Close())
    pair.arrive("A")
    assert [type(effect) for effect in pair.b.step] == [Judged, Changed, Transmit, Readable]
    assert pair.b.reasons == [Reason.FIN_ARRIVED]


def test_the_fin_rides_on_data_that_waited_for_the_window():
    pair = established(b_config=TcpConfig(receive_buffer=2000))
    pair.do("A", Send(b"x" * 2500))
    assert pair.do("A", Close()) == []
    assert pair.states[0] == "FIN-WAIT-1"
    assert Reason.CLOSE_QUEUED in pair.a.reasons
    pair.arrive("A")
    pair.arrive("A")
    pair.wire["B"].clear()
    pair.do("B", Receive())
    assert pair.arrive("B") == ["FIN,ACK 2101/301 +500"]


def test_in_close_wait_a_close_waits_for_the_data():
    pair = established(TcpConfig(receive_buffer=2000))
    pair.do("B", Close())
    pair.flush()
    pair.do("A", Send(b"x" * 2500))
    assert pair.do("A", Close()) == []
    assert pair.states[0] == "CLOSE-WAIT"
    pair.do("A", Send(b"more"))
    assert pair.a.errors == ["connection closing"]
    pair.do("A", Close())
    assert pair.a.errors == ["connection closing"] * 2
    pair.arrive("A")
    pair.arrive("A")
    pair.wire["B"].clear()
    pair.do("B", Receive())
    assert pair.arrive("B") == ["FIN,ACK 2101/302 +500"]
    assert pair.states[0] == "LAST-ACK"


def test_a_close_in_syn_received_sends_its_fin_at_once():
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    assert pair.do("B", Close()) == ["FIN,ACK 301/101"]
    pair.flush()
    assert pair.states == ("CLOSE-WAIT", "FIN-WAIT-2")


def test_a_close_in_syn_received_waits_for_queued_data():
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    pair.do("B", Send(b"hello"))
    assert pair.do("B", Close()) == []
    assert pair.states[1] == "SYN-RECEIVED"
    pair.do("B", Send(b"more"))
    assert pair.b.errors == ["connection closing"]
    pair.arrive("B")
    assert pair.arrive("A") == ["FIN,ACK 301/101 +5"]
    assert pair.b.states[-2:] == ["ESTABLISHED", "FIN-WAIT-1"]


def test_a_lost_syn_ack_is_repeated_although_the_fin_has_left_already():
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    pair.do("B", Close())
    pair.lose("B")
    assert pair.arrive("B") == []  # a FIN alone means nothing to SYN-SENT
    assert pair.fire("B") == ["SYN,ACK 300/101"]
    pair.flush()
    assert pair.states == ("ESTABLISHED", "FIN-WAIT-1")
    assert pair.fire("B") == ["FIN,ACK 301/101"]
    pair.flush()
    assert pair.states == ("CLOSE-WAIT", "FIN-WAIT-2")


def test_unread_data_can_be_read_after_an_orderly_end():
    pair = established()
    pair.do("A", Send(b"hello"))
    pair.do("A", Close())
    pair.flush()
    pair.do("B", Close())
    pair.flush()
    assert pair.states == ("TIME-WAIT", "CLOSED")
    pair.do("B", Receive())
    assert pair.b.of(Deliver) == [Deliver(b"hello")]
    pair.do("B", Receive())
    assert pair.b.errors == ["connection does not exist"]


# ---- Exit


# RFC 9293: MAY-1.
def test_an_exit_with_nothing_unread_is_a_close():
    pair = established()
    assert pair.do("A", Exit()) == ["FIN,ACK 101/301"]
    pair.flush()
    pair.do("B", Exit())
    pair.flush()
    assert pair.states == ("TIME-WAIT", "CLOSED")


# RFC 9293: SHLD-3.
def test_an_exit_with_unread_data_is_an_abort():
    pair = established()
    pair.do("B", Send(b"unread"))
    pair.arrive("B")
    assert pair.do("A", Exit()) == ["RST 101/-"]
    assert Reason.EXIT_WITH_UNREAD_DATA in pair.a.reasons
    pair.flush()
    assert pair.states == ("CLOSED", "CLOSED")
    assert pair.b.errors == ["connection reset"]
    assert pair.a.errors == []


# RFC 9293: SHLD-3.
@pytest.mark.parametrize("state", ["FIN-WAIT-1", "FIN-WAIT-2"])
def test_data_after_an_exit_is_answered_by_a_reset(state):
    pair = established()
    pair.do("A", Exit())
    if state == "FIN-WAIT-2":
        pair.flush()
    pair.do("B", Send(b"late"))
    assert pair.states[0] == state
    assert pair.arrive("B") == ["RST 102/-"]
    assert pair.a.of(Transmit)[0].reason is Reason.DATA_AFTER_EXIT
    assert pair.states[0] == "CLOSED"
    pair.flush()
    assert pair.states[1] == "CLOSED"
    assert pair.b.errors == ["connection reset"]


def test_after_an_exit_a_repeated_old_segment_does_not_reset():
    pair = established()
    pair.do("B", Send(b"hello"))
    segment = pair.wire["B"][0]
    pair.flush()
    pair.do("A", Receive())
    pair.do("A", Exit())
    assert pair.deliver("B", segment) == ["ACK 102/306"]
    assert pair.states[0] == "FIN-WAIT-1"


def test_an_exit_after_a_close_only_ends_the_reading():
    pair = established()
    pair.do("A", Close())
    pair.flush()
    assert pair.do("A", Exit()) == []
    assert pair.a.errors == []
    pair.do("A", Receive())
    assert pair.a.errors == ["connection closing"]
    pair.do("B", Send(b"late"))
    assert pair.arrive("B") == ["RST 102/-"]


def test_data_that_came_with_the_syn_is_lost_by_an_exit():
    pair = Pair(a_remote=None)
    pair.do("A", Listen())
    pair.inject("B", "SYN", 300, None, b"early")
    pair.do("A", Send(b"queued"))
    pair.do("A", Exit())
    assert pair.inject("B", "ACK", 301, 101) == ["RST 101/-"]
    assert pair.states[0] == "CLOSED"


# ---- Abort


# RFC 9293: MUST-12.
def test_an_abort_throws_away_what_is_queued():
    pair = established(b_config=TcpConfig(receive_buffer=2000))
    pair.do("A", Send(b"x" * 5000))
    pair.flush()
    assert pair.do("A", Abort()) == ["RST 2101/-"]
    assert pair.a.of(Transmit)[0].reason is Reason.ABORTED
    assert pair.a.endpoint.next_deadline() is None


def test_an_abort_with_lost_data_is_found_out_by_a_challenge():
    """The RST lies ahead of what has arrived; the challenge ACK lets the closed side repeat it exactly."""
    pair = established()
    pair.do("A", Send(b"lost"))
    pair.lose("A")
    pair.do("A", Abort())
    assert pair.arrive("A") == ["ACK 301/101"]
    assert Reason.RESET_CHALLENGED in pair.b.reasons
    assert pair.arrive("B") == ["RST 101/-"]
    pair.arrive("A")
    assert pair.states == ("CLOSED", "CLOSED")


# ---- resets


def test_without_rfc_5961_any_reset_in_the_window_ends_the_connection():
    for number, state in ((101, "CLOSED"), (500, "CLOSED"), (100, "ESTABLISHED"), (70_000, "ESTABLISHED")):
        pair = established(TcpConfig(rfc5961=False))
        assert pair.inject("A", "RST", number) == []
        assert pair.states[1] == state


def test_without_rfc_5961_a_syn_in_the_window_ends_the_connection():
    pair = established(TcpConfig(rfc5961=False))
    assert pair.inject("A", "SYN", 500) == ["RST,ACK 0/501"]
    assert pair.states[1] == "CLOSED"
    assert pair.b.errors == ["connection reset"]
    pair = established(TcpConfig(rfc5961=False))
    assert pair.inject("A", "SYN", 70_000) == ["ACK 301/101"]


# RFC 9293: MAY-12.
def test_without_rfc_5961_an_ancient_ack_is_ignored():
    pair = established(TcpConfig(rfc5961=False))
    assert pair.inject("A", "ACK", 101, 301 - 70_000) == []
    assert pair.b.reasons == [Reason.ACK_OLD]
    assert pair.inject("A", "ACK", 101, 302) == ["ACK 301/101"]


# RFC 9293: MUST-66.
def test_a_reset_is_accepted_at_a_closed_window():
    pair = established(b_config=TcpConfig(receive_buffer=1000))
    pair.do("A", Send(b"x" * 1000))
    pair.flush()
    assert pair.inject("A", "RST", 1101) == []
    assert pair.states[1] == "CLOSED"


# RFC 9293: SHLD-2.
def test_a_reset_may_carry_data():
    pair = established()
    assert pair.inject("A", "RST", 101, data=b"the reason why") == []
    assert pair.states[1] == "CLOSED"
    assert pair.b.errors == ["connection reset"]
    assert not pair.b.of(Readable)


# RFC 9293: MUST-12.
def test_a_refused_connection_and_one_that_dies_in_simultaneous_open():
    pair = Pair()
    pair.do("A", Open())
    pair.deliver("A", pair.wire["A"].pop())
    assert pair.arrive("B") == []
    assert pair.states == ("CLOSED", "CLOSED")
    assert pair.a.errors == ["connection reset"]
    pair = Pair()
    pair.do("A", Open())
    pair.inject("B", "SYN", 300)
    pair.inject("B", "RST", 301)
    assert pair.a.errors == ["connection refused"]


def test_a_closed_endpoint_can_be_opened_again_with_its_next_iss():
    pair = established()
    pair.do("A", Abort())
    assert pair.do("A", Open()) == ["SYN 200/-"]
    pair = Pair(a_remote=None)
    pair.do("A", Listen())
    pair.inject("B", "SYN", 300)
    pair.do("A", Abort())
    assert pair.a.endpoint.remote is None
    pair.do("A", Listen())
    assert pair.inject("B", "SYN", 300) == ["SYN,ACK 200/301"]


# ---- the table of transitions


def test_every_state_is_left_and_entered_and_edges_are_unique():
    for state in State:
        assert any(edge.before is state for edge in TRANSITIONS)
        assert any(edge.after is state for edge in TRANSITIONS)
    keys = [(edge.before, edge.trigger, edge.after) for edge in TRANSITIONS]
    assert len(set(keys)) == len(keys)


def test_a_transition_that_is_not_listed_is_our_own_mistake():
    with pytest.raises(AssertionError, match="no transition CLOSED --CLOSE--> LISTEN"):
        transition(State.CLOSED, Trigger.CLOSE, State.LISTEN)


# RFC 9293: MUST-25.
def test_time_passes_in_peace_on_an_idle_connection():
    pair = established()
    pair.wait(86_400 * S)
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    assert pair.wire == {"A": [], "B": []}


def test_a_row_of_the_table_is_before_trigger_after_rule():
    edge = transition(State.SYN_SENT, Trigger.RCV_SYN_ACK, State.ESTABLISHED)
    assert tuple(edge) == (State.SYN_SENT, Trigger.RCV_SYN_ACK, State.ESTABLISHED, "RFC 9293 §3.10.7.3")
    assert ACTIONS[edge] == "snd ACK"
    assert set(TRANSITIONS) > FIGURE_5
    assert set(ACTIONS) < set(TRANSITIONS)
    assert len(FIGURE_5) == 19


def test_a_change_is_before_after_rule():
    match established().b.of(Changed):
        case [Changed(before, after, rule)]:
            assert (before, after, rule) == (State.SYN_RECEIVED, State.ESTABLISHED, "RFC 9293 §3.10.7.4")
        case other:
            raise AssertionError(other)


def test_a_close_before_the_answer_gives_back_what_was_queued():
    """RFC 9293 §3.10.4, SYN-SENT STATE."""
    for queued, told in ((b"request", ["connection closing"]), (b"", [])):
        pair = Pair()
        pair.do("A", Open())
        if queued:
            pair.do("A", Send(queued))
        pair.do("A", Close())
        assert pair.states[0] == "CLOSED"
        assert [str(error) for error in pair.a.errors] == told
