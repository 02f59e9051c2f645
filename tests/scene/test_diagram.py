"""The state diagram: every edge has its arc, the figure fits, and the hosts are where the trace says."""

import pytest

from tcpanim.scene.clock import screen_time
from tcpanim.scene.diagram import ARC_OF, ARCS, END, Diagram
from tcpanim.scene.diagram_layout import Box, Places, lay_out
from tcpanim.scene.diagram_words import arc_lines, description, edge_label, labels
from tcpanim.scene.names import Naming
from tcpanim.scene.text_widths import text_width
from tcpanim.tcp.states import FIGURE_5, TRANSITIONS, State, Trigger
from tcpanim.units import MS
from tests.scene.runs import catalogue, simulated

SIZES = [(1150, 150, 12), (620, 240, 12), (700, 300, 13.5), (1800, 700, 30), (1800, 400, 22), (900, 900, 20)]


def figure(width, height, size):
    area = Box(10, 10, width, height)
    return area, lay_out(area, (size * 8.6, size * 1.85), size * 1.05)


def edge_of(walk):
    assert walk.edge is not None
    return walk.edge


def naming(trace, language="en"):
    return Naming(trace, catalogue(language), "relative", "plain")


def test_every_edge_runs_along_exactly_one_arc():
    edges = [edge for arc in ARCS for edge in arc.edges]
    assert len(edges) == len(TRANSITIONS)
    assert set(edges) == set(TRANSITIONS)
    for arc in ARCS:
        assert {edge.before for edge in arc.edges} == {arc.before}
        assert {edge.after for edge in arc.edges} == {arc.target}
        assert arc.figure == any(edge in FIGURE_5 for edge in arc.edges)
        assert not (arc.stub and arc.figure)


@pytest.mark.parametrize("size", SIZES)
def test_chips_lie_in_the_area_and_apart(size):
    area, layout = figure(*size)
    boxes = list(layout.chips.values())
    assert len(boxes) == len(State) + 1
    for index, box in enumerate(boxes):
        assert area.x <= box.x
        assert area.y <= box.y
        assert box.x + box.width <= area.x + area.width + 0.01
        assert box.y + box.height <= area.y + area.height + 0.01
        assert not any(box.meets(other, 4) for other in boxes[:index])


@pytest.mark.parametrize("size", SIZES)
def test_arcs_join_their_chips_and_pass_by_all_others(size):
    area, layout = figure(*size)
    for arc, curve in layout.curves.items():
        assert layout.chips[arc.before].holds(curve.start, 0.01)
        if not arc.stub:
            assert layout.chips[arc.after].holds(curve.end, 0.01)
        ends = (arc.before, arc.after)
        inner = [Box(*box) for node, box in layout.chips.items() if node not in ends]
        for point in curve.points(60):
            assert not any(box.holds(point, -1) for box in inner), arc
            assert area.holds(point, 1), arc


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_hide_nothing(size, language):
    area, layout = figure(*size)
    trace = simulated("lost-last-ack")
    names, px = naming(trace, language), size[2] * 0.82
    diagram = Diagram(trace)
    for t in trace.moments:
        wanted = labels(diagram.at(t), names, None, None)
        placed = Places(layout, area, lambda text: (text_width(text, px) + 12, px * 1.4), 3).place(wanted)
        must = {arc for arc, _, shown in wanted if shown}
        assert must <= {label.arc for label in placed}
        for index, label in enumerate(placed):
            assert area.holds((label.box.x, label.box.y), 0.01)
            others = [other.box for other in placed[:index]]
            assert not any(label.box.meets(other) for other in others)
            if label.arc not in must:
                assert not any(label.box.meets(chip) for chip in layout.chips.values())


def test_the_tokens_stand_where_the_hosts_are():
    trace = simulated("lost-last-ack")
    diagram = Diagram(trace)
    for t in (0, *trace.moments):
        for token, host in zip(diagram.at(t).tokens, trace.hosts, strict=True):
            assert token.arc is None
            assert (State.CLOSED if token.node == END else token.node) is trace.state(host.name, t)
    assert [token.node for token in diagram.at(0).tokens] == [State.CLOSED, State.LISTEN]
    assert [token.node for token in diagram.at(trace.end).tokens] == [END, END]


def test_the_path_is_what_the_connection_walked_so_far():
    trace = simulated("lost-last-ack")
    diagram = Diagram(trace)
    view = diagram.at(trace.end)
    path = [arc.before for arc in view.walked["left"]]
    assert path == [
        State.CLOSED, State.SYN_SENT, State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2, State.TIME_WAIT,
    ]  # fmt: skip
    assert [(edge.trigger, side) for edge, side in view.lit] == [(Trigger.TIMEOUT_2MSL, "left")]
    assert len(view.shown) == len(view.walked["left"]) + len(view.walked["right"])
    lengths = [len(diagram.at(t).shown) for t in trace.moments]
    assert lengths == sorted(lengths)


def test_a_token_sets_out_before_its_state_changes_and_is_there_in_time():
    trace = simulated("lost-last-ack")
    diagram, clock = Diagram(trace), screen_time(trace, "story")
    for walk in diagram.walks[2:]:
        shares = []
        for ahead in (6, 4, 2, 1):
            view = diagram.at(walk.t - ahead * MS, clock)
            token = view.tokens[0 if walk.host == trace.hosts[0].name else 1]
            assert token.node is edge_of(walk).before
            shares.append(token.share)
        assert shares == sorted(shares)
        assert all(token.arc is None or token.node != edge_of(walk).after for token in diagram.at(walk.t, clock).tokens)


def test_an_arc_leads_to_the_moment_when_it_was_walked():
    trace = simulated("lost-last-ack")
    diagram = Diagram(trace)
    for walk in diagram.walks:
        arc = ARC_OF[edge_of(walk)]
        assert diagram.visit(arc, walk.t) == walk.t
        assert diagram.visit(arc, 0) is not None
    never = ARC_OF[next(edge for edge in TRANSITIONS if edge.after is State.CLOSING)]
    assert diagram.visit(never, trace.end) is None
    assert diagram.stay(State.TIME_WAIT, trace.end) == next(
        walk.t for walk in diagram.walks if edge_of(walk).after is State.TIME_WAIT
    )
    assert diagram.stay(State.CLOSING, trace.end) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_edge_is_named_with_its_rule(language):
    trace = simulated("lost-last-ack")
    names = naming(trace, language)
    for arc in ARCS:
        lines = arc_lines(arc, names, frozenset(), {})
        assert len(lines) == len(arc.edges)
        for line, edge in zip(lines, arc.edges, strict=True):
            assert edge.rule in line
            assert edge_label(edge, names.say) in line
    assert description(Diagram(trace).at(trace.end), names).count("CLOSED") >= 3
