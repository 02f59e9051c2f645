"""SEGMENT ARRIVES in the other states: RFC 9293 §3.10.7.4, one function per numbered step, in the RFC's order.

A step returns True when the RFC says "return": the segment is done with. The third step, security, is left out: there
are no compartments here.
"""

from __future__ import annotations

from tcpanim.tcp import (
    acking,
    cwnd,
    ecn,
    fast_open,
    liveness,
    options,
    persist,
    rack,
    recovery,
    retransmission,
    sending,
)
from tcpanim.tcp.calls import close_now
from tcpanim.tcp.io import Kind, Timer, UserError
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.sack import take_in_blocks
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.strays import answer_stray
from tcpanim.tcp.tcb import Tcb
from tcpanim.tcp.text import process_text, take_in_fin, take_in_text_of_syn
from tcpanim.tcp.urgent import check_urgent
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, ECE, FIN, PSH, RST, SYN, Segment


def in_other_states(tcb: Tcb, segment: Segment) -> None:
    """Step after step, until one is done with the segment."""
    tcb.ecn_told = tcb.ecn_ok and int(segment.flags) & ECE != 0
    if (
        not check_sequence(tcb, segment)
        and not check_reset(tcb, segment)
        and not check_syn(tcb, segment)
        and not check_ack(tcb, segment)
    ):
        if tcb.ecn_ok:
            ecn.take(tcb, segment)
        check_urgent(tcb, segment)
        check_text(tcb, segment)
        check_fin(tcb)


# RFC 9293: MUST-66.
def check_sequence(tcb: Tcb, segment: Segment) -> bool:
    """First, check sequence number (table 6)."""
    bits = int(segment.flags)
    linux = tcb.config.segment_check == "linux"
    if linux and not bits & (ACK | SYN | RST):
        tcb.judge(Reason.ACK_MISSING)
        return True
    if tcb.state is State.SYN_RECEIVED and bits & (SYN | RST) == SYN and segment.seq == tcb.irs:
        return _syn_again(tcb, segment)
    if tcb.config.handshake == "two" and bits & (SYN | ACK | RST) == SYN and segment.seq == tcb.irs:
        # The SYN,ACK was lost: nobody else repeats it.
        tcb.transmit(tcb.syn_segment(), Kind.RETRANSMISSION, Reason.SYN_REPEATED)
        return True
    if tcb.ts_ok and (answer := options.refuses(tcb, segment)) is not None:
        if answer is options.Answer.ACK:
            _answer_late(tcb, segment)
        return True
    length = segment.length
    offset = seq.diff(segment.seq, tcb.rcv_nxt)
    window = tcb.rcv_wnd
    if window == 0:
        # "Special allowance should be made to accept valid ACKs, URGs, and RSTs": at RCV.NXT only the text is lost.
        acceptable = offset == 0
    elif length == 0:
        acceptable = 0 <= offset < window
    else:
        acceptable = 0 <= offset < window or 0 <= offset + length - 1 < window
    if linux and not acceptable and tcb.state is not State.TIME_WAIT:
        # What ends between the last ACK and RCV.NXT may be late, but is no stranger: its ACK tells the truth.
        acceptable = offset < 0 and seq.diff(tcb.last_ack_sent, segment.seq) <= length
    if acceptable:
        if tcb.ts_ok:
            options.take_in(tcb, segment)
        return False
    _refuse(tcb, segment, offset, window)
    return True


def _answer_late(tcb: Tcb, segment: Segment) -> None:
    """PAWS refuses the segment: its sender is told what has arrived, and, where it was text, that it came twice."""
    if segment.length and tcb.acking is not None and seq.lt(segment.seq, tcb.rcv_nxt):
        acking.duplicate_arrived(tcb)
        tcb.report_duplicate(segment.seq, segment.length)
    tcb.send_ack(Reason.DUPLICATE_ACKNOWLEDGED)


def _refuse(tcb: Tcb, segment: Segment, offset: int, window: int) -> None:
    """The segment lies outside of the window, ``offset`` from RCV.NXT: "an acknowledgment should be sent in reply"."""
    bits, length = int(segment.flags), segment.length
    if bits & RST:
        tcb.judge(Reason.RESET_OUTSIDE_WINDOW, start_ack=segment.seq, expected_ack=tcb.rcv_nxt, window_bytes=window)
        return
    numbers = {"start_ack": segment.seq, "length_bytes": length, "expected_ack": tcb.rcv_nxt, "window_bytes": window}
    if bits & SYN and segment.seq != tcb.irs and tcb.config.rfc5961:
        # RFC 5961 §4.2 sends the same ACK wherever the SYN is; only the name of the rule differs. The peer's own SYN
        # come again is no stranger to be challenged, but simply old.
        tcb.judge(Reason.SYN_CHALLENGED, **numbers)
        tcb.send_challenge_ack(Reason.CHALLENGE_ACK_FOR_SYN)
    elif offset < 0:
        tcb.judge(Reason.SEGMENT_OLD, **numbers)
        if not bits & SYN:
            tcb.report_duplicate(segment.seq, length)
        if length and tcb.acking is not None:
            acking.duplicate_arrived(tcb)
        if (not length or bits & SYN) and tcb.too_many_answers():
            return  # nothing is lost, and two ends that answer each other's ACKs would never end
        tcb.send_ack(Reason.FIN_ACKNOWLEDGED if _is_peers_fin(tcb, segment) else Reason.DUPLICATE_ACKNOWLEDGED)
        if tcb.state is State.TIME_WAIT and _is_peers_fin(tcb, segment):
            # The fifth step's rule for TIME-WAIT; a repeated FIN lies left of the window and would never get there.
            tcb.arm(Timer.TIME_WAIT, tcb.now + 2 * tcb.config.msl)
            tcb.judge(Reason.TIME_WAIT_RESTARTED, wait_ns=2 * tcb.config.msl)
    else:
        tcb.judge(Reason.SEGMENT_BEYOND_WINDOW, **numbers)
        if not length and tcb.too_many_answers():
            return
        tcb.send_ack(Reason.OUT_OF_WINDOW_ACKNOWLEDGED)


def _is_peers_fin(tcb: Tcb, segment: Segment) -> bool:
    """Whether the segment repeats the FIN that RCV.NXT has passed."""
    end = seq.add(segment.seq, segment.length)
    return tcb.fin_rcvd and int(segment.flags) & FIN != 0 and end == tcb.rcv_nxt


def _syn_again(tcb: Tcb, segment: Segment) -> bool:
    """The peer's own SYN once more in SYN-RECEIVED.

    Bare, it says that our SYN,ACK was lost: an ACK, which the sequence check prescribes, would not help a peer in
    SYN-SENT, so the SYN,ACK is sent again. With an ACK of our SYN it is the other half of a simultaneous open
    (figure 7): only the SYN is a duplicate, and what it acknowledges is new.
    """
    if int(segment.flags) & ACK and seq.lt(tcb.snd_una, segment.ack) and seq.le(segment.ack, tcb.snd_nxt):
        tcb.judge(Reason.SYN_DUPLICATE, start_ack=segment.seq, expected_ack=tcb.rcv_nxt)
        if tcb.config.ack_crossing_syn:
            tcb.report_duplicate(segment.seq, 1)
            tcb.ack_now = Reason.DUPLICATE_ACKNOWLEDGED
        return False
    if int(segment.flags) & ACK:
        tcb.judge(Reason.SEGMENT_OLD, start_ack=segment.seq, expected_ack=tcb.rcv_nxt)
        tcb.send_ack(Reason.DUPLICATE_ACKNOWLEDGED)
    elif tcb.passive or tcb.config.segment_check == "rfc":
        sending.repeat_syn_ack(tcb)
    else:
        tcb.judge(Reason.SYN_CHALLENGED, start_ack=segment.seq, expected_ack=tcb.rcv_nxt)
        tcb.send_challenge_ack(Reason.CHALLENGE_ACK_FOR_SYN)
    return True


# RFC 9293: MUST-12, SHLD-2.
def check_reset(tcb: Tcb, segment: Segment) -> bool:
    """Second, check the RST bit."""
    if not int(segment.flags) & RST:
        return False
    state = tcb.state
    if segment.seq != tcb.rcv_nxt:
        numbers = {"start_ack": segment.seq, "expected_ack": tcb.rcv_nxt, "window_bytes": tcb.rcv_wnd}
        if not seq.within(segment.seq, tcb.rcv_nxt, tcb.rcv_wnd):
            tcb.judge(Reason.RESET_OUTSIDE_WINDOW, **numbers)
            return True
        if tcb.config.rfc5961:
            tcb.judge(Reason.RESET_CHALLENGED, **numbers)
            tcb.send_challenge_ack()
            return True
    if state is State.TIME_WAIT and tcb.config.rfc1337:
        tcb.judge(Reason.RESET_IN_TIME_WAIT, start_ack=segment.seq)
        return True
    tcb.judge(Reason.RESET_ACCEPTED, start_ack=segment.seq, expected_ack=tcb.rcv_nxt)
    if state is State.SYN_RECEIVED and tcb.passive:
        tcb.delete(Trigger.RCV_RST, State.LISTEN)
        return True
    if state is State.SYN_RECEIVED:
        tcb.signal(UserError.REFUSED)
    elif state in (State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2, State.CLOSE_WAIT):
        tcb.signal(UserError.RESET)
    tcb.delete(Trigger.RCV_RST)
    return True


def check_syn(tcb: Tcb, segment: Segment) -> bool:
    """Fourth, check the SYN bit."""
    if not int(segment.flags) & SYN or (tcb.state is State.SYN_RECEIVED and segment.seq == tcb.irs):
        return False
    numbers = {"start_ack": segment.seq, "expected_ack": tcb.rcv_nxt}
    if tcb.state is State.SYN_RECEIVED and tcb.passive:
        tcb.judge(Reason.SYN_RETURNS_TO_LISTEN, **numbers)
        tcb.delete(Trigger.RCV_SYN, State.LISTEN)
        return True
    if tcb.config.rfc5961:
        tcb.judge(Reason.SYN_CHALLENGED, **numbers)
        tcb.send_challenge_ack(Reason.CHALLENGE_ACK_FOR_SYN)
        return True
    # Without RFC 5961 a SYN in the window is an error, as in RFC 793.
    answer_stray(tcb, segment, None, Reason.SYN_IN_WINDOW)
    tcb.signal(UserError.RESET)
    tcb.delete(Trigger.RCV_SYN)
    return True


def check_ack(tcb: Tcb, segment: Segment) -> bool:
    """Fifth, check the ACK field."""
    if not int(segment.flags) & ACK:
        tcb.judge(Reason.ACK_MISSING)
        return True
    state = tcb.state
    acknowledgment = segment.ack
    if acknowledgment == tcb.probe_end:
        tcb.judge(Reason.PROBE_ACCEPTED, acknowledged_seq=acknowledgment)
        sending.count_probe_as_sent(tcb)
    if state is State.SYN_RECEIVED:
        # Before RFC 5961's range: in a state that is not synchronized a bad ACK draws a reset (§3.5.2, group 2).
        if not (seq.lt(tcb.snd_una, acknowledgment) and seq.le(acknowledgment, tcb.snd_nxt)):
            answer_stray(tcb, segment, None, Reason.ACK_NOT_OF_SYN)
            return True
        tcb.change(Trigger.RCV_ACK_OF_SYN, State.ESTABLISHED)
        set_window(tcb, segment)
    elif _ack_out_of_range(tcb, segment):
        return True
    # ESTABLISHED, and in addition to it what the later states do:
    tcb.probes = 0
    tcb.heard = True
    advanced = seq.diff(acknowledgment, tcb.snd_una)
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    in_network, idle = tcb.in_network, not tcb.queue
    tcb.scoreboard.delivered = 0
    news, reported = take_in_blocks(tcb, segment) if tcb.sack_ok and segment.options else (0, False)
    duplicate = False
    opened = state is State.SYN_RECEIVED
    if advanced > 0:
        opened = opened or not tcb.syn_acked  # CLOSE in SYN-RECEIVED did not wait for it
        retransmission.acknowledge(tcb, acknowledgment)
    else:
        duplicate = _duplicate(tcb, segment, news)
        if news and tcb.config.rto_floor == "variance":
            retransmission.sacked_only(tcb)
    if tcb.congestion.limits and advanced >= 0 and state is not State.SYN_RECEIVED and tcb.congestion.cwnd is not None:
        recovery.ack_arrived(tcb, advanced, flight, in_network, duplicate=duplicate, reported=reported)
        if tcb.config.tlp and (advanced or news):
            rack.schedule_probe(tcb, advancing=True)
    _update_window(tcb, segment)
    if idle and tcb.config.window_probe == "empty":
        persist.answered(tcb)
    if opened:
        _opened(tcb)
    # FIN-WAIT-1 is left in the eighth step, because this segment may bring the peer's FIN too.
    if tcb.fin_acked and tcb.state is State.CLOSING:
        enter_time_wait(tcb, Trigger.RCV_ACK_OF_FIN)
    elif tcb.fin_acked and tcb.state is State.LAST_ACK:
        tcb.delete(Trigger.RCV_ACK_OF_FIN)
    return tcb.state is State.CLOSED


def _opened(tcb: Tcb) -> None:
    """Our SYN is acknowledged: what had to wait for it."""
    if tcb.fast is not fast_open.ACCEPTED:
        cwnd.established(tcb)
    if tcb.closing:
        close_now(tcb)
    take_in_text_of_syn(tcb)


# RFC 9293: MAY-12.
def _ack_out_of_range(tcb: Tcb, segment: Segment) -> bool:
    """SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT (RFC 5961 §5.2); without RFC 5961 only the right end counts."""
    if seq.gt(segment.ack, tcb.snd_nxt):
        reason = Reason.ACK_OF_UNSENT
    elif tcb.config.rfc5961 and seq.diff(tcb.snd_una, segment.ack) > tcb.max_snd_wnd:
        reason = Reason.ACK_TOO_OLD
    else:
        return False
    tcb.judge(reason, acknowledged_seq=segment.ack, una_seq=tcb.snd_una, next_seq=tcb.snd_nxt)
    if tcb.config.rfc5961:
        tcb.send_challenge_ack(Reason.CHALLENGE_ACK_FOR_ACK)
    else:
        tcb.send_ack(Reason.UNACCEPTABLE_ACK)
    return True


def _duplicate(tcb: Tcb, segment: Segment, news: int) -> bool:
    """SEG.ACK =< SND.UNA: it can be ignored; a duplicate ACK is counted.

    With SACK one that brings ``news`` is a duplicate (RFC 6675 §2), else one by RFC 5681's definition.
    """
    if segment.ack != tcb.snd_una:
        tcb.judge(Reason.ACK_OLD, acknowledged_seq=segment.ack, una_seq=tcb.snd_una)
        return False
    outstanding = tcb.snd_una != tcb.snd_nxt
    window = options.window_of(tcb, segment)
    if tcb.scoreboard.linux:
        # Whatever may update the window is no duplicate; a window that shrinks does not.
        newer = seq.gt(segment.seq, tcb.snd_wl1) or (
            segment.seq == tcb.snd_wl1 and (window > tcb.snd_wnd or not window)
        )
        same = not segment.length and not newer
    else:
        same = not segment.length and window == tcb.snd_wnd
    duplicate = outstanding and (news > 0 if tcb.sack_ok else same)
    if duplicate:
        tcb.dupacks += 1
        tcb.judge(Reason.DUPLICATE_ACK, acknowledged_seq=segment.ack, duplicates_count=tcb.dupacks)
    if outstanding and tcb.queue and usable_is_negative(tcb):
        # SHLD-17: what lies beyond a shrunk window does not time the connection out while the peer answers.
        tcb.retransmissions = 0
    return duplicate


def usable_is_negative(tcb: Tcb) -> bool:
    """Whether the peer has taken back a part of its window that was used already."""
    return seq.diff(tcb.snd_nxt, tcb.snd_una) > tcb.snd_wnd


def _update_window(tcb: Tcb, segment: Segment) -> None:
    """If SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK): old segments do not change the window."""
    if seq.lt(segment.ack, tcb.snd_una):
        return
    if not (seq.lt(tcb.snd_wl1, segment.seq) or (tcb.snd_wl1 == segment.seq and seq.le(tcb.snd_wl2, segment.ack))):
        return
    before = tcb.snd_wnd
    edge = seq.add(tcb.snd_wl2, before)
    set_window(tcb, segment)
    window = tcb.snd_wnd
    if seq.lt(seq.add(segment.ack, window), edge):
        tcb.judge(Reason.WINDOW_SHRUNK, before_bytes=before, window_bytes=window)
    if before and not window:
        tcb.judge(Reason.WINDOW_CLOSED, window_bytes=0)
    elif window and not before:
        tcb.judge(Reason.WINDOW_OPENED, window_bytes=window)


# RFC 9293: MUST-13.
def enter_time_wait(tcb: Tcb, trigger: Trigger) -> None:
    """Turn off the other timers, start the time-wait timer."""
    for timer in tuple(tcb.timers):
        tcb.disarm(timer)
    tcb.change(trigger, State.TIME_WAIT)
    tcb.challenges.clear()
    if tcb.config.time_wait:
        tcb.judge(Reason.TIME_WAIT_STARTED, wait_ns=2 * tcb.config.msl)
        tcb.arm(Timer.TIME_WAIT, tcb.now + 2 * tcb.config.msl)


def check_text(tcb: Tcb, segment: Segment) -> None:
    """Seventh, process the segment text; a FIN behind it is noted for the eighth step."""
    bits = int(segment.flags)
    if segment.data or bits & FIN:
        offset = seq.diff(segment.seq, tcb.rcv_nxt) + (bits & SYN != 0)
        process_text(tcb, segment.data, offset, acknowledged=segment.ack, fin=bits & FIN != 0, push=bits & PSH != 0)


def check_fin(tcb: Tcb) -> None:
    """Eighth, check the FIN bit: a FIN counts when everything before it has arrived."""
    state = tcb.state
    arrived = tcb.reassembly.fin_is_next and not tcb.fin_rcvd
    if arrived:
        take_in_fin(tcb)
    if state is State.ESTABLISHED and arrived:
        tcb.change(Trigger.RCV_FIN, State.CLOSE_WAIT)
    elif state is State.FIN_WAIT_1 and tcb.fin_acked:
        # Figure 5, note 2: with both in one segment FIN-WAIT-2 is passed over.
        if arrived:
            enter_time_wait(tcb, Trigger.RCV_FIN_ACK_OF_FIN)
        else:
            tcb.change(Trigger.RCV_ACK_OF_FIN, State.FIN_WAIT_2)
            if tcb.exited:
                liveness.limit_fin_wait_2(tcb)
    elif state is State.FIN_WAIT_1 and arrived:
        tcb.change(Trigger.RCV_FIN, State.CLOSING)
    elif state is State.FIN_WAIT_2 and arrived:
        enter_time_wait(tcb, Trigger.RCV_FIN)


def set_window(tcb: Tcb, segment: Segment) -> None:
    """SND.WND <- SEG.WND, SND.WL1 <- SEG.SEQ, SND.WL2 <- SEG.ACK."""
    tcb.snd_wnd = options.window_of(tcb, segment)
    tcb.snd_wl1 = segment.seq
    tcb.snd_wl2 = segment.ack
    tcb.max_snd_wnd = max(tcb.max_snd_wnd, tcb.snd_wnd)
