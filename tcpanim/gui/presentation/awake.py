"""Keeps the screen from going dark while a lecture is on, by what each system has for it; failing is only logged."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QProcess

REASON = "A lecture is being given"
_BUS = "tcpanim-awake"
_ES_CONTINUOUS, _ES_SYSTEM, _ES_DISPLAY = 0x80000000, 0x1, 0x2


class Awake(QObject):
    """Holds the screen awake from ``hold`` to ``release``."""

    def __init__(self, log: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._release: list[Callable[[], object]] = []
        self._asked = False

    @property
    def held(self) -> bool:
        """Whether something keeps the screen awake."""
        return bool(self._release)

    def hold(self, window: int) -> None:
        """From now on; ``window``: the X11 id of a window of ours, 0 where it has none, as on Wayland."""
        if self._asked or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
            return
        self._asked = True
        try:
            if sys.platform == "win32":
                self._on_windows()
            elif sys.platform == "darwin":
                self._run("caffeinate", "-d", "-w", str(os.getpid()))
            else:
                by_x11 = bool(window) and self._by_x11()
                if not self._by_dbus() and not by_x11:
                    self._by_program(window)
        except Exception as error:  # noqa: BLE001 - a lecture goes on with whatever the desktop does
            self._log(f"the screen is not kept awake: {error}")

    def release(self) -> None:
        """As before."""
        self._asked = False
        while self._release:
            try:
                self._release.pop()()
            except Exception as error:  # noqa: BLE001
                self._log(f"keeping the screen awake did not end well: {error}")

    def _on_windows(self) -> None:
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
        kernel.SetThreadExecutionState(_ES_CONTINUOUS | _ES_SYSTEM | _ES_DISPLAY)
        self._release.append(lambda: kernel.SetThreadExecutionState(_ES_CONTINUOUS))

    def _by_dbus(self) -> bool:
        """The desktop's screen saver; the hold ends with a connection of its own, however we end.

        To give back the cookie would not do: services want it unsigned, and Python's numbers reach D-Bus signed.
        """
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return False
        try:
            from PySide6.QtDBus import (
                QDBusConnection,
                QDBusInterface,
                QDBusMessage,
            )
        except ImportError:
            return False
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS)
        if not bus.isConnected():
            return False
        for service, path in (
            ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
            ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
        ):
            saver = QDBusInterface(service, path, service, bus)
            if not saver.isValid():
                continue
            saver.setTimeout(200)
            answer = saver.call("Inhibit", "tcpanim", REASON)
            if answer.type() == QDBusMessage.MessageType.ReplyMessage and answer.arguments():
                self._release.append(partial(QDBusConnection.disconnectFromBus, _BUS))
                return True
        QDBusConnection.disconnectFromBus(_BUS)
        return False

    def _by_x11(self) -> bool:
        """X's own screen saver and power saving, which desktops without such a service have; it ends as that does."""
        try:
            x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        except OSError:
            return False
        x11.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(None))
        if not display.value:
            return False
        if not saver.XScreenSaverQueryExtension(display, ctypes.byref(ctypes.c_int()), ctypes.byref(ctypes.c_int())):
            x11.XCloseDisplay(display)
            return False
        saver.XScreenSaverSuspend(display, 1)
        x11.XFlush(display)
        self._release.append(partial(x11.XCloseDisplay, display))
        return True

    def _by_program(self, window: int) -> None:
        if shutil.which("systemd-inhibit") and os.path.exists("/run/systemd/system"):  # noqa: PTH110
            self._run("systemd-inhibit", "--what=idle", "--who=tcpanim", f"--why={REASON}", "sleep", "infinity")
        elif shutil.which("xdg-screensaver") and window:
            QProcess.startDetached("xdg-screensaver", ["suspend", hex(window)])
            self._release.append(lambda: QProcess.startDetached("xdg-screensaver", ["resume", hex(window)]))
        else:
            self._log("the screen is not kept awake: nothing here can do it")

    def _run(self, program: str, *arguments: str) -> None:
        process = QProcess(self)
        process.start(program, list(arguments))

        def end() -> None:
            process.terminate()
            if not process.waitForFinished(500):
                process.kill()
                process.waitForFinished(500)

        self._release.append(end)
