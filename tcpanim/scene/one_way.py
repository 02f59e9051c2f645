"""One direction of a run: what a host sends on its busiest connection, and what comes back.

Everything is told from the place of the host that sends: its segments when they leave it, ACKs when they have reached
it, its own variables.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cached_property

from tcpanim.scene.figure import Flag, Layer
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate, Flight, Sample
from tcpanim.trace.trace import Trace
from tcpanim.units import MS
from tcpanim.wire.segment import FIN, RST, SYN
from tcpanim.wire.seq import MODULUS


class OneWay:
    """One direction: what a host sends on its busiest connection, and what comes back."""

    def __init__(self, trace: Trace, side: str) -> None:
        self.trace = trace
        self.side = side
        host, peer = trace.hosts if side == "left" else reversed(trace.hosts)
        self.host, self.peer = host.name, peer.name
        self.other_side = "right" if side == "left" else "left"
        own = [
            flight for flight in trace.flights
            if flight.sender == self.host and not flight.injected and flight.copy_of is None
        ]  # fmt: skip
        volumes: dict[int | None, int] = {}
        for flight in own:
            volumes[flight.connection] = volumes.get(flight.connection, 0) + len(flight.segment.data) + 1
        # The busiest; of equals the first, as of two that carry nothing but their SYN.
        self.connection = max(volumes, key=lambda number: volumes[number]) if volumes else None
        self.own = [flight for flight in own if flight.connection == self.connection]
        self.volume = sum(len(flight.segment.data) for flight in self.own)

    @cached_property
    def weighty(self) -> list[Flight]:
        """What it sent that takes up sequence numbers."""
        found = []
        for flight in self.own:
            bits = int(flight.segment.flags)  # plain numbers: a long run has very many of them
            if (flight.segment.data or bits & (SYN | FIN)) and not bits & RST:
                found.append(flight)
        return found

    @cached_property
    def samples(self) -> list[Sample]:
        return [row for row in self.trace.samples if row.host == self.host and row.connection == self.connection]

    @cached_property
    def iss(self) -> int:
        for sample in self.samples:
            if sample.tcb.iss is not None:
                return sample.tcb.iss
        return self.own[0].segment.seq if self.own else 0

    def relative(self, number: int) -> int:
        """A sequence number counted from the first."""
        return (number - self.iss) % MODULUS

    @cached_property
    def answers(self) -> list[Flight]:
        """What the peer sent back and has arrived, by the time of arrival."""
        ways = {(flight.dst, flight.src) for flight in self.own}
        back = [
            flight for flight in self.trace.flights
            if flight.receiver == self.host and flight.arrived is not None and flight.fate is Fate.DELIVERED
            and (flight.src, flight.dst) in ways
        ]  # fmt: skip
        return sorted(back, key=lambda flight: (flight.arrived, flight.id))

    @cached_property
    def span(self) -> tuple[float, float]:
        """From the first segment to the last arrival or change of anything plotted, with a little air after it."""
        times = [flight.sent for flight in self.own] + [flight.ended for flight in self.own]
        before: TcbSnapshot | None = None
        for sample in self.samples:
            now = sample.tcb
            if now.state is State.CLOSED:
                if before is not None and before.flight:  # nothing is under way any more
                    times.append(sample.t)
                before = None
                continue
            if before is None or (now.snd_una, now.cwnd, now.flight) != (before.snd_una, before.cwnd, before.flight):
                times.append(sample.t)
            before = now
        if not times:
            return 0.0, float(max(self.trace.end, MS))
        first, last = min(times), max(times)
        air = max((last - first) * 0.03, MS)
        return max(0.0, first - air), float(last + air)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """Timeouts and fast retransmissions of this connection, and reductions that ECN asked for."""
        found = [
            Flag("timeout", run.ended, run.ended)
            for run in self.trace.timers
            if (run.host, run.connection, run.timer, run.end) == (self.host, self.connection, "retransmission", "fired")
            and run.ended is not None
        ]
        phase = "open"
        for sample in self.samples:
            after = sample.tcb.ca_state
            if after != phase and after in ("recovery", "cwr"):
                found.append(Flag("fast-retransmit" if after == "recovery" else "ecn", sample.t, sample.t))
            elif after == "loss" and phase not in ("loss", "recovery") and not any(f.t == sample.t for f in found):
                found.append(Flag("fast-retransmit", sample.t, sample.t))  # Tahoe
            phase = after
        return tuple(sorted(found, key=lambda flag: flag.t))

    def steps(self, key: str, role: str, value: Callable[[TcbSnapshot], float | None], form: str = "step",
              *, dashed: bool = False, gone: float | None = None) -> Layer:  # fmt: skip
        """A variable of this host over time; only its changes are kept. ``gone``: its value once the TCB is deleted."""
        x, y = array("d"), array("d")
        for sample in self.samples:
            now = value(sample.tcb)
            if now is None and y and sample.tcb.state is State.CLOSED:
                now = gone
            if now is None:
                continue
            if x and x[-1] == sample.t:
                y[-1] = now
            elif not y or now != y[-1]:
                x.append(sample.t)
                y.append(now)
        return Layer(key, role, form, x, y, None, dashed, told=True)
