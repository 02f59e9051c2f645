"""Words do not touch each other: the lengths of silences on the timeline, and the line at which two runs part."""

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF

from tcpanim.gui.look import look_for
from tcpanim.gui.painting.ladder import LadderPainter
from tcpanim.gui.painting.timeline_silences import Silence, placed
from tcpanim.gui.theme import Theme
from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.clock import screen_time
from tcpanim.scene.ladder import Ladder
from tcpanim.sim.run import simulate
from tests.gui.looks import fonts_loaded
from tests.scene.runs import catalogue

ENDS = (14.0, 700.0)


def run(name):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return simulate(scenario)


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.5])
def test_lengths_of_silences_stand_apart_within_the_line_and_the_widest_is_told(qapp, scale):  # noqa: ARG001
    fonts_loaded()
    chance = random.Random(3)
    theme = Theme("light", scale)
    for _ in range(200):
        at = sorted(chance.uniform(*ENDS) for _ in range(16))
        silences = [Silence(first, last, f"{chance.randrange(1, 2000)} ms") for first, last in pairwise(at)][::2]
        words = sorted(placed(theme, silences, ENDS))
        for one, other in pairwise(words):
            assert one.left + one.wide + 8 * scale <= other.left
        assert all(ENDS[0] <= one.left and one.left + one.wide <= ENDS[1] for one in words)
        widest = max(silences, key=lambda silence: silence.last - silence.first)
        if widest.last - widest.first > 80 * scale:
            assert widest.text in [one.text for one in words]


def test_lengths_of_silences_keep_off_the_signs_at_the_foot(qapp):  # noqa: ARG001
    fonts_loaded()
    chance, theme = random.Random(4), Theme("light")
    told = 0
    for _ in range(200):
        at = sorted(chance.uniform(*ENDS) for _ in range(8))
        silences = [Silence(first, last, f"{chance.randrange(1, 2000)} ms") for first, last in pairwise(at)][::2]
        signs = [(middle - 7, middle + 7) for middle in (chance.uniform(*ENDS) for _ in range(3))]
        for word in placed(theme, silences, ENDS, signs):
            told += 1
            assert all(word.left >= end or word.left + word.wide <= start for start, end in signs)
            assert any(silence.first < word.left + word.wide and word.left < silence.last for silence in silences)
    assert told > 200


@pytest.mark.parametrize("name", ["nagle-on", "four-way-close", "lost-data"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_ladder_knows_where_words_stand_at_a_height(qapp, name, language):  # noqa: ARG001
    fonts_loaded()
    trace = run(name)
    time = screen_time(trace, "story")
    look = look_for(trace, Theme("light", 1.0, language), catalogue(language), time=time)
    assert look.naming is not None
    ladder = Ladder(trace, look.naming, time)
    paint = LadderPainter(ladder, look, 600, 2000, 1.0)
    shown = 0
    for flight in trace.flights:
        label = paint.labels.of(flight.id)
        strip = paint.labels.strip(ladder.line(flight), label)
        middle = QPointF(
            (strip.x0 + strip.x1) / 2 + paint.x_left, (strip.y0 + strip.y1 + strip.height) / 2 + paint.head
        )
        if not label.shown or middle.y() > 1990:
            continue
        shown += 1
        places = paint.words_at(middle.y(), 0, trace.end)
        assert any(first <= middle.x() <= last for first, last in places)
        assert places == sorted(places)
    assert shown > 3


def test_where_nothing_is_written_a_line_may_pass(qapp):  # noqa: ARG001
    fonts_loaded()
    trace = run("three-way-handshake")
    time = screen_time(trace, "story")
    look = look_for(trace, Theme("light"), catalogue("en"), time=time)
    assert look.naming is not None
    paint = LadderPainter(Ladder(trace, look.naming, time), look, 600, 2000, 1.0)
    assert paint.words_at(1900, 0, trace.end) == []
