"""The library: what a lecturer finds there, by any name, by mouse and by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tcpanim.library import builtins, read_builtin


@pytest.fixture
def library(open_desk, qtbot):
    """The desk with its library open and read."""
    desk = open_desk()
    desk.actions["library"].trigger()
    qtbot.waitUntil(lambda: len(desk.window.library.shown()) == len(builtins()), timeout=30_000)
    return desk


def found(library, wanted):
    library.window.library.search.setText(wanted)
    return [card.entry.id for card in library.window.library.shown()]


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("四次断开", "four-way-close"),
        ("三报文握手", "three-way-handshake"),
        ("handshake", "three-way-handshake"),
        ("half close", "half-close"),
        ("HALF-CLOSE", "half-close"),
        ("乱序", "reordered-segments"),
        ("半关闭", "half-close"),
    ],
)
def test_a_scenario_is_found_by_every_name_it_has(library, wanted, first):
    assert found(library, wanted)[0] == first


def test_a_state_is_found_as_the_systems_write_it(library):
    assert found(library, "TIME_WAIT") == found(library, "time-wait") != []
    # A title that has the very word comes first, so only the order may differ.
    assert set(found(library, "TIME_WAIT")) == set(found(library, "时间等待"))


@pytest.mark.parametrize("wanted", ["", "次", "连", "loss", "四次挥手"])
def test_cards_are_whole_however_many_are_found(library, wanted):
    found(library, wanted)
    QApplication.processEvents()
    for card in library.window.library.shown():
        assert card.height() == card.sizeHint().height(), card.entry.id


def test_what_is_not_there_is_said(library):
    assert found(library, "sctp") == []
    assert "sctp" in library.window.library.empty.text()
    assert library.window.library.empty.isVisible()


def test_the_handshake_is_one_press_away(library, qtbot):
    with qtbot.waitSignal(library.session.settled, timeout=20_000):
        QTest.keyClick(library.window.library.search, Qt.Key.Key_Return)
    assert library.session.source.name == "three-way-handshake"
    assert not library.window.library_shown


def test_every_picture_shows_the_run_of_its_scenario(library):
    for card in library.window.library.shown():
        sketch = card.entry.sketch
        assert sketch.lines, card.entry.id
        assert all(0 <= y <= 1 for line in sketch.lines for y in (line.y0, line.y1))
        if card.entry.id == "lost-syn":
            assert [line.end for line in sketch.lines[:3]] == ["lost", "lost", "arrow"]


def test_arrows_walk_down_the_columns_and_up_to_the_search(library):
    page = library.window.library
    QApplication.processEvents()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    shown = page.shown()
    QTest.keyClick(shown[0], Qt.Key.Key_Down)
    below = next(card for card in shown if card.hasFocus())
    assert below.y() > shown[0].y()
    QTest.keyClick(below, Qt.Key.Key_Up)
    assert shown[0].hasFocus()
    QTest.keyClick(shown[0], Qt.Key.Key_Up)
    assert page.search.hasFocus()


@pytest.mark.parametrize(("language", "shelf"), [("en", "Closing"), ("zh", "连接释放")])
def test_each_card_tells_its_shelf_to_those_who_do_not_see_the_heading(library, language, shelf):
    library.appearance.set_language(language)
    page = library.window.library
    headings = {heading.text() for heading in page.findChildren(QLabel) if heading.isVisible()}
    told = {card.entry.id: card.accessibleDescription() for card in page.shown()}
    assert told["four-way-close"].startswith(shelf)
    assert any(told["four-way-close"].startswith(heading) for heading in headings if heading)
    assert not told["three-way-handshake"].startswith(shelf)


def test_a_file_opened_before_stands_there_and_opens_again(open_desk, qtbot, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("half-close"), encoding="utf-8")
    open_desk(str(path)).window.close()
    desk = open_desk()
    rows = desk.window.library.recent.buttons()
    assert [row.text().split()[0] for row in rows] == ["mine.tcpanim"]
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        rows[0].click()
    assert desk.session.title.en == "Half-close"


def test_a_file_that_is_gone_is_no_longer_offered(open_desk, qtbot, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("half-close"), encoding="utf-8")
    desk = open_desk(str(path))
    path.unlink()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.window.library.recent.buttons()[0].click()
    assert desk.window.library.recent.buttons() == []
    assert desk.session.title.en == "Half-close"  # the last good run stays


def test_after_its_cross_the_window_obeys_again(library):
    assert not library.actions["step-forward"].isEnabled()
    library.window.library.close_button.click()
    assert not library.window.library_shown
    assert library.actions["step-forward"].isEnabled()
    assert library.window.transport.isVisible()
