"""A listener's two queues: handshakes under way, and connections that the application has not accepted (RFC 4987)."""

from __future__ import annotations

from collections import deque
from hashlib import blake2b
from typing import NamedTuple

from tcpanim.units import S
from tcpanim.wire.seq import MODULUS


class Backlog(NamedTuple):
    """The limits of a listener; None: no limit. ``overflow``: what a handshake meets that completes into a full queue.

    With a limit for ``accept`` the application has to accept its connections; without one they are accepted at once.
    """

    syn: int | None = None
    accept: int | None = None
    cookies: bool = False
    overflow: str = "drop"


class Queues:
    """Both queues of one listener; connections are numbers. ``waiting``: calls of accept that found nothing."""

    __slots__ = ("backlog", "half_open", "offspring", "unaccepted", "waiting")

    def __init__(self, backlog: Backlog) -> None:
        self.backlog = backlog
        self.half_open: dict[int, None] = {}  # a set in order of arrival
        self.offspring: set[int] = set()
        self.unaccepted: deque[int] = deque()
        self.waiting = 0

    @property
    def syn_full(self) -> bool:
        """Whether no further handshake may begin."""
        return self.backlog.syn is not None and len(self.half_open) >= self.backlog.syn

    @property
    def accept_full(self) -> bool:
        """Whether no further connection may wait for the application."""
        return self.backlog.accept is not None and len(self.unaccepted) >= self.backlog.accept

    def forget(self, number: int) -> None:
        """The connection is over."""
        self.half_open.pop(number, None)
        self.offspring.discard(number)
        if number in self.unaccepted:
            self.unaccepted.remove(number)


# ---- SYN cookies (RFC 4987 §3.6, appendix A): the server remembers nothing, the number remembers for it

# Five bits of a counter of 64 s, three of an index of segment sizes, 24 of a hash; Linux takes a cookie for as long as
# the counter has moved by less than two (MAX_SYNCOOKIE_AGE).
_SIZES = (216, 536, 1000, 1300, 1440, 1460, 4312, 8960)
_PERIOD = 64 * S
_PERIODS = 32
_YOUNG = 2


class Offer(NamedTuple):
    """Who asks: the socket pair and the SYN's sequence number."""

    local: str
    port: int
    remote: str
    remote_port: int
    number: int


def cookie(offer: Offer, mss: int, now: int) -> int:
    """The initial sequence number that answers a SYN: 5 bits of time, 3 of segment size, 24 that nobody can guess."""
    time = now // _PERIOD % _PERIODS
    size = max((index for index, known in enumerate(_SIZES) if known <= mss), default=0)
    return (offer.number + (time << 27 | size << 24 | _secret(offer, time, size))) % MODULUS


def mss_of(offer: Offer, number: int, now: int) -> int | None:
    """The segment size in a cookie of ours that is not too old; None: it is no such cookie."""
    value = (number - offer.number) % MODULUS
    time, size = value >> 27, value >> 24 & 7
    if (now // _PERIOD - time) % _PERIODS >= _YOUNG or value & 0xFF_FFFF != _secret(offer, time, size):
        return None
    return _SIZES[size]


def _secret(offer: Offer, time: int, size: int) -> int:
    name = f"{offer}\0{time}\0{size}".encode()
    return int.from_bytes(blake2b(name, digest_size=3).digest(), "big")
