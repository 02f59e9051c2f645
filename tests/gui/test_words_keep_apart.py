"""On stage, ladder and timeline no words meet others, none are cut, and no card covers what is said of another."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from itertools import chain, combinations, pairwise, product
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage

from tcpanim.gui.painting import shapes
from tcpanim.gui.presentation.frame import Frame
from tcpanim.gui.presentation.question_card import QuestionCard
from tcpanim.gui.widgets.ladder import Ladder
from tcpanim.gui.widgets.stage import Stage
from tcpanim.gui.widgets.timeline import Timeline
from tcpanim.lesson import PLOTS, View
from tcpanim.scene.clock import screen_time
from tcpanim.scene.names import default_labels
from tcpanim.scene.points import course_of
from tcpanim.trace.events import Fate
from tests.gui.looks import dress
from tests.scene.runs import simulated

CROWDED = (
    "three-way-handshake", "three-segment-close", "accept-queue-reset", "lost-data-ack", "linux-rto", "lost-last-ack",
    "proportional-rate-reduction", "queue-overflow", "spurious-rto", "timestamps-paws", "isn-clock", "keep-alive",
    "user-timeout", "syn-flood", "zero-window-lost-update", "urgent-data",
)  # fmt: skip
MOMENTS = 24
LOW = {"stage": (1210, 240), "ladder": (1138, 175), "timeline": (770, 62), "language": "zh", "scale": 0.9}
"""Of a window of 1280 × 720."""
HIGH = {"stage": (1454, 382), "ladder": (789, 362), "timeline": (1320, 68), "language": "en", "scale": 1.0}
"""Of one of 1920 × 1080."""


class Written(NamedTuple):
    """Words, the corners of their letters' room, and whether some of them are left out; ``by``: the module."""

    text: str
    corners: tuple[QPointF, ...]
    cut: bool
    px: int
    by: str
    opacity: float

    @property
    def left(self) -> float:
        return min(corner.x() for corner in self.corners)

    @property
    def right(self) -> float:
        return max(corner.x() for corner in self.corners)

    @property
    def top(self) -> float:
        return min(corner.y() for corner in self.corners)

    @property
    def bottom(self) -> float:
        return max(corner.y() for corner in self.corners)


def corners_of(rect: QRectF) -> tuple[QPointF, ...]:
    """In their order around it."""
    return rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()


@pytest.fixture
def writing(monkeypatch):
    """All words that are painted from now on."""
    written: list[Written] = []
    paint = shapes.draw_text

    def draw_text(painter, rect, text, font, colour, align=shapes.LEFT):
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(text)
        cut = wide > rect.width() + 0.5
        wide, tall = min(wide, rect.width()), metrics.capHeight()
        spare = rect.width() - wide
        left = rect.left() + (
            0 if align & Qt.AlignmentFlag.AlignLeft else spare if align & Qt.AlignmentFlag.AlignRight else spare / 2
        )
        letters = QRectF(left, rect.center().y() - tall / 2, wide, tall)
        by = sys._getframe(1).f_globals["__name__"].rpartition(".")[2]
        corners = tuple(map(painter.combinedTransform().map, corners_of(letters)))
        written.append(Written(text, corners, cut, font.pixelSize(), by, painter.opacity()))
        paint(painter, rect, text, font, colour, align)

    for module in list(sys.modules.values()):
        if getattr(module, "draw_text", None) is paint:
            monkeypatch.setattr(module, "draw_text", draw_text)
    return written


def picture(view, written) -> list[Written]:
    """The words of ``view`` as it is now."""
    written.clear()
    image = QImage(view.size(), QImage.Format.Format_ARGB32_Premultiplied)
    view.render(image, QPoint())
    return [one for one in written if one.text and one.opacity > 0.5]


def moments(trace) -> list[int]:
    """Steps, and halfway between them on the screen; of a long run some."""
    time = screen_time(trace, "story")
    places = [time.to_screen(t) for t in trace.moments]
    middles = [time.to_virtual((one + other) / 2) for one, other in pairwise(places)]
    every = sorted({*trace.moments, *middles})
    return every[:: max(1, len(every) // MOMENTS)]


def meet(one: tuple[QPointF, ...], other: tuple[QPointF, ...], spare: float = 1.0) -> bool:
    """Whether two tilted rectangles have more in common than ``spare`` px: by the axes that would part them."""
    for shape in (one, other):
        for start, end in pairwise(shape[:3]):
            side = end - start
            length = math.hypot(side.x(), side.y()) or 1.0
            across = -side.y() / length, side.x() / length
            (low, high), (least, most) = (
                (min(away), max(away))
                for away in ([p.x() * across[0] + p.y() * across[1] for p in corners] for corners in (one, other))
            )
            if high - spare <= least or most - spare <= low:
                return False
    return True


def assert_apart(words: list[Written], width: float) -> None:
    assert [one.text for one in words if one.cut] == []
    assert [(one.text, one.px) for one in words if one.px < 12] == []
    assert [one.text for one in words if one.left < -1 or one.right > width + 1] == []
    assert [(one.text, other.text) for one, other in combinations(words, 2) if meet(one.corners, other.corners)] == []


@pytest.mark.parametrize("window", [LOW, HIGH], ids=["low", "high"])
@pytest.mark.parametrize("name", CROWDED)
def test_on_the_stage(qtbot, writing, name, window):
    trace, stage = simulated(name), Stage()
    qtbot.addWidget(stage)
    dress(stage, trace, window["stage"], language=window["language"], scale=window["scale"])
    hosts = {host.label.pick(window["language"]) for host in trace.hosts}
    names = [one for one in picture(stage, writing) if one.text in hosts]  # they are painted but once
    for t in moments(trace):
        stage.show_at(t)
        words = picture(stage, writing)
        assert [one.text for one in words if one.cut] == []
        words = [one for one in words if one.by != "cards"]
        assert_apart([*words, *(name for name in names if name not in words)], stage.width())
        beside = [one for one in words if one.by in ("stage_words", "stage_between")]
        for card, centre, size, *_ in stage.places():
            if card.phase == "moving":
                corners = corners_of(QRectF(centre - QPointF(size.width() / 2, size.height() / 2), size))
                assert [one.text for one in beside if meet(one.corners, corners)] == []


@pytest.mark.parametrize("window", [LOW, HIGH], ids=["low", "high"])
@pytest.mark.parametrize("name", CROWDED)
def test_on_the_ladder_and_the_timeline(qtbot, writing, name, window):
    trace, ladder, timeline = simulated(name), Ladder(), Timeline()
    for view, size in ((ladder, window["ladder"]), (timeline, window["timeline"])):
        qtbot.addWidget(view)
        dress(view, trace, size, language=window["language"], scale=window["scale"])
    assert_apart(picture(timeline, writing), timeline.width())
    wide, tall = ladder.viewport().width(), ladder.viewport().height()
    for number, t in enumerate(moments(trace), start=1):
        ladder.show_at(t)
        ladder.set_selection(-number)  # there is none of that number, but all is painted anew
        words = picture(ladder.viewport(), writing)
        names, words = words[-2:], words[:-2]  # the hosts' names cover what is scrolled away below them
        assert_apart(names, wide)
        seen = [one for one in words if one.bottom > names[0].bottom + 6 and one.top < tall]
        assert_apart(seen, wide)
        assert [one.text for one in seen if one.by == "ladder_notes" and one.bottom > tall] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("name", ["zero-window", "urgent-data", "syn-cookies", "lost-last-ack", "time-wait-protects"])
def test_on_the_stage_before_an_audience(qtbot, writing, name, size, language):
    """With and without a question below it, which takes height from it."""
    trace, frame, stage = simulated(name), Frame(size[0], size[1], language), Stage()
    qtbot.addWidget(stage)
    stage.setMinimumSize(1, 1)
    labels, least = default_labels("windows", language), 0.025 * size[1] - 0.5
    dress(stage, trace, present=True, labels=labels, language=language)
    course = course_of(trace)
    places = [(frame, t) for t in moments(trace)]
    for t, point in zip(course.times, course.points, strict=True):
        if point.ask is not None:
            places.append((replace(frame, lower=QuestionCard(frame, point.ask).rect.top()), t))
    for place, t in places:
        assert stage._look is not None
        stage.resize(place.stage.size())
        stage.set_look(replace(stage._look, tall=frame.tall))
        stage.show_at(t)
        words = picture(stage, writing)
        assert [one.text for one in words if one.cut] == []
        assert [(one.text, one.px) for one in words if one.px < least] == []
        words = [one for one in words if one.by != "cards"]
        assert_apart(words, stage.width())
        cards = {
            side: [
                corners_of(QRectF(centre - QPointF(size.width() / 2, size.height() / 2), size))
                for card, centre, size, *_ in stage.places()
                if card.side == side and card.strength > 0.6 and card.slot.size != "chip"
            ]
            for side in ("left", "right")
        }
        assert [one.text for one in words if any(meet(one.corners, card) for card in chain(*cards.values()))] == []
        assert not any(meet(one, other, spare=3) for one, other in product(cards["left"], cards["right"]))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["congestion-rounds", "zero-window", "four-way-close", "syn-cookies", "abort"])
def test_on_the_ladder_before_an_audience(qtbot, writing, name, language):
    """On a narrow picture, where lines are steep and numbers long; no words lie on a lifeline, which is a bar there."""
    trace, frame, ladder = simulated(name), Frame(1024, 768, language), Ladder()
    qtbot.addWidget(ladder)
    ladder.setMinimumSize(1, 1)
    scale = 3.2 * frame.height / 1080
    dress(ladder, trace, (frame.stage.width(), frame.stage.height()), present=True, scale=scale,
          labels=default_labels("close", language), language=language)  # fmt: skip
    for number, t in enumerate(moments(trace), start=1):
        ladder.show_at(t)
        ladder.set_selection(-number)
        words = picture(ladder.viewport(), writing)
        names, words = words[-2:], words[:-2]
        seen = [one for one in words if one.bottom > names[0].bottom + 6 and one.top < ladder.viewport().height()]
        assert_apart(seen, ladder.viewport().width())
        first, last = (round((one.left + one.right) / 2) for one in names)
        between = [one for one in seen if one.by == "ladder"]
        bar = 4.5 * scale
        assert [one.text for one in between if one.left < first + bar or one.right > last - bar] == []


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_letters_said_before_an_audience_are_explained(lecture, writing, size, language):
    """Beside a question, too, which leaves the wire little height; and cards of both lanes have one size of type."""
    desk = lecture("four-way-close", size=size, language=language, reduced_motion=True)
    show = desk.presentation
    show.lecture.go(7)
    for asked in (False, True):
        if asked:
            show.lecture.put(show.lecture.course.points[6].ask)
        words = picture(show.picture.views.stage(), writing)
        equations = [one for one in words if one.by == "stage_background" and " = " in one.text]
        explained = {part.strip()[0] for one in equations for part in one.text.replace("，", ",").split(",")}
        assert explained >= {"x", "u", "v", "w"}
        assert min(one.px for one in equations) >= 0.025 * size[1] - 1
        assert len({one.px for one in words if one.by == "cards" and "ack=" in one.text}) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["zero-window", "accept-queue-full", "four-way-close"])
def test_in_the_largest_type_hosts_keep_the_numbers_that_they_have_in_plain_type(
    lecture, writing, name, size, language
):
    desk = lecture(name, size=size, language=language, reduced_motion=True)
    show = desk.presentation
    for number in range(1, show.lecture.count + 1):
        seen = []
        for zoom in (1.0, 1.4):
            desk.settings.set("lecture/zoom", zoom)
            show.order("theme")  # all of it anew
            show.lecture.go(number)
            show.lecture.show(View(view="stage", panels=()))
            words = picture(show.picture.views.stage(), writing)
            seen.append([one.text for one in words if one.by in ("endpoint_numbers", "backlog")])
        assert seen[0] == seen[1] != []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["four-way-close", "zero-window", "simultaneous-close"])
def test_before_an_audience_every_line_of_a_short_ladder_has_words(qtbot, name, language):
    trace, frame, ladder = simulated(name), Frame(1024, 768, language), Ladder()
    qtbot.addWidget(ladder)
    ladder.setMinimumSize(1, 1)
    dress(ladder, trace, (frame.stage.width(), frame.stage.height()), present=True, scale=3.2 * frame.height / 1080,
          labels=default_labels("close", language), language=language)  # fmt: skip
    ladder.show_at(trace.end)
    ladder.grab()
    assert ladder._paint is not None
    assert [flight.id for flight in trace.flights if not ladder._paint.labels.of(flight.id).shown] == []


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["simultaneous-close", "simultaneous-open"])
def test_before_an_audience_segments_that_cross_say_alike(qtbot, name, language, size):
    """Through the words of a SYN or FIN no other line runs: one could not tell whose they are."""
    trace, frame, ladder = simulated(name), Frame(size[0], size[1], language), Ladder()
    qtbot.addWidget(ladder)
    ladder.setMinimumSize(1, 1)
    dress(ladder, trace, (frame.stage.width(), frame.stage.height()), present=True, scale=3.2 * frame.height / 1080,
          labels=default_labels("close", language), language=language)  # fmt: skip
    ladder.show_at(trace.end)
    ladder.grab()
    assert ladder._paint is not None
    kind = "FIN" if name.endswith("close") else "SYN"
    one, other = (ladder._paint.labels.of(flight.id) for flight in trace.flights if flight.segment.kind == kind)
    assert (len(one.text), one.px) == (len(other.text), other.px)
    assert not one.crossed
    assert not other.crossed


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["four-way-close", "simultaneous-close", "lost-fin"])
def test_before_an_audience_a_ladder_ends_at_the_foot_of_its_view_in_whole_words(qtbot, writing, name, language):
    trace, frame, ladder = simulated(name), Frame(1024, 768, language), Ladder()
    qtbot.addWidget(ladder)
    ladder.setMinimumSize(1, 1)
    dress(ladder, trace, (frame.stage.width(), frame.stage.height()), present=True, scale=3.2 * frame.height / 1080,
          labels=default_labels("close", language), language=language)  # fmt: skip
    for number, t in enumerate(moments(trace), start=1):
        ladder.show_at(t)
        ladder.set_selection(-number)
        words = picture(ladder.viewport(), writing)
        tall, low = ladder.viewport().height(), max(one.bottom for one in words)
        assert low <= tall + 1  # a letter may stand out a little
        if ladder.verticalScrollBar().value() > 0:
            assert ladder._paint is not None
            assert max(low, ladder._paint.y_of(t) - ladder.verticalScrollBar().value()) > 0.8 * tall


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("zoom", [1.0, 1.4])
def test_before_an_audience_a_plots_legend_names_everything(lecture, writing, zoom, language):
    desk = lecture("congestion-rounds", size=(1024, 768), language=language, reduced_motion=True)
    show = desk.presentation
    desk.settings.set("lecture/zoom", zoom)
    show.lecture.go_last()
    for kind in PLOTS:
        show.lecture.show(View(view="plots", plot=kind))
        show.picture.pixmap.toImage()
        legend = show.picture.views._widgets["plots"].legend
        words = picture(legend, writing)
        assert {entry.name for entry in legend._entries} <= {one.text for one in words}, kind
        assert_apart(words, legend.width())
        assert min(one.px for one in words) >= 0.025 * 768 - 1


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_before_an_audience_a_legend_names_only_what_has_begun(lecture, writing):
    desk = lecture("lost-data", reduced_motion=True)
    show, trace = desk.presentation, desk.session.trace
    lost = next(one for one in trace.flights if one.segment.data and one.fate is Fate.DROPPED)
    again = next(one for one in trace.flights if one.retransmission)
    show.order("plots")
    view = show.picture.views._widgets["plots"]
    read = {}
    for t in (0, lost.sent - 1, again.sent - 1, again.sent):
        desk.playhead.seek(t)
        read[t] = {one.text for one in picture(view, writing) if one.by == "plot_legend"}
    assert not read[0]
    assert "segment" in read[lost.sent - 1]
    assert "lost" not in read[lost.sent - 1]
    assert "lost" in read[again.sent - 1]
    assert "sent again" not in read[again.sent - 1]
    assert "sent again" in read[again.sent]
