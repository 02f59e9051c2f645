"""Every built-in before an audience: what is said and asked at its points is whole, in type for the last row."""

import pytest

from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.frame_paint import QuestionCard, caption_parts
from tcpanim.gui.widgets.parts import unbroken
from tcpanim.scene.names import Naming
from tcpanim.scene.points import course_of
from tcpanim.scene.reasons import spoken_at
from tests.gui.looks import fonts_loaded
from tests.scenarios.test_builtins import NAMES, trace_of
from tests.scene.runs import catalogue

pytestmark = pytest.mark.usefixtures("qapp")

SIZES = ((1024, 768), (1920, 1080))
LEAST = {"en": 0.04, "zh": 0.045}
"""Captions as a share of the picture's height: LOOK.md."""


@pytest.mark.parametrize("language", LEAST)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_at_each_point_is_whole(name, language):
    fonts_loaded()
    trace = trace_of(name)
    points = course_of(trace).points
    assert points
    naming = Naming(trace, catalogue(language))
    cut = []
    for size in SIZES:
        frame = Frame(*size, language)
        for point in points:
            said = spoken_at(trace, point.t, naming)
            main, *_ = parts = caption_parts(frame, said.what, said.why)
            assert main.font.pixelSize() >= LEAST[language] * frame.height - 0.5
            assert sum(part.height for part in parts) <= frame.caption.height()
            shown = "".join("".join(part.text for part in parts).split())
            if not main.whole or not shown.startswith("".join(unbroken(said.what).split())):
                cut.append((size, said.what))
    assert not cut


@pytest.mark.parametrize("language", LEAST)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_at_each_point_has_its_card(name, language):
    fonts_loaded()
    asked = [point.ask for point in course_of(trace_of(name)).points if point.ask is not None]
    assert asked
    for size in SIZES:
        for question in asked:
            card = QuestionCard(Frame(*size, language), question)
            assert card.needed <= card.most, (size, question.question.pick(language))
