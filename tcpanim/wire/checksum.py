"""The Internet checksum and TCP's pseudo-header (RFC 1071; RFC 9293 §3.1; RFC 8200 §8.1)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

TCP = 6
"""The protocol number."""


def internet_checksum(data: bytes) -> int:
    """The 16-bit one's complement of the one's complement sum; 0 when ``data`` contains its right checksum.

    2**16 is 1 modulo 65535, so the sum of the 16-bit words with end-around carry is the whole number modulo 65535;
    only a sum of 65535 has to be told from one of 0.
    """
    if len(data) % 2:
        data += b"\0"
    number = int.from_bytes(data, "big")
    total = number % 0xFFFF
    if total == 0 and number:
        total = 0xFFFF
    return total ^ 0xFFFF


@lru_cache(maxsize=256)
def packed(address: str) -> bytes:
    """An IPv4 or IPv6 address in text as 4 or 16 bytes; raises ValueError."""
    return ip_address(address).packed


def tcp_checksum(src: str, dst: str, segment: bytes) -> int:
    """The checksum over pseudo-header and segment; 0 when the segment's checksum field is right."""
    source, destination = packed(src), packed(dst)
    if len(source) != len(destination):
        raise ValueError(f"{src} and {dst} are of different IP versions")
    length = len(segment)
    if len(source) == 4:
        pseudo = source + destination + bytes((0, TCP)) + length.to_bytes(2, "big")
    else:
        pseudo = source + destination + length.to_bytes(4, "big") + bytes((0, 0, 0, TCP))
    return internet_checksum(pseudo + segment)
