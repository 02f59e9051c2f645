"""Flow control: the window, probing it when it is closed, and the silly window syndrome (RFC 9293 §3.8.6)."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.io import Kind, Transmit
from tcpanim.tcp.reasons import Reason
from tcpanim.units import MS, S
from tests.tcp.pair import Abort, Close, Exit, Receive, Send, SetOption, established

SMALL = TcpConfig(receive_buffer=4000)


def filled(config=SMALL, more=2500, **switches):
    """A has sent until B's window of 4000 closed, and holds ``more`` bytes back; nothing is on the wire."""
    pair = established(TcpConfig(**switches), b_config=config)
    pair.do("A", Send(b"x" * (4000 + more)))
    pair.flush()
    assert pair.a.tcb.snd_wnd == 0
    assert pair.b.tcb.unread == 4000
    return pair


def test_the_right_edge_stays_while_nothing_is_read():
    pair = established(b_config=SMALL)
    pair.do("A", Send(b"x" * 6500))
    assert len(pair.wire["A"]) == 4
    for window in (3000, 2000, 1000, 0):
        pair.arrive("A")
        assert pair.b.sent[0].window == window
        assert pair.b.sent[0].ack + window == 4101


# RFC 9293: MUST-36, SHLD-29, SHLD-30.
def test_a_zero_window_is_probed_with_one_octet_after_one_rto_and_then_ever_less_often():
    pair = filled()
    start, times = pair.now, []
    assert pair.a.tcb.timers == (("persist", start + 1 * S),)
    for _ in range(9):
        assert pair.fire("A") == ["ACK 4101/301 +1"]
        assert pair.a.of(Transmit)[0].kind is Kind.PROBE
        times.append((pair.now - start) // S)
        assert pair.arrive("A") == ["ACK 301/4101"]
        assert pair.b.of(Transmit)[0].reason is Reason.PROBE_ANSWERED
        assert pair.arrive("B") == []
    assert times == [1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert pair.a.tcb.snd_nxt == 4101
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")


def test_the_connection_stays_open_as_long_as_probes_are_answered():
    """MUST-37."""
    pair = filled()
    while pair.now < 3600 * S:
        pair.fire("A")
        pair.flush()
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    pair.do("B", Receive())
    pair.flush()
    assert pair.b.tcb.unread == 2500


def test_probes_that_nobody_answers_end_the_connection():
    pair = filled()
    sent = 0
    while pair.a.endpoint.next_deadline() is not None:
        sent += len(pair.fire("A"))
    assert sent == 7
    assert pair.a.errors == ["connection aborted due to user timeout"]


def test_a_window_update_ends_the_probing_and_the_probes_octet_is_sent_again():
    pair = filled()
    pair.fire("A")
    pair.flush()
    assert pair.do("B", Receive()) == ["ACK 301/4101"]
    assert pair.b.of(Transmit)[0].reason is Reason.WINDOW_UPDATE
    assert pair.arrive("B") == ["ACK 4101/301 +1000", "ACK 5101/301 +1000", "ACK 6101/301 +500"]
    assert [timer for timer, _ in pair.a.tcb.timers] == ["retransmission"]
    pair.flush()
    pair.do("B", Receive())
    assert pair.b.read == b"x" * 6500


def test_a_lost_window_update_is_found_by_the_next_probe():
    pair = filled()
    pair.do("B", Receive())
    pair.lose("B")
    assert pair.fire("A") == ["ACK 4101/301 +1"]
    assert pair.arrive("A") == ["ACK 301/4102"]
    assert pair.arrive("B") == ["ACK 4102/301 +1000", "ACK 5102/301 +1000", "ACK 6102/301 +499"]
    assert Reason.PROBE_ACCEPTED in pair.a.reasons
    pair.flush()
    pair.do("B", Receive())
    assert pair.b.read == b"x" * 6500


@pytest.mark.parametrize("taken", [True, False])
def test_an_abort_while_a_probe_is_unanswered_has_snd_nxt_which_the_octet_may_have_passed(taken):
    pair = filled()
    if taken:
        pair.do("B", Receive())
        pair.lose("B")
    pair.fire("A")
    pair.arrive("A")
    pair.lose("B")
    assert pair.do("A", Abort()) == ["RST 4101/-"]  # RFC 9293 §3.10.5; Linux, whose probe is empty, has no other either
    pair.flush()
    if taken:  # the reset lies before what the peer expects: it learns of the abort when it has something to say
        assert pair.b.errors == []
        pair.do("B", Send(b"?"))
        pair.flush()
    assert pair.b.errors == ["connection reset"]
    assert pair.states == ("CLOSED", "CLOSED")


def test_a_probe_that_is_the_last_octet():
    pair = filled(more=1)
    pair.do("B", Receive())
    pair.lose("B")
    assert pair.fire("A") == ["ACK 4101/301 +1"]
    pair.flush()
    assert (pair.a.tcb.flight, pair.a.tcb.unsent, pair.a.tcb.timers) == (0, 0, ())
    pair.do("B", Receive())
    assert pair.b.read == b"x" * 4001


def test_persist_off_waits_for_ever():
    """What the probe is there for."""
    pair = filled(persist=False)
    pair.do("B", Receive())
    pair.lose("B")
    assert pair.a.endpoint.next_deadline() is None
    assert pair.b.endpoint.next_deadline() is None


@pytest.mark.parametrize("more", [0, 1500])
def test_a_close_at_a_closed_window(more):
    """FIN takes a sequence number, so it needs the window too; alone it is its own probe."""
    pair = filled(more=more)
    assert pair.do("A", Close()) == []
    assert pair.states[0] == "FIN-WAIT-1"
    assert pair.fire("A") == (["ACK 4101/301 +1"] if more else ["FIN,ACK 4101/301"])
    assert pair.arrive("A") == ["ACK 301/4101"]
    pair.arrive("B")
    assert pair.states == ("FIN-WAIT-1", "ESTABLISHED")
    pair.do("B", Receive())
    assert pair.arrive("B")[-1] == ("FIN,ACK 5101/301 +500" if more else "FIN,ACK 4101/301")
    pair.flush()
    assert pair.states == ("FIN-WAIT-2", "CLOSE-WAIT")
    assert pair.a.endpoint.next_deadline() is None


def test_in_close_wait_a_fin_probe_that_is_accepted_closes():
    pair = filled(more=0)
    pair.do("B", Close())
    pair.flush()
    assert pair.do("A", Close()) == []
    assert pair.states == ("CLOSE-WAIT", "FIN-WAIT-2")
    pair.do("B", Receive())
    pair.lose("B")
    assert pair.fire("A") == ["FIN,ACK 4101/302"]
    assert pair.states[0] == "LAST-ACK"
    pair.flush()
    assert pair.states == ("CLOSED", "TIME-WAIT")


def test_a_fin_probe_that_is_accepted_leaves_no_timer():
    pair = filled(more=0)
    pair.do("A", Close())
    pair.do("B", Receive())
    pair.lose("B")
    pair.fire("A")
    pair.flush()
    assert pair.states == ("FIN-WAIT-2", "CLOSE-WAIT")
    assert pair.a.endpoint.next_deadline() is None


# RFC 9293: MAY-8.
def test_both_windows_closed():
    """Each probe carries an ACK that is good although its text is not taken (RFC 9293 §3.10.7.4)."""
    pair = established(SMALL)
    for name in "AB":
        pair.do(name, Send(b"x" * 5000))
    pair.flush()
    assert (pair.a.tcb.snd_wnd, pair.b.tcb.snd_wnd) == (0, 0)
    for _ in range(10):
        pair.fire("A")
        pair.fire("B")
        pair.flush()
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    pair.do("A", Receive())
    pair.flush()
    pair.do("B", Receive())
    pair.flush()
    assert (pair.a.tcb.unread, pair.b.tcb.unread) == (1000, 1000)


# ---- a window that shrinks (the engine never shrinks its own)


# RFC 9293: SHLD-16.
def test_a_shrunk_window_stops_new_data_but_not_the_connection():
    """MUST-34, SHLD-15, SHLD-17."""
    pair = established()
    pair.do("A", Send(b"x" * 2000))
    assert pair.inject("B", "ACK", 301, 101, window=500) == []
    assert Reason.WINDOW_SHRUNK in pair.a.reasons
    assert pair.do("A", Send(b"y" * 100)) == []
    for _ in range(20):
        assert pair.fire("A") == ["ACK 101/301 +1000"]
        pair.inject("B", "ACK", 301, 101, window=500)
    assert pair.states[0] == "ESTABLISHED"
    pair.inject("B", "ACK", 301, 601, window=500)
    assert pair.fire("A") == ["ACK 601/301 +500"]


def test_a_window_shrunk_to_zero_is_probed_and_reopens():
    """MUST-35; the probe's octet is the first outstanding one."""
    pair = established()
    pair.do("A", Send(b"x" * 2000))
    pair.inject("B", "ACK", 301, 101, window=0)
    assert [timer for timer, _ in pair.a.tcb.timers] == ["persist"]
    for _ in range(20):
        assert pair.fire("A") == ["ACK 101/301 +1"]
        pair.inject("B", "ACK", 301, 101, window=0)
    pair.inject("B", "ACK", 301, 101, window=4000)
    assert [timer for timer, _ in pair.a.tcb.timers] == ["retransmission"]
    assert pair.fire("A") == ["ACK 101/301 +1000"]
    pair.inject("B", "ACK", 301, 2101, window=4000)
    assert pair.a.tcb.timers == ()


# RFC 9293: SHLD-14.
def test_our_own_window_is_not_taken_back():
    pair = established(b_config=SMALL)
    pair.do("B", SetOption("receive_buffer", 1000))
    pair.do("A", Send(b"x" * 4000))
    pair.flush()
    assert pair.b.tcb.unread == 4000


# ---- silly windows


# RFC 9293: MUST-39.
def test_a_receiver_that_reads_little_by_little_opens_the_window_by_a_full_segment():
    pair = filled()
    for _ in range(9):
        assert pair.do("B", Receive(100)) == []
        assert Reason.UPDATE_WITHHELD in pair.b.reasons
    assert pair.do("B", Receive(100)) == ["ACK 301/4101"]
    assert pair.b.sent[0].window == 1000


# RFC 9293: MUST-39.
def test_a_small_buffer_opens_by_half_of_it():
    pair = established(b_config=TcpConfig(receive_buffer=600))
    pair.do("A", Send(b"x" * 1000))
    pair.flush()
    assert pair.b.tcb.unread == 600
    assert pair.do("B", Receive(299)) == []
    assert pair.do("B", Receive(1)) == ["ACK 301/701"]
    assert pair.b.sent[0].window == 300


def test_no_update_alone_while_the_window_is_useful():
    pair = established(b_config=SMALL)
    pair.do("A", Send(b"x" * 2000))
    pair.flush()
    assert pair.do("B", Receive()) == []
    assert pair.b.tcb.rcv_wnd == 2000
    pair.do("A", Send(b"x"))
    pair.arrive("A")
    assert pair.b.sent[0].window == 3999


def test_without_sws_avoidance_every_read_opens_the_window():
    pair = filled(TcpConfig(receive_buffer=4000, sws=False))
    assert pair.do("B", Receive(1)) == ["ACK 301/4101"]
    assert pair.b.sent[0].window == 1


# RFC 9293: MUST-38.
def test_a_sender_does_not_fill_a_silly_window_but_for_the_override_timeout():
    pair = filled()
    assert pair.inject("B", "ACK", 301, 4101, window=100) == []
    assert Reason.SENDER_WAITS in pair.a.reasons
    start = pair.now
    assert pair.fire("A") == ["ACK 4101/301 +100"]
    assert 100 * MS <= pair.now - start <= 1 * S
    assert pair.a.of(Transmit)[0].reason is Reason.OVERRIDE_TIMEOUT


def test_a_sender_without_sws_avoidance_fills_it():
    pair = filled(sws=False)
    assert pair.inject("B", "ACK", 301, 4101, window=100) == ["ACK 4101/301 +100"]


@pytest.mark.parametrize(("window", "sent"), [(999, 0), (1000, 1000), (1999, 1000), (2000, 2000)])
def test_a_sender_sends_full_segments_while_the_window_is_less_than_half_of_the_largest(window, sent):
    pair = filled(TcpConfig(receive_buffer=4000))
    pair.inject("B", "ACK", 301, 4101, window=window)
    assert sum(len(segment.data) for segment in pair.a.sent) == sent


def test_half_of_a_small_largest_window_is_enough():
    pair = established(b_config=TcpConfig(receive_buffer=600))
    pair.do("A", Send(b"x" * 2000))
    pair.flush()
    assert pair.inject("B", "ACK", 301, 701, window=299) == []
    assert pair.inject("B", "ACK", 301, 701, window=300) == ["ACK 701/301 +300"]


def test_the_rest_of_the_data_may_go_whatever_its_size():
    pair = filled(more=50)
    assert pair.inject("B", "ACK", 301, 4101, window=60) == ["ACK 4101/301 +50"]


# RFC 9293: MUST-1.
def test_a_larger_buffer_than_the_field_can_say():
    pair = established(b_config=TcpConfig(receive_buffer=131072))
    pair.do("A", Send(b"x" * 100_000))
    pair.flush()
    assert pair.b.tcb.unread == 100_000
    assert 30_072 < pair.b.tcb.rcv_wnd <= 131072 - 100_000


def test_an_exit_with_a_closed_window_resets():
    pair = filled()
    assert pair.do("B", Exit()) == ["RST 301/-"]
    pair.arrive("B")
    assert pair.states == ("CLOSED", "CLOSED")
    assert pair.a.errors == ["connection reset"]
