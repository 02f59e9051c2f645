"""From the start of a program to its first picture on the screen, and what it takes of memory at rest.

The program from source, the bundle where `dev.py bundle` has made one, and Wireshark where it is installed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.first_frame import Spot, first_frame
from tests.e2e.screen import ROOT, Screen, wait_for

BUNDLED = ROOT / "build" / "bundle" / "tcpanim" / "tcpanim-gui"
PROGRAMS = {
    "source": [sys.executable, "-m", "tcpanim"],
    "bundle": [str(BUNDLED)],
    "wireshark": [shutil.which("wireshark") or "wireshark"],
}
ROUNDS = 9
BLACK = 0


@pytest.fixture
def screen(tmp_path):
    made = Screen(tmp_path, 1920, 1080)
    yield made
    made.close()


@pytest.fixture
def spot(screen):
    made = Spot(screen.display, 400, 300)  # Wireshark opens in a corner
    yield made
    made.close()


@pytest.fixture(params=PROGRAMS)
def command(request):
    command = PROGRAMS[request.param]
    if not shutil.which(command[0]):
        pytest.skip(f"there is no {command[0]}")
    return command


def end(program, spot):
    program.terminate()
    program.wait(20)
    wait_for(lambda: spot.colour() == BLACK, "an empty screen")


def may_drop_caches() -> bool:
    return os.access("/proc/sys/vm/drop_caches", os.W_OK)


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_first_picture(benchmark, screen, spot, command, warm):
    """Warm: started before; cold: nothing of it in the memory (only as root)."""
    if not warm and not may_drop_caches():
        pytest.skip("only root may empty the caches")
    running: list[subprocess.Popen] = []

    def before():
        while running:
            end(running.pop(), spot)
        if not warm:
            subprocess.run(["sync"], check=True)
            Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="ascii")

    def once():
        running.append(first_frame(spot, command, screen.environment)[2])

    benchmark.pedantic(once, setup=before, rounds=ROUNDS if warm else 3, warmup_rounds=int(warm))
    end(running.pop(), spot)


def memory(program) -> dict[str, float]:
    """Megabytes (2²⁰ bytes) that are in the memory: resident; with what is shared divided by its users; its own."""
    text = Path(f"/proc/{program.pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in text.splitlines()[1:]}
    own = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"resident": sizes["Rss"], "proportional": sizes["Pss"], "private": own}


@pytest.mark.parametrize("page", ["start", "library"])
def test_memory_at_rest(benchmark, screen, spot, command, page):
    """On the program's first page, which is the handshake with us, and on the library; four seconds after."""
    ours = command != PROGRAMS["wireshark"]
    if page == "library" and not ours:
        pytest.skip("a page of ours")
    _, _, program = first_frame(spot, command, screen.environment)
    if ours:
        wait_for(lambda: "Three-way handshake" in screen.title(), "handshake in the title")
    if page == "library":
        screen.key("ctrl+l")
    benchmark.pedantic(lambda: subprocess.run(["sleep", "4"], check=True), rounds=1)
    benchmark.extra_info["MB"] = memory(program)
    sizes = ", ".join(f"{size:.0f} MB {kind}" for kind, size in memory(program).items())
    print(f"\n{Path(command[-1]).name}, {page}: {sizes}")
    end(program, spot)


def test_size_of_the_bundle(benchmark):
    """Megabytes unpacked, and as an archive where `dev.py bundle --archive` has made one."""
    if not BUNDLED.exists():
        pytest.skip("the bundle has not been made")

    def unpacked():
        return sum(
            path.stat().st_size for path in BUNDLED.parent.rglob("*") if path.is_file() and not path.is_symlink()
        )

    size = benchmark.pedantic(unpacked, rounds=1) / 1e6
    archives = {path.name: path.stat().st_size / 1e6 for path in (ROOT / "dist").glob("tcpanim*")}
    benchmark.extra_info["MB"] = {"unpacked": size, **archives}
    print(f"\nbundle: {size:.0f} MB unpacked; {archives}")
