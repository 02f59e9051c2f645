"""What waits between the application and the wire: bytes to be acknowledged, and bytes to be read (RFC 9293 §3.9.1)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque


class SendBuffer:
    """Bytes from SND.UNA on, as one growing array; offsets count from its first byte.

    Taking bytes off the front moves a start pointer inside bytearray, so a segment costs its own size only.
    """

    __slots__ = ("_bytes", "_pushed", "_pushes", "_released")

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._released = 0  # bytes ever taken off, so that marks need no shifting
        self._pushes: list[int] = []  # where pushed Sends end, in bytes ever accepted
        self._pushed = 0  # the latest of them that is acknowledged

    def __len__(self) -> int:
        return len(self._bytes)

    def append(self, data: bytes | memoryview, push: bool) -> None:
        """Add ``data``; ``push`` marks its end as the end of a Send."""
        self._bytes += data
        if push:
            self.push()

    def push(self) -> None:
        """Mark the end of what is here (CLOSE implies it, RFC 9293 §3.8)."""
        end = self._released + len(self._bytes)
        if not self._pushes or self._pushes[-1] != end:
            self._pushes.append(end)

    def push_half_windows(self, before: int, unsent: int, mss: int, half: int) -> None:
        """Mark the ends of segments that lie more than ``half`` bytes behind the mark before them.

        ``before``: how many bytes were here before the latest were added; ``unsent``: where the next segment begins.
        """
        end = self._released + len(self._bytes)
        first = self._released + unsent
        while True:
            latest = self._pushes[-1] if self._pushes else self._pushed
            mark = first + -(-(max(latest + half + 1, self._released + before) - first) // mss) * mss
            if mark > end:
                return
            self._pushes.append(mark)

    def read(self, offset: int, length: int) -> bytes:
        """``length`` bytes from ``offset`` on."""
        with memoryview(self._bytes) as view, view[offset : offset + length] as part:
            return bytes(part)

    # RFC 9293: SHLD-27.
    def pushed(self, offset: int, length: int, *, at_end: bool = False) -> bool:
        """Whether a pushed Send ends within these bytes, or exactly ``at_end``, so that PSH is due on their segment."""
        pushes = self._pushes
        first = self._released + offset
        if at_end:
            index = bisect_left(pushes, first + length)
            return length > 0 and index < len(pushes) and pushes[index] == first + length
        index = bisect_right(pushes, first)
        return index < len(pushes) and pushes[index] <= first + length

    def release(self, count: int) -> None:
        """Forget the first ``count`` bytes: they are acknowledged."""
        del self._bytes[:count]
        self._released += count
        pushes = self._pushes
        if pushes and pushes[0] <= self._released:
            index = bisect_right(pushes, self._released)
            self._pushed = pushes[index - 1]
            del pushes[:index]


class ReceiveBuffer:
    """Bytes in order that the application has not read; the segments' own byte strings, uncopied."""

    __slots__ = ("_chunks", "unread")

    def __init__(self) -> None:
        self._chunks: deque[bytes] = deque()
        self.unread = 0

    def append(self, data: bytes) -> None:
        """Add bytes that arrived in order."""
        self._chunks.append(data)
        self.unread += len(data)

    def take(self, limit: int | None) -> bytes:
        """Take at most ``limit`` bytes (None: all) off the front."""
        assert limit is None or limit >= 0
        wanted = self.unread if limit is None else min(limit, self.unread)
        self.unread -= wanted
        taken: list[bytes] = []
        while wanted:
            chunk = self._chunks.popleft()
            if len(chunk) > wanted:
                self._chunks.appendleft(chunk[wanted:])
                chunk = chunk[:wanted]
            taken.append(chunk)
            wanted -= len(chunk)
        return taken[0] if len(taken) == 1 else b"".join(taken)
