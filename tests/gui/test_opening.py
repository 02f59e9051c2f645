"""The window's first picture: nothing is loaded before it, and nothing jumps after it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication

from tcpanim.gui.app import bound, fit
from tcpanim.gui.main_window import MainWindow
from tcpanim.gui.opening import Opening, frame_of

ROOT = Path(__file__).resolve().parents[2]

# What the program has loaded at the moment of its first picture.
LOADED = """
import json, os, sys
import tcpanim.gui.main_window as module

def tell(window):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

class Window(module.MainWindow):
    def __init__(self):
        super().__init__()
        self.painted.connect(lambda: tell(self))

module.MainWindow = Window
import tcpanim.__main__
sys.argv = ["tcpanim"]
tcpanim.__main__.main()
"""
OURS = {
    "tcpanim",
    "tcpanim.__main__",
    "tcpanim.gui",
    "tcpanim.gui.app",
    "tcpanim.gui.application",
    "tcpanim.gui.display",
    "tcpanim.gui.faults",
    "tcpanim.gui.main_window",
    "tcpanim.gui.measures",
    "tcpanim.gui.opening",
    "tcpanim.gui.options",
    "tcpanim.gui.settings",
    "tcpanim.gui.style",
    "tcpanim.gui.theme",
    "tcpanim.gui.views",
    "tcpanim.i18n",
    "tcpanim.lesson",
    "tcpanim.paths",
    "tcpanim.scene",
    "tcpanim.scene.roles",
}
"""Each is small, and needs nothing but Qt's three modules; what is added here makes every start longer."""
QT = {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}
HEAVY = {"email", "fractions", "http", "importlib.metadata", "json", "numpy", "pyqtgraph", "ruamel", "ssl"} | {
    "urllib.request", "xml"
}  # fmt: skip


def loaded_at_the_first_picture(tmp_path):
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import sys; sys.path[:0] = " + repr(sys.path) + LOADED],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout)) - {"json", "json.decoder", "json.encoder", "json.scanner"}


def test_before_the_first_picture_next_to_nothing_is_loaded(tmp_path):
    loaded = loaded_at_the_first_picture(tmp_path)
    assert {name for name in loaded if name.split(".")[0] == "tcpanim"} <= OURS
    assert {name for name in loaded if name.startswith("PySide6.Qt")} == QT
    assert loaded & HEAVY == set()


def place(widget, window):
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


@pytest.mark.parametrize("size", [(1000, 640), (1280, 720), (1440, 860), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("display", ["en", "both"])
def test_the_parts_stand_where_the_first_picture_had_them(open_desk, size, display):
    desk = open_desk("three-way-handshake", *size, language=display)
    for _ in range(3):
        QApplication.processEvents()
    window = desk.window
    frame = frame_of(Opening("light", 1.0, desk.settings.stage_share, display == "both"), *size)
    assert place(window.toolbar, window) == frame.toolbar
    assert place(window.caption, window) == frame.caption
    assert place(window.transport, window) == frame.transport
    assert place(window.strip if window.folded else window.side, window) == frame.side
    cards = [card for card in (window.below.left, window.below.right) if card.isVisible()]
    assert len(cards) == len(frame.cards)
    for card, expected in zip(cards, frame.cards, strict=True):
        real = place(card, window)
        assert expected.adjusted(-1, -1, 1, 1).contains(real), (real, expected)  # rounded otherwise
        assert real.adjusted(-1, -1, 1, 1).contains(expected), (real, expected)


@pytest.mark.parametrize(
    ("room", "size", "whole"),
    [
        ((960, 516), (960, 516), True),
        ((1280, 720), (1280, 720), True),
        ((1920, 1080), (1632, 918), False),
        ((3840, 2160), (3264, 1836), False),
    ],
)
def test_the_first_window_fits_the_screen(qtbot, room, size, whole):
    window = MainWindow()
    qtbot.addWidget(window)
    bound(window, QSize(*room))
    fit(window, QSize(*room))
    assert (window.width(), window.height()) == size
    assert window.isMaximized() is whole
