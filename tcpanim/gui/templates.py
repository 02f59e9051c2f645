"""Texts that a new scenario begins with."""

from __future__ import annotations

_CONNECTION = """\
tcpanim: 1
title: {en: A new scenario, zh: 新的场景}
goal: {en: What is to be learnt from it, zh: 学习目标}
hosts:
  client: {isn: 100}
  server: {isn: 300}
wire: {delay: 50 ms}
script:
  - {at: 0 ms, server: listen}
  - {at: 10 ms, client: open}
  - {when: {client: ESTABLISHED}, client: {send: 500}}
  - {when: {server: {received: 500}}, after: 20 ms, client: close}
  - {when: {server: CLOSE-WAIT}, after: 20 ms, server: close}
"""
_LOSS = (
    _CONNECTION
    + """\
faults:
  - {drop: {from: client, match: DATA, nth: 1}}
"""
)
_TEXTS = {"connection": _CONNECTION, "loss": _LOSS}


def template_text(name: str) -> str:
    """The text of that template: connection or loss."""
    return _TEXTS[name]
