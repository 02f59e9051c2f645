"""``tcpanim list``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tcpanim.commands.arguments import add_language, parser_of
from tcpanim.commands.output import OK, language_of, print_lines
from tcpanim.i18n import LANGUAGES
from tcpanim.library import builtins

if TYPE_CHECKING:
    from tcpanim.scenario.model import Scenario


def list_scenarios(arguments: list[str]) -> int:
    """List the built-in scenarios."""
    parser = parser_of("tcpanim list", "List the built-in scenarios.")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_language(parser)
    given = parser.parse_args(arguments)
    from tcpanim.scenario.parse import parse

    found = [(name, parse(path.read_bytes(), str(path)).scenario) for name, path in builtins()]
    entries = [_entry(name, scenario) for name, scenario in found if scenario is not None]
    entries.sort(key=lambda entry: (entry["order"] is None, entry["order"], entry["id"]))
    if given.format == "json":
        print_lines([json.dumps(entries, ensure_ascii=False, indent=2)])
    else:
        print_lines(_table(entries, language_of(given.lang)))
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

    rows = [
        (entry["id"], entry["title"][language], entry["unit"] or "", _order(entry["order"]), ", ".join(entry["tags"]))
        for entry in entries
    ]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        yield "  ".join((*(left(text, size) for text, size in zip(row, widths, strict=False)), row[4])).rstrip()


def _order(order: int | None) -> str:
    """The place on the shelf, as far right as the highest."""
    return "" if order is None else f"{order:>3}"
