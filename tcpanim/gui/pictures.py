"""Pictures of what is seen, drawn as the widgets draw it: stage and state diagram at a moment, the ladder up to it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QWidget

from tcpanim.export.picture import (
    DIAGRAM_SIZE,
    HEADER_WIDTH,
    SLIDE_SHARE,
    SLIDE_SIZE,
    STAGE_SIZE,
    STRIP_LEGEND,
    STRIP_MARGIN,
    STRIP_SIZE,
    Wish,
    ladder_room,
)
from tcpanim.gui.look import Look
from tcpanim.gui.measures import HALL_SCALE
from tcpanim.gui.painting.diagram import DiagramPainter, paint_legend
from tcpanim.gui.painting.ladder import LadderPainter
from tcpanim.gui.painting.shapes import CENTRE, LEFT, RIGHT, draw_text, shrink_to_fit, text_width
from tcpanim.gui.painting.strip import StripPainter
from tcpanim.gui.painting.strip import paint_legend as paint_strip_legend
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, SEMIBOLD, SMALL, Theme
from tcpanim.gui.widgets.header_table import HeaderTable
from tcpanim.gui.widgets.hex_view import HexView
from tcpanim.gui.widgets.stage import Stage
from tcpanim.scene.diagram import Diagram
from tcpanim.scene.header import header_view, shown_segment
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.strip import Strips

SHARP = 2
"""Without a size of its own a picture has so many pixels for one on the screen."""
TALLEST = 32_000
"""What a picture can be high at most, in pixels."""
_ROOMY, _CLOSE = 330, 264  # the heights of a view for which a ladder is laid out in full and as closely as it may be
_FIRST, _FOOT, _LEGEND = 10, 40, 26


def draw(wish: Wish) -> QImage:
    """The picture; raises TooLongError where it would be too tall for anyone to look at."""
    wish.check()
    look = _look(wish)
    makers = {
        "ladder": _ladder,
        "stage": _stage,
        "slide": _slide,
        "states": _states,
        "sequence": _sequence,
        "plots": _plots,
        "header": _header,
    }
    return makers[wish.view](wish, look)


def _look(wish: Wish) -> Look:
    theme = Theme(wish.theme, 1.0, wish.naming.language)
    return Look(theme, wish.naming.catalogue, wish.naming, wish.time, wish.detail)


def png(wish: Wish) -> bytes:
    """The picture as the bytes of a PNG file."""
    return encoded(draw(wish))


def encoded(image: QImage) -> bytes:
    """``image`` as the bytes of a PNG file; raises MemoryError."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise MemoryError("there is no room for a picture of that size")
    return bytes(buffer.data().data())


def _sheet(wish: Wish, look: Look, natural: tuple[float, float], ground: str = "surface") -> tuple[QImage, QRectF]:
    """An empty picture of the size wished for, and the room in it, in which ``natural`` has place once.

    What is laid out as the window is, is drawn so much larger: the window's own type ends at a size for reading nearby.
    """
    width, height = wish.size or (round(natural[0]), round(natural[1]))
    ratio = 1 if wish.size else SHARP
    factor = min(width / natural[0], height / natural[1])
    image = QImage(width * ratio, height * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(factor * ratio)
    image.fill(look.theme.colour(ground))
    return image, QRectF(0, 0, width / factor, height / factor)


def _stage(wish: Wish, look: Look) -> QImage:
    if wish.fills:
        assert wish.size is not None
        image, room = _sheet(wish, look, wish.size, "bg")
        tall = round(room.height() * SLIDE_SHARE)
        theme = Theme(wish.theme, HALL_SCALE * room.height() / 1080, look.catalogue.language)
        look = replace(look, theme=theme, present=True, tall=tall)
    else:
        image, room = _sheet(wish, look, STAGE_SIZE, "bg")
    stage = Stage()
    stage.setMinimumSize(1, 1)
    stage.resize(round(room.width()), round(room.height()))
    stage.set_look(look)
    stage.set_trace(wish.naming.trace)
    stage.show_at(wish.moment)
    stage.render(image, QPoint(0, 0))
    return image


def _slide(wish: Wish, look: Look) -> QImage:
    """What an audience sees of the stage, with the title above it and the caption below."""
    from tcpanim.gui.presentation.panels import make_panel
    from tcpanim.gui.presentation.picture import Content, Picture

    picture, trace = Picture(make_panel), wish.naming.trace
    wrong: list[object] = []
    picture.failed.connect(wrong.append)
    picture.set_content(Content(trace.title))
    picture.set_size(*(wish.size or SLIDE_SIZE))
    picture.set_run(trace, look, 1.0, wish.moment)
    image = picture.pixmap.toImage()
    picture.close()
    if wrong:  # it would have stayed as it was
        assert isinstance(wrong[0], BaseException)
        raise wrong[0]
    return image


def _plots(wish: Wish, look: Look) -> QImage:
    from tcpanim.gui.plot_pictures import image, plots_for

    with plots_for(wish, look) as (plots, factor):
        return image(plots, factor if wish.size else SHARP, wish.size)


def _states(wish: Wish, look: Look) -> QImage:
    image, room = _sheet(wish, look, DIAGRAM_SIZE)
    drawing = DiagramPainter(look, room.adjusted(14, 14, -14, -34), largest=20.0)
    view = Diagram(wish.naming.trace).at(wish.moment)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.paint(painter, view, None, None)
    drawing.paint_tokens(painter, view)
    paint_legend(painter, QRectF(14, room.height() - 30, room.width() - 28, 24), look)
    painter.end()
    return image


def _sequence(wish: Wish, look: Look) -> QImage:
    """Both directions, and the legend below."""
    image, room = _sheet(wish, look, STRIP_SIZE)
    edge = STRIP_MARGIN
    drawing = StripPainter(look, room.adjusted(edge, edge, -edge, -edge - STRIP_LEGEND))
    strips = Strips(wish.naming.trace).at(wish.moment, wish.naming, drawing.layout.room)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if any(strip.cells for strip in strips):
        drawing.paint(painter, strips, None)
        legend = QRectF(edge, room.height() - edge - STRIP_LEGEND + 6, room.width() - 2 * edge, STRIP_LEGEND)
        paint_strip_legend(painter, legend, strips, wish.naming, look, look.theme.font(SMALL))
    else:
        over = wish.naming.trace.sent_count(wish.moment) > 0
        words, font = look.catalogue.text("strip.over" if over else "strip.empty"), look.theme.font(BODY, MEDIUM)
        draw_text(painter, room, words, font, look.theme.colour("ink2"), CENTRE)
    painter.end()
    return image


def _header(wish: Wish, look: Look) -> QImage:
    """Title, table and bytes as the page about a segment has them."""
    trace = wish.naming.trace
    number = shown_segment(trace, wish.moment, wish.segment)
    header = header_view(trace, number, wish.moment, wish.naming) if number is not None else None
    table, raw = HeaderTable(), HexView()
    heights = []
    parts: tuple[HeaderTable | HexView, ...] = (table, raw)
    for part in parts:
        part.resize(round(HEADER_WIDTH) - 32, 400)
        part.set_look(look)
        part.show_header(header)
        heights.append(part.sizeHint().height() if header is not None else 0)
        part.resize(part.width(), heights[-1])
    needed = 44.0 + heights[0] + 16 + heights[1] + 16
    image, whole = _sheet(wish, look, (HEADER_WIDTH, needed))
    painter = QPainter(image)
    painter.translate((whole.width() - HEADER_WIDTH) / 2 + 16, (whole.height() - needed) / 2)
    room = QRectF(0, 4, HEADER_WIDTH - 32, 36)
    if header is None:
        words, font = look.catalogue.text("segment.none"), look.theme.font(BODY, MEDIUM)
        draw_text(painter, room, words, font, look.theme.colour("ink2"), CENTRE)
        painter.end()
        return image
    title, notes = look.theme.font(LEAD, SEMIBOLD), " · ".join((*header.notes, header.fate))
    draw_text(painter, room, header.title, title, look.theme.colour("ink"), LEFT)
    room.setLeft(text_width(header.title, title) + 16)
    font = shrink_to_fit(notes, look.theme.font(SMALL), room.width(), 10)
    draw_text(painter, room, notes, font, look.theme.colour("ink2"), RIGHT)
    table.render(painter, QPoint(0, 44), renderFlags=QWidget.RenderFlag.DrawChildren)
    raw.render(painter, QPoint(0, 44 + heights[0] + 16), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    return image


def _ladder(wish: Wish, look: Look) -> QImage:
    ladder = Ladder(wish.naming.trace, wish.naming, wish.time)
    legend = ", ".join(wish.naming.legend(wish.moment))
    foot = _LEGEND if legend else 0

    nominal = _CLOSE if wish.size else _ROOMY

    def height_of(width: float) -> float:
        painter = LadderPainter(ladder, look, width, nominal, 1.0)
        return painter.y_of(wish.moment) + _FIRST + _FOOT + foot

    room = ladder_room(wish.size, height_of)
    ratio = room.factor if wish.size else min(float(SHARP), TALLEST / room.height)
    pixels = wish.size or (round(room.width * ratio), round(room.height * ratio))
    image = QImage(*pixels, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(look.theme.colour("surface"))
    drawing = LadderPainter(ladder, look, room.width, nominal, ratio)
    drawing.height = room.height - foot  # laid out for an ordinary view, then shown whole
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(room.beside, 0)
    drawing.paint_body(painter, -_FIRST, wish.moment, None, (0.0, drawing.height))
    drawing.paint_over(painter, -_FIRST, wish.moment)
    if legend:
        line = QRectF(16, room.height - foot, room.width - 32, foot - 4)
        font = look.theme.font(SMALL, MEDIUM, mono=True)
        draw_text(painter, line, legend, font, look.theme.colour("ink2"), CENTRE)
    painter.end()
    return image
