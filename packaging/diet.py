"""What goes into the bundle and what does not: Qt, numpy and pyqtgraph bring far more than the window uses.

What of ICU stays is said in icu.py. numpy's linear algebra stays, OpenBLAS, 25 MB and the largest file, though no plot
needs it: numpy's core is linked to it, and asks for its functions when it is loaded (`_multiarray_umath`,
`_umath_linalg`). In its place a library of one's own would have to be compiled, which nothing here needs a compiler
for, and multiply matrices rightly, as numpy's own code calls it wherever it multiplies; where one function is missing,
the program ends within a plot. A numpy without it has to be built from source, and is not what the tests run with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import signatures

QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "DBus")
"""What is imported. DBus keeps the screen awake in a lecture, and is Qt's own way to desktops and input methods."""
STAND_INS = {"PySide6.QtOpenGL": "qt_opengl.py", "PySide6.QtOpenGLWidgets": "qt_opengl_widgets.py"}
"""pyqtgraph imports these two, ten megabytes, for what is never used here; small modules take their places."""
QT_LIBRARIES = (*QT_MODULES, "XcbQpa", "WaylandClient", "WlShellIntegration")

PLUGINS: dict[str, tuple[str, ...]] = {
    "iconengines": ("svgicon",),
    "imageformats": ("gif", "ico", "jpeg", "svg", "webp"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platforms": ("xcb", "wayland", "wayland-egl", "wayland-generic", "offscreen", "windows", "cocoa"),
    "platformthemes": ("xdgdesktopportal",),
    "styles": ("modernwindowsstyle", "windowsvistastyle", "macstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": (),
}
"""Qt's plugins that are kept: not those of compositors and embedded screens, virtual keyboard, TLS, databases, QML; nor
the GTK theme, which would drag the whole of GTK along."""

TRANSLATIONS = ("qtbase_zh_CN.qm",)

MODULES = (
    # the interpreter's own
    "_bz2", "_hashlib", "_lzma", "_ssl", "bdb", "bz2", "curses", "distutils", "doctest", "ensurepip", "idlelib",
    "lib2to3", "lzma", "pdb", "pydoc_data", "pyexpat", "readline", "rlcompleter",
    "sqlite3", "ssl", "test", "tkinter", "turtle", "unittest", "venv", "xmlrpc",
    # what only developers have
    "_pytest", "babel", "fontTools", "hatchling", "hypothesis", "mypy", "packaging", "pip", "pytest", "scapy",
    "setuptools", "wheel", "PIL", "IPython", "matplotlib", "scipy", "cupy", "numba", "h5py", "OpenGL", "colorcet",
    # parts of libraries that nothing here uses
    "numpy.f2py", "numpy.distutils", "numpy.testing", "numpy.typing.tests", "numpy.ctypeslib.tests",
    "pyqtgraph.canvas", "pyqtgraph.console", "pyqtgraph.examples", "pyqtgraph.flowchart", "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    "PySide6.QtConcurrent", "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtNetwork", "PySide6.QtPrintSupport",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtSvgWidgets", "PySide6.QtTest",
    "PySide6.QtUiTools", "PySide6.QtXml", *STAND_INS,
)  # fmt: skip

LIBRARIES = (
    "libQt6", "libffi", "libgfortran-", "libicu", "libpyside6", "libpython", "libquadmath-", "libscipy_",
    "libshiboken6", "libxcb-", "libxkbcommon-x11",
)  # fmt: skip
"""How the libraries begin that come along on Linux. All others are the system's own, as its drivers and plugins are
made for them; the small ones of X are not on every desktop."""


def data(resources: Path, made: Path) -> list[tuple[str, str]]:
    """The program's own files and those that were ``made``, as (from, to folder)."""
    return [
        *((path, to) for path, to in _tree(resources, "tcpanim/resources") if not path.endswith((".po", ".pyc"))),
        *_tree(made / "licences", "tcpanim/resources/licences"),
        *_tree(made / "signatures", signatures.FOLDER),
    ]


def _tree(folder: Path, to: str) -> Iterator[tuple[str, str]]:
    """All files of ``folder``, which becomes ``to``."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path), str(PurePosixPath(to, *path.relative_to(folder).parent.parts))


def keeps(name: str) -> bool:
    """Whether what PyInstaller found goes into the bundle; ``name``: its path there."""
    path = PurePosixPath(name.replace("\\", "/"))
    return _keeps_qt(path) and _keeps_library(path) and _keeps_of_packages(path)


def _keeps_qt(path: PurePosixPath) -> bool:
    parts = path.parts
    if "plugins" in parts and "PySide6" in parts:
        kind, plugin = parts[parts.index("plugins") + 1], path.name.split(".")[0]
        plugin = re.sub(r"^(lib)?q?", "", plugin) if kind != "wayland-decoration-client" else plugin.removeprefix("lib")
        return plugin in PLUGINS.get(kind, ())
    if "translations" in parts and "PySide6" in parts:
        return path.name in TRANSLATIONS
    library = re.match(r"(?:lib)?Qt6?([A-Z]\w*?)(?:\.abi3)?\.(?:so|dll|pyd|dylib)", path.name)
    if library is not None:
        return library[1] in QT_LIBRARIES
    # On macOS a library is in a folder, and PyInstaller puts a link to it beside the program; so is Python itself.
    framework = re.match(r"(?:.*/)?Qt(\w+)\.framework/|Qt([A-Z]\w*)$", str(path))
    if framework is not None:
        return (framework[1] or framework[2]) in QT_LIBRARIES
    return "qml" not in parts and path.name != "opengl32sw.dll"


def _keeps_library(path: PurePosixPath) -> bool:
    """Libraries of the Linux system stay the system's."""
    return len(path.parts) > 1 or ".so" not in path.name or path.name.startswith(LIBRARIES)


def _keeps_of_packages(path: PurePosixPath) -> bool:
    if path.parts[0].endswith(".dist-info"):
        return False  # licences are collected otherwise, and it says where the program was built
    if path.parts[0] == "pyqtgraph":
        return path.parts[1:2] == ("colors",) or path.suffix == ".so"
    return path.suffix not in (".pyi", ".pyx", ".pxd", ".h", ".c", ".typed")
