"""What can be said about a header field by field: what it is for, where it stands, what it was; and its checksum."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.explain.typeset import typeset
from tcpanim.scene.header import BITS, Field, Header
from tcpanim.scene.names import Naming
from tcpanim.trace.events import Fate, Flight
from tcpanim.wire.checksum import TCP, packed

_FLAGS = frozenset(bit.name for bit in BITS)


@dataclass(frozen=True, slots=True)
class Note:
    """A field in words: ``title`` with its value, ``about`` what it is for, ``lines`` of details."""

    title: str
    about: str
    lines: tuple[str, ...]


def field_note(header: Header, field: Field, naming: Naming) -> Note:
    """Everything about one field."""
    say = naming.say
    key = field.key if field.key not in _FLAGS else f"flag-{field.key.lower()}"
    first, last = field.first, field.last - 1
    place = say("header.byte", n=first) if first == last else say("header.bytes", first=first, last=last)
    bits = say("header.bits", n=field.bits)
    lines = [say("list.pair", name=f"{place}", value=header.raw[first : field.last].hex(" ")), bits]
    if field.wireshark:
        lines.append(say("list.pair", name="Wireshark", value=field.wireshark))
    details = [" · ".join(lines)]
    if field.before and header.previous is not None:
        details.append(say("header.was", number=header.previous, value=field.before))
    title = say("list.pair", name=field.name, value=field.value)
    return Note(title, say(f"header.about.{key}"), tuple(details))


def changes_note(header: Header, naming: Naming) -> Note:
    """What is another than in the segment that the same host sent before; the checksum, which follows, is left out."""
    say = naming.say
    if header.previous is None:
        return Note(say("header.first-of-host"), say("header.point"), ())
    differing = [field for field in header.fields if field.before]
    changed = [field for field in differing if field.key != "checksum"]
    texts = (say("header.changed", name=field.name, before=field.before, now=field.value) for field in changed)
    lines = tuple(typeset(text, naming.language) for text in texts)
    title = say("header.changes", number=header.previous)
    return Note(
        title, say("header.point"), lines or (say("header.only-checksum" if differing else "header.no-changes"),)
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the calculation: what is added, its bytes or its formula, and the sum in hexadecimal."""

    name: str
    how: str
    value: str


@dataclass(frozen=True, slots=True)
class Checksum:
    """The checksum worked out, as sender and receiver do it. ``pseudo``: the pseudo-header's parts; ``steps``: sums."""

    pseudo: tuple[Row, ...]
    steps: tuple[Row, ...]
    verdict: str
    good: bool


def checksum_of(header: Header, flight: Flight, t: int, naming: Naming) -> Checksum:
    """How the checksum of a segment comes about (RFC 9293 §3.1), at ``t``."""
    say = naming.say
    source, destination = packed(flight.src.host), packed(flight.dst.host)
    length = len(header.raw) + len(header.data)
    protocol = bytes((0, TCP)) if len(source) == 4 else bytes((0, 0, 0, TCP))
    size = length.to_bytes(2 if len(source) == 4 else 4, "big")
    pseudo = (
        Row(say("header.sum.source"), flight.src.host, _words(source)),
        Row(say("header.sum.destination"), flight.dst.host, _words(destination)),
        Row(say("header.sum.protocol"), f"TCP = {TCP}", _words(protocol)),
        Row(say("header.sum.length"), f"{len(header.raw)} + {len(header.data)} = {length}", _words(size)),
    )
    bare = header.raw[:16] + b"\0\0" + header.raw[18:]
    sums = [_sum(source + destination + protocol + size), _sum(bare), _sum(header.data)]
    total = sum(sums)
    folded = total
    while folded > 0xFFFF:
        folded = (folded & 0xFFFF) + (folded >> 16)
    field = int.from_bytes(header.raw[16:18], "big")
    steps = [
        Row(say("header.sum.pseudo"), "", f"{sums[0]:x}"),
        Row(say("header.sum.header"), say("header.sum.field-0"), f"{sums[1]:x}"),
    ]
    if header.data:
        steps.append(Row(say("header.sum.data"), naming.say("segment.bytes", size=len(header.data)), f"{sums[2]:x}"))
    steps += [
        Row(say("header.sum.total"), "", f"{total:x}"),
        Row(say("header.sum.folded"), say("header.sum.carry"), f"{folded:04x}"),
        Row(say("header.sum.complement"), say("header.sum.turned"), f"{field:04x}"),
    ]
    wrong = flight.fate is Fate.CORRUPTED and flight.ended <= t
    verdict = say("header.sum.wrong" if wrong else "header.sum.right")
    return Checksum(pseudo, tuple(steps), verdict, not wrong)


def _words(data: bytes) -> str:
    """Bytes as 16-bit words in hexadecimal."""
    text = data.hex()
    return " ".join(text[index : index + 4] for index in range(0, len(text), 4))


def _sum(data: bytes) -> int:
    """The plain sum of the 16-bit words."""
    if len(data) % 2:
        data += b"\0"
    return sum(int.from_bytes(data[index : index + 2], "big") for index in range(0, len(data), 2))
