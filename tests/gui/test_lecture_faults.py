"""What goes wrong in a lecture: faults up the sleeve, and faults of the program, which nobody sees."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.gui.hall import KEY, picture, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("broken", ["stage", "caption", "panel"])
def test_a_fault_in_a_view_leaves_the_picture_as_it_was(lecture, monkeypatch, capsys, broken):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_3, KEY.Key_Return)
    before = picture(desk)

    def fails(*_, **__):
        raise RuntimeError("this view is broken")

    place = {
        "stage": "tcpanim.gui.widgets.stage.paint_endpoint",
        "caption": "tcpanim.gui.presentation.picture.paint_caption",
        "panel": "tcpanim.gui.presentation.header_panel.HeaderPanel._paint_rows",
    }[broken]
    monkeypatch.setattr(place, fails)
    press(desk, KEY.Key_H if broken == "panel" else KEY.Key_PageDown)
    desk.playhead.seek(desk.playhead.t + 10)
    assert picture(desk) == before
    assert not desk.window.notice.isVisible()
    assert "this view is broken" in desk.faults.log_path().read_text(encoding="utf-8")
    assert "this view is broken" in capsys.readouterr().err


def test_a_fault_up_the_sleeve_is_unseen_until_it_happens_and_goes_again(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    show, prepared = desk.presentation, desk.session.trace
    press(desk, KEY.Key_4, KEY.Key_Return)
    t, before = desk.playhead.t, picture(desk)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.trace is not prepared
    assert (desk.playhead.t, show.on) == (t, True)
    assert picture(desk) == before
    stops = set()
    while not show.lecture.done:
        press(desk, KEY.Key_PageDown)
        stops.add(desk.playhead.t)
    assert {flight.ended for flight in desk.session.trace.flights if flight.by is not None} <= stops
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Z)
    assert desk.session.trace.events == prepared.events
    assert desk.playhead.t == t
    assert picture(desk) == before


@pytest.mark.parametrize("panel", [None, KEY.Key_L, KEY.Key_H, KEY.Key_D, KEY.Key_C])
def test_what_is_under_way_looks_the_same_until_it_is_lost(lecture, qtbot, panel):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_7, KEY.Key_Return, *([panel] if panel is not None else []))
    before = picture(desk)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(desk.presentation.audience, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert picture(desk) == before
    press(desk, KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_PageDown)  # the question, its answer, the loss
    shown = desk.session.trace
    assert [flight.ended for flight in shown.flights if flight.by is not None] == [desk.playhead.t]


@pytest.mark.parametrize("panel", ["states", "ladder", "plots"])
@pytest.mark.parametrize("fault", [KEY.Key_2, KEY.Key_4, KEY.Key_6])
def test_axes_columns_and_cards_do_not_tell_of_what_lies_ahead(lecture, qtbot, panel, fault):
    desk = lecture("congestion-avoidance", reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_5, KEY.Key_Return)
    show.order(panel)
    before = picture(desk)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, fault, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.changed
    assert picture(desk) == before
    assert not show.frozen
    press(desk, KEY.Key_PageDown)
    assert picture(desk) != before
    assert picture(desk).convertToFormat(QImage.Format.Format_RGB32) == show.picture.pixmap.toImage().convertToFormat(
        QImage.Format.Format_RGB32
    )


@pytest.mark.parametrize("order", ["predict-segment", "theme", "language", "header", "larger", "one-side"])
def test_what_is_asked_for_while_a_fault_is_being_computed_is_seen(lecture, qtbot, order):
    desk = lecture(reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    before = picture(desk)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
        show.order(order)
    assert picture(desk) != before


def test_the_number_of_the_point_is_that_of_the_prepared_course(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    told = {}
    while not show.lecture.done:
        press(desk, KEY.Key_PageDown)
        told[desk.playhead.t] = show.sleeve.count()
    numbers = [number for number, _ in told.values()]
    assert {count for _, count in told.values()} == {8}
    assert numbers == sorted(numbers)
    lost = next(flight for flight in desk.session.trace.flights if flight.by is not None)
    assert told[lost.sent] == told[lost.ended] == (5, 8)  # its loss is no point of the prepared course
    assert told[desk.session.trace.end] == (8, 8)
    desk.playhead.seek(0)
    assert show.sleeve.count() == (0, 8)


def test_no_letter_tells_beforehand_that_the_peer_will_crash(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_2, KEY.Key_Return)  # the FIN says ack=v, and v would be the number of its answer
    before = picture(desk)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(desk.presentation.audience, KEY.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert picture(desk) == before


def test_a_fault_that_is_pulled_while_a_question_is_asked_leaves_the_question(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_4, KEY.Key_Return)
    plain = picture(desk)
    press(desk, KEY.Key_PageDown, KEY.Key_2)
    asked = picture(desk)
    assert desk.presentation.lecture.phase == "asking"
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(desk.presentation.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert picture(desk) == asked
    press(desk, KEY.Key_PageUp)
    assert picture(desk) == plain
    press(desk, KEY.Key_PageDown, KEY.Key_PageDown)
    assert desk.presentation.lecture.phase == "told"
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Z)
    assert picture(desk) == asked


def test_esc_keeps_a_fault_up_the_sleeve_and_where_the_lecture_stands(lecture, qtbot):
    """The start button of a clicker sends F5 and Esc in turn, and by its own count."""
    desk = lecture(reduced_motion=True)
    show, prepared = desk.presentation, desk.session.trace
    press(desk, KEY.Key_4, KEY.Key_Return)
    t, plain = desk.playhead.t, picture(desk)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    press(desk, KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_PageDown)
    changed, stands, before = desk.session.trace, desk.playhead.t, picture(desk)
    press(desk, KEY.Key_Escape)
    assert not show.on
    show.begin(whole=False, size=(1280, 720))
    assert show.on
    assert (desk.session.trace, desk.playhead.t) == (changed, stands)
    assert picture(desk) == before
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Z)
    assert desk.session.trace.events == prepared.events
    assert desk.playhead.t == t
    assert picture(desk) == plain


def test_esc_while_the_fault_is_still_being_computed_keeps_where_the_lecture_stands(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    show = desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    t = desk.playhead.t
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
        press(desk, KEY.Key_Escape)
    show.begin(whole=False, size=(1280, 720))
    assert (show.on, desk.playhead.t, desk.session.changed) == (True, t, True)
    press(desk, KEY.Key_Escape)


def test_the_lecturer_is_told_the_audiences_number_and_the_stop_that_a_typed_number_means(lecture, qtbot):
    desk = lecture(reduced_motion=True, size=(1920, 1080))
    show = desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    show.windows.toggle_presenter()
    presenter = show.presenter
    presenter.showNormal()
    presenter.resize(1920, 1080)
    assert not presenter.stop.isVisible()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    of = show.lecture.count
    for stop in (6, 9):
        press(desk, KEY.Key_0 + stop)
        assert presenter.typed.text() == f"→ stop {stop}"
        press(desk, KEY.Key_Return)
        number, count = show.sleeve.count()
        assert count < of
        assert presenter.point.text() == f"{number} / {count}"  # as on the audience's picture
        assert presenter.stop.text() == f"Stop {stop} of {of} of the changed run"
        assert presenter.stop.isVisible()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Z)
    assert not presenter.stop.isVisible()
    assert presenter.point.text() == f"4 / {count}"
