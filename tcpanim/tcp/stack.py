"""A host's TCP: listeners, connections by socket pair, and the answers to strays (RFC 9293 §3.3, §3.6.1, §3.10.7.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.cookies import Cookies
from tcpanim.tcp.endpoint import Endpoint
from tcpanim.tcp.io import (
    Abort,
    Arrives,
    Changed,
    Close,
    Effect,
    Judged,
    Kind,
    Listen,
    Open,
    Signal,
    Stimulus,
    TimerFires,
    Transmit,
    UserError,
)
from tcpanim.tcp.listener import Backlog, Offer, Queues, cookie, mss_of
from tcpanim.tcp.mss import default_mss
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State, Trigger, transition
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FLAGS, RST, SYN, Address, Segment

REMEMBERED = 256
"""How many closed connections can still be looked at."""


class Tagged(NamedTuple):
    """An effect and the number of its connection; None: a stray that belongs to no connection."""

    connection: int | None
    effect: Effect


class Stack:
    """All connections of one host, numbered in order of creation.

    ``iss(n)`` gives the host's n-th initial sequence number, whichever connection uses it. Every method that lets
    something happen returns its effects.

    A listener is the connection that ``listen`` made, in LISTEN. While a SYN has taken it, the port listens on by a
    replacement, which becomes a connection with a number when a SYN takes it too.
    """

    def __init__(self, config: TcpConfig, host: str, iss: Callable[[int], int], *, first_connection: int = 1) -> None:
        self.config = config
        self.host = host
        self.isns_used = 0
        self._iss = iss
        self._next = first_connection
        self._endpoints: dict[int, Endpoint] = {}
        self._live: dict[int, Endpoint] = {}
        self._pairs: dict[tuple[int, Address], int] = {}
        self._pair_of: dict[int, tuple[int, Address]] = {}
        self._listeners: dict[int, int | None] = {}  # port → the connection in LISTEN, None while it is taken
        self._cookies = Cookies(host)
        self._queues: dict[int, Queues] = {}  # by port, of the listeners that have limits

    @property
    def connections(self) -> Mapping[int, Endpoint]:
        """The connections by number, closed ones too until they are forgotten."""
        return MappingProxyType(self._endpoints)

    @property
    def queues(self) -> Mapping[int, Queues]:
        """The queues of the listeners that have limits, by port."""
        return self._queues

    def peer_of(self, number: int) -> Address | None:
        """Who is at the other end of a connection; None when nobody is, or it is forgotten."""
        endpoint = self._endpoints.get(number)
        return None if endpoint is None else endpoint.remote

    @property
    def newest(self) -> int | None:
        """The number of the connection made last."""
        return max(self._endpoints, default=None)

    # ---- what may happen

    # RFC 9293: MUST-41.
    def listen(self, port: int, now: int, backlog: Backlog | None = None) -> tuple[Tagged, ...]:
        """Listen on ``port`` until ``unlisten``; with a ``backlog`` its queues are limited."""
        if port in self._listeners:
            return (Tagged(self._listeners[port], Signal(UserError.ALREADY_EXISTS)),)
        number = self._add(self._endpoint(port, None))
        self._listeners[port] = number
        if backlog is not None:
            self._queues[port] = Queues(backlog)
        return self._step(number, Listen(), now)

    def accept(self, port: int) -> tuple[Tagged, ...]:
        """Take over the connection that has waited longest, or the next one that comes."""
        if port not in self._listeners:
            return (Tagged(None, Signal(UserError.DOES_NOT_EXIST)),)
        queues = self._queues.get(port)
        if queues is None or queues.backlog.accept is None:
            return ()  # without a limit connections are accepted by themselves
        if not queues.unaccepted:
            queues.waiting += 1
            return ()
        return (self._accepted(queues),)

    def is_accepted(self, number: int) -> bool:
        """Whether the application has taken the connection over."""
        return not any(number in queues.unaccepted for queues in self._queues.values())

    def unlisten(self, port: int, now: int) -> tuple[Tagged, ...]:
        """Stop listening; connections that the listener has made go on."""
        if port not in self._listeners:
            return (Tagged(None, Signal(UserError.DOES_NOT_EXIST)),)
        number = self._listeners.pop(port)
        self._queues.pop(port, None)
        return () if number is None else self._step(number, Close(), now)

    def open(self, port: int, remote: Address, now: int, data: bytes = b"") -> tuple[Tagged, ...]:
        """Open a connection from ``port`` to ``remote``; the same pair must not be in use, TIME-WAIT included."""
        existing = self._pairs.get((port, remote))
        if existing is not None:
            return (Tagged(existing, Signal(UserError.ALREADY_EXISTS)),)
        return self._step(self._add(self._endpoint(port, remote)), Open(data), now)

    def call(self, connection: int, stimulus: Stimulus, now: int) -> tuple[Tagged, ...]:
        """A user call on one connection."""
        if connection not in self._endpoints:
            return (Tagged(connection, Signal(UserError.DOES_NOT_EXIST)),)
        return self._step(connection, stimulus, now)

    def arrives(self, segment: Segment, source: str, now: int) -> tuple[Tagged, ...]:
        """A segment for this host: the connection of its socket pair takes it, else a listener, else it is a stray."""
        stimulus = Arrives(segment, source)
        effects: tuple[Tagged, ...] = ()
        number = self._pairs.get((segment.dst_port, Address(source, segment.src_port)))
        if number is not None:
            anew = self._opens_anew(number, segment)
            if anew is None:
                if segment.dst_port in self._queues and self._completes_too_many(number, segment):
                    return self._no_room(number, now)
                return self._step(number, stimulus, now)
            effects = self._tag(number, self._endpoints[number].give_way(now, anew), now)
        if segment.dst_port in self._queues:
            handled = self._limited(segment, source, now)
            if handled is not None:
                return effects + handled
        if segment.dst_port in self._listeners:
            return effects + self._listener_takes(segment.dst_port, stimulus, now)
        return tuple(Tagged(None, effect) for effect in self._endpoint(segment.dst_port, None).handle(stimulus, now))

    def fires(self, now: int) -> tuple[Tagged, ...]:
        """Run all timers that are due, connection by connection."""
        due = [number for number, endpoint in self._live.items() if (endpoint.next_deadline() or now + 1) <= now]
        return tuple(tagged for number in due for tagged in self._step(number, TimerFires(), now))

    def next_deadline(self) -> int | None:
        """When the earliest timer of any connection is due (ns)."""
        deadlines = (endpoint.next_deadline() for endpoint in self._live.values())
        return min((deadline for deadline in deadlines if deadline is not None), default=None)

    # ---- inside

    def _endpoint(self, port: int, remote: Address | None) -> Endpoint:
        local = Address(self.host, port)
        return Endpoint(self.config, local=local, remote=remote, iss=self._take_iss, cookies=self._cookies)

    def _take_iss(self, _: int) -> int:
        number = self._iss(self.isns_used)
        self.isns_used += 1
        return number

    def _add(self, endpoint: Endpoint) -> int:
        number = self._next
        self._next += 1
        self._endpoints[number] = endpoint
        if len(self._endpoints) > REMEMBERED + len(self._live):
            del self._endpoints[next(old for old in self._endpoints if old != number and old not in self._live)]
        return number

    def _step(self, number: int, stimulus: Stimulus, now: int) -> tuple[Tagged, ...]:
        return self._tag(number, self._endpoints[number].handle(stimulus, now), now)

    def _tag(self, number: int, effects: Iterable[Effect], now: int) -> tuple[Tagged, ...]:
        """Mark the effects of a step with their connection, and follow its changes of state in the tables."""
        changed = False
        tagged = []
        for effect in effects:
            changed = changed or type(effect) is Changed
            tagged.append(Tagged(number, effect))
        if not changed:
            return tuple(tagged)
        tagged.extend(self._settle(number, now))
        return _deleted(tagged)

    def _settle(self, number: int, now: int) -> tuple[Tagged, ...]:
        endpoint = self._endpoints[number]
        port = endpoint.local.port
        pair = self._pair_of.pop(number, None)
        if pair is not None:
            del self._pairs[pair]
        queued: tuple[Tagged, ...] = ()
        if port in self._queues:
            queued = self._follow(number, self._queues[port])
        if endpoint.state is State.CLOSED:
            self._live.pop(number, None)
            if self._listeners.get(port) == number:
                del self._listeners[port]  # its own CLOSE or ABORT in LISTEN
            return ()
        self._live[number] = endpoint
        if endpoint.state is State.LISTEN:
            standing = self._listeners.get(port, number)
            if port in self._listeners and standing in (None, number):
                self._listeners[port] = number
                return ()
            return self._step(number, Close(), now)  # another one listens by now, or none is wanted any more
        assert endpoint.remote is not None
        if self._listeners.get(port) == number:
            self._listeners[port] = None
        self._pair_of[number] = (port, endpoint.remote)
        self._pairs[port, endpoint.remote] = number
        return queued

    # ---- queues

    def _follow(self, number: int, queues: Queues) -> tuple[Tagged, ...]:
        """A connection of the listener's port has changed its state: it stands in the queue that belongs to it."""
        state = self._endpoints[number].state
        if state in (State.CLOSED, State.LISTEN):
            queues.forget(number)
            if state is State.LISTEN:
                queues.offspring.add(number)
            return ()
        if state is State.SYN_RECEIVED and number not in queues.half_open:
            queues.offspring.add(number)
            queues.half_open[number] = None
            return (Tagged(number, _queued(Reason.SYN_QUEUED, len(queues.half_open), queues.backlog.syn)),)
        if state is State.SYN_RECEIVED or number not in queues.offspring:
            return ()
        queues.half_open.pop(number, None)
        queues.offspring.discard(number)
        if queues.backlog.accept is None:
            return ()
        queues.unaccepted.append(number)
        row = Tagged(number, _queued(Reason.ACCEPT_QUEUED, len(queues.unaccepted), queues.backlog.accept))
        if not queues.waiting:
            return (row,)
        queues.waiting -= 1
        return row, self._accepted(queues)

    def _accepted(self, queues: Queues) -> Tagged:
        number = queues.unaccepted.popleft()
        return Tagged(number, _queued(Reason.ACCEPTED, len(queues.unaccepted), queues.backlog.accept))

    def _completes_too_many(self, number: int, segment: Segment) -> bool:
        """Whether the last step of a handshake finds the accept queue full."""
        queues = self._queues[segment.dst_port]
        return (
            queues.accept_full
            and number in queues.half_open
            and int(segment.flags) & (SYN | ACK | RST) == ACK
            and segment.ack == self._endpoints[number].snapshot().snd_nxt
        )

    def _no_room(self, number: int, now: int) -> tuple[Tagged, ...]:
        queues = self._queues[self._endpoints[number].local.port]
        row = Tagged(number, _queued(Reason.ACCEPT_QUEUE_FULL, len(queues.unaccepted), queues.backlog.accept))
        if queues.backlog.overflow == "reset":
            return (row, *self._step(number, Abort(), now))
        return (row,)

    def _limited(self, segment: Segment, source: str, now: int) -> tuple[Tagged, ...] | None:
        """What a listener with limits does with a segment of no connection; None: the same as any listener."""
        queues = self._queues[segment.dst_port]
        bits = int(segment.flags) & (SYN | ACK | RST)
        if bits == SYN and queues.accept_full:
            return (Tagged(None, _queued(Reason.ACCEPT_QUEUE_FULL, len(queues.unaccepted), queues.backlog.accept)),)
        if bits == SYN and queues.syn_full:
            row = Tagged(None, _queued(Reason.SYN_QUEUE_FULL, len(queues.half_open), queues.backlog.syn))
            return (row, self._answer_by_cookie(segment, source, now)) if queues.backlog.cookies else (row,)
        if bits == ACK and queues.backlog.cookies:
            return self._redeem(segment, source, now)
        return None

    def _answer_by_cookie(self, segment: Segment, source: str, now: int) -> Tagged:
        """A SYN,ACK that nobody remembers; only the MSS can be kept, other options are given up."""
        offer = Offer(self.host, segment.dst_port, source, segment.src_port, segment.seq)
        number = cookie(offer, segment.options.get("mss", default_mss(self.host)), now)
        answer = Segment(
            segment.dst_port, segment.src_port, number, seq.add(segment.seq, 1), FLAGS[SYN | ACK],
            min(self.config.receive_buffer, 0xFFFF), b"", {"mss": self.config.mss},
        )  # fmt: skip
        return Tagged(None, Transmit(answer, Kind.NEW, source, Reason.COOKIE_SENT))

    def _redeem(self, segment: Segment, source: str, now: int) -> tuple[Tagged, ...] | None:
        """The ACK of a cookie makes the connection that its SYN would have made."""
        first = seq.add(segment.seq, -1)
        offer = Offer(self.host, segment.dst_port, source, segment.src_port, first)
        number = seq.add(segment.ack, -1)
        mss = mss_of(offer, number, now)
        if mss is None:
            return None
        local = Address(self.host, segment.dst_port)
        endpoint = Endpoint(self.config, local=local, remote=None, iss=lambda _: number)
        syn = Segment(segment.src_port, segment.dst_port, first, 0, FLAGS[SYN], segment.window, b"", {"mss": mss})
        endpoint.handle(Listen(), now)  # silent, as a replacement's
        taken = endpoint.handle(Arrives(syn, source), now)
        made: list[Effect] = [
            effect for effect in taken if not isinstance(effect, Transmit)
        ]  # the SYN,ACK left long ago
        made.append(Judged(Reason.COOKIE_ACCEPTED, {"mss_bytes": mss}))
        made += endpoint.handle(Arrives(segment, source), now)
        connection = self._add(endpoint)
        self._queues[segment.dst_port].offspring.add(connection)
        return self._tag(connection, made, now)

    # RFC 9293: MUST-42.
    def _listener_takes(self, port: int, stimulus: Arrives, now: int) -> tuple[Tagged, ...]:
        standing = self._listeners[port]
        if standing is not None and port not in self._queues:  # with queues, each handshake has a place of its own
            return self._step(standing, stimulus, now)
        replacement = self._endpoint(port, None)
        replacement.handle(Listen(), now)  # its silent LISTEN: nobody called OPEN, and nobody is told
        effects = replacement.handle(stimulus, now)
        if replacement.state is State.LISTEN:
            return tuple(Tagged(None, effect) for effect in effects)
        return self._tag(self._add(replacement), effects, now)

    # RFC 9293: SHLD-4.
    def _opens_anew(self, number: int, segment: Segment) -> Reason | None:
        """The rule by which a SYN may take the place of a connection in TIME-WAIT; None: it may not.

        It must be new to us. A timestamp shows that (RFC 6191 §2): later than the last one heard, or the first one at
        all, and then PAWS keeps the old connection's segments out. Else its number must, and so must our next ISS: both
        beyond all that the old connection has used (RFC 9293 §3.6.1, MAY-2).
        """
        endpoint = self._endpoints[number]
        if endpoint.state is not State.TIME_WAIT or int(segment.flags) & (SYN | ACK | RST) != SYN:
            return None
        if segment.dst_port not in self._listeners:
            return None
        old = endpoint.snapshot()
        assert old.rcv_nxt is not None
        assert old.snd_nxt is not None
        higher = seq.gt(segment.seq, old.rcv_nxt)
        if self.config.timestamps and "timestamps" in segment.options:
            recent = endpoint.timestamp
            stamp = segment.options["timestamps"][0]
            if recent is None or seq.gt(stamp, recent) or (stamp == recent and higher):
                return Reason.NEW_SYN_BY_TIMESTAMP
            return None
        beyond = seq.gt(self._iss(self.isns_used) % seq.MODULUS, old.snd_nxt)
        return Reason.NEW_SYN_IN_TIME_WAIT if higher and beyond else None


def _queued(reason: Reason, count: int, limit: int | None) -> Judged:
    """How full a queue is now."""
    return Judged(reason, {"queue_count": count} if limit is None else {"queue_count": count, "limit_count": limit})


def _deleted(tagged: list[Tagged]) -> tuple[Tagged, ...]:
    """The same, with one change of state for an opening that fails while another connection listens.

    It would return to LISTEN and be closed there at once: its TCB is deleted, and no user has called CLOSE.
    """
    changes = [row for row in tagged if type(row.effect) is Changed]
    if len(changes) != 2:
        return tuple(tagged)
    failed, closed = (row.effect for row in changes)
    assert type(failed) is Changed
    assert type(closed) is Changed
    if failed.trigger not in _FAILURES or closed.trigger is not Trigger.CLOSE or closed.before is not State.LISTEN:
        return tuple(tagged)
    edge = transition(failed.before, failed.trigger, State.CLOSED)
    whole = changes[0]._replace(effect=Changed(failed.before, State.CLOSED, edge.rule, failed.trigger))
    return tuple(whole if row is changes[0] else row for row in tagged if row is not changes[1])


_FAILURES = (Trigger.RCV_RST, Trigger.TIMEOUT_USER)
