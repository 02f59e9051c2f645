"""When to acknowledge, as Linux decides it: one way to fill the room that RFC 9293 §3.8.6.3 and RFC 5681 §4.2 leave.

At once at the start of a connection, after a pause and after a duplicate ("quick ACKs"), and for every second full
segment. Otherwise an ACK waits, in the hope of company, for a time that follows the rhythm of the arrivals. A side that
has answered data with data ("ping-pong") expects to do so again, and waits even where it would be quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.io import Timer
from tcpanim.tcp.reasons import Reason
from tcpanim.units import MS
from tcpanim.wire import seq

if TYPE_CHECKING:
    from tcpanim.tcp.tcb import Tcb

LONGEST = 200 * MS
"""The longest delay of an ACK (TCP_DELACK_MAX; RFC 9293 §3.8.6.3 allows less than 500 ms)."""

TICK = 4 * MS
"""A timer that is due at once runs out with the next tick of the kernel's usual clock of 250 Hz."""

COMPRESSION = 1 * MS
"""With SACK, ACKs for text out of order are gathered for so long once three have left (tcp_comp_sack_delay_ns; RFC 5681
§4.2 asks for one each; the sender's fast retransmit needs no more than three)."""

_USUAL_MEMORY = 128 * 1024
"""Of a buffer of so many bytes Linux gives half to data at first; a smaller one it takes twice."""

_AT_ONCE = 3
"""TCP_FASTRETRANS_THRESH (RFC 5681 §3.2)."""

_SMALLEST_FULL = 536
"""Until a longer segment is seen (TCP_MSS_DEFAULT; RFC 9293 §3.7.1)."""

_SMALLEST = 88
"""What is shorter says nothing of the size of segments (TCP_MIN_MSS)."""


class Acking:
    """The receiver's memory. Sizes are bytes, times ns.

    ``quick``: how many ACKs still leave at once; ``pingpong``: this side answers data with data; ``delay``: how long
    an ACK waits now, 0 before the first text; ``heard``: when text arrived in order last; ``full``: what the peer's
    full segments seem to be; ``odd``: the length of the last segment that was not full; ``owed``: something is to be
    acknowledged; ``pushed``: how many segments with PSH or less than full length are among it; ``compressed``: the
    running delay gathers ACKs for text out of order; ``repeats``: how many of these have left for ``repeated``.
    ``room``: how much data fits into the buffer, whose ``memory`` holds packets with all that belongs to them.
    """

    __slots__ = (
        "compressed",
        "delay",
        "full",
        "heard",
        "memory",
        "odd",
        "owed",
        "pingpong",
        "pushed",
        "quick",
        "repeated",
        "repeats",
        "room",
    )

    def __init__(self, buffer: int) -> None:
        self.memory = max(buffer, min(2 * buffer, _USUAL_MEMORY))
        self.room = buffer
        self.quick = 0
        self.pingpong = False
        self.delay = 0
        self.heard = 0
        self.full = 0
        self.odd = 0
        self.owed = False
        self.pushed = 0
        self.compressed = False
        self.repeats = 0
        self.repeated = -1

    def sent(self, usual: int) -> None:
        """A segment has acknowledged all there is."""
        if self.quick and self.owed:
            self.quick -= 1
            if not self.quick:
                self.delay = usual
        self.owed = False
        self.pushed = 0
        self.compressed = False


def text_arrived(tcb: Tcb, size: int, *, push: bool) -> None:
    """Text in order, ``size`` bytes in its segment: measure the peer's segments and its rhythm."""
    acking, now = tcb.acking, tcb.now
    assert acking is not None
    usual = tcb.config.delayed_ack or 0
    acking.owed = True
    _measure(tcb, size, push)
    since = now - acking.heard
    if not acking.delay:
        _be_quick(tcb)
        acking.delay = usual
    elif since <= usual // 2:
        acking.delay = acking.delay // 2 + usual // 2
    elif since < acking.delay:
        acking.delay = min(acking.delay // 2 + since, tcb.rto.rto)
    elif since > tcb.rto.rto:
        _be_quick(tcb)  # after such a pause the peer's window is small again, and it needs the ACKs
    acking.heard = now


def _measure(tcb: Tcb, size: int, push: bool) -> None:
    acking = tcb.acking
    assert acking is not None
    full = acking.full or min(_SMALLEST_FULL, tcb.snd_mss, max(1, tcb.rcv_wnd // 2))
    before, acking.odd = acking.odd, 0
    if size >= full:
        if size != acking.full and (not tcb.rcv_scale or tcb.config.receive_buffer < _USUAL_MEMORY // 2):
            acking.room = acking.memory * (size * 256 // _memory_of(size)) // 256
        acking.full = min(size, tcb.config.mss)
        if push:
            acking.pushed = acking.pushed or 1
        return
    acking.full = full
    if size >= _SMALLEST_FULL or (not push and size >= _SMALLEST):
        acking.odd = size
        if size == before:
            acking.full = size
            return
    acking.pushed = min(acking.pushed + 1, 2)


def _memory_of(size: int) -> int:
    """What a packet with ``size`` bytes of data takes: headers and room in a power of two, and its record.

    SKB_TRUESIZE on a machine of 64 bits: 424 bytes of headers and skb_shared_info, 256 of sk_buff.
    """
    return (1 << (size + 424 - 1).bit_length()) + 256


def _be_quick(tcb: Tcb) -> None:
    """Enough quick ACKs for the sender to fill half the window, within bounds."""
    acking = tcb.acking
    assert acking is not None
    full = acking.full or _SMALLEST_FULL
    window = tcb.rcv_wnd + seq.diff(tcb.rcv_nxt, tcb.last_ack_sent)
    wanted = min(window // (2 * full) or 2, tcb.config.quickack_segments or 0)
    acking.quick = max(acking.quick, wanted)


def duplicate_arrived(tcb: Tcb) -> None:
    """The peer has sent something again: it may have missed our ACKs, or wait for them."""
    acking = tcb.acking
    assert acking is not None
    _be_quick(tcb)
    acking.pingpong = False
    acking.delay = tcb.config.delayed_ack or 0


def fin_arrived(tcb: Tcb) -> None:
    """Our own FIN may follow soon and take the ACK along."""
    acking = tcb.acking
    assert acking is not None
    acking.owed = True
    acking.pingpong = True


def data_sent(tcb: Tcb) -> None:
    """Data leaves; soon after text it counts as an answer."""
    acking = tcb.acking
    assert acking is not None
    if tcb.now - acking.heard < acking.delay:
        acking.pingpong = True


def decide(tcb: Tcb) -> None:
    """Something is owed, and no segment has carried it: acknowledge now, or wait."""
    acking = tcb.acking
    assert acking is not None
    waiting = seq.diff(tcb.rcv_nxt, tcb.last_ack_sent)
    if (
        waiting > (tcb.config.ack_every - 1) * (acking.full or _SMALLEST_FULL)
        and tcb.window_to_offer() >= tcb.rcv_wnd + waiting  # else reading will tell, together with the new window
    ):
        tcb.ack_now = Reason.SECOND_SEGMENT_ACKNOWLEDGED
    elif acking.quick and not acking.pingpong:
        tcb.ack_now = Reason.QUICK_ACK
    elif not tcb.reassembly.size:
        _wait(tcb)
    elif not tcb.sack_ok or _is_early(tcb, acking):
        tcb.ack_now = Reason.OUT_OF_ORDER_ACKNOWLEDGED
    elif Timer.DELAYED_ACK not in tcb.timers:
        acking.compressed = True
        tcb.judge(Reason.ACK_DELAYED, wait_ns=COMPRESSION)
        tcb.arm(Timer.DELAYED_ACK, tcb.now + COMPRESSION)


def _is_early(tcb: Tcb, acking: Acking) -> bool:
    """Whether fewer than three ACKs have told of this gap."""
    if acking.repeated != tcb.rcv_nxt:
        acking.repeated = tcb.rcv_nxt
        acking.repeats = 0
    acking.repeats += 1
    return acking.repeats <= _AT_ONCE


def _wait(tcb: Tcb) -> None:
    acking = tcb.acking
    assert acking is not None
    usual = tcb.config.delayed_ack or 0
    delay = acking.delay
    if delay > usual:
        most = LONGEST if acking.pingpong or acking.pushed else 500 * MS
        if tcb.rto.srtt is not None:
            most = min(most, max(tcb.rto.srtt, usual))
        delay = min(delay, most)
    delay = min(delay, LONGEST) or TICK
    deadline = tcb.now + delay
    running = tcb.timers.get(Timer.DELAYED_ACK)
    if running is not None:
        if running <= tcb.now + delay // 4:
            tcb.ack_now = Reason.ACK_DELAY_OVER  # it would run out in a moment
            return
        if running <= deadline:
            return
    tcb.judge(Reason.ACK_DELAYED, wait_ns=delay)
    tcb.arm(Timer.DELAYED_ACK, deadline)


def delay_over(tcb: Tcb) -> None:
    """No company came: the next ACK waits longer; a side that had hoped to answer hopes no more."""
    acking = tcb.acking
    assert acking is not None
    if acking.compressed or not acking.owed:
        return
    if acking.pingpong:
        acking.pingpong = False
        acking.delay = tcb.config.delayed_ack or 0
    else:
        acking.delay = min(2 * acking.delay, tcb.rto.rto)


def text_read(tcb: Tcb, *, closed: bool) -> Reason | None:
    """The application has read: the rule by which an ACK leaves now, if one does. ``closed``: no more can come."""
    acking = tcb.acking
    assert acking is not None
    if acking.owed:
        if seq.diff(tcb.rcv_nxt, tcb.last_ack_sent) > (tcb.config.ack_every - 1) * (acking.full or _SMALLEST_FULL):
            return Reason.SECOND_SEGMENT_ACKNOWLEDGED
        unread = tcb.receive_buffer.unread
        if not unread and (acking.pushed == 2 or (acking.pushed and not acking.pingpong)):
            return Reason.READ_ACKNOWLEDGED  # all of a short write is read; its sender may be held by Nagle's rule
    if not closed and 2 * tcb.rcv_wnd <= min(tcb.config.receive_buffer, 0xFFFF << tcb.rcv_scale):
        window = tcb.window_to_offer()
        if window and window >= 2 * tcb.rcv_wnd:
            return Reason.WINDOW_UPDATE
    return None


# ---- the window


def offer(tcb: Tcb, limit: int) -> int:
    """The next window: whole segments, and the same as before as long as that is true within a segment.

    Text out of order takes room too. What was offered is never taken back (SHLD-14).
    """
    acking = tcb.acking
    assert acking is not None
    full = min(acking.full or _SMALLEST_FULL, limit)
    limit = min(acking.room, limit)
    free = min(acking.room - tcb.receive_buffer.unread - tcb.reassembly.size, limit)
    told = tcb.rcv_wnd + seq.diff(tcb.rcv_nxt, tcb.last_ack_sent)
    if tcb.config.sws and free < limit // 2 and (free < full or free < limit // 16):
        window = 0  # SWS avoidance (§3.8.6.2.2)
    elif told > free or told <= free - full:
        window = free // full * full if free >= full else free
    else:
        window = told
    return max(window, tcb.rcv_wnd)
