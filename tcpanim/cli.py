"""The command line: opens files, joins the layers, and says in one line what is wrong with its input.

Exit codes: 0 all is well, 1 the input is at fault, 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import tcpanim
from tcpanim.files import InputError, Source, read_source, write_whole
from tcpanim.i18n import LANGUAGES, Catalogue
from tcpanim.lesson import PLOTS, VIEWS
from tcpanim.library import builtins, load_catalogue
from tcpanim.units import UnitError, parse_time

if TYPE_CHECKING:
    from tcpanim.export.picture import Wish
    from tcpanim.scenario.model import Scenario
    from tcpanim.scenario.problems import Problem
    from tcpanim.trace.trace import Trace

THEMES = ("light", "dark", "contrast")
PICTURES = (".svg", ".png")
SHOWN = ("stage", "states", "plots")
"""The views that there are pictures of, besides the ladder."""
WRITTEN = (".json", ".txt", *PICTURES)
LATER = (".pcapng", ".pcap", ".pdf", ".gif", ".mp4", ".webp")
OK, AT_FAULT, USAGE, INTERRUPTED = 0, 1, 2, 130


class _UsageError(Exception):
    """A command that was understood, but cannot be carried out like this."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (None: the program's own); the exit code."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit as leaving:  # argparse's way to end
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except _UsageError as error:
        _complain(str(error))
        return USAGE
    except InputError as error:
        _complain(str(error))
        return AT_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _nobody_reads()
        return OK
    return code


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] in _COMMANDS:
        return _COMMANDS[arguments[0]](arguments[1:])
    return _window(arguments)


def _speak_utf8() -> None:
    """UTF-8 whatever the locale says: Chinese is written in a C locale and into a Windows pipe too."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _nobody_reads() -> None:
    """Whoever read our output has seen enough; Python must not try to flush the rest at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    if sys.stderr is not None:
        print(f"tcpanim: {message}", file=sys.stderr)


# ---- window


_EPILOG = """commands:
  run FILE      the ladder in text with its sentences, or the trace as JSON
  check [FILE]  validate, run, and verify what is expected; without FILE all built-in scenarios
  list          the built-in scenarios
  export FILE   write a run into a file
  schema        the scenario format's JSON Schema
Each has --help. FILE is a path, the id of a built-in scenario, or - for standard input.
"""


def _window(arguments: list[str]) -> int:
    parser = _parser("tcpanim", "Shows how TCP works by really running it. Opens the window.", epilog=_EPILOG)
    parser.add_argument("file", nargs="?", metavar="FILE", help="scenario to open")
    parser.add_argument("--present", action="store_true", help="full screen, for a lecture")
    _add_language(parser)
    parser.add_argument("--theme", choices=THEMES, help="colours")
    _add_moment(parser)
    parser.add_argument("--view", choices=VIEWS, help="what stands below the stage")
    parser.add_argument(
        "--compare", nargs="?", const="", metavar="OTHER", help="two runs on one clock: with OTHER, or with FILE's pair"
    )
    parser.add_argument("--play", action="store_true", help="start playing")
    parser.add_argument("--size", type=_size, metavar="WxH", help="the window's size, such as 1920x1080")
    parser.add_argument("--screenshot", metavar="OUT.png", type=_png, help="draw, save the picture, and quit")
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


# ---- run


def _run(arguments: list[str]) -> int:
    parser = _parser("tcpanim run", "Run a scenario and show its ladder in text, or its trace as JSON.")
    parser.add_argument("file", metavar="FILE", help="scenario: a path, a built-in's id, or -")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument("--seed", type=_seed, metavar="N", help="another seed than the scenario's")
    _add_language(parser)
    given = parser.parse_args(arguments)
    source = read_source(given.file)
    scenario = _scenario(source, given.lang)
    if scenario is None:
        return AT_FAULT
    if given.seed is not None:
        scenario = replace(scenario, seed=given.seed)
    trace = _simulate(scenario)
    if given.format == "json":
        _write_json(trace)
    else:
        _print(_text(trace, _catalogue(given.lang)))
    sys.stdout.flush()
    return _report(_never_happened(trace), source, given.lang, sys.stderr)


def _text(trace: Trace, catalogue: Catalogue, until: int | None = None) -> Iterable[str]:
    from tcpanim.export.text import ladder

    return ladder(trace, catalogue, until)


def _write_json(trace: Trace) -> None:
    from tcpanim.trace.codec import write

    sys.stdout.writelines(write(trace))


# ---- check


def _check(arguments: list[str]) -> int:
    parser = _parser("tcpanim check", "Validate scenarios, run them, and verify what they expect.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="default: all built-in scenarios")
    _add_language(parser)
    given = parser.parse_args(arguments)
    names = given.files or [name for name, _ in builtins()]
    passed = sum(_passes_unheard(name, given.lang) for name in names)
    if len(names) > 1:
        with _unheard():
            print(f"{passed} of {len(names)} scenarios pass", flush=True)
    return OK if passed == len(names) else AT_FAULT


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Go on when nobody reads any more: what counts is the exit code."""
    try:
        yield
    except BrokenPipeError:
        _nobody_reads()


def _passes_unheard(name: str, language: str | None) -> bool:
    with _unheard():
        passed = _passes(name, language)
        print(end="", flush=True)
        return passed
    return _passes(name, language)


def _passes(name: str, language: str | None) -> bool:
    try:
        source = read_source(name)
    except InputError as error:
        sys.stdout.flush()
        _complain(str(error))
        return False
    from tcpanim.sim.expect import verify

    scenario = _scenario(source, language, sys.stdout)
    if scenario is None:
        return False
    trace = _simulate(scenario)
    problems = sorted(
        (*_never_happened(trace), *verify(scenario, trace)), key=lambda problem: (problem.line, problem.column)
    )
    if _report(problems, source, language, sys.stdout):
        return False
    print(f"{source.name}: ok", flush=True)  # there may be many, and somebody waits
    return True


# ---- list


def _list(arguments: list[str]) -> int:
    parser = _parser("tcpanim list", "List the built-in scenarios.")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    _add_language(parser)
    given = parser.parse_args(arguments)
    from tcpanim.scenario.parse import parse

    found = [(name, parse(path.read_bytes(), str(path)).scenario) for name, path in builtins()]
    entries = [_entry(name, scenario) for name, scenario in found if scenario is not None]
    entries.sort(key=lambda entry: (entry["order"] is None, entry["order"], entry["id"]))
    if given.format == "json":
        print(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        _print(_table(entries, _language(given.lang)))
    return OK


def _entry(name: str, scenario: Scenario) -> dict[str, Any]:
    return {
        "id": name,
        "title": {language: scenario.title.pick(language) for language in LANGUAGES},
        "unit": scenario.unit,
        "order": scenario.order,
        "tags": list(scenario.tags),
    }


def _table(entries: list[dict[str, Any]], language: str) -> Iterable[str]:
    from tcpanim.export.columns import left, width

    rows = [(entry["id"], entry["title"][language], entry["unit"] or "", ", ".join(entry["tags"])) for entry in entries]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        yield "  ".join((*(left(text, size) for text, size in zip(row, widths, strict=False)), row[3])).rstrip()


# ---- export


def _export(arguments: list[str]) -> int:
    parser = _parser("tcpanim export", "Write a run into a file; the suffix says how: .json, .txt, .svg, .png.")
    parser.add_argument("file", metavar="FILE", help="scenario: a path, a built-in's id, or -")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="the file to write")
    parser.add_argument(
        "--view", choices=VIEWS, help=f"what to show: ladder (default); in a picture also {', '.join(SHOWN)}"
    )
    parser.add_argument("--plot", choices=PLOTS, help="which plot, for --view plots")
    _add_moment(parser)
    parser.add_argument("--size", type=_size, metavar="WxH", help="a picture's size")
    parser.add_argument("--theme", choices=THEMES, help="a picture's colours")
    _add_language(parser)
    given = parser.parse_args(arguments)
    suffix = Path(given.output).suffix.lower()
    if suffix in LATER:
        raise _UsageError(f"this version does not write {suffix} yet; it writes {', '.join(WRITTEN)}")
    if suffix not in WRITTEN:
        raise _UsageError(f"{given.output}: the suffix says what to write, and must be one of {', '.join(WRITTEN)}")
    if given.view not in (None, "ladder", *(SHOWN if suffix in PICTURES else ())):
        raise _UsageError(f"there is no view '{given.view}' for {suffix}")
    if suffix == ".json" and given.at is not None:
        raise _UsageError("--at has no meaning for .json: a trace is always whole")
    source = read_source(given.file)
    scenario = _scenario(source, given.lang)
    if scenario is None:
        return AT_FAULT
    trace = _simulate(scenario)
    if suffix in PICTURES:
        content = _picture(scenario, trace, suffix, given)
    else:
        content = _content(trace, suffix, _moment(trace, given.at), given.lang)
    write_whole(given.output, content)
    return _report(_never_happened(trace), source, given.lang, sys.stderr)


def _picture(scenario: Scenario, trace: Trace, suffix: str, given: argparse.Namespace) -> Iterable[str | bytes]:
    """What the window shows when it opens the scenario, in the theme and the language asked for."""
    from tcpanim.export.picture import TooLongError, Wish
    from tcpanim.scene.clock import screen_time
    from tcpanim.scene.names import Naming, default_labels

    start, catalogue = scenario.start, _catalogue(given.lang)
    labels = start.labels or default_labels(scenario.unit, catalogue.language)
    wish = Wish(
        Naming(trace, catalogue, start.numbering or "relative", labels),
        screen_time(trace, start.time or "story"),
        given.view or "ladder",
        _moment(trace, given.at),
        given.size,
        given.theme or "light",
        plot=given.plot or start.plot or PLOTS[0],
    )
    try:
        return _svg(wish) if suffix == ".svg" else [_drawn(wish)]
    except TooLongError as error:
        raise InputError(f"a ladder of {error} segments is too long for a picture; --at shows a part of it") from None


def _svg(wish: Wish) -> Iterable[str | bytes]:
    if wish.view == "plots":
        return [_drawn(wish, svg=True)]
    from tcpanim.export.svg_view import svg_view

    return svg_view(wish)


def _drawn(wish: Wish, *, svg: bool = False) -> bytes:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from tcpanim.gui.app import make_application
        from tcpanim.gui.pictures import png, svg_plots
    except ImportError as error:
        raise InputError(f"the picture cannot be drawn: {error}") from None
    make_application()
    try:
        return svg_plots(wish) if svg else png(wish)
    except MemoryError as error:
        raise InputError(str(error)) from None


def _content(trace: Trace, suffix: str, until: int | None, language: str | None) -> Iterable[str | bytes]:
    if suffix == ".json":
        from tcpanim.trace.codec import write

        yield from write(trace)
    else:
        for line in _text(trace, _catalogue(language), until):
            yield line + "\n"


def _moment(trace: Trace, at: tuple[str, int] | None) -> int | None:
    """The time that --at names; step 0 is before everything."""
    if at is None:
        return None
    kind, number = at
    if kind == "time":
        return number
    if number > len(trace.moments):
        raise InputError(f"there is no step {number}: the run has {len(trace.moments)}")
    return trace.moments[number - 1] if number else -1


# ---- schema


def _schema(arguments: list[str]) -> int:
    _parser("tcpanim schema", "Print the scenario format's JSON Schema.").parse_args(arguments)
    from tcpanim.scenario.schema import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return OK


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": _run,
    "check": _check,
    "list": _list,
    "export": _export,
    "schema": _schema,
}


# ---- what the commands share


def _scenario(source: Source, language: str | None, stream: Any = None) -> Scenario | None:
    """Parse; what is wrong goes to ``stream`` (None: the error output)."""
    from tcpanim.scenario.parse import parse

    parsed = parse(source.content, source.name)
    _report(parsed.problems, source, language, stream or sys.stderr)
    return parsed.scenario


def _simulate(scenario: Scenario) -> Trace:
    from tcpanim.sim.run import simulate

    return simulate(scenario)


def _never_happened(trace: Trace) -> tuple[Problem, ...]:
    from tcpanim.sim.expect import never_happened

    return never_happened(trace)


def _report(problems: Sequence[Problem], source: Source, language: str | None, stream: Any) -> int:
    """Show each problem with its place; the exit code that follows."""
    from tcpanim.scenario.problems import format_problem

    catalogue = _catalogue(language) if problems and _language(language) != "en" else None
    for problem in problems:
        print(format_problem(problem, source.name, source.content, catalogue), file=stream)
    return AT_FAULT if problems else OK


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _language(given: str | None) -> str:
    """The language asked for, else that of the environment, else English."""
    if given is not None:
        return given
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _catalogue(given: str | None) -> Catalogue:
    return load_catalogue(_language(given))


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, and where help is."""

    def error(self, message: str) -> NoReturn:
        raise _UsageError(f"{message} ({self.prog} --help shows what there is)")


def _parser(name: str, description: str, epilog: str | None = None) -> _Parser:
    return _Parser(
        prog=name,
        description=description,
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts and sentences")


def _add_moment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", type=_at, metavar="TIME|step:N", help="a moment: '120 ms', or the N-th step")


def _at(text: str) -> tuple[str, int]:
    if text.startswith("step:"):
        number = text.removeprefix("step:")
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            raise argparse.ArgumentTypeError(f"'{text}' is no step; write for example step:3")
        return "step", int(number)
    try:
        return "time", parse_time(text)
    except UnitError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    numbers = [number for number in (width, height) if number.isascii() and number.isdigit() and len(number) < 6]
    if not cross or len(numbers) != 2 or not all(100 <= int(number) <= 16384 for number in numbers):
        raise argparse.ArgumentTypeError(f"'{text}' is no size; write for example 1920x1080")
    return int(width), int(height)


def _png(text: str) -> str:
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"'{text}' must end in .png")
    return text


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:25]) >= 1 << 63:
        raise argparse.ArgumentTypeError(f"'{text}' is no seed; it is a number from 0 to 2^63 - 1")
    return int(text)
