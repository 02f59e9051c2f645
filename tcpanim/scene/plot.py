"""What is drawn around a figure's curves, whoever draws it: the stretch in view, ticks, words on axes, the legend."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from tcpanim.explain.typeset import host_in_text, typeset
from tcpanim.i18n import Catalogue
from tcpanim.scene.clock import StoryMap
from tcpanim.scene.figure import Figure, Layer
from tcpanim.scene.figures import rounded_up
from tcpanim.scene.names import Naming
from tcpanim.units import S
from tcpanim.wire.seq import MODULUS

SIGNS: Final = {"dots": 7.0, "rings": 9.0, "crosses": 9.0, "ticks": 9.0, "again": 11.0, "syn": 9.0, "fin": 7.5}
"""The forms of layers that are signs, each as large as so many px at scale 1."""
FILLED: Final = frozenset({"dots", "syn", "fin"})
CURVES: Final = frozenset({"step", "line", "area"})
DASHES: Final = (4.0, 3.0)
"""A dashed line's dash and gap, in widths of the line."""
BROAD: Final = 760.0
"""From this width on (px at scale 1) the legend stands beside the plot, with the meaning of everything."""
TICK_ROOM: Final = (96.0, 34.0)
"""Ticks across and upwards are at least so many px apart, at scale 1."""
NEXT: Final = 3.0
"""So near to words below the axis the playhead's time may stand, in px."""
FLAG_ROLES: Final = {"timeout": "loss", "parted": "ink"}
"""The colours of flags; the others have that of what is sent again."""
SLIVER: Final = 0.03
"""A hatch that takes no more of the axis is not explained: it lies in the air after the last thing that happens."""


class Range(NamedTuple):
    """What is in view: from ``low`` to ``high`` across (in the figure's x), up from ``bottom`` to ``top``."""

    low: float
    high: float
    bottom: float
    top: float


def in_view(figure: Figure, low: float, high: float) -> Range:
    """The stretch from ``low`` to ``high``, with as much of the upright axis as it needs."""
    whole = Range(low, high, 0.0, figure.height)
    if (low, high) == figure.span or figure.unit != "seq":
        return whole
    lowest, highest = figure.height, 0.0
    for layer in figure.layers:
        if layer.top is not None or layer.key.endswith("ack"):
            for x, y, top in zip(layer.x, layer.y, layer.top or layer.y, strict=True):
                if low <= x <= high:
                    lowest, highest = min(lowest, y), max(highest, top)
        if layer.key.endswith("ack") and (held := layer.value(low)) is not None:
            lowest, highest = min(lowest, held), max(highest, held)
    if highest <= lowest:
        return whole
    air = max((highest - lowest) * 0.08, 1.0)
    return Range(low, high, max(0.0, lowest - air), min(highest + air, figure.height))


# ---- axes


@dataclass(frozen=True)
class Ticks:
    """Ticks of an axis, ``step`` apart from zero on; ``write``: what stands at one."""

    step: float
    write: Callable[[float], str]

    def between(self, low: float, high: float) -> list[tuple[float, str]]:
        """Each tick's place and words."""
        places = range(math.ceil(low / self.step), math.floor(high / self.step) + 1)
        return [(index * self.step, self.write(index * self.step)) for index in places]


def unit_across(figure: Figure) -> float:
    """How much of the axis across one of the figure's x is: it counts seconds, or rounds."""
    return 1.0 if figure.rounds else 1.0 / S


def ticks_across(figure: Figure, shown: Range, most: float, taken: float = 0.0) -> Ticks:
    """Ticks in seconds or rounds, at most about so many.

    ``taken``: the share of the axis, at its end, where it says what it counts; ticks there have no numbers.
    """
    unit, span = unit_across(figure), shown.high - shown.low
    step = rounded_up(span * unit / max(2.0, most))
    last = (shown.high - span * taken) * unit
    digits = 0 if figure.rounds else max(0, -math.floor(math.log10(step) + 1e-9))

    def write(value: float) -> str:
        if value > last or (figure.rounds and value <= 0):
            return ""
        return f"{value:.{digits}f}"

    return Ticks(max(1.0, step) if figure.rounds else step, write)


def under_time(middle: float, wide: float, time: tuple[float, float]) -> bool:
    """Whether the playhead's time, from left to right, would cover a part of the words below the axis there.

    They go as a whole: the rest of a number would be another number.
    """
    return middle - wide / 2 < time[1] + NEXT and time[0] - NEXT < middle + wide / 2


def ticks_upwards(figure: Figure, shown: Range, most: float, naming: Naming | None) -> Ticks:
    """Ticks in the figure's unit, at most about so many; sequence numbers as ``naming`` writes them."""
    divisor, _ = _upward_unit(figure, shown)

    def write(value: float) -> str:
        if figure.unit == "seq":
            return in_unit(figure, value, naming) if naming is not None and value >= 0 else ""
        return f"{value / divisor:.3f}".rstrip("0").rstrip(".")

    step = rounded_up((shown.top - shown.bottom) / max(2.0, most), divisor)
    return Ticks(max(1.0, step) if figure.unit in ("seq", "bytes", "mss") else step, write)


def axis_words(figure: Figure, shown: Range, say: Callable[..., str]) -> tuple[str, str]:
    """What lies upwards, and what across."""
    across = say("plots.axis.round" if figure.rounds else "plots.axis.t")
    _, unit = _upward_unit(figure, shown)
    return say(f"plots.axis.{figure.unit}", unit=unit) if unit else say(f"plots.axis.{figure.unit}"), across


def _upward_unit(figure: Figure, shown: Range) -> tuple[float, str]:
    """What the numbers on the upright axis are multiples of, and how that is written, "" where it says itself."""
    if figure.unit == "rate":
        return (1e6, "Mbit/s") if shown.top >= 2e6 else (1e3, "kbit/s")
    if figure.unit == "time":
        return (S, "s") if shown.top >= 2 * S else (S / 1000, "ms")
    return 1.0, ""


# ---- words


def nothing_to_see(figure: Figure, naming: Naming) -> str:
    """Why a figure is empty."""
    host = host_in_text(naming.host(figure.host), naming.language)
    return typeset(naming.say(f"plots.empty.{figure.kind}", host=host), naming.language)


def heading(figure: Figure, naming: Naming) -> str:
    """Which plot it is, and whose data it shows."""
    hosts = [host.name for host in naming.trace.hosts]
    peer = hosts[1] if figure.host == hosts[0] else hosts[0]
    way = naming.say("plots.way", host=naming.host(figure.host), peer=naming.host(peer))
    return f"{naming.say(f'plots.figure.{figure.kind}')} · {way}"


def written(figure: Figure, key: str, value: float, naming: Naming, t: int) -> str:
    """A value of the layer ``key``, as the legend writes it at ``t``."""
    if key.endswith("sent-in-round"):
        return str(round(value))
    return in_unit(figure, value, naming, t)


def in_unit(figure: Figure, value: float, naming: Naming, t: int | None = None) -> str:
    """A value on the upright axis, with its unit; sequence numbers in the numbering in force.

    ``t``: with the letters known by then (ns), None: with all of the run.
    """
    match figure.unit:
        case "seq":
            number = (figure.iss + round(value)) % MODULUS
            return naming.variable(number, figure.host, figure.iss, figure.host, naming.trace.end if t is None else t)
        case "bytes":
            return f"{round(value)} B"
        case "mss":
            return f"{value:.2f}".rstrip("0").rstrip(".") + " MSS"
        case "time":
            return naming.duration(round(value), 1)
        case _:
            return rate_text(value)


def rate_text(rate: float) -> str:
    """Bits per second, in few figures: 850 kbit/s, 1.2 Mbit/s."""
    for unit, size in (("Gbit/s", 1e9), ("Mbit/s", 1e6), ("kbit/s", 1e3)):
        if rate >= size:
            return f"{rate / size:.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{rate:.0f} bit/s"


class Entry(NamedTuple):
    """One quantity of the legend; ``told``: its value at the playhead stands beside its name.

    ``since``: where it is first to be seen, in units of x.
    """

    key: str
    form: str
    role: str
    name: str
    words: str
    dashed: bool = False
    told: bool = False
    since: float = 0.0


def legend(figure: Figure, catalogue: Catalogue, time: StoryMap | None, *, tall: bool) -> tuple[Entry, ...]:
    """The entries; ``tall``: there is room for those that only say what a line says already."""
    say = catalogue.text
    entries = [
        Entry(
            layer.key, layer.form, layer.role, _name(layer, catalogue), say(f"plots.{layer.key.split('.')[-1]}.words"),
            layer.dashed, layer.told, layer.x[0],
        )
        for layer in figure.layers
        if layer.x and (tall or not layer.key.endswith("round") or layer.told)
    ]  # fmt: skip
    first, last = figure.span
    silences = time.shortened if time is not None and not figure.rounds else ()
    least = SLIVER * (last - first)
    since = [one.start for one in silences if min(one.end, last) - max(one.start, first) > least]
    if since:
        words = say("plots.hatch"), say("plots.hatch.words")
        entries.append(Entry("hatch", "hatch", "hatch", *words, since=since[0]))
    return tuple(entries)


def _name(layer: Layer, catalogue: Catalogue) -> str:
    """What a layer is called; one of two compared runs begins with its letter."""
    letter, _, key = layer.key.rpartition(".")
    name = catalogue.text(f"plots.{key}")
    return f"{letter.upper()} · {name}" if letter else name
