"""How a mistake is shown: place, sentence, the line with a caret, and what was probably meant."""

import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tcpanim.i18n import Catalogue
from tcpanim.scenario.messages import ENGLISH
from tcpanim.scenario.parse import parse
from tcpanim.scenario.problems import format_problem
from tests.scenario.files import scenario_text


def shown(text, name="lost.tcpanim"):
    return [format_problem(problem, name, text) for problem in parse(text).problems]


def test_a_mistyped_host():
    text = scenario_text("script:\n  - {at: 0 ms, server: listen}\n  - {at: 10 ms, cleint: open}")
    (text,) = shown(text)
    assert text == (
        "lost.tcpanim:6:17: unknown host “cleint”; the hosts are client, server\n"
        "    - {at: 10 ms, cleint: open}\n"
        "                  ^\n"
        "  did you mean “client”?"
    )


def test_without_a_suggestion_none_is_shown():
    (text,) = shown(scenario_text("wire: {delay: 50}"))
    assert text == (
        "lost.tcpanim:5:15: a duration needs a unit: write 50 ms, or another of ns, us, µs, ms, s, min\n"
        "  wire: {delay: 50}\n"
        "                ^"
    )


def test_the_caret_stands_below_wide_letters_too():
    (text,) = shown(scenario_text("title: {en: A, zh: 第三次, xx: B}"))
    _, line, caret, *_ = text.split("\n")
    # In a terminal each of the three Chinese letters is two columns wide.
    assert caret.index("^") == line.index("xx") + 3


@pytest.mark.parametrize("source", [str, str.encode])
def test_the_file_may_be_given_as_text_or_as_bytes(source):
    text = "\ufeff" + scenario_text("tags: {a: 很}")
    (problem,) = parse(source(text)).problems
    assert "tags: {a: 很}" in format_problem(problem, "x", source(text))


def test_of_a_long_line_only_the_part_around_the_mistake_is_shown():
    (text,) = shown(scenario_text(f"tags: [{'tag, ' * 100}[], {'tag, ' * 100}]"))
    _, line, caret = text.split("\n")
    assert len(line) < 110
    assert line.startswith("  …")
    assert line.endswith("…")
    assert line[caret.index("^")] == "["


def test_nothing_from_the_file_can_steer_a_terminal():
    # An escape sequence as a YAML escape, and a mark as it is that turns the direction of writing.
    (text,) = shown(scenario_text('level: "\\e[31mred\\a"  # \u202e'))
    assert text.replace("\n", "").isprintable()


def test_a_very_long_word_is_cut_in_the_sentence():
    (text,) = shown(scenario_text(f"level: {'x' * 5000}"))
    assert len(text.split("\n")[0]) < 250


def test_far_too_many_mistakes_are_cut_short():
    parsed = parse(scenario_text() + "".join(f"unknown{n}: 1\n" for n in range(1000)))
    assert len(parsed.problems) == 201
    assert parsed.problems[-1].message == "from here on there are 800 more mistakes"
    assert parsed.problems[-1].line == parsed.problems[-2].line + 1


def test_the_name_of_the_file_is_kept():
    assert parse("x", "some.tcpanim").name == "some.tcpanim"


CATALOGUES = Path(__file__, "../../../resources/locale").resolve()


def catalogue(language):
    text = (CATALOGUES / language / "LC_MESSAGES" / "problems.po").read_text("utf-8")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.StringIO(text), locale=language))
    return Catalogue(language, compiled.getvalue())


def test_the_english_catalogue_says_what_the_parser_says():
    english = catalogue("en")
    for code, sentence in ENGLISH.items():
        # Without arguments a catalogue gives the sentence as it is.
        assert english.text(f"problem.{code}") == sentence


def test_problems_can_be_told_in_chinese():
    text = scenario_text("wire: {delya: 50 ms}")
    (problem,) = parse(text).problems
    assert format_problem(problem, "x", text, catalogue("zh")) == (
        "x:5:8: 未知的键“delya”\n  wire: {delya: 50 ms}\n         ^\n  是不是想写“delay”？"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title: "\\u12"', "x:1:9: “\\u”后面要有 4 个十六进制数字；反斜杠本身要写两次"),
        ("%YAML 3.0\n---\na: b", "x:1:1: 以 % 开头的行是给 YAML 程序的指令，场景用不到，请删去"),
        ("tcpanim：1\ntitle: x", "x:1:8: “：”是全角符号，这里应写“: ”"),
        (scenario_text("tcp: {rto_min: 70 s}"), "x:5:16: rto_min 不能大于 rto_max"),
    ],
)
def test_no_english_is_told_in_chinese(text, said):
    first = parse(text).problems[0]
    assert format_problem(first, "x", text, catalogue("zh")).split("\n")[0] == said


def test_sentences_have_the_quotes_of_print():
    straight = [code for code, sentence in ENGLISH.items() if "'" in sentence.replace("''", "")]
    assert straight == []
    for language in ("en", "zh"):
        texts = catalogue(language)
        assert [code for code in ENGLISH if "'" in texts.text(f"problem.{code}").replace("''", "")] == []


def test_every_sentence_exists_in_chinese():
    chinese = catalogue("zh")
    assert [code for code in ENGLISH if not chinese.has(f"problem.{code}")] == []
