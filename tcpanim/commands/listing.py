"""``tcpanim list``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tcpanim.commands.arguments import add_language, parser_of
from tcpanim.commands.output import OK, language_of, print_lines
from tcpanim.i18n import LANGUAGES
from tcpanim.library import Glance, teaching_order


def list_scenarios(arguments: list[str]) -> int:
    """List the built-in scenarios."""
    parser = parser_of("tcpanim list", "List the built-in scenarios.")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_language(parser)
    given = parser.parse_args(arguments)
    entries = [_entry(glance) for glance in teaching_order()]
    if given.format == "json":
        print_lines([json.dumps(entries, ensure_ascii=False, indent=2)])
    else:
        print_lines(_table(entries, language_of(given.lang)))
    return OK


def _entry(glance: Glance) -> dict[str, Any]:
    return {
        "id": glance.id,
        "title": {language: glance.title.pick(language) for language in LANGUAGES},
        "unit": glance.unit,
        "order": glance.order,
        "tags": list(glance.tags),
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
