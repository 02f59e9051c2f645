"""A TCP segment as a frozen value (RFC 9293 §3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from types import MappingProxyType
from typing import Any, NamedTuple

from tcpanim.wire import tcp_codec


class Flags(IntFlag):
    """Control bits in header bit order, FIN lowest."""

    FIN = 0x01
    SYN = 0x02
    RST = 0x04
    PSH = 0x08
    ACK = 0x10
    URG = 0x20
    ECE = 0x40
    CWR = 0x80


# Plain ints, because IntFlag arithmetic costs a microsecond each and every segment is tested many times.
FIN, SYN, RST, PSH, ACK, URG, ECE, CWR = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80

# Every combination once, so that making a segment costs a look-up: FLAGS[SYN | ACK].
FLAGS = tuple(Flags(bits) for bits in range(256))

NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})


class Address(NamedTuple):
    """One end of a connection: a host's IP address in text, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Segment:
    """One TCP segment.

    ``seq``, ``ack`` are 32-bit wire values; ``ack`` has no meaning while the ACK bit is off. ``window`` is the
    16-bit header field, unscaled. ``urgent`` is the urgent pointer. ``ecn`` is the codepoint of the IP header that
    carries the segment (0 to 3). ``options`` maps mss: int, window_scale: int, sack_permitted: True,
    timestamps: (value, echo), sack: ((left, right), …), fast_open: bytes.

    Raises ValueError for a field that does not fit into the header.
    """

    src_port: int
    dst_port: int
    seq: int
    ack: int
    flags: Flags
    window: int
    data: bytes = b""
    options: Mapping[str, Any] = field(default_factory=lambda: NO_OPTIONS, hash=False)
    urgent: int = 0
    ecn: int = 0

    # RFC 9293: MUST-1.
    def __post_init__(self) -> None:
        if not (
            0 <= self.src_port <= 0xFFFF
            and 0 <= self.dst_port <= 0xFFFF
            and 0 <= self.seq <= 0xFFFF_FFFF
            and 0 <= self.ack <= 0xFFFF_FFFF
            and 0 <= self.window <= 0xFFFF
            and 0 <= self.urgent <= 0xFFFF
            and 0 <= self.ecn <= 3
        ):
            raise ValueError(f"a field does not fit into the TCP header: {self!r}")
        if not isinstance(self.flags, Flags):
            object.__setattr__(self, "flags", Flags(self.flags))
        if type(self.options) is dict:
            object.__setattr__(self, "options", MappingProxyType(dict(self.options)))

    @property
    def length(self) -> int:
        """SEG.LEN: the sequence numbers it takes, SYN and FIN counted (RFC 9293 §3.4)."""
        flags = int(self.flags)
        return len(self.data) + (flags & SYN != 0) + (flags & FIN != 0)

    @property
    def kind(self) -> str:
        """The name that scenario files match it by: RST, SYN-ACK, SYN, FIN, DATA or ACK (DATA with a FIN is FIN).

        A segment with none of these marks (no flags, no data) is NONE.
        """
        flags = int(self.flags)
        if flags & RST:
            return "RST"
        if flags & SYN:
            return "SYN-ACK" if flags & ACK else "SYN"
        if flags & FIN:
            return "FIN"
        if self.data:
            return "DATA"
        return "ACK" if flags & ACK else "NONE"

    @property
    def flag_names(self) -> tuple[str, ...]:
        """The set bits in the order in which books name them: SYN, FIN, RST, PSH, ACK, URG, ECE, CWR."""
        flags = int(self.flags)
        return tuple(name for name, bit in _NAMES if flags & bit)

    def encode(self, src: str, dst: str) -> bytes:
        """The bytes that travel between the IP addresses, checksum included; raises ValueError."""
        return tcp_codec.encode(self, src, dst)

    @classmethod
    def decode(cls, data: bytes, src: str | None = None, dst: str | None = None, *, ecn: int = 0) -> Segment:
        """Read a segment's bytes; with both addresses its checksum is verified. Raises WireError.

        ``ecn``: the codepoint of the IP header it came in.
        """
        fields = tcp_codec.decode(data, src, dst)
        flags = FLAGS[fields.flags]
        return cls(*fields[:4], flags, fields.window, fields.data, fields.options, fields.urgent, ecn)


_NAMES = tuple(
    (bit.name or "", int(bit))
    for bit in (Flags.SYN, Flags.FIN, Flags.RST, Flags.PSH, Flags.ACK, Flags.URG, Flags.ECE, Flags.CWR)
)
