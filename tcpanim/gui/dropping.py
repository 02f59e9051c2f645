"""What is dragged over the window: which file would be opened, or why none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMimeData

SUFFIXES = (".tcpanim", ".yaml", ".yml")
"""Those of scenarios; other files are looked into."""
_START = 4096
_MARKS = (b"tcpanim:", "tcpanim:".encode("utf-16-le"), "tcpanim:".encode("utf-16-be"))


class Dragged(NamedTuple):
    """The first of so many ``files``, and "" or why it cannot be opened.

    ``refused``: folder, missing, forbidden, unreadable, elsewhere (on another computer), other (no scenario).
    """

    path: str
    files: int
    refused: str

    @property
    def name(self) -> str:
        """How people call it."""
        return Path(self.path).name or self.path


def dragged(data: QMimeData) -> Dragged | None:
    """What would be opened; None: no file is dragged, but text, or a picture."""
    urls = data.urls()
    if not urls:
        return None
    local = [url.toLocalFile() for url in urls if url.isLocalFile()]
    if not local:
        return Dragged(urls[0].toDisplayString(), len(urls), "elsewhere")
    return Dragged(local[0], len(local), _refused(Path(local[0])))


def _refused(path: Path) -> str:
    try:
        if path.is_dir():
            return "folder"
        if path.suffix.lower() in SUFFIXES:
            path.stat()
            return "" if os.access(path, os.R_OK) else "forbidden"
        with path.open("rb") as file:
            start = file.read(_START)
        return "" if any(mark in start for mark in _MARKS) else "other"
    except FileNotFoundError:
        return "missing"
    except PermissionError:
        return "forbidden"
    except (OSError, ValueError):
        return "unreadable"
