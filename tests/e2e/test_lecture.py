"""A lecture in the real program, on two screens, by the keys of a clicker."""

import subprocess
import sys
from functools import partial

import pytest

from tests.e2e.screen import Screen
from tests.e2e.screen import wait_for as wait_for_

pytestmark = pytest.mark.x11

LEFT, RIGHT = (1280, 720), (1920, 1080)
WALL = (LEFT[0], 0, *RIGHT)

wait_for = partial(wait_for_, seconds=60.0)
"""Two pictures of whole screens for every question take their time on a busy machine."""

LOOK = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
for number, screen in enumerate(QGuiApplication.screens()):
    screen.grabWindow(0).save(f"{sys.argv[1]}-{number}.png")
"""


@pytest.fixture
def hall(tmp_path):
    """A laptop with a projector at its right."""
    made = Screen(tmp_path, LEFT[0] + RIGHT[0], RIGHT[1])
    monitors = (
        ("laptop", f"{LEFT[0]}/338x{LEFT[1]}/190+0+0", "screen"),
        ("wall", f"{RIGHT[0]}/508x{RIGHT[1]}/285+{LEFT[0]}+0", "none"),
    )
    for name, place, output in monitors:
        subprocess.run(["xrandr", "--setmonitor", name, place, output], env=made.environment, check=True)
    yield made
    made.close()


class Lecturer:
    """Presses keys, and looks at both screens."""

    def __init__(self, screen, folder):
        self._screen, self._folder = screen, folder

    def press(self, *keys):
        for key in keys:
            self._screen.key(key)
            subprocess.run(["sleep", "0.25"], check=True)  # nobody presses faster, and a bounce does not count

    def has_the_keys(self):
        """Wait for the picture over the whole wall, and until the window manager has given the lecture the keys."""
        wait_for(lambda: WALL in self.windows(), "picture over the whole wall")
        wait_for(lambda: self._screen.do("getwindowfocus", "getwindowname").startswith("Presenter view"), "keys")

    def screens(self):
        """The bytes of the pictures of both screens."""
        base = self._folder / "look"
        subprocess.run([sys.executable, "-c", LOOK, str(base)], env=self._screen.environment, check=True)
        return tuple(path.read_bytes() for path in sorted(self._folder.glob("look-*.png")))

    def wall(self):
        return self.screens()[1]

    def still(self):
        """The wall, when nothing moves there any more."""
        seen = [self.wall()]

        def rests():
            seen.append(self.wall())
            return seen[-1] == seen[-2]

        wait_for(rests, "picture that rests")
        return seen[-1]

    def windows(self):
        """(x, y, width, height) of our visible windows."""
        found = []
        for window in self._screen.find("tcpanim"):
            told = self._screen.do("getwindowgeometry", "--shell", window)
            values = dict(line.split("=") for line in told.splitlines() if "=" in line)
            found.append(tuple(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))
        return found


@pytest.fixture
def lecturer(hall, tmp_path):
    return Lecturer(hall, tmp_path)


def test_the_wall_is_the_audiences_and_the_laptop_the_presenters(hall, lecturer):
    program = hall.tcpanim("four-way-close")
    wait_for(lambda: "Four-way close" in hall.title(), "close in the title")
    lecturer.press("F5")
    wait_for(lambda: WALL in lecturer.windows(), "picture over the whole wall")
    wait_for(lambda: (0, 0, *LEFT) in lecturer.windows(), "presenter's window over the whole laptop")
    begun = lecturer.still()
    lecturer.press("F5")  # the clicker has lost count
    assert lecturer.still() == begun
    lecturer.press("Next", "Next")
    first = lecturer.still()
    assert first != begun
    for key, again in (("period", "period"), ("b", "Next"), ("comma", "comma"), ("w", "Next")):
        lecturer.press(key)
        wait_for(lambda: lecturer.wall() != first, f"blank wall after {key}")
        lecturer.press(again)
        wait_for(lambda: lecturer.wall() == first, f"light again after {again}")
    lecturer.press("s")
    wait_for(lambda: lecturer.wall() != first, "presenter's window on the wall")
    lecturer.press("s")
    wait_for(lambda: lecturer.wall() == first, "picture on the wall again")
    lecturer.press("Escape")
    wait_for(lambda: WALL not in lecturer.windows(), "wall without the picture")
    assert program.poll() is None
    lecturer.press("F5")
    wait_for(lambda: lecturer.wall() == first, "picture where it was left")
    lecturer.press("Escape", "ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_a_whole_close_by_one_button_and_all_the_way_back(hall, lecturer):
    program = hall.tcpanim("four-way-close", "--present")
    lecturer.has_the_keys()
    seen = [lecturer.still()]
    for _ in range(60):
        lecturer.press("Next", "Next")  # off, and there at once
        shown = lecturer.still()
        if shown == seen[-1]:
            break
        seen.append(shown)
    assert len(seen) > 8
    lecturer.press("1", "Return")
    assert lecturer.still() in seen
    lecturer.press("Home", "Prior")
    assert lecturer.still() == seen[0]
    lecturer.press("Escape", "ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_a_projector_that_is_pulled_out_and_put_in_again_costs_nothing(hall, lecturer):
    program = hall.tcpanim("four-way-close", "--present")
    lecturer.has_the_keys()
    lecturer.press("3", "Return")
    before = lecturer.still()
    subprocess.run(["xrandr", "--delmonitor", "wall"], env=hall.environment, check=True)
    wait_for(lambda: WALL not in lecturer.windows(), "picture that has left the wall")
    assert program.poll() is None
    place = f"{RIGHT[0]}/508x{RIGHT[1]}/285+{LEFT[0]}+0"
    subprocess.run(["xrandr", "--setmonitor", "wall", place, "none"], env=hall.environment, check=True)
    wait_for(lambda: WALL in lecturer.windows(), "picture on the wall again")
    wait_for(lambda: lecturer.wall() == before, "the same picture as before")
    lecturer.press("Escape", "ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_the_programs_own_window_keeps_off_the_audiences_screen(hall, lecturer):
    program = hall.tcpanim("four-way-close")
    wait_for(lambda: "Four-way close" in hall.title(), "close in the title")
    (window,) = hall.find("tcpanim")
    hall.do("windowmove", window, str(LEFT[0] + 200), "150")
    wait_for(lambda: lecturer.windows()[0][0] >= LEFT[0], "window on the wall")
    stood = lecturer.windows()
    hall.do("windowactivate", window)
    lecturer.press("F5")
    lecturer.has_the_keys()
    first = lecturer.still()
    lecturer.press("F3")
    wait_for(lambda: hall.do("getwindowfocus").strip() == window, "the program's own window in front")
    assert lecturer.still() == first
    lecturer.press("F3")
    lecturer.has_the_keys()
    lecturer.press("Escape")
    wait_for(lambda: lecturer.windows() == stood, "window where it was")
    lecturer.press("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_the_picture_is_a_window_and_whole_again_by_one_key(hall, lecturer):
    program = hall.tcpanim("four-way-close", "--present")
    lecturer.has_the_keys()
    for _ in range(2):
        lecturer.press("F11")
        wait_for(lambda: WALL not in lecturer.windows(), "picture in a window of its own size")
        lecturer.press("F11")
        wait_for(lambda: WALL in lecturer.windows(), "picture over the whole wall again")
    lecturer.press("Escape", "ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_on_one_screen_the_picture_covers_it_and_the_presenters_view_is_a_window(screen, tmp_path):
    lecturer = Lecturer(screen, tmp_path)
    program = screen.tcpanim("four-way-close")
    wait_for(lambda: "Four-way close" in screen.title(), "close in the title")
    lecturer.press("F5")
    wait_for(lambda: (0, 0, 1600, 1000) in lecturer.windows(), "picture over the whole screen")
    alone = len(lecturer.windows())
    lecturer.press("F2")
    wait_for(lambda: len(lecturer.windows()) > alone, "presenter's view")
    lecturer.press("F2", "Next", "F1", "Next", "o", "Escape", "Escape")
    wait_for(lambda: (0, 0, 1600, 1000) not in lecturer.windows(), "screen without the picture")
    lecturer.press("ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""


def test_a_held_button_is_one_press(hall, lecturer):
    program = hall.tcpanim("four-way-close", "--present")
    lecturer.has_the_keys()
    lecturer.press("1", "Return")
    lecturer.still()
    lecturer.press("Next")
    once = lecturer.still()
    lecturer.press("1", "Return")
    assert lecturer.still() != once
    hall.do("keydown", "Next")
    subprocess.run(["sleep", "2.5"], check=True)  # the keyboard repeats the key meanwhile
    hall.do("keyup", "Next")
    assert lecturer.still() == once
    lecturer.press("Escape", "ctrl+q")
    assert program.wait(20) == 0
    assert program.stderr.read() == b""
