"""Loss recovery: when a segment counts as lost, and what cwnd becomes then.

RFC 5681 and 6582 (duplicate ACKs), 6675 (SACK), and slow start after a timeout. Beside it stand ``repairs`` (what is
sent again), ``prr``, ``eifel``, ``frto`` and ``rack``. How much a loss costs and how the window grows is the congestion
control's part.
"""

from __future__ import annotations

from tcpanim.tcp import cwnd, eifel, frto, prr, rack, retransmission
from tcpanim.tcp.inflight import InFlight
from tcpanim.tcp.io import Timer
from tcpanim.tcp.phases import CWR, DISORDER, LOSS, OPEN, RECOVERY
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.sack import find_lost
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq

# ---- ACKs


def ack_arrived(
    tcb: Tcb, advanced: int, flight: int, in_network: int, *, duplicate: bool, reported: bool = False
) -> None:
    """After every acceptable ACK.

    ``advanced``: by how much SND.UNA moved; ``flight``, ``in_network``: before it; ``duplicate``: it was counted as a
    duplicate ACK; ``reported``: its first SACK block reports a duplicate.
    """
    board = tcb.scoreboard
    if board.by_time:
        rack.take_in(tcb)
        if reported or board.rack.pending:
            # Linux lets an ACK that reports a duplicate and nothing else wait for the next one that brings news.
            board.rack.pending = board.linux and not board.delivered
            if not board.rack.pending:
                rack.duplicate_reported(tcb)
    if board.stamp is not None:
        if board.phase in (OPEN, DISORDER):
            board.stamp = None if board.phase is OPEN or not board.retransmitted else board.stamp
        elif advanced and tcb.ts_echo and seq.lt(tcb.ts_echo, board.stamp) and eifel.original_arrived(tcb):
            _grow_after_undo(tcb, in_network)
            return
    if board.undo_from is not None and not board.undo_again and board.linux and _taken_back(tcb, advanced):
        _grow_after_undo(tcb, in_network)
        return
    if rack.judge_probe(tcb, advanced, reported=reported):
        _pay_for_tail(tcb)
    if not tcb.sack_ok and tcb.config.prr and tcb.congestion.fast_recovery:
        prr.count_without_sack(tcb, advanced, flight, duplicate)
    if board.phase is RECOVERY:
        _in_recovery(tcb, advanced, duplicate)
    elif board.phase is LOSS:
        _in_loss(tcb, advanced, in_network, duplicate)
    else:
        _in_order(tcb, advanced, in_network, duplicate)


def _taken_back(tcb: Tcb, advanced: int) -> bool:
    """Every repetition has come twice: nothing was lost, and the reduction is taken back (tcp_try_undo_dsack).

    Whether that was all there is to do with this ACK.
    """
    board, control = tcb.scoreboard, tcb.congestion
    recovering = board.phase in (RECOVERY, LOSS)
    if board.phase is LOSS and not advanced:
        return False
    board.undo_from = None
    control.restore(board.saved)
    tcb.judge(Reason.ORIGINAL_ARRIVED, acknowledged_seq=tcb.snd_una, cwnd_bytes=control.cwnd or 0)
    if not recovering:
        return False
    eifel.forget_losses(tcb)
    return True


def _may_be_undone(tcb: Tcb) -> None:
    """A reduction begins: from now on DSACKs may show that it is a mistake (tcp_init_undo)."""
    board = tcb.scoreboard
    board.undo_from = tcb.snd_una
    board.undo_again = board.retransmitted // (board.unit or 1) or -1


def _grow_after_undo(tcb: Tcb, in_network: int) -> None:
    """In Linux the ACK that takes a reduction back opens the window like any other (tcp_cong_control)."""
    board = tcb.scoreboard
    if board.linux and board.phase in (OPEN, DISORDER) and not tcb.ecn_told:
        cwnd.grow(tcb, board.delivered, in_network)


def _pay_for_tail(tcb: Tcb) -> None:
    """A tail loss probe has repaired a loss: cwnd comes down as after a fast retransmit (RFC 8985 §7.4.2)."""
    board, control = tcb.scoreboard, tcb.congestion
    if board.phase not in (OPEN, DISORDER):
        return
    control.reduce(_judged_by(tcb, seq.diff(tcb.snd_nxt, tcb.snd_una)))
    assert control.ssthresh is not None
    control.cwnd = control.ssthresh
    tcb.judge(Reason.TAIL_WAS_LOST, ssthresh_bytes=control.ssthresh, cwnd_bytes=control.cwnd)


def _judged_by(tcb: Tcb, flight: int) -> int:
    """By what a loss is judged: FlightSize (RFC 5681 §3.1 eq. 4), or cwnd."""
    return (tcb.congestion.cwnd or flight) if tcb.scoreboard.linux else flight


def _find_lost(tcb: Tcb) -> None:
    if tcb.scoreboard.by_time:
        if tcb.scoreboard.sacked or tcb.scoreboard.retransmitted:
            rack.find_lost(tcb)
    else:
        find_lost(tcb)


def reordering_timed_out(tcb: Tcb) -> None:
    """What was given a little more time to arrive has not arrived (RFC 8985 §6.2 step 5)."""
    board = tcb.scoreboard
    if tcb.congestion.cwnd is None:
        return
    rack.find_lost(tcb)
    if board.unrepaired and board.phase in (OPEN, DISORDER, CWR):
        _enter_recovery(tcb)
    elif board.phase is RECOVERY and tcb.config.prr:
        board.delivered = 0
        prr.reduce_proportionally(tcb, progress=False)


def may_probe(tcb: Tcb) -> bool:
    """Whether the tail loss probe's time has come: nothing is known to be lost, and the peer's window is open."""
    return tcb.scoreboard.phase in (OPEN, CWR) and len(tcb.queue) > 0 and tcb.snd_wnd > 0


def repeat_as_probe(tcb: Tcb) -> None:
    """The last segment again: its ACK shows what is missing before it (RFC 8985 §7.3)."""
    probe = tcb.scoreboard.rack
    retransmission.resend(tcb, tcb.queue[-1], Reason.TAIL_LOSS_PROBE)
    probe.probe_end = tcb.snd_nxt
    probe.probe_again = True


def _in_order(tcb: Tcb, advanced: int, in_network: int, duplicate: bool) -> None:
    board = tcb.scoreboard
    if board.phase is CWR and not _leaves_cwr(tcb):
        _slow_down(tcb, advanced)
        return
    if advanced:
        board.limited = 0
        if board.recover is not None and seq.gt(tcb.snd_una, board.recover):
            board.recover = None
        board.phase = DISORDER if board.sacked else OPEN
        if board.phase is OPEN:
            tcb.disarm(Timer.REORDER)  # what was waited for has come
        if not (board.linux and tcb.ecn_told):
            cwnd.grow(tcb, board.delivered if board.linux else advanced, in_network)
    elif duplicate:
        board.phase = DISORDER
        if board.linux and board.rack.distance > board.dupthresh * tcb.snd_mss and not tcb.ecn_told:
            # The path is known to reorder: what a SACK block tells of opens the window too (tcp_may_raise_cwnd).
            cwnd.grow(tcb, board.delivered, in_network)
    if board.phase is DISORDER and _loss_found(tcb):
        _enter_recovery(tcb)
    elif tcb.ecn_told and board.linux:
        _enter_cwr(tcb)
        _slow_down(tcb, advanced)


def _enter_cwr(tcb: Tcb) -> None:
    """The peer echoes congestion: the window comes down as in a recovery, though nothing is lost (tcp_enter_cwr)."""
    board, control = tcb.scoreboard, tcb.congestion
    board.undo_from = None
    board.recover_fs = before = control.cwnd or 0
    control.reduce(before)
    board.phase = CWR
    board.recover = tcb.snd_nxt
    board.prr_delivered = board.prr_out = 0
    tcb.ecn_cwr = True
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    tcb.judge(Reason.CONGESTION_ECHOED, flight_bytes=flight, cwnd_bytes=control.ssthresh)


def _slow_down(tcb: Tcb, advanced: int) -> None:
    before = tcb.scoreboard.unrepaired
    if _loss_found(tcb):
        _enter_recovery(tcb)
    else:
        prr.reduce_proportionally(tcb, progress=advanced > 0 and tcb.scoreboard.unrepaired <= before)


def _leaves_cwr(tcb: Tcb) -> bool:
    """Whether something is acknowledged that left after the echo: by then CWR has told the peer of the reduction."""
    board, control = tcb.scoreboard, tcb.congestion
    assert board.recover is not None
    if seq.le(tcb.snd_una, board.recover):
        return False
    control.cwnd = control.ssthresh
    board.phase = DISORDER if board.sacked else OPEN
    board.recover = None
    return True


def _loss_found(tcb: Tcb) -> bool:
    """Whether there is enough evidence: DupThresh duplicate ACKs, or SACK blocks that say as much (RFC 6675 §5)."""
    board = tcb.scoreboard
    enough = tcb.dupacks >= tcb.config.dupthresh
    if board.linux and not tcb.sack_ok:
        return min(tcb.dupacks, len(tcb.queue) - 1) >= board.dupthresh
    if not tcb.sack_ok:
        if enough and board.recover is not None:
            # Duplicate ACKs for what the last recovery has sent again (RFC 6582 §3.2 step 1).
            tcb.judge(Reason.DUPLICATES_OF_OLD_RECOVERY, recover_seq=board.recover, acknowledged_seq=tcb.snd_una)
            return False
        return enough
    if board.by_time:
        _find_lost(tcb)
        return board.unrepaired > 0
    if not enough:
        find_lost(tcb)
    return enough or board.lost > 0


def _enter_recovery(tcb: Tcb) -> None:
    """Fast retransmit: the first segment goes again at once (RFC 5681 §3.2, RFC 6675 §5 step 4)."""
    board, control, config = tcb.scoreboard, tcb.congestion, tcb.config
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    in_network = tcb.in_network
    before = control.cwnd or 0
    reduced = board.phase is CWR  # an echo of congestion has cost already
    if not reduced:
        board.saved = control.save()
        control.reduce(_judged_by(tcb, flight - board.limited))
        _may_be_undone(tcb)
        board.recover = tcb.snd_nxt
        tcb.ecn_cwr = tcb.ecn_ok
    assert control.ssthresh is not None
    board.partial_acks = 0
    board.rescued = False
    board.limited = 0
    head: InFlight | None = tcb.queue[0]
    assert head is not None
    if not control.fast_recovery:
        board.phase = LOSS
        control.cwnd = tcb.snd_mss
        board.all_lost(tcb.queue)
        reason = Reason.TAHOE_LOSS
    else:
        board.phase = RECOVERY
        if board.by_time:
            head = next((entry for entry in tcb.queue if entry.lost and not entry.again), None)
        else:
            board.mark_lost(head)
            if tcb.sack_ok:
                find_lost(tcb)
        if reduced:
            reason = Reason.RATE_REDUCTION
        elif config.prr:
            board.prr_delivered = board.prr_out = 0
            # What was in the network before this ACK: not what had arrived earlier (RFC 9937 §6.1).
            board.recover_fs = before if board.linux else max(in_network + board.delivered, 1)
            control.cwnd = max(control.ssthresh, in_network)
            reason = Reason.RATE_REDUCTION
        elif tcb.sack_ok:
            control.cwnd = control.ssthresh
            reason = Reason.SACK_RECOVERY
        else:
            control.cwnd = control.ssthresh + config.dupthresh * tcb.snd_mss
            reason = Reason.FAST_RECOVERY
    tcb.judge(
        reason,
        duplicates_count=tcb.dupacks,
        flight_bytes=flight,
        ssthresh_bytes=control.ssthresh,
        cwnd_bytes=control.cwnd,
        recover_seq=board.recover,
    )
    if config.prr and control.fast_recovery:
        prr.reduce_proportionally(tcb, progress=False)
    if head is not None and not head.again:
        retransmission.resend(tcb, head, Reason.RACK_RETRANSMISSION if board.by_time else Reason.FAST_RETRANSMISSION)
    tcb.arm(Timer.RETRANSMISSION, tcb.now + tcb.rto.rto)


def _in_recovery(tcb: Tcb, advanced: int, duplicate: bool) -> None:
    board, control, mss = tcb.scoreboard, tcb.congestion, tcb.snd_mss
    assert board.recover is not None
    assert control.cwnd is not None
    if advanced and seq.ge(tcb.snd_una, board.recover) and not _holds_on(tcb):
        _leave_recovery(tcb)
        return
    if _holds_on(tcb):
        board.sacked = 0
        if advanced:
            prr.reduce_proportionally(tcb, progress=True)
        return
    before = board.unrepaired
    if advanced:
        board.partial_acks += 1
        tcb.judge(Reason.PARTIAL_ACK, acknowledged_seq=tcb.snd_una, recover_seq=board.recover)
    if tcb.sack_ok:
        _find_lost(tcb)
        if tcb.config.prr:
            prr.reduce_proportionally(tcb, progress=advanced > 0 and board.unrepaired <= before)
        return
    if advanced:
        head = tcb.queue[0]
        if not head.again:
            board.mark_lost(head)
    if tcb.config.prr:
        prr.reduce_proportionally(tcb, progress=advanced > 0)
        return
    if advanced:
        # RFC 6582 §3.2 step 3: deflate by what was acknowledged, add back one segment.
        control.cwnd = max(control.cwnd - advanced + (mss if advanced >= mss else 0), mss)
        if not tcb.queue[0].again:
            retransmission.resend(tcb, tcb.queue[0], Reason.PARTIAL_ACK_RETRANSMISSION)
    elif duplicate:
        control.cwnd += mss  # RFC 5681 §3.2 step 4: one more has left the network
        tcb.judge(Reason.WINDOW_INFLATED, cwnd_bytes=control.cwnd, duplicates_count=tcb.dupacks)


def _holds_on(tcb: Tcb) -> bool:
    """Without SACK, duplicates of repetitions look like a new loss: stay until more is acknowledged."""
    board = tcb.scoreboard
    return board.linux and not tcb.sack_ok and tcb.snd_una == board.recover


def _leave_recovery(tcb: Tcb) -> None:
    """Everything that was in flight at the start is acknowledged (RFC 6582 §3.2 step 3, full ACK)."""
    board, control, mss = tcb.scoreboard, tcb.congestion, tcb.snd_mss
    assert control.ssthresh is not None
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    if tcb.sack_ok or tcb.config.prr:
        control.cwnd = control.ssthresh
    else:
        control.cwnd = min(control.ssthresh, max(flight, mss) + mss)  # option (1), which prevents a burst
    board.phase = DISORDER if board.sacked and tcb.sack_ok else OPEN
    if tcb.sack_ok or seq.gt(tcb.snd_una, board.recover or 0):
        board.recover = None
    if not tcb.sack_ok:
        board.sacked = 0
    rack.recovery_over(board.rack)
    tcb.disarm(Timer.REORDER)
    tcb.judge(Reason.RECOVERY_ENDED, cwnd_bytes=control.cwnd, ssthresh_bytes=control.ssthresh)
    if board.linux and board.by_time and tcb.queue:
        rack.find_lost(tcb)  # what was sent during the recovery may be overdue too
    if tcb.sack_ok and board.lost:
        _enter_recovery(tcb)  # what was sent during the recovery was lost too: a new event, which costs again


# ---- after a timeout


def timed_out(tcb: Tcb) -> None:
    """The retransmission timer has expired: back to one segment (RFC 5681 §3.1 eq. 4 and LW)."""
    board, control = tcb.scoreboard, tcb.congestion
    if control.cwnd is None:
        return
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    first = tcb.retransmissions == 1  # ssthresh is not lowered again for the same segment
    fresh = board.recover is None or seq.gt(tcb.snd_una, board.recover)
    if board.linux:
        recovering = (
            board.phase in (CWR, RECOVERY, LOSS) and board.recover is not None and seq.gt(board.recover, tcb.snd_una)
        )
        first = not recovering or (board.phase is LOSS and first)
        fresh = board.phase in (OPEN, DISORDER, CWR) or tcb.retransmissions > 1
    if first:
        board.saved = control.save()
        control.reduce(_judged_by(tcb, flight - board.limited), timeout=True)
        _may_be_undone(tcb)
        tcb.ecn_cwr = tcb.ecn_ok
    if not tcb.sack_ok or tcb.queue[0].sacked:
        _forget_sacked(tcb)  # without SACK only an estimate; a SACKed head says that the peer has reneged
    control.cwnd = tcb.snd_mss
    board.phase = LOSS
    board.recover = tcb.snd_nxt
    board.limited = 0
    if board.linux:
        first = True  # F-RTO doubts a repeated timeout too
    board.frto = 1 if tcb.config.frto and first and fresh else 0
    if board.by_time:
        rack.mark_timed_out(tcb)
    else:
        board.all_lost(tcb.queue)
    board.rack.probe_end = None
    tcb.disarm(Timer.TLP)
    tcb.disarm(Timer.REORDER)
    tcb.dupacks = 0
    assert control.ssthresh is not None
    tcb.judge(Reason.WINDOW_COLLAPSED, flight_bytes=flight, ssthresh_bytes=control.ssthresh, cwnd_bytes=control.cwnd)


def _forget_sacked(tcb: Tcb) -> None:
    tcb.scoreboard.sacked = 0
    for entry in tcb.queue:
        entry.sacked = False


def _in_loss(tcb: Tcb, advanced: int, in_network: int, duplicate: bool) -> None:
    """Slow start repairs what the timeout declared lost, unless the timeout turns out to have been a mistake."""
    board = tcb.scoreboard
    assert board.recover is not None
    if board.frto and (advanced or duplicate) and frto.judge_timeout(tcb, advanced):
        _grow_after_undo(tcb, in_network)
        return
    if board.by_time:
        _find_lost(tcb)
    if not advanced:
        return
    cwnd.grow(tcb, board.delivered if board.linux else advanced, in_network)
    if seq.ge(tcb.snd_una, board.recover) and not _holds_on(tcb):
        board.phase = DISORDER if board.sacked else OPEN
        if tcb.sack_ok or seq.gt(tcb.snd_una, board.recover):
            board.recover = None
        tcb.judge(Reason.LOSS_REPAIRED, acknowledged_seq=tcb.snd_una)
