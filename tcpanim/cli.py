"""The command line: hands over to its commands, or to the window, and says in one line what is wrong with its input.

Exit codes: 0 all is well, 1 the input is at fault, 2 the command was not understood.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from tcpanim.commands.arguments import UsageError
from tcpanim.commands.check import check
from tcpanim.commands.export import export
from tcpanim.commands.listing import list_scenarios
from tcpanim.commands.output import AT_FAULT, INTERRUPTED, OK, USAGE, complain, nobody_reads
from tcpanim.commands.run import run
from tcpanim.commands.schema import print_schema
from tcpanim.commands.window import window
from tcpanim.files import InputError

_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "check": check,
    "list": list_scenarios,
    "export": export,
    "schema": print_schema,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (None: the program's own); the exit code."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
    except SystemExit as leaving:  # argparse's way to end
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except UsageError as error:
        complain(str(error))
        return USAGE
    except InputError as error:
        complain(str(error))
        return AT_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        nobody_reads()
        return OK
    return code


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] in _COMMANDS:
        return _COMMANDS[arguments[0]](arguments[1:])
    return window(arguments, _COMMANDS)


def _speak_utf8() -> None:
    """UTF-8 whatever the locale says: Chinese is written in a C locale and into a Windows pipe too."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
