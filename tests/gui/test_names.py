"""Names and numbers: each choice holds in every view at once, and is there the next time."""

import re

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.app import source_of
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.painting.endpoint_numbers import fitting_rows
from tcpanim.gui.settings import SCENARIO, Settings
from tcpanim.gui.theme import theme_for
from tcpanim.scene.endpoint import NumberRow
from tcpanim.scene.roles import ROLES

HAN = re.compile(r"[一-鿿]")


@pytest.mark.parametrize(
    ("choose", "kept", "value"),
    [
        ("set_numbering", "numbering", "absolute"),
        ("set_labels", "labels", "wireshark"),
        ("set_spelling", "spelling", "sockets"),
        ("set_detail", "detail", "advanced"),
        ("set_language", "display", "both"),
        ("set_theme", "theme", "dark"),
        ("set_zoom", "zoom", 1.5),
    ],
)
def test_what_is_chosen_is_remembered(open_desk, tmp_path, choose, kept, value):
    desk = open_desk()
    getattr(desk.appearance, choose)(value)
    desk.window.close()
    assert getattr(Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)), kept) == value


def test_what_is_chosen_holds_for_every_scenario_until_it_is_left_to_them_again(open_desk, qtbot):
    desk = open_desk("four-way-close")
    assert (desk.appearance.numbering, desk.appearance.labels) == ("symbolic", "textbook")
    desk.appearance.set_numbering("absolute")
    desk.appearance.set_labels("wireshark")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open(source_of(WindowOptions(file="three-way-handshake")))
    assert (desk.appearance.numbering, desk.appearance.labels) == ("absolute", "wireshark")
    desk.appearance.set_numbering(SCENARIO)
    assert (desk.appearance.numbering, desk.appearance.labels) == ("symbolic", "wireshark")
    desk.appearance.set_numbering("relative")
    desk.appearance.reset()
    assert (desk.appearance.numbering, desk.appearance.labels) == ("symbolic", "textbook")


@pytest.mark.parametrize(
    ("key", "modifier", "choice"),
    [
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, "numbering"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier, "labels"),
        (Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "spelling"),
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, "detail"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, "display"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier, "display"),
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier, "theme"),
    ],
)
def test_each_choice_has_a_key_that_goes_round(open_desk, key, modifier, choice):
    desk = open_desk()
    first = getattr(desk.appearance, choice)
    seen = [first]
    while len(seen) < 4:
        QTest.keyClick(desk.window, key, modifier)
        seen.append(getattr(desk.appearance, choice))
    assert seen[1] != first
    assert first in seen[1:] or choice == "display"


def test_the_numbering_is_the_same_in_every_view(open_desk):
    desk = open_desk("four-way-close")
    trace, window = desk.session.trace, desk.window
    fin = next(flight for flight in trace.flights if flight.segment.kind == "FIN")
    for numbering, expected in (("symbolic", "u"), ("relative", "501"), ("absolute", str(fin.segment.seq))):
        desk.appearance.set_numbering(numbering)
        desk.playhead.seek(fin.sent)
        window.show_panel("segment")
        card = next(place.card for place in window.stage.places() if place.card.flight == fin.id)
        assert f"seq={expected}" in card.numbers
        assert f"seq={expected}" in window.caption.what.text().replace("\u2060", "")
        assert expected in window.side.named("segment").table.description()
        assert bool(window.stage.view().legend) is (numbering == "symbolic")


def test_the_legend_has_this_runs_equations(open_desk):
    desk = open_desk("four-way-close")
    desk.appearance.set_numbering("symbolic")
    assert desk.window.stage.view().legend == ""  # nothing has been sent
    desk.playhead.seek(desk.session.trace.flights[1].sent)
    assert desk.window.stage.view().legend == "x = 100, y = 300"
    desk.playhead.seek(desk.session.trace.end)
    assert desk.window.stage.view().legend == "x = 100, y = 300, u = x + 501, v = y + 2001, w = v + 1000"


def test_chinese_with_the_english_sentence_below(open_desk):
    desk = open_desk("four-way-close", language="zh")
    desk.playhead.seek(desk.session.trace.moments[14])
    alone = desk.window.caption.what.text()
    assert not desk.window.caption.second.isVisible()
    desk.actions["both-languages"].trigger()
    QApplication.processEvents()
    caption = desk.window.caption
    assert caption.what.text() == alone
    assert caption.second.isVisible()
    assert re.search("[a-z]{3}", caption.second.text())
    assert not HAN.search(caption.second.text())
    desk.actions["language"].trigger()
    assert desk.appearance.display == "en"
    assert not caption.second.text()


def test_a_first_lesson_shows_what_is_sent_and_expected_next_and_no_abbreviation(open_desk):
    desk = open_desk("four-way-close")
    desk.playhead.seek(desk.session.trace.moments[10])
    desk.appearance.set_detail("first")
    view = desk.window.stage.view()
    assert [row.words for row in view.left.rows] == ["next to send", "next expected"]
    desk.window.show_panel("numbers")
    described = desk.window.side.named("numbers").description()
    assert "next number to send" in described
    assert not re.search(r"SND\.|RCV\.|SRTT|cwnd", described)
    desk.appearance.set_detail("course")
    assert "SND.UNA" in desk.window.side.named("numbers").description()
    assert "SND.WL1" not in desk.window.side.named("numbers").description()
    desk.appearance.set_detail("advanced")
    assert "SND.WL1" in desk.window.side.named("numbers").description()
    assert "cwnd" not in desk.window.side.named("numbers").description()  # there is no congestion control in this run


@pytest.mark.parametrize("height", range(30, 200, 10))
def test_rows_never_overlap_whatever_room_there_is(height):
    names = ("SND.UNA", "SND.NXT", "SND.WND", "RCV.NXT", "RCV.WND")
    rows = tuple(NumberRow(name, name, "1", False) for name in names)
    shown, pitch = fitting_rows(rows, 28, height)
    assert {"SND.NXT", "RCV.NXT"} <= {row.name for row in shown}
    assert pitch >= 21
    assert len(shown) * pitch <= max(height, 2 * 22)


@pytest.mark.parametrize(
    ("scheme", "contrast", "theme"),
    [
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference, "dark"),
        (Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference, "light"),
        (Qt.ColorScheme.Unknown, Qt.ContrastPreference.NoPreference, "light"),
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast, "contrast"),
    ],
)
def test_the_theme_goes_with_the_desktop(scheme, contrast, theme):
    assert theme_for(scheme, contrast) == theme


def test_the_desktops_theme_holds_until_one_is_chosen(open_desk):
    desk = open_desk()
    assert desk.appearance.theme_choice == "system"
    assert desk.window.palette().window().color().name().upper() == ROLES["bg"].light
    desk.appearance.set_theme("dark")
    assert desk.window.palette().window().color().name().upper() == ROLES["bg"].dark
