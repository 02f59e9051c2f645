"""What a lecturer adds to a run: how it is shown, what is said, what is asked. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.i18n import Text

VIEWS = ("stage", "ladder", "states", "sequence", "plots", "events", "header")
PICTURED = ("ladder", "stage", "slide", "states", "sequence", "plots", "header")
"""What there are pictures of: the views, and the slide, which is the stage with title and caption for an audience."""
PANELS = ("states", "numbers", "timers", "header", "tcb", "queues")
NUMBERINGS = ("relative", "absolute", "symbolic")
PLOTS = ("sequence", "window", "rounds", "rtt", "throughput")
"""Sequence numbers over time; windows over time; cwnd by transmission round; round-trip times; rates."""
LABELS = ("textbook", "plain", "wireshark")
TIMES = ("story", "uniform")
DETAILS = ("first", "course", "advanced")
"""How much is shown: for the first lesson, for a course, for those who want it all."""


@dataclass(frozen=True, slots=True)
class View:
    """How something is shown; None leaves a setting as it is.

    ``zoom``: a host's name, "wire" or "all"; ``plot``: which one the view of plots shows.
    """

    view: str | None = None
    panels: tuple[str, ...] | None = None
    numbering: str | None = None
    labels: str | None = None
    time: str | None = None
    zoom: str | None = None
    plot: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with choices; ``answer`` counts from 1; ``why`` is shown with the answer."""

    question: Text
    choices: tuple[Text, ...]
    answer: int
    why: Text = Text()


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a note adds at its moment: ``say`` replaces the automatic sentence, ``speaker`` is for the lecturer only."""

    say: Text = Text()
    speaker: Text = Text()
    show: View = View()
    pause: bool = False
    ask: Ask | None = None
