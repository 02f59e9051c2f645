"""What the commands' arguments have in common: how they are declared, and what values are understood."""

from __future__ import annotations

import argparse
from typing import NoReturn

from tcpanim.i18n import LANGUAGES
from tcpanim.lesson import LABELS, NUMBERINGS
from tcpanim.units import UnitError, parse_time

THEMES = ("light", "dark", "contrast")


class UsageError(Exception):
    """A command that was understood, but cannot be carried out like this."""


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, and where help is."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} ({self.prog} --help shows what there is)")


def parser_of(name: str, description: str, epilog: str | None = None) -> argparse.ArgumentParser:
    """A parser for the command ``name``."""
    return _Parser(
        prog=name,
        description=description,
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """--lang."""
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts and sentences")


def add_naming(parser: argparse.ArgumentParser) -> None:
    """--numbering and --labels: how segments are written."""
    parser.add_argument(
        "--numbering", choices=NUMBERINGS, help="sequence numbers from 0, as they are on the wire, or in letters (x+1)"
    )
    parser.add_argument(
        "--labels", choices=LABELS, help="segments as books write them (SYN=1, seq=x), short, or as Wireshark does"
    )


def add_moment(parser: argparse.ArgumentParser) -> None:
    """--at."""
    parser.add_argument("--at", type=_at, metavar="TIME|step:N", help="a moment: '120 ms', or the N-th step")


def _at(text: str) -> tuple[str, int]:
    if text.startswith("step:"):
        number = text.removeprefix("step:")
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            raise argparse.ArgumentTypeError(f"'{text}' is no step; write for example step:3")
        return "step", int(number)
    try:
        return "time", parse_time(text)
    except UnitError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    width, cross, height = text.lower().partition("x")
    numbers = [number for number in (width, height) if number.isascii() and number.isdigit() and len(number) < 6]
    if not cross or len(numbers) != 2 or not all(100 <= int(number) <= 16384 for number in numbers):
        raise argparse.ArgumentTypeError(f"'{text}' is no size; write for example 1920x1080")
    return int(width), int(height)


def png_name(text: str) -> str:
    """A PNG file's name."""
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"'{text}' must end in .png")
    return text


def seed(text: str) -> int:
    """Where a scenario's chance begins."""
    if not (text.isascii() and text.isdigit()) or int(text[:25]) >= 1 << 63:
        raise argparse.ArgumentTypeError(f"'{text}' is no seed; it is a number from 0 to 2^63 - 1")
    return int(text)
