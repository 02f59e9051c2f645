"""A host's Fast Open cookies (RFC 7413 §4.1): what it keeps as a client, and what it gives as a server."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

SIZE = 8
"""Bytes of a cookie of ours (RFC 7413 §4.1.1: 4 to 16)."""


class Kept(NamedTuple):
    """What a client keeps for a server: its cookie and its segment size (RFC 7413 §4.1.3)."""

    cookie: bytes
    mss: int


class Cookies:
    """A host's cookies: those that it has got, by the server's address, and those that it gives."""

    def __init__(self, host: str) -> None:
        self.kept: dict[str, Kept] = {}
        self._host = host

    def of(self, client: str) -> bytes:
        """The cookie for ``client``; nobody else can compute it (§4.1.2). The server remembers none of them."""
        return blake2b(f"fast open\0{self._host}\0{client}".encode(), digest_size=SIZE).digest()
