"""``tcpanim schema``."""

from __future__ import annotations

import json

from tcpanim.commands.arguments import parser_of
from tcpanim.commands.output import OK, print_lines


def print_schema(arguments: list[str]) -> int:
    """Print the scenario format's JSON Schema."""
    parser_of("tcpanim schema", "Print the scenario format's JSON Schema.").parse_args(arguments)
    from tcpanim.scenario.schema import schema

    print_lines([json.dumps(schema(), ensure_ascii=False, indent=2)])
    return OK
