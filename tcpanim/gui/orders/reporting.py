"""A report of a problem: one zip with the log, the versions and the scenario shown. It is saved; nothing is sent."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QDate, QDir, QLocale, QSysInfo, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from tcpanim import __version__
from tcpanim.files import InputError, write_whole
from tcpanim.gui.orders.orders import Orders, Tools

LONGEST_LOG = 200_000


class Reporting(Orders):
    """Writes a report where the user wants it."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._controller.report_requested.connect(self._ask)

    def _ask(self) -> None:
        self._playhead.pause()
        say = self._appearance.catalogue.text
        date = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        name = os.path.join(self._settings.folder or QDir.homePath(), f"tcpanim-report-{date}.zip")  # noqa: PTH118
        path, _ = QFileDialog.getSaveFileName(self._window, say("report.title"), name, f"{say('report.kind')} (*.zip)")
        if path:
            self.write(path if path.lower().endswith(".zip") else f"{path}.zip")

    def write(self, path: str) -> None:
        """Write the report, and say where it is."""
        import zipfile  # loaded only for who has a problem

        say = self._appearance.catalogue.text
        whole = BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts().items():
                archive.writestr(name, content)
        try:
            write_whole(path, [whole.getvalue()])
        except InputError as error:
            self._tell(say("report.failed", reason=str(error)), True)
        else:
            self._tell(say("report.saved", path=path), False)

    def parts(self) -> dict[str, str]:
        """What is in it, by file name; the home folder, and with it the user's name, is left out of every path."""
        log = self._faults.log_path()
        parts = {"versions.txt": "\n".join(self._versions()) + "\n", "log.txt": _end_of(log)}
        scenario = self._scenario()
        if scenario:
            parts["scenario.tcpanim"] = scenario
        home = str(Path.home())
        return {name: text.replace(home, "~") if len(home) > 1 else text for name, text in parts.items()}

    def _versions(self) -> Iterator[str]:
        yield f"tcpanim {__version__}{' (bundled)' if getattr(sys, 'frozen', False) else ''}"
        yield f"Python {sys.version.split()[0]}, Qt {qVersion()}"
        yield f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}"
        yield f"{QSysInfo.currentCpuArchitecture()}, {QGuiApplication.platformName()}"
        for screen in QGuiApplication.screens():
            size = screen.size()
            yield f"screen {size.width()} x {size.height()} at {screen.devicePixelRatio():g}"
        window, appearance, source = self._window, self._appearance, self._session.source
        yield f"window {window.width()} x {window.height()}, view {window.view}"
        yield f"locale {QLocale.system().name()}, language {appearance.display}, theme {appearance.theme}"
        if source is not None:
            yield f"shown: {source.kind} {source.name}, at {self._playhead.t} ns, changed: {self._session.changed}"

    def _scenario(self) -> str:
        """The text of what is shown; a built-in is named among the versions."""
        source = self._session.source
        if source is None or source.kind == "builtin":
            return ""
        if source.content is not None:
            return source.content.decode("utf-8", "replace")
        try:
            return Path(source.name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


def _end_of(log: Path) -> str:
    """The last part of the log; "" where there is none."""
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-LONGEST_LOG:]
    except OSError:
        return ""
