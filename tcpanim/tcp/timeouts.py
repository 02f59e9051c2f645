"""What happens when a timer expires (RFC 9293 §3.10.8, §3.8.6; RFC 6298 §5)."""

from __future__ import annotations

from tcpanim.tcp import acking, liveness, persist, recovery, repairs, retransmission, sending
from tcpanim.tcp.io import Timer
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import Trigger
from tcpanim.tcp.tcb import Tcb


def timer_fires(tcb: Tcb) -> None:
    """Run every timer that is due, the earliest first; each ends by itself and may be started again."""
    while tcb.timers:
        timer, deadline = min(tcb.timers.items(), key=_deadline)
        if deadline > tcb.now:
            break
        del tcb.timers[timer]
        _HANDLERS[timer](tcb)


def _deadline(item: tuple[Timer, int]) -> tuple[int, bool]:
    """Earliest first; a probe due with the retransmission timer takes its place (RFC 8985 §7.2)."""
    return item[1], item[0] is Timer.RETRANSMISSION


def _delayed_ack_timeout(tcb: Tcb) -> None:
    if tcb.acking is not None:
        acking.delay_over(tcb)
    tcb.send_ack(Reason.ACK_DELAY_OVER)


def _time_wait_timeout(tcb: Tcb) -> None:
    tcb.judge(Reason.TIME_WAIT_OVER)
    tcb.delete(Trigger.TIMEOUT_2MSL)


def _retransmission_timeout(tcb: Tcb) -> None:
    retransmission.retransmission_timeout(tcb, recovery.timed_out)


def _probe_timeout(tcb: Tcb) -> None:
    if recovery.may_probe(tcb):
        if not sending.send_new_as_probe(tcb):
            recovery.repeat_as_probe(tcb)
        tcb.arm(Timer.RETRANSMISSION, tcb.now + tcb.rto.rto)


def _reordering_timeout(tcb: Tcb) -> None:
    recovery.reordering_timed_out(tcb)
    repairs.repair(tcb)
    if tcb.scoreboard.linux and tcb.queue and Timer.RETRANSMISSION in tcb.timers:
        # One timer for both there: what is left of the RTO counts from when the first segment left (tcp_rearm_rto).
        tcb.arm(Timer.RETRANSMISSION, max(tcb.queue[0].sent + tcb.rto.rto, tcb.now + 1))
    sending.send_pending(tcb)
    persist.mind_the_window(tcb)


_HANDLERS = {
    Timer.RETRANSMISSION: _retransmission_timeout,
    Timer.TLP: _probe_timeout,
    Timer.REORDER: _reordering_timeout,
    Timer.DELAYED_ACK: _delayed_ack_timeout,
    Timer.PERSIST: persist.persist_timeout,
    Timer.TIME_WAIT: _time_wait_timeout,
    Timer.KEEP_ALIVE: liveness.keep_alive_timeout,
    Timer.USER_TIMEOUT: liveness.user_timeout,
    Timer.FIN_WAIT_2: liveness.fin_wait_2_timeout,
}
