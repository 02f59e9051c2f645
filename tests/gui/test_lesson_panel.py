"""The lesson's page: what somebody who learns alone reads, is asked, and is told."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.widgets.numbered_row import PAST, PLAIN, RIGHT, WRONG
from tcpanim.units import MS


def page_of(desk):
    desk.actions["panel-lesson"].trigger()
    QApplication.processEvents()
    return desk.window.side.named("lesson")


def press(widget):
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Space)
    QApplication.processEvents()


def standings(card):
    return [row.standing for row in card.rows if not row.isHidden()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_begins_with_what_the_scenario_is_about(open_desk, language):
    desk = open_desk(language=language)
    page = page_of(desk)
    scenario = desk.session.scenario
    assert page.goal.accessibleName() == scenario.goal.pick(language)
    assert page.description.text().startswith(scenario.description.pick(language)[:20])
    assert not page.description.isHidden()
    assert ("图 6" in page.references.text()) == (language == "zh")


def test_a_question_is_answered_by_keys_and_the_run_stands_still(open_desk):
    desk = open_desk()
    page = page_of(desk)
    assert page.card.isHidden()
    desk.playhead.seek(35 * MS)
    ask = next(row.teaching.ask for row in desk.session.trace.notes if row.t == 35 * MS)
    assert page.card.question.accessibleName() == ask.question.en
    assert standings(page.card) == [PLAIN] * 3
    assert page.card.why.isHidden()
    press(page.card.rows[1])
    assert standings(page.card) == [PAST, WRONG, RIGHT]
    assert page.card.verdict.text() == "No, the answer is 3."
    assert page.card.why.accessibleName() == ask.why.en
    assert "0 of 1" in page.place.text()
    press(page.card.rows[2])  # the first answer counts
    assert "0 of 1" in page.place.text()
    assert page.card.rows[2].accessibleName().endswith("(right)")
    assert not desk.playhead.moving
    assert desk.playhead.t == 35 * MS


def test_an_answer_is_remembered_until_another_run_comes(open_desk):
    desk = open_desk()
    page = page_of(desk)
    desk.playhead.seek(35 * MS)
    press(page.card.rows[2])
    desk.playhead.seek(60 * MS)
    assert standings(page.card) == [PLAIN] * 3
    press(page.card.rows[1])
    assert "2 of 2" in page.place.text()
    desk.playhead.seek(35 * MS)
    assert standings(page.card) == [PAST, PAST, RIGHT]


def test_nothing_to_come_is_told_and_points_lead_back(open_desk):
    desk = open_desk("four-way-close")
    page = page_of(desk)
    assert all(row.isHidden() for row in page.points)
    assert not page.go_on.isHidden()
    desk.playhead.seek(desk.session.trace.end)
    rows = [row for row in page.points if not row.isHidden()]
    assert len(rows) > 5
    assert page.go_on.isHidden()
    press(rows[-1])
    assert desk.playhead.t == 530 * MS
    assert page.description.isVisible()


def test_the_caption_leads_to_the_question(open_desk):
    desk = open_desk()
    caption = desk.window.caption
    assert caption.ask.isHidden()
    desk.playhead.seek(35 * MS)
    assert caption.ask.isVisible()
    press(caption.ask)
    assert desk.window.side.page == "lesson"
    assert desk.window.side.named("lesson").card.isVisible()
    desk.playhead.seek(36 * MS)
    assert caption.ask.isHidden()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_can_guess_what_comes_next(open_desk, language):
    desk = open_desk(language=language)
    page = page_of(desk)
    desk.playhead.seek(40 * MS)
    press(page.guesses["segment"])
    trace = desk.session.trace
    label = desk.appearance.naming(trace, language).label(trace.flights[1])
    (right,) = (row for row in page.guess_card.rows if row.text() == label)
    press(right)
    assert right.standing == RIGHT
    desk.playhead.step_forward()
    desk.playhead.seek(60 * MS)
    assert page.guess_card.isHidden()
    desk.playhead.seek(desk.session.trace.end)
    press(page.guesses["state"])
    assert page.guess_card.isHidden()
    assert page.nothing.isVisible()


def test_the_speakers_notes_are_shown_on_demand_only(open_desk):
    desk = open_desk()
    page = page_of(desk)
    assert not page.notes.isVisible()
    press(page.notes_button)
    assert page.notes.isVisible()
    assert page.notes.text().startswith("Say:")


def test_it_leads_to_the_next_lesson_and_to_the_pair(open_desk, qtbot):
    desk = open_desk("four-way-close", language="zh")
    page = page_of(desk)
    assert page.following.text() == "下一课：三次挥手"
    assert page.compare.text() == "对比：三次挥手"
    with qtbot.waitSignal(desk.session.trace_changed):
        press(page.following)
    assert desk.session.title.en == "Three-segment close"
    assert page.goal.accessibleName() == desk.session.scenario.goal.zh


def test_a_file_without_a_word_for_the_lesson_has_points_all_the_same(open_desk, qtbot, tmp_path):
    desk = open_desk()
    path = tmp_path / "mine.tcpanim"
    path.write_text(
        "tcpanim: 1\ntitle: Mine\nhosts: {a: {}, b: {}}\nscript:\n  - {at: 0 ms, b: listen}\n  - {at: 1 ms, a: open}\n",
        encoding="utf-8",
    )
    page = page_of(desk)
    with qtbot.waitSignal(desk.session.trace_changed):
        desk.session.open_file(path)
    QApplication.processEvents()
    assert page.goal.isHidden()
    assert page.following.isHidden()
    desk.playhead.seek(desk.session.trace.end)
    assert any(row.isVisible() for row in page.points)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_small_screen_a_guess_is_in_sight_and_no_tab_is_cut_off(open_desk, language):
    desk = open_desk("three-way-handshake", 1280, 720, language)
    page = page_of(desk)
    desk.playhead.seek(10 * MS)
    press(page.notes_button)
    press(page.guesses["state"])
    for _ in range(8):  # nested layouts settle in rounds
        QApplication.processEvents()
    rows = [row for row in page.guess_card.rows if row.isVisible()]
    assert len(rows) == 3
    assert all(not row.visibleRegion().isEmpty() for row in rows)
    for tab in desk.window.side.tabs.buttons.values():
        assert tab.width() >= tab.sizeHint().width()


def test_tab_goes_through_the_page_from_above(open_desk):
    desk = open_desk("four-way-close")
    page = page_of(desk)
    desk.playhead.seek(next(row.t for row in desk.session.trace.notes if row.teaching.ask is not None))
    wanted = [*page.card.rows[:3], page.notes_button, page.go_on, *page.guesses.values()]
    page.card.rows[0].setFocus()
    for before, widget in pairwise(wanted):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget
