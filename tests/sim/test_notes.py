"""A lecturer's notes come at their moments."""

from tcpanim.units import MS
from tests.sim.runs import run


def test_state_segment_and_time():
    trace = run(
        more="""
notes:
  - {on: {at: 120 ms}, say: third}
  - {on: {segment: 3}, say: second}
  - {on: {client: SYN-SENT}, say: first, pause: true}
"""
    )
    assert [(note.t, note.segment, note.teaching.say.en) for note in trace.notes] == [
        (10 * MS, None, "first"),
        (110 * MS, 3, "second"),
        (120 * MS, None, "third"),
    ]
    assert trace.notes[0].teaching.pause


def test_a_note_whose_moment_never_comes_is_named():
    moments = ("{client: CLOSING}", "{segment: 9}", "{at: 60 min}")
    trace = run(more="notes:\n" + "".join(f"  - {{on: {moment}, say: x}}\n" for moment in moments))
    assert trace.notes == ()
    assert [(row.what, row.line, row.text) for row in trace.unfired] == [
        ("note", 17, "{client: CLOSING}"),
        ("note", 18, "segment: 9"),
        ("note", 19, "at: 60 min"),
    ]
