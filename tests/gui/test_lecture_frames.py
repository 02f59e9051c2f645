"""Frames before an audience: what fades away is kept, and cards are there before they are wanted."""

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QApplication

from tcpanim.gui.painting.cards import CardPainter
from tests.gui.hall import KEY, press

# The offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_what_fades_away_stays_as_it_was_while_the_picture_goes_on(lecture):
    desk = lecture()
    composed = desk.presentation.picture
    before = composed.pixmap.toImage()
    kept = composed.keep()
    desk.playhead.seek(desk.session.trace.moments[3])
    assert composed.pixmap.toImage() != before
    assert kept.toImage() == before
    assert composed.keep() is kept  # in the same place
    assert kept.toImage() == composed.pixmap.toImage()


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
