"""What each order of a lecture does; the keys stand in ``orders``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.orders.controller import following
from tcpanim.gui.playhead import Playhead
from tcpanim.gui.presentation.focus import TOOLS
from tcpanim.gui.presentation.frame import LARGEST_ZOOM, SMALLEST_ZOOM
from tcpanim.gui.presentation.questions import predict
from tcpanim.gui.session import Session
from tcpanim.gui.settings import Settings
from tcpanim.i18n import LANGUAGES
from tcpanim.lesson import NUMBERINGS, Ask, View
from tcpanim.scene.one_side import SIDES
from tcpanim.scene.quiz import Namings, ask_segment, ask_state
from tcpanim.scene.roles import THEMES
from tcpanim.scene.sleeve import NAMES
from tcpanim.trace.trace import Trace

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation

ZOOM_STEP = 1.08
FASTER = 1.25
NOTES_SIZES = (14, 44)
NOTES_STEP = 2


class Deeds:
    """The table of them, and those that are not somebody else's already."""

    def __init__(
        self, presentation: Presentation, session: Session, playhead: Playhead, appearance: Appearance,
        settings: Settings,
    ) -> None:  # fmt: skip
        self._presentation, self._session, self._playhead = presentation, session, playhead
        self._appearance, self._settings = appearance, settings
        self._done = self._table()

    def do(self, name: str) -> None:
        """Obey; an order that nobody knows has no effect."""
        deed = self._done.get(name)
        if deed is not None:
            deed()

    def _table(self) -> dict[str, Callable[[], object]]:
        presentation, appearance, playhead = self._presentation, self._appearance, self._playhead
        lecture, panels, pages = presentation.lecture, presentation.panels, presentation.pages
        freezing, windows = presentation.freezing, presentation.windows
        deeds: dict[str, Callable[[], object]] = {
            "next": self._next,
            "back": self._back,
            "first": lecture.go_first,
            "last": lecture.go_last,
            "play": lecture.toggle_play,
            "leave": presentation.end,
            "black": partial(lecture.toggle_blank, "black"),
            "white": partial(lecture.toggle_blank, "white"),
            "larger": partial(self._zoom, ZOOM_STEP),
            "smaller": partial(self._zoom, 1 / ZOOM_STEP),
            "size-reset": partial(self._zoom, 0.0),
            "theme": lambda: appearance.set_theme(following(THEMES, appearance.theme)),
            "language": lambda: appearance.set_language(following(LANGUAGES, appearance.language)),
            "numbering": lambda: lecture.show(View(numbering=following(NUMBERINGS, appearance.numbering))),
            "one-side": lambda: appearance.set_side(following(SIDES, appearance.side)),
            "zoom": lambda: panels.next_zoom(presentation.lecture_trace),
            "wire": panels.toggle_wire,
            "states": panels.show_stage,
            "plot-next": lambda: panels.next_plot(presentation.lecture_trace, appearance.side),
            "tables": lambda: panels.next_table(presentation.lecture_trace),
            "panel-next": partial(panels.walk, 1),
            "panel-before": partial(panels.walk, -1),
            "erase": presentation.focus.clear,
            "freeze": lambda: freezing.freeze_or_take(reduced_motion=appearance.reduced_motion),
            "give-up": freezing.give_up,
            "swap": windows.swap,
            "presenter": windows.toggle_presenter,
            "private": self._toggle_private,
            "window": self._to_window,
            "windowed": windows.toggle_whole,
            "notes-larger": partial(self._size_notes, NOTES_STEP),
            "notes-smaller": partial(self._size_notes, -NOTES_STEP),
            "faster": lambda: playhead.set_speed(playhead.speed * FASTER),
            "slower": lambda: playhead.set_speed(playhead.speed / FASTER),
            "clock-reset": presentation.restart_clock,
            "predict-segment": partial(self._ask, ask_segment),
            "predict-state": partial(self._ask, ask_state),
            "prepared": presentation.sleeve.put_back,
            "overview": partial(pages.toggle, "overview"),
            "name": partial(pages.toggle, "names"),
            "keys": partial(pages.toggle, "keys"),
            "clicker": partial(pages.toggle, "clicker"),
        }
        for panel, name in (("header", "header"), ("ladder", "ladder"), ("states", "diagram"), ("plots", "plots")):
            deeds[name] = partial(panels.toggle, panel)
        for number, fault in enumerate(NAMES, 1):
            deeds[f"sleeve-{number}"] = partial(presentation.sleeve.pull, fault)
        for tool in TOOLS:
            deeds[tool] = partial(presentation.focus.choose, tool)
        return deeds

    def _next(self) -> None:
        self._presentation.focus.clear()
        self._presentation.lecture.next()

    def _back(self) -> None:
        self._presentation.focus.clear()
        self._presentation.lecture.back()

    def _ask(self, make: Callable[[Trace, int, Namings], Ask | None]) -> None:
        predict(self._presentation.lecture, self._session.trace, self._playhead.t, self._appearance, make)

    def _toggle_private(self) -> None:
        presenter = self._presentation.presenter
        if presenter is not None and presenter.isVisible():
            shown = presenter.side.isHidden()
            presenter.show_side(shown)
            if shown:
                presenter.side.show_at(self._playhead.t)

    def _to_window(self) -> None:
        """To the program's own window, where everything can be prepared."""
        window = self._presentation.window
        window.show()
        window.raise_()
        window.activateWindow()

    def _zoom(self, factor: float) -> None:
        zoom = 1.0 if not factor else self._settings.lecture_zoom * factor
        self._settings.set("lecture/zoom", round(min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM), 3))
        self._presentation.let_go()
        self._presentation.picture.set_look(self._appearance.look(self._session.trace), self._settings.lecture_zoom)

    def _size_notes(self, change: int) -> None:
        size = min(max(self._settings.notes_size + change, NOTES_SIZES[0]), NOTES_SIZES[1])
        self._settings.set("lecture/notes_size", size)
        if self._presentation.presenter is not None:
            self._presentation.presenter.set_notes_size(size)
