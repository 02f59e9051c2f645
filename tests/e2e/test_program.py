"""What a lecturer does with the real program: start, step, switch, open, quit."""

import signal
import subprocess
import sys
from configparser import ConfigParser

import pytest

from tcpanim.library import read_builtin
from tests.e2e.screen import ROOT, wait_for

pytestmark = pytest.mark.x11


def test_it_opens_on_the_handshake_and_quits_by_key(screen):
    program = screen.tcpanim()
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_keys_step_switch_the_language_and_open_from_the_library(screen):
    program = screen.tcpanim()
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    screen.key("Right", "Right", "Left", "space", "space", "l")
    wait_for(lambda: "三次握手" in screen.title(), "Chinese title")
    screen.key("l", "ctrl+l")
    # The library is read off the GUI thread; Enter opens what the search has found.
    screen.do("type", "--delay", "30", "lost-last-ack")

    def opened():
        screen.key("Return")
        return "Lost last ACK" in screen.title()

    wait_for(opened, "lost last ACK in the title")
    screen.key("End", "t")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_the_mouse_plays_and_seeks(screen):
    program = screen.tcpanim("--size", "1280x720", "four-way-close")
    wait_for(lambda: "Four-way close" in screen.title(), "close in the title")
    window = screen.find("tcpanim")[0]
    for x, y in ((164, 680), (164, 680), (700, 676), (38, 680), (300, 160), (300, 450)):
        screen.do("mousemove", "--window", window, str(x), str(y))
        screen.do("click", "1")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_choices_are_remembered(screen):
    program = screen.tcpanim()
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    screen.key("l", "t")
    wait_for(lambda: "三次握手" in screen.title(), "Chinese title")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    stored = ConfigParser()
    stored.read(next((screen._folder / "home").rglob("*.ini")), encoding="utf-8")
    assert stored["General"]["language"] == "zh"
    assert stored["General"]["theme"] == "dark"
    again = screen.tcpanim()
    wait_for(lambda: "三次握手" in screen.title(), "Chinese title")
    screen.key("ctrl+q")
    assert again.wait(20) == 0


def test_a_file_that_changes_is_read_again(screen, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("lost-syn"), encoding="utf-8")
    program = screen.tcpanim(str(path))
    wait_for(lambda: "Lost SYN" in screen.title(), "title of the file")
    path.write_text(read_builtin("lost-syn").replace("en: Lost SYN", "en: Another title"), encoding="utf-8")
    wait_for(lambda: "Another title" in screen.title(), "title of the changed file")
    screen.key("ctrl+q")
    assert program.wait(20) == 0


@pytest.fixture
def heeding():
    """What is started heeds its signals, though these tests may run behind ``&`` or ``nohup``, which ignore some."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [(), ("--play",), ("four-way-close", "--present")])
def test_it_ends_without_a_trace_when_it_is_told_to(screen, number, arguments):
    program = screen.tcpanim(*arguments)
    program.send_signal(number)
    assert program.wait(20) == -number
    assert program.stderr.read() == b""


@pytest.mark.usefixtures("heeding")
def test_ctrl_c_ends_it_while_a_file_is_asked_for(screen):
    program = screen.tcpanim()
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    screen.key("ctrl+o")
    wait_for(lambda: screen.find("Open a scenario"), "dialog")
    program.send_signal(signal.SIGINT)
    assert program.wait(20) == -signal.SIGINT
    assert program.stderr.read() == b""


def start(*arguments, **environment):
    """The program without any screen."""
    return subprocess.run(
        [sys.executable, "-m", "tcpanim", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("missing", [{}, {"DISPLAY": ":4095"}, {"WAYLAND_DISPLAY": "nobody", "XDG_RUNTIME_DIR": "/"}])
def test_without_a_display_it_says_so_in_one_line(missing):
    done = start(**missing)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "display" in done.stderr


def test_the_smoke_test_passes():
    done = start("--smoke")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("size", ["1280x720", "1920x1080", "3840x2160"])
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh", "dark"), ("zh", "contrast")])
def test_a_screenshot_has_the_asked_for_size(tmp_path, size, lang, theme):
    out = tmp_path / "out.png"
    done = start("--screenshot", str(out), "--size", size, "--lang", lang, "--theme", theme, "--at", "step:3")
    assert (done.returncode, done.stderr) == (0, "")
    head = out.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert f"{int.from_bytes(head[16:20], 'big')}x{int.from_bytes(head[20:24], 'big')}" == size


def test_the_same_screenshot_comes_out_twice(tmp_path):
    pictures = []
    for name in ("a.png", "b.png"):
        start("four-way-close", "--screenshot", str(tmp_path / name), "--size", "1280x720", "--at", "480 ms")
        pictures.append((tmp_path / name).read_bytes())
    assert pictures[0] == pictures[1]


def test_a_view_that_is_not_there_is_refused(tmp_path):
    done = start("--screenshot", str(tmp_path / "x.png"), "--view", "hologram")
    assert done.returncode == 2
    assert not (tmp_path / "x.png").exists()


def test_a_picture_that_cannot_be_written_is_told(tmp_path):
    done = start("--screenshot", str(tmp_path / "nowhere" / "x.png"))
    assert done.returncode == 1
    assert "x.png" in done.stderr


def test_after_a_kill_it_opens_where_it_was(screen, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("half-close"), encoding="utf-8")
    program = screen.tcpanim(str(path))
    wait_for(lambda: "Half-close" in screen.title(), "title of the file")

    def stored():
        found = list((screen._folder / "home").rglob("*.ini"))
        settings = ConfigParser()
        settings.read(found, encoding="utf-8")
        return dict(settings["left"]) if settings.has_section("left") else {}

    screen.key("End")
    end = wait_for(lambda: int(stored().get("t", "0")), "moment in the settings")
    program.kill()
    program.wait(20)
    again = screen.tcpanim()
    wait_for(lambda: "Half-close" in screen.title(), "title of the file that was open")
    screen.key("Left")
    wait_for(lambda: 0 < int(stored().get("t", "0")) < end, "a moment just before the end")
    screen.key("ctrl+q")
    assert again.wait(20) == 0
    assert stored() == {}
    fresh = screen.tcpanim()
    wait_for(lambda: "Three-way handshake" in screen.title(), "the handshake, after a good end")
    screen.key("ctrl+q")
    assert fresh.wait(20) == 0


def test_settings_that_are_forgotten_leave_nothing_behind(tmp_path):
    done = start("--smoke", TMPDIR=str(tmp_path), HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_second_start_opens_its_file_in_the_window_that_stands_open(screen, tmp_path):
    path = tmp_path / "第一课 握手.tcpanim"
    path.write_text(read_builtin("lost-syn"), encoding="utf-8")
    program = screen.tcpanim()
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    second = screen.start(sys.executable, "-m", "tcpanim", str(path))
    assert second.wait(20) == 0
    wait_for(lambda: "Lost SYN" in screen.title(), "title of the file")
    screen.start(sys.executable, "-m", "tcpanim", "--new-window", "half-close")
    wait_for(lambda: len(screen.find("tcpanim")) == 2, "window of its own")
    screen.key("ctrl+q")
    wait_for(lambda: len(screen.find("tcpanim")) == 1, "one window fewer")
    program.terminate()


@pytest.mark.parametrize("asked", ["lost-last-ack", "nagle-on"], ids=["without a pair", "its pair"])
def test_a_comparison_is_shown_or_there_is_none(tmp_path, asked):
    out = tmp_path / "x.png"
    done = start(asked, "--compare", "--at", "step:3", "--screenshot", str(out))
    assert (done.returncode, done.stderr, out.exists()) == (0, "", True)


def test_a_comparison_with_what_is_not_there_is_refused(tmp_path):
    done = start("lost-syn", "--compare", "no-such-scenario", "--screenshot", str(tmp_path / "x.png"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "no-such-scenario" in done.stderr


@pytest.mark.parametrize("more", [(), ("--compare",), ("--compare", "lost-syn")])
def test_a_picture_of_a_file_at_fault_shows_the_problems_and_the_exit_code_tells_of_them(tmp_path, more):
    scenario, out = tmp_path / "empty.tcpanim", tmp_path / "x.png"
    scenario.write_bytes(b"")
    done = start(str(scenario), *more, "--screenshot", str(out))
    assert (done.returncode, out.exists()) == (1, True)
    assert f"{scenario}:1:1: " in done.stderr
    late = tmp_path / "late.tcpanim"
    late.write_text(read_builtin("lost-syn") + "until: 10 ms\n", encoding="utf-8")
    never = start(str(late), "--screenshot", str(out))
    assert never.returncode == 1
    assert f"{late}:" in never.stderr
