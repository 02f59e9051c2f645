"""A listener's queues, in the side panel and in the endpoint."""

from __future__ import annotations

from tcpanim import library
from tcpanim.gui.widgets.queues_panel import QueuesPanel
from tcpanim.scenario.parse import parse
from tcpanim.scene.backlog import backlogs
from tcpanim.scene.names import Naming
from tcpanim.sim.run import simulate
from tcpanim.trace.trace import Trace
from tcpanim.units import MS
from tests.gui.looks import dress
from tests.scene.runs import catalogue


def flooded() -> Trace:
    return run_of("syn-flood")


def run_of(name: str) -> Trace:
    parsed = parse(dict(library.builtins())[name].read_text(encoding="utf-8"))
    assert parsed.scenario is not None
    return simulate(parsed.scenario)


def test_the_panel_names_who_waits(qtbot) -> None:
    trace = flooded()
    panel = QueuesPanel()
    qtbot.addWidget(panel)
    dress(panel, trace, (360, 600))
    panel.show_at(800 * MS)
    shown = [row for row in panel.lists if not row.isHidden()]
    assert [row.title.text() for row in shown] == ["Server: SYN queue 4 / 4 full"]
    assert shown[0].who.text().split("\n") == [f"198.51.100.{n}:{1023 + n}" for n in range(1, 5)]
    panel.show_at(100 * MS)
    assert panel.lists[0].who.text() == "Nobody waits."


def test_without_limits_there_is_nothing_to_show(qtbot) -> None:
    panel = QueuesPanel()
    qtbot.addWidget(panel)
    dress(panel, run_of("three-way-handshake"), (360, 600))
    assert not panel.empty.isHidden()
    assert all(row.isHidden() for row in panel.lists)


def test_the_endpoint_has_a_place_for_each() -> None:
    trace = flooded()
    naming = Naming(trace, catalogue("en"))
    server, client = (backlogs(trace, host, 800 * MS, naming) for host in ("server", "client"))
    assert [(queue.name, len(queue.who), queue.limit, queue.full) for queue in server] == [("syn", 4, 4, True)]
    assert client == ()
