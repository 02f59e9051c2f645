"""What the sender believes of the segments in flight: SACKed, lost, sent again (RFC 6675 §2), and why it is recovering.

The marks themselves stand on the segments of the retransmission queue; here are their sums, in bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.phases import OPEN
from tcpanim.tcp.rack import Rack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcpanim.tcp.inflight import InFlight


class Usage:
    """How much of cwnd has been used of late, as Linux keeps it (RFC 7661 asks for no more than the idea).

    ``full``: cwnd was the limit in this round, which lasts until ``end`` is acknowledged; ``most``: the most segments
    in flight in it; ``used``: the same since ``since``, when cwnd was the limit last or was taken back.
    """

    __slots__ = ("end", "full", "most", "since", "used")

    def __init__(self) -> None:
        self.end: int | None = None
        self.full = False
        self.most = 0
        self.used = 0
        self.since = 0

    def begin(self, now: int) -> None:
        """Count anew."""
        self.used = 0
        self.since = now


class Scoreboard:
    """Sums over the retransmission queue, and the variables of loss recovery.

    The sums are bytes; with ``recovery: linux`` segments, each of which counts ``unit`` bytes whatever its length.

    ``phase``: see ``phases``. ``recover``: SND.NXT when the last recovery began, None once that is acknowledged (RFC
    6582 §3.2; RecoveryPoint of RFC 6675). ``unrepaired``: lost and not sent again. ``sacked`` without SACK: what
    duplicate ACKs tell to have arrived, counted only with PRR. ``delivered``: what the ACK at hand tells to have
    arrived. ``limited``: sent by limited transmit since the last ACK for new data. ``rescued``: the rescue
    retransmission of this recovery is used up. ``partial_acks``: of this recovery. ``prr_delivered``, ``prr_out``,
    ``recover_fs``: RFC 9937 §6.1. ``saved``: the congestion control before the reduction. ``frto``: the step of RFC
    5682, 0 when nothing is doubted. ``last_sent``: when data left last. ``sendings``: how many segments have left.
    ``by_time``: whether RACK needs to know what arrives. ``syn_again``: how many segments of the handshake were sent
    again. ``undo_from``: SND.UNA when the last reduction may still be taken back, ``undo_again``: how many of its
    repetitions no DSACK has told of (-1: none has left). ``again_since``: when the timer first ran out since the
    last progress. ``linux``: ``recovery: linux`` holds; ``unit``: the segment size then, 0 otherwise;
    ``dupthresh``: how many duplicate ACKs then mean a loss; ``stamp``: the timestamp of this recovery's first
    repetition; ``sacked_first``: the segment sent first, and only once, of those that the ACK at hand tells of by
    SACK.
    """

    __slots__ = (
        "again_since",
        "by_time",
        "delivered",
        "dupthresh",
        "frto",
        "last_sent",
        "limited",
        "linux",
        "lost",
        "partial_acks",
        "phase",
        "prr_delivered",
        "prr_out",
        "rack",
        "recover",
        "recover_fs",
        "reordering",
        "rescued",
        "retransmitted",
        "sacked",
        "sacked_first",
        "saved",
        "sendings",
        "stamp",
        "syn_again",
        "undo_again",
        "undo_from",
        "unit",
        "unrepaired",
        "usage",
    )

    def __init__(self) -> None:
        self.phase = OPEN
        self.recover: int | None = None
        self.sacked = 0
        self.lost = 0
        self.unrepaired = 0
        self.retransmitted = 0
        self.reordering = 0
        self.delivered = 0
        self.limited = 0
        self.rescued = False
        self.partial_acks = 0
        self.prr_delivered = 0
        self.prr_out = 0
        self.recover_fs = 0
        self.frto = 0
        self.saved: tuple[int, ...] = ()
        self.last_sent: int | None = None
        self.rack = Rack()
        self.by_time = False
        self.linux = False
        self.unit = 0
        self.stamp: int | None = None
        self.dupthresh = 0
        self.syn_again = 0
        self.sendings = 0
        self.usage = Usage()
        self.again_since = 0
        self.undo_from: int | None = None
        self.undo_again = 0
        self.sacked_first: InFlight | None = None

    def weight(self, entry: InFlight) -> int:
        """What ``entry`` counts in the sums: its bytes; with ``unit`` as much as any other segment."""
        return self.unit if self.unit and not entry.syn else entry.length + entry.syn + entry.fin

    def forget(self, entry: InFlight, size: int) -> None:
        """``size`` bytes of ``entry`` leave the sums; with ``unit`` only all of them together do."""
        if self.unit:
            if size < entry.length + entry.syn + entry.fin:
                return
            size = self.weight(entry)
        if entry.sacked:
            self.sacked -= size
            return
        self.delivered += size
        if self.by_time:
            self.rack.arrived.append(entry)
        if entry.lost:
            self.lost -= size
            if not entry.again:
                self.unrepaired -= size
        if entry.again:
            self.retransmitted -= size

    def mark_sacked(self, entry: InFlight) -> None:
        """The peer has it."""
        self.forget(entry, entry.size)
        entry.sacked = True
        entry.lost = entry.again = False
        self.sacked += self.weight(entry)

    def mark_lost(self, entry: InFlight) -> None:
        """It is no longer in the network; if it was sent again, that one is lost too."""
        self._not_there(entry)
        size = self.weight(entry)
        if entry.again:
            entry.again = False
            self.retransmitted -= size
            if entry.lost:
                self.unrepaired += size
        if not entry.lost:
            entry.lost = True
            self.lost += size
            self.unrepaired += size

    def mark_again(self, entry: InFlight) -> None:
        """It was sent again."""
        self._not_there(entry)
        if not entry.again:
            entry.again = True
            size = self.weight(entry)
            self.retransmitted += size
            if entry.lost:
                self.unrepaired -= size

    def _not_there(self, entry: InFlight) -> None:
        """The peer has said that it has it, but not acknowledged it in its turn: it has reneged (RFC 2018 §8)."""
        if entry.sacked:
            entry.sacked = False
            self.sacked -= self.weight(entry)

    def add(self, entry: InFlight) -> None:
        """A segment with marks was split off from another: where segments are counted it is one more."""
        size = self.weight(entry)
        self.lost += size * entry.lost
        self.unrepaired += size * (entry.lost and not entry.again)
        self.retransmitted += size * entry.again

    def all_lost(self, queue: Iterable[InFlight]) -> None:
        """After a timeout nothing that is not SACKed counts as in the network (RFC 5681 §3.1, RFC 6675 §5.1)."""
        for entry in queue:
            if not entry.sacked:
                self.mark_lost(entry)
