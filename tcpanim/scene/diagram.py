"""The state diagram at t: which edges there are, which have been walked, where both hosts are.

The edges are those of ``tcp.states``; edges between the same two states share an arc.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.scene.endpoint import turn
from tcpanim.tcp.states import ACTIONS, FIGURE_5, TRANSITIONS, State, Transition, Trigger
from tcpanim.trace.trace import Trace

END: Final = "end"
"""The second CLOSED: where a connection ends. The figure begins at the first."""
Node = State | str


class Arc(NamedTuple):
    """A line of the figure, with the edges that run along it.

    ``figure``: RFC 9293 figure 5 draws it; else the RFC's prose knows it. ``stub``: a short one, to a cross that stands
    for CLOSED.
    """

    before: State
    after: Node
    edges: tuple[Transition, ...]
    figure: bool
    stub: bool

    @property
    def target(self) -> State:
        """The state that it leads to."""
        return self.edges[0].after


# States that are closed by a line of the figure's own, at its beginning and at its end.
_BACK = frozenset({State.LISTEN, State.SYN_SENT})
_ENDS = frozenset({State.LAST_ACK, State.TIME_WAIT})


def _arcs() -> tuple[Arc, ...]:
    grouped: dict[tuple[State, Node], list[Transition]] = {}
    for edge in TRANSITIONS:
        after: Node = edge.after
        if edge.after is State.CLOSED and edge.before not in _BACK:
            after = END
        grouped.setdefault((edge.before, after), []).append(edge)
    arcs = []
    for (before, after), edges in grouped.items():
        edges.sort(key=lambda edge: edge not in FIGURE_5)
        stub = after == END and before not in _ENDS
        arcs.append(Arc(before, after, tuple(edges), edges[0] in FIGURE_5, stub))
    return tuple(arcs)


ARCS: Final = _arcs()
ARC_OF: Mapping[Transition, Arc] = {edge: arc for arc in ARCS for edge in arc.edges}
_EDGE_OF = {(edge.before, edge.trigger, edge.after): edge for edge in TRANSITIONS}


class Walk(NamedTuple):
    """A host's connection went along an edge; ``edge`` None: its host crashed."""

    t: int
    host: str
    connection: int
    edge: Transition | None


class Token(NamedTuple):
    """A host: on a chip, or, for a moment before it changes its state, on the way along an arc."""

    side: str
    node: Node
    arc: Arc | None
    share: float


@dataclass(frozen=True)
class DiagramView:
    """The figure at one moment.

    ``walked``: per side the arcs of its newest connection; ``lit``: the edges of the last change, each with its side;
    ``shown``: every edge that the run has walked so far.
    """

    tokens: tuple[Token, ...]
    walked: Mapping[str, tuple[Arc, ...]]
    lit: tuple[tuple[Transition, str], ...]
    shown: frozenset[Transition]


class Diagram:
    """A run's walk through the figure."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.walks = tuple(
            Walk(
                row.t,
                row.host,
                row.connection,
                _EDGE_OF[row.before, row.trigger, row.after] if row.trigger is not None else None,
            )
            for row in trace.states
        )
        self._times = [walk.t for walk in self.walks]
        self.sides = {host.name: side for host, side in zip(trace.hosts, ("left", "right"), strict=True)}

    def at(self, t: int, time: StoryMap | None = None, seen: str = "both") -> DiagramView:
        """The figure at ``t``; with ``time`` a token sets out a little before its state changes.

        ``seen``: both, or the one side (left, right) of which alone anything is shown.
        """
        trace = self.trace
        hosts = {host: side for host, side in self.sides.items() if seen in ("both", side)}
        past = [walk for walk in self.walks[: bisect_right(self._times, t)] if walk.host in hosts]
        walked: dict[str, tuple[Arc, ...]] = dict.fromkeys(self.sides.values(), ())
        tokens = []
        for host, side in hosts.items():
            newest = trace.newest_connection(host, t)
            own = [walk for walk in past if walk.host == host and walk.connection == newest]
            walked[side] = tuple(dict.fromkeys(ARC_OF[walk.edge] for walk in own if walk.edge is not None))
            tokens.append(self._token(host, side, t, own, time))
        lit = tuple(
            (walk.edge, self.sides[walk.host])
            for walk in past
            if walk.t == past[-1].t and walk.edge is not None and walk.connection == self._newest(walk.host, t)
        )
        shown = frozenset(walk.edge for walk in past if walk.edge is not None)
        return DiagramView(tuple(tokens), walked, lit, shown)

    def _newest(self, host: str, t: int) -> int | None:
        return self.trace.newest_connection(host, t)

    def _token(self, host: str, side: str, t: int, own: list[Walk], time: StoryMap | None) -> Token:
        state = self.trace.state(host, t)
        node: Node = state
        if state is State.CLOSED and own:
            last = own[-1].edge
            node = ARC_OF[last].after if last is not None and last.after is State.CLOSED else END
        if time is not None:
            share = turn(self.trace, host, t, time)
            ahead = bisect_right(self._times, t)
            coming = next((walk for walk in self.walks[ahead:] if walk.host == host), None)
            if share > 0 and coming is not None and coming.edge is not None and coming.edge.before is state:
                arc = ARC_OF[coming.edge]
                if state is not State.CLOSED:
                    return Token(side, node, arc, share)
                return Token(side, State.CLOSED, arc, share)
        return Token(side, node, None, 0.0)

    def visit(self, arc: Arc, t: int) -> int | None:
        """When the run last walked along ``arc`` up to ``t``, else when it first will; None: never."""
        times = [walk.t for walk in self.walks if walk.edge is not None and ARC_OF[walk.edge] is arc]
        before = [moment for moment in times if moment <= t]
        return before[-1] if before else times[0] if times else None

    def stay(self, node: Node, t: int) -> int | None:
        """When a host last came to that state up to ``t``, else when one first will; None: never."""
        wanted = State.CLOSED if node == END else node
        times = [
            walk.t for walk in self.walks if (walk.edge.after if walk.edge is not None else State.CLOSED) is wanted
        ]
        before = [moment for moment in times if moment <= t]
        return before[-1] if before else times[0] if times else None


def trigger_key(trigger: Trigger) -> str:
    """The key of a trigger's words."""
    return f"diagram.trigger.{trigger.name.lower().replace('_', '-')}"


def action_key(edge: Transition) -> str | None:
    """The key of the words for what is done on an edge; None: nothing."""
    action = ACTIONS.get(edge)
    return f"diagram.do.{action.lower().replace(' ', '-').replace(',', '-')}" if action else None
