"""The table from what happened to the key of its sentence.

A topic (what set it off) has its cases in order; the first that fits is told. A case asks for states before and after,
and for marks (see ``happening``): reasons of the engine, kinds of segments sent, facts about buffers. The sentence is
``say.<key>`` in the catalogues, what stands behind it ``why.<why>``.
"""

from __future__ import annotations

from tcpanim.explain.case import FIRST, NONE, Case, row
from tcpanim.explain.case_arrivals import ANY_ARRIVAL, ARRIVALS, FIRST_OF_ARRIVALS
from tcpanim.explain.case_calls import CALLS
from tcpanim.explain.happening import Happening
from tcpanim.tcp.states import State

# Why ACKs leave that answer data: a later one can stand in for them.
_OF_DATA = (
    "data-acknowledged",
    "second-segment-acknowledged",
    "quick-ack",
    "read-acknowledged",
    "ack-delay-over",
    "out-of-order-acknowledged",
    "gap-filled-acknowledged",
)

CASES: dict[str, tuple[Case, ...]] = {
    **CALLS,
    **ARRIVALS,
    # ---- what timers do
    "timer:retransmission": (
        row("tail-probe", (), (), "tail-loss-probe", tells=FIRST),  # both timers run out at once
        row("gave-up-listen", State.SYN_RECEIVED, State.LISTEN, "gave-up", why="gave-up"),
        row("gave-up-opening", State.SYN_RECEIVED, State.CLOSED, "gave-up", why="gave-up"),
        row("gave-up", (), State.CLOSED, "gave-up"),
        row("repeat-syn", (), (), "sends-SYN", "fast-open-plain", why="repeat-syn-plain"),
        row("repeat-syn-soon", (), (), "sends-SYN", "after-bad-ack"),
        row("repeat-syn", (), (), "sends-SYN", "syn-backoff-later", why="repeat-syn-even"),
        row("repeat-syn", (), (), "sends-SYN", "rto-at-most", why="repeat-at-most"),
        row("repeat-syn", (), (), "sends-SYN"),
        row("repeat-synack", (), (), "sends-SYN-ACK", "rto-at-most", why="repeat-at-most"),
        row("repeat-synack", (), (), "sends-SYN-ACK"),
        row("repeat-fin", (), (), "sends-FIN", "rto-at-most", why="repeat-at-most"),
        row("repeat-fin", (), (), "sends-FIN"),
        row("repeat-data", (), (), "sends-DATA", "rto-at-most", why="repeat-at-most"),
        row("repeat-data", (), (), "sends-DATA", "window-collapsed", why="repeat-data-collapse"),
        row("repeat-data", (), (), "sends-DATA"),
        row("repeat", (), (), "sends", why=None),
    ),
    "timer:delayed-ack": (row("ack-leaves", (), (), "sends-ACK"),),
    "timer:persist": (
        row("gave-up", (), State.CLOSED, "gave-up"),
        row("probe-empty", (), (), "window-probe", "sends-ACK", why="probe"),
        row("probe", (), (), "window-probe", tells=FIRST),
        row("override", (), (), "sends"),
    ),
    "timer:keep-alive": (
        row("keep-alive-gave-up", (), State.CLOSED, "keep-alive-gave-up"),
        row("keep-alive-probe", (), (), "keep-alive-probe"),
        row("keep-alive-busy", why=None),
    ),
    "timer:user-timeout": (row("user-timeout-over", (), (), "user-timeout-over"),),
    "timer:fin-wait-2": (row("fin-wait-2-over", (), State.CLOSED),),
    "timer:tlp": (row("tail-probe", (), (), "tail-loss-probe", tells=FIRST),),
    "timer:reorder": (
        row("reorder-over", (), (), "lost-by-time", "sack-recovery", "sends-DATA", why="fast-retransmit", tells=FIRST),
        row(
            "reorder-over",
            (),
            (),
            "lost-by-time",
            "rate-reduction",
            "sends-DATA",
            why="fast-retransmit-prr",
            tells=FIRST,
        ),
        row("reorder-over", (), (), "sends-DATA", why=None, tells=FIRST),
    ),
    "timer:time-wait": (row("time-wait-over", (), State.CLOSED, why=None),),
    # ---- what the network does
    "lost:SYN": (row("lost-syn"),),
    "lost:SYN-ACK": (row("lost-synack"),),
    "lost:ACK": (
        row("lost-ack", (), (), "peer:SYN-RECEIVED", why="lost-ack-opening"),
        row("lost-ack", (), (), "why:window-update", "peer-stopped", why="lost-ack-update"),
        row("lost-ack", (), (), "why:window-update", why="lost-ack-unneeded"),
        *(row("lost-ack", (), (), f"why:{reason}", "peer-waits", why="lost-ack-data") for reason in _OF_DATA),
        row("lost-ack", (), (), "peer-waits"),
        row("lost-ack", why="lost-ack-unneeded"),
    ),
    "lost:DATA": (row("lost-data"),),
    "lost:FIN": (row("lost-fin"),),
    "lost:RST": (row("lost-rst"),),
    "corrupted": (row("corrupted"),),
    "host-down": (row("host-down"),),
    "no-host": (row("no-host", why=None),),
}

# Losses with a cause that can be seen are told by it, whatever was lost.
LOSS_CAUSES = (
    row("lost-queue", (), (), "by:queue"),
    row("lost-cut", (), (), "by:cut"),
)

# Asked before the rows of the topic, and after them.
FIRST_OF = {"arrival": FIRST_OF_ARRIVALS, "call": (row("call-down", (), (), "failed", why=None),), "lost": LOSS_CAUSES}
ANY = {
    "arrival": ANY_ARRIVAL,
    "timer": (row("moved", (), (), "moves", why=None), row("timer", why=None, tells=NONE)),
    "skipped": (row("skipped-call"),),
}


def every_case() -> tuple[Case, ...]:
    """All rows of the table."""
    return tuple(case for cases in (*FIRST_OF.values(), *CASES.values(), *ANY.values()) for case in cases)


def case_of(one: Happening) -> Case | None:
    """The row that speaks of ``one``; None when there is none."""
    family = one.topic.split(":")[0]
    first = FIRST_OF.get(family, ())
    for case in (*first, *CASES.get(one.topic, ()), *ANY.get(family, ())):
        if case.fits(one):
            return case
    return None
