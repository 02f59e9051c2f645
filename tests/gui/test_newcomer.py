"""What somebody sees who opens the window for the first time, on a small screen or a large one."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tcpanim.gui.licences import components
from tcpanim.gui.orders.actions import COMMANDS
from tcpanim.gui.painting.stage_places import Place
from tcpanim.gui.theme import SEMIBOLD
from tcpanim.gui.widgets.code_edit import CodeEdit


def settle():
    for _ in range(4):  # nested layouts settle in rounds
        QApplication.processEvents()


def test_only_the_chosen_tab_is_heavy(open_desk):
    desk = open_desk("four-way-close", 1280, 720)
    below = desk.window.below
    for view in ("states", "plots", "ladder"):
        desk.actions[f"view-{view}"].trigger()
        settle()
        tabs = (below.left if below.left.isVisible() else below.right).tabs.buttons
        heavy = [name for name, button in tabs.items() if button.font().weight() >= SEMIBOLD]
        assert heavy == [view]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [960, 1280, 1920])
def test_no_key_is_cut_off_on_the_key_card(open_desk, width, language):
    desk = open_desk(width=width, height=720, language=language)
    desk.actions["keys"].trigger()
    settle()
    card = desk.window.key_card
    assert card.area.widget().minimumSizeHint().width() <= card.area.viewport().width()
    assert card.card.width() <= width - 32
    desk.controller.next_language()  # while it is open
    settle()
    assert card.area.widget().minimumSizeHint().width() <= card.area.viewport().width()
    assert card.card.width() > width / 3


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [960, 1024, 1280, 1920])
def test_every_button_of_the_bar_has_its_width_and_they_are_equally_high(open_desk, width, language):
    desk = open_desk("four-way-close", width, 720, language)
    desk.playhead.seek(desk.session.trace.moments[8])
    desk.actions["what-if-lost"].trigger()
    settle()
    bar = desk.window.toolbar
    heights = set()
    last = bar.heading.geometry().right()
    for button in (bar.changes, bar.library, bar.open, bar.edit, bar.undo, bar.redo, bar.compare, bar.numbering,
                   bar.language, bar.theme, bar.export, bar.present, bar.more):  # fmt: skip
        if not button.isHidden():
            assert button.width() >= button.sizeHint().width()
            assert button.geometry().left() > last
            last = button.geometry().right()
    for button in (bar.library, bar.edit, bar.compare, bar.language, bar.export, bar.present):
        heights.add(button.height())
    assert last < bar.width()
    assert len(heights) == 1


def test_a_lecture_begins_with_a_button(open_desk):
    desk = open_desk("four-way-close")
    bar = desk.window.toolbar
    assert bar.present.isEnabled()
    desk.actions["library"].trigger()
    assert not bar.present.isEnabled()
    assert not bar.export.isEnabled()
    desk.actions["library"].trigger()
    QTest.mouseClick(bar.present, Qt.MouseButton.LeftButton)
    assert desk.presentation.on
    desk.presentation.end()


def test_every_part_is_called_by_a_name():
    assert [part.name for part in components() if "OFL" in part.name] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_a_low_window_the_stage_or_a_view_has_all_the_room(open_desk, language):
    desk = open_desk("slow-start", 960, 600, language)
    window = desk.window
    settle()
    assert window.stage.isVisible()
    assert not window.below.isVisible()
    desk.actions["view-plots"].trigger()
    settle()
    assert window.below.isVisible()
    assert not window.stage.isVisible()
    desk.actions["view-stage"].trigger()
    settle()
    assert window.stage.isVisible()
    desk.actions["view-ladder"].trigger()
    window.resize(960, 760)
    settle()
    assert window.stage.isVisible()
    assert window.below.isVisible()


@pytest.mark.parametrize("height", [640, 680, 701])
def test_under_a_title_bar_and_beside_a_task_bar_both_still_fit(open_desk, height):
    desk = open_desk("slow-start", 1280, height)
    window = desk.window
    settle()
    assert window.height() == height
    assert window.stage.isVisible()
    bottom = window.stage.mapTo(window, window.stage.rect().bottomLeft()).y()
    below = window.below.mapTo(window, window.below.rect().topLeft()).y()
    caption = window.caption.mapTo(window, window.caption.rect().topLeft()).y()
    assert bottom < below
    assert window.below.mapTo(window, window.below.rect().bottomLeft()).y() < caption


def test_a_mistake_does_not_take_the_focus_from_who_writes_it(open_desk, qtbot):
    desk = open_desk("four-way-close", 1280, 720)
    desk.actions["edit"].trigger()
    qtbot.waitUntil(lambda: isinstance(desk.window.focusWidget(), CodeEdit))
    writing = desk.window.focusWidget()
    QTest.keyClicks(writing, "bogus: 3")
    qtbot.waitUntil(lambda: bool(desk.session.troubles))
    settle()
    assert desk.window.focusWidget() is writing


def test_a_notice_takes_its_room_from_both(open_desk):
    desk = open_desk("four-way-close", 1280, 701)
    window = desk.window
    window.notice.tell("Saved.")
    settle()
    bottom = window.stage.mapTo(window, window.stage.rect().bottomLeft()).y()
    assert bottom < window.below.mapTo(window, window.below.rect().topLeft()).y()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("zoom", [1.0, 2.5])
def test_every_tab_of_the_folded_panel_is_whole(open_desk, language, zoom):
    desk = open_desk("four-way-close", 1280, 720, language)
    desk.appearance.set_zoom(zoom)
    settle()
    strip = desk.window.strip
    assert strip.isVisible()
    last = 0
    for tab in strip.tabs.values():
        assert tab.geometry().top() >= last
        last = tab.geometry().bottom()
    assert last < strip.height()


@pytest.mark.parametrize("sheet", ["", "settings", "keys", "glossary", "clauses", "format", "about"])
def test_every_control_has_a_name(open_desk, sheet):
    desk = open_desk("four-way-close", 1920, 1080)
    desk.playhead.seek(desk.session.trace.moments[8])
    if sheet:
        desk.actions[sheet].trigger()
    for view in ("states", "sequence", "plots", "events", "header"):
        desk.actions[f"view-{view}"].trigger()
        settle()
        for widget in desk.window.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                said = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert (widget.accessibleName() or said).strip(), (type(widget), widget.objectName())


def test_the_menu_leads_to_everything_that_has_a_key(open_desk):
    desk = open_desk("four-way-close")
    inside, waiting = set(), [desk.menu.menu]
    while waiting:
        for action in waiting.pop().actions():
            inside.add(action.objectName())
            if action.menu() is not None:
                waiting.append(action.menu())
    # Moving has its own buttons; the choices of how things are shown are menus of their own.
    choices = {"numbering", "labels", "spelling", "detail", "time", "one-side", "language", "both-languages", "theme"}
    elsewhere = choices | {"close", "problems"}
    groups = ("play", "size")
    missing = {row.id for row in COMMANDS if row.group not in groups and not row.id.startswith("timeline")} - inside
    assert missing <= elsewhere


@pytest.mark.parametrize("language", ["en", "zh"])
def test_slips_that_tell_the_window_do_not_cover_each_other(open_desk, language):
    desk = open_desk("zero-window", 1280, 720, language)
    stage = desk.window.stage
    end = desk.session.trace.moments[-1]
    for moment in (*desk.session.trace.moments, *range(0, end, 7_000_000)):
        if moment > 6_000_000_000:
            continue
        stage.show_at(moment)
        lanes: dict[tuple[str, int], list[Place]] = {}
        for place in stage.places():
            if place.card.slot.size == "slip" and place.card.phase == "moving":
                lanes.setdefault((place.card.side, place.card.slot.row), []).append(place)
        for row in lanes.values():
            row.sort(key=lambda place: place.centre.x())
            for one, other in pairwise(row):
                gap = other.centre.x() - one.centre.x() - (one.size.width() + other.size.width()) / 2
                assert gap >= -1


def test_tab_goes_from_the_top_to_the_bottom(open_desk):
    desk = open_desk("four-way-close", 1280, 720)
    desk.actions["view-events"].trigger()
    settle()
    window = desk.window
    window.toolbar.library.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    while window.focusWidget() not in seen:
        seen.append(window.focusWidget())
        window.focusNextChild()
    tops = [part for part in (window.toolbar, window.below, window.strip, window.transport) if part.isVisible()]
    places = [next(index for index, part in enumerate(tops) if part.isAncestorOf(widget)) for widget in seen]
    assert places == sorted(places)
    bar = [widget.mapTo(window, widget.rect().center()).x() for widget in seen if window.toolbar.isAncestorOf(widget)]
    assert bar == sorted(bar)
