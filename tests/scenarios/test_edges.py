"""The table that tells, for each edge of the state diagram, a built-in scenario that walks along it."""

import pytest

from tcpanim import library, paths
from tcpanim.scene.diagram import Diagram
from tcpanim.scene.diagram_words import Shown, edge_name, read_shown, write_shown
from tcpanim.tcp.states import FIGURE_5, TRANSITIONS, Transition
from tests.scenarios.test_builtins import NAMES, scenario_of, trace_of

PATH = paths.resources() / "edges.txt"


def walked(name: str) -> frozenset[Transition]:
    return frozenset(walk.edge for walk in Diagram(trace_of(name)).walks if walk.edge is not None)


def table() -> dict[Transition, Shown]:
    """The earliest lesson for each edge."""
    made: dict[Transition, Shown] = {}
    for name, title, *_ in library.teaching_order():
        for edge in walked(name):
            made.setdefault(edge, Shown(name, title))
    return made


def test_each_named_scenario_walks_along_its_edge(request: pytest.FixtureRequest):
    """`pytest --renew-golden` writes the table anew."""
    if request.config.getoption("--renew-golden"):
        PATH.write_text(write_shown(table()), encoding="utf-8", newline="\n")
    shown = read_shown(PATH.read_text(encoding="utf-8"))
    for edge, (name, title) in shown.items():
        assert edge in walked(name), edge_name(edge)
        assert title == scenario_of(name).title


def test_an_edge_without_a_scenario_is_walked_by_none():
    shown = read_shown(PATH.read_text(encoding="utf-8"))
    walks = frozenset[Transition]().union(*(walked(name) for name in NAMES))
    assert walks <= set(shown), "pytest --renew-golden writes the table anew"


def test_nearly_all_of_figure_5_is_walked_by_a_built_in():
    shown = read_shown(PATH.read_text(encoding="utf-8"))
    missing = {edge_name(edge) for edge in FIGURE_5 if edge not in shown}
    assert missing <= {"LISTEN | SEND | SYN-SENT", "SYN-SENT | CLOSE | CLOSED", "SYN-RECEIVED | CLOSE | FIN-WAIT-1"}


def test_the_table_reads_as_it_is_written():
    shown = read_shown(PATH.read_text(encoding="utf-8"))
    assert write_shown(shown) == PATH.read_text(encoding="utf-8")
    assert set(shown) <= set(TRANSITIONS)
    assert all(library.builtin_path(name) for name, _ in shown.values())
