"""What the user may ask for: RFC 9293 §3.10.1 to §3.10.5, one function per call.

A call that the state forbids is a Signal, and nothing else changes.
"""

from __future__ import annotations

from dataclasses import replace

from tcpanim.tcp import acking, liveness, persist, sending, urgent
from tcpanim.tcp.config import KNOBS, ConfigError
from tcpanim.tcp.io import Accepted, Deliver, Open, Readable, Receive, Send, SetOption, UserError
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.tcb import Tcb

_WITH_RESET = (State.SYN_RECEIVED, State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2, State.CLOSE_WAIT)
_CLOSED_FOR_SENDING = (State.FIN_WAIT_1, State.FIN_WAIT_2, State.CLOSING, State.LAST_ACK, State.TIME_WAIT)
_PEER_MAY_SEND = (State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2)
# What both ends agree on in the handshake, or what the connection's variables are made for.
_SETTLED = ("sack", "congestion")
_PEER_HAS_CLOSED_TOO = (State.CLOSING, State.LAST_ACK, State.TIME_WAIT)


def listen_call(tcb: Tcb) -> None:
    """OPEN, passive (§3.10.1)."""
    if tcb.state is not State.CLOSED:
        tcb.signal(UserError.ALREADY_EXISTS)
        return
    tcb.reset()
    tcb.change(Trigger.PASSIVE_OPEN, State.LISTEN)


def open_call(tcb: Tcb, call: Open) -> None:
    """OPEN, active (§3.10.1)."""
    if tcb.state not in (State.CLOSED, State.LISTEN):
        tcb.signal(UserError.ALREADY_EXISTS)
    elif tcb.specified_remote is None:
        tcb.signal(UserError.REMOTE_UNSPECIFIED)
    else:
        _open_actively(tcb, Trigger.ACTIVE_OPEN, call.data if tcb.config.fast_open else b"")
        if call.data and not tcb.config.fast_open:
            send_call(tcb, Send(call.data))


def _open_actively(tcb: Tcb, trigger: Trigger, data: bytes = b"") -> None:
    """``data`` may go with the SYN (RFC 7413 §4.2.2)."""
    tcb.reset()
    tcb.change(trigger, State.SYN_SENT)
    if data:
        taken = min(tcb.config.send_buffer, len(data))
        tcb.send_buffer.append(memoryview(data)[:taken], taken == len(data))
        tcb.send_blocked = taken < len(data)
        tcb.effects.append(Accepted(taken))
    sending.send_syn(tcb, Reason.ACTIVE_OPEN)


# RFC 9293: MAY-15.
def send_call(tcb: Tcb, call: Send) -> None:
    """SEND (§3.10.2). Before ESTABLISHED the data waits in the buffer."""
    if tcb.state is State.CLOSED:
        tcb.signal(UserError.DOES_NOT_EXIST)
        return
    if tcb.state is State.LISTEN:
        if tcb.specified_remote is None:
            tcb.signal(UserError.REMOTE_UNSPECIFIED)
            return
        _open_actively(tcb, Trigger.SEND)
    if tcb.state in _CLOSED_FOR_SENDING or tcb.closing:
        tcb.signal(UserError.CLOSING)
        return
    room = max(0, tcb.config.send_buffer - len(tcb.send_buffer))
    taken = min(room, len(call.data))
    if taken:
        whole = taken == len(call.data)
        before = len(tcb.send_buffer)
        tcb.send_buffer.append(call.data if whole else memoryview(call.data)[:taken], False)
        if tcb.config.push_half_window and tcb.max_snd_wnd:
            tcb.send_buffer.push_half_windows(before, tcb.snd_sent, tcb.snd_mss, tcb.max_snd_wnd // 2)
        if call.push and whole:
            tcb.send_buffer.push()
    if call.urgent and taken:
        urgent.mark(tcb)
    tcb.effects.append(Accepted(taken))
    if taken < len(call.data):
        tcb.send_blocked = True
    sending.send_pending(tcb)
    if tcb.unsent and tcb.syn_acked:
        if sending.usable_window(tcb) <= 0:
            tcb.judge(Reason.WINDOW_FULL, unsent_bytes=tcb.unsent, window_bytes=tcb.snd_wnd)
        elif tcb.nagle_held and (rule := sending.held_back(tcb)) is not None:
            tcb.judge(rule, unsent_bytes=tcb.unsent, mss_bytes=tcb.snd_mss)
    persist.mind_the_window(tcb)


def receive_call(tcb: Tcb, call: Receive) -> None:
    """RECEIVE (§3.10.3). It never waits: what there is, or the news that there is nothing."""
    if tcb.exited:
        tcb.signal(UserError.CLOSING)
    elif call.max_bytes is not None and call.max_bytes < 0:
        tcb.signal(UserError.INSUFFICIENT_RESOURCES)
    elif tcb.receive_buffer.unread:
        data = tcb.receive_buffer.take(call.max_bytes)
        tcb.effects.append(Deliver(data))
        if tcb.acking is not None and tcb.state not in (State.CLOSED, State.TIME_WAIT):
            reason = acking.text_read(tcb, len(data), closed=tcb.state not in _PEER_MAY_SEND)
            if reason is not None:
                tcb.send_ack(reason)
        elif tcb.state in _PEER_MAY_SEND:
            _update_window(tcb)
    elif tcb.state is State.CLOSED:
        tcb.signal(UserError.DOES_NOT_EXIST)
    elif tcb.state in _PEER_HAS_CLOSED_TOO:
        tcb.signal(UserError.CLOSING)
    else:
        tcb.effects.append(Readable(0, tcb.fin_rcvd))


# RFC 9293: MUST-39.
def _update_window(tcb: Tcb) -> None:
    """Tell of the room alone only when the sender may be waiting for it (§3.8.6.2.2); else the next ACK tells."""
    useful = max(1, min(tcb.snd_mss, tcb.config.receive_buffer // 2))
    if tcb.rcv_wnd >= useful:
        return
    window = tcb.window_to_offer()
    if window > tcb.rcv_wnd:
        tcb.send_ack(Reason.WINDOW_UPDATE)
    else:
        tcb.judge(
            Reason.UPDATE_WITHHELD,
            free_bytes=tcb.config.receive_buffer - tcb.receive_buffer.unread,
            window_bytes=tcb.rcv_wnd,
            useful_bytes=useful,
        )


def close_call(tcb: Tcb) -> None:
    """CLOSE (§3.10.4): no more to send; receiving goes on."""
    state = tcb.state
    if state is State.CLOSED:
        tcb.signal(UserError.DOES_NOT_EXIST)
    elif state in _CLOSED_FOR_SENDING or tcb.closing:
        tcb.signal(UserError.CLOSING)
    elif state in (State.LISTEN, State.SYN_SENT):
        if len(tcb.send_buffer):
            tcb.signal(UserError.CLOSING)  # the answer to every SEND that is queued
        tcb.delete(Trigger.CLOSE)
    else:
        _close(tcb)


# RFC 9293: MUST-61.
def _close(tcb: Tcb) -> None:
    tcb.closing = True
    tcb.send_blocked = False
    if tcb.unsent:
        tcb.send_buffer.push()  # CLOSE implies a push (§3.8)
    if tcb.state is State.SYN_RECEIVED and tcb.unsent:
        tcb.judge(Reason.CLOSE_QUEUED, unsent_bytes=tcb.unsent)
        return
    close_now(tcb)
    sending.send_pending(tcb)
    if not tcb.fin_sent:
        tcb.judge(Reason.CLOSE_QUEUED, unsent_bytes=tcb.unsent)
    persist.mind_the_window(tcb)


def close_now(tcb: Tcb) -> None:
    """Enter FIN-WAIT-1 "in any case"; CLOSE-WAIT is left only when the FIN is sent (§3.10.4)."""
    if tcb.state in (State.SYN_RECEIVED, State.ESTABLISHED):
        tcb.change(Trigger.CLOSE, State.FIN_WAIT_1)


# RFC 9293: MAY-1.
def exit_call(tcb: Tcb) -> None:
    """CLOSE by an application that will not receive either (§3.6.1): what is unread or comes later was lost."""
    if tcb.exited:
        tcb.signal(UserError.CLOSING)
        return
    if tcb.receive_buffer.unread and tcb.state is not State.CLOSED:
        tcb.judge(Reason.EXIT_WITH_UNREAD_DATA, unread_bytes=tcb.receive_buffer.unread)
        _abort(tcb)
        return
    if tcb.state in (State.CLOSED, State.LISTEN, State.SYN_SENT):
        close_call(tcb)
        return
    tcb.exited = True
    if not tcb.closing:
        _close(tcb)
    elif tcb.state is State.FIN_WAIT_2:
        liveness.limit_fin_wait_2(tcb)


def abort_call(tcb: Tcb) -> None:
    """ABORT (§3.10.5)."""
    if tcb.state is State.CLOSED:
        tcb.signal(UserError.DOES_NOT_EXIST)
    else:
        _abort(tcb)


def _abort(tcb: Tcb) -> None:
    if tcb.state in _WITH_RESET:
        tcb.send_reset(Reason.ABORTED)
    tcb.delete(Trigger.ABORT)


# RFC 9293: MUST-17.
def set_option_call(tcb: Tcb, call: SetOption) -> None:
    """Change a knob on the living connection; what cannot be changed is an error to the user, not to us."""
    if call.name == "cork" and isinstance(call.value, bool):
        tcb.corked = call.value
        sending.send_pending(tcb)
        persist.mind_the_window(tcb)
        return
    try:
        if call.name not in KNOBS:
            raise ConfigError(call.name, "no such option")
        if call.name in _SETTLED and tcb.state is not State.CLOSED:
            raise ConfigError(call.name, "the connection has begun with another value")
        tcb.config = replace(tcb.config, **{call.name: call.value})
    except (ConfigError, TypeError):
        tcb.signal(UserError.OPTION_NOT_SUPPORTED)
        return
    liveness.forget(tcb, call.name)
    sending.send_pending(tcb)
    persist.mind_the_window(tcb)
