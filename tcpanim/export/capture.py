"""A run as a capture file: what tcpdump would have written at one of its hosts, for Wireshark and others.

``pcapng`` (draft-ietf-opsawg-pcapng) has a sentence with each packet and its direction; ``pcap`` is the older form,
with nanoseconds. Both hold bare IP datagrams (LINKTYPE_RAW), their times counted from the run's beginning.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tcpanim.sim.damage import damaged
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.units import S
from tcpanim.wire.ip_codec import encode_ip

LINKTYPE_RAW = 101
LARGEST = 262_144
"""Bytes of a packet; none is cut off."""
_SECTION, _INTERFACE, _PACKET = 0x0A0D0D0A, 1, 6
_COMMENT, _PROGRAM, _NAME, _FLAGS, _RESOLUTION = 1, 4, 2, 2, 9
_INBOUND, _OUTBOUND = 1, 2


class Packet(NamedTuple):
    """A datagram as ``host`` saw it: its moment (ns), its bytes, whether it was sent there, and whose they are."""

    t: int
    data: bytes
    sent: bool
    flight: Flight


def packets(trace: Trace, host: str) -> Iterator[Packet]:
    """What leaves ``host`` and what reaches it, in the order of time; at one instant arrivals come first.

    Lost segments are there at their sender only. A corrupted one arrives with a wrong checksum: one of its bits is
    turned, the first where the trace does not keep which.
    """
    moments: list[tuple[int, bool, Flight]] = []
    for flight in trace.flights:
        if flight.sender == host and not flight.injected and flight.copy_of is None:
            moments.append((flight.sent, True, flight))
        if flight.receiver == host and flight.arrived is not None:
            moments.append((flight.arrived, False, flight))
    moments.sort(key=lambda moment: (moment[0], moment[1], moment[2].id))
    numbers: Counter[str] = Counter()
    identifications: dict[int, int] = {}
    for flight in trace.flights:
        if flight.copy_of is None:
            numbers[flight.src.host] += 1
        identifications[flight.id] = identifications.get(flight.copy_of or 0, numbers[flight.src.host])
    for t, sent, flight in moments:
        yield Packet(t, _datagram(flight, sent, identifications[flight.id]), sent, flight)


def _datagram(flight: Flight, sent: bool, identification: int) -> bytes:
    source, destination = flight.src.host, flight.dst.host
    content, ecn = flight.segment.encode(source, destination), flight.segment.ecn
    if not sent and flight.received is not None:  # marked, or damaged and read all the same: with the sender's checksum
        read, ecn = flight.received.encode(source, destination), flight.received.ecn
        content = read[:16] + content[16:18] + read[18:]
    elif not sent and flight.fate is Fate.CORRUPTED:
        content = damaged(content, 0)
    return encode_ip(source, destination, content, ecn=ecn, identification=identification & 0xFFFF)


def pcap(trace: Trace, host: str) -> Iterator[bytes]:
    """The classic file with nanoseconds."""
    yield struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, LARGEST, LINKTYPE_RAW)
    for packet in packets(trace, host):
        seconds, rest = divmod(packet.t, S)
        size = len(packet.data)
        yield struct.pack("<IIII", seconds, rest, size, size) + packet.data


def pcapng(trace: Trace, host: str, program: str, comment: Callable[[int], str]) -> Iterator[bytes]:
    """The newer file. ``program``: who wrote it; ``comment``: what is said of a moment, with its first packet."""
    head = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
    yield _block(_SECTION, head, (_PROGRAM, program.encode()), (_COMMENT, trace.title.pick("en").encode()))
    name = (_NAME, host.encode())
    yield _block(_INTERFACE, struct.pack("<HHI", LINKTYPE_RAW, 0, LARGEST), name, (_RESOLUTION, b"\x09"))
    last = -1
    for packet in packets(trace, host):
        size = len(packet.data)
        body = struct.pack("<IIIII", 0, packet.t >> 32, packet.t & 0xFFFFFFFF, size, size) + _padded(packet.data)
        direction = struct.pack("<I", _OUTBOUND if packet.sent else _INBOUND)
        said = comment(packet.t) if packet.t != last else ""
        last = packet.t
        told = ((_COMMENT, said.encode()),) if said else ()
        yield _block(_PACKET, body, *told, (_FLAGS, direction))


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _block(kind: int, body: bytes, *options: tuple[int, bytes]) -> bytes:
    written = b"".join(struct.pack("<HH", code, len(value)) + _padded(value) for code, value in options)
    written += struct.pack("<HH", 0, 0)
    size = struct.pack("<I", 12 + len(body) + len(written))
    return struct.pack("<I", kind) + size + body + written + size
