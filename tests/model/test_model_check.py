"""Every connection survives every pattern of a few faults; `packaging/dev.py modelcheck` looks further."""

from dataclasses import replace

import pytest

from tcpanim.tcp.buffers import ReceiveBuffer
from tests.model.explore import Bounds, explore
from tests.model.scenarios import PROFILES, built_in, of_connections, under


@pytest.mark.parametrize("profile", PROFILES)
def test_no_pattern_of_two_losses_or_one_fault_of_any_kind_breaks_a_connection(profile):
    for name, scenario in of_connections():
        found = explore(under(scenario, profile), Bounds(losses=2, mixed=1))
        assert not found.wrong, f"{name}: " + "\n".join(found.wrong[:5])


def test_no_three_losses_and_no_two_faults_break_a_handshake():
    found = explore(built_in("three-way-handshake"), Bounds(losses=3, mixed=2))
    assert not found.wrong
    assert found.patterns > 100


def test_a_pattern_is_met_once_and_repetitions_are_hit_too():
    """Three segments; each loss leads to repetitions, which are lost again."""
    found = explore(built_in("three-way-handshake"), Bounds(losses=1, mixed=0))
    assert found.patterns == 1 + 3
    assert explore(built_in("three-way-handshake"), Bounds(losses=2, mixed=0)).patterns > 1 + 3 + 3


def test_a_rule_that_is_broken_is_found():
    """Without window probes a lost window update is the end."""
    scenario = built_in("zero-window")
    left, right = (replace(host, tcp=replace(host.tcp, persist=False)) for host in scenario.hosts)
    found = explore(replace(scenario, hosts=(left, right)), Bounds(losses=1, mixed=0))
    assert any("without its user being told" in text for text in found.wrong)
    assert not explore(scenario, Bounds(losses=1, mixed=0)).wrong


def test_a_byte_too_many_is_found(monkeypatch):
    append = ReceiveBuffer.append
    monkeypatch.setattr(ReceiveBuffer, "append", lambda buffer, data: append(buffer, data + data[-1:]))
    found = explore(built_in("four-way-close"), Bounds(losses=0, mixed=0))
    assert any("that nobody wrote like that" in text for text in found.wrong)
