"""The names by which scenario files match segments: SYN, SYN-ACK, ACK, DATA, FIN, RST, ANY."""

from __future__ import annotations

from functools import cache

from tcpanim.wire.segment import ACK, FIN, RST, SYN, Segment


def match_names(segment: Segment) -> tuple[str, ...]:
    """All names that match ``segment``; ANY is one of them.

    SYN is one without ACK; ACK carries no data, SYN, FIN or RST; DATA is any with data, FIN any with FIN.
    """
    return _names(int(segment.flags), bool(segment.data))


def matches(segment: Segment, name: str) -> bool:
    """Whether ``name`` matches ``segment``."""
    return name in match_names(segment)


@cache
def _names(flags: int, data: bool) -> tuple[str, ...]:
    names = ["ANY"]
    if flags & SYN:
        names.append("SYN-ACK" if flags & ACK else "SYN")
    if data:
        names.append("DATA")
    if flags & FIN:
        names.append("FIN")
    if flags & RST:
        names.append("RST")
    if flags & ACK and not data and not flags & (SYN | FIN | RST):
        names.append("ACK")
    return tuple(names)
