"""Freeze, prepare, take: the audience's picture stands still while the lecturer gets something ready."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from tcpanim.gui.presentation.audience import Audience
from tcpanim.gui.presentation.lecture import Lecture, Place
from tcpanim.gui.session import Session
from tcpanim.scenario.edit_history import EditHistory


class Freezing(QObject):
    """What was prepared is taken over, or given up: then the lecture stands again where the audience does."""

    changed = Signal()

    def __init__(self, session: Session, lecture: Lecture, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._lecture = session, lecture
        self.audience: Audience | None = None
        self._kept: tuple[Place, EditHistory] | None = None  # where the audience stands while its picture is frozen
        self._gives_up = False  # the run as it was is being computed

    @property
    def frozen(self) -> bool:
        """Whether the audience's picture stands still."""
        return self.audience is not None and self.audience.frozen

    def freeze_or_take(self, *, reduced_motion: bool) -> None:
        """The same key for both."""
        if self.audience is None:
            return
        if self.frozen:
            if not reduced_motion:
                self.audience.turn_over()
            self.thaw()
        else:
            self._kept = (self._lecture.place(), self._session.edits)
            self.audience.freeze(True)
        self.changed.emit()

    def give_up(self) -> None:
        """What was prepared is forgotten; the audience sees no difference."""
        if not self.frozen or self._kept is None:
            return
        _, edits = self._kept
        if self._session.edits.entries != edits.entries:
            self._gives_up = True
            self._session.set_edits(self._session.edits.change(edits.entries))
        else:
            self._stand_again()

    def go_on(self) -> None:
        """A run is shown; where it is the one as it was, the lecture stands where the audience does."""
        if self._gives_up:
            self._stand_again()

    def _stand_again(self) -> None:
        if self._kept is not None:
            self._lecture.return_to(self._kept[0])
        self._gives_up = False
        self.thaw()
        self.changed.emit()

    def thaw(self) -> None:
        """The audience sees what holds."""
        self._kept = None
        if self.audience is not None:
            self.audience.freeze(False)
