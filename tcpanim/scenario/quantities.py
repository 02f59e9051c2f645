"""Quantities and settings as a scenario file writes them, to the nanosecond and to the byte."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tcpanim.tcp.config import KNOBS, ChallengeLimit, KeepAlive
from tcpanim.units import RATE_UNITS, format_time


def written_time(ns: int) -> str:
    """A duration to the nanosecond."""
    return format_time(ns, 9)


def written_share(share: int) -> str:
    """A share in parts per million, as a percentage."""
    whole, rest = divmod(Fraction(share, 10_000), 1)
    fraction = f"{int(rest * 10_000):04d}".rstrip("0")
    return f"{whole}.{fraction} %" if fraction else f"{whole} %"


def written_setting(name: str, value: Any) -> Any:
    """The value of a field of TcpConfig."""
    if value is None or isinstance(value, bool):
        return "on" if value else "off"
    match KNOBS[name]["kind"]:
        case "time":
            return written_time(value)
        case "share":
            return written_share(value)
    if isinstance(value, KeepAlive):
        return {"idle": written_time(value.idle), "interval": written_time(value.interval), "probes": value.probes}
    if isinstance(value, ChallengeLimit):
        return {"acks": value.acks, "per": written_time(value.per)}
    return value


def written_wire(name: str, value: int | None) -> Any:
    """The value of a property of the path; None: as if it were not written."""
    if value is None:
        return None
    if name in ("delay", "jitter"):
        return written_time(value)
    if name in ("loss", "duplicate"):
        return written_share(value)
    return written_rate(value) if name == "rate" else value


def written_rate(rate: int) -> str:
    """Bits per second, in the largest unit of which they are a whole number."""
    unit, size = max(((unit, size) for unit, size in RATE_UNITS.items() if rate % size == 0), key=lambda one: one[1])
    return f"{rate // size} {unit}"
