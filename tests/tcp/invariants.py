"""What holds of a TCB after every step, whatever arrived and whatever the user did."""

from __future__ import annotations

from tcpanim.tcp.endpoint import Endpoint
from tcpanim.tcp.states import State
from tcpanim.tcp.tcb import Tcb
from tcpanim.wire import seq


def check_tcb(endpoint: Endpoint, now: int) -> None:
    """Raise AssertionError when a variable is out of its bounds."""
    tcb = endpoint._tcb
    if tcb.iss is not None:
        assert seq.diff(tcb.snd_nxt, tcb.snd_una) >= 0
    assert tcb.unsent >= 0
    assert tcb.receive_buffer.unread >= 0
    assert 0 <= tcb.rcv_wnd <= 65535 << tcb.rcv_scale
    assert tcb.snd_mss > 0
    assert tcb.rto.rto > 0
    deadline = endpoint.next_deadline()
    assert deadline is None or deadline > now
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    if tcb.state in (State.CLOSED, State.LISTEN):
        assert deadline is None
        assert flight == 0
    names = {timer.value for timer in tcb.timers}
    if flight and tcb.state is not State.TIME_WAIT:
        assert names & {"retransmission", "persist"} or not tcb.config.persist
    assert not {"retransmission", "persist"} <= names
    check_scoreboard(tcb)


def check_scoreboard(tcb: Tcb) -> None:
    """The sums are those of the marks, and nothing is in the network that is not in flight."""
    board, queue = tcb.scoreboard, tcb.queue
    assert board.lost == sum(board.weight(entry) for entry in queue if entry.lost)
    assert board.retransmitted == sum(board.weight(entry) for entry in queue if entry.again)
    assert board.unrepaired == sum(board.weight(entry) for entry in queue if entry.lost and not entry.again)
    assert not any(entry.sacked and (entry.lost or entry.again) for entry in queue)
    if tcb.sack_ok:
        assert board.sacked == sum(board.weight(entry) for entry in queue if entry.sacked)
    assert 0 <= board.sacked <= tcb.outstanding
    assert tcb.in_network >= 0
    assert board.recover is None or seq.diff(tcb.snd_nxt, board.recover) >= 0
    if board.phase in ("recovery", "loss"):
        assert board.recover is not None
        assert queue or board.recover == tcb.snd_una
    if tcb.congestion.cwnd is not None:
        assert tcb.congestion.cwnd >= tcb.snd_mss
        assert tcb.congestion.ssthresh is None or tcb.congestion.ssthresh >= 2 * tcb.snd_mss
    if tcb.config.congestion == "none":
        assert (board.phase, board.lost, board.retransmitted) in (("open", 0, 0), ("open", 0, board.retransmitted))
