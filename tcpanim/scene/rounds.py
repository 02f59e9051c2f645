"""Transmission rounds: a round begins with what a sender sends, and ends when the answer to the last of it has come.

Rounds are the textbooks' unit of time for congestion control; no TCP knows of them, so they are found from outside.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tcpanim.trace.events import Flight, Sample


class Round(NamedTuple):
    """From ``start`` to ``end`` (ns); ``cwnd`` and ``ssthresh`` (bytes) as the round begins.

    ``segments``: how many belong to it: those after the last of the round before, up to its own last.
    ``recovering``: in fast recovery, where each duplicate ACK inflates cwnd.
    """

    start: int
    end: int
    cwnd: int
    ssthresh: int | None
    segments: int
    recovering: bool


def rounds_of(
    own: Sequence[Flight], answers: Sequence[Flight], samples: Sequence[Sample], losses: Sequence[int]
) -> tuple[Round, ...]:
    """The rounds of one connection.

    ``own``: what its host sent, in order; ``answers``: what came back, by arrival; ``losses``: when it found that
    something was lost: a round begins there whatever has been answered. Empty where there is no cwnd.
    """
    data = [flight for flight in own if flight.segment.data]
    times = [sample.t for sample in samples]
    sent = [flight.sent for flight in data]
    heard = _Answers(answers)
    found: list[Round] = []
    counted = 0
    start = sent[0] if sent else None
    while start is not None:
        index = bisect_right(times, start)
        tcb = samples[index - 1].tcb if index else None
        if tcb is None or tcb.cwnd is None:
            break
        after = bisect_right(sent, start)
        answered = heard.after(next((f for f in reversed(data[:after]) if f.arrived is not None), None), start)
        lost = losses[at] if (at := bisect_right(losses, start)) < len(losses) else None
        ends = [t for t in (answered, lost) if t is not None]
        if not ends:
            end, following = samples[-1].t, None
        elif lost is not None and min(ends) == lost:
            end = following = lost
        else:
            end = min(ends)
            following = _next_start(end, data, sent, samples, times)
        if after > counted:
            recovering = tcb.ca_state == "recovery"
            found.append(Round(start, max(end, start + 1), tcb.cwnd, tcb.ssthresh, after - counted, recovering))
            counted = after
        start = following
    return tuple(found)


def _next_start(
    end: int, data: Sequence[Flight], sent: Sequence[int], samples: Sequence[Sample], times: Sequence[int]
) -> int | None:
    """Where the round after one that ended at ``end`` begins: at once if something is under way, else with new data."""
    index = bisect_right(times, end)
    if index and samples[index - 1].tcb.flight > 0:
        return end
    later = bisect_right(sent, end)
    return sent[later] if later < len(data) else None


class _Answers:
    """When a segment was answered: the first that the peer sent once it had arrived, duplicates included."""

    def __init__(self, answers: Sequence[Flight]) -> None:
        by_sent = sorted(answers, key=lambda flight: flight.sent)
        self._sent = [flight.sent for flight in by_sent]
        self._earliest = [flight.arrived or flight.ended for flight in by_sent]
        for index in range(len(self._earliest) - 2, -1, -1):
            self._earliest[index] = min(self._earliest[index], self._earliest[index + 1])

    def after(self, flight: Flight | None, t: int) -> int | None:
        """When the answer to ``flight`` came, None where none came after ``t``."""
        if flight is None or flight.arrived is None:
            return None
        index = bisect_left(self._sent, flight.arrived)
        if index == len(self._sent):
            return None
        return self._earliest[index] if self._earliest[index] > t else None
