"""The legend of a plot as SVG: each quantity's sign, name, value and, where there is room, its meaning."""

from __future__ import annotations

from tcpanim.export.svg import SEMIBOLD, Svg
from tcpanim.scene.clock import StoryMap
from tcpanim.scene.figure import Figure
from tcpanim.scene.line_breaks import wrap
from tcpanim.scene.names import Naming
from tcpanim.scene.plot import CURVES, DASHES, SIGNS, Entry, legend, written
from tcpanim.scene.text_widths import text_width

BESIDE = 260.0
"""How wide it is where it stands beside the plot."""
SAMPLE, TALL = 22.0, 14.0
"""A sign's room."""
INDENT = 28.0
VALUE = 12.5


class PlotLegend:
    """The legend at a moment: ``beside`` the plot, in a column at most ``height`` high, or above it in ``width``."""

    def __init__(
        self, figure: Figure, naming: Naming, time: StoryMap | None, moment: int, *, beside: bool, width: float,
        height: float,
    ) -> None:  # fmt: skip
        chinese = naming.language == "zh"
        self._name, self._prose = (14.0, 14.0) if chinese else (13.5, 12.0)
        self._line = 18.0 if chinese else 16.0
        entries = legend(figure, naming.catalogue, time, tall=beside)
        told = figure.told_at(moment)
        self._values = {key: written(figure, key, value, naming, moment) for key, value in told.items()}
        self._placed: list[tuple[Entry, float, float, float, list[str]]] = []
        self.height = 0.0
        """How high it is."""
        if not beside:
            self._in_rows(entries, width)
            return
        for meanings in (True, False):
            self._below_one_another(entries, meanings=meanings)
            if self.height <= height:
                break

    def _in_rows(self, entries: tuple[Entry, ...], width: float) -> None:
        x = y = 0.0
        for entry in entries:
            value = self._values.get(entry.key, "")
            wide = INDENT + text_width(entry.name, self._name, bold=True)
            wide += text_width(value, VALUE, mono=True) + 7 if value else 0
            if x and x + wide > width:
                x, y = 0.0, y + 22
            self._placed.append((entry, x, y, wide, []))
            x += wide + 18
        self.height = y + 22

    def _below_one_another(self, entries: tuple[Entry, ...], *, meanings: bool) -> None:
        self._placed = []
        y = 4.0
        for entry in entries:
            words = entry.words if meanings else ""
            lines = wrap(words, BESIDE - INDENT - 16, lambda line: text_width(line, self._prose))
            self._placed.append((entry, 0.0, y, BESIDE - 8, lines))
            y += 21 + len(lines) * self._line + (7 if meanings else 3)
        self.height = y

    def draw(self, svg: Svg, left: float, top: float) -> None:
        """The legend with its corner there."""
        for entry, across, down, wide, lines in self._placed:
            x, y = left + across, top + down + 10.5
            _sample(svg, entry, x, y)
            value = self._values.get(entry.key, "")
            taken = text_width(value, VALUE, mono=True) + 5 if value else 0
            svg.text(x + INDENT, y, entry.name, self._name, weight=SEMIBOLD, room=wide - INDENT - taken)
            if value:
                svg.text(x + wide, y, value, VALUE, "ink2", mono=True, anchor="end")
            for index, line in enumerate(lines):
                svg.text(x + INDENT, y + 10.5 + (index + 0.5) * self._line, line, self._prose, "ink3", weight=450)


def _sample(svg: Svg, entry: Entry, x: float, y: float) -> None:
    """How a layer looks in the plot, from ``x`` on, around the height ``y``."""
    role, middle, rise = entry.role, x + SAMPLE / 2, TALL * 0.2
    if entry.form == "hatch":
        svg.hatched(x, y - TALL * 0.3, SAMPLE, TALL * 0.6)
    elif entry.form == "area":
        svg.rect(x, y - rise, SAMPLE, TALL * 0.55, role, opacity=0.2)
        svg.line(x, y - rise, x + SAMPLE, y - rise, role, 2)
    elif entry.form in CURVES and (entry.dashed or entry.form == "line"):
        dash = " ".join(str(2 * part) for part in DASHES) if entry.dashed else ""
        svg.line(x, y, x + SAMPLE, y, role, 2, dash=dash)
    elif entry.form in CURVES:
        svg.polyline(((x, y + rise), (middle, y + rise), (middle, y - rise), (x + SAMPLE, y - rise)), role, 2)
    elif entry.form == "columns":
        svg.rect(middle - SAMPLE * 0.17, y - TALL / 2, SAMPLE * 0.34, TALL, role, opacity=0.35)
    elif entry.form in ("bars", "again"):
        place = middle if entry.form == "bars" else x + SAMPLE * 0.3
        svg.line(place, y - TALL / 2 + 1, place, y + TALL / 2 - 1, role, 3)
    if entry.form in SIGNS:
        place = middle if entry.form != "again" else x + SAMPLE * 0.72
        svg.plot_sign(entry.form, place, y, SIGNS[entry.form], role, 1.7)
