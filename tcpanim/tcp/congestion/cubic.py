"""CUBIC in integers (RFC 9438)."""

from __future__ import annotations

from tcpanim.tcp.congestion.newreno import MILLION, NewReno
from tcpanim.tcp.reasons import Reason
from tcpanim.units import S

# C = 0.4 segments per second cubed (§5): as a fraction, with time in ns.
_C_NUMERATOR = 4
_C_DENOMINATOR = 10 * S**3


class Cubic(NewReno):
    """The window as a cubic function of the time since the last reduction.

    ``w_max``: the window before the last reduction. ``epoch``: when the current congestion avoidance began (None: not
    yet). ``k``: how long after that the function reaches w_max (ns). ``w_est``: what Reno would have (§4.3).
    ``prior``: the window when ssthresh was last set. ``seen``: the last ACK that counted.
    """

    __slots__ = ("epoch", "k", "origin", "prior", "rest", "seen", "w_est", "w_est_rest", "w_max")

    usual_beta = 700_000
    """§4.6: β = 0.7."""

    def __init__(self) -> None:
        super().__init__()
        self.w_max = 0
        self.epoch: int | None = None
        self.k = 0
        self.origin = 0
        self.w_est = 0
        self.w_est_rest = 0
        self.prior = 0
        self.rest = 0
        self.seen = 0

    def avoid(self, acked: int, now: int, rtt: int) -> Reason:
        if self.epoch is None:
            self._begin(now)
        assert self.epoch is not None
        self.seen = now
        since = now - self.epoch
        self._follow_reno(acked)
        if self._function(since) < self.w_est:
            self.cwnd = max(self.cwnd, self.w_est)  # §4.3: the Reno-friendly region
            return Reason.CUBIC_FRIENDLY
        # §4.2, §4.4, §4.5: towards the window one RTT from now, at most 1.5 cwnd.
        target = min(max(self._function(since + rtt), self.cwnd), self.cwnd * 3 // 2)
        self.rest += (target - self.cwnd) * acked
        step, self.rest = divmod(self.rest, self.cwnd)
        self.cwnd += step
        return Reason.CUBIC_GROWTH

    def _begin(self, now: int) -> None:
        """§4.2: a new epoch, with K from where cwnd stands now."""
        self.epoch = now
        self.rest = 0
        self.w_est = self.cwnd
        self.w_est_rest = 0
        if self.cwnd < self.w_max:
            self.origin = self.w_max
            self.k = cube_root((self.w_max - self.cwnd) * _C_DENOMINATOR // (_C_NUMERATOR * self.mss))
        else:
            self.origin = self.w_max = self.cwnd
            self.k = 0

    def _function(self, since: int) -> int:
        """W_cubic(t) = C (t - K)^3 + W_max (§4.2 eq. 1), in bytes."""
        offset = since - self.k
        return self.origin + offset**3 * _C_NUMERATOR * self.mss // _C_DENOMINATOR

    def _follow_reno(self, acked: int) -> None:
        """§4.3 eq. 4: W_est grows by α per window, α = 3 (1 - β) / (1 + β), and by 1 once it has caught up."""
        beta = self.beta
        if self.w_est >= self.prior:
            numerator, denominator = 1, 1
        else:
            numerator, denominator = 3 * (MILLION - beta), MILLION + beta
        self.w_est_rest += numerator * acked * self.mss
        step, self.w_est_rest = divmod(self.w_est_rest, denominator * self.cwnd)
        self.w_est += step

    def reduce(self, flight: int, *, timeout: bool = False) -> None:
        """§4.6, with fast convergence (§4.7); after a timeout the next function starts where slow start ends (§4.8)."""
        if timeout:
            self.w_max = 0
        elif self.cwnd < self.w_max:
            self.w_max = self.cwnd * (MILLION + self.beta) // (2 * MILLION)
        else:
            self.w_max = self.cwnd
        self.prior = self.cwnd
        self.epoch = None
        super().reduce(flight)

    def pause(self, now: int) -> None:
        """§5.8: while the application limits the sender the function stands still."""
        if self.epoch is not None:
            self.epoch += now - self.seen
            self.seen = now

    def save(self) -> tuple[int, ...]:
        return *super().save(), self.w_max, -1 if self.epoch is None else self.epoch, self.k, self.origin, self.prior

    def restore(self, saved: tuple[int, ...]) -> None:
        """§4.9.1: the variables from before the reduction."""
        super().restore(saved[:2])
        self.w_max, epoch, self.k, self.origin, self.prior = saved[2:]
        self.epoch = None if epoch < 0 else epoch


def cube_root(number: int) -> int:
    """The largest integer whose cube is not above ``number``, by Newton's method."""
    if number <= 0:
        return 0
    root = 1 << -(-number.bit_length() // 3)
    while True:
        better = (2 * root + number // (root * root)) // 3
        if better >= root:
            return root
        root = better
