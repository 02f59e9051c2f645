"""Makes the folder that users unpack and start, and from it the archive and the Debian package.

Run by `dev.py bundle`, in .venv: PyInstaller and Qt are at hand.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import icu
import product
import signatures
from bootstrap import ROOT

BUILD = ROOT / "build" / "bundle"
MADE = BUILD / "made"
DIST = ROOT / "dist"
FOLDER = BUILD / "tcpanim"
LARGEST = 20


def main(arguments: list[str]) -> int:
    """Build what is asked for."""
    parser = argparse.ArgumentParser(prog="dev.py bundle", description="Build the program as users get it.")
    parser.add_argument("--report", action="store_true", help="list the largest files of the bundle")
    parser.add_argument("--test", action="store_true", help="look at what is in it, and try it")
    parser.add_argument("--archive", action="store_true", help="also dist/tcpanim-VERSION-SYSTEM.tar.xz")
    parser.add_argument("--deb", action="store_true", help="also dist/tcpanim_VERSION_ARCH.deb")
    given = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    prepare()
    build()
    if given.report:
        report()
    if given.test and tried():
        return 1
    if given.archive or given.deb:
        import linux  # noqa: PLC0415 - nothing of it is there on other systems

        DIST.mkdir(exist_ok=True)
        if given.archive:
            told(linux.archive(FOLDER, MADE, DIST))
        if given.deb:
            told(linux.debian_package(FOLDER, MADE, DIST))
    return 0


def tried() -> int:
    """The checks of the finished folder; pytest's exit code."""
    checks = ["tests/bundle", "-o", "python_files=check_*.py", "-q", "-p", "no:cacheprovider"]
    return subprocess.run([sys.executable, "-m", "pytest", *checks], cwd=ROOT, check=False).returncode


def told(path: Path) -> None:
    """Say what was made."""
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")


def prepare() -> None:
    """What is made before: icons, licences, PySide's own Python, the version resource."""
    from icons import write_icons  # noqa: PLC0415 - Qt is loaded only where something is built

    from tcpanim import __version__  # noqa: PLC0415

    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir(parents=True)
    write_icons(ROOT / "resources" / "icons" / "tcpanim.svg", MADE / "icons")
    write_licences(MADE / "licences")
    signatures.write(MADE / "signatures")
    (MADE / "version.txt").write_text(product.version_resource(__version__), encoding="utf-8")


def write_licences(folder: Path) -> None:
    """All that the bundle is made of, with its terms: About shows components.json, and people find the texts."""
    from tcpanim.gui.licences import Component, collected  # noqa: PLC0415

    texts = ROOT / "packaging" / "licences"
    said = {path.stem: path.read_text(encoding="utf-8") for path in texts.glob("*.txt")}
    qt = said["qt"] + said["LGPL-3"] + "\n\n" + said["GPL-3"]
    found = [
        Component(one.name, one.version, "LGPL-3.0-only", qt) if one.name.startswith("Qt ") else one
        for one in collected()
    ]
    found += [
        Component("Python", platform.python_version(), "PSF-2.0", python_licence()),
        Component("PyInstaller's bootloader", "", "GPL-2.0-or-later, with an exception", said["bootloader"]),
        Component("ICU", "", "Unicode-3.0", said["icu"]),
    ]
    folder.mkdir(parents=True)
    whole = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1)
    (folder / "components.json").write_text(whole, encoding="utf-8")
    for one in found:
        assert one.text, f"{one.name}: no licence text"


def python_licence() -> str:
    """The text that comes with the Python that is bundled."""
    library = Path(os.__file__).parent
    places = (library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt", Path("/usr/share/doc/python3/copyright"))
    return next(
        (path.read_text(encoding="utf-8") for path in places if path.is_file()),
        "https://docs.python.org/3/license.html",
    )


def build() -> None:
    """Run PyInstaller."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run(
        [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(BUILD),
            "--workpath", str(BUILD / "work"), str(ROOT / "packaging" / "tcpanim.spec"),
        ],
        env={
            **os.environ, "TCPANIM_MADE": str(MADE), "PYINSTALLER_CONFIG_DIR": str(BUILD / "cache"),
            "PYTHONNODEBUGRANGES": "1",  # a traceback says the line; the columns of all code would be two megabytes
        },
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    if sys.platform.startswith("linux"):
        strip()
        for library in FOLDER.rglob("libicudata.so.*"):
            if not library.is_symlink():
                icu.reduce(library)
        (FOLDER / "tcpanim-gui").symlink_to("tcpanim")
    print(f"{FOLDER.relative_to(ROOT)}: {sum(size for size, _ in sizes()) / 1e6:.1f} MB")


def strip() -> None:
    """Take names and debugging out of libraries; those in numpy.libs have been rewritten once and do not survive it."""
    for path in FOLDER.rglob("*.so*"):
        if path.is_file() and not path.is_symlink():
            if path.parent.name != "numpy.libs":
                subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
            path.chmod(0o644)  # nobody runs a library by itself


def sizes() -> Iterator[tuple[int, Path]]:
    """Every file of the bundle with its size; a link counts nothing."""
    for path in FOLDER.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.stat().st_size, path.relative_to(FOLDER)


def report() -> None:
    """Where the bytes are."""
    for size, path in sorted(sizes(), reverse=True)[:LARGEST]:
        print(f"{size / 1e6:8.1f} MB  {path}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
