"""SEGMENT ARRIVES: RFC 9293 §3.10.7, to the state group that takes the segment, and what follows of it."""

from __future__ import annotations

from tcpanim.tcp import acking, persist, repairs, sending
from tcpanim.tcp.io import Arrives, Readable, Writable
from tcpanim.tcp.opening import in_listen, in_syn_sent
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.steps import in_other_states
from tcpanim.tcp.strays import answer_stray
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire.segment import Segment


def segment_arrives(tcb: Tcb, stimulus: Arrives) -> None:
    """Let ``tcb`` take the segment; one that is not from the peer it belongs to is a stray."""
    segment = stimulus.segment
    state = tcb.state
    if state is State.CLOSED or not _belongs(tcb, segment, stimulus.source):
        answer_stray(tcb, segment, stimulus.source)
    elif state is State.LISTEN:
        in_listen(tcb, segment, stimulus.source)
    elif state is State.SYN_SENT:
        in_syn_sent(tcb, segment)
    else:
        in_other_states(tcb, segment)
    finish(tcb)


def _belongs(tcb: Tcb, segment: Segment, source: str | None) -> bool:
    remote = tcb.remote
    return remote is None or (
        segment.src_port == remote.port and (not source or not remote.host or source == remote.host)
    )


def finish(tcb: Tcb) -> None:
    """After the steps: send what may be sent now, and only then the ACK that no segment has carried (MUST-58)."""
    if tcb.state is State.CLOSED or tcb.state is State.LISTEN:
        return
    if tcb.scoreboard.unrepaired:
        repairs.repair(tcb)
    sending.send_pending(tcb)
    if tcb.scoreboard.sacked:
        repairs.rescue(tcb)
    if tcb.ack_now is None and tcb.acking is not None and tcb.acking.owed:
        acking.decide(tcb)
    if tcb.ack_now is not None:
        tcb.send_ack(tcb.ack_now)
    persist.mind_the_window(tcb)
    if tcb.readable_changed:
        tcb.readable_changed = False
        if not tcb.exited:
            tcb.effects.append(Readable(tcb.receive_buffer.unread, tcb.fin_rcvd))
    if tcb.send_blocked and not tcb.closing:
        room = tcb.config.send_buffer - len(tcb.send_buffer)
        if room > 0:
            tcb.send_blocked = False
            tcb.effects.append(Writable(room))
    if tcb.state is State.TIME_WAIT and not tcb.config.time_wait:
        tcb.judge(Reason.TIME_WAIT_SKIPPED)
        tcb.delete(Trigger.TIMEOUT_2MSL)
