"""SEGMENT ARRIVES in the LISTEN STATE and in the SYN-SENT STATE: RFC 9293 §3.10.7.2 and §3.10.7.3."""

from __future__ import annotations

from tcpanim.tcp import cwnd, ecn, fast_open, options, retransmission, sending
from tcpanim.tcp.io import Kind, Timer, UserError
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.room import options_size
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.steps import check_fin, set_window
from tcpanim.tcp.strays import answer_stray
from tcpanim.tcp.tcb import Tcb
from tcpanim.tcp.text import queue_text_of_syn, take_in_text_of_syn
from tcpanim.units import MS
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FIN, RST, SYN, Address, Segment

SYN_SOON = 8 * MS
"""``syn_after_bad_ack``: two ticks of the kernel's usual clock of 250 Hz."""


# ---- §3.10.7.2 LISTEN STATE


def in_listen(tcb: Tcb, segment: Segment, source: str | None) -> None:
    """A SYN opens the connection; nothing else belongs here."""
    bits = int(segment.flags)
    # First, check for a RST:
    if bits & RST:
        tcb.judge(Reason.RESET_IGNORED)
        return
    # Second, check for an ACK:
    if bits & ACK:
        answer_stray(tcb, segment, source, Reason.ACK_IN_LISTEN)
        return
    # Third, check for a SYN:
    if bits & SYN:
        if tcb.remote is None:
            tcb.remote = Address(source or "", segment.src_port)
        tcb.passive = True
        _synchronize(tcb, segment)
        tcb.change(Trigger.RCV_SYN, State.SYN_RECEIVED)
        if tcb.config.fast_open and "fast_open" in segment.options:
            _answer_fast_open(tcb, segment)
            return
        sending.send_syn(tcb, Reason.SYN_ANSWERED)
        tcb.snd_wl2 = tcb.snd_una  # SEG.ACK means nothing without the ACK bit
        queue_text_of_syn(tcb, segment)
        if tcb.config.handshake == "two":
            _opened_by_two(tcb)
        return
    # Fourth, other data or control:
    tcb.judge(Reason.NOT_A_SYN)


def _answer_fast_open(tcb: Tcb, segment: Segment) -> None:
    """A SYN with RFC 7413's option: its data are taken at once, or not at all."""
    accepted = fast_open.judge_syn(tcb, segment)
    if accepted:
        fast_open.take_in(tcb, segment)
    sending.send_syn(tcb, Reason.SYN_ANSWERED)
    tcb.snd_wl2 = tcb.snd_una  # SEG.ACK means nothing without the ACK bit
    if accepted:
        fast_open.may_answer(tcb)


def _opened_by_two(tcb: Tcb) -> None:
    """The rule broken (``handshake: two``): the connection stands although nobody has confirmed our SYN."""
    tcb.judge(Reason.NO_THIRD_STEP)
    tcb.queue.clear()
    tcb.snd_una = tcb.snd_wl2 = tcb.snd_nxt
    tcb.disarm(Timer.RETRANSMISSION)
    tcb.change(Trigger.TWO_WAY, State.ESTABLISHED)
    cwnd.established(tcb)
    take_in_text_of_syn(tcb)
    check_fin(tcb)


# ---- §3.10.7.3 SYN-SENT STATE


# RFC 9293: MUST-10.
def in_syn_sent(tcb: Tcb, segment: Segment) -> None:
    """The answer to our SYN, or the SYN of a peer that opens at the same time."""
    bits = int(segment.flags)
    # First, check the ACK bit:
    if bits & ACK and not (seq.lt(tcb.snd_una, segment.ack) and seq.le(segment.ack, tcb.snd_nxt)):
        if bits & RST:
            tcb.judge(Reason.RESET_IGNORED)
        elif tcb.config.handshake == "two":
            tcb.judge(Reason.NO_THIRD_STEP)  # there is no third segment in which it could say no
        else:
            answer_stray(tcb, segment, None, Reason.UNACCEPTABLE_ACK)
            if tcb.config.syn_after_bad_ack and not tcb.retransmissions:
                tcb.arm(Timer.RETRANSMISSION, tcb.now + SYN_SOON)
        return
    # Second, check the RST bit:
    if bits & RST:
        if bits & ACK:
            tcb.judge(Reason.RESET_ACCEPTED)
            tcb.signal(UserError.RESET)
            tcb.delete(Trigger.RCV_RST)
        else:
            tcb.judge(Reason.RESET_WITHOUT_ACK)
        return
    # Fourth, check the SYN bit:
    if not bits & SYN:
        # Fifth, if neither of the SYN or RST bits is set, then drop the segment and return.
        tcb.judge(Reason.NOT_A_SYN)
        return
    _synchronize(tcb, segment)
    if not bits & ACK:
        tcb.change(Trigger.RCV_SYN, State.SYN_RECEIVED)
        tcb.snd_wl2 = tcb.snd_una  # SEG.ACK means nothing without the ACK bit
        if tcb.config.ack_crossing_syn:
            tcb.queue[0].first_sent = tcb.queue[0].sent = tcb.now  # Linux forgets that it was on its way before
        else:
            tcb.queue[0].transmissions += 1  # the SYN goes out again, now with an ACK: no RTT sample from it
        tcb.transmit(tcb.syn_segment(), Kind.NEW, Reason.SIMULTANEOUS_OPEN)
        queue_text_of_syn(tcb, segment)
        return
    tcb.change(Trigger.RCV_SYN_ACK, State.ESTABLISHED)
    retransmission.acknowledge(tcb, segment.ack)
    cwnd.established(tcb)
    # The ACK goes by itself even when data is queued, as in figure 6; text in the segment makes one ACK for both.
    tcb.ack_now = Reason.HANDSHAKE_COMPLETED
    if tcb.config.fast_open and fast_open.take_answer(tcb, segment) and not segment.data and not bits & FIN:
        return  # what was sent again carries the ACK
    if segment.data or bits & FIN:
        queue_text_of_syn(tcb, segment)
        take_in_text_of_syn(tcb)
        check_fin(tcb)
    elif tcb.config.handshake == "two":
        tcb.ack_now = None
        tcb.judge(Reason.NO_THIRD_STEP)
    else:
        tcb.send_ack(Reason.HANDSHAKE_COMPLETED)


# ---- both


# RFC 9293: MUST-14.
def _synchronize(tcb: Tcb, segment: Segment) -> None:
    """The peer's SYN has arrived: RCV.NXT, IRS, the window and the segment size that it states."""
    tcb.irs = segment.seq
    tcb.rcv_nxt = tcb.last_ack_sent = seq.add(segment.seq, 1)
    tcb.snd_mss = max(1, min(segment.options.get("mss", tcb.default_mss), tcb.config.mss))  # MUST-15, MUST-16
    tcb.sack_ok = tcb.config.sack and "sack_permitted" in segment.options
    options.agree(tcb, segment)
    if tcb.acking is not None and tcb.passive and tcb.iss is None:
        tcb.rcv_wnd = tcb.acking.room.first_window(tcb.config.mss - options_size(tcb))
    ecn.agree(tcb, segment)
    set_window(tcb, segment)
