"""The screen stays awake as far as the system lets us, and a lecture never fails for it."""

import shutil
import subprocess
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


SCREEN_SAVER = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher, QDBusVirtualObject

name = sys.argv[1]
application = QCoreApplication([])
bus = QDBusConnection.sessionBus()
watcher = QDBusServiceWatcher()
watcher.setConnection(bus)
watcher.setWatchMode(QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration)


class Saver(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        if message.member() != "Inhibit":
            return False
        print(message.member(), message.signature(), *message.arguments(), flush=True)
        watcher.addWatchedService(message.service())
        connection.send(message.createReply([7]))
        return True


def over(holder):
    print("over", flush=True)
    application.quit()


saver = Saver()
watcher.serviceUnregistered.connect(over)
assert bus.registerVirtualObject("/" + name.replace(".", "/"), saver)
assert bus.registerService(name)
print("ready", flush=True)
application.exec()
"""
"""Holds until whoever asked for it has left the bus, as those of desktops do."""

LECTURE = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection
from tcpanim.gui.presentation.awake import Awake

application = QCoreApplication([])
awake = Awake(print)
awake.hold(0)
names = QDBusConnection.sessionBus().interface().registeredServiceNames().value()
print(awake.held, sum(name.startswith(":") for name in names), flush=True)
input()
awake.release()
print(awake.held, flush=True)
input()
"""


@pytest.fixture
def session_bus(monkeypatch):
    """A session bus with nothing on it, and no display."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("there is no dbus-daemon here")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    command = [program, "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        yield
        daemon.terminate()


@pytest.mark.parametrize("name", ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"])
@pytest.mark.usefixtures("session_bus")
def test_a_desktops_service_holds_the_screen_until_the_lecture_is_over(name):
    def run(script, *arguments):
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def line(process):
        return process.stdout.readline().strip()

    with run(SCREEN_SAVER, name) as saver:
        assert line(saver) == "ready"
        with run(LECTURE) as lecture:
            assert line(saver) == "Inhibit ss tcpanim A lecture is being given"
            assert line(lecture) == "True 3"  # on the bus: the screen saver, who holds it, who asks
            lecture.stdin.write("\n")
            lecture.stdin.flush()
            assert line(lecture) == "False"
            told, _ = saver.communicate(timeout=20)  # the program itself goes on
            assert told == "over\n"
            lecture.communicate("\n")
