"""The folder that `dev.py bundle` has made: what is in it, and that it works as the source does (`bundle --test`)."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "bundle" / "tcpanim"
INSIDE = FOLDER / "_internal"
PROGRAM = FOLDER / "tcpanim"
LARGEST_MB = 140

sys.path.append(str(ROOT / "packaging"))

import diet  # noqa: E402
import linux  # noqa: E402


def start(*arguments, program=PROGRAM, **environment):
    """The bundled program in a bare environment, in which no Python and no Qt can be found."""
    return subprocess.run(
        [str(program), *arguments],
        cwd="/",
        env={"PATH": "/nonexistent", "HOME": "/nonexistent/home", "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def from_source(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "tcpanim", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )


def named(pattern):
    return {path.name for path in INSIDE.rglob(pattern)}


def test_no_module_of_qt_is_there_that_nothing_uses():
    bindings = {name.removeprefix("Qt").split(".")[0] for name in named("Qt*.abi3.so")}
    assert bindings == set(diet.QT_MODULES)
    libraries = {name.removeprefix("libQt6").split(".")[0] for name in named("libQt6*.so*")}
    assert libraries <= set(diet.QT_LIBRARIES)


def test_the_plugins_are_those_that_are_meant():
    plugins: dict[str, set[str]] = {path.parent.name: set() for path in INSIDE.rglob("plugins/*/*.so")}
    for path in INSIDE.rglob("plugins/*/*.so"):
        plugins[path.parent.name].add(re.sub(r"^lib(q(?!t-))?", "", path.stem))
    assert {"xcb", "wayland", "offscreen"} == plugins.pop("platforms")
    for kind, found in plugins.items():
        assert found <= set(diet.PLUGINS[kind]), kind


def test_every_library_is_in_the_bundle_or_in_a_package_that_the_deb_depends_on():
    assert linux.needed(FOLDER) <= set(linux.PACKAGES)


def test_it_is_no_larger_than_it_may_be():
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
    assert size < LARGEST_MB * 1_000_000


def test_nothing_of_developers_is_there():
    assert named("scapy*") | named("pytest*") | named("*.po") == set()


def test_every_part_has_its_licence():
    parts = json.loads((INSIDE / "tcpanim" / "resources" / "licences" / "components.json").read_text(encoding="utf-8"))
    names = " ".join(part["name"] for part in parts)
    for name in ("tcpanim", "Qt", "numpy", "pyqtgraph", "ruamel.yaml", "Inter", "Noto Sans SC", "Python", "ICU"):
        assert name in names
    assert all(len(part["text"]) > 200 for part in parts)
    assert "LESSER GENERAL PUBLIC LICENSE" in next(part["text"] for part in parts if part["name"].startswith("Qt "))


def test_it_plays_through():
    done = start("--smoke")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_locale_that_is_not_installed_is_nothing_to_complain_of():
    done = start("--smoke", LC_ALL="", LANG="xx_YY.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["lost-last-ack", "cubic-growth"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_prints_what_the_source_prints(name, language):
    assert start("run", name, "--lang", language).stdout == from_source("run", name, "--lang", language).stdout


@pytest.mark.parametrize(
    ("language", "theme", "view"), [("en", "light", "ladder"), ("zh", "dark", "states"), ("zh", "light", "plots")]
)
def test_it_draws_what_the_source_draws(tmp_path, language, theme, view):
    asked = ("slow-start", "--lang", language, "--theme", theme, "--view", view, "--at", "step:9", "--screenshot")
    done = start(*asked, str(tmp_path / "bundle.png"))
    assert (done.returncode, done.stderr) == (0, "")
    from_source(*asked, str(tmp_path / "source.png"))
    assert (tmp_path / "bundle.png").read_bytes() == (tmp_path / "source.png").read_bytes()


def test_it_works_in_a_folder_with_spaces_and_chinese_characters_that_nobody_may_write_to(tmp_path):
    place = tmp_path / "我的 程序"
    shutil.copytree(FOLDER, place, copy_function=os.link, symlinks=True)
    scenario = tmp_path / "第一课 握手.tcpanim"
    shutil.copy(ROOT / "resources" / "scenarios" / "lost-syn.tcpanim", scenario)
    for folder in (place, *place.rglob("*")):
        if folder.is_dir():
            folder.chmod(0o555)
    try:
        done = start("run", str(scenario), program=place / "tcpanim")
        assert done.returncode == 0
        assert done.stdout == from_source("run", "lost-syn").stdout
        assert start("--smoke", program=place / "tcpanim").returncode == 0
    finally:
        for folder in (place, *place.rglob("*")):
            if folder.is_dir():
                folder.chmod(0o755)


def test_without_a_display_it_says_so_in_one_line():
    for program in ("tcpanim", "tcpanim-gui"):
        done = start(program=FOLDER / program)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        assert "display" in done.stderr


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_it_starts_at_every_scale(tmp_path, scale):
    out = tmp_path / "out.png"
    done = start("--screenshot", str(out), "--size", "1280x720", QT_SCALE_FACTOR=scale)
    assert (done.returncode, done.stderr) == (0, "")
    assert out.is_file()
