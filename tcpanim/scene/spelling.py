"""How states are spelt: one canonical name inside, several on the screen."""

from __future__ import annotations

from tcpanim.tcp.states import State

STATE_STYLES = ("rfc", "textbook", "sockets")

_TEXTBOOK = {State.SYN_RECEIVED: "SYN-RCVD"}

# As BSD's headers and most books on sockets have them.
_SOCKETS = {state: state.value.replace("-", "_") for state in State} | {State.SYN_RECEIVED: "SYN_RCVD"}

# The terms of the Chinese textbooks; they stand small under the Latin name.
_GLOSSES = {
    State.CLOSED: "关闭",
    State.LISTEN: "监听",
    State.SYN_SENT: "同步已发送",
    State.SYN_RECEIVED: "同步收到",
    State.ESTABLISHED: "已建立连接",
    State.FIN_WAIT_1: "终止等待 1",
    State.FIN_WAIT_2: "终止等待 2",
    State.CLOSE_WAIT: "关闭等待",
    State.CLOSING: "正在关闭",
    State.LAST_ACK: "最后确认",
    State.TIME_WAIT: "时间等待",
}


def state_name(state: State, style: str) -> str:
    """``state`` in the spelling ``style`` (one of STATE_STYLES)."""
    if style == "sockets":
        return _SOCKETS[state]
    if style == "textbook":
        return _TEXTBOOK.get(state, state.value)
    return state.value


def state_gloss(state: State, language: str) -> str:
    """What the state is called in the reader's language beside its Latin name; "" in English."""
    return _GLOSSES[state] if language == "zh" else ""
