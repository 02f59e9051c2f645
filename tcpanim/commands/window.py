"""The window, which opens where no command is named, and its options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from functools import reduce

import tcpanim
from tcpanim.commands.arguments import THEMES, add_language, add_moment, parser_of, png_name, size
from tcpanim.commands.output import AT_FAULT, OK
from tcpanim.files import InputError, Source, read_source
from tcpanim.lesson import VIEWS
from tcpanim.library import FIRST, builtin_path

_EPILOG = """commands:
  run FILE      the ladder in text with its sentences, or the trace as JSON
  check [FILE]  validate, run, and verify what is expected; without FILE all built-in scenarios
  list          the built-in scenarios
  export FILE   write a run into a file
  schema        the scenario format's JSON Schema
Each has --help. FILE is a path, the id of a built-in scenario, or - for standard input.
"""


def window(arguments: list[str], commands: Iterable[str] = ()) -> int:
    """Open the window; ``commands``: those that a mistyped first word may have meant."""
    parser = parser_of("tcpanim", "Shows how TCP works by really running it. Opens the window.", epilog=_EPILOG)
    parser.add_argument("file", nargs="?", metavar="FILE", help="scenario to open")
    parser.add_argument("--present", action="store_true", help="full screen, for a lecture")
    add_language(parser)
    parser.add_argument("--theme", choices=THEMES, help="colours")
    add_moment(parser)
    parser.add_argument("--view", choices=VIEWS, help="what stands below the stage")
    parser.add_argument(
        "--compare", nargs="?", const="", metavar="OTHER", help="two runs on one clock: with OTHER, or with FILE's pair"
    )
    parser.add_argument("--play", action="store_true", help="start playing")
    parser.add_argument("--size", type=size, metavar="WxH", help="the window's size, such as 1920x1080")
    parser.add_argument("--screenshot", metavar="OUT.png", type=png_name, help="draw, save the picture, and quit")
    parser.add_argument("--smoke", action="store_true", help="open offscreen, play through, step back, and quit")
    parser.add_argument("--new-window", action="store_true", help="do not use a window that stands open")
    parser.add_argument("--version", action="version", version=f"tcpanim {tcpanim.__version__}")
    given = parser.parse_args(arguments)
    if given.smoke:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    source = read_source(given.file, commands) if given.file is not None else None
    other = read_source(given.compare) if given.compare else None
    faults = _faults(given, source, other) if given.screenshot is not None else OK
    try:
        # Only here: every other command works without Qt.
        from tcpanim.gui.app import run_window
        from tcpanim.gui.options import WindowOptions
    except ImportError as error:
        raise InputError(f"the window cannot be opened: {error}") from None
    code = run_window(
        WindowOptions(
            file=given.file,
            source=source.content if source is not None else None,
            lang=given.lang,
            theme=given.theme,
            at=given.at,
            view=given.view,
            play=given.play,
            size=given.size,
            screenshot=given.screenshot,
            present=given.present,
            smoke=given.smoke,
            new_window=given.new_window,
            compare=given.compare,
        )
    )
    return code or faults


def _faults(given: argparse.Namespace, source: Source | None, other: Source | None) -> int:
    """Tell what is wrong with the scenarios of a picture, as nobody will see a window; the exit code that follows.

    Raises UsageError for a moment that is not there.
    """
    from tcpanim.commands.scenarios import moment, never_happened, report, scenario_of, simulate
    from tcpanim.scene.compare import together

    asked = [source or read_source(FIRST), *([other] if other is not None else [])]
    scenarios = [scenario_of(one, given.lang) for one in asked]
    if scenarios[0] is not None and given.compare == "" and builtin_path(scenarios[0].pair or "") is not None:
        asked.append(read_source(scenarios[0].pair or ""))
        scenarios.append(scenario_of(asked[-1], given.lang))
    if None in scenarios:
        return AT_FAULT
    traces = [simulate(scenario) for scenario in scenarios if scenario is not None]
    moment(reduce(together, traces), given.at)
    return max(report(never_happened(trace), one, given.lang) for trace, one in zip(traces, asked, strict=True))
