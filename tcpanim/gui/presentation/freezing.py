"""Freeze, prepare, take: the audience's picture stands still while the lecturer gets something ready."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.loading import Source
from tcpanim.gui.presentation.audience import Audience
from tcpanim.gui.presentation.lecture import Lecture, Place
from tcpanim.gui.presentation.sleeve import Hidden, Sleeve
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings
from tcpanim.scenario.edit_history import EditHistory


@dataclass(frozen=True)
class _Kept:
    """What the audience sees while its picture is frozen, and how."""

    place: Place
    source: Source | None
    edits: EditHistory
    hidden: Hidden | None
    told: str
    looks: tuple[str, str, str, float]


class Freezing(QObject):
    """What was prepared is taken over, or given up: then the lecture stands again where the audience does."""

    changed = Signal()

    def __init__(
        self, session: Session, lecture: Lecture, sleeve: Sleeve, appearance: Appearance, settings: Settings,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._lecture, self._sleeve = session, lecture, sleeve
        self._appearance, self._settings = appearance, settings
        self.audience: Audience | None = None
        self._kept: _Kept | None = None
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
            session, sleeve = self._session, self._sleeve
            self._kept = _Kept(
                self._lecture.place(), session.source, session.edits, sleeve.hidden, sleeve.told, self._looks()
            )
            self.audience.freeze(True)
        self.changed.emit()

    def give_up(self) -> None:
        """What was prepared is forgotten; the audience sees no difference."""
        kept = self._kept
        if not self.frozen or kept is None:
            return
        self._sleeve.wait_no_more()
        self._gives_up = True
        if kept.source is not None and not self._same_source(kept.source):
            self._session.open(kept.source)
        else:
            self.go_on()

    def _same_source(self, source: Source) -> bool:
        shown = self._session.source
        return shown is not None and (shown.kind, shown.name, shown.content) == (
            source.kind,
            source.name,
            source.content,
        )

    def go_on(self) -> None:
        """A run is shown; where it is the one as it was, the lecture stands where the audience does."""
        kept, session = self._kept, self._session
        if not self._gives_up or kept is None:
            return
        if session.edits.entries != kept.edits.entries:
            session.set_edits(session.edits.change(kept.edits.entries))
        else:
            self._stand_again(kept)

    def _stand_again(self, kept: _Kept) -> None:
        self._gives_up = False
        self._sleeve.hide_again(kept.hidden, kept.told, self._session.trace)
        self._lecture.return_to(kept.place)
        language, theme, side, zoom = kept.looks
        if kept.looks != self._looks():
            self._settings.set("lecture/zoom", zoom)
            self._appearance.set_language(language)
            self._appearance.set_theme(theme)
            self._appearance.set_side(side)
        self.thaw()
        self.changed.emit()

    def _looks(self) -> tuple[str, str, str, float]:
        """What is no part of a lecture's place."""
        appearance = self._appearance
        return appearance.display, appearance.theme_choice, appearance.side, self._settings.lecture_zoom

    def thaw(self) -> None:
        """The audience sees what holds."""
        self._kept, self._gives_up = None, False
        if self.audience is not None:
            self.audience.freeze(False)
