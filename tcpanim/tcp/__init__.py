"""The protocol: RFC 9293 as a step function without clock, chance, files or Qt.

The engine's public names (``Endpoint``, ``TcpConfig``, stimuli, effects, ``Segment`` …) can be taken from here; each is
loaded when it is asked for, so that who only wants the states does not load the engine. Code of the program itself
imports from the modules, where the import contracts see it.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "tcpanim.tcp.endpoint": ("Endpoint",),
    "tcpanim.tcp.stack": ("Stack", "Tagged"),
    "tcpanim.tcp.config": ("ChallengeLimit", "ConfigError", "KeepAlive", "TcpConfig"),
    "tcpanim.tcp.snapshot": ("TcbSnapshot",),
    "tcpanim.tcp.states": ("State", "TRANSITIONS", "Transition", "Trigger"),
    "tcpanim.tcp.reasons": ("Reason",),
    "tcpanim.tcp.io": (
        "Listen", "Open", "Send", "Receive", "Close", "Exit", "Abort", "SetOption", "Arrives", "TimerFires",
        "Transmit", "Accepted", "Writable", "Readable", "Deliver", "Signal", "Changed", "Arm", "Disarm", "Judged",
        "Effect", "Kind", "Stimulus", "Timer", "UserError",
    ),
    "tcpanim.wire.segment": ("Address", "Flags", "Segment"),
}  # fmt: skip
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = tuple(_MODULE)


def __getattr__(name: str) -> object:
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULE[name]), name)


def __dir__() -> list[str]:
    return sorted(_MODULE)
