"""Slow start and congestion avoidance in integers (RFC 5681 §3.1), with NewReno's fast recovery (RFC 6582)."""

from __future__ import annotations

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.congestion.base import CongestionControl
from tcpanim.tcp.reasons import Reason

MILLION = 1_000_000


class NewReno(CongestionControl):
    """Additive increase, multiplicative decrease.

    ``acked``: bytes acknowledged since cwnd last grew in congestion avoidance. ``beta``: what a loss leaves of the
    window, in parts per million. ``abc_limit``: by how much one ACK may open cwnd in slow start, None: by all that it
    acknowledges (RFC 3465 §2.2, §2.3).
    """

    __slots__ = ("abc_limit", "acked", "beta", "mss")

    limits = True
    usual_beta = 500_000
    """RFC 5681 §3.1 eq. (4): half of what was in flight."""

    cwnd: int

    def __init__(self) -> None:
        super().__init__()
        self.mss = 0
        self.acked = 0
        self.beta = self.usual_beta
        self.abc_limit: int | None = 0

    def start(self, config: TcpConfig, mss: int, window: int) -> None:
        self.mss = mss
        self.cwnd = window
        self.ssthresh = None if config.initial_ssthresh is None else config.initial_ssthresh * mss
        self.beta = self.usual_beta if config.beta is None else config.beta
        self.abc_limit = None if config.abc_limit is None else config.abc_limit * mss

    # RFC 9293: MUST-19.
    def grow(self, acked: int, now: int, rtt: int) -> Reason | None:
        ssthresh = self.ssthresh
        if ssthresh is None or self.cwnd < ssthresh:
            step = acked if self.abc_limit is None else min(acked, self.abc_limit)  # eq. (2)
            if ssthresh is not None and self.cwnd + step > ssthresh:
                rest = self.cwnd + step - ssthresh
                self.cwnd = ssthresh
                self.avoid(rest, now, rtt)
            else:
                self.cwnd += step
            return Reason.SLOW_START
        before = self.cwnd
        reason = self.avoid(acked, now, rtt)
        return reason if self.cwnd > before else None

    def avoid(self, acked: int, now: int, rtt: int) -> Reason:
        """Congestion avoidance: one segment more for each whole cwnd acknowledged (the recommended way of §3.1).

        Gives the reason that cwnd has grown, if it has.
        """
        del now, rtt
        self.acked += acked
        if self.acked >= self.cwnd:
            self.acked -= self.cwnd
            self.cwnd += self.mss
        return Reason.CONGESTION_AVOIDANCE

    def reduce(self, flight: int, *, timeout: bool = False) -> None:
        del timeout
        # eq. (4) says "no more than": whole segments are clearer, and what stacks use that count in segments. After a
        # limit other than cwnd, or with SACKed data behind a gap, what counts is the smaller of the two.
        segments = min(flight, self.cwnd) * self.beta // MILLION // self.mss
        self.ssthresh = max(segments, 2) * self.mss
        self.acked = 0

    def save(self) -> tuple[int, ...]:
        return self.cwnd, -1 if self.ssthresh is None else self.ssthresh

    def restore(self, saved: tuple[int, ...]) -> None:
        self.cwnd = max(self.cwnd, saved[0])
        self.ssthresh = None if saved[1] < 0 else saved[1]
