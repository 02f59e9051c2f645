"""States are read in every spelling that students meet."""

import pytest

from tcpanim.scenario.state_names import state_named, state_spellings
from tcpanim.tcp.states import State

SPELLINGS = {
    State.CLOSED: "CLOSED closed CLOSE 关闭",
    State.LISTEN: "LISTEN LISTENING 监听 收听",
    State.SYN_SENT: "SYN-SENT SYN_SENT SynSent 同步已发送",
    State.SYN_RECEIVED: "SYN-RECEIVED SYN_RECEIVED SYN-RCVD SYN_RCVD syn-recv SYN_RECV 同步收到",
    State.ESTABLISHED: "ESTABLISHED ESTAB established 已建立连接",
    State.FIN_WAIT_1: "FIN-WAIT-1 FIN_WAIT_1 FINWAIT-1 FIN_WAIT1 fin_wait_1 终止等待1",
    State.FIN_WAIT_2: "FIN-WAIT-2 FIN_WAIT_2 FINWAIT-2 FIN_WAIT2 终止等待2",
    State.CLOSE_WAIT: "CLOSE-WAIT CLOSE_WAIT close_wait 关闭等待",
    State.CLOSING: "CLOSING 正在关闭",
    State.LAST_ACK: "LAST-ACK LAST_ACK 最后确认",
    State.TIME_WAIT: "TIME-WAIT TIME_WAIT time-wait 时间等待",
}


@pytest.mark.parametrize("state", State)
def test_every_spelling(state):
    assert {state_named(spelling) for spelling in SPELLINGS[state].split()} == {state}


@pytest.mark.parametrize(("text", "state"), [("SYN SENT", State.SYN_SENT), ("终止等待 1", State.FIN_WAIT_1)])
def test_spaces(text, state):
    assert state_named(text) is state


@pytest.mark.parametrize("text", ["", "SYN", "WAIT", "FIN-WAIT", "TIME"])
def test_no_state(text):
    assert state_named(text) is None


def test_the_spellings_that_are_suggested_are_read():
    assert all(state_named(spelling) for spelling in state_spellings())
