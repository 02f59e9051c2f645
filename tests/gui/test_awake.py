"""The screen stays awake as far as the system lets us, and a lecture never fails for it."""

import sys

import pytest

from tcpanim.gui.presentation.awake import Awake

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks what a Linux desktop has")


@pytest.fixture
def desktop(monkeypatch, tmp_path):
    """A desktop without a session bus, whose programs are those in a folder."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder, name, text):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_where_nothing_can_do_it_that_is_logged_once(qapp, desktop):  # noqa: ARG001
    lines: list[str] = []
    awake = Awake(lines.append)
    awake.hold(1)
    awake.hold(1)
    assert not awake.held
    assert len(lines) == 1
    awake.release()


def test_the_desktops_screen_saver_is_told_before_and_after(qtbot, desktop, tmp_path):
    told = tmp_path / "told"
    program(desktop, "xdg-screensaver", f'echo "$@" >> {told}')
    awake = Awake(pytest.fail)
    awake.hold(0x2A)
    assert awake.held
    qtbot.waitUntil(lambda: told.exists() and "suspend" in told.read_text(), timeout=10_000)
    awake.release()
    assert not awake.held
    qtbot.waitUntil(lambda: told.read_text().splitlines() == ["suspend 0x2a", "resume 0x2a"], timeout=10_000)


def test_a_screen_saver_of_x11_is_not_told_of_a_window_of_wayland(qapp, desktop, tmp_path):  # noqa: ARG001
    program(desktop, "xdg-screensaver", f"touch {tmp_path / 'told'}")
    lines: list[str] = []
    awake = Awake(lines.append)
    awake.hold(0)
    assert not awake.held
    assert len(lines) == 1


def test_whatever_goes_wrong_is_logged(qapp, desktop, monkeypatch):  # noqa: ARG001
    def fails(*_):
        raise OSError("no")

    monkeypatch.setattr("shutil.which", fails)
    lines: list[str] = []
    awake = Awake(lines.append)
    awake.hold(1)
    awake.release()
    assert len(lines) == 1


def test_without_a_screen_nothing_is_asked(qapp):  # noqa: ARG001
    awake = Awake(pytest.fail)
    awake.hold(1)
    assert not awake.held
