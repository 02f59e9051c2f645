"""A scenario's calls in TCP's words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tcpanim.scenario.model import Call, Inject, Opening, ScriptStep, Urgent
from tcpanim.tcp.io import Abort, Close, Exit, Receive, Send, SetOption, Stimulus
from tcpanim.tcp.listener import Backlog

_WITHOUT_ARGUMENT: dict[str, Stimulus] = {"close": Close(), "exit": Exit(), "abort": Abort()}


@dataclass(frozen=True, slots=True)
class NumberedCall(Call):
    """A call of the script; ``nth``: which of its host's calls of that name it is, from 1, in the script's order."""

    nth: int = 1


def numbered(script: tuple[ScriptStep, ...]) -> tuple[NumberedCall | Inject, ...]:
    """What the steps of a script do, the calls with their numbers."""
    count: Counter[tuple[str, str]] = Counter()
    actions: list[NumberedCall | Inject] = []
    for step in script:
        action = step.action
        if isinstance(action, Call):
            key = action.host, action.name
            count[key] += 1
            action = NumberedCall(*key, action.argument, action.connection, count[key])
        actions.append(action)
    return tuple(actions)


def stimulus_of(call: Call) -> Stimulus:
    """What the endpoint is told by a call on a connection: send, read with a count, close, exit, abort, set."""
    argument = call.argument
    if call.name == "send":
        return Send(argument, urgent=isinstance(argument, Urgent))
    if call.name == "read":
        return Receive(argument)
    if call.name == "set":
        name, value = argument
        return SetOption(name, value)
    return _WITHOUT_ARGUMENT[call.name]


def argument_of(call: Call) -> Any:
    """The argument as the trace carries it: bytes as their count, switches as on or off."""
    argument = call.argument
    if isinstance(argument, Backlog):
        return {
            name: "off" if value is False else "on" if value is True else value
            for name, value in argument._asdict().items()
            if value is not None
        }
    if isinstance(argument, Opening):
        given = {} if argument.port is None else {"port": argument.port}
        return {**given, "data": len(argument.data)}
    if isinstance(argument, bytes):
        return len(argument)
    if isinstance(argument, bool):
        return "on" if argument else "off"
    if call.name == "set":
        name, value = argument
        return {name: {True: "on", False: "off"}[value] if isinstance(value, bool) else value}
    return argument
