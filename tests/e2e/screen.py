"""The real program on a virtual screen with a window manager, driven by keys and mouse."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}


def wait_for(condition, what, seconds=20.0):
    """Ask until it is so; the tests of other programs cannot be told when."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        subprocess.run(["sleep", "0.05"], check=True)
    pytest.fail(f"in {seconds:.0f} s there was no {what}")


class Screen:
    """A virtual screen; what is started on it ends with it."""

    def __init__(self, folder, width=1600, height=1000):
        self._folder = folder
        self._programs = []
        read, write = os.pipe()
        self._programs.append(
            subprocess.Popen(
                ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-noreset"],
                pass_fds=[write],
                stderr=subprocess.DEVNULL,
            )
        )
        os.close(write)
        with os.fdopen(read) as answer:
            self.display = f":{answer.readline().strip()}"
        home = folder / "home"
        home.mkdir()
        self.environment = {
            **os.environ,
            "DISPLAY": self.display,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }
        self.start("openbox")

    def start(self, *command):
        program = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self._folder
        )
        self._programs.append(program)
        return program

    def tcpanim(self, *arguments):
        """Start the program and wait for its window."""
        program = self.start(sys.executable, "-m", "tcpanim", *arguments)
        wait_for(lambda: self.find("tcpanim"), "window")
        return program

    def do(self, *order):
        """One order of xdotool; its answer."""
        done = subprocess.run(["xdotool", *order], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def find(self, title):
        """The ids of visible windows with that in their titles."""
        return self.do("search", "--onlyvisible", "--name", title).split()

    def title(self):
        """The title of our window."""
        windows = self.find("tcpanim")
        return self.do("getwindowname", windows[0]) if windows else ""

    def key(self, *keys):
        self.do("key", "--clearmodifiers", *keys)

    def close(self):
        for program in reversed(self._programs):
            if program.poll() is None:
                program.terminate()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
            if program.stderr:
                program.stderr.close()
