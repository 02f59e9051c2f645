"""The words of TCP: all of them, in both languages, found by every name that is in use."""

import re

import pytest

from tcpanim import paths
from tcpanim.scene.glossary import Synonyms, found_in, read_glossary
from tcpanim.tcp.states import State
from tests.explain.chinese import faults


@pytest.fixture(scope="module")
def terms():
    return read_glossary((paths.resources() / "glossary.txt").read_text(encoding="utf-8"))


def test_every_state_and_the_terms_of_a_course_stand_in_it(terms):
    states = [term for term in terms if term.kind == "state"]
    assert [term.name.en for term in states] == [str(state) for state in State]
    assert len(terms) - len(states) >= 80
    assert len({term.name.en for term in terms}) == len(terms)


def test_its_chinese_is_set_as_in_print(terms):
    for term in terms:
        assert faults(term.name.zh) == []
        assert faults(term.about.zh) == []
        assert re.search("[一-鿿]", term.about.zh)
        assert term.about.zh.endswith("。")
        assert term.about.en.endswith(".")


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("四次断开", "Four-way close 四次挥手"),
        ("三报文握手", "three-way handshake"),
        ("TIME_WAIT", "the client stays in TIME-WAIT"),
        ("SYN_RECV", "SYN-RECEIVED"),
        ("half close", "half-close"),
        ("乱序", "失序的报文段"),
        ("慢启动", "slow start"),
        ("时间等待", "TIME_WAIT"),
    ],
)
def test_a_thing_is_found_by_its_other_names(terms, wanted, text):
    assert found_in(wanted, Synonyms(terms).widened(text))


@pytest.mark.parametrize(("wanted", "text"), [("乱序", "重复的报文段"), ("四次断开", "三次握手"), ("pen", "open")])
def test_what_is_something_else_is_not_found(terms, wanted, text):
    assert not found_in(wanted, Synonyms(terms).widened(text))


@pytest.mark.parametrize(
    "text", ["[words]\n", "[terms]\na | b | c | d\n", "a | b | c | d | e\n", "[terms]\na | | c | d | e"]
)
def test_a_line_that_is_no_term_is_refused(text):
    with pytest.raises(ValueError, match=r"line \d"):
        read_glossary(text)
