"""The data files are found in a source tree, in an installed wheel and in a frozen program."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tcpanim import paths

ROOT = Path(__file__).resolve().parent.parent

# What a process finds that knows only this copy of the package.
ASK = """
import json
from tcpanim import paths
print(json.dumps([str(paths.resources()), *map(str, [paths.catalogue("zh"), *paths.fonts(), *paths.scenarios()])]))
"""


def ask(folder: Path) -> list[Path]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}
    answer = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, check=True, text=True)
    return [Path(name) for name in json.loads(answer.stdout)]


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory):
    """The wheel as an installer would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site-packages")
    return folder / "site-packages"


def test_a_source_tree_uses_its_resources_in_place():
    assert paths.resources() == ROOT / "resources"
    assert paths.catalogue("en").is_file()
    assert {path.name for path in paths.fonts()} >= {"Inter-Regular.ttf", "NotoSansSC-Regular.otf"}


def test_a_wheel_carries_them_inside_the_package(unpacked_wheel):
    resources, *files = ask(unpacked_wheel)
    assert resources == unpacked_wheel / "tcpanim" / "resources"
    assert all(path.is_file() for path in files)
    shipped = {path.relative_to(resources) for path in files}
    assert shipped >= {path.relative_to(ROOT / "resources") for path in (*paths.fonts(), *paths.scenarios())}


def test_a_wheel_holds_the_program_and_no_developers_things(unpacked_wheel):
    top = {path.name for path in unpacked_wheel.iterdir()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"tcpanim"}


def test_without_resources_the_message_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "tcpanim" / "paths.py"))
    with pytest.raises(FileNotFoundError, match="without its resources"):
        paths.resources()
