"""cwnd: how it begins, grows, and what it lets out (RFC 5681 §3.1 and §4.1, 6928, 9438 §5.8, 3042)."""

from __future__ import annotations

from tcpanim.tcp.phases import DISORDER, OPEN
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq


def established(tcb: Tcb) -> None:
    """The segment size is known: the initial window (RFC 5681 §3.1, RFC 6928 §2)."""
    control, mss, board = tcb.congestion, tcb.snd_mss, tcb.scoreboard
    if not control.limits:
        return
    board.linux = tcb.config.recovery == "linux"
    board.dupthresh = tcb.config.dupthresh
    board.unit = mss if board.linux else 0
    if board.syn_again > board.linux:
        segments, reason = 1, Reason.INITIAL_WINDOW_ONE  # both RFCs: after the loss of a SYN or SYN,ACK
    elif tcb.config.initial_window is not None:
        segments, reason = tcb.config.initial_window, Reason.INITIAL_WINDOW_SET
    else:
        segments, reason = 2 if mss > 2190 else 3 if mss > 1095 else 4, Reason.INITIAL_WINDOW
    control.start(tcb.config, mss, segments * mss)
    board.usage.begin(tcb.now)
    if board.linux:
        board.last_sent = tcb.now
    board.by_time = tcb.sack_ok and tcb.config.rack
    board.rack.min_rtt = tcb.rto.srtt  # the handshake's RTT counts (RFC 8985 §6.2 step 1)
    tcb.judge(reason, cwnd_bytes=segments * mss)


def restart_after_idleness(tcb: Tcb) -> None:
    """Nothing has been sent for longer than an RTO: the old window says nothing about the path (RFC 5681 §4.1)."""
    board, control = tcb.scoreboard, tcb.congestion
    if board.last_sent is None or control.cwnd is None or tcb.now - board.last_sent <= tcb.rto.rto:
        return
    config, mss = tcb.config, tcb.snd_mss
    initial = config.initial_window
    window = mss * (initial if initial is not None else 2 if mss > 2190 else 3 if mss > 1095 else 4)
    before = control.cwnd
    if board.linux:
        _decay(tcb, window)
    else:
        control.cwnd = min(before, window)
    if control.cwnd < before:
        tcb.judge(Reason.IDLE_RESTART, before_bytes=before, cwnd_bytes=control.cwnd)


def _decay(tcb: Tcb, window: int) -> None:
    """Half for each RTO of idleness; what was known of the path stays in ssthresh (RFC 2861 §3.1, as in Linux)."""
    board, control = tcb.scoreboard, tcb.congestion
    assert control.cwnd is not None
    assert board.last_sent is not None
    idle = tcb.now - board.last_sent - tcb.rto.rto
    keep_three_quarters(tcb)
    smallest = min(window, control.cwnd)
    segments = control.cwnd // tcb.snd_mss
    while idle > 0 and segments * tcb.snd_mss > smallest:
        segments //= 2
        idle -= tcb.rto.rto
    control.cwnd = max(segments * tcb.snd_mss, smallest)
    board.usage.begin(tcb.now)


def keep_three_quarters(tcb: Tcb) -> None:
    """The window comes down without a loss: ssthresh remembers three quarters of it (RFC 2861 §3.1)."""
    control = tcb.congestion
    if control.ssthresh is not None and control.cwnd is not None:
        segments = control.cwnd // tcb.snd_mss
        control.ssthresh = max(control.ssthresh, ((segments >> 1) + (segments >> 2)) * tcb.snd_mss)


def note_use(tcb: Tcb) -> None:
    """After sending under ``recovery: linux``: was cwnd the limit? An application that does not use it loses it."""
    board, control = tcb.scoreboard, tcb.congestion
    usage = board.usage
    cwnd, count = control.cwnd, len(tcb.queue)
    assert cwnd is not None
    full = tcb.in_network >= cwnd
    if usage.end is None or seq.ge(tcb.snd_una, usage.end) or full or (not usage.full and count > usage.most):
        usage.full, usage.most, usage.end = full, count, tcb.snd_nxt
    if _is_limit(tcb):
        usage.begin(tcb.now)
        return
    usage.used = max(usage.used, count)
    if tcb.config.slow_start_after_idle and tcb.now - usage.since >= tcb.rto.rto:
        _give_up_unused(tcb)


def _give_up_unused(tcb: Tcb) -> None:
    """Half of what the application has not used for an RTO (RFC 2861 §3.2)."""
    board, control = tcb.scoreboard, tcb.congestion
    assert control.cwnd is not None
    if board.phase is OPEN and not tcb.send_blocked:
        mss = tcb.snd_mss
        used = max(board.usage.used, tcb.config.initial_window or 0) * mss
        if used < control.cwnd:
            before = control.cwnd
            keep_three_quarters(tcb)
            control.cwnd = (control.cwnd + used) // mss // 2 * mss
            tcb.judge(Reason.IDLE_RESTART, before_bytes=before, cwnd_bytes=control.cwnd)
    board.usage.begin(tcb.now)


def _is_limit(tcb: Tcb) -> bool:
    control, usage = tcb.congestion, tcb.scoreboard.usage
    cwnd = control.cwnd
    assert cwnd is not None
    if usage.full:
        return True
    slow = control.ssthresh is None or cwnd < control.ssthresh
    return slow and cwnd < 2 * usage.most * tcb.snd_mss


def grow(tcb: Tcb, acked: int, in_network: int) -> None:
    """Cwnd grows only while it is what limits the sender (RFC 9438 §5.8, RFC 7661)."""
    control = tcb.congestion
    cwnd = control.cwnd
    assert cwnd is not None
    if tcb.ecn_told and not tcb.scoreboard.linux:
        return  # an ACK that reports congestion is no reason to grow (RFC 3168 §6.1.2)
    slow = control.ssthresh is None or cwnd < control.ssthresh
    if tcb.scoreboard.linux:
        unused = not _is_limit(tcb)
    else:
        unused = cwnd >= 2 * in_network if slow else cwnd >= in_network + tcb.snd_mss
    if unused:
        control.pause(tcb.now)
        return
    reason = control.grow(acked, tcb.now, tcb.rto.srtt or 0)
    if reason is not None:
        numbers = {"before_bytes": cwnd, "cwnd_bytes": control.cwnd}
        if control.ssthresh is not None:
            numbers["ssthresh_bytes"] = control.ssthresh
        tcb.judge(reason, **numbers)


def allowance(tcb: Tcb) -> int:
    """How much new data congestion control lets out now, whatever the peer's window says."""
    control, board = tcb.congestion, tcb.scoreboard
    cwnd = control.cwnd
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    if cwnd is None:
        return 0
    if board.frto:
        return max(0, 2 * tcb.snd_mss - seq.diff(tcb.snd_nxt, board.recover or 0)) if board.frto == 2 else 0
    if board.unrepaired:
        return 0  # what is lost goes first
    if board.phase is not DISORDER:
        return cwnd - tcb.in_network
    if not tcb.config.limited_transmit:
        return cwnd - flight
    if tcb.sack_ok or board.linux:
        return cwnd - tcb.in_network
    return cwnd - flight + min(tcb.dupacks, 2) * tcb.snd_mss  # RFC 3042 §2


def note_sent(tcb: Tcb, length: int) -> Reason | None:
    """New data leaves; the rule that lets it out when cwnd alone would not."""
    board, cwnd = tcb.scoreboard, tcb.congestion.cwnd
    board.last_sent = tcb.now
    board.prr_out += board.unit or length
    if board.phase is DISORDER and cwnd is not None and seq.diff(tcb.snd_nxt, tcb.snd_una) > cwnd:
        board.limited += length
        return Reason.LIMITED_TRANSMIT
    return None
