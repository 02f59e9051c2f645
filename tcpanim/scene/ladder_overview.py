"""The whole ladder at a glance: how many segments each stretch of it holds, by host, and where some are lost."""

from __future__ import annotations

from typing import NamedTuple

from tcpanim.scene.ladder import Ladder
from tcpanim.trace.events import Fate
from tcpanim.trace.rows import columns

MOST_LOOKED_AT = 3000  # segments; of more only every so-manieth is counted, which a picture of this size does not show


class Row(NamedTuple):
    """One of the overview's rows: 0 to 1, the densest; ``lost``: something is lost in it."""

    left: float
    right: float
    lost: bool


def overview_rows(ladder: Ladder, count: int) -> tuple[Row, ...]:
    """The ladder from its beginning to its end in ``count`` rows."""
    ways = list(columns(ladder.trace.flights, "sender", "left", "ended", "fate"))
    counts = {"left": [0] * count, "right": [0] * count}
    lost = [False] * count
    height = max(ladder.height, 1e-9)

    def row(t: int) -> int:
        return min(count - 1, int(ladder.map.top(t) / height * count))

    first = ladder.trace.hosts[0].name
    step = max(1, len(ways) // MOST_LOOKED_AT)
    for sender, left, _, _ in ways[::step]:
        counts["left" if sender == first else "right"][row(left)] += 1
    dropped = [ended for _, _, ended, fate in ways if fate is Fate.DROPPED or fate is Fate.CORRUPTED]
    for ended in dropped[:: max(1, len(dropped) // MOST_LOOKED_AT)]:
        lost[row(ended)] = True
    most = max(1, *counts["left"], *counts["right"]) if count else 1
    return tuple(
        Row(left / most, right / most, gone)
        for left, right, gone in zip(counts["left"], counts["right"], lost, strict=True)
    )
