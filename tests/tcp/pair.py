"""Two endpoints and a wire between them, driven by hand: a story is told from both ends.

Segments wait on the wire until a test lets them arrive, in any order, or loses them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.endpoint import Endpoint
from tcpanim.tcp.io import (
    Abort,
    Accepted,
    Arrives,
    Changed,
    Close,
    Deliver,
    Effect,
    Exit,
    Judged,
    Listen,
    Open,
    Readable,
    Receive,
    Send,
    SetOption,
    Signal,
    TimerFires,
    Transmit,
)
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State
from tcpanim.units import MS
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FIN, FLAGS, PSH, RST, SYN, Address, Segment

A = Address("10.0.0.1", 49152)
B = Address("10.0.0.2", 80)
TEXTBOOK = TcpConfig()

BITS = {"SYN": SYN, "ACK": ACK, "FIN": FIN, "RST": RST, "PSH": PSH}


def isn(first: int, step: int = 100) -> Callable[[int], int]:
    """ISNs ``first``, ``first + step`` …, round the circle."""
    return lambda n: seq.add(first, n * step)


def flags(names: str) -> int:
    """``SYN,ACK`` as bits; an empty text is no bit."""
    return sum(BITS[name] for name in names.split(",") if name)


@dataclass
class Side:
    """One endpoint with everything that has come out of it."""

    name: str
    endpoint: Endpoint
    effects: list[Effect] = field(default_factory=list)
    step: tuple[Effect, ...] = ()
    read: bytearray = field(default_factory=bytearray)
    now: int = 0

    def do(self, stimulus: Any, now: int | None = None) -> tuple[Effect, ...]:
        """Take one step; ``step`` holds its effects."""
        if now is not None:
            self.now = now
        self.step = self.endpoint.handle(stimulus, self.now)
        self.effects += self.step
        for effect in self.step:
            if isinstance(effect, Deliver):
                self.read += effect.data
        return self.step

    @property
    def state(self) -> State:
        return self.endpoint.state

    @property
    def tcb(self) -> Any:
        return self.endpoint.snapshot()

    def of(self, kind: type) -> list[Any]:
        """The effects of one kind in the latest step."""
        return [effect for effect in self.step if isinstance(effect, kind)]

    @property
    def sent(self) -> list[Segment]:
        """The segments sent in the latest step."""
        return [effect.segment for effect in self.of(Transmit)]

    @property
    def reasons(self) -> list[Reason]:
        """The verdicts of the latest step."""
        return [effect.reason for effect in self.of(Judged)]

    @property
    def errors(self) -> list[str]:
        """What the user has been told so far."""
        return [str(effect.error) for effect in self.effects if isinstance(effect, Signal)]

    @property
    def states(self) -> list[str]:
        """Every state entered so far."""
        return [str(effect.after) for effect in self.effects if isinstance(effect, Changed)]

    @property
    def eof(self) -> bool:
        """Whether the end of the peer's stream has been announced."""
        return any(isinstance(effect, Readable) and effect.eof for effect in self.effects)

    @property
    def accepted(self) -> int:
        """How many bytes the latest Send got rid of."""
        return sum(effect.bytes for effect in self.of(Accepted))


def shown(segment: Segment) -> str:
    """A segment as tests write it: ``SYN,ACK 300/101``, ``ACK 101/301 +10``."""
    names = ",".join(name for name in segment.flag_names if name != "PSH")
    acknowledgment = segment.ack if int(segment.flags) & ACK else "-"
    text = f"{names} {segment.seq}/{acknowledgment}"
    return f"{text} +{len(segment.data)}" if segment.data else text


class Pair:
    """A and B, and what is on its way from each (``wire``, oldest first).

    ``base``: added to all sequence numbers, so that a story can be told across the wrap; ``show`` takes it off again.
    """

    def __init__(
        self,
        config: TcpConfig = TEXTBOOK,
        *,
        b_config: TcpConfig | None = None,
        a_isn: int = 100,
        b_isn: int = 300,
        base: int = 0,
        a_remote: Address | None = B,
        b_remote: Address | None = None,
    ) -> None:
        self.base = base
        self.now = 0
        self.a = Side("A", Endpoint(config, local=A, remote=a_remote, iss=isn(seq.add(a_isn, base))))
        self.b = Side("B", Endpoint(b_config or config, local=B, remote=b_remote, iss=isn(seq.add(b_isn, base))))
        self.wire: dict[str, list[Segment]] = {"A": [], "B": []}

    def side(self, name: str) -> Side:
        return self.a if name == "A" else self.b

    def other(self, name: str) -> Side:
        return self.b if name == "A" else self.a

    def do(self, name: str, stimulus: Any) -> list[str]:
        """A user call or timer; returns what the side sends, as text."""
        side = self.side(name)
        side.do(stimulus, self.now)
        self.wire[name] += side.sent
        return [self.show(segment) for segment in side.sent]

    def show(self, segment: Segment) -> str:
        """As text; the 0 of <SEQ=0><CTL=RST,ACK> is no number of the connection."""
        bits = int(segment.flags)
        acknowledgment = seq.add(segment.ack, -self.base) if bits & ACK else 0
        relative = seq.add(segment.seq, -self.base) if bits & (RST | ACK) != RST | ACK else segment.seq
        return shown(replace(segment, seq=relative, ack=acknowledgment))

    def arrive(self, name: str, index: int = 0) -> list[str]:
        """Let a segment that ``name`` has sent arrive; returns what that makes the other side send."""
        segment = self.wire[name].pop(index)
        return self.deliver(name, segment)

    def deliver(self, name: str, segment: Segment) -> list[str]:
        """Let any segment arrive as if ``name`` had sent it."""
        other = self.other(name)
        source = A if name == "A" else B
        other.do(Arrives(segment, source.host), self.now)
        self.wire[other.name] += other.sent
        return [self.show(answer) for answer in other.sent]

    def inject(
        self, name: str, names: str, number: int, acknowledgment: int | None = None, data: bytes = b"", **more: Any
    ) -> list[str]:
        """A segment made up by the test arrives as if from ``name``; numbers are without ``base``."""
        source, destination = (A, B) if name == "A" else (B, A)
        bits = flags(names)
        segment = Segment(
            source.port,
            destination.port,
            seq.add(number, self.base),
            0 if acknowledgment is None else seq.add(acknowledgment, self.base),
            FLAGS[bits],
            more.pop("window", 65535),
            data,
            more.pop("options", {}),
        )
        return self.deliver(name, segment)

    def lose(self, name: str, index: int = 0) -> Segment:
        return self.wire[name].pop(index)

    def flush(self) -> None:
        """Deliver everything, oldest first and A's before B's, until the wire is empty."""
        for _ in range(100_000):
            if self.wire["A"]:
                self.arrive("A")
            elif self.wire["B"]:
                self.arrive("B")
            else:
                return
        raise AssertionError("the two never come to rest")

    def wait(self, duration: int) -> None:
        """Let time pass; timers fire when they are due, and nothing they send arrives."""
        end = self.now + duration
        while True:
            due = [
                (deadline, side.name)
                for side in (self.a, self.b)
                if (deadline := side.endpoint.next_deadline()) is not None and deadline <= end
            ]
            if not due:
                break
            self.now, name = min(due)
            self.do(name, TimerFires())
            deadline = self.side(name).endpoint.next_deadline()
            assert deadline is None or deadline > self.now
        self.now = end

    def fire(self, name: str) -> list[str]:
        """Let time pass until the side's earliest timer is due, and let it fire."""
        deadline = self.side(name).endpoint.next_deadline()
        assert deadline is not None
        self.now = deadline
        return self.do(name, TimerFires())

    @property
    def states(self) -> tuple[str, str]:
        return str(self.a.state), str(self.b.state)


def established(config: TcpConfig = TEXTBOOK, **more: Any) -> Pair:
    """A pair after the three-way handshake with a round-trip time of 100 ms; A opened. SND.NXT: A 101, B 301."""
    pair = Pair(config, **more)
    pair.do("B", Listen())
    pair.do("A", Open())
    for name in "ABA":
        pair.now += 50 * MS
        pair.arrive(name)
    assert pair.states == ("ESTABLISHED", "ESTABLISHED")
    assert pair.wire == {"A": [], "B": []}
    return pair


__all__ = [
    "MS",
    "Abort",
    "Close",
    "Exit",
    "Listen",
    "Open",
    "Pair",
    "Receive",
    "Send",
    "SetOption",
    "TimerFires",
    "established",
]
