"""Exit codes, and what a command says on the standard outputs, in which language."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from tcpanim.files import InputError
from tcpanim.i18n import Catalogue
from tcpanim.library import load_catalogue

OK, AT_FAULT, USAGE, INTERRUPTED = 0, 1, 2, 130


def complain(message: str) -> None:
    """Say in one line what is wrong."""
    tell(f"tcpanim: {message}")


def tell(text: str) -> None:
    """Say it on the error output; if nobody reads that, the exit code tells it."""
    if sys.stderr is not None:
        try:
            with closed_pipes():
                print(text, file=sys.stderr, flush=True)
        except BrokenPipeError:
            nobody_reads(sys.stderr)


def nobody_reads(output: TextIO | None = None) -> None:
    """Whoever read our output (None: the standard one) has seen enough; Python must not flush the rest at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), (output or sys.stdout).fileno())


@contextlib.contextmanager
def closed_pipes() -> Iterator[None]:
    """A pipe that nobody reads is a BrokenPipeError within: Windows says of some that the argument is invalid."""
    try:
        yield
    except OSError as error:
        if os.name != "nt" or error.errno != errno.EINVAL or error.filename is not None:
            raise
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from None


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Write to the standard output within; raises InputError where there is none, or no room left in it."""
    if sys.stdout is None:
        raise InputError("there is no standard output")
    try:
        with closed_pipes():
            yield
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None:  # it is not the output
            raise
        nobody_reads()
        raise InputError(f"standard output: {error.strerror}") from None


def write_out(pieces: Iterable[str]) -> None:
    """Each piece as soon as it is there."""
    with writing():
        sys.stdout.writelines(pieces)


def print_lines(lines: Iterable[str]) -> None:
    """Each line as soon as it is there."""
    write_out(line + "\n" for line in lines)


def language_of(given: str | None) -> str:
    """The language asked for, else that of the environment, else English."""
    if given is not None:
        return given
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if _windows_language() == _CHINESE else "en"


_CHINESE = 0x04
"""Windows' number of it, whatever the country."""


def _windows_language() -> int | None:
    """The number of the language that Windows speaks to its user, without the country's part; None elsewhere."""
    if os.name != "nt":
        return None
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    return int(kernel.GetUserDefaultUILanguage()) & 0x3FF


def catalogue_of(given: str | None) -> Catalogue:
    """The words of the language asked for, else of the environment's."""
    return load_catalogue(language_of(given))
