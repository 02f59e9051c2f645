"""Why something happened: the walk back along the causes in the trace, link by link, each in its own sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tcpanim.explain.cause import because, because_state, because_timer, because_value
from tcpanim.explain.happening import happenings
from tcpanim.explain.narrate import Sentence, main_sentence, narrate
from tcpanim.explain.typeset import host_in_text, sentence, typeset
from tcpanim.explain.values import HostName, StateName
from tcpanim.i18n import Message, Text
from tcpanim.scene.names import Naming
from tcpanim.scene.one_side import knower, knows
from tcpanim.trace.events import Event, EventKind, TimerRun
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


def spoken_at(trace: Trace, t: int, naming: Naming, host: str | None = None) -> Spoken:
    """The caption at ``t``. A lecturer's note takes the place of the automatic sentence; the why stays.

    ``host``: only what that one knows of, and so no note; nothing where it notices nothing.
    """
    told = tuple(one for one in narrate(trace, t) if knows(trace, one, host))
    return _spoken(trace, told, t, naming, _noted(trace, t, naming.language) if host is None else "")


def spoken_on(trace: Trace, t: int, naming: Naming, side: str) -> Spoken:
    """The same where only one ``side`` is shown: what its host knows of, or that it notices nothing."""
    host = knower(trace, side)
    spoken = spoken_at(trace, t, naming, host)
    if host is None or spoken.what:
        return spoken
    return Spoken(unseen(naming, host), "", (), "none")


def unseen(naming: Naming, host: str) -> str:
    """That a host notices nothing."""
    label = host_in_text(naming.host(host), naming.language)
    return typeset(naming.say("caption.unseen", host=label), naming.language)


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


def chain(
    trace: Trace, event: Event, naming: Naming, most: int | None = None, host: str | None = None
) -> tuple[Link, ...]:
    """From ``event`` back to what began it, the nearest link first; ``most``: only so many, which are told sooner.

    ``host``, here and below: only the links that it knows of.
    """
    if most is None:
        return _links(trace, because(trace, event.id), naming, host)
    return _links(trace, because(trace, event.id, most)[:most], naming, host)


def _links(trace: Trace, sentences: Iterable[Sentence], naming: Naming, host: str | None = None) -> tuple[Link, ...]:
    links: list[Link] = []
    for one in sentences:
        if not knows(trace, one, host):
            continue
        t = trace.event(one.events[0]).t
        spoken = _spoken(trace, (one,), t, naming)
        links.append(Link(t, spoken.side, spoken.what, spoken.why, (*spoken.rules, *_decided(trace, one, naming))))
    return tuple(links)


def _decided(trace: Trace, one: Sentence, naming: Naming) -> tuple[str, ...]:
    """What decided that a segment was lost, where the RFC has no say."""
    event = trace.event(one.events[0])
    if event.kind not in (EventKind.LOST, EventKind.DISCARDED) or event.row is None:
        return ()
    by = trace.flights[event.row].by
    if by is None:
        return ()
    kind, _, number = by.partition(" ")
    if number and trace.planned is not None and int(number) > trace.planned:
        return (naming.say("why.by-edit"),)
    return (naming.say(f"why.by-{kind}", n=number),)


class Question(NamedTuple):
    """Why? About a host's ``state``, a ``value`` (``name``: the field of TcbSnapshot), or a ``timer`` (its name)."""

    kind: str
    host: str
    name: str = ""


def chain_of(trace: Trace, asked: Question, t: int, naming: Naming, host: str | None = None) -> tuple[Link, ...]:
    """The answer to ``asked`` as things stand at ``t``; () where there is nothing yet to ask about."""
    if asked.kind == "state":
        return _links(trace, because_state(trace, asked.host, t), naming, host)
    if asked.kind == "value":
        return _links(trace, because_value(trace, asked.host, asked.name, t), naming, host)
    run = running(trace, asked.host, asked.name, t)
    return _links(trace, because_timer(trace, run), naming, host) if run is not None else ()


def running(trace: Trace, host: str, timer: str, t: int) -> TimerRun | None:
    """That timer of the host, where it runs at ``t``."""
    return next((run for run in trace.running_timers(host, t) if run.timer == timer), None)


def title_of(trace: Trace, asked: Question, t: int, naming: Naming) -> str:
    """The question in words."""
    args: dict[str, object] = {"host": HostName(asked.host)}
    if asked.kind == "state":
        args["state"] = StateName(trace.state(asked.host, t), gloss=False)
    elif asked.kind == "timer":
        args["timer"] = Message(f"why.name-{asked.name}")
    else:
        args["name"] = Message(f"numbers.{asked.name}")
    return sentence(Message(f"why.{asked.kind}-title", args), naming.catalogue, naming.show_at(t))


def chain_of_segment(
    trace: Trace, number: int, naming: Naming, most: int | None = None, host: str | None = None
) -> tuple[Link, ...]:
    """Why the segment with id ``number`` was sent."""
    return chain(trace, trace.event(trace.flight(number).event), naming, most, host)


def chain_at(
    trace: Trace, t: int, naming: Naming, most: int | None = None, host: str | None = None
) -> tuple[Link, ...]:
    """Why the step at ``t`` happened; () before the first, and where ``host`` notices nothing of it."""
    found = [one for one in happenings(trace, t) if knows(trace, main_sentence(one), host)]
    return chain(trace, found[-1].root, naming, most, host) if found else ()
