"""Pictures without Qt: well-formed, complete, in the words of the choices in force, safe against strange labels."""

import re
import xml.etree.ElementTree as ET
from array import array
from dataclasses import replace

import pytest

from tcpanim.export.picture import BROADEST, LONGEST, NARROWEST, TooLongError, Wish, ladder_room
from tcpanim.export.svg_plot import Plot, svg_figure
from tcpanim.export.svg_view import svg_view
from tcpanim.i18n import LANGUAGES, Text
from tcpanim.lesson import PICTURED, PLOTS
from tcpanim.library import builtins, read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.clock import screen_time
from tcpanim.scene.figure import Layer
from tcpanim.scene.names import Naming, default_spelling
from tcpanim.scene.plot import heading, legend
from tcpanim.scene.reasons import spoken_at
from tcpanim.scene.roles import ROLES
from tcpanim.scene.series import Series
from tcpanim.scene.spelling import state_name
from tcpanim.scene.text_widths import text_width
from tcpanim.sim.run import simulate
from tcpanim.tcp.states import State
from tests.scene.runs import catalogue

SVG = "{http://www.w3.org/2000/svg}"


def trace_of(name):
    scenario = parse(read_builtin(name).encode(), name).scenario
    assert scenario is not None
    return simulate(scenario)


def wish_for(trace, language="en", numbering="relative", labels="plain", **more):
    return Wish(Naming(trace, catalogue(language), numbering, labels), screen_time(trace, "story"), **more)


def drawn(wish):
    return ET.fromstring("".join(svg_view(wish)))


def texts(root):
    return [text.text or "" for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", [name for name, _ in builtins()])
@pytest.mark.parametrize("view", PICTURED)
def test_every_builtin_has_its_pictures(name, view):
    trace = trace_of(name)
    for language, theme in (("en", "light"), ("zh", "dark")):
        t = None if view == "ladder" else trace.moments[len(trace.moments) // 2]
        root = drawn(wish_for(trace, language, view=view, t=t, theme=theme))
        allowed = {getattr(role, theme) for role in ROLES.values()}
        used = set(re.findall(r"#[0-9A-F]{6}", ET.tostring(root, encoding="unicode")))
        assert used <= allowed
        assert root.find(f"{SVG}title").text.startswith(trace.title.pick(language))


def test_the_whole_ladder_has_every_segment_state_and_silence():
    trace = trace_of("lost-last-ack")
    wish = wish_for(trace)
    written = texts(drawn(wish))
    for flight in trace.flights:
        assert wish.naming.label(flight) in written
    assert {"Client", "Server", "TIME-WAIT", "LAST-ACK", "passive open", "240 s"} <= set(written)


def test_a_part_of_the_ladder_ends_at_its_moment():
    trace = trace_of("lost-last-ack")
    whole, part = drawn(wish_for(trace)), drawn(wish_for(trace, t=trace.moments[4]))
    assert int(part.get("height")) < int(whole.get("height"))
    assert "TIME-WAIT" not in texts(part)
    assert "ESTABLISHED" in texts(part)


@pytest.mark.parametrize("view", ["ladder", "stage"])
def test_letters_come_with_their_equations(view):
    trace = trace_of("four-way-close")
    t = trace.flights[-1].sent + 1
    written = " ".join(texts(drawn(wish_for(trace, numbering="symbolic", view=view, t=t))))
    assert "u = x + 501, v = y + 2001, w = v + 1000" in written
    assert "u = x" not in " ".join(texts(drawn(wish_for(trace, view=view, t=t))))


@pytest.mark.parametrize("view", PICTURED)
@pytest.mark.parametrize("size", [(1280, 720), (1080, 1920), (200, 3000), (3840, 2160)])
def test_a_picture_has_the_size_that_was_asked_for_and_nothing_is_cut_off(view, size):
    trace = trace_of("four-way-close")
    root = drawn(wish_for(trace, "zh", "symbolic", "textbook", view=view, size=size, t=trace.moments[12]))
    assert (int(root.get("width")), int(root.get("height"))) == size
    left, top, width, height = map(float, root.get("viewBox").split())
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)

    def walk(element, x, y, scale):
        moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        x, y = (x + scale * float(moved[1]), y + scale * float(moved[2])) if moved else (x, y)
        larger = re.search(r"scale\(([\d.]+)\)", element.get("transform", ""))
        scale *= float(larger[1]) if larger else 1.0
        if element.tag == f"{SVG}text" and "rotate" not in element.get("transform", ""):
            px = scale * float(element.get("font-size"))
            wide = text_width(element.text, px, "Mono" in element.get("font-family"))
            start = x + scale * float(element.get("x")) - {"start": 0, "middle": 0.5, "end": 1}[
                element.get("text-anchor", "start")
            ] * wide  # fmt: skip
            assert left - 2 <= start, element.text
            assert start + wide <= width + 2, element.text
            assert top <= y + scale * float(element.get("y")) <= height, element.text
        for child in element:
            walk(child, x, y, scale)

    walk(root, 0.0, 0.0, 1.0)


def cards(root):
    """The share of the picture's height that each endpoint takes."""
    tall = float(root.get("viewBox").split()[3])
    return [float(one.get("height")) / tall for one in root.iter(f"{SVG}rect") if one.get("rx") in ("14", "18")][:1]


def test_a_stage_as_large_as_a_slide_fills_it_and_a_flat_one_is_as_in_the_window():
    trace = trace_of("four-way-close")
    t = trace.moments[12]
    wide, flat = (drawn(wish_for(trace, view="stage", size=size, t=t)) for size in ((1920, 1080), (1600, 440)))
    assert all(share > 0.9 for share in cards(wide))
    assert all(share > 0.8 for share in cards(flat))
    assert "10.0.0.1:49152" in texts(flat)
    for root in (wide, flat):
        assert {"SND.UNA", "SND.NXT", "RCV.NXT", "RCV.WND"} <= set(texts(root))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_says_what_happens_under_the_stage(language):
    trace = trace_of("four-way-close")
    t = trace.moments[12]
    wish = wish_for(trace, language, "symbolic", view="slide", t=t)
    root = drawn(wish)
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    written = "".join(texts(root)).replace(" ", "")
    spoken = spoken_at(trace, t, wish.naming)
    assert spoken.what.replace(" ", "") in written
    assert spoken.why.replace(" ", "") in written
    assert trace.title.pick(language) in texts(root)


def test_labels_of_a_stranger_stay_text():
    trace = trace_of("three-way-handshake")
    evil = "</text><script>alert(1)</script>&\x00\x08 ]]>"
    host = trace.hosts[0]._replace(label=Text(evil)) if hasattr(trace.hosts[0], "_replace") else replace(
        trace.hosts[0], label=Text(evil)
    )  # fmt: skip
    trace = replace(trace, hosts=(host, trace.hosts[1]))
    for view in ("ladder", "stage", "plots"):
        root = drawn(wish_for(trace, view=view))
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg", "title", "g", "rect", "line", "polyline", "circle", "path", "text", "defs", "pattern",
            "linearGradient", "stop",
        }  # fmt: skip
        assert any("<script>" in text for text in texts(root))


def test_a_ladder_that_nobody_could_look_at_is_refused():
    class Long:
        end = 1

        def sent_count(self, _t):
            return LONGEST + 1

    trace = trace_of("three-way-handshake")
    wish = replace(wish_for(trace), naming=Naming(trace, catalogue("en")))
    wish.naming.trace = Long()
    with pytest.raises(TooLongError):
        wish.check()


@pytest.mark.parametrize("size", [(1920, 1080), (800, 600), (600, 2000)])
@pytest.mark.parametrize("units", [300.0, 900.0, 5000.0])
def test_a_ladder_is_as_large_as_its_picture_allows(size, units):
    room = ladder_room(size, lambda _width: units)
    assert room.height * room.factor == pytest.approx(size[1])
    assert (room.width + 2 * room.beside) * room.factor == pytest.approx(size[0])
    assert units <= room.height + 0.001
    assert room.width >= NARROWEST - 0.001
    assert room.width <= max(NARROWEST, BROADEST * room.height) + 0.001


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [None, (1600, 400), (1280, 720)])
def test_the_state_diagram_has_all_states_both_hosts_and_the_last_change(language, size):
    trace = trace_of("lost-last-ack")
    t = next(change.t for change in trace.states if change.after is State.TIME_WAIT)
    root = drawn(wish_for(trace, language, view="states", t=t, size=size))
    shown = texts(root)
    for state in State:
        assert state_name(state, default_spelling(language)) in shown
    assert {"en": "rcv FIN / snd ACK", "zh": "收到 FIN / 发送 ACK"}[language] in shown
    if language == "en":
        assert [text for text in shown if text in "CS"] == ["C", "S"]
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    for rect in root.iter(f"{SVG}rect"):
        assert -1 <= float(rect.attrib["x"]) <= float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width + 1
        assert -1 <= float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height + 1


def plot_of(name, language="en", **more):
    trace = trace_of(name)
    wish = wish_for(trace, language, view="plots", **more)
    series = Series(trace)
    return wish, series.figure(wish.plot, series.main_side), drawn(wish)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("plot", PLOTS)
def test_a_plot_has_heading_axes_legend_and_flags(plot, language):
    wish, figure, root = plot_of("fast-retransmit-reno", language, plot=plot)
    shown, say = texts(root), wish.naming.say
    assert shown[0] == heading(figure, wish.naming)
    assert say("plots.axis.round" if plot == "rounds" else "plots.axis.t") in shown
    for entry in legend(figure, wish.naming.catalogue, wish.time, tall=True):
        assert entry.name in shown
        assert entry.words.replace(" ", "") in "".join(shown).replace(" ", "")
    for flag in figure.flags:
        assert say(f"plots.flag.{flag.key}") in shown


def test_the_playhead_of_a_plot_stands_at_its_moment_and_its_values_are_told():
    _, figure, root = plot_of("fast-retransmit-reno", plot="window", t=430_000_000)
    assert {"9000 B", "6000 B", "13000 B", "0.430 s"} <= set(texts(root))
    _, _, whole = plot_of("fast-retransmit-reno", plot="window")
    assert "0.430 s" not in texts(whole)
    assert figure.told_at(430_000_000)["cwnd"] == 9000


def test_a_plot_shows_the_stretch_that_was_looked_at_and_the_segment_that_was_chosen():
    wish, figure, whole = plot_of("fast-retransmit-reno")
    bars = next(layer for layer in figure.layers if layer.key == "segment")
    part = Plot(figure, wish.naming, wish.time, "light", stretch=(300e6, 400e6), t=350_000_000)
    close = ET.fromstring("".join(svg_figure(part)))

    def drawn_bars(root):
        paths = (path.get("d") for path in root.iter(f"{SVG}path") if path.get("stroke") == ROLES["left"].light)
        return sum(len(re.findall("V", path)) for path in paths)

    assert drawn_bars(whole) == len(bars.x)
    assert drawn_bars(close) == sum(300e6 <= x <= 400e6 for x in bars.x)
    seen = [300e6 <= x <= 400e6 for x in bars.x]
    for number, marked in ((bars.flights[0], False), (bars.flights[seen.index(True)], True)):
        root = ET.fromstring("".join(svg_figure(replace(part, selection=number))))
        assert any(rect.get("stroke") == ROLES["ink"].light for rect in root.iter(f"{SVG}rect")) is marked


@pytest.mark.parametrize("plot", PLOTS)
def test_nothing_of_a_plot_that_is_looked_at_closely_lies_beside_its_axes(plot):
    wish, figure, _ = plot_of("fast-retransmit-reno", plot=plot)
    first, last = figure.span
    stretch = (first + (last - first) * 0.4, first + (last - first) * 0.6)
    root = ET.fromstring("".join(svg_figure(Plot(figure, wish.naming, wish.time, "light", stretch=stretch))))
    axes = [line for line in root.iter(f"{SVG}line") if line.get("stroke") == ROLES["wire"].light]
    left, right = float(axes[0].attrib["x1"]), float(axes[1].attrib["x2"])
    for path in root.iter(f"{SVG}path"):
        if path.get("stroke-linecap") is None and path.get("fill") == "none":  # curves and bars, no signs
            places = [float(x) for x in re.findall(r"[ML]([\d.]+) ", path.attrib["d"])]
            assert left - 0.1 <= min(places) <= max(places) <= right + 0.1
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("opacity") == "0.24":
            assert left <= float(rect.attrib["x"])
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= right + 0.1


def test_a_narrow_plot_has_its_legend_above_it():
    wish, figure, _ = plot_of("fast-retransmit-reno")
    root = ET.fromstring("".join(svg_figure(Plot(figure, wish.naming, wish.time, "dark", size=(500, 400)))))
    places = {text.text: float(text.attrib["y"]) for text in root.iter(f"{SVG}text")}
    axis = wish.naming.say("plots.axis.seq")
    for entry in legend(figure, wish.naming.catalogue, wish.time, tall=False):
        assert places[entry.name] < places[axis]
        assert entry.words not in places


def test_the_curve_of_a_long_run_is_no_larger_than_its_picture_needs():
    wish, figure, _ = plot_of("fast-retransmit-reno", plot="window")
    x = array("d", range(100_000))
    wavy = Layer("cwnd", "left", "step", x, array("d", (i * 7919 % 1000 for i in range(100_000))))
    long = replace(figure, layers=(wavy,), span=(0.0, 100_000.0), height=1000.0)
    root = ET.fromstring("".join(svg_figure(Plot(long, wish.naming, None, "light"))))
    curve = max((path.attrib["d"] for path in root.iter(f"{SVG}path")), key=len)
    levels = [float(point.split()[1]) for point in re.split("[ML]", curve)[1:]]
    assert len(levels) < 4 * 1000
    tall = max(levels) - min(levels)
    assert tall == pytest.approx(480 - 2 * 10 - 28 - 24 - 24, rel=0.01)


def test_a_plot_of_nothing_says_so():
    _, figure, root = plot_of("three-way-handshake", plot="rounds")
    assert figure.empty
    assert any("congestion control" in text for text in texts(root))


def test_the_header_shows_the_chosen_segment_once_it_has_been_sent():
    trace = trace_of("three-way-handshake")
    written = texts(drawn(wish_for(trace, view="header", segment=1)))
    assert {"SYN — Client → Server", "100 (relative 0)", "1000 B", "24 bytes"} <= set(written)
    assert "c000 0050 0000 0064 0000 0000 6002 ffff" in written
    of_step = drawn(wish_for(trace, view="header", segment=2, t=trace.moments[1]))  # only the first has left
    assert "SYN — Client → Server" in texts(of_step)
    nothing = drawn(wish_for(trace, view="header", t=0))
    assert texts(nothing) == ["No segment has been sent yet."]
