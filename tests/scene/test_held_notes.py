"""A lecturer's notes in a run with what-if edits: said only where they are true."""

import pytest

from tcpanim.library import builtins
from tcpanim.scenario import edits
from tcpanim.scenario.edits import apply
from tcpanim.scene.held_notes import held_notes
from tcpanim.sim.run import simulate
from tcpanim.tcp.states import State
from tcpanim.units import MS
from tests.model.scenarios import built_in

CLOSE = built_in("four-way-close")
WRITTEN = simulate(CLOSE)


def held(*made):
    """The notes of the close with those edits, and their run."""
    trace = simulate(apply(CLOSE, made))
    return held_notes(trace, WRITTEN), trace


@pytest.mark.parametrize("name", [name for name, _ in builtins()])
def test_all_hold_in_the_run_that_they_were_written_for(name):
    written = simulate(built_in(name))
    assert held_notes(written, written) == written.notes


def test_up_to_the_edit_all_is_as_it_was():
    notes, _ = held(edits.call(900 * MS, "server", "crash"))
    assert [note for note in notes if note.t < 900 * MS] == [note for note in WRITTEN.notes if note.t < 900 * MS]


def test_closed_by_a_crash_is_not_closed_by_the_last_acknowledgment():
    notes, trace = held(edits.call(900 * MS, "server", "crash"))
    closed = trace.notes[-1]
    assert closed.t == 900 * MS
    assert closed.teaching.speaker
    (there,) = (note for note in notes if note.t == 900 * MS)
    assert not there.teaching.speaker
    assert there.teaching.ask is None
    assert there.teaching.show == closed.teaching.show


def test_a_note_on_a_segment_goes_with_it_when_its_number_changes():
    notes, trace = held(edits.drop("client", 1))
    (original,) = (note for note in WRITTEN.notes if note.segment == 10)
    (moved,) = (note for note in notes if note.teaching is original.teaching)
    assert moved.segment == 11
    assert moved.t == trace.flight(11).sent
    assert trace.flight(11).segment == WRITTEN.flight(10).segment


def test_a_question_is_asked_only_where_its_answer_is_right():
    """With the server's CLOSE left out no FIN of its comes, and nothing that follows from it."""
    notes, trace = held(edits.skip("server", "close", 1))
    asked = [note for note in WRITTEN.notes if note.teaching.ask is not None]
    assert asked
    for note in notes:
        if note.teaching.ask is not None:
            assert note.t <= trace.skipped[0].t


def test_nothing_is_asked_of_a_server_that_is_down():
    """The FIN and the last ACK are told as ever, but nobody will answer the one or miss the other."""
    for t in (540 * MS, 850 * MS):
        notes, trace = held(edits.call(t, "server", "crash"))
        assert any(flight.sent > t for flight in trace.flights)
        assert [note.teaching.ask for note in notes if note.t > t and note.teaching.ask is not None] == []


def test_where_the_server_has_closed_already_it_is_not_said_that_it_may_send():
    at = next(note.t for note in WRITTEN.notes if WRITTEN.state("client", note.t) is State.FIN_WAIT_2)
    notes, trace = held(edits.call(at - 30 * MS, "server", "close"))
    (there,) = (note for note in notes if note.t == at)
    assert (trace.state("client", at), trace.state("server", at)) == (State.FIN_WAIT_2, State.LAST_ACK)
    assert there.teaching.ask is None
    assert not there.teaching.speaker


def test_where_nothing_happens_any_more_there_is_no_stop():
    """The handshake is watched half way, too; once the server is down nothing changes there."""
    scenario = built_in("three-way-handshake")
    written = simulate(scenario)
    trace = simulate(apply(scenario, (edits.call(20 * MS, "server", "crash"),)))
    half_way = next(note.t for note in written.notes if note.t not in {event.t for event in written.events})
    assert half_way > 20 * MS
    assert half_way not in {note.t for note in held_notes(trace, written)}
