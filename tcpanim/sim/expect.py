"""Whether a run shows what its scenario expects, and whether all that was planned happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tcpanim.scenario.expect import STRANGER
from tcpanim.scenario.model import Expect, Place, Rung, Scenario
from tcpanim.scenario.problems import Problem
from tcpanim.sim.limits import limit_in_words
from tcpanim.sim.match import matches
from tcpanim.sim.messages import ENGLISH
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.trace import Trace
from tcpanim.wire.segment import ACK
from tcpanim.wire.seq import MODULUS

_START = Place(1, 1)


def never_happened(trace: Trace) -> tuple[Problem, ...]:
    """The steps, faults and notes whose moment never came, and the budget at which the run was stopped."""
    rows = [_problem(Place(row.line, row.column), "", f"never-{row.what}", text=row.text) for row in trace.unfired]
    if trace.limit is not None:
        rows.append(_problem(_START, "", f"budget-{trace.limit[0]}", limit=limit_in_words(trace.limit)))
    return tuple(rows)


def verify(scenario: Scenario, trace: Trace) -> tuple[Problem, ...]:
    """Where the run differs from ``expect``: the lines that say otherwise; empty when all is well."""
    expect = scenario.expect
    if expect is None:
        return ()
    found = [
        *_states(expect, trace),
        *_ladder(expect, trace),
        *_delivered(expect, trace),
        *_errors(expect, trace),
        *_final(expect, trace),
    ]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def _problem(place: Place, path: str, code: str, **args: Any) -> Problem:
    return Problem(place.line, place.column, path, ENGLISH[code].format(**args), "", code, args)


def _place(expect: Expect, path: str) -> Place:
    places = expect.places or {}
    return places.get(path) or places.get(path.partition(".")[0]) or _START


def _states(expect: Expect, trace: Trace) -> Iterator[Problem]:
    for host, path in (expect.states or {}).items():
        actual = trace.state_path(host)
        if (actual[: len(path.states)] if path.more else actual) != path.states:
            yield _problem(
                path.place,
                f"expect.states.{host}",
                "expected-states",
                host=host,
                expected=", ".join([*map(str, path.states), *(["…"] if path.more else [])]),
                actual=", ".join(map(str, actual)),
            )


def _delivered(expect: Expect, trace: Trace) -> Iterator[Problem]:
    for host, size in (expect.delivered or {}).items():
        actual = trace.delivered(host)
        if actual != size:
            path = f"delivered.{host}"
            yield _problem(
                _place(expect, path), f"expect.{path}", "expected-delivered", host=host, expected=size, actual=actual
            )


def _errors(expect: Expect, trace: Trace) -> Iterator[Problem]:
    if expect.errors is None:
        return
    for host in trace.hosts:
        wanted = expect.errors.get(host.name, ())
        actual = tuple(str(row.error) for row in trace.errors if row.host == host.name)
        if actual != wanted:
            path = f"errors.{host.name}"
            yield _problem(
                _place(expect, path),
                f"expect.{path}",
                "expected-errors",
                host=host.name,
                expected=", ".join(wanted) or "–",
                actual=", ".join(actual) or "–",
            )


def _final(expect: Expect, trace: Trace) -> Iterator[Problem]:
    actual = trace.final()
    for host, state in (expect.final or {}).items():
        if actual[host] is not state:
            path = f"final.{host}"
            yield _problem(
                _place(expect, path),
                f"expect.{path}",
                "expected-final",
                host=host,
                expected=str(state),
                actual=str(actual[host]),
            )


# ---- ladder


def _ladder(expect: Expect, trace: Trace) -> Iterator[Problem]:
    """Each rung against its segment; from the first one that is another segment altogether, the rest says nothing."""
    if expect.ladder is None:
        return
    rungs = expect.ladder.rungs
    for number, rung in enumerate(rungs, start=1):
        path = f"expect.ladder[{number}]"
        if number > len(trace.flights):
            yield _problem(
                rung.place, path, "expected-segment-missing", expected=_wanted(rung), actual=len(trace.flights)
            )
            return
        flight = trace.flights[number - 1]
        same = (flight.sender or STRANGER) == rung.sender and matches(flight.segment, rung.match)
        if not same or not _agrees(rung, flight):
            yield _problem(
                rung.place,
                path,
                "expected-segment",
                number=number,
                expected=_wanted(rung),
                actual=_shown(rung, flight, rung.match if same else flight.segment.kind),
            )
        if not same:
            return
    if len(trace.flights) > len(rungs) and not expect.ladder.more:
        flight = trace.flights[len(rungs)]
        yield _problem(
            expect.ladder.place,
            "expect.ladder",
            "expected-no-more",
            expected=len(rungs),
            actual=len(trace.flights),
            segment=_shown(_EVERYTHING, flight, flight.segment.kind),
        )


_FIELDS = ("seq", "ack", "len", "window", "lost", "wire_seq", "wire_ack")
_EVERYTHING = Rung("", "ANY", _START, seq=0, ack=0, len=0)


def _actual(flight: Flight) -> dict[str, Any]:
    """What the segment shows under the names of a rung's fields; relative numbers count from its own bases."""
    segment = flight.segment
    acknowledges = int(segment.flags) & ACK
    return {
        "seq": (segment.seq - (flight.seq_base or 0)) % MODULUS,
        "ack": (segment.ack - (flight.ack_base or 0)) % MODULUS if acknowledges else None,
        "len": len(segment.data),
        "window": segment.window,
        "lost": flight.fate is not Fate.DELIVERED,
        "wire_seq": segment.seq,
        "wire_ack": segment.ack if acknowledges else None,
    }


def _agrees(rung: Rung, flight: Flight) -> bool:
    actual = _actual(flight)
    return all(wanted is None or actual[name] == wanted for name in _FIELDS for wanted in (getattr(rung, name),))


def _wanted(rung: Rung) -> str:
    values = ((name, getattr(rung, name)) for name in _FIELDS)
    return _written(rung.sender, rung.match, {name: value for name, value in values if value is not None})


def _shown(rung: Rung, flight: Flight, name: str) -> str:
    """The segment in the words of the file, with the fields that ``rung`` speaks of."""
    actual = _actual(flight)
    fields = {key: actual[key] for key in _FIELDS if getattr(rung, key) is not None}
    return _written(flight.sender or str(flight.src), name, fields)


def _written(sender: str, match: str, fields: dict[str, Any]) -> str:
    words = {True: "true", False: "false", None: "none"}
    parts = [f"{sender}: {match}"]
    for name, value in fields.items():
        parts.append(f"{name}: {words[value] if value is None or isinstance(value, bool) else value}")
    return "{" + ", ".join(parts) + "}"
