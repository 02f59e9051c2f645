"""What is explored: the built-ins that open, lose, close, refuse and abort connections, under every profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from tcpanim.library import builtins, read_builtin
from tcpanim.scenario.model import Scenario
from tcpanim.scenario.parse import parse
from tcpanim.tcp.config import TcpConfig

UNITS = ("basics", "close", "loss", "errors")
"""The shelves whose scenarios are about managing connections."""

PROFILES = {"textbook": TcpConfig.textbook(), "rfc": TcpConfig.rfc(), "linux": TcpConfig.linux()}


def built_in(name: str) -> Scenario:
    """The scenario of that id."""
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return scenario


def of_connections() -> Iterator[tuple[str, Scenario]]:
    """The scenarios of connection management by id."""
    for name, _ in builtins():
        scenario = built_in(name)
        if scenario.unit in UNITS:
            yield name, scenario


def under(scenario: Scenario, profile: str) -> Scenario:
    """The same with another profile; what the file sets itself stays as it sets it."""
    usual = TcpConfig.textbook()

    def mixed(own: TcpConfig) -> TcpConfig:
        set_by_file = {
            knob.name: getattr(own, knob.name)
            for knob in fields(TcpConfig)
            if getattr(own, knob.name) != getattr(usual, knob.name)
        }
        return replace(PROFILES[profile], **set_by_file)

    left, right = (replace(host, tcp=mixed(host.tcp)) for host in scenario.hosts)
    return replace(scenario, hosts=(left, right))
