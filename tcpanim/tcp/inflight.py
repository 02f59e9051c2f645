"""A segment of the retransmission queue."""

from __future__ import annotations

from tcpanim.wire import seq


class InFlight:
    """One segment of the retransmission queue (RFC 9293 §3.8.1): what it occupies, and when it was sent."""

    __slots__ = (
        "again",
        "fin",
        "first_sent",
        "length",
        "lost",
        "order",
        "push",
        "sacked",
        "sent",
        "seq",
        "syn",
        "transmissions",
    )

    def __init__(self, seq: int, length: int, syn: bool, fin: bool, now: int) -> None:
        self.seq = seq
        self.length = length
        self.syn = syn
        self.fin = fin
        self.first_sent = now
        self.sent = now  # the last time
        self.order = 0  # which sending of the connection that was
        self.transmissions = 1
        self.push = False
        self.sacked = False
        self.lost = False  # counts as no longer in the network
        self.again = False  # was sent again since it was found lost

    @property
    def size(self) -> int:
        """How many sequence numbers it takes."""
        return self.length + self.syn + self.fin

    @property
    def end(self) -> int:
        """The sequence number behind it."""
        return (self.seq + self.length + self.syn + self.fin) % seq.MODULUS
