"""Texts that differ from their files and were not saved: kept on the disk, so that no end of the program loses them."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from tcpanim.files import InputError, write_whole

Key = tuple[str, str]
"""Kind and name of the source."""
_MOST = 1 << 23


class Drafts:
    """By source, the text as it was left. ``place``: the file that keeps them."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._texts: dict[Key, str] = self._read()

    def get(self, key: Key) -> str | None:
        """The draft of that source."""
        return self._texts.get(key)

    def sources(self) -> tuple[Key, ...]:
        """The sources that have one, the oldest first."""
        return tuple(self._texts)

    def keep(self, key: Key, text: str) -> None:
        """Remember ``text``, at once and on the disk."""
        if self._texts.get(key) != text:
            self._texts[key] = text
            self._write()

    def forget(self, key: Key) -> None:
        """That source has no draft any more."""
        if self._texts.pop(key, None) is not None:
            self._write()

    def _read(self) -> dict[Key, str]:
        try:
            if self._place.stat().st_size > _MOST:
                return {}
            rows = json.loads(self._place.read_text("utf-8"))
            return {(str(kind), str(name)): str(text) for kind, name, text in rows}
        except (OSError, ValueError, TypeError):
            return {}

    def _write(self) -> None:
        rows = [[*key, text] for key, text in self._texts.items()]
        # Where nothing can be kept, one can still write and save.
        with contextlib.suppress(InputError, OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(os.fspath(self._place), [json.dumps(rows, ensure_ascii=False)])
