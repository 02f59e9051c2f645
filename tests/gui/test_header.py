"""The header in the panel and as a view of its own: field and bytes point at each other, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.painting.shapes import draw_text, text_width
from tcpanim.gui.widgets import header_table
from tcpanim.gui.widgets.header_inspector import HeaderInspector
from tcpanim.gui.widgets.segment_panel import SegmentPanel
from tcpanim.scene.header import header_view
from tests.gui.looks import dress
from tests.scene.runs import simulated


@pytest.fixture
def shown(qtbot):
    holders = []

    def make(kind, name="timestamps-paws", size=(1150, 200), language="en"):
        holder = QWidget()
        holders.append(holder)
        qtbot.addWidget(holder)
        view = kind(holder)
        trace = simulated(name)
        dress(view, trace, size, language=language)
        holder.resize(*size)
        holder.show()
        view.show_at(trace.flights[1].sent)
        QApplication.processEvents()
        return view

    return make


def middle(table, key):
    return next(rect.center().toPoint() for rect, field in table.cells() if field.key == key)


VIEWS = [(SegmentPanel, (430, 1500)), (HeaderInspector, (1150, 200)), (HeaderInspector, (640, 300))]


@pytest.mark.parametrize(("kind", "size"), VIEWS)
def test_a_field_marks_its_bytes_and_is_spoken_of(shown, kind, size):
    view = shown(kind, size=size)
    parts = view.parts
    QTest.mouseMove(parts.table, middle(parts.table, "window"))
    assert parts.bytes._key == "window"
    assert "tcp.window_size_value" in parts.note.lines.text()
    assert "bytes 14–15" in parts.note.lines.text()
    before = parts.bytes.grab().toImage()
    QTest.mouseMove(parts.table, middle(parts.table, "sequence"))
    assert parts.bytes.grab().toImage() != before
    assert "tcp.seq_raw" in parts.table.accessibleDescription()


@pytest.mark.parametrize(("kind", "size"), VIEWS)
def test_a_byte_marks_its_field(shown, kind, size):
    view = shown(kind, size=size)
    parts = view.parts
    for byte, key in ((0, "source-port"), (5, "sequence"), (13, "ACK"), (17, "checksum"), (21, "mss")):
        QTest.mouseMove(parts.bytes, parts.bytes._rect(byte).center().toPoint())
        assert parts.table.key == key
    QTest.mouseMove(parts.bytes, QPoint(1, 1))
    assert parts.table.key is None


def test_a_click_holds_a_field_while_the_pointer_goes_on(shown):
    parts = shown(HeaderInspector).parts
    QTest.mouseClick(parts.table, Qt.MouseButton.LeftButton, pos=middle(parts.table, "checksum"))
    QTest.mouseMove(parts.bytes, QPoint(1, 1))
    assert parts.table.key == "checksum"
    assert parts.note.sum.isVisible()
    QTest.mouseClick(parts.table, Qt.MouseButton.LeftButton, pos=middle(parts.table, "checksum"))
    QTest.mouseMove(parts.bytes, QPoint(2, 2))
    assert parts.table.key is None


def test_keys_go_through_all_fields(shown):
    view = shown(SegmentPanel, size=(430, 1500))
    table, spoken = view.table, []
    keys = [field.key for _, field in table.cells()]
    for _ in keys:
        QTest.keyClick(table, Qt.Key.Key_Down)
        spoken.append(table.key)
    assert spoken == keys
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.key == keys[-2]


@pytest.mark.parametrize("size", [(1150, 190), (640, 290), (1800, 600)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_rows_fit_the_view(shown, size, language):
    view = shown(HeaderInspector, size=size, language=language)
    for table in (one for one in (view.parts.table, view.parts.options) if one.isVisible()):
        for rect, _ in table.cells():
            assert rect.bottom() <= table.height()
            assert rect.height() >= 18


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_a_high_and_narrow_view_the_words_fit_their_fields(shown, language, monkeypatch):
    view = shown(HeaderInspector, size=(600, 800), language=language)
    written = []

    def watched(painter, area, text, font, *more):
        written.append((text, text_width(text, font) - area.width()))
        draw_text(painter, area, text, font, *more)

    monkeypatch.setattr(header_table, "draw_text", watched)
    view.parts.table.grab()
    names = {field.name for _, field in view.parts.table.cells() if field.bits <= 4}
    assert [text for text, over in written if over > 0.5 and text not in names] == []


def test_a_page_that_is_a_little_too_high_scrolls_and_squeezes_nothing(open_desk):
    desk = open_desk("corrupted-segment")
    moments = desk.session.trace.moments
    panel = desk.window.side.named("segment")
    for height in range(1030, 1130, 4):
        desk.window.resize(1920, height)
        for moment in (0, moments[6]):
            desk.playhead.seek(moment)
            for _ in range(4):  # nested layouts settle in rounds
                QApplication.processEvents()
        assert panel.table.height() == panel.table.sizeHint().height()
        assert panel.height() >= panel.heightForWidth(panel.width())


def test_the_page_of_a_segment_keeps_its_width_and_its_rows_where_it_begins_to_scroll(open_desk):
    desk = open_desk("lost-data", height=1080)
    panel = desk.window.side.named("segment")
    bar = panel.parentWidget().parentWidget().verticalScrollBar()
    found = set()
    for moment in desk.session.trace.moments[:8]:
        desk.playhead.seek(moment)
        found.add((panel.width(), bar.maximum() > 0))
        assert bar.isEnabled() == (bar.maximum() > 0)  # one without a range is not to be seen
        assert panel.height() >= panel.heightForWidth(panel.width())
    assert {scrolls for _, scrolls in found} == {False, True}
    assert len({width for width, _ in found}) == 1


@pytest.mark.parametrize("zoom", [1.5, 2.5])
def test_with_large_type_rows_bits_and_bytes_are_whole(open_desk, zoom):
    desk = open_desk("timestamps-paws")
    desk.window.show_panel("segment")
    desk.appearance.set_zoom(zoom)
    desk.controller.show_view("header")
    desk.playhead.seek(desk.session.trace.moments[6])
    for _ in range(4):
        QApplication.processEvents()
    parts = desk.window.below.named("header").parts
    row = max(rect.height() for rect, _ in parts.table.cells())
    assert row >= 22  # two lines of the smallest type: a bit's name and its value
    assert parts.bytes.isHidden() or parts.bytes.height() >= parts.bytes.sizeHint().height()


def test_a_long_option_stands_below_its_name(open_desk, monkeypatch):
    desk = open_desk("queue-overflow")
    trace = desk.session.trace
    longest = max(
        trace.flights,
        key=lambda flight: len(header_view(trace, flight.id, trace.end, desk.appearance.naming(trace, "en")).raw),
    )
    desk.playhead.seek(longest.sent)
    desk.session.select(longest.id)
    told = {}

    def draw_text(_painter, rect, text, font, *_rest):
        told[text] = (font.pixelSize(), rect.top())

    monkeypatch.setattr(header_table, "draw_text", draw_text)
    table = desk.window.side.named("segment").table
    table.grab()
    option = next(field for field in table.options if field.value.count("–") == 4)
    assert told[option.value][0] >= 11
    assert told[option.value][1] > told[option.name][1]
