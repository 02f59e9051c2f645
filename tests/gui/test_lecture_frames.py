"""Frames before an audience: what fades away is kept, and cards are there before they are wanted."""

import pytest
from PySide6.QtCore import QEventLoop, QPointF, QTime
from PySide6.QtWidgets import QApplication

from tcpanim.gui.painting.cards import CardPainter
from tests.gui.hall import KEY, picture, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def settle(desk):
    """Until no picture fades any more."""
    audience = desk.presentation.audience
    while audience._before is not None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def test_what_fades_away_stays_as_it_was_while_the_picture_goes_on(lecture):
    desk = lecture()
    composed = desk.presentation.picture
    before = composed.pixmap.toImage()
    kept = composed.keep()
    desk.playhead.seek(desk.session.trace.moments[3])
    assert composed.pixmap.toImage() != before
    assert kept.toImage() == before
    kept = composed.keep()
    assert kept.toImage() == composed.pixmap.toImage()


@pytest.mark.parametrize("order", ["language", "theme", "larger", "predict-segment"])
def test_what_a_key_changes_begins_to_be_seen_before_the_stage_is_drawn_anew(lecture, order):
    desk = lecture("four-way-close")
    presentation = desk.presentation
    presentation.lecture.go(2)
    composed, stage = presentation.picture, presentation.picture.frame.stage
    before = composed.pixmap.toImage()
    presentation.order(order)
    begun = (composed.at_hand if composed.late else composed.begun).toImage()
    assert begun != before
    above = composed.frame.stage.intersected(stage)
    assert begun.copy(above) == before.copy(above)
    whole = composed.pixmap.toImage()
    assert whole.copy(above) != before.copy(above)
    composed.set_selection(None)
    assert composed.pixmap.toImage() == whole


@pytest.mark.parametrize("order", ["zoom", "panel-next", "ladder", "diagram", "plots", "language", "smaller"])
def test_a_fade_is_seen_from_its_first_frame_and_ends_with_what_would_be_drawn_at_once(lecture, order):
    desk = lecture("four-way-close")
    presentation = desk.presentation
    presentation.lecture.go(4)
    audience, composed = presentation.audience, presentation.picture
    settle(desk)
    before = audience.grab().toImage()
    presentation.order(order)
    first = audience.grab().toImage()
    assert first != before
    assert composed.late
    if order == "language":  # what is the same in both does not grow pale in between
        layout = composed.views.stage()._layout
        lane = QPointF(layout.lane_ends[0] + 40, layout.lane_y("left")).toPoint() + composed._place.topLeft()
        assert first.pixelColor(lane) == before.pixelColor(lane)
    settle(desk)
    assert not composed.late
    after = audience.grab().toImage()
    composed.set_selection(None)  # everything is to be drawn
    assert audience.grab().toImage() == after


def test_the_view_draws_what_it_keeps_in_one_frame_and_itself_in_the_next(lecture):
    desk = lecture("four-way-close")
    presentation = desk.presentation
    presentation.lecture.go(4)
    settle(desk)
    presentation.order("zoom")
    composed, stage = presentation.picture, presentation.picture.views.stage()
    begun, old = composed.begun.toImage(), stage._background_key
    assert composed.going_on.toImage() == begun
    assert stage._background_key != old
    assert composed.late
    whole = composed.going_on.toImage()
    assert whole != begun
    assert not composed.late
    assert composed.pixmap.toImage() == whole


def test_a_picture_that_is_asked_for_during_a_fade_is_whole(lecture):
    desk = lecture("four-way-close")
    presentation = desk.presentation
    presentation.lecture.go(4)
    settle(desk)
    presentation.order("zoom")
    composed = presentation.picture
    assert composed.begun.toImage() != composed.pixmap.toImage()
    assert not composed.late


def test_after_a_rest_a_jump_finds_the_words_of_the_ladder_in_their_places(lecture, monkeypatch):
    desk = lecture("congestion-rounds")
    presentation = desk.presentation
    for _ in range(200):
        presentation.pulse(0, QTime(9, 0))
    labels = presentation.picture.views._widgets["ladder"]._paint.labels
    monkeypatch.setattr(labels, "_place", lambda *_: pytest.fail("a label is placed only now"))
    presentation.lecture.go(presentation.lecture.count)
    presentation.order("ladder")
    assert presentation.picture.pixmap


def test_a_fade_that_is_interrupted_begins_with_a_picture_that_is_whole(lecture):
    desk = lecture("four-way-close")
    composed = desk.presentation.picture
    for _ in range(2):
        desk.presentation.order("language")
        assert composed.begun
    kept = composed._sheets.kept.toImage()
    desk.presentation.order("language")
    composed.set_selection(None)
    assert composed.pixmap.toImage() == kept


@pytest.mark.parametrize("panel", ["states", "diagram", "ladder", "wire"])
def test_what_is_drawn_piece_by_piece_is_what_is_drawn_at_once(lecture, panel):
    desk = lecture("four-way-close")
    presentation, playhead = desk.presentation, desk.playhead
    presentation.order(panel)
    composed = presentation.picture
    for _ in range(9):
        press(desk, KEY.Key_PageDown)
        while playhead.moving:
            for _ in range(7):
                playhead.advance(1 / 60)
                piece_by_piece = composed.pixmap
            piece_by_piece = piece_by_piece.toImage()
            composed.set_selection(None)  # everything is to be drawn
            assert composed.pixmap.toImage() == piece_by_piece, playhead.t


def test_what_is_drawn_ahead_of_a_question_is_what_is_asked(lecture):
    desk = lecture("four-way-close", reduced_motion=True)
    presentation = desk.presentation
    presentation.lecture.go(next(n for n, point in enumerate(presentation.lecture.course.points, 1) if point.ask))
    asked = presentation.picture.low
    drawn = []
    for panel in ("states", "diagram", "ladder"):
        presentation.order(panel)
        for _ in range(6):
            desk.presentation.pulse(0, QTime(9, 0))
        sizes = [(view, view.size()) for view in asked._widgets.values()]
        press(desk, KEY.Key_PageDown)
        assert [(view, view.size()) for view in asked._widgets.values()] == sizes
        drawn.append(picture(desk))
        press(desk, KEY.Key_PageUp)
        assert presentation.lecture.question is None
    assert len({bytes(image.constBits()) for image in drawn}) == 3


def test_on_the_way_to_the_next_point_no_card_is_drawn_for_the_first_time(lecture, monkeypatch):
    desk = lecture(size=(1920, 1080))
    stage = desk.presentation.picture.views.stage()
    drawn, seen = [], 0
    level = CardPainter._level

    def noted(cards, *card):
        drawn.append(cards)
        return level(cards, *card)

    monkeypatch.setattr(CardPainter, "_level", noted)
    for _ in range(4):
        for _ in range(40):
            desk.presentation.pulse(0, QTime(9, 0))
        drawn.clear()
        press(desk, KEY.Key_PageDown)
        while desk.playhead.moving:
            desk.playhead.advance(1 / 60)
            QApplication.processEvents()
            seen += len(stage.places())
            assert stage._cards not in drawn
    assert seen
