"""What happens at one instant, sorted by what set it off: a stimulus and everything that follows from it at once.

A happening answers questions about itself (which segment arrived, what was sent, which rules decided) from the rows of
the trace alone; ``marks`` puts the answers into words that the table of sentences can be matched against.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from tcpanim.tcp.io import UserError
from tcpanim.tcp.states import State
from tcpanim.trace.events import CallRow, Event, EventKind, Flight, Sample, StateChange, TimerRun
from tcpanim.trace.trace import STIMULI, Trace
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FIN

_FIN_MAY_BE_OUT = (State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK)
_armed_at = attrgetter("armed")
_ASKING = frozenset({"retransmission", "persist", "keep-alive"})
_ABOUT_A_FLIGHT = (EventKind.ARRIVED, EventKind.LOST, EventKind.DISCARDED, EventKind.SENT)


@dataclass(frozen=True)
class Happening:
    """``root``: the stimulus, ``events``: it and what follows from it at the same instant, in order."""

    trace: Trace
    root: Event
    events: tuple[Event, ...]

    # ---- who

    @cached_property
    def host(self) -> str:
        """Whom its sentence is about; for a segment that never arrives its sender, for one from nowhere its receiver.

        Not whose act it is: that is ``actor``.
        """
        flight = self.flight
        if flight is not None and self.root.kind in (EventKind.LOST, EventKind.DISCARDED) and flight.sender is not None:
            return flight.sender
        if self.root.host is not None:
            return self.root.host
        if flight is not None and flight.receiver is not None:
            return flight.receiver
        return self.trace.hosts[0].name

    @cached_property
    def actor(self) -> str | None:
        """Whose doing it is: what is discarded is the receiving host's, a loss in the network nobody's (None)."""
        return actor(self.trace, self.root, self.host)

    @cached_property
    def peer(self) -> str:
        return self.trace.peer(self.host).name

    @cached_property
    def connection(self) -> int | None:
        """The connection that it happens to; None: to none."""
        return next((event.connection for event in self.events if event.connection is not None), None)

    # ---- what set it off

    @cached_property
    def flight(self) -> Flight | None:
        """The segment that arrives, is lost or discarded, or leaves without a stimulus."""
        if self.root.kind in _ABOUT_A_FLIGHT and self.root.row is not None:
            return self.trace.flights[self.root.row]
        return None

    @cached_property
    def call(self) -> CallRow | None:
        if self.root.kind in (EventKind.CALL, EventKind.CRASH, EventKind.BOOT) and self.root.row is not None:
            return self.trace.calls[self.root.row]
        return None

    @cached_property
    def skipped(self) -> CallRow | None:
        """The call that the application leaves out."""
        if self.root.kind is EventKind.SKIPPED and self.root.row is not None:
            return self.trace.skipped[self.root.row]
        return None

    @cached_property
    def timer(self) -> TimerRun | None:
        """The timer that fired."""
        if self.root.kind is EventKind.FIRED and self.root.row is not None:
            return self.trace.timers[self.root.row]
        return None

    # ---- what follows

    def _rows(self, kind: EventKind) -> tuple[int, ...]:
        return tuple(event.row for event in self.events if event.kind is kind and event.row is not None)

    @cached_property
    def sent(self) -> tuple[Flight, ...]:
        """What the host sends; copies that the network makes are not among it."""
        flights = (self.trace.flights[row] for row in self._rows(EventKind.SENT))
        return tuple(flight for flight in flights if flight.copy_of is None and not flight.injected)

    @cached_property
    def changes(self) -> tuple[StateChange, ...]:
        """The changes of state; that a listener is put up again for an arriving SYN is not told."""
        changes = tuple(self.trace.states[row] for row in self._rows(EventKind.STATE))
        if self.flight is not None:
            changes = tuple(
                change for change in changes if change.after is not State.LISTEN or change.before is not State.CLOSED
            )
        return changes

    @cached_property
    def before(self) -> State:
        """The state of the connection just before."""
        if self.changes:
            return self.changes[0].before
        if self.connection is None:
            return State.CLOSED
        return self._state_before(self.host, self.connection)

    @cached_property
    def after(self) -> State:
        """Its state afterwards."""
        return self.changes[-1].after if self.changes else self.before

    @cached_property
    def peer_state(self) -> State:
        """The state of the peer's newest connection when this has happened."""
        return self._state_before(self.peer, None, self.events[-1].id)

    def _state_before(self, host: str, connection: int | None, event: int | None = None) -> State:
        """The state of a connection (None: the newest) just before ``event`` (None: before this happening)."""
        limit = self.root.id if event is None else event
        newest, state = -1, State.CLOSED
        for row in self.trace.states:
            if row.event >= limit:
                break
            if row.host == host and row.connection >= newest and connection in (None, row.connection):
                newest, state = row.connection, row.after
        return state

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """The rules that decided, in order: verdicts, and why segments leave."""
        return tuple(event.reason for event in self.events if event.reason is not None)

    @cached_property
    def errors(self) -> tuple[UserError, ...]:
        """What the user is told."""
        return tuple(self.trace.errors[row].error for row in self._rows(EventKind.ERROR))

    @cached_property
    def delivered(self) -> int:
        """How many bytes the application reads."""
        return sum(self.trace.deliveries[row].bytes for row in self._rows(EventKind.DELIVERED))

    @cached_property
    def armed(self) -> TimerRun | None:
        """The timer that this arms, the one that matters most: that which has run out, else of several the last."""
        numbers = {event.id for event in self.events}
        timers = self.trace.timers
        last: TimerRun | None = None
        for index in range(bisect_right(timers, self.root.t, key=_armed_at) - 1, -1, -1):
            run = timers[index]
            if run.armed < self.root.t:
                break
            if run.event in numbers and run.host == self.host:
                if self.timer is None or run.timer == self.timer.timer:
                    return run
                last = last or run
        return last

    @cached_property
    def sample(self) -> Sample | None:
        """The connection's variables when this has happened; more may happen at the same instant."""
        if self.connection is None:
            return None
        return self.trace.sample_after(self.events[-1].id, self.host, self.connection)

    @cached_property
    def fin_outstanding(self) -> bool:
        """Whether the host's FIN has been sent and not been acknowledged when this has happened."""
        if self.sample is None or self.sample.tcb.snd_una is None or self.sample.tcb.snd_una == self.sample.tcb.snd_nxt:
            return False
        if self.sample.tcb.state not in _FIN_MAY_BE_OUT:
            return False
        last = seq.add(self.sample.tcb.snd_nxt or 0, -1)
        return any(
            seq.add(flight.segment.seq, len(flight.segment.data)) == last
            for flight in self.trace.with_fin
            if flight.event <= self.events[-1].id
            and flight.sender == self.host
            and flight.connection == self.connection
            and not flight.injected
        )

    @cached_property
    def data_outstanding(self) -> int:
        """How many bytes of data the host has sent that are not acknowledged when this has happened."""
        if self.sample is None or self.sample.tcb.snd_una is None or self.sample.tcb.snd_nxt is None:
            return 0
        return seq.diff(self.sample.tcb.snd_nxt, self.sample.tcb.snd_una) - self.fin_outstanding

    # ---- what the sentences distinguish

    @cached_property
    def topic(self) -> str:
        """Which part of the table speaks of it: ``call:send``, ``arrival:SYN``, ``lost:ACK``."""
        kind = self.root.kind
        if kind is EventKind.CALL and self.call is not None:
            return f"call:{self.call.call}"
        if self.skipped is not None:
            return f"skipped:{self.skipped.call}"
        if kind is EventKind.FIRED and self.timer is not None:
            return f"timer:{self.timer.timer}"
        if kind is EventKind.ARRIVED and self.flight is not None:
            return f"arrival:{(self.flight.received or self.flight.segment).kind}"
        if kind is EventKind.LOST and self.flight is not None:
            return f"lost:{self.flight.segment.kind}"
        if kind is EventKind.DISCARDED and self.flight is not None:
            return str(self.flight.fate)
        return str(kind)

    @cached_property
    def marks(self) -> frozenset[str]:
        """Everything that a row of the table may ask for."""
        marks = set(self.reasons)
        marks.update(f"sends-{flight.segment.kind}" for flight in self.sent)
        marks.add("sends" if self.sent else "silent")
        if len(self.sent) > 1:
            marks.add("sends-several")
        if self.sent_bytes:
            marks.add("with-sent-data")
        if self.changes:
            marks.add("moves")
        if self.errors:
            marks.add("error")
        if self.timer is not None and any(
            event.reason == "unacceptable-ack" and event.host == self.host
            for event in self.trace.events_at(self.timer.armed)
        ):
            marks.add("after-bad-ack")
        if any(_opens_by_more_than_a_segment(event, self.sample) for event in self.events):
            marks.add("opens-more")
        marks.update(mark for mark, shows in _SHOWN_BY_NUMBERS.items() if any(map(shows, self.events)))
        marks.update(self._marks_of_the_stimulus())
        marks.update(self._marks_of_the_host())
        marks.add(f"peer:{self.peer_state}")
        return frozenset(marks)

    def _marks_of_the_stimulus(self) -> set[str]:
        marks = set()
        flight = self.flight
        if flight is not None:
            if flight.segment.data:
                marks.add("with-data")
            if flight.segment.flags & ACK:
                marks.add("with-ack")
            if flight.by is not None:
                marks.add(f"by:{flight.by.split()[0]}")
            marks.add(f"why:{flight.reason}")
            if self.root.kind is EventKind.LOST:
                marks.update(self._marks_of_who_waits())
        if self.skipped is not None:
            marks.add(f"argument:{self.skipped.argument}")
        if self.call is not None:
            marks.add(f"argument:{self.call.argument}")
            if isinstance(self.call.result, int) and self.call.result < self.asked:
                marks.add("short")
            if "window-update" in self.reasons and self.acknowledges_more:
                marks.add("acks-too")
            if self.sent_bytes > self.asked > 0:
                marks.add("sends-held")  # what earlier calls had written goes along
            if isinstance(self.call.result, str) and self.call.result != "ok" and not self.errors:
                marks.add("failed")  # the host is down, or up already
            if self.armed is not None and self.armed.timer == "fin-wait-2":
                marks.add("limits-fin-wait-2")
        return marks

    def _marks_of_who_waits(self) -> set[str]:
        """What the peer misses when something is lost on its way to it."""
        marks = set()
        sample = self.trace.sample(self.peer, self.root.t)
        if sample is not None:
            if sample.tcb.snd_wnd == 0 and sample.tcb.unsent:
                marks.add("peer-stopped")
            if _ASKING.intersection(name for name, _ in sample.tcb.timers):
                marks.add("peer-waits")
        return marks

    def _marks_of_the_host(self) -> set[str]:
        marks = set()
        marks.add("delivers" if self.delivered else "delivers-nothing")
        if self.sample is not None:
            tcb = self.sample.tcb
            if tcb.unsent:
                marks.add("unsent")
                if tcb.cwnd is not None and tcb.flight + min(tcb.unsent, tcb.snd_mss) > tcb.cwnd < tcb.snd_wnd:
                    marks.add("cwnd-full")
                if tcb.cwnd is not None and tcb.flight + min(tcb.unsent, tcb.snd_mss) <= tcb.snd_wnd:
                    marks.add("peer-has-room")
            if tcb.unread:
                marks.add("unread")
            if tcb.cwnd is not None and tcb.ssthresh is not None and tcb.cwnd < tcb.ssthresh:
                marks.add("below-ssthresh")
            if self.data_outstanding:
                marks.add("data-outstanding")
            if self.fin_outstanding:
                marks.add("fin-outstanding")
            if tcb.snd_wnd == 0:
                marks.add("peer-window-zero")
            if any(
                call.call == "exit" and call.host == self.host and call.connection == self.connection
                for call in self.trace.calls
                if call.event < self.root.id
            ):
                marks.add("orphan")
        if self.sent and self.sent[-1].segment.window == 0 and self.sent[-1].segment.kind != "RST":
            marks.add("offers-zero")
        if any(flight.segment.flags & FIN for flight in self.sent) and self.closing_ack is not None:
            marks.add("since-data" if self.closing_ack.segment.seq != self.sent[-1].segment.seq else "since-nothing")
        return marks

    @cached_property
    def asked(self) -> int:
        """How many bytes the application writes with this call."""
        argument = self.call.argument if self.call is not None else None
        return argument if isinstance(argument, int) else 0

    @cached_property
    def closing_ack(self) -> Flight | None:
        """The earlier segment of this host that first carried the ack which its FIN carries now; None: the FIN does."""
        fin = next((flight for flight in self.sent if flight.segment.flags & FIN), None)
        if fin is None:
            return None
        found = None
        for flight in map(self.trace.flight, range(fin.id - 1, 0, -1)):
            if flight.sender != self.host or flight.connection != fin.connection or flight.injected:
                continue
            if flight.segment.ack != fin.segment.ack or not flight.segment.flags & ACK:
                break
            if flight.copy_of is None and flight.event < self.root.id:
                found = flight
        return found

    @cached_property
    def acknowledges_more(self) -> bool:
        """Whether the first segment that the host sends acknowledges more than the one before it."""
        first = self.sent[0]
        for flight in reversed(self.trace.flights[: first.id - 1]):
            if flight.sender == self.host and flight.connection == first.connection and flight.event < self.root.id:
                return seq.gt(first.segment.ack, flight.segment.ack)
        return False

    @cached_property
    def sent_bytes(self) -> int:
        return sum(len(flight.segment.data) for flight in self.sent)

    @cached_property
    def bytes_since(self) -> int:
        """How far the FIN of this happening lies behind the segment that acknowledged the peer's FIN."""
        if self.closing_ack is None or not self.sent:
            return 0
        fin = next(flight for flight in self.sent if flight.segment.flags & FIN)
        return seq.diff(seq.add(fin.segment.seq, len(fin.segment.data)), self.closing_ack.segment.seq)


def _opens_by_more_than_a_segment(event: Event, sample: Sample | None) -> bool:
    """Whether slow start counts what an ACK acknowledges, and not the ACK (RFC 3465 §2.2)."""
    if event.reason != "slow-start" or event.numbers is None or sample is None:
        return False
    return bool(event.numbers["cwnd_bytes"] - event.numbers["before_bytes"] > sample.tcb.snd_mss)


def _held_at_the_maximum(event: Event) -> bool:
    """Whether a backoff could not double the RTO (RFC 6298 §2.5)."""
    if event.reason != "backoff" or event.numbers is None:
        return False
    return bool(event.numbers["rto_ns"] < 2 * event.numbers["before_ns"])


def _leaves_a_gap(event: Event) -> bool:
    """Whether more is missing behind what has been filled."""
    return event.reason == "gap-filled" and event.numbers is not None and event.numbers["kept_bytes"] > 0


def _resets_from_the_window(event: Event) -> bool:
    """Whether an RST counts that has not exactly the number that is expected (RFC 5961 is switched off)."""
    if event.reason != "reset-accepted" or not event.numbers:  # in SYN-SENT the ack decides, not the seq
        return False
    return bool(event.numbers["start_ack"] != event.numbers["expected_ack"])


_SHOWN_BY_NUMBERS = {
    "rto-at-most": _held_at_the_maximum,
    "gap-left": _leaves_a_gap,
    "reset-from-window": _resets_from_the_window,
}


def actor(trace: Trace, root: Event, host: str | None) -> str | None:
    """Whose doing ``root`` is, where ``host`` is whose it would be were it no loss; None: the network's."""
    if root.kind is EventKind.LOST:
        return None
    if root.kind is EventKind.DISCARDED and root.row is not None:
        return trace.flights[root.row].receiver
    return host


def happenings(trace: Trace, t: int) -> tuple[Happening, ...]:
    """What happens in the last step at or before ``t``, in order; () before the first."""
    events = trace.events_at(t)
    groups: dict[int, list[Event]] = {}
    roots: dict[int, int] = {}
    for event in events:
        root = event.id if event.kind in STIMULI else roots.get(event.cause or 0, event.id)
        roots[event.id] = root
        groups.setdefault(root, []).append(event)
    found = (Happening(trace, trace.event(root), tuple(members)) for root, members in groups.items())
    return tuple(one for one in found if not _only_appears(one))


def _only_appears(one: Happening) -> bool:
    """An injected segment appears; its arrival at the same instant is what is told."""
    return one.root.kind is EventKind.SENT and one.flight is not None and one.flight.injected
