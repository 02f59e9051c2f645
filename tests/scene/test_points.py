"""Teaching points: from notes, else found in the trace."""

from dataclasses import replace

import pytest

from tcpanim.i18n import Text
from tcpanim.lesson import Ask, Teaching, View
from tcpanim.library import builtins, read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.points import LEAST, MOST, course_of
from tcpanim.sim.run import simulate
from tcpanim.trace.events import NoteRow
from tcpanim.units import MS


def run(name, **changes):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    trace = simulate(scenario)
    return replace(trace, **changes) if changes else trace


def test_each_moment_with_notes_is_a_point():
    trace = run("four-way-close")
    course = course_of(trace)
    assert course.times == tuple(sorted({note.t for note in trace.notes}))
    assert course.points[0].speaker("zh")
    asked = [point for point in course.points if point.ask is not None]
    assert asked
    assert all(course.at(point.t) is point for point in asked)


@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_without_notes_some_steps_of_the_trace_are_points(name):
    trace = run(name, notes=())
    course = course_of(trace)
    assert min(LEAST, len(trace.moments)) <= len(course.points) <= MOST
    assert set(course.times) <= set(trace.moments)
    assert list(course.times) == sorted(set(course.times))


def test_the_handshake_without_notes_stops_at_each_change_of_state():
    trace = run("three-way-handshake", notes=())
    assert set(course_of(trace).times) >= {change.t for change in trace.states}


def test_losses_and_resets_are_worth_a_point_and_the_tenth_segment_of_a_row_is_not():
    lost = run("lost-last-ack", notes=())
    ended = next(flight.ended for flight in lost.flights if flight.by is not None)
    assert ended in course_of(lost).times
    row = run("cubic-growth", notes=())
    assert len(course_of(row).points) == MOST
    assert len(row.moments) > 100


def test_one_stands_before_the_first_point_and_behind_the_last_where_something_lies_there():
    teach = Teaching()
    trace = run("three-way-handshake", notes=(NoteRow(60 * MS, None, teach), NoteRow(110 * MS, None, teach)))
    course = course_of(trace)
    assert course.stops == (0, 60 * MS, 110 * MS, trace.end)
    assert [course.number(t) for t in course.stops] == [0, 1, 2, 2]
    assert course.after(0) == 60 * MS
    assert course.before(60 * MS) == 0
    assert course.after(trace.end) is None
    assert course.before(0) is None
    whole = course_of(run("three-way-handshake", notes=(NoteRow(0, None, teach), NoteRow(trace.end, None, teach))))
    assert whole.stops == (0, trace.end)


def test_notes_of_one_moment_are_one_point_and_what_they_show_adds_up():
    ask = Ask(Text("?"), (Text("a"), Text("b")), 1)
    notes = (
        NoteRow(10 * MS, None, Teaching(speaker=Text("one"), show=View(view="ladder", numbering="relative"))),
        NoteRow(10 * MS, None, Teaching(speaker=Text("two"), ask=ask, show=View(numbering="symbolic"))),
        NoteRow(60 * MS, None, Teaching(show=View(view="stage"))),
    )
    course = course_of(run("three-way-handshake", notes=notes))
    first = course.points[0]
    assert first.speaker("en") == "one\n\ntwo"
    assert first.ask is ask
    assert first.show == View(view="ladder", numbering="symbolic")
    assert course.shown(9 * MS) == View()
    assert course.shown(60 * MS) == View(view="stage", numbering="symbolic")
