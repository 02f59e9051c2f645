"""F-RTO (RFC 5682): after a timeout, the first two ACKs tell whether it was a mistake."""

from __future__ import annotations

from tcpanim.tcp.phases import DISORDER, OPEN
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq


def judge_timeout(tcb: Tcb, advanced: int) -> bool:
    """F-RTO (RFC 5682 §2.1): whether the first two ACKs after a timeout are for what was never sent again."""
    board, control, mss = tcb.scoreboard, tcb.congestion, tcb.snd_mss
    assert board.recover is not None
    if board.frto == 1 and advanced and seq.lt(tcb.snd_una, board.recover) and tcb.unsent and _room(tcb) >= mss:
        board.frto = 2  # step 2b: two new segments instead of repetitions
        tcb.judge(Reason.FRTO_SENDS_NEW, acknowledged_seq=tcb.snd_una)
        return True
    if board.frto == 2 and advanced:
        board.frto = 0  # step 3b: a segment from before the timeout was acknowledged
        for entry in tcb.queue:
            if not entry.sacked:
                entry.lost = entry.again = False
        board.lost = board.unrepaired = board.retransmitted = 0
        board.phase = DISORDER if board.sacked else OPEN
        board.recover = None
        control.restore(board.saved)
        board.undo_from = None
        tcb.judge(Reason.SPURIOUS_TIMEOUT, cwnd_bytes=control.cwnd or 0)
        return True
    if board.frto == 2:
        control.cwnd = 3 * mss  # step 3a
    board.frto = 0
    tcb.judge(Reason.FRTO_LOSS)
    return False


def _room(tcb: Tcb) -> int:
    return tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una)
