"""Loss recovery: when a segment counts as lost, what cwnd becomes, and what is sent again.

RFC 5681 and 6582 (duplicate ACKs), 6675 (SACK), 6937 (proportional rate reduction), 5682 (F-RTO), and slow start after
a timeout. How much a loss costs and how the window grows is the congestion control's part.
"""

from __future__ import annotations

from tcpanim.tcp import rack, retransmission
from tcpanim.tcp.io import Timer
from tcpanim.tcp.phases import DISORDER, LOSS, OPEN, RECOVERY
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.sack import find_lost
from tcpanim.tcp.tcb import InFlight, Tcb
from tcpanim.wire import seq


def established(tcb: Tcb) -> None:
    """The segment size is known: the initial window (RFC 5681 §3.1, RFC 6928 §2)."""
    control, mss, board = tcb.congestion, tcb.snd_mss, tcb.scoreboard
    if not control.limits:
        return
    board.linux = tcb.config.recovery == "linux"
    board.dupthresh = tcb.config.dupthresh
    board.unit = mss if board.linux else 0
    if board.syn_again > board.linux:
        segments = 1  # both RFCs: after the loss of a SYN or SYN,ACK
    elif tcb.config.initial_window is not None:
        segments = tcb.config.initial_window
    else:
        segments = 2 if mss > 2190 else 3 if mss > 1095 else 4
    control.start(tcb.config, mss, segments * mss)
    board.by_time = tcb.sack_ok and tcb.config.rack
    tcb.judge(Reason.INITIAL_WINDOW, cwnd_bytes=segments * mss)


def restart_after_idleness(tcb: Tcb) -> None:
    """Nothing has been sent for longer than an RTO: the old window says nothing about the path (RFC 5681 §4.1)."""
    board, control = tcb.scoreboard, tcb.congestion
    if board.last_sent is None or control.cwnd is None or tcb.now - board.last_sent <= tcb.rto.rto:
        return
    config, mss = tcb.config, tcb.snd_mss
    initial = config.initial_window
    window = mss * (initial if initial is not None else 2 if mss > 2190 else 3 if mss > 1095 else 4)
    if control.cwnd > window:
        tcb.judge(Reason.IDLE_RESTART, before_bytes=control.cwnd, cwnd_bytes=window)
        control.cwnd = window


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
        elif advanced and tcb.ts_echo and seq.lt(tcb.ts_echo, board.stamp) and _original_arrived(tcb):
            return
    if rack.judge_probe(tcb, advanced, reported=reported):
        _pay_for_tail(tcb)
    if not tcb.sack_ok and tcb.config.prr and tcb.congestion.fast_recovery:
        _count_without_sack(tcb, advanced, flight, duplicate)
    if board.phase is RECOVERY:
        _in_recovery(tcb, advanced, duplicate)
    elif board.phase is LOSS:
        _in_loss(tcb, advanced, in_network, duplicate)
    else:
        _in_order(tcb, advanced, in_network, duplicate)


def _original_arrived(tcb: Tcb) -> bool:
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
                _reduce_proportionally(tcb, progress=True)
            return True
    if not tcb.sack_ok and not partial:
        return False
    for entry in tcb.queue:
        if not entry.sacked:
            entry.lost = entry.again = False
    board.lost = board.unrepaired = board.retransmitted = 0
    if not tcb.sack_ok:
        board.sacked = 0
    board.phase = DISORDER if board.sacked else OPEN
    board.recover = board.stamp = None
    board.frto = 0
    control.restore(board.saved)
    tcb.disarm(Timer.REORDER)
    tcb.judge(Reason.ORIGINAL_ARRIVED, acknowledged_seq=tcb.snd_una, cwnd_bytes=control.cwnd or 0)
    return True


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
    """What was given a little more time to arrive has not arrived (RFC 8985 §6.2.5)."""
    board = tcb.scoreboard
    if tcb.congestion.cwnd is None:
        return
    rack.find_lost(tcb)
    if board.unrepaired and board.phase in (OPEN, DISORDER):
        _enter_recovery(tcb)
    elif board.phase is RECOVERY and tcb.config.prr:
        board.delivered = 0
        _reduce_proportionally(tcb, progress=False)


def may_probe(tcb: Tcb) -> bool:
    """Whether the tail loss probe's time has come: nothing is known to be lost, and the peer's window is open."""
    return tcb.scoreboard.phase is OPEN and len(tcb.queue) > 0 and tcb.snd_wnd > 0


def repeat_as_probe(tcb: Tcb) -> None:
    """The last segment again: its ACK shows what is missing before it (RFC 8985 §7.3)."""
    probe = tcb.scoreboard.rack
    retransmission.resend(tcb, tcb.queue[-1], Reason.TAIL_LOSS_PROBE)
    probe.probe_end = tcb.snd_nxt
    probe.probe_again = True


def _count_without_sack(tcb: Tcb, advanced: int, flight: int, duplicate: bool) -> None:
    """Each duplicate ACK tells that one segment has arrived, though not which (RFC 6937 §3.1)."""
    board, mss = tcb.scoreboard, tcb.snd_mss
    if board.phase is LOSS:
        return
    if advanced:
        board.delivered = max(advanced - board.sacked, mss)
        board.sacked = max(0, board.sacked - max(0, advanced - mss)) if board.phase is RECOVERY else 0
        board.sacked = min(board.sacked, max(0, flight - advanced - board.lost))
    elif duplicate:
        board.delivered = mss
        most = flight - board.lost
        if board.linux:
            most = min(most, flight - tcb.queue[0].size)
            if board.sacked >= most:
                # More duplicates than there were segments behind the gap: they show reordering, or copies.
                board.dupthresh = max(board.dupthresh, len(tcb.queue))
                board.delivered = 0
        board.sacked = max(board.sacked, min(board.sacked + mss, most))


def _in_order(tcb: Tcb, advanced: int, in_network: int, duplicate: bool) -> None:
    board = tcb.scoreboard
    if advanced:
        board.limited = 0
        if board.recover is not None and seq.gt(tcb.snd_una, board.recover):
            board.recover = None
        board.phase = DISORDER if board.sacked else OPEN
        _grow(tcb, board.delivered if board.linux else advanced, in_network)
    elif duplicate:
        board.phase = DISORDER
    if board.phase is DISORDER and _loss_found(tcb):
        _enter_recovery(tcb)


def _grow(tcb: Tcb, acked: int, in_network: int) -> None:
    """Cwnd grows only while it is what limits the sender (RFC 9438 §5.8, RFC 7661 §4.2)."""
    control = tcb.congestion
    cwnd = control.cwnd
    assert cwnd is not None
    if tcb.ecn_told:
        return  # an ACK that reports congestion is no reason to grow (RFC 3168 §6.1.2)
    slow = control.ssthresh is None or cwnd < control.ssthresh
    if cwnd >= 2 * in_network if slow else cwnd >= in_network + tcb.snd_mss:
        control.pause(tcb.now)
        return
    reason = control.grow(acked, tcb.now, tcb.rto.srtt or 0)
    if reason is not None:
        numbers = {"before_bytes": cwnd, "cwnd_bytes": control.cwnd}
        if control.ssthresh is not None:
            numbers["ssthresh_bytes"] = control.ssthresh
        tcb.judge(reason, **numbers)


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
    in_network = board.pipe(flight)
    board.saved = control.save()
    before = control.cwnd or 0
    control.reduce(_judged_by(tcb, flight - board.limited))
    assert control.ssthresh is not None
    board.recover = tcb.snd_nxt
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
        if config.prr:
            board.prr_delivered = board.prr_out = 0
            # What was in the network before this ACK. RFC 6937's FlightSize also counts what had arrived and limited
            # transmit; its authors have replaced it, and stacks do the same.
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
        _reduce_proportionally(tcb, progress=False)
    if head is not None and not head.again:
        retransmission.resend(tcb, head, Reason.FAST_RETRANSMISSION)
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
            _reduce_proportionally(tcb, progress=True)
        return
    before = board.unrepaired
    if advanced:
        board.partial_acks += 1
        tcb.judge(Reason.PARTIAL_ACK, acknowledged_seq=tcb.snd_una, recover_seq=board.recover)
    if tcb.sack_ok:
        _find_lost(tcb)
        if tcb.config.prr:
            _reduce_proportionally(tcb, progress=advanced > 0 and board.unrepaired <= before)
        return
    if advanced:
        head = tcb.queue[0]
        if not head.again:
            board.mark_lost(head)
    if tcb.config.prr:
        _reduce_proportionally(tcb, progress=advanced > 0)
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


def _reduce_proportionally(tcb: Tcb, *, progress: bool) -> None:
    """RFC 6937 §3.1, with the slow start reduction bound only while ACKs make progress without new losses.

    The bound without that condition can send into a policer what it has just dropped; the RFC's authors have added
    it since.
    """
    board, control = tcb.scoreboard, tcb.congestion
    ssthresh = control.ssthresh
    assert ssthresh is not None
    if board.linux and board.delivered <= 0 and board.prr_delivered:
        return
    board.prr_delivered += board.delivered
    in_network = board.pipe(seq.diff(tcb.snd_nxt, tcb.snd_una))
    if in_network > ssthresh:
        segments = -(-board.prr_delivered * ssthresh // (board.recover_fs * tcb.snd_mss))  # rounded up
        count = segments * tcb.snd_mss - board.prr_out
    else:
        bound = max(board.prr_delivered - board.prr_out, board.delivered) + (tcb.snd_mss if progress else 0)
        count = min(ssthresh - in_network, bound)
    if not board.prr_out:
        count = max(count, tcb.snd_mss)  # the fast retransmit goes in any case
    control.cwnd = max(in_network + max(count, 0), tcb.snd_mss)


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
            board.phase in (RECOVERY, LOSS) and board.recover is not None and seq.gt(board.recover, tcb.snd_una)
        )
        first = not recovering or (board.phase is LOSS and first)
        fresh = board.phase in (OPEN, DISORDER) or tcb.retransmissions > 1
    if first:
        board.saved = control.save()
        control.reduce(_judged_by(tcb, flight - board.limited), timeout=True)
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
    if board.frto and (advanced or duplicate) and _judge_timeout(tcb, advanced):
        return
    if board.by_time:
        _find_lost(tcb)
    if not advanced:
        return
    _grow(tcb, board.delivered if board.linux else advanced, in_network)
    if seq.ge(tcb.snd_una, board.recover) and not _holds_on(tcb):
        board.phase = DISORDER if board.sacked else OPEN
        if tcb.sack_ok or seq.gt(tcb.snd_una, board.recover):
            board.recover = None
        tcb.judge(Reason.LOSS_REPAIRED, acknowledged_seq=tcb.snd_una)


def _judge_timeout(tcb: Tcb, advanced: int) -> bool:
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
        tcb.judge(Reason.SPURIOUS_TIMEOUT, cwnd_bytes=control.cwnd or 0)
        return True
    if board.frto == 2:
        control.cwnd = 3 * mss  # step 3a
    board.frto = 0
    tcb.judge(Reason.FRTO_LOSS)
    return False


def _room(tcb: Tcb) -> int:
    return tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una)


# ---- sending


def allowance(tcb: Tcb) -> int:
    """How much new data congestion control lets out now, whatever the peer's window says."""
    control, board = tcb.congestion, tcb.scoreboard
    cwnd = control.cwnd
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    if cwnd is None:
        return 0
    if board.frto:
        return max(0, 2 * tcb.snd_mss - seq.diff(tcb.snd_nxt, board.recover or 0)) if board.frto == 2 else 0
    if board.unrepaired:
        return 0  # what is lost goes first
    if board.phase is not DISORDER:
        return cwnd - board.pipe(flight)
    if not tcb.config.limited_transmit:
        return cwnd - flight
    if tcb.sack_ok or board.linux:
        return cwnd - board.pipe(flight)
    return cwnd - flight + min(tcb.dupacks, 2) * tcb.snd_mss  # RFC 3042 §2


def note_sent(tcb: Tcb, length: int) -> Reason | None:
    """New data leaves; the rule that lets it out when cwnd alone would not."""
    board, cwnd = tcb.scoreboard, tcb.congestion.cwnd
    board.last_sent = tcb.now
    board.prr_out += board.unit or length
    if board.phase is DISORDER and cwnd is not None and seq.diff(tcb.snd_nxt, tcb.snd_una) > cwnd:
        board.limited += length
        return Reason.LIMITED_TRANSMIT
    return None


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
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    for entry in queue:
        if not entry.lost or entry.again:
            continue
        if cwnd - board.pipe(flight) < (tcb.snd_mss if board.linux else min(entry.size, tcb.snd_mss)):
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
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    above = board.sacked
    last = None
    for entry in tcb.queue:
        if cwnd - board.pipe(flight) < tcb.snd_mss:
            return
        if entry.sacked:
            above -= entry.size
        elif not entry.lost and not entry.again and above > 0:
            retransmission.resend(tcb, entry, Reason.SACK_RETRANSMISSION)  # (3)
        else:
            last = entry
    if (
        last is not None
        and board.partial_acks
        and not board.rescued
        and not last.again
        and cwnd - board.pipe(flight) >= tcb.snd_mss
    ):
        board.rescued = True
        retransmission.resend(tcb, last, Reason.RESCUE_RETRANSMISSION)  # (4)
