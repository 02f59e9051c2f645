"""Makes the pictures of the documentation anew: `python3 packaging/dev.py screenshots [NAME…]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "packaging" / "images"

# A file with mistakes that people make: a duration without its unit, two words mistyped.
ERRONEOUS = """\
tcpanim: 1
title: My first scenario
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: 300}
wire: {delay: 50}
script:
  - {at: 0 ms, server: listen}
  - {at: 10 ms, clinet: open}
  - {when: {client: ESTABLISHD}, client: close}
"""

PICTURES = {
    "handshake": ("three-way-handshake", "--at", "88 ms", "--lang", "en", "--theme", "light"),
    "close": ("four-way-close", "--at", "step:21", "--lang", "zh", "--theme", "light"),
    "lost-ack": ("lost-handshake-ack", "--at", "150 ms", "--lang", "en", "--theme", "dark"),
    "audience": ("four-way-close", "--present", "--at", "step:16", "--lang", "zh", "--theme", "dark"),
    "compare": ("two-way-handshake", "--compare", "--at", "step:8", "--lang", "en", "--theme", "light"),
    "plots": ("fast-retransmit-reno", "--at", "step:40", "--lang", "en", "--theme", "dark"),
    "problems": ("first.tcpanim", "--lang", "zh", "--theme", "dark"),
}


def main(names: list[str]) -> int:
    """Make the named pictures, or all."""
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        print(f"there is no picture {', '.join(unknown)}; there are {', '.join(PICTURES)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "first.tcpanim").write_text(ERRONEOUS, encoding="utf-8")
        return max(make(name, Path(folder)) for name in names or PICTURES)


def make(name: str, folder: Path) -> int:
    """One picture, drawn without a screen; the exit code of the program."""
    target = FOLDER / f"{name}.png"
    command = [sys.executable, "-m", "tcpanim", *PICTURES[name], "--size", "1920x1080", "--screenshot", str(target)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    made = done.returncode == (1 if name == "problems" else 0)  # a picture of mistakes tells of them by its exit code
    print(f"{target.relative_to(ROOT)}" if made else f"{name}: failed")
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
