"""While the window rests it makes itself ready: nothing of that is seen, and it comes to an end."""

import gc

import pytest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.rest import Rest
from tcpanim.scene.ladder import Ladder as LadderScene


def picture(desk):
    for _ in range(3):  # nested layouts settle in rounds
        QApplication.processEvents()
    return desk.window.grab().toImage()


@pytest.fixture
def rested(open_desk, qtbot):
    """A function that opens a window on a scenario and lets it rest."""

    def open_(name="whole-connection", **more):
        desk = open_desk(name, **more)
        rest = Rest(desk)
        assert not rest.done
        before = picture(desk)
        qtbot.waitUntil(lambda: rest.done, timeout=20_000)
        return desk, rest, before

    return open_


def test_what_is_made_ready_is_not_seen(rested):
    desk, _, before = rested()
    assert picture(desk) == before
    panel = desk.window.side.named("segment")
    assert panel.shown() is None
    assert panel.empty.isVisible()
    assert desk.playhead.t == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_later_everything_looks_as_if_nothing_had_been_rehearsed(rested, open_desk, language):
    ready, _, _ = rested("four-way-close", language=language)
    plain = open_desk("four-way-close", language=language)
    for step in (1, 2, 8, 13, 22):
        pictures = []
        for desk in (plain, ready):
            desk.playhead.seek(desk.session.trace.moments[step])
            pictures.append(picture(desk))
        assert pictures[0] == pictures[1], f"step {step}"


def test_afterwards_no_line_of_the_ladder_is_placed_for_the_first_time(rested, monkeypatch):
    desk, _, _ = rested("lost-data")
    asked = []
    monkeypatch.setattr(LadderScene, "labels", lambda scene, line: asked.append((scene, line)))
    for moment in desk.session.trace.moments:
        desk.playhead.seek(moment)
        desk.window.repaint()
    assert asked == []


def test_while_it_plays_it_waits(open_desk, qtbot):
    desk = open_desk("lost-data")
    rest = Rest(desk)
    desk.playhead.driven = True
    desk.playhead.play()
    for _ in range(1000):  # more than it has to do
        rest.go_on()
    assert not rest.done
    desk.playhead.pause()
    qtbot.waitUntil(lambda: rest.done, timeout=20_000)


def test_another_run_is_made_ready_too(rested, qtbot):
    desk, rest, _ = rested("three-way-handshake")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("lost-data")
    assert not rest.done
    qtbot.waitUntil(lambda: rest.done, timeout=20_000)


def test_a_rehearsal_that_fails_is_noted_and_nobody_is_disturbed(open_desk, qtbot, tmp_path, monkeypatch):
    desk = open_desk("three-way-handshake")
    told = []
    desk.faults.happened.connect(lambda line, _details: told.append(line))

    def fail():
        raise RuntimeError("stage fright")
        yield

    monkeypatch.setattr(desk.window.below.named("ladder"), "rehearse", fail)
    rest = Rest(desk)
    qtbot.waitUntil(lambda: rest.done, timeout=20_000)
    assert told == []
    assert "stage fright" in (tmp_path / "tcpanim.log").read_text()


def test_after_a_lecture_memory_is_put_in_order(rested, qtbot):
    desk, rest, _ = rested("three-way-handshake")
    desk.presentation.begin(whole=False, size=(1280, 720))
    assert rest.done
    desk.presentation.end()
    assert not rest.done
    qtbot.waitUntil(lambda: rest.done, timeout=20_000)


def test_in_a_lecture_it_keeps_no_key_waiting_but_another_run_is_put_in_order(rested, qtbot):
    desk, rest, _ = rested("three-way-handshake")
    desk.presentation.begin(whole=False, size=(1280, 720))
    for order in ("language", "theme", "ladder"):
        desk.presentation.order(order)
        assert rest.done
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("lost-data")
    assert not rest.done
    qtbot.waitUntil(lambda: rest.done, timeout=20_000)


def test_a_panel_of_a_lecture_is_not_gone_through_for_garbage(rested):
    desk, _, _ = rested("three-way-handshake")
    desk.presentation.begin(whole=False, size=(1280, 720))
    before = gc.get_freeze_count()
    desk.presentation.order("diagram")
    assert gc.get_freeze_count() > before
