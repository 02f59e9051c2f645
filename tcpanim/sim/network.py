"""The network between the hosts: every segment becomes a row of the trace, and sooner or later an arrival or a loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from tcpanim.scenario.model import Scenario
from tcpanim.sim.conditions import Conditions
from tcpanim.sim.damage import damaged, wire_size
from tcpanim.sim.host import Host
from tcpanim.sim.link import Link, Passage
from tcpanim.sim.match import match_names
from tcpanim.sim.queue import ARRIVAL, EventQueue
from tcpanim.tcp.ecn import CE
from tcpanim.tcp.io import Kind, Transmit
from tcpanim.trace.builder import TraceBuilder
from tcpanim.trace.events import EventKind, Fate, Flight
from tcpanim.wire.errors import WireError
from tcpanim.wire.segment import Address, Segment


class Bases(NamedTuple):
    """The ISNs that the relative numbers of a segment count from; None: unknown."""

    seq: int | None
    ack: int | None


# receive(host, flight, segment as it was read, now); it calls Network.arrived.
Receive = Callable[[Host, Flight, Segment, int], None]


class Network:
    """Both directions of the path, and what is under way on them."""

    def __init__(
        self,
        scenario: Scenario,
        hosts: dict[str, Host],
        queue: EventQueue,
        builder: TraceBuilder,
        conditions: Conditions,
        receive: Receive,
    ) -> None:
        self._queue = queue
        self._builder = builder
        self._conditions = conditions
        self._receive = receive
        self._hosts = hosts
        self._by_address = {host.spec.address: host.name for host in hosts.values()}
        self.links = {
            spec.name: Link(spec.name, scenario.wire, scenario.faults, scenario.seed) for spec in scenario.hosts
        }

    # ---- sending

    def send(
        self, now: int, sender: str, connection: int | None, transmit: Transmit, bases: Bases, source: str, cause: int
    ) -> None:
        """Take a segment from the host ``sender``, whose IP address is ``source``."""
        segment = transmit.segment
        assert transmit.destination is not None
        src = Address(source, segment.src_port)
        dst = Address(transmit.destination, segment.dst_port)
        link = self.links[sender]
        passage = link.carry(segment, wire_size(segment, source) if link.limited else 0, now)
        reason = transmit.reason
        number = self._builder.next_flight
        event = self._builder.event(
            now, sender, connection, EventKind.SENT, cause, row=number - 1, reason=reason.key, rule=reason.rule
        )  # fmt: skip
        flight = Flight(
            number, event, connection, sender, self._by_address.get(dst.host), now, passage.left, passage.due,
            None, passage.due, Fate.UNFINISHED, passage.by, False, None, src, dst, segment, bases.seq, bases.ack,
            transmit.kind is Kind.RETRANSMISSION, reason.key,
        )  # fmt: skip
        self._builder.flight(flight)
        self._dispatch(flight, passage)
        self._conditions.sent(sender, match_names(segment), now, event)

    def _dispatch(self, flight: Flight, passage: Passage) -> None:
        if passage.lost is not None:
            self._queue.add(passage.lost, ARRIVAL, flight.id, self._loss(flight.id))
            return
        if passage.marked:
            marked = replace(flight.segment, ecn=CE)
            self._queue.add(passage.due, ARRIVAL, flight.id, self._arrival_marked(flight.id, marked))
        else:
            self._queue.add(passage.due, ARRIVAL, flight.id, self._arrival(flight.id, passage.damage))
        for copy in passage.copies:
            number = self._builder.next_flight
            event = self._builder.event(
                flight.sent, flight.sender, flight.connection, EventKind.SENT, flight.event, row=number - 1,
                reason=flight.reason,
            )  # fmt: skip
            self._builder.flight(
                flight._replace(id=number, event=event, due=copy.due, ended=copy.due, by=copy.by, copy_of=flight.id)
            )
            self._queue.add(copy.due, ARRIVAL, number, self._arrival(number, None))

    def inject(
        self, now: int, sender: str | None, receiver: str, src: Address, dst: Address, segment: Segment, bases: Bases,
        cause: int | None,
    ) -> int:  # fmt: skip
        """Let a forged or old segment arrive at once; the id of its arrival's cause."""
        number = self._builder.next_flight
        event = self._builder.event(now, sender, None, EventKind.SENT, cause, row=number - 1, reason="injected")
        self._builder.flight(
            Flight(
                number, event, None, sender, receiver, now, now, now, None, now, Fate.UNFINISHED, None, True, None,
                src, dst, segment, bases.seq, bases.ack, False, "injected",
            )
        )  # fmt: skip
        self._arrive(number, None, now)
        return event

    # ---- what becomes of it

    def _loss(self, number: int) -> Callable[[int], None]:
        def lose(now: int) -> None:
            flight = self._builder.end_flight(number, now, Fate.DROPPED)
            self._builder.event(now, flight.sender, flight.connection, EventKind.LOST, flight.event, row=number - 1)

        return lose

    def _arrival(self, number: int, damage: int | None) -> Callable[[int], None]:
        def arrive(now: int) -> None:
            self._arrive(number, damage, now)

        return arrive

    def _arrival_marked(self, number: int, marked: Segment) -> Callable[[int], None]:
        def arrive(now: int) -> None:
            self._builder.flights[number - 1] = self._builder.flights[number - 1]._replace(received=marked)
            self._arrive(number, None, now)

        return arrive

    def _arrive(self, number: int, damage: int | None, now: int) -> None:
        flight = self._builder.flights[number - 1]
        host = self._hosts.get(flight.receiver or "")
        if host is None:
            self._discard(number, Fate.NO_HOST, now)
        elif not host.up:
            self._discard(number, Fate.HOST_DOWN, now)
        elif damage is not None:
            self._arrive_damaged(flight, host, damage, now)
        else:
            self._deliver(flight, host, flight.received or flight.segment, now)

    def _arrive_damaged(self, flight: Flight, host: Host, damage: int, now: int) -> None:
        """The real bytes with one bit turned, read as a receiver reads them."""
        src, dst = flight.src.host, flight.dst.host
        content = damaged(flight.segment.encode(src, dst), damage)
        try:
            segment = Segment.decode(content, src, dst) if host.verifies else Segment.decode(content)
        except WireError:
            self._discard(flight.id, Fate.CORRUPTED, now, arrived=now)
            return
        self._builder.flights[flight.id - 1] = flight._replace(received=segment)
        self._deliver(flight, host, segment, now)

    def _deliver(self, flight: Flight, host: Host, segment: Segment, now: int) -> None:
        self._receive(host, self._builder.end_flight(flight.id, now, Fate.DELIVERED, arrived=now), segment, now)

    def arrived(self, flight: Flight, segment: Segment, connection: int | None, now: int) -> int:
        """Record that ``flight`` was handed to ``connection`` (None: to no connection); the event's id."""
        assert flight.receiver is not None
        event = self._builder.event(
            now, flight.receiver, connection, EventKind.ARRIVED, flight.event, row=flight.id - 1
        )
        self._conditions.got(flight.receiver, match_names(segment), now, event)
        return event

    def _discard(self, number: int, fate: Fate, now: int, arrived: int | None = None) -> None:
        flight = self._builder.end_flight(number, now, fate, arrived=arrived)
        self._builder.event(now, flight.receiver, None, EventKind.DISCARDED, flight.event, row=number - 1)
