"""Whatever bytes come: a clear answer with a place, soon, and never an exception."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scenario.parse import Parsed, parse
from tcpanim.scenario.problems import format_problem
from tcpanim.scenario.yaml_reader import MAX_BYTES, MAX_NODES, read
from tests.scenario.files import scenario_text
from tests.scenario.test_good import WHOLE


def only(source):
    """Place and sentence of the one problem."""
    (problem,) = parse(source).problems
    return problem.line, problem.column, problem.message


def test_a_hundred_megabytes_are_refused_before_they_are_looked_at():
    line, column, message = only(bytes(100 * 1024 * 1024))
    assert (line, column) == (1, 1)
    assert "104857600 bytes" in message


def test_binary_is_no_text():
    assert only(b"\x7fELF\x02\x01\x01\0\0\xff") == (
        1,
        1,
        "this is not a text file: it contains the control character U+007F",
    )


def test_a_compressed_file_is_no_text_in_another_encoding():
    (problem,) = parse(b"\x1f\x8b\x08\0\0\xff\xfe" * 9).problems
    assert problem.code == "not-text"


def test_a_control_character_is_shown_where_it_is():
    assert only("tcpanim: 1\ntitle: a\0b\n")[:2] == (2, 9)


def test_bytes_that_are_not_utf_8_are_named_with_their_offset_and_place():
    source = "tcpanim: 1\r\ntitle: é".encode("latin-1")
    assert only(source) == (2, 8, "byte 19 is not UTF-8; save the file as UTF-8")


def test_the_place_of_a_bad_byte_counts_characters():
    assert only("# 第三\ntitle: 次".encode() + b"\xff")[:2] == (2, 9)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_clearly(encoding):
    (problem,) = parse(scenario_text().encode(encoding)).problems
    assert problem.code in ("utf-16", "not-text")


@pytest.mark.parametrize("magic", ["0a0d0d0a", "d4c3b2a1", "a1b2c3d4", "4d3cb2a1", "a1b23c4d"])
def test_a_capture_is_told_to_be_one_however_large(magic):
    (problem,) = parse(bytes.fromhex(magic) + bytes(MAX_BYTES)).problems
    assert (problem.line, problem.column, problem.code) == (1, 1, "capture")


def test_an_alias_bomb_is_stopped_when_it_grows_too_big():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in pairwise("abcdefghi")]
    problem = parse("\n".join(lines)).problems[0]
    assert (problem.line, problem.code) == (5, "too-many")


def test_a_bomb_in_a_place_that_is_read_is_stopped_too():
    text = scenario_text("tags: [&a [x, x, x], &b [*a, *a, *a], *b]")
    assert {problem.code for problem in parse(text).problems} == {"want-word"}


def test_too_many_values_are_refused():
    assert parse("tags: [" + "a, " * MAX_NODES + "a]").problems[0].code == "too-many"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused(opening):
    assert parse(opening * 10_000).problems[0].code in ("too-deep", "key-not-text")


def test_lines_are_counted_as_editors_do():
    # The line separators of Unicode and the form feed do not end a line.
    assert only(scenario_text("title: {en: 'a\u2028b', xx: c}"))[:2] == (2, 20)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_count(end):
    assert only(scenario_text("level: x").replace("\n", end))[:2] == (5, 8)


def test_words_stay_words():
    root: Any
    root, problems = read("a: on\nb: 012\nc: 1:30\nd: 2026-01-01\ne: no\nf: 1e3\n")
    assert not problems
    assert [entry.value.text for entry in root.entries.values()] == ["on", "012", "1:30", "2026-01-01", "no", "1e3"]


def check(source):
    parsed = parse(source)
    assert isinstance(parsed, Parsed)
    assert (parsed.scenario is None) == bool(parsed.problems)
    places = [(problem.line, problem.column) for problem in parsed.problems]
    assert places == sorted(places)
    assert all(line >= 1 and column >= 1 for line, column in places)
    for problem in parsed.problems:
        assert format_problem(problem, "x", source)


@given(st.binary(max_size=200))
def test_any_bytes(source):
    check(source)


@given(st.text(max_size=200))
def test_any_text(source):
    check(source)


@given(st.text(alphabet=list("abX012 \t\n\r:-,?[]{}#&*!|>'\"%@`\\.<~=ux\0\x85\u2028…"), max_size=60))
def test_any_text_made_of_what_yaml_means(source):
    check(source)


TOKENS = [
    *sorted(set(WHOLE.replace("{", " { ").replace("}", " } ").split())),
    "\n",
    "\n  ",
    ": ",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "- ",
    "&a ",
    "*a",
    "!!x ",
    "|\n",
    ">\n",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_mixture_of_the_formats_own_words(tokens):
    check("".join(tokens))


@given(st.data())
def test_a_right_file_with_a_part_cut_out_or_put_in(data):
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 30)))
    put_in = data.draw(st.one_of(st.just(""), st.sampled_from(TOKENS), st.text(max_size=5)))
    check(WHOLE[:start] + put_in + WHOLE[end:])


SCALARS = st.one_of(
    st.sampled_from(["client", "server", "ESTABLISHED", "SYN", "open", "5 ms", "on", "off", "…", "isn+1", "10.0.0.1"]),
    st.integers(-5, 2**33).map(str),
    st.just(""),
)
KEYS = st.sampled_from(
    [*sorted(set(re.findall("([a-z_]+):", WHOLE))), "inject", "got", "cut", "at", "by", "nth", "set"]
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(
        st.lists(below, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, below, max_size=4).map(
            lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
        ),
    ),
    max_leaves=12,
)
SECTIONS = sorted(set(re.findall("^([a-z]+):", WHOLE, re.MULTILINE)) - {"tcpanim"})


@given(st.dictionaries(st.sampled_from(SECTIONS), VALUES, max_size=6))
def test_any_value_in_any_section(sections):
    check(scenario_text(*(f"{name}: {value}" for name, value in sections.items())))
