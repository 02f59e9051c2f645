"""Large type from pictures stands where Qt would have drawn it, and looks like it."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from tcpanim.gui.painting.large_type import OUTLINED, draw_large, is_large
from tcpanim.gui.theme import make_font
from tests.gui.looks import fonts_loaded

RECT = QRectF(40, 20, 1700, 130)
TEXTS = ("SYN=1, ACK=1, seq=y, ack=x+1", "客户端进入 SYN-SENT（同步已发送）状态。", "Ágj 50 %")
ALIGNS = (
    Qt.AlignmentFlag.AlignCenter,
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
)


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def fonts():
    fonts_loaded()


def drawn(draw, ratio=1.0, ink="black"):
    """What ``draw(painter)`` leaves on white."""
    pixmap = QPixmap(round(1780 * ratio), round(180 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill("white")
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QColor(ink))
    draw(painter)
    painter.end()
    return pixmap.toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def ink(image):
    """(left, top, right, bottom) of what is not white, and how dark all of it is together."""
    wide, high, row = image.width(), image.height(), image.bytesPerLine()
    bits = bytes(image.constBits())
    lines = [bits[y * row : y * row + wide] for y in range(high)]
    rows = [y for y, line in enumerate(lines) if min(line) < 200]
    columns = [x for x in range(wide) if min(line[x] for line in lines[rows[0] : rows[-1] + 1]) < 200]
    return (columns[0], rows[0], columns[-1], rows[-1]), sum(255 - byte for line in lines for byte in line)


@pytest.mark.parametrize("ratio", [1.0, 1.5])
@pytest.mark.parametrize("align", ALIGNS)
@pytest.mark.parametrize("text", TEXTS)
def test_it_stands_where_qt_draws_it(text, align, ratio):
    font = make_font(70, 650, chinese=text == TEXTS[1])

    def by_qt(painter):
        painter.setFont(font)
        painter.drawText(RECT, int(align | Qt.TextFlag.TextSingleLine), text)

    def by_us(painter):
        assert is_large(painter, font)
        draw_large(painter, RECT, text, font, QColor("black"), align)

    (place, dark), (ours, our_dark) = ink(drawn(by_qt, ratio)), ink(drawn(by_us, ratio))
    near = [abs(a - b) <= 2 for a, b in zip(place, ours, strict=True)]
    assert all(near), (place, ours)
    assert abs(dark - our_dark) < 0.03 * dark


def test_what_is_kept_is_what_was_drawn():
    font = make_font(90, 650, mono=True)

    def draw(colour):
        return drawn(lambda painter: draw_large(painter, RECT, TEXTS[0], font, QColor(colour), ALIGNS[0]))

    first = draw("black")
    assert draw("black") == first
    assert draw("silver") != first
    assert draw("black") == first


def test_qt_draws_what_it_keeps_itself_and_what_is_turned():
    answers = []

    def ask(painter):
        answers.append(is_large(painter, make_font(OUTLINED - 1)))
        answers.append(is_large(painter, make_font(OUTLINED)))
        painter.translate(10, 10)
        answers.append(is_large(painter, make_font(OUTLINED)))
        painter.scale(1, 0.5)
        answers.append(is_large(painter, make_font(OUTLINED)))

    drawn(ask)
    assert answers == [False, True, True, False]
