"""Any picture as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tcpanim.export.picture import Wish
from tcpanim.export.svg_diagram import svg_diagram
from tcpanim.export.svg_header import svg_header
from tcpanim.export.svg_ladder import svg_ladder
from tcpanim.export.svg_plot import svg_plot
from tcpanim.export.svg_slide import svg_slide
from tcpanim.export.svg_stage import svg_stage
from tcpanim.export.svg_strip import svg_strip

_DRAWN: dict[str, Callable[[Wish], Iterable[str]]] = {
    "ladder": svg_ladder,
    "stage": svg_stage,
    "slide": svg_slide,
    "states": svg_diagram,
    "sequence": svg_strip,
    "plots": svg_plot,
    "header": svg_header,
}


def svg_view(wish: Wish) -> Iterable[str]:
    """The file, in pieces; raises TooLongError for a ladder that no picture can hold."""
    return _DRAWN[wish.view](wish)
