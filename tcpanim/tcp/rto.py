"""The retransmission timeout: RFC 6298, in integer nanoseconds."""

from __future__ import annotations

from tcpanim.tcp.config import TcpConfig
from tcpanim.units import MS, S
from tcpanim.wire import seq

GRANULARITY = MS
"""G of RFC 6298 §2: real clocks tick in milliseconds. It keeps RTO above SRTT when the RTT never varies."""

AFTER_SYN_LOSS = 3 * S
"""RFC 6298 §5.7."""


class RtoEstimator:
    """SRTT, RTTVAR and RTO of one connection; ``backoff`` counts the doublings since the last sample.

    ``deviation``, ``largest``, ``round_end``: what Linux keeps besides, see ``_sample_as_linux``.
    """

    __slots__ = ("backoff", "deviation", "largest", "round_end", "rto", "rttvar", "srtt")

    def __init__(self, config: TcpConfig) -> None:
        self.srtt: int | None = None
        self.rttvar: int | None = None
        self.rto = min(config.rto_initial, config.rto_max)  # §2.1; §2.4 bounds computed values only
        self.backoff = 0
        self.deviation = 0
        self.largest = 0
        self.round_end: int | None = None

    def sample(self, rtt: int, config: TcpConfig, *, una: int = 0, nxt: int = 0, expected: int = 1) -> None:
        """Take one RTT measurement (§2.2, §2.3); a backed-off RTO collapses here and nowhere else (§5).

        ``una``, ``nxt``: SND.UNA and SND.NXT by now; ``expected``: how many samples a round trip gives; alpha and beta
        are divided by it (RFC 7323 §4.2).
        """
        if config.rto_floor == "variance":
            self._sample_as_linux(rtt, config, una, nxt)
        elif self.srtt is None or self.rttvar is None:
            self.srtt = rtt
            self.rttvar = rtt // 2
        else:
            # §2.3: alpha = 1/8, beta = 1/4, RTTVAR first because it needs the old SRTT.
            beta, alpha = 4 * expected, 8 * expected
            self.rttvar = ((beta - 1) * self.rttvar + abs(self.srtt - rtt)) // beta
            self.srtt = ((alpha - 1) * self.srtt + rtt) // alpha
        assert self.srtt is not None
        assert self.rttvar is not None
        variance = max(GRANULARITY, 4 * self.rttvar)
        if config.rto_floor == "variance":
            rto = self.srtt + max(variance, config.rto_min)
        else:
            rto = max(self.srtt + variance, config.rto_min)  # §2.4
        self._set(rto, config)

    def _sample_as_linux(self, rtt: int, config: TcpConfig, una: int, nxt: int) -> None:
        """RTTVAR is the largest mean deviation of a round trip; it follows upwards at once, downwards round by round.

        A shorter RTT raises the deviation only by an eighth of what a longer one would (tcp_rtt_estimator): a queue
        that drains is no reason to wait longer.
        """
        floor = config.rto_min // 4
        if self.srtt is None or self.rttvar is None:
            self.srtt = rtt
            self.deviation = rtt // 2
            self.rttvar = self.largest = max(self.deviation, floor)
            self.round_end = nxt
            return
        error = rtt - self.srtt
        self.srtt += error // 8
        change = (abs(error) - self.deviation) // 4
        self.deviation += change // 8 if error < 0 and change > 0 else change
        if self.deviation > self.largest:
            self.largest = self.deviation
            self.rttvar = max(self.rttvar, self.largest)
        if self.round_end is None or seq.gt(una, self.round_end):
            if self.largest < self.rttvar:
                self.rttvar -= (self.rttvar - self.largest) // 4
            self.round_end = nxt
            self.largest = floor

    def _set(self, rto: int, config: TcpConfig) -> None:
        if config.clock_tick is not None:
            rto = (rto // config.clock_tick + 1) * config.clock_tick  # it begins within a tick
        self.rto = min(rto, config.rto_max)  # §2.5
        self.backoff = 0

    # RFC 9293: MUST-19.
    def back_off(self, config: TcpConfig) -> None:
        """Double the RTO, up to the maximum (§5.5)."""
        self.rto = min(2 * self.rto, config.rto_max)
        self.backoff += 1

    def after_syn_loss(self, config: TcpConfig) -> None:
        """Start over from 3 s when data begins after a SYN had to be repeated (§5.7)."""
        self.rto = min(max(AFTER_SYN_LOSS, config.rto_min), config.rto_max)
        self.backoff = 0
