"""A plot as SVG: a figure's curves and signs on their axes, with heading and legend."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tcpanim.export.picture import PLOT_SIZE, Wish
from tcpanim.export.svg import BOLD, SEMIBOLD, Svg, number
from tcpanim.export.svg_plot_legend import BESIDE, PlotLegend
from tcpanim.scene.clock import StoryMap, base_delay, clock_time
from tcpanim.scene.figure import Figure, Layer
from tcpanim.scene.names import Naming
from tcpanim.scene.plot import (
    BROAD,
    CURVES,
    DASHES,
    FLAG_ROLES,
    SIGNS,
    TICK_ROOM,
    axis_words,
    heading,
    in_view,
    nothing_to_see,
    ticks_across,
    ticks_upwards,
    under_time,
    unit_across,
)
from tcpanim.scene.series import Series
from tcpanim.scene.text_widths import text_width

MARGIN, HEAD, GAP = 10.0, 28.0, 12.0
"""Around everything; the heading's height; between plot and legend."""
FLAGS, FOOT, AIR = 24.0, 24.0, 10.0
"""Room above the curves, below them, and to their right."""
HEADING, TITLE, NUMBER = 15.0, 13.5, 12.0
CURVE, EDGE, BAR, SIGN = 2.0, 1.0, 3.0, 1.7
"""How thick a curve is, the edge of an area, a segment's bar, and a sign's lines."""
PALE = 0.8
"""How little is seen of what comes after the playhead."""
CLOSE = 4
"""More points than so many for one px are drawn as the lowest and the highest of them."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """What is drawn: a figure of a run, in which words and colours.

    ``size``: of the picture in px; it is laid out for its size divided by ``factor``. ``stretch``: what is in view of
    the figure's x, None: all of it. ``t``: where the playhead stands (ns), None: everything has happened.
    ``selection``: the id of a segment that is marked.
    """

    figure: Figure
    naming: Naming
    time: StoryMap | None
    theme: str
    size: tuple[int, int] = PLOT_SIZE
    factor: float = 1.0
    stretch: tuple[float, float] | None = None
    t: int | None = None
    selection: int | None = None


def svg_plot(wish: Wish) -> Iterable[str]:
    """The plot of the busier host that was wished for, in pieces."""
    series = Series(wish.naming.trace)
    width, height = wish.size or PLOT_SIZE
    factor = min(width / PLOT_SIZE[0], height / PLOT_SIZE[1])
    figure = series.figure(wish.plot, series.main_side)
    return svg_figure(Plot(figure, wish.naming, wish.time, wish.theme, (width, height), factor, t=wish.t))


def svg_figure(plot: Plot) -> Iterable[str]:
    """The file, in pieces."""
    return _Drawing(plot).draw()


class _Drawing:
    """One plot, laid out in px at its own size of type."""

    def __init__(self, plot: Plot) -> None:
        self.plot, self.figure, self.naming = plot, plot.figure, plot.naming
        self.width, self.height = (value / plot.factor for value in plot.size)
        chinese = self.naming.language == "zh"
        self.small, self.tiny = (14.0, 14.0) if chinese else (TITLE, NUMBER)
        self.moment = self.naming.trace.end if plot.t is None else max(plot.t, 0)
        title = f"{self.naming.trace.title.pick(self.naming.language)} – {heading(self.figure, self.naming)}"
        self.svg = Svg(self.width, self.height, plot.theme, title, plot.size)
        beside = self.width >= BROAD
        self.legend = PlotLegend(
            self.figure, self.naming, plot.time, self.moment, beside=beside, width=self.width - 2 * MARGIN,
            height=self.height - HEAD - 2 * MARGIN,
        )  # fmt: skip
        self.shown = in_view(self.figure, *(plot.stretch or self.figure.span))
        self.top = MARGIN + HEAD + FLAGS + (0 if beside else self.legend.height)
        self.bottom = max(self.top + 20, self.height - MARGIN - FOOT)
        right = self.width - MARGIN - (BESIDE + GAP if beside else 0)
        self.upwards = ticks_upwards(
            self.figure, self.shown, (self.bottom - self.top) / TICK_ROOM[1], self.naming
        )  # fmt: skip
        ticks = self.upwards.between(self.shown.bottom, self.shown.top)
        widest = max((text_width(words, NUMBER) for _, words in ticks), default=0.0)
        self.left = MARGIN + max(44.0, widest + 14)
        self.right = max(self.left + 20, right - AIR)
        wide, words = self.right - self.left, axis_words(self.figure, self.shown, self.naming.say)[1]
        taken = (text_width(words, self.small) + TICK_ROOM[0] / 4) / wide
        self.across = ticks_across(self.figure, self.shown, wide / TICK_ROOM[0], taken)
        self.legend_at = (right + GAP, MARGIN + HEAD) if beside else (MARGIN, MARGIN + HEAD)

    def _x(self, value: float) -> float:
        share = (value - self.shown.low) / (self.shown.high - self.shown.low)
        return self.left + share * (self.right - self.left)

    def _y(self, value: float) -> float:
        share = (value - self.shown.bottom) / (self.shown.top - self.shown.bottom)
        return self.bottom - share * (self.bottom - self.top)

    # ---- drawing

    def draw(self) -> Iterable[str]:
        """Ground, heading, grid, curves, what lies over them, legend."""
        svg = self.svg
        svg.rect(0, 0, self.width, self.height, "surface")
        words = heading(self.figure, self.naming)
        room = self.width - 2 * MARGIN
        svg.text(MARGIN, MARGIN + HEAD / 2 - 4, words, HEADING, weight=BOLD, room=room)
        if self.figure.empty:
            words = nothing_to_see(self.figure, self.naming)
            svg.text(self.width / 2, self.height / 2, words, HEADING, "ink2", anchor="middle", room=room)
            return svg.finish()
        self._axes()
        for layer in self.figure.layers:
            self._layer(layer)
        self._shortened()
        self._over()
        self.legend.draw(svg, *self.legend_at)
        return svg.finish()

    def _axes(self) -> None:
        svg = self.svg
        for value, words in self.upwards.between(self.shown.bottom, self.shown.top):
            y = self._y(value)
            # Where hairlines are bright, a grid as bright would stand out before the curves.
            svg.begin(opacity=0.35 if svg.theme == "contrast" else 1.0)
            svg.line(self.left, y, self.right, y, "line")
            svg.end()
            svg.text(self.left - 6, y, words, NUMBER, "ink2", anchor="end")
        unit = unit_across(self.figure)
        for value, words in self.across.between(self.shown.low * unit, self.shown.high * unit):
            x = self._x(value / unit)
            svg.line(x, self.bottom - 4, x, self.bottom, "line")
            if words and not self._under_time(x, text_width(words, NUMBER)):
                svg.text(x, self.bottom + 12, words, NUMBER, "ink2", anchor="middle")
        svg.line(self.left, self.top, self.left, self.bottom, "wire")
        svg.line(self.left, self.bottom, self.right, self.bottom, "wire")

    # ---- curves and signs

    def _layer(self, layer: Layer) -> None:
        if layer.form in CURVES:
            self._curve(layer)
        elif layer.form == "columns":
            for x, y in zip(layer.x, layer.y, strict=True):
                left, right = max(self._x(x - 0.25), self.left), min(self._x(x + 0.25), self.right)
                top = max(self._y(y), self.top)
                if right > left:
                    self.svg.rect(left, top, right - left, self.bottom - top, layer.role, opacity=0.24)
        elif layer.top is not None:
            self._bars(layer, layer.top)
        else:
            last = None
            for x, y in self._points(layer):
                spot = (round(x / 3), round(y / 3))
                if spot != last and y >= self.top:  # marks that near to one another are one
                    self.svg.plot_sign(layer.form, x, y, SIGNS[layer.form], layer.role, SIGN)
                last = spot

    def _points(self, layer: Layer, around: int = 0) -> Iterator[Point]:
        """What is in view, and so many points more on either side, so that lines reach the edges."""
        first = max(0, bisect_left(layer.x, self.shown.low) - around)
        last = bisect_right(layer.x, self.shown.high) + around
        for x, y in zip(layer.x[first:last], layer.y[first:last], strict=True):
            yield self._x(x), self._y(y)

    def _curve(self, layer: Layer) -> None:
        points = list(self._points(layer, around=1))
        if not points:
            return
        if layer.form != "line":
            until = self._x(max(self.shown.high, self.figure.span[1], layer.x[-1]))
            ends = [x for x, _ in points[1:]] + [until]
            points = [(x, y) for (start, y), end in zip(points, ends, strict=True) for x in (start, end)]
        pieces = self._within(_fewer(points))
        if layer.form == "area":
            floor = number(self.bottom)
            for piece in pieces:
                ground = f"{_path(piece)}L{number(piece[-1][0])} {floor}L{number(piece[0][0])} {floor}Z"
                self.svg.path(ground, layer.role, opacity=0.14)
        thick = EDGE if layer.form == "area" else CURVE
        dash = " ".join(number(part * thick) for part in DASHES) if layer.dashed else ""
        if pieces:
            self.svg.path("".join(map(_path, pieces)), None, stroke=layer.role, thick=thick, dash=dash, cap="butt")

    def _within(self, points: list[Point]) -> list[list[Point]]:
        """The parts of a line that lie where curves are drawn: not every program that shows an SVG cuts shapes off."""
        pieces: list[list[Point]] = []
        for (x0, y0), (x1, y1) in pairwise(points):
            first, last = 0.0, 1.0
            for start, way, low, high in ((x0, x1 - x0, self.left, self.right), (y0, y1 - y0, self.top, self.bottom)):
                if way:
                    ends = sorted(((low - start) / way, (high - start) / way))
                    first, last = max(first, ends[0]), min(last, ends[1])
                elif not low - 0.01 <= start <= high + 0.01:
                    last = -1.0
            if last < first:
                continue
            begin = (x0 + first * (x1 - x0), y0 + first * (y1 - y0))
            if not pieces or pieces[-1][-1] != begin:
                pieces.append([begin])
            pieces[-1].append((x1, y1) if last == 1 else (x0 + last * (x1 - x0), y0 + last * (y1 - y0)))
        return pieces

    def _bars(self, layer: Layer, tops: Iterable[float]) -> None:
        first, last = bisect_left(layer.x, self.shown.low), bisect_right(layer.x, self.shown.high)
        # One number is a bar too; neighbours in a burst keep apart.
        bars = [
            (x, self._y(low), min(self._y(high) + 1.2, self._y(low) - 3))
            for x, low, high in list(zip(map(self._x, layer.x), layer.y, tops, strict=True))[first:last]
        ]
        bars = [(x, min(low, self.bottom), max(high, self.top)) for x, low, high in bars]
        bars = [bar for bar in bars if bar[1] > bar[2]]
        dense = len(bars) > CLOSE * (self.right - self.left)
        if dense:
            bars = [
                (group[0][0], max(bar[1] for bar in group), min(bar[2] for bar in group))
                for group in _by_column(bars)
            ]  # fmt: skip
        steps = "".join(f"M{number(x)} {number(bottom)}V{number(top)}" for x, bottom, top in bars)
        if steps:
            self.svg.path(steps, None, stroke=layer.role, thick=1.0 if dense else BAR, cap="butt")
        if layer.form == "again":
            for x, _, top in bars:
                self.svg.plot_sign("again", x, top - 10, SIGNS["again"], layer.role, SIGN)

    def _shortened(self) -> None:
        """Where story time is shortened, on the axis of true time."""
        if self.figure.rounds or self.plot.time is None:
            return
        self.svg.hatch()
        for stretch in self.plot.time.shortened:
            left, right = max(self._x(stretch.start), self.left), min(self._x(stretch.end), self.right)
            if right - left >= 1:
                self.svg.rect(left, self.bottom - 3, right - left, 6, "surface")
                self.svg.hatched(left, self.bottom - 3, right - left, 6)

    # ---- what lies over them

    def _over(self) -> None:
        now = self._now
        until = self.right if self.plot.t is None else now
        self._flags(lines=True)
        if self.plot.t is not None and now < self.right:
            tall = self.bottom - self.top + FLAGS - 5
            self.svg.rect(now, self.top - FLAGS + 4, self.right - now + AIR, tall, "surface", opacity=PALE)
        self._flags(until=until)
        self._selection()
        upwards, across = axis_words(self.figure, self.shown, self.naming.say)
        self.svg.text(MARGIN, self.top - FLAGS / 2 - 1, upwards, self.small, "ink2")
        wide = text_width(across, self.small)
        if not self._under_time(self.right - wide / 2, wide):
            self.svg.text(self.right, self.bottom + 12, across, self.small, "ink2", anchor="end")
        if self.plot.t is not None:
            self._playhead(now)

    def _flags(self, *, lines: bool = False, until: float = 0.0) -> None:
        """The moments that bend the curves: their lines, or their names where there is room, up to a place."""
        upwards, _ = axis_words(self.figure, self.shown, self.naming.say)
        free = MARGIN + 8 + text_width(upwards, self.small)
        for flag in self.figure.flags:
            x, role = self._x(flag.x), FLAG_ROLES.get(flag.key, "again")
            if not self.left <= x <= self.right:
                continue
            if lines:
                self.svg.line(x, self.top, x, self.bottom, role, 1.0, dash="2 4")
                continue
            words = self.naming.say(f"plots.flag.{flag.key}")
            wide = text_width(words, self.tiny, bold=True) + 14
            left = min(max(x - wide / 2, self.left), self.right - wide)
            if left < free:
                continue
            free = left + wide + 4
            if x <= until:
                self.svg.rect(left, self.top - 20, wide, 19, "surface", stroke=role, radius=9.5)
                self.svg.text(
                    left + wide / 2, self.top - 10.5, words, self.tiny, role, weight=SEMIBOLD, anchor="middle"
                )

    def _selection(self) -> None:
        for layer in self.figure.layers:
            if self.plot.selection is None or self.plot.selection not in layer.flights or layer.top is None:
                continue
            index = layer.flights.index(self.plot.selection)
            x, half = self._x(layer.x[index]), 6.0
            if self.left - half <= x <= self.right + half:
                top, bottom = self._y(layer.top[index]), self._y(layer.y[index])
                self.svg.rect(x - half, top - half / 2, 2 * half, bottom - top + half, None, stroke="ink", thick=1.6,
                              radius=3)  # fmt: skip

    def _playhead(self, x: float) -> None:
        svg, top = self.svg, self.top - 4
        svg.line(x, top, x, self.bottom, "ink", 1.6)
        svg.path(f"M{number(x - 5)} {number(top)}h10l-5 5Z", "ink")
        words, (left, right) = self._time(x)
        svg.rect(left, self.bottom + 4, right - left, 18, "ink", radius=4)
        svg.text((left + right) / 2, self.bottom + 13, words, NUMBER, "surface", mono=True, anchor="middle")

    def _time(self, x: float) -> tuple[str, tuple[float, float]]:
        """The playhead's time, and from where to where it stands below the axis."""
        words = clock_time(self.moment, base_delay(self.naming.trace))
        wide = text_width(words, NUMBER, mono=True) + 12
        left = min(max(x - wide / 2, 1.0), self.width - wide - 1)
        return words, (left, left + wide)

    def _under_time(self, middle: float, wide: float) -> bool:
        """Whether words below the axis would be covered in part."""
        return self.plot.t is not None and under_time(middle, wide, self._time(self._now)[1])

    @property
    def _now(self) -> float:
        """The place of the playhead."""
        return min(max(self._x(self.figure.x_of(self.moment)), self.left), self.right)


def _path(points: list[Point]) -> str:
    """A line in SVG's own words."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _by_column(rows: list[tuple[float, float, float]]) -> Iterator[list[tuple[float, float, float]]]:
    """The rows that lie in one column of px."""
    group: list[tuple[float, float, float]] = []
    for row in rows:
        if group and int(row[0]) != int(group[0][0]):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _fewer(points: list[Point]) -> list[Point]:
    """A line that looks the same: of the many points in one column of px the first, the outermost, and the last."""
    found: list[Point] = []
    for group in _by_column([(x, y, 0.0) for x, y in points]):
        column = [(x, y) for x, y, _ in group]
        if len(column) > CLOSE:
            low, high = min(column, key=lambda point: point[1]), max(column, key=lambda point: point[1])
            column = [column[0], *sorted((low, high)), column[-1]]
        found += column
    return found
