"""``tcpanim check``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from tcpanim.commands.arguments import add_language, parser_of
from tcpanim.commands.output import AT_FAULT, OK, closed_pipes, complain, nobody_reads, writing
from tcpanim.commands.scenarios import never_happened, report, scenario_of, simulate
from tcpanim.files import InputError, read_source
from tcpanim.library import builtins


def check(arguments: list[str]) -> int:
    """Validate scenarios, run them, and verify what they expect."""
    parser = parser_of("tcpanim check", "Validate scenarios, run them, and verify what they expect.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="default: all built-in scenarios")
    add_language(parser)
    given = parser.parse_args(arguments)
    names = given.files or [name for name, _ in builtins()]
    with writing():
        passed = sum(_passes_unheard(name, given.lang) for name in names)
        if len(names) > 1:
            with _unheard():
                print(f"{passed} of {len(names)} scenarios pass", flush=True)
    return OK if passed == len(names) else AT_FAULT


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Go on when nobody reads any more: what counts is the exit code."""
    try:
        with closed_pipes():
            yield
    except BrokenPipeError:
        nobody_reads()


def _passes_unheard(name: str, language: str | None) -> bool:
    with _unheard():
        passed = _passes(name, language)
        print(end="", flush=True)
        return passed
    return _passes(name, language)


def _passes(name: str, language: str | None) -> bool:
    try:
        source = read_source(name)
    except InputError as error:
        sys.stdout.flush()
        complain(str(error))
        return False
    from tcpanim.sim.expect import verify

    scenario = scenario_of(source, language, sys.stdout)
    if scenario is None:
        return False
    trace = simulate(scenario)
    problems = sorted(
        (*never_happened(trace), *verify(scenario, trace)), key=lambda problem: (problem.line, problem.column)
    )
    if report(problems, source, language, sys.stdout):
        return False
    print(f"{source.name}: ok", flush=True)  # there may be many, and somebody waits
    return True
