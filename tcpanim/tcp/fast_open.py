"""Fast Open (RFC 7413): data in the SYN, for a client that has shown before that it is where it says it is.

The first connection only fetches a cookie. The next one sends it back together with data, and the server hands them to
its application at once instead of waiting for the handshake's third segment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp import cwnd, retransmission
from tcpanim.tcp.cookies import Kept
from tcpanim.tcp.inflight import InFlight
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.tcp.text import queue_text_of_syn, take_in_text_of_syn
from tcpanim.wire import seq

if TYPE_CHECKING:
    from tcpanim.wire.segment import Segment

SENT, ACCEPTED = "sent", "accepted"
"""What has become of data in a SYN: a client has sent it, a server has taken it."""


OPTION_SPACE = 40
"""The most that options can take in a header; the MSS does not count them (RFC 9293 §3.7.1), and a SYN has many."""

# ---- the client (§4.2.1, §4.2.2)


def prepare(tcb: Tcb) -> bytes:
    """Our SYN is about to leave: the data that it takes along. Without a cookie it asks for one, and takes none."""
    assert tcb.remote is not None
    kept = tcb.cookies.kept.get(tcb.remote.host)
    if kept is None:
        tcb.fast_option = b""
        tcb.judge(Reason.FAST_OPEN_REQUESTED)
        return b""
    tcb.fast_option = kept.cookie
    length = min(tcb.unsent, max(kept.mss - OPTION_SPACE, 0))
    if not length:
        return b""
    tcb.fast = SENT
    return tcb.send_buffer.read(0, length)


def take_answer(tcb: Tcb, segment: Segment) -> bool:
    """The SYN,ACK has arrived: keep a cookie in it, and send again at once what it does not acknowledge.

    Whether anything was sent again.
    """
    cookie = segment.options.get("fast_open")
    if cookie and tcb.remote is not None:
        mss = min(segment.options.get("mss", tcb.default_mss), tcb.config.mss)
        tcb.cookies.kept[tcb.remote.host] = Kept(cookie, mss)
        tcb.judge(Reason.FAST_OPEN_COOKIE_KEPT)
    if tcb.fast is not SENT:
        return False
    tcb.fast = None
    again = False
    for entry in tuple(tcb.queue):
        if entry.length > tcb.snd_mss:
            # It was sent for a larger segment size: cut it anew.
            tcb.queue.remove(entry)
            tcb.snd_nxt = entry.seq
            tcb.snd_sent -= entry.length
        else:
            tcb.scoreboard.mark_lost(entry)
            retransmission.resend(tcb, entry, Reason.FAST_OPEN_SENT_AGAIN)
            again = True
    return again


# ---- the server (§4.1.2, §4.2.2)


def judge_syn(tcb: Tcb, segment: Segment) -> bool:
    """Whether the data of a SYN may be used before the handshake is over; the SYN,ACK will tell a new cookie if not."""
    option = segment.options.get("fast_open")
    if option is None or tcb.remote is None:
        return False
    cookie = tcb.cookies.of(tcb.remote.host)
    if option == cookie:
        if segment.data:
            tcb.judge(Reason.FAST_OPEN_ACCEPTED, text_bytes=len(segment.data))
        return bool(segment.data)
    tcb.fast_option = cookie
    if option:
        tcb.judge(Reason.FAST_OPEN_REFUSED, text_bytes=len(segment.data))
    else:
        tcb.judge(Reason.FAST_OPEN_GRANTED)
    return False


def take_in(tcb: Tcb, segment: Segment) -> None:
    """Hand the data to the application now; the SYN,ACK acknowledges them."""
    tcb.fast = ACCEPTED
    queue_text_of_syn(tcb, segment, waits=False)
    take_in_text_of_syn(tcb)


def may_answer(tcb: Tcb) -> None:
    """The application may send before the handshake is over too: the congestion window starts now."""
    tcb.max_snd_wnd = max(tcb.max_snd_wnd, tcb.snd_wnd)
    cwnd.established(tcb)


def first_data(tcb: Tcb, data: bytes) -> None:
    """``data`` has left in the SYN."""
    entry = InFlight(tcb.snd_nxt, len(data), False, False, tcb.now)
    tcb.scoreboard.sendings += 1
    entry.order = tcb.scoreboard.sendings
    tcb.queue.append(entry)
    tcb.snd_nxt = seq.add(tcb.snd_nxt, len(data))
    tcb.snd_sent += len(data)
