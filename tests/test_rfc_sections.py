"""Where the program refers to a section of RFC 9293 or 8985 there is one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CITED = re.compile(r"RFC (\d+) §([0-9.]*[0-9])")
# How many sections there are below each of these; its steps are no sections.
RFC_9293 = {
    "2": 2,
    "3": 10,
    "3.2": 2,
    "3.3": 2,
    "3.4": 3,
    "3.5": 3,
    "3.6": 1,
    "3.7": 5,
    "3.8": 6,
    "3.8.6": 3,
    "3.8.6.2": 2,
    "3.9": 2,
    "3.9.1": 9,
    "3.9.2": 3,
    "3.10": 8,
    "3.10.7": 4,
}
RFC_8985 = {"": 11, "6": 3, "7": 4, "7.4": 2}


def cited(kind: str) -> dict[tuple[str, str], list[str]]:
    """RFC and section, with the files that refer to it."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, pattern in (
        ("tcpanim", "*.py"),
        ("resources", "*.tcpanim"),
        ("resources", "*.po"),
        ("resources", "*.md"),
    ):
        for path in sorted((ROOT / place).rglob(pattern)):
            for rfc, section in CITED.findall(path.read_text(encoding="utf-8")):
                if rfc == kind:
                    found.setdefault((rfc, section), []).append(path.name)
    return found


@pytest.mark.parametrize(("rfc", "sections"), [("9293", RFC_9293), ("8985", RFC_8985)])
def test_a_section_that_is_cited_exists(rfc, sections):
    places = cited(rfc)
    assert len(places) > 3
    assert {where: files for where, files in places.items() if not there(where[1], sections)} == {}


def there(section: str, sections: dict[str, int]) -> bool:
    above, _, last = section.rpartition(".")
    return 1 <= int(last) <= sections.get(above, 0)
