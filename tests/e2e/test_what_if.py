"""What if, and the editor, in the real program: by keys alone, and by mouse."""

import subprocess
import sys

import pytest

from tcpanim.library import read_builtin
from tests.e2e.screen import wait_for

pytestmark = pytest.mark.x11


def settings(tmp_path):
    """What the program would find after a sudden end."""
    return "".join(path.read_text("utf-8") for path in (tmp_path / "home").rglob("tcpanim.ini"))


def test_a_segment_is_lost_and_found_again_by_keys_alone(screen, tmp_path):
    program = screen.tcpanim("three-way-handshake")
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    screen.key("Right", "Right", "Right", "Right", "Delete")
    wait_for(lambda: "drop" in settings(tmp_path), "change that is kept")
    screen.key("ctrl+z")
    wait_for(lambda: "drop" not in settings(tmp_path), "end of the change")
    screen.key("w", "Down", "Return")
    wait_for(lambda: "corrupt" in settings(tmp_path), "damaged segment")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


WAYS = {"D": "Down", "R": "Right", "!": "Return"}
OF_EACH_KIND = {
    # in the menu of the third segment's departure: of itself, of its sender (six down), of the path (eight down)
    "duplicate": "DD!",
    "delay": "DDDR!",
    "send": "DDDDDRR!",
    "close": "DDDDDRD!",
    "exit": "DDDDDRDD!",
    "abort": "DDDDDRDDD!",
    "read": "DDDDDRDDDD!",
    "crash": "DDDDDRDDDDD!",
    "cut": "DDDDDDDRR!",
    "wire": "DDDDDDDRDR!",
}


def test_what_if_of_each_kind_by_keys_alone_then_off_then_saved(screen, tmp_path):
    path = tmp_path / "mine.tcpanim"
    original = read_builtin("three-way-handshake")
    path.write_text(f"# my own remark\n{original}", encoding="utf-8")
    program = screen.tcpanim("--at", "step:4", str(path))
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    for kind, ways in OF_EACH_KIND.items():
        screen.key("w", *(WAYS[way] for way in ways))
        wait_for(lambda kind=kind: kind in settings(tmp_path), kind)
        if kind != "crash":  # the last one stays for what follows
            screen.key("ctrl+z")
            wait_for(lambda kind=kind: f'\\"{kind}' not in settings(tmp_path), f"end of {kind}")
    # Switched off in the list of changes, and on again.
    screen.key("shift+w", "space", "Escape")
    wait_for(lambda: "false" in settings(tmp_path), "change that is off")
    screen.key("b")
    wait_for(lambda: "false" not in settings(tmp_path), "change that is on again")
    screen.key("ctrl+shift+s")
    wait_for(lambda: screen.find("Save as scenario"), "dialog")
    screen.key("ctrl+a")
    screen.do("type", "--delay", "20", str(tmp_path / "saved.tcpanim"))
    screen.key("Return")
    saved = tmp_path / "saved.tcpanim"
    wait_for(saved.exists, "saved file")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""
    assert saved.read_text("utf-8").startswith("# my own remark\n")
    checked = subprocess.run(
        [sys.executable, "-m", "tcpanim", "check", str(saved)], env=screen.environment, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_a_host_sends_by_the_mouse_alone(screen, tmp_path):
    program = screen.tcpanim("--size", "1280x720", "--at", "step:4", "three-way-handshake")
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    window = screen.find("tcpanim")[0]

    def popups():
        every = screen.do("search", "--onlyvisible", "--pid", str(program.pid)).split()
        return [one for one in every if one != window]

    def size(popup):
        told = screen.do("getwindowgeometry", "--shell", popup)
        found = dict(line.split("=") for line in told.splitlines())
        return int(found["WIDTH"]), int(found["HEIGHT"])

    def point(popup, down, of):
        """To the entry so many rows down of ``of`` rows."""
        width, height = size(popup)
        screen.do("mousemove", "--window", popup, str(width // 2), str(round(6 + (height - 12) * (down + 0.5) / of)))

    screen.do("mousemove", "--window", window, "150", "250", "click", "3")
    (menu,) = wait_for(popups, "menu of the host")
    point(menu, 1, 11.3)  # below the host's name: what it sends
    more = wait_for(lambda: [one for one in popups() if one != menu], "sizes to send")[0]
    point(more, 0, 4)
    screen.do("click", "1")
    wait_for(lambda: "send" in settings(tmp_path), "call of the host")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_a_host_is_asked_by_the_mouse(screen, tmp_path):
    program = screen.tcpanim("--size", "1280x720", "four-way-close")
    wait_for(lambda: "Four-way close" in screen.title(), "close in the title")
    screen.key("Right", "Right", "Right", "Right", "Right")
    window = screen.find("tcpanim")[0]
    screen.do("mousemove", "--window", window, "150", "250")
    screen.do("click", "3")

    def taken():
        # From the first entry twice down: the host closes.
        screen.key("Down", "Return")
        return "close" in settings(tmp_path)

    wait_for(taken, "call of the host")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_a_text_is_written_and_saved_by_keys_alone(screen, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("three-way-handshake"), encoding="utf-8")
    program = screen.tcpanim("--at", "step:1", str(path))
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    screen.key("F4", "ctrl+Home", "Down")

    def written():
        screen.key("End", "Return")
        screen.do("type", "--delay", "20", "# written here")
        screen.key("Escape", "ctrl+s")
        return "# written here" in path.read_text("utf-8")

    wait_for(written, "saved text")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""
