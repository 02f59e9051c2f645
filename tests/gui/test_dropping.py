"""A file over the window: whether it can be dropped is told before it is, and nothing stays when it goes elsewhere."""

import os

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tcpanim.library import read_builtin

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def over(window, data):
    """What Qt sends while something is held over the window; whether it could be dropped there."""
    enters = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(window, enters)
    moves = QDragMoveEvent(QPoint(310, 300), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(window, moves)
    return moves.isAccepted()


def leave(window):
    QApplication.sendEvent(window, QDragLeaveEvent())


@pytest.fixture
def scenario(tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("lost-syn"), encoding="utf-8")
    return path


def test_a_scenario_can_be_dropped_and_is_opened(open_desk, qtbot, scenario):
    desk = open_desk()
    data = files(scenario)
    assert over(desk.window, data)
    cover = desk.window.drop_cover
    assert cover.isVisible()
    assert cover.geometry() == desk.window.rect()
    assert cover.words == ("Drop to open", "mine.tcpanim")
    drop = QDropEvent(QPointF(310, 300), Qt.DropAction.CopyAction, data, LEFT, NONE)
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        QApplication.sendEvent(desk.window, drop)
    assert drop.isAccepted()
    assert not cover.isVisible()
    assert desk.session.title.en == "Lost SYN"


def test_of_several_the_first_is_opened_and_named(open_desk, scenario):
    desk = open_desk()
    assert over(desk.window, files(scenario, scenario.with_name("other.tcpanim")))
    assert desk.window.drop_cover.words[1] == "mine.tcpanim, the first of 2 files"
    leave(desk.window)
    assert not desk.window.drop_cover.isVisible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_opened_is_refused_with_the_reason(open_desk, tmp_path, language):
    desk = open_desk(language=language)
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n")
    elsewhere = QMimeData()
    elsewhere.setUrls([QUrl("https://example.org/a.tcpanim")])
    told = []
    for data in (files(tmp_path), files(picture), files(tmp_path / "gone.tcpanim"), elsewhere):
        assert not over(desk.window, data)
        told.append(desk.window.drop_cover.words)
        leave(desk.window)
        assert not desk.window.drop_cover.isVisible()
    assert {title for title, _ in told} == {{"en": "This cannot be opened", "zh": "无法打开"}[language]}
    assert len({reason for _, reason in told}) == 4
    assert "picture.png" in told[1][1]


@pytest.mark.parametrize("name", ["secret.tcpanim", "secret.txt"])
def test_of_a_file_that_may_not_be_read_that_is_told(open_desk, tmp_path, monkeypatch, name):
    desk = open_desk()
    secret = tmp_path / name
    secret.write_text(read_builtin("lost-syn"), encoding="utf-8")
    secret.chmod(0)
    if getattr(os, "geteuid", lambda: 1)() == 0:  # root may read everything, so its answers are an ordinary user's

        def refuse(path, *_, **__):
            raise PermissionError(path)

        monkeypatch.setattr(os, "access", lambda path, _mode: bool(path.stat().st_mode & 0o400))
        monkeypatch.setattr(type(secret), "open", refuse)
    assert not over(desk.window, files(secret))
    assert desk.window.drop_cover.words == ("This cannot be opened", f"{name} may not be read: permission denied")
    leave(desk.window)
    assert not over(desk.window, files(tmp_path / "gone.tcpanim"))
    assert desk.window.drop_cover.words[1] == "There is no file gone.tcpanim"
    leave(desk.window)


def test_a_scenario_under_another_name_is_known_by_what_it_says(open_desk, tmp_path):
    desk = open_desk()
    for coding in ("utf-8", "utf-16"):
        path = tmp_path / f"{coding}.txt"
        path.write_text(read_builtin("lost-syn"), encoding=coding)
        assert over(desk.window, files(path))
        leave(desk.window)


def test_text_that_is_dragged_is_none_of_the_windows_business(open_desk):
    desk = open_desk()
    text = QMimeData()
    text.setText("tcpanim: 1")
    assert not over(desk.window, text)
    assert desk.window.drop_cover is None


def test_over_the_editor_a_file_is_for_the_window_and_text_for_the_editor(open_desk, scenario):
    desk = open_desk()
    desk.actions["edit"].trigger()
    QApplication.processEvents()
    text = QMimeData()
    text.setText("seed: 2")
    data = files(scenario)
    data.setText(str(scenario))
    editor = desk.editing.panel.code
    assert editor.canInsertFromMimeData(text)
    assert not editor.canInsertFromMimeData(data)
