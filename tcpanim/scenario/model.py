"""What a scenario file says, as frozen values with every default filled in.

Times are ns, sizes bytes, rates bit/s, probabilities parts per million. ``Place`` tells where in the file a value
stands, so that what goes wrong later can be reported there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tcpanim.i18n import Text
from tcpanim.lesson import Teaching, View
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.states import State


class Place(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class HostSpec:
    """One of the two hosts.

    ``isn``: its initial sequence numbers in order of use; those beyond the list are drawn from the seed, unless
    ``isn_always`` gives one number for ever.
    """

    name: str
    label: Text
    address: str
    port: int
    isn: tuple[int, ...]
    isn_always: int | None
    tcp: TcpConfig


@dataclass(frozen=True, slots=True)
class WireSpec:
    """The path between the hosts; each mapping is by sending host. ``rate`` None: no limit; ``queue`` in segments."""

    delay: Mapping[str, int]
    rate: Mapping[str, int | None]
    queue: Mapping[str, int | None]
    loss: Mapping[str, int]
    duplicate: Mapping[str, int]
    jitter: Mapping[str, int]


# ---- triggers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """``host`` enters ``state`` for the ``nth`` time (the CLOSED at the start does not count)."""

    host: str
    state: State
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Received:
    """The application of ``host`` has read at least ``bytes`` in all."""

    host: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Got:
    """The ``nth`` segment that matches arrives at ``host``."""

    host: str
    match: str
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """``host`` sends the ``nth`` segment that matches."""

    host: str
    match: str
    nth: int = 1


Condition = Entered | Received | Got | Sent


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a step is taken: at a time, or when a condition comes true, or (neither) after the step before it.

    ``after`` is added in each case.
    """

    at: int | None = None
    when: Condition | None = None
    after: int = 0


# ---- actions ---------------------------------------------------------------------------------------------------


class Urgent(bytes):
    """Data that its sender calls urgent."""


class Opening(NamedTuple):
    """What ``open`` is given besides a port (None: the host's): data, for the SYN if Fast Open allows it."""

    port: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the application of ``host``; ``connection`` None: its newest one.

    ``name``: listen, unlisten, accept, open, send, read, close, exit, abort, set, crash, boot. ``argument``: send:
    bytes or Urgent; read: int (bytes), True (on), False (off); set: (option, value); open: port, Opening or None;
    listen: Backlog or None; else None.
    """

    host: str
    name: str
    argument: Any = None
    connection: int | None = None


class SeqExpr(NamedTuple):
    """A sequence number in a scenario: a wire value (``base`` None), or relative to an ISN ("isn")."""

    base: str | None
    offset: int


@dataclass(frozen=True, slots=True)
class Inject:
    """A forged or old segment arrives at ``to``. ``sender``: a host's name, or a foreign IP address.

    ``seq`` is relative to the sender's ISN, ``ack`` to the receiver's. Ports None: those of the hosts.
    """

    sender: str
    to: str
    flags: int
    seq: SeqExpr
    ack: SeqExpr | None = None
    window: int = 65535
    data: bytes = b""
    urgent: int = 0
    options: Mapping[str, Any] | None = None
    src_port: int | None = None
    dst_port: int | None = None


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One line of the script."""

    trigger: Trigger
    action: Call | Inject
    place: Place


# ---- faults ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Selector:
    """Which segments of host ``sender`` a fault meets.

    ``match`` with ``nth`` (None: all of them), or the ``segment``-th segment that this host sent.
    """

    sender: str
    match: str = "ANY"
    nth: tuple[int, ...] | None = (1,)
    segment: int | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """The segment is lost in the network."""

    which: Selector
    place: Place


@dataclass(frozen=True, slots=True)
class Delay:
    """The segment takes ``by`` longer."""

    which: Selector
    by: int
    place: Place


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The network delivers a copy too, ``after`` later."""

    which: Selector
    after: int
    place: Place


@dataclass(frozen=True, slots=True)
class Corrupt:
    """A bit is turned; the checksum catches it."""

    which: Selector
    place: Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A router that is congested marks the segment (ECN); one that cannot be marked it drops."""

    which: Selector
    place: Place


@dataclass(frozen=True, slots=True)
class Deliver:
    """The segment is carried as if nothing were wrong: other faults and chance pass it by."""

    which: Selector
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    """The path is another for what is sent from ``at`` on and before ``until`` (``sender`` None: both directions).

    None leaves ``delay`` or ``loss`` as it is. Of several changes at work at once, the last one holds.
    """

    at: int
    until: int | None
    sender: str | None
    delay: int | None
    loss: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Cut:
    """Nothing sent from ``at`` on and before ``until`` gets through (``sender`` None: in both directions)."""

    at: int
    until: int | None
    sender: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Flood:
    """``count`` SYNs from forged addresses arrive at host ``to`` from ``at`` on, ``rate`` of them in a second."""

    to: str
    at: int
    count: int
    rate: int
    place: Place


@dataclass(frozen=True, slots=True)
class CallSelector:
    """Which calls of the application of ``host`` a fault meets: the ``nth`` of that name (None: all of them).

    Counted are the lines of the script, in its order and not in that of time: a call has the same number in every run.
    """

    host: str
    call: str
    nth: tuple[int, ...] | None = (1,)


@dataclass(frozen=True, slots=True)
class Skip:
    """The application does not make the call; what waits for it goes on as if it had."""

    which: CallSelector
    place: Place


@dataclass(frozen=True, slots=True)
class Postpone:
    """The application makes the call ``by`` later, and what waits for it waits as long."""

    which: CallSelector
    by: int
    place: Place


SegmentFault = Drop | Delay | Duplicate | Corrupt | Mark | Deliver
CallFault = Skip | Postpone
Fault = SegmentFault | CallFault | Cut | Change | Flood


# ---- what is expected, and what the lecturer adds ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the expected ladder; None: does not matter. ``seq``, ``ack`` are relative numbers."""

    sender: str
    match: str
    place: Place
    seq: int | None = None
    ack: int | None = None
    len: int | None = None
    window: int | None = None
    lost: bool | None = None
    wire_seq: int | None = None
    wire_ack: int | None = None


@dataclass(frozen=True, slots=True)
class StatePath:
    """The states that a host's newest connection walks through; ``more``: ends in "…"."""

    states: tuple[State, ...]
    more: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Ladder:
    """The expected segments in sending order; ``more``: ends in "…"."""

    rungs: tuple[Rung, ...]
    more: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Expect:
    """What a run must show; None and missing hosts do not matter (``errors`` given at all must be complete)."""

    states: Mapping[str, StatePath] | None = None
    ladder: Ladder | None = None
    delivered: Mapping[str, int] | None = None
    errors: Mapping[str, tuple[str, ...]] | None = None
    final: Mapping[str, State] | None = None
    places: Mapping[str, Place] | None = None  # of delivered.client, final.server, errors …


@dataclass(frozen=True, slots=True)
class Note:
    """A lecturer's note on the moment when ``on`` happens: a condition, a segment's id, or a time."""

    on: Entered | int | Trigger
    teaching: Teaching
    place: Place


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario."""

    title: Text
    hosts: tuple[HostSpec, HostSpec]
    wire: WireSpec
    script: tuple[ScriptStep, ...]
    description: Text = Text()
    goal: Text = Text()
    unit: str | None = None
    order: int | None = None
    minutes: int | None = None
    level: str = "course"
    pair: str | None = None
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    profile: str = "textbook"
    seed: int = 1
    faults: tuple[Fault, ...] = ()
    until: int | None = None
    expect: Expect | None = None
    start: View = View()
    notes: tuple[Note, ...] = ()

    def host(self, name: str) -> HostSpec:
        """The host of that name; raises KeyError."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(name)

    def peer(self, name: str) -> HostSpec:
        """The host that ``name`` talks to."""
        left, right = self.hosts
        return right if left.name == name else left
