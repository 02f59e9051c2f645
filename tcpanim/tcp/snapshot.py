"""The variables of a connection that a viewer may see (RFC 9293 §3.3.1)."""

from __future__ import annotations

from typing import NamedTuple

from tcpanim.tcp.states import State


class TcbSnapshot(NamedTuple):
    """One moment of a transmission control block.

    Sequence variables are 32-bit wire values, None while unknown; sizes are bytes; times are ns; ``timers`` are
    (name, deadline) pairs in order of deadline. ``unread`` counts bytes that arrived in order and were not read;
    ``unsent`` bytes accepted from the application and not yet sent. ``sacked``, ``lost``, ``retransmitted`` are
    bytes of the scoreboard. A named tuple, because one is made for nearly every step.
    """

    state: State
    snd_una: int | None
    snd_nxt: int | None
    snd_wnd: int
    snd_wl1: int | None
    snd_wl2: int | None
    iss: int | None
    rcv_nxt: int | None
    rcv_wnd: int
    irs: int | None
    snd_mss: int
    cwnd: int | None
    ssthresh: int | None
    flight: int
    recover: int | None
    dupacks: int
    ca_state: str
    srtt: int | None
    rttvar: int | None
    rto: int
    backoff: int
    timers: tuple[tuple[str, int], ...]
    sacked: int
    lost: int
    retransmitted: int
    reordering: int
    unread: int
    unsent: int
