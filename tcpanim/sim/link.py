"""One direction of the path: rate, queue, delay, loss, jitter, duplication, and the faults that a scenario plans."""

from __future__ import annotations

from collections import Counter, deque
from typing import NamedTuple

from tcpanim.scenario.model import (
    CallFault,
    Change,
    Corrupt,
    Cut,
    Delay,
    Deliver,
    Drop,
    Duplicate,
    Fault,
    Flood,
    Mark,
    SegmentFault,
    Selector,
    WireSpec,
)
from tcpanim.sim.chance import draw
from tcpanim.sim.match import match_names
from tcpanim.units import S
from tcpanim.wire.segment import Segment

_MILLION = 1_000_000


class Copy(NamedTuple):
    """A copy that the network makes: when it arrives (ns), and by which fault (None: by chance)."""

    due: int
    by: str | None


class Passage(NamedTuple):
    """What the network does with a segment. Times are ns.

    ``left``: the first bit starts onto the wire; ``due``: the last bit arrives, if nothing goes wrong; ``lost``: when
    it is lost, or None; ``by``: what decided that, or delayed or corrupted it ("fault 1", "loss", "queue", "cut");
    ``damage``: a number that says which bit is turned, None for none; ``marked``: a router marks congestion.
    """

    left: int
    due: int
    lost: int | None = None
    by: str | None = None
    damage: int | None = None
    copies: tuple[Copy, ...] = ()
    marked: bool = False


class Link:
    """The way from ``sender`` to its peer. Remembers what it was given, as queues and counts need it."""

    def __init__(self, sender: str, wire: WireSpec, faults: tuple[Fault, ...], seed: int) -> None:
        self._sender = sender
        self._seed = seed
        self._delay = wire.delay[sender]
        self._rate = wire.rate.get(sender)
        self._queue = wire.queue.get(sender)
        self._loss = wire.loss.get(sender, 0)
        self._duplicate = wire.duplicate.get(sender, 0)
        self._jitter = wire.jitter.get(sender, 0)
        self._faults: list[tuple[int, SegmentFault]] = []
        self._cuts: list[tuple[int, Cut]] = []
        self._changes: list[tuple[int, Change]] = []
        for number, fault in enumerate(faults, start=1):
            if isinstance(fault, Cut):
                if fault.sender in (None, sender):
                    self._cuts.append((number, fault))
            elif isinstance(fault, Change):
                if fault.sender in (None, sender):
                    self._changes.append((number, fault))
            elif not isinstance(fault, Flood | CallFault) and fault.which.sender == sender:
                self._faults.append((number, fault))
        self._matched: Counter[str] = Counter()
        self._sent = 0
        self._free = 0  # when the last bit of all that was accepted so far is on the wire
        self._starts: deque[int] = deque()  # when the queued segments start
        self.met: Counter[int] = Counter()  # how many segments each fault met, by its number in the file, from 1

    @property
    def limited(self) -> bool:
        """Whether it matters how long a segment is."""
        return self._rate is not None

    def carry(self, segment: Segment, size: int, now: int) -> Passage:
        """Take ``segment`` from its sender at ``now``; ``size``: its bytes with IP and TCP headers, if ``limited``."""
        self._sent += 1
        met = self._faults_for(segment) if self._faults else []
        delay, loss = self._path(now) if self._changes else (self._delay, self._loss)
        while self._starts and self._starts[0] <= now:
            self._starts.popleft()
        if self._queue is not None and len(self._starts) >= self._queue:
            return Passage(now, now + delay, lost=now, by="queue")
        left = max(now, self._free)
        if self._rate is not None:
            self._free = left + -(-size * 8 * S // self._rate)
            if left > now:
                self._starts.append(left)
        else:
            self._free = left
        due = self._free + delay
        if any(isinstance(fault, Deliver) for _, fault in met):
            return Passage(left, due)
        lost_by = self._lost_by(met, now, loss, capable=segment.ecn != 0)
        if lost_by is not None:
            return Passage(left, due, lost=(left + due) // 2, by=lost_by)
        if not met and not self._jitter and not self._duplicate:
            return Passage(left, due)
        return self._delivery(met, left, due)

    def _path(self, now: int) -> tuple[int, int]:
        """The delay and the share of losses for what is sent ``now``."""
        delay, loss = self._delay, self._loss
        for number, change in self._changes:
            if _at_work(change, now):
                self.met[number] += 1
                delay = delay if change.delay is None else change.delay
                loss = loss if change.loss is None else change.loss
        return delay, loss

    def _faults_for(self, segment: Segment) -> list[tuple[int, SegmentFault]]:
        names = match_names(segment)
        for name in names:
            self._matched[name] += 1
        met = [(number, fault) for number, fault in self._faults if self._selects(fault.which, names)]
        for number, _ in met:
            self.met[number] += 1
        return met

    def _selects(self, which: Selector, names: tuple[str, ...]) -> bool:
        if which.segment is not None:
            return which.segment == self._sent
        return which.match in names and (which.nth is None or self._matched[which.match] in which.nth)

    def _lost_by(self, met: list[tuple[int, SegmentFault]], now: int, loss: int, *, capable: bool) -> str | None:
        """What loses the segment; ``capable``: congestion can be marked on it (RFC 3168 §5)."""
        for number, fault in met:
            if isinstance(fault, Drop) or (isinstance(fault, Mark) and not capable):
                return f"fault {number}"
        for number, cut in self._cuts:
            if _at_work(cut, now):
                self.met[number] += 1
                return "cut"
        if loss and self._draw("loss", _MILLION) < loss:
            return "loss"
        return None

    def _delivery(self, met: list[tuple[int, SegmentFault]], left: int, due: int) -> Passage:
        if self._jitter:
            due += self._draw("jitter", self._jitter + 1)
        by: str | None = None
        damage: int | None = None
        for number, fault in met:
            if isinstance(fault, Delay):
                due += fault.by
                by = f"fault {number}"
        copies = [Copy(due + fault.after, f"fault {number}") for number, fault in met if isinstance(fault, Duplicate)]
        for number, fault in met:
            if isinstance(fault, Corrupt):
                damage = self._draw("corrupt", 1 << 32)
                by = f"fault {number}"
        if self._duplicate and self._draw("duplicate", _MILLION) < self._duplicate:
            # Near enough to be seen as a copy, far enough to be seen as a second one.
            copies.append(Copy(due + max(1, self._delay // 8), None))
        marked = [number for number, fault in met if isinstance(fault, Mark)]
        by = f"fault {marked[0]}" if marked else by
        return Passage(left, due, by=by, damage=damage, copies=tuple(copies), marked=bool(marked))

    def _draw(self, stream: str, bound: int) -> int:
        return draw(self._seed, f"{stream} {self._sender}", self._sent, bound)


def _at_work(fault: Cut | Change, now: int) -> bool:
    return fault.at <= now and (fault.until is None or now < fault.until)
