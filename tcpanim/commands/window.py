"""The window, which opens where no command is named, and its options."""

from __future__ import annotations

import os

import tcpanim
from tcpanim.commands.arguments import THEMES, add_language, add_moment, parser_of, png_name, size
from tcpanim.files import InputError, read_source
from tcpanim.lesson import VIEWS

_EPILOG = """commands:
  run FILE      the ladder in text with its sentences, or the trace as JSON
  check [FILE]  validate, run, and verify what is expected; without FILE all built-in scenarios
  list          the built-in scenarios
  export FILE   write a run into a file
  schema        the scenario format's JSON Schema
Each has --help. FILE is a path, the id of a built-in scenario, or - for standard input.
"""


def window(arguments: list[str]) -> int:
    """Open the window."""
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
    source = read_source(given.file) if given.file is not None else None
    try:
        # Only here: every other command works without Qt.
        from tcpanim.gui.app import run_window
        from tcpanim.gui.options import WindowOptions
    except ImportError as error:
        raise InputError(f"the window cannot be opened: {error}") from None
    return run_window(
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
