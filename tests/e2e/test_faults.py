"""The real program with a view that cannot paint: it says so and lives on."""

import os
import subprocess
import sys

from tests.e2e.screen import ROOT

PROGRAM = """
from PySide6.QtCore import QTimer
from tcpanim.gui import app
from tcpanim.gui.faults import Faults
from tcpanim.gui.painting.ladder import LadderPainter
from tcpanim.gui.options import WindowOptions

def broken(*_):
    raise RuntimeError("this view is broken")

def finish():
    window = start.desk.window
    start.desk.playhead.seek(start.desk.session.trace.end)
    print(window.notice.isVisible(), window.below.named("events").steps.rowCount())
    window.close()
    application.quit()

LadderPainter.paint_over = broken
application = app.make_application()
faults = Faults()
faults.install()
start = app.Start(application, WindowOptions(), faults)
faults.happened.connect(lambda *_: QTimer.singleShot(0, finish))
raise SystemExit(start.run())
"""


def test_a_view_that_cannot_paint_leaves_the_window_alive(tmp_path):
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.split() == ["True", "5"], done.stderr
    assert done.returncode == 0
    assert "this view is broken" in done.stderr
    assert "active painter" not in done.stderr
    assert "this view is broken" in next(tmp_path.rglob("tcpanim.log")).read_text(encoding="utf-8")
