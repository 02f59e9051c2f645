"""Is the other side still there? Keep-alive, user timeout, and how long an orphan stays in FIN-WAIT-2."""

from __future__ import annotations

from tcpanim.tcp.io import Kind, Timer, UserError
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK

_PROBED = (State.ESTABLISHED, State.FIN_WAIT_2, State.CLOSE_WAIT)


# RFC 9293: MUST-26.
def watch(tcb: Tcb, *, arrived: bool) -> None:
    """After a step: mind both timers. ``arrived``: a segment has arrived in it."""
    # To Linux a probe, which is no acceptable segment, is no sign of life (keepalive_time_elapsed).
    _keep_alive(tcb, tcb.heard if tcb.config.segment_check == "linux" else arrived)
    tcb.heard = False
    _user_timeout(tcb)


# RFC 9293: MUST-24.
def forget(tcb: Tcb, option: str) -> None:
    """The user has changed ``option``: its timer starts anew."""
    timer = {"keepalive": Timer.KEEP_ALIVE, "user_timeout": Timer.USER_TIMEOUT}.get(option)
    if timer is not None:
        tcb.disarm(timer)


# ---- keep-alive (RFC 9293 §3.8.4)


def _keep_alive(tcb: Tcb, heard: bool) -> None:
    """The timer runs from the segment heard last."""
    if tcb.config.keepalive is None:
        return
    if tcb.state not in _PROBED:
        tcb.disarm(Timer.KEEP_ALIVE)
        return
    if heard and tcb.keep_alives:
        tcb.keep_alives = 0
        tcb.judge(Reason.KEEP_ALIVE_ANSWERED)
    if heard or Timer.KEEP_ALIVE not in tcb.timers:
        tcb.arm(Timer.KEEP_ALIVE, tcb.now + tcb.config.keepalive.idle)


# RFC 9293: MUST-29, MAY-5, SHLD-12.
def keep_alive_timeout(tcb: Tcb) -> None:
    """Nothing was heard for so long: ask, and after enough questions without an answer give the connection up."""
    settings = tcb.config.keepalive
    assert settings is not None
    if tcb.queue or tcb.unsent or tcb.probing:
        # What is on the way asks already ("only when no sent data is outstanding").
        tcb.arm(Timer.KEEP_ALIVE, tcb.now + settings.idle)
        return
    if tcb.keep_alives >= settings.probes:
        tcb.judge(Reason.KEEP_ALIVE_GAVE_UP, probes_count=tcb.keep_alives)
        tcb.send_reset(Reason.KEEP_ALIVE_GAVE_UP)
        tcb.signal(UserError.USER_TIMEOUT)
        tcb.delete(Trigger.TIMEOUT_USER)
        return
    tcb.keep_alives += 1
    # SEG.SEQ = SND.NXT-1 lies left of the peer's window, so that the peer has to answer.
    tcb.transmit(tcb.segment(ACK, seq.add(tcb.snd_nxt, -1)), Kind.PROBE, Reason.KEEP_ALIVE_PROBE)
    tcb.arm(Timer.KEEP_ALIVE, tcb.now + settings.interval)


# ---- user timeout (RFC 9293 §3.9.1.1, §3.10.8; RFC 5482)


def _user_timeout(tcb: Tcb) -> None:
    """The timer runs while anything that the user wanted done is not acknowledged; progress starts it anew."""
    limit = tcb.config.user_timeout
    if limit is None:
        return
    waits = tcb.queue or len(tcb.send_buffer) or (tcb.closing and not tcb.fin_acked)
    if tcb.config.recovery == "linux":
        waits = tcb.retransmissions or tcb.probes  # its time begins with the first repetition (retransmits_timed_out)
    if tcb.state in (State.CLOSED, State.LISTEN) or not waits:
        tcb.disarm(Timer.USER_TIMEOUT)
    elif Timer.USER_TIMEOUT not in tcb.timers:
        tcb.arm(Timer.USER_TIMEOUT, tcb.now + limit)


def user_timeout(tcb: Tcb) -> None:
    """Flush all queues, tell the user, delete the TCB."""
    tcb.judge(Reason.USER_TIMEOUT_OVER)
    if tcb.state is State.SYN_RECEIVED and tcb.passive:
        tcb.delete(Trigger.TIMEOUT_USER, State.LISTEN)
        return
    tcb.signal(UserError.USER_TIMEOUT)
    tcb.delete(Trigger.TIMEOUT_USER)


# ---- FIN-WAIT-2 of an orphan: RFC 9293 §3.6.1 lets reading end with the CLOSE; the limit is the systems' own


def limit_fin_wait_2(tcb: Tcb) -> None:
    """Nobody will read any more: the peer's FIN is not waited for without end."""
    if tcb.config.fin_wait_2_timeout is not None:
        tcb.arm(Timer.FIN_WAIT_2, tcb.now + tcb.config.fin_wait_2_timeout)


def fin_wait_2_timeout(tcb: Tcb) -> None:
    """The peer has not closed in time: forget the connection; its FIN will be a stray."""
    tcb.judge(Reason.FIN_WAIT_2_OVER)
    tcb.delete(Trigger.TIMEOUT_FIN_WAIT_2)
