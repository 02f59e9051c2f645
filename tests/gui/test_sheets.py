"""Settings, keys, glossary and about: in front of the window, by mouse and by keys."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tcpanim.gui.settings import VERSION, Settings
from tests.gui.test_window import left_over_english

SHEETS = ("settings", "keys", "glossary", "clauses", "about")


def open_sheet(desk, name):
    desk.actions[name].trigger()
    QApplication.processEvents()
    return desk.sheets.sheet(name)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_opens_and_esc_closes_it(open_desk, name):
    desk = open_desk(width=1280, height=720)
    sheet = open_sheet(desk, name)
    assert sheet.isVisible()
    assert sheet.rect().contains(sheet.card.geometry())
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize("name", SHEETS)
def test_tab_stays_on_the_sheet(open_desk, name):
    desk = open_desk()
    sheet = open_sheet(desk, name)
    seen = set()
    for _ in range(60):
        sheet.focusNextPrevChild(True)
        focus = desk.window.focusWidget()
        assert sheet.isAncestorOf(focus)
        seen.add(focus)
    assert sheet.close_button in seen


@pytest.mark.parametrize("name", ["settings", "about"])
@pytest.mark.parametrize("key", ["5", "x", Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Delete, "w"])
def test_keys_stay_on_the_sheet(open_desk, name, key):
    desk = open_desk("lost-data")
    sheet = open_sheet(desk, name)
    before = (desk.playhead.t, desk.session.trace, desk.session.edits)
    QTest.keyClick(desk.window.focusWidget(), key)
    QApplication.processEvents()
    assert (desk.playhead.t, desk.session.trace, desk.session.edits) == before
    assert sheet.isAncestorOf(desk.window.focusWidget())
    assert QApplication.activePopupWidget() is None


def test_only_one_stands_in_front(open_desk):
    desk = open_desk()
    settings = open_sheet(desk, "settings")
    keys = open_sheet(desk, "keys")
    assert keys.isVisible()
    assert not settings.isVisible()


@pytest.mark.parametrize("name", ["settings", "keys"])
def test_no_english_is_left_in_a_chinese_sheet(open_desk, name):
    desk = open_desk(language="zh")
    sheet = open_sheet(desk, name)
    own = {"English"}
    assert [text for text in left_over_english(sheet) if text not in own] == []


def test_settings_take_effect_at_once_and_are_kept(open_desk):
    desk = open_desk()
    sheet = open_sheet(desk, "settings")
    for name, choice in {"language": "both", "theme": "dark", "detail": "first", "numbering": "absolute"}.items():
        QTest.mouseClick(sheet.switches[name].buttons[choice], Qt.MouseButton.LeftButton)
    sheet.switches["spelling"].choose("sockets")
    sheet.switches["space"].choose("step")
    QTest.mouseClick(sheet.size_buttons[1], Qt.MouseButton.LeftButton)
    appearance = desk.appearance
    assert (appearance.display, appearance.theme, appearance.detail) == ("both", "dark", "first")
    assert (appearance.numbering, appearance.spelling) == ("absolute", "sockets")
    assert sheet.percent.text() == "110 %"
    desk.window.close()
    again = open_desk(language="both")
    assert (again.appearance.theme, again.appearance.spelling, again.appearance.zoom) == ("dark", "sockets", 1.1)
    again.appearance.reset()
    assert again.appearance.zoom == 1.0
    assert again.appearance.space == "play"
    assert again.settings.spelling is None


@pytest.mark.parametrize(("width", "height", "zoom"), [(1280, 720, 1.5), (1920, 1080, 1.5), (3840, 2160, 1.0)])
def test_where_there_is_room_the_card_of_settings_is_as_large_as_they_are(open_desk, width, height, zoom):
    desk = open_desk(width=width, height=height, language="zh")
    for language, size in (("zh", zoom), ("en", 1.0), ("both", zoom)):  # whatever it was before
        desk.appearance.set_language(language)
        desk.appearance.set_zoom(size)
        sheet = open_sheet(desk, "settings")
        assert sheet.area.viewport().size() == sheet.area.widget().sizeHint()
        desk.sheets.close()


def test_the_size_that_is_told_is_the_one_that_is_seen(open_desk):
    desk = open_desk(width=1280, height=720)
    sheet = open_sheet(desk, "settings")
    for _ in range(12):
        QTest.mouseClick(sheet.size_buttons[1], Qt.MouseButton.LeftButton)
    most = desk.appearance.scale
    assert sheet.percent.text() == f"{round(100 * most / 0.9)} %"  # the window's own is 0.9
    QTest.mouseClick(sheet.size_buttons[-1], Qt.MouseButton.LeftButton)
    assert desk.appearance.scale < most  # the first press is seen


@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_large_type_the_settings_scroll_and_none_is_cut(open_desk, language):
    desk = open_desk(language=language)
    desk.appearance.set_zoom(2.5)
    sheet = open_sheet(desk, "settings")
    assert sheet.rect().contains(sheet.card.geometry())
    for name, switch in sheet.switches.items():
        assert switch.height() >= switch.sizeHint().height(), name
        assert switch.width() >= switch.sizeHint().width(), name
    for _ in range(60):
        sheet.focusNextPrevChild(True)
        focus = desk.window.focusWidget()
        assert focus.visibleRegion().boundingRect() == focus.rect()


def test_space_plays_or_steps_as_chosen_and_for_an_audience_the_other(open_desk):
    desk = open_desk(width=1280, height=720)
    desk.playhead.glides = False

    def steps():
        before = desk.playhead.t
        QTest.keyClick(desk.window, Qt.Key.Key_Space)
        stepped = not desk.playhead.direction and desk.playhead.t > before
        desk.playhead.pause()
        desk.playhead.seek(0)
        return stepped

    desk.appearance.set_reduced_motion(True)
    assert not steps()
    desk.appearance.set_space("step")
    assert steps()
    desk.appearance.set_space("play")
    assert not steps()


def test_the_glossary_is_found_through_by_any_name(open_desk):
    desk = open_desk()
    sheet = open_sheet(desk, "glossary")
    assert len(sheet.shown()) > 90
    for wanted, english in {
        "慢启动": "slow start",
        "SYN_RECV": "SYN-RECEIVED",
        "四次断开": "four-way close",
        "RTTs": None,
    }.items():
        sheet.search.setText(wanted)
        found = [term.name.en for term in sheet.shown()]
        assert len(found) >= 1
        assert english is None or english in found
    sheet.search.setText("quic")
    assert sheet.empty.isVisible()
    desk.appearance.set_language("zh")
    sheet.search.clear()
    assert "术语表" in sheet.title.text()


def test_about_names_every_part_with_its_licence(open_desk):
    desk = open_desk()
    sheet = open_sheet(desk, "about")
    names = " ".join(row.text() for row in sheet.rows)
    for name in ("tcpanim", "Qt", "numpy", "pyqtgraph", "ruamel.yaml", "Inter", "JetBrains Mono", "Noto Sans SC"):
        assert name in names
    assert "MIT License" in sheet.text.toPlainText()
    assert "SIL OPEN FONT LICENSE" not in sheet.text.toPlainText()
    for row in sheet.rows:
        row.click()
        assert sheet.text.toPlainText().strip(), row.text()
    assert str(desk.faults.log_path()) in sheet.log.text()


def test_a_settings_file_with_nonsense_is_as_good_as_none(tmp_path):
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nlanguage=xx\ntheme=\nzoom=huge\nspace=jump\nrecent=@Invalid()\nversion=99\n")
    settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
    assert settings.display in ("en", "zh")
    assert (settings.theme, settings.zoom, settings.space, settings.recent) == ("system", 1.0, "play", ())
    settings.set("theme", "dark")
    settings.sync()
    assert f"version={VERSION}" in path.read_text()


def test_clauses_are_found_by_id_section_and_answer(open_desk):
    desk = open_desk()
    sheet = open_sheet(desk, "clauses")
    assert len(sheet.shown()) == 119
    sheet.search.setText("MUST-13")
    assert [clause.id for clause in sheet.shown()] == ["MUST-13"]
    sheet.search.setText("3.8.6.1")
    assert {clause.section for clause in sheet.shown()} == {"3.8.6.1"}
    sheet.search.setText("left out")
    assert {clause.answer for clause in sheet.shown()} == {"not"}
    sheet.search.setText("不适用")
    assert sheet.shown() == []
    desk.appearance.set_language("zh")
    assert {clause.answer for clause in sheet.shown()} == {"outside"}
