"""From the order "save data" to a file for other programs: a capture for Wireshark, a table for a spreadsheet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFileDialog

from tcpanim import __version__
from tcpanim.files import write_whole
from tcpanim.gui.jobs import CancelToken, Jobs
from tcpanim.gui.orders.orders import Orders, Tools

if TYPE_CHECKING:
    from tcpanim.scene.names import Naming
    from tcpanim.trace.trace import Trace

TABLES = ("ladder", "plots", "states", "events")
"""The views whose numbers can be had as a table."""

SUFFIXES = {".csv": "csv", ".pcap": "pcapng", ".pcapng": "pcapng"}
"""How the name of a file may end, and of which kind it then is."""


class Kind(NamedTuple):
    """What is written: ``suffix`` of the file, and the host whose capture, or the view whose table it is."""

    suffix: str
    of: str


class DataFiles(Orders):
    """Writes the run's data."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.jobs = Jobs(self)
        self.jobs.done.connect(self._done)
        self.jobs.failed.connect(self._failed)
        self._window.closing.connect(self.jobs.finish)  # the file was wanted

    def ask(self) -> None:
        """Ask what, and where: everything that can be written is a kind of file in the dialog."""
        source, kinds = self._session.source, self.kinds()
        if not kinds:
            return
        self._playhead.pause()
        stem = os.path.splitext(os.path.basename(source.name))[0] if source is not None else ""  # noqa: PTH122, PTH119
        name = os.path.join(self._settings.folder, stem or "tcpanim")  # noqa: PTH118
        title = self._appearance.catalogue.text("data.title")
        path, chosen = QFileDialog.getSaveFileName(self._window, title, name, ";;".join(kinds))
        if path:
            self.write(path, kinds[chosen])

    def kinds(self) -> dict[str, Kind]:
        """The kinds of file as the dialog calls them."""
        trace, say = self._session.trace, self._appearance.catalogue.text
        if trace is None:
            return {}
        naming = self._appearance.naming(trace, self._appearance.language)
        captures = {say("data.capture", host=naming.host(one.name)): Kind("pcapng", one.name) for one in trace.hosts}
        tables = {say(f"data.table-{view}"): Kind("csv", view) for view in TABLES}
        return {f"{words} (*.{kind.suffix})": kind for words, kind in (captures | tables).items()}

    def write(self, path: str, kind: Kind) -> None:
        """Write it; a capture whose name ends with .pcap is of the older form, without sentences.

        A name that ends as another kind of file does is meant: then it is the first of that kind.
        """
        trace = self._session.trace
        if trace is None:
            return
        suffix = SUFFIXES.get(os.path.splitext(path)[1].lower())  # noqa: PTH122 - a string as Qt gave it
        if suffix is None:
            path = f"{path}.{kind.suffix}"
        elif suffix != kind.suffix:
            kind = next(one for one in self.kinds().values() if one.suffix == suffix)
        naming = self._appearance.naming(trace, self._appearance.language)
        self.jobs.submit(lambda token: _write(path, kind, trace, naming, token))

    def _done(self, path: object) -> None:
        self._settings.set("folder", os.path.dirname(str(path)))  # noqa: PTH120 - a string as Qt gave it
        self._tell(self._appearance.catalogue.text("export.saved", path=str(path)), False)

    def _failed(self, error: object) -> None:
        self._tell(self._appearance.catalogue.text("export.failed", reason=str(error)), True)


def _write(path: str, kind: Kind, trace: Trace, naming: Naming, token: CancelToken) -> str:
    from tcpanim.export.capture import pcap, pcapng
    from tcpanim.export.table import table
    from tcpanim.scene.reasons import spoken_at

    def comment(t: int) -> str:
        token.check()
        return spoken_at(trace, t, naming).what

    if kind.suffix == "csv":
        write_whole(path, table(trace, naming, kind.of))
    elif path.lower().endswith(".pcap"):
        write_whole(path, pcap(trace, kind.of))
    else:
        write_whole(path, pcapng(trace, kind.of, f"tcpanim {__version__}", comment))
    return path
