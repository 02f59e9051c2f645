"""What goes into an endpoint (stimuli) and what comes out of it (effects): small frozen values (RFC 9293 §3.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State, Trigger
from tcpanim.wire.segment import Segment


class UserError(Enum):
    """What a user is told (RFC 9293 §3.10); ``str()`` is the RFC's text after "error: "."""

    REFUSED = "connection refused"
    RESET = "connection reset"
    USER_TIMEOUT = "connection aborted due to user timeout"
    CLOSING = "connection closing"
    DOES_NOT_EXIST = "connection does not exist"
    ALREADY_EXISTS = "connection already exists"
    REMOTE_UNSPECIFIED = "remote socket unspecified"
    INSUFFICIENT_RESOURCES = "insufficient resources"
    OPTION_NOT_SUPPORTED = "option not supported"

    def __str__(self) -> str:
        return self.value


class Timer(Enum):
    """The timers of a connection; the values are their names in traces."""

    RETRANSMISSION = "retransmission"
    DELAYED_ACK = "delayed-ack"
    PERSIST = "persist"
    KEEP_ALIVE = "keep-alive"
    USER_TIMEOUT = "user-timeout"
    TIME_WAIT = "time-wait"
    FIN_WAIT_2 = "fin-wait-2"
    TLP = "tlp"
    REORDER = "reorder"

    def __str__(self) -> str:
        return self.value

    __hash__ = object.__hash__


class Kind(Enum):
    """Why a segment leaves."""

    NEW = "new"
    RETRANSMISSION = "retransmission"
    PROBE = "probe"
    ACK = "ack"
    RESET = "reset"

    def __str__(self) -> str:
        return self.value


# ---- stimuli ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listen:
    """Passive OPEN."""


@dataclass(frozen=True, slots=True)
class Open:
    """Active OPEN; ``data`` rides on the SYN once Fast Open exists."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Send:
    """SEND ``data``."""

    data: bytes
    push: bool = True
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Receive:
    """RECEIVE at most ``max_bytes`` (None: all there is). Never queues. A buffer of less than nothing is a Signal."""

    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """CLOSE: no more to send; receiving goes on (``shutdown(SHUT_WR)``)."""


@dataclass(frozen=True, slots=True)
class Exit:
    """CLOSE, and nobody will receive any more (``close()`` of the last descriptor)."""


@dataclass(frozen=True, slots=True)
class Abort:
    """ABORT: give the connection up at once."""


@dataclass(frozen=True, slots=True)
class SetOption:
    """Change a field of the configuration, or ``cork``, on a living connection."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Arrives:
    """A segment arrives from the IP address ``source``.

    None: from the known peer; when there is none, as in LISTEN, the answers have no destination either, and it is for
    the host to know where they go.
    """

    segment: Segment
    source: str | None = None


@dataclass(frozen=True, slots=True)
class TimerFires:
    """The earliest armed timers are due."""


Call = Listen | Open | Send | Receive | Close | Exit | Abort | SetOption
Stimulus = Call | Arrives | TimerFires


# ---- effects ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Transmit:
    """Hand ``segment`` to IP for ``destination``; ``reason`` is the rule that made it leave.

    ``destination`` is an IP address, None when nobody has told where the peer is (see Arrives).
    """

    segment: Segment
    kind: Kind
    destination: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Accepted:
    """The send buffer took ``bytes`` of a Send."""

    bytes: int


@dataclass(frozen=True, slots=True)
class Writable:
    """After a Send that was not taken whole: the send buffer has room for ``bytes`` again."""

    bytes: int


@dataclass(frozen=True, slots=True)
class Readable:
    """``bytes`` lie unread in order; ``eof``: the peer's FIN is reached behind them."""

    bytes: int
    eof: bool


@dataclass(frozen=True, slots=True)
class Deliver:
    """A Receive hands ``data`` to the application."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Signal:
    """The user is told of ``error``."""

    error: UserError


@dataclass(frozen=True, slots=True)
class Changed:
    """The connection went from ``before`` to ``after`` by ``trigger`` along the edge stated in ``rule``."""

    before: State
    after: State
    rule: str
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Arm:
    """``timer`` will fire at ``deadline`` (ns); replaces an earlier deadline."""

    timer: Timer
    deadline: int


@dataclass(frozen=True, slots=True)
class Disarm:
    """``timer`` is off (it was cancelled; a timer that fires is off by itself)."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class Judged:
    """The rule that decided something, where it was decided, with the numbers it decided on.

    Keys of ``numbers`` end in what they are: ``…_seq`` (own sequence space), ``…_ack`` (peer's sequence space),
    ``…_bytes``, ``…_ns``, ``…_count``; string values are allowed (names of states or timers).
    """

    reason: Reason
    numbers: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)


Effect = Transmit | Accepted | Writable | Readable | Deliver | Signal | Changed | Arm | Disarm | Judged
