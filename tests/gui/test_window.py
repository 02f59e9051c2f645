"""The window as people use it: languages, panels, library, problems, faults."""

import re

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget

from tcpanim.gui.main_window import MainWindow
from tcpanim.library import read_builtin

HAN = re.compile(r"[一-鿿]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# The protocol's own names, units and keys stay Latin in a Chinese window.
LATIN_IN_CHINESE = re.compile(
    r"SYN|ACK|FIN|RST|PSH|URG|ECE|CWR|seq|ack|Seq|Ack|Len|SND|RCV|UNA|NXT|WND|ISS|IRS|MSL|RTO|SRTT|RTTVAR|RTT|max|SMSS|FlightSize"
    r"|RFC|TCP|SYN_RCVD|RCVD|RECEIVED|SENT|ESTABLISHED|CLOSED|CLOSING|LISTEN|WAIT|LAST|TIME|CLOSE|Wireshark"
    r"|0x[0-9a-f]{4}|\b[0-9a-f]{2}\b|\b[0-9a-f]{4}\b|max|RTT|TCB|ms|us|min|Ctrl|Shift|Space|PgUp|PgDn|Del|Home|End|Esc|EN|English"
    r"|Four-way close|kbit|tcpanim"
)


def texts_of(window: QWidget) -> list[str]:
    """Everything that can be read or heard now: texts, tooltips, accessible names, placeholders, menu entries."""
    texts: list[str] = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() and not isinstance(widget, QMenu):
            continue
        texts += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        if isinstance(widget, QMenu):
            texts.append(widget.title())
    texts += [action.text() for action in window.findChildren(QAction)]
    return [text for text in texts if text.strip()]


def left_over_english(window: QWidget) -> list[str]:
    return [text for text in texts_of(window) if LATIN_WORD.search(LATIN_IN_CHINESE.sub("", text))]


@pytest.mark.parametrize("panel", ["segment", "numbers", "why", "lesson"])
def test_a_chinese_window_has_no_english_left(open_desk, qtbot, panel):
    desk = open_desk("four-way-close", language="en")
    desk.controller.show_panel(panel)
    desk.playhead.seek(desk.session.trace.moments[14])
    desk.controller.next_language()
    assert left_over_english(desk.window) == []
    desk.actions["library"].trigger()
    qtbot.waitUntil(lambda: bool(desk.window.library.shown()))
    for card in desk.window.library.shown():
        assert HAN.search(card.accessibleDescription())
    desk.actions["keys"].trigger()
    cards = {id(card) for card in desk.window.library.shown()}
    library = desk.window.library
    for text in left_over_english(desk.window):
        # A card is named in both languages.
        assert text in [card.accessibleName() for card in library.shown() if id(card) in cards]


def test_switching_the_language_changes_the_caption_and_the_title(open_desk):
    desk = open_desk("four-way-close")
    desk.playhead.seek(desk.session.trace.moments[14])
    english = desk.window.caption.what.text()
    desk.controller.next_language()
    assert HAN.search(desk.window.caption.what.text())
    assert desk.window.toolbar.heading.texts() == ("四次挥手", "Four-way close")
    desk.controller.next_language()
    assert desk.window.caption.what.text() == english


def test_what_the_reader_chose_is_there_the_next_time(open_desk):
    desk = open_desk()
    desk.appearance.set_theme("dark")
    desk.appearance.set_language("zh")
    desk.window.close()
    desk.settings.sync()
    assert open_desk(language="zh").appearance.theme == "dark"


def test_a_scenario_opens_in_its_own_numbering(open_desk):
    desk = open_desk("four-way-close")
    start = desk.session.start.numbering or "relative"
    assert desk.window.toolbar.numbering.buttons[start].isChecked()
    QTest.mouseClick(desk.window.toolbar.numbering.buttons["absolute"], Qt.MouseButton.LeftButton)
    assert desk.appearance.numbering == "absolute"
    desk.playhead.seek(desk.session.trace.moments[1])
    assert "100" in desk.window.caption.what.text()


@pytest.mark.parametrize(("width", "height", "folded"), [(1280, 720, True), (1920, 1080, False), (3840, 2160, False)])
def test_the_side_panel_folds_where_there_is_no_room(open_desk, width, height, folded):
    desk = open_desk(width=width, height=height)
    assert (desk.window.width(), desk.window.height()) == (width, height)
    assert desk.window.folded is folded
    desk.controller.show_panel("numbers")
    assert not desk.window.folded
    assert desk.window.side.page == "numbers"
    desk.controller.show_panel(None)
    assert desk.window.folded


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
def test_no_label_is_cut_off(open_desk, width, height, language):
    desk = open_desk("lost-last-ack", width, height, language)
    QApplication.processEvents()
    for moment in desk.session.trace.moments:
        desk.playhead.seek(moment)
        for _ in range(4):  # nested layouts settle in rounds
            QApplication.processEvents()
        for label in desk.window.findChildren(QLabel):
            if not label.isVisible() or not label.text():
                continue
            if label.wordWrap():
                assert label.heightForWidth(label.width()) <= label.height() + 2, label.text()
            else:
                assert label.sizeHint().width() <= label.width() + 1, label.text()
                assert label.sizeHint().height() <= label.height() + 1, label.text()


def test_every_control_has_a_name_for_screen_readers(open_desk):
    desk = open_desk()
    desk.controller.show_panel("segment")
    for button in desk.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button


def test_a_page_that_got_its_run_out_of_sight_shows_it(open_desk, qtbot):
    desk = open_desk(width=1280, height=720)
    window, panel = desk.window, desk.window.side
    window.set_trace(None)
    for name in ("segment", "numbers", "why", "queues", "lesson"):
        window.show_panel(name)
        QApplication.processEvents()
        assert panel.nothing.isVisible()
    window.show_panel(None)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_builtin("lost-last-ack")
    window.show_panel("segment")
    QApplication.processEvents()
    window.show_panel("numbers")
    QApplication.processEvents()
    assert not panel.nothing.isVisible()
    numbers = panel.named("numbers")
    assert numbers.height() >= numbers.sizeHint().height() > 0


def test_the_segment_panel_follows_the_story_until_one_is_chosen(open_desk):
    desk = open_desk()
    trace, panel = desk.session.trace, desk.window.side.named("segment")
    desk.playhead.seek(trace.flights[0].sent)
    assert panel.shown() == 1
    desk.playhead.seek(trace.flights[2].sent)
    assert panel.shown() == 3
    desk.session.select(1)
    assert panel.shown() == 1
    desk.playhead.seek(0)  # it has not been sent yet: nothing is known of it
    assert panel.shown() is None


def test_the_header_shows_wire_values_first(open_desk):
    desk = open_desk()
    desk.appearance.set_numbering("relative")
    desk.playhead.seek(desk.session.trace.flights[2].sent)
    described = desk.window.side.named("segment").table.description()
    flight = desk.session.trace.flights[2]
    assert f"{flight.segment.seq} (relative 1)" in described
    assert f"{flight.segment.ack} (relative 1)" in described


def test_the_library_finds_by_either_language_and_opens_by_enter(open_desk, qtbot):
    desk = open_desk()
    QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    library = desk.window.library
    qtbot.waitUntil(lambda: len(library.shown()) > 5)
    orders = [card.entry.id for card in library.shown()]
    assert orders[0] == "three-way-handshake"
    QTest.keyClicks(library.search, "half-close")
    assert "half-close" in [card.entry.id for card in library.shown()]
    library.search.setText("四次")
    assert [card.entry.id for card in library.shown()] == ["four-way-close", "three-segment-close"]  # why four, too
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QTest.keyClick(library.search, Qt.Key.Key_Return)
    assert not desk.window.library_shown
    assert desk.session.title.en == "Four-way close"


def test_the_library_can_be_walked_by_arrows(open_desk, qtbot):
    desk = open_desk()
    desk.actions["library"].trigger()
    library = desk.window.library
    qtbot.waitUntil(lambda: len(library.shown()) > 5)
    QTest.keyClick(library.search, Qt.Key.Key_Down)
    cards = library.shown()
    assert cards[0].hasFocus()
    QTest.keyClick(cards[0], Qt.Key.Key_Right)
    assert cards[1].hasFocus()
    QTest.keyClick(cards[1], Qt.Key.Key_Left)
    QTest.keyClick(cards[0], Qt.Key.Key_Up)
    assert cards[0].hasFocus() or library.search.hasFocus()


def test_a_file_can_be_dropped(open_desk, qtbot, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("lost-syn"), encoding="utf-8")
    desk = open_desk()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.window.dropEvent(event)
    assert desk.session.title.en == "Lost SYN"


def test_problems_stand_below_the_stage_with_place_line_and_caret(open_desk, qtbot, tmp_path):
    desk = open_desk("four-way-close")
    desk.playhead.seek(desk.session.trace.moments[3])
    path = tmp_path / "bad.tcpanim"
    path.write_text(read_builtin("lost-syn").replace("client: open", "clinet: open"), encoding="utf-8")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_file(path)
    assert desk.window.problems_shown
    text = desk.window.problems.text()
    assert re.search(r"bad\.tcpanim:\d+:\d+: ", text)
    assert "clinet" in text
    assert "^" in text
    assert desk.session.title.en == "Four-way close"  # the last good run stays
    assert desk.playhead.t == desk.session.trace.moments[3]
    assert desk.actions["play"].isEnabled()
    desk.controller.next_language()
    assert HAN.search(desk.window.problems.text())
    desk.actions["problems"].trigger()
    assert not desk.window.problems_shown


def test_a_mended_file_goes_on_at_the_same_moment(open_desk, qtbot, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("three-way-handshake"), encoding="utf-8")
    desk = open_desk(str(path))
    desk.playhead.seek(desk.session.trace.moments[2])
    t = desk.playhead.t
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        path.write_text(read_builtin("three-way-handshake") + "\n", encoding="utf-8")
    assert desk.playhead.t == t


def test_a_fault_is_told_and_logged_and_the_window_lives_on(open_desk, capsys):
    desk = open_desk()
    desk.faults.report(ZeroDivisionError("a view went wrong"))
    assert desk.window.notice.isVisible()
    assert "a view went wrong" in desk.window.notice.text.text()
    QTest.mouseClick(desk.window.notice.copy, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert "ZeroDivisionError" in desk.faults.log_path().read_text(encoding="utf-8")
    QTest.keyClick(desk.window, Qt.Key.Key_End)
    assert desk.playhead.t == desk.session.trace.end


def test_themes_change_the_ground(open_desk):
    desk = open_desk()
    grounds = set()
    for _ in range(3):
        grounds.add(desk.window.grab().toImage().pixelColor(4, 200).name())
        desk.controller.next_theme()
    assert len(grounds) == 3


def test_the_views_can_have_the_stages_room(open_desk, qtbot):
    desk = open_desk(width=1280, height=720)
    before = desk.window.below.height()
    desk.actions["view-alone"].trigger()
    assert not desk.window.stage.isVisible()
    qtbot.waitUntil(lambda: desk.window.below.height() > before * 1.8)
    desk.actions["view-stage"].trigger()
    assert desk.window.stage.isVisible()
    assert not desk.window.below.isVisible()
    desk.actions["view-alone"].trigger()
    assert desk.window.below.isVisible()
    desk.actions["view-alone"].trigger()
    assert desk.window.stage.isVisible()
    qtbot.waitUntil(lambda: desk.window.below.height() == before)


@pytest.mark.parametrize("place", [(5000, 3000, 1300, 700), (-2900, 20, 1300, 700), (100, 50, 9000, 7000)])
def test_a_window_whose_screen_has_gone_comes_to_one_that_is_there(qtbot, place):
    before, after = MainWindow(), MainWindow()
    for window in (before, after):
        qtbot.addWidget(window)
        window.setMinimumSize(1, 1)
    before.setGeometry(*place)
    assert after.restoreGeometry(before.saveGeometry())
    assert QGuiApplication.primaryScreen().geometry().contains(after.geometry())
