"""Urgent data (RFC 9293 §3.8.5): a pointer into the stream, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State
from tcpanim.wire import seq
from tcpanim.wire.segment import URG, Segment

if TYPE_CHECKING:
    from tcpanim.tcp.tcb import Tcb

_RECEIVING = (State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2)
_FARTHEST = 0xFFFF  # the header field of 16 bits (RFC 9293 §3.1)


# RFC 9293: MUST-30, MUST-62.
def mark(tcb: Tcb) -> None:
    """What has been written so far is urgent: SND.UP points behind its last octet."""
    tcb.snd_up = seq.add(tcb.snd_nxt, tcb.unsent)


# RFC 9293: MUST-31.
def pointer(tcb: Tcb, number: int) -> int:
    """The urgent pointer of a segment with sequence number ``number``; 0: nothing ahead of it is urgent."""
    assert tcb.snd_up is not None
    ahead = seq.diff(tcb.snd_up, number)
    if ahead <= 0 and seq.ge(tcb.snd_una, tcb.snd_up):
        tcb.snd_up = None
    return min(max(ahead, 0), _FARTHEST)


# RFC 9293: MUST-32, MUST-33.
def check_urgent(tcb: Tcb, segment: Segment) -> None:
    """Sixth, check the URG bit: RCV.UP follows the farthest pointer, and the user is told of a new one."""
    if not int(segment.flags) & URG or tcb.state not in _RECEIVING:
        return
    end = seq.add(segment.seq, segment.urgent)
    if (tcb.rcv_up is None or seq.gt(end, tcb.rcv_up)) and seq.gt(end, tcb.rcv_nxt):
        tcb.rcv_up = end
        tcb.judge(Reason.URGENT_ARRIVED, urgent_bytes=seq.diff(end, tcb.rcv_nxt), end_ack=end)
