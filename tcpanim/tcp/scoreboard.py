"""What the sender believes of the segments in flight: SACKed, lost, sent again (RFC 6675 §2), and why it is recovering.

The marks themselves stand on the segments of the retransmission queue; here are their sums, in bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.phases import OPEN
from tcpanim.tcp.rack import Rack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcpanim.tcp.tcb import InFlight


class Scoreboard:
    """Sums over the retransmission queue, and the variables of loss recovery.

    ``phase``: see ``phases``. ``recover``: SND.NXT when the last recovery began, None once that is acknowledged (RFC
    6582 §3.2; RecoveryPoint of RFC 6675). ``unrepaired``: lost and not sent again. ``sacked`` without SACK: what
    duplicate ACKs tell to have arrived, counted only with PRR. ``delivered``: what the ACK at hand tells to have
    arrived. ``limited``: sent by limited transmit since the last ACK for new data. ``rescued``: the rescue
    retransmission of this recovery is used up. ``partial_acks``: of this recovery. ``prr_delivered``, ``prr_out``,
    ``recover_fs``: RFC 6937 §3.1. ``saved``: the congestion control before the reduction. ``frto``: the step of RFC
    5682, 0 when nothing is doubted. ``last_sent``: when data left last. ``sendings``: how many segments have left.
    ``by_time``: whether RACK needs to know what arrives. ``syn_again``: how many segments of the handshake were sent
    again. ``linux``: ``recovery: linux`` holds; ``unit``: what it counts for a segment of any length that
    arrives, 0 otherwise; ``dupthresh``: how many duplicate ACKs then mean a loss; ``stamp``: the
    timestamp of this recovery's first repetition.
    """

    __slots__ = (
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
        "saved",
        "sendings",
        "stamp",
        "syn_again",
        "unit",
        "unrepaired",
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

    def pipe(self, flight: int) -> int:
        """How much is thought to be in the network (RFC 6675 §4, SetPipe).

        That is each octet that is neither SACKed nor lost, and each that was sent again.
        """
        return flight - self.sacked - self.lost + self.retransmitted

    def forget(self, entry: InFlight, size: int) -> None:
        """``size`` bytes of ``entry`` leave the sums."""
        if entry.sacked:
            self.sacked -= size
            return
        self.delivered += self.unit or size
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
        self.sacked += entry.size

    def mark_lost(self, entry: InFlight) -> None:
        """It is no longer in the network; if it was sent again, that one is lost too."""
        self._not_there(entry)
        size = entry.size
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
            self.retransmitted += entry.size
            if entry.lost:
                self.unrepaired -= entry.size

    def _not_there(self, entry: InFlight) -> None:
        """The peer has said that it has it, but not acknowledged it in its turn: it has reneged (RFC 2018 §8)."""
        if entry.sacked:
            entry.sacked = False
            self.sacked -= entry.size

    def all_lost(self, queue: Iterable[InFlight]) -> None:
        """After a timeout nothing that is not SACKed counts as in the network (RFC 5681 §3.1, RFC 6675 §5.1)."""
        for entry in queue:
            if not entry.sacked:
                self.mark_lost(entry)
