"""The editor: what is written runs, what is wrong is told at its place, and nothing written is lost."""

import pytest
from PySide6.QtCore import Qt, QTimerEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tcpanim.gui.drafts import Drafts
from tcpanim.library import read_builtin
from tcpanim.scenario.edits import drop

TEXT = read_builtin("three-way-handshake")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def settle(qtbot, desk, action):
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        action()
    QApplication.processEvents()


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "mine.tcpanim"
    made.write_text(TEXT, encoding="utf-8")
    return made


@pytest.fixture
def desk(open_desk, path):
    opened = open_desk(str(path))
    QTest.keyClick(opened.window, Qt.Key.Key_F4)
    return opened


def write(desk, old, new):
    """As if a user had written ``new`` in the place of ``old``."""
    code = desk.editing.panel.code
    assert old in desk.editing.panel.text
    code.replace_text(desk.editing.panel.text.replace(old, new, 1))


def test_what_is_written_runs_a_moment_later_and_the_playhead_stays(desk, qtbot):
    desk.playhead.seek(desk.session.trace.moments[2])
    t = desk.playhead.t
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    assert desk.session.trace.flights[0].segment.seq == 7000
    assert desk.playhead.t == t
    assert desk.editing.dirty
    assert desk.editing.panel.name.text() == "mine.tcpanim ●"


def test_a_mistake_is_told_at_its_place_and_the_last_good_run_stays(desk, qtbot):
    before = desk.session.trace
    settle(qtbot, desk, lambda: write(desk, "client: open", "clinet: open"))
    panel = desk.editing.panel
    (flaw,) = panel.code._flaws
    line = panel.text.split("\n")[flaw.line - 1]
    assert line[flaw.column - 1 :].startswith("clinet")
    assert "client" in flaw.message
    assert desk.session.trace is before
    assert not desk.window.problems_shown
    settle(qtbot, desk, lambda: write(desk, "clinet", "client"))
    assert panel.code._flaws == ()
    assert panel.state.text() == "It runs."


def test_saving_writes_the_file_and_undo_goes_on(desk, qtbot, path):
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    settle(qtbot, desk, desk.editing.save)
    assert "isn: 7000" in path.read_text("utf-8")
    assert not desk.editing.dirty
    assert not desk.session.editing
    settle(qtbot, desk, desk.editing.panel.code.undo)
    assert desk.editing.dirty
    assert desk.session.trace.flights[0].segment.seq == 100


def test_a_file_that_changes_on_the_disk_is_read_unless_something_would_be_lost(desk, qtbot, path):
    settle(qtbot, desk, lambda: path.write_text(TEXT.replace("isn: 100", "isn: 111"), encoding="utf-8"))
    assert "isn: 111" in desk.editing.panel.text
    settle(qtbot, desk, lambda: write(desk, "isn: 111", "isn: 7000"))
    with qtbot.waitSignal(desk.session.disk_changed, timeout=20_000):
        path.write_text(TEXT.replace("isn: 100", "isn: 222"), encoding="utf-8")
    panel = desk.editing.panel
    assert not panel.banner.isHidden()
    assert "isn: 7000" in panel.text
    settle(qtbot, desk, lambda: panel.answered.emit("take"))
    assert "isn: 222" in panel.text
    assert not desk.editing.dirty
    panel.code.undo()
    assert "isn: 7000" in panel.text


def test_saving_does_not_lose_what_another_wrote_meanwhile(desk, qtbot, path):
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    theirs = TEXT.replace("isn: 100", "isn: 222")
    with qtbot.waitSignal(desk.session.disk_changed, timeout=20_000):
        path.write_text(theirs, encoding="utf-8")
    panel = desk.editing.panel
    desk.editing.save()
    assert path.read_text("utf-8") == theirs
    assert not panel.banner.isHidden()
    settle(qtbot, desk, lambda: panel.answered.emit("overwrite"))
    assert "isn: 7000" in path.read_text("utf-8")
    assert panel.banner.isHidden()
    assert not desk.editing.dirty


def test_what_is_wrong_can_be_read_whole(desk, qtbot):
    desk.appearance.set_language("zh")
    settle(qtbot, desk, lambda: write(desk, "listen}", "listen}  - {"))
    area = desk.editing.panel._area
    QApplication.processEvents()
    assert area.isVisible()
    assert area.verticalScrollBar().maximum() == 0


def test_what_was_not_saved_is_there_again_after_another_scenario(desk, qtbot, path):
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    settle(qtbot, desk, lambda: desk.session.open_builtin("four-way-close"))
    assert desk.editing.panel.name.text() == "four-way-close"
    settle(qtbot, desk, lambda: desk.session.open_file(path))
    qtbot.waitUntil(lambda: desk.session.trace.flights[0].segment.seq == 7000)
    assert "isn: 7000" in desk.editing.panel.text
    assert not desk.editing.panel.banner.isHidden()
    settle(qtbot, desk, lambda: desk.editing.panel.answered.emit("discard"))
    assert desk.session.trace.flights[0].segment.seq == 100
    assert desk.editing.drafts.get(("file", str(path))) is None


def test_a_sudden_end_loses_nothing(desk, qtbot, path, tmp_path):
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    again = Drafts(tmp_path / "drafts.json")
    assert "isn: 7000" in (again.get(("file", str(path))) or "")


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1, 2", b'{"a": 1}', b"[[1]]"])
def test_a_spoilt_file_of_drafts_is_no_draft(tmp_path, content):
    place = tmp_path / "drafts.json"
    place.write_bytes(content)
    assert Drafts(place).get(("file", "x")) is None


@pytest.mark.parametrize("asking", [Qt.Key.Key_Space, Qt.Key.Key_I])
def test_words_are_proposed_and_taken_by_keys(desk, asking):
    code = desk.editing.panel.code
    code.go_to(1, 1)
    code.moveCursor(code.textCursor().MoveOperation.End)
    QTest.keyClicks(code, "fau")
    assert [one.word for one in code.proposals.words] == ["faults"]
    QTest.keyClick(code, Qt.Key.Key_Tab)
    assert desk.editing.panel.text.endswith("faults: ")
    QTest.keyClick(code, Qt.Key.Key_Return)
    QTest.keyClicks(code, "- {dro")
    QTest.keyClick(code, Qt.Key.Key_Escape)
    assert code.proposals.isHidden()
    QTest.keyClick(code, asking, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(code, Qt.Key.Key_Return)
    assert desk.editing.panel.text.endswith("faults: \n  - {drop: ")


def test_letters_written_are_no_orders(desk):
    code = desk.editing.panel.code
    language = desk.appearance.language
    code.setFocus()
    QTest.keyClicks(code, "# lwbntk")
    assert "# lwbntk" in desk.editing.panel.text
    assert desk.appearance.language == language
    assert desk.session.edits.entries == ()


def test_finding_goes_round(desk):
    panel = desk.editing.panel
    panel.open_find()
    panel.search.setText("isn")
    first = panel.code.textCursor().position()
    count = panel.text.casefold().count("isn")
    for _ in range(count):
        QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.code.textCursor().position() == first
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.isHidden()


@pytest.mark.parametrize("template", ["connection", "loss", "copy"])
def test_a_new_scenario_runs_and_is_not_saved_yet(desk, qtbot, template):
    settle(qtbot, desk, lambda: desk.editing.begin_new(template))
    assert desk.session.troubles == ()
    assert desk.editing.dirty
    assert desk.session.source.kind == "text"


def test_what_if_edits_are_saved_with_the_text_that_is_written(desk, qtbot, tmp_path):
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    settle(qtbot, desk, lambda: desk.session.edit(drop("client", 2)))
    other = tmp_path / "other.tcpanim"
    settle(qtbot, desk, lambda: desk.what_if.write(str(other)))
    assert "isn: 7000" in other.read_text("utf-8")
    assert "{drop: {from: client, segment: 2}}" in desk.editing.panel.text
    assert desk.editing.panel.name.text() == "other.tcpanim"


def test_a_text_that_does_not_run_can_be_saved(desk, qtbot, tmp_path):
    settle(qtbot, desk, lambda: write(desk, "client: open", "clinet: open"))
    other = tmp_path / "other.tcpanim"
    settle(qtbot, desk, lambda: desk.what_if.write(str(other)))
    assert "clinet" in other.read_text("utf-8")


def test_f4_goes_into_the_editor_and_out_again(desk):
    desk.editing.panel.code.clearFocus()
    desk.window.leave_focus()
    QTest.keyClick(desk.window, Qt.Key.Key_F4)
    assert desk.editing.shown
    QTest.keyClick(desk.window, Qt.Key.Key_F4)
    assert not desk.editing.shown


def test_what_if_is_asked_of_the_last_good_run_while_the_text_is_wrong(desk, qtbot):
    settle(qtbot, desk, lambda: write(desk, "client: open", "clinet: open"))
    settle(qtbot, desk, lambda: desk.session.edit(drop("client", 2)))
    assert desk.session.changed
    assert len(desk.editing.panel.code._flaws) == 1
    settle(qtbot, desk, lambda: write(desk, "clinet", "client"))
    assert desk.session.changed
    assert desk.editing.panel.code._flaws == ()


def test_what_if_while_a_text_is_being_read_is_asked_of_that_text(desk, qtbot):
    def both():
        write(desk, "isn: 100", "isn: 7000")
        desk.editing._run_now()
        desk.session.edit(drop("client", 2))

    settle(qtbot, desk, both)
    assert desk.session.trace.flights[0].segment.seq == 7000
    assert desk.session.changed


def test_several_texts_without_a_file_are_all_kept(desk, qtbot):
    settle(qtbot, desk, lambda: desk.editing.begin_new("connection"))
    settle(qtbot, desk, lambda: write(desk, "A new scenario", "My first one"))
    settle(qtbot, desk, lambda: desk.editing.begin_new("loss"))
    desk.editing.open_templates()
    action = desk.editing._menu.actions()[0]
    assert "My first one" in action.text()
    settle(qtbot, desk, action.trigger)
    assert "My first one" in desk.editing.panel.text
    assert desk.session.title.en == "My first one"


def test_another_scenario_that_was_asked_for_comes_though_the_text_was_just_written(desk, qtbot, path):
    write(desk, "isn: 100", "isn: 7000")
    desk.session.open_builtin("four-way-close")
    desk.editing.timerEvent(QTimerEvent(desk.editing._timer))  # the pause is over before the other one is there
    assert desk.session.wanted.name == "four-way-close"
    assert "isn: 7000" in desk.editing.drafts.get(("file", str(path)))
    qtbot.waitUntil(lambda: desk.editing.panel.name.text() == "four-way-close")
    assert desk.editing._timer is None  # a text that was set, and coloured, is none that was written


WRITTEN_ELSEWHERE = {
    "notepad": TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
    "old-mac": TEXT.replace("\n", "\r").encode(),
    "no-break": TEXT.replace("Three-way", "Three-way\N{NO-BREAK SPACE}").encode(),
}


@pytest.mark.parametrize("name", WRITTEN_ELSEWHERE)
def test_a_file_from_another_system_is_unchanged_until_somebody_writes(open_desk, path, qtbot, name):
    path.write_bytes(WRITTEN_ELSEWHERE[name])
    desk = open_desk(str(path))
    QTest.keyClick(desk.window, Qt.Key.Key_F4)
    assert not desk.editing.dirty
    desk.editing._run_now()
    assert desk.editing.drafts.sources() == ()
    settle(qtbot, desk, lambda: write(desk, "isn: 100", "isn: 7000"))
    settle(qtbot, desk, desk.editing.save)
    assert not desk.editing.dirty
    ends = b"\r\n" if name == "notepad" else b"\n"
    assert path.read_bytes().count(ends) == TEXT.count("\n")
    assert b"isn: 7000" in path.read_bytes()


@pytest.mark.parametrize("coding", ["utf-16", "gb18030"])
def test_saving_the_text_mends_a_file_in_another_coding(open_desk, path, qtbot, coding):
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(coding))
    desk = open_desk(str(path))
    assert "UTF-8" in desk.appearance.catalogue.render(desk.session.troubles[0].message)
    QTest.keyClick(desk.window, Qt.Key.Key_F4)
    assert desk.editing.panel.text == TEXT
    settle(qtbot, desk, desk.editing.save)
    assert path.read_text(encoding="utf-8") == TEXT
    assert desk.session.troubles == ()
    assert desk.session.trace is not None


def test_an_editor_opened_beside_problems_lists_them_though_their_list_was_put_away(open_desk, qtbot, path):
    desk = open_desk()
    path.write_text(read_builtin("half-close").replace("  delay: 50 ms", "  dealy: 50 ms"), encoding="utf-8")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_file(path)
    desk.session.dismiss_problems()
    desk.editing.open()
    for _ in range(4):
        QApplication.processEvents()
    panel = desk.editing.panel
    assert "the last good run" in panel.state.text()
    flaw = next(label for label in panel.findChildren(QLabel) if label.isVisible() and "dealy" in label.text())
    assert flaw.visibleRegion().boundingRect().height() >= flaw.fontMetrics().height()
