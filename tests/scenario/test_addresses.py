"""Where segments may come from and go to: no scenario can name an address that belongs to no host."""

import pytest

from tcpanim.scenario.parse import parse

FILE = """
tcpanim: 1
title: addresses
hosts:
  client: {{address: {client}}}
  server: {{address: 10.0.0.2}}
script:
  - {{at: 0 ms, server: listen}}
  - {{at: 1 ms, inject: {{as: {stranger}, to: server, flags: SYN, seq: 1}}}}
"""

NOBODYS = ("224.0.0.1", "255.255.255.255", "0.0.0.0", "ff02::1", "::")


# RFC 9293: MUST-46, MUST-57, MUST-63.
@pytest.mark.parametrize("address", NOBODYS)
def test_an_address_that_no_host_can_have(address):
    for file in (
        FILE.format(client=f'"{address}"', stranger="192.0.2.7"),
        FILE.format(client="10.0.0.1", stranger=f'"{address}"'),
    ):
        assert any("cannot be the address of a host" in str(problem) for problem in parse(file).problems)


def test_those_that_a_host_can_have():
    assert parse(FILE.format(client="10.0.0.1", stranger="192.0.2.7")).problems == ()
