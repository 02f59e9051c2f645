"""How everything is shown, as one value that every view is given: theme, words, numbers and time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tcpanim.gui.theme import Theme
from tcpanim.i18n import Catalogue
from tcpanim.scene.clock import StoryMap, screen_time
from tcpanim.scene.names import Naming
from tcpanim.trace.trace import Trace


@dataclass(frozen=True)
class Look:
    """What a view needs beside the trace and the moment.

    ``naming`` and ``time`` belong to one trace and are None while there is none: give a view the Look of a trace first,
    then the trace. ``detail``: first, course or advanced. ``present``: for an audience, with type to be read from the
    last row. ``reduced_motion``: cards do not slide, they appear at departure and at arrival. ``second``: the words of
    the language in which sentences are said once more below, None: in no other. ``side``: both, or the one (left,
    right) whose knowledge alone is shown. ``wire_only``: of the hosts nothing but their names is shown. ``zoom``: the
    reader's factor, which ``theme`` has taken into account. ``enlarged``: the lecturer's on an audience's type, which
    ``theme`` has taken into account, too. ``tall``: the height (logical pixels) of the audience's
    whole stage, for which its type is made; a lower one shows less in type of the same size. ``close``: what of the
    stage is looked at closely: left, right, wire, or nothing.
    """

    theme: Theme
    catalogue: Catalogue
    naming: Naming | None = None
    time: StoryMap | None = None
    detail: str = "course"
    present: bool = False
    reduced_motion: bool = False
    second: Naming | None = None
    side: str = "both"
    wire_only: bool = False
    zoom: float = 1.0
    enlarged: float = 1.0
    tall: int = 0
    close: str = ""

    def fits(self, trace: Trace | None) -> bool:
        """Whether it can show ``trace``."""
        return trace is not None and self.naming is not None and self.naming.trace is trace and self.time is not None

    def of_no_run(self) -> Look:
        """The same without what belongs to a trace."""
        return replace(self, naming=None, time=None, second=None)


def look_for(
    trace: Trace | None,
    theme: Theme,
    catalogue: Catalogue,
    *,
    numbering: str = "relative",
    labels: str = "plain",
    spelling: str | None = None,
    time: str | StoryMap = "story",
    detail: str = "course",
    present: bool = False,
    reduced_motion: bool = False,
    second: Catalogue | None = None,
    side: str = "both",
    zoom: float = 1.0,
) -> Look:
    """The Look for ``trace``. ``time``: story or uniform, or a map made before (it depends on the trace alone).

    ``second``: the texts of the language that sentences are said in once more.
    """
    if trace is None:
        return Look(theme, catalogue, None, None, detail, present, reduced_motion, None, side, zoom=zoom)
    naming = Naming(trace, catalogue, numbering, labels, spelling)
    clock = screen_time(trace, time) if isinstance(time, str) else time
    below = Naming(trace, second, numbering, labels, naming.spelling) if second is not None else None
    return Look(theme, catalogue, naming, clock, detail, present, reduced_motion, below, side, zoom=zoom)
