"""A lecture in the whole program: what keys do to both screens."""

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tcpanim.gui.painting.cards import CardPainter
from tcpanim.gui.painting.endpoint import _rows
from tcpanim.gui.presentation.orders import DEBOUNCE_MS, ORDERS
from tcpanim.gui.presentation.screens import allot
from tcpanim.gui.presentation.tables_panel import rows_of
from tcpanim.lesson import View
from tcpanim.scenario.edits import drop

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


@pytest.fixture
def lecture(open_desk):
    """A function that begins one; what it gives is the desk."""

    def begin(name="four-way-close", *, here=False, size=(1280, 720), language="en", **changes):
        desk = open_desk(name, language=language)
        for change, value in changes.items():
            getattr(desk.appearance, f"set_{change}")(value)
        desk.presentation.begin(here=here, whole=False, size=size)
        desk.presentation.clicker._now = ticking()
        QApplication.processEvents()
        return desk

    return begin


def ticking():
    """A clock in which each look is half a second later."""
    moment = [0]

    def now():
        moment[0] += 2 * DEBOUNCE_MS
        return moment[0]

    return now


def press(desk, *keys):
    for key in keys:
        QTest.keyClick(desk.presentation.audience, key)


def move(widget, at):
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), widget.mapToGlobal(QPointF(at)),
        Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def picture(desk):
    return desk.presentation.audience.grab().toImage()


def play(desk):
    while desk.playhead.moving:
        desk.playhead.advance(1 / 60)


def test_clicker_keys_alone_lead_through_the_close(lecture):
    desk = lecture()
    show, course = desk.presentation.lecture, desk.presentation.lecture.course
    assert desk.playhead.t == 0
    stood: list[int] = []
    for _ in range(200):
        press(desk, KEY.Key_PageDown)
        play(desk)
        if not stood or stood[-1] != desk.playhead.t:
            stood.append(desk.playhead.t)
        assert desk.presentation.picture.moment == desk.playhead.t
        if show.done and show.question is None:
            break
    assert stood == [t for t in course.stops if t > 0]
    assert desk.presentation.on
    for _ in range(200):
        if desk.playhead.t == 0:
            break
        press(desk, KEY.Key_PageUp)
    assert desk.playhead.t == 0


def test_the_start_button_of_a_clicker_out_of_step_does_no_harm(lecture):
    desk = lecture()
    press(desk, KEY.Key_PageDown)
    play(desk)
    t = desk.playhead.t
    press(desk, KEY.Key_F5)
    QTest.keyClick(desk.presentation.audience, KEY.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert (desk.presentation.on, desk.playhead.t) == (True, t)
    press(desk, KEY.Key_Escape)
    assert not desk.presentation.on
    assert not desk.presentation.audience.isVisible()
    assert desk.playhead.t == t
    desk.actions["present"].trigger()
    assert (desk.presentation.on, desk.playhead.t) == (True, t)
    press(desk, KEY.Key_Escape)


def test_f5_begins_at_the_beginning_and_shift_f5_here(open_desk, qtbot):
    desk = open_desk("four-way-close")
    there = desk.session.trace.moments[6]
    desk.playhead.seek(there)
    QTest.keyClick(desk.window, KEY.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert (desk.presentation.on, desk.playhead.t) == (True, there)
    press(desk, KEY.Key_Escape)
    desk.session.open_builtin("lost-syn")
    qtbot.waitUntil(lambda: desk.session.title.en == "Lost SYN", timeout=20_000)
    desk.playhead.seek(desk.session.trace.end)
    desk.actions["present"].trigger()
    assert (desk.presentation.on, desk.playhead.t) == (True, 0)
    press(desk, KEY.Key_Escape)


def test_black_and_white_hide_everything_and_next_brings_it_back(lecture):
    desk = lecture()
    before = picture(desk)
    for key, colour in ((KEY.Key_Period, "#000000"), (KEY.Key_W, "#ffffff")):
        press(desk, key)
        blank = picture(desk)
        assert {blank.pixelColor(x, y).name() for x in (5, 640, 1270) for y in (5, 360, 710)} == {colour}
        press(desk, KEY.Key_PageDown)
        assert picture(desk) == before
        assert desk.playhead.t == 0


def test_a_number_and_enter_lead_to_that_point(lecture):
    desk = lecture()
    press(desk, KEY.Key_4, KEY.Key_Return)
    assert desk.playhead.t == desk.presentation.lecture.course.times[3]
    press(desk, KEY.Key_1, KEY.Key_Home)  # digits without Enter are forgotten
    press(desk, KEY.Key_Return)
    assert desk.presentation.lecture.typed == ""


@pytest.mark.parametrize("key", [KEY.Key_H, KEY.Key_L])
def test_a_panel_takes_the_stages_place_and_goes_again(lecture, key):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_3, KEY.Key_Return)
    stage = picture(desk)
    press(desk, key)
    with_panel = picture(desk)
    assert with_panel != stage
    press(desk, key)
    assert picture(desk) == stage


def test_tab_walks_through_the_panels_and_back(lecture):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_3, KEY.Key_Return)
    shown = [picture(desk)]
    stands = len(desk.presentation.panels.names) + 2
    for _ in range(stands):
        press(desk, KEY.Key_Tab)
        shown.append(picture(desk))
    assert shown[-1] == shown[0]
    assert all(a != b for a, b in pairwise(shown))
    QTest.keyClick(desk.presentation.audience, KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert picture(desk) == shown[-2]


def test_the_audience_keeps_its_picture_while_something_is_prepared_and_then_takes_it(lecture):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_2, KEY.Key_Return)
    t, before = desk.playhead.t, picture(desk)
    press(desk, KEY.Key_F)
    press(desk, KEY.Key_5, KEY.Key_Return)
    desk.controller.next_theme()
    assert picture(desk) == before
    prepared = desk.presentation.picture.pixmap.toImage()
    press(desk, KEY.Key_F)
    assert picture(desk).convertToFormat(prepared.format()) == prepared
    press(desk, KEY.Key_F, KEY.Key_1, KEY.Key_Return)
    QTest.keyClick(desk.presentation.audience, KEY.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert not desk.presentation.frozen
    assert desk.playhead.t == desk.presentation.lecture.course.times[4]
    assert t != desk.playhead.t


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


def test_a_click_on_empty_ground_is_next_and_on_a_card_chooses_it(lecture):
    desk = lecture(here=True)
    audience, show = desk.presentation.audience, desk.presentation
    QTest.mouseClick(audience, Qt.MouseButton.LeftButton, pos=QPoint(640, 20))
    play(desk)
    assert show.lecture.number == 1
    QTest.mouseClick(audience, Qt.MouseButton.RightButton, pos=QPoint(640, 20))
    assert show.lecture.number == 0
    desk.playhead.seek(desk.session.trace.flights[0].sent)
    card = next(iter(show.picture.views.stage().places()))
    at = (card.centre + show.picture.frame.stage.topLeft().toPointF()).toPoint()
    move(audience, at)
    QTest.mouseClick(audience, Qt.MouseButton.LeftButton, pos=at)
    assert desk.session.selection == card.card.flight
    assert show.lecture.number == 0


def test_the_cursor_hides_when_it_rests(lecture):
    desk = lecture()
    audience = desk.presentation.audience
    assert audience.cursor_hidden
    audience.pass_time(1000)
    move(audience, QPoint(300, 300))
    move(audience, QPoint(320, 300))
    assert not audience.cursor_hidden
    audience.pass_time(2900)
    assert not audience.cursor_hidden
    audience.pass_time(3001)
    assert audience.cursor_hidden


def test_pointer_spotlight_and_ink_are_on_both_screens(lecture):
    desk = lecture()
    show = desk.presentation
    press(desk, KEY.Key_F2)
    mirror = show.presenter.mirror
    QApplication.processEvents()
    plain = picture(desk)
    place = mirror.place()
    at = place.center().toPoint()
    for key in (KEY.Key_A, KEY.Key_I, KEY.Key_M):
        QTest.keyClick(show.presenter, key)
        move(mirror, at + QPoint(3, 0))
        move(mirror, at)
        assert picture(desk) != plain
        QTest.keyClick(show.presenter, key)
        assert picture(desk) == plain
    QTest.keyClick(show.presenter, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    QTest.mousePress(mirror, Qt.MouseButton.LeftButton, pos=at)
    move(mirror, at + QPoint(60, 20))
    QTest.mouseRelease(mirror, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 20))
    QTest.keyClick(show.presenter, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert picture(desk) != plain
    show.focus.pass_time(60_000)
    assert picture(desk) == plain


def test_keys_mean_the_same_in_the_presenters_window(lecture):
    desk = lecture()
    press(desk, KEY.Key_F2)
    QTest.keyClick(desk.presentation.presenter, KEY.Key_PageDown)
    play(desk)
    assert desk.presentation.lecture.number == 1
    QTest.keyClick(desk.presentation.presenter.mirror, KEY.Key_PageUp)
    assert desk.playhead.t == 0
    QTest.keyClick(desk.presentation.presenter, KEY.Key_F2)
    assert not desk.presentation.presenter.isVisible()


def test_the_presenter_reads_notes_point_clocks_and_what_comes_next(lecture):
    desk = lecture(language="zh")
    press(desk, KEY.Key_F2, KEY.Key_2, KEY.Key_Return)
    presenter, course = desk.presentation.presenter, desk.presentation.lecture.course
    assert presenter.point.text() == f"2 / {len(course.points)}"
    spoken = course.points[1].speaker("zh").split("：")[0]
    assert spoken in presenter.notes.text()
    assert presenter.next_words.text()
    desk.presentation.pulse(1000, QTime(12, 0))
    assert presenter.clock.text() == "12:00"
    assert presenter.left.text()
    size = presenter.notes.font().pixelSize()
    press(desk, KEY.Key_Plus)
    assert presenter.notes.font().pixelSize() > size


def test_pages_open_and_close_and_take_their_keys(lecture):
    desk = lecture()
    show, course = desk.presentation, desk.presentation.lecture.course
    for key in (KEY.Key_F1, KEY.Key_O, KEY.Key_G):
        press(desk, key)
        assert show.pages.page is not None
        assert show.pages.page.isVisible()
        show.pages.close()
        assert show.pages.page is None
    press(desk, KEY.Key_F1, KEY.Key_PageDown)
    assert show.pages.page is None
    assert desk.playhead.t == 0
    press(desk, KEY.Key_O, KEY.Key_Right, KEY.Key_PageDown, KEY.Key_Return)
    assert desk.playhead.t == course.times[2]
    press(desk, KEY.Key_G)
    page = show.pages.page
    assert page is not None
    field = page.findChild(QLineEdit)
    QTest.keyClicks(field, "TIME-WAIT")
    QTest.keyClick(field, KEY.Key_Return)
    assert desk.playhead.t in course.times
    assert desk.playhead.t > course.times[2]


def test_the_clickers_buttons_can_be_tried_without_doing_anything(open_desk):
    desk = open_desk("four-way-close")
    desk.actions["clicker"].trigger()
    page = desk.presentation.pages.page
    assert page is not None
    assert page.isVisible()
    arrived = []
    page.arrived.connect(lambda _pressed, order: arrived.append(order))
    for key in (KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_F5, KEY.Key_Escape, KEY.Key_Period, KEY.Key_F24, KEY.Key_Tab):
        QTest.keyClick(page, key)
    QTest.mouseClick(page, Qt.MouseButton.RightButton)
    assert arrived == ["next", "back", "nothing", "leave", "black", "", "panel-next", "back"]
    assert desk.playhead.t == 0
    assert not desk.presentation.on
    for _ in range(2):
        QTest.keyClick(page, KEY.Key_Escape)
    assert desk.presentation.pages.page is None


def test_the_users_keys_are_read_from_the_settings(open_desk):
    desk = open_desk("four-way-close")
    desk.settings.set("lecture/keys/next", "F8, X")
    desk.presentation.begin(whole=False, size=(1280, 720))
    press(desk, KEY.Key_F8)
    assert desk.presentation.lecture.moving
    press(desk, KEY.Key_Escape)


def test_type_grows_and_shrinks_and_is_kept(lecture):
    desk = lecture()
    plain = picture(desk)
    QTest.keyClick(desk.presentation.audience, KEY.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert desk.settings.lecture_zoom > 1
    assert picture(desk) != plain
    sizes = []
    QTest.keyClick(desk.presentation.audience, KEY.Key_0, Qt.KeyboardModifier.ControlModifier)
    for _ in range(8):  # up to the largest
        layout = desk.presentation.picture.views.stage()._layout
        sizes.append((desk.presentation.picture.frame.font(0.042).pixelSize(), layout.title_font.pixelSize(),
                      layout.state_font.pixelSize()))  # fmt: skip
        QTest.keyClick(desk.presentation.audience, KEY.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert all(sorted(kind) == list(kind) and kind[0] < kind[-1] for kind in zip(*sizes, strict=True))
    QTest.keyClick(desk.presentation.audience, KEY.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert picture(desk) == plain


@pytest.mark.parametrize("zoom", [0.85, 1.4])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
def test_every_panel_is_drawn_in_the_largest_type_and_in_the_smallest(lecture, size, zoom):
    desk = lecture("slow-start", size=size, reduced_motion=True)
    desk.settings.set("lecture/zoom", zoom)
    desk.presentation.order("theme")
    faults = []
    desk.faults.happened.connect(lambda line, _details: faults.append(line))
    press(desk, KEY.Key_4, KEY.Key_Return)
    seen = [picture(desk)]
    for key in (KEY.Key_Q, KEY.Key_H, KEY.Key_L, KEY.Key_D, KEY.Key_C, KEY.Key_Y, KEY.Key_Y, KEY.Key_U, KEY.Key_U):
        press(desk, key)
        seen.append(picture(desk))
    assert all(one != other for one, other in pairwise(seen))
    assert faults == []


def test_the_window_rests_meanwhile_and_shows_everything_afterwards(lecture):
    desk = lecture()
    press(desk, KEY.Key_End)
    desk.controller.next_language()
    press(desk, KEY.Key_Escape)
    assert desk.window.stage.view().t == desk.playhead.t
    assert "四次挥手" in desk.window.windowTitle()


def test_a_what_if_that_was_tried_while_frozen_can_be_forgotten(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    prepared, show = desk.session.trace, desk.presentation
    press(desk, KEY.Key_4, KEY.Key_Return)
    t, before = desk.playhead.t, picture(desk)
    press(desk, KEY.Key_F)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.edit(drop("client", 6))
    press(desk, KEY.Key_End)
    assert picture(desk) == before
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(show.audience, KEY.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert desk.session.trace.events == prepared.events
    assert (desk.playhead.t, show.frozen) == (t, False)
    assert picture(desk) == before


def test_on_a_fine_screen_the_picture_is_as_fine(lecture):
    desk = lecture(size=(1280, 720))
    shown = desk.presentation.picture
    coarse = shown.pixmap.toImage()
    shown.set_size(1280, 720, 2.0)
    fine = shown.pixmap.toImage()
    assert (fine.width(), fine.height()) == (2560, 1440)
    enlarged = coarse.scaled(fine.size(), mode=Qt.TransformationMode.SmoothTransformation)
    edges = [sum(abs(image.pixelColor(x, 300).lightness() - image.pixelColor(x + 1, 300).lightness())
                 for x in range(200, 2300)) for image in (fine, enlarged)]  # fmt: skip
    assert edges[0] > edges[1]


def test_the_dots_follow_whoever_moves(lecture):
    desk = lecture(reduced_motion=True)
    times = desk.presentation.lecture.course.times
    press(desk, KEY.Key_3, KEY.Key_Return)
    there = picture(desk)
    desk.playhead.seek(0)
    assert desk.presentation.picture.content.number == 0
    desk.playhead.seek(times[2])
    assert picture(desk) == there
    desk.playhead.seek(times[2] - 1)
    QTest.keyClick(desk.presentation.audience, KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    for _ in range(90):
        desk.playhead.advance(1 / 30)
    assert desk.presentation.picture.content.number == desk.presentation.lecture.number >= 3


def test_a_part_of_the_stage_can_be_looked_at_closely(lecture):
    desk = lecture(reduced_motion=True)
    press(desk, KEY.Key_3, KEY.Key_Return)
    shown = [picture(desk)]
    for _ in range(4):
        press(desk, KEY.Key_U)
        shown.append(picture(desk))
    assert shown[4] == shown[0]
    assert all(one != other for one, other in pairwise(shown))
    press(desk, KEY.Key_U)
    for _ in range(20):  # what moves is drawn in its place there too
        press(desk, KEY.Key_PageDown)
        desk.playhead.advance(0.1)
    moved = picture(desk)
    desk.presentation.picture._arrange()
    assert picture(desk) == moved


def test_a_question_about_what_comes_next_is_asked_answered_and_gone(lecture):
    desk = lecture(reduced_motion=True)
    show = desk.presentation.lecture
    press(desk, KEY.Key_3, KEY.Key_Return)
    plain = picture(desk)
    press(desk, KEY.Key_Q)
    assert show.phase == "asking"
    asked = picture(desk)
    press(desk, KEY.Key_1, KEY.Key_1, KEY.Key_2)
    assert show.tally[:2] == (2, 1)
    press(desk, KEY.Key_Q)
    assert picture(desk) == plain
    press(desk, KEY.Key_Q)
    assert picture(desk) == asked
    press(desk, KEY.Key_PageDown)
    assert show.phase == "told"
    press(desk, KEY.Key_PageDown)
    assert show.question is None


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


def test_a_lecture_that_ends_leaves_the_run_as_it_was_prepared(lecture, qtbot):
    desk = lecture(reduced_motion=True)
    prepared = desk.session.trace
    press(desk, KEY.Key_4, KEY.Key_Return)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(desk.presentation.audience, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        press(desk, KEY.Key_Escape)
    assert desk.session.trace.events == prepared.events
    assert not desk.presentation.on


@pytest.mark.parametrize("seed", range(3))
def test_no_key_stops_a_lecture(lecture, seed):
    desk = lecture(["four-way-close", "slow-start", "lost-last-ack"][seed])
    show, chance = desk.presentation, random.Random(seed)
    faults = []
    desk.faults.happened.connect(lambda line, _details: faults.append(line))
    names = [order.id for order in ORDERS if order.id != "leave"]
    for _ in range(120):
        show.order(chance.choice([*names, "next", "back"]))
        if show.pages.page is not None:
            show.pages.close()
        desk.playhead.advance(chance.random() / 5)
        QApplication.processEvents()
    assert show.on
    assert faults == []
    assert not desk.window.notice.isVisible()
    show.end()


def test_space_is_next_or_plays_as_the_reader_has_set_it(lecture):
    desk = lecture()
    press(desk, KEY.Key_Space)
    assert desk.presentation.lecture.moving
    press(desk, KEY.Key_Escape)
    desk.appearance.set_space("step")
    desk.presentation.begin(whole=False)
    press(desk, KEY.Key_Space)
    assert desk.playhead.direction == 1
    assert not desk.presentation.lecture.moving
    press(desk, KEY.Key_Escape)


def test_the_audience_has_the_screen_that_is_not_the_laptops():
    assert allot(["laptop"], "laptop") == ("laptop", None)
    assert allot(["laptop", "wall"], "laptop") == ("wall", "laptop")
    assert allot(["wall", "laptop"], "laptop") == ("wall", "laptop")
    assert allot(["laptop", "wall"], "laptop", swapped=True) == ("laptop", "wall")


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_type_is_read_from_the_last_row(lecture, width, height, language):
    desk = lecture("lost-last-ack", size=(width, height), language=language)
    frame = desk.presentation.picture.frame
    assert (frame.width, frame.height) == (width, height)
    layout = desk.presentation.picture.views.stage()._layout
    main = 0.04 * height - 1
    for font in (layout.state_font, layout.title_font, layout.numbers_font, layout.font("row")):
        assert font.pixelSize() >= main
    assert frame.font(frame.main).pixelSize() >= (0.045 if language == "zh" else 0.04) * height - 1
    assert layout.note_font.pixelSize() >= 0.032 * height
    assert layout.font("path").pixelSize() >= 0.025 * height - 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("name", ["four-way-close", "three-way-handshake"])
def test_a_question_leaves_in_sight_what_it_is_about(lecture, width, height, language, name):
    desk = lecture(name, size=(width, height), language=language, reduced_motion=True)
    course, shown = desk.presentation.lecture.course, desk.presentation.picture
    desk.presentation.lecture.go(next(n for n, point in enumerate(course.points, 1) if point.ask is not None))
    stage = shown.views.stage()
    type_before = stage._layout.state_font.pixelSize(), stage._layout.numbers_font.pixelSize()
    without = picture(desk)
    press(desk, KEY.Key_PageDown)
    question = shown._card.rect
    stage = shown.views.stage()
    assert (stage._layout.state_font.pixelSize(), stage._layout.numbers_font.pixelSize()) == type_before
    for endpoint in stage._layout.endpoints:
        assert shown.frame.stage.top() + endpoint.bottom() <= question.top()
    for place in stage.places():
        assert shown.frame.stage.top() + place.centre.y() + place.size.height() / 2 <= question.top()
    for view in (stage.view().left, stage.view().right):
        assert _rows(stage._layout, view)[0]
    for panel in (*desk.presentation.panels.names, "numbers", "timers"):
        desk.presentation.panels.bring(panel) if panel in desk.presentation.panels.names else press(desk, KEY.Key_Y)
        assert shown._place.bottom() < question.top()
        assert shown._place.height() >= 0.25 * height
    desk.presentation.panels.show_stage()
    press(desk, KEY.Key_PageUp)
    assert picture(desk) == without


def test_numbers_timers_and_queues_stand_in_the_stages_place(lecture):
    desk = lecture("accept-queue-full")
    shown = []
    for _ in range(5):
        press(desk, KEY.Key_Y)
        panel = desk.presentation.picture.content.panel
        if panel is not None:
            table = desk.presentation.picture.views._widgets[panel]
            assert table.rows
            assert len({len(row.name) > 0 for row in table.rows}) == 1
        shown.append(panel)
    assert shown == ["numbers", "tcb", "timers", "queues", None]


def test_a_note_brings_a_panel_and_a_later_one_the_stage_again(lecture):
    desk = lecture()
    course, show = desk.presentation.lecture.course, desk.presentation.lecture
    for panels, panel in ((("timers",), "timers"), (("states", "tcb"), "tcb"), (("states",), None)):
        show.show(View(panels=panels))
        assert desk.presentation.picture.content.panel == panel
    show.show(View(view="ladder"))
    show.show(View(panels=("numbers",)))
    assert desk.presentation.picture.content.panel == "numbers"
    before = picture(desk)
    show.show(View(view="stage"))
    assert desk.presentation.picture.content.panel is None
    assert picture(desk) != before
    assert course.points


def test_a_table_follows_the_moment(lecture):
    desk = lecture("lost-data", reduced_motion=True)
    press(desk, KEY.Key_Y)
    table = desk.presentation.picture.views._widgets["numbers"]
    seen = set()
    for _ in range(60):
        press(desk, KEY.Key_PageDown)
        assert table.rows == rows_of("numbers", desk.session.trace, desk.playhead.t, desk.appearance.look(
            desk.session.trace).naming) or desk.presentation.picture.content.panel != "numbers"  # fmt: skip
        seen.add(table.rows)
        if desk.presentation.lecture.done:
            break
    assert len(seen) > 3


def test_the_time_at_each_point_is_told_to_the_lecturer_alone(lecture):
    desk = lecture("four-way-close", reduced_motion=True)
    show, now = desk.presentation, QTime(10, 0)
    passed = 1_000_000
    for seconds in (3, 65):
        press(desk, KEY.Key_PageDown)
        while show.lecture.question is not None:
            press(desk, KEY.Key_PageDown)
        for _ in range(seconds + 1):
            show.pulse(passed, now)
            passed += 1000
        show.spent.pause()
    told = show.spent.told(show.lecture.count)
    assert (told[0], told[1], set(told[2:])) == ("0:03", "1:05", {""})
    show.pages.toggle("overview")
    assert "1:08" not in show.pages.page.title.text()  # over the audience's picture
    show.windows.toggle_presenter()
    show.pages.toggle("overview")
    show.pages.toggle("overview")
    assert "1:08" in show.pages.page.title.text()
    show.pages.close()
    press(desk, KEY.Key_R)
    assert show.spent.total == 0


def test_f5_at_the_end_of_a_run_shows_its_beginning(lecture):
    desk = lecture()
    begun = picture(desk)
    press(desk, KEY.Key_Escape)
    desk.playhead.seek(desk.session.trace.end)
    desk.actions["present"].trigger()
    QApplication.processEvents()
    assert desk.playhead.t == desk.presentation.picture.moment == 0
    desk.presentation.audience.resize(1280, 720)
    assert picture(desk) == begun
    press(desk, KEY.Key_Escape)


def test_another_question_takes_the_place_of_the_one_that_is_asked(lecture):
    desk = lecture()
    show = desk.presentation.lecture
    show.go(3)
    show_first = [show.question]
    for key, modifiers in ((KEY.Key_Q, False), (KEY.Key_Q, True), (KEY.Key_Q, True)):
        held = Qt.KeyboardModifier.ShiftModifier if modifiers else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(desk.presentation.audience, key, held)
        show_first.append(show.question)
    nothing, segment, state, again = show_first
    assert (nothing, again) == (None, None)
    assert None not in (segment, state)
    assert segment != state


@pytest.mark.parametrize("frozen", [False, True])
def test_one_key_leads_to_the_programs_own_window_and_back(lecture, frozen):
    desk = lecture()
    audience = desk.presentation.audience
    press(desk, *([KEY.Key_F] if frozen else []), KEY.Key_F3)
    for key in (KEY.Key_F3, KEY.Key_F5):
        desk.window.activateWindow()
        QApplication.processEvents()
        assert QApplication.activeWindow() is desk.window
        QTest.keyClick(desk.window, key)
        QApplication.processEvents()
        assert QApplication.activeWindow() is audience
    assert (desk.playhead.t, desk.presentation.frozen) == (0, frozen)


def test_what_is_made_ready_while_nothing_moves_changes_no_picture(lecture):
    desk = lecture(size=(3840, 2160))
    show = desk.presentation
    press(desk, KEY.Key_PageDown)
    play(desk)
    before = picture(desk)
    for _ in range(20):
        show.pulse(show.clocks.now(), QTime.currentTime())
        QApplication.processEvents()
    assert set(show.picture.views._widgets) >= {"stage", "wire", *show.panels.names}
    assert picture(desk) == before


def test_what_fades_away_stays_as_it_was_while_the_picture_goes_on(lecture):
    desk = lecture()
    composed = desk.presentation.picture
    before = composed.pixmap.toImage()
    kept = composed.keep()
    desk.playhead.seek(desk.session.trace.moments[3])
    assert composed.pixmap.toImage() != before
    assert kept.toImage() == before
    assert composed.keep() is kept  # in the same place
    assert kept.toImage() == composed.pixmap.toImage()


def test_on_the_way_to_the_next_point_no_card_is_drawn_for_the_first_time(lecture, monkeypatch):
    desk = lecture(size=(1920, 1080))
    stage = desk.presentation.picture.views.stage()
    drawn, seen = [], 0
    level = CardPainter._level

    def noted(cards, *card):
        drawn.append(cards)
        return level(cards, *card)

    monkeypatch.setattr(CardPainter, "_level", noted)
    for _ in range(4):
        for _ in range(40):
            desk.presentation.pulse(0, QTime(9, 0))
        drawn.clear()
        press(desk, KEY.Key_PageDown)
        while desk.playhead.moving:
            desk.playhead.advance(1 / 60)
            QApplication.processEvents()
            seen += len(stage.places())
            assert stage._cards not in drawn
    assert seen
