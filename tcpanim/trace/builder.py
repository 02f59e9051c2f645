"""The one mutable thing about a trace: rows are appended while a run goes on, then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tcpanim.i18n import Text
from tcpanim.lesson import Teaching, View
from tcpanim.tcp.io import UserError
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State, Trigger
from tcpanim.trace import forms
from tcpanim.trace.events import (
    CallRow,
    Delivery,
    ErrorRow,
    Event,
    EventKind,
    Fate,
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
from tcpanim.trace.rows import Rows
from tcpanim.trace.trace import Trace

# What the rows of a run take in memory, about, in bytes: a run is stopped before the machine suffers.
_EVENT_BYTES = 80
_FLIGHT_BYTES = 300
_SAMPLE_BYTES = 200
_ROW_BYTES = 80


_ARRIVED = Flight._fields.index("arrived")
assert Flight._fields[_ARRIVED : _ARRIVED + 3] == ("arrived", "ended", "fate")


class TraceBuilder:
    """Append rows in order of time, then ``freeze()``. Ids are given here: events and segments count from 1."""

    def __init__(self) -> None:
        self.events: Rows[Event] = Rows(forms.EVENTS)
        self.flights: Rows[Flight] = Rows(forms.FLIGHTS)
        self.states: list[StateChange] = []
        self.calls: list[CallRow] = []
        self.skipped: list[CallRow] = []
        self.timers: Rows[TimerRun] = Rows(forms.TIMERS)
        self.samples: Rows[Sample] = Rows(forms.SAMPLES)
        self.errors: list[ErrorRow] = []
        self.deliveries: Rows[Delivery] = Rows(forms.DELIVERIES)
        self._events = self._flights = 0  # how many there are
        self._under_way: set[int] = set()  # segments whose fate is open
        self.queues: list[QueueRow] = []
        self._notes: list[NoteRow] = []
        self._running: dict[tuple[str, int, str], int] = {}
        self._latest: dict[tuple[str, int], TcbSnapshot] = {}
        self._totals: dict[str, int] = {}

    # ---- events

    def event(
        self,
        t: int,
        host: str | None,
        connection: int | None,
        kind: EventKind,
        cause: int | None,
        *,
        row: int | None = None,
        reason: str | None = None,
        rule: str | None = None,
        numbers: Mapping[str, Any] | None = None,
    ) -> int:
        """Append an event; its id."""
        number = self._events = self._events + 1
        self.events.append(Event(number, t, host, connection, kind, cause, row, reason, rule, numbers))
        return number

    # ---- segments

    @property
    def next_flight(self) -> int:
        """The id that the next segment will have."""
        return self._flights + 1

    def flight(self, flight: Flight) -> None:
        """Append a segment that has just been handed to the network; its id must be ``next_flight``."""
        assert flight.id == self._flights + 1
        self._flights += 1
        self.flights.append(flight)
        self._under_way.add(flight.id)

    def end_flight(self, number: int, t: int, fate: Fate, arrived: int | None = None) -> Flight:
        """Fill in what became of segment ``number`` at ``t``; the completed row."""
        self._under_way.discard(number)
        row = self.flights[number - 1]
        row = Flight._make((*row[:_ARRIVED], arrived, t, fate, *row[_ARRIVED + 3 :]))  # five times as fast as _replace
        self.flights[number - 1] = row
        return row

    # ---- rows that belong to an event

    def state(
        self,
        t: int,
        host: str,
        connection: int,
        change: tuple[State, State],
        trigger: Trigger | None,
        rule: str | None,
        cause: int,
    ) -> int:
        """Append a change (before, after) of state with its event; the event's id."""
        event = self.event(t, host, connection, EventKind.STATE, cause, row=len(self.states), rule=rule)
        self.states.append(StateChange(event, t, host, connection, *change, trigger, rule))
        return event

    def call(
        self, t: int, host: str, connection: int | None, name: str, argument: Any, cause: int | None, *, result: Any,
        nth: int = 1,
    ) -> int:  # fmt: skip
        """Append a call with its event (crash and boot have kinds of their own); the event's id."""
        kind = {"crash": EventKind.CRASH, "boot": EventKind.BOOT}.get(name, EventKind.CALL)
        event = self.event(t, host, connection, kind, cause, row=len(self.calls))
        self.calls.append(CallRow(event, t, host, connection, name, argument, result, nth))
        return event

    def skip(
        self, t: int, host: str, connection: int | None, name: str, argument: Any, cause: int | None, nth: int
    ) -> int:
        """Append a call that is left out, with its event; the event's id."""
        event = self.event(t, host, connection, EventKind.SKIPPED, cause, row=len(self.skipped))
        self.skipped.append(CallRow(event, t, host, connection, name, argument, None, nth))
        return event

    def error(self, t: int, host: str, connection: int | None, error: UserError, cause: int) -> int:
        """Append an error that a user is told, with its event; the event's id."""
        event = self.event(t, host, connection, EventKind.ERROR, cause, row=len(self.errors))
        self.errors.append(ErrorRow(event, t, host, connection, error))
        return event

    def delivery(self, t: int, host: str, connection: int, size: int, cause: int) -> tuple[int, int]:
        """Append ``size`` bytes read by an application, with its event; (the event's id, the host's total so far)."""
        total = self._totals.get(host, 0) + size
        self._totals[host] = total
        event = self.event(t, host, connection, EventKind.DELIVERED, cause, row=len(self.deliveries))
        self.deliveries.append(Delivery(event, t, host, connection, size, total))
        return event, total

    # ---- timers

    def arm(self, t: int, host: str, connection: int, timer: str, deadline: int, event: int) -> None:
        """A timer was armed, or armed anew; to arm it with the deadline it has changes nothing."""
        key = (host, connection, timer)
        index = self._running.get(key)
        if index is not None:
            if self.timers[index].deadline == deadline:
                return
            self.timers[index] = self.timers[index]._replace(ended=t, end="rearmed")
        self._running[key] = len(self.timers)
        self.timers.append(TimerRun(event, host, connection, timer, t, deadline, None, None))

    def disarm(self, t: int, host: str, connection: int, timer: str) -> None:
        """A timer was cancelled; one that does not run may be."""
        self._end_timer(t, (host, connection, timer), "cancelled")

    def due(self, t: int, host: str) -> list[int]:
        """Which timers of ``host`` run out at ``t``: indices of their rows, in order of deadline and arming."""
        indices = [
            index
            for (owner, _, _), index in self._running.items()
            if owner == host and self.timers[index].deadline <= t
        ]
        return sorted(indices, key=lambda index: (self.timers[index].deadline, index))

    def fired(self, t: int, index: int) -> int:
        """The timer of that row ran out; the id of the event."""
        run = self.timers[index]
        self._end_timer(t, (run.host, run.connection, run.timer), "fired")
        return self.event(t, run.host, run.connection, EventKind.FIRED, run.event, row=index)

    def cancel_all(self, t: int, host: str) -> None:
        """All timers of ``host`` are gone."""
        for key in [key for key in self._running if key[0] == host]:
            self._end_timer(t, key, "cancelled")

    def _end_timer(self, t: int, key: tuple[str, int, str], end: str) -> None:
        index = self._running.pop(key, None)
        if index is not None:
            self.timers[index] = self.timers[index]._replace(ended=t, end=end)

    # ---- samples and notes

    def sample(self, event: int, t: int, host: str, connection: int, tcb: TcbSnapshot) -> None:
        """A connection's variables after ``event``; kept when they differ from those before."""
        key = (host, connection)
        if self._latest.get(key) != tcb:
            self._latest[key] = tcb
            self.samples.append(Sample(event, t, host, connection, tcb))

    def queue(self, row: QueueRow) -> None:
        """A listener's queues as they are now; kept when they differ from those before."""
        before = next((old for old in reversed(self.queues) if (old.host, old.port) == (row.host, row.port)), None)
        if (before[4:] if before else ((), (), None, None)) != row[4:]:
            self.queues.append(row)

    def latest(self, host: str, connection: int) -> TcbSnapshot | None:
        """The last variables of that connection that were recorded."""
        return self._latest.get((host, connection))

    def note(self, t: int, segment: int | None, teaching: Teaching) -> None:
        """A lecturer's note whose moment came."""
        self._notes.append(NoteRow(t, segment, teaching))

    # ---- the end

    @property
    def size(self) -> int:
        """About how many bytes of memory the rows take, payload not counted."""
        rows = (
            len(self.states)
            + len(self.calls)
            + len(self.skipped)
            + len(self.timers)
            + len(self.errors)
            + len(self.deliveries)
        )
        return (
            len(self.events) * _EVENT_BYTES
            + len(self.flights) * _FLIGHT_BYTES
            + len(self.samples) * _SAMPLE_BYTES
            + rows * _ROW_BYTES
        )

    def freeze(
        self,
        *,
        title: Text,
        seed: int,
        hosts: tuple[HostInfo, HostInfo],
        wire: WireInfo,
        start: View,
        end: int,
        stopped: str,
        problem: str | None = None,
        unfired: tuple[Unfired, ...] = (),
        limit: tuple[str, int] | None = None,
        planned: int | None = None,
    ) -> Trace:
        """The finished trace. Segments still under way end with it, unfinished."""
        for number in sorted(self._under_way):
            self.end_flight(number, end, Fate.UNFINISHED)
        return Trace(
            title=title,
            seed=seed,
            hosts=hosts,
            wire=wire,
            start=start,
            events=self.events.finished(),
            flights=self.flights.finished(),
            states=tuple(self.states),
            calls=tuple(self.calls),
            skipped=tuple(self.skipped),
            timers=self.timers.finished(),
            samples=self.samples.finished(),
            errors=tuple(self.errors),
            queues=tuple(self.queues),
            deliveries=self.deliveries.finished(),
            notes=tuple(sorted(self._notes, key=lambda note: note.t)),
            end=end,
            stopped=stopped,
            problem=problem,
            unfired=unfired,
            limit=limit,
            planned=planned,
        )
