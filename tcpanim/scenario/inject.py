"""Segments that nobody of the two has sent now: forged ones, and old ones that arrive late."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any

from tcpanim.scenario.data import Data
from tcpanim.scenario.hosts import PORT, SEQUENCE, is_of_a_host
from tcpanim.scenario.model import Inject, SeqExpr
from tcpanim.scenario.problems import closest
from tcpanim.scenario.record import Field, ListOf, Record, Values
from tcpanim.scenario.shape import Host, Reading, Schema, Shape, Switch, Whole, word
from tcpanim.scenario.yaml_reader import Items, Node, Scalar
from tcpanim.wire.segment import ACK, Flags

_RELATIVE = re.compile(r"isn\s*(?:([+-])\s*([0-9]{1,10}))?", re.IGNORECASE)
_FLAGS = {flag.name: int(flag) for flag in Flags if flag.name}


@dataclass(frozen=True)
class Sequence(Shape):
    """A wire value, or ``isn``, ``isn+1``, ``isn-10``."""

    def read(self, node: Node, path: str, reading: Reading) -> SeqExpr | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        if found := _RELATIVE.fullmatch(scalar.text.strip()):
            sign, digits = found.groups()
            return SeqExpr("isn", int(f"{sign or ''}{digits or 0}"))
        if not re.match("[-+0-9]", scalar.text):
            return reading.report(node, path, "sequence", value=scalar.text)
        value = SEQUENCE.read(node, path, reading)
        return None if value is None else SeqExpr(None, value)

    def schema(self) -> Schema:
        relative = {"type": "string", "pattern": "^isn *([+-] *[0-9]+)?$", "examples": ["isn+1"]}
        return {"oneOf": [SEQUENCE.schema(), relative]}


@dataclass(frozen=True)
class FlagSet(Shape):
    """``SYN``, ``SYN-ACK``, ``FIN,ACK``, ``[RST, ACK]``; ``none`` or ``[]`` for a segment without any."""

    def read(self, node: Node, path: str, reading: Reading) -> int | None:
        bits: int | None = 0
        words: list[tuple[Scalar, str, str]] = []
        if isinstance(node, Items):
            for n, item in enumerate(node.items, 1):
                scalar = word(item, f"{path}[{n}]", reading)
                if scalar is None:
                    bits = None
                else:
                    words.append((scalar, f"{path}[{n}]", scalar.text.strip()))
        elif (scalar := word(node, path, reading)) is None:
            return None
        elif scalar.text.casefold() != "none":
            words = [(scalar, path, name) for name in re.split(r"[-+,/| ]+", scalar.text.strip())]
        for scalar, below, name in words:
            flag = name.upper()
            if flag not in _FLAGS:
                hint = closest(flag, _FLAGS)
                bits = reading.report(scalar, below, "flags", hint, value=name, choices=tuple(_FLAGS))
            elif bits is not None:
                bits |= _FLAGS[flag]
        return bits

    def schema(self) -> Schema:
        flag = {"enum": list(_FLAGS)}
        return {"oneOf": [{"type": "array", "items": flag}, {"type": "string", "examples": ["SYN-ACK", "FIN,ACK"]}]}


@dataclass(frozen=True)
class Sender(Shape):
    """A host's name, or the IP address of a stranger."""

    # RFC 9293: MUST-63.
    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        if scalar is None or scalar.text in reading.hosts or not reading.hosts:
            return scalar.text if scalar else None
        try:
            address = ipaddress.ip_address(scalar.text)
        except ValueError:
            hint = closest(scalar.text, reading.hosts)
            return reading.report(node, path, "sender", hint, value=scalar.text, hosts=tuple(reading.hosts))
        if not is_of_a_host(address):
            return reading.report(node, path, "address-kind", value=scalar.text)
        return str(address)

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True)
class Cookie(Shape):
    """``0011223344556677``: 4 to 16 bytes (RFC 7413 §4.1.1); ``none`` asks for one."""

    def read(self, node: Node, path: str, reading: Reading) -> bytes | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        if scalar.text.casefold() == "none":
            return b""
        if re.fullmatch("(?:[0-9a-fA-F]{2}){4,16}", scalar.text) and len(scalar.text) % 4 == 0:
            return bytes.fromhex(scalar.text)
        return reading.report(scalar, path, "cookie", value=scalar.text)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^(none|([0-9a-fA-F]{4}){2,8})$"}


_OPTIONS = {
    "mss": Field(Whole(0, 65535), "maximum segment size"),
    "window_scale": Field(Whole(0, 255), "shift of the window field"),
    "sack_permitted": Field(Switch(), "selective acknowledgments may be used"),
    "timestamps": Field(ListOf(SEQUENCE, 2, 2), "value and echo"),
    "sack": Field(ListOf(ListOf(SEQUENCE, 2, 2), 1, 4), "blocks, each with its left and right edge"),
    "fast_open": Field(Cookie(), "cookie in hexadecimal, `none` to ask for one"),
}


def _options(values: Values, _node: Node, _path: str, _reading: Reading) -> dict[str, Any]:
    # The option is there or not: off is the same as leaving it out.
    return {name: value for name, value in values.items() if value is not None and value is not False}


_FIELDS = {
    "as": Field(Sender(), "the host that seems to have sent it, or a foreign IP address", required=True),
    "to": Field(Host(), "the host where it arrives", required=True),
    "flags": Field(FlagSet(), "control bits, such as SYN or FIN,ACK", required=True),
    "seq": Field(Sequence(), "sequence number: wire value, or relative to the sender's ISN as isn+1", required=True),
    "ack": Field(Sequence(), "acknowledgment number: wire value, or relative to the receiver's ISN"),
    "window": Field(Whole(0, 65535), "window field; absent: 65535"),
    "data": Field(Data(), "data that it carries"),
    "urgent": Field(Whole(0, 65535), "urgent pointer, with the flag URG; absent: 0"),
    "options": Field(Record(_OPTIONS, _options, "mss: 1000"), "TCP options"),
    "src_port": Field(PORT, "absent: the port of the host in as"),
    "dst_port": Field(PORT, "absent: the port of the host in to"),
}


def _inject(values: Values, node: Node, path: str, reading: Reading) -> Inject | None:
    flags, to, sender = values.get("flags"), values.get("to"), values.get("as")
    if sender is not None and sender == to:
        reading.report(values.at("to"), f"{path}.to", "inject-from-itself")
    if flags is not None:
        if flags & ACK and not values.given("ack"):
            reading.report(node, path, "ack-missing")
        elif not flags & ACK and values.given("ack"):
            reading.report(values.node.entries["ack"].key, f"{path}.ack", "ack-without-flag")
    if None in (flags, to, sender, values.get("seq")):
        return None
    window = values.get("window")
    return Inject(
        sender=values["as"],
        to=values["to"],
        flags=values["flags"],
        seq=values["seq"],
        ack=values.get("ack"),
        window=65535 if window is None else window,
        data=values.get("data") or b"",
        urgent=values.get("urgent") or 0,
        options=values.get("options"),
        src_port=values.get("src_port"),
        dst_port=values.get("dst_port"),
    )


INJECT = Record(_FIELDS, _inject, "as: client, to: server, flags: SYN, seq: 90")
