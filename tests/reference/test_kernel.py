"""Conversations of the real Linux kernel (6.18), replayed: the same calls and the same faults make the same segments.

``kernel/``, ``more/`` and ``further/`` hold the recordings (see ``NOTES.md``). Compared are, for each direction, flags
without PSH, sequence number, acknowledgment, length and fate of every segment, the gap before each repetition within
15 %, and the states of both ends.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.codec import to_document
from tests.reference.compare import differences, differences_but_acks
from tests.reference.replay import Json, scenario_text

RECORDINGS = {
    path.stem: path
    for folder in ("kernel", "more", "further")
    for path in (Path(__file__).parent / folder).glob("*.json")
}

GROWS = (
    "the kernel makes its receive buffer larger while it receives, and acknowledges each segment that does so at once "
    "(tcp_grow_window); with which segment that begins depends on the millisecond in which a round trip ends"
)
TICK = (
    "two segments leave in one millisecond here, and in two there: their timestamps differ, and PAWS refuses one copy"
)
COMPRESSED = "ACKs for text out of order are gathered for 1 ms; which fall into it depends on the relay's microseconds"
TIES = "two things are due at one instant, and which comes first depends on how late the kernel's timer wheel is"

MICROSECONDS = (
    "whether the answer to a repetition came quicker than any before it, and so counts for RACK, is a matter of the "
    "relay's microseconds (tcp_rack_advance)"
)
CONTRACT = (
    "with timestamps the kernel opens a connection anew from its own TIME-WAIT (tcp_twsk_unique); here, as RFC 9293 "
    "§3.10.1 says, it already exists"
)

# What may differ, by recording: only in segments that carry nothing but an ACK …
ONLY_ACKS = {
    "bulk_bidir.modern": GROWS,
    "bulk_cubic.modern": GROWS,
    "bulk_loss_5_20_21.modern": GROWS,
    "x_two_of_20.modern": GROWS,
    "m_108.modern": COMPRESSED,
    "m_116.modern": TICK,
    "m_106.modern": TIES,
    "m_106.plain": TIES,
    "m_114.plain": TIES,
    "m_120.plain": TIES,
    "slowread_10.modern": TIES,  # delayed ACKs run out while data is on its way
    "uto_2.plain": TIES,  # a repeated FIN arrives as the own one is due again
}
# … or altogether.
OTHERWISE = {
    "x_synack2.modern": TIES,  # a repeated SYN arrives in the millisecond in which the server repeats its SYN,ACK
    "x_spurious_rto.modern": TIES,  # the late originals arrive together with the ACKs of their repetitions
    "m_120.modern": TIES,  # a late SYN arrives together with the server's first data
    "m_126.modern": TIES,
    "openloss_14.nots": TIES,  # a repeated SYN arrives in the millisecond in which the server repeats its SYN,ACK
    "closeloss_8.nosack": TIES,  # a repeated FIN arrives as the own one is due again
    "stream_11.plain": TIES,  # a write comes in the instant of an ACK
    "ecn_14.default": COMPRESSED,
    "bulk_3.default": MICROSECONDS,
    "tail_3.nots": MICROSECONDS,
    "reuse_2.modern": CONTRACT,
}


def replayed(name: str) -> tuple[Json, Json]:
    """The recording, and the trace of the same calls and faults."""
    case = json.loads(RECORDINGS[name].read_text())
    parsed = parse(scenario_text(case))
    assert parsed.scenario is not None, parsed.problems
    return case, to_document(simulate(parsed.scenario))


@pytest.mark.parametrize("name", sorted(RECORDINGS.keys() - ONLY_ACKS.keys() - OTHERWISE.keys()))
def test_the_same_segments_as_the_kernel(name: str) -> None:
    assert differences(*replayed(name)) == []


@pytest.mark.parametrize("name", sorted(ONLY_ACKS))
def test_the_same_but_for_acknowledgments(name: str) -> None:
    case, document = replayed(name)
    assert differences_but_acks(case, document) == []
    assert differences(case, document), "equal by now: take it off the list"


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_what_differs(name: str) -> None:
    assert differences(*replayed(name)), "equal by now: take it off the list"


def test_counts() -> None:
    listed = ONLY_ACKS.keys() | OTHERWISE.keys()
    assert (len(RECORDINGS), len(ONLY_ACKS), len(OTHERWISE)) == (441, 12, 11)
    assert listed <= RECORDINGS.keys()
