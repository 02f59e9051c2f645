"""What is sent again, and when: as far as cwnd allows, in the order of NextSeg (RFC 6675 §4, §5 step C)."""

from __future__ import annotations

from tcpanim.tcp import retransmission
from tcpanim.tcp.io import Timer
from tcpanim.tcp.phases import LOSS, RECOVERY
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq


def repair(tcb: Tcb) -> None:
    """Send again what is lost, as far as cwnd allows (RFC 6675 §5 step C; slow start after a timeout)."""
    board, control = tcb.scoreboard, tcb.congestion
    cwnd = control.cwnd
    if cwnd is None or board.frto:
        return
    if board.unrepaired:
        if board.by_time:
            reason = Reason.RACK_RETRANSMISSION
        else:
            reason = Reason.LOSS_RETRANSMISSION if board.phase is LOSS else Reason.SACK_RETRANSMISSION
        while _repair_more(tcb, cwnd, reason):
            pass


def _repair_more(tcb: Tcb, cwnd: int, reason: Reason) -> bool:
    """Go along the queue; whether it has changed its shape and has to be looked at anew."""
    board, queue = tcb.scoreboard, tcb.queue
    for entry in queue:
        if not entry.lost or entry.again:
            continue
        if cwnd - tcb.in_network < (tcb.snd_mss if board.linux else min(entry.size, tcb.snd_mss)):
            break
        if entry is not queue[0] and seq.diff(entry.end, tcb.snd_una) > tcb.snd_wnd:
            break  # the peer has taken its window back
        segments = len(queue)
        retransmission.resend(tcb, entry, reason)
        if board.linux and entry is queue[0]:
            tcb.arm(Timer.RETRANSMISSION, tcb.now + tcb.rto.rto)  # its own time begins now
        if not board.unrepaired:
            break
        if len(queue) != segments:
            return True
    return False


def rescue(tcb: Tcb) -> None:
    """When cwnd has room and there is nothing else to send: rules (3) and (4) of NextSeg (RFC 6675 §4)."""
    board, cwnd = tcb.scoreboard, tcb.congestion.cwnd
    if cwnd is None or board.phase is not RECOVERY or not tcb.sack_ok or board.unrepaired or board.by_time:
        return
    above = board.sacked
    last = None
    for entry in tcb.queue:
        if cwnd - tcb.in_network < tcb.snd_mss:
            return
        if entry.sacked:
            above -= board.weight(entry)
        elif not entry.lost and not entry.again and above > 0:
            retransmission.resend(tcb, entry, Reason.SACK_RETRANSMISSION)  # (3)
        else:
            last = entry
    if (
        last is not None
        and board.partial_acks
        and not board.rescued
        and not last.again
        and cwnd - tcb.in_network >= tcb.snd_mss
    ):
        board.rescued = True
        retransmission.resend(tcb, last, Reason.RESCUE_RETRANSMISSION)  # (4)
