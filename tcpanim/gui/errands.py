"""What the command line asks of a window once its run is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from tcpanim.gui.desk import Desk
from tcpanim.gui.loading import named_source
from tcpanim.gui.options import WindowOptions


def go_as_asked(desk: Desk, options: WindowOptions, *, compared: bool = False) -> None:
    """To the moment and the view of the command line.

    A comparison that is asked for comes first: the rest follows with ``compared``, once it is there or there is none.
    """
    trace = desk.session.trace
    if trace is None:
        return
    if options.at is not None:
        kind, number = options.at
        if kind == "step":
            moments = desk.comparing.moments or trace.moments
            number = moments[min(number, len(moments)) - 1] if number > 0 and moments else 0
        desk.playhead.seek(number)
    if options.view is not None:
        desk.controller.show_view(options.view)
    if options.compare is not None and not compared and not desk.comparing.shown:
        if options.compare:
            desk.comparing.open(named_source(options.compare))
        else:
            desk.comparing.toggle()
        return
    if options.present:
        whole = options.screenshot is None
        desk.presentation.begin(here=options.at is not None, whole=whole, size=None if whole else options.size)
        if options.view is not None:
            desk.presentation.panels.bring(options.view)
    if options.play:
        desk.playhead.play()


class Prepare(QObject):
    """Goes to the asked-for moment once, when the run is there."""

    def __init__(self, desk: Desk, options: WindowOptions) -> None:
        super().__init__()
        self._desk, self._options = desk, options
        desk.session.settled.connect(self._ready, Qt.ConnectionType.SingleShotConnection)
        if options.compare is not None:
            desk.comparing.settled.connect(self._compared, Qt.ConnectionType.SingleShotConnection)

    def _ready(self) -> None:
        go_as_asked(self._desk, self._options)

    def _compared(self) -> None:
        go_as_asked(self._desk, self._options, compared=True)
