"""What may be sent now: SYNs, data within the window, FINs, window probes, and repetitions (RFC 9293 §3.8)."""

from __future__ import annotations

from dataclasses import replace

from tcpanim.tcp import acking, cwnd, fast_open, rack
from tcpanim.tcp.ecn import ECT
from tcpanim.tcp.inflight import InFlight
from tcpanim.tcp.io import Kind, Timer
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.retransmission import retransmission_time, start_retransmission_timer
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, CWR, FIN, PSH

# States in which data or a FIN may leave for the first time.
SENDING = (State.ESTABLISHED, State.CLOSE_WAIT, State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK)


def send_syn(tcb: Tcb, reason: Reason) -> None:
    """Select an ISS and send the SYN, or the SYN,ACK once the peer's SYN is known (RFC 9293 §3.10.1, §3.10.7.2)."""
    tcb.iss = tcb.next_iss(tcb.isns_used) % seq.MODULUS
    tcb.isns_used += 1
    tcb.snd_una = tcb.iss
    tcb.snd_nxt = seq.add(tcb.iss, 1)
    tcb.queue.append(InFlight(tcb.iss, 0, True, False, tcb.now))
    if tcb.config.fast_open and tcb.irs is None and (data := fast_open.prepare(tcb)):
        tcb.transmit(tcb.syn_segment(data), Kind.NEW, Reason.FAST_OPEN_SENT)
        fast_open.first_data(tcb, data)
    else:
        tcb.transmit(tcb.syn_segment(), Kind.NEW, reason)
    start_retransmission_timer(tcb)


def repeat_syn_ack(tcb: Tcb) -> None:
    """Answer a repeated SYN with the same SYN,ACK; which one an ACK then answers is not known (RFC 6298 §3)."""
    tcb.queue[0].transmissions += 1
    tcb.scoreboard.syn_again += 1
    tcb.transmit(tcb.syn_segment(), Kind.RETRANSMISSION, Reason.SYN_REPEATED)
    restarts = tcb.config.synack_timer_restarts and tcb.fast is not fast_open.ACCEPTED
    if restarts and Timer.RETRANSMISSION in tcb.timers:
        tcb.arm(Timer.RETRANSMISSION, tcb.now + retransmission_time(tcb))


# RFC 9293: MAY-16, SHLD-28.
def send_pending(tcb: Tcb, *, override: bool = False) -> None:
    """Segmentize and send what the window and SWS avoidance allow, then the queued FIN (RFC 9293 §3.8.6.2.1).

    ``override``: the override timeout has expired, so one segment may go however small it is.
    """
    if (tcb.state not in SENDING and tcb.fast is not fast_open.ACCEPTED) or not (
        tcb.snd_sent < len(tcb.send_buffer) or tcb.closing
    ):
        return
    if tcb.config.slow_start_after_idle and not tcb.queue:
        cwnd.restart_after_idleness(tcb)
    sent = False
    while True:
        usable = usable_window(tcb)
        unsent = tcb.unsent
        length = min(unsent, usable, tcb.data_room)
        fin = (
            tcb.closing
            and not tcb.fin_sent
            and length == unsent
            and (usable > length or (length > 0 and tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una) > length))
        )  # a FIN is no segment more for cwnd
        if length <= 0 and not fin:
            break
        if length > 0 and not (override or _worth_sending(tcb, unsent, usable)):
            break
        if 0 < length < tcb.data_room and not (override or fin) and held_back(tcb) is not None:
            tcb.nagle_held = True
            break
        _send_new(tcb, max(length, 0), fin, Reason.OVERRIDE_TIMEOUT if override else None)
        override = False
        sent = True
    if tcb.scoreboard.linux and (sent or tcb.in_network >= (tcb.congestion.cwnd or 0)):
        cwnd.note_use(tcb)


def send_what_fits(tcb: Tcb) -> bool:
    """Cut a segment to the window, or let go what a rule held back; whether anything could leave."""
    room = tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una)
    length = min(tcb.unsent, tcb.data_room, room)
    fin = tcb.closing and not tcb.fin_sent and length == tcb.unsent and room > length
    if room <= 0 or (length <= 0 and not fin):
        return False
    _send_new(tcb, length, fin, Reason.OVERRIDE_TIMEOUT)
    return True


def send_new_as_probe(tcb: Tcb) -> bool:
    """A segment of new data, beyond cwnd if need be, is the better tail loss probe (RFC 8985 §7.3)."""
    room = tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una)
    length = min(tcb.unsent, tcb.data_room)
    if not length or length > room or tcb.state not in SENDING:
        return False
    _send_new(tcb, length, False, Reason.TAIL_LOSS_PROBE)
    tcb.scoreboard.rack.probe_end = tcb.snd_nxt
    tcb.scoreboard.rack.probe_again = False
    tcb.disarm(Timer.TLP)
    return True


# RFC 9293: SHLD-15.
def usable_window(tcb: Tcb) -> int:
    """U = SND.UNA + SND.WND - SND.NXT, or less if cwnd says so.

    Negative after the peer has shrunk its window (MUST-34).
    """
    window = tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una)
    return min(window, cwnd.allowance(tcb)) if tcb.congestion.limits else window


# RFC 9293: MUST-38, MUST-60.
def _worth_sending(tcb: Tcb, unsent: int, usable: int) -> bool:
    """The sender's SWS avoidance (RFC 9293 §3.8.6.2.1); all data counts as pushed, nothing waits for a push."""
    sendable = min(unsent, usable)
    if tcb.config.window_probe == "empty":
        return sendable >= min(unsent, tcb.data_room)  # a segment is not cut to fit the window; that is left to probes
    return (
        not tcb.config.sws
        or sendable >= tcb.snd_mss  # (1)
        or unsent <= usable  # (2)
        or 2 * sendable >= tcb.max_snd_wnd  # (3) with Fs = 1/2
    )


# RFC 9293: SHLD-7.
def held_back(tcb: Tcb) -> Reason | None:
    """Whether a segment that is not full has to wait, and by which rule (RFC 9293 §3.7.4, ``cork``).

    Nagle's rule waits while anything is unacknowledged, Minshall's variant only while another small segment is. After
    CLOSE nothing can come to fill the segment: then there is nothing to wait for. Urgent data does not wait.
    """
    if tcb.closing or _is_urgent(tcb):
        return None
    if tcb.corked:
        return Reason.CORK_WAITS
    nagle = tcb.config.nagle
    if nagle == "off" or tcb.snd_una == tcb.snd_nxt:
        return None
    if nagle == "minshall" and (tcb.snd_small is None or seq.le(tcb.snd_small, tcb.snd_una)):
        return None
    return Reason.NAGLE_WAITS


def _is_urgent(tcb: Tcb) -> bool:
    """Whether what comes next is urgent; in Linux all is that goes with urgent data not acknowledged yet."""
    urgent = tcb.snd_up
    if urgent is None:
        return False
    return seq.gt(urgent, tcb.snd_una if tcb.config.nagle == "minshall" else tcb.snd_nxt)


def _send_new(tcb: Tcb, length: int, fin: bool, reason: Reason | None = None) -> None:
    """Send ``length`` bytes from SND.NXT on, and the FIN behind them."""
    if tcb.nagle_held:
        tcb.nagle_held = False
        if reason is None:
            tcb.judge(Reason.NAGLE_RELEASED, data_bytes=length)
    entry = InFlight(tcb.snd_nxt, length, False, fin, tcb.now)
    tcb.scoreboard.sendings += 1
    entry.order = tcb.scoreboard.sendings
    bits, data = _text(tcb, tcb.snd_sent, length, fin)
    small = 0 < length < tcb.data_room
    if tcb.ecn_ok and length and tcb.ecn_cwr:
        bits |= CWR
        tcb.ecn_cwr = False
    entry.push = bits & PSH != 0
    segment = tcb.segment(bits, tcb.snd_nxt, data)
    if tcb.ecn_ok and length:
        segment = replace(segment, ecn=ECT)  # new data only (RFC 3168 §6.1.5)
    tcb.queue.append(entry)
    tcb.snd_nxt = entry.end
    tcb.snd_sent += length
    tcb.fin_sent = fin
    if length:
        if small:
            tcb.snd_small = tcb.snd_nxt
        if tcb.acking is not None:
            acking.data_sent(tcb)
        elif tcb.text_rcvd is not None and tcb.now - tcb.text_rcvd < (tcb.config.delayed_ack or 0):
            tcb.quick_acks = 0  # an answer to data: from now on ACKs may find company
    if tcb.probe_end is not None:
        entry.transmissions += 1  # its first octet has been a probe before
        tcb.probe_end = None
    if not length:
        tcb.scoreboard.prr_out += tcb.snd_mss  # a FIN alone is a segment too
    elif tcb.congestion.limits:
        reason = cwnd.note_sent(tcb, length) or reason
    tcb.transmit(segment, Kind.NEW, reason or (Reason.FIN_SENT if fin else Reason.DATA_SENT))
    start_retransmission_timer(tcb)
    if tcb.config.tlp:
        rack.schedule_probe(tcb, advancing=False)
    if fin:
        _fin_left(tcb)


def _text(tcb: Tcb, offset: int, length: int, fin: bool) -> tuple[int, bytes]:
    """Control bits and data of a segment that carries these bytes of the send buffer."""
    bits = ACK | FIN if fin else ACK
    if not length:
        return bits, b""
    if tcb.send_buffer.pushed(offset, length, at_end=tcb.config.push_half_window):
        bits |= PSH
    return bits, tcb.send_buffer.read(offset, length)


def _fin_left(tcb: Tcb) -> None:
    """In CLOSE-WAIT the CLOSE was queued until the FIN could be sent (RFC 9293 §3.10.4)."""
    if tcb.state is State.CLOSE_WAIT:
        tcb.change(Trigger.CLOSE, State.LAST_ACK)


# RFC 9293: MUST-36.
def send_probe(tcb: Tcb) -> None:
    """One octet at SND.UNA, or the FIN, into a zero window (RFC 9293 §3.8.6.1).

    SND.NXT stays: the receiver may discard the octet, and then it is sent again with the rest once the window opens.
    It counts as sent when it is acknowledged.
    """
    if tcb.config.window_probe == "empty":
        # An old number that the peer has to answer, and nothing that it could take.
        tcb.transmit(tcb.segment(ACK, seq.add(tcb.snd_una, -1)), Kind.PROBE, Reason.WINDOW_PROBE)
        return
    if tcb.queue:
        tcb.queue[0].transmissions += 1  # the window was shrunk: the octet is a repetition
    length = 1 if len(tcb.send_buffer) else 0
    bits, data = _text(tcb, 0, length, fin=not length)
    tcb.transmit(tcb.segment(bits, tcb.snd_una, data), Kind.PROBE, Reason.WINDOW_PROBE)
    if not tcb.queue:
        tcb.probe_end = seq.add(tcb.snd_una, 1)
    if not length:
        _fin_left(tcb)


def count_probe_as_sent(tcb: Tcb) -> None:
    """The receiver has taken a probe's octet: now SND.NXT moves over it."""
    assert tcb.probe_end is not None
    if tcb.unsent:
        tcb.snd_sent += 1
    else:
        tcb.fin_sent = True
    tcb.snd_nxt = tcb.probe_end
    tcb.probe_end = None
