"""The retransmission queue and its timer: RFC 6298 §5, RFC 9293 §3.8.1 and §3.8.3."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.tcp import acking
from tcpanim.tcp.inflight import InFlight
from tcpanim.tcp.io import Kind, Timer, UserError
from tcpanim.tcp.options import expected_samples, rtt_by_echo, stamp
from tcpanim.tcp.phases import RECOVERY
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.rto import AFTER_SYN_LOSS
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.tcb import Tcb
from tcpanim.units import MS
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, FIN, PSH

NO_LIMIT = 1 << 31
"""More repetitions than a user timeout of a year allows."""


SHORTEST_RTO = 200 * MS
"""By which Linux reckons R2 (TCP_RTO_MIN), whatever the RTO is."""


def start_retransmission_timer(tcb: Tcb) -> None:
    """(5.1): a segment that takes sequence numbers starts the timer if it does not run."""
    if Timer.RETRANSMISSION not in tcb.timers:
        tcb.arm(Timer.RETRANSMISSION, tcb.now + retransmission_time(tcb))


def retransmission_time(tcb: Tcb) -> int:
    """The RTO; a server's begins with the tick behind its SYN,ACK.

    The client's SYN, whose timer was started half a round trip before, would else come at the very same moment.
    """
    tick = tcb.config.clock_tick
    return tcb.rto.rto + tick if tick is not None and tcb.state is State.SYN_RECEIVED and tcb.passive else tcb.rto.rto


def acknowledge(tcb: Tcb, acknowledgment: int) -> None:
    """SND.UNA advances: take what is acknowledged off the queue, sample the RTT, mind the timer.

    ``acknowledgment`` has been found to lie in SND.UNA < SEG.ACK =< SND.NXT.
    """
    data, syn, fin = 0, False, False
    first: InFlight | None = None
    sample: InFlight | None = None
    repeated = False
    queue, board = tcb.queue, tcb.scoreboard
    while queue:
        entry = queue[0]
        covered = seq.diff(acknowledgment, entry.seq)
        if covered <= 0:
            break
        size = entry.length + entry.syn + entry.fin
        board.forget(entry, min(covered, size))
        if covered < size:
            # A part of the segment: the rest stays in the queue.
            entry.seq = acknowledgment
            entry.length -= covered
            data += covered
            break
        queue.popleft()
        data += entry.length
        syn = syn or entry.syn
        fin = fin or entry.fin
        repeated = repeated or entry.transmissions > 1
        if first is None and not entry.sacked:
            first = entry
        sample = entry
    if sample is None and not data:
        # Not in the queue: the octet, or FIN, of a window probe.
        fin = tcb.fin_sent
        data = int(not fin)
    tcb.snd_una = acknowledgment
    if data:
        tcb.send_buffer.release(data)
        tcb.snd_sent -= data
    tcb.retransmissions = 0
    tcb.dupacks = 0
    tcb.disarm(Timer.USER_TIMEOUT)  # progress: liveness starts it anew for what is left
    _say_what_was_acknowledged(tcb, data, syn, fin)
    if sample is not None and tcb.config.rto_floor == "variance":
        sample_as_linux(tcb, None if repeated or first is None else first.first_sent, sample)
    elif sample is not None:
        _sample_rtt(tcb, sample, repeated)
    if syn and tcb.syn_lost:
        tcb.syn_lost = False
        tcb.rto.after_syn_loss(tcb.config)
        tcb.judge(Reason.RTO_AFTER_SYN_LOSS, rto_ns=tcb.rto.rto)
    if queue:
        if not _is_impatient(tcb):
            tcb.arm(Timer.RETRANSMISSION, tcb.now + tcb.rto.rto)  # (5.3)
    else:
        tcb.disarm(Timer.RETRANSMISSION)  # (5.2)


def _is_impatient(tcb: Tcb) -> bool:
    """NewReno without SACK restarts the timer at the first partial ACK of a recovery only (RFC 6582 §3.2 step 3)."""
    board = tcb.scoreboard
    if board.phase is not RECOVERY or not board.partial_acks or tcb.sack_ok or tcb.config.prr:
        return False
    return board.recover is not None and seq.lt(tcb.snd_una, board.recover) and Timer.RETRANSMISSION in tcb.timers


def _say_what_was_acknowledged(tcb: Tcb, data: int, syn: bool, fin: bool) -> None:
    if syn:
        tcb.judge(Reason.SYN_ACKNOWLEDGED, acknowledged_seq=tcb.snd_una)
    if data:
        tcb.judge(Reason.DATA_ACKNOWLEDGED_BY_PEER, acknowledged_seq=tcb.snd_una, data_bytes=data)
    if fin:
        tcb.judge(Reason.FIN_ACKNOWLEDGED_BY_PEER, acknowledged_seq=tcb.snd_una)


# RFC 9293: MUST-18.
def _sample_rtt(tcb: Tcb, entry: InFlight, repeated: bool) -> None:
    """One sample per ACK, from the segment sent last; none when any of them was sent twice (Karn, RFC 6298 §3).

    Any, not only the last: segments behind a repeated one were acknowledged late because of it.
    """
    if tcb.ts_ok and (echoed := rtt_by_echo(tcb)) is not None:
        # The echo says which transmission it answers: Karn's rule is not needed (RFC 6298 §3).
        _take(tcb, echoed, Reason.RTT_BY_TIMESTAMP, expected_samples(tcb))
        return
    rtt = tcb.now - entry.first_sent
    if repeated and tcb.config.karn:
        tcb.judge(Reason.RTT_AMBIGUOUS, rtt_ns=rtt, rto_ns=tcb.rto.rto)
        return
    _take(tcb, rtt, Reason.RTT_SAMPLE)


def sample_as_linux(tcb: Tcb, sent: int | None, last: InFlight | None = None) -> None:
    """The clock comes before the echo: a sample from what was ``sent`` once, else from what a SACK block tells of.

    Only where neither is there a timestamp is asked (tcp_ack_update_rtt). ``last``: the last segment acknowledged.
    """
    board = tcb.scoreboard
    if sent is None:
        sent = None if board.sacked_first is None else board.sacked_first.sent
    board.sacked_first = None
    if sent is not None:
        _take(tcb, tcb.now - sent, Reason.RTT_SAMPLE)
    elif tcb.ts_ok and (echoed := rtt_by_echo(tcb)) is not None:
        _take(tcb, echoed, Reason.RTT_BY_TIMESTAMP)
    elif last is not None:
        tcb.judge(Reason.RTT_AMBIGUOUS, rtt_ns=tcb.now - last.first_sent, rto_ns=tcb.rto.rto)


def sacked_only(tcb: Tcb) -> None:
    """SACK blocks alone bring a sample too; and the timer waits on, unless the first segment was sent again before.

    Otherwise a recovery could put the timeout off and off (tcp_clean_rtx_queue).
    """
    first = tcb.scoreboard.sacked_first
    if first is None:
        return
    sample_as_linux(tcb, None)
    if first.order < tcb.queue[0].order and Timer.RETRANSMISSION in tcb.timers:
        tcb.arm(Timer.RETRANSMISSION, tcb.now + tcb.rto.rto)


def _take(tcb: Tcb, rtt: int, reason: Reason, expected: int = 1) -> None:
    rto = tcb.rto
    rto.sample(rtt, tcb.config, una=tcb.snd_una, nxt=tcb.snd_nxt, expected=expected)
    tcb.judge(reason, rtt_ns=rtt, srtt_ns=rto.srtt, rttvar_ns=rto.rttvar, rto_ns=rto.rto)


# RFC 9293: MUST-20, SHLD-16.
def retransmission_timeout(tcb: Tcb, collapse: Callable[[Tcb], None]) -> None:
    """The timer has expired: (5.4) repeat the earliest segment, (5.5) back off, (5.6) start the timer again.

    ``collapse``: what congestion control does first.
    """
    entry = tcb.queue[0]
    limit = _limit(tcb, entry)
    if _is_over(tcb, entry, limit):
        give_up(tcb, tcb.retransmissions)
        return
    tcb.retransmissions += 1
    if tcb.retransmissions == 1:
        tcb.scoreboard.again_since = tcb.now
    if tcb.retransmissions == tcb.config.retries_1 and not entry.syn:
        # The negative advice to IP that (b) asks for has nobody to go to here.
        tcb.judge(Reason.R1_REACHED, repetitions_count=tcb.retransmissions, limit_count=limit)
    collapse(tcb)
    resend(tcb, entry, Reason.RETRANSMISSION_TIMEOUT)
    before = tcb.rto.rto
    if entry.syn and tcb.irs is None and tcb.retransmissions <= (tcb.config.syn_linear_timeouts or 0):
        tcb.judge(Reason.SYN_BACKOFF_LATER, rto_ns=before, repetitions_count=tcb.retransmissions, limit_count=limit)
    else:
        tcb.rto.back_off(tcb.config)
        tcb.judge(
            Reason.BACKOFF,
            before_ns=before,
            rto_ns=tcb.rto.rto,
            repetitions_count=tcb.retransmissions,
            limit_count=limit,
        )
    tcb.arm(Timer.RETRANSMISSION, tcb.now + retransmission_time(tcb))
    if entry.syn and tcb.config.rto_initial < AFTER_SYN_LOSS:
        tcb.syn_lost = True


def _is_over(tcb: Tcb, entry: InFlight, limit: int) -> bool:
    """Whether R2 is reached: in repetitions, or, as in Linux, in the time that they take with the shortest RTO."""
    if tcb.config.recovery != "linux" or entry.syn or limit == NO_LIMIT or not tcb.retransmissions:
        return tcb.retransmissions >= limit
    longest = tcb.config.rto_max
    shortest = min(SHORTEST_RTO, longest)
    doublings = min(limit, (longest // shortest).bit_length() - 1)
    time = ((2 << doublings) - 1) * shortest + (limit - doublings) * longest
    return tcb.now - tcb.scoreboard.again_since >= time


# RFC 9293: MUST-22, MUST-23.
def _limit(tcb: Tcb, entry: InFlight) -> int:
    """R2, counted in repetitions (RFC 9293 §3.8.3)."""
    if not entry.syn:
        return data_limit(tcb)
    if tcb.irs is None:
        return tcb.config.syn_retries + (tcb.config.syn_linear_timeouts or 0)
    return tcb.config.synack_retries


# RFC 9293: MUST-21.
def data_limit(tcb: Tcb) -> int:
    """R2 for data, FINs and window probes; an orphan's may be smaller, a user timeout takes its place."""
    config = tcb.config
    if tcb.exited and config.orphan_retries is not None:
        return config.orphan_retries
    return config.retries_2 if config.user_timeout is None else NO_LIMIT


def resend(tcb: Tcb, entry: InFlight, reason: Reason) -> None:
    """Send a segment of the queue once more."""
    board = tcb.scoreboard
    if board.linux and not entry.syn:
        room = tcb.data_room
        if entry.length > room:
            _split(tcb, entry, room)
        elif entry.length < room:
            _take_followers_along(tcb, entry, room)
    entry.transmissions += 1
    entry.sent = board.last_sent = tcb.now
    board.sendings += 1
    entry.order = board.sendings
    if board.linux and tcb.ts_ok and board.stamp is None:
        board.stamp = stamp(tcb)
    board.mark_again(entry)
    board.undo_again = max(board.undo_again, 0) + 1
    board.prr_out += board.unit or entry.size
    if entry.syn:
        board.syn_again += 1
        if tcb.irs is None and tcb.fast_option is not None:
            # Perhaps something on the way dislikes the option, or data in a SYN (RFC 7413 §4.1.3.1).
            tcb.fast_option = None
            tcb.judge(Reason.FAST_OPEN_PLAIN)
        segment = tcb.syn_segment()
    else:
        offset = seq.diff(entry.seq, tcb.snd_una) - tcb.queue[0].syn
        bits = ACK | FIN if entry.fin else ACK
        if entry.push:
            bits |= PSH
        data = tcb.send_buffer.read(offset, entry.length) if entry.length else b""
        if data and tcb.acking is not None:
            acking.data_sent(tcb)
        segment = tcb.segment(bits, entry.seq, data)
    tcb.transmit(segment, Kind.RETRANSMISSION, reason)


def _split(tcb: Tcb, entry: InFlight, room: int) -> None:
    """SACK blocks have to go with the segment, and leave so much room for data: the rest becomes a segment too."""
    rest = InFlight(seq.add(entry.seq, room), entry.length - room, False, entry.fin, entry.sent)
    rest.first_sent, rest.order, rest.transmissions = entry.first_sent, entry.order, entry.transmissions
    rest.lost, rest.again, rest.push = entry.lost, entry.again, entry.push
    entry.length, entry.fin = room, False
    if tcb.scoreboard.unit:
        tcb.scoreboard.add(rest)
    tcb.queue.insert(tcb.queue.index(entry) + 1, rest)


def _take_followers_along(tcb: Tcb, entry: InFlight, room: int) -> None:
    """Segments that fit behind ``entry``, or the FIN, become a part of it (repacketization, RFC 9293 §3.8.1)."""
    queue, board = tcb.queue, tcb.scoreboard
    place = queue.index(entry)
    while place + 1 < len(queue):
        follower = queue[place + 1]
        if (
            follower.sacked
            or entry.length + follower.length > room
            or seq.diff(follower.end, tcb.snd_una) > tcb.snd_wnd
        ):
            return
        size = board.weight(follower)
        if follower.lost:
            board.lost -= size
            if not follower.again:
                board.unrepaired -= size
        if follower.again:
            board.retransmitted -= size
        if not board.unit:  # where segments are counted, two have become one
            board.lost += size * entry.lost
            board.unrepaired += size * (entry.lost and not entry.again)
            board.retransmitted += size * entry.again
        entry.length += follower.length
        entry.fin = entry.fin or follower.fin
        entry.push = entry.push or follower.push
        entry.transmissions = max(entry.transmissions, follower.transmissions)
        del queue[place + 1]


def give_up(tcb: Tcb, repetitions: int) -> None:
    """Close the connection after R2 and tell the user (RFC 9293 §3.8.3, §3.10.8).

    A passive opener returns to LISTEN, and nobody is told: its user never learnt of the attempt.
    """
    tcb.judge(Reason.GAVE_UP, repetitions_count=repetitions)
    if tcb.state is State.SYN_RECEIVED and tcb.passive:
        tcb.delete(Trigger.TIMEOUT_USER, State.LISTEN)
        return
    tcb.signal(UserError.USER_TIMEOUT)
    tcb.delete(Trigger.TIMEOUT_USER)
