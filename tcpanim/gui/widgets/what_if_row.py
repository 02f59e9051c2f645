"""Under a segment's page stand two questions: what if this one is lost, and what else."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, REGULAR, SEMIBOLD
from tcpanim.gui.widgets.parts import KeyButton
from tcpanim.scene.same_segment import Opposite, was_lost
from tcpanim.trace.trace import Trace


class WhatIfRow(QWidget):
    """Two buttons: the question that the segment asks for, and the menu of all that can happen to it."""

    asked = Signal(object)
    """An Opposite, or the id of a segment whose menu is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segment = 0
        self.question = KeyButton(self)
        self.question.clicked.connect(lambda: self.asked.emit(Opposite(self._segment)))
        self.more = KeyButton(self)
        self.more.clicked.connect(lambda: self.asked.emit(self._segment))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.question, 1)
        self._layout.addWidget(self.more)

    def show_segment(self, look: Look, trace: Trace, segment: int, t: int) -> None:
        """Ask about that segment as it stands at ``t``; about one that nobody sent there is nothing to ask."""
        self._segment = segment
        self.setVisible(not trace.flight(segment).injected)
        say, theme = look.catalogue.text, look.theme
        self._layout.setSpacing(theme.px(8))
        self.question.setFont(theme.font(BODY, SEMIBOLD))
        self.question.setText(say("whatif.arrives" if was_lost(trace, segment, t) else "whatif.lost"))
        self.more.setFont(theme.font(BODY, REGULAR))
        self.more.setText(say("whatif.button"))
        self.more.setAccessibleName(say("whatif.more"))
        self.more.setToolTip(say("whatif.more"))
