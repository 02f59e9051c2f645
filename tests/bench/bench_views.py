"""How long the views take, against the budgets: a stage frame, a seek, the ladder of a long run."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from tcpanim.gui.look import look_for
from tcpanim.gui.theme import Theme
from tcpanim.gui.views import LOWER, PANELS
from tcpanim.gui.widgets.ladder import Ladder
from tcpanim.gui.widgets.plot_canvas import PlotCanvas
from tcpanim.gui.widgets.stage import Stage
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.i18n import Text
from tcpanim.lesson import View
from tcpanim.scenario.parse import parse
from tcpanim.scene.clock import StoryTime
from tcpanim.scene.series import Series
from tcpanim.sim.run import simulate
from tcpanim.tcp.config import TcpConfig
from tcpanim.trace.events import Event, EventKind, Fate, Flight, HostInfo, WireInfo
from tcpanim.trace.trace import Trace
from tcpanim.units import MS
from tcpanim.wire.segment import Address, Flags, Segment
from tests.gui.looks import dress, fonts_loaded
from tests.scene.runs import Story, catalogue, opened

LONG = 100_000


@cache
def under_way(segments: int) -> Trace:
    """So many segments under way together, from 200 ms on."""
    story = Story()
    opened(story)
    for index in range(segments):
        story.sends(160 * MS + index * 40 * MS // segments, "client", "P.", 1 + index * 1000, 1, 1000)
    return story.trace()


@cache
def long_run(apart: int = 20 * MS) -> Trace:
    """A transfer of 100,000 segments, one every ``apart`` ns, every fiftieth lost."""
    left, right = Address("10.0.0.1", 49152), Address("10.0.0.2", 80)
    rows: list[tuple[int, EventKind, int]] = []
    flights = []
    for index in range(LONG):
        data = index % 2 == 0
        sent = 10 * MS + index * apart
        lost = index % 50 == 49
        ended = sent + (25 if lost else 50) * MS
        segment = Segment(49152, 80, index * 500 % 2**32, 1, Flags.ACK, 65535, b"x" if data else b"")
        flights.append(
            Flight(
                index + 1,
                0,
                1,
                "client" if data else "server",
                "server" if data else "client",
                sent,
                sent,
                sent + 50 * MS,
                None if lost else ended,
                ended,
                Fate.DROPPED if lost else Fate.DELIVERED,
                "loss" if lost else None,
                False,
                None,
                left if data else right,
                right if data else left,
                segment,
                0,
                0,
                False,
                "data-sent",
            )
        )
        rows += [(sent, EventKind.SENT, index), (ended, EventKind.LOST if lost else EventKind.ARRIVED, index)]
    rows.sort(key=lambda row: row[0])
    events = tuple(Event(n, t, "client", 1, kind, None, row) for n, (t, kind, row) in enumerate(rows, start=1))
    hosts = (
        HostInfo("client", Text("Client"), "10.0.0.1", 49152, (0,), TcpConfig.textbook()),
        HostInfo("server", Text("Server"), "10.0.0.2", 80, (0,), TcpConfig.textbook()),
    )
    delay = dict.fromkeys(("client", "server"), 50 * MS)
    nothing = dict.fromkeys(("client", "server"))
    wire = WireInfo(delay, nothing, nothing)
    end = events[-1].t
    return Trace(
        Text("long"), 1, hosts, wire, View(), events, tuple(flights), (), (), (), (), (), (), (), end, "quiet"
    )  # fmt: skip


@cache
def ten_megabytes() -> Trace:
    """A transfer as the engine makes it, with all its variables."""
    scenario = parse(
        "tcpanim: 1\ntitle: long\nprofile: rfc\nhosts:\n  client: {address: 10.0.0.1}\n  server: {address: 10.0.0.2}\n"
        "wire: {delay: 20 ms, rate: 100 Mbit/s}\n"
        "script:\n  - {at: 0 ms, server: listen}\n  - {at: 1 ms, client: open}\n"
        "  - {when: {client: ESTABLISHED}, client: {send: 10 MB}}\n  - {at: 60 s, client: close}\n"
    ).scenario
    assert scenario is not None
    return simulate(scenario)


def frame(view, moments):
    """A frame: another moment, painted."""

    def once():
        view.show_at(next(moments))
        QCoreApplication.processEvents()

    return once


@pytest.mark.parametrize("cards", [4, 50])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=["1080p", "4K"])
def test_stage_frame(benchmark, qtbot, cards, size):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, under_way(cards), size)
    view.show()
    moments = (200 * MS + i % 180 * 50_000 for i in count())
    benchmark(frame(view, moments))


def test_story_time_of_a_long_run(benchmark):
    trace = long_run()
    assert trace.moments
    benchmark.pedantic(StoryTime, (trace,), rounds=3)


@pytest.mark.parametrize("kind", [Stage, Ladder, Timeline])
def test_opening_a_long_run(benchmark, qtbot, kind):
    trace = long_run()
    time = StoryTime(trace)

    def open_it():
        view = kind()
        qtbot.addWidget(view)
        dress(view, trace, (900, 800), time=time)
        view.show_at(trace.end // 2)
        view.grab()

    benchmark.pedantic(open_it, rounds=3)


@pytest.mark.parametrize("kind", [Stage, Ladder, Timeline])
def test_seek_in_a_long_run(benchmark, qtbot, kind):
    trace = long_run()
    view = kind()
    qtbot.addWidget(view)
    dress(view, trace, (1460, 800))
    view.show()
    benchmark(frame(view, (i * 7_919_000_000 % trace.end for i in count(1))))


@pytest.mark.parametrize("apart", [20 * MS, MS], ids=["calm", "dense"])
def test_ladder_scroll(benchmark, qtbot, apart):
    trace = long_run(apart)
    view = Ladder()
    qtbot.addWidget(view)
    dress(view, trace, (900, 800))
    view.show()
    view.show_at(trace.end)
    bar = view.verticalScrollBar()
    middle = bar.maximum() // 2
    places = (middle + i * 37 % 4000 for i in count())

    def scroll():
        bar.setValue(next(places))
        QCoreApplication.processEvents()

    benchmark(scroll)


def test_playhead_across_a_plot(benchmark, qtbot):
    """A frame of playing; a seek across the plot paints as much as it passes."""
    trace = long_run()
    series = Series(trace)
    canvas = PlotCanvas()
    qtbot.addWidget(canvas)
    fonts_loaded()
    canvas.resize(900, 400)
    canvas.set_figure(series.figure("sequence", series.main_side), look_for(trace, Theme(), catalogue("en")))
    canvas.show()
    QCoreApplication.processEvents()
    benchmark(frame(canvas, (i * 700_000_000 % trace.end for i in count(1))))


def test_numbers_of_a_long_plot(benchmark):
    trace = long_run()
    benchmark.pedantic(lambda: Series(trace).figure("sequence", "left"), rounds=3)


def test_drawing_a_long_plot(benchmark, qtbot):
    trace = long_run()
    series = Series(trace)
    canvas = PlotCanvas()
    qtbot.addWidget(canvas)
    look = look_for(trace, Theme(), catalogue("en"))
    canvas.resize(900, 400)

    def draw():
        canvas.set_figure(series.figure("sequence", "left"), look)
        canvas.grab()

    draw()
    benchmark(draw)


@pytest.mark.parametrize("name", ["states", "sequence", "header", "numbers"])
def test_opening_a_view_of_ten_megabytes(benchmark, qtbot, name):
    trace = ten_megabytes()
    time = StoryTime(trace)

    def open_it():
        view: Any = {**LOWER, **PANELS}[name]()
        qtbot.addWidget(view)
        dress(view, trace, (900, 400), time=time)
        view.show_at(trace.end // 2)
        view.grab()

    benchmark.pedantic(open_it, rounds=3)


@pytest.mark.parametrize("name", ["states", "sequence", "header", "numbers"])
def test_seek_in_ten_megabytes(benchmark, qtbot, name):
    trace = ten_megabytes()
    view: Any = {**LOWER, **PANELS}[name]()
    qtbot.addWidget(view)
    dress(view, trace, (900, 400))
    view.show()
    benchmark(frame(view, (trace.moments[i * 7919 % len(trace.moments)] for i in count(1))))
