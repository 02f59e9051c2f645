"""How large segments may be: the MSS, and what SACK blocks take of it (RFC 9293 §3.7.1, RFC 2018 §3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any


@cache
def mss_options(mss: int, sack: bool) -> Mapping[str, Any]:
    """What a SYN always carries: the MSS, and whether SACK is understood."""
    return MappingProxyType({"mss": mss, "sack_permitted": True} if sack else {"mss": mss})


def default_mss(host: str) -> int:
    """What a peer of the IP address ``host`` takes that has no MSS option (RFC 9293 §3.7.1, MUST-15)."""
    return 1220 if ":" in host else 536


def sack_size(blocks: int) -> int:
    """How many bytes the option takes in the header, padding included (RFC 2018 §3)."""
    return 4 + 8 * blocks if blocks else 0


def sack_room(options: Mapping[str, Any]) -> int:
    """How many blocks the header has room for: four, or three beside timestamps (RFC 2018 §3)."""
    return 3 if "timestamps" in options else 4
