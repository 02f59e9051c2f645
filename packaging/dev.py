#!/usr/bin/env python3
"""tcpanim for its developers: `python3 packaging/dev.py COMMAND [OPTIONS…]`.

setup         make .venv with the program in it, and nothing else
run           start the window; options and files are passed on (`run --help`, `run FILE`, `run check FILE`, …)
test          lint, then the tests; options are passed on to pytest (`test -k handshake`)
bench         the measurements; options are passed on to pytest
bundle        the program as users get it, in build/bundle/tcpanim (`bundle --report --archive --deb`)
modelcheck    every pattern of a few faults, over every built-in about connections; writes the page with its figures
clauses       find the clauses of RFC 9293 in code and tests anew, and write their table
lint          style, types and layers
format        bring the code into the one format
screenshots   make the pictures of the documentation anew

Every command first sets up what is missing. It needs Python 3.11 to 3.13 and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bootstrap import BUILDING, ROOT, SetupError, check_system, program, python_library, set_up

CHECKS = {
    "style": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-logo"],
}


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is that of what it ran."""
    commands = {
        "setup": setup,
        "run": start,
        "test": test,
        "bench": bench,
        "bundle": bundle,
        "modelcheck": modelcheck,
        "clauses": clauses,
        "lint": lint,
        "format": reformat,
        "screenshots": screenshots,
    }
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    name, *options = arguments
    if name not in commands:
        print(f"dev.py: there is no command '{name}'; there are {', '.join(commands)}", file=sys.stderr)
        return 2
    try:
        return commands[name](options)
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def setup(_options: list[str]) -> int:
    """The program as its users have it, without any developer's tool."""
    set_up(developing=False, exact=True)
    return 0


def start(options: list[str]) -> int:
    """The window, or any other command of the program."""
    set_up(developing=False, exact=False)
    return call("tcpanim", *options, folder=Path.cwd())  # file names on the command line are the caller's


def test(options: list[str]) -> int:
    """Lint and test; pytest's closing line is the last line when all is well."""
    set_up(developing=True, exact=False)
    failed = failed_checks()
    if failed:
        print(f"\nFailed: {', '.join(failed)}. The tests were not run.")
        return 1
    print("== tests", flush=True)
    # On all cores, none of them idle at the end; an own -n later on the line wins.
    return call("pytest", "-n", "auto", "--dist", "worksteal", *options)


def bench(options: list[str]) -> int:
    """The measurements under tests/bench."""
    set_up(developing=True, exact=False)
    return call("pytest", "tests/bench", "-o", "python_files=bench_*.py", "--benchmark-only", *options)


def modelcheck(_options: list[str]) -> int:
    """The exhaustive form of tests/model; takes minutes."""
    set_up(developing=True, exact=False)
    return call("python", "-m", "tests.model.report")


def clauses(_options: list[str]) -> int:
    """resources/clauses-found.txt and its page."""
    set_up(developing=False, exact=False)
    return call("python", str(ROOT / "packaging" / "clauses.py"))


def bundle(options: list[str]) -> int:
    """The folder with both programs, and what is made of it."""
    set_up(developing=True, exact=False)
    check_system(python_library(), BUILDING)
    return call("python", str(ROOT / "packaging" / "bundle.py"), *options)


def lint(_options: list[str]) -> int:
    """Everything that is checked without running the program."""
    set_up(developing=True, exact=False)
    failed = failed_checks()
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def reformat(_options: list[str]) -> int:
    """Formatting, and what else ruff can put right by itself."""
    set_up(developing=True, exact=False)
    fixed = call("ruff", "check", "--fix-only", "--quiet")
    return call("ruff", "format") or fixed


def screenshots(options: list[str]) -> int:
    """The documentation's pictures, made by the program itself."""
    script = ROOT / "packaging" / "screenshots.py"
    if not script.exists():
        raise SetupError(f"{script.relative_to(ROOT)} is missing")
    set_up(developing=False, exact=False)
    return call("python", str(script), *options)


def failed_checks() -> list[str]:
    """Run all checks, so that one round shows everything."""
    failed = []
    for title, command in CHECKS.items():
        print(f"== {title}", flush=True)
        if call(*command):
            failed.append(title)
    return failed


def call(name: str, *arguments: str, folder: Path = ROOT) -> int:
    """Run a program of .venv."""
    return subprocess.run([program(name), *arguments], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
