"""The states of a connection and every transition between them, as data.

Engine, state diagram, tests and (later) the observer of captures all read this one table. The engine asserts that each
change it makes is listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple


class State(Enum):
    """The eleven states of RFC 9293 §3.3.2; ``str()`` is the RFC's spelling."""

    CLOSED = "CLOSED"
    LISTEN = "LISTEN"
    SYN_SENT = "SYN-SENT"
    SYN_RECEIVED = "SYN-RECEIVED"
    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT_1 = "FIN-WAIT-1"
    FIN_WAIT_2 = "FIN-WAIT-2"
    CLOSE_WAIT = "CLOSE-WAIT"
    CLOSING = "CLOSING"
    LAST_ACK = "LAST-ACK"
    TIME_WAIT = "TIME-WAIT"

    def __str__(self) -> str:
        return self.value

    # Identity hash: Enum's own hashes the name through Python code, and states key many tables.
    __hash__ = object.__hash__


class Trigger(Enum):
    """What moves a connection along an edge; the texts are those of RFC 9293 figure 5 where it has one."""

    PASSIVE_OPEN = "passive OPEN"
    ACTIVE_OPEN = "active OPEN"
    SEND = "SEND"
    CLOSE = "CLOSE"
    ABORT = "ABORT"
    RCV_SYN = "rcv SYN"
    RCV_SYN_ACK = "rcv SYN,ACK"
    RCV_ACK_OF_SYN = "rcv ACK of SYN"
    RCV_FIN = "rcv FIN"
    RCV_FIN_ACK_OF_FIN = "rcv FIN, ACK of FIN"
    RCV_ACK_OF_FIN = "rcv ACK of FIN"
    RCV_RST = "rcv RST"
    TIMEOUT_2MSL = "Timeout=2MSL"
    TIMEOUT_USER = "user timeout"
    TIMEOUT_FIN_WAIT_2 = "FIN-WAIT-2 timeout"
    DATA_AFTER_EXIT = "data after the application has gone"
    NEW_SYN = "new SYN in TIME-WAIT"
    TWO_WAY = "handshake of two segments"

    __hash__ = object.__hash__


class Transition(NamedTuple):
    """One edge, with the RFC section that it rests on."""

    before: State
    trigger: Trigger
    after: State
    rule: str


_S = State
_T = Trigger


def _edges() -> tuple[tuple[Transition, ...], dict[Transition, str], frozenset[Transition]]:
    """All edges; what is done on them; those of figure 5."""
    actions: dict[Transition, str] = {}
    drawn: set[Transition] = set()

    def edge(before: State, trigger: Trigger, after: State, action: str, rule: str, figure: bool = False) -> Transition:
        made = Transition(before, trigger, after, f"RFC {rule}")
        if action:
            actions[made] = action
        if figure:
            drawn.add(made)
        return made

    edges = [
        edge(_S.CLOSED, _T.PASSIVE_OPEN, _S.LISTEN, "create TCB", "9293 §3.10.1", True),
        edge(_S.CLOSED, _T.ACTIVE_OPEN, _S.SYN_SENT, "snd SYN", "9293 §3.10.1", True),
        edge(_S.LISTEN, _T.RCV_SYN, _S.SYN_RECEIVED, "snd SYN,ACK", "9293 §3.10.7.2", True),
        edge(_S.LISTEN, _T.SEND, _S.SYN_SENT, "snd SYN", "9293 §3.10.2", True),
        edge(_S.LISTEN, _T.ACTIVE_OPEN, _S.SYN_SENT, "snd SYN", "9293 §3.10.1"),
        edge(_S.LISTEN, _T.CLOSE, _S.CLOSED, "delete TCB", "9293 §3.10.4"),
        edge(_S.SYN_SENT, _T.CLOSE, _S.CLOSED, "delete TCB", "9293 §3.10.4", True),
        edge(_S.SYN_SENT, _T.RCV_SYN, _S.SYN_RECEIVED, "snd SYN,ACK", "9293 §3.10.7.3", True),
        edge(_S.SYN_SENT, _T.RCV_SYN_ACK, _S.ESTABLISHED, "snd ACK", "9293 §3.10.7.3", True),
        edge(_S.SYN_SENT, _T.RCV_RST, _S.CLOSED, "", "9293 §3.10.7.3"),
        edge(_S.SYN_RECEIVED, _T.RCV_ACK_OF_SYN, _S.ESTABLISHED, "", "9293 §3.10.7.4", True),
        # Broken on purpose (handshake: two): nobody waits for the third segment.
        edge(_S.SYN_RECEIVED, _T.TWO_WAY, _S.ESTABLISHED, "", "9293 §3.5"),
        edge(_S.SYN_RECEIVED, _T.RCV_RST, _S.LISTEN, "", "9293 §3.10.7.4", True),
        edge(_S.SYN_RECEIVED, _T.RCV_RST, _S.CLOSED, "", "9293 §3.10.7.4"),
        edge(_S.SYN_RECEIVED, _T.CLOSE, _S.FIN_WAIT_1, "snd FIN", "9293 §3.10.4", True),
        edge(_S.SYN_RECEIVED, _T.RCV_FIN, _S.CLOSE_WAIT, "snd ACK", "9293 §3.10.7.4"),
        edge(_S.ESTABLISHED, _T.CLOSE, _S.FIN_WAIT_1, "snd FIN", "9293 §3.10.4", True),
        edge(_S.ESTABLISHED, _T.RCV_FIN, _S.CLOSE_WAIT, "snd ACK", "9293 §3.10.7.4", True),
        edge(_S.FIN_WAIT_1, _T.RCV_ACK_OF_FIN, _S.FIN_WAIT_2, "", "9293 §3.10.7.4", True),
        edge(_S.FIN_WAIT_1, _T.RCV_FIN, _S.CLOSING, "snd ACK", "9293 §3.10.7.4", True),
        edge(_S.FIN_WAIT_1, _T.RCV_FIN_ACK_OF_FIN, _S.TIME_WAIT, "snd ACK", "9293 §3.10.7.4"),
        edge(_S.FIN_WAIT_2, _T.RCV_FIN, _S.TIME_WAIT, "snd ACK", "9293 §3.10.7.4", True),
        edge(_S.CLOSE_WAIT, _T.CLOSE, _S.LAST_ACK, "snd FIN", "9293 §3.10.4", True),
        edge(_S.CLOSING, _T.RCV_ACK_OF_FIN, _S.TIME_WAIT, "", "9293 §3.10.7.4", True),
        edge(_S.LAST_ACK, _T.RCV_ACK_OF_FIN, _S.CLOSED, "", "9293 §3.10.7.4", True),
        edge(_S.TIME_WAIT, _T.TIMEOUT_2MSL, _S.CLOSED, "delete TCB", "9293 §3.10.8", True),
        edge(_S.TIME_WAIT, _T.NEW_SYN, _S.CLOSED, "", "9293 §3.10.7.4"),
        edge(_S.FIN_WAIT_2, _T.TIMEOUT_FIN_WAIT_2, _S.CLOSED, "", "9293 §3.6.1"),
        edge(_S.LISTEN, _T.ABORT, _S.CLOSED, "", "9293 §3.10.5"),
        edge(_S.SYN_SENT, _T.ABORT, _S.CLOSED, "", "9293 §3.10.5"),
    ]
    synchronized = (
        _S.ESTABLISHED,
        _S.FIN_WAIT_1,
        _S.FIN_WAIT_2,
        _S.CLOSE_WAIT,
        _S.CLOSING,
        _S.LAST_ACK,
        _S.TIME_WAIT,
    )
    edges += [edge(state, _T.RCV_RST, _S.CLOSED, "", "9293 §3.10.7.4") for state in synchronized]
    with_reset = (_S.SYN_RECEIVED, _S.ESTABLISHED, _S.FIN_WAIT_1, _S.FIN_WAIT_2, _S.CLOSE_WAIT)
    edges += [edge(state, _T.ABORT, _S.CLOSED, "snd RST", "9293 §3.10.5") for state in with_reset]
    without = (_S.CLOSING, _S.LAST_ACK, _S.TIME_WAIT)
    edges += [edge(state, _T.ABORT, _S.CLOSED, "", "9293 §3.10.5") for state in without]
    waiting = (_S.SYN_SENT, _S.SYN_RECEIVED, *synchronized[:-1])
    edges += [edge(state, _T.TIMEOUT_USER, _S.CLOSED, "", "9293 §3.8.3") for state in waiting]
    # A passive opener whose SYN-ACK is never acknowledged returns to LISTEN: the listening application never
    # learnt of the connection (kernel listeners do the same).
    edges.append(edge(_S.SYN_RECEIVED, _T.TIMEOUT_USER, _S.LISTEN, "", "9293 §3.8.3"))
    # A SYN in the window: a passive opener starts over; without RFC 5961 it ends every other connection.
    edges.append(edge(_S.SYN_RECEIVED, _T.RCV_SYN, _S.LISTEN, "", "9293 §3.10.7.4"))
    with_syn = (_S.SYN_RECEIVED, *synchronized)
    edges += [edge(state, _T.RCV_SYN, _S.CLOSED, "snd RST", "9293 §3.10.7.4") for state in with_syn]
    gone = (_S.FIN_WAIT_1, _S.FIN_WAIT_2)
    edges += [edge(state, _T.DATA_AFTER_EXIT, _S.CLOSED, "snd RST", "9293 §3.6.1") for state in gone]
    return tuple(edges), actions, frozenset(drawn)


TRANSITIONS: tuple[Transition, ...]
"""Every edge there is."""

ACTIONS: Mapping[Transition, str]
"""What is done on an edge, in the words of figure 5; an edge without entry does nothing."""

FIGURE_5: frozenset[Transition]
"""The edges that RFC 9293 figure 5 draws."""

TRANSITIONS, _actions, FIGURE_5 = _edges()
ACTIONS = MappingProxyType(_actions)

EDGES: dict[tuple[State, Trigger], tuple[Transition, ...]] = {}
for _edge in TRANSITIONS:
    EDGES[_edge.before, _edge.trigger] = (*EDGES.get((_edge.before, _edge.trigger), ()), _edge)


def transition(before: State, trigger: Trigger, after: State) -> Transition:
    """The listed edge; an unlisted one is our own mistake and raises AssertionError."""
    for edge in EDGES.get((before, trigger), ()):
        if edge.after is after:
            return edge
    raise AssertionError(f"no transition {before} --{trigger.value}--> {after} (RFC 9293 figure 5 and §3.10)")
