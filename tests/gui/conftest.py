"""A widget test must leave nothing behind: no window, no running timer, no thread."""

import gc
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer  # noqa: TID251  (looked for, not used)
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp):  # noqa: ARG001  (it must exist before we look)
    """Set up before all other fixtures, so it looks after they, and qtbot's widgets, are gone."""
    windows, threads = set(QApplication.topLevelWidgets()), set(threading.enumerate())
    yield
    QThreadPool.globalInstance().waitForDone(5000)
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    objects = [thing for thing in gc.get_objects() if isinstance(thing, QTimer | QThread) and isValid(thing)]
    assert [window for window in QApplication.topLevelWidgets() if window not in windows] == []
    assert [timer for timer in objects if isinstance(timer, QTimer) and timer.isActive()] == []
    assert [
        thread for thread in objects if isinstance(thread, QThread) and thread.isRunning() and not thread.isMainThread()
    ] == []
    assert [thread for thread in threading.enumerate() if thread not in threads and not thread.daemon] == []
