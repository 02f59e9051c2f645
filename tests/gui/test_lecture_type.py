"""Type on the audience's screen: read from the last row, in every size, larger and smaller by a key."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tcpanim.gui.presentation.frame_paint import caption_parts
from tests.gui.hall import KEY, picture, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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


def test_type_grows_and_shrinks_and_is_kept(lecture):
    desk = lecture(reduced_motion=True)
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


def test_on_a_fine_screen_the_picture_is_as_fine(lecture):
    desk = lecture(size=(1280, 720))
    shown = desk.presentation.picture
    coarse = shown.pixmap.toImage()
    shown.set_size(1280, 720, 2.0)
    fine = shown.pixmap.toImage()
    assert (fine.width(), fine.height()) == (2560, 1440)
    enlarged = coarse.scaled(fine.size(), mode=Qt.TransformationMode.SmoothTransformation)
    rows = range(200, 440, 12)  # names and states stand there; a blurred edge is as high, but in smaller steps
    edges = [sum((image.pixelColor(x, y).lightness() - image.pixelColor(x + 1, y).lightness()) ** 2
                 for y in rows for x in range(200, 2300)) for image in (fine, enlarged)]  # fmt: skip
    assert edges[0] > edges[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sentence_too_long_for_the_caption_is_smaller_not_cut(lecture, language):
    desk = lecture("simultaneous-open", size=(1024, 768), language=language, reduced_motion=True)
    desk.settings.set("lecture/zoom", 1.4)
    show = desk.presentation
    show.order("theme")
    for number in range(1, show.lecture.count + 1):
        show.lecture.go(number)
        frame, said = show.picture.frame, show.picture.spoken
        main = caption_parts(frame, said.what, said.why)[0]
        assert main.whole
        assert main.font.pixelSize() >= frame.px(frame.main) - 1  # no smaller than without enlarging
