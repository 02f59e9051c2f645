"""What only the lecturer reads: what holds on the audience's screen, how long it took, and the pages over the notes."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTime
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.presentation.overview_page import first_lines
from tcpanim.gui.theme import MEDIUM, SMALL, Theme
from tests.gui.hall import KEY, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def presented(lecture, window=(1280, 720), **kwargs):
    """A lecture whose presenter's view is a window of that size."""
    desk = lecture("four-way-close", reduced_motion=True, **kwargs)
    desk.presentation.windows.toggle_presenter()
    desk.presentation.presenter.showNormal()
    desk.presentation.presenter.resize(*window)
    QApplication.processEvents()
    return desk


def at_rest(desk):
    show = desk.presentation
    for _ in range(4):
        show.pulse(show.clocks.now(), QTime(12, 0))
        QApplication.processEvents()


def outside(window):
    """The parts that do not wholly lie within what they stand in, or lie over another one."""
    seen = [part for part in window.findChildren(QWidget) if part.isVisible() and part.window() is window]
    column = [part for part in seen if part.parentWidget() in (window, window.split, window._beside, window._mirrored)]
    over = [
        part for part in column for other in column
        if part is not other and part.parentWidget() is other.parentWidget()
        and part.geometry().intersects(other.geometry())
    ]  # fmt: skip
    return over + [part for part in column if not part.parentWidget().rect().contains(part.geometry())]


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_what_holds_on_the_audiences_screen_is_told_in_its_colour(lecture):
    desk = presented(lecture)
    show = desk.presentation
    role = show.look_of(show.presenter).theme.colour
    show.lecture.go(4)
    press(desk, KEY.Key_PageDown)
    assert role("left").name() in colours(show.presenter.state)  # asking
    press(desk, KEY.Key_F)
    assert role("loss").name() in colours(show.presenter.state)  # frozen
    press(desk, KEY.Key_F)
    QApplication.processEvents()
    seen = show.presenter.mirror.grab().toImage()
    press(desk, KEY.Key_B)
    QApplication.processEvents()
    assert role("loss").name() in colours(show.presenter.state)  # black, which is the state one forgets
    assert show.presenter.mirror.grab().toImage() != seen
    press(desk, KEY.Key_B)
    QApplication.processEvents()
    assert show.presenter.mirror.grab().toImage() == seen


def test_at_the_end_each_points_time_keeps_to_its_number(lecture):
    desk = presented(lecture)
    show, passed = desk.presentation, 1_000_000
    for number in range(1, show.lecture.count + 1):
        show.lecture.go(number)
        for _ in range(4):
            show.pulse(passed, QTime(12, 0))
            passed += 1000
    press(desk, KEY.Key_PageDown)
    assert show.lecture.next_stop is None
    told = show.presenter.next_picture.text()
    for number in range(1, show.lecture.count + 1):
        assert f"{number}.\u00a00:0" in told
        assert number == 1 or f"\u00a0 {number}." in told  # more room between them than within


@pytest.mark.parametrize("size", [(738, 553), (1024, 768), (1280, 720)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_it_shows_the_presenters_window_keeps_its_size_and_all_of_it_is_seen(lecture, qtbot, size, language):
    audience = (1024, 768) if size[0] < 1280 else size
    desk = presented(lecture, size, size=audience, language=language)
    show = desk.presentation
    presenter = show.presenter

    def fault(key):
        show.lecture.go(4)
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            QTest.keyClick(show.audience, key, Qt.KeyboardModifier.ControlModifier)

    def freeze():
        press(desk, KEY.Key_F)
        show.lecture.go(6)

    states = {
        "plain": lambda: None,
        "asking": lambda: (show.lecture.go(4), press(desk, KEY.Key_PageDown)),
        "fault": lambda: fault(KEY.Key_2),
        "frozen": freeze,
        "panel": lambda: (press(desk, KEY.Key_F), show.lecture.drop_question(), press(desk, KEY.Key_F4)),
        "panel, frozen": freeze,
    }
    for state, bring in states.items():
        bring()
        at_rest(desk)
        assert (presenter.width(), presenter.height()) == size, state
        assert outside(presenter) == [], state
        assert not presenter.title.isVisible() or presenter.title.width() >= presenter.title.sizeHint().width()
        assert presenter._notes_area.height() >= 0.2 * size[1], state
        assert presenter.side.isVisible() == state.startswith("panel")
        assert presenter.mirror.isVisible() or presenter.side.isVisible()
        assert not presenter.mirror.isVisible() or presenter.mirror.width() >= 300


def test_keys_are_orders_while_the_private_panel_has_the_mirrors_place(lecture):
    desk = presented(lecture, (738, 553))
    presenter = desk.presentation.presenter
    press(desk, KEY.Key_F4)
    assert not presenter.mirror.isVisible()
    presenter.side.setFocus()
    before = desk.presentation.lecture.number
    QTest.keyClick(presenter, KEY.Key_PageDown)
    assert desk.presentation.lecture.number == before + 1
    press(desk, KEY.Key_F4)
    assert presenter.mirror.isVisible()


def test_notes_are_as_large_as_those_of_all_points_have_room_for(lecture):
    desk = presented(lecture, (1920, 1080), size=(1920, 1080))
    show, sizes = desk.presentation, []
    for number in range(1, show.lecture.count + 1):
        show.lecture.go(number)
        at_rest(desk)
        sizes.append(show.presenter.notes.font().pixelSize())
        assert show.presenter._notes_area.verticalScrollBar().maximum() == 0
    assert set(sizes) == {sizes[0]}  # nothing jumps from point to point
    assert 1.3 * 22 < sizes[0] <= 1.6 * 22
    press(desk, KEY.Key_Minus)
    assert show.presenter.notes.font().pixelSize() < sizes[0]
    press(desk, KEY.Key_Plus)
    assert show.presenter.notes.font().pixelSize() == sizes[0]


def test_paragraphs_of_notes_are_further_apart_in_larger_type(lecture):
    gaps = []
    for window in ((738, 553), (1920, 1080)):
        desk = presented(lecture, window, size=(1024, 768))
        desk.presentation.lecture.go(3)
        at_rest(desk)
        notes = QTextDocument()
        notes.setHtml(desk.presentation.presenter.notes.text())
        size = desk.presentation.presenter.notes.font().pixelSize()
        gaps.append(notes.firstBlock().blockFormat().bottomMargin())
        assert gaps[-1] == pytest.approx(0.55 * size, abs=1)
    assert gaps[0] < gaps[1]


def test_a_question_fills_the_card_that_is_as_high_as_a_picture(lecture):
    desk = presented(lecture, (1920, 1080), size=(1920, 1080))
    show = desk.presentation
    show.lecture.go(3)
    at_rest(desk)
    card, plain = show.presenter.next_picture, show.presenter.next_words.font().pixelSize()
    high = card.height()
    show.lecture.go(4)
    at_rest(desk)
    assert card.height() == high
    assert card.font().pixelSize() > 1.2 * plain
    size = card.font().pixelSize()
    press(desk, KEY.Key_PageDown)
    at_rest(desk)
    assert card.font().pixelSize() == size


def test_the_picture_of_what_comes_next_is_whole_after_a_question_was_seen_in_other_colours(lecture):
    desk = presented(lecture)
    show = desk.presentation
    for number in (4, 3):
        show.lecture.go(number)
        at_rest(desk)
        desk.appearance.set_theme("dark")
        at_rest(desk)
    shown, line = show.presenter.next_picture, show.look_of(show.presenter).theme.colour("wire")
    seen, drawn = shown.grab().toImage(), shown.pixmap()
    last = round(drawn.height() / drawn.devicePixelRatio()) - 1
    assert shown.height() == last + 1
    assert seen.pixelColor(50, 0) == seen.pixelColor(50, last) == line


@pytest.mark.parametrize("language", ["en", "zh"])
def test_points_by_name_wrap_between_words_and_within_their_list(lecture, language):
    desk = presented(lecture, (738, 553), language=language)
    show = desk.presentation
    show.pages.toggle("names")
    QApplication.processEvents()
    names = show.pages.page.list
    assert names.count() == show.lecture.count
    for row in range(names.count()):
        item = names.item(row)
        assert names.visualItemRect(item).right() < names.viewport().width()
        assert names.sizeHintForRow(row) >= item.text().count("\n") * names.fontMetrics().height()
        for line in item.text().split("\n"):
            assert names.fontMetrics().horizontalAdvance(line) < names.viewport().width()
            assert line[-1] not in "-（("
        assert "\u2060" not in item.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_overview_names_every_point(lecture, language):
    desk = presented(lecture, language=language)
    show = desk.presentation
    show.pages.toggle("overview")
    QApplication.processEvents()
    thumbs, theme = show.pages.page.thumbs, show.look_of(show.presenter).theme
    for number, title in enumerate(thumbs._titles, 1):
        assert thumbs.rect().toRectF().contains(thumbs.rect_of(number))
        room = thumbs.rect_of(number).width() - theme.px(30)  # beside the number
        shown = first_lines(title, theme.prose(SMALL, MEDIUM), room, thumbs.lines())
        assert "".join("".join(shown).split()).replace("\u2060", "") == "".join(title.split())


def test_the_overview_shows_points_in_the_audiences_proportions(lecture, qtbot):
    desk = presented(lecture, size=(1024, 768))
    show = desk.presentation
    show.pages.toggle("overview")
    thumbs = show.pages.page.thumbs
    qtbot.waitUntil(lambda: thumbs._making is None)
    image, beside = thumbs.grab().toImage(), thumbs.rect_of(1).topLeft().toPoint() + QPoint(4, 30)
    ground = show.look_of(show.presenter).theme.colour("bg")
    assert image.pixelColor(beside) == ground  # the picture's own, no bar at its side


def test_what_has_no_room_in_a_name_is_known_to_be_missing(qapp):  # noqa: ARG001  (fonts need it)
    font = Theme().prose(SMALL)
    words = "The client has no more to send and says so"
    assert [line.replace("\u00a0", " ") for line in first_lines(words, font, 2000, 2)] == [words]
    shown = first_lines(words, font, 90, 2)
    assert len(shown) == 2
    assert shown[1].endswith("…")
    assert words.startswith(" ".join(shown).removesuffix("…"))


def test_nothing_stands_on_the_key_card_but_the_keys(lecture):
    desk = presented(lecture, (738, 553))
    show = desk.presentation
    show.pages.toggle("keys")
    QApplication.processEvents()
    page = show.pages.page
    parts = page.card.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert {part for part in parts if part.isVisible()} == {page.area, page.title, page.close_button}
