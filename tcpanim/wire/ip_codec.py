"""The IPv4 and IPv6 headers that carry a segment (RFC 791, RFC 8200)."""

from __future__ import annotations

import struct
from ipaddress import ip_address
from typing import NamedTuple

from tcpanim.wire.checksum import TCP, internet_checksum, packed
from tcpanim.wire.errors import WireError

_IPV4 = struct.Struct("!BBHHHBBH4s4s")
_IPV6 = struct.Struct("!IHBB16s16s")
_EXTENSIONS = (0, 43, 60)  # hop-by-hop options, routing, destination options: length in units of 8 bytes
_FRAGMENT = 44


class IpPacket(NamedTuple):
    """An IP datagram, of either version.

    ``payload`` ends where the header says; it is shorter than ``payload_length`` when the capture was cut off.
    """

    src: str
    dst: str
    protocol: int
    payload: bytes
    payload_length: int
    ttl: int
    ecn: int


def encode_ip(src: str, dst: str, payload: bytes, *, ecn: int = 0, ttl: int = 64, identification: int = 0) -> bytes:
    """Put a TCP segment into a datagram of the addresses' version. Raises ValueError."""
    source, destination = packed(src), packed(dst)
    if len(source) != len(destination):
        raise ValueError(f"{src} and {dst} are of different IP versions")
    if len(source) == 16:
        return _IPV6.pack(6 << 28 | ecn << 20, len(payload), TCP, ttl, source, destination) + payload
    total = _IPV4.size + len(payload)
    dont_fragment = 0x4000
    fields = [0x45, ecn, total, identification, dont_fragment, ttl, TCP, 0, source, destination]
    fields[7] = internet_checksum(_IPV4.pack(*fields))
    return _IPV4.pack(*fields) + payload


def decode_ip(data: bytes) -> IpPacket:
    """Read a datagram; fragments and broken headers raise WireError, a wrong IPv4 header checksum does not."""
    version = data[0] >> 4 if data else 0
    if version == 4:
        return _decode_ipv4(data)
    if version == 6:
        return _decode_ipv6(data)
    raise WireError(0, f"IP version {version}")


def _decode_ipv4(data: bytes) -> IpPacket:
    if len(data) < _IPV4.size:
        raise WireError(len(data), f"the IPv4 header ends after {len(data)} of {_IPV4.size} bytes")
    first, service, total, _, fragment, ttl, protocol, _, source, destination = _IPV4.unpack_from(data)
    size = (first & 0x0F) * 4
    if size < _IPV4.size or size > len(data):
        raise WireError(0, f"an IPv4 header of {size} bytes; the datagram has {len(data)}")
    if fragment & 0x3FFF:
        raise WireError(6, "a fragment of a datagram")
    # Segmentation offload leaves 0 in the length field of captured datagrams.
    total = total or len(data)
    if total < size:
        raise WireError(2, f"a total length of {total} bytes, shorter than the header")
    return IpPacket(
        str(ip_address(source)),
        str(ip_address(destination)),
        protocol,
        data[size:total],
        total - size,
        ttl,
        service & 3,
    )


def _decode_ipv6(data: bytes) -> IpPacket:
    if len(data) < _IPV6.size:
        raise WireError(len(data), f"the IPv6 header ends after {len(data)} of {_IPV6.size} bytes")
    first, length, protocol, limit, source, destination = _IPV6.unpack_from(data)
    place = _IPV6.size
    end = place + length if length else len(data)
    while protocol in _EXTENSIONS or protocol == _FRAGMENT:
        if place + 8 > min(end, len(data)):
            raise WireError(place, "an IPv6 extension header is cut off")
        if protocol == _FRAGMENT and int.from_bytes(data[place + 2 : place + 4], "big") & 0xFFF9:
            raise WireError(place + 2, "a fragment of a datagram")
        size = 8 if protocol == _FRAGMENT else 8 * (data[place + 1] + 1)
        protocol = data[place]
        place += size
    if place > end:
        raise WireError(4, "the IPv6 extension headers are longer than the datagram")
    return IpPacket(
        str(ip_address(source)),
        str(ip_address(destination)),
        protocol,
        data[place:end],
        end - place,
        limit,
        first >> 20 & 3,
    )
