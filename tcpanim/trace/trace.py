"""A run's complete record, and its answers at any time in O(log n)."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from tcpanim.i18n import Text
from tcpanim.lesson import View
from tcpanim.tcp.states import State
from tcpanim.trace.events import (
    CallRow,
    Delivery,
    ErrorRow,
    Event,
    EventKind,
    Flight,
    HostInfo,
    NoteRow,
    QueueRow,
    Sample,
    StateChange,
    TimerRun,
    Unfired,
    WireInfo,
)
from tcpanim.trace.rows import columns
from tcpanim.wire.segment import FIN, SYN

MEASURED = frozenset({"rtt-sample", "rtt-by-timestamp"})
"""The reasons of verdicts that a round-trip time was measured."""


@dataclass(frozen=True)
class Trace:
    """What happened in a run: tables of rows in order of time. Never changes; every view is a function of it and t.

    ``stopped``: quiet (nothing could happen any more), until (the scenario says so), budget. ``end``: the last time.
    ``problem``: a sentence when the run stopped at a budget. ``limit``: that budget: ("events", count),
    ("idle", count), ("time", ns) or ("memory", bytes). ``unfired``: what was planned and never happened. ``skipped``:
    the calls that a fault made the applications leave out. ``planned``: so many faults stand in the file, those with
    higher numbers are what-if edits; None: all do.
    """

    title: Text
    seed: int
    hosts: tuple[HostInfo, HostInfo]
    wire: WireInfo
    start: View
    events: Sequence[Event]
    flights: Sequence[Flight]
    states: tuple[StateChange, ...]
    calls: tuple[CallRow, ...]
    timers: Sequence[TimerRun]
    samples: Sequence[Sample]
    errors: tuple[ErrorRow, ...]
    deliveries: Sequence[Delivery]
    notes: tuple[NoteRow, ...]
    end: int
    stopped: str
    problem: str | None = None
    unfired: tuple[Unfired, ...] = ()
    limit: tuple[str, int] | None = None
    queues: tuple[QueueRow, ...] = ()
    skipped: tuple[CallRow, ...] = ()
    planned: int | None = None

    def index(self) -> None:
        """Look through the long tables once, so that no question about a moment has to wait for it: takes a while."""
        self.step_at(0)
        self.events_between(0, 0)
        self.in_flight(0)
        for host in self.hosts:
            self.sample(host.name, self.end)
            self.is_down(host.name, 0)
            self.delivered(host.name, 0)
        _ = self.measurements, self.with_syn, self.with_fin

    # ---- hosts

    def host(self, name: str) -> HostInfo:
        """The host of that name; raises KeyError."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(name)

    def peer(self, name: str) -> HostInfo:
        """The other host."""
        left, right = self.hosts
        return right if left.name == name else left

    # ---- steps: everything that happens at one instant is one step

    @cached_property
    def moments(self) -> tuple[int, ...]:
        """The instants at which something happens, ascending."""
        times: list[int] = []
        for t in columns(self.events, "t"):
            if not times or t != times[-1]:
                times.append(t)
        return tuple(times)

    def step_at(self, t: int) -> int:
        """How many steps lie at or before ``t``."""
        return bisect_right(self.moments, t)

    def events_between(self, after: int, until: int) -> tuple[Event, ...]:
        """The events with after < t <= until."""
        times = self._event_times
        return tuple(self.events[bisect_right(times, after) : bisect_right(times, until)])

    def events_at(self, t: int) -> tuple[Event, ...]:
        """The events of the last step at or before ``t``."""
        step = self.step_at(t)
        return self.events_between(self.moments[step - 1] - 1, self.moments[step - 1]) if step else ()

    @cached_property
    def _event_times(self) -> array[int]:
        return array("q", columns(self.events, "t"))

    def event(self, number: int) -> Event:
        """The event with that id."""
        return self.events[number - 1]

    # ---- segments

    def flight(self, number: int) -> Flight:
        """The segment with that id."""
        return self.flights[number - 1]

    @cached_property
    def with_syn(self) -> tuple[Flight, ...]:
        """The segments with SYN, in sending order."""
        return self._with_flag(SYN)

    @cached_property
    def with_fin(self) -> tuple[Flight, ...]:
        """The segments with FIN, in sending order."""
        return self._with_flag(FIN)

    def _with_flag(self, flag: int) -> tuple[Flight, ...]:
        flags = enumerate(columns(self.flights, "segment.flags"))
        return tuple(self.flights[index] for index, one in flags if one & flag)

    @cached_property
    def _sent_times(self) -> array[int]:
        return array("q", columns(self.flights, "sent"))

    @cached_property
    def _latest_end(self) -> array[int]:
        """Running maximum of the flights' ends: where it is <= t, all flights before are over."""
        return array("q", accumulate(columns(self.flights, "ended"), max))

    def in_flight(self, t: int, linger: int = 0) -> tuple[Flight, ...]:
        """The segments sent at or before ``t`` whose fate comes after ``t - linger``, in sending order.

        ``linger`` (ns) keeps those that ended a little earlier (a loss that is still shown).
        """
        last = bisect_right(self._sent_times, t)
        first = bisect_right(self._latest_end, t - linger, hi=last)
        return tuple(flight for flight in self.flights[first:last] if flight.ended > t - linger)

    def sent_count(self, t: int) -> int:
        """How many segments were sent at or before ``t``: flights[:n]."""
        return bisect_right(self._sent_times, t)

    # ---- hosts' states and variables

    @cached_property
    def _host_states(self) -> dict[str, tuple[list[int], list[State], list[int]]]:
        """Per host: times, states and connections of its newest connection's changes.

        A standing listener says nothing: after a connection has closed, the host is CLOSED until a SYN takes the
        listener again.
        """
        table: dict[str, tuple[list[int], list[State], list[int]]] = {host.name: ([], [], []) for host in self.hosts}
        for row in self.states:
            times, states, connections = table[row.host]
            if connections and row.connection < connections[-1]:
                continue
            times.append(row.t)
            states.append(row.after)
            connections.append(row.connection)
        return table

    def state(self, host: str, t: int) -> State:
        """The state of the host's newest connection at ``t``."""
        times, states, _ = self._host_states[host]
        index = bisect_right(times, t)
        return states[index - 1] if index else State.CLOSED

    def newest_connection(self, host: str, t: int) -> int | None:
        """The number of the host's newest connection at ``t``, None before the first."""
        times, _, connections = self._host_states[host]
        index = bisect_right(times, t)
        return connections[index - 1] if index else None

    def state_path(self, host: str) -> tuple[State, ...]:
        """The states the host's newest connections walked through, from the CLOSED of the start."""
        return (State.CLOSED, *self._host_states[host][1])

    def state_changes(self, host: str) -> tuple[tuple[int, State], ...]:
        """(t, state) of the host's newest connections, ascending."""
        times, states, _ = self._host_states[host]
        return tuple(zip(times, states, strict=True))

    @cached_property
    def _samples_by_connection(self) -> dict[tuple[str, int], tuple[array[int], array[int], array[int]]]:
        """Per connection: times, events and indices of its samples."""
        table: dict[tuple[str, int], tuple[array[int], array[int], array[int]]] = {}
        samples = columns(self.samples, "t", "event", "host", "connection")
        for index, (t, event, host, connection) in enumerate(samples):
            key = host, connection
            if key not in table:
                table[key] = array("q"), array("q"), array("q")
            times, events, indices = table[key]
            times.append(t)
            events.append(event)
            indices.append(index)
        return table

    def sample(self, host: str, t: int, connection: int | None = None) -> Sample | None:
        """The variables of a connection (None: the newest) at ``t``; None before its first sample."""
        if connection is None:
            connection = self.newest_connection(host, t)
        if connection is None or (host, connection) not in self._samples_by_connection:
            return None
        times, _, indices = self._samples_by_connection[host, connection]
        index = bisect_right(times, t)
        return self.samples[indices[index - 1]] if index else None

    def sample_after(self, event: int, host: str, connection: int) -> Sample | None:
        """The variables of a connection when the event with that id had happened, and nothing after it yet."""
        if (host, connection) not in self._samples_by_connection:
            return None
        _, events, indices = self._samples_by_connection[host, connection]
        index = bisect_right(events, event)
        return self.samples[indices[index - 1]] if index else None

    def sample_before(self, host: str, t: int) -> Sample | None:
        """The variables as they were just before the last step at or before ``t``: what changed is the difference."""
        step = self.step_at(t)
        return self.sample(host, self.moments[step - 1] - 1) if step else None

    @cached_property
    def measurements(self) -> Mapping[tuple[str, int], tuple[Event, ...]]:
        """Per host and connection the events in which it measured a round trip (RFC 6298)."""
        table: dict[tuple[str, int], list[Event]] = {}
        for index, reason in enumerate(columns(self.events, "reason")):
            if reason in MEASURED:
                event = self.events[index]
                if event.host is not None and event.connection is not None:
                    table.setdefault((event.host, event.connection), []).append(event)
        return {key: tuple(events) for key, events in table.items()}

    # ---- timers, deliveries

    @cached_property
    def _timers_by_host(self) -> dict[str, tuple[array[int], array[int]]]:
        """Per host: when its timers were armed, and the indices of their rows."""
        table = {host.name: (array("q"), array("q")) for host in self.hosts}
        for index, run in enumerate(self.timers):
            times, indices = table[run.host]
            times.append(run.armed)
            indices.append(index)
        return table

    def running_timers(self, host: str, t: int) -> tuple[TimerRun, ...]:
        """The timers of the newest connection that run at ``t``, in order of deadline.

        A connection has few timers, so the running ones are found from its sample, and their rows by name.
        """
        sample = self.sample(host, t)
        if sample is None:
            return ()
        times, indices = self._timers_by_host[host]
        running: list[TimerRun] = []
        wanted = {name for name, _ in sample.tcb.timers}
        for index in range(bisect_right(times, t) - 1, -1, -1):
            if not wanted:
                break
            row = self.timers[indices[index]]
            if row.timer in wanted and row.connection == sample.connection:
                wanted.discard(row.timer)
                if row.ended is None or row.ended > t:
                    running.append(row)
        return tuple(sorted(running, key=lambda row: row.deadline))

    @cached_property
    def _delivered(self) -> dict[str, tuple[list[int], list[int]]]:
        table: dict[str, tuple[list[int], list[int]]] = {host.name: ([], []) for host in self.hosts}
        for row in self.deliveries:
            table[row.host][0].append(row.t)
            table[row.host][1].append(row.total)
        return table

    @cached_property
    def _outages(self) -> dict[str, list[int]]:
        """Per host the times of crashes and boots, in turn."""
        table: dict[str, list[int]] = {host.name: [] for host in self.hosts}
        for t, host, kind in columns(self.events, "t", "host", "kind"):
            if kind in (EventKind.CRASH, EventKind.BOOT) and host is not None:
                times = table[host]
                if (kind is EventKind.CRASH) == (len(times) % 2 == 0):
                    times.append(t)
        return table

    @cached_property
    def _queues(self) -> dict[str, tuple[array[int], list[QueueRow]]]:
        table: dict[str, tuple[array[int], list[QueueRow]]] = {}
        for row in self.queues:
            times, rows = table.setdefault(row.host, (array("q"), []))
            times.append(row.t)
            rows.append(row)
        return table

    def queues_at(self, host: str, t: int) -> QueueRow | None:
        """The queues of the listener at ``host``; None where none has limits, or none listens."""
        times, rows = self._queues.get(host, ((), []))
        index = bisect_right(times, t)
        row = rows[index - 1] if index else None
        return None if row is None or (row.syn_limit is None and row.accept_limit is None) else row

    def is_down(self, host: str, t: int) -> bool:
        """Whether ``host`` has crashed and not come back at ``t``."""
        return bisect_right(self._outages[host], t) % 2 == 1

    def delivered(self, host: str, t: int | None = None) -> int:
        """How many bytes the application of ``host`` had read at ``t`` (None: in the whole run)."""
        times, totals = self._delivered[host]
        index = len(times) if t is None else bisect_right(times, t)
        return totals[index - 1] if index else 0

    def final(self) -> dict[str, State]:
        """Each host's state at the end."""
        return {host.name: self.state(host.name, self.end) for host in self.hosts}

    # ---- moves

    def next_moment(self, t: int) -> int | None:
        """The first instant after ``t`` at which something happens."""
        index = bisect_right(self.moments, t)
        return self.moments[index] if index < len(self.moments) else None

    def previous_moment(self, t: int) -> int | None:
        """The last instant before ``t`` at which something happens."""
        index = bisect_left(self.moments, t)
        return self.moments[index - 1] if index else None

    def stimulus(self, event: Event) -> Event:
        """The stimulus that led to ``event``: the call, arrival, timer, loss … it follows from at the same instant."""
        while event.kind not in STIMULI and event.cause is not None:
            event = self.event(event.cause)
        return event


STIMULI = frozenset(
    {
        EventKind.CALL,
        EventKind.SKIPPED,
        EventKind.ARRIVED,
        EventKind.FIRED,
        EventKind.LOST,
        EventKind.DISCARDED,
        EventKind.CRASH,
        EventKind.BOOT,
    }
)
