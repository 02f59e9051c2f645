"""``tcpanim run``."""

from __future__ import annotations

from dataclasses import replace

from tcpanim.commands.arguments import UsageError, add_language, add_naming, parser_of, seed
from tcpanim.commands.output import AT_FAULT, print_lines, write_out
from tcpanim.commands.scenarios import naming_of, never_happened, report, scenario_of, simulate
from tcpanim.files import read_source


def run(arguments: list[str]) -> int:
    """Run a scenario and show its ladder in text, or its trace as JSON."""
    parser = parser_of("tcpanim run", "Run a scenario and show its ladder in text, or its trace as JSON.")
    parser.add_argument("file", metavar="FILE", help="scenario: a path, a built-in's id, or -")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument("--seed", type=seed, metavar="N", help="another seed than the scenario's")
    add_naming(parser)
    add_language(parser)
    given = parser.parse_args(arguments)
    if given.format == "json" and (given.numbering or given.labels):
        raise UsageError("--numbering and --labels have no meaning for json: a trace holds the numbers on the wire")
    source = read_source(given.file)
    scenario = scenario_of(source, given.lang)
    if scenario is None:
        return AT_FAULT
    if given.seed is not None:
        scenario = replace(scenario, seed=given.seed)
    trace = simulate(scenario)
    if given.format == "json":
        from tcpanim.trace.codec import write

        write_out(write(trace))
    else:
        from tcpanim.export.text import ladder

        print_lines(ladder(trace, naming_of(trace, given.lang, given.numbering, given.labels)))
    return report(never_happened(trace), source, given.lang)
