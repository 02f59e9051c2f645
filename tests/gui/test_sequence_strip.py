"""The sequence strip as a widget."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.gui.painting import strip as painting
from tcpanim.gui.widgets.sequence_strip import SequenceStrip
from tests.gui.looks import dress
from tests.scene.runs import simulated


@pytest.fixture
def strip(qtbot):
    def make(name="lost-data", size=(1150, 190), **more):
        view = SequenceStrip()
        qtbot.addWidget(view)
        dress(view, simulated(name), size, **more)
        view.show()
        return view

    return make


@pytest.mark.parametrize("size", [(1150, 190), (640, 290), (1700, 560)])
@pytest.mark.parametrize("detail", ["first", "course", "advanced"])
def test_the_picture_depends_on_the_moment_alone(strip, size, detail):
    view, trace = strip(size=size, detail=detail, language="zh"), simulated("lost-data")
    moments = [0, *trace.moments]
    first = {}
    for t in moments:
        view.show_at(t)
        first[t] = view.grab().toImage()
    random.Random(3).shuffle(moments)
    for t in moments:
        view.show_at(t)
        assert view.grab().toImage() == first[t]


def test_a_cell_is_spoken_of_and_selects_its_segment(strip):
    view, trace = strip(), simulated("lost-data")
    view.show_at(trace.end // 2)
    index, cell = view.cell_at(view._paint.cell_rect(0, view.strips[0], view.strips[0].cells[1]).center())
    place = view._paint.cell_rect(index, view.strips[index], cell).center().toPoint()
    QTest.mouseMove(view, place)
    assert view.chosen == (index, cell)
    assert str(cell.size) in view.accessibleDescription()
    chosen: list[int] = []
    view.selected.connect(chosen.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen[0] == cell.flights[-1]
    assert len(chosen) == 2
    view.set_selection(1)
    assert 1 in view.chosen[1].flights


@pytest.mark.parametrize(("size", "scale"), [((530, 290), 1.0), ((1060, 1200), 2.0), ((1060, 560), 2.0)])
def test_in_a_narrow_view_the_legend_has_more_lines_and_no_smaller_type(strip, monkeypatch, size, scale):
    view, trace = strip("sliding-window", size, scale=scale), simulated("sliding-window")
    view.show_at(trace.moments[10])
    told = {}

    def draw_text(_painter, _rect, text, font, *_rest):
        told[text] = font.pixelSize()

    monkeypatch.setattr(painting, "draw_text", draw_text)
    view.grab()
    parts = {text: size for text, size in told.items() if "sent" in text or "received" in text}
    assert {"sent and acknowledged", "may be sent, not sent yet", "must not be received"} <= set(parts)
    assert min(parts.values()) >= 12 * scale
