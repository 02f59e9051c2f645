"""The receive window as Linux offers it: by the memory that packets take, and as large as the application needs.

RFC 9293 §3.8.6.2.2 leaves the size of the window to the receiver. Linux counts what a packet takes in memory, with its
headers and its record, and offers that part of the buffer which data can fill; the offer begins small and grows with
full packets ("slow start" of the window); and the buffer grows with what the application reads in a round trip
(dynamic right-sizing), up to a limit. Sizes are bytes, times ns.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tcpanim.tcp.options import TIMESTAMPS_SIZE, rtt_by_echo
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State
from tcpanim.units import MIB
from tcpanim.wire import seq

if TYPE_CHECKING:
    from tcpanim.tcp.tcb import Tcb

LARGEST = 32 * MIB
"""To what size a buffer may grow in Linux (tcp_rmem)."""

USUAL = 128 * 1024
"""What a buffer has at first there; a smaller one, asked for by the application, it takes twice."""

_OPENING = (State.LISTEN, State.SYN_SENT, State.SYN_RECEIVED, State.CLOSED)
_RATIO = 256  # the share of data in memory is counted in so many parts
_FIRST_SEGMENTS = 10
_SMALLEST_CLAMP = 1152  # SOCK_MIN_RCVBUF / 2
PAGE = 4096
"""In such portions memory is taken."""
_SMALL = 128  # a shorter segment says nothing about the window


def memory_of(size: int) -> int:
    """What a packet with ``size`` bytes of data and options takes: with headers a power of two, and its record.

    SKB_TRUESIZE on a machine of 64 bits: 424 bytes of headers and skb_shared_info, 256 of sk_buff.
    """
    return (1 << (size + 424 - 1).bit_length()) + 256


class Room:
    """How much can be received.

    ``buffer``: memory for packets; ``limit``: how large reading may make it, 0: it stays; ``fixed``: the application
    has asked for this size; ``share``: of it for data, in parts of 256; ``clamp``: the largest window; ``offered``: the
    window offered while it has not grown yet (rcv_ssthresh); ``used``: memory taken; ``spare``: what is left of the
    pages it was taken from; a packet that fits there is not weighed against ``buffer``. ``packets``: of what is in
    order and unread, each its end in the stream and its memory; ``tail``: so much fits behind the last one; ``late``:
    of what is out of order, length and memory. ``read``, ``put``: how many bytes were read, and put in order.

    Right-sizing: ``space``: bytes read in a round trip; ``mark``: ``read`` when this one began, at ``since``;
    ``rtt``: 8 times the round trip as the receiver sees it, 0 unknown; ``edge``, ``edge_at``: the window whose arrival
    measures it without timestamps; ``echo``: the timestamp that measured last.
    """

    __slots__ = (
        "begun",
        "buffer",
        "clamp",
        "echo",
        "edge",
        "edge_at",
        "fixed",
        "late",
        "limit",
        "mark",
        "offered",
        "packets",
        "put",
        "read",
        "rtt",
        "share",
        "since",
        "space",
        "spare",
        "tail",
        "used",
    )

    def __init__(self, buffer: int, limit: int | None) -> None:
        self.buffer = max(buffer, min(2 * buffer, USUAL))
        self.limit = limit or 0
        self.fixed = buffer < USUAL
        self.share = _RATIO // 2
        self.clamp = 0
        self.offered = 0
        self.used = 0
        self.spare = 0
        self.packets: deque[tuple[int, int]] = deque()
        self.tail = 0
        self.late: deque[tuple[int, int]] = deque()
        self.read = 0
        self.put = 0
        self.begun = False
        self.space = 0
        self.mark = 0
        self.since = 0
        self.rtt = 0
        self.edge: int | None = None
        self.edge_at = 0
        self.echo = 0

    # ---- sizes

    def for_data(self, memory: int) -> int:
        """How much data is expected to fit into ``memory``."""
        return memory * self.share // _RATIO

    def first_window(self, mss: int) -> int:
        """The window of the SYN: whole segments, if there is room for one."""
        space = self.for_data(self.buffer)
        return min(space - space % mss if space > mss else space, 0xFFFF)

    def begin(self, tcb: Tcb) -> None:
        """The connection stands: one segment stays in reserve (tcp_init_buffer_space)."""
        self.begun = True
        most, mss = self.for_data(self.buffer), tcb.config.mss
        clamp = min(most, 0xFFFF << tcb.rcv_scale)
        if clamp > 2 * mss and clamp + mss > most:
            clamp = max(2 * mss, most - mss)
        self.clamp = clamp
        self.offered = min(tcb.rcv_wnd, clamp)
        self.space = max(1, min(self.offered, tcb.rcv_wnd, _FIRST_SEGMENTS * mss))
        self.since = tcb.now

    # ---- packets

    def take_in(self, size: int, options: int) -> None:
        """A packet in order; a short one is copied behind the last if it fits there."""
        self.put += size
        self._put(size, self.put, memory_of(size + options), options)

    def _put(self, size: int, end: int, memory: int, options: int) -> None:
        if self.packets and size <= self.tail:
            self.tail -= size
            self.packets[-1] = (end, self.packets[-1][1])
            return
        self.packets.append((end, memory))
        self._charge(memory)
        self.tail = memory - 256 - 424 - options - size

    def keep(self, size: int, options: int) -> None:
        """A packet out of order."""
        memory = memory_of(size + options)
        self.late.append((size, memory))
        self._charge(memory)

    def join(self, size: int, options: int, *, all_of_it: bool) -> None:
        """``size`` bytes of what was out of order are in order by now."""
        while self.late and (size > 0 or all_of_it):
            length, memory = self.late.popleft()
            if length > size and not all_of_it:
                self.late.appendleft((length - size, memory))
                length, memory = size, memory_of(size + options)
            else:
                self._release(memory)
                length = min(length, size)
            size -= length
            if length:
                self.put += length
                self._put(length, self.put, memory, options)

    def _charge(self, memory: int) -> None:
        self.used += memory
        self.spare -= memory
        if self.spare < 0:
            self.spare %= PAGE

    def _release(self, memory: int) -> None:
        self.used -= memory
        self.spare = (self.spare + memory) % PAGE

    def free(self, count: int) -> None:
        """The application has read ``count`` bytes."""
        self.read += count
        packets = self.packets
        while packets and packets[0][0] <= self.read:
            self._release(packets.popleft()[1])
        if not packets:
            self.tail = 0


def make_do(room: Room) -> bool:
    """A buffer whose size nobody has asked for becomes as large as what it holds by now (tcp_clamp_window)."""
    if room.fixed or room.used > LARGEST:
        return False
    room.buffer = room.used
    return True


def measure_share(tcb: Tcb, room: Room, size: int, memory: int) -> None:
    """The peer's full segments have another length: another share of the memory is data (tcp_measure_rcv_mss).

    The window that is offered follows (tcp_set_window_clamp).
    """
    share = max(size * _RATIO // memory, 1)
    if share != room.share:
        room.share = share
        before, room.clamp = room.clamp, max(room.for_data(room.buffer), _SMALLEST_CLAMP)
        if room.clamp < before:
            room.offered = min(room.offered, room.clamp)
        else:
            last = tcb.rcv_wnd + seq.diff(tcb.rcv_nxt, tcb.last_ack_sent)
            room.offered = max(room.offered, min(last, room.clamp))
        room.space = min(room.space, room.clamp)


def grow(tcb: Tcb, room: Room, size: int, full: int, memory: int) -> bool:
    """A packet that uses its memory well lets the window grow (tcp_grow_window); whether it did."""
    free = min(room.clamp, room.for_data(room.buffer - room.used)) - room.offered
    if size < _SMALL or free <= 0:
        return False
    good = room.for_data(memory) <= size
    if not good and not _will_do(room, size, memory):
        return False
    step = 2 * (tcb.config.mss if good else full)
    room.offered += min(free, max(step, 2 * size))
    return True


def _will_do(room: Room, size: int, memory: int) -> bool:
    """The smaller the window still is, the worse a packet may use its memory."""
    memory, window = room.for_data(memory) >> 1, room.for_data(LARGEST) >> 1
    while room.offered <= window:
        if memory <= size:
            return True
        memory >>= 1
        window >>= 1
    return False


# ---- dynamic right-sizing


def measure_rtt(tcb: Tcb, room: Room, size: int, full: int) -> None:
    """The receiver's round trip: by the echo of a timestamp of ours, or by the arrival of a whole window."""
    if tcb.ts_ok and tcb.ts_echo != room.echo:
        room.echo = tcb.ts_echo
        if size >= full and (rtt := rtt_by_echo(tcb)) is not None:
            if not room.rtt or 8 * rtt < room.rtt:
                room.rtt = 8 * rtt
            elif not tcb.receive_buffer.unread:
                room.rtt += rtt - room.rtt // 8
    if room.edge is not None:
        if seq.lt(tcb.rcv_nxt, room.edge):
            return
        sample = 8 * (tcb.now - room.edge_at)
        if not room.rtt or sample < room.rtt:
            room.rtt = sample
    room.edge = seq.add(tcb.rcv_nxt, tcb.rcv_wnd + seq.diff(tcb.rcv_nxt, tcb.last_ack_sent))
    room.edge_at = tcb.now


def adjust(tcb: Tcb, room: Room, count: int) -> None:
    """The application reads ``count`` bytes, perhaps more in this round trip than ever (tcp_rcv_space_adjust).

    Linux looks after each packet; at one moment only the first look counts, and what is left unread then counts against
    it.
    """
    if not room.rtt or tcb.now - room.since < room.rtt // 8:
        return
    first = min(count, room.packets[0][0] - room.read) if room.packets else count
    copied = room.read + first - room.mark - (tcb.receive_buffer.unread + count - first)
    if copied > room.space:
        _enlarge(tcb, room, copied)
    room.mark = room.read + first
    room.since = tcb.now


def _enlarge(tcb: Tcb, room: Room, copied: int) -> None:
    """Room for twice of it, as it comes a round trip late, and for a sender that doubles its rate."""
    before, room.space = room.space, copied
    if not room.limit:
        return
    wanted = 2 * copied
    wanted += 2 * (wanted * (copied - before) // before)
    if not tcb.reassembly.empty:
        wanted += max(right for _, right in tcb.reassembly.blocks()) if tcb.reassembly.size else 0
    buffer = min(wanted * _RATIO // room.share, room.limit)
    if buffer > room.buffer:
        tcb.judge(Reason.BUFFER_GROWN, read_bytes=copied, before_bytes=room.buffer, buffer_bytes=buffer)
        room.buffer = buffer
        room.clamp = room.for_data(buffer)


# ---- the window


def offer(tcb: Tcb, room: Room, full: int) -> tuple[int, bool]:
    """The next window, never less than what was offered before (SHLD-14), and whether room is getting scarce.

    Without scaling in whole segments, and the same as before as long as that is true within a segment
    (__tcp_select_window).
    """
    if tcb.state in _OPENING:
        return tcb.rcv_wnd, False
    if not room.begun:
        room.begin(tcb)
    scale, told = tcb.rcv_scale, tcb.rcv_wnd
    free, allowed = room.for_data(room.buffer - room.used), room.for_data(room.buffer)
    most = min(room.clamp, allowed)
    full = min(full, most)
    scarce = free < most // 2
    if scarce:
        free = free >> scale << scale
        if tcb.config.sws and (free < allowed // 16 or free < full):
            return -(-told >> scale) << scale, True
    free = min(free, room.offered)
    if scale:
        window = -(-free >> scale) << scale
    else:
        window = told + seq.diff(tcb.rcv_nxt, tcb.last_ack_sent)
        if window <= free - full or window > free:
            window = free // full * full
        elif full == most and free > window + most // 2:
            window = free
    window = min(max(window, -(-told >> scale) << scale), 0xFFFF << scale)
    return window, scarce


def options_size(tcb: Tcb) -> int:
    """What options take in each of the peer's segments."""
    return TIMESTAMPS_SIZE if tcb.ts_ok else 0
