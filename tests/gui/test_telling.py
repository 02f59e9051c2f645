"""What a screen reader is told of what changes where the focus is not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tcpanim.gui.herald import spoken_ms
from tcpanim.gui.widgets.events import Events
from tcpanim.gui.widgets.glossary_sheet import GlossarySheet
from tcpanim.scenario.edits import drop


@pytest.fixture(autouse=True)
def listened_to():
    """A screen reader listens."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


class Ear:
    """Hears what a desk says."""

    def __init__(self, desk, qtbot):
        self._herald, self._qtbot = desk.telling.herald, qtbot
        self._heard: list[str] = []
        self._herald.said.connect(self._heard.append)
        self.silence()

    def silence(self):
        """What was about to be said is over."""
        self._qtbot.waitUntil(lambda: self._herald._timer is None)
        self._heard.clear()

    def after(self, order):
        """What is said of that, all of it."""
        self.silence()
        order()
        self._qtbot.waitUntil(lambda: self._herald._timer is None)
        return " | ".join(self._heard)


@pytest.fixture
def listen(open_desk, qtbot):
    def begin(name="four-way-close", language="en"):
        desk = open_desk(name, language=language)
        desk.appearance.set_reduced_motion(True)  # steps land at once
        return desk, Ear(desk, qtbot)

    return begin


def press(desk, key, modifier=Qt.KeyboardModifier.NoModifier):
    return lambda: QTest.keyClick(desk.window, key, modifier)


def test_a_step_is_heard_with_its_number_its_time_and_why(listen):
    desk, ear = listen("lost-syn")
    desk.playhead.seek(0)
    heard = ear.after(press(desk, Qt.Key.Key_Right))
    caption = desk.window.caption
    assert heard.startswith(f"2. 0.010 s {caption.what.accessibleName()} {caption.why.accessibleName()}")


def test_nothing_is_said_where_nobody_listens(listen):
    desk, ear = listen()
    QAccessible.setActive(False)
    assert ear.after(press(desk, Qt.Key.Key_Right)) == ""


def test_while_time_flows_a_voice_is_not_interrupted_and_at_rest_the_last_is_heard(listen):
    desk, ear = listen("congestion-avoidance")
    playhead = desk.playhead
    playhead.driven = True
    playhead.set_speed(10)

    def play():
        while playhead.t < desk.session.trace.end:  # it pauses by itself at each note
            playhead.play()
            while playhead.direction:
                playhead.tick(0.05)

    heard = ear.after(play)
    # All was played within a moment: of all those steps the last was heard, with its reason.
    caption, last = desk.window.caption, len(desk.session.trace.moments)
    assert heard.startswith(f"{last}. ")
    assert f"{caption.what.accessibleName()} {caption.why.accessibleName()}" in heard
    assert "The run is over at" in heard
    assert len(desk.session.trace.moments) > 50
    assert spoken_ms(heard) < 30_000


def test_a_voice_takes_longer_for_a_han_letter():
    assert spoken_ms("一二三") > spoken_ms("abc")


def test_pausing_says_where(listen):
    desk, ear = listen("lost-syn")
    desk.playhead.driven = True
    assert ear.after(press(desk, Qt.Key.Key_Space)) == "Playing."
    desk.playhead.tick(0.05)
    assert ear.after(press(desk, Qt.Key.Key_Space)).endswith("Paused at 0.005 s.")


def test_in_the_list_of_events_the_row_is_read_and_nothing_else(listen):
    desk, ear = listen()
    desk.playhead.seek(0)
    desk.window.show_view("events")
    desk.window.below.named("events").list.setFocus()
    assert ear.after(press(desk, Qt.Key.Key_Right)) == ""


def test_while_playing_the_keys_stay_in_the_list_of_events_and_come_to_the_last_row_at_rest(listen):
    desk, ear = listen("lost-syn")
    playhead = desk.playhead
    playhead.driven = True
    playhead.seek(0)
    desk.window.show_view("events")
    events = desk.window.below.named("events")
    events.list.setFocus()
    rows = set()

    def play():
        playhead.play()
        while playhead.moving:
            playhead.tick(0.05)
            if playhead.direction:
                rows.add(events.list.currentIndex().row())

    heard = ear.after(play)
    assert rows == {0}
    assert events.list.currentIndex().row() == events.steps.rowCount() - 1 > 0
    assert heard == "A question belongs to this moment: P goes to it. Paused at 0.010 s."


def test_another_scenario_is_told_with_what_it_is_for(listen, qtbot):
    desk, ear = listen()

    def opened():
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open_builtin("lost-syn")

    heard = ear.after(opened)
    assert "Lost SYN. RTO of a SYN and its backoff." in heard
    assert f"{len(desk.session.trace.moments)} steps" in heard


def test_a_what_if_and_its_undoing_are_told(listen, qtbot):
    desk, ear = listen("three-way-handshake")

    def settled(order):
        def ordered():
            with qtbot.waitSignal(desk.session.settled, timeout=20_000):
                order()

        return ear.after(ordered)

    heard = settled(lambda: desk.session.edit(drop("client", 1)))
    assert "1 change. SYN=1, seq=x from the client is lost." in heard
    assert "Original." in settled(desk.session.undo)
    assert "1 change." in settled(desk.session.redo)


def test_a_choice_says_what_holds_now_and_another_language_only_itself(listen):
    desk, ear = listen()
    assert ear.after(press(desk, Qt.Key.Key_N)).startswith("Sequence numbers: ")
    assert ear.after(press(desk, Qt.Key.Key_T)).startswith("Colours: ")
    heard = ear.after(press(desk, Qt.Key.Key_L))
    assert heard.startswith("语言：中文. ")
    assert "序号显示" not in heard
    assert ear.after(press(desk, Qt.Key.Key_Plus)) == "速度 1.5 ×."


def test_what_went_wrong_is_told(listen, tmp_path, qtbot):
    desk, ear = listen()
    path = tmp_path / "bad.tcpanim"
    path.write_text("tcpanim: 1\nhots: {}\n", encoding="utf-8")

    def opened():
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open_file(path)

    heard = ear.after(opened)
    assert "bad.tcpanim" in heard
    assert "“hosts” is missing" in heard
    assert "boom" in ear.after(lambda: desk.faults.happened.emit("boom", "details"))


def test_a_question_at_this_moment_is_told_of(listen):
    desk, ear = listen("three-way-handshake")
    asked = next(note.t for note in desk.session.trace.notes if note.teaching.ask is not None)
    assert "P goes to it" in ear.after(lambda: desk.playhead.seek(asked))
    assert "P goes to it" not in ear.after(press(desk, Qt.Key.Key_N))


def test_two_runs_say_where_they_part_and_what_each_has_come_to(listen, qtbot):
    desk, ear = listen("three-way-handshake")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.edit(drop("client", 1))
    heard = ear.after(press(desk, Qt.Key.Key_C))
    assert "Two runs compared. First difference at 0.035 s." in heard
    heard = ear.after(press(desk, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier))
    assert "as it was: The server opens passively" in heard
    assert "with the change: The server opens passively" in heard
    assert "One run again." in ear.after(press(desk, Qt.Key.Key_C))


def test_a_breakpoint_is_told_when_it_comes_and_goes(listen):
    desk, ear = listen("lost-syn")
    desk.playhead.seek(desk.session.trace.moments[1])
    assert ear.after(press(desk, Qt.Key.Key_F9)) == "Breakpoint at 0.010 s."
    assert ear.after(press(desk, Qt.Key.Key_F9)) == "No breakpoint any more at 0.010 s."


def test_a_stretch_that_is_repeated_is_told(listen):
    desk, ear = listen("lost-syn")
    desk.playhead.seek(desk.session.trace.moments[1])
    ear.after(press(desk, Qt.Key.Key_I))
    desk.playhead.seek(desk.session.trace.moments[3])
    moments = desk.session.trace.moments
    assert "From 0.010 s to " in ear.after(press(desk, Qt.Key.Key_O))
    assert desk.playhead.loop == (moments[1], moments[3])
    assert ear.after(press(desk, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)) == "Nothing is repeated any more."


def test_a_lecture_is_told_point_by_point_with_its_questions_and_their_answers(lecture, qtbot):
    desk = lecture()
    desk.appearance.set_reduced_motion(True)
    desk.playhead.driven = True
    ear = Ear(desk, qtbot)
    order = desk.presentation.order

    def on():
        order("next")
        order("next")  # pressed on the way, it is there

    course, heard = desk.presentation.lecture, ""
    while course.to_ask is None:
        heard = ear.after(on)
        assert "Teaching point" in heard
        assert desk.presentation.picture.spoken.what in heard
    heard = ear.after(lambda: order("next"))
    question = course.question
    assert question.question.en in heard
    assert f"1. {question.choices[0].en}" in heard
    heard = ear.after(lambda: order("next"))
    assert f"{question.choices[question.answer - 1].en} (right)" in heard
    assert ear.after(lambda: order("black")) == "The screen is black"


@pytest.mark.parametrize("panel", ["segment", "numbers", "why", "queues", "lesson"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_panel_reads_out_what_is_on_it_when_the_focus_comes(open_desk, panel, language):
    desk = open_desk("four-way-close", language=language)
    desk.playhead.seek(desk.session.trace.moments[14])
    desk.controller.show_panel(panel, enter=True)
    place = QApplication.focusWidget()
    assert place is not None
    told = QAccessible.queryAccessibleInterface(place)
    words = f"{told.text(QAccessible.Text.Name)}\n{told.text(QAccessible.Text.Description)}"
    assert len(words) > 10
    shown = [part for part in place.findChildren(QLabel) if part.isVisible() and part.text()]
    for part in shown:
        assert (part.accessibleName() or part.text()) in words


def test_a_search_says_how_much_it_has_found_and_what_is_found_is_read_out(open_desk, qtbot):
    desk = open_desk("lost-last-ack")
    desk.sheets.toggle("glossary")
    sheet = desk.sheets.sheet("glossary")
    assert isinstance(sheet, GlossarySheet)
    sheet.search.setText("mss")
    assert sheet.search.accessibleDescription() == "1 found"
    for _ in range(2):  # the cross comes first
        QTest.keyClick(sheet, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.found
    assert "The most data in one segment" in sheet.found.accessibleDescription()
    desk.sheets.close()
    desk.playhead.seek(desk.session.trace.end)
    desk.window.show_view("events")
    events = desk.window.below.named("events")
    assert isinstance(events, Events)
    events.search.setText("nobody is told")
    qtbot.waitUntil(lambda: events.search.accessibleDescription() == "1 found")
    events.search.clear()
    assert events.search.accessibleDescription() == ""


def test_the_keys_are_read_out_group_by_group(open_desk):
    desk = open_desk()
    desk.actions["keys"].trigger()
    QTest.keyClick(desk.window.key_card, Qt.Key.Key_Tab)
    words = desk.window.key_card.area.accessibleDescription()
    assert words.index("Space") < words.index("Play or pause") < words.index("Play backwards")


def test_the_stage_tells_both_states_and_what_is_under_way(open_desk):
    desk = open_desk("lost-syn")
    desk.playhead.seek(desk.session.trace.moments[1] + 1)
    words = desk.window.stage.accessibleDescription()
    assert words == ("Client: SYN-SENT. Server: LISTEN. Segments under way: 1.\nSYN — Client → Server; seq=x")
    desk.appearance.set_language("zh")
    assert "SYN：客户端 → 服务器；seq=x" in desk.window.stage.accessibleDescription()


def test_the_ladder_tells_its_latest_arrows_to_those_who_come_to_it(open_desk):
    desk = open_desk("lost-syn")
    trace = desk.session.trace
    desk.playhead.seek(trace.end)
    desk.controller.show_view("ladder", enter=True)
    ladder = QApplication.focusWidget()
    assert ladder is desk.window.below.named("ladder")
    lines = ladder.accessibleDescription().splitlines()
    assert len(lines) == len(trace.flights)
    assert lines[0] == "SYN — Client → Server; seq=x; lost in the network; nobody is told"
    desk.playhead.seek(trace.moments[1] + 1)
    ladder.clearFocus()
    ladder.setFocus()
    assert ladder.accessibleDescription() == "SYN — Client → Server; seq=x; under way"


def test_the_clock_is_told_when_time_stands_and_not_in_every_frame(open_desk):
    desk = open_desk("lost-syn")
    clock, playhead = desk.window.transport.clock, desk.playhead
    playhead.driven = True
    playhead.seek(0)
    before = clock.accessibleName()
    playhead.play()
    playhead.tick(0.05)
    assert clock.accessibleName() == before
    playhead.pause()
    assert clock.accessibleName() == " ".join(clock.lines()[:2]) != before
    playhead.step_forward()
    for _ in range(20):
        playhead.tick(0.05)
    assert clock.accessibleName() == " ".join(clock.lines()[:2])


def test_a_row_of_the_list_is_told_whole_and_as_the_chosen_one(open_desk):
    desk = open_desk("lost-last-ack")
    desk.window.show_view("events")
    desk.playhead.seek(desk.session.trace.end)
    events = desk.window.below.named("events")
    events.list.setFocus()
    table = QAccessible.queryAccessibleInterface(events.list)
    cells = {(cell := table.child(number)).text(QAccessible.Text.Name): cell for number in range(table.childCount())}
    last = cells[events.steps.in_words(events.steps.rowCount() - 1)]
    assert last.state().selected
    assert last.state().focused
