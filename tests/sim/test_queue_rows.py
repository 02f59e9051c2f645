"""A listener's queues as rows of the trace."""

from __future__ import annotations

import json

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.codec import dumps, to_document
from tcpanim.units import MS, S
from tests.sim.runs import run

FLOOD = "faults:\n  - {flood: {to: server, at: 100 ms, count: 3, rate: 10}}\n"
LIMITED = "  - {at: 0 ms, server: {listen: {syn_backlog: 2, accept_backlog: 1}}}\n"


def test_who_stands_in_which_queue() -> None:
    trace = run(
        "  - {at: 1 s, server: accept}\n", opening=LIMITED + "  - {at: 10 ms, client: open}\n", more="until: 2 s"
    )
    seen = [(row.t, row.syn, row.accept) for row in trace.queues]
    client = ("10.0.0.1:49152",)
    assert seen == [(0, (), ()), (60 * MS, client, ()), (160 * MS, (), client), (S, (), ())]
    row = trace.queues_at("server", 200 * MS)
    assert row is not None
    assert (row.port, row.syn_limit, row.accept_limit) == (80, 2, 1)
    assert trace.queues_at("client", 200 * MS) is None


def test_strangers_stand_there_by_their_addresses_until_they_are_given_up() -> None:
    trace = run(opening=LIMITED, more=FLOOD)
    assert max(len(row.syn) for row in trace.queues) == 2
    assert trace.queues[-1].syn == ()
    assert all(who.startswith("198.51.100.") for row in trace.queues for who in row.syn)


def test_the_queues_go_with_the_listener_and_with_the_host() -> None:
    for end in ("unlisten", "crash"):
        trace = run(f"  - {{at: 200 ms, server: {end}}}\n", opening=LIMITED, more="until: 1 s")
        assert trace.queues_at("server", 100 * MS) is not None
        assert trace.queues_at("server", 300 * MS) is None


def test_the_document_tells_them_where_there_are_any() -> None:
    trace = run(opening=LIMITED, more=FLOOD)
    rows = json.loads(dumps(trace))["queues"]
    assert rows[1] == {
        "t": 100 * MS,
        "host": "server",
        "port": 80,
        "syn": ["198.51.100.1:1024"],
        "syn_limit": 2,
        "accept": [],
        "accept_limit": 1,
    }
    parsed = parse(
        "tcpanim: 1\ntitle: test\nhosts:\n  client: {address: 10.0.0.1, port: 1}\n"
        "  server: {address: 10.0.0.2, port: 2}\n"
        "script: [{at: 0 ms, server: listen}]"
    )
    assert parsed.scenario is not None
    assert "queues" not in to_document(simulate(parsed.scenario))
