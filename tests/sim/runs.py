"""Short scenarios, run and read off."""

from __future__ import annotations

from tcpanim.scenario.model import Scenario
from tcpanim.scenario.parse import parse
from tcpanim.sim.limits import Limits
from tcpanim.sim.run import simulate
from tcpanim.trace.events import Event, Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.units import MS
from tcpanim.wire.segment import ACK

HOSTS = """
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: [100, 700]}
  server: {address: 10.0.0.2, port: 80, isn: [300, 500]}
"""
WIRE = "wire: {delay: 50 ms}\n"
OPENING = """
  - {at: 0 ms, server: listen}
  - {at: 10 ms, client: open}
"""


def scenario(
    script: str = "", *, opening: str = OPENING, hosts: str = HOSTS, wire: str = WIRE, more: str = ""
) -> Scenario:
    """A scenario of the lines of ``script`` after the opening, with other top-level keys in ``more``."""
    parsed = parse(f"tcpanim: 1\ntitle: test\n{hosts}\n{wire}\nscript:\n{opening}\n{script}\n{more}\n")
    assert parsed.scenario is not None, parsed.problems
    return parsed.scenario


def run(script: str = "", *, limits: Limits | None = None, **parts: str) -> Trace:
    """The trace of such a scenario."""
    return simulate(scenario(script, **parts), limits)


def told(trace: Trace) -> list[str]:
    """The segments in sending order: sender, kind, relative numbers, length, and what became of them."""
    return [one(flight) for flight in trace.flights]


def one(flight: Flight) -> str:
    """A segment as a line."""
    segment = flight.segment
    text = f"{flight.sender} {segment.kind} {segment.seq - (flight.seq_base or 0)}"
    if segment.flags & ACK:
        text += f" {segment.ack - (flight.ack_base or 0)}"
    if segment.data:
        text += f" len {len(segment.data)}"
    return text if flight.fate is Fate.DELIVERED else f"{text} {flight.fate}"


def path(trace: Trace, host: str) -> list[str]:
    """The states of the host's newest connections."""
    return [str(state) for state in trace.state_path(host)]


def calls(trace: Trace) -> list[tuple[int, str, str, object]]:
    """The calls: ms, host, name, result."""
    return [(row.t // MS, row.host, row.call, row.result) for row in trace.calls]


def cause(trace: Trace, event: Event) -> Event:
    """What made ``event`` happen."""
    assert event.cause is not None
    return trace.event(event.cause)


def errors(trace: Trace) -> list[tuple[str, str]]:
    """What users were told."""
    return [(row.host, str(row.error)) for row in trace.errors]
