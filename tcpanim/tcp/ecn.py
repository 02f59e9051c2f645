"""Explicit congestion notification (RFC 3168): routers mark instead of dropping, receivers tell the sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.phases import DISORDER, OPEN
from tcpanim.tcp.reasons import Reason
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, CWR, ECE, SYN, Segment

if TYPE_CHECKING:
    from tcpanim.tcp.tcb import Tcb

ECT = 2
"""ECN-capable transport, ECT(0): bits 10 in the IP header (RFC 3168 §5)."""
CE = 3
"""Congestion experienced: bits 11 (RFC 3168 §5)."""


def bits_of_syn(tcb: Tcb) -> int:
    """What our SYN says: an offer (ECE and CWR), or the consent (ECE) (§6.1.1)."""
    if tcb.irs is None:
        return ECE | CWR if tcb.config.ecn == "on" else 0
    return ECE if tcb.ecn_ok else 0


# RFC 9293: SHLD-8.
def agree(tcb: Tcb, segment: Segment) -> None:
    """The peer's SYN is there; ``passive`` consents and never offers."""
    said = int(segment.flags) & (ECE | CWR)
    if int(segment.flags) & ACK:
        tcb.ecn_ok = tcb.config.ecn == "on" and said == ECE
    else:
        tcb.ecn_ok = tcb.config.ecn != "off" and said == ECE | CWR


def take(tcb: Tcb, segment: Segment) -> None:
    """An acceptable segment: what it says of congestion, in either direction."""
    bits = int(segment.flags)
    if bits & SYN:
        return
    if bits & CWR:
        tcb.ecn_echo = False
    if segment.ecn == CE and segment.data:
        tcb.ecn_echo = True
        tcb.judge(Reason.CONGESTION_MARKED)
    if bits & ECE and (tcb.ecn_recover is None or seq.gt(segment.ack, tcb.ecn_recover)):
        # At most once for a window of data (§6.1.2): until what was sent with CWR is acknowledged.
        tcb.ecn_recover = tcb.snd_nxt
        tcb.ecn_cwr = True
        _slow_down(tcb)


def _slow_down(tcb: Tcb) -> None:
    """As after a loss, though nothing was lost (§6.1.2); a loss in the same window has reduced already."""
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    control = tcb.congestion
    if control.cwnd is not None and tcb.scoreboard.phase in (OPEN, DISORDER):
        control.reduce(flight)
        assert control.ssthresh is not None
        control.cwnd = max(control.ssthresh, tcb.snd_mss)
        tcb.judge(Reason.CONGESTION_ECHOED, flight_bytes=flight, cwnd_bytes=control.cwnd)
    else:
        tcb.judge(Reason.CONGESTION_ECHOED, flight_bytes=flight)
