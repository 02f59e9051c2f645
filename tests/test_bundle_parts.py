"""What systems are told of the bundled program; read as the systems would read it."""

import gzip
import os
import plistlib
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QImageReader

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "packaging"))

import diet  # noqa: E402
import icons  # noqa: E402
import linux  # noqa: E402
import product  # noqa: E402
import signatures  # noqa: E402

from tcpanim import __version__  # noqa: E402
from tcpanim.library import builtins  # noqa: E402


@pytest.fixture(scope="module")
def made(tmp_path_factory, qapp):  # noqa: ARG001  (else a lesser one would be made, and stay for the tests of windows)
    folder = tmp_path_factory.mktemp("made")
    icons.write_icons(ROOT / "resources" / "icons" / "tcpanim.svg", folder / "icons")
    return folder


def pictures(path):
    """The sizes of the pictures in an icon file, as Qt reads them; each must not be blank."""
    reader = QImageReader(str(path))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        image = reader.read()
        assert image.pixelColor(image.width() // 2, image.height() // 5).alpha() == 255
        sizes.append(image.width())
    return sizes


def test_windows_icon_has_every_size(made):
    assert pictures(made / "icons" / "tcpanim.ico") == list(icons.ICO)


def test_macos_icon_has_every_size(made):
    content = (made / "icons" / "tcpanim.icns").read_bytes()
    assert content[:4] == b"icns"
    assert int.from_bytes(content[4:8], "big") == len(content)
    place, found = 8, {}
    while place < len(content):
        length = int.from_bytes(content[place + 4 : place + 8], "big")
        png = content[place + 8 : place + length]
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        found[content[place : place + 4].decode()] = int.from_bytes(png[16:20], "big")
        place += length
    assert found == icons.ICNS


def test_linux_icons_have_the_sizes_of_their_folders(made):
    for size in icons.PNGS:
        path = made / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "tcpanim.png"
        assert QImageReader(str(path)).size() == QSize(size, size)


def test_info_plist_declares_the_file_type():
    plist = plistlib.loads(plistlib.dumps(product.info_plist(__version__)))
    (document,), (kind,) = plist["CFBundleDocumentTypes"], plist["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["tcpanim"]
    assert plist["CFBundleShortVersionString"] == __version__
    # The program with a window, and as an application that has one.
    assert (plist["CFBundleExecutable"], plist["LSBackgroundOnly"]) == ("tcpanim-gui", False)


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("1.2", (1, 2, 0, 0)), ("1.2.3.4.5", (1, 2, 3, 4))]
)
def test_a_version_becomes_four_numbers(version, numbers):
    assert product.numbers(version) == numbers


def test_the_version_resource_is_what_pyinstaller_evaluates():
    recorded: dict = {}
    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    calls = {
        name: lambda *args, _name=name, **named: recorded.setdefault(_name, []).append((args, named)) for name in names
    }
    eval(product.version_resource(__version__), calls)
    assert recorded["FixedFileInfo"][0][1]["filevers"] == product.numbers(__version__)
    assert dict(args for args, _ in recorded["StringStruct"])["ProductVersion"] == __version__


@pytest.fixture(scope="module")
def share(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    linux.write_share(folder, made)
    return folder


def test_the_desktop_entry_opens_our_files(share):
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(share / "applications" / "tcpanim.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["MimeType"] == f"{product.MIME};"
    assert entry["Desktop Entry"]["Exec"] == "tcpanim-gui %f"
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / f"{entry['Desktop Entry']['Icon']}.svg").is_file()


def test_the_file_type_is_declared(share):
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = ET.parse(share / "mime" / "packages" / "tcpanim.xml").getroot()
    assert kind.get("type") == product.MIME
    assert [glob.get("pattern") for glob in kind.iter(f"{space}glob")] == ["*.tcpanim"]


def test_the_metadata_names_this_version(share):
    root = ET.parse(share / "metainfo" / f"{product.IDENTIFIER}.metainfo.xml").getroot()
    assert root.findtext("id") == product.IDENTIFIER
    assert [release.get("version") for release in root.iter("release")] == [__version__]


@pytest.mark.parametrize("command", ["", *linux.COMMANDS])
def test_man_page_and_completion_know_every_option(share, command):
    page = gzip.decompress((share / "man" / "man1" / "tcpanim.1.gz").read_bytes()).decode().replace("\\-", "-")
    asked = [sys.executable, "-m", "tcpanim", *([command] if command else []), "--help"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    options = {option for option in re.findall(r"--[a-z][a-z-]*", said) if option != "--help"}
    completions = linux.completions()
    for option in options:
        assert option in page
        assert option in completions["tcpanim.bash"]
        assert option in completions["_tcpanim"]
        assert f"-l {option[2:]}" in completions["tcpanim.fish"]


def test_completion_knows_every_built_in():
    for text in linux.completions().values():
        assert {name for name, _ in builtins()} <= set(re.split(r"[\s\"']+", text))


def test_bash_understands_its_completion(tmp_path):
    path = tmp_path / "tcpanim.bash"
    path.write_text(linux.completions()["tcpanim.bash"], encoding="utf-8")
    ask = f"source {path}; COMP_WORDS=(tcpanim run lost-sy); COMP_CWORD=2; _tcpanim; echo ${{COMPREPLY[*]}}"
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == sorted(name for name, _ in builtins() if name.startswith("lost-sy"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/QtOpenGL.abi3.so", False),
        ("PySide6/QtSql.abi3.so", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("libglib-2.0.so.0", False),
        ("libstdc++.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("libpython3.11.so.1.0", True),
        ("numpy.libs/libscipy_openblas64_-ff651d7f.so", True),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", False),
        ("PySide6/Qt/lib/QtWidgets.framework/Versions/A/QtWidgets", True),
        ("PySide6/Qt/lib/QtWidgets.framework/Resources/Info.plist", True),
        ("QtWidgets", True),
        ("QtQuick", False),
        ("Python", True),
        ("Python.framework/Versions/3.12/Python", True),
        ("Python.framework/Versions/Current", True),
    ],
)
def test_the_diet_keeps_what_is_used(name, kept):
    assert diet.keeps(name) == kept


WRONG_CALLS = """
import sys
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QLabel
loaded = {"argparse", "shibokensupport.signature.parser"} & sys.modules.keys()
for call in (
    lambda: QPoint("a", 2), lambda: QObject().setObjectName(), lambda: QTimer(nothing=1), lambda: QPoint(1, 2, 3),
    lambda: QLabel.setText(1), lambda: QObject().startTimer("soon"), lambda: QPoint() + "x",
):
    try:
        call()
    except Exception as error:
        print(repr(error))
print(QPoint.manhattanLength.__doc__)
print(len(loaded), file=sys.stderr)
"""


def test_pyside_says_of_wrong_calls_what_it_always_says_and_loads_that_only_then(tmp_path):
    """Its package copied, with the folder beside its library that the bundle has."""
    shutil.copytree(Path(shiboken6.__file__).parent, tmp_path / "shiboken6")

    def said():
        return subprocess.run(
            [sys.executable, "-c", WRONG_CALLS],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )

    whole = said()
    signatures.write(tmp_path / signatures.FOLDER)
    light = said()
    assert light.stdout == whole.stdout
    assert "Supported signatures:" in light.stdout
    assert (whole.stderr.strip(), light.stderr.strip()) == ("2", "0")


def test_the_installer_for_windows_takes_what_the_bundle_makes():
    """What can be read of it here: its files are named as they are made, and every section is one that Inno knows."""
    text = (ROOT / "packaging" / "windows" / "tcpanim.iss").read_text(encoding="utf-8")
    assert set(re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)) == {
        *("Setup", "Languages", "Tasks", "InstallDelete", "Files", "Icons", "Registry", "Run")
    }
    for line in text.splitlines():
        assert not line or line[0] in "[;# " or re.match(r"\w+(=|: )", line), line
    assert f"Software\\Classes\\.{product.SUFFIX}" in text
    assert product.MIME in text
    assert r"made\icons\tcpanim.ico" in text
    assert (ROOT / "LICENSE").is_file()


def scripts():
    return [*linux.FILES.glob("*.sh"), ROOT / "packaging" / "macos" / "dmg.sh"]


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.name)
def test_the_shell_understands_the_scripts(path):
    done = subprocess.run(["sh", "-n", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def unpacked(share, tmp_path):
    """The archive's content, with a program that says its own name."""
    folder = tmp_path / "un packed"
    shutil.copytree(share, folder / "share")
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy2(linux.FILES / script, folder / script)
    (folder / "tcpanim").mkdir()
    for name in ("tcpanim", "tcpanim-gui"):
        (folder / "tcpanim" / name).write_text(f"#!/bin/sh\necho {name}\n", encoding="utf-8")
        (folder / "tcpanim" / name).chmod(0o755)
    return folder


def test_install_and_uninstall_leave_nothing(unpacked, tmp_path):
    home = tmp_path / "我 & you | home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    for _ in range(2):  # over an older one, too
        subprocess.run([str(unpacked / "install.sh")], env=environment, check=True, capture_output=True)
    entry = (home / ".local" / "share" / "applications" / "tcpanim.desktop").read_text(encoding="utf-8")
    program = home / ".local" / "bin" / "tcpanim-gui"
    assert f'Exec="{program}" %f' in entry
    assert subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout == "tcpanim-gui\n"
    subprocess.run([str(home / ".local/lib/tcpanim/uninstall.sh")], env=environment, check=True, capture_output=True)
    assert [path for path in home.rglob("*") if not path.is_dir()] == []
