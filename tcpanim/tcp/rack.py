"""RACK-TLP: losses found by time, and a probe for losses at the tail (RFC 8985)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcpanim.tcp.io import Timer
from tcpanim.tcp.phases import CWR, LOSS, OPEN, RECOVERY
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.rto import GRANULARITY
from tcpanim.units import MS, S
from tcpanim.wire import seq

if TYPE_CHECKING:
    from tcpanim.tcp.inflight import InFlight
    from tcpanim.tcp.tcb import Tcb

PERSIST = 16
"""How many recoveries a widened reordering window outlives (RFC 8985 §6.2 step 4)."""

MAX_ACK_DELAY = 200 * MS
"""TLP.max_ack_delay: what the peer's delayed ACK may take when a single segment is in flight.

RFC 8985 §7.2 leaves the value to implementations; Linux takes TCP_RTO_MIN.
"""


class Rack:
    """The variables of RFC 8985 §5.

    ``order``, ``rtt``: of the segment sent last among those delivered; several can leave at one instant here, so
    their order is counted. ``fack``: the highest number delivered. ``mult``: the reordering window in quarters of
    ``min_rtt``. ``probe_end``: SND.NXT at the tail loss probe, None: none is out; ``probe_again``: it was a
    repetition. ``arrived``: delivered with the ACK at hand. ``distance``: how many bytes a segment has come late at
    most. ``pending``: a duplicate was reported, and the window is not widened yet.
    """

    __slots__ = (
        "arrived",
        "distance",
        "dsack_round",
        "fack",
        "min_rtt",
        "mult",
        "order",
        "pending",
        "persist",
        "probe_again",
        "probe_end",
        "reordered",
        "rtt",
    )

    def __init__(self) -> None:
        self.order = 0
        self.rtt = 0
        self.min_rtt: int | None = None
        self.fack: int | None = None
        self.reordered = False
        self.distance = 0
        self.mult = 1
        self.persist = PERSIST
        self.dsack_round: int | None = None
        self.probe_end: int | None = None
        self.probe_again = False
        self.pending = False
        self.arrived: list[InFlight] = []


def take_in(tcb: Tcb) -> None:
    """§6.2 steps 1 to 3: what the delivered segments say of the RTT and of reordering."""
    rack = tcb.scoreboard.rack
    before = fack = rack.fack
    latest: InFlight | None = None
    for entry in rack.arrived:
        rtt = tcb.now - entry.sent
        again = entry.transmissions > 1
        if again and rack.min_rtt is not None and rtt < rack.min_rtt - GRANULARITY:
            continue  # the ACK is for an earlier transmission
        if not again and (rack.min_rtt is None or rtt < rack.min_rtt):
            rack.min_rtt = rtt
        end = entry.end
        if fack is None or seq.gt(end, fack):
            fack = end
        # What one ACK tells of has not overtaken each other: only what arrived before counts.
        if before is not None and seq.lt(end, before) and not again:
            rack.distance = max(rack.distance, seq.diff(before, entry.seq))
            if not rack.reordered:
                rack.reordered = True
                tcb.scoreboard.reordering = seq.diff(before, end)
                tcb.judge(Reason.REORDERING_SEEN, distance_bytes=tcb.scoreboard.reordering)
        if entry.order > rack.order:
            rack.order, rack.rtt = entry.order, rtt
        if latest is None or seq.gt(latest.end, tcb.snd_una) != seq.gt(end, tcb.snd_una) or seq.gt(end, latest.end):
            latest = entry
    rack.fack = fack
    if latest is not None and tcb.scoreboard.linux:
        # The RTT of what the ACK names last, sent last or not: of a jump of SND.UNA its end, else of the highest block.
        rack.rtt = tcb.now - latest.sent
    rack.arrived.clear()


def duplicate_reported(tcb: Tcb) -> None:
    """§6.2 step 4: a needless repetition widens the reordering window, once per round trip."""
    rack = tcb.scoreboard.rack
    if rack.dsack_round is not None and seq.le(tcb.snd_una, rack.dsack_round):
        return
    rack.dsack_round = tcb.snd_nxt
    rack.mult += 1
    rack.persist = PERSIST


def recovery_over(rack: Rack) -> None:
    """§6.2 step 4: after 16 recoveries without a needless repetition the window is narrow again."""
    rack.persist -= 1
    if rack.persist <= 0:
        rack.persist = PERSIST
        rack.mult = 1


def reordering_window(tcb: Tcb) -> int:
    """How long a segment may come later than one sent after it (§6.2 step 4)."""
    board = tcb.scoreboard
    rack = board.rack
    if not rack.reordered and (
        board.phase in (RECOVERY, LOSS) or board.sacked > (tcb.config.dupthresh - 1) * tcb.snd_mss
    ):
        return 0
    return min(rack.mult * (rack.min_rtt or 0) // 4, tcb.rto.srtt or 0)


def find_lost(tcb: Tcb) -> None:
    """§6.2 step 5: lost is what was sent before something that has arrived, when its time is up; the rest may wait."""
    board = tcb.scoreboard
    rack = board.rack
    if not rack.order:
        return
    patience = rack.rtt + reordering_window(tcb)
    wait = 0
    found = 0
    for entry in tcb.queue:
        if entry.sacked or (entry.lost and not entry.again):
            continue
        if entry.order > rack.order:
            continue
        remaining = entry.sent + patience - tcb.now
        if remaining <= 0:
            board.mark_lost(entry)
            found += entry.length
        else:
            wait = max(wait, remaining)
    if found:
        tcb.judge(Reason.LOST_BY_TIME, lost_bytes=found, rtt_ns=rack.rtt, patience_ns=patience)
    if wait:
        if board.phase not in (RECOVERY, LOSS):
            tcb.judge(Reason.LATE_OR_LOST, rtt_ns=rack.rtt, patience_ns=patience)
        tcb.arm(Timer.REORDER, tcb.now + wait + _grace(tcb))
    else:
        tcb.disarm(Timer.REORDER)


def mark_timed_out(tcb: Tcb) -> None:
    """§6.3: after a timeout only what is old enough counts as lost, and the first segment."""
    board = tcb.scoreboard
    patience = board.rack.rtt + reordering_window(tcb)
    for entry in tcb.queue:
        if not entry.sacked and (entry is tcb.queue[0] or entry.sent + patience <= tcb.now):
            board.mark_lost(entry)


def _grace(tcb: Tcb) -> int:
    """A timer of less than two ticks of a coarse clock would often run out at once (RFC 6298 §2, G)."""
    return 2 * (tcb.config.clock_tick or 0)


# ---- tail loss probe


def schedule_probe(tcb: Tcb, *, advancing: bool) -> None:
    """§7.2: two round trips without an ACK are enough, as long as nothing else is going on.

    ``advancing``: an ACK has just told of something new; else something was sent. Linux has one timer for the probe
    and the RTO, which then runs from when the first segment left (tcp_schedule_loss_probe).
    """
    board = tcb.scoreboard
    if (
        not tcb.sack_ok
        or tcb.congestion.cwnd is None
        or board.phase not in (OPEN, CWR)
        or board.sacked
        or board.rack.probe_end is not None
        or Timer.RETRANSMISSION not in tcb.timers
    ):
        tcb.disarm(Timer.TLP)
        return
    srtt = tcb.rto.srtt
    # PTO: 1 s, or two round trips; no clock ticks finer than a millisecond (G of RFC 6298 §2).
    wait = S if srtt is None else max(2 * srtt, MS)
    if srtt is not None:
        wait += MAX_ACK_DELAY if len(tcb.queue) == 1 else _grace(tcb)
    latest = tcb.timers[Timer.RETRANSMISSION]
    if board.linux and not advancing:
        due = tcb.queue[0].sent + tcb.rto.rto
        latest = min(latest, due) if due > tcb.now else latest
    tcb.arm(Timer.TLP, min(tcb.now + wait, latest))


def judge_probe(tcb: Tcb, advanced: int, *, reported: bool) -> bool:
    """§7.4.2: whether the ACK shows that the probe has repaired a loss, which must cost what every loss costs."""
    rack = tcb.scoreboard.rack
    end = rack.probe_end
    if end is None or seq.lt(tcb.snd_una, end):
        return False
    if not rack.probe_again or reported:
        rack.probe_end = None  # new data was the probe, or both copies have arrived
        return False
    if tcb.snd_una != end:
        rack.probe_end = None
        return True
    if not advanced and not tcb.scoreboard.sacked:
        rack.probe_end = None  # a second ACK of the same: both copies have arrived
    return False
