"""The hooks through which the engine asks how much may be in flight (RFC 5681)."""

from __future__ import annotations


class CongestionControl:
    """The neutral strategy: every hook may be overridden, none has to be.

    Sizes are bytes, times ns. ``cwnd`` and ``ssthresh`` are None where an algorithm has no such variable.
    """

    __slots__ = ()

    cwnd: int | None = None
    ssthresh: int | None = None

    def window(self) -> int | None:
        """How many bytes may be in flight besides what SND.WND allows; None: no limit of its own."""
        return None

    def on_established(self, mss: int, now: int) -> None:
        """The handshake is over; the segment size is known."""

    def on_ack(self, acked: int, flight: int, now: int) -> None:
        """``acked`` new bytes were acknowledged; ``flight`` are still outstanding."""

    def on_duplicate_ack(self, count: int, flight: int, now: int) -> None:
        """The ``count``-th duplicate ACK in a row arrived."""

    def on_timeout(self, flight: int, now: int) -> None:
        """The retransmission timer expired."""
