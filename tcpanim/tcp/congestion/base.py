"""The hooks through which the engine asks how much may be in flight (RFC 5681)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.reasons import Reason

if TYPE_CHECKING:
    from tcpanim.tcp.config import TcpConfig


class CongestionControl:
    """The neutral strategy: it never limits the sender, and there is nothing that a loss could reduce.

    Sizes are bytes, times ns. ``cwnd`` and ``ssthresh`` are None where an algorithm has no such variable, ``ssthresh``
    also while it is "arbitrarily high". A strategy says how the window grows and by how much a loss reduces it; what
    is sent again, and when, is decided in ``recovery``.
    """

    __slots__ = ("cwnd", "ssthresh")

    limits = False
    fast_recovery = True
    """Whether three duplicate ACKs lead into fast recovery, or back to slow start."""

    def __init__(self) -> None:
        self.cwnd: int | None = None
        self.ssthresh: int | None = None

    def start(self, config: TcpConfig, mss: int, window: int) -> None:
        """The handshake is over; ``window`` is the initial window."""

    def grow(self, acked: int, now: int, rtt: int) -> Reason | None:
        """``acked`` new bytes were acknowledged while cwnd was the limit; the rule by which cwnd grew, if it did."""
        del acked, now, rtt
        return None

    def reduce(self, flight: int, *, timeout: bool = False) -> None:
        """A loss, found by the ``timeout`` or by ACKs: set ssthresh after what was in flight, forget the growth."""

    def pause(self, now: int) -> None:
        """An ACK arrived while something else than cwnd limited the sender: that time does not count."""

    def save(self) -> tuple[int, ...]:
        """Everything that ``restore`` needs to take a reduction back (RFC 4015 §3)."""
        return ()

    def restore(self, saved: tuple[int, ...]) -> None:
        """The reduction was a mistake."""
