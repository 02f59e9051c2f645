"""The spellings of the connection states that people meet in the RFC, in books, and in what systems print."""

from __future__ import annotations

from tcpanim.tcp.states import State

# Beside the RFC's own names: RFC 9293 figure 5, textbooks, BSD, Linux ss and netstat, Windows netstat, Chinese books.
_ALSO = {
    State.CLOSED: ("CLOSE", "关闭"),
    State.LISTEN: ("LISTENING", "监听", "收听"),
    State.SYN_SENT: ("同步已发送",),
    State.SYN_RECEIVED: ("SYN-RCVD", "SYN-RECV", "同步收到"),
    State.ESTABLISHED: ("ESTAB", "已建立连接"),
    State.FIN_WAIT_1: ("终止等待1",),
    State.FIN_WAIT_2: ("终止等待2",),
    State.CLOSE_WAIT: ("关闭等待",),
    State.CLOSING: ("正在关闭",),
    State.LAST_ACK: ("最后确认",),
    State.TIME_WAIT: ("时间等待",),
}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in "-_ ")


STATE_NAMES: dict[str, State] = {
    _plain(name): state for state, more in _ALSO.items() for name in (state.value, state.name, *more)
}


def state_named(text: str) -> State | None:
    """The state that ``text`` names in any usual spelling (case, ``-``, ``_`` and space do not matter), or None."""
    return STATE_NAMES.get(_plain(text))


def state_spellings() -> tuple[str, ...]:
    """Every spelling in capitals as people write it, the RFC's first; for suggestions and the schema."""
    rest = (name for more in _ALSO.values() for name in more)
    return (*(state.value for state in State), *rest)
