"""Eifel (RFC 3522, RFC 4015): by its timestamp, an ACK tells that a recovery was for nothing."""

from __future__ import annotations

from tcpanim.tcp import prr
from tcpanim.tcp.io import Timer
from tcpanim.tcp.phases import DISORDER, OPEN, RECOVERY
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq


def original_arrived(tcb: Tcb) -> bool:
    """The ACK answers the original, not the repetition (Eifel, RFC 3522 §3.2): nothing was lost, only late.

    What the recovery cost is given back (RFC 4015 §3), unless more repetitions are under way. Whether that was all.
    """
    board, control = tcb.scoreboard, tcb.congestion
    assert board.recover is not None
    partial = seq.lt(tcb.snd_una, board.recover)
    if board.phase is RECOVERY and partial:
        board.rack.reordered = True
        if board.retransmitted:
            board.partial_acks += 1
            if tcb.config.prr:
                prr.reduce_proportionally(tcb, progress=True)
            return True
    if not tcb.sack_ok and not partial:
        return False
    forget_losses(tcb)
    board.undo_from = None
    control.restore(board.saved)
    tcb.judge(Reason.ORIGINAL_ARRIVED, acknowledged_seq=tcb.snd_una, cwnd_bytes=control.cwnd or 0)
    return True


def forget_losses(tcb: Tcb) -> None:
    """Nothing was lost: the recovery is over."""
    board = tcb.scoreboard
    for entry in tcb.queue:
        if not entry.sacked:
            entry.lost = entry.again = False
    board.lost = board.unrepaired = board.retransmitted = 0
    if not tcb.sack_ok:
        board.sacked = 0
    board.phase = DISORDER if board.sacked else OPEN
    board.recover = board.stamp = None
    board.frto = 0
    tcb.disarm(Timer.REORDER)
