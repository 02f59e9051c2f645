"""A segment's header as RFC 9293 §3.1 draws it: rows of 32 bits, wire values first, and the bytes beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from tcpanim.explain.values import Size
from tcpanim.scene.names import NOTHING, Naming
from tcpanim.trace.events import EventKind, Fate, Flight
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.wire import tcp_codec
from tcpanim.wire.segment import ACK, Flags

BITS = (Flags.CWR, Flags.ECE, Flags.URG, Flags.ACK, Flags.PSH, Flags.RST, Flags.SYN, Flags.FIN)
_ABOUT_SEGMENTS = frozenset({EventKind.SENT, EventKind.ARRIVED, EventKind.LOST, EventKind.DISCARDED})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the header: its name, its value in words, how many bits it takes.

    ``first``, ``last``: the bytes it stands in, ``last`` excluded. ``set``: a control bit that is 1. ``before``: its
    value in the segment that the same host sent before, where that was another one, else "". ``wireshark``: what
    Wireshark calls it, as its filters do.
    """

    key: str
    name: str
    value: str
    bits: int
    first: int
    last: int
    set: bool = False
    before: str = ""
    wireshark: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that the panel says about one segment at one moment.

    ``rows`` take 32 bits each; ``options`` are named in order, padding too, so that every byte belongs to a field;
    ``raw``: the header's bytes; ``data``: those behind it. ``side``: its sender's, "" for a stranger. ``previous``: the
    segment of the same host and connection that it is compared with.
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
    data: bytes
    previous: int | None

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them, in the order of the wire."""
        return tuple(field for row in self.rows for field in row) + self.options

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((field for field in self.fields if field.key == key), None)

    def field_at(self, byte: int) -> Field | None:
        """The first field that stands in that byte."""
        return next((field for field in self.fields if field.first <= byte < field.last), None)


def current_segment(trace: Trace, t: int) -> int | None:
    """The segment that the step at ``t`` is about: the last one sent in it, else lost or arrived; None before any."""
    for step in range(trace.step_at(t), 0, -1):
        about = [event for event in trace.events_at(trace.moments[step - 1]) if event.kind in _ABOUT_SEGMENTS]
        sent = [event for event in about if event.kind is EventKind.SENT]
        for event in reversed(sent or about):
            if event.row is not None:
                flight: Flight = trace.flights[event.row]
                return flight.id
    return None


def shown_segment(trace: Trace, t: int, chosen: int | None) -> int | None:
    """The chosen segment, once it has been sent; else the one that the step is about."""
    if chosen is not None and trace.flight(chosen).sent <= t:
        return chosen
    return current_segment(trace, t)


def header_view(trace: Trace, number: int, t: int, naming: Naming) -> Header:
    """The segment with id ``number`` as it stands at ``t``: what becomes of it later is not told."""
    flight = trace.flight(number)
    segment = flight.segment
    raw = tcp_codec.encode(segment, flight.src.host, flight.dst.host)
    size = len(raw) - len(segment.data)
    side = "" if flight.sender is None else "left" if flight.sender == trace.hosts[0].name else "right"
    rows, options = _fields(flight, raw[:size], t, naming)
    earlier = previous_of(trace, flight)
    if earlier is not None:
        old = tcp_codec.encode(earlier.segment, earlier.src.host, earlier.dst.host)
        before = _fields(earlier, old[: len(old) - len(earlier.segment.data)], earlier.sent, naming)
        rows, options = _compared((rows, options), before)
    return Header(
        number,
        segment.kind,
        side,
        segment_title(flight, naming),
        _notes(trace, flight, naming),
        fate(flight, t, naming),
        rows,
        options,
        raw[:size],
        segment.data,
        earlier.id if earlier is not None else None,
    )


_Rows = tuple[tuple[Field, ...], ...]
_Parts = tuple[_Rows, tuple[Field, ...]]


def previous_of(trace: Trace, flight: Flight) -> Flight | None:
    """What the same host sent before it on the same connection."""
    if flight.sender is None or flight.injected:
        return None
    for earlier in map(trace.flight, range(flight.id - 1, 0, -1)):
        if (earlier.sender, earlier.connection) == (flight.sender, flight.connection) and not earlier.injected:
            return earlier
    return None


def _fields(flight: Flight, header: bytes, t: int, naming: Naming) -> _Parts:
    size = len(header)
    return _rows(flight, header, size, t, naming), tuple(_options(flight, header[20:size], naming))


def _compared(now: _Parts, before: _Parts) -> _Parts:
    """Each field with the value that it had before, where that was another one."""
    old = {field.key: field.value for row in before[0] for field in row} | {f.key: f.value for f in before[1]}
    bare = {key: value.removesuffix(" ✓").removesuffix(" ✗") for key, value in old.items()}

    def compare(field: Field) -> Field:
        was = bare.get(field.key, NOTHING)
        same = was == field.value.removesuffix(" ✓").removesuffix(" ✗")
        return field if same or field.key == "padding" else replace(field, before=was)

    return tuple(tuple(compare(field) for field in row) for row in now[0]), tuple(compare(field) for field in now[1])


def _end(flight_host: str | None, address: str, naming: Naming) -> str:
    return naming.host(flight_host) if flight_host is not None else address


def segment_title(flight: Flight, naming: Naming) -> str:
    """What it is, and from whom to whom."""
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
    mine = (flight.sender, flight.connection, flight.segment.seq)
    before = islice(columns(trace.flights, "sender", "connection", "segment.seq"), flight.id - 1)
    same = (number for number, one in enumerate(before, start=1) if one == mine)
    return next((one for one in same if trace.flight(one).segment.length == flight.segment.length > 0), None)


def fate(flight: Flight, t: int, naming: Naming) -> str:
    """What has become of it by ``t`` (ns)."""
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
        return Field(
            key, naming.say(f"header.field.{key}"), value, bits, first, last, wireshark=f"tcp.{WIRESHARK[key]}"
        )

    flags = tuple(_flag(bit, bool(segment.flags & bit)) for bit in BITS)
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


def _flag(bit: Flags, value: bool) -> Field:
    name = bit.name or ""
    wireshark = f"tcp.flags.{_FLAG_NAMES.get(name, name.lower())}"
    return Field(name, name, "1" if value else "0", 1, 13, 14, value, wireshark=wireshark)


_FLAG_NAMES = {"PSH": "push", "RST": "reset"}
WIRESHARK = {
    "source-port": "srcport",
    "destination-port": "dstport",
    "sequence": "seq_raw",
    "acknowledgment": "ack_raw",
    "offset": "hdr_len",
    "reserved": "flags.res",
    "window": "window_size_value",
    "checksum": "checksum",
    "urgent": "urgent_pointer",
    "mss": "options.mss_val",
    "window-scale": "options.wscale.shift",
    "sack-permitted": "options.sack_perm",
    "sack": "options.sack_le",
    "timestamps": "options.timestamp.tsval",
    "fast-open": "options.tfo.cookie",
    "padding": "options.eol",
}
_KINDS = {2: "mss", 3: "window-scale", 4: "sack-permitted", 5: "sack", 8: "timestamps", 34: "fast-open"}


def _options(flight: Flight, raw: bytes, naming: Naming) -> list[Field]:
    """The options in the order of the wire, and the padding behind them."""
    fields: list[Field] = []
    at = 0

    def add(key: str, value: str, length: int) -> None:
        first = 20 + at
        name, wireshark = naming.say(f"header.option.{key}"), f"tcp.{WIRESHARK[key]}"
        fields.append(Field(key, name, value, 8 * length, first, first + length, wireshark=wireshark))

    while at < len(raw) and raw[at] != 0:
        kind = raw[at]
        length = 1 if kind == 1 else max(raw[at + 1], 2)
        key = _KINDS.get(kind)
        if key is not None:
            add(key, _option_value(flight, key, naming), length)
        else:
            add("padding", raw[at : at + length].hex(" "), length)
        at += length
    if at < len(raw):
        add("padding", raw[at:].hex(" "), len(raw) - at)
    return fields


def _option_value(flight: Flight, key: str, naming: Naming) -> str:
    """An option's value as Wireshark decodes it."""
    value = flight.segment.options.get(key.replace("-", "_"))
    if value is None or value is True:
        return NOTHING
    if key == "mss":
        return f"{value} B"
    if key == "window-scale":
        return f"{value} (× {2**value})"
    if key == "timestamps":
        return f"TSval {value[0]}, TSecr {value[1]}"
    if key == "sack":
        return ", ".join(f"{_edge(flight, left, naming)}–{_edge(flight, right, naming)}" for left, right in value)
    return value.hex(" ") if isinstance(value, bytes) else str(value)


def _edge(flight: Flight, edge: int, naming: Naming) -> str:
    """An edge of a SACK block: a number of the other host's, in the numbering in force."""
    return naming.number(edge, flight.receiver, flight.ack_base, flight.sender, flight.id)


def hex_lines(raw: bytes, per_line: int = 16) -> tuple[str, ...]:
    """Bytes in pairs, as captures print them."""
    lines = []
    for start in range(0, len(raw), per_line):
        part = raw[start : start + per_line].hex()
        lines.append(" ".join(part[index : index + 4] for index in range(0, len(part), 4)))
    return tuple(lines)
