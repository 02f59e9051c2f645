"""The two hosts, their TCP settings, and the wire between them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any

from tcpanim.i18n import Text
from tcpanim.scenario.model import HostSpec, WireSpec
from tcpanim.scenario.record import EachWay, Field, ListOf, Record, Values, mapping, read_fields, record_schema
from tcpanim.scenario.shape import HOST_NAME, Quantity, Reading, Schema, Shape, Whole, Words, word
from tcpanim.scenario.tcp_settings import TcpSettings, config_of
from tcpanim.scenario.yaml_reader import Items, Mapping, Node, Scalar
from tcpanim.units import MS

SEQUENCE = Whole(0, 0xFFFF_FFFF)
PORT = Whole(1, 65535)

_PORTS = (49152, 80)
_ADDRESSES = {4: ("10.0.0.1", "10.0.0.2"), 6: ("2001:db8::1", "2001:db8::2")}
# A host with one of the usual names needs no label to be called right in both languages.
_LABELS = {"client": Text("Client", "客户端"), "server": Text("Server", "服务器")}


def is_of_a_host(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether a segment may come from ``address`` or go there: it is no group's, and nobody's (RFC 9293 §3.9.2.3)."""
    broadcast = address.version == 4 and int(address) == 0xFFFF_FFFF
    return not (address.is_multicast or address.is_unspecified or broadcast or "%" in str(address))


@dataclass(frozen=True)
class Address(Shape):
    """An IPv4 or IPv6 address of one host; read in its usual spelling."""

    # RFC 9293: MUST-46, MUST-57.
    def read(self, node: Node, path: str, reading: Reading) -> str | None:
        scalar = word(node, path, reading)
        if scalar is None:
            return None
        try:
            address = ipaddress.ip_address(scalar.text)
        except ValueError:
            return reading.report(node, path, "address", value=scalar.text)
        if not is_of_a_host(address):
            return reading.report(node, path, "address-kind", value=scalar.text)
        return str(address)

    def schema(self) -> Schema:
        return {"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}


@dataclass(frozen=True)
class Isn(Shape):
    """Initial sequence numbers: one, a list in order of use, or ``{always: n}``. Read as (list, always)."""

    def read(self, node: Node, path: str, reading: Reading) -> tuple[tuple[int, ...], int | None] | None:
        if isinstance(node, Mapping):
            always: int | None = read_fields(node, path, _ALWAYS, reading).get("always")
            return (), always
        if isinstance(node, Items):
            numbers = ListOf(SEQUENCE, least=1).read(node, path, reading)
            return None if numbers is None else (numbers, None)
        if not re.match("[-+0-9]", node.text):
            return reading.report(node, path, "isn", example="{always: 100}")
        number = SEQUENCE.read(node, path, reading)
        return None if number is None else ((number,), None)

    def schema(self) -> Schema:
        one = SEQUENCE.schema()
        return {"oneOf": [one, {"type": "array", "items": one, "minItems": 1}, record_schema(_ALWAYS)]}


_ALWAYS = {"always": Field(SEQUENCE, "the same number for every connection", required=True)}

HOST_FIELDS = {
    "label": Field(Words(one_line=True), "what the host is called on the screen"),
    "address": Field(Address(), "IPv4 or IPv6 address; absent: 10.0.0.1 and 10.0.0.2"),
    "port": Field(PORT, "its port; absent: 49152 for the first host, 80 for the second"),
    "isn": Field(Isn(), "initial sequence numbers in order of use; absent: drawn from the seed"),
    "tcp": Field(TcpSettings(), "settings of this host's TCP, over those of both"),
}


def host_names(root: Mapping, reading: Reading, reserved: frozenset[str]) -> tuple[str, ...]:
    """The names of the two hosts in the file's order, with problems reported; () when they mean nobody."""
    entry = root.entries.get("hosts")
    if entry is None:
        reading.report(root, "", "missing-key", key="hosts")
        return ()
    node = mapping(entry.value, "hosts", "client: {isn: 100}", reading)
    if node is None:
        return ()
    right = True
    for name, host in node.entries.items():
        if not re.fullmatch(HOST_NAME, name):
            # It still says whom the rest of the file means.
            reading.report(host.key, f"hosts.{name}", "host-name", name=name)
        elif name in reserved:
            reading.report(host.key, f"hosts.{name}", "host-reserved", name=name)
            right = False
    if len(node.entries) != 2:
        reading.report(node, "hosts", "two-hosts", count=len(node.entries))
        right = False
    return tuple(node.entries) if right else ()


def read_hosts(root: Mapping, tcp: Values | None, profile: str, reading: Reading) -> tuple[HostSpec, ...]:
    """Both hosts with all defaults; ``tcp``: the settings for both. Nothing when the names themselves are wrong."""
    entry = root.entries.get("hosts")
    if entry is None or not isinstance(entry.value, Mapping):
        return ()
    given: list[Values] = []
    for name, host in entry.value.entries.items():
        # `client:` with nothing behind it is a host with all defaults.
        node = host.value
        if isinstance(node, Scalar) and node.empty:
            node = Mapping(host.key.place)
        known = mapping(node, f"hosts.{name}", "isn: 100", reading)
        given.append(read_fields(known or Mapping(node.place), f"hosts.{name}", HOST_FIELDS, reading))
    if len(given) != 2 or not reading.hosts:
        return ()
    addresses = _addresses(given, reading)
    hosts = []
    for n, (name, values) in enumerate(zip(reading.hosts, given, strict=True)):
        isn, always = values.get("isn") or ((), None)
        hosts.append(
            HostSpec(
                name=name,
                label=values.get("label") or _LABELS.get(name, Text(name)),
                address=addresses[n],
                port=values.get("port") or _PORTS[n],
                isn=isn,
                isn_always=always,
                tcp=config_of(profile, tcp, values.get("tcp"), reading),
            )
        )
    return tuple(hosts)


def _addresses(given: list[Values], reading: Reading) -> tuple[str, str]:
    """The address of each host: its own, else one that goes with the other's."""
    left, right = (values.get("address") for values in given)
    family = 6 if ":" in (left or right or "") else 4
    first, second = _ADDRESSES[family]
    if left is None:
        left = first if right != first else second
    if right is None:
        right = second if left != second else first
    where = f"hosts.{reading.hosts[1]}.address"
    if given[1].given("address"):
        if left == right:
            reading.report(given[1].at("address"), where, "address-same", value=left)
        elif (":" in left) != (":" in right):
            reading.report(given[1].at("address"), where, "address-family", value=left, other=right)
    return left, right


# ---- the wire -----------------------------------------------------------------------------------------------------


_DELAY = 50 * MS

WIRE_FIELDS = {
    "delay": Field(EachWay(Quantity("time"), _DELAY), "one-way delay; absent: 50 ms"),
    "rate": Field(EachWay(Quantity("rate", low=1), None), "bits per second; absent: no limit"),
    "queue": Field(EachWay(Whole(1, 1_000_000), None), "segments that may wait for the wire; more are dropped"),
    "loss": Field(EachWay(Quantity("share"), 0), "share of the segments that is lost"),
    "duplicate": Field(EachWay(Quantity("share"), 0), "share of the segments that the network delivers twice"),
    "jitter": Field(EachWay(Quantity("time"), 0), "random addition to the delay; may reorder"),
}


def _wire(values: Values, _node: Node, _path: str, reading: Reading) -> WireSpec:
    def each(name: str, default: Any) -> dict[str, Any]:
        return values.get(name) or dict.fromkeys(reading.hosts, default)

    return WireSpec(
        delay=each("delay", _DELAY),
        rate=each("rate", None),
        queue=each("queue", None),
        loss=each("loss", 0),
        duplicate=each("duplicate", 0),
        jitter=each("jitter", 0),
    )


WIRE = Record(WIRE_FIELDS, _wire, example="delay: 50 ms")
