"""Views are made when they are first seen, told only while they are, and do not bring each other down."""

from typing import Any

import pytest

from tcpanim.gui.views import LOWER, PANELS, VIEWS
from tcpanim.gui.widgets.view import Deck
from tcpanim.lesson import VIEWS as NAMES
from tcpanim.library import load_catalogue
from tests.gui.looks import dress
from tests.scene.runs import lost_last_ack


@pytest.mark.parametrize("name", [*LOWER, *PANELS])
def test_a_view_has_the_six_names(qtbot, name):
    view: Any = {**LOWER, **PANELS}[name]()
    qtbot.addWidget(view)
    trace = lost_last_ack()
    dress(view, trace)
    view.set_selection(2)
    for t in (0, trace.moments[7], trace.end):
        view.show_at(t)
        view.grab()
    told: list[int] = []
    for number, signal in enumerate(("seek_requested", "selected", "menu_requested")):
        getattr(view, signal).connect(told.append)
        getattr(view, signal).emit(number)
    assert told == [0, 1, 2]
    view.set_trace(None)
    view.grab()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_view_has_a_tab_an_order_and_a_place_in_scenarios(language):
    catalogue = load_catalogue(language)
    assert all(catalogue.has(f"view.{name}") and catalogue.has(f"action.view-{name}") for name in LOWER)
    assert all(catalogue.has(f"panel.{name}") and catalogue.has(f"action.panel-{name}") for name in PANELS)
    assert set(VIEWS) <= set(NAMES)


def test_only_what_is_in_sight_is_made_and_told(open_desk):
    made = []
    desk = open_desk(width=1280, height=720)
    desk.window.below._deck.made.connect(lambda name, _: made.append(name))
    desk.window.side._deck.made.connect(lambda name, _: made.append(name))
    desk.playhead.seek(desk.session.trace.end)
    assert made == []
    desk.window.show_view("events")
    desk.window.show_panel("why")
    assert made == ["events", "why"]
    assert desk.window.below.named("events").steps.rowCount() == len(desk.session.trace.moments)
    desk.window.show_view("ladder")
    desk.playhead.seek(0)
    events = desk.window.below._deck._made["events"].view
    assert events.steps.rowCount() > 1  # it has not heard of it
    desk.window.show_view("events")
    assert events.steps.rowCount() == 1


def test_where_it_is_wide_the_ladder_has_another_view_beside_it(open_desk):
    desk = open_desk(width=1920)
    below = desk.window.below
    for name in LOWER:
        desk.window.show_view(name)
        assert below.named("ladder").isVisible()
        assert below.named(name).isVisible()
    desk.window.resize(1280, 720)
    for name in LOWER:
        desk.window.show_view(name)
        assert [other for other in LOWER if below.named(other).isVisible()] == [name]


def test_a_view_that_fails_is_told_nothing_more_until_the_next_run(qtbot):
    trace = lost_last_ack()
    told: list[int] = []
    faults: list[object] = []

    def make():
        view: Any = LOWER["ladder"]()
        qtbot.addWidget(view)

        def show_at(t):
            told.append(t)
            raise RuntimeError("broken")

        view.show_at = show_at
        return view

    deck = Deck({"one": make, "two": LOWER["ladder"]})
    deck.failed.connect(faults.append)
    other: Any = deck.named("two")
    qtbot.addWidget(other)
    dress(other, trace)
    look = other._look
    deck.set_look(look)
    deck.show(("one", "two"))
    deck.set_trace(trace)
    deck.show_at(5)
    deck.show_at(6)
    assert (told, [str(fault) for fault in faults], other._t) == ([5], ["broken"], 6)
    deck.set_trace(None)
    deck.show_at(7)
    assert told == [5, 7]
