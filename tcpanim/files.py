"""Files as the user names them: read with one clear sentence when that fails, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import NamedTuple

from tcpanim.library import builtin_path, builtins

# More is never read, as the name may be that of a device without end; the parser's own limit is far below.
_MOST = 1 << 28
_PAUSES = (0.01, 0.04, 0.15)
_DIRECTORY = "{}: this is a directory; a scenario file is expected"


class InputError(Exception):
    """A file that cannot be read or written; the text is one line for the user."""


class Source(NamedTuple):
    """A scenario's content, and how it is called in messages. ``path`` None: standard input."""

    name: str
    content: bytes
    path: Path | None


def read_source(name: str, commands: Iterable[str] = ()) -> Source:
    """Read what the user calls ``name``: a path, a built-in scenario's id (an existing file wins), or "-".

    Raises InputError; ``commands``: what may have been meant instead.
    """
    if name == "-":
        return Source("<stdin>", _standard_input(), None)
    if not name:
        raise InputError("the name of the scenario file is empty")
    path = Path(name)
    try:
        builtin = None if os.path.lexists(path) else builtin_path(name)
        with (builtin or path).open("rb") as file:
            return Source(str(builtin or path), file.read(_MOST), builtin or path)
    except FileNotFoundError:
        import difflib  # only for who mistypes

        hint = difflib.get_close_matches(name.casefold()[:60], (*commands, *(known for known, _ in builtins())), 1)
        asked = f"; did you mean '{hint[0]}'?" if hint else ""
        raise InputError(f"{_shown(name)}: there is no such file and no such built-in scenario{asked}") from None
    except IsADirectoryError:
        raise InputError(_DIRECTORY.format(_shown(name))) from None
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError) and path.is_dir():  # as Windows says it
            raise InputError(_DIRECTORY.format(_shown(name))) from None
        raise InputError(f"{_shown(name)}: {_reason(error)}") from None


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise InputError("there is no standard input")
    try:
        return sys.stdin.buffer.read(_MOST)
    except (OSError, ValueError) as error:
        raise InputError(f"standard input: {_reason(error)}") from None


def write_whole(name: str, content: Iterable[str | bytes]) -> None:
    """Write text (UTF-8) to the file ``name``, beside it first, so that a half-written file never has its name.

    Raises InputError.
    """
    if not name:
        raise InputError("the name of the file to write is empty")
    import tempfile  # the window's start does not wait for it

    path = Path(name)
    temporary: str | None = None
    try:
        if path.is_dir():
            raise InputError(f"{_shown(name)}: this is a directory; a file's name is expected")
        if path.exists() and not os.access(path, os.W_OK):  # replacing it would not ask
            raise InputError(f"{_shown(name)}: this file is read-only")
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(map(_encoded, content))
            return
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.resolve().parent)
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor is no path
            file.writelines(map(_encoded, content))
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        _put(Path(temporary), path.resolve())
        temporary = None
    except (OSError, ValueError) as error:
        raise InputError(f"{_shown(name)}: {_reason(error)}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _put(new: Path, name: Path) -> None:
    """Give ``new`` that name. On Windows who has the file open is in the way: a virus scanner for a moment."""
    for pause in _PAUSES if os.name == "nt" else ():
        try:
            new.replace(name)
        except PermissionError:
            Event().wait(pause)
        else:
            return
    try:
        new.replace(name)
    except PermissionError:
        if os.name == "nt" and name.exists():
            raise ValueError("another program has this file open") from None
        raise


def _encoded(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _umask() -> int:
    """What new files may not be; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _shown(name: str) -> str:
    """A name that cannot steer the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name[:200])
