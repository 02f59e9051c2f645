"""Selective acknowledgment: what the receiver reports (RFC 2018, 2883), and what the sender makes of it (RFC 6675)."""

from __future__ import annotations

from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq
from tcpanim.wire.segment import Segment


def take_in_blocks(tcb: Tcb, segment: Segment) -> tuple[int, bool]:
    """Mark what the segment's blocks say to have arrived; how many bytes are news, and whether a duplicate is reported.

    A block below the ACK, or inside the next block, reports a duplicate (RFC 2883 §4). Blocks outside of what is in
    flight are ignored, and those that begin where the ACK ends: the ACK would have covered them.
    """
    blocks = segment.options.get("sack", ())
    board, queue = tcb.scoreboard, tcb.queue
    before = board.sacked
    reported = False
    board.sacked_first = None
    base = tcb.snd_una
    limit = seq.diff(tcb.snd_nxt, base)
    for index, (left, right) in enumerate(blocks):
        start, end = seq.diff(left, base), seq.diff(right, base)
        if index == 0 and _is_duplicate(segment, blocks):
            tcb.judge(Reason.DUPLICATE_REPORTED, from_seq=left, to_seq=right)
            reported = True
            if board.undo_from is not None and board.undo_again > 0 and seq.gt(right, board.undo_from):
                told = -(-seq.diff(right, left) // tcb.snd_mss)
                board.undo_again = max(board.undo_again - told, 0)
            continue
        if start <= 0 or end <= start or end > limit or seq.ge(segment.ack, left):
            continue
        for entry in reversed(queue):
            place = (entry.seq - base) % seq.MODULUS
            if place < start:
                break
            if not entry.sacked and place + entry.size <= end:
                board.mark_sacked(entry)
                if entry.transmissions == 1 and (board.sacked_first is None or entry.order < board.sacked_first.order):
                    board.sacked_first = entry
    news = board.sacked - before
    if news:
        tcb.judge(Reason.SACK_ARRIVED, news_bytes=news, sacked_bytes=board.sacked)
    return news, reported


def _is_duplicate(segment: Segment, blocks: tuple[tuple[int, int], ...]) -> bool:
    left, right = blocks[0]
    if seq.le(right, segment.ack):
        return True
    return len(blocks) > 1 and seq.ge(left, blocks[1][0]) and seq.le(right, blocks[1][1])


def find_lost(tcb: Tcb) -> None:
    """IsLost (RFC 6675 §4): DupThresh SACKed stretches above, or more than DupThresh - 1 segments' worth of bytes."""
    board = tcb.scoreboard
    if not board.sacked:
        return
    stretches, above, inside = 0, 0, False
    limit, thresh = (tcb.config.dupthresh - 1) * tcb.snd_mss, tcb.config.dupthresh
    for entry in reversed(tcb.queue):
        if entry.sacked:
            above += entry.size
            if not inside:
                inside = True
                stretches += 1
            continue
        inside = False
        if entry.lost:
            break  # and so is everything before it
        if above > limit or stretches >= thresh:
            board.mark_lost(entry)
