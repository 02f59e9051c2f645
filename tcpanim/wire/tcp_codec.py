"""A segment's bytes: the TCP header with its options (RFC 9293 §3.1, §3.2)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tcpanim.wire.checksum import tcp_checksum
from tcpanim.wire.errors import WireError

if TYPE_CHECKING:
    from tcpanim.wire.segment import Segment

_HEADER = struct.Struct("!HHIIBBHHH")
_CHECKSUM_AT = 16
_LARGEST_HEADER = 60

END, NO_OPERATION, MSS, WINDOW_SCALE, SACK_PERMITTED, SACK, TIMESTAMPS, FAST_OPEN = 0, 1, 2, 3, 4, 5, 8, 34


class Fields(NamedTuple):
    """What the bytes of a segment say; the arguments of ``Segment``."""

    src_port: int
    dst_port: int
    seq: int
    ack: int
    flags: int
    window: int
    data: bytes
    options: Mapping[str, Any]
    urgent: int


# RFC 9293: MUST-2.
def encode(segment: Segment, src: str, dst: str) -> bytes:
    """The segment as it travels from IP address ``src`` to ``dst``, with its checksum.

    Raises ValueError for options that do not fit into the header and for addresses that do not go together.
    """
    options = encode_options(segment.options)
    size = _HEADER.size + len(options)
    if size > _LARGEST_HEADER:
        raise ValueError(f"the options take {len(options)} bytes; the header has room for 40")
    header = _HEADER.pack(
        segment.src_port,
        segment.dst_port,
        segment.seq,
        segment.ack,
        size // 4 << 4,
        segment.flags,
        segment.window,
        0,
        segment.urgent,
    )
    whole = bytearray(header + options + segment.data)
    struct.pack_into("!H", whole, _CHECKSUM_AT, tcp_checksum(src, dst, bytes(whole)))
    return bytes(whole)


# RFC 9293: MUST-3.
def decode(data: bytes, src: str | None, dst: str | None) -> Fields:
    """Read a segment; with both addresses given the checksum is verified. Raises WireError."""
    if len(data) < _HEADER.size:
        raise WireError(len(data), f"the TCP header ends after {len(data)} of {_HEADER.size} bytes")
    src_port, dst_port, number, acknowledgment, offset, flags, window, _, urgent = _HEADER.unpack_from(data)
    size = (offset >> 4) * 4
    if not _HEADER.size <= size <= len(data):
        raise WireError(12, f"a data offset of {size} bytes; the segment has {len(data)}")
    if src is not None and dst is not None and tcp_checksum(src, dst, data):
        raise WireError(_CHECKSUM_AT, "the checksum is wrong")
    options = decode_options(data[_HEADER.size : size], _HEADER.size)
    return Fields(src_port, dst_port, number, acknowledgment, flags, window, data[size:], options, urgent)


# ---- options (RFC 9293 §3.2, RFC 7323, RFC 2018, RFC 7413)


# RFC 9293: MUST-68, MUST-69.
def encode_options(options: Mapping[str, Any]) -> bytes:
    """The options one after the other, padded with zeros to a multiple of four bytes."""
    parts = []
    for name, value in options.items():
        if name == "mss":
            parts.append(struct.pack("!BBH", MSS, 4, value))
        elif name == "window_scale":
            parts.append(bytes((WINDOW_SCALE, 3, value)))
        elif name == "sack_permitted":
            parts.append(bytes((SACK_PERMITTED, 2)))
        elif name == "timestamps":
            parts.append(struct.pack("!BBII", TIMESTAMPS, 10, *value))
        elif name == "sack":
            edges = [edge for block in value for edge in block]
            parts.append(struct.pack(f"!BB{len(edges)}I", SACK, 2 + 4 * len(edges), *edges))
        elif name == "fast_open":
            parts.append(bytes((FAST_OPEN, 2 + len(value))) + value)
        else:
            raise ValueError(f"unknown option {name!r}")
    whole = b"".join(parts)
    return whole + b"\0" * (-len(whole) % 4)


_SIZE_OF = {"mss": 4, "window_scale": 3, "sack_permitted": 2, "timestamps": 10}


def options_size(options: Mapping[str, Any]) -> int:
    """How many bytes ``encode_options`` makes of them, padding included."""
    size = 0
    for name, value in options.items():
        known = _SIZE_OF.get(name)
        if known is None:
            known = 2 + (8 * len(value) if name == "sack" else len(value))
        size += known
    return size + -size % 4


# RFC 9293: MUST-4, MUST-5, MUST-64.
def decode_options(data: bytes, base: int = 0) -> Mapping[str, Any]:
    """Read the options; those of unknown kind are passed over (MUST-6). ``base``: where ``data`` begins, for errors."""
    options: dict[str, Any] = {}
    place = 0
    while place < len(data) and data[place] != END:
        kind = data[place]
        if kind == NO_OPERATION:
            place += 1
            continue
        length = data[place + 1] if place + 1 < len(data) else 0
        if length < 2 or place + length > len(data):
            raise WireError(base + place, f"option {kind} has the illegal length {length}")  # MUST-7
        _read_option(options, kind, data[place + 2 : place + length], base + place)
        place += length
    return options


_SIZES = {MSS: 2, WINDOW_SCALE: 1, SACK_PERMITTED: 0, TIMESTAMPS: 8}


def _read_option(options: dict[str, Any], kind: int, value: bytes, place: int) -> None:
    if len(value) != _SIZES.get(kind, len(value)) or (kind == SACK and (len(value) % 8 or not value)):
        raise WireError(place, f"option {kind} has the illegal length {2 + len(value)}")
    if kind == MSS:
        options["mss"] = int.from_bytes(value, "big")
    elif kind == WINDOW_SCALE:
        options["window_scale"] = value[0]
    elif kind == SACK_PERMITTED:
        options["sack_permitted"] = True
    elif kind == TIMESTAMPS:
        options["timestamps"] = struct.unpack("!II", value)
    elif kind == SACK:
        options["sack"] = tuple(struct.iter_unpack("!II", value))
    elif kind == FAST_OPEN:
        options["fast_open"] = value
