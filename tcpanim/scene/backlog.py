"""A listener's two queues at t: on the stage as places, in the side panel by name."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.scene.names import Naming
from tcpanim.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Backlog:
    """One queue. ``limit`` None: none. ``who``: the sockets that wait, the longest first."""

    name: str
    label: str
    who: tuple[str, ...]
    limit: int | None

    @property
    def count(self) -> str:
        """How full it is: 2 / 4."""
        return str(len(self.who)) if self.limit is None else f"{len(self.who)} / {self.limit}"

    @property
    def full(self) -> bool:
        """Whether nobody else has room."""
        return self.limit is not None and len(self.who) >= self.limit


def backlogs(trace: Trace, host: str, t: int, naming: Naming) -> tuple[Backlog, ...]:
    """The queues of the listener at ``host``; none where its queues have no limits."""
    row = trace.queues_at(host, t)
    if row is None:
        return ()
    syn = Backlog("syn", naming.say("queue.syn"), row.syn, row.syn_limit)
    accept = Backlog("accept", naming.say("queue.accept"), row.accept, row.accept_limit)
    return (syn,) if row.accept_limit is None else (syn, accept)
