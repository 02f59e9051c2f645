"""What stands in the library: the built-in scenarios with what they say about themselves, in teaching order."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.gui.widgets.library import Entry

LAST = 1_000_000
"""The place of a scenario that names none."""


def read_library(cancelled: Callable[[], bool]) -> tuple[Entry, ...]:
    """Read the heads of all built-ins; one that cannot be read is left out (the tests see to it that there is none)."""
    from tcpanim.library import builtins, read_builtin
    from tcpanim.scenario.parse import parse

    entries: list[tuple[int, str, Entry]] = []
    for name, _ in builtins():
        if cancelled():
            break
        scenario = parse(read_builtin(name), name).scenario
        if scenario is None:
            continue
        order = scenario.order if scenario.order is not None else LAST
        entry = Entry(
            name,
            scenario.title,
            scenario.goal,
            scenario.unit or "",
            scenario.minutes,
            scenario.level,
            (name, *scenario.tags),
        )
        entries.append((order, name, entry))
    return tuple(entry for _, _, entry in sorted(entries, key=lambda item: item[:2]))
