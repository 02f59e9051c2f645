"""From the window to a picture in a file or in the clipboard."""

import csv
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.export.capture import packets
from tcpanim.gui.widgets.export_dialog import CHOICES

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen plugin cannot tell anybody
SVG = "{http://www.w3.org/2000/svg}"


def chosen(**more):
    return {"view": "ladder", "format": "png", "size": "fitting", "theme": "light", "language": "en"} | more


def test_the_dialog_opens_by_its_key_and_shows_the_picture(open_desk):
    desk = open_desk()
    QTest.keyClick(desk.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.exporting.dialog
    assert dialog.isVisible()
    assert dialog.chosen() == chosen()
    first = dialog.picture.pixmap().toImage()
    for name, choice in (("view", "stage"), ("theme", "dark"), ("language", "zh"), ("size", "1920x1080")):
        before = dialog.picture.pixmap().toImage()
        QTest.mouseClick(dialog.rows[name].buttons[choice], Qt.MouseButton.LeftButton)
        assert dialog.picture.pixmap().toImage() != before
    assert dialog.picture.pixmap().toImage() != first
    dialog.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_in_the_dialog_is_cut_off(open_desk, language):
    desk = open_desk(width=1280, height=720, language=language)
    desk.actions["export"].trigger()
    QApplication.processEvents()
    dialog = desk.exporting.dialog
    assert dialog.width() <= 1280
    assert dialog.height() <= 720
    for name in CHOICES:
        for button in dialog.rows[name].buttons.values():
            assert button.width() >= button.sizeHint().width()
            assert button.accessibleName()
    dialog.close()


def test_a_picture_is_written_and_said_so(open_desk, tmp_path):
    desk = open_desk("four-way-close", language="zh")
    desk.playhead.seek(desk.session.trace.moments[8])
    path = tmp_path / "out.svg"
    desk.exporting.write(str(path), chosen(view="stage", format="svg", language="zh", theme="dark"))
    texts = [text.text for text in ET.fromstring(path.read_text(encoding="utf-8")).iter(f"{SVG}text")]
    assert "客户端" in texts
    assert str(path) in desk.window.notice.text.text()
    card = desk.window.stage.places()[0].card
    assert card.numbers in texts  # the same numbers as in the window
    image_path = tmp_path / "out.png"
    desk.exporting.write(str(image_path), chosen(size="1280x720"))
    image = QImage(str(image_path))
    assert (image.width(), image.height()) == (1280, 720)


def test_a_slide_is_offered_and_written(open_desk, tmp_path):
    desk = open_desk("four-way-close")
    desk.playhead.seek(desk.session.trace.moments[8])
    desk.actions["export"].trigger()
    dialog = desk.exporting.dialog
    QTest.mouseClick(dialog.rows["view"].buttons["slide"], Qt.MouseButton.LeftButton)
    shown = dialog.picture.pixmap().deviceIndependentSize()
    assert shown.width() / shown.height() == pytest.approx(16 / 9, rel=0.02)
    path = tmp_path / "slide.svg"
    desk.exporting.write(str(path), chosen(view="slide", format="svg"))
    said = "".join(text.text or "" for text in ET.fromstring(path.read_text(encoding="utf-8")).iter(f"{SVG}text"))
    assert desk.window.caption.what.text().split()[0] in said
    dialog.close()


def test_a_picture_that_cannot_be_written_is_told(open_desk, tmp_path):
    desk = open_desk()
    desk.exporting.write(str(tmp_path / "missing" / "out.png"), chosen())
    assert desk.window.notice.isVisible()
    assert "missing" in desk.window.notice.text.text()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.notice.isVisible()


def test_the_stage_goes_to_the_clipboard(open_desk):
    desk = open_desk()
    desk.playhead.seek(desk.session.trace.moments[2])
    desk.actions["copy-picture"].trigger()
    image = QApplication.clipboard().image()
    assert image.width() > image.height() > 300


@pytest.mark.parametrize("form", ["png", "svg"])
def test_what_is_copied_is_what_was_chosen(open_desk, form):
    desk = open_desk("four-way-close")
    desk.actions["export"].trigger()
    dialog = desk.exporting.dialog
    for name, choice in (("format", form), ("size", "1280x720")):
        QTest.mouseClick(dialog.rows[name].buttons[choice], Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().mimeData()
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (1280, 720)
    assert copied.hasFormat("image/svg+xml") is (form == "svg")
    if form == "svg":
        root = ET.fromstring(bytes(copied.data("image/svg+xml").data()))
        assert (root.tag, root.get("width"), root.get("height")) == (f"{SVG}svg", "1280", "720")


def test_the_run_is_saved_as_data(open_desk, qtbot, tmp_path):
    desk = open_desk("lost-data", language="zh")
    files = desk.data_files
    kinds = files.kinds()
    assert list(kinds)[:3] == [
        "抓包：客户端收发的报文段 (*.pcapng)", "抓包：服务器收发的报文段 (*.pcapng)", "报文段的表格 (*.csv)",
    ]  # fmt: skip
    for number, kind in enumerate(kinds.values()):
        path = tmp_path / f"{number}.{kind.suffix}"
        with qtbot.waitSignal(files.jobs.done):
            files.write(str(path.with_suffix("")), kind)
        assert str(path) in desk.window.notice.text.text()
    content = (tmp_path / "1.pcapng").read_bytes()
    assert [packet.data in content for packet in packets(desk.session.trace, "server")].count(False) == 0
    assert "失序" in content.decode("utf-8", "ignore")  # with its sentences
    rows = list(csv.DictReader((tmp_path / "2.csv").read_text("utf-8-sig").splitlines()))
    assert [row["fate"] for row in rows].count("dropped") == 1
    with qtbot.waitSignal(files.jobs.failed):
        files.write(str(tmp_path / "missing" / "run.pcap"), kinds["抓包：客户端收发的报文段 (*.pcapng)"])
    assert "missing" in desk.window.notice.text.text()


def test_the_end_of_a_name_says_what_is_written_whatever_kind_was_chosen(open_desk, qtbot, tmp_path):
    desk = open_desk("lost-data")
    files = desk.data_files
    kinds = list(files.kinds().values())
    for name, kind in (("run.csv", kinds[0]), ("run.pcap", kinds[-1]), ("run.2026", kinds[0])):
        with qtbot.waitSignal(files.jobs.done):
            files.write(str(tmp_path / name), kind)
    assert {path.name for path in tmp_path.glob("run*")} == {"run.csv", "run.pcap", "run.2026.pcapng"}
    assert "fate" in (tmp_path / "run.csv").read_text("utf-8-sig").splitlines()[0]
    assert (tmp_path / "run.pcap").read_bytes()[:4] in (b"\x4d\x3c\xb2\xa1", b"\xd4\xc3\xb2\xa1")


@pytest.mark.parametrize(
    ("typed", "written"), [("a.svg", "a.svg"), ("a.PNG", "a.PNG"), ("a", "a.png"), ("a.b", "a.b.png")]
)
def test_the_end_of_a_pictures_name_says_its_format(open_desk, tmp_path, typed, written):
    open_desk().exporting.write(str(tmp_path / typed), chosen())
    content = (tmp_path / written).read_bytes()
    assert content.startswith(b"<?xml" if written.endswith("svg") else b"\x89PNG")


def test_a_file_that_is_being_written_when_the_window_closes_is_there_whole(open_desk, tmp_path):
    desk = open_desk("lost-data")
    kinds = list(desk.data_files.kinds().values())
    desk.data_files.write(str(tmp_path / "run.pcapng"), kinds[0])
    desk.window.close()
    content = (tmp_path / "run.pcapng").read_bytes()
    assert [packet.data in content for packet in packets(desk.session.trace, "client")].count(False) == 0
    assert [path.name for path in tmp_path.glob("*run*")] == ["run.pcapng"]
