"""When to acknowledge, as Linux decides it: one way to fill the room that RFC 9293 §3.8.6.3 and RFC 5681 §4.2 leave.

At once at the start of a connection, after a pause and after a duplicate ("quick ACKs"), and for every second full
segment. Otherwise an ACK waits, in the hope of company, for a time that follows the rhythm of the arrivals. A side that
has answered data with data ("ping-pong") expects to do so again, and waits even where it would be quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.io import Timer
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.room import Room, adjust, grow, make_do, measure_rtt, measure_share, memory_of, offer, options_size
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

_SLACK = MS // 10
"""The same as long as the round trip is not known; Linux would take a part of it, and that is 0 then."""

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
    ``marked``: the peer's data is ECN-capable; ``at_once``: the segment at hand is to be acknowledged now.
    ``room``: where the packets are kept, and the window that follows from it.
    """

    __slots__ = (
        "at_once",
        "compressed",
        "delay",
        "full",
        "heard",
        "marked",
        "odd",
        "owed",
        "pingpong",
        "pushed",
        "quick",
        "repeated",
        "repeats",
        "room",
    )

    def __init__(self, buffer: int, limit: int | None) -> None:
        self.room = Room(buffer, limit)
        self.at_once = False
        self.marked = False
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
        self.at_once = False
        self.pushed = 0
        self.compressed = False


def text_arrived(tcb: Tcb, size: int, *, push: bool) -> None:
    """Text in order, ``size`` bytes in its segment: measure the peer's segments and its rhythm."""
    acking, now = tcb.acking, tcb.now
    assert acking is not None
    usual = tcb.config.delayed_ack or 0
    acking.owed = True
    memory = _measure(tcb, size, push)
    measure_rtt(tcb, acking.room, size, acking.full)
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
    if grow(tcb, acking.room, size, acking.full, memory):
        acking.quick |= 1  # the sender is to know of it


def late_text_arrived(tcb: Tcb, size: int, *, push: bool, new: bool) -> None:
    """Text out of order, ``new`` or come before: it takes memory too."""
    acking = tcb.acking
    assert acking is not None
    acking.owed = True
    if not new:
        return
    room = acking.room
    if not room.begun:
        room.begin(tcb)
    room.keep(size, options_size(tcb))
    if grow(tcb, room, size, acking.full or _SMALLEST_FULL, _measure(tcb, size, push)):
        acking.quick |= 1


def has_memory(tcb: Tcb, size: int) -> bool:
    """Whether the buffer takes one more packet.

    A sender of short segments fills the memory before the window; then the window is closed though it was promised.
    """
    acking = tcb.acking
    assert acking is not None
    room = acking.room
    if room.used <= room.buffer or memory_of(size + options_size(tcb)) <= room.spare:
        return True
    acking.quick = 0
    return make_do(room)


def text_joined(tcb: Tcb, size: int, late: int) -> None:
    """``size`` bytes arrived in order, and ``late`` bytes that had waited behind a gap follow them now."""
    acking = tcb.acking
    assert acking is not None
    room, options = acking.room, options_size(tcb)
    if not room.begun:
        room.begin(tcb)
    if size:
        room.take_in(size, options)
    if late or room.late:
        room.join(late, options, all_of_it=not tcb.reassembly.size)


def _measure(tcb: Tcb, size: int, push: bool) -> int:
    """The peer's segments; what this one takes in memory."""
    acking = tcb.acking
    assert acking is not None
    memory = memory_of(size + options_size(tcb))
    full = acking.full or min(_SMALLEST_FULL, tcb.snd_mss, max(1, tcb.rcv_wnd // 2))
    before, acking.odd = acking.odd, 0
    if size >= full:
        if size != acking.full:
            measure_share(tcb, acking.room, size, memory)
        acking.full = min(size, tcb.config.mss)
        if push:
            acking.pushed = acking.pushed or 1
        return memory
    acking.full = full
    if size >= _SMALLEST_FULL or (not push and size >= _SMALLEST):
        acking.odd = size
        if size == before:
            acking.full = size
            return memory
    acking.pushed = min(acking.pushed + 1, 2)
    return memory


def be_quick(tcb: Tcb, most: int) -> None:
    """The peer may wait for our ACKs: up to ``most`` leave at once, and no answer is waited for."""
    acking = tcb.acking
    assert acking is not None
    _be_quick(tcb, most)
    acking.pingpong = False
    if acking.delay:  # else the first text has all of them before it
        acking.delay = tcb.config.delayed_ack or 0


def _be_quick(tcb: Tcb, most: int = 1 << 30) -> None:
    """Enough quick ACKs for the sender to fill half the window, within bounds."""
    acking = tcb.acking
    assert acking is not None
    full = acking.full or _SMALLEST_FULL
    window = tcb.rcv_wnd + seq.diff(tcb.rcv_nxt, tcb.last_ack_sent)
    wanted = min(window // (2 * full) or 2, tcb.config.quickack_segments or 0, most)
    acking.quick = max(acking.quick, wanted)


def duplicate_arrived(tcb: Tcb) -> None:
    """The peer has sent something again: it may have missed our ACKs, or wait for them."""
    be_quick(tcb, 1 << 30)


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
    elif (acking.quick and not acking.pingpong) or acking.at_once:
        tcb.ack_now = Reason.QUICK_ACK
    elif not tcb.reassembly.size:
        _wait(tcb)
    elif not tcb.sack_ok or _is_early(tcb, acking):
        tcb.ack_now = Reason.OUT_OF_ORDER_ACKNOWLEDGED
    elif Timer.DELAYED_ACK not in tcb.timers:
        acking.compressed = True
        wait = COMPRESSION if acking.room.rtt else _SLACK
        tcb.judge(Reason.ACK_DELAYED, wait_ns=wait)
        tcb.arm(Timer.DELAYED_ACK, tcb.now + wait)


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


def text_read(tcb: Tcb, count: int, *, closed: bool) -> Reason | None:
    """The application has read ``count`` bytes: the rule by which an ACK leaves now, if one does.

    ``closed``: no more can come.
    """
    acking = tcb.acking
    assert acking is not None
    adjust(tcb, acking.room, count)
    acking.room.free(count)
    if acking.owed:
        if seq.diff(tcb.rcv_nxt, tcb.last_ack_sent) > (tcb.config.ack_every - 1) * (acking.full or _SMALLEST_FULL):
            return Reason.SECOND_SEGMENT_ACKNOWLEDGED
        if not acking.room.used and (acking.pushed == 2 or (acking.pushed and not acking.pingpong)):
            return Reason.READ_ACKNOWLEDGED  # all of a short write is read; its sender may be held by Nagle's rule
    if not closed and 2 * tcb.rcv_wnd <= acking.room.clamp:
        window = tcb.window_to_offer()
        if window and window >= 2 * tcb.rcv_wnd:
            return Reason.WINDOW_UPDATE
    return None


def window_to_offer(tcb: Tcb) -> int:
    """The next RCV.WND; where room gets scarce, quick ACKs would only bring more of what nobody reads."""
    acking = tcb.acking
    assert acking is not None
    if tcb.ack_now is Reason.ZERO_WINDOW_TEXT_DROPPED:
        return 0
    window, scarce = offer(tcb, acking.room, acking.full or _SMALLEST_FULL)
    if scarce:
        acking.quick = 0
    return window
