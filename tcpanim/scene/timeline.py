"""The marks along the timeline: segments above and below it by host, losses, states, silences.

Positions are shares of the run's screen time, 0 to 1, so that it agrees with stage and ladder.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from tcpanim.scene.clock import StoryMap
from tcpanim.scene.names import Naming
from tcpanim.scene.roles import KIND_ROLES
from tcpanim.trace.events import Fate
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.wire.segment import FIN, RST, SYN

MOST_LOOKED_AT = 20_000  # segments; in longer runs every so-manieth stands for those around it
_ROLES = tuple((flag, KIND_ROLES[kind] or "") for flag, kind in ((RST, "RST"), (SYN, "SYN"), (FIN, "FIN")))
MOST_MARKS = 600  # of one kind; in longer runs marks of one place fall together


class Mark(NamedTuple):
    """Something that happened: ``kind`` is segment, loss, state, timer or note; ``role`` its colour.

    ``side``: left above the line, right below it. ``segment``: its id, for segments and losses.
    """

    place: float
    t: int
    side: str
    kind: str
    role: str
    segment: int | None


class Stretch(NamedTuple):
    """A shortened silence: its places and its true length in words."""

    first: float
    last: float
    text: str


class Beginning(NamedTuple):
    """From ``t`` (ns) on something is changed: what, in words; ``segment``: the id of the one that it happens to."""

    t: int
    words: str
    segment: int | None


class Timeline:
    """The marks of one trace."""

    def __init__(self, trace: Trace, naming: Naming, time: StoryMap) -> None:
        self.trace = trace
        self.naming = naming
        self.time = time
        self._left = trace.hosts[0].name

    def place(self, t: int) -> float:
        """Where a moment lies."""
        length = self.time.length
        return self.time.to_screen(min(max(t, 0), self.trace.end)) / length if length else 0.0

    def time_at(self, place: float) -> int:
        """The moment that lies at a place."""
        return self.time.to_virtual(place * self.time.length)

    def _side(self, host: str | None) -> str:
        return "left" if host == self._left else "right"

    def _sender_side(self, sender: str | None, receiver: str | None) -> str:
        if sender is None and receiver is not None:
            sender = self.trace.peer(receiver).name
        return self._side(sender)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, losses last so that they are drawn on top."""
        segments: dict[tuple[int, str, str], Mark] = {}
        losses: dict[tuple[int, str], Mark] = {}
        to_screen, length = self.time.to_screen, self.time.length or 1.0
        asked = ("id", "sender", "receiver", "sent", "left", "ended", "fate", "segment.flags")
        ways = list(columns(self.trace.flights, *asked))
        lost = [way for way in ways if way[6] not in (Fate.DELIVERED, Fate.UNFINISHED)]
        for number, sender, receiver, sent, left, _, _, flags in ways[:: max(1, len(ways) // MOST_LOOKED_AT)]:
            side = self._sender_side(sender, receiver)
            place = to_screen(left) / length
            role = next((role for flag, role in _ROLES if flags & flag), side)
            key = (int(place * MOST_MARKS), side, role)
            if key not in segments:
                segments[key] = Mark(place, sent, side, "segment", role, number)
        for number, sender, receiver, _, _, ended, _, _ in lost[:: max(1, len(lost) // MOST_LOOKED_AT)]:
            where, side = self.place(ended), self._sender_side(sender, receiver)
            losses.setdefault((int(where * MOST_MARKS), side), Mark(where, ended, side, "loss", "loss", number))
        timers: dict[tuple[int, str], Mark] = {}
        for run in self.trace.timers:
            if run.end == "fired" and run.ended is not None:
                where, side = self.place(run.ended), self._side(run.host)
                timers.setdefault(
                    (round(where * MOST_MARKS), side), Mark(where, run.ended, side, "timer", side, None)
                )  # fmt: skip
        states: dict[tuple[int, str], Mark] = {}
        for row in self.trace.states:
            where, side = self.place(row.t), self._side(row.host)
            states.setdefault((round(where * MOST_MARKS), side), Mark(where, row.t, side, "state", side, None))
        notes = {note.t: Mark(self.place(note.t), note.t, "left", "note", "ink2", None) for note in self.trace.notes}
        return (*states.values(), *timers.values(), *segments.values(), *losses.values(), *notes.values())

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The shortened silences."""
        return tuple(
            Stretch(self.place(s.start), self.place(s.end), self.naming.length(s.length_ns))
            for s in self.time.shortened
        )

    def words(self, mark: Mark) -> str:
        """What a mark stands for."""
        if mark.kind == "note":
            said = next((note.teaching.say for note in self.trace.notes if note.t == mark.t), None)
            words = said.pick(self.naming.language) if said else ""
            return " · ".join(part for part in (self.naming.say("timeline.note"), words) if part)
        if mark.segment is not None:
            flight = self.trace.flight(mark.segment)
            text = f"{self.naming.host(self.trace.hosts[0 if mark.side == 'left' else 1].name)} · "
            text += self.naming.label(flight)
            return f"{text} · {self.naming.say('timeline.loss')}" if mark.kind == "loss" else text
        host = self.trace.hosts[0 if mark.side == "left" else 1].name
        if mark.kind == "state":
            return f"{self.naming.host(host)} · {self.naming.state(self.trace.state(host, mark.t))}"
        fired = [run for run in self.trace.timers if run.host == host and run.ended == mark.t and run.end == "fired"]
        return " · ".join([self.naming.host(host), *(self.naming.timer(run.timer) for run in fired)])
