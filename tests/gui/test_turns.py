"""While time flows, views that need much take turns: nobody is late by more than a glance, and at rest nobody is."""

import pytest

from tcpanim.gui.playhead import GLIDE, Playhead
from tcpanim.gui.turns import LONG, Turns
from tcpanim.scene.header import shown_segment
from tests.gui.test_playhead import run

FRAME = 1 / 60
LATE = 4
"""So many frames after a moment everybody has shown it, or a later one."""


@pytest.fixture
def playhead():
    trace, time_map = run()
    head = Playhead()
    head.driven = True
    head.set_run(time_map, trace.moments, trace.end)
    return head


def listening(playhead, *names):
    """Who is told when it is moved: by name, the moments that were shown."""
    told: dict[str, list[int]] = {name: [] for name in names}

    def moved(t):
        for name in names:
            playhead.in_turn(name, lambda name=name: told[name].append(t))

    playhead.moved.connect(moved)
    return told


class Watch:
    """Orders that take as many seconds as it is told, and the clock that says so."""

    def __init__(self):
        self.now = 0.0
        self.done: list[str] = []

    def order(self, name, seconds=0.0):
        def do():
            self.now += seconds
            self.done.append(name)

        return do


@pytest.fixture
def watch():
    return Watch()


def test_at_least_one_order_a_frame_and_always_the_newest(watch):
    turns = Turns(lambda: watch.now)
    turns.wait("a", watch.order("a, old", LONG))
    turns.wait("b", watch.order("b", LONG))
    turns.wait("a", watch.order("a, new", LONG))
    turns.some()
    assert watch.done == ["a, new"]
    turns.some()
    turns.some()
    assert watch.done == ["a, new", "b"]


def test_whoever_has_little_to_do_lets_the_next_one_follow_and_each_waits_for_all_others_once(watch):
    turns = Turns(lambda: watch.now)
    for wanted in (["a", "b"], ["c", "d", "a", "b"], ["a", "b"], ["c", "d", "a", "b"]):
        for name in "abcd":
            turns.wait(name, watch.order(name, LONG if name == "b" else LONG / 10))
        watch.done.clear()
        turns.some()
        assert watch.done == wanted


def test_the_rest_of_an_order_has_the_next_turn_and_at_rest_it_is_done_at_once(watch):
    turns = Turns(lambda: watch.now)

    def begin():
        watch.order("begun", LONG)()
        return watch.order("completed", LONG)

    turns.wait("a", begin)
    turns.wait("b", watch.order("b", LONG))
    for wanted in (["begun"], ["begun", "completed"], ["begun", "completed", "b"]):
        assert turns
        turns.some()
        assert watch.done == wanted
    assert not turns
    turns.wait("a", begin)
    turns.some()
    turns.all()
    turns.take("a", begin)
    assert watch.done[3:] == ["begun", "completed"] * 2
    assert not turns


def test_a_full_frame_is_passed_over_but_never_two_in_a_row(watch):
    turns = Turns(lambda: watch.now)
    for name in "abc":
        turns.wait(name, watch.order(name, LONG))
    for full in (True, True, True, False):
        turns.some(full=full)
    assert watch.done == ["a", "b"]


def test_while_it_plays_all_are_served_before_long_and_never_with_an_older_moment(playhead):
    told = listening(playhead, "panel", "diagram", "ladder")
    moments = [0] * 2 * LATE
    playhead.play()
    for _ in range(60):
        playhead.tick(FRAME)
        moments = [*moments[1:], playhead.t]
        assert all(not shown or shown[-1] in moments for shown in told.values())
    assert all(len(shown) >= 15 for shown in told.values())
    assert all(shown == sorted(shown) for shown in told.values())


def test_a_seek_and_a_pause_are_shown_by_all_at_once(playhead):
    told = listening(playhead, "panel", "diagram")
    playhead.play()
    playhead.tick(FRAME)
    playhead.seek(run()[0].moments[5])
    assert [moments[-1] for moments in told.values()] == [playhead.t] * 2
    for _ in range(7):
        playhead.tick(FRAME)
    playhead.pause()
    assert [moments[-1] for moments in told.values()] == [playhead.t] * 2
    assert not playhead.moving


def test_after_a_step_it_goes_on_until_all_have_landed(playhead):
    told = listening(playhead, "panel", "diagram")
    playhead.step_forward()
    frames = 0
    while playhead.moving:
        playhead.tick(FRAME)
        frames += 1
    assert playhead.t == run()[0].moments[1]
    assert [moments[-1] for moments in told.values()] == [playhead.t] * 2
    assert frames * FRAME < GLIDE + LATE * FRAME


def test_frame_by_frame_as_in_a_film_everything_is_exact(playhead):
    told = listening(playhead, "panel", "diagram")
    playhead.play()
    playhead.tick(FRAME)
    for _ in range(20):
        playhead.advance(FRAME)
        assert [moments[-1] for moments in told.values()] == [playhead.t] * 2


def test_the_side_panel_is_never_late_by_more_than_a_glance(open_desk):
    desk = open_desk("four-way-close")
    trace, panel = desk.session.trace, desk.window.side.named("segment")
    desk.playhead.driven = True
    desk.playhead.play()
    due = [shown_segment(trace, 0, None)] * LATE
    while desk.playhead.t < trace.end or desk.playhead.moving:
        if not desk.playhead.direction and desk.playhead.t < trace.end:
            desk.playhead.play()
        desk.playhead.tick(FRAME)
        due = [*due[1:], shown_segment(trace, desk.playhead.t, None)]
        assert panel.shown() in due
        assert desk.window.caption.count.text() == f"{trace.step_at(desk.playhead.t)}/{len(trace.moments)}"
    assert panel.shown() == shown_segment(trace, trace.end, None)


def test_the_reasons_for_a_segment_follow_it_while_time_flows_and_come_with_it_at_rest(open_desk):
    desk = open_desk("four-way-close")
    trace, panel = desk.session.trace, desk.window.side.named("segment")
    for moment in trace.moments[:6]:
        desk.playhead.seek(moment)
        assert panel.why._selection == shown_segment(trace, moment, None)
        assert panel.why.isVisible() == (panel.shown() is not None)
    desk.playhead.seek(0)
    assert not panel.why.isVisible()
    desk.playhead.driven = True
    desk.playhead.play()
    due: list[int | None] = [None] * (LATE + 1)
    for _ in range(240):
        desk.playhead.tick(FRAME)
        due = [*due[1:], shown_segment(trace, desk.playhead.t, None)]
        assert (panel.why._selection if panel.why.isVisible() else None) in due
    desk.playhead.pause()
    assert panel.why._selection == shown_segment(trace, desk.playhead.t, None)
