"""No congestion control: the receiver's window alone limits the sender, as in RFC 793."""

from __future__ import annotations

from tcpanim.tcp.congestion.base import CongestionControl


class NoCongestionControl(CongestionControl):
    """No cwnd, no fast retransmit; the retransmission timer resends the earliest segment only."""

    __slots__ = ()
