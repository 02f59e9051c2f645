"""A scenario's run: everything happens in order of virtual time, and is recorded."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tcpanim.scenario.edits import number_of
from tcpanim.scenario.model import Change, Cut, Flood, Inject, Note, Opening, Scenario, SeqExpr
from tcpanim.sim.call_faults import CallFaults
from tcpanim.sim.calls import NumberedCall, argument_of, numbered, stimulus_of
from tcpanim.sim.chance import draw
from tcpanim.sim.conditions import Conditions
from tcpanim.sim.host import Host
from tcpanim.sim.inject import forge, forged_address
from tcpanim.sim.limits import CancelledError, Limits, limit_in_words
from tcpanim.sim.messages import ENGLISH
from tcpanim.sim.network import Network
from tcpanim.sim.notes import Notes
from tcpanim.sim.queue import ARRIVAL, SCRIPT, TIMER, EventQueue
from tcpanim.sim.recorder import News, Recorder
from tcpanim.sim.timers import fire
from tcpanim.sim.triggers import Script
from tcpanim.sim.unfired import unfired
from tcpanim.tcp.io import Accepted, Readable, Receive, Send, Signal, UserError, Writable
from tcpanim.tcp.stack import Tagged
from tcpanim.trace.builder import TraceBuilder
from tcpanim.trace.events import Flight, HostInfo, Unfired, WireChange, WireInfo
from tcpanim.trace.trace import Trace
from tcpanim.units import S
from tcpanim.wire.segment import SYN, Segment
from tcpanim.wire.seq import MODULUS

_LOOK_EVERY = 256  # steps between two looks at the memory and at the caller's wish to cancel


def simulate(
    scenario: Scenario,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Trace:
    """Run ``scenario`` until nothing can happen any more, its ``until``, or a limit; the record of all that happened.

    ``cancelled`` is asked now and then; when it says yes, CancelledError is raised. ``told`` then hears what time (ns)
    has been reached, and how many segments have been sent. The same scenario gives the same trace, to the byte,
    everywhere.
    """
    with _collector_at_rest():
        return _Run(scenario, limits or Limits(), cancelled, told).play()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A run makes rows that all live to its end: looking for garbage among them costs a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Run:
    """The moving parts of one run."""

    def __init__(
        self,
        scenario: Scenario,
        limits: Limits,
        cancelled: Callable[[], bool] | None,
        told: Callable[[int, int], None] | None,
    ) -> None:
        self._scenario = scenario
        self._limits = limits
        self._cancelled = cancelled
        self._told = told
        self._payload = 0
        self._limit: tuple[str, int] | None = None
        self._achieved: tuple[int | None, ...] = ()
        self._achieved_at = 0
        self._queue = EventQueue()
        self._builder = TraceBuilder()
        self._conditions = Conditions()
        left, right = scenario.hosts
        self._hosts = {
            spec.name: Host(index, spec, peer, scenario.seed)
            for index, (spec, peer) in enumerate(((left, right), (right, left)))
        }
        self._network = Network(scenario, self._hosts, self._queue, self._builder, self._conditions, self._arrived)
        self._recorder = Recorder(self._builder, self._conditions, self._network)
        self._notes = Notes(scenario.notes, self._conditions)
        for fault in scenario.faults:
            if isinstance(fault, Flood):
                for number in range(fault.count):
                    at = fault.at + number * S // fault.rate
                    self._queue.add(at, ARRIVAL, -fault.count + number, self._flood(fault, number))
        self._actions = numbered(scenario.script)
        self._call_faults = CallFaults(scenario.faults, self._actions)
        self._script = Script(scenario.script, self._conditions, self._schedule)

    # ---- the course of things

    def play(self) -> Trace:
        """Run to the end."""
        stopped = self._loop()
        builder = self._builder
        end = builder.events[-1].t if builder.events else 0
        if stopped == "until":
            assert self._scenario.until is not None
            end = self._scenario.until
        missed = self._notes.place(builder, end)
        wire = self._scenario.wire
        left, right = self._hosts.values()
        return builder.freeze(
            title=self._scenario.title,
            seed=self._scenario.seed,
            hosts=(_host_info(left), _host_info(right)),
            wire=WireInfo(wire.delay, wire.rate, wire.queue, _changes(self._scenario)),
            start=self._scenario.start,
            end=end,
            stopped=stopped,
            problem=self._problem(),
            unfired=() if self._limit else self._unfired(missed),
            limit=self._limit,
            planned=sum(number_of(fault.place) is None for fault in self._scenario.faults),
        )

    def _unfired(self, missed: tuple[Note, ...]) -> tuple[Unfired, ...]:
        return unfired(self._scenario, self._script, self._network.links, self._call_faults, missed)

    def _loop(self) -> str:
        """Let one thing happen after the other; why it ended."""
        limits, until = self._limits, self._scenario.until
        steps = 0
        while (t := self._queue.next_time()) is not None:
            if until is not None and t > until:
                return "until" if self._pending() else "quiet"
            if t > limits.time and self._pending():
                self._limit = ("time", limits.time)
            elif len(self._builder.events) >= limits.events:
                self._limit = ("events", limits.events)
            elif steps % _LOOK_EVERY == 0:
                if self._builder.size + self._payload > limits.bytes:
                    self._limit = ("memory", limits.bytes)
                elif self._idle(t) > limits.idle:
                    self._limit = ("idle", limits.idle)
                if self._cancelled is not None and self._cancelled():
                    raise CancelledError
                if self._told is not None:
                    self._told(t, len(self._builder.flights))
            if self._limit is not None:
                return "budget"
            steps += 1
            _, action = self._queue.pop()
            action(t)
        return "quiet"

    def _pending(self) -> bool:
        """Whether anything is still to come; a look at timers that were stopped meanwhile is nothing."""
        return self._queue.holds_more_than(TIMER) or any(
            host.next_deadline() is not None for host in self._hosts.values()
        )

    def _idle(self, t: int) -> int:
        """How many events there were since anything was called, delivered, acknowledged or changed."""
        builder = self._builder
        achieved = (
            *(len(rows) for rows in (builder.states, builder.calls, builder.errors, builder.deliveries)),
            *(each.snapshot().snd_una for host in self._hosts.values() for each in host.stack.connections.values()),
        )
        if achieved != self._achieved or self._more_is_planned(t):
            self._achieved, self._achieved_at = achieved, len(builder.events)
        return len(builder.events) - self._achieved_at

    def _more_is_planned(self, t: int) -> bool:
        """Whether the scenario names a later moment."""
        return (
            self._scenario.until is not None
            or self._queue.holds(SCRIPT)
            or any(
                isinstance(fault, Flood | Cut | Change) and max(fault.at, getattr(fault, "until", None) or 0) > t
                for fault in self._scenario.faults
            )
        )

    def _problem(self) -> str | None:
        if self._limit is None:
            return None
        what, _ = self._limit
        return ENGLISH[f"budget-{what}"].format(limit=limit_in_words(self._limit))

    # ---- script

    def _schedule(self, t: int, index: int, cause: int | None) -> None:
        def take(now: int) -> None:
            action = self._actions[index]
            if isinstance(action, Inject):
                event: int | None = self._inject(action, now, cause)
            elif self._call_faults.meet(index):
                event = self._skip(action, now, cause)
            else:
                event = self._call(action, now, cause)
            self._script.taken(index, now, event)

        self._queue.add(t + self._call_faults.delay(index), SCRIPT, index, take)

    def _inject(self, inject: Inject, now: int, cause: int | None) -> int:
        forged = forge(inject, self._hosts)
        return self._network.inject(
            now, forged.sender, inject.to, forged.src, forged.dst, forged.segment, forged.bases, cause
        )

    # ---- calls

    def _skip(self, call: NumberedCall, now: int, cause: int | None) -> int:
        """The call would be made now, and is left out."""
        newest = self._hosts[call.host].stack.newest
        connection = call.connection if call.connection is not None else newest
        return self._builder.skip(now, call.host, connection, call.name, argument_of(call), cause, call.nth)

    def _call(self, call: NumberedCall, now: int, cause: int | None) -> int | None:
        """Make a call now, or keep it until the write before it is through; the id of its event, else ``cause``."""
        host = self._hosts[call.host]
        if call.name == "boot":
            return self._boot(host, call, now, cause)
        if not host.up:
            return self._note_call(host, call, None, now, cause, "host is down")
        if call.name == "crash":
            return self._crash(host, call, now, cause)
        if call.name in ("listen", "unlisten", "accept", "open"):
            return self._call_host(host, call, now, cause)
        if call.name == "read" and isinstance(call.argument, bool):
            return self._switch_reading(host, call, now, cause)
        connection = call.connection if call.connection is not None else host.stack.newest
        if connection is None:
            tagged = (Tagged(None, Signal(UserError.DOES_NOT_EXIST)),)
            return self._made(host, call, None, tagged, now, cause)
        if host.application.holds_back(connection, call):
            return cause
        return self._call_connection(host, call, connection, now, cause)

    def _call_host(self, host: Host, call: NumberedCall, now: int, cause: int | None) -> int:
        port = host.spec.port
        if call.name == "listen":
            tagged = host.stack.listen(port, now, call.argument)
        elif call.name == "accept":
            return self._accept(host, call, now, cause)
        elif call.name == "unlisten":
            tagged = host.stack.unlisten(port, now)
        else:
            return self._open(host, call, now, cause)
        return self._made(host, call, tagged[0].connection if tagged else None, tagged, now, cause)

    def _open(self, host: Host, call: NumberedCall, now: int, cause: int | None) -> int:
        port, data = call.argument if isinstance(call.argument, Opening) else (call.argument, b"")
        tagged = host.stack.open(host.spec.port if port is None else port, host.peer, now, data)
        number = tagged[0].connection if tagged else None
        self._payload += len(data)
        taken = _accepted(tagged)
        if number is not None and taken is not None:
            host.application.writes(number, data, taken)
        return self._made(host, call, number, tagged, now, cause)

    def _accept(self, host: Host, call: NumberedCall, now: int, cause: int | None) -> int:
        """The application takes a connection over, and reads what has come in the meantime."""
        tagged = host.stack.accept(host.spec.port)
        number = tagged[0].connection if tagged else None
        event = self._made(host, call, number, tagged, now, cause)
        if number is not None and number in host.stack.connections:
            if host.stack.connections[number].unread and host.application.reads(number):
                self._read(host, number, event, now)
            self._finish(host, now)
        return event

    def _flood(self, flood: Flood, number: int) -> Callable[[int], None]:
        def arrive(now: int) -> None:
            host = self._hosts[flood.to]
            forged = Inject(
                forged_address(number, ipv6=":" in host.spec.address), flood.to, SYN,
                SeqExpr(None, draw(self._scenario.seed, "flood", number, MODULUS)),
                src_port=1024 + number, dst_port=host.spec.port, options={"mss": 1000},
            )  # fmt: skip
            self._inject(forged, now, None)

        return arrive

    def _call_connection(self, host: Host, call: NumberedCall, connection: int, now: int, cause: int | None) -> int:
        stimulus = stimulus_of(call)
        tagged = host.stack.call(connection, stimulus, now)
        if isinstance(stimulus, Send):
            self._payload += len(stimulus.data)
            taken = _accepted(tagged)
            if taken is not None:
                host.application.writes(connection, stimulus.data, taken)
        elif call.name in ("exit", "abort"):
            host.application.left(connection)
        return self._made(host, call, connection, tagged, now, cause)

    def _made(
        self,
        host: Host,
        call: NumberedCall,
        connection: int | None,
        tagged: tuple[Tagged, ...],
        now: int,
        cause: int | None,
    ) -> int:
        """Record a call with its effects, and go on."""
        event = self._note_call(host, call, connection, now, cause, _result(tagged))
        self._settle(host, tagged, event, now)
        return event

    def _note_call(
        self, host: Host, call: NumberedCall, connection: int | None, now: int, cause: int | None, result: Any
    ) -> int:
        return self._builder.call(
            now, host.name, connection, call.name, argument_of(call), cause, result=result, nth=call.nth
        )

    def _switch_reading(self, host: Host, call: NumberedCall, now: int, cause: int | None) -> int:
        host.application.set_reading(call.argument, call.connection)
        event = self._note_call(host, call, call.connection, now, cause, "ok")
        if call.argument:
            for connection, endpoint in host.stack.connections.items():
                if endpoint.unread and _reads(host, connection):
                    self._read(host, connection, event, now)
            self._finish(host, now)
        return event

    # ---- crash and boot

    def _crash(self, host: Host, call: NumberedCall, now: int, cause: int | None) -> int:
        event = self._note_call(host, call, None, now, cause, "ok")
        living = self._recorder.living(host)
        host.crash()
        self._recorder.crashed(host, living, now, event)
        return event

    def _boot(self, host: Host, call: NumberedCall, now: int, cause: int | None) -> int:
        result = "already up" if host.up else "ok"
        host.boot()
        return self._note_call(host, call, None, now, cause, result)

    # ---- arrivals and timers

    def _arrived(self, host: Host, flight: Flight, segment: Segment, now: int) -> None:
        tagged = host.stack.arrives(segment, flight.src.host, now)
        connection = tagged[-1].connection if tagged else None
        if connection is None:
            connection = host.connection_of(segment, flight.src.host)
        event = self._network.arrived(flight, segment, connection, now)
        self._settle(host, tagged, event, now, answered=flight)

    def _look_at_timers(self, host: Host) -> Callable[[int], None]:
        def look(now: int) -> None:
            if host.wake != now:
                return  # an earlier look has taken its place, or the host is down
            host.wake = None
            deadline = host.next_deadline()
            if deadline is not None and deadline <= now:
                tagged = host.stack.fires(now)
                causes = fire(self._builder, host.name, tagged, now)
                self._react(host, self._recorder.record(host, tagged, causes, now), now)
            self._finish(host, now)

        return look

    # ---- what follows

    def _settle(
        self, host: Host, tagged: tuple[Tagged, ...], event: int, now: int, answered: Flight | None = None
    ) -> None:
        self._react(host, self._recorder.record(host, tagged, event, now, answered=answered), now)
        self._finish(host, now)

    def _react(self, host: Host, news: list[News], now: int) -> None:
        """Let the application read what it can, and write what it could not before."""
        for index, item in enumerate(news):
            if isinstance(item.effect, Writable):
                self._write_on(host, item, item.effect.bytes, now)
            elif item.effect.bytes and _reads(host, item.connection) and not _repeated(item, news, index):
                self._read(host, item.connection, item.event, now)

    def _read(self, host: Host, connection: int, event: int, now: int) -> None:
        # Not the state decides: what was acknowledged can be read after an orderly end too.
        if host.stack.connections[connection].unread:
            tagged = host.stack.call(connection, Receive(None), now)
            self._react(host, self._recorder.record(host, tagged, event, now, chain=True), now)

    def _write_on(self, host: Host, item: News, room: int, now: int) -> None:
        rest = host.application.rest(item.connection, room)
        if rest:
            tagged = host.stack.call(item.connection, Send(rest), now)
            taken = _accepted(tagged)
            if taken is not None:
                host.application.wrote(item.connection, taken)
            self._react(host, self._recorder.record(host, tagged, item.event, now), now)
        while (call := host.application.next_waiting(item.connection)) is not None:
            self._call_connection(host, call, item.connection, now, item.event)

    def _finish(self, host: Host, now: int) -> None:
        """After a stimulus: the variables as they stand, and the next look at the timers."""
        self._recorder.sample(host, now)
        deadline = host.next_deadline()
        if deadline is not None and (host.wake is None or deadline < host.wake):
            host.wake = deadline
            self._queue.add(deadline, TIMER, host.index, self._look_at_timers(host))


def _repeated(item: News, news: list[News], index: int) -> bool:
    """Whether the same connection tells of more unread bytes later in the same step: one read takes them all."""
    return any(
        later.connection == item.connection and isinstance(later.effect, Readable) for later in news[index + 1 :]
    )


def _reads(host: Host, connection: int) -> bool:
    return host.application.reads(connection) and host.stack.is_accepted(connection)


def _accepted(tagged: tuple[Tagged, ...]) -> int | None:
    return next((effect.bytes for _, effect in tagged if isinstance(effect, Accepted)), None)


def _result(tagged: tuple[Tagged, ...]) -> Any:
    """What the caller got: an error's text, a count of bytes, or ok."""
    for _, effect in tagged:
        if isinstance(effect, Signal):
            return str(effect.error)
    taken = _accepted(tagged)
    return "ok" if taken is None else taken


def _changes(scenario: Scenario) -> tuple[WireChange, ...]:
    faults = (fault for fault in scenario.faults if isinstance(fault, Change))
    return tuple(WireChange(fault.at, fault.until, fault.sender, fault.delay, fault.loss) for fault in faults)


def _host_info(host: Host) -> HostInfo:
    spec = host.spec
    return HostInfo(spec.name, spec.label, spec.address, spec.port, host.isns, spec.tcp)
