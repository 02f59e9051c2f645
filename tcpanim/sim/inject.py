"""Forged and old segments: a scenario's words as a segment."""

from __future__ import annotations

from typing import NamedTuple

from tcpanim.scenario.model import Inject, SeqExpr
from tcpanim.sim.host import Host
from tcpanim.sim.network import Bases
from tcpanim.wire.segment import ACK, FLAGS, NO_OPTIONS, SYN, Address, Segment
from tcpanim.wire.seq import MODULUS


class Forged(NamedTuple):
    """A segment from nowhere: ``sender`` is the host it claims to come from, None for a foreign address."""

    sender: str | None
    src: Address
    dst: Address
    segment: Segment
    bases: Bases


def forge(inject: Inject, hosts: dict[str, Host]) -> Forged:
    """Form the segment; numbers relative to an ISN count from the one that the host has used last."""
    receiver = hosts[inject.to]
    sender = hosts.get(inject.sender)
    peer = next(host for host in hosts.values() if host is not receiver)
    dst_port = inject.dst_port or _local_port(receiver)
    src_port = inject.src_port or _local_port(sender or peer)
    flags = inject.flags | (ACK if inject.ack is not None else 0)
    segment = Segment(
        src_port,
        dst_port,
        _number(inject.seq, sender),
        _number(inject.ack, receiver) if inject.ack is not None else 0,
        FLAGS[flags],
        inject.window,
        inject.data,
        dict(inject.options) if inject.options else NO_OPTIONS,
        inject.urgent,
    )
    return Forged(
        sender.name if sender else None,
        Address(sender.spec.address if sender else inject.sender, src_port),
        Address(receiver.spec.address, dst_port),
        segment,
        Bases(_seq_base(segment, sender), receiver.used_isn if flags & ACK else None),
    )


def _seq_base(segment: Segment, sender: Host | None) -> int | None:
    """A SYN of another number than its host's own is of an incarnation that nobody here knows: it has no base."""
    isn = sender.used_isn if sender else None
    return None if int(segment.flags) & SYN and segment.seq != isn else isn


def _local_port(host: Host) -> int:
    """The port of the host's newest connection, else the one that the scenario gives it."""
    newest = host.stack.newest
    return host.spec.port if newest is None else host.stack.connections[newest].local.port


def _number(expression: SeqExpr, host: Host | None) -> int:
    base = host.current_isn if expression.base == "isn" and host else 0
    return (base + expression.offset) % MODULUS


def forged_address(number: int, *, ipv6: bool) -> str:
    """The ``number``-th address of nobody (RFC 5737, RFC 3849)."""
    if ipv6:
        return f"2001:db8:ffff::{number + 1:x}"
    return f"198.51.100.{number % 254 + 1}"
