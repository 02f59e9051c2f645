"""The state diagram in words: labels of edges, and everything that is known about an arc."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tcpanim.i18n import Text
from tcpanim.scene.diagram import ARC_OF, ARCS, Arc, DiagramView, action_key, trigger_key
from tcpanim.scene.names import Naming
from tcpanim.tcp.states import FIGURE_5, TRANSITIONS, State, Transition


class Shown(NamedTuple):
    """A built-in scenario that walks along an edge."""

    name: str
    title: Text


ShownBy = Mapping[Transition, Shown]


def edge_name(edge: Transition) -> str:
    """An edge as the table of built-ins writes it."""
    return f"{edge.before} | {edge.trigger.value} | {edge.after}"


def read_shown(text: str) -> dict[Transition, Shown]:
    """The table: an edge in three columns, the scenario's id, its title in English and in Chinese."""
    edges = {edge_name(edge): edge for edge in TRANSITIONS}
    table = {}
    for line in text.splitlines():
        before, trigger, after, name, en, zh = line.split(" | ")
        table[edges[f"{before} | {trigger} | {after}"]] = Shown(name, Text(en, zh))
    return table


def write_shown(table: ShownBy) -> str:
    """The table as text, in the order of the edges."""
    rows = [(edge, table[edge]) for edge in TRANSITIONS if edge in table]
    return "".join(f"{edge_name(edge)} | {shown.name} | {shown.title.en} | {shown.title.zh}\n" for edge, shown in rows)


def edge_label(edge: Transition, say: Callable[..., str]) -> str:
    """Event and action, as at an edge of figure 5."""
    event, action = say(trigger_key(edge.trigger)), action_key(edge)
    return say("diagram.edge", event=event, action=say(action)) if action else event


def arc_title(arc: Arc, naming: Naming) -> str:
    """From where to where."""
    return naming.say("diagram.step", before=naming.state(arc.before), after=naming.state(arc.target))


def arc_lines(arc: Arc, naming: Naming, shown: frozenset[Transition], by: ShownBy | None) -> tuple[str, ...]:
    """A line per edge of an arc: event, action, rule, where it is drawn.

    With ``by`` also whether it was walked, and where else it can be seen.
    """
    say = naming.say
    lines = []
    for edge in arc.edges:
        parts = [edge_label(edge, say), edge.rule]
        if edge not in FIGURE_5:
            parts.append(say("diagram.prose-edge"))
        if by is not None:
            parts.append(_seen(edge, naming, shown, by))
        lines.append(" · ".join(parts))
    return tuple(lines)


def _seen(edge: Transition, naming: Naming, shown: frozenset[Transition], by: ShownBy) -> str:
    if edge in shown:
        return naming.say("diagram.walked")
    found = by.get(edge)
    if found is None:
        return naming.say("diagram.seen-nowhere")
    return naming.say("diagram.seen-in", title=found.title.pick(naming.language), name=found.name)


def labels(
    view: DiagramView, naming: Naming, by: ShownBy | None, chosen: Arc | None
) -> tuple[tuple[Arc, str, bool], ...]:
    """What stands at the arcs: the edges of the last change must; the others of the figure where there is room.

    In coverage (``by``) a scenario's title stands at each arc that has not been walked.
    """
    must = {ARC_OF[edge]: edge_label(edge, naming.say) for edge, _ in view.lit}
    if chosen is not None and chosen not in must:
        must[chosen] = edge_label(chosen.edges[0], naming.say)
    rows = [(arc, text, True) for arc, text in must.items()]
    for arc in ARCS:
        if arc in must or arc.stub:
            continue
        if by is None:
            if arc.figure:
                rows.append((arc, edge_label(arc.edges[0], naming.say), False))
        elif not any(edge in view.shown for edge in arc.edges):
            found = next((by[edge] for edge in arc.edges if edge in by), None)
            if found is not None:
                rows.append((arc, found.title.pick(naming.language), False))
    return tuple(rows)


def description(view: DiagramView, naming: Naming) -> str:
    """Where both hosts are, and the last change, for those who do not see it."""
    hosts = dict(zip(("left", "right"), naming.trace.hosts, strict=True))
    parts = []
    for token in view.tokens:
        state = token.node if isinstance(token.node, State) else State.CLOSED
        parts.append(naming.say("diagram.where", host=naming.host(hosts[token.side].name), state=naming.state(state)))
    for edge, _ in view.lit:
        parts.append(f"{arc_title(ARC_OF[edge], naming)} · {edge_label(edge, naming.say)} · {edge.rule}")
    return naming.say("list.gap").join(parts)


def letters(left: str, right: str) -> tuple[str, str]:
    """A letter for each of two names: the first, or the last where that is the same (Host A, Host B)."""
    for pair in ((left[:1], right[:1]), (left[-1:], right[-1:])):
        if pair[0].upper() != pair[1].upper():
            return (pair[0].upper(), pair[1].upper())
    return ("1", "2")


def legible(letter: str, px: float) -> bool:
    """Whether a token's letter can be read in type of ``px``; else its shape and colour must do."""
    return px >= (12.5 if ord(letter[0]) >= 0x2E80 else 8) if letter else False
