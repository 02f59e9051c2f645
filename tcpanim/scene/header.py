"""A segment's header as RFC 9293 §3.1 draws it: rows of 32 bits, wire values first, and the bytes beside it."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.explain.values import Size
from tcpanim.scene.names import NOTHING, Naming
from tcpanim.trace.events import EventKind, Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.wire import tcp_codec
from tcpanim.wire.segment import ACK, Flags

BITS = (Flags.CWR, Flags.ECE, Flags.URG, Flags.ACK, Flags.PSH, Flags.RST, Flags.SYN, Flags.FIN)
_ABOUT_SEGMENTS = frozenset({EventKind.SENT, EventKind.ARRIVED, EventKind.LOST, EventKind.DISCARDED})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the header: its name, its value in words, how many bits it takes.

    ``first``, ``last``: the bytes it stands in, ``last`` excluded. ``set``: a control bit that is 1.
    """

    key: str
    name: str
    value: str
    bits: int
    first: int
    last: int
    set: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that the panel says about one segment at one moment.

    ``rows`` take 32 bits each; ``options`` are named in order; ``raw``: the header's bytes. ``side``: its sender's, ""
    for a stranger.
    """

    flight: int
    kind: str
    side: str
    title: str
    notes: tuple[str, ...]
    fate: str
    rows: tuple[tuple[Field, ...], ...]
    options: tuple[Field, ...]
    raw: bytes


def current_segment(trace: Trace, t: int) -> int | None:
    """The segment that the step at ``t`` is about: the last one sent, lost or arrived; None before the first."""
    for step in range(trace.step_at(t), 0, -1):
        for event in reversed(trace.events_at(trace.moments[step - 1])):
            if event.row is not None and event.kind in _ABOUT_SEGMENTS:
                flight: Flight = trace.flights[event.row]
                return flight.id
    return None


def header_view(trace: Trace, number: int, t: int, naming: Naming) -> Header:
    """The segment with id ``number`` as it stands at ``t``: what becomes of it later is not told."""
    flight = trace.flight(number)
    segment = flight.segment
    raw = tcp_codec.encode(segment, flight.src.host, flight.dst.host)
    size = len(raw) - len(segment.data)
    side = "" if flight.sender is None else "left" if flight.sender == trace.hosts[0].name else "right"
    return Header(
        number,
        segment.kind,
        side,
        _title(flight, naming),
        _notes(trace, flight, naming),
        _fate(flight, t, naming),
        _rows(flight, raw, size, t, naming),
        tuple(_options(flight, raw[20:size], naming)),
        raw[:size],
    )


def _end(flight_host: str | None, address: str, naming: Naming) -> str:
    return naming.host(flight_host) if flight_host is not None else address


def _title(flight: Flight, naming: Naming) -> str:
    ends = (_end(flight.sender, flight.src.host, naming), _end(flight.receiver, flight.dst.host, naming))
    if flight.segment.kind == "DATA":
        size = naming.show(Size(len(flight.segment.data)))
        return naming.say("header.title-data", size=size, sender=ends[0], receiver=ends[1])
    names = [name for name in flight.segment.flag_names if name != "PSH"]
    flags = ("，" if naming.language == "zh" else ", ").join(names) or NOTHING
    return naming.say("header.title", flags=flags, sender=ends[0], receiver=ends[1])


def _notes(trace: Trace, flight: Flight, naming: Naming) -> tuple[str, ...]:
    notes = [naming.say("header.number", number=flight.id)]
    if flight.injected:
        notes.append(naming.say("header.injected"))
    elif flight.copy_of is not None:
        notes.append(naming.say("header.copy", number=flight.copy_of))
    elif flight.retransmission:
        first = _first_sending(trace, flight)
        notes.append(naming.say("header.again", number=first) if first else naming.say("header.again-part"))
    size = len(flight.segment.data)
    notes.append(naming.say("header.size", size=size) if size else naming.say("header.no-data"))
    return tuple(notes)


def _first_sending(trace: Trace, flight: Flight) -> int | None:
    """The earliest segment of the same connection with the same number and length."""
    for earlier in trace.flights[: flight.id - 1]:
        if (
            earlier.sender == flight.sender
            and earlier.connection == flight.connection
            and earlier.segment.seq == flight.segment.seq
            and earlier.segment.length == flight.segment.length > 0
        ):
            return earlier.id
    return None


def _fate(flight: Flight, t: int, naming: Naming) -> str:
    if flight.ended > t or flight.fate is Fate.UNFINISHED:
        return naming.say("header.under-way")
    return naming.say(f"header.fate.{flight.fate}")


def _numbered(wire: int, shown: str, naming: Naming) -> str:
    """The wire value, and in parentheses what it is in the numbering in force (relative for absolute)."""
    if shown == str(wire):
        return shown
    key = "header.relative" if shown.isdecimal() else "header.symbol"
    return naming.say(key, wire=wire, shown=shown)


def _sequence(flight: Flight, naming: Naming) -> str:
    relative = naming if naming.numbering != "absolute" else _relative(naming)
    return _numbered(flight.segment.seq, relative.seq(flight), naming)


def _acknowledgment(flight: Flight, naming: Naming) -> str:
    if not flight.segment.flags & ACK:
        return naming.say("header.ack-unused", wire=flight.segment.ack)
    relative = naming if naming.numbering != "absolute" else _relative(naming)
    return _numbered(flight.segment.ack, relative.ack(flight), naming)


def _relative(naming: Naming) -> Naming:
    return Naming(naming.trace, naming.catalogue, "relative", naming.labels, naming.spelling)


def _rows(flight: Flight, raw: bytes, size: int, t: int, naming: Naming) -> tuple[tuple[Field, ...], ...]:
    segment = flight.segment

    def field(key: str, value: str, bits: int, first: int, last: int) -> Field:
        return Field(key, naming.say(f"header.field.{key}"), value, bits, first, last)

    flags = tuple(
        Field(bit.name or "", bit.name or "", "1" if segment.flags & bit else "0", 1, 13, 14, bool(segment.flags & bit))
        for bit in BITS
    )
    checksum = int.from_bytes(raw[16:18], "big")
    # The sender's checksum is right; that a bit was turned on the way is found out by the receiver.
    wrong = flight.fate is Fate.CORRUPTED and flight.ended <= t
    return (
        (
            field("source-port", str(segment.src_port), 16, 0, 2),
            field("destination-port", str(segment.dst_port), 16, 2, 4),
        ),
        (field("sequence", _sequence(flight, naming), 32, 4, 8),),
        (field("acknowledgment", _acknowledgment(flight, naming), 32, 8, 12),),
        (
            field("offset", str(size // 4), 4, 12, 13),
            field("reserved", "0", 4, 12, 13),
            *flags,
            field("window", str(segment.window), 16, 14, 16),
        ),
        (
            field("checksum", f"0x{checksum:04x} {'✗' if wrong else '✓'}", 16, 16, 18),
            field("urgent", str(segment.urgent), 16, 18, 20),
        ),
    )


_LENGTHS = {2: "mss", 3: "window-scale", 4: "sack-permitted", 5: "sack", 8: "timestamps", 34: "fast-open"}


def _options(flight: Flight, raw: bytes, naming: Naming) -> list[Field]:
    """The options in the order of the wire; padding is not told."""
    options = flight.segment.options
    fields: list[Field] = []
    at = 0
    while at < len(raw) and raw[at] != 0:
        kind = raw[at]
        if kind == 1:
            at += 1
            continue
        length = max(raw[at + 1], 2)
        name = _LENGTHS.get(kind)
        if name is not None:
            value = options.get(name.replace("-", "_"))
            text = NOTHING if value is None or value is True else str(value)
            fields.append(Field(name, naming.say(f"header.option.{name}"), text, 8 * length, 20 + at, 20 + at + length))
        at += length
    return fields
