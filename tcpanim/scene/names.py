"""Names and numbers as the viewer wants them: numbering, labels of segments and spelling of states, in one place.

Every view and every sentence writes its numbers through one Naming, so that they agree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from tcpanim.explain.typeset import host_in_text
from tcpanim.explain.values import (
    Duration,
    HostName,
    InitialNumber,
    SegmentLabel,
    SeqNumber,
    Size,
    StateName,
    TimerName,
)
from tcpanim.i18n import Catalogue
from tcpanim.lesson import LABELS, NUMBERINGS
from tcpanim.scene.spelling import STATE_STYLES, state_gloss, state_name
from tcpanim.scene.symbols import Symbols
from tcpanim.tcp.io import UserError
from tcpanim.tcp.states import State
from tcpanim.trace.events import Flight
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.units import S, format_time
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, RST, Segment

NOTHING = "–"  # what a number without meaning is shown as
UNKNOWN = "?"  # what is said of a host of which nothing is known
WIRE_MARK = "*"  # behind a wire value that belongs to no known numbering
SMALL_WINDOW = 8000
"""Bytes; the textbook's MSS eight times."""
MOST_CARDS = 2000
"""So many are remembered."""
_BOOK_UNITS = frozenset({"handshake", "close"})
"""Shelves whose figures stand in every Chinese textbook, with labels written as there."""


def default_spelling(language: str) -> str:
    """Chinese courses spell states as their textbooks do."""
    return "textbook" if language == "zh" else "rfc"


def default_labels(unit: str | None, language: str) -> str:
    """How the segments of a lesson are labelled where nobody has said it: as in the books that have its figure."""
    return "textbook" if language == "zh" and unit in _BOOK_UNITS else "plain"


class Naming:
    """How numbers, segments and states of ``trace`` are written.

    ``numbering``: relative, absolute, symbolic; ``labels``: textbook, plain, wireshark; ``spelling``: rfc, textbook,
    sockets. Raises ValueError for an unknown one.
    """

    def __init__(
        self, trace: Trace, catalogue: Catalogue, numbering: str = "relative", labels: str = "plain",
        spelling: str | None = None,
    ) -> None:  # fmt: skip
        style = spelling or default_spelling(catalogue.language)
        for value, known in ((numbering, NUMBERINGS), (labels, LABELS), (style, STATE_STYLES)):
            if value not in known:
                raise ValueError(f"{value!r} is none of {', '.join(known)}")
        self.trace = trace
        self.catalogue = catalogue
        self.language = catalogue.language
        self.numbering = numbering
        self.labels = labels
        self.spelling = style
        self._cards: dict[int, tuple[str, str]] = {}

    @cached_property
    def symbols(self) -> Symbols:
        """The letters of this trace."""
        return Symbols(self.trace)

    def say(self, key: str, **args: object) -> str:
        """A text of the catalogue."""
        return self.catalogue.text(key, **args)

    # ---- numbers

    def number(
        self, value: int | None, host: str | None, base: int | None, holder: str | None, until: int, beyond: int = 0
    ) -> str:
        """A wire value in the numbers of ``host`` (which count from ``base``) in the numbering in force.

        ``holder`` is the host that uses it, ``until`` the id of the last segment that counts. A value that belongs to
        no known numbering is shown as it is, with WIRE_MARK. ``beyond``: of the number that lies so many further on.
        """
        if value is None:
            return NOTHING
        if self.numbering == "symbolic" and host is not None:
            written = self.symbols.write(host, value, base, until, holder or host, beyond)
            if written is not None:
                return written
        value = seq.add(value, beyond)
        if self.numbering == "absolute":
            return str(value)
        if base is not None and self.numbering == "relative" and self._is_isn(host, base):
            relative = seq.diff(value, base)
            if relative >= 0:
                return str(relative)
        return f"{value}{WIRE_MARK}" if value else "0"

    def _is_isn(self, host: str | None, base: int) -> bool:
        """Whether ``host`` has used ``base`` itself; the number of an old or forged SYN is no base."""
        return host is not None and base in self.trace.host(host).isns

    def seq(self, flight: Flight) -> str:
        """The sequence number of a segment."""
        return self.number(flight.segment.seq, flight.sender, flight.seq_base, flight.sender, flight.id)

    def ack(self, flight: Flight) -> str:
        """The acknowledgment number of a segment; NOTHING while the ACK bit is off."""
        if not flight.segment.flags & ACK:
            return NOTHING
        return self.number(flight.segment.ack, flight.receiver, flight.ack_base, flight.sender, flight.id)

    def variable(self, value: int | None, host: str, base: int | None, holder: str, t: int, beyond: int = 0) -> str:
        """A variable of ``holder``'s TCB at ``t`` that lies in the numbers of ``host``; an edge: ``beyond`` one."""
        return self.number(value, host, base, holder, self.trace.sent_count(t), beyond)

    def legend(self, t: int | None = None) -> tuple[str, ...]:
        """The equations behind the letters, those known at ``t`` (None: all); empty unless letters are in use."""
        if self.numbering != "symbolic":
            return ()
        return self.symbols.legend(None if t is None else self.trace.sent_count(t))

    # ---- segments

    def comma(self) -> str:
        """What stands between the parts of a label: books print it in the width of their language."""
        return "，" if self.language == "zh" and self.labels == "textbook" else ", "

    def flags(self, segment: Segment) -> str:
        """The flags of a segment in the label style in force: ``SYN=1, ACK=1``, ``SYN, ACK``, ``[SYN, ACK]``."""
        names = [name for name in segment.flag_names if name != "PSH" or self.labels == "wireshark"]
        if self.labels == "textbook":
            return self.comma().join(f"{name}=1" for name in names) or NOTHING
        if self.labels == "wireshark":
            return f"[{', '.join(names) or '<None>'}]"
        return segment.kind if segment.kind == "SYN-ACK" else ", ".join(names) or NOTHING

    def title(self, flight: Flight) -> str:
        """The first line of a segment's card: its flags, or the amount of its data."""
        segment = flight.segment
        if self.labels == "plain":
            if segment.kind == "DATA":
                return f"{len(segment.data)} B"
            if segment.data:
                return f"{self.flags(segment)} · {len(segment.data)} B"
        elif self.labels == "textbook" and segment.data:
            return f"{self.flags(segment)} · {len(segment.data)} B"
        return self.flags(segment)

    @cached_property
    def small_windows(self) -> frozenset[str]:
        """The hosts that announce at some time so small a window that it limits the other.

        There the window belongs to what is said of a segment; elsewhere it is one number too many.
        """
        told = columns(self.trace.flights, "sender", "segment.window", "segment.flags")
        return frozenset(
            sender
            for sender, window, flags in told
            if sender is not None and window <= SMALL_WINDOW and flags & ACK and not flags & RST
        )

    def window(self, flight: Flight) -> str:
        """The window that a segment announces, to stand after its numbers; "" where it limits nobody."""
        segment = flight.segment
        if (
            flight.sender not in self.small_windows
            or self.labels == "wireshark"
            or not segment.flags & ACK
            or segment.kind == "RST"
        ):
            return ""
        # The Chinese books write rwnd for it; a header has no such field, so elsewhere it is short for "window".
        return f"{self.comma()}rwnd={segment.window}" if self.labels == "textbook" else f" win={segment.window}"

    def numbers(self, flight: Flight) -> str:
        """The second line of a segment's card: sequence and acknowledgment number."""
        segment = flight.segment
        if self.labels == "wireshark":
            ack = f" Ack={self.ack(flight)}" if segment.flags & ACK else ""
            return f"Seq={self.seq(flight)}{ack} Len={len(segment.data)}"
        if self.labels == "textbook":
            ack = f"{self.comma()}ack={self.ack(flight)}" if segment.flags & ACK else ""
            return f"seq={self.seq(flight)}{ack}"
        return f"seq={self.seq(flight)} ack={self.ack(flight)}"

    def card(self, flight: Flight) -> tuple[str, str]:
        """Both lines of a segment's card, the second one with its window; asked for with every frame."""
        found = self._cards.get(flight.id)
        if found is None:
            if len(self._cards) >= MOST_CARDS:
                self._cards.clear()
            found = self._cards[flight.id] = self.title(flight), self.numbers(flight) + self.window(flight)
        return found

    def label(self, flight: Flight, size: bool = True) -> str:
        """The whole label of a segment on one line; without ``size`` the amount of its data is left out."""
        segment = flight.segment
        if self.labels == "textbook":
            data = f"{self.comma()}{len(segment.data)} B" if segment.data and size else ""
            return f"{self.flags(segment)}{self.comma()}{self.numbers(flight)}{data}"
        if self.labels == "wireshark":
            return f"{self.flags(segment)} {self.numbers(flight)}"
        kind = "DATA" if segment.kind == "DATA" else self.flags(segment)
        data = f" len={len(segment.data)}" if segment.data and size else ""
        return f"{kind} {self.numbers(flight)}{data}"

    def short_label(self, flight: Flight) -> str:
        """A segment where there is no room for its whole label: its kind, and the number that matters most."""
        kind = flight.segment.kind
        number = f"ack={self.ack(flight)}" if kind == "ACK" else f"seq={self.seq(flight)}"
        if self.labels == "textbook" and kind not in ("DATA", "NONE"):
            return self.comma().join((*(f"{bit}=1" for bit in kind.split("-")), number))
        return f"{kind if kind != 'NONE' else NOTHING} {number}"

    # ---- names

    def host(self, name: str) -> str:
        """A host's label, else its name."""
        return self.trace.host(name).label.pick(self.language) or name

    def state(self, state: State) -> str:
        """A state in the spelling in force."""
        return state_name(state, self.spelling)

    def gloss(self, state: State) -> str:
        """The state's name in the reader's language, "" when there is none beside the Latin one."""
        return state_gloss(state, self.language)

    def timer(self, timer: str) -> str:
        """A timer, by its name in traces."""
        return self.say(f"timer.{timer}")

    def duration(self, ns: int, digits: int = 3) -> str:
        """A length of time."""
        return self._in_minutes(format_time(ns, digits))

    def length(self, ns: int) -> str:
        """A length of time in few figures, as for a silence."""
        return self._in_minutes(format_time(ns, 1 if ns >= S else 0))

    def _in_minutes(self, text: str) -> str:
        """Minutes are a word of the language; s and ms are symbols."""
        count, _, unit = text.partition(" ")
        return self.say("duration.minutes", n=count) if unit == "min" else text

    def error(self, error: UserError) -> str:
        """What a user is told."""
        return self.say(f"error.{error.name.lower()}")

    def show(self, value: object) -> str:
        """Write an argument of a message; for ``Catalogue.render``; a number without a segment is as at the end."""
        return self._show(value, self.trace.end)

    def show_at(self, t: int) -> Callable[[object], str]:
        """Like ``show``, for sentences spoken at ``t``."""
        return lambda value: self._show(value, t)

    def _show(self, value: object, t: int) -> str:
        match value:
            case HostName(name):
                return host_in_text(self.host(name), self.language)
            case SeqNumber():
                return self._sequence_number(value, t)
            case SegmentLabel(flight, size):
                return self.label(self.trace.flight(flight), size)
            case InitialNumber(flight):
                return self._initial_number(self.trace.flight(flight))
            case StateName(state, with_gloss):
                gloss = self.gloss(state) if with_gloss else ""
                return f"{self.state(state)}（{gloss}）" if gloss else self.state(state)
            case Duration(ns):
                return self.duration(ns)
            case Size(count):
                return self.say("bytes.one") if count == 1 else self.say("bytes.many", n=count)
            case TimerName(timer):
                return self.timer(timer)
        return str(value)

    def _initial_number(self, flight: Flight) -> str:
        shown = self.seq(flight)
        wire = flight.segment.seq
        return self.say("number.initial", wire=wire, shown=shown) if self.numbering == "relative" else shown

    def _sequence_number(self, number: SeqNumber, t: int) -> str:
        if number.flight is not None:
            flight = self.trace.flight(number.flight)
            own = number.host == flight.sender
            base = flight.seq_base if own else flight.ack_base
            return self.number(number.value, number.host, base, flight.sender, flight.id)
        sample = self.trace.sample(number.host, t)
        base = sample.tcb.iss if sample is not None else None
        if base is None:
            base = next(iter(self.trace.host(number.host).isns), None)
        return self.variable(number.value, number.host, base, number.host, t)
