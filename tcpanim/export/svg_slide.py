"""A slide as SVG: the title, the stage, and what happens at the moment, as an audience sees it."""

from __future__ import annotations

from collections.abc import Iterable

from tcpanim.export.picture import SLIDE_SIZE, Wish
from tcpanim.export.slide import LEAST, MAIN, SECOND, Band, bands
from tcpanim.export.svg import BOLD, SEMIBOLD, Svg
from tcpanim.export.svg_stage import StageDrawing
from tcpanim.export.svg_stage_layout import Layout
from tcpanim.scene.line_breaks import wrap
from tcpanim.scene.reasons import spoken_at
from tcpanim.scene.text_widths import text_width

NARROWEST = 1.2
"""On a picture that is less than so many times as wide as it is tall, type is made for its width."""
LEADING = 1.32
"""How far lines are apart, in sizes of type."""


def svg_slide(wish: Wish) -> Iterable[str]:
    """The file, in pieces."""
    size = wish.size or SLIDE_SIZE
    title = wish.naming.trace.title.pick(wish.naming.language) or "tcpanim"
    svg = Svg(*size, wish.theme, title, size)
    svg.rect(0, 0, *size, "bg")
    head, stage, caption = bands(*size)
    unit = min(size[1], size[0] / NARROWEST)
    _head(svg, wish, head, unit)
    layout = Layout((stage.width, stage.height), stage.height)
    svg.begin(move=(stage.left, stage.top), scale=layout.factor)
    StageDrawing(svg, layout, wish).draw()
    svg.end()
    _caption(svg, wish, caption, unit)
    return svg.finish()


def _head(svg: Svg, wish: Wish, band: Band, height: float) -> None:
    """The title, in Chinese with the English one beside it."""
    naming = wish.naming
    words, px = naming.trace.title.pick(naming.language), MAIN[naming.language] * height
    middle = band.top + band.height / 2
    svg.text(band.left, middle, words, px, weight=BOLD, room=band.width)
    left, beside = text_width(words, px, bold=True) + height * 0.022, naming.trace.title.en or ""
    room = band.width - left
    if naming.language == "zh" and beside not in ("", words) and text_width(beside, SECOND * height) <= room:
        svg.text(band.left + left, middle + height * 0.004, beside, SECOND * height, "ink2")


def _caption(svg: Svg, wish: Wish, band: Band, height: float) -> None:
    """What happens, and why as far as there is room."""
    radius, across, down = height * 0.019, height * 0.032, height * 0.014
    svg.rect(
        band.left, band.top, band.width, band.height, "surface", stroke="line", thick=max(1.0, height / 900),
        radius=radius,
    )  # fmt: skip
    spoken = spoken_at(wish.naming.trace, wish.moment, wish.naming)
    room, tall = band.width - 2 * across, band.height - 2 * down
    main, second = MAIN[wish.naming.language] * height, SECOND * height
    lines = [(line, main, True) for line in _lines(spoken.what, main, room, bold=True)]
    while len(lines) * main * LEADING > tall and main > LEAST * height:
        main *= 0.94
        lines = [(line, main, True) for line in _lines(spoken.what, main, room, bold=True)]
    further = [(line, second, False) for line in _lines(spoken.why, second, room, bold=False)]
    if sum(px * LEADING for _, px, _ in (*lines, *further)) <= tall:
        lines += further
    y = band.top + (band.height - sum(px * LEADING for _, px, _ in lines)) / 2
    for line, px, first in lines:
        role, weight = ("ink", SEMIBOLD) if first else ("ink2", 450)
        svg.text(band.left + across, y + px * LEADING / 2, line, px, role, weight=weight, room=room)
        y += px * LEADING


def _lines(text: str, px: float, room: float, *, bold: bool) -> list[str]:
    return wrap(text, room, lambda part: text_width(part, px, bold=bold))
