"""Scenario files for the tests: a small right one, whose sections a test replaces."""

import re

SECTIONS = {
    "tcpanim": "tcpanim: 1",
    "title": "title: A test",
    "hosts": "hosts: {client: {}, server: {}}",
    "script": "script: [{at: 0 ms, server: listen}]",
}
MARK = "▲"


def scenario_text(*sections: str) -> str:
    """The small right scenario with these sections: each replaces the one with its key, or is added at the end."""
    given = dict(SECTIONS)
    for section in sections:
        key = re.match(r"[▲]?([a-z_]+)", section)
        assert key
        given[key.group(1)] = section
    return "\n".join(given.values()) + "\n"


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and line and column of the character behind each."""
    places = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        before, *rest = line.split(MARK)
        column = len(before) + 1
        for part in rest:
            places.append((number, column))
            column += len(part)
    return text.replace(MARK, ""), places
