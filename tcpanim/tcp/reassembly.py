"""The store for text that arrived ahead of its turn (RFC 9293 §3.10.7.4, SHLD-31)."""

from __future__ import annotations

from bisect import bisect_right


class Reassembly:
    """Text beyond RCV.NXT, in order and without overlaps, and the place of the peer's FIN once it is known.

    Offsets count from RCV.NXT. Inside, places count from the first byte of the stream, so that nothing has to be
    moved when RCV.NXT does.
    """

    __slots__ = ("_chunks", "_fin", "_recent", "_starts", "_taken", "size")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._chunks: list[bytes] = []
        self._taken = 0
        self._fin: int | None = None
        self._recent: list[tuple[int, int]] = []  # stretches without a gap, the one that grew last first
        self.size = 0

    def insert(self, offset: int, data: bytes) -> int:
        """Keep what is new of ``data``; returns how many bytes that was. What came first wins over a later copy."""
        start = self._taken + offset
        end = start + len(data)
        if self._fin is not None and end > self._fin:
            end = max(start, self._fin)
        added = 0
        place = start
        index = bisect_right(self._starts, place)
        if index:
            place = max(place, self._starts[index - 1] + len(self._chunks[index - 1]))
        while place < end:
            stop = min(end, self._starts[index]) if index < len(self._starts) else end
            if place < stop:
                self._starts.insert(index, place)
                self._chunks.insert(index, data[place - start : stop - start])
                added += stop - place
                index += 1
            if index == len(self._starts):
                break
            place = self._starts[index] + len(self._chunks[index])
            index += 1
        self.size += added
        if start < end:
            self._touch(start, end)
        return added

    def _touch(self, start: int, end: int) -> None:
        """A segment from ``start`` to ``end`` arrived: the stretch that it belongs to comes to the front."""
        others = []
        for left, right in self._recent:
            if right < start or left > end:
                others.append((left, right))
            else:
                start, end = min(start, left), max(end, right)
        self._recent = [(start, end), *others]

    def blocks(self) -> list[tuple[int, int]]:
        """The stretches that wait, as offsets from RCV.NXT, the one that the latest segment belongs to first."""
        taken = self._taken
        return [(left - taken, right - taken) for left, right in self._recent if left > taken]

    def take(self) -> list[bytes]:
        """Take off what continues the stream without a gap; the caller advances RCV.NXT by its length."""
        count = 0
        while count < len(self._starts) and self._starts[count] == self._taken:
            self._taken += len(self._chunks[count])
            count += 1
        taken = self._chunks[:count]
        del self._starts[:count], self._chunks[:count]
        self.size -= sum(map(len, taken))
        if self._recent:
            self._recent = [block for block in self._recent if block[1] > self._taken]
        return taken

    def skip(self, count: int) -> None:
        """RCV.NXT advances over ``count`` bytes that went straight to the reader (nothing may be stored)."""
        assert not self._starts
        self._taken += count

    def note_fin(self, offset: int) -> bool:
        """The peer's FIN stands ``offset`` bytes ahead; False when a nearer place was already known.

        Of two places the nearer one counts: it is the first to be reached. Text beyond a FIN cannot be: what is stored
        there is thrown away.
        """
        place = self._taken + offset
        if self._fin is not None and place >= self._fin:
            return self._fin == place
        self._fin = place
        self._recent = [(left, min(right, place)) for left, right in self._recent if left < place]
        self._touch(place, place + 1)
        while self._starts and self._starts[-1] + len(self._chunks[-1]) > place:
            start, chunk = self._starts.pop(), self._chunks.pop()
            self.size -= len(chunk)
            if start < place:
                self._starts.append(start)
                self._chunks.append(chunk[: place - start])
                self.size += place - start
        return True

    def pass_fin(self, length: int) -> None:
        """``length`` bytes come in their turn and go on beyond the FIN: it was not the peer's."""
        if self._fin is not None and self._taken < self._fin < self._taken + length:
            self._fin = None

    @property
    def fin_is_next(self) -> bool:
        """Whether RCV.NXT stands at the peer's FIN."""
        return self._fin == self._taken

    @property
    def empty(self) -> bool:
        """Whether nothing waits, neither text nor FIN."""
        return not self._starts and self._fin is None
