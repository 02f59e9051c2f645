"""A length of time measured on the ladder: in seconds, in round trips, in maximum segment lifetimes."""

from __future__ import annotations

from bisect import bisect_left

from tcpanim.scene.names import Naming
from tcpanim.trace.trace import Trace
from tcpanim.units import MS, US


def round_trip(trace: Trace) -> int:
    """The wire's delay there and back (ns)."""
    return sum(trace.wire.delay.values())


def measured(trace: Trace, first: int, last: int, naming: Naming) -> tuple[str, str]:
    """The time between two moments: exactly, and in RTT and MSL."""
    length = abs(last - first)
    exact = f"{length / MS:g} ms" if length >= MS else f"{length / US:g} µs"
    if length >= 10_000 * MS:
        exact = naming.duration(length) if length % MS == 0 else f"{length / 1000 / MS:.3f} s"
    parts = []
    if trip := round_trip(trace):
        parts.append(f"{_share(length, trip)} RTT")
    parts.append(f"{_share(length, trace.hosts[0].config.msl)} MSL")
    return f"Δt = {exact}", " · ".join(parts)


def _share(length: int, unit: int) -> str:
    """Few figures, and never a 0 for what is more than nothing."""
    value = length / unit if unit else 0.0
    if value and value < 0.001:
        return "< 0.001"
    return f"{value:.3f}".rstrip("0").rstrip(".") if value < 100 else f"{value:.0f}"


def nearest_moment(trace: Trace, t: int, reach: int) -> int:
    """The instant at which something happens nearest to ``t``, if one is within ``reach`` (ns); else ``t`` itself."""
    index = bisect_left(trace.moments, t)
    near = [moment for moment in trace.moments[max(0, index - 1) : index + 1] if abs(moment - t) <= reach]
    return min(near, key=lambda moment: abs(moment - t), default=t)
