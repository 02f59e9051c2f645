"""What stands in the library: the built-in scenarios with what they say about themselves, in teaching order."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal

from tcpanim import paths
from tcpanim.gui.jobs import CancelToken, Jobs
from tcpanim.gui.widgets.library_card import Entry
from tcpanim.library import load_catalogue, read_builtin, teaching_order
from tcpanim.scene.clauses import Clause, read_clauses
from tcpanim.scene.glossary import Synonyms, Term, read_glossary

ROW = 4
"""So many cards are made at a time: what is seen first is there first."""


@cache
def glossary() -> tuple[Term, ...]:
    """The words of TCP."""
    return read_glossary((paths.resources() / "glossary.txt").read_text(encoding="utf-8"))


@cache
def clauses() -> tuple[Clause, ...]:
    """RFC 9293 by clause."""
    texts = (paths.resources() / name for name in ("clauses.txt", "clauses-found.txt"))
    return read_clauses(*(text.read_text(encoding="utf-8") for text in texts))


@cache
def format_page(language: str) -> str:
    """How a scenario is written, in Markdown."""
    name = "scenario-format.zh.md" if language == "zh" else "scenario-format.md"
    return (paths.resources() / "docs" / name).read_text(encoding="utf-8")


@cache
def _synonyms() -> Synonyms:
    return Synonyms(glossary())


@cache  # what ships with the program does not change while it runs
def read_entry(name: str) -> Entry | None:
    """One built-in, run for its picture; None for one that cannot be read (the tests see to it that there is none)."""
    # Imported here: the window paints before the parser and its libraries are loaded.
    from tcpanim.scenario.parse import parse
    from tcpanim.scene.clock import screen_time
    from tcpanim.scene.ladder import Ladder
    from tcpanim.scene.names import Naming
    from tcpanim.scene.sketch import sketch_of
    from tcpanim.sim.run import simulate

    scenario = parse(read_builtin(name), name).scenario
    if scenario is None:
        return None
    trace = simulate(scenario)
    naming = Naming(trace, load_catalogue("en"), "relative", "plain", None)
    texts = (name, *scenario.title, *scenario.goal, scenario.unit, *scenario.tags)
    return Entry(
        name,
        scenario.title,
        scenario.goal,
        scenario.unit or "",
        scenario.minutes,
        scenario.level,
        _synonyms().widened(" ".join(text for text in texts if text)),
        sketch_of(Ladder(trace, naming, screen_time(trace, "story")), closing=scenario.unit == "close"),
    )


class Shelves(QObject):
    """Reads the library off the GUI thread, a row of cards at a time, when it is opened for the first time."""

    read = Signal(object)
    """The next entries, a tuple."""
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)
        self._jobs.done.connect(self._done)
        self._jobs.failed.connect(self.failed)
        self._left: tuple[str, ...] | None = None

    def begin(self) -> None:
        """Read everything; a second time nothing happens."""
        if self._left is None:
            self._left = tuple(one.id for one in teaching_order())
            self._next()

    def close(self) -> None:
        """Stop."""
        self._left = ()
        self._jobs.close()

    def _next(self) -> None:
        if self._left:
            names, self._left = self._left[:ROW], self._left[ROW:]
            self._jobs.submit(lambda token: _read(names, token))

    def _done(self, entries: object) -> None:
        self.read.emit(entries)
        self._next()


def _read(names: tuple[str, ...], token: CancelToken) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for name in names:
        token.check()
        entry = read_entry(name)
        if entry is not None:
            entries.append(entry)
    return tuple(entries)
