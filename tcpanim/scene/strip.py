"""The sequence strip: the numbers of one direction in a row, as sender and receiver divide them at t.

The books draw a cell per group of bytes; here a cell is what travelled in one segment, and SYN and FIN, which take a
number each, have cells of their own. All cells are equally wide, so that one byte and a thousand can both be seen.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tcpanim.scene.names import UNKNOWN, Naming
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.wire.segment import FIN, RST, SYN

TAIL = 2.0
"""So many cells' width stand for all numbers behind the last one that the run uses."""
LEAD = 2
"""So many acknowledged cells stay in sight when a long strip moves on."""
LEAST = 8.0
"""A strip is at least so many cells wide."""

SENDING = ("acked", "unacked", "allowed", "forbidden")
RECEIVING = ("read", "unread", "acceptable", "unacceptable")
"""The parts of a strip; ``early`` ones lie among what is acceptable: they came before what is missing."""


class Part(NamedTuple):
    """A stretch of the strip, in cells from its left end."""

    kind: str
    left: float
    right: float


class Pointer(NamedTuple):
    """A variable that points between two numbers: its name in the RFC, in words, and its value as shown."""

    name: str
    words: str
    value: str
    at: float

    def told(self, naming: Naming, *, first: bool) -> str:
        """Name and value; in words, where it is told at ``first``."""
        return naming.say("list.pair", name=self.words, value=self.value) if first else f"{self.name} {self.value}"


class StripCell(NamedTuple):
    """What one segment carried. ``kind``: SYN, FIN or data; ``flights``: the segments that carried it so far."""

    kind: str
    left: float
    right: float
    text: str
    size: int
    flights: tuple[int, ...]


@dataclass(frozen=True)
class HalfStrip:
    """How one host divides the numbers; without parts it knows of no connection, or, ``hidden``, nothing is known."""

    host: str
    side: str
    parts: tuple[Part, ...]
    pointers: tuple[Pointer, ...]
    hidden: bool = False

    def has(self, place: float) -> bool:
        """Whether what lies at ``place`` (in cells) has come."""
        return any(part.left <= place < part.right for part in self.parts if part.kind in ("read", "unread", "early"))


@dataclass(frozen=True)
class Strip:
    """One direction at one moment. ``width``: in cells; ``more``: numbers before the left end are out of sight.

    ``used``: where the numbers end that the run uses; what is behind is not to scale. ``waiting``: what the application
    has handed over beyond SND.NXT, in cells and in bytes.
    """

    sender: HalfStrip
    receiver: HalfStrip
    cells: tuple[StripCell, ...]
    width: float
    used: float
    more: bool
    waiting: tuple[float, float, int] | None


class _Axis:
    """The cells of one connection's direction: where each number lies."""

    def __init__(self, trace: Trace, sender: str, connection: int, first: int) -> None:
        self.first = first
        flights: list[tuple[int, int, Flight]] = []
        marks = {0}
        self.fin: int | None = None
        for flight in trace.flights:
            if flight.sender != sender or flight.connection != connection or flight.injected:
                continue
            segment = flight.segment
            flags = int(segment.flags)  # a member's own operators take long, and a run may have very many segments
            length = len(segment.data) + bool(flags & SYN) + bool(flags & FIN)
            start = (segment.seq - first) % 2**32
            end = start + length
            if not length or flags & RST or end >= 2**31:
                continue
            flights.append((start, end, flight))
            marks.add(start)
            marks.add(end)
            if flags & SYN:
                marks.add(start + 1)
            if flags & FIN:
                self.fin = end - 1
                marks.add(end - 1)
        self.marks = sorted(marks)
        self.carried: list[list[Flight]] = [[] for _ in range(len(self.marks) - 1)]
        place = {mark: index for index, mark in enumerate(self.marks)}
        for start, end, flight in flights:
            for index in range(place[start], place[end]):
                self.carried[index].append(flight)

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.marks) - 1

    def at(self, number: int, end: float | None = None) -> float:
        """Where a relative number lies, in cells from the first; what the run never uses is crowded before ``end``."""
        last = self.marks[-1]
        if number >= last:
            beyond = (number - last) / 4000
            rest = (end if end is not None else self.count + TAIL) - self.count
            return self.count + max(rest, 0.0) * 0.85 * beyond / (1 + beyond)
        index = bisect_right(self.marks, number) - 1
        left, right = self.marks[index], self.marks[index + 1]
        return index + (number - left) / (right - left)


class Strips:
    """The strips of a run."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._axes: dict[tuple[str, int, int], _Axis] = {}

    def at(self, t: int, naming: Naming, room: float = 1e9) -> tuple[Strip, Strip]:
        """Both directions at ``t``; ``room``: so many cells can be told apart."""
        left, right = self.trace.hosts
        return self._strip(left.name, right.name, t, naming, room), self._strip(right.name, left.name, t, naming, room)

    def _strip(self, sender: str, receiver: str, t: int, naming: Naming, room: float) -> Strip:
        sides = self._sides
        sending, receiving = self._tcb(sender, t), self._tcb(receiver, t)
        empty = HalfStrip(sender, sides[sender], (), ()), HalfStrip(receiver, sides[receiver], (), ())
        if sending is not None and sending.iss is not None:
            first: int | None = sending.iss
        else:
            first = receiving.irs if receiving is not None else None
        connection = self.trace.newest_connection(sender, t)
        if first is None or connection is None:
            return Strip(*empty, (), LEAST, LEAST, more=False, waiting=None)
        axis = self._axis(sender, connection, first)
        if receiving is not None and receiving.irs != first:
            receiving = None
        if sending is not None and sending.iss != first:
            sending = None
        start, width = self._sight(axis, sending, receiving, room)
        view = _View(axis, start, width)
        return Strip(
            self._sender(sender, sending, view, t, naming) if sending is not None else empty[0],
            self._receiver(receiver, sender, receiving, view, t, naming) if receiving is not None else empty[1],
            self._cells(axis, view, sender, t, naming),
            width,
            min(axis.count - start, width),
            more=start > 0,
            waiting=_waiting(sending, view),
        )

    @cached_property
    def _sides(self) -> dict[str, str]:
        return {host.name: side for host, side in zip(self.trace.hosts, ("left", "right"), strict=True)}

    def _tcb(self, host: str, t: int) -> TcbSnapshot | None:
        sample = self.trace.sample(host, t)
        if sample is None or sample.tcb.state in (State.CLOSED, State.LISTEN):
            return None
        return sample.tcb

    def _axis(self, sender: str, connection: int, first: int) -> _Axis:
        key = (sender, connection, first)
        if key not in self._axes:
            self._axes[key] = _Axis(self.trace, *key)
        return self._axes[key]

    def _sight(
        self, axis: _Axis, sending: TcbSnapshot | None, receiving: TcbSnapshot | None, room: float
    ) -> tuple[float, float]:
        """The first cell in sight, and how many there are."""
        whole = max(LEAST, axis.count + TAIL)
        if whole <= room:
            return 0.0, whole
        una = sending.snd_una if sending is not None else None
        nxt = sending.snd_nxt if sending is not None else None
        expected = receiving.rcv_nxt if receiving is not None else None
        known = [(number - axis.first) % 2**32 for number in (una, nxt, expected) if number is not None]
        if not known:
            return 0.0, room
        least, most = axis.at(min(known)), axis.at(max(known))
        width = max(room, most - least + LEAD + TAIL + 1)
        start = min(max(0.0, float(int(least)) - LEAD), max(0.0, axis.count + TAIL - width))
        return start, width

    # ---- both halves

    def _sender(self, host: str, tcb: TcbSnapshot, view: _View, t: int, naming: Naming) -> HalfStrip:
        una, nxt = view.number(tcb.snd_una), view.number(tcb.snd_nxt)
        edge = una + tcb.snd_wnd
        marks = ((0, una), (una, nxt), (nxt, max(edge, nxt)), (max(edge, nxt), None))
        assert tcb.iss is not None
        value = [
            naming.variable((tcb.iss + number) % 2**32, host, tcb.iss, host, t, beyond)
            for number, beyond in ((una, 0), (nxt, 0), (una, tcb.snd_wnd))
        ]
        say = naming.say
        pointers = (
            Pointer("SND.UNA", say("variable.snd_una"), value[0], view.at(una)),
            Pointer("SND.NXT", say("variable.snd_nxt"), value[1], view.at(nxt)),
            Pointer("SND.UNA+SND.WND", say("strip.send-edge"), value[2], view.at(edge)),
        )
        return HalfStrip(host, self._sides[host], view.parts(SENDING, marks), pointers)

    def _receiver(self, host: str, peer: str, tcb: TcbSnapshot, view: _View, t: int, naming: Naming) -> HalfStrip:
        nxt = view.number(tcb.rcv_nxt)
        edge, read = nxt + tcb.rcv_wnd, max(0, nxt - tcb.unread)
        marks = ((0, read), (read, nxt), (nxt, edge), (edge, None))
        assert tcb.irs is not None
        values = [naming.variable((tcb.irs + nxt) % 2**32, peer, tcb.irs, host, t, more) for more in (0, tcb.rcv_wnd)]
        say = naming.say
        pointers = (
            Pointer("RCV.NXT", say("variable.rcv_nxt"), values[0], view.at(nxt)),
            Pointer("RCV.NXT+RCV.WND", say("strip.receive-edge"), values[1], view.at(edge)),
        )
        parts = (*view.parts(RECEIVING, marks), *view.spread("early", self._early(view, nxt, edge, t)))
        return HalfStrip(host, self._sides[host], parts, pointers)

    def _early(self, view: _View, nxt: int, edge: int, t: int) -> list[tuple[int, int]]:
        """What has arrived beyond a gap, and is kept."""
        merged: list[tuple[int, int]] = []
        for index in range(view.first, view.last):
            start, end = view.axis.marks[index], view.axis.marks[index + 1]
            if end <= nxt or start >= edge:
                continue
            if any(flight.ended <= t and flight.fate is Fate.DELIVERED for flight in view.axis.carried[index]):
                span = (max(start, nxt), min(end, edge))
                if merged and merged[-1][1] == span[0]:
                    span = (merged.pop()[0], span[1])
                merged.append(span)
        return merged

    def _cells(self, axis: _Axis, view: _View, sender: str, t: int, naming: Naming) -> tuple[StripCell, ...]:
        """The cells that have been sent by ``t``, as far as they are in sight."""
        cells = []
        for index in range(view.first, view.last):
            flights = tuple(flight.id for flight in axis.carried[index] if flight.sent <= t)
            if not flights:
                continue
            start, end = axis.marks[index], axis.marks[index + 1]
            kind = "SYN" if start == 0 else "FIN" if start == axis.fin else "data"
            number = naming.variable((axis.first + start) % 2**32, sender, axis.first, sender, t)
            left, right = index - view.start, index + 1 - view.start
            cells.append(StripCell(kind, left, right, number if kind == "data" else kind, end - start, flights))
        return tuple(cells)


class _View:
    """A part of an axis that is in sight."""

    def __init__(self, axis: _Axis, start: float, width: float) -> None:
        self.axis, self.start, self.width = axis, start, width
        self.first, self.last = int(start), min(axis.count, int(start + width) + 1)

    def number(self, wire: int | None) -> int:
        """A wire value as a relative number."""
        return (wire - self.axis.first) % 2**32 if wire is not None else 0

    def at(self, number: int) -> float:
        """Where a number lies, from the left end; what is out of sight lies at an end."""
        place = self.axis.at(number, self.start + self.width)
        return min(max(place - self.start, 0.0), self.width)

    def parts(self, kinds: tuple[str, ...], marks: tuple[tuple[int, int | None], ...]) -> tuple[Part, ...]:
        """The stretches between the marks that are in sight; None: as far as there are numbers."""
        made: list[Part] = []
        for kind, (start, end) in zip(kinds, marks, strict=True):
            left, right = self.at(start), (self.width if end is None else self.at(end))
            if right > left:
                made.append(Part(kind, left, right))
        return tuple(made)

    def spread(self, kind: str, spans: list[tuple[int, int]]) -> tuple[Part, ...]:
        """Stretches of one kind."""
        places = ((self.at(start), self.at(end)) for start, end in spans)
        return tuple(Part(kind, left, right) for left, right in places if right > left)


def _waiting(tcb: TcbSnapshot | None, view: _View) -> tuple[float, float, int] | None:
    if tcb is None or not tcb.unsent or tcb.snd_nxt is None:
        return None
    nxt = view.number(tcb.snd_nxt)
    left, right = view.at(nxt), view.at(nxt + tcb.unsent)
    return (left, right, tcb.unsent) if right > left else None


def names_before(naming: Naming) -> tuple[str, ...]:
    """All that may stand before a row."""
    hosts = (naming.host(host.name) for host in naming.trace.hosts)
    return (*hosts, naming.say("strip.sends"), naming.say("strip.receives"))


def description(strips: tuple[Strip, Strip], naming: Naming) -> str:
    """Both strips in words, for those who do not see them."""
    say = naming.say
    parts = []
    for strip in strips:
        for half in (strip.sender, strip.receiver):
            pointers = say("list.gap").join(
                say("list.pair", name=pointer.name, value=pointer.value) for pointer in half.pointers
            )
            nothing = UNKNOWN if half.hidden else say("strip.none")
            parts.append(say("list.pair", name=naming.host(half.host), value=pointers or nothing))
    return "\n".join(parts)


def cell_words(cell: StripCell, naming: Naming) -> str:
    """What is known of a cell."""
    say = naming.say
    what = (
        say("strip.data", first=cell.text, size=cell.size) if cell.kind == "data" else say("strip.one", name=cell.kind)
    )
    numbers = ", ".join(str(number) for number in cell.flights)
    key = "strip.segment" if len(cell.flights) == 1 else "strip.segments"
    return f"{what} · {say(key, numbers=numbers)}"
