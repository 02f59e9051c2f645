"""What the documentation shows of the format is right."""

import re
from pathlib import Path

import pytest

from tcpanim.scenario.parse import parse

PAGE = Path(__file__, "../../../resources/docs/scenario-format.md").resolve().read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_there_are_examples():
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES, ids=["smallest", "everything"])
def test_the_examples_are_read_without_a_complaint(example):
    assert parse(example).problems == ()
