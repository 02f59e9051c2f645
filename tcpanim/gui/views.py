"""The tables of views: what can stand below the stage, and the pages of the side panel.

A row is a name (``view.<name>`` or ``panel.<name>`` is its text; the command line and scenarios call it so) and a
function that makes the view. Each imports what it needs when it is called, so that the window paints first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tcpanim import paths

if TYPE_CHECKING:
    from tcpanim.scene.diagram_words import ShownBy


@cache
def shown_by() -> ShownBy:
    """Which built-in scenario walks along each edge of the state diagram."""
    from tcpanim.scene.diagram_words import read_shown

    return read_shown((paths.resources() / "edges.txt").read_text(encoding="utf-8"))


def _ladder() -> QWidget:
    from tcpanim.gui.widgets.ladder import Ladder

    return Ladder()


def _states() -> QWidget:
    from tcpanim.gui.widgets.state_diagram import StateDiagram

    return StateDiagram(shown_by)


def _plots() -> QWidget:
    from tcpanim.gui.widgets.plots import Plots

    return Plots()


def _events() -> QWidget:
    from tcpanim.gui.widgets.events import Events

    return Events()


def _sequence() -> QWidget:
    from tcpanim.gui.widgets.sequence_strip import SequenceStrip

    return SequenceStrip()


def _header() -> QWidget:
    from tcpanim.gui.widgets.header_inspector import HeaderInspector

    return HeaderInspector()


def _segment() -> QWidget:
    from tcpanim.gui.widgets.segment_panel import SegmentPanel

    return SegmentPanel()


def _numbers() -> QWidget:
    from tcpanim.gui.widgets.numbers_panel import NumbersPanel

    return NumbersPanel()


def _why() -> QWidget:
    from tcpanim.gui.widgets.why_panel import WhyPanel

    return WhyPanel()


def _queues() -> QWidget:
    from tcpanim.gui.widgets.queues_panel import QueuesPanel

    return QueuesPanel()


def _lesson() -> QWidget:
    from tcpanim.gui.widgets.lesson_panel import LessonPanel

    return LessonPanel()


LOWER: dict[str, Callable[[], QWidget]] = {
    "ladder": _ladder,
    "states": _states,
    "sequence": _sequence,
    "plots": _plots,
    "events": _events,
    "header": _header,
}
"""What stands below the stage, in the order of its tabs; where it is wide, the first one is always shown."""

PANELS: dict[str, Callable[[], QWidget]] = {
    "segment": _segment,
    "numbers": _numbers,
    "why": _why,
    "queues": _queues,
    "lesson": _lesson,
}
"""The side panel's pages, in the order of its tabs."""

VIEWS = ("stage", *LOWER)
"""What --view and a scenario can ask for; the stage alone is a view too."""
