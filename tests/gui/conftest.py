"""A widget test must leave nothing behind: no window, no running timer, no thread, nothing on the clipboard."""

import gc
import threading
from itertools import count

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QSettings,
    QThread,  # noqa: TID251  (looked for, not used)
    QThreadPool,  # noqa: TID251
    QTimer,  # noqa: TID251
)
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tcpanim.gui.app import make_application, source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tests.gui.hall import ticking

_WINDOWS = count(1)


@pytest.fixture(scope="session", autouse=True)
def _classes_made():
    """PySide makes each class when it is first named, and pyqtgraph names all of them on a thread of its own.

    Hypothesis has the garbage collector call Python, so another thread may take over while a class is half made; it
    dies if it makes a widget then. The program itself has no such calls.
    """
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp):  # noqa: ARG001  (it must exist before we look)
    """Set up before all other fixtures, so it looks after they, and qtbot's widgets, are gone."""
    windows, threads = set(QApplication.topLevelWidgets()), set(threading.enumerate())
    gc.freeze()  # what is here already, runs that are kept among it, need not be gone through after each test
    frozen = gc.get_freeze_count()
    yield
    QApplication.clipboard().clear()  # the offscreen one outlives Python, and dies of what was made in it
    QThreadPool.globalInstance().waitForDone(5000)
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # A window puts aside what was opened in it. To go through all of it takes long: it is done after some such tests.
    if gc.get_freeze_count() > frozen and next(_WINDOWS) % 8 == 0:
        gc.unfreeze()
    gc.collect()
    objects = [thing for thing in gc.get_objects() if isinstance(thing, QTimer | QThread) and isValid(thing)]
    assert [window for window in QApplication.topLevelWidgets() if window not in windows] == []
    assert [timer for timer in objects if isinstance(timer, QTimer) and timer.isActive()] == []
    assert [
        thread for thread in objects if isinstance(thread, QThread) and thread.isRunning() and not thread.isMainThread()
    ] == []
    assert [thread for thread in threading.enumerate() if thread not in threads and not thread.daemon] == []


@pytest.fixture
def open_desk(qtbot, tmp_path):
    """A function that opens a window of the given size on a scenario (an id or a path) and waits for its run.

    ``pressed``: the command whose keys are pressed while the run is not there yet.
    """
    application = make_application()
    desks = []

    def open_(name="three-way-handshake", width=1920, height=1080, language="en", pressed=None):
        faults = Faults(lambda: tmp_path / "tcpanim.log")
        desk = Desk(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat), faults)
        desks.append(desk)
        qtbot.addWidget(desk.window)
        desk.appearance.set_language(language)
        desk.window.setMinimumSize(1, 1)
        desk.window.resize(width, height)
        desk.window.show()
        application.processEvents()
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open(source_of(WindowOptions(file=name)))
            if pressed is not None:
                assert desk.session.trace is None
                desk.actions[pressed].trigger()
        application.processEvents()
        return desk

    yield open_
    for desk in desks:
        desk.window.close()
        desk.deleteLater()  # PySide keeps what is connected to it for as long as it lives


@pytest.fixture
def lecture(open_desk):
    """A function that begins one; what it gives is the desk."""

    def begin(name="four-way-close", *, here=False, size=(1280, 720), language="en", **changes):
        desk = open_desk(name, language=language)
        for change, value in changes.items():
            getattr(desk.appearance, f"set_{change}")(value)
        desk.presentation.begin(here=here, whole=False, size=size)
        desk.presentation.clicker._now = ticking()
        QApplication.processEvents()
        return desk

    return begin
