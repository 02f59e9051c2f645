"""Stage, ladder, panels, sequence strip and event list never say different numbers, times or states at one moment."""

import random
import re
from functools import cache
from itertools import chain

import pytest

from tcpanim.lesson import LABELS, NUMBERINGS
from tcpanim.library import builtins
from tcpanim.scene.clock import screen_time
from tcpanim.scene.event_rows import EventRows
from tcpanim.scene.header import current_segment, header_view
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.lanes import Slots
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import spoken_at
from tcpanim.scene.stage import StageScene
from tcpanim.scene.strip import Strips
from tcpanim.scene.variables import numbers_at
from tests.scene.runs import catalogue, simulated

MOMENTS = 16
NUMBER = re.compile(r"\b([Ss]eq|[Aa]ck|rwnd|[Ww]in)[= ]([x-zu-w][₀-₉]*(?:\+\d+)?|\d+\*?)")
SIZE = re.compile(r"\b(?:[Ll]en=(\d+)|(\d+) B\b)")
SHOWN = re.compile(r"[(（](?:relative |相对 )?([^()（）]*)[)）]$")
"""In a header, behind the value on the wire."""
NAMES = [name for name, _ in builtins()]


def numbers(text):
    """What a label or a sentence says of a segment; of several in a sentence, of the first."""
    found: dict[str, str] = {}
    for key, value in NUMBER.findall(text):
        found.setdefault({"win": "rwnd"}.get(key.lower(), key.lower()), value)
    return found


def bare(value):
    """A size without its unit."""
    return re.sub(r" (B|字节)$", "", value)


class Views:
    """All views of a run, in ways of writing that chance has chosen."""

    def __init__(self, name):
        self.chance = chance = random.Random(name)
        self.trace = trace = simulated(name)
        language, numbering, labels = (chance.choice(of) for of in (("en", "zh"), NUMBERINGS, LABELS))
        self.naming = naming = Naming(trace, catalogue(language), numbering, labels)
        self.time = time = screen_time(trace, "story")
        rows = {"card": 2, "slip": 4, "chip": 5}
        detail = chance.choice(("first", "course", "advanced"))
        self.stage = StageScene(trace, naming, time, Slots(trace, time, 0.35, rows), detail)
        self.ladder, self.strips = Ladder(trace, naming, time), Strips(trace)

    @property
    def moments(self):
        """Some steps, and as many between them."""
        end = self.time.to_screen(self.trace.end)
        between = {int(self.time.to_virtual(self.chance.random() * end)) for _ in range(MOMENTS)}
        steps = self.chance.sample(self.trace.moments, min(MOMENTS, len(self.trace.moments)))
        return sorted({*between, *steps})

    def panel(self, t):
        """The variables by name and side, as the panel has them, and the states by side."""
        shown = numbers_at(self.trace, t, self.naming, "advanced")
        values: dict[tuple[str, str], str] = {}
        for row in chain.from_iterable(group.rows for group in shown.groups):
            values |= {(row.name, "left"): bare(row.left.text), (row.name, "right"): bare(row.right.text)}
        return values, dict(zip(("left", "right"), shown.states, strict=True)), shown.timers

    @cache  # noqa: B019 - it goes with the test
    def labelled(self, number):
        """What the ladder says of that segment."""
        return numbers(" ".join(self.ladder.labels(self.ladder.line(self.trace.flight(number)))))


@pytest.mark.parametrize("name", NAMES[::3])
def test_the_hosts_are_the_same(name):
    views = Views(name)
    for t in views.moments:
        values, states, timers = views.panel(t)
        stage = views.stage.at(t)
        for end in (stage.left, stage.right):
            if end.down:
                continue
            assert [(row.name, row.value) for row in end.rows] == [
                (row.name, values[row.name, end.side]) for row in end.rows
            ]
            assert end.state_text == states[end.side]
            y = views.ladder.map.to_y(t)
            bars = [bar.text for bar in views.ladder.bars[end.side] if bar.y0 <= y <= bar.y1]
            assert end.state_text in bars or not bars
            dials = [getattr(row, end.side) for row in timers]
            assert set(end.timers) <= set(dials)
        for half in chain.from_iterable((strip.sender, strip.receiver) for strip in views.strips.at(t, views.naming)):
            for pointer in half.pointers:
                assert values.get((pointer.name, half.side), pointer.value) == pointer.value


@pytest.mark.parametrize("name", NAMES[1::3])
def test_the_segments_are_the_same(name):
    views = Views(name)
    for t in views.moments:
        for card in views.stage.at(t).cards:
            said, header = (
                numbers(f"{card.title} {card.numbers}"),
                header_view(views.trace, card.flight, t, views.naming),
            )
            ladder = views.labelled(card.flight)
            assert {key: ladder.get(key, value) for key, value in said.items()} == said
            for key, field in (("seq", "sequence"), ("ack", "acknowledgment"), ("rwnd", "window")):
                shown = next(one.value for one in header.fields if one.key == field)
                if key in said and views.naming.numbering != "absolute" and key != "rwnd":
                    behind = SHOWN.search(shown)  # nothing, where it is the value on the wire itself
                    assert (behind[1] if behind else shown) == said[key]
                elif key in said:
                    assert re.split("[ （]", shown)[0] == said[key]
            size = SIZE.search(f"{card.title} {card.numbers}")
            assert size is None or int(size[1] or size[2]) == len(views.trace.flight(card.flight).segment.data)


@pytest.mark.parametrize("name", NAMES[2::3])
def test_what_is_told_is_of_a_segment_of_that_step(name):
    views = Views(name)
    rows, trace = EventRows(views.trace), views.trace
    at: dict[int, list[int]] = {}
    for flight in trace.flights:
        for t in {flight.sent, flight.ended}:
            at.setdefault(t, []).append(flight.id)

    def told_of(text, t):
        said = {key: value for key, value in numbers(text).items() if key in ("seq", "ack")}
        for number in at.get(t, ()):
            label = views.labelled(number)
            if all(label.get(key, value) == value for key, value in said.items()):
                return True
        return "seq" not in said

    every = rows.chosen(None, None)
    for row in every[:: max(1, len(every) // 100)]:
        assert told_of(rows.tell(row, views.naming).what, rows.time(row)), rows.tell(row, views.naming)
    for t in trace.moments[:: max(1, len(trace.moments) // 100)]:
        assert told_of(spoken_at(trace, t, views.naming).what, t)


@pytest.mark.parametrize("name", ["syn-flood", "syn-cookies"])
def test_what_is_sent_in_a_step_is_what_it_is_about_whatever_else_comes_to_its_end(name):
    trace = simulated(name)
    for t in {flight.sent for flight in trace.flights if flight.sender is not None}:
        number = current_segment(trace, t)
        assert number is not None
        assert trace.flight(number).sent == t
