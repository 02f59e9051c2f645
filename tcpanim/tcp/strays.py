"""SEGMENT ARRIVES in the CLOSED STATE: RFC 9293 §3.10.7.1, and whatever else belongs to no connection."""

from __future__ import annotations

from tcpanim.tcp.io import Kind, Transmit
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FLAGS, RST, Segment


def answer_stray(tcb: Tcb, segment: Segment, source: str | None, reason: Reason = Reason.NO_CONNECTION) -> None:
    """Everything but a reset is answered by a reset that its sender will accept."""
    bits = int(segment.flags)
    if bits & RST:
        tcb.judge(Reason.RESET_IGNORED)
        return
    if bits & ACK:
        reset = Segment(segment.dst_port, segment.src_port, segment.ack, 0, FLAGS[RST], 0)
    else:
        acknowledgment = seq.add(segment.seq, segment.length)
        reset = Segment(segment.dst_port, segment.src_port, 0, acknowledgment, FLAGS[RST | ACK], 0)
    destination = source if source is not None or tcb.remote is None else tcb.remote.host or None
    tcb.effects.append(Transmit(reset, Kind.RESET, destination, reason))
