"""The view of plots: its values, its playhead, what a press does, what it writes."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tcpanim.gui.painting import plot_reduce
from tcpanim.gui.widgets import plot_legend
from tcpanim.gui.widgets.plots import Plots
from tcpanim.lesson import PLOTS
from tests.gui.looks import dress
from tests.scene.test_series import run


@pytest.fixture
def plots(qtbot):
    view = Plots()
    qtbot.addWidget(view)
    dress(view, run("fast-retransmit-reno"), (1000, 340))
    view.prepare()
    view.grab()
    return view


def test_the_legend_tells_the_values_at_the_playhead(plots):
    plots.show_kind("window")
    plots.show_at(430_000_000)
    values = plots.legend.values
    assert (values["cwnd"], values["ssthresh"], values["flight"]) == ("9000 B", "6000 B", "13000 B")
    plots.show_at(640_000_000)
    assert plots.legend.values["cwnd"] == "6000 B"


def test_a_press_goes_there_and_a_bar_is_its_segment(plots):
    canvas = plots.canvas
    times: list[int] = []
    segments: list[int] = []
    plots.seek_requested.connect(times.append)
    plots.selected.connect(segments.append)
    frame = canvas._frame
    assert canvas.segment_at(QPointF(frame.x(150_000_000), frame.y(20_000))) is None
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPointF(frame.x(150_000_000), frame.y(20_000)).toPoint())
    assert times[-1] == pytest.approx(150_000_000, rel=0.02)
    assert segments == []
    bar = next(layer for layer in plots._figure.layers if layer.key == "segment")
    at = len(bar.x) - 1
    place = QPointF(frame.x(bar.x[at]), frame.y((bar.y[at] + bar.top[at]) / 2))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert (segments, times[-1]) == ([bar.flights[at]], bar.x[at])


def test_looking_closer_keeps_the_playhead_in_view(plots):
    canvas = plots.canvas
    plots.show_at(300_000_000)
    plots.zoom_by(4)
    assert not canvas.whole
    assert canvas.stretch[0] < 300_000_000 < canvas.stretch[1]
    plots.show_at(600_000_000)
    assert canvas.stretch[0] < 600_000_000 < canvas.stretch[1]
    plots.whole.click()
    assert canvas.whole


def test_the_same_moment_is_the_same_picture_whatever_came_before(plots):
    def picture(t):
        plots.show_at(t)
        return plots.canvas.grab().toImage()

    first = picture(300_000_000)
    for t in (600_000_000, 0, 450_000_000):
        picture(t)
    assert picture(300_000_000) == first


@pytest.mark.parametrize("kind", PLOTS)
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_figure_is_drawn_in_every_theme(qtbot, kind, theme):
    view = Plots()
    qtbot.addWidget(view)
    dress(view, run("sack-three-holes"), (620, 300), theme, "zh")
    view.prepare()
    view.show_kind(kind)
    view.show_at(run("sack-three-holes").end)
    assert view.canvas is not None
    image = view.canvas.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 3


def test_it_opens_with_the_plot_that_the_scenario_names(open_desk):
    desk = open_desk("slow-start", width=1280, height=720)
    plots = desk.window.below.named("plots")
    assert (desk.window.view, plots.kind.holds) == ("plots", "rounds")
    plots.prepare()
    assert plots.canvas is not None
    desk.playhead.seek(desk.session.trace.end)
    assert plots.legend.values["round-cwnd"] == "8 MSS"


def test_a_scenarios_plot_is_for_it_alone_and_what_the_reader_chose_is_there_again(open_desk, qtbot):
    desk = open_desk("slow-start", width=1280, height=720)
    plots = desk.window.below.named("plots")

    def opened(name):
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open_builtin(name)
        return plots.kind.holds

    assert opened("four-way-close") == PLOTS[0]  # it has no rounds, and says nothing of plots
    plots.kind.choose("rtt")
    assert opened("half-close") == "rtt"
    assert opened("slow-start") == "rounds"
    assert opened("four-way-close") == "rtt"


def test_a_value_that_is_wider_than_others_has_its_room_in_the_legend(open_desk, monkeypatch):
    desk = open_desk("sequence-wrap")
    desk.appearance.set_numbering("absolute")
    desk.controller.show_view("plots")
    plots = desk.window.below.named("plots")
    plots.kind.choose("sequence")
    desk.playhead.seek(desk.session.trace.moments[5])
    sizes = set()

    def draw_text(_painter, _rect, _text, font, *_rest):
        sizes.add(font.pixelSize())

    monkeypatch.setattr(plot_legend, "draw_text", draw_text)
    plots.legend.grab()
    assert len(sizes) == 1


def test_one_side_only_shows_its_own_data(open_desk):
    desk = open_desk("slow-start", width=1280, height=720)
    plots = desk.window.below.named("plots")
    desk.appearance.set_side("right")
    assert (plots.way.holds, plots.way.isEnabled()) == ("right", False)
    desk.appearance.set_side("both")
    assert (plots.way.holds, plots.way.isEnabled()) == ("left", True)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_picture_is_saved(open_desk, tmp_path, suffix):
    desk = open_desk("slow-start", width=1280, height=720)
    plots = desk.window.below.named("plots")
    plots.prepare()
    desk.window.grab()
    path = tmp_path / f"plot.{suffix}"
    desk.plotting.write(str(path), plots)
    if suffix == "png":
        assert QImage(str(path)).width() > 1000
    else:
        words = "".join(ET.fromstring(path.read_bytes()).itertext())
        assert "transmission round" in words
    assert str(path) in desk.window.notice.text.text()


def test_a_long_run_is_reduced_to_what_can_be_seen():
    x = np.arange(100_000.0)
    y = np.sin(x)
    for columns in (plot_reduce.line(x, y, 0, 1e5, 800), plot_reduce.steps(x, y, 0, 1e5, 800, 1e5)):
        assert len(columns[0]) <= 4 * 800
        assert np.max(columns[1]) == pytest.approx(1, abs=1e-3)
        assert np.min(columns[1]) == pytest.approx(-1, abs=1e-3)
    places, bottom, top = plot_reduce.bars(x, y, y + 1, 0, 1e5, 800)
    assert len(places) <= 801
    assert np.min(bottom) == pytest.approx(-1, abs=1e-3)
    assert np.max(top) == pytest.approx(2, abs=1e-3)
    assert len(plot_reduce.points(x, y, 0, 1e5, 800, 100)[0]) < 30_000
    assert len(plot_reduce.line(x, y, 500, 600, 800)[0]) == 103


def test_the_numbers_of_a_long_run_are_gathered_meanwhile(qtbot, monkeypatch):
    monkeypatch.setattr("tcpanim.gui.widgets.plots.LONG", 10)
    view = Plots()
    qtbot.addWidget(view)
    dress(view, run("slow-start"), (900, 300))
    assert not view.hint.isHidden()
    view.prepare()
    qtbot.waitUntil(view.hint.isHidden)
    view.show_at(run("slow-start").end)
    assert view.legend.values["ack"] == "15001"
    view.close_jobs()


def test_the_legend_stands_beside_a_broad_plot_and_above_a_narrow_one(plots):
    plots.grab()
    assert plots.legend.x() > plots.canvas.x() + plots.canvas.width() - 1
    plots.resize(600, 400)
    plots.grab()
    assert plots.legend.y() + plots.legend.height() <= plots.canvas.y()


def test_a_look_that_comes_after_the_room_arranges_it_too(qtbot):
    view = Plots()
    qtbot.addWidget(view)
    view.resize(1200, 300)
    view.grab()
    dress(view, run("slow-start"), (1200, 300))
    view.prepare()
    view.grab()
    assert view.canvas is not None
    assert view.legend.x() > view.canvas.x() + view.canvas.width() - 1
