"""What is left behind is not forgotten: window probes, and the end of SWS avoidance (RFC 9293 §3.8.6.1, §3.8.6.2.1)."""

from __future__ import annotations

from tcpanim.tcp import retransmission, sending
from tcpanim.tcp.io import Timer
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.retransmission import start_retransmission_timer
from tcpanim.tcp.sending import SENDING
from tcpanim.tcp.tcb import Tcb
from tcpanim.units import MS
from tcpanim.wire import seq

OVERRIDE_TIMEOUT = 500 * MS
"""How long SWS avoidance may hold data back (RFC 9293 §3.8.6.2.1: 0.1 to 1 s)."""

CORK_TIMEOUT = 200 * MS
"""How long ``cork`` may hold back a segment that is not full (within the same bounds)."""


# RFC 9293: MUST-35.
def mind_the_window(tcb: Tcb) -> None:
    """See that what is left behind is not forgotten: probe a zero window, or let the override timeout run.

    The persist timer serves both (RFC 9293 §3.8.6.2.1). While a zero window is probed the retransmission timer is
    off: the peer is alive, and a connection must not time out for that (MUST-37).
    """
    if tcb.config.window_probe == "empty":
        _mind_as_linux(tcb)
        return
    waiting = _waits(tcb)
    if tcb.snd_wnd == 0 and (waiting or tcb.queue) and tcb.state in SENDING and tcb.syn_acked and tcb.config.persist:
        tcb.disarm(Timer.RETRANSMISSION)
        if not tcb.probing:
            tcb.probing = True
            start_persist_timer(tcb)
        return
    if tcb.probing:
        _over(tcb)
        if tcb.queue:
            start_retransmission_timer(tcb)
    if waiting and tcb.snd_wnd > 0 and not tcb.queue:
        if Timer.PERSIST not in tcb.timers and tcb.corked:
            tcb.arm(Timer.PERSIST, tcb.now + CORK_TIMEOUT)
        elif Timer.PERSIST not in tcb.timers:
            _say_that_it_waits(tcb)
            tcb.arm(Timer.PERSIST, tcb.now + OVERRIDE_TIMEOUT)
    elif Timer.PERSIST in tcb.timers:
        tcb.disarm(Timer.PERSIST)


def start_persist_timer(tcb: Tcb) -> None:
    """The first probe after one RTO, the next after twice that, and so on (SHLD-29, SHLD-30)."""
    wait = tcb.rto.rto << tcb.persist_backoff
    if wait < tcb.config.rto_max:
        tcb.persist_backoff += 1
    tcb.arm(Timer.PERSIST, tcb.now + min(wait, tcb.config.rto_max))


def persist_timeout(tcb: Tcb) -> None:
    """Probe the zero window, or override SWS avoidance."""
    linux = tcb.config.window_probe == "empty"
    if not tcb.probing and not linux:
        sending.send_pending(tcb, override=True)
        mind_the_window(tcb)
        return
    limit = retransmission.data_limit(tcb) + (not linux)
    if tcb.probes >= limit:
        # MUST-37 protects a connection whose peer answers; this one has been silent to R2 repetitions.
        retransmission.give_up(tcb, min(tcb.probes, limit))
        return
    if linux and tcb.snd_wnd > 0 and sending.send_what_fits(tcb):
        _over(tcb)
        mind_the_window(tcb)
        return
    tcb.probes += 1
    sending.send_probe(tcb)
    start_persist_timer(tcb)


def _waits(tcb: Tcb) -> bool:
    return tcb.snd_sent < len(tcb.send_buffer) or (tcb.closing and not tcb.fin_sent)


def _say_that_it_waits(tcb: Tcb) -> None:
    usable = sending.usable_window(tcb)
    tcb.judge(Reason.SENDER_WAITS, unsent_bytes=tcb.unsent, usable_bytes=usable, mss_bytes=tcb.snd_mss)


def _over(tcb: Tcb) -> None:
    tcb.probing = False
    tcb.persist_backoff = 0
    tcb.probes = 0
    tcb.disarm(Timer.PERSIST)


# ---- as Linux does it (``window_probe: empty``)


def _mind_as_linux(tcb: Tcb) -> None:
    """One timer for all that waits while nothing is in flight, whatever holds it (tcp_check_probe_timer).

    What is in flight is repeated into a zero window too; its ACKs tell of the window.
    """
    if tcb.queue or not _waits(tcb) or tcb.state not in SENDING or not tcb.syn_acked or not tcb.config.persist:
        if tcb.probing or Timer.PERSIST in tcb.timers:
            _over(tcb)
        return
    tcb.probing = not _fits(tcb)
    if Timer.PERSIST not in tcb.timers:
        if not tcb.probing:
            _say_that_it_waits(tcb)
        start_persist_timer(tcb)


def _fits(tcb: Tcb) -> bool:
    """Whether the window admits the next segment as it is."""
    length = min(tcb.unsent, tcb.data_room)
    size = length + (tcb.closing and length == tcb.unsent)
    return size <= tcb.snd_wnd - seq.diff(tcb.snd_nxt, tcb.snd_una)


def answered(tcb: Tcb) -> None:
    """An ACK has come while nothing was in flight: the next probe waits its time from now on (tcp_ack_probe)."""
    if not _waits(tcb):
        return
    if _fits(tcb):
        _over(tcb)
    elif Timer.PERSIST in tcb.timers:
        tcb.arm(Timer.PERSIST, tcb.now + _wait(tcb))


def _wait(tcb: Tcb) -> int:
    return min(tcb.rto.rto << max(tcb.persist_backoff - 1, 0), tcb.config.rto_max)
