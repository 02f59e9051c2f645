"""Real bytes where they matter: how long a segment is on the wire, and what a turned bit makes of it."""

from __future__ import annotations

from tcpanim.wire.segment import Segment
from tcpanim.wire.tcp_codec import options_size

# Bytes of the headers without options (RFC 791 §3.1, RFC 8200 §3, RFC 9293 §3.1), and where TCP's window field begins.
_IPV4_HEADER, _IPV6_HEADER, _TCP_HEADER = 20, 40, 20
_WINDOW_AT = 14


def wire_size(segment: Segment, source: str) -> int:
    """IP and TCP header and data, in bytes, of a segment from the IP address ``source``."""
    ip = _IPV6_HEADER if ":" in source else _IPV4_HEADER
    options = options_size(segment.options) if segment.options else 0
    return ip + _TCP_HEADER + options + len(segment.data)


def damaged(content: bytes, number: int) -> bytes:
    """``content`` (a TCP header and its data) with one bit turned, chosen by ``number``.

    A bit of the data, where there is data: that is what a checksum is for. Else a bit of the window field, so that a
    receiver that verifies nothing reads a segment that still belongs to its connection.
    """
    header = (content[12] >> 4) * 4
    first, size = (header, len(content) - header) if len(content) > header else (_WINDOW_AT, 2)
    byte, bit = divmod(number % (size * 8), 8)
    changed = bytearray(content)
    changed[first + byte] ^= 0x80 >> bit
    return bytes(changed)
