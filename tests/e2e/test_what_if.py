"""What if, and the editor, in the real program: by keys alone, and by mouse."""

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
