"""The state diagram as a widget: a function of (trace, t), spoken of by mouse and by keyboard, leading to moments."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tcpanim.gui.painting.shapes import text_width
from tcpanim.gui.views import shown_by
from tcpanim.gui.widgets.state_diagram import StateDiagram
from tcpanim.scene.diagram import ARC_OF, ARCS
from tcpanim.scene.diagram_layout import token_box
from tcpanim.tcp.states import TRANSITIONS, State
from tests.gui.looks import dress
from tests.scene.runs import simulated


@pytest.fixture
def diagram(qtbot):
    def make(name="lost-last-ack", size=(700, 300), **more):
        view = StateDiagram(shown_by)
        qtbot.addWidget(view)
        dress(view, simulated(name), size, **more)
        view.show()
        return view

    return make


def arc(before, after):
    return ARC_OF[next(edge for edge in TRANSITIONS if (edge.before, edge.after) == (before, after))]


def point(view, arc, share=0.5):
    x, y = view.painter.layout.curves[arc].at(share)
    return QPoint(round(x), round(y))


@pytest.mark.parametrize("size", [(1150, 190), (620, 270), (1800, 700)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_depends_on_the_moment_alone(diagram, size, language):
    view, trace = diagram(size=size, language=language), simulated("lost-last-ack")
    first = {}
    moments = list(trace.moments)
    for t in moments:
        view.show_at(t)
        first[t] = view.grab().toImage()
    random.Random(4).shuffle(moments)
    for t in moments:
        view.show_at(t)
        assert view.grab().toImage() == first[t]
    assert len({bytes(image.constBits()) for image in first.values()}) == len({walk.t for walk in view._diagram.walks})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_hyphen_in_the_words_of_an_edge_is_no_dash(diagram, language):
    font = diagram("fin-wait-2-timeout", language=language).painter.label_font
    assert text_width("-", font) < 0.8 * text_width("0", font)


@pytest.mark.parametrize("name", ["lost-last-ack", "simultaneous-close", "no-time-wait", "fin-wait-2-timeout"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_host_stands_on_the_words_of_an_edge_and_those_on_no_name(diagram, name, language):
    view = diagram(name, size=(1186, 176), scale=0.9, language=language)  # the lowest: a window of 1280 × 720
    paint = view.painter
    for walk in view._diagram.walks:
        view.show_at(walk.t)
        tokens = [token_box(paint.layout, token, paint.size) for token in view._view.tokens]
        for label in paint.place(view._view, None, None):
            assert not any(label.box.meets(token) for token in tokens), (label.text, walk)
            covered = [box for box in paint.layout.chips.values() if box.holds(label.box.centre)]
            assert covered == [], (label.text, walk)


def test_hovering_and_keys_say_the_rule(diagram):
    view = diagram()
    wanted = arc(State.FIN_WAIT_1, State.CLOSING)
    QTest.mouseMove(view, point(view, wanted))
    assert view.chosen is wanted
    assert "rcv FIN / snd ACK" in view.accessibleDescription()
    assert "RFC 9293 §3.10.7.4" in view.accessibleDescription()
    QTest.mouseMove(view, QPoint(2, 2))
    assert view.chosen is None
    spoken = set()
    for _ in ARCS:
        QTest.keyClick(view, Qt.Key.Key_Down)
        spoken.add(view.accessibleDescription())
    assert len(spoken) == len(ARCS)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.chosen is ARCS[-2]


def test_an_arc_that_was_walked_leads_to_its_moment_and_another_nowhere(diagram):
    view, trace = diagram(), simulated("lost-last-ack")
    view.show_at(trace.end)
    sought: list[int] = []
    view.seek_requested.connect(sought.append)
    closing = arc(State.ESTABLISHED, State.FIN_WAIT_1)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, closing))
    moment = next(walk.t for walk in view._diagram.walks if walk.edge in closing.edges)
    assert sought == [moment]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, arc(State.FIN_WAIT_1, State.CLOSING)))
    assert sought == [moment]
    while view.chosen is not closing:
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert sought == [moment, moment]


@pytest.mark.parametrize(("language", "title"), [("en", "Simultaneous close"), ("zh", "同时关闭")])
def test_coverage_names_a_scenario_for_what_was_not_walked(diagram, language, title):
    view = diagram(size=(1200, 500), language=language)
    view.show_at(simulated("lost-last-ack").end)
    before = view.grab().toImage()
    view.coverage.setChecked(True)
    assert view.grab().toImage() != before
    QTest.mouseMove(view, point(view, arc(State.FIN_WAIT_1, State.CLOSING)))
    assert title in view.accessibleDescription()
    assert "simultaneous-close" in view.accessibleDescription()
    placed = view.painter.place(view._view, shown_by(), None)
    assert title in {label.text for label in placed}
    QTest.mouseMove(view, point(view, arc(State.ESTABLISHED, State.FIN_WAIT_1)))
    assert title not in view.accessibleDescription()


def test_coverage_leads_to_the_scenario_it_names(open_desk):
    desk = open_desk("four-way-close")
    desk.window.show_view("states")
    view = desk.window.below.named("states")
    desk.playhead.seek(desk.session.trace.end)
    view.coverage.setChecked(True)
    while view.chosen is not arc(State.FIN_WAIT_1, State.CLOSING):
        QTest.keyClick(view, Qt.Key.Key_Down)
    opened: list[str] = []
    view.scenario_requested.connect(opened.append)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == ["simultaneous-close"]
    assert desk.session.wanted.name == "simultaneous-close"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_said_of_an_arc_is_not_larger_than_a_state(diagram, scale, language):
    view = diagram(size=(1150, 240), scale=scale, language=language)
    drawing = view.painter
    assert drawing.label_font.pixelSize() <= max(14, drawing.state_font.pixelSize())
