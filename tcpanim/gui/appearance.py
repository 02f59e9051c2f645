"""How everything is shown: the reader's choices, and the Look that follows from them for a run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from tcpanim.gui.look import Look, look_for
from tcpanim.gui.measures import largest_scale, scale_for
from tcpanim.gui.settings import LARGEST_ZOOM, SCENARIO, SMALLEST_ZOOM, Settings
from tcpanim.gui.theme import Theme, desktop_theme
from tcpanim.i18n import LANGUAGES, Catalogue, Text
from tcpanim.lesson import View
from tcpanim.scene.clock import StoryMap, screen_time
from tcpanim.scene.names import Naming, default_labels, default_spelling
from tcpanim.trace.trace import Trace


class Appearance(QObject):
    """Language, theme, size, numbering and the like; ``changed`` when any of them changes.

    What a scenario says about itself (``start``) holds for a reader who has not chosen otherwise; what the reader chose
    is remembered and holds for every scenario, until the reader leaves it to the scenarios again (``SCENARIO``).
    """

    changed = Signal()

    def __init__(
        self, settings: Settings, catalogue_of: Callable[[str], Catalogue], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._catalogue_of = catalogue_of
        self._catalogues: dict[str, Catalogue] = {}
        self.display = settings.display
        self.theme_choice = settings.theme
        self.detail = settings.detail
        self.zoom = settings.zoom
        self.reduced_motion = settings.reduced_motion
        self.numbering = settings.numbering or "relative"
        self.time = "story"
        self.space = settings.space
        self.side = "both"
        """Both sides, or the one (left, right) whose knowledge alone is shown."""
        self._spelling = settings.spelling
        self._labels = settings.labels
        self._unit: str | None = None
        self._start = View()
        self._scale = 1.0
        self._most = 1.0
        self._map: tuple[Trace, str, StoryMap] | None = None
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._desktop_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._desktop_changed)

    # ---- what follows

    @property
    def language(self) -> str:
        """The language in force: en or zh."""
        return "en" if self.display == "en" else "zh"

    @property
    def theme(self) -> str:
        """The theme in force: light, dark or contrast."""
        if self.theme_choice != "system":
            return self.theme_choice
        return desktop_theme()

    @property
    def catalogue(self) -> Catalogue:
        """The texts of the language in force."""
        return self._texts(self.language)

    def in_both(self, key: str) -> Text:
        """A text of the program in both languages."""
        return Text(**{language: self._texts(language).text(key) for language in LANGUAGES})

    def _texts(self, language: str) -> Catalogue:
        if language not in self._catalogues:
            self._catalogues[language] = self._catalogue_of(language)
        return self._catalogues[language]

    @property
    def labels(self) -> str:
        """The label style in force."""
        if self._labels is not None:
            return self._labels
        return default_labels(self._unit, self.language)

    @property
    def spelling(self) -> str:
        """The spelling of states in force."""
        return self._spelling or default_spelling(self.language)

    @property
    def scale(self) -> float:
        """All sizes are multiplied by it: what the window's size asks for, times the reader's factor."""
        return min(self._scale * self.zoom, self._most)

    @property
    def zoom_seen(self) -> float:
        """The reader's factor, as far as the window has room for it."""
        return min(self.zoom, self._most / self._scale)

    def look(self, trace: Trace | None, time: StoryMap | None = None) -> Look:
        """Everything a view needs beside the trace and the moment; ``time``: another map than the trace's own."""
        return look_for(
            trace,
            Theme(self.theme, self.scale, self.language),
            self.catalogue,
            numbering=self.numbering,
            labels=self.labels,
            spelling=self.spelling,
            time=time or (self.time_map(trace) if trace is not None else self.time),
            detail=self.detail,
            second=self._texts("en") if self.display == "both" else None,
            reduced_motion=self.reduced_motion,
            side=self.side,
            zoom=self.zoom,
        )

    def naming(self, trace: Trace, language: str) -> Naming:
        """Names and numbers of ``trace`` as they are in force, in either language."""
        labels = self._labels or default_labels(self._unit, language)
        spelling = self._spelling or default_spelling(language)
        return Naming(trace, self._texts(language), self.numbering, labels, spelling)

    def time_map(self, trace: Trace) -> StoryMap:
        """The map between virtual and screen time of ``trace``; made once per trace."""
        if self._map is None or self._map[0] is not trace or self._map[1] != self.time:
            self._map = (trace, self.time, screen_time(trace, self.time))
        return self._map[2]

    # ---- what a scenario says

    def begin(self, start: View, unit: str | None) -> None:
        """A scenario opens as the reader likes it, else as its author says."""
        self._start, self._unit = start, unit
        self._settle_names()
        self.time = start.time or "story"
        self.side = "both"
        self.changed.emit()

    def _settle_names(self) -> None:
        self.numbering = self._settings.numbering or self._start.numbering or "relative"
        self._labels = self._settings.labels or self._start.labels

    def show_as(self, view: View) -> None:
        """As a note or a lecturer wants it for now; what it leaves open stays, and nothing is remembered."""
        before = (self.numbering, self._labels, self.time)
        self.numbering = view.numbering or self.numbering
        self._labels = view.labels or self._labels
        self.time = view.time or self.time
        if before != (self.numbering, self._labels, self.time):
            self.changed.emit()

    @property
    def shown_as(self) -> View:
        """What ``show_as`` would have to be told to bring this about again."""
        return View(numbering=self.numbering, labels=self._labels, time=self.time)

    # ---- what the reader chooses

    def set_language(self, display: str, *, remember: bool = True) -> None:
        """En, zh, or both: Chinese with the English sentence below."""
        self.display = display
        self._keep("language", display, remember=remember)

    def set_theme(self, theme: str, *, remember: bool = True) -> None:
        """system, light, dark or contrast."""
        self.theme_choice = theme
        self._keep("theme", theme, remember=remember)

    def set_numbering(self, numbering: str) -> None:
        """relative, absolute or symbolic, or SCENARIO."""
        own = numbering == SCENARIO
        self.numbering = self._start.numbering or "relative" if own else numbering
        self._keep("numbering", None if own else numbering)

    def set_labels(self, labels: str) -> None:
        """textbook, plain or wireshark, or SCENARIO."""
        own = labels == SCENARIO
        self._labels = self._start.labels if own else labels
        self._keep("labels", None if own else labels)

    @property
    def chosen_numbering(self) -> str:
        """What the reader chose, for every scenario; SCENARIO: as each says."""
        return self._settings.numbering or SCENARIO

    @property
    def chosen_labels(self) -> str:
        """What the reader chose, for every scenario; SCENARIO: as each says."""
        return self._settings.labels or SCENARIO

    def set_spelling(self, spelling: str) -> None:
        """rfc, textbook or sockets."""
        self._spelling = spelling
        self._keep("spelling", spelling)

    def set_detail(self, detail: str) -> None:
        """first, course or advanced."""
        self.detail = detail
        self._keep("detail", detail)

    def set_time(self, time: str) -> None:
        """Story or uniform."""
        self.time = time
        self.changed.emit()

    def set_side(self, side: str) -> None:
        """Both, left or right."""
        self.side = side
        self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Whether cards jump and steps land at once."""
        self.reduced_motion = reduced
        self._keep("reduced_motion", "true" if reduced else "false")

    def set_space(self, space: str) -> None:
        """Play or step: what Space does in the window."""
        self.space = space
        self._keep("space", space)

    @property
    def space_steps(self) -> bool:
        """Whether Space goes to the next step in the window; in a lecture it does the other."""
        return self.space == "step"

    def reset(self) -> None:
        """Everything as at the first start."""
        settings = self._settings
        settings.reset()
        self.display, self.theme_choice, self.detail = settings.display, settings.theme, settings.detail
        self.zoom, self.reduced_motion, self.space = settings.zoom, settings.reduced_motion, settings.space
        self.time, self._spelling = "story", settings.spelling
        self._settle_names()
        self.changed.emit()

    def set_zoom(self, zoom: float) -> None:
        """The reader's factor on all sizes."""
        self.zoom = min(max(round(zoom, 2), SMALLEST_ZOOM), LARGEST_ZOOM)
        self._keep("zoom", self.zoom)

    def change_zoom(self, factor: float | None) -> None:
        """So many times as large as it is seen; None: as designed."""
        self.set_zoom(1.0 if factor is None else self.zoom_seen * factor)

    def set_size(self, width: int, height: int) -> None:
        """The window has another size."""
        before = self.scale
        self._scale = scale_for(width, height)
        self._most = largest_scale(width, height)
        if self.scale != before:
            self.changed.emit()

    def _desktop_changed(self) -> None:
        if self.theme_choice == "system":
            self.changed.emit()

    def _keep(self, key: str, value: object, *, remember: bool = True) -> None:
        if remember:
            self._settings.set(key, value)
        self.changed.emit()
