"""Quantities as integers: time in nanoseconds, sizes in bytes, rates in bits per second.

Everything below the window computes with integers only, so that a run is the same on every platform.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

NS = 1
US = 1_000
MS = 1_000_000
S = 1_000_000_000
MIN = 60 * S

KIB = 1024
MIB = 1024 * 1024

TIME_UNITS = {"ns": NS, "us": US, "µs": US, "ms": MS, "s": S, "min": MIN}
SIZE_UNITS = {"B": 1, "kB": 1000, "MB": 1_000_000, "KiB": KIB, "MiB": MIB}
RATE_UNITS = {"bit/s": 1, "kbit/s": 1000, "Mbit/s": 1_000_000, "Gbit/s": 1_000_000_000}

_QUANTITY = re.compile(r"\s*([0-9]{1,20}(?:\.[0-9]{1,12})?)\s*([^\s0-9.]\S*)?\s*", re.ASCII)


class UnitError(ValueError):
    """A quantity that cannot be read; the text says what was expected."""


def parse_time(text: str) -> int:
    """Read a duration such as ``50 ms`` into nanoseconds; raises UnitError."""
    match = _QUANTITY.fullmatch(text)
    if not match:
        raise UnitError(f"{text!r} is no duration; write for example 50 ms")
    number, unit = match.groups()
    if unit is None:
        raise UnitError(f"{text!r} has no unit; write for example 50 ms (units: {', '.join(TIME_UNITS)})")
    if unit not in TIME_UNITS:
        raise UnitError(f"unknown unit {unit!r}; known: {', '.join(TIME_UNITS)}")
    value = Fraction(number) * TIME_UNITS[unit]
    if value.denominator != 1:
        raise UnitError(f"{text!r} is finer than a nanosecond")
    return int(value)


@lru_cache(maxsize=512)
def format_time(ns: int, digits: int = 3) -> str:
    """Write nanoseconds in the largest unit that keeps the number readable: ``59.8 s``, ``50 ms``, ``4 min``."""
    if ns < 0:
        return "-" + format_time(-ns, digits)
    unit, size = next(((name, size) for name, size in (("s", S), ("ms", MS), ("us", US)) if ns >= size), ("ns", NS))
    if ns == 0:
        return "0 s"
    if ns >= 2 * MIN and ns % MIN == 0:
        unit, size = "min", MIN
    whole, rest = divmod(round(Fraction(ns, size) * 10**digits), 10**digits)
    fraction = f"{rest:0{digits}d}".rstrip("0") if digits else ""
    return f"{whole}.{fraction} {unit}" if fraction else f"{whole} {unit}"


def format_size(size: int) -> str:
    """Write a number of bytes exactly: ``500 B``, ``64 KiB``."""
    for unit, scale in (("MiB", MIB), ("KiB", KIB)):
        if size >= scale and size % scale == 0:
            return f"{size // scale} {unit}"
    return f"{size} B"
