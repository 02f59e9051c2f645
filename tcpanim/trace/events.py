"""The rows of a trace: frozen values, one kind each.

All times are ns of virtual time. ``event`` in a row is the id of the event that the row belongs to. Named tuples,
because a run has several of them for every segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from tcpanim.i18n import Text
from tcpanim.lesson import Teaching
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.io import UserError
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State, Trigger
from tcpanim.wire.segment import Address, Segment


class EventKind(Enum):
    """What happened. Stimuli (CALL, ARRIVED, FIRED, CRASH, BOOT) are followed by the events that they cause."""

    CALL = "call"
    SKIPPED = "skipped"  # the application leaves a call out
    SENT = "sent"
    ARRIVED = "arrived"
    LOST = "lost"  # in the network: dropped, cut, queue full
    DISCARDED = "discarded"  # at the receiving host: wrong checksum, host down, no such host
    FIRED = "timer"
    STATE = "state"
    JUDGED = "judged"
    READABLE = "readable"
    DELIVERED = "delivered"
    ERROR = "error"
    CRASH = "crash"
    BOOT = "boot"

    def __str__(self) -> str:
        return self.value

    __hash__ = object.__hash__


class Event(NamedTuple):
    """One thing that happened. Ids count from 1 in order of time; ``cause`` is the id of the event that made it happen.

    ``row`` is the index in the table that its kind has (flights, states, calls, skipped, timers, errors), else None.
    ``reason`` is a Reason's name or None; ``numbers`` are those it was decided on.
    """

    id: int
    t: int
    host: str | None
    connection: int | None
    kind: EventKind
    cause: int | None
    row: int | None = None
    reason: str | None = None
    rule: str | None = None
    numbers: Mapping[str, Any] | None = None


class Fate(Enum):
    """What became of a segment."""

    DELIVERED = "delivered"
    DROPPED = "dropped"
    CORRUPTED = "corrupted"
    HOST_DOWN = "host-down"
    NO_HOST = "no-host"
    UNFINISHED = "unfinished"

    def __str__(self) -> str:
        return self.value

    __hash__ = object.__hash__


NEVER_SEEN = frozenset({Fate.DROPPED, Fate.CORRUPTED, Fate.HOST_DOWN, Fate.NO_HOST})
"""What becomes of segments that no TCP ever sees."""


class Flight(NamedTuple):
    """A segment's way through the network.

    ``sent``: handed to the network; ``left``: started onto the wire (later than ``sent`` when it queued); ``arrived``:
    reached a host that is up (delivered or corrupted), else None; ``ended``: when its fate came about (arrival, loss;
    for an unfinished one the end of the run). ``due``: when it would have arrived had nothing gone wrong, for drawing.
    ``sender``/``receiver`` are host names, None for an address that is no host. ``seq_base``/``ack_base``: the ISNs
    that relative numbers count from, None when unknown.
    """

    id: int
    event: int
    connection: int | None
    sender: str | None
    receiver: str | None
    sent: int
    left: int
    due: int
    arrived: int | None
    ended: int
    fate: Fate
    by: str | None
    injected: bool
    copy_of: int | None
    src: Address
    dst: Address
    segment: Segment
    seq_base: int | None
    ack_base: int | None
    retransmission: bool
    reason: str
    received: Segment | None = None  # what the receiver read, where the network damaged it and nobody verified it


class StateChange(NamedTuple):
    """A connection went from one state to another; ``trigger`` None: the host crashed."""

    event: int
    t: int
    host: str
    connection: int
    before: State
    after: State
    trigger: Trigger | None
    rule: str | None


class CallRow(NamedTuple):
    """A call of an application. ``argument`` is JSON-able; ``result``: ok, a count of bytes, or an error's text.

    ``nth``: which of this host's calls of that name it is, from 1, in the script's order. A call that was left out has
    the row that it would have had, with the ``result`` None.
    """

    event: int
    t: int
    host: str
    connection: int | None
    call: str
    argument: Any
    result: Any
    nth: int = 1


class TimerRun(NamedTuple):
    """A timer from being armed to its end; ``event``: what armed it. ``ended`` None: armed when the run stopped."""

    event: int
    host: str
    connection: int
    timer: str
    armed: int
    deadline: int
    ended: int | None
    end: str | None  # fired, cancelled, rearmed


class Sample(NamedTuple):
    """A connection's variables after the event, until its next sample."""

    event: int
    t: int
    host: str
    connection: int
    tcb: TcbSnapshot


class QueueRow(NamedTuple):
    """A listener's queues after the event, until its next row: who stands in them, the longest first.

    ``syn``: peers ("address:port") whose handshake is under way; ``accept``: those that the application has not
    accepted. A limit is None where there is none, both are None once nobody listens any more.
    """

    event: int
    t: int
    host: str
    port: int
    syn: tuple[str, ...]
    accept: tuple[str, ...]
    syn_limit: int | None
    accept_limit: int | None


class ErrorRow(NamedTuple):
    """A user was told of an error."""

    event: int
    t: int
    host: str
    connection: int | None
    error: UserError


class Delivery(NamedTuple):
    """The application of ``host`` read ``bytes``; ``total`` so far."""

    event: int
    t: int
    host: str
    connection: int
    bytes: int
    total: int


class NoteRow(NamedTuple):
    """A lecturer's note, at the time when its moment came."""

    t: int
    segment: int | None
    teaching: Teaching


class Unfired(NamedTuple):
    """Something that was planned and never happened, with its place in the scenario file (line and column from 1).

    ``what``: step, fault or note; ``text``: its trigger or selection in words, as the file writes it.
    """

    line: int
    column: int
    what: str
    text: str


class HostInfo(NamedTuple):
    """A host of the run. ``isns``: the initial sequence numbers it used, in order."""

    name: str
    label: Text
    address: str
    port: int
    isns: tuple[int, ...]
    config: TcpConfig


class WireChange(NamedTuple):
    """What is sent from ``at`` on and before ``until`` (None: to the end) finds another path; None: as it was.

    ``sender`` None: in both directions. ``loss`` in parts per million.
    """

    at: int
    until: int | None
    sender: str | None
    delay: int | None
    loss: int | None


class WireInfo(NamedTuple):
    """The path; mappings by sending host (ns, bit/s or None, segments or None), and how it changes on the way."""

    delay: Mapping[str, int]
    rate: Mapping[str, int | None]
    queue: Mapping[str, int | None]
    changes: tuple[WireChange, ...] = ()

    def delay_at(self, sender: str, t: int) -> int:
        """The delay of what ``sender`` sends at ``t``."""
        delay = self.delay[sender]
        for change in self.changes:
            mine = change.sender in (None, sender) and change.at <= t and (change.until is None or t < change.until)
            if mine and change.delay is not None:
                delay = change.delay
        return delay
