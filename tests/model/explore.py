"""Every pattern of a few faults on the wire, over a whole scenario.

A run without faults shows which segments there are. Each of them may be lost, copied or overtaken by the next; the run
that follows shows what is sent because of it, and whatever is sent later may be hit too, and so on. So each pattern is
met once, and the repetitions of segments are hit as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pytest

from tcpanim.scenario.model import Call, Delay, Drop, Duplicate, Fault, Place, Scenario, ScriptStep, Selector, Urgent
from tcpanim.sim import host
from tcpanim.sim.limits import Limits
from tcpanim.sim.run import simulate
from tcpanim.tcp.io import Accepted, Deliver, Send, Stimulus
from tcpanim.tcp.stack import Stack, Tagged
from tcpanim.tcp.states import TRANSITIONS, State
from tcpanim.trace.events import EventKind, Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.units import MS, S
from tests.tcp.invariants import check_tcb

PLACE = Place(1, 1)
LIMITS = Limits(events=50_000)

AT_ONCE, LATER = MS, 3 * S
"""When a copy arrives: right behind the segment, or when everything has moved on."""

MOST_DELAY = 60 * S
"""How long an overtaken segment may be under way: well below an MSL."""


class Hit(NamedTuple):
    """What happens to the ``number``-th segment that ``sender`` sends."""

    kind: str  # lose, copy, copy later, overtake
    sender: str
    number: int
    by: int = 0

    def fault(self) -> Fault:
        """As a scenario's fault."""
        which = Selector(self.sender, segment=self.number)
        if self.kind == "lose":
            return Drop(which, PLACE)
        if self.kind == "overtake":
            return Delay(which, self.by, PLACE)
        return Duplicate(which, self.by, PLACE)


Pattern = tuple[Hit, ...]


@dataclass
class Bounds:
    """How far to look: so many losses and nothing else; so many hits of every kind, mixed."""

    losses: int
    mixed: int


@dataclass
class Found:
    """What was met, and what is wrong."""

    patterns: int = 0
    segments: int = 0
    states: set[State] = field(default_factory=set)
    pairs: set[tuple[State, State]] = field(default_factory=set)
    transitions: set[tuple[State, State]] = field(default_factory=set)
    half_open: int = 0
    wrong: list[str] = field(default_factory=list)

    def take_in(self, other: Found) -> None:
        """Add up."""
        self.patterns += other.patterns
        self.segments += other.segments
        self.half_open += other.half_open
        self.states |= other.states
        self.pairs |= other.pairs
        self.transitions |= other.transitions
        self.wrong += other.wrong


# ---- one run, watched ------------------------------------------------------------------------------------------


class Streams:
    """What the applications wrote and read, by (host's address, connection)."""

    def __init__(self) -> None:
        self.written: dict[tuple[str, int], bytearray] = {}
        self.read: dict[tuple[str, int], bytearray] = {}


@contextmanager
def watched() -> Iterator[Streams]:
    """Runs inside look at every TCB after every step, and keep what the applications write and read."""
    streams = Streams()

    class Watched(Stack):
        def _step(self, number: int, stimulus: Stimulus, now: int) -> tuple[Tagged, ...]:
            tagged = super()._step(number, stimulus, now)
            check_tcb(self.connections[number], now)
            for connection, effect in tagged:
                if connection is None:
                    continue
                place = self.host, connection
                if isinstance(effect, Accepted) and isinstance(stimulus, Send):
                    streams.written.setdefault(place, bytearray()).extend(stimulus.data[: effect.bytes])
                elif isinstance(effect, Deliver):
                    streams.read.setdefault(place, bytearray()).extend(effect.data)
            return tagged

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "Stack", Watched)
        yield streams


def marked(scenario: Scenario) -> Scenario:
    """The same with data in which each position can be told from each other, and without an end set by the author."""
    script = []
    position = 0
    for step in scenario.script:
        action = step.action
        if isinstance(action, Call) and action.name == "send" and isinstance(action.argument, bytes):
            data = _numbered(position, len(action.argument))
            position += len(data)
            kind: Any = Urgent if isinstance(action.argument, Urgent) else bytes
            script.append(ScriptStep(step.trigger, replace(action, argument=kind(data)), step.place))
        else:
            script.append(step)
    return replace(scenario, script=tuple(script), until=None, notes=(), expect=None)


def _numbered(first: int, length: int) -> bytes:
    data = b"".join((first + place).to_bytes(4, "big") for place in range(0, length, 4))
    return data[:length]


# ---- all patterns ----------------------------------------------------------------------------------------------


def explore(scenario: Scenario, bounds: Bounds) -> Found:
    """Run every pattern within ``bounds``."""
    scenario = marked(scenario)
    found = Found()
    healthy: Trace | None = None
    pending: list[Pattern] = [()]
    while pending:
        pattern = pending.pop()
        trace = _run(scenario, pattern, healthy, found)
        healthy = healthy or trace
        if trace is not None:
            pending += _longer(trace, pattern, bounds)
    return found


def _run(scenario: Scenario, pattern: Pattern, healthy: Trace | None, found: Found) -> Trace | None:
    faults = (*scenario.faults, *(hit.fault() for hit in pattern))
    found.patterns += 1
    try:
        with watched() as streams:
            trace = simulate(replace(scenario, faults=faults), LIMITS)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is found
        found.wrong.append(f"{_shown(pattern)}: {type(error).__name__} {error}")
        return None
    found.segments += len(trace.flights)
    _note_states(trace, found)
    found.wrong += [f"{_shown(pattern)}: {text}" for text in _judge(trace, streams, healthy or trace, found)]
    return trace


def _longer(trace: Trace, pattern: Pattern, bounds: Bounds) -> Iterator[Pattern]:
    """The pattern and one more hit, on a segment sent after the last one that it hits."""
    only_losses = all(hit.kind == "lose" for hit in pattern)
    more_losses = only_losses and len(pattern) < bounds.losses
    more_of_all = len(pattern) < bounds.mixed
    if not more_losses and not more_of_all:
        return
    counts: dict[str, int] = {}
    own: list[tuple[Flight, int]] = []
    for flight in trace.flights:
        if not flight.injected and flight.copy_of is None and flight.sender is not None:
            counts[flight.sender] = counts.get(flight.sender, 0) + 1
            own.append((flight, counts[flight.sender]))
    last = pattern[-1] if pattern else None
    passed = last is None
    for index, (flight, number) in enumerate(own):
        if not passed:
            assert last is not None
            passed = (flight.sender, number) == (last.sender, last.number)
            continue
        sender = flight.sender
        assert sender is not None
        if more_losses or more_of_all:
            yield (*pattern, Hit("lose", sender, number))
        if not more_of_all:
            continue
        yield (*pattern, Hit("copy", sender, number, AT_ONCE))
        yield (*pattern, Hit("copy later", sender, number, LATER))
        following = next((other for other, _ in own[index + 1 :] if other.sender == sender), None)
        if following is not None and 0 <= following.due - flight.due < MOST_DELAY:
            yield (*pattern, Hit("overtake", sender, number, following.due - flight.due + 1))


def _shown(pattern: Pattern) -> str:
    return ", ".join(f"{hit.kind} {hit.sender} {hit.number}" for hit in pattern) or "no fault"


# ---- what must hold --------------------------------------------------------------------------------------------

_EDGES = {(edge.before, edge.trigger, edge.after) for edge in TRANSITIONS}
_DONE = (State.CLOSED, State.LISTEN)


def _note_states(trace: Trace, found: Found) -> None:
    left, right = (end.name for end in trace.hosts)
    now = {left: State.CLOSED, right: State.CLOSED}
    newest = {left: 0, right: 0}
    found.pairs.add((now[left], now[right]))
    for row in trace.states:
        found.transitions.add((row.before, row.after))
        found.states.add(row.after)
        if row.connection >= newest[row.host]:
            newest[row.host] = row.connection
            now[row.host] = row.after
            found.pairs.add((now[left], now[right]))


def _judge(trace: Trace, streams: Streams, healthy: Trace, found: Found) -> Iterator[str]:
    """What is wrong with a run."""
    for row in trace.states:
        if row.trigger is not None and (row.before, row.trigger, row.after) not in _EDGES:
            yield f"{row.host} went from {row.before} to {row.after} by {row.trigger.value}"
    if trace.stopped != "quiet":
        yield f"it does not come to rest ({trace.problem})"
        return
    yield from _judge_ends(trace, healthy, found)
    yield from _judge_streams(trace, streams)


def _judge_ends(trace: Trace, healthy: Trace, found: Found) -> Iterator[str]:
    """Each end is CLOSED, or where it is without faults, or its user was told; or it is half-open (RFC 9293 §3.5.1).

    That is what a lost reset or a crash leaves: an end that has nothing to send, and so no way to find out.
    """
    final, usual = trace.final(), healthy.final()
    told = {row.host for row in trace.errors}
    for end in trace.hosts:
        name = end.name
        state = final[name]
        if state in _DONE or state is usual[name] or name in told:
            continue
        sample = trace.sample(name, trace.end)
        idle = sample is not None and not sample.tcb.flight and not sample.tcb.unsent and not sample.tcb.timers
        if idle and _may_be_half_open(trace):
            found.half_open += 1
            continue
        yield f"{name} ends in {state}, without its user being told"


def _may_be_half_open(trace: Trace) -> bool:
    lost_reset = any(flight.segment.kind == "RST" and flight.fate is not Fate.DELIVERED for flight in trace.flights)
    return lost_reset or any(event.kind is EventKind.CRASH for event in trace.events)


def _judge_streams(trace: Trace, streams: Streams) -> Iterator[str]:
    """What was read is the beginning of what the peer wrote; all of it, unless somebody was told or gave up."""
    addresses = [end.address for end in trace.hosts]
    hard = {"abort", "exit", "crash"}
    orderly = not trace.errors and not any(row.call in hard for row in trace.calls)
    for (address, connection), read in streams.read.items():
        texts = [bytes(text) for (other, _), text in streams.written.items() if other != address]
        if not any(text.startswith(read) for text in texts):
            yield f"{address}, connection {connection}, read {len(read)} bytes that nobody wrote like that"
    if orderly and all(state in _DONE for state in trace.final().values()):
        for address in addresses:
            got = sum(len(text) for (other, _), text in streams.read.items() if other == address)
            sent = sum(len(text) for (other, _), text in streams.written.items() if other != address)
            if got != sent:
                yield f"{address} read {got} of {sent} bytes, and nobody was told"
