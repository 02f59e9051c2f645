"""Columns of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.export.columns import centre, cut, left, right, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("服务器", 6), ("ACK=1，", 7), ("\u00e9", 1), ("e\u0301", 1)]
)
def test_width(text, columns):
    assert width(text) == columns


def test_fields():
    assert left("服务", 6) == "服务  "
    assert right("服务", 6) == "  服务"
    assert centre("ab", 5) == " ab  "
    assert cut("服务器", 5) == "服务…"
    assert cut("服务器", 4) == "服…"


def test_wrap_at_spaces_and_between_chinese_characters():
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("服务器确认", 6) == ["服务器", "确认"]
    assert wrap("进入 SYN-SENT 状态", 12) == ["进入", "SYN-SENT 状", "态"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    assert wrap("服务器，好", 6) == ["服务", "器，好"]
    assert wrap("状态（已建立）", 6) == ["状态", "（已建", "立）"]


def test_no_break_spaces_hold():
    assert wrap("see [RFC\N{NO-BREAK SPACE}9293\N{NO-BREAK SPACE}§3.10.4]", 20) == [
        "see",
        "[RFC\N{NO-BREAK SPACE}9293\N{NO-BREAK SPACE}§3.10.4]",
    ]


def test_a_word_longer_than_the_line_is_broken():
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]


@given(st.text(alphabet="ab c，。（）服务 器\u0301", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text, columns):
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)
