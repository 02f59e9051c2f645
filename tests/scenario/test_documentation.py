"""What the documentation shows of the format is right."""

import re
from pathlib import Path

import pytest

from tcpanim.scenario.parse import parse

PAGES = {
    language: Path(__file__, f"../../../resources/docs/scenario-format{suffix}.md").resolve().read_text("utf-8")
    for language, suffix in (("en", ""), ("zh", ".zh"))
}
EXAMPLES = {language: re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) for language, page in PAGES.items()}


def test_both_languages_have_the_same_examples_and_the_same_points():
    assert [len(examples) for examples in EXAMPLES.values()] == [2, 2]
    lines = [[line.split("#")[0].strip() for line in "".join(examples).split("\n")] for examples in EXAMPLES.values()]
    # What is meant to be read by people is in their language; what the program reads is the same.
    words = ("description:", "speaker:", "ask:")
    kept = [[line for line in some if not line.startswith(words)] for some in lines]
    assert kept[0] == kept[1]
    points = [len(re.findall(r"^- ", page, re.MULTILINE)) for page in PAGES.values()]
    assert points[0] == points[1]


@pytest.mark.parametrize("example", EXAMPLES["en"] + EXAMPLES["zh"])
def test_the_examples_are_read_without_a_complaint(example):
    assert parse(example).problems == ()
