"""Tahoe: fast retransmit without fast recovery, as before RFC 2001."""

from __future__ import annotations

from tcpanim.tcp.congestion.newreno import NewReno


class Tahoe(NewReno):
    """Every loss, however it is found, leads back to a window of one segment and slow start (RFC 5681 §3.1)."""

    __slots__ = ()

    fast_recovery = False
