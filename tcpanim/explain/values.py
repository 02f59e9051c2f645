"""Arguments of messages that depend on how the reader wants things shown.

``scene.names`` writes them in the numbering, label style and spelling in force.
"""

from __future__ import annotations

from typing import NamedTuple

from tcpanim.tcp.states import State


class HostName(NamedTuple):
    """A host, shown by its label; ``typeset.host_in_text`` writes it within a sentence."""

    name: str


class SeqNumber(NamedTuple):
    """A number in the sequence space of ``host`` (it counts from that host's ISN).

    ``flight``: the segment that carries it, as symbols depend on when a number is used; None: the present moment.
    """

    host: str
    value: int
    flight: int | None = None


class SegmentLabel(NamedTuple):
    """A segment with its flags and numbers, in the label style in force: "SYN=1, ACK=1, seq=y, ack=x+1".

    ``size``: with the amount of its data; a sentence that has named it already leaves it out.
    """

    flight: int
    size: bool = True


class StateName(NamedTuple):
    """A state, in the spelling in force; with its Chinese gloss in Chinese captions unless ``gloss`` is off."""

    state: State
    gloss: bool = True


class InitialNumber(NamedTuple):
    """The initial sequence number that the SYN with this id carries.

    In relative numbers it is 0 by definition, which is no number that a host has chosen: there both are shown.
    """

    flight: int


class Duration(NamedTuple):
    """A length of time."""

    ns: int


class Size(NamedTuple):
    """A number of bytes."""

    bytes: int


class TimerName(NamedTuple):
    """A timer, by its name in traces."""

    timer: str
