"""Every built-in before an audience: what is said and asked at its points is whole, in type for the last row."""

import pytest
from PySide6.QtGui import QFontMetricsF

from tcpanim.export.slide import LEAST as LEAST_OF_ALL
from tcpanim.export.slide import SECOND
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.frame_paint import caption_parts, within
from tcpanim.gui.presentation.prose import ORPHAN, Prose
from tcpanim.gui.presentation.question_card import MOST, QuestionCard
from tcpanim.gui.widgets.parts import unbroken
from tcpanim.scene.names import Naming
from tcpanim.scene.points import course_of
from tcpanim.scene.reasons import spoken_at
from tests.gui.looks import fonts_loaded
from tests.scenarios.test_builtins import NAMES, trace_of
from tests.scene.runs import catalogue

pytestmark = pytest.mark.usefixtures("qapp")

SIZES = ((1024, 768), (1920, 1080))
LEAST = {"en": 0.04, "zh": 0.045}
"""Captions as a share of the picture's height: LOOK.md."""


@pytest.mark.parametrize("language", LEAST)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_at_each_point_is_whole(name, language):
    fonts_loaded()
    trace = trace_of(name)
    points = course_of(trace).points
    assert points
    naming = Naming(trace, catalogue(language))
    cut = []
    for size in SIZES:
        frame = Frame(*size, language)
        for point in points:
            said = spoken_at(trace, point.t, naming)
            main, *_ = parts = caption_parts(frame, said.what, said.why)
            assert main.font.pixelSize() >= LEAST[language] * frame.height - 0.5
            assert sum(part.height for part in parts) <= frame.caption.height()
            shown = "".join("".join(part.text for part in parts).split())
            if not main.whole or not shown.startswith("".join(unbroken(said.what).split())):
                cut.append((size, said.what))
    assert not cut


@pytest.mark.parametrize("language", LEAST)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_at_each_point_has_its_card_and_leaves_room_for_what_it_is_about(name, language):
    fonts_loaded()
    asked = [point.ask for point in course_of(trace_of(name)).points if point.ask is not None]
    assert asked
    for size in SIZES:
        for question in asked:
            frame = Frame(*size, language)
            card = QuestionCard(frame, question)
            told = size, question.question.pick(language)
            assert card.laid.height <= card.rect.height() <= MOST * frame.height, told
            assert min(words.font.pixelSize() for words in card.laid.choices) >= 0.035 * frame.height, told
            assert card.laid.why.font.pixelSize() >= LEAST_OF_ALL * frame.height - 0.5, told
            assert all(words.reach <= words.width + 1 for words in (card.laid.asked, *card.laid.choices)), told


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("客户端主动打开，发送 SYN=1，seq=x，进入 SYN-SENT（同步已发送）状态。", "zh"),
        ("The server acknowledges at once: ACK=1, seq=v, ack=u+1. It enters CLOSE-WAIT.", "en"),
    ],
)
def test_no_word_stands_alone_on_a_captions_last_line(text, language):
    fonts_loaded()
    frame = Frame(1920, 1080, language)
    for width in range(1100, 1800, 20):
        prose = Prose(text, frame.font(frame.main), width)
        alone = QFontMetricsF(prose.font).horizontalAdvance(prose._broken[-1])
        assert prose.count == 1 or alone >= ORPHAN * width or prose.count != len(prose._lines_at(width * 0.76))
        assert "".join("".join(prose._broken).split()) == "".join(prose.text.split())


@pytest.mark.parametrize(
    ("text", "share", "ends"),
    [
        ("FIN 得到确认，客户端进入 FIN-WAIT-2（终止等待 2）状态。", 0.046, ("，", "-2", "入")),
        ("w = v + 1000，即这期间发送的字节数；客户端没有发送新数据，所以 ack 仍是 u+1。", SECOND, ("，", "；", "是")),
    ],
)
def test_a_chinese_caption_breaks_at_a_mark_or_a_space_and_never_in_the_name_of_a_state(text, share, ends):
    fonts_loaded()
    frame = Frame(1024, 768, "zh")
    prose = Prose(text, frame.font(share), within(frame, frame.caption).width())
    assert prose.count == 2
    assert prose._broken[0].replace("\u2060", "").endswith(ends)


def test_english_words_beside_chinese_ones_are_set_as_english():
    fonts_loaded()
    frame = Frame(1920, 1080, "zh")
    words = "Nagle’s rule"
    beside = QFontMetricsF(frame.font_of(words, SECOND)).horizontalAdvance(words)
    assert beside == QFontMetricsF(Frame(1920, 1080, "en").font(SECOND)).horizontalAdvance(words)
    assert beside < QFontMetricsF(frame.font(SECOND)).horizontalAdvance(words)


@pytest.mark.parametrize("width", range(300, 900, 50))
def test_in_chinese_no_line_ends_inside_a_word_and_none_inside_a_number(qapp, width):  # noqa: ARG001
    fonts_loaded()
    text = "客户端的初始序号为 4294968001，第三个报文段的确认号和重传计时器的状态是什么，服务器又会怎样回答它"
    prose = Prose(text, Frame(1024, 768, "zh").font(0.046), width)
    lines = [line.replace("\u2060", "") for line in prose._broken]
    for word in (
        "客户端",
        "序号",
        "4294968001",
        "报文段",
        "确认号",
        "重传",
        "计时器",
        "状态",
        "什么",
        "服务器",
        "回答",
    ):
        assert any(word in line for line in lines), word
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
