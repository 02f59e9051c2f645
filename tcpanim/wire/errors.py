"""What a reader of wire bytes says when they cannot be read."""

from __future__ import annotations


class WireError(ValueError):
    """Bytes that are no valid header: ``reason`` says why, ``offset`` where (from the first byte handed in)."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"at byte {offset}: {reason}")
        self.offset = offset
        self.reason = reason
