"""Keep-alive, user timeout, orphans, and the limits of retrying (RFC 9293 §3.8.3, §3.8.4, §3.9.1.1; RFC 5961 §7)."""

import pytest

from tcpanim.tcp.config import ChallengeLimit, KeepAlive, TcpConfig
from tcpanim.tcp.io import Judged, Transmit
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.rto import RtoEstimator
from tcpanim.units import S
from tests.tcp.pair import MS, Abort, Close, Exit, Listen, Open, Pair, Send, SetOption, established

KEEP = TcpConfig(keepalive=KeepAlive(10 * S, 2 * S, 3))


# RFC 9293: MUST-27, MAY-5, SHLD-12.
def test_a_keep_alive_probe_asks_with_an_old_number_and_is_answered():
    pair = established(KEEP, b_config=TcpConfig())
    start = pair.now
    assert pair.fire("A") == ["ACK 100/301"]
    assert pair.now - start == 10 * S - 50 * MS  # silence is counted from what was heard last
    assert pair.arrive("A") == ["ACK 301/101"]
    assert pair.arrive("B") == []
    assert pair.a.reasons == [Reason.KEEP_ALIVE_ANSWERED]
    assert pair.a.tcb.timers == (("keep-alive", pair.now + 10 * S),)


# RFC 9293: MUST-29.
def test_a_dead_peer_is_given_up_with_a_reset():
    pair = established(KEEP, b_config=TcpConfig())
    assert [pair.fire("A") for _ in range(3)] == [["ACK 100/301"]] * 3
    assert pair.fire("A") == ["RST 101/-"]
    assert pair.a.errors == ["connection aborted due to user timeout"]
    assert pair.a.states[-1] == "CLOSED"


# RFC 9293: MUST-26.
def test_data_under_way_ask_already():
    pair = established(KEEP, b_config=TcpConfig())
    pair.now += 9900 * MS
    pair.do("A", Send(b"x"))
    assert pair.fire("A") == []
    assert pair.fire("A") == ["ACK 101/301 +1"]


# RFC 9293: MUST-24.
def test_keep_alive_can_be_switched_on_and_off_on_a_connection():
    pair = established()
    pair.do("A", SetOption("keepalive", KeepAlive(S, S, 1)))
    assert pair.a.tcb.timers == (("keep-alive", pair.now + S),)
    pair.do("A", SetOption("keepalive", None))
    assert pair.a.tcb.timers == ()


def test_the_user_timeout_ends_what_r2_would_still_try_and_goes_on_where_r2_would_end():
    for limit in (5 * S, 600 * S):
        pair = established(TcpConfig(user_timeout=limit), b_config=TcpConfig())
        pair.do("A", Send(b"x"))
        start = pair.now
        while str(pair.a.state) != "CLOSED":
            pair.fire("A")
        assert pair.now - start == limit
        assert pair.a.errors == ["connection aborted due to user timeout"]


def test_progress_starts_the_user_timeout_anew():
    pair = established(TcpConfig(user_timeout=5 * S), b_config=TcpConfig())
    pair.do("A", Send(b"x" * 2000))
    pair.now += 4 * S
    pair.arrive("A")
    pair.arrive("B")
    assert ("user-timeout", pair.now + 5 * S) in pair.a.tcb.timers
    pair.arrive("A")
    pair.arrive("B")
    assert pair.a.tcb.timers == ()


def test_a_passive_opener_returns_to_listen_when_the_user_timeout_is_over():
    pair = Pair(TcpConfig(user_timeout=1500 * MS))
    pair.do("B", Listen())
    pair.do("A", Open())
    pair.arrive("A")
    while str(pair.b.state) != "LISTEN":
        pair.fire("B")
    assert (pair.now, pair.b.errors) == (1500 * MS, [])


# ---- orphans


def test_an_orphan_leaves_fin_wait_2_after_its_time():
    pair = established(TcpConfig(fin_wait_2_timeout=60 * S), b_config=TcpConfig())
    pair.do("A", Exit())
    pair.arrive("A")
    pair.arrive("B")
    assert pair.a.tcb.timers == (("fin-wait-2", pair.now + 60 * S),)
    pair.fire("A")
    assert pair.a.states[-1] == "CLOSED"
    pair.do("B", Close())
    assert pair.arrive("B") == ["RST 102/-"]


def test_a_half_closed_connection_that_is_left_becomes_an_orphan():
    pair = established(TcpConfig(fin_wait_2_timeout=60 * S), b_config=TcpConfig())
    pair.do("A", Close())
    pair.arrive("A")
    pair.arrive("B")
    assert pair.a.tcb.timers == ()
    pair.do("A", Exit())
    assert pair.a.tcb.timers == (("fin-wait-2", pair.now + 60 * S),)


def test_an_orphan_tries_less_often():
    pair = established(TcpConfig(orphan_retries=2), b_config=TcpConfig())
    pair.do("A", Exit())
    sent = [pair.fire("A") for _ in range(3)]
    assert sent == [["FIN,ACK 101/301"], ["FIN,ACK 101/301"], []]
    assert pair.a.states[-1] == "CLOSED"


# ---- SYNs, RTO, resets, challenges


def test_the_first_syn_timeouts_are_equal_and_do_not_count():
    pair = Pair(TcpConfig(syn_linear_timeouts=4, syn_retries=3))
    pair.do("A", Open())
    times = []
    while str(pair.a.state) != "CLOSED":
        if pair.fire("A"):
            times.append(pair.now // S)
    assert times == [1, 2, 3, 4, 5, 7, 11]
    assert pair.now == 19 * S


def test_the_floor_can_bound_the_variance_instead():
    config = TcpConfig(rto_min=200 * MS, rto_floor="variance")
    rto = RtoEstimator(config)
    for _ in range(40):
        rto.sample(100 * MS, config)
    assert rto.rto == 300 * MS
    rto.sample(900 * MS, config)
    assert rto.srtt is not None
    assert rto.rttvar is not None
    assert rto.rto == rto.srtt + 4 * rto.rttvar


@pytest.mark.parametrize(("kept", "states"), [(False, "CLOSED"), (True, "TIME-WAIT")])
def test_a_reset_in_time_wait(kept, states):
    pair = established(TcpConfig(rfc1337=kept))
    for name in "AB":
        pair.do(name, Close())
        pair.flush()
    assert pair.states == ("TIME-WAIT", "CLOSED")
    pair.inject("B", "RST", 302)
    assert pair.states[0] == states


def test_challenge_acks_are_limited():
    pair = established(TcpConfig(challenge_limit=ChallengeLimit(2, 5 * S)))
    answers = [pair.inject("B", "SYN", 301) for _ in range(3)]
    assert answers == [["ACK 101/301"], ["ACK 101/301"], []]
    assert pair.a.reasons == [Reason.SYN_CHALLENGED, Reason.CHALLENGE_LIMITED]
    pair.now += 5 * S
    assert pair.inject("B", "RST", 305) == ["ACK 101/301"]


# ---- where Linux differs


def test_an_abort_with_an_ack():
    pair = established(TcpConfig(abort_with_ack=True))
    assert pair.do("A", Abort()) == ["RST,ACK 101/301"]
    pair.arrive("A")
    assert pair.b.errors == ["connection reset"]


def test_an_empty_window_probe_finds_the_window():
    pair = established(TcpConfig(window_probe="empty"), b_config=TcpConfig(receive_buffer=1000))
    pair.do("A", Send(b"x" * 1500))
    pair.arrive("A")
    pair.arrive("B")
    assert pair.fire("A") == ["ACK 1100/301"]
    assert pair.arrive("A") == ["ACK 301/1101"]
    assert pair.arrive("B") == []


def test_an_unacceptable_ack_makes_the_syn_go_again_at_once():
    pair = Pair(TcpConfig(syn_after_bad_ack=True))
    pair.do("A", Open())
    assert pair.inject("B", "ACK", 500, 700) == ["RST 700/-"]
    pair.now = 0
    assert pair.fire("A") == ["SYN 100/-"]
    assert pair.now == 8 * MS


@pytest.mark.parametrize(
    ("arriving", "rules"),
    [
        # The peer's own SYN,ACK once more: the sequence check; a stranger's SYN and a reset: RFC 5961.
        (("SYN,ACK", 300, 101), ["RFC 9293 §3.10.7.4"] * 2),
        (("SYN", 305, None), ["RFC 5961 §4.2"] * 2),
        (("SYN", 90000, None), ["RFC 5961 §4.2"] * 2),
        (("RST", 305, None), ["RFC 5961 §3.2"] * 2),
        (("ACK", 301, 500), ["RFC 9293 §3.10.7.4", "RFC 5961 §5.2"]),
    ],
)
def test_an_ack_that_answers_names_its_rule(arriving, rules):
    pair = established()
    assert pair.inject("B", *arriving) == ["ACK 101/301"]
    assert [effect.reason.rule for effect in pair.a.step if isinstance(effect, Judged | Transmit)] == rules
