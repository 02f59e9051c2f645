"""What stands in the stage's place before an audience, and the stage looked at closely."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.presentation.tables_panel import rows_of
from tcpanim.lesson import View
from tcpanim.scene.diagram_layout import token_box
from tests.gui.hall import KEY, picture, play, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("panel", ["header", "ladder", "diagram", "plots", "tables"])
def test_in_another_theme_a_panel_is_what_it_would_have_been_in_it_from_the_beginning(lecture, panel):
    seen = []
    for theme in ("dark", "light"):
        desk = lecture(reduced_motion=True, theme=theme)
        press(desk, KEY.Key_3, KEY.Key_Return)
        desk.presentation.order(panel)
        picture(desk)
        desk.appearance.set_theme("dark")
        seen.append(picture(desk))
    assert seen[0] == seen[1]


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


def test_another_plot_is_one_with_something_to_show(lecture):
    desk = lecture("four-way-close", reduced_motion=True)  # without congestion control there are no rounds
    press(desk, KEY.Key_3, KEY.Key_Return, KEY.Key_C)
    kinds = []
    for _ in range(8):
        kinds.append(desk.presentation.picture.content.plot)
        QTest.keyClick(desk.presentation.audience, KEY.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert kinds[1:] == ["window", "rtt", "throughput", "sequence", "window", "rtt", "throughput"]


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


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_each_host_is_seen_whole_in_the_state_diagram(lecture, size):
    desk = lecture("three-way-handshake", size=size, reduced_motion=True)
    press(desk, KEY.Key_D)
    for number in range(1, desk.presentation.lecture.count + 1):
        desk.presentation.lecture.go(number)
        press(desk, KEY.Key_D)
        diagram = desk.presentation.picture.views._widgets["states"]
        for token in diagram._view.tokens:
            box = QRectF(*token_box(diagram._paint.layout, token, diagram._paint.token_size))
            assert QRectF(diagram.rect()).contains(box)


def test_on_a_narrow_ladder_each_segment_tells_its_sequence_number(lecture):
    desk = lecture("three-way-handshake", size=(1024, 768), reduced_motion=True)
    desk.presentation.lecture.go_last()
    press(desk, KEY.Key_L)
    paint = desk.presentation.picture.views._widgets["ladder"]._paint
    assert all("seq=" in paint.labels.of(flight.id).text for flight in desk.session.trace.flights)
    now = paint.ladder.map.to_y(desk.playhead.t)  # nor does the line of the moment run through them
    for first, last in paint.lines.words_at(now * paint.unit, now):
        assert not any(x < last and first < end for x, end in paint._beside_words(now, 0.0, paint.width))


@pytest.mark.parametrize("size", [(1024, 768), (3840, 2160)])
def test_the_upright_axis_has_its_lowest_number_on_the_largest_screen_too(lecture, size):
    desk = lecture("four-way-close", size=size, reduced_motion=True, theme="light")
    desk.presentation.lecture.go_last()
    press(desk, KEY.Key_C)
    picture(desk)
    canvas = desk.presentation.picture.views._widgets["plots"].canvas
    area, image = canvas._frame.area, canvas.grab().toImage()
    ground = image.pixelColor(2, image.height() // 2)
    row, end = round(area.bottom()), round(area.left() - size[1] / 200)
    assert any(image.pixelColor(x, row) != ground for x in range(2, end))
