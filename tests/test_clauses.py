"""The table of RFC 9293's clauses is complete, and every place that it names is there."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from tcpanim import paths
from tcpanim.library import builtins
from tcpanim.scene.clauses import Clause, counts_of, read_clauses

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [(paths.resources() / name).read_text(encoding="utf-8") for name in ("clauses.txt", "clauses-found.txt")]
CLAUSES = read_clauses(*TEXTS)

spec = importlib.util.spec_from_file_location("find_clauses", ROOT / "packaging" / "clauses.py")
assert spec is not None
assert spec.loader is not None
find_clauses = importlib.util.module_from_spec(spec)
spec.loader.exec_module(find_clauses)


def test_every_clause_of_appendix_b_is_there_once():
    """The RFC counts MUST-1 to MUST-69, SHLD-1 to SHLD-31, MAY-1 to MAY-18, and REC-1."""
    wanted = [("MUST", 69), ("SHLD", 31), ("MAY", 18), ("REC", 1)]
    all_of_them = {f"{word}-{number}" for word, last in wanted for number in range(1, last + 1)}
    assert Counter(clause.id for clause in CLAUSES) == Counter(all_of_them)


def test_the_word_goes_with_the_id():
    words = {"MUST": ("MUST", "MUST NOT"), "SHLD": ("SHOULD", "SHOULD NOT"), "MAY": ("MAY",), "REC": ("SHOULD",)}
    for clause in CLAUSES:
        assert clause.word in words[clause.id.split("-")[0]]


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_what_is_kept_has_code_and_a_test_and_what_is_not_has_a_reason(clause: Clause):
    if clause.answer in ("kept", "knob"):
        assert clause.code
        assert clause.tests
    else:
        assert clause.remark is not None
        assert not clause.code
    assert clause.text.en
    assert clause.text.zh


def test_every_scenario_is_there():
    known = {name for name, _ in builtins()}
    for clause in CLAUSES:
        assert set(clause.scenarios) <= known


def test_the_places_are_those_of_the_code_and_the_tests():
    """Otherwise: `packaging/dev.py clauses`."""
    assert find_clauses.write_places(find_clauses.find()) == TEXTS[1]
    assert find_clauses.page() == find_clauses.PAGE.read_text(encoding="utf-8")


def test_a_mark_belongs_to_what_stands_behind_it_or_around_it():
    text = '''
# RFC 9293: MUST-1.
@decorated(
    1,
)
def one():
    """SHLD-2."""


class Two:
    # MAY-3, MAY-4

    def three(self):
        x = 1  # MUST-5
'''
    found = [(name, place.name) for name, place in find_clauses.marks_of(text, "a.py")]
    assert found == [
        ("MUST-1", "one"), ("SHLD-2", "one"), ("MAY-3", "Two"), ("MAY-4", "Two"), ("MUST-5", "Two.three"),
    ]  # fmt: skip


def test_a_line_that_is_no_clause_is_an_error():
    for line in ("MUST-1 | 3.1 | MUST", "MUST-1 | 3.1 | MUST | a | b | maybe | - | - | -", "[a | b]\nX | | |"):
        with pytest.raises(ValueError, match="line"):
            read_clauses("[x | y]\n" + line)


def test_all_answers_add_up():
    assert sum(counts_of(CLAUSES).values()) == len(CLAUSES)
