"""The ladder's overview, its measuring tool, its scrolling; and its words in every built-in."""

from functools import cache
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from tcpanim.gui.widgets.ladder import Ladder
from tcpanim.library import builtins, read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tests.gui.looks import dress
from tests.scene.runs import lost_last_ack


@cache
def built_in(name):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return simulate(scenario)


@pytest.fixture
def ladder(qtbot):
    view = Ladder()
    qtbot.addWidget(view)
    dress(view, lost_last_ack(), (700, 320))
    return view


def scrolled(view, value):
    view.verticalScrollBar().setValue(value)
    return view.viewport().grab().toImage()


def test_a_scrolled_picture_is_the_one_drawn_whole(ladder):
    """Only the edge that comes into view is drawn; nobody is to see that."""
    ladder.show_at(lost_last_ack().end)
    most = ladder.verticalScrollBar().maximum()
    places = [0, 13, 40, most, most - 31, most - 200, 90, 91]
    moved = [scrolled(ladder, place) for place in places]
    for place, picture in zip(places, moved, strict=True):
        ladder.set_selection(1)
        ladder.viewport().grab()
        ladder.set_selection(None)  # everything anew
        assert scrolled(ladder, place) == picture, f"scrolled to {place}"


def test_a_drag_measures_and_a_click_goes_there(qtbot, ladder):
    ladder.show_at(lost_last_ack().end)
    port = ladder.viewport()
    went: list[int] = []
    ladder.seek_requested.connect(went.append)
    ladder.verticalScrollBar().setValue(0)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 80))
    qtbot.mouseMove(port, QPoint(300, 200))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    first, last = ladder.measured()
    assert first < last
    assert went == []
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 120))
    assert ladder.measured() is None
    assert went == []  # it put the measurement away
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 120))
    assert len(went) == 1


def test_by_key_it_measures_from_here_to_the_playhead(ladder):
    moments = lost_last_ack().moments
    ladder.show_at(moments[2])
    ladder.toggle_measure()
    ladder.show_at(moments[5])
    assert ladder.measured() == (moments[2], moments[5])
    ladder.toggle_measure()
    assert ladder.measured() is None


def test_the_overview_leads_to_any_part(qtbot, ladder):
    ladder.show_at(lost_last_ack().end)
    strip = ladder.findChild(type(ladder._overview))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(10, 2))
    assert ladder.verticalScrollBar().value() == 0
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(10, strip.height() - 2))
    assert ladder.verticalScrollBar().value() == ladder.verticalScrollBar().maximum()


@pytest.mark.parametrize("width", [520, 800, 1180])
@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_in_every_built_in_words_never_collide(qtbot, name, width):
    trace = built_in(name)
    view = Ladder()
    qtbot.addWidget(view)
    dress(view, trace, (width, 420), language="zh", numbering="symbolic", labels="textbook")
    view.show_at(trace.end)
    paint = view._paint
    assert paint is not None
    strips = []
    for flight in trace.flights[:400]:
        label = paint.labels.of(flight.id)
        if label.shown:
            strips.append(paint.labels.strip(paint.ladder.line(flight), label))
    for index, strip in enumerate(strips):
        assert not any(strip.meets(other) for other in strips[max(0, index - 60) : index])
        assert strip.x0 >= -2
        assert strip.x1 <= paint.x_right - paint.x_left + 2
    for side in ("left", "right"):
        notes = paint.notes[side]._notes
        assert all(a.top < b.top for a, b in pairwise(notes))
