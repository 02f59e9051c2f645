"""The shortest test that the whole program works: plays a run through, steps back, switches the language."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from tcpanim.gui.desk import Desk

_FRAME = 1 / 60
_LONGEST = 60 * 600


class Smoke(QObject):
    """Quits with 0 when everything went as it should, else with 1 and a line on the terminal."""

    _drawn = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._faults: list[str] = []
        desk.faults.happened.connect(lambda line, _details: self._faults.append(line))
        desk.session.settled.connect(self._ready)
        self._drawn.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def _ready(self) -> None:
        self._drawn.emit()

    def _run(self) -> None:
        problem = self._go_through()
        if not problem and self._faults:
            problem = self._faults[0]
        if problem:
            print(f"tcpanim: smoke test failed: {problem}", file=sys.stderr)  # noqa: T201
        self._desk.window.close()
        QCoreApplication.exit(1 if problem else 0)

    def _go_through(self) -> str:
        """What went wrong, "" when nothing did."""
        desk = self._desk
        trace, playhead, window = desk.session.trace, desk.playhead, desk.window
        if trace is None:
            return "the scenario did not run"
        playhead.play()
        for _ in range(_LONGEST):
            if not playhead.direction:
                if playhead.t == trace.end:
                    break
                playhead.play()  # on, after a note that pauses
            playhead.advance(_FRAME)
            window.stage.repaint()
        if playhead.t != trace.end:
            return f"playing stopped at {playhead.t} ns, not at the end"
        before = trace.previous_moment(trace.end)
        playhead.step_back()
        if playhead.t != before:
            return f"a step back from the end led to {playhead.t} ns"
        said = window.caption.what.text()
        desk.controller.next_language()
        window.repaint()
        if not said or window.caption.what.text() == said:
            return "switching the language left the caption as it was"
        return ""
