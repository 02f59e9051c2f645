"""The event list as rows: one for everything that sets something off, with its host, its kinds and its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from tcpanim.explain.happening import actor, happenings
from tcpanim.explain.narrate import main_sentence
from tcpanim.explain.typeset import typeset
from tcpanim.i18n import Message
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import side_of
from tcpanim.scene.same_call import Calls, key_of_call
from tcpanim.trace.events import Event, EventKind
from tcpanim.trace.trace import STIMULI, Trace

KINDS = ("segments", "losses", "timers", "states", "calls")
"""What the list can be narrowed to; an event may belong to several."""
_BITS = {
    EventKind.SENT: 1,
    EventKind.ARRIVED: 1,
    EventKind.LOST: 3,
    EventKind.DISCARDED: 3,
    EventKind.FIRED: 4,
    EventKind.STATE: 8,
    EventKind.CALL: 16,
    EventKind.SKIPPED: 16,
    EventKind.CRASH: 16,
    EventKind.BOOT: 16,
}
_ABOUT_A_FLIGHT = (EventKind.ARRIVED, EventKind.LOST, EventKind.DISCARDED, EventKind.SENT)


class Told(NamedTuple):
    """What is said of a row: whose doing (left, right, none; the name), what happened, why, the RFC's sections."""

    side: str
    host: str
    what: str
    why: str
    rules: tuple[str, ...]


class EventRows:
    """All rows of a run in order of time; a row is known by its place. Nothing is said before it is asked for."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.roots: tuple[Event, ...] = tuple(
            event
            for event in trace.events
            if event.kind in STIMULI or (event.cause is None and not self._appears(event))
        )

    def _appears(self, event: Event) -> bool:
        """Whether it is an injected segment that appears, whose arrival at that instant is what is told."""
        return event.kind is EventKind.SENT and event.row is not None and self.trace.flights[event.row].injected

    @cached_property
    def _kinds(self) -> list[int]:
        """Per row the kinds of everything that follows from it at its instant, as bits in the order of KINDS."""
        place = {event.id: index for index, event in enumerate(self.roots)}
        bits = [0] * len(self.roots)
        row_of: dict[int, int] = {}
        now = -1
        for event in self.trace.events:
            if event.t != now:
                now = event.t
                row_of = {}
            row = place.get(event.id)
            if row is None:
                row = row_of.get(event.cause or 0)
            if row is not None:
                row_of[event.id] = row
                bits[row] |= _BITS.get(event.kind, 0)
        return bits

    def chosen(self, host: str | None, kind: str | None) -> list[int]:
        """The rows at ``host`` (a side, none: the network, None: all) and of ``kind`` (None: all)."""
        rows = range(len(self.roots))
        if kind is not None:
            bit = 1 << KINDS.index(kind)
            kinds = self._kinds
            rows_of_kind = [row for row in rows if kinds[row] & bit]
        else:
            rows_of_kind = list(rows)
        return rows_of_kind if host is None else [row for row in rows_of_kind if self.side(row) == host]

    def find(self, rows: list[int], wanted: str, naming: Naming, cancelled: Callable[[], bool]) -> list[int]:
        """Those of ``rows`` in whose sentences every word of ``wanted`` stands."""
        words = wanted.casefold().split()
        found: list[int] = []
        for row in rows:
            if cancelled():
                break
            told = self.tell(row, naming)
            text = " ".join((told.host, told.what, told.why, *told.rules)).casefold().replace("\u2060", "")
            if all(word in text for word in words):
                found.append(row)
        return found

    def time(self, row: int) -> int:
        """When it happens (ns)."""
        return self.roots[row].t

    def count_until(self, rows: list[int], t: int) -> int:
        """How many of ``rows`` lie at or before ``t``."""
        return bisect_right(rows, t, key=self.time)

    def segment(self, row: int) -> int | None:
        """The segment that arrives, is lost or discarded."""
        event = self.roots[row]
        if event.kind in _ABOUT_A_FLIGHT and event.row is not None:
            return self.trace.flights[event.row].id
        return None

    def calls(self, row: int) -> Calls | None:
        """The call that is made."""
        event = self.roots[row]
        if event.kind in (EventKind.CALL, EventKind.CRASH, EventKind.BOOT) and event.row is not None:
            return Calls((key_of_call(self.trace.calls[event.row]),))
        return None

    def side(self, row: int) -> str:
        """left, right or none: whose doing it is; a loss is the network's."""
        event = self.roots[row]
        host = event.host
        if event.kind in _ABOUT_A_FLIGHT and event.row is not None and host is None:
            host = self.trace.flights[event.row].sender
        return side_of(self.trace, actor(self.trace, event, host))

    def tell(self, row: int, naming: Naming) -> Told:
        """What is said of it, in the words and numbers of ``naming``."""
        root = self.roots[row]
        one = next((found for found in happenings(self.trace, root.t) if found.root.id == root.id), None)
        if one is None:
            return Told("none", "", "", "", ())
        sentence = main_sentence(one)
        show = naming.show_at(root.t)

        def say(message: Message) -> str:
            return typeset(naming.catalogue.render(message, show), naming.language)

        why = say(sentence.why) if sentence.why is not None else ""
        host = naming.host(one.actor) if one.actor is not None else naming.say("events.host.none")
        return Told(side_of(self.trace, one.actor), host, say(sentence.what), why, sentence.rules)
