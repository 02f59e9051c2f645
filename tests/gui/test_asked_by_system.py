"""A file that is opened in the Finder comes to the application as an event: before its window is there, or later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).resolve().parents[2] / "resources" / "scenarios"
PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFileOpenEvent
from tcpanim.gui.app import Start, bare_application
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions

application = bare_application()
start = Start(application, WindowOptions(), Faults())

def ask():
    QCoreApplication.postEvent(application, QFileOpenEvent(sys.argv[2]))

def settled():
    print(start.desk.session.title.pick("en"), flush=True)
    if sys.argv[1] == "later" and not told:
        ask()
    else:
        application.quit()
    told.append(True)

def furnished():
    start.desk.session.settled.connect(settled)

told = []
if sys.argv[1] == "before":
    ask()
start.window.painted.connect(start._furnish, Qt.ConnectionType.QueuedConnection)
start.window.painted.connect(furnished, Qt.ConnectionType.QueuedConnection)
start.window.show()
application.exec()
"""


@pytest.mark.parametrize(("when", "titles"), [("before", ["Lost SYN"]), ("later", ["Three-way handshake", "Lost SYN"])])
def test_a_file_opened_in_the_finder_is_shown(tmp_path, when, titles):
    file = tmp_path / "第一课 my.tcpanim"
    file.write_bytes((SCENARIOS / "lost-syn.tcpanim").read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, when, str(file)],
        env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout.splitlines() == titles
