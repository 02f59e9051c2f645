"""``tcpanim export``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tcpanim.commands.arguments import THEMES, UsageError, add_language, add_moment, add_naming, parser_of, size
from tcpanim.commands.output import AT_FAULT, language_of
from tcpanim.commands.scenarios import moment, naming_of, never_happened, report, scenario_of, simulate
from tcpanim.files import InputError, read_source, write_whole
from tcpanim.lesson import PICTURED, PLOTS

if TYPE_CHECKING:
    from tcpanim.export.picture import Wish
    from tcpanim.scenario.model import Scenario
    from tcpanim.trace.trace import Trace

PICTURES = (".svg", ".png")
CAPTURES = (".pcapng", ".pcap")
WRITTEN = (".json", ".txt", ".csv", *PICTURES, *CAPTURES)
UNWRITTEN = (".json", ".pcap")
"""What holds a run without a word about it."""
TABLED = ("ladder", "states", "plots", "events")
"""The views whose numbers fill a table: segments, changes of state, variables over time, steps."""
LATER = (".pdf", ".gif", ".mp4", ".webp")


def export(arguments: list[str]) -> int:
    """Write a run into a file."""
    parser = parser_of("tcpanim export", f"Write a run into a file; the suffix says how: {', '.join(WRITTEN)}.")
    parser.add_argument("file", metavar="FILE", help="scenario: a path, a built-in's id, or -")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="the file to write")
    parser.add_argument(
        "--view",
        choices=(*PICTURED, *(view for view in TABLED if view not in PICTURED)),
        help=f"what to show: ladder (default); in a picture also {', '.join(PICTURED[1:])}; in a table of values the "
        "segments (ladder), states, variables over time (plots), events",
    )
    parser.add_argument("--plot", choices=PLOTS, help="which plot, for --view plots")
    add_moment(parser)
    parser.add_argument("--size", type=size, metavar="WxH", help="a picture's size")
    parser.add_argument("--theme", choices=THEMES, help="a picture's colours")
    parser.add_argument("--host", metavar="NAME", help="whose capture: what this host sends and gets (the first one)")
    add_naming(parser)
    add_language(parser)
    given = parser.parse_args(arguments)
    suffix = Path(given.output).suffix.lower()
    if suffix in LATER:
        raise UsageError(f"this version does not write {suffix} yet; it writes {', '.join(WRITTEN)}")
    if suffix not in WRITTEN:
        raise UsageError(f"{given.output}: the suffix says what to write, and must be one of {', '.join(WRITTEN)}")
    shown = PICTURED if suffix in PICTURES else TABLED if suffix == ".csv" else PICTURED[:1]
    if given.view not in (None, *shown):
        raise UsageError(f"there is no view '{given.view}' for {suffix}")
    if suffix in (".json", ".csv", *CAPTURES) and given.at is not None:
        raise UsageError(f"--at has no meaning for {suffix}: a trace is always whole")
    if suffix not in CAPTURES and given.host is not None:
        raise UsageError(f"--host has no meaning for {suffix}: it is no capture")
    for option in ("size", "theme"):
        if suffix not in PICTURES and getattr(given, option) is not None:
            raise UsageError(f"--{option} has no meaning for {suffix}: it is no picture")
    for option in ("numbering", "labels"):
        if suffix in UNWRITTEN and getattr(given, option) is not None:
            raise UsageError(f"--{option} has no meaning for {suffix}: it holds the numbers on the wire")
    if given.plot is not None and given.view != "plots":
        raise UsageError("--plot goes with --view plots")
    source = read_source(given.file)
    scenario = scenario_of(source, given.lang)
    if scenario is None:
        return AT_FAULT
    trace = simulate(scenario)
    if suffix in PICTURES:
        content = _picture(scenario, trace, suffix, given)
    elif suffix == ".csv":
        content = _table(trace, given)
    elif suffix in CAPTURES:
        content = _capture(trace, suffix, given)
    else:
        content = _content(trace, suffix, given)
    write_whole(given.output, content)
    return report(never_happened(trace), source, given.lang)


def _picture(scenario: Scenario, trace: Trace, suffix: str, given: argparse.Namespace) -> Iterable[str | bytes]:
    """What the window shows when it opens the scenario, in the theme and the language asked for."""
    from tcpanim.export.picture import TooLongError, Wish
    from tcpanim.scene.clock import screen_time
    from tcpanim.scene.names import default_labels

    start = scenario.start
    labels = given.labels or start.labels or default_labels(scenario.unit, language_of(given.lang))
    wish = Wish(
        naming_of(trace, given.lang, given.numbering or start.numbering, labels),
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


def _table(trace: Trace, given: argparse.Namespace) -> Iterable[str]:
    from tcpanim.export.table import table

    return table(trace, naming_of(trace, given.lang, given.numbering, given.labels), given.view or TABLED[0])


def _capture(trace: Trace, suffix: str, given: argparse.Namespace) -> Iterable[bytes]:
    """What the host has seen; Wireshark shows the sentences of a .pcapng as comments."""
    from tcpanim import __version__
    from tcpanim.export.capture import pcap, pcapng
    from tcpanim.scene.reasons import spoken_at

    names = [one.name for one in trace.hosts]
    if given.host not in (None, *names):
        raise UsageError(f"there is no host '{given.host}'; the hosts are {', '.join(names)}")
    seen_by = given.host or names[0]
    if suffix == ".pcap":
        return pcap(trace, seen_by)
    naming = naming_of(trace, given.lang, given.numbering, given.labels)
    return pcapng(trace, seen_by, f"tcpanim {__version__}", lambda t: spoken_at(trace, t, naming).what)


def _content(trace: Trace, suffix: str, given: argparse.Namespace) -> Iterable[str | bytes]:
    if suffix == ".json":
        from tcpanim.trace.codec import write

        yield from write(trace)
    else:
        from tcpanim.export.text import ladder

        naming = naming_of(trace, given.lang, given.numbering, given.labels)
        for line in ladder(trace, naming, moment(trace, given.at)):
            yield line + "\n"
