"""What the commands do with a scenario: parse it, run it, and report what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from tcpanim.commands.arguments import UsageError
from tcpanim.commands.output import AT_FAULT, OK, catalogue_of, language_of, tell
from tcpanim.files import Source

if TYPE_CHECKING:
    from tcpanim.scenario.model import Scenario
    from tcpanim.scenario.problems import Problem
    from tcpanim.scene.names import Naming
    from tcpanim.trace.trace import Trace


def scenario_of(source: Source, language: str | None, stream: TextIO | None = None) -> Scenario | None:
    """Parse; what is wrong goes to ``stream`` (None: the error output)."""
    from tcpanim.scenario.parse import parse

    parsed = parse(source.content, source.name)
    report(parsed.problems, source, language, stream)
    return parsed.scenario


def simulate(scenario: Scenario) -> Trace:
    """The run."""
    from tcpanim.sim import run

    return run.simulate(scenario)


def naming_of(trace: Trace, language: str | None, numbering: str | None, labels: str | None) -> Naming:
    """How the run is written: in the language, numbers and labels asked for, else short ones that count from 0."""
    from tcpanim.scene.names import Naming

    return Naming(trace, catalogue_of(language), numbering or "relative", labels or "plain")


def moment(trace: Trace, at: tuple[str, int] | None) -> int | None:
    """The time (ns) that --at names, -1 for step 0, which is before everything; raises UsageError for no such step."""
    if at is None:
        return None
    kind, number = at
    if kind == "time":
        return number
    if number > len(trace.moments):
        raise UsageError(f"there is no step {number}: the last one is step {len(trace.moments)}")
    return trace.moments[number - 1] if number else -1


def never_happened(trace: Trace) -> tuple[Problem, ...]:
    """The steps, faults and notes whose moment never came."""
    from tcpanim.sim import expect

    return expect.never_happened(trace)


def report(problems: Sequence[Problem], source: Source, language: str | None, stream: TextIO | None = None) -> int:
    """Show each problem with its place on ``stream`` (None: the error output); the exit code that follows."""
    from tcpanim.scenario.problems import format_problem

    catalogue = catalogue_of(language) if problems and language_of(language) != "en" else None
    for problem in problems:
        text = format_problem(problem, source.name, source.content, catalogue)
        if stream is None:
            tell(text)
        else:
            print(text, file=stream)
    return AT_FAULT if problems else OK
