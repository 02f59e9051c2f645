"""The real program on a virtual screen: how long until its window stands there, and what it takes at rest."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.screen import Screen, wait_for


@pytest.fixture
def screen(tmp_path):
    made = Screen(tmp_path, 1920, 1080)
    yield made
    made.close()


def start(screen):
    """Start the program; returns once its window can be seen."""
    program = screen.start(sys.executable, "-m", "tcpanim")
    while not screen.find("tcpanim"):
        assert program.poll() is None, program.stderr.read()
    return program


def stop(screen, program):
    screen.key("ctrl+q")
    program.wait(20)


def test_window_after_start(benchmark, screen):
    """From the start of the process to a visible window; a call of xdotool, some 10 ms, is the grain."""
    running = []

    def once():
        running.append(start(screen))

    def end():
        while running:
            stop(screen, running.pop())

    benchmark.pedantic(once, setup=end, rounds=7, warmup_rounds=1)
    end()


def resident(program) -> int:
    """Resident memory in MB."""
    pages = int(Path(f"/proc/{program.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def processor_ticks(program) -> int:
    fields = Path(f"/proc/{program.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_memory_and_processor_at_rest(benchmark, screen):
    """On the handshake, paused: MB resident and processor ticks (10 ms) in five seconds, as extra information."""
    program = start(screen)
    wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    subprocess.run(["sleep", "3"], check=True)
    before = processor_ticks(program)
    benchmark.pedantic(lambda: subprocess.run(["sleep", "5"], check=True), rounds=1)
    benchmark.extra_info["ticks in 5 s"] = processor_ticks(program) - before
    benchmark.extra_info["resident MB"] = resident(program)
    print(f"\nat rest: {benchmark.extra_info}")
    stop(screen, program)
