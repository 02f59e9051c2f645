"""Why something happened: the walk back along the causes in the trace, link by link, each in its own sentences."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.explain.cause import because
from tcpanim.explain.happening import happenings
from tcpanim.explain.narrate import Sentence, narrate
from tcpanim.explain.typeset import typeset
from tcpanim.i18n import Message, Text
from tcpanim.scene.names import Naming
from tcpanim.trace.events import Event
from tcpanim.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Link:
    """One link: when, whose doing (left, right, none), what happened, why so, and the RFC's sections."""

    t: int
    side: str
    what: str
    why: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said at a moment: the caption."""

    what: str
    why: str
    rules: tuple[str, ...]
    side: str


def side_of(trace: Trace, host: str | None) -> str:
    """left, right, or none."""
    if host is None:
        return "none"
    return "left" if host == trace.hosts[0].name else "right"


def spoken_at(trace: Trace, t: int, naming: Naming) -> Spoken:
    """The caption at ``t``. A lecturer's note takes the place of the automatic sentence; the why stays."""
    return _spoken(trace, narrate(trace, t), t, naming, _noted(trace, t, naming.language))


def _noted(trace: Trace, t: int, language: str) -> str:
    """What the lecturer says at the step that ``t`` shows."""
    step = trace.step_at(t)
    since = trace.moments[step - 1] if step else 0
    said: Text | None = None
    for note in trace.notes:
        if since <= note.t <= t and note.teaching.say:
            said = note.teaching.say
    return said.pick(language) if said is not None else ""


def _spoken(trace: Trace, sentences: tuple[Sentence, ...], t: int, naming: Naming, noted: str = "") -> Spoken:
    show = naming.show_at(t)
    language = naming.language

    def say(message: Message) -> str:
        return typeset(naming.catalogue.render(message, show), language)

    gap = "" if language == "zh" else " "
    what = noted or gap.join(say(one.what) for one in sentences)
    why = gap.join(dict.fromkeys(say(one.why) for one in sentences if one.why is not None))
    rules = tuple(dict.fromkeys(rule for one in sentences for rule in one.rules))
    sides = {side_of(trace, one.host) for one in sentences}
    return Spoken(what, why, rules, sides.pop() if len(sides) == 1 else "none")


def chain(trace: Trace, event: Event, naming: Naming) -> tuple[Link, ...]:
    """From ``event`` back to what began it, the nearest link first."""
    links: list[Link] = []
    for one in because(trace, event.id):
        t = trace.event(one.events[0]).t
        spoken = _spoken(trace, (one,), t, naming)
        links.append(Link(t, spoken.side, spoken.what, spoken.why, spoken.rules))
    return tuple(links)


def chain_of_segment(trace: Trace, number: int, naming: Naming) -> tuple[Link, ...]:
    """Why the segment with id ``number`` was sent."""
    return chain(trace, trace.event(trace.flight(number).event), naming)


def chain_at(trace: Trace, t: int, naming: Naming) -> tuple[Link, ...]:
    """Why the step at ``t`` happened; () before the first."""
    found = happenings(trace, t)
    return chain(trace, found[-1].root, naming) if found else ()
