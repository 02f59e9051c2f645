"""Sending and receiving data: segmentation, acknowledging, reassembly, told from both ends."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.endpoint import Endpoint
from tcpanim.tcp.io import Arrives, Readable, Transmit, Writable
from tcpanim.tcp.reasons import Reason
from tcpanim.units import MS
from tcpanim.wire.segment import ACK, FLAGS, PSH, SYN, Address, Segment
from tests.tcp.pair import Close, Listen, Open, Pair, Receive, Send, SetOption, established

DELAYED = TcpConfig(delayed_ack=200 * MS, ack_every=2)


# RFC 9293: MUST-61, SHLD-28.
def test_a_send_becomes_segments_of_at_most_the_mss_and_the_last_is_pushed():
    pair = established()
    assert pair.do("A", Send(b"x" * 2500)) == ["ACK 101/301 +1000", "ACK 1101/301 +1000", "ACK 2101/301 +500"]
    assert [int(segment.flags) & PSH != 0 for segment in pair.wire["A"]] == [False, False, True]
    pair.flush()
    pair.do("B", Receive())
    assert pair.b.read == b"x" * 2500


# RFC 9293: MAY-16, SHLD-27.
def test_two_sends_that_wait_share_a_segment_and_one_send_takes_three():
    """The stream knows no messages."""
    pair = Pair()
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.do("A", Send(b"a" * 300))
    pair.do("A", Send(b"b" * 300))
    pair.arrive("A")
    assert pair.arrive("B") == ["ACK 101/301", "ACK 101/301 +600"]
    assert pair.do("A", Send(b"c" * 2400)) == ["ACK 701/301 +1000", "ACK 1701/301 +1000", "ACK 2701/301 +400"]


# RFC 9293: MUST-60, MAY-15.
def test_without_push_nothing_is_held_back_but_psh_is_off():
    pair = established()
    assert pair.do("A", Send(b"abc", push=False)) == ["ACK 101/301 +3"]
    assert not int(pair.wire["A"][0].flags) & PSH


# RFC 9293: MUST-15, MUST-16.
@pytest.mark.parametrize(
    ("options", "own", "expected"),
    [({"mss": 400}, 1000, 400), ({"mss": 1460}, 1000, 1000), ({}, 1000, 536), ({}, 300, 300), ({"mss": 0}, 1000, 1)],
)
def test_the_segment_size_is_the_smaller_of_both_and_536_without_the_option(options, own, expected):
    pair = Pair(TcpConfig(mss=own))
    pair.do("A", Open())
    pair.inject("B", "SYN,ACK", 300, 101, options=options)
    assert pair.a.tcb.snd_mss == expected
    assert len(pair.a.sent) == 1
    pair.do("A", Send(b"x" * 2000))
    assert len(pair.a.sent[0].data) == expected


def test_over_ipv6_a_peer_without_the_option_is_taken_to_accept_1220_bytes():
    """MUST-15."""
    local, remote = Address("2001:db8::1", 49152), Address("2001:db8::2", 80)
    endpoint = Endpoint(TcpConfig(mss=1440), local=local, remote=remote, iss=lambda _: 100)
    endpoint.handle(Open(), 0)
    endpoint.handle(Arrives(Segment(80, 49152, 300, 101, FLAGS[SYN | ACK], 65535), remote.host), 0)
    assert endpoint.snapshot().snd_mss == 1220


def test_data_that_the_window_has_no_room_for_says_so():
    pair = established(b_config=TcpConfig(receive_buffer=2000))
    pair.do("A", Send(b"x" * 2000))
    assert Reason.WINDOW_FULL not in pair.a.reasons
    assert pair.do("A", Send(b"y")) == []
    assert pair.a.reasons == [Reason.WINDOW_FULL]


def test_options_change_on_the_living_connection_and_nonsense_is_told():
    pair = established()
    pair.do("B", SetOption("delayed_ack", 40 * MS))
    pair.do("A", Send(b"x"))
    assert pair.arrive("A") == []
    for name, value in (("delayed_ack", 5000 * MS), ("mss", "large"), ("colour", 1), ("sack", True)):
        pair.do("B", SetOption(name, value))
    assert pair.b.errors == ["option not supported"] * 4


# RFC 9293: MUST-14, MUST-65, MAY-3, SHLD-5.
def test_the_mss_option_is_on_syn_and_syn_ack_only():
    pair = Pair(TcpConfig(mss=700))
    pair.do("B", Listen())
    pair.do("A", Open())
    assert dict(pair.wire["A"][0].options) == {"mss": 700}
    pair.arrive("A")
    assert dict(pair.wire["B"][0].options) == {"mss": 700}
    pair.arrive("B")
    assert dict(pair.wire["A"][0].options) == {}


def test_the_ack_leaves_before_the_reader_is_told_and_counts_the_data_as_unread():
    pair = established()
    pair.do("A", Send(b"x" * 1000))
    pair.arrive("A")
    kinds = [type(effect) for effect in pair.b.step]
    assert kinds.index(Transmit) < kinds.index(Readable)
    assert pair.b.of(Readable) == [Readable(1000, eof=False)]
    assert pair.b.sent[0].window == 64535


def test_readable_counts_everything_unread_and_receive_takes_what_is_asked_for():
    pair = established()
    pair.do("A", Send(b"0123456789"))
    pair.do("A", Send(b"abcde"))
    pair.flush()
    assert pair.b.of(Readable) == [Readable(15, eof=False)]
    pair.do("B", Receive(4))
    pair.do("B", Receive(8))
    assert pair.b.read == b"0123456789ab"
    pair.do("B", Receive())
    assert pair.b.read == b"0123456789abcde"
    pair.do("B", Receive())
    assert pair.b.of(Readable) == [Readable(0, eof=False)]


def test_a_full_send_buffer_takes_a_part_and_says_when_there_is_room():
    pair = established(TcpConfig(send_buffer=1500))
    assert pair.do("A", Send(b"x" * 2000)) == ["ACK 101/301 +1000", "ACK 1101/301 +500"]
    assert pair.a.accepted == 1500
    pair.do("A", Send(b"y"))
    assert pair.a.accepted == 0
    pair.arrive("A")
    pair.arrive("B")
    assert pair.a.of(Writable) == [Writable(1000)]
    pair.do("A", Send(b"y" * 10))
    assert pair.a.accepted == 10
    pair.flush()
    assert pair.a.of(Writable) == []


# ---- order


# RFC 9293: MAY-13, SHLD-31.
@pytest.mark.parametrize("base", [0, 2**32 - 101, 2**32 - 1500])
def test_segments_out_of_order_are_kept_and_each_is_answered_at_once(base):
    pair = established(base=base)
    pair.do("A", Send(b"a" * 1000 + b"b" * 1000 + b"c" * 1000))
    assert pair.arrive("A", 2) == ["ACK 301/101"]
    assert pair.b.reasons == [Reason.OUT_OF_ORDER]
    assert pair.arrive("A", 1) == ["ACK 301/101"]
    assert pair.arrive("A", 0) == ["ACK 301/3101"]
    assert Reason.GAP_FILLED in pair.b.reasons
    pair.do("B", Receive())
    assert pair.b.read == b"a" * 1000 + b"b" * 1000 + b"c" * 1000


def test_a_duplicate_is_answered_and_delivered_once():
    pair = established()
    pair.do("A", Send(b"hello"))
    segment = pair.wire["A"][0]
    pair.arrive("A")
    assert pair.deliver("A", segment) == ["ACK 301/106"]
    assert pair.b.reasons == [Reason.SEGMENT_OLD]
    pair.do("B", Receive())
    assert pair.b.read == b"hello"


def test_overlaps_are_trimmed_on_both_sides():
    pair = established()
    assert pair.inject("A", "ACK", 106, 301, b"fghij") == ["ACK 301/101"]
    assert pair.inject("A", "ACK", 103, 301, b"cdefghijkl") == ["ACK 301/101"]
    assert pair.inject("A", "ACK", 108, 301, b"XX") == ["ACK 301/101"]
    assert pair.b.reasons == [Reason.DUPLICATE_TEXT]
    assert pair.inject("A", "ACK", 101, 301, b"abcd") == ["ACK 301/113"]
    assert pair.inject("A", "ACK", 110, 301, b"jklmn") == ["ACK 301/115"]
    assert Reason.OVERLAP_TRIMMED in pair.b.reasons
    pair.do("B", Receive())
    assert pair.b.read == b"abcdefghijklmn"


def test_text_beyond_the_window_is_cut_off_and_the_fin_with_it():
    pair = established(b_config=TcpConfig(receive_buffer=10))
    assert pair.inject("A", "FIN,ACK", 101, 301, b"0123456789abc") == ["ACK 301/111"]
    assert pair.b.sent[0].window == 0
    assert Reason.TRIMMED_TO_WINDOW in pair.b.reasons
    assert pair.states[1] == "ESTABLISHED"


def test_a_fin_ahead_of_its_data_waits_for_it():
    pair = established()
    pair.do("A", Send(b"hello"))
    pair.do("A", Close())
    assert pair.arrive("A", 1) == ["ACK 301/101"]
    assert pair.states == ("FIN-WAIT-1", "ESTABLISHED")
    assert pair.arrive("A", 0) == ["ACK 301/107"]
    assert pair.states == ("FIN-WAIT-1", "CLOSE-WAIT")
    assert pair.b.of(Readable) == [Readable(5, eof=True)]


def test_text_after_the_fin_is_ignored():
    pair = established()
    pair.inject("A", "FIN,ACK", 106, 301)
    assert pair.inject("A", "ACK", 101, 301, b"0123456789") == ["ACK 301/107"]
    assert pair.states[1] == "CLOSE-WAIT"
    assert pair.inject("A", "ACK", 107, 301, b"more") == []
    assert pair.b.reasons[-1] is Reason.TEXT_AFTER_FIN
    pair.do("B", Receive())
    assert pair.b.read == b"01234"


# ---- data with a SYN


def test_data_with_a_syn_waits_until_established():
    pair = Pair(a_remote=None)
    pair.do("A", Listen())
    assert pair.inject("B", "SYN", 300, None, b"early") == ["SYN,ACK 100/301"]
    assert Reason.TEXT_QUEUED_WITH_SYN in pair.a.reasons
    pair.do("A", Receive())
    assert pair.a.of(Readable) == [Readable(0, eof=False)]
    assert pair.inject("B", "ACK", 301, 101) == ["ACK 101/306"]
    pair.do("A", Receive())
    assert pair.a.read == b"early"


def test_a_repeated_syn_with_data_is_answered_by_the_same_syn_ack():
    pair = Pair(a_remote=None)
    pair.do("A", Listen())
    for _ in range(2):
        assert pair.inject("B", "SYN", 300, None, b"early") == ["SYN,ACK 100/301"]
    assert pair.inject("B", "ACK", 301, 101, b"early bird") == ["ACK 101/311"]
    pair.do("A", Receive())
    assert pair.a.read == b"early bird"


# RFC 9293: MUST-58.
def test_data_and_fin_with_a_syn_ack_make_one_ack():
    pair = Pair()
    pair.do("A", Open())
    assert pair.inject("B", "SYN,ACK,FIN", 300, 101, b"early") == ["ACK 101/307"]
    assert pair.a.states == ["SYN-SENT", "ESTABLISHED", "CLOSE-WAIT"]
    assert pair.a.of(Readable) == [Readable(5, eof=True)]


def test_data_in_simultaneous_open_waits_until_established():
    pair = Pair()
    pair.do("A", Open())
    assert pair.inject("B", "SYN", 300, None, b"early") == ["SYN,ACK 100/301"]
    assert pair.inject("B", "SYN,ACK", 300, 101, b"early") == ["ACK 101/306"]
    pair.do("A", Receive())
    assert pair.a.read == b"early"


# ---- delayed ACKs


# RFC 9293: SHLD-19.
def test_a_delayed_ack_waits_for_a_second_segment():
    pair = established(DELAYED)
    pair.do("A", Send(b"x" * 2000))
    assert pair.arrive("A") == []
    assert pair.b.reasons == [Reason.ACK_DELAYED]
    assert pair.arrive("A") == ["ACK 301/2101"]
    assert pair.b.of(Transmit)[0].reason is Reason.SECOND_SEGMENT_ACKNOWLEDGED
    assert pair.b.endpoint.next_deadline() is None


# RFC 9293: SHLD-18.
def test_a_delayed_ack_waits_for_its_timer():
    pair = established(DELAYED)
    pair.do("A", Send(b"x" * 100))
    arrival = pair.now
    assert pair.arrive("A") == []
    assert pair.fire("B") == ["ACK 301/201"]
    assert pair.now - arrival == 200 * MS
    assert pair.b.of(Transmit)[0].reason is Reason.ACK_DELAY_OVER


def test_a_delayed_ack_travels_with_an_answer():
    pair = established(DELAYED)
    pair.do("A", Send(b"x" * 100))
    pair.arrive("A")
    assert pair.do("B", Send(b"y")) == ["ACK 301/201 +1"]
    assert pair.b.tcb.timers[0][0] == "retransmission"
    assert len(pair.b.tcb.timers) == 1


@pytest.mark.parametrize("number", [1101, 101])
def test_out_of_order_and_duplicate_text_are_acknowledged_at_once(number):
    pair = established(DELAYED)
    pair.inject("A", "ACK", 101, 301, b"x" * 10)
    assert pair.inject("A", "ACK", number, 301, b"x" * 10) == ["ACK 301/111"]


# RFC 9293: MUST-59.
def test_text_that_fills_a_gap_is_acknowledged_at_once():
    pair = established(DELAYED)
    pair.inject("A", "ACK", 111, 301, b"x" * 10)
    assert pair.inject("A", "ACK", 101, 301, b"x" * 10) == ["ACK 301/121"]


@pytest.mark.parametrize("data", [b"", b"bye"])
def test_a_delayed_fin_ack_makes_a_three_segment_close(data):
    config = TcpConfig(delayed_ack=40 * MS, delayed_fin_ack=True)
    pair = established(config)
    length = len(data)
    if data:
        pair.inject("A", "FIN,ACK", 101, 301, data)
    else:
        pair.do("A", Close())
        assert pair.arrive("A") == []
    assert pair.states[1] == "CLOSE-WAIT"
    assert pair.do("B", Close()) == [f"FIN,ACK 301/{102 + length}"]
    if not data:
        assert pair.arrive("B") == ["ACK 102/302"]
        pair.arrive("A")
        assert pair.a.states[-2:] == ["FIN-WAIT-1", "TIME-WAIT"]
        assert pair.states == ("TIME-WAIT", "CLOSED")


def test_a_delayed_fin_ack_does_not_wait_longer_than_delayed_ack():
    pair = established(TcpConfig(delayed_ack=40 * MS, delayed_fin_ack=True))
    pair.do("A", Close())
    arrival = pair.now
    pair.arrive("A")
    assert pair.fire("B") == ["ACK 301/102"]
    assert pair.now - arrival == 40 * MS


def test_with_delayed_acks_alone_a_fin_is_acknowledged_at_once():
    pair = established(DELAYED)
    pair.do("A", Close())
    assert pair.arrive("A") == ["ACK 301/102"]


# ---- what a sender hears


def test_old_and_duplicate_acks_change_nothing_but_the_count():
    pair = established()
    pair.do("A", Send(b"x" * 3000))
    pair.inject("B", "ACK", 301, 1101)
    pair.inject("B", "ACK", 301, 101)
    assert pair.a.reasons == [Reason.ACK_OLD]
    for count in (1, 2, 3, 4):
        assert pair.inject("B", "ACK", 301, 1101) == []
        assert pair.a.tcb.dupacks == count
    assert pair.a.tcb.snd_una == 1101
    pair.inject("B", "ACK", 301, 2101)
    assert pair.a.tcb.dupacks == 0


def test_a_part_of_a_segment_can_be_acknowledged():
    pair = established()
    pair.do("A", Send(b"abcdefghij"))
    pair.inject("B", "ACK", 301, 105)
    assert (pair.a.tcb.snd_una, pair.a.tcb.flight) == (105, 6)
    assert pair.fire("A") == ["ACK 105/301 +6"]
    assert pair.a.sent[0].data == b"efghij"


def test_old_segments_do_not_change_the_window():
    """SND.WL1 and SND.WL2 (RFC 9293 §3.10.7.4)."""
    pair = established()
    pair.do("A", Send(b"x" * 2000))
    pair.inject("B", "ACK", 301, 2101, window=5000)
    pair.inject("B", "ACK", 301, 1101, window=100)
    assert pair.a.tcb.snd_wnd == 5000
    pair.inject("B", "ACK", 301, 2101, b"y" * 10, window=6000)
    pair.inject("B", "ACK", 301, 2101, window=200)
    assert pair.a.tcb.snd_wnd == 6000
