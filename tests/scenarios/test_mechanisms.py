"""Each setting, each quality of hosts and wire, each fault, call and condition is shown by a built-in.

A setting is shown when a scenario's own text gives it a value that is not the usual one; a profile shows nothing.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import get_args

from tcpanim import library
from tcpanim.scenario.calls import CALLS
from tcpanim.scenario.faults import FAULTS
from tcpanim.scenario.hosts import WIRE_FIELDS
from tcpanim.scenario.model import Call, Condition, HostSpec, Inject
from tcpanim.scenario.yaml_reader import Items, Mapping, Node, read
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.listener import Backlog
from tests.scenarios.test_builtins import NAMES, scenario_of


@cache
def written(name: str) -> Mapping:
    node, problems = read(library.read_builtin(name))
    assert not problems
    assert isinstance(node, Mapping)
    return node


def below(node: Node | None, *path: str) -> Iterator[Mapping]:
    """The mappings at ``path``; ``*`` stands for every key or item."""
    if isinstance(node, Items):
        for item in node.items:
            yield from below(item, *(path[1:] if path[:1] == ("*",) else path))
    elif not path and isinstance(node, Mapping):
        yield node
    elif isinstance(node, Mapping):
        keys = list(node.entries) if path[0] == "*" else [path[0]]
        for key in keys:
            if key in node.entries:
                yield from below(node.entries[key].value, *path[1:])


def set_by(name: str) -> set[str]:
    """The settings that the scenario gives another value than usual."""
    usual = TcpConfig()
    root = written(name)
    keys = {key for where in (("tcp",), ("hosts", "*", "tcp")) for node in below(root, *where) for key in node.entries}
    configs = [host.tcp for host in scenario_of(name).hosts]
    found = {key for key in keys if any(getattr(one, key) != getattr(usual, key) for one in configs)}
    for call in calls(name):
        if call.name == "set":
            option, value = call.argument
            if option == "cork" or value != getattr(usual, option):
                found.add(option)
    return found


def calls(name: str) -> list[Call]:
    return [step.action for step in scenario_of(name).script if isinstance(step.action, Call)]


def qualities(host: HostSpec) -> set[str]:
    found = {"host IPv6"} if ":" in host.address else set()
    if host.isn_always is not None:
        found.add("host isn always")
    return found | ({"host isn list"} if len(host.isn) > 1 else set())


def shown() -> dict[str, list[str]]:
    """What the built-ins show, each with their ids."""
    found: dict[str, list[str]] = {}
    for name in NAMES:
        marks = {f"setting {key}" for key in set_by(name)}
        marks |= {f"wire {key}" for node in below(written(name), "wire") for key in node.entries}
        marks |= {mark for host in scenario_of(name).hosts for mark in qualities(host)}
        marks |= {f"when {type(step.trigger.when).__name__}" for step in scenario_of(name).script if step.trigger.when}
        marks |= {"inject" for step in scenario_of(name).script if isinstance(step.action, Inject)}
        marks |= {f"fault {key}" for node in below(written(name), "faults", "*") for key in node.entries}
        for call in calls(name):
            marks.add(f"call {call.name}")
            if isinstance(call.argument, Backlog):
                marks |= {
                    f"listen {key}" for key in Backlog._fields if getattr(call.argument, key) != getattr(Backlog(), key)
                }
        for mark in marks:
            found.setdefault(mark, []).append(name)
    return found


def everything() -> set[str]:
    return {
        *(f"setting {knob.name}" for knob in fields(TcpConfig)),
        "setting cork",
        *("host IPv6", "host isn always", "host isn list", "inject"),
        *(f"when {kind.__name__}" for kind in get_args(Condition)),
        *(f"wire {key}" for key in WIRE_FIELDS),
        *(f"fault {key}" for key in FAULTS),
        *(f"call {key}" for key in CALLS),
        *(f"listen {key}" for key in Backlog._fields),
    }


def test_a_built_in_shows_each_mechanism():
    assert set(shown()) == everything()
