"""Pictures drawn by the widgets: of the size asked for, with the same run on them as in the window."""

import pytest
from PySide6.QtGui import QImage

from tcpanim.export.picture import Wish
from tcpanim.gui.pictures import draw, png
from tcpanim.scene.clock import screen_time
from tcpanim.scene.names import Naming
from tcpanim.scene.roles import ROLES, THEMES
from tests.gui.looks import fonts_loaded
from tests.scene.runs import catalogue, lost_last_ack


def wish_for(trace, language="en", **more):
    fonts_loaded()
    return Wish(Naming(trace, catalogue(language)), screen_time(trace, "story"), **more)


def colours(image):
    return {
        image.pixelColor(x, y).name().upper() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", ["ladder", "stage", "states", "plots"])
def test_a_picture_has_its_size_and_its_theme(view, theme):
    trace = lost_last_ack()
    image = draw(wish_for(trace, view=view, theme=theme, size=(900, 700), t=trace.end if view == "ladder" else None))
    assert (image.width(), image.height()) == (900, 700)
    ground = ROLES["bg" if view == "stage" else "surface"]
    assert image.pixelColor(1, 698).name().upper() == getattr(ground, theme)
    wanted = {getattr(ROLES[role], theme) for role in ("left", "right")}
    assert wanted <= colours(image)


def test_without_a_size_a_ladder_is_as_tall_as_it_must_be():
    trace = lost_last_ack()
    whole, part = draw(wish_for(trace)), draw(wish_for(trace, t=trace.moments[2]))
    assert whole.width() == part.width() == 1600
    assert part.height() < whole.height()


def test_the_bytes_are_those_of_a_png_file():
    image = QImage.fromData(png(wish_for(lost_last_ack(), "zh", view="stage", t=60_000_000)))
    assert (image.width(), image.height()) == (2824, 776)


def test_a_stage_as_large_as_a_slide_fills_it():
    image = draw(wish_for(lost_last_ack(), view="stage", size=(1280, 720), t=60_000_000))
    for x in (60, 1220):  # in both endpoints, down to the foot
        assert {image.pixelColor(x, y).name().upper() for y in (650, 680, 700)} == {ROLES["surface"].light}


def test_a_slide_is_the_audiences_picture():
    trace = lost_last_ack()
    image = draw(wish_for(trace, "zh", view="slide", size=(1280, 720), t=60_000_000, theme="dark"))
    assert (image.width(), image.height()) == (1280, 720)
    assert image.pixelColor(3, 3).name().upper() == ROLES["bg"].dark
    assert image.pixelColor(640, 660).name().upper() == ROLES["surface"].dark  # the caption's card
    assert {ROLES[role].dark for role in ("left", "right", "ink")} <= colours(image)
    larger = draw(wish_for(trace, view="slide"))
    assert (larger.width(), larger.height()) == (1920, 1080)


def test_a_plot_of_nothing_says_so_in_a_picture_of_full_size():
    nothing, other = (draw(wish_for(lost_last_ack(), view="plots", plot=plot)) for plot in ("rounds", "sequence"))
    assert nothing.size() == other.size()
    lower = nothing.copy(0, nothing.height() // 3, nothing.width(), nothing.height() // 3)
    assert ROLES["ink2"].light in colours(lower)
