"""What the program is made of, and under which terms.

A bundled program carries the list; elsewhere it comes from the fonts' own files and the packages' own metadata.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from tcpanim import __version__, paths

if TYPE_CHECKING:
    from importlib import metadata

_PACKAGES = ("PySide6-Essentials", "numpy", "pyqtgraph", "ruamel.yaml")


@dataclass(frozen=True, slots=True)
class Component:
    """A part: its name and version, the licence in a few words, and its text as far as it comes along."""

    name: str
    version: str
    licence: str
    text: str


def components() -> tuple[Component, ...]:
    """The program itself, Qt and the libraries, the fonts."""
    carried = paths.resources() / "licences" / "components.json"
    if carried.is_file():
        return tuple(Component(**one) for one in json.loads(carried.read_text(encoding="utf-8")))
    return collected()


def collected() -> tuple[Component, ...]:
    """The same, from what is installed."""
    return (_ourselves(), *(_package(name) for name in _PACKAGES), *_fonts())


def _ourselves() -> Component:
    from importlib import metadata  # with the half of the library that reads mail; a bundle does without

    try:
        text = _texts(metadata.distribution("tcpanim"), "/LICENSE")  # the fonts' have rows of their own
    except metadata.PackageNotFoundError:
        text = ""
    if not text:
        file = paths.resources().parent / "LICENSE"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return Component("tcpanim", __version__, "MIT", text)


def _package(name: str) -> Component:
    from importlib import metadata  # with the half of the library that reads mail; a bundle does without

    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:  # a frozen program may have left its metadata behind
        return Component(name, "", "", "")
    about = found.metadata.json
    licence = str(about.get("license_expression") or about.get("license") or "")
    shown = f"Qt {qVersion()}, {name}" if name.startswith("PySide6") else name
    links = about.get("project_url") or []
    page = str(about.get("home_page") or next((link.split(",", 1)[1].strip() for link in links if "," in link), ""))
    text = _texts(found) or "\n\n".join(part for part in (licence, page) if part)
    return Component(shown, found.version, licence.split("\n", maxsplit=1)[0][:80], text)


def _texts(found: metadata.Distribution, end: str = "") -> str:
    """The licence files that a package carries, those whose names have that ``end``."""
    carried = (file for file in found.files or () if ".dist-info/" in str(file) and str(file).endswith(end))
    names = [file for file in carried if "licen" in str(file).lower()]
    return "\n\n".join(file.read_text(encoding="utf-8") for file in names[:4] if Path(str(file.locate())).is_file())


def _fonts() -> tuple[Component, ...]:
    made = []
    for path in sorted((paths.resources() / "fonts").glob("*-OFL.txt")):
        text = path.read_text(encoding="utf-8")
        made.append(Component(_NAMES.get(path.name[: -len("-OFL.txt")], path.stem), "", "OFL-1.1", text))
    return tuple(made)


_NAMES = {
    "Inter": "Inter",
    "JetBrainsMono": "JetBrains Mono",
    "NotoSansSC": "Noto Sans SC",
    "NotoSansSymbols2": "Noto Sans Symbols 2",
    "tcpanimPunctuation": "Noto Sans SC (punctuation)",
}
