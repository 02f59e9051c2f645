"""The built-ins that show figures of RFC 9293, row by row.

A row: who sends, flags, SEQ, ACK (None: no ACK bit), text length, and the states of A and B when the segment has
arrived. Rows stand in the order in which the segments are sent.
"""

from typing import NamedTuple

import pytest

from tcpanim import library
from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.events import Fate
from tcpanim.wire.segment import ACK


class Row(NamedTuple):
    sender: str
    flags: str
    seq: int
    ack: int | None
    length: int
    a: str
    b: str


FIGURES = {
    # figure 6
    "three-way-handshake": (
        ("client", "server"),
        1,
        [
            Row("A", "SYN", 100, None, 0, "SYN-SENT", "SYN-RECEIVED"),
            Row("B", "SYN,ACK", 300, 101, 0, "ESTABLISHED", "SYN-RECEIVED"),
            Row("A", "ACK", 101, 301, 0, "ESTABLISHED", "ESTABLISHED"),
        ],
    ),
    # figure 7; its row 7 is the delayed SYN,ACK of row 5
    "simultaneous-open": (
        ("a", "b"),
        1,
        [
            Row("A", "SYN", 100, None, 0, "SYN-RECEIVED", "SYN-RECEIVED"),
            Row("B", "SYN", 300, None, 0, "SYN-RECEIVED", "SYN-SENT"),
            Row("A", "SYN,ACK", 100, 301, 0, "ESTABLISHED", "ESTABLISHED"),
            Row("B", "SYN,ACK", 300, 101, 0, "ESTABLISHED", "SYN-RECEIVED"),
        ],
    ),
    # figure 8
    "old-duplicate-syn": (
        ("client", "server"),
        1,
        [
            Row("A", "SYN", 100, None, 0, "SYN-SENT", "SYN-RECEIVED"),
            Row("A", "SYN", 90, None, 0, "SYN-SENT", "SYN-RECEIVED"),
            Row("B", "SYN,ACK", 300, 91, 0, "SYN-SENT", "SYN-RECEIVED"),
            Row("A", "RST", 91, None, 0, "SYN-SENT", "LISTEN"),
            Row("B", "SYN,ACK", 400, 101, 0, "ESTABLISHED", "SYN-RECEIVED"),
            Row("A", "ACK", 101, 401, 0, "ESTABLISHED", "ESTABLISHED"),
        ],
    ),
    # figure 9 from its third row on; the seventh, the SYN again, meets a new OPEN of B
    "half-open-reopen": (
        ("client", "server"),
        4,
        [
            Row("A", "SYN", 400, None, 0, "SYN-SENT", "ESTABLISHED"),
            Row("B", "ACK", 300, 100, 0, "SYN-SENT", "ESTABLISHED"),
            Row("A", "RST", 100, None, 0, "SYN-SENT", "CLOSED"),
            Row("A", "SYN", 400, None, 0, "SYN-SENT", "SYN-RECEIVED"),
        ],
    ),
    # figure 10 from its second row on
    "half-open-data": (
        ("client", "server"),
        4,
        [
            Row("B", "ACK", 300, 100, 10, "CLOSED", "ESTABLISHED"),
            Row("A", "RST", 100, None, 0, "CLOSED", "CLOSED"),
        ],
    ),
    # figure 11 with Z = 1000, X = 300
    "two-passive-sockets": (
        ("a", "b"),
        1,
        [
            Row("A", "SYN", 1000, None, 0, "LISTEN", "SYN-RECEIVED"),
            Row("B", "SYN,ACK", 300, 1001, 0, "LISTEN", "SYN-RECEIVED"),
            Row("A", "RST", 1001, None, 0, "LISTEN", "LISTEN"),
        ],
    ),
    # figure 13
    "simultaneous-close": (
        ("a", "b"),
        4,
        [
            Row("A", "FIN,ACK", 100, 300, 0, "CLOSING", "CLOSING"),
            Row("B", "FIN,ACK", 300, 100, 0, "CLOSING", "FIN-WAIT-1"),
            Row("A", "ACK", 101, 301, 0, "TIME-WAIT", "TIME-WAIT"),
            Row("B", "ACK", 301, 101, 0, "TIME-WAIT", "CLOSING"),
        ],
    ),
}

# Figure 12, the normal close, in relative numbers: its A and B have sent 99 and 299 bytes, ours 500 and 3000.
FIGURE_12 = [
    ("client", "FIN,ACK", "FIN-WAIT-1", "CLOSE-WAIT"),
    ("server", "ACK", "FIN-WAIT-2", "CLOSE-WAIT"),
    ("server", "FIN,ACK", "TIME-WAIT", "LAST-ACK"),
    ("client", "ACK", "TIME-WAIT", "CLOSED"),
]


def trace_of(name):
    scenario = parse(library.read_builtin(name), name).scenario
    assert scenario is not None
    return simulate(scenario)


def flags(segment):
    return ",".join(name for name in segment.flag_names if name != "PSH")


@pytest.mark.parametrize("name", FIGURES)
def test_it_agrees_with_the_figure(name):
    (a, b), first, rows = FIGURES[name]
    trace = trace_of(name)
    shown = []
    for flight in trace.flights[first - 1 : first - 1 + len(rows)]:
        assert flight.fate is Fate.DELIVERED
        segment = flight.segment
        shown.append(
            Row(
                "A" if flight.sender == a else "B",
                flags(segment),
                segment.seq,
                segment.ack if segment.flags & ACK else None,
                len(segment.data),
                str(trace.state(a, flight.ended)),
                str(trace.state(b, flight.ended)),
            )
        )
    assert shown == rows


@pytest.mark.parametrize("name", ["three-way-handshake", "two-passive-sockets", "simultaneous-open", "half-open-data"])
def test_the_figure_has_no_further_segments(name):
    _, first, rows = FIGURES[name]
    assert len(trace_of(name).flights) == first - 1 + len(rows)


def test_the_user_of_b_is_told_of_the_reset():
    for name in ("half-open-reopen", "half-open-data"):
        assert [(row.host, str(row.error)) for row in trace_of(name).errors] == [("server", "connection reset")]


def test_the_normal_close_walks_through_figure_12():
    trace = trace_of("lost-fin")  # without data between the FINs, as in the figure
    closing = trace.flights[4:]
    assert [
        (
            flight.sender,
            flags(flight.segment),
            str(trace.state("client", flight.sent)),
            str(trace.state("server", flight.ended)),
        )
        for flight in closing
        if flight.sender == "client"
    ] == [(sender, kind, a, b) for sender, kind, a, b in FIGURE_12 if sender == "client"]
    assert [
        (
            flight.sender,
            flags(flight.segment),
            str(trace.state("client", flight.ended)),
            str(trace.state("server", flight.sent)),
        )
        for flight in closing
        if flight.sender == "server"
    ] == [(sender, kind, a, b) for sender, kind, a, b in FIGURE_12 if sender == "server"]
    numbers = [(f.segment.seq - (f.seq_base or 0), f.segment.ack - (f.ack_base or 0)) for f in closing]
    assert numbers == [(1, 1), (1, 2), (1, 2), (2, 2)]
