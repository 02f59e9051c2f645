"""From the order "capture" to a file for Wireshark: what one of the hosts has seen of the run."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from tcpanim import __version__
from tcpanim.files import write_whole
from tcpanim.gui.appearance import Appearance
from tcpanim.gui.jobs import CancelToken, Jobs
from tcpanim.gui.main_window import MainWindow
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings

if TYPE_CHECKING:
    from tcpanim.scene.names import Naming
    from tcpanim.trace.trace import Trace


class Capturing(QObject):
    """Writes the run as a capture. ``tell``: shows a line to the user, True: of something that went wrong."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        playhead: Playhead,
        appearance: Appearance,
        settings: Settings,
        tell: Callable[[str, bool], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._playhead = window, session, playhead
        self._appearance, self._settings, self._tell = appearance, settings, tell
        self.jobs = Jobs(self)
        self.jobs.done.connect(self._done)
        self.jobs.failed.connect(self._failed)
        window.closing.connect(self.jobs.close)

    def ask(self) -> None:
        """Ask where, and whose: each host is a kind of file in the dialog."""
        trace, source = self._session.trace, self._session.source
        if trace is None:
            return
        self._playhead.pause()
        say, hosts = self._appearance.catalogue.text, self.kinds()
        stem = os.path.splitext(os.path.basename(source.name))[0] if source is not None else ""  # noqa: PTH122, PTH119
        name = os.path.join(self._settings.folder, f"{stem or 'tcpanim'}.pcapng")  # noqa: PTH118
        path, kind = QFileDialog.getSaveFileName(self._window, say("capture.title"), name, ";;".join(hosts))
        if path:
            self.write(path if path.lower().endswith((".pcap", ".pcapng")) else f"{path}.pcapng", hosts[kind])

    def kinds(self) -> dict[str, str]:
        """The kinds of file in the dialog, and whose capture each of them is."""
        trace, say = self._session.trace, self._appearance.catalogue.text
        if trace is None:
            return {}
        naming = self._appearance.naming(trace, self._appearance.language)
        return {f"{say('capture.kind', host=naming.host(one.name))} (*.pcapng)": one.name for one in trace.hosts}

    def write(self, path: str, host: str) -> None:
        """Write what that host has seen; .pcap is the older form, without sentences."""
        trace = self._session.trace
        if trace is not None:
            naming = self._appearance.naming(trace, self._appearance.language)
            self.jobs.submit(lambda token: _write(path, trace, host, naming, token))

    def _done(self, path: object) -> None:
        self._settings.set("folder", os.path.dirname(str(path)))  # noqa: PTH120 - a string as Qt gave it
        self._tell(self._appearance.catalogue.text("export.saved", path=str(path)), False)

    def _failed(self, error: object) -> None:
        self._tell(self._appearance.catalogue.text("export.failed", reason=str(error)), True)


def _write(path: str, trace: Trace, host: str, naming: Naming, token: CancelToken) -> str:
    from tcpanim.export.capture import pcap, pcapng
    from tcpanim.scene.reasons import spoken_at

    def comment(t: int) -> str:
        token.check()
        return spoken_at(trace, t, naming).what

    classic = path.lower().endswith(".pcap")
    write_whole(path, pcap(trace, host) if classic else pcapng(trace, host, f"tcpanim {__version__}", comment))
    return path
