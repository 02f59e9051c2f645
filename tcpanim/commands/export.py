"""``tcpanim export``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tcpanim.commands.arguments import THEMES, UsageError, add_language, add_moment, parser_of, size
from tcpanim.commands.output import AT_FAULT, catalogue_of
from tcpanim.commands.scenarios import moment, never_happened, report, scenario_of, simulate
from tcpanim.files import InputError, read_source, write_whole
from tcpanim.lesson import PICTURED, PLOTS, VIEWS

if TYPE_CHECKING:
    from tcpanim.export.picture import Wish
    from tcpanim.scenario.model import Scenario
    from tcpanim.trace.trace import Trace

PICTURES = (".svg", ".png")
WRITTEN = (".json", ".txt", *PICTURES)
LATER = (".pcapng", ".pcap", ".pdf", ".gif", ".mp4", ".webp")


def export(arguments: list[str]) -> int:
    """Write a run into a file."""
    parser = parser_of("tcpanim export", "Write a run into a file; the suffix says how: .json, .txt, .svg, .png.")
    parser.add_argument("file", metavar="FILE", help="scenario: a path, a built-in's id, or -")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="the file to write")
    parser.add_argument(
        "--view", choices=VIEWS, help=f"what to show: ladder (default); in a picture also {', '.join(PICTURED[1:])}"
    )
    parser.add_argument("--plot", choices=PLOTS, help="which plot, for --view plots")
    add_moment(parser)
    parser.add_argument("--size", type=size, metavar="WxH", help="a picture's size")
    parser.add_argument("--theme", choices=THEMES, help="a picture's colours")
    add_language(parser)
    given = parser.parse_args(arguments)
    suffix = Path(given.output).suffix.lower()
    if suffix in LATER:
        raise UsageError(f"this version does not write {suffix} yet; it writes {', '.join(WRITTEN)}")
    if suffix not in WRITTEN:
        raise UsageError(f"{given.output}: the suffix says what to write, and must be one of {', '.join(WRITTEN)}")
    if given.view not in (None, *(PICTURED if suffix in PICTURES else PICTURED[:1])):
        raise UsageError(f"there is no view '{given.view}' for {suffix}")
    if suffix == ".json" and given.at is not None:
        raise UsageError("--at has no meaning for .json: a trace is always whole")
    for option in ("size", "theme"):
        if suffix not in PICTURES and getattr(given, option) is not None:
            raise UsageError(f"--{option} has no meaning for {suffix}: it is no picture")
    if given.plot is not None and given.view != "plots":
        raise UsageError("--plot goes with --view plots")
    source = read_source(given.file)
    scenario = scenario_of(source, given.lang)
    if scenario is None:
        return AT_FAULT
    trace = simulate(scenario)
    if suffix in PICTURES:
        content = _picture(scenario, trace, suffix, given)
    else:
        content = _content(trace, suffix, moment(trace, given.at), given.lang)
    write_whole(given.output, content)
    return report(never_happened(trace), source, given.lang)


def _picture(scenario: Scenario, trace: Trace, suffix: str, given: argparse.Namespace) -> Iterable[str | bytes]:
    """What the window shows when it opens the scenario, in the theme and the language asked for."""
    from tcpanim.export.picture import TooLongError, Wish
    from tcpanim.scene.clock import screen_time
    from tcpanim.scene.names import Naming, default_labels

    start, catalogue = scenario.start, catalogue_of(given.lang)
    labels = start.labels or default_labels(scenario.unit, catalogue.language)
    wish = Wish(
        Naming(trace, catalogue, start.numbering or "relative", labels),
        screen_time(trace, start.time or "story"),
        given.view or "ladder",
        moment(trace, given.at),
        given.size,
        given.theme or "light",
        plot=given.plot or start.plot or PLOTS[0],
    )
    try:
        if suffix == ".svg":
            from tcpanim.export.svg_view import svg_view

            return svg_view(wish)
        return [_drawn(wish)]
    except TooLongError as error:
        raise InputError(f"a ladder of {error} segments is too long for a picture; --at shows a part of it") from None


def _drawn(wish: Wish) -> bytes:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from tcpanim.gui.app import make_application
        from tcpanim.gui.pictures import png
    except ImportError as error:
        raise InputError(f"the picture cannot be drawn: {error}") from None
    make_application()
    try:
        return png(wish)
    except MemoryError as error:
        raise InputError(str(error)) from None


def _content(trace: Trace, suffix: str, until: int | None, language: str | None) -> Iterable[str | bytes]:
    if suffix == ".json":
        from tcpanim.trace.codec import write

        yield from write(trace)
    else:
        from tcpanim.export.text import ladder

        for line in ladder(trace, catalogue_of(language), until):
            yield line + "\n"
