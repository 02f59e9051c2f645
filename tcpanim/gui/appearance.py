"""How everything is shown: the reader's choices, and the Look that follows from them for a run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from tcpanim.gui.look import Look, look_for
from tcpanim.gui.settings import LARGEST_ZOOM, SMALLEST_ZOOM, Settings
from tcpanim.gui.theme import Theme
from tcpanim.i18n import Catalogue
from tcpanim.lesson import View
from tcpanim.scene.clock import StoryMap, screen_time
from tcpanim.trace.trace import Trace

SMALLEST_SCALE, LARGEST_SCALE = 0.9, 4.0
_STEP = 0.05
_BOOK_UNITS = frozenset({"handshake", "close"})
"""Shelves whose figures stand in every Chinese textbook, with labels written as there."""


def scale_for(width: int, height: int) -> float:
    """The scale of type and lines for a window of that size: 1 at 1920 × 1080, never too small to read."""
    exact = min(width / 1920, height / 1080)
    return min(max(round(exact / _STEP) * _STEP, SMALLEST_SCALE), LARGEST_SCALE)


class Appearance(QObject):
    """Language, theme, size, numbering and the like; ``changed`` when any of them changes.

    What a scenario says about itself (``start``) holds until the reader chooses otherwise; what the reader chose is
    remembered, and holds for scenarios that say nothing.
    """

    changed = Signal()

    def __init__(
        self, settings: Settings, catalogue_of: Callable[[str], Catalogue], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._catalogue_of = catalogue_of
        self._catalogues: dict[str, Catalogue] = {}
        self.language = settings.language
        self.theme = settings.theme
        self.zoom = settings.zoom
        self.reduced_motion = settings.reduced_motion
        self.numbering = settings.numbering or "relative"
        self.time = "story"
        self.present = False
        """For an audience: type to be read from the last row."""
        self._spelling = settings.spelling
        self._labels = settings.labels
        self._book = False
        self._scale = 1.0
        self._map: tuple[Trace, str, StoryMap] | None = None

    # ---- what follows

    @property
    def catalogue(self) -> Catalogue:
        """The texts of the language in force."""
        if self.language not in self._catalogues:
            self._catalogues[self.language] = self._catalogue_of(self.language)
        return self._catalogues[self.language]

    @property
    def labels(self) -> str:
        """The label style in force."""
        if self._labels is not None:
            return self._labels
        return "textbook" if self._book and self.language == "zh" else "plain"

    @property
    def spelling(self) -> str:
        """The spelling of states in force."""
        if self._spelling is not None:
            return self._spelling
        return "textbook" if self.language == "zh" else "rfc"

    def look(self, trace: Trace | None) -> Look:
        """Everything a view needs beside the trace and the moment."""
        return look_for(
            trace,
            Theme(self.theme, self._scale * self.zoom, self.language),
            self.catalogue,
            numbering=self.numbering,
            labels=self.labels,
            spelling=self.spelling,
            time=self.time_map(trace) if trace is not None else self.time,
            present=self.present,
            reduced_motion=self.reduced_motion,
        )

    def time_map(self, trace: Trace) -> StoryMap:
        """The map between virtual and screen time of ``trace``; made once per trace."""
        if self._map is None or self._map[0] is not trace or self._map[1] != self.time:
            self._map = (trace, self.time, screen_time(trace, self.time))
        return self._map[2]

    # ---- what a scenario says

    def begin(self, start: View, unit: str | None) -> None:
        """A scenario opens as its author says, else as the reader likes it."""
        self.numbering = start.numbering or self._settings.numbering or "relative"
        self._labels = start.labels or self._settings.labels
        self.time = start.time or "story"
        self._book = unit in _BOOK_UNITS
        self.changed.emit()

    # ---- what the reader chooses

    def set_language(self, language: str, *, remember: bool = True) -> None:
        """En or zh."""
        self.language = language
        self._keep("language", language, remember=remember)

    def set_theme(self, theme: str, *, remember: bool = True) -> None:
        """light, dark or contrast."""
        self.theme = theme
        self._keep("theme", theme, remember=remember)

    def set_numbering(self, numbering: str) -> None:
        """relative, absolute or symbolic."""
        self.numbering = numbering
        self._keep("numbering", numbering)

    def set_labels(self, labels: str) -> None:
        """textbook, plain or wireshark."""
        self._labels = labels
        self._keep("labels", labels)

    def set_spelling(self, spelling: str) -> None:
        """rfc, textbook or sockets."""
        self._spelling = spelling
        self._keep("spelling", spelling)

    def set_time(self, time: str) -> None:
        """Story or uniform."""
        self.time = time
        self.changed.emit()

    def set_present(self, present: bool) -> None:
        """Whether an audience looks on."""
        self.present = present
        self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Whether cards jump and steps land at once."""
        self.reduced_motion = reduced
        self._keep("reduced_motion", "true" if reduced else "false")

    def set_zoom(self, zoom: float) -> None:
        """The reader's factor on all sizes."""
        self.zoom = min(max(round(zoom, 2), SMALLEST_ZOOM), LARGEST_ZOOM)
        self._keep("zoom", self.zoom)

    def set_scale(self, scale: float) -> None:
        """What the window's size asks for."""
        if scale != self._scale:
            self._scale = scale
            self.changed.emit()

    def _keep(self, key: str, value: object, *, remember: bool = True) -> None:
        if remember:
            self._settings.set(key, value)
        self.changed.emit()
