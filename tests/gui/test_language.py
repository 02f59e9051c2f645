"""Each language is whole: everything that can be read in the window is in it, and is set as its readers expect."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QAccessible, QFontMetricsF, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from tcpanim.gui.app import translate_qt
from tcpanim.gui.theme import Theme, make_font
from tcpanim.gui.views import LOWER
from tcpanim.gui.widgets.parts import lines_of, unbroken
from tcpanim.library import builtins, read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import spoken_at
from tcpanim.sim.run import simulate
from tests.explain.chinese import FAULTS
from tests.gui.looks import fonts_loaded
from tests.gui.test_window import HAN, LATIN_IN_CHINESE, LATIN_WORD, left_over_english, texts_of
from tests.scene.runs import catalogue

PANELS = ("segment", "numbers", "why", "queues", "lesson")
# Chinese in an English window: the second title, and the names of the languages themselves.
CHINESE_IN_ENGLISH = re.compile("四次挥手|EN · 中|中文|中$")
BEGINNERS = "，。；：、？！）”’》…"
ENDERS = "（“‘《"


def painted(window):
    """The texts that the window paints, as a picture of vectors tells them."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(window.size())
    window.render(generator, QPoint())
    root = ET.fromstring(bytes(buffer.data().data()))
    texts = ("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    return [text for text in texts if text.strip()]


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("detail", ["first", "course"])
def test_nothing_english_is_painted_in_a_chinese_window(open_desk, panel, detail):
    desk = open_desk("four-way-close", language="zh")
    desk.appearance.set_detail(detail)
    desk.controller.show_panel(panel)
    desk.playhead.seek(desk.session.trace.moments[14])
    QApplication.processEvents()
    texts = painted(desk.window)
    assert any(HAN.search(text) for text in texts)
    assert [text for text in texts if LATIN_WORD.search(LATIN_IN_CHINESE.sub("", text))] == []
    assert left_over_english(desk.window) == []


@pytest.mark.parametrize("view", [name for name in LOWER if name != "ladder"])
@pytest.mark.parametrize("detail", ["first", "advanced"])
def test_every_view_is_whole_in_both_languages(open_desk, view, detail):
    desk = open_desk("four-way-close", language="zh")
    desk.appearance.set_detail(detail)
    desk.window.show_view(view)
    desk.playhead.seek(desk.session.trace.moments[14])
    QApplication.processEvents()
    texts = painted(desk.window)
    assert [text for text in texts if LATIN_WORD.search(LATIN_IN_CHINESE.sub("", text))] == []
    assert left_over_english(desk.window) == []
    desk.controller.next_language()
    QApplication.processEvents()
    for text in (*texts_of(desk.window), *painted(desk.window)):
        assert not HAN.search(CHINESE_IN_ENGLISH.sub("", text)), text


@pytest.mark.parametrize("panel", PANELS)
def test_nothing_chinese_is_left_in_an_english_window(open_desk, panel):
    desk = open_desk("four-way-close", language="zh")
    desk.controller.show_panel(panel)
    desk.playhead.seek(desk.session.trace.moments[14])
    desk.controller.next_language()
    QApplication.processEvents()
    assert desk.appearance.language == "en"
    for text in (*texts_of(desk.window), *painted(desk.window)):
        assert not HAN.search(CHINESE_IN_ENGLISH.sub("", text)), text


def test_chinese_is_set_with_full_width_marks_everywhere(open_desk):
    desk = open_desk("four-way-close", language="zh")
    rules = {name: FAULTS[name] for name in ("half-width punctuation beside 汉字", "a space between 汉字")}
    for panel in PANELS:
        desk.controller.show_panel(panel)
        for moment in desk.session.trace.moments[::3]:
            desk.playhead.seek(moment)
            found = [text for text in texts_of(desk.window) for rule in rules.values() if rule.search(text)]
            assert found == []


def lines(text, width, font):
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    found = [layout.lineAt(index) for index in range(layout.lineCount())]
    return [text[line.textStart() : line.textStart() + line.textLength()] for line in found]


@pytest.mark.parametrize("name", [name for name, _ in builtins()][::3])
def test_no_line_begins_or_ends_with_a_mark_that_may_not(name, qapp):  # noqa: ARG001  (fonts need it)
    fonts_loaded()
    scenario = parse(read_builtin(name).encode(), name).scenario
    assert scenario is not None
    trace = simulate(scenario)
    naming = Naming(trace, catalogue("zh"), "symbolic", "textbook")
    font = Theme("light", 1.0, "zh").prose(20)
    said = {spoken.what + spoken.why for spoken in (spoken_at(trace, t, naming) for t in trace.moments)}
    for sentence in sorted(said):
        text = unbroken(sentence)
        for width in (260, 333, 480, 700):
            broken = lines(text, width, font)
            for before, line in pairwise(broken):
                assert line[0] not in BEGINNERS, broken
                assert before.rstrip()[-1] not in ENDERS, broken
                # A number is not torn from its letter, nor a name in two.
                assert not re.search(r"[=+\u2060-]$", before), broken
                assert not re.match(r"[=+\u2060-]", line), broken


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("RFC 规定 MSL 为 2 分钟，共 4 分钟；Linux 固定 60 秒。", ("2 分钟", "4 分钟", "60 秒")),
        ("客户端发送了 500 字节，服务器发送了 2000 字节。", ("500 字节", "2000 字节")),
        ("And if nothing had been sent in between? (w = v.)", ("(w = v.)",)),
        ("Short form, no data left: server 1.5 R, client R + 2 MSL.", ("R + 2 MSL.",)),
        ("Board: w = v + 1000. And ack=u+1 again.", ("w = v + 1000.",)),
    ],
)
def test_a_measure_or_a_short_sum_stays_in_one_line(text, whole, qapp):  # noqa: ARG001  (fonts need it)
    fonts_loaded()
    font = Theme("light", 1.0, "zh").prose(20)
    for width in range(150, 600, 12):
        shown = [line.replace("\u00a0", " ").replace("\u2060", "") for line in lines(unbroken(text), width, font)]
        for part in whole:
            assert any(part in line for line in shown), shown


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("在网络中丢失，双方都不知道，只能等待计时器到时。", "时。"),
        ("No ACK has come for 1 s, and the segment goes to neither of the two hosts; nobody answers.", "answers."),
    ],
)
def test_no_character_or_short_word_has_the_last_line_to_itself(text, last, qapp):  # noqa: ARG001
    fonts_loaded()
    font = Theme("light", 1.0, "zh").prose(15)
    alone = QFontMetricsF(font).horizontalAdvance(text) - QFontMetricsF(font).horizontalAdvance(last) / 2
    assert lines_of(text, font, alone)[-1].endswith(last)
    assert len(lines_of(text, font, alone)[-1]) > len(last)


def test_chinese_marks_come_from_a_chinese_face(qapp):  # noqa: ARG001
    fonts_loaded()
    for weight in (450, 550, 650, 750):
        chinese, latin = make_font(20, weight, chinese=True), make_font(20, weight)
        [mark] = {run.rawFont().familyName() for run in runs("“", chinese)}
        assert mark == "tcpanim Punctuation"
        assert {run.rawFont().familyName() for run in runs("“", latin)} == {"Inter"}
        assert {run.rawFont().familyName() for run in runs("等待", chinese)} == {"Noto Sans SC"}
        assert {run.rawFont().familyName() for run in runs("SYN", chinese)} == {"Inter"}
        assert [run.rawFont().weight() for run in runs("SYN等", chinese)] == [
            run.rawFont().weight() for run in runs("SYN等", latin)
        ]


def runs(text, font):
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout.glyphRuns()


def test_qts_own_file_dialog_is_chinese_throughout(qapp):
    translator = translate_qt(qapp, "zh")
    try:
        dialog = QFileDialog(None, "", "", "(*)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        words = [label.text() for label in dialog.findChildren(QLabel)]
        assert words
        assert all(HAN.search(word) for word in words)
        dialog.deleteLater()
    finally:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("page", ["panel-segment", "panel-numbers", "panel-why", "panel-lesson"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_read_out_has_no_signs_that_are_for_the_eye_alone(open_desk, page, language):
    desk = open_desk("four-way-close", language=language)
    desk.actions[page].trigger()
    desk.actions["view-header"].trigger()
    for moment in desk.session.trace.moments[::3]:
        desk.playhead.seek(moment)
        for widget in desk.window.findChildren(QWidget):
            if widget.isVisible():
                read = QAccessible.queryAccessibleInterface(widget)
                told = read.text(QAccessible.Text.Name) + read.text(QAccessible.Text.Description)
                assert not set(told) & {"\u2060", "\u00a0"}, told


def test_what_holds_is_read_out(open_desk):
    desk = open_desk("four-way-close")
    desk.playhead.seek(desk.session.trace.moments[5])
    events = desk.window.below.named("events")
    told = {
        widget: QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        + QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)
        for widget in (events.kind, desk.window.transport.speed, desk.window.caption.rules)
    }
    assert events.kind.text() in told[events.kind]
    assert "1" in told[desk.window.transport.speed]
    assert "RFC" in told[desk.window.caption.rules]
    assert "§" in told[desk.window.caption.rules]
