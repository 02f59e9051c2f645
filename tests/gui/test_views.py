"""Stage, ladder and timeline as widgets: pure functions of (trace, t), and honest about clicks."""

import random

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QFontInfo, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tcpanim.gui.painting.endpoint import chip_rect
from tcpanim.gui.painting.shapes import text_width
from tcpanim.gui.painting.stage_layout import StageLayout
from tcpanim.gui.theme import SEMIBOLD
from tcpanim.gui.widgets.ladder import Ladder
from tcpanim.gui.widgets.stage import Stage
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.scene.spelling import STATE_STYLES, state_name
from tcpanim.tcp.states import State
from tcpanim.units import MS
from tests.gui.looks import dress
from tests.scene.runs import Story, lost_last_ack, opened

VIEWS = (Stage, Ladder, Timeline)
MOMENTS = (0, 10, 35, 60, 140, 220, 330, 415, 520, 700, 1500, 1560, 100_000, 241_520)


def busy():
    """Twenty segments under way at once, then a quiet end."""
    story = Story()
    t = opened(story) + 40 * MS
    for index in range(20):
        story.sends(t + index * 2 * MS, "client", "P.", 1 + index * 1000, 1, 1000)
    return story.trace()


def picture(view) -> QImage:
    return view.grab().toImage()


@pytest.mark.parametrize("kind", VIEWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_depends_on_the_moment_alone(qtbot, kind, theme):
    view = kind()
    qtbot.addWidget(view)
    dress(view, lost_last_ack(), theme=theme, language="zh", numbering="symbolic", labels="textbook")
    first = {}
    for t in MOMENTS:
        view.show_at(t * MS)
        first[t] = picture(view)
    shuffled = list(MOMENTS)
    random.Random(4).shuffle(shuffled)
    for t in shuffled:
        view.show_at(t * MS)
        assert picture(view) == first[t], f"another picture at {t} ms"
    assert len({bytes(first[t].constBits()) for t in MOMENTS}) > len(MOMENTS) * 0.7


@pytest.mark.parametrize("run", [lost_last_ack, busy])
def test_repainting_parts_of_the_stage_leaves_the_whole_right(qtbot, run):
    """What is on the screen after many small repaints is what one whole painting gives."""
    asked = QRegion()

    class Recorded(Stage):
        def update(self, *region):
            nonlocal asked
            asked += region[0] if region else self.rect()

    view = Recorded()
    qtbot.addWidget(view)
    dress(view, run())
    screen = picture(view).convertToFormat(QImage.Format.Format_RGB32)
    rng = random.Random(7)
    for t in [rng.randrange(0, 1700) * MS for _ in range(25)] + list(range(200 * MS, 300 * MS, 7 * MS)):
        asked = QRegion()
        view.show_at(t)
        asked &= view.rect()
        view.render(screen, asked.boundingRect().topLeft(), asked)
        assert screen == picture(view).convertToFormat(QImage.Format.Format_RGB32), f"left-overs at {t} ns"


def test_at_rest_nothing_is_painted(qtbot):
    painted = []

    class Counted(Stage):
        def paintEvent(self, event):
            painted.append(event)
            super().paintEvent(event)

    view = Counted()
    qtbot.addWidget(view)
    dress(view, lost_last_ack())
    view.show()
    qtbot.waitExposed(view)
    view.show_at(300 * MS)
    qtbot.waitUntil(lambda: len(painted) > 0)
    view.repaint()
    count = len(painted)
    view.show_at(300 * MS)
    QCoreApplication.processEvents()
    assert len(painted) <= count + 1


@pytest.mark.parametrize("kind", VIEWS)
def test_without_a_run_it_says_so_and_takes_clicks(qtbot, kind):
    view = kind()
    qtbot.addWidget(view)
    picture(view)
    dress(view, None)
    assert not picture(view).isNull()
    qtbot.mouseClick(view if kind is not Ladder else view.viewport(), Qt.MouseButton.LeftButton)


def test_a_click_on_a_card_selects_its_segment(qtbot):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, lost_last_ack())
    view.show_at(35 * MS)
    (place,) = view.places()
    with qtbot.waitSignal(view.selected) as chosen:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place.centre.toPoint())
    assert chosen.args == [1]
    with qtbot.waitSignal(view.selected) as chosen:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert chosen.args == [None]


def assert_hand_over(view: QWidget, choice: QPoint) -> None:
    view.window().show()
    for spot, shape in ((choice, Qt.CursorShape.PointingHandCursor), (QPoint(5, 5), Qt.CursorShape.ArrowCursor)):
        QTest.mouseMove(view, spot)
        QCoreApplication.processEvents()
        assert view.cursor().shape() is shape


def test_a_hand_stands_over_a_card(qtbot):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, lost_last_ack())
    view.show_at(35 * MS)
    (place,) = view.places()
    assert_hand_over(view, place.centre.toPoint())


def test_a_hand_stands_over_a_line_of_the_ladder(qtbot):
    view = Ladder()
    qtbot.addWidget(view)
    dress(view, lost_last_ack(), (700, 900))
    view.show_at(200 * MS)
    spots = (QPoint(view.viewport().width() // 2, y) for y in range(40, 600))
    assert_hand_over(view.viewport(), next(spot for spot in spots if view.segment_at(QPointF(spot)) == 2))


def test_a_click_on_the_ladder_goes_there_and_selects(qtbot):
    view = Ladder()
    qtbot.addWidget(view)
    trace = lost_last_ack()
    dress(view, trace, (700, 900))
    view.show_at(200 * MS)
    middle = QPointF(view.viewport().width() / 2, 0)
    spots = (QPointF(middle.x(), y) for y in range(40, 600))
    spot = next(spot for spot in spots if view.segment_at(spot) == 2)
    chosen: list[int] = []
    sought: list[int] = []
    view.selected.connect(chosen.append)
    view.seek_requested.connect(sought.append)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert chosen == [2]
    assert trace.flights[1].sent - 20 * MS <= sought[0] <= trace.flights[1].ended


def test_dragging_along_the_timeline_seeks(qtbot):
    view = Timeline()
    qtbot.addWidget(view)
    trace = lost_last_ack()
    dress(view, trace, (1000, 64))
    sought: list[int] = []
    view.seek_requested.connect(sought.append)
    line = 28
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(0, line))
    qtbot.mouseMove(view, QPoint(500, line))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(500, line))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(999, line))
    assert sought[0] == 0
    assert sought[-1] == trace.end


def test_a_mark_of_the_timeline_leads_to_its_segment(qtbot):
    view = Timeline()
    qtbot.addWidget(view)
    trace = lost_last_ack()
    dress(view, trace, (1200, 64))
    mark = next(m for x in range(1200) if (m := view.mark_at(QPointF(x, 12))) and m.kind == "loss")
    assert mark.segment == 14
    assert mark.t == trace.flights[13].ended


@pytest.mark.parametrize("present", [False, True])
@pytest.mark.parametrize("size", [(560, 240), (860, 280), (1460, 400), (1920, 640), (3840, 1280)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_longest_states_fit_their_chip_at_full_size(qtbot, present, size, language):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, lost_last_ack(), size, language=language, present=present)
    layout = view._layout
    assert isinstance(layout, StageLayout)
    chip = chip_rect(layout, "left")
    for style in STATE_STYLES:
        for state in State:
            room = chip.width() - layout.size("pad") * 0.7
            assert text_width(state_name(state, style), layout.state_font) <= room
    left, right = layout.endpoints
    assert left.bottom() <= size[1]
    assert chip.bottom() < left.bottom()
    assert right.right() <= size[0]
    assert layout.lane_length > layout.card_height * 2


def test_an_audience_reads_type_of_four_percent_of_the_pictures_height(qtbot):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, lost_last_ack(), (1800, 616), language="zh", present=True)
    layout = view._layout
    assert isinstance(layout, StageLayout)
    for font in (layout.state_font, layout.title_font, layout.numbers_font, layout.font("words")):
        assert font.pixelSize() >= 0.04 * 1080
    assert layout.note_font.pixelSize() >= 0.033 * 1080
    assert layout.font("path").pixelSize() >= 0.025 * 1080


def test_type_grows_with_the_widget(qtbot):
    sizes = []
    for size in ((1280, 360), (1920, 540), (3840, 1080)):
        view = Stage()
        qtbot.addWidget(view)
        dress(view, lost_last_ack(), size)
        layout = view._layout
        assert isinstance(layout, StageLayout)
        sizes.append(layout.numbers_font.pixelSize())
    assert sizes == sorted(sizes)
    assert sizes[-1] >= 2.5 * sizes[0]


def test_the_bundled_fonts_are_the_ones_in_use(qtbot):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, lost_last_ack())
    layout = view._layout
    assert isinstance(layout, StageLayout)
    assert QFontInfo(layout.state_font).family() == "Inter"
    assert QFontInfo(layout.numbers_font).family() == "JetBrains Mono"


def test_without_motion_a_card_stands_at_its_departure_and_then_at_its_arrival(qtbot):
    trace = lost_last_ack()
    stage = Stage()
    qtbot.addWidget(stage)
    dress(stage, trace, reduced_motion=True)
    flight = trace.flights[0]
    centres = set()
    for share in (0.0, 0.3, 0.6, 0.9):
        stage.show_at(flight.sent + round((flight.ended - flight.sent) * share))
        [place] = [place for place in stage.places() if place.card.flight == flight.id]
        centres.add(place.centre.x())
    assert len(centres) == 1
    before = stage.grab().toImage()
    stage.show_at(flight.ended)
    [place] = [place for place in stage.places() if place.card.flight == flight.id]
    assert place.centre.x() > max(centres) + 200
    way = round((max(centres) + place.centre.x()) / 2), round(place.centre.y())
    assert stage.grab().toImage().pixelColor(*way) != before.pixelColor(*way)  # a line joins both places


def test_painting_leaves_the_fonts_that_all_share_as_they_are(qtbot):
    view = Stage()
    qtbot.addWidget(view)
    dress(view, lost_last_ack(), (2600, 1000), scale=2.0)
    view.show_at(next(run.armed for run in lost_last_ack().timers) + 1)
    assert view._layout is not None
    assert view._view is not None
    assert any(end.timers for end in (view._view.left, view._view.right))
    view.grab()
    assert view._layout.font("timer", SEMIBOLD).pixelSize() == round(view._layout.size("timer"))
