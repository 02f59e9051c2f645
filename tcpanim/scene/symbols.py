"""The letters that textbooks write for sequence numbers: x, y, then u, v, w at the close, z for a stranger.

x is the ISN of the host whose first SYN is sent first, y the other's; a later incarnation has x₂, y₂. u is the seq of
the first FIN, v that of the segment that first acknowledges it, w that of the other host's FIN. When the two FINs cross
they are u and v, and there is no w. Letters are fixed once per trace, so that a label never changes while it is shown.
"""

from __future__ import annotations

from typing import NamedTuple

from tcpanim.trace.events import Flight
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FIN, SYN

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
STRANGER_REACH = 1 << 16  # numbers so close after a stranger's first one count from it


class Anchor(NamedTuple):
    """A letter: the wire value it stands for in the numbers of ``host``, and the segment that fixed it.

    ``flight`` 0: fixed before anything was sent (an ISN).
    """

    letter: str
    host: str
    value: int
    flight: int


def _numbered(letter: str, count: int) -> str:
    """The letter itself for the first incarnation, then with a subscript: x, x₂, x₃."""
    return letter if count == 1 else letter + str(count).translate(_SUBSCRIPTS)


class Symbols:
    """The letters of one trace."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._first = next(
            (
                sender
                for sender, injected, flags in columns(trace.flights, "sender", "injected", "segment.flags")
                if flags & SYN and sender is not None and not injected
            ),
            trace.hosts[0].name,
        )
        self.isns: list[Anchor] = []  # x, y, x₂ …
        self.closing: list[Anchor] = []  # u, v, w, u₂ …
        self.strangers: list[Anchor] = []  # z, z₂ …
        self._isn: dict[tuple[str, int], Anchor] = {}
        self._closing: dict[tuple[str, int], list[Anchor]] = {}  # by host and ISN
        self._used: dict[Anchor, int] = {}  # the first segment that is written with it
        self._name_isns()
        self._name_close()
        self._name_strangers()

    def _name_isns(self) -> None:
        order = sorted(self._trace.hosts, key=lambda host: host.name != self._first)
        for letter, host in zip("xy", order, strict=True):
            for isn in host.isns:
                if (host.name, isn) not in self._isn:
                    count = sum(name == host.name for name, _ in self._isn) + 1
                    anchor = Anchor(_numbered(letter, count), host.name, isn, 0)
                    self._isn[host.name, isn] = anchor
                    self.isns.append(anchor)

    def _name_close(self) -> None:
        """u, v, w of each incarnation that is closed, found in one pass over the segments from the first FIN on."""
        closes: dict[frozenset[tuple[str, int]], _Closing] = {}
        flags = enumerate(columns(self._trace.flights, "segment.flags"))
        start = next((index for index, one in flags if one & FIN), len(self._trace.flights))
        for flight in map(self._trace.flights.__getitem__, range(start, len(self._trace.flights))):
            if flight.injected or flight.copy_of is not None or flight.sender is None or flight.receiver is None:
                continue
            if flight.seq_base is None or flight.ack_base is None:
                continue
            pair = frozenset(((flight.sender, flight.seq_base), (flight.receiver, flight.ack_base)))
            closing = closes.get(pair)
            if closing is None:
                if flight.segment.flags & FIN:
                    closes[pair] = _Closing(flight)
                continue
            closing.see(flight)
        for number, closing in enumerate(closes.values(), start=1):
            for letter, flight in closing.letters():
                assert flight.sender is not None
                assert flight.seq_base is not None
                anchor = Anchor(_numbered(letter, number), flight.sender, flight.segment.seq, flight.id)
                self.closing.append(anchor)
                self._closing.setdefault((flight.sender, flight.seq_base), []).append(anchor)
            if closing.unanswered:  # its FIN says ack=v all the same: whether an answer comes is not told by a letter
                first = closing.first
                assert first.receiver is not None
                assert first.ack_base is not None
                anchor = Anchor(_numbered("v", number), first.receiver, first.segment.ack, len(self._trace.flights) + 1)
                self.closing.append(anchor)
                self._closing.setdefault((first.receiver, first.ack_base), []).append(anchor)

    def _name_strangers(self) -> None:
        known = self._isn
        columned = columns(self._trace.flights, "sender", "receiver", "seq_base", "ack_base", "segment.flags")
        strange = [
            index
            for index, (sender, receiver, seq_base, ack_base, flags) in enumerate(columned)
            if (sender is not None and (sender, seq_base) not in known)
            or (flags & ACK and receiver is not None and ack_base is not None and (receiver, ack_base) not in known)
        ]
        for flight in (self._trace.flights[index] for index in strange):
            # A reset that answers a segment without ACK carries the plain number 0 (RFC 9293 §3.10.7.1).
            if flight.segment.kind == "RST" and flight.segment.seq == 0:
                continue
            if flight.sender is not None and (flight.sender, flight.seq_base) not in self._isn:
                self._add_stranger(flight.sender, flight.seq_base, flight.segment.seq, flight.id)
            if (
                flight.segment.flags & ACK
                and flight.receiver is not None
                and flight.ack_base is not None
                and (flight.receiver, flight.ack_base) not in self._isn
            ):
                self._add_stranger(flight.receiver, flight.ack_base, flight.segment.ack, flight.id)

    def _add_stranger(self, host: str, base: int | None, value: int, flight: int) -> None:
        if self._stranger(host, value) is None:
            count = len(self.strangers) + 1
            self.strangers.append(Anchor(_numbered("z", count), host, value if base is None else base, flight))

    def _stranger(self, host: str, value: int) -> Anchor | None:
        """The stranger's letter that ``value`` counts from: the nearest one not above it."""
        near = [a for a in self.strangers if a.host == host and (value - a.value) % seq.MODULUS < STRANGER_REACH]
        return min(near, key=lambda a: (value - a.value) % seq.MODULUS, default=None)

    def write(self, host: str, value: int, base: int | None, until: int, holder: str, beyond: int = 0) -> str | None:
        """``value`` in the numbers of ``host`` counted from ISN ``base``, as a letter and what is added to it.

        ``until``: the id of the last segment that counts (the one that carries the number, or the last one sent).
        ``holder``: the host that uses it. It writes its own numbers from the letters it has used, the other's from
        those that have arrived. The one exception is the books': the first FIN says ack=v, though v is the seq of its
        answer, and of FINs that cross the second says ack=u. None: no letter fits.

        ``beyond``: the number meant lies so many further on, as a window's edge does. It is written from the letter of
        ``value``: the edge itself may lie beyond a letter that its holder does not know of.
        """
        isn = self._isn.get((host, base)) if base is not None else None
        if isn is None:
            stranger = self._stranger(host, value)
            return None if stranger is None else self._sum(stranger, value + beyond)
        if seq.diff(value, isn.value) < 0:
            return None
        ahead = self._has_closed(holder, until)
        best = isn
        for anchor in self._closing.get((host, isn.value), ()):
            if holder == host:
                known = anchor.flight <= until
            else:  # a FIN has arrived when the number after it is expected
                known = seq.diff(value, anchor.value) > 0 or (ahead and not anchor.letter.startswith("w"))
            if known and seq.le(anchor.value, value) and self._nearer(anchor, best, until):
                best = anchor
        return self._sum(best, value + beyond)

    def _has_closed(self, host: str, until: int) -> bool:
        """Whether ``host`` has a letter of the close by the time of segment ``until``."""
        return any(a.host == host and a.flight <= until for a in self.closing)

    @staticmethod
    def _nearer(anchor: Anchor, best: Anchor, until: int) -> bool:
        """Of two letters for the same value the later one counts, once it has been used."""
        ahead = seq.diff(anchor.value, best.value)
        return ahead > 0 or (ahead == 0 and (best.flight == 0 or anchor.flight <= until))

    @staticmethod
    def _sum(anchor: Anchor, value: int) -> str:
        amount = seq.diff(value, anchor.value)
        return f"{anchor.letter}+{amount}" if amount else anchor.letter

    def legend(self, until: int | None = None) -> tuple[str, ...]:
        """The equations of this run: ``x = 100``, ``u = x + 501``, ``w = v + 1000``.

        ``until``: only letters that stand on one of so many first segments; None: all.
        """
        lines = [f"{a.letter} = {a.value}" for a in self.isns if until is None or self._first_use(a) <= until]
        for anchor in self.closing:
            if until is not None and self._first_use(anchor) > until:
                continue
            own = self._closing_base(anchor)
            earlier = [a for a in self._closing[own] if a.flight < anchor.flight or a.letter < anchor.letter]
            base = earlier[-1] if earlier else self._isn[own]
            amount = seq.diff(anchor.value, base.value)
            lines.append(f"{anchor.letter} = {base.letter}" + (f" + {amount}" if amount else ""))
        lines += [f"{a.letter} = {a.value}" for a in self.strangers if until is None or a.flight <= until]
        return tuple(lines)

    def _first_use(self, anchor: Anchor) -> int:
        """The id of the first segment whose label is written with the letter; beyond all segments if none is."""
        if anchor not in self._used:
            if anchor.flight:
                base = self._closing_base(anchor)
                first = min(one.flight for one in self.closing) - 1  # no letter of the close is used before
                flights = map(self._trace.flights.__getitem__, range(first, anchor.flight - 1))
                before = (f for f in flights if (f.receiver, f.ack_base) == base)
                uses = (f.id for f in before if self._says(f, anchor))
            else:
                uses = (f.id for f in self._trace.flights if (f.sender, f.seq_base) == (anchor.host, anchor.value))
            self._used[anchor] = next(uses, anchor.flight or len(self._trace.flights) + 1)
        return self._used[anchor]

    def _says(self, flight: Flight, anchor: Anchor) -> bool:
        """Whether the acknowledgment number of ``flight`` is written with the letter."""
        assert flight.sender is not None
        written = self.write(anchor.host, flight.segment.ack, flight.ack_base, flight.id, flight.sender)
        return bool(flight.segment.flags & ACK) and written is not None and written.split("+")[0] == anchor.letter

    def _closing_base(self, anchor: Anchor) -> tuple[str, int]:
        return next(key for key, anchors in self._closing.items() if anchor in anchors)


class _Closing:
    """The segments that give u, v, w to one incarnation."""

    def __init__(self, first_fin: Flight) -> None:
        self.first = first_fin
        self.answer: Flight | None = None
        self.second: Flight | None = None
        self._wanted = seq.add(first_fin.segment.seq, first_fin.segment.length)

    def see(self, flight: Flight) -> None:
        """Take a later segment of the incarnation into account."""
        if flight.sender == self.first.sender:
            return
        segment = flight.segment
        if self.answer is None and segment.flags & ACK and seq.ge(segment.ack, self._wanted):
            self.answer = flight
        if self.second is None and segment.flags & FIN:
            self.second = flight

    @property
    def unanswered(self) -> bool:
        """Whether the first FIN has no answer, though it acknowledges something."""
        return self.answer is None and self.second is None and bool(self.first.segment.flags & ACK)

    def letters(self) -> list[tuple[str, Flight]]:
        """The letters in order of their segments."""
        found = [("u", self.first)]
        if self.second is not None and (self.answer is None or self.second.id < self.answer.id):
            return [*found, ("v", self.second)]  # the FINs crossed
        if self.answer is not None:
            found.append(("v", self.answer))
        if self.second is not None:
            found.append(("w", self.second))
        return found
