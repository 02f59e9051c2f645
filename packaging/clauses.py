"""Finds the clauses of RFC 9293 where code and tests name them, and writes the table that says so.

A comment `# RFC 9293: MUST-13.` before a function, or the id anywhere inside it, marks the function.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

from tcpanim.scene.clauses import ID, Clause, Place, Places, read_clauses, write_places

ROOT = Path(__file__).resolve().parent.parent
CLAUSES = ROOT / "resources" / "clauses.txt"
FOUND = ROOT / "resources" / "clauses-found.txt"
PAGE = ROOT / "resources" / "docs" / "clauses.md"

ANSWERS = {
    "kept": "kept",
    "knob": "kept, with a switch",
    "outside": "not applicable",
    "not": "left out",
}

HEAD = """# RFC 9293, clause by clause

Written by `python3 packaging/dev.py clauses` from resources/clauses.txt and from the ids in code and tests: every
clause of appendix B, what tcpanim answers, and where it is kept and tested. In the window: "RFC 9293 by clause" (F2).

"Kept, with a switch" is kept unless a scenario turns the rule off to show why it exists, or leaves it for a later
lesson. "Not applicable" speaks of something that is not here, such as IP's options; "left out" is a choice. Each has
its reason.

"""


def main() -> int:
    """Write both."""
    FOUND.write_text(write_places(find()), encoding="utf-8", newline="\n")
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"written: {FOUND.relative_to(ROOT)}, {PAGE.relative_to(ROOT)}")
    return 0


def find() -> Places:
    """Where the clauses stand, in the order of clauses.txt."""
    known = [clause.id for clause in read_clauses(CLAUSES.read_text(encoding="utf-8"))]
    code = _marks(ROOT / "tcpanim")
    tests = _marks(*(ROOT / "tests" / folder for folder in ("reference", "scenario", "sim", "tcp", "wire")))
    return {name: (tuple(code.get(name, {})), tuple(tests.get(name, {}))) for name in known}


def _marks(*folders: Path) -> dict[str, dict[Place, None]]:
    marks: dict[str, dict[Place, None]] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if ID.search(text):
            for name, place in marks_of(text, path.relative_to(ROOT).as_posix()):
                marks.setdefault(name, {})[place] = None
    return marks


def marks_of(text: str, file: str) -> list[tuple[str, Place]]:
    """The ids in a file's text, each with the function or class that it stands in or directly before."""
    lines = text.splitlines()
    homes = _homes(ast.parse(text))
    starts = {line for line in homes if homes[line] != homes.get(line - 1)}
    found = []
    for number, line in enumerate(lines, start=1):
        for name in ID.findall(line):
            home = number
            if line.lstrip().startswith("#"):
                while home < len(lines) and lines[home - 1].lstrip().startswith("#"):
                    home += 1
            if home not in starts:
                home = number
            found.append((name, Place(file, homes.get(home, ""))))
    return found


def _homes(tree: ast.AST, prefix: str = "") -> dict[int, str]:
    """For each line of a definition its name; the innermost wins."""
    homes: dict[int, str] = {}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{prefix}{node.name}"
            assert node.end_lineno is not None
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            homes.update(dict.fromkeys(range(first, node.end_lineno + 1), name))
            homes.update(_homes(node, f"{name}."))
    return homes


def page() -> str:
    """The table in Markdown."""
    clauses = read_clauses(CLAUSES.read_text(encoding="utf-8"), FOUND.read_text(encoding="utf-8"))
    counts = Counter(clause.answer for clause in clauses)
    lines = [f"{len(clauses)} clauses: " + ", ".join(f"{counts[key]} {words}" for key, words in ANSWERS.items()) + "."]
    group = None
    for clause in clauses:
        if clause.group != group:
            group = clause.group
            lines += ["", f"## {group.pick('en')}", "", "| Clause | § | | Answer | Where |", "|---|---|---|---|---|"]
        lines.append(_row(clause))
    return HEAD + "\n".join(lines) + "\n"


def _row(clause: Clause) -> str:
    remark = f". {clause.remark.pick('en')}" if clause.remark else ""
    where = [f"`{place.name or '-'}` in {place.file}" for place in (*clause.code, *clause.tests)]
    if clause.scenarios:
        where.append("shown by " + ", ".join(clause.scenarios))
    return (
        f"| {clause.id} | {clause.section} | {clause.word}: {clause.text.pick('en')} "
        f"| {ANSWERS[clause.answer]}{remark} | {'; '.join(where)} |"
    )


if __name__ == "__main__":
    sys.exit(main())
