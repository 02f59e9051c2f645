"""A picture of the window, made by the window itself."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QObject, QSaveFile, Qt, Signal

from tcpanim.gui.desk import Desk
from tcpanim.gui.errands import go_as_asked
from tcpanim.gui.options import WindowOptions


class Screenshot(QObject):
    """Waits for the run, goes to the moment, saves, and quits: 0 when the picture was saved, else 1."""

    _laid_out = Signal()

    def __init__(self, desk: Desk, options: WindowOptions) -> None:
        super().__init__()
        self._desk, self._options = desk, options
        desk.session.settled.connect(self._loaded)
        if options.compare is not None:
            desk.comparing.settled.connect(self._ready, Qt.ConnectionType.SingleShotConnection)
        # A turn of the event loop later everything has its size.
        self._laid_out.connect(self._save, Qt.ConnectionType.QueuedConnection)

    def _loaded(self) -> None:
        if self._options.compare is None or self._desk.session.trace is None:
            self._ready()
        else:
            go_as_asked(self._desk, self._options)

    def _ready(self) -> None:
        go_as_asked(self._desk, self._options, compared=True)
        self._desk.playhead.pause()
        self._laid_out.emit()

    def _save(self) -> None:
        try:
            saved = self._draw()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody is there to wait for
            self._desk.faults.report(error)
            saved = False
        self._desk.window.close()
        QCoreApplication.exit(0 if saved else 1)

    def _draw(self) -> bool:
        from tcpanim.gui.widgets.plots import Plots

        for plots in self._desk.window.findChildren(Plots):
            plots.prepare()
        # Texts that wrap settle their heights in rounds.
        for _ in range(4):
            QCoreApplication.sendPostedEvents()
        presentation = self._desk.presentation
        picture = presentation.picture.pixmap if presentation.on else self._desk.window.grab()
        assert self._options.screenshot is not None
        path = os.path.abspath(self._options.screenshot)  # noqa: PTH100 - a string as it was given
        file = QSaveFile(path)
        saved = file.open(QSaveFile.OpenModeFlag.WriteOnly) and picture.save(file, "PNG") and file.commit()
        if not saved:
            print(f"tcpanim: {path} could not be written: {file.errorString()}", file=sys.stderr)  # noqa: T201
        return saved
