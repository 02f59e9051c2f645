"""The JSON Schema for editors says what the parser says, as far as shapes go."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tcpanim.scenario.parse import FIELDS, parse
from tcpanim.scenario.schema import schema
from tcpanim.scenario.tcp_settings import SETTINGS
from tests.scenario.files import scenario_text
from tests.scenario.json_schema import faults
from tests.scenario.test_good import WHOLE

SCHEMA = schema()
BUILT_INS = sorted(Path(__file__, "../../../resources/scenarios").resolve().glob("*.tcpanim"))


def plain(text):
    """The file as an editor sees it."""
    return YAML(typ="safe", pure=True).load(text)


def test_it_is_json_with_a_description_of_every_key():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"].endswith("2020-12/schema")
    assert set(SCHEMA["properties"]) == {*FIELDS, "hosts"}
    assert all(one.get("description") for one in SCHEMA["properties"].values())
    assert set(SCHEMA["properties"]["tcp"]["properties"]) == set(SETTINGS)


def test_the_formats_example_fits():
    assert faults(plain(WHOLE), SCHEMA, SCHEMA) == []


@pytest.mark.parametrize("path", BUILT_INS, ids=lambda path: path.stem)
def test_every_built_in_scenario_fits_and_is_read(path):
    assert faults(plain(path.read_text("utf-8")), SCHEMA, SCHEMA) == []
    assert parse(path.read_bytes(), path.name).problems == ()


RIGHT = [
    "tcp: {persist: off, sws: true, msl: 30 s, delayed_ack: off, mss: 2 KiB, keepalive: off}",
    "hosts: {client: {isn: [1, 2]}, server: {isn: {always: 100}, address: 2001:db8::1}}",
    "wire: {delay: {client: 5 ms}, loss: 0.5 %, rate: 1 Gbit/s}",
    "script: [{at: 0 s, client: {open: {port: 5}}}, {client: {read: off}}, {client: {read: 5}}]",
    "script: [{at: 0 s, client: {set: {sws: off}}}, {at: 1 s, connection: 2, client: {send: {bytes: 5}}}]",
    "script: [{when: {client: {got: SYN-ACK}, nth: 2}, client: {send: text}}]",
    "script: [{at: 0 s, inject: {as: client, to: server, flags: [SYN, ACK], seq: isn+1, ack: 5, options: {mss: 5}}}]",
    "script: [{when: {client: SYN_RCVD}, client: crash}]",
    "faults: [{drop: {from: client, nth: all}}, {drop: {from: client, nth: [1, 2]}}, {cut: {at: 1 s}}]",
    "faults: [{delay: {from: client, segment: 2, by: 5 ms}}, {duplicate: {from: client, after: 5 ms}}]",
    "expect: {errors: {client: connection reset, server: [connection refused]}, ladder: [{client: SYN}, …]}",
    "notes: [{on: {segment: 3}, say: x}, {on: {at: 5 ms}, pause: on}, {on: {client: CLOSED, nth: 2}}]",
    "start: {view: plots, panels: [tcb], zoom: wire, plot: rounds}",
]

# The parser refuses these; so does the schema.
WRONG = [
    "titel: x",
    "level: begginner",
    "hosts: {client: {}}",
    "hosts: {at: {}, server: {}}",
    "hosts: {Client: {}, server: {}}",
    "tcp: {msl: 5}",
    "tcp: {mss: 0}",
    "wire: {delay: 50}",
    "script: []",
    "script: [{at: 5, client: open}]",
    "script: [{at: 5 ms, client: opne}]",
    "script: [{at: 5 ms, client: {send: 0}}]",
    "script: [{when: {client: {gto: SYN}}, client: open}]",
    "faults: [{drop: {match: ACK}}]",
    "expect: {final: {client: DONE}}",
    "start: {view: laddr}",
    "notes: [{say: x}]",
    "notes: [{on: {segment: 1}, ask: {question: q, choices: [a], answer: 1}}]",
]


@pytest.mark.parametrize("section", RIGHT)
def test_what_the_parser_reads_fits(section):
    text = scenario_text(section)
    assert parse(text).problems == ()
    assert faults(plain(text), SCHEMA, SCHEMA) == []


@pytest.mark.parametrize("section", WRONG)
def test_what_the_parser_refuses_does_not_fit(section):
    text = scenario_text(section)
    assert parse(text).problems
    assert faults(plain(text), SCHEMA, SCHEMA)
