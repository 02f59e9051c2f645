"""What the lesson's page needs from the window: what the scenario is about, what comes after it, the way there."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.i18n import Text
from tcpanim.library import builtin_path, glance, teaching_order

if TYPE_CHECKING:
    from tcpanim.gui.widgets.lesson_panel import About, LessonPanel


@cache  # what ships with the program does not change while it runs
def following(name: str) -> tuple[str, Text] | None:
    """The built-in that is taught after ``name``, with its title; None after the last."""
    order = teaching_order()
    after = next((two for one, two in pairwise(order) if one.id == name), None)
    return (after.id, after.title) if after is not None else None


class Lessons(Orders):
    """Serves the lesson's page once it is made."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._panel: LessonPanel | None = None
        self._window.side.made.connect(self._made)
        self._session.trace_changed.connect(self._show)

    def _made(self, name: str, page: QWidget) -> None:
        if name == "lesson":
            self._panel = panel = cast("LessonPanel", page)
            panel.next_requested.connect(lambda: self._controller.run_to("note"))
            panel.compare_requested.connect(self._controller.compare_requested)
            self._show()

    def _show(self) -> None:
        if self._panel is not None:
            self._panel.set_about(self._about())

    def _about(self) -> About:
        from tcpanim.gui.widgets.lesson_panel import About

        scenario, source = self._session.scenario, self._session.source
        if scenario is None:
            return About()
        pair = scenario.pair
        title = glance(pair).title if pair is not None and builtin_path(pair) is not None else None
        after = following(source.name) if source is not None and source.kind == "builtin" else None
        return About(scenario.goal, scenario.description, scenario.references, title, after)
