"""Taking in text and FIN: the seventh and eighth steps of RFC 9293 §3.10.7.4, and when they are acknowledged."""

from __future__ import annotations

from tcpanim.tcp import acking
from tcpanim.tcp.io import Kind, Timer
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq
from tcpanim.wire.segment import FIN, RST, Segment

_RECEIVING = (State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2)
# The ACKs that delayed_fin_ack may hold back; the others answer something out of the ordinary.
_ORDINARY = (None, Reason.DATA_ACKNOWLEDGED, Reason.SECOND_SEGMENT_ACKNOWLEDGED, Reason.QUICK_ACK)


def queue_text_of_syn(tcb: Tcb, segment: Segment, *, waits: bool = True) -> None:
    """Text or a FIN that came with the SYN waits until ESTABLISHED (RFC 9293 §3.10.7.2, §3.10.7.3).

    Not ``waits``: Fast Open hands it over at once.
    """
    fin = int(segment.flags) & FIN != 0
    data = segment.data[: tcb.rcv_wnd]
    if not data and not fin:
        return
    tcb.reassembly.insert(0, data)
    if fin and len(segment.data) < tcb.rcv_wnd:
        tcb.reassembly.note_fin(len(data))
    if waits and tcb.state is State.SYN_RECEIVED:
        tcb.judge(Reason.TEXT_QUEUED_WITH_SYN, text_bytes=len(data))


def process_text(tcb: Tcb, data: bytes, offset: int, *, acknowledged: int, fin: bool, push: bool = False) -> None:
    """Take in what is new of ``data``, which begins ``offset`` bytes from RCV.NXT, and owe an ACK for it.

    ``acknowledged``: the segment's SEG.ACK; ``fin``: a FIN stands behind the data; ``push``: its sender has pushed it.
    """
    if offset + len(data) + fin <= 0:
        _all_old(tcb, offset, len(data) + fin)
        return
    if tcb.state not in _RECEIVING:
        # A FIN has been received: there cannot be more text, nor another FIN.
        tcb.judge(Reason.TEXT_AFTER_FIN, text_bytes=len(data))
        return
    window = tcb.rcv_wnd
    if window == 0:
        tcb.judge(Reason.ZERO_WINDOW_TEXT_DROPPED, text_bytes=len(data))
        tcb.ack_now = Reason.PROBE_ANSWERED
        return
    end = offset + len(data)
    if end + fin > window:
        # "Trimming off any portions that lie outside the window (including SYN and FIN)".
        tcb.judge(Reason.TRIMMED_TO_WINDOW, beyond_bytes=end + fin - window)
        data = data[: window - offset]
        fin = False
        tcb.ack_now = Reason.OUT_OF_WINDOW_ACKNOWLEDGED
    if offset < 0:
        tcb.judge(Reason.OVERLAP_TRIMMED, old_bytes=-offset)
        tcb.report_duplicate(seq.add(tcb.rcv_nxt, offset), min(-offset, len(data)))
        data = data[-offset:]
        offset = 0
    if tcb.exited and data:
        _text_after_exit(tcb, acknowledged)
        return
    if offset == 0 and data and tcb.acking is not None and not acking.has_memory(tcb, len(data)):
        tcb.judge(Reason.ZERO_WINDOW_TEXT_DROPPED, text_bytes=len(data))
        tcb.rcv_wnd = 0
        tcb.ack_now = Reason.ZERO_WINDOW_TEXT_DROPPED
        return
    if offset == 0 and tcb.config.segment_check == "linux":
        tcb.reassembly.pass_fin(len(data))
    if fin:
        tcb.reassembly.note_fin(end)
    if offset > 0:
        _keep_for_later(tcb, data, offset, fin=fin, push=push)
    else:
        _take_in(tcb, data, push=push)


def _all_old(tcb: Tcb, offset: int, length: int) -> None:
    """``segment_check: linux`` has let it pass for its ACK; of its text nothing is new."""
    if tcb.state is State.TIME_WAIT:
        return  # its ACK was the last thing to wait for
    start = seq.add(tcb.rcv_nxt, offset)
    tcb.judge(Reason.DUPLICATE_TEXT, expected_ack=tcb.rcv_nxt, start_ack=start, text_bytes=length)
    tcb.report_duplicate(start, length)
    if tcb.acking is not None:
        acking.duplicate_arrived(tcb)
    tcb.ack_now = Reason.DUPLICATE_ACKNOWLEDGED


def _text_after_exit(tcb: Tcb, acknowledged: int) -> None:
    """The application has gone: a reset shows that data was lost (RFC 9293 §3.6.1, SHLD-3)."""
    tcb.ack_now = None
    if tcb.config.abort_with_ack:
        # As to a stray, with the number that it has acknowledged (§3.10.7.1).
        tcb.transmit(tcb.segment(RST, acknowledged), Kind.RESET, Reason.DATA_AFTER_EXIT)
    else:
        tcb.send_reset(Reason.DATA_AFTER_EXIT)
    tcb.delete(Trigger.DATA_AFTER_EXIT)


# RFC 9293: MAY-13.
def _keep_for_later(tcb: Tcb, data: bytes, offset: int, *, fin: bool, push: bool) -> None:
    """A gap lies before this text: store it, and tell the sender at once what is missing (RFC 5681 §4.2)."""
    added = tcb.reassembly.insert(offset, data)
    numbers = {"expected_ack": tcb.rcv_nxt, "start_ack": seq.add(tcb.rcv_nxt, offset), "text_bytes": len(data)}
    if added or (fin and not data):
        tcb.judge(Reason.OUT_OF_ORDER, **numbers)
        if tcb.acking is not None and data:
            acking.late_text_arrived(tcb, len(data), push=push, new=True)
        else:
            tcb.ack_now = Reason.OUT_OF_ORDER_ACKNOWLEDGED
    else:
        tcb.judge(Reason.DUPLICATE_TEXT, **numbers)
        tcb.report_duplicate(seq.add(tcb.rcv_nxt, offset), len(data))
        if tcb.acking is not None and data:
            acking.late_text_arrived(tcb, len(data), push=push, new=False)
        else:
            tcb.ack_now = Reason.DUPLICATE_ACKNOWLEDGED


# RFC 9293: MUST-59.
def _take_in(tcb: Tcb, data: bytes, *, push: bool = False) -> None:
    """Text at RCV.NXT, and what it connects to: hand it to the reader's buffer, advance RCV.NXT."""
    reassembly = tcb.reassembly
    gap = reassembly.size > 0
    if reassembly.empty:
        reassembly.skip(len(data))
        chunks = [data] if data else []
    else:
        reassembly.insert(0, data)
        chunks = reassembly.take()
    length = 0
    for chunk in chunks:
        tcb.receive_buffer.append(chunk)
        length += len(chunk)
    if not length:
        return
    tcb.rcv_nxt = seq.add(tcb.rcv_nxt, length)
    tcb.rcv_wnd -= length  # the right edge stays where it is
    tcb.readable_changed = True
    if tcb.acking is not None:
        size = min(len(data) or length, length)
        acking.text_joined(tcb, size, length - size)
        acking.text_arrived(tcb, len(data) or length, push=push)
    if gap and data:
        tcb.judge(Reason.GAP_FILLED, text_bytes=length, expected_ack=tcb.rcv_nxt, kept_bytes=reassembly.size)
    if tcb.ack_now is not None:
        return
    if gap and data and (tcb.acking is None or not reassembly.size):
        tcb.ack_now = Reason.GAP_FILLED_ACKNOWLEDGED
    elif tcb.acking is None:
        _acknowledge_text(tcb, length)


def take_in_text_of_syn(tcb: Tcb) -> None:
    """ESTABLISHED is reached: text that came with the SYN is processed now."""
    if tcb.exited and tcb.reassembly.size:
        _text_after_exit(tcb, tcb.snd_una)
        return
    _take_in(tcb, b"")


# RFC 9293: SHLD-18.
def _acknowledge_text(tcb: Tcb, length: int) -> None:
    """At once, or after a while in the hope of company (RFC 9293 §3.8.6.3)."""
    config = tcb.config
    if config.delayed_ack is None:
        tcb.ack_now = Reason.DATA_ACKNOWLEDGED
        return
    tcb.text_rcvd = tcb.now
    if tcb.quick_acks:
        tcb.quick_acks -= 1
        tcb.ack_now = Reason.QUICK_ACK
        return
    # SHLD-19. What the peer's full segments are is not known; like the RFC's SWS rule this takes ours for theirs.
    tcb.unacknowledged += length
    if tcb.unacknowledged >= config.ack_every * tcb.snd_mss:
        one = config.ack_every == 1
        tcb.ack_now = Reason.DATA_ACKNOWLEDGED if one else Reason.SECOND_SEGMENT_ACKNOWLEDGED
        return
    _delay_ack(tcb, config.delayed_ack)


def _delay_ack(tcb: Tcb, delay: int) -> None:
    if Timer.DELAYED_ACK not in tcb.timers:
        tcb.judge(Reason.ACK_DELAYED, wait_ns=delay)
        tcb.arm(Timer.DELAYED_ACK, tcb.now + delay)


def take_in_fin(tcb: Tcb) -> None:
    """Advance RCV.NXT over the FIN, tell the reader, and owe the ACK."""
    tcb.rcv_nxt = seq.add(tcb.rcv_nxt, 1)
    tcb.rcv_wnd -= 1
    tcb.fin_rcvd = True
    tcb.readable_changed = True
    tcb.judge(Reason.FIN_ARRIVED, expected_ack=tcb.rcv_nxt)
    delay = tcb.config.delayed_ack
    if tcb.acking is not None and tcb.config.delayed_fin_ack and tcb.state is State.ESTABLISHED:
        acking.fin_arrived(tcb)
    elif (
        tcb.config.delayed_fin_ack and delay is not None and tcb.state is State.ESTABLISHED and tcb.ack_now in _ORDINARY
    ):
        # Our own FIN may follow soon and take the ACK along. Elsewhere nothing would: there the ACK goes at once.
        tcb.ack_now = None
        _delay_ack(tcb, delay)
    elif tcb.ack_now in _ORDINARY:
        tcb.ack_now = Reason.FIN_ACKNOWLEDGED
