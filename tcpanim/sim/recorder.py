"""Writes what a host's TCP does into the trace, and hands its segments to the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tcpanim.sim.conditions import Conditions
from tcpanim.sim.host import Host
from tcpanim.sim.network import Bases, Network
from tcpanim.tcp.io import (
    Accepted,
    Arm,
    Changed,
    Deliver,
    Disarm,
    Judged,
    Kind,
    Readable,
    Signal,
    Transmit,
    Writable,
)
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.stack import Tagged
from tcpanim.tcp.states import State
from tcpanim.trace.builder import TraceBuilder
from tcpanim.trace.events import EventKind, Flight, QueueRow
from tcpanim.wire.segment import ACK, SYN, Address, Segment

_UNKNOWN = Bases(None, None)


class News(NamedTuple):
    """Something that the application of a host may react to; ``event``: where it stands in the trace."""

    connection: int
    effect: Readable | Writable
    event: int


class Recorder:
    """Turns effects into rows. One stimulus at a time: ``record``, once for all that it led to."""

    def __init__(self, builder: TraceBuilder, conditions: Conditions, network: Network) -> None:
        self._builder = builder
        self._conditions = conditions
        self._network = network
        self._states: dict[str, dict[int, State]] = {}
        self._with_queues: set[str] = set()
        self._bases: dict[tuple[str, int], Bases] = {}
        self._writers: dict[type, Callable[[int | None, Any], int | None]] = {
            Transmit: self._transmit,
            Changed: self._changed,
            Judged: self._judged,
            Readable: self._readable,
            Deliver: self._deliver,
            Signal: self._signal,
            Accepted: self._accepted,
            Writable: self._writable,
            Arm: self._arm,
            Disarm: self._disarm,
        }
        # What the stimulus at hand belongs to.
        self._host: Host
        self._now = 0
        self._cause = 0
        self._answered: Flight | None = None
        self._news: list[News] = []

    def record(
        self,
        host: Host,
        tagged: tuple[Tagged, ...],
        cause: int | list[int],
        now: int,
        *,
        answered: Flight | None = None,
        chain: bool = False,
    ) -> list[News]:
        """Record the effects of one stimulus at ``host``; what the application hears of.

        ``cause``: the event that the effects follow from, one for all or one for each. ``answered``: the segment that
        arrived. ``chain``: what follows a delivery is caused by it (the application read of its own accord).
        """
        self._host, self._now, self._answered = host, now, answered
        news = self._news = []
        writers = self._writers
        for _, effect in tagged:
            if type(effect) is Changed:
                self._remember_bases()
                break
        if isinstance(cause, int):
            self._cause = cause
            for connection, effect in tagged:
                event = writers[type(effect)](connection, effect)
                if chain and event is not None:
                    self._cause = event
        else:
            for (connection, effect), self._cause in zip(tagged, cause, strict=True):
                writers[type(effect)](connection, effect)
        return news

    def living(self, host: Host) -> list[int]:
        """The connections of ``host`` that are not CLOSED, in order."""
        return [number for number, state in self._states.get(host.name, {}).items() if state is not State.CLOSED]

    def sample(self, host: Host, now: int) -> None:
        """Record the variables of all connections that have something to say."""
        builder, name = self._builder, host.name
        event = len(builder.events)
        states = self._states.get(name, {})
        for number, endpoint in host.stack.connections.items():
            if number not in states:
                continue  # it listens in the place of one that was taken, and says nothing
            latest = builder.latest(name, number)
            if latest is not None and latest.state is endpoint.state is State.CLOSED and not latest.unread:
                continue
            builder.sample(event, now, name, number, endpoint.snapshot())
        if host.stack.queues or name in self._with_queues:
            self._record_queues(host, now, event)

    def _record_queues(self, host: Host, now: int, event: int) -> None:
        """Who stands in the listener's queues."""
        stack, port = host.stack, host.spec.port
        self._with_queues.add(host.name)
        queues = stack.queues.get(port)
        if queues is None:
            self._builder.queue(QueueRow(event, now, host.name, port, (), (), None, None))
            return
        syn = tuple(_socket(stack.peer_of(number)) for number in queues.half_open)
        accept = tuple(_socket(stack.peer_of(number)) for number in queues.unaccepted)
        limits = queues.backlog
        self._builder.queue(QueueRow(event, now, host.name, port, syn, accept, limits.syn, limits.accept))

    def crashed(self, host: Host, living: list[int], now: int, event: int) -> None:
        """All connections of ``host`` are gone without a word."""
        self._builder.cancel_all(now, host.name)
        for number in living:
            before = self._states[host.name][number]
            change = self._builder.state(now, host.name, number, (before, State.CLOSED), None, None, event)
            self._entered(host, number, State.CLOSED, now, change)
            latest = self._builder.latest(host.name, number)
            if latest is not None:
                self._builder.sample(change, now, host.name, number, _forgotten(latest))
        if host.name in self._with_queues:
            self._record_queues(host, now, event)

    # ---- one method per effect; a delivery returns the id of its event

    def _transmit(self, connection: int | None, effect: Transmit) -> None:
        host = self._host
        self._network.send(
            self._now, host.name, connection, effect, self._bases_of(connection, effect), host.spec.address, self._cause
        )

    def _changed(self, connection: int | None, effect: Changed) -> None:
        assert connection is not None
        event = self._builder.state(
            self._now,
            self._host.name,
            connection,
            (effect.before, effect.after),
            effect.trigger,
            effect.rule,
            self._cause,
        )
        if effect.after is State.CLOSED:
            self._host.application.closed(connection)
        self._entered(self._host, connection, effect.after, self._now, event)

    def _entered(self, host: Host, connection: int, state: State, now: int, event: int) -> None:
        states = self._states.setdefault(host.name, {})
        states[connection] = state
        if connection == max(states):  # a host's state is its newest connection's
            self._conditions.entered(host.name, state, now, event)

    def _judged(self, connection: int | None, effect: Judged) -> None:
        self._builder.event(
            self._now,
            self._host.name,
            connection,
            EventKind.JUDGED,
            self._cause,
            reason=effect.reason.key,
            rule=effect.reason.rule,
            numbers=effect.numbers,
        )

    def _readable(self, connection: int | None, effect: Readable) -> None:
        assert connection is not None
        event = self._builder.event(
            self._now,
            self._host.name,
            connection,
            EventKind.READABLE,
            self._cause,
            numbers={"unread_bytes": effect.bytes, "eof": effect.eof},
        )
        self._news.append(News(connection, effect, event))

    def _deliver(self, connection: int | None, effect: Deliver) -> int:
        assert connection is not None
        event, total = self._builder.delivery(self._now, self._host.name, connection, len(effect.data), self._cause)
        self._conditions.received(self._host.name, total, self._now, event)
        return event

    def _signal(self, connection: int | None, effect: Signal) -> None:
        """The user is told: by the call that has failed, or out of the blue, if somebody is still there."""
        called = self._builder.events[self._cause - 1].kind is EventKind.CALL
        if connection is not None and self._host.application.has_left(connection) and not called:
            return
        self._builder.error(self._now, self._host.name, connection, effect.error, self._cause)

    def _accepted(self, connection: int | None, effect: Accepted) -> None:
        """How much a write was taken is the result of its call."""

    def _writable(self, connection: int | None, effect: Writable) -> None:
        assert connection is not None
        self._news.append(News(connection, effect, self._cause))

    def _arm(self, connection: int | None, effect: Arm) -> None:
        assert connection is not None
        self._builder.arm(self._now, self._host.name, connection, effect.timer.value, effect.deadline, self._cause)

    def _disarm(self, connection: int | None, effect: Disarm) -> None:
        assert connection is not None
        self._builder.disarm(self._now, self._host.name, connection, effect.timer.value)

    # ---- relative numbers

    def _remember_bases(self) -> None:
        """The ISNs of the connections, known with a change of state; one deleted in this step has its old ones."""
        name = self._host.name
        for number, endpoint in self._host.stack.connections.items():
            if endpoint.state is not State.CLOSED:
                tcb = endpoint.snapshot()
                if tcb.iss is not None:
                    self._bases[name, number] = Bases(tcb.iss, tcb.irs)

    def _bases_of(self, connection: int | None, effect: Transmit) -> Bases:
        """What the relative numbers of a segment count from.

        A SYN's number is itself the base. A reset takes its number from the segment that it answers, and with it that
        segment's bases.
        """
        segment = effect.segment
        bases = self._bases.get((self._host.name, connection)) if connection is not None else None
        answered = self._answered
        if effect.kind is Kind.RESET and answered is not None and _mirrors(segment, answered.segment):
            bases = Bases(answered.ack_base, answered.seq_base)
        elif bases is None:
            bases = _UNKNOWN
        bits = int(segment.flags)
        return Bases(segment.seq if bits & SYN else bases.seq, bases.ack if bits & ACK else None)


def _socket(address: Address | None) -> str:
    if address is None:
        return "?"
    return f"[{address.host}]:{address.port}" if ":" in address.host else f"{address.host}:{address.port}"


def _mirrors(reset: Segment, answered: Segment) -> bool:
    """Whether the numbers of ``reset`` are taken from the segment that it answers (RFC 9293 §3.10.7.1)."""
    if int(answered.flags) & ACK:
        return reset.seq == answered.ack
    return int(reset.flags) & ACK != 0 and reset.seq == 0


def _forgotten(tcb: TcbSnapshot) -> TcbSnapshot:
    """The variables of a connection whose host has lost its memory."""
    return tcb._replace(
        state=State.CLOSED,
        snd_una=None,
        snd_nxt=None,
        snd_wnd=0,
        snd_wl1=None,
        snd_wl2=None,
        iss=None,
        rcv_nxt=None,
        rcv_wnd=0,
        irs=None,
        flight=0,
        dupacks=0,
        srtt=None,
        rttvar=None,
        backoff=0,
        timers=(),
        unread=0,
        unsent=0,
    )
