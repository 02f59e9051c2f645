"""Proportional rate reduction (RFC 9937): during a recovery, cwnd follows what the peer tells of as arrived."""

from __future__ import annotations

from tcpanim.tcp.phases import LOSS, RECOVERY
from tcpanim.tcp.tcb import Tcb


def count_without_sack(tcb: Tcb, advanced: int, flight: int, duplicate: bool) -> None:
    """Each duplicate ACK tells that one segment has arrived, though not which (RFC 9937 §6.2)."""
    board, mss = tcb.scoreboard, tcb.snd_mss
    if board.phase is LOSS:
        return
    if board.unit:
        advanced, flight = board.delivered, tcb.outstanding + board.delivered
    if advanced:
        board.delivered = max(advanced - board.sacked, mss)
        board.sacked = max(0, board.sacked - max(0, advanced - mss)) if board.phase is RECOVERY else 0
        board.sacked = min(board.sacked, max(0, flight - advanced - board.lost))
    elif duplicate:
        board.delivered = mss
        most = flight - board.lost
        if board.linux:
            most = min(most, flight - board.weight(tcb.queue[0]))
            if board.sacked >= most:
                # More duplicates than there were segments behind the gap: they show reordering, or copies.
                board.dupthresh = max(board.dupthresh, len(tcb.queue))
                board.delivered = 0
        board.sacked = max(board.sacked, min(board.sacked + mss, most))


def reduce_proportionally(tcb: Tcb, *, progress: bool) -> None:
    """RFC 9937 §6.2: the slow start reduction bound only while ACKs make ``progress`` without new losses.

    RFC 6937 had no such condition, and could send into a policer what it had just dropped.
    """
    board, control = tcb.scoreboard, tcb.congestion
    ssthresh = control.ssthresh
    assert ssthresh is not None
    if board.linux and board.delivered <= 0 and board.prr_delivered:
        return
    board.prr_delivered += board.delivered
    in_network = tcb.in_network
    if in_network > ssthresh:
        segments = -(-board.prr_delivered * ssthresh // (board.recover_fs * tcb.snd_mss))  # rounded up
        count = segments * tcb.snd_mss - board.prr_out
    else:
        bound = max(board.prr_delivered - board.prr_out, board.delivered) + (tcb.snd_mss if progress else 0)
        count = min(ssthresh - in_network, bound)
    if not board.prr_out:
        count = max(count, tcb.snd_mss)  # the fast retransmit goes in any case
    control.cwnd = max(in_network + max(count, 0), tcb.snd_mss)
