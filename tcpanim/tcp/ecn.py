"""Explicit congestion notification (RFC 3168): routers mark instead of dropping, receivers tell the sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.acking import be_quick
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

SOME = 2
"""So many quick ACKs follow a mark (tcp_ecn_check_ce)."""


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
    if segment.data:
        _take_mark(tcb, segment)
    if bits & ECE and not tcb.scoreboard.linux and (tcb.ecn_recover is None or seq.gt(segment.ack, tcb.ecn_recover)):
        # At most once for a window of data (§6.1.2): until what was sent with CWR is acknowledged.
        tcb.ecn_recover = tcb.snd_nxt
        tcb.ecn_cwr = True
        _slow_down(tcb)


def _take_mark(tcb: Tcb, segment: Segment) -> None:
    """CE is echoed from now on. Linux acknowledges at once what may mean that the peer's window is small."""
    acking = tcb.acking
    if segment.ecn == CE:
        if acking is not None and not tcb.ecn_echo:
            be_quick(tcb, SOME)
        tcb.ecn_echo = True
        tcb.judge(Reason.CONGESTION_MARKED)
    elif acking is not None and not segment.ecn and acking.marked:
        be_quick(tcb, SOME)  # a repetition
    if acking is not None:
        acking.marked = acking.marked or segment.ecn != 0
        acking.at_once = int(segment.flags) & CWR != 0


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
