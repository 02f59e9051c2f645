"""A second start hands its file over to the window that stands open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tcpanim.gui.faults import LOCK
from tcpanim.gui.instance import Requests, hand_over, make_lock

ROOT = Path(__file__).resolve().parents[2]
SECOND = """
import sys
from pathlib import Path
from tcpanim.gui.instance import hand_over
print(hand_over(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
"""


def second_start(folder, path, patience=10.0):
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(folder), path, str(patience)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def said(program):
    with program:
        return program.communicate(timeout=30)[0].strip()


@pytest.fixture
def locked(tmp_path):
    lock = make_lock(tmp_path / LOCK)
    assert lock.tryLock(0)
    yield tmp_path
    lock.unlock()


@pytest.mark.parametrize("path", ["/home/me/三次 握手.tcpanim", ""])
def test_the_first_window_takes_what_the_second_start_asks_for(locked, qtbot, path):
    requests = Requests(locked)
    with qtbot.waitSignal(requests.asked, timeout=20_000) as asked:
        program = second_start(locked, path)
    assert asked.args == [path]
    assert said(program) == "True"
    assert list((locked / "requests").iterdir()) == []


def test_without_a_window_nobody_takes_it(tmp_path):
    assert not hand_over(tmp_path, "a.tcpanim")
    assert not (tmp_path / LOCK).exists()


def test_a_window_that_does_not_answer_counts_as_gone(locked):
    (locked / "requests").mkdir()
    assert said(second_start(locked, "a.tcpanim", 0.2)) == "False"
    assert list((locked / "requests").iterdir()) == []


def test_requests_to_a_window_that_is_gone_are_not_taken(locked, qtbot):
    (locked / "requests").mkdir()
    (locked / "requests" / "1.request").write_text("old.tcpanim")
    requests = Requests(locked)
    with qtbot.assertNotEmitted(requests.asked, wait=50):
        pass
    assert list((locked / "requests").iterdir()) == []
